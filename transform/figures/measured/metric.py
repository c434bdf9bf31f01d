"""What a figure measures: by its unit, by the words right beside it, else by the nearest word for a metric."""

from __future__ import annotations

import msgspec

from transform.figures.measured.metric_outright import by_phrase, by_unit, outright, per_unit
from transform.figures.measured.taken import RIGHT_BEFORE, TRADE
from transform.figures.sentence.firm import COUNTED
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.records import Metric
from transform.text.cue import Cue

#: What an amount in a class of units can measure.
_CAN_BE: dict[str, frozenset[str]] = {
    "money": frozenset(
        (*TRADE, "investment", "contract_value", "price", "settlement", "production", "tariff", "finance", "other")
    ),
    "bulk": frozenset(("exports", "imports", "freight", "production", "other")),
    "goods": frozenset(("exports", "imports", "freight", "production", "other")),
    "ratio": frozenset(
        (*TRADE, "investment", "contract_value", "freight", "price", "settlement", "production", "tariff", "finance",
         "other", "people", "companies", "projects")
    ),
}  # fmt: skip
#: Goods by weight or piece that words of trade or contract speak of.
_OF_GOODS: dict[str, Metric] = {"turnover": "freight", "contract_value": "exports"}
#: A price, toll or rate of more than this many units of money is a total.
DEAREST = 5_000_000
#: A ruble is a twelfth of a yuan.
_DEAREST = {"RUB": 12 * DEAREST}
#: A bank as subject, without a word for lending.
_BANK = 1.5
#: A weaker word has to be nearer than a strong one by so many steps.
_HINT = 3.0
#: A word this near to the start of a sentence is its subject, whatever is put in before the number.
_OPENING = 12
_PUT_IN = 2.0
#: Who holds stakes; nations hold shares of a market.
_FIRMS = frozenset(("company", "bank"))
#: A word right behind a percentage ("at least 15% dearer") costs less.
_BESIDE = -2.0
SAID_BEFORE = "as said before"
#: Words that tell a metric and how to date it or what goods it has.
SAID_AS: dict[str, Metric] = {
    "haul": "price",
    "mean": "price",
    "direct": "investment",
    "owed": "other",
    "stock": "other",
    "retail": "other",
    "apart": "other",
}
#: Goods under a contract: no word tells who ships them.
OF_DEAL = "goods of a deal"
#: What a word costs behind its number; so much more for each boundary between the two.
_AFTER, _WALL = 0.9, 5.0
#: What is built for billions, or made for money, is told by a nearer word if there is one.
_DOUBTED = 2.0
#: So much nearer is a word right before its number or the first of its clause, and one that opens the sentence.
_FIRST, _SUBJECT = 2.5, 3.5

#: What is counted one by one.
_THINGS: frozenset[Metric] = frozenset(("companies", "projects", "agreements"))


class _Word(msgspec.Struct, frozen=True):
    """A metric with the word that tells it, and how many steps off that stands."""

    cost: float
    metric: Metric
    why: str


def fits(metric: Metric, unit_class: str) -> bool:
    """Can an amount in that class of units measure this?"""
    return metric in _CAN_BE.get(unit_class, ())


def find_metric(
    reading: Reading,
    lexicon: Lexicon,
    group: Group,
    standing: Metric | None,
    standing_cost: float,
    *,
    works: bool = False,
    paying: bool = False,
) -> tuple[Metric | None, str]:
    """The metric of a group and why; None where neither its sentence nor what stands before it tells.

    `standing` is the metric that the text spoke of before; words of the sentence outweigh it when they are nearer than
    `standing_cost` steps. `works` tells that the paragraph speaks of a plant or mine, `paying` that the sentence has
    told already what is paid in which currency.
    """
    if plain := by_unit(reading, lexicon, group):
        return plain
    if group.unit_class == "ratio" and standing in _THINGS and _their_number(reading, group):
        return standing, COUNTED
    phrase = by_phrase(reading, lexicon, group)
    if phrase is not None and fits(phrase[0], group.unit_class):
        return phrase
    if plain := outright(reading, lexicon, group, standing, works=works):
        return plain
    small = all(
        quantity.value < _DEAREST.get(quantity.unit or "", DEAREST)
        for quantity in (reading.quantities[index] for index in group.members)
        if quantity.kind == "money"
    )
    if group.unit_class == "money" and small and (rate := per_unit(reading, lexicon, group, standing)) is not None:
        return rate
    strong = _nearest(reading, lexicon, "metric", group, _CAN_BE[group.unit_class], small=small)
    hint = _nearest(reading, lexicon, "hint", group, _CAN_BE[group.unit_class], small=small)
    if group.unit_class == "ratio" and strong is not None and strong.metric in TRADE:
        # "34 percent of exports and 37 percent of imports" were paid in yuan: the trade is what the share is taken of.
        if standing == "settlement" and lexicon.traits.of.match(reading.folded, group.end):
            strong = None
        elif paying:
            return "settlement", "what is paid in a currency"  # "… of exports were paid in yuan, of imports 34%"
    weighed = [strong] if strong is not None else []
    if hint is not None and not (hint.metric == "price" and standing == "tariff" and hint.cost > _BESIDE):
        earned = hint.metric == "other" and standing in TRADE  # revenue of the trade told before
        weighed.append(_Word(hint.cost + (2 * _HINT if earned else _HINT), hint.metric, hint.why))
    total = standing == "price" and group.unit_class == "money" and not small
    if standing is not None and fits(standing, group.unit_class) and not total:
        weighed.append(_Word(standing_cost, standing, SAID_BEFORE))
    if group.unit_class == "money":
        for mention in reading.entities:
            if mention.entity.kind == "bank" and mention.end <= group.start:
                cost = reading.distance(mention.start, mention.end, group.start, group.end)
                weighed.append(_Word(_BANK + cost, "finance", "a bank gives or takes it"))
    best = min(weighed, key=lambda word: word.cost, default=None)
    return (best.metric, best.why) if best is not None else (None, "")


def _their_number(reading: Reading, group: Group) -> bool:
    """Is it a change in the number of what was counted last ("Their number has grown by | a third")?"""
    opens, _ = reading.clause(group.start)
    return reading.traits.their_number.search(reading.folded, opens, group.start) is not None


def _nearest(
    reading: Reading, lexicon: Lexicon, name: str, group: Group, allowed: frozenset[str], *, small: bool
) -> _Word | None:
    """The nearest cue of a kind ("metric", "hint") that fits the group's unit, whose metrics are `allowed`.

    `small` tells that the group's money is no more than a price can be.
    """
    best: _Word | None = None
    last: int | None = None
    sent = _sent_to_works(reading, lexicon, group)
    for cue in reading.cues[name]:
        told = _told(reading, lexicon, name, group, allowed, cue)
        # "China Railway" carries nothing here, and a unit is no metric.
        unit = cue.start in reading.in_number and (group.unit != "item" or name == "hint")
        if told is None or unit or cue.start in reading.in_name or reading.joins(cue, group.start):
            continue
        if sent is not None and cue.label == "production" and (name == "hint" or cue.start == sent):
            continue
        label, why = told
        cost = reading.distance(cue.start, cue.end, group.start, group.end, after=_AFTER, wall=_WALL)
        if group.unit_class == "money":
            if label == "price" and why != "mean" and not small:
                label, cost = "investment", cost + _DOUBTED  # what costs billions is built, not bought by the piece
            elif label == "production":
                cost += _DOUBTED
        if lexicon.spaced and name == "metric":
            cost -= _governs(reading, lexicon, group, cue, last, trade=label in TRADE)
        last = cue.end
        if best is None or cost < best.cost:
            best = _Word(cost, label, why)  # type: ignore[arg-type]
    return best


def _sent_to_works(reading: Reading, lexicon: Lexicon, group: Group) -> int | None:
    """Where the word stands for the works that goods go to, which makes none of them ("… went to | smelters")."""
    works = (cue.start for name in ("metric", "hint") for cue in reading.cues[name] if cue.label == "production")
    sent = lexicon.traits.sent_to
    return next((at for at in works if group.end < at and sent.search(reading.folded, group.end, at)), None)


def _told(
    reading: Reading, lexicon: Lexicon, name: str, group: Group, allowed: frozenset[str], cue: Cue
) -> tuple[str, str] | None:
    """The metric that a cue tells of this group and the reason; None where it tells none of such a unit."""
    label, why = cue.label, f"“{reading.folded[cue.start : cue.end]}”"
    if group.unit_class == "money" and label in TRADE and lexicon.deal_noun.match(reading.folded, cue.end):
        label = "contract_value"  # 供货合同, "supply contract"
    if label in allowed:
        return label, why
    if label in SAID_AS:
        return SAID_AS[label], label
    if label in ("stake", "held"):
        beside = group.unit_class == "ratio" and 0 <= group.start - cue.end <= RIGHT_BEFORE
        by_firm = any(m.entity.kind in _FIRMS and m.end <= cue.start for m in reading.entities)
        return ("investment", why) if beside and (label == "stake" or by_firm) else None
    if group.unit_class not in ("bulk", "goods") or label not in _OF_GOODS:
        return None
    if label != "contract_value":
        return _OF_GOODS[label], why
    if lexicon.spaced and name == "hint" and cue.start >= group.end:
        return None  # "52 million tonnes of oil worth": no contract
    return ("imports" if lexicon.buying.match(reading.folded, cue.start) else _OF_GOODS[label]), OF_DEAL


def _governs(reading: Reading, lexicon: Lexicon, group: Group, cue: Cue, last: int | None, *, trade: bool) -> float:
    """By how much nearer a word counts as the subject of its clause or right before the number.

    The first such word of a clause is its subject; the later ones, behind `last`, hang on it.
    """
    if cue.end > group.start:
        return 0.0
    if last is None or reading.parted(last, cue.start) > 0:
        noun = trade and lexicon.trade_noun.match(reading.folded, cue.start)
        opens = cue.start <= _OPENING or (noun and reading.numbers(cue.end, group.start) == 0)
        return _SUBJECT if opens and reading.parted(cue.end, group.start) >= _PUT_IN else _FIRST
    beside = group.start - cue.end <= RIGHT_BEFORE and reading.parted(cue.end, group.start) == 0
    return _FIRST if beside else 0.0
