"""What speaks for each reading of a group of figures: signs, as words that a person can read in `rules/weights`.

A sign is a short text such as "metric imports, before, 1" (a word for imports within a step before the number) or
"last flow RU>CN". What a metric or flow is chosen by are the signs of the group; of goods and provinces each
candidate has signs of its own (`candidates`). Nothing is decided here: `weighed` adds up what the signs weigh.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from transform.cue import Cue
from transform.flow import usual_flow
from transform.groups import Group
from transform.lexicon import Lexicon
from transform.reading import Reading
from transform.row_signs import row_signs
from transform.shared import Shared
from transform.sides import Side
from transform.standing import Standing
from transform.viewpoint import Viewpoint, viewpoint_of, viewpoint_signs

#: Groups of cues that speak of what a figure measures and of who ships.
_CUES = (
    "metric", "hint", "course", "finance", "market", "plan", "rate", "share", "compare", "turn", "event", "basis",
    "here", "noise", "bridge", "actor",
)  # fmt: skip
#: Groups whose nearest word itself is a sign: 供气 goes another way than 供货. Where words have many forms, so many
#: letters of it are.
_SPELLED = frozenset(("metric", "hint", "course"))
_STEM = 6
#: Upper bounds of the distances told apart, in steps.
_NEAR = (0.5, 1.0, 2.0, 3.5, 6.0)
_NO_GOODS = frozenset(("trap", "general"))
#: Signs are joined in pairs where one alone may mean two things; these begin the ones worth joining.
_JOINED = (
    "nearest side", "first side", "nearest course", "nearest metric", "first metric", "nearest hint", "nearest turn",
    "nearest share", "nearest compare", "nearest finance", "nearest market", "nearest rate", "last ", "title course",
    "title metric", "unit ", "goods ", "of metric", "of flow", "usual ", "more to", "no metric", "begun", "language",
    "place ", "speaks of", "firms of", "clause of", "nearest word",
)  # fmt: skip


class Whole(msgspec.Struct, frozen=True):
    """What the article as a whole names: how often, and what in its title."""

    regions: Counter[str]
    goods: Counter[str]
    titled: frozenset[str]
    title_cues: tuple[str, ...]
    #: whether words for going to China outnumber those for going to Russia (1), the other way (-1), or neither (0)
    lean: int
    language: str
    view: Viewpoint


class Signs(msgspec.Struct, frozen=True):
    """The signs of one group."""

    plain: frozenset[str]

    @property
    def joined(self) -> frozenset[str]:
        """Those to be joined in pairs where weights are fitted."""
        return frozenset(sign for sign in self.plain if sign.startswith(_JOINED))


def whole_of(readings: Sequence[Reading], sides: Sequence[Sequence[Side]], words: Lexicon) -> Whole:
    """Count what all sentences name."""
    regions: Counter[str] = Counter()
    goods: Counter[str] = Counter()
    titled: set[str] = set()
    title_cues: dict[str, None] = {}
    lean = 0
    for reading, some in zip(readings, sides, strict=True):
        in_title = reading.sentence.field == "title"
        named = [side.region for side in some if side.region]
        listed = [cue.label for cue in reading.cues["goods"] if cue.label not in _NO_GOODS]
        regions.update(named)
        goods.update(listed)
        for cue in reading.cues["course"]:
            lean += (cue.label == "to_cn") - (cue.label == "to_ru")
        if in_title:
            titled.update((*named, *listed))
            title_cues.update(
                {
                    f"title {name} {cue.label}": None
                    for name in ("metric", "course", "hint")
                    for cue in reading.cues[name]
                }
            )
    view = viewpoint_of(readings, sides, words)
    return Whole(regions, goods, frozenset(titled), tuple(title_cues), (lean > 0) - (lean < 0), words.language, view)


def nearness(distance: float) -> int:
    """Which of the distances that are told apart, from 0 for right beside."""
    return bisect_right(_NEAR, distance)


def _of_cues(reading: Reading, group: Group, *, spelled: bool) -> Iterator[str]:
    """The cues of each kind by distance; `spelled` tells the nearest words in full."""
    first, last = reading.clause(group.start)
    for name in _CUES:
        before: Cue | None = None
        after: tuple[float, str] | None = None
        opening: str | None = None
        nearest = math.inf
        for cue in reading.cues[name]:
            if name in ("metric", "hint") and (
                cue.start in reading.in_name or cue.start in reading.in_number or reading.joins(cue, group.start)
            ):
                continue
            distance = reading.distance(cue.start, cue.end, group.start, group.end)
            where = "before" if cue.end <= group.start else "after"
            if where == "before" and distance < nearest:
                before, nearest = cue, distance
            elif where == "after" and (after is None or distance < after[0]):
                after = distance, cue.label
            opening = opening or cue.label
            yield f"{name} {cue.label}, {where}, {nearness(distance)}"
            yield f"{name} {cue.label}"
            if first <= cue.start < last:
                yield f"{name} {cue.label}, {where} in the clause"
        if before is not None:
            yield f"nearest {name} before {before.label}"
            yield f"nearest {name} before {before.label}, {group.unit_class}"
            if name in _SPELLED:
                word = reading.folded[before.start : before.end]
                yield f"word of {name} before: {word if spelled else word[:_STEM]}"
        if after is not None:
            yield f"nearest {name} after {after[1]}"
        if opening is not None:
            yield f"first {name} {opening}"
    if not reading.cues["metric"]:
        yield "no metric"


def _of_sides(reading: Reading, sides: Sequence[Side], group: Group) -> Iterator[str]:
    before = after = None
    for side in sides:
        if side.end <= group.start:
            before = side
        else:
            after = after or side
        distance = reading.distance(side.start, side.end, group.start, group.end)
        yield f"side {side.country} {side.role}, {nearness(distance)}"
        yield f"side {side.country} {side.role}"
        yield f"side {side.country} {side.role}, {side.kind}"
    if before is not None:
        yield f"nearest side before {before.country} {before.role}"
    if after is not None:
        yield f"nearest side after {after.country} {after.role}"
    if sides:
        yield f"first side {sides[0].country} {sides[0].role}, {sides[0].kind}"


def _of_before(reading: Reading, standing: Standing, unit_class: str) -> Iterator[str]:
    said = {
        "metric": standing.metric, "metric of its unit": standing.recent.get(unit_class),
        "metric of any unit": standing.recent.get(""), "metric of the article": standing.topic_metric,
        "flow": standing.flow, "flow of the article": standing.topic_flow, "freight": standing.freight,
        "investment": standing.invested, "reporter": standing.reporter, "teller": standing.teller,
    }  # fmt: skip
    unspoken = not reading.cues["metric"]
    for name, value in said.items():
        yield f"last {name}: {value}"
        yield f"{unit_class}, last {name}: {value}"
        if unspoken:
            yield f"no metric, last {name}: {value}"
    yield "begun" if standing.begun else "begins"
    if standing.crossing:
        yield "of a crossing"
    if standing.works:
        yield "of a plant"


def group_signs(
    reading: Reading, sides: Sequence[Side], group: Group, standing: Standing, whole: Whole, shared: Shared
) -> Signs:
    """What speaks for a group's metric and flow; goods and province are those that the rules read."""
    goods, place = shared.goods, shared.region
    about = standing.topic_region or standing.topic_site or standing.places.topic
    value = float(reading.quantities[group.members[0]].value)
    found = {
        f"unit class {group.unit_class}",
        f"unit {group.unit}",
        f"members {min(3, len(group.members))}",
        f"size {group.unit_class} {int(math.log10(value)) if value > 0 else -1}",
        f"goods {goods}",
        f"usual {usual_flow(goods)}",
        f"more to {('Russia', 'neither', 'China')[whole.lean + 1]}",
        f"place {place[:2] if place else None}",
        f"place of the article {about[:2] if about else None}",
        f"language {whole.language}",
        f"in the {reading.sentence.field}",
        "opens the article" if reading.sentence.paragraph <= 0 else "goes on",
        *whole.title_cues,
        *viewpoint_signs(whole.view, reading, sides, group),
        *_of_cues(reading, group, spelled=not whole.view.words.spaced),
        *_of_sides(reading, sides, group),
        *_of_before(reading, standing, group.unit_class),
        *row_signs(reading, sides, group),
    }
    return Signs(frozenset(found))


def with_metric(signs: Signs, metric: str) -> Signs:
    """The signs beside the metric that was chosen, which the flow depends on."""
    return Signs(signs.plain | {f"of metric {metric}"})


def with_flow(signs: Signs, flow: str | None) -> Signs:
    """The signs beside the flow that is likely: exports of the one are imports of the other."""
    return Signs(signs.plain | {f"of flow {flow}"})
