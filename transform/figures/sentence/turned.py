"""Words by which goods go back on the way told before ("in the opposite direction"), and which figure they turn."""

from __future__ import annotations

from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
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
