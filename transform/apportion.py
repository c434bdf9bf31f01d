"""Deals out goods and metrics to numbers told in their order: "copper and gold … 140,000 and 52,000 respectively"."""

from __future__ import annotations

from itertools import groupby

from transform.groups import Group
from transform.reading import Reading

#: What may be dealt out, by group of cues; of goods everything but these labels.
_METRICS = frozenset(("exports", "imports"))
_PAIRS = {"pair_exports": ("exports", "imports"), "pair_imports": ("imports", "exports")}
_NO_GOODS = frozenset(("trap", "general"))


def apportion(reading: Reading, groups: list[Group], kind: str) -> dict[int, str]:
    """The `goods` or `metric` of each group by its place in `groups`, where a sentence says that they go in order."""
    if len(groups) < 2 or not any(cue.label == "respectively" for cue in reading.cues["bridge"]):
        return {}
    found: dict[int, str] = {}
    told: list[str] = []
    before = 0
    for _, run in groupby(enumerate(groups), key=lambda pair: pair[1].unit_class):
        members = list(run)
        first, last = members[0][1].start, members[-1][1].end
        named = [
            label
            for cue in reading.cues[kind]
            if before <= cue.start < first
            for label in _PAIRS.get(cue.label, (cue.label,))
            if _dealt(kind, label)
        ]
        # Percentages that follow the amounts are dealt out as these were.
        told = named[-len(members) :] if len(named) >= len(members) else told
        if len(set(told)) < len(told):
            told = []
        if len(members) > 1 and len(told) == len(members):
            found |= {place: slug for (place, _), slug in zip(members, told, strict=True)}
        before = last
    return found


def _dealt(kind: str, label: str) -> bool:
    return label in _METRICS if kind == "metric" else label not in _NO_GOODS
