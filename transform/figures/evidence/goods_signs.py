"""What speaks for each kind of goods that a group may be of: signs as in `group_signs`, by candidate."""

from __future__ import annotations

from collections.abc import Iterator

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
    named = _name(found, reading, group, metric)
    _carry_on(found, standing, group, metric, len(named))
    near = beside(reading, group, shared)
    total = max(1, sum(whole.goods.values()))
    for label, signs in found.items():
        if label is not None:
            times, titled = whole.goods[label], label in whole.titled
            signs.update(_share(times, total, titled=titled), _kind(label, group, standing, shared))
            inside = "named" if label in named else "carried"
            signs |= {f"{inside}, {label}", f"{inside}, {label}, {metric}"}
            if inside == "carried":
                signs.update(f"carried, {one}" for one in near)
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


def _name(found: Candidates[str], reading: Reading, group: Group, metric: str) -> set[str | None]:
    """The goods that the sentence names, or whose maker it does not; their signs are added."""
    cues = [
        cue
        for cue in reading.cues["goods"]
        if cue.label != "trap" and not (cue.label in CARRIERS and group.unit_class == "bulk")
    ]
    apart = [reading.distance(cue.start, cue.end, group.start, group.end) for cue in cues]
    for cue, distance in zip(cues, apart, strict=True):
        ahead = cue.end <= group.start
        where, near = "before" if ahead else "after", nearness(distance)
        if cue.label == "general":
            found.add(None, f"cargo in general, {where}, {near}")
            continue
        between = reading.numbers(cue.end, group.start) if ahead else reading.numbers(group.end, cue.start)
        joined = reading.parted(min(cue.end, group.end), max(cue.start, group.start)) < 1
        found.add(
            cue.label, "named", f"named, {where}, {near}", f"named, {where}, {group.unit_class}, {near}",
            f"named, {where}, {min(2, between)} numbers between", f"named, {metric}",
            "named in the clause" if joined else "named beyond the clause",
            "part of a name" if cue.start in reading.in_name else "no part of a name",
        )  # fmt: skip
    for mention in reading.entities:
        if (label := made_by(mention)) is not None:
            found.add(label, "maker's", f"maker's, {metric}")
    if cues:
        nearest = cues[apart.index(min(apart))].label
        found.add(None if nearest == "general" else nearest, "nearest", f"nearest, {metric}")
    return {cue.label for cue in cues if cue.label != "general"}


def _carry_on(found: Candidates[str], standing: Standing, group: Group, metric: str, named: int) -> None:
    """Add from where in the text the goods come that were spoken of before."""
    before = {
        "paragraph's": standing.recent_goods, "text's": standing.goods, "article's": standing.topic_goods,
        "sentence's": standing.last_goods if standing.begun else None,
    }  # fmt: skip
    for name, label in before.items():
        if label is not None:
            found.add(label, name, f"{name}, {metric}", f"{name}, {group.unit_class}", f"{name}, {min(2, named)} named")


def _share(times: int, total: int, *, titled: bool) -> Iterator[str]:
    """How much the article speaks of some goods."""
    yield "in the title" if titled else "not in the title"
    yield f"{min(4, times)} times in the article"
    yield f"{4 * times // total} quarters of all goods named"


def _kind(label: str, group: Group, standing: Standing, shared: Shared) -> Iterator[str]:
    """How the goods agree with the figure's unit, with its way and with what the text is about."""
    yield f"{label} by {group.unit}"
    usual = usual_flow(label)
    if usual and shared.flow:
        yield "goes its usual way" if usual == shared.flow else "goes an unusual way"
    if label in CARRIERS and standing.crossing:
        yield "a carrier at a crossing"
    if standing.one_topic and label == standing.topic_goods:
        yield "the one goods of the title"


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
