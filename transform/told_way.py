"""The way that a clause names outright: "China sold 1.2 million tonnes of steel to Russia", usual or not."""

from __future__ import annotations

from collections.abc import Sequence

from transform.groups import Group
from transform.lexicon import Lexicon
from transform.nations_goods import FROM, INTO
from transform.reading import Reading
from transform.records import Flow, Metric
from transform.sides import Side

#: Exports go to whom they are told to go, imports come from where they are told to come.
_ROLE: dict[Metric | None, str] = {"exports": "to", "imports": "from"}
_BEHIND: dict[Metric | None, dict[str, Flow]] = {"exports": INTO, "imports": FROM}


def told_way(
    reading: Reading, words: Lexicon, sides: Sequence[Side], group: Group, metric: Metric | None
) -> Flow | None:
    """The flow by the one nation in the group's clause that stands behind its preposition; None without one."""
    role = _ROLE.get(metric)
    first, last = reading.clause(group.start)
    told = {
        _BEHIND.get(metric, {}).get(side.country)
        for side in sides
        if side.role == role
        and side.kind in ("word", "country")
        and first <= side.start < last
        and words.prepositions.get(reading.folded[: side.start].rstrip().rpartition(" ")[2]) == role
    }
    return told.pop() if len(told) == 1 else None
