"""What stands in a row before and behind a group, as signs: who, what is done, what of, where clauses part.

One word alone may mean two things ("China's imports", "imports of Chinese"): in what order they stand tells which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side

#: Groups of cues that name what is done.
_DONE = ("metric", "hint", "course", "finance", "market", "share")
#: Those of a side and of trade alone.
_TRADE = ("metric", "course")
#: So many in a row are told at most.
_LONGEST = 3


def _row(reading: Reading, sides: Sequence[Side], group: Group, *, bare: bool) -> tuple[list[str], list[str]]:
    """The names of what stands before the group, nearest first, and of what stands behind it."""
    found: list[tuple[int, int, str]] = [
        (side.start, side.end, f"{side.country} {side.role}") for side in sides if side.kind != "pair"
    ]
    for name in _TRADE if bare else _DONE:
        found += [
            (cue.start, cue.end, cue.label)
            for cue in reading.cues[name]
            if cue.start not in reading.in_name and cue.start not in reading.in_number
        ]
    if not bare:
        found += [(cue.start, cue.end, "goods") for cue in reading.cues["goods"] if cue.label != "trap"]
        found += [(at, at + 1, reading.folded[at]) for at in reading.break_at]
    found += [(one.start, one.end, "number") for one in reading.quantities]
    found.sort()
    before = [name for _, end, name in reversed(found) if end <= group.start]
    behind = [name for start, _, name in found if start >= group.end]
    return before, behind


def row_signs(reading: Reading, sides: Sequence[Side], group: Group) -> Iterator[str]:
    """Rows of up to three before, up to two behind, and the nearest on both hands."""
    for bare in (False, True):
        before, behind = _row(reading, sides, group, bare=bare)
        row = "trade row" if bare else "row"
        for length in range(1, _LONGEST + 1):
            yield f"{row}: {', '.join([*reversed(before[:length]), '#'])}"
        for length in range(1, _LONGEST):
            yield f"{row}: {', '.join(['#', *behind[:length]])}"
            yield f"{row}: {', '.join([*reversed(before[:length]), '#', *behind[:1]])}"
