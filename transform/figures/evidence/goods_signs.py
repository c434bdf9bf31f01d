"""What speaks for each kind of goods that a group may be of: signs as in `group_signs`, by candidate."""

from __future__ import annotations

from transform.figures.evidence.candidates import Candidates, beside, surroundings
from transform.figures.evidence.group_signs import nearness
from transform.figures.flows.flow import usual_flow
from transform.figures.goods.makers import made_by
from transform.figures.goods.near_words import CARRIERS
from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.told.standing import Standing
from transform.figures.told.whole import Whole

_TRADE = frozenset(("exports", "imports", "turnover"))


def goods_signs(
    reading: Reading, group: Group, standing: Standing, whole: Whole, shared: Shared
) -> dict[str | None, set[str]]:
    """What speaks for each kind of goods that a group may be of, and for none."""
    found: Candidates[str] = Candidates()
    metric, unit_class = shared.metric, group.unit_class
    nearest: tuple[float, str | None] | None = None
    named = set[str | None]()
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
    for mention in reading.entities:
        if (label := made_by(mention)) is not None:
            found.add(label, "maker's", f"maker's, {metric}")
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
    near = beside(reading, group, shared)
    for label, signs in found.items():
        if label is None:
            continue
        inside = "named" if label in named else "carried"
        usual = usual_flow(label)
        signs |= {
            f"{label} by {group.unit}",
            f"{inside}, {label}",
            f"{inside}, {label}, {metric}",
            "in the title" if label in whole.titled else "not in the title",
            f"{min(4, whole.goods[label])} times in the article",
            f"{4 * whole.goods[label] // total} quarters of all goods named",
        }
        if usual and shared.flow:
            signs.add("goes its usual way" if usual == shared.flow else "goes an unusual way")
        if inside == "carried":
            signs.update(f"carried, {one}" for one in near)
        if label in CARRIERS and standing.crossing:
            signs.add("a carrier at a crossing")
        if standing.one_topic and label == standing.topic_goods:
            signs.add("the one goods of the title")
    found.add(
        None, "none", f"none, {metric}", f"none, {metric}, {unit_class}", f"none, {group.unit}",
        f"none, paragraph {'has goods' if standing.recent_goods else 'has none'}",
        f"none, article {'has goods' if standing.topic_goods else 'has none'}",
        f"none, total trade {standing.whole}", f"none, part of a turnover {standing.of_turnover}",
        f"none, sentence {'begun' if standing.begun else 'begins'}, {'with' if standing.last_goods else 'without'}",
        *(f"none, {one}" for one in near),
    )  # fmt: skip
    found.surround(
        named, *surroundings(reading, group, standing, whole, metric),
        f"{min(3, len(named))} named", f"{_plain(reading, group)}, {unit_class}",
    )  # fmt: skip
    return found


def _plain(reading: Reading, group: Group) -> str:
    """Does a bare word of trade stand before the number (对俄出口|96亿元), and are parts of it by goods told behind?"""
    bare = any(
        cue.label in _TRADE and 0 <= reading.distance(cue.start, cue.end, group.start, group.end) <= 1
        for cue in reading.cues["metric"]
        if cue.end <= group.start
    )
    parts = [cue.start for cue in reading.cues["share"] if cue.label == "part" and cue.start >= group.end]
    parted = bool(parts) and any(cue.start >= parts[0] for cue in reading.cues["goods"])
    return f"{'bare' if bare else 'no'} trade word, {'parts' if parted else 'no parts'} behind"
