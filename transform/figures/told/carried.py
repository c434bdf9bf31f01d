"""Which goods a figure speaks of, where its sentence leaves them out."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from transform.figures.goods.near_words import CARRIERS, NO_GOODS, find_goods, listed, named_goods
from transform.figures.measured.metric import SAID_BEFORE
from transform.figures.measured.metric_outright import around
from transform.figures.measured.rates import capacity, is_rate
from transform.figures.sentence.firm import CARRIAGE, FEE, GAS, HEARD, OF_CARGO, OF_KINDS
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.told.standing import Standing
from transform.records import Metric
from transform.text.cue import Cue

#: The other half of a trade told in two.
TURNED: dict[Metric, Metric] = {"exports": "imports", "imports": "exports"}
#: What is of one kind of goods or of many.
_OF_KINDS: frozenset[Metric] = frozenset(("exports", "imports", "freight"))
_GOODLESS: frozenset[Metric] = frozenset(("turnover", "agreements", "finance", "people", "settlement"))
#: Of what goods these are may be told by the sentence before.
_OF_GOODS: frozenset[Metric] = frozenset(("exports", "imports", "production", "price"))
#: Goods of these hold within a paragraph or from the title only.
_OF_DEALS: frozenset[Metric] = frozenset(("contract_value", "investment", "companies", "projects"))
#: So many cubic metres are of gas and of no timber.
_GAS = 10**9
#: Boxes and trains carry goods and are none.
GOODLESS_UNITS = frozenset(("TEU", "container", "train"))


def goods_of(
    reading: Reading, words: Lexicon, group: Group, metric: Metric, metric_why: str, standing: Standing
) -> tuple[str | None, str]:
    """The slug of the goods and why: named beside the number, or those that the text spoke of last; None for none."""
    return (
        _by_mode(reading, words, group, standing)
        or _said_here(reading, words, group, metric, standing)
        or _of_many(reading, words, group, metric)
        or _going_on(group, metric, metric_why, standing)
        or _of_no_goods(reading, words, group, metric, metric_why, standing)
        or _freight(reading, words, group, metric, standing)
        or _part_of_trade(group, metric, metric_why, standing)
        or (standing.recent_goods or standing.goods or standing.topic_goods, SAID_BEFORE)
    )


_Goods = tuple[str | None, str]


def _said_here(reading: Reading, words: Lexicon, group: Group, metric: Metric, standing: Standing) -> _Goods | None:
    """The goods that the sentence tells, or none where no goods are meant; None where it leaves them out."""
    if metric == "freight" and group.unit in ("vehicle", "train", "TEU", "container"):
        # Lorries and wagons carry the goods, they are none; "29 grain trains" name their own.
        return _laden_with(reading, words, group), "in its own noun"
    slug, why = find_goods(reading, group)
    worth = metric in TURNED and group.unit_class in ("money", "ratio") and not _goods_before(reading, group)
    if metric in _OF_KINDS and (worth or not why) and _of_kinds(reading, words, group, standing):
        return None, OF_KINDS
    if slug == "ships" and metric == "freight" and standing.topic_goods != "ships":
        return None, "what carries it"
    if slug == "vehicles" and metric in ("price", "tariff", "freight") and standing.crossing:
        return None, "what drives through"
    if not slug and group.unit == "m3" and reading.quantities[group.members[0]].value >= _GAS:
        return "natural_gas", GAS
    if group.unit == "vehicle" and not slug and metric in TURNED:
        return "vehicles", "unit vehicle"
    amount = reading.quantities[group.members[0]]
    if (
        not why
        and metric in _OF_KINDS
        and words.traits.of_cargo.search(around(reading.folded, amount.start, amount.end))
    ):
        return None, OF_CARGO  # 同江铁路桥进口货物310万吨 in a story about soybeans
    if metric in _GOODLESS:
        # Deals by the dozen have no goods, total trade only those that are told with it.
        return (slug, why) if slug and metric == "turnover" else (None, "")
    return (slug, why) if why or group.unit in GOODLESS_UNITS else None


def _by_mode(reading: Reading, words: Lexicon, group: Group, standing: Standing) -> _Goods | None:
    """No goods of the part of all cargo that went by sea or rail, unless sentence or headline name them."""
    if group.unit != "%" or standing.goods_in_title or named_goods(reading):
        return None
    told = words.traits.by_mode.search(around(reading.folded, group.start, group.end))
    return (None, OF_CARGO) if told else None


def _of_many(reading: Reading, words: Lexicon, group: Group, metric: Metric) -> _Goods | None:
    """No goods of what several deals come to, whatever the deal told before was about."""
    many = metric == "contract_value" and group.unit_class == "money"
    many = many and words.traits.many_deals.search(reading.folded, *reading.clause(group.start)) is not None
    return (None, OF_KINDS) if many else None


def _going_on(group: Group, metric: Metric, metric_why: str, standing: Standing) -> _Goods | None:
    """The goods of the sentence before, where this one surely goes on about them."""
    heard = standing.heard_goods if standing.last_goods == standing.heard_goods or not standing.begun else None
    if heard is not None and metric in _OF_GOODS and metric_why != "haul":
        return heard, HEARD
    if standing.of_cargo and metric in _OF_KINDS:
        return None, OF_CARGO
    going_on = standing.begun or (metric == "freight" and "" in standing.recent)
    if group.unit_class == "ratio" and going_on and metric_why == SAID_BEFORE:
        return standing.last_goods, SAID_BEFORE
    if metric in _OF_DEALS:
        valued = metric == "investment" or (metric == "contract_value" and standing.goods_in_title)
        titled = standing.topic_goods if valued else None
        return standing.recent_goods or titled, SAID_BEFORE
    return None


def _of_no_goods(
    reading: Reading, words: Lexicon, group: Group, metric: Metric, metric_why: str, standing: Standing
) -> _Goods | None:
    """No goods and why, for trade as a whole, carriage and fees."""
    if metric == "other" and group.unit_class == "money":
        return None, ""
    if metric in TURNED and group.unit_class in ("money", "ratio") and _whole_trade(reading, group, standing):
        return None, "trade as a whole"
    if metric == "price" and metric_why == "haul":
        return None, "what carriage costs" if words.spaced else CARRIAGE
    if metric == "tariff" and metric_why.strip("“”") in words.traits.fees:
        return None, FEE
    if metric == "price" and not words.spaced and metric_why == SAID_BEFORE and standing.recent.get("") == "price":
        return standing.last_goods, SAID_BEFORE if standing.last_goods else CARRIAGE
    return None


def _freight(reading: Reading, words: Lexicon, group: Group, metric: Metric, standing: Standing) -> _Goods | None:
    """What is carried: the goods of the headline, or whatever comes."""
    if metric != "freight":
        return None
    if group.unit in ("t", "item", "vehicle") and not is_rate(reading, group):
        laden = standing.one_topic and standing.topic_goods not in CARRIERS
        mixed = any(word in reading.folded for word in words.traits.cargo)
        return (standing.topic_goods, "what the headline is about") if laden and not mixed else (None, "")
    if group.unit in ("t", "times") and capacity(reading, group) is not None:
        # A port or bridge takes whatever comes, unless its paragraph or the headline speaks of goods.
        return standing.recent_goods or (standing.topic_goods if standing.goods_in_title else None), SAID_BEFORE
    return None


def _part_of_trade(group: Group, metric: Metric, metric_why: str, standing: Standing) -> _Goods | None:
    """The goods of one half of a trade of which the other, or the whole, was told before."""
    if metric not in TURNED:
        return None
    if metric_why != SAID_BEFORE and standing.recent.get("") == TURNED[metric]:
        return standing.topic_goods if standing.goods_in_title else None, "the other way"
    if standing.whole and not standing.recent_goods and group.unit_class == "money":
        return None, "a part of total trade"
    return None


def _of_kinds(reading: Reading, words: Lexicon, group: Group, standing: Standing) -> bool:
    """Are goods named only behind an amount, as the first of its kinds (", chiefly coal", ", led by ore")?"""
    start, _ = reading.clause(group.start)
    goods = [cue for cue in reading.cues["goods"] if cue.label not in NO_GOODS and cue.start >= start]
    behind = [cue for cue in goods if cue.start >= group.end]
    if not behind or len(behind) < len(goods) or behind[0].label in (standing.recent_goods, standing.goods):
        return False  # "they fell to 147,000 cubic metres, mostly birch": timber was told before
    return words.traits.first_of.fullmatch(reading.folded, group.end, behind[0].start) is not None


def _goods_before(reading: Reading, group: Group) -> bool:
    """Are goods named before an amount, or it is itself a part that goods make up ("four-fifths | of it machinery")?"""
    if reading.traits.of.match(reading.folded, group.end):
        return True
    return any(cue.label not in NO_GOODS and cue.start < group.start for cue in reading.cues["goods"])


def _laden_with(reading: Reading, words: Lexicon, group: Group) -> str | None:
    """The goods named within the very number that counts trains or boxes, or that these are told to be of."""
    for cue in reading.cues["goods"]:
        if cue.label in CARRIERS | NO_GOODS or _loose(reading, words, cue):
            continue
        if group.start <= cue.start and cue.end <= group.end:
            return cue.label
        if cue.start > group.end and words.traits.laden.fullmatch(reading.folded, group.end, cue.start):
            return None if listed(reading, cue) else cue.label
    return None


#: What loose words may stand for, by the kind that they are taken for else: metal and concentrate, fuel, raw stuff.
_ORES = frozenset(("aluminium", "copper", "gold", "iron_ore"))
_LOOSE = {
    "metals": _ORES,
    "coal": _ORES,
    "oil_products": frozenset(("nuclear", "coal", "lng")),
    "crude_oil": frozenset(
        ("fish", "timber", "nuclear", "soybeans", "gold", "chemicals", "meat", "pharma", "food", "dairy")
    ),
    "vehicles": frozenset(("machinery", "vehicles")),
}
#: Where these were told, and no crude, oil is pressed from them.
_SEEDS = frozenset(("soybeans", "vegetable_oil"))


def _loose(reading: Reading, words: Lexicon, cue: Cue) -> bool:
    """May the word stand for a narrower kind told before?"""
    return reading.folded[cue.start : cue.end] in words.traits.loose


def narrowed(readings: Sequence[Reading], words: Lexicon) -> list[Reading]:
    """The readings with each loose word of goods taken for the narrower kind that the text named last."""
    told: list[str] = []
    settled: list[Reading] = []
    pressed = words.traits.pressed and not any(
        cue.label == "crude_oil" and reading.folded[cue.start : cue.end] not in words.traits.pressed
        for reading in readings
        for cue in reading.cues["goods"]
    )
    for reading in readings:
        goods: list[Cue] = []
        for cue in reading.cues["goods"]:
            if pressed and reading.folded[cue.start : cue.end] in words.traits.pressed and not _SEEDS.isdisjoint(told):
                goods.append(msgspec.structs.replace(cue, label="vegetable_oil"))
            elif _loose(reading, words, cue) and not (
                cue.label in CARRIERS and words.traits.lorries.search(reading.folded, 0, cue.start)
            ):
                kinds = {cue.label, *_LOOSE.get(cue.label, ())}  # of nickel, told last, it is no aluminium
                narrower = next((one for one in reversed(told) if one in kinds), cue.label)
                goods.append(msgspec.structs.replace(cue, label=narrower))
            else:
                told.append(cue.label)
                goods.append(cue)
        settled.append(msgspec.structs.replace(reading, cues={**reading.cues, "goods": goods}))
    return settled


#: Between a word for trade and its amount: 对俄出口|额|100亿美元, but not 对俄出口|备件|1320万美元.
_BARE = re.compile(r"[额值总量共了约近逾超过达为是仅只的则也就有\s]*|[^\u4e00-\u9fff]*")


def _whole_trade(reading: Reading, group: Group, standing: Standing) -> bool:
    """Is it the exports or imports of a land without a word on goods: parts of a turnover, 对俄出口100亿美元?"""
    if standing.of_turnover:
        return True
    if standing.goods_in_title:
        return False
    return any(
        cue.label in ("to_ru", "to_cn")
        and 0 <= group.start - cue.end <= 3
        and _BARE.fullmatch(reading.folded, cue.end, group.start)
        and any(c.label in TURNED and cue.start < c.end <= cue.end for c in reading.cues["metric"])
        for cue in reading.cues["course"]
    )
