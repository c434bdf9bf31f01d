"""What speaks for each reading of a group of figures: signs, as words that a person can read in `rules/weights`.

A sign is a short text such as "metric imports, before, 1" (a word for imports within a step before the number) or
"last flow RU>CN". What a metric or flow is chosen by are the signs of the group; of goods and provinces each
candidate has signs of its own (`candidates`). Nothing is decided here: `weighed` adds up what the signs weigh.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from transform.figures.evidence.row_signs import row_signs
from transform.figures.flows.flow import usual_flow
from transform.figures.goods.near_words import NO_GOODS
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.sentence.sides import Side
from transform.figures.told.standing import Standing
from transform.figures.told.viewpoint import viewpoint_signs
from transform.figures.told.whole import Whole
from transform.numbers.quantities import Quantity
from transform.text.cue import Cue
from transform.weighed import Signs

#: Groups of cues that speak of what a figure measures and of who ships.
_CUES = (
    "metric", "hint", "course", "finance", "market", "plan", "rate", "share", "compare", "turn", "event", "basis",
    "here", "noise", "bridge", "actor",
)  # fmt: skip
#: Groups whose nearest word behind the amount is a sign too. Before it that of every group is: 供气 goes another way
#: than 供货. Where words have many forms, so many letters of it are.
_SPELLED_BEHIND = frozenset(("metric", "hint", "course", "event", "turn"))
_STEM = 6
#: Upper bounds of the distances told apart, in steps.
_NEAR = (0.5, 1.0, 2.0, 3.5, 6.0)
#: So many kinds of goods are told apart.
_MANY = 3
#: Signs are joined in pairs where one alone may mean two things; these begin the ones worth joining.
_JOINED = (
    "nearest side", "first side", "nearest course", "nearest metric", "first metric", "nearest hint", "nearest turn",
    "nearest share", "nearest compare", "nearest finance", "nearest market", "nearest rate", "last ", "title course",
    "title metric", "unit ", "goods ", "of metric", "of flow", "usual ", "more to", "no metric", "begun", "language",
    "place ", "speaks of", "firms of", "clause of", "nearest word",
)  # fmt: skip


def joined(signs: Signs) -> frozenset[str]:
    """The signs to be joined in pairs where weights are fitted."""
    return frozenset(sign for sign in signs.plain if sign.startswith(_JOINED))


def nearness(distance: float) -> int:
    """Which of the distances that are told apart, from 0 for right beside."""
    return bisect_right(_NEAR, distance)


def size(quantity: Quantity) -> int:
    """The power of ten of an amount, rounded towards one; -1 for nothing."""
    value = float(quantity.value)
    return int(math.log10(value)) if value > 0 else -1


def spelled(reading: Reading, cue: Cue, words: Lexicon) -> str:
    """The word of a cue, cut where words have many forms."""
    word = reading.folded[cue.start : cue.end]
    return word[:_STEM] if words.spaced else word


def _of_cues(reading: Reading, group: Group, words: Lexicon) -> Iterator[str]:
    """The cues of each kind by distance."""
    first, last = reading.clause(group.start)
    for name in _CUES:
        before: Cue | None = None
        after: tuple[float, Cue] | None = None
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
                after = distance, cue
            opening = opening or cue.label
            yield f"{name} {cue.label}, {where}, {nearness(distance)}"
            yield f"{name} {cue.label}"
            if first <= cue.start < last:
                yield f"{name} {cue.label}, {where} in the clause"
        if before is not None:
            yield f"nearest {name} before {before.label}"
            yield f"nearest {name} before {before.label}, {group.unit_class}"
            yield f"word of {name} before: {spelled(reading, before, words)}"
        if after is not None:
            yield f"nearest {name} after {after[1].label}"
            if name in _SPELLED_BEHIND:
                yield f"word of {name} after: {spelled(reading, after[1], words)}"
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


def _of_named(reading: Reading, group: Group) -> Iterator[str]:
    """Who and what else the sentence names, by kind and country, and the kinds of goods and spans of time in it."""
    first, last = reading.clause(group.start)
    for mention in reading.entities:
        entity = mention.entity
        name = f"names {entity.kind} {entity.country}"
        where = "before" if mention.end <= group.start else "after"
        yield name
        yield f"{name}, {where}"
        if first <= mention.start < last:
            yield f"{name}, {where} in the clause"
        if entity.kind == "corridor":
            yield f"names {entity.id}"
    goods = {cue.label for cue in reading.cues["goods"] if cue.label not in NO_GOODS}
    yield from (f"names goods {one}" for one in goods)
    yield f"names {min(_MANY, len(goods))} kinds of goods"
    for period in reading.periods:
        yield f"names {period.role} {period.grain}"
        if first <= period.start < last:
            yield f"names {period.role} {period.grain} in the clause"
    if not reading.periods:
        yield "names no time"


def group_signs(
    reading: Reading, sides: Sequence[Side], group: Group, standing: Standing, whole: Whole, shared: Shared
) -> Signs:
    """What speaks for a group's metric and flow; goods and province are those that the rules read."""
    goods, place = shared.goods, shared.region
    about = standing.topic_region or standing.topic_site or standing.places.topic
    power = size(reading.quantities[group.members[0]])
    found = {
        f"unit class {group.unit_class}",
        f"unit {group.unit}",
        f"members {min(3, len(group.members))}",
        f"size {group.unit_class} {power}",
        f"size {group.unit} {power}",
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
        *_of_cues(reading, group, whole.view.words),
        *_of_sides(reading, sides, group),
        *_of_named(reading, group),
        *_of_before(reading, standing, group.unit_class),
        *row_signs(reading, sides, group),
    }
    return Signs(frozenset(found))


def with_metric(signs: Signs, metric: str) -> Signs:
    """The signs beside the metric that was chosen, which the flow depends on."""
    return Signs(signs.group, f"of metric {metric}")


def with_flow(signs: Signs, flow: str | None) -> Signs:
    """The signs beside the flow that is likely: exports of the one are imports of the other."""
    return Signs(signs.group, f"of flow {flow}")
