"""Quantities that speak of one thing: a change with its level, a sum with its conversion, a level with last year's.

Members of a group share metric, flow, goods and region; measure, direction and period are each member's own.
"""

from __future__ import annotations

import re

import msgspec

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.numbers.quantities import Quantity

_RATIO = frozenset(("%", "pp", "times"))
_CLASSES = {
    **dict.fromkeys(("t", "m3", "bbl", "bbl/d", "kWh"), "bulk"),
    **dict.fromkeys(("train", "TEU", "container", "vessel", "flight"), "carriage"),
    **dict.fromkeys(("vehicle", "item"), "goods"),
    **dict.fromkeys(("company", "project", "agreement", "person", "product"), "count"),
    **dict.fromkeys(("km", "ha"), "extent"),
}
#: Longest stretch of text between two members, in characters.
_REACH = 64
#: Words that set an amount against another begin no further before it, in characters.
_LEAD = 40
_LINKING = ("bridge", "turn", "basis", "earlier", "compare")
_WORD = re.compile(r"[^\W_]+")
#: Between the word for a duty and its rate stand no more characters.
_RATE = 3
#: Brackets close behind a number, and a list goes on.
_CLOSED = re.compile(r"[^()（）]{0,24}[)）](?:\s?[,，、]|\s(?:and|и)\s)")
#: Between two sums in brackets.
_ALSO = re.compile(r"\s?[,;/，；、]\s?")


class Group(msgspec.Struct, frozen=True):
    """Consecutive quantities, by index; `unit_class` is that of the first which is no ratio, else `ratio`."""

    members: tuple[int, ...]
    start: int
    end: int
    unit_class: str
    unit: str


def unit_class(unit: str) -> str:
    """money | bulk | carriage | goods | count | extent | ratio."""
    if unit in _RATIO:
        return "ratio"
    return _CLASSES.get(unit, "money")


def _links(reading: Reading, lexicon: Lexicon, left: Quantity, right: Quantity) -> bool:
    start, end = left.end, right.start
    if end - start > _REACH:
        return False
    classes = {unit_class(left.unit or ""), unit_class(right.unit or "")}
    if len(classes - {"ratio"}) > 1:
        return False
    if _restated(reading, left, right):
        return True
    if _levied(reading, left) and right.unit != "%":
        return False
    if unit_class(right.unit or "") != "ratio" and _CLOSED.match(reading.folded, start, end):
        return False  # "5 mt of coal (up 12%), | 4 mt of ore": what brackets end with is of what stands before them
    gap = list(reading.folded[start:end])
    if ";" in gap and not any(start <= cue.start < end for cue in reading.cues["earlier"]):
        return False
    linked = False
    for name in _LINKING:
        for cue in reading.cues[name]:
            if cue.start >= end:
                break
            if cue.end > start and cue.label not in ("respectively", "way"):
                linked = True
                for place in range(max(cue.start, start), min(cue.end, end)):
                    gap[place - start] = " "
    if match := lexicon.price_after.match(reading.folded, start):
        length = min(match.end(), end) - start
        gap[:length] = " " * length
    for period in reading.periods:
        if start <= period.start and period.end <= end:
            for place in range(period.start, period.end):
                gap[place - start] = " "
    rest = "".join(gap)
    words = _WORD.findall(rest) if lexicon.spaced else list(re.sub(r"[\W_]+", "", rest))
    if any(word not in lexicon.traits.filler for word in words):
        return False
    bracketed = any(mark in rest for mark in "(（")
    return linked or bracketed or (left.unit != right.unit and bool(classes & {"ratio"}))


def _levied(reading: Reading, quantity: Quantity) -> bool:
    """Is it a rate right behind the word for its duty («пошлина в 20%»), so that an amount behind it is of another
    matter?
    """
    return quantity.unit == "%" and any(
        cue.label == "tariff" and 0 <= quantity.start - cue.end <= _RATE for cue in reading.cues["metric"]
    )


def _restated(reading: Reading, left: Quantity, right: Quantity) -> bool:
    """Is a sum within brackets told in one more money ("(about $12.9 billion; 1.03 trillion rubles)")?"""
    if left.kind != "money" or right.kind != "money" or left.unit == right.unit:
        return False
    text = reading.folded
    opened, closed = (max(text.rfind(mark, 0, left.start) for mark in marks) for marks in ("(（", ")）"))
    return opened > closed and _ALSO.fullmatch(text, left.end, right.start) is not None


def compared_with(reading: Reading, lexicon: Lexicon, groups: list[Group], place: int) -> int | None:
    """Which group of the sentence the one at `place` is set against: "$1.03 billion … in 2023, up from $218 million".

    An amount behind "against" or "from" measures what the last one of its unit measured, unless words between name
    something else ("against imports of 3 million tonnes").
    """
    group = groups[place]
    if group.unit_class == "ratio":
        return None
    led = lexicon.starting.search(reading.folded, max(0, group.start - _LEAD), group.start)
    last = next((at for at in range(place - 1, -1, -1) if groups[at].unit == group.unit), None)
    if led is None or last is None or groups[last].end > led.start():
        return None
    told = any(groups[last].end <= cue.start < group.start for cue in reading.cues["metric"])
    named = (cue for name in ("hint", "goods") for cue in reading.cues[name])
    return None if told or any(led.end() <= cue.start < group.start for cue in named) else last


def appended_to(reading: Reading, lexicon: Lexicon, groups: list[Group], place: int) -> int | None:
    """Which group a change is told of right behind a comma: "26.2 bcm by the eastern route, | 28% | more than …"."""
    group = groups[place]
    if place == 0 or group.unit_class != "ratio" or groups[place - 1].unit_class == "ratio":
        return None
    between = lexicon.traits.appended.fullmatch(reading.folded, groups[place - 1].end, group.start)
    if between is None:
        return None
    moved = between["up"] or lexicon.traits.more_by.match(reading.folded, group.end)
    return place - 1 if moved else None


def group_quantities(reading: Reading, lexicon: Lexicon) -> list[Group]:
    """Groups in text order; each quantity is in exactly one."""
    groups: list[Group] = []
    members: list[int] = []
    quantities = reading.quantities
    for index, quantity in enumerate(quantities):
        joined = (
            members
            and _alike(quantities, members, quantity)
            and _links(reading, lexicon, quantities[members[-1]], quantity)
            and not _dealt_out(reading, index)
        )
        if members and not joined:
            groups.append(_group(quantities, members))
            members = []
        members.append(index)
    if members:
        groups.append(_group(quantities, members))
    return groups


def _dealt_out(reading: Reading, index: int) -> bool:
    """Does a change open a list that ends in "respectively", one for each of as many amounts before it?"""
    quantities = reading.quantities
    if not index or quantities[index].unit not in _RATIO or quantities[index - 1].unit in _RATIO:
        return False
    last = index
    while last + 1 < len(quantities) and quantities[last + 1].unit in _RATIO:
        last += 1
    said = any(
        cue.label == "respectively" and 0 <= cue.start - quantities[last].end <= _RATE for cue in reading.cues["bridge"]
    )
    amounts = sum(one.unit not in _RATIO for one in quantities[:index])
    return said and 1 <= last - index < amounts


def _alike(quantities: list[Quantity], members: list[int], quantity: Quantity) -> bool:
    """Are a group's amounts of one class with a quantity, so that "$2 bn (+12%), of which 4,866 cars" are two?"""
    classes = {unit_class(one.unit or "") for one in (*(quantities[index] for index in members), quantity)}
    return len(classes - {"ratio"}) <= 1


def _group(quantities: list[Quantity], members: list[int]) -> Group:
    units = [quantities[index].unit or "" for index in members]
    plain = next((unit for unit in units if unit_class(unit) != "ratio"), units[0])
    return Group(tuple(members), quantities[members[0]].start, quantities[members[-1]].end, unit_class(plain), plain)
