"""Words by which goods go back on the way told before ("in the opposite direction"), and which figure they turn."""

from __future__ import annotations

from collections.abc import Sequence
from re import Pattern

from transform.figures.sentence.firm import GOES_BACK
from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.sentence.sides import Side
from transform.text.cue import Cue


def turns(reading: Reading, cue: Cue) -> bool:
    """Do goods go back on the way told before? What "went the other way" with no amount before it only fell or rose."""
    if cue.label != "trend":
        return cue.label == "reverse"
    start, _ = reading.clause(cue.start)
    return reading.numbers(start, cue.start) > 0


def words_of(reading: Reading, cue: Cue) -> str:
    return f"{cue.label} “{reading.folded[cue.start : cue.end]}”"


def heads_next(reading: Reading, group: Group, cue: Cue) -> bool:
    """Does "in the opposite direction" head the next clause, which has a number of its own?"""
    if cue.start < group.end or reading.parted(group.end, cue.start) < 1:
        return False
    _, closes = reading.clause(cue.end)
    return reading.numbers(cue.end, closes) > 0


def turned_already(reading: Reading, cue: Cue, told: Shared, last: int, group: Group) -> bool:
    """Did the figure before the group, which ends at `last`, go back ("173 trains … in the opposite direction,")?"""
    its_own = reading.parted(last, cue.start) < 1 <= reading.parted(cue.end, group.start)
    return its_own or words_of(reading, cue) == told.why["flow"]


def goes_back(reading: Reading, back: Pattern[str], sides: Sequence[Side], group: Group, last: int) -> str:
    """The words by which a group tells what goes back, or nothing where it names a way of its own.

    They stand between the group before, which ends at `last`, and this one, or right behind it in its clause
    ("dispatched 386 trains to Russian cities and | brought back 241", "268,000 | went the other way").
    """
    if names_way(reading, sides, group, last):
        return ""
    ends, closes = _reach(reading, group), reading.clause(group.end)[1]
    for told in back.finditer(reading.folded, last, ends):
        ahead = told.end() <= group.start
        own = reading.parted(told.end(), group.start) < 1 or reading.parted(last, told.start()) >= 1
        if own if ahead else ends == closes or reading.parted(told.end(), ends) >= 1:
            return f"{GOES_BACK}{told.group()}”"
    return ""


def names_way(reading: Reading, sides: Sequence[Side], group: Group, last: int) -> bool:
    """Does a group behind another one, which ends at `last`, tell from where or where to in its own clause?"""
    first, ends = max(last, reading.clause(group.start)[0]), _reach(reading, group)
    return any(first <= side.start < ends and side.role in ("to", "from") for side in sides)


def _reach(reading: Reading, group: Group) -> int:
    """How far the words behind a group are its own: up to the next number or the end of its clause."""
    closes = reading.clause(group.end)[1]
    return min([closes, *(place for place in reading.number_at if place >= group.end)])
