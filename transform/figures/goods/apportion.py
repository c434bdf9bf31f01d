"""Deals out goods and metrics to numbers told in their order: "copper and gold … 140,000 and 52,000 respectively"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from transform.figures.goods.near_words import NO_GOODS
from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.text.cue import Cue

#: What metrics may be dealt out; of goods all that are named may.
_METRICS = frozenset(("exports", "imports"))
_PAIRS = {"pair_exports": ("exports", "imports"), "pair_imports": ("imports", "exports")}
#: Beyond a full stop nothing is dealt out.
_APART = 6.0
_OPENS = "(（"
#: Behind its numbers the word stands no further off.
_CLOSE = 3


def apportion(reading: Reading, groups: list[Group], kind: str) -> dict[int, str]:
    """The `goods` or `metric` of each group by its place in `groups`, where a sentence says that they go in order.

    A list of goods before a list of as many numbers says so too ("coal, oil and timber rose 5%, 3% and 2%").
    """
    if len(groups) < 2:
        return {}
    said = any(cue.label == "respectively" for cue in reading.cues["bridge"])
    if not said and kind != "goods":
        return {}
    found = bracketed(reading, groups) if kind == "goods" else {}
    told: list[str] = []
    before = 0
    pairs = [cue.start for cue in reading.cues[kind] if cue.label in _PAIRS]

    def run_of(place: tuple[int, Group]) -> tuple[str, int]:
        # 贸易额229亿美元，出口、进口分别为107亿和122亿: the pair begins anew
        return place[1].unit_class, sum(start < place[1].start for start in pairs)

    for _, run in groupby(enumerate(groups), key=run_of):
        members = list(run)
        first, last = members[0][1].start, members[-1][1].end
        cues = [cue for cue in reading.cues[kind] if before <= cue.start < first]
        labels = [(cue, label) for cue in cues for label in _PAIRS.get(cue.label, (cue.label,)) if _dealt(kind, label)]
        named = [label for _, label in labels]
        if not said and not _listed(reading, [cue for cue, _ in labels], [group for _, group in members]):
            named = []
        # Percentages that follow the amounts are dealt out as these were.
        told = named[-len(members) :] if len(named) >= len(members) else told
        if len(set(told)) < len(told):
            told = []
        if len(members) > 1 and len(told) == len(members):
            found |= {place: slug for (place, _), slug in zip(members, told, strict=True)}
        before = last
    return found


def bracketed(reading: Reading, groups: list[Group]) -> dict[int, str]:
    """The goods of each percentage or factor told in brackets right behind theirs ("5 mt of coal (up | 12%), …")."""
    found: dict[int, str] = {}
    for place, (before, group) in enumerate(pairwise(groups), 1):
        opened = max(reading.folded.rfind(mark, before.end, group.start) for mark in _OPENS)
        if opened < 0 or group.unit_class != "ratio" or before.unit_class == "ratio":
            continue
        named = [c for c in reading.cues["goods"] if before.end <= c.start < group.start and c.label not in NO_GOODS]
        if len(named) == 1 and 0 <= opened - named[0].end <= 1:
            found[place] = named[0].label
    return found


def _listed(reading: Reading, goods: Sequence[Cue], groups: Sequence[Group]) -> bool:
    """Is a list of goods followed by a list of as many numbers, and by nothing else?"""
    traits, text = reading.traits, reading.folded
    return (
        len(goods) == len(groups)
        and all(len(group.members) == 1 for group in groups)
        and all(traits.one_breath.fullmatch(text, one.end, other.start) for one, other in pairwise(goods))
        and all(traits.in_list.fullmatch(text, one.end, other.start) for one, other in pairwise(groups))
    )


def mirrored(reading: Reading, groups: list[Group]) -> dict[int, int]:
    """For each percentage dealt out "respectively" the place of the amount that it belongs to.

    出口25.1亿元，进口21.2亿元，分别增长33.4%和1.9%: the first rate is of the exports, the second of the imports. So
    it is where the word stands behind ("growing 33.4% and 1.9%, respectively") and nothing else that grew is named.
    """
    marks = [cue for cue in reading.cues["bridge"] if cue.label == "respectively"]
    found: dict[int, int] = {}
    for _, run in groupby(enumerate(groups), key=lambda pair: pair[1].unit_class == "ratio"):
        members = [place for place, _ in run]
        first, count = members[0], len(members)
        if groups[first].unit_class != "ratio" or count < 2 or first < count:
            continue
        end, start = groups[first - 1].end, groups[first].start
        last = groups[members[-1]].end
        ahead = any(end <= mark.start < start for mark in marks)
        behind = any(0 <= mark.start - last <= _CLOSE for mark in marks) and not any(
            end <= cue.start < start for kind in ("metric", "goods") for cue in reading.cues[kind]
        )
        if (ahead or behind) and reading.parted(end, start) < _APART:
            found |= {place: place - count for place in members}
    return found


def pointed_back(reading: Reading, groups: list[Group]) -> dict[int, int]:
    """For each rate of "the former" or "the latter" the place of the amount that is meant: of the last two before.

    "Exports came to 42.1 billion yuan and imports to 19.2 billion, the former up | 11%": the rate is of the exports.
    """
    found: dict[int, int] = {}
    for place, group in enumerate(groups):
        amounts = [at for at in range(place) if groups[at].unit_class != "ratio"][-2:]
        if group.unit_class != "ratio" or len(amounts) < 2:
            continue
        since = groups[place - 1].end
        for which, pattern in enumerate((reading.traits.former, reading.traits.latter)):
            if pattern.search(reading.folded, since, group.start) is not None:
                found[place] = amounts[which]
    return found


def _dealt(kind: str, label: str) -> bool:
    return label in _METRICS if kind == "metric" else label not in NO_GOODS
