"""Which figures are of one nation's trade with all the world, which a story about the pair tells beside its own."""

from __future__ import annotations

from collections.abc import Sequence

from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.records import PAIR

#: More than the two ever traded in a year, twice over: Chinese customs told 244.8 billion dollars or 1.74 trillion
#: yuan for 2024, the most so far.
_BEYOND = {"USD": 500_000_000_000, "EUR": 500_000_000_000, "CNY": 3_500_000_000_000, "RUB": 45_000_000_000_000}
_TRADE = frozenset(("exports", "imports", "turnover"))
_HALVES = frozenset(("exports", "imports"))
_COURSES = frozenset(("up", "down"))
#: A change's own noun stands so near behind it.
_BEHIND = 2
#: Between a number in brackets and the one that it belongs to stand no more characters.
_ASIDE = 4


def nations_whole(
    reading: Reading, sides: Sequence[Side], groups: Sequence[Group], place: int, *, before: bool
) -> bool:
    """Is a group told of all that one nation buys or sells ("China's foreign trade grew by | 4%"), or beyond the two?

    `before`: was the group told last?
    """
    group = groups[place]
    if group.unit_class in ("count", "carriage") or group.unit == "pp":
        return False  # points are how far the pair's own growth is from it
    return (
        _beyond(reading, sides, group)
        or _told_before(reading, sides, group)
        or _told_behind(reading, group)
        or (before and _goes_on(reading, sides, groups, place))
    )


def _goes_on(reading: Reading, sides: Sequence[Side], groups: Sequence[Group], place: int) -> bool:
    """Does a group go on from what was told of a nation's whole trade ("(+10%), of which exports were | 1.7 trillion")?

    In the same sentence right behind it or with a word for one half, in the next one with such a word and no side
    named.
    """
    first = groups[place].start
    if place == 0:
        named = any(side.country != "other" and side.kind != "body" for side in sides)
        return not named and any(cue.label in _HALVES and cue.start < first for cue in reading.cues["metric"])
    last = groups[place - 1].end
    if any(side.country != "other" and last <= side.start < first for side in sides):
        return False
    if first - last <= _ASIDE and reading.folded[last:first].strip() == "(":
        return True
    here = groups[place + 1].start if place + 1 < len(groups) else len(reading.folded)
    if any(side.country != "other" and first <= side.start < here for side in sides):
        return False
    if _moved(reading, groups[place], last):
        return True
    return any(
        cue.label in _HALVES and last <= cue.start < here and reading.parted(min(cue.start, first), first) < 1
        for cue in reading.cues["metric"]
    )


def _moved(reading: Reading, group: Group, last: int) -> bool:
    """Is it a change that words tell of the amount before ("reached 49.9 million tonnes, a | 7.4% increase")?"""
    return (
        group.unit_class == "ratio"
        and any(cue.label in _COURSES and last <= cue.start <= group.end + _BEHIND for cue in reading.cues["turn"])
        and not any(last <= cue.start < group.end + _BEHIND for cue in reading.cues["share"])
    )


def _beyond(reading: Reading, sides: Sequence[Side], group: Group) -> bool:
    """Is it trade of more than the two ever had? Where both are named it is theirs: many years', or a slip."""
    named = {side.country for side in sides}
    if "both" in named or named.issuperset(PAIR):
        return False
    return any(cue.label in _TRADE for cue in reading.cues["metric"]) and any(
        (quantity.unit or "") in _BEYOND and quantity.value >= _BEYOND[quantity.unit or ""]
        for quantity in (reading.quantities[member] for member in group.members)
    )


def _told_before(reading: Reading, sides: Sequence[Side], group: Group) -> bool:
    """Does the last word before the number tell of the whole, no partner named since, and no share of it told?"""
    phrases = list(reading.traits.nations_trade.finditer(reading.folded, 0, group.start))
    if not phrases:
        return False
    phrase = phrases[-1]
    if any(phrase.end() <= quantity.start < quantity.end <= group.start for quantity in reading.quantities):
        return False
    if any(phrase.end() <= side.start < group.start and _partner(side) for side in sides):
        return False
    if any(
        cue.label in _TRADE and phrase.end() <= cue.start < group.start and reading.parted(phrase.end(), cue.start) >= 1
        for cue in reading.cues["metric"]
    ):
        return False
    opening, _ = reading.clause(phrase.start())
    taken = reading.traits.taken_from.search(reading.folded, opening, phrase.start()) is not None
    return not taken and phrase.end() >= opening


def _told_behind(reading: Reading, group: Group) -> bool:
    """Does the whole that moved stand right behind the number ("a | 5% drop in China's total coal imports")?"""
    moved = reading.traits.moved_in.match(reading.folded, group.end)
    return moved is not None and reading.traits.nations_trade.match(reading.folded, moved.end()) is not None


def _partner(side: Side) -> bool:
    return side.country == "both" or (side.country in PAIR and side.kind != "body")
