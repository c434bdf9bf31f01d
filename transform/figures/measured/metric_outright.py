"""What a figure measures where its unit, or words right beside it, say so outright."""

from __future__ import annotations

import math

from transform.figures.measured.called import BOXES, called
from transform.figures.measured.duties import floor_of_duty
from transform.figures.measured.rates import CARRIED, capacity, of_works, sown
from transform.figures.measured.taken import TRADE, of_what, paid_for, part_of_firm, sent_on, taken_by_buyers
from transform.figures.sentence.firm import (
    ABLE,
    BOTH_WAYS,
    CALLED,
    COUNTED,
    FLOOR,
    OWNED,
    PAID_IN,
    PER_UNIT,
    PHRASE,
    PUT_IN,
)
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.records import Flow, Metric

_BY_UNIT: dict[str, Metric] = {
    "company": "companies", "project": "projects", "agreement": "agreements", "person": "people", "product": "other",
    "train": "freight", "TEU": "freight", "container": "freight", "vessel": "freight", "flight": "freight",
    "km": "other", "ha": "other",
}  # fmt: skip
#: What stands for the number in a turn of phrase about it, which goes no further before and behind it.
NUMBER, REACH = "#", 110
#: Within so many steps a word for duty makes money per unit a rate of it.
_DUTY = 7.0


def around(text: str, start: int, end: int, reach: int = REACH) -> str:
    """What stands around a number, with `NUMBER` for itself: in this form turns of phrase about it are listed."""
    return f"{text[max(0, start - reach) : start]}{NUMBER}{text[end : end + reach]}"


def by_phrase(reading: Reading, lexicon: Lexicon, group: Group) -> tuple[Metric, str] | None:
    """What a whole turn of phrase about the number tells: "put … into new lines", "… of goods changed hands"."""
    if not lexicon.framed:
        return None
    text = around(reading.folded, group.start, group.end)
    return next(((metric, PHRASE) for metric, frame in lexicon.framed.items() if frame.search(text)), None)


def way_by_phrase(reading: Reading, lexicon: Lexicon, group: Group) -> Flow | None:
    """The flow that a whole turn of phrase about the number tells ("cross-border parcels worth … left for Russia")."""
    if not lexicon.framed_way:
        return None
    text = around(reading.folded, group.start, group.end)
    return next((flow for flow, frame in lexicon.framed_way.items() if frame.search(text)), None)


def by_unit(reading: Reading, lexicon: Lexicon, group: Group) -> tuple[Metric, str] | None:
    """What the unit alone tells: trains are freight, whatever else is told of them."""
    if group.unit in BOXES and (noun := called(reading, lexicon, group)) is not None:
        return noun, CALLED
    if group.unit == "vehicle" and _passes_both_ways(reading, group):
        return "freight", BOTH_WAYS
    if group.unit == "ha" and sown(reading, lexicon, group):
        return "production", "land that is sown"
    if fixed := _BY_UNIT.get(group.unit):
        return fixed, f"unit {group.unit}"
    if group.unit == "item":
        nouns = {(reading.quantities[index].noun or "").casefold() for index in group.members}
        for told, words in lexicon.traits.counted.items():
            if not nouns.isdisjoint(words):
                return told, COUNTED  # type: ignore[return-value]
    return None


def _passes_both_ways(reading: Reading, group: Group) -> bool:
    """Do lorries come and go by a word of their clause ("1,450 lorries entered or left the country")?"""
    return any(
        cue.label == "two_way" and reading.parted(min(cue.end, group.end), max(cue.start, group.start)) < 1
        for cue in reading.cues["course"]
    )


def outright(
    reading: Reading, lexicon: Lexicon, group: Group, standing: Metric | None, *, works: bool
) -> tuple[Metric, str] | None:
    """What the words right beside the group say that it is: a capacity, a stake, a part of output, a loan."""
    able = capacity(reading, group) if group.unit_class in CARRIED else None
    if able is not None:
        return of_works(reading, able, group, standing, works=works), ABLE
    if group.unit_class == "money":
        if lexicon.traits.put_in.search(reading.folded, 0, group.start):
            return "investment", PUT_IN
        return paid_for(reading, lexicon, group)
    if group.unit == "%":
        if lexicon.traits.paid_in.match(reading.folded, group.end) or _in_money(reading, lexicon, group):
            return "settlement", PAID_IN
        if lexicon.traits.owned_part.match(reading.folded, group.end):
            return "investment", OWNED
        if part_of_firm(reading, lexicon, group):
            return "investment", "a part of a firm"
    if group.unit_class == "ratio" and (whole := of_what(reading, lexicon, group)) is not None:
        paid = standing == "settlement" or any(cue.label == "settlement" for cue in reading.cues["metric"])
        made = whole[0] == "production" or any(word in whole[1] for word in lexicon.traits.made)
        if made and (abroad := sent_on(reading, group)):
            return "exports", abroad
        if whole[0] in ("production", "other") and taken_by_buyers(reading, lexicon, group, whole[1]):
            return "exports", "what buyers take of it"
        if not (paid and whole[0] in TRADE):
            return whole
    return None


def _in_money(reading: Reading, lexicon: Lexicon, group: Group) -> bool:
    """Do words between the numbers beside a part tell in which money it is ("paid for | 64% | of them in yuan")?

    What rose or fell in yuan is no part, nor is a change right behind another ("grew 5%, | 2% | in yuan").
    """
    first = max((one.end for one in reading.quantities if one.end <= group.start), default=0)
    last = min((place for place in reading.number_at if place >= group.end), default=len(reading.folded))
    first = max(first, reading.folded.rfind(";", first, group.start) + 1)
    ended = reading.folded.find(";", group.end, last)
    last = last if ended < 0 else ended
    again = first > 0 and not reading.folded[first : group.start].strip(" ,(")
    if again and any(cue.start < first for cue in reading.cues["turn"]):
        return False
    told = any(
        lexicon.traits.in_money.search(reading.folded, *one) for one in ((first, group.start), (group.end, last))
    )
    return (
        told
        and lexicon.traits.lent.search(reading.folded) is None
        and not any(first <= cue.start < last for cue in reading.cues["turn"])
    )


def per_unit(reading: Reading, lexicon: Lexicon, group: Group, standing: Metric | None) -> tuple[Metric, str] | None:
    """Whether money is a price or a rate of duty, where the unit that it buys stands beside it; None without one."""
    values = [reading.quantities[index] for index in group.members]
    before = lexicon.price_before and lexicon.price_before.search(reading.folded[: group.start])
    if not (before or any(lexicon.price_after.match(reading.folded, quantity.end) for quantity in values)):
        return None
    if values[0].modifier == "at_least" and floor_of_duty(reading, group, standing):
        return "tariff", FLOOR
    bid = _off(reading, "price", group) if lexicon.spaced else math.inf
    if _off(reading, "tariff", group) < min(_DUTY, bid):
        return "tariff", "a rate per unit beside a word for duty"
    if standing == "tariff" and not reading.cues["metric"]:
        return "tariff", "a rate per unit where duties are spoken of"
    mean = any(cue.label == "mean" for cue in reading.cues["metric"])
    return "price", "mean" if mean else PER_UNIT if before else "money per unit"


def _off(reading: Reading, label: str, group: Group) -> float:
    """How many steps off the nearest word for a metric stands; endless without one."""
    cues = (cue for cue in reading.cues["metric"] if cue.label == label)
    return min((reading.distance(cue.start, cue.end, group.start, group.end) for cue in cues), default=math.inf)
