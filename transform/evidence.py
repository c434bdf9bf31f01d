"""What speaks for each reading of a group of figures: signs, as words that a person can read in `rules/weights`.

A sign is a short text such as "metric imports, before, 1" (a word for imports within a step before the number) or
"last flow RU>CN". What a metric or flow is chosen by are the signs of the group; of goods and provinces each
candidate has signs of its own. Nothing is decided here: `weighed` adds up what the signs weigh.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from transform.flow import usual_flow
from transform.groups import Group
from transform.lexicon import Lexicon
from transform.metric import CARRIERS
from transform.provinces import METONYMS
from transform.reading import Reading
from transform.shared import Shared
from transform.sides import Side
from transform.standing import Standing

#: Groups of cues that speak of what a figure measures and of who ships.
_CUES = (
    "metric", "hint", "course", "finance", "market", "plan", "rate", "share", "compare", "turn", "event", "basis",
    "here", "noise", "bridge",
)  # fmt: skip
#: Upper bounds of the distances told apart, in steps.
_NEAR = (0.5, 1.0, 2.0, 3.5, 6.0)
_NO_GOODS = frozenset(("trap", "general"))
#: Signs are joined in pairs where one alone may mean two things; these begin the ones worth joining.
_JOINED = (
    "nearest side", "first side", "nearest course", "nearest metric", "first metric", "nearest hint", "nearest turn",
    "nearest share", "nearest compare", "nearest finance", "nearest market", "nearest rate", "last ", "title course",
    "title metric", "unit ", "goods ", "of metric", "usual ", "more to", "no metric", "begun", "language",
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


class Signs(msgspec.Struct, frozen=True):
    """The signs of one group; `joined` are those to be joined in pairs."""

    plain: frozenset[str]
    joined: frozenset[str]


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
    return Whole(regions, goods, frozenset(titled), tuple(title_cues), (lean > 0) - (lean < 0), words.language)


def nearness(distance: float) -> int:
    """Which of the distances that are told apart, from 0 for right beside."""
    return next((place for place, bound in enumerate(_NEAR) if distance < bound), len(_NEAR))


def _of_cues(reading: Reading, group: Group) -> Iterator[str]:
    first, last = reading.clause(group.start)
    for name in _CUES:
        before: str | None = None
        after: tuple[float, str] | None = None
        opening: str | None = None
        nearest = math.inf
        for cue in reading.cues[name]:
            if name in ("metric", "hint") and (cue.start in reading.in_name or cue.start in reading.in_number):
                continue
            distance = reading.distance(cue.start, cue.end, group.start, group.end)
            where = "before" if cue.end <= group.start else "after"
            if where == "before" and distance < nearest:
                before, nearest = cue.label, distance
            elif where == "after" and (after is None or distance < after[0]):
                after = distance, cue.label
            opening = opening or cue.label
            yield f"{name} {cue.label}, {where}, {nearness(distance)}"
            yield f"{name} {cue.label}"
            if first <= cue.start < last:
                yield f"{name} {cue.label}, {where} in the clause"
        if before is not None:
            yield f"nearest {name} before {before}"
            yield f"nearest {name} before {before}, {group.unit_class}"
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
    reading: Reading, sides: Sequence[Side], group: Group, standing: Standing, whole: Whole, goods: str | None
) -> Signs:
    """What speaks for a group's metric and flow; `goods` are those that the rules read."""
    value = float(reading.quantities[group.members[0]].value)
    found = {
        f"unit class {group.unit_class}",
        f"unit {group.unit}",
        f"members {min(3, len(group.members))}",
        f"size {group.unit_class} {int(math.log10(value)) if value > 0 else -1}",
        f"goods {goods}",
        f"usual {usual_flow(goods)}",
        f"more to {('Russia', 'neither', 'China')[whole.lean + 1]}",
        f"language {whole.language}",
        f"in the {reading.sentence.field}",
        "opens the article" if reading.sentence.paragraph <= 0 else "goes on",
        *whole.title_cues,
        *_of_cues(reading, group),
        *_of_sides(reading, sides, group),
        *_of_before(reading, standing, group.unit_class),
    }
    return Signs(frozenset(found), frozenset(sign for sign in found if sign.startswith(_JOINED)))


def with_metric(signs: Signs, metric: str) -> Signs:
    """The signs beside the metric that was chosen, which the flow depends on."""
    sign = f"of metric {metric}"
    return Signs(signs.plain | {sign}, signs.joined | {sign})


T = TypeVar("T")


class Candidates(dict[T | None, set[str]]):
    """The signs of each candidate; None stands for leaving it out."""

    def add(self, candidate: T | None, *signs: str) -> None:
        """Note what speaks for or against one."""
        self.setdefault(candidate, set()).update(signs)


def goods_signs(
    reading: Reading, group: Group, standing: Standing, whole: Whole, shared: Shared
) -> dict[str | None, set[str]]:
    """What speaks for each kind of goods that a group may be of, and for none."""
    found: Candidates[str] = Candidates()
    metric, unit_class = shared.metric, group.unit_class
    nearest: tuple[float, str | None] | None = None
    named = set()
    for cue in reading.cues["goods"]:
        if cue.label == "trap" or (cue.label in CARRIERS and group.unit_class == "bulk"):
            continue
        ahead = cue.end <= group.start
        where = "before" if ahead else "after"
        distance = reading.distance(cue.start, cue.end, group.start, group.end)
        label = None if cue.label == "general" else cue.label
        if nearest is None or distance < nearest[0]:
            nearest = distance, label
        if label is None:
            found.add(None, f"cargo in general, {where}, {nearness(distance)}")
            continue
        named.add(label)
        between = reading.numbers(cue.end, group.start) if ahead else reading.numbers(group.end, cue.start)
        joined = reading.parted(min(cue.end, group.end), max(cue.start, group.start)) < 1
        found.add(
            label,
            "named",
            f"named, {where}, {nearness(distance)}",
            f"named, {where}, {unit_class}, {nearness(distance)}",
            f"named, {where}, {min(2, between)} numbers between",
            f"named, {metric}",
            "named in the clause" if joined else "named beyond the clause",
            "part of a name" if cue.start in reading.in_name else "no part of a name",
        )
    if nearest is not None:
        found.add(nearest[1], "nearest", f"nearest, {metric}")
    before = {
        "paragraph's": standing.recent_goods, "text's": standing.goods, "article's": standing.topic_goods,
        "sentence's": standing.last_goods if standing.begun else None,
    }  # fmt: skip
    for name, label in before.items():
        if label is not None:
            found.add(label, name, f"{name}, {metric}", f"{name}, {unit_class}", f"{name}, {min(2, len(named))} named")
    total = max(1, sum(whole.goods.values()))
    for label, signs in found.items():
        if label is None:
            continue
        inside = "named" if label in named else "carried"
        usual = usual_flow(label)
        signs |= {
            f"{label} by {group.unit}",
            f"{inside}, {min(3, len(named))} named",
            "in the title" if label in whole.titled else "not in the title",
            f"{min(4, whole.goods[label])} times in the article",
            f"{4 * whole.goods[label] // total} quarters of all goods named",
        }
        if usual and shared.flow:
            signs.add("goes its usual way" if usual == shared.flow else "goes an unusual way")
        if standing.one_topic and label == standing.topic_goods:
            signs.add("the one goods of the title")
    found.add(
        None, "none", f"none, {metric}", f"none, {metric}, {unit_class}", f"none, {group.unit}",
        f"none, {min(3, len(named))} named",
        f"none, paragraph {'has goods' if standing.recent_goods else 'has none'}",
        f"none, article {'has goods' if standing.topic_goods else 'has none'}",
        f"none, total trade {standing.whole}", f"none, part of a turnover {standing.of_turnover}",
        f"none, sentence {'begun' if standing.begun else 'begins'}, {'with' if standing.last_goods else 'without'}",
    )  # fmt: skip
    return found


def region_signs(
    reading: Reading, sides: Sequence[Side], group: Group, standing: Standing, whole: Whole, shared: Shared
) -> dict[str | None, set[str]]:
    """What speaks for each province that a group may speak of, and for none."""
    found: Candidates[str] = Candidates()
    metric, flow = shared.metric, shared.flow
    one_way = flow in ("CN>RU", "RU>CN")
    nearest: tuple[float, str] | None = None
    for side in sides:
        if side.region is None:
            continue
        where = "before" if side.end <= group.start else "after"
        distance = reading.distance(side.start, side.end, group.start, group.end)
        if nearest is None or distance < nearest[0]:
            nearest = distance, side.region
        joined = reading.parted(min(side.end, group.end), max(side.start, group.start)) < 1
        end = "either end" if not one_way else "its own end" if (flow or "")[:2] == side.region[:2] else "other end"
        found.add(
            side.region,
            "named",
            f"named, {side.kind}, {side.role}, {where}",
            f"named, {where}, {nearness(distance)}",
            f"named, {where}, {'in' if joined else 'beyond'} the clause",
            f"named, {side.kind}",
            f"named, {side.role}, {metric}",
            f"named, {side.kind}, {metric}",
            f"named, {side.kind}, {end}, {metric if metric in ('exports', 'imports') else 'other'}",
        )
        if side.region in METONYMS:
            found.add(side.region, "a capital")
    named = set(found)
    if nearest is not None:
        found.add(nearest[1], "nearest")
    before = {
        "paragraph's": standing.region if standing.region_read else None, "article's": standing.topic_region,
        "paragraph's site": standing.site, "title's site": standing.topic_site,
        "last Chinese": standing.places.cn, "last Russian": standing.places.ru, "first": standing.places.topic,
    }  # fmt: skip
    for name, region in before.items():
        if region is not None:
            found.add(region, name, f"{name}, {metric}", f"{name}, {group.unit_class}")
    nation = any(
        side.kind in ("word", "country") and side.role in ("none", "owner") and not side.region for side in sides
    )
    country = "country named" if nation else "no country named"
    here = {cue.label for cue in reading.cues["here"]}
    total = max(1, sum(whole.regions.values()))
    for region, signs in found.items():
        if region is None:
            continue
        inside = "named" if region in named else "carried"
        signs |= {
            f"{inside}, {min(2, len(named))} named",
            f"{inside}, {country}",
            "in the title" if region in whole.titled else "not in the title",
            f"{min(3, whole.regions[region] // 2)} pairs of times in the article",
            f"{4 * whole.regions[region] // total} quarters of all provinces named",
            *(f"{inside}, {region[:2]}, here {label}" for label in here),
        }
        if "paragraph's" not in signs:
            signs.add("not the paragraph's")
        if inside == "carried":
            for name in ("paragraph's", "article's"):
                if name in signs:
                    signs.add(f"only {name}, {min(2, len(named))} named, {country}")
        if one_way and metric in ("exports", "imports"):
            reports = (region[:2] == (flow or "")[:2]) == (metric == "exports")
            signs.add("the reporter's side" if reports else "the partner's side")
    found.add(
        None, "none", f"none, {metric}", f"none, {group.unit_class}", f"none, {min(2, len(named))} named",
        f"none, {country}", f"none, {group.unit}",
        f"none, article {'has one' if standing.topic_region else 'has none'}",
        f"none, paragraph {'has one' if standing.region else 'has none'}, {standing.region_read}",
        *(f"none, here {label}" for label in here),
    )  # fmt: skip
    return found
