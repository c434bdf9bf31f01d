"""What a figure measures."""

from __future__ import annotations

import math

from transform.called import BOXES, called
from transform.duties import floor_of_duty
from transform.firm import CALLED, COUNTED, FLOOR, PAID_IN, PER_UNIT, PUT_IN
from transform.groups import Group
from transform.lexicon import Lexicon
from transform.rates import CARRIED, capacity, of_works, sown
from transform.reading import Reading
from transform.records import Metric
from transform.taken import (
    RIGHT_BEFORE,
    TRADE,
    of_what,
    paid_for,
    part_of_firm,
    sent_on,
    taken_by_buyers,
)

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
_BY_UNIT: dict[str, Metric] = {
    "company": "companies", "project": "projects", "agreement": "agreements", "person": "people", "product": "other",
    "train": "freight", "TEU": "freight", "container": "freight", "vessel": "freight", "flight": "freight",
    "km": "other", "ha": "other",
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
_AFTER = 0.9


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
    fixed = _BY_UNIT.get(group.unit)
    if group.unit in BOXES and (noun := called(reading, lexicon, group)) is not None:
        return noun, CALLED
    if group.unit == "ha" and sown(reading, lexicon, group):
        return "production", "land that is sown"
    if fixed:
        return fixed, f"unit {group.unit}"
    if group.unit == "item":
        nouns = {(reading.quantities[index].noun or "").casefold() for index in group.members}
        for told, words in lexicon.traits.counted.items():
            if not nouns.isdisjoint(words):
                return told, COUNTED  # type: ignore[return-value]
    folded = reading.folded
    able = capacity(reading, group) if group.unit_class in CARRIED else None
    if able is not None:
        return of_works(reading, able, group, standing, works=works), "what it can take"
    if group.unit == "%" and lexicon.traits.paid_in.match(folded, group.end):
        return "settlement", PAID_IN
    if group.unit_class == "money" and lexicon.traits.put_in.search(folded, 0, group.start):
        return "investment", PUT_IN
    if group.unit == "%" and part_of_firm(reading, lexicon, group):
        return "investment", "a part of a firm"
    if group.unit_class == "ratio" and (whole := of_what(reading, lexicon, group)) is not None:
        paid = standing == "settlement" or any(cue.label == "settlement" for cue in reading.cues["metric"])
        if whole[0] == "production" and (abroad := sent_on(reading, group)):
            return "exports", abroad
        if whole[0] in ("production", "other") and taken_by_buyers(reading, lexicon, group, whole[1]):
            return "exports", "what buyers take of it"
        if not (paid and whole[0] in TRADE):
            return whole
    if group.unit_class == "money" and (named := paid_for(reading, lexicon, group)) is not None:
        return named
    allowed = _CAN_BE[group.unit_class]
    values = [reading.quantities[i] for i in group.members]
    small = all(q.value < _DEAREST.get(q.unit or "", DEAREST) for q in values if q.kind == "money")
    bid = _off(reading, "price", group) if lexicon.spaced else math.inf
    duty = _off(reading, "tariff", group) < min(7.0, bid)
    if group.unit_class == "money" and small:
        after = any(lexicon.price_after.match(folded, q.end) for q in values)
        before = lexicon.price_before and lexicon.price_before.search(folded[: group.start])
        if after or before:
            if values[0].modifier == "at_least" and floor_of_duty(reading, group, standing):
                return "tariff", FLOOR
            if duty:
                return "tariff", "a rate per unit beside a word for duty"
            if standing == "tariff" and not reading.cues["metric"]:
                return "tariff", "a rate per unit where duties are spoken of"
            mean = any(cue.label == "mean" for cue in reading.cues["metric"])
            return "price", "mean" if mean else PER_UNIT if before else "money per unit"
    strong = _nearest(reading, lexicon, "metric", group, allowed, small=small)
    hint = _nearest(reading, lexicon, "hint", group, allowed, small=small)
    if strong is not None and standing == "settlement" and strong[1] in TRADE and group.unit_class == "ratio":
        # "34 percent of exports and 37 percent of imports" were paid in yuan: the trade is what the share is taken of.
        strong = None if lexicon.traits.of.match(folded, group.end) else strong
    if group.unit_class == "ratio" and strong and strong[1] in TRADE and paying:
        return "settlement", "what is paid in a currency"  # "… of exports were paid in yuan, of imports 34%"
    weighed: list[tuple[float, Metric, str]] = []
    if strong is not None:
        weighed.append(strong)
    if hint is not None and not (hint[1] == "price" and standing == "tariff" and hint[0] > _BESIDE):
        earned = hint[1] == "other" and standing in TRADE  # revenue of the trade told before
        weighed.append((hint[0] + (2 * _HINT if earned else _HINT), hint[1], hint[2]))
    total = standing == "price" and group.unit_class == "money" and not small
    if standing is not None and standing in allowed and not total:
        weighed.append((standing_cost, standing, SAID_BEFORE))
    if group.unit_class == "money":
        for mention in reading.entities:
            if mention.entity.kind == "bank" and mention.end <= group.start:
                cost = reading.distance(mention.start, mention.end, group.start, group.end)
                weighed.append((_BANK + cost, "finance", "a bank gives or takes it"))
    return min(weighed, key=lambda found: found[0])[1:] if weighed else (None, "")


def _nearest(
    reading: Reading,
    lexicon: Lexicon,
    name: str,
    group: Group,
    allowed: frozenset[str],
    *,
    small: bool,
) -> tuple[float, Metric, str] | None:
    """Distance, metric and word of the nearest cue that fits the group's unit."""
    best: tuple[float, Metric, str] | None = None
    last: int | None = None
    for cue in reading.cues[name]:
        label = cue.label
        why = f"“{reading.folded[cue.start : cue.end]}”"
        if group.unit_class == "money" and label in TRADE and lexicon.deal_noun.match(reading.folded, cue.end):
            label = "contract_value"  # 供货合同, "supply contract"
        if label not in allowed:
            if label in SAID_AS:
                label, why = SAID_AS[label], label
            elif label in ("stake", "held"):
                if group.unit_class != "ratio" or not 0 <= group.start - cue.end <= RIGHT_BEFORE:
                    continue
                if label == "held" and not any(
                    m.entity.kind in _FIRMS and m.end <= cue.start for m in reading.entities
                ):
                    continue
                label = "investment"
            elif group.unit_class in ("bulk", "goods") and label in _OF_GOODS:
                if label == "contract_value" and lexicon.spaced and name == "hint" and cue.start >= group.end:
                    continue  # "52 million tonnes of oil worth": no contract
                bought = label == "contract_value" and lexicon.buying.match(reading.folded, cue.start)
                why = OF_DEAL if label == "contract_value" else why
                label = "imports" if bought else _OF_GOODS[label]
            else:
                continue
        dear = label == "price" and why != "mean" and group.unit_class == "money" and not small
        if dear:
            # What costs billions is built, not bought by the piece.
            label = "investment"
        if cue.start in reading.in_name or (
            cue.start in reading.in_number and (group.unit != "item" or name == "hint")
        ):
            # "China Railway" carries nothing here, and a unit is no metric.
            continue
        if reading.joins(cue, group.start):
            continue
        cost = reading.distance(cue.start, cue.end, group.start, group.end, after=_AFTER, wall=5.0)
        if dear:
            cost += 2.0
        if group.unit_class == "money" and label == "production":
            cost += 2.0
        if (
            lexicon.spaced
            and name == "metric"
            and cue.end <= group.start
            and (last is None or reading.parted(last, cue.start) > 0)
        ):
            # The first such word of a clause is its subject; the later ones hang on it.
            noun = label in TRADE and lexicon.trade_noun.match(reading.folded, cue.start)
            opens = cue.start <= _OPENING or (noun and reading.numbers(cue.end, group.start) == 0)
            cost -= 3.5 if opens and reading.parted(cue.end, group.start) >= _PUT_IN else 2.5
        elif (
            lexicon.spaced
            and name == "metric"
            and 0 <= group.start - cue.end <= RIGHT_BEFORE
            and reading.parted(cue.end, group.start) == 0
        ):
            cost -= 2.5
        last = cue.end
        if best is None or cost < best[0]:
            best = cost, label, why  # type: ignore[assignment]
    return best


def _off(reading: Reading, label: str, group: Group) -> float:
    """How many steps off the nearest word for a metric stands; endless without one."""
    cues = (cue for cue in reading.cues["metric"] if cue.label == label)
    return min((reading.distance(cue.start, cue.end, group.start, group.end) for cue in cues), default=math.inf)
