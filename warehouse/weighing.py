"""Weighs a mention against an agreement: what speaks for one deal, and what against.

The points were set on development events of our own in three languages; see tests/test_warehouse_events.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from transform.gazetteer import gazetteer
from transform.records import Party
from warehouse.matching import (
    Known,
    Reading,
    Side,
    event_keys,
    place_keys,
    sides,
    subject_ids,
)
from warehouse.names import alike, script
from warehouse.rates import usd_rate
from warehouse.states import ORDER

#: Relative difference within which two values are one: rounding; and rounding after conversion.
VALUE_TOLERANCE = Decimal("0.03")
CONVERTED_TOLERANCE = Decimal("0.12")
#: Types that are never one document, however alike the rest.
_APART = {
    frozenset({"memorandum", "contract"}): -0.4,
    frozenset({"memorandum", "loan"}): -0.4,
    frozenset({"memorandum", "joint_venture"}): -0.25,
    frozenset({"memorandum", "framework"}): -0.25,
    frozenset({"memorandum", "protocol"}): -0.2,
    frozenset({"memorandum", "roadmap"}): -0.25,
    frozenset({"memorandum", "agreement"}): -0.12,
    frozenset({"memorandum", "intergovernmental"}): -0.3,
    frozenset({"protocol", "contract"}): -0.3,
    frozenset({"protocol", "loan"}): -0.4,
    frozenset({"framework", "contract"}): -0.25,
    frozenset({"framework", "loan"}): -0.3,
    frozenset({"roadmap", "contract"}): -0.4,
    frozenset({"roadmap", "agreement"}): -0.12,
    frozenset({"joint_venture", "loan"}): -0.3,
}
_OTHER_TYPE = -0.1
#: So many words in common can't be a turn of phrase.
_WORDS_OF_REPORT = 8


class Scale:
    """Adds up points with their words."""

    def __init__(self) -> None:
        self.points = 0.0
        self.told: list[str] = []
        #: One sum of money makes up for much; other goods or another partner make a like wording worthless.
        self.same_value = False
        self.opposed = False

    def add(self, points: float, words: str) -> None:
        self.points += points
        if points:
            self.told.append(f"{words} {points:+.2f}")


def weigh(reading: Reading, known: Known, implied: tuple[Party, ...] = ()) -> tuple[float, tuple[str, ...]]:
    """How much speaks for this being the same agreement, and what."""
    scale = Scale()
    if reading.total:
        _weigh_total(reading, known, scale)
    else:
        _weigh_parties(reading, known, implied, scale)
        if scale.opposed and not (reading.value is not None and known.values) and reading.story_id not in known.stories:
            # Another partner, and neither money nor a story to make up for it.
            return round(scale.points, 2), tuple(scale.told)
        _weigh_value(reading, known, scale)
        _weigh_signing(reading, known, scale)
        _weigh_type(reading, known, scale)
        _weigh_content(reading, known, scale)
        _weigh_stage(reading, known, scale)
    _weigh_news(reading, known, scale)
    return round(scale.points, 2), tuple(scale.told)


def _weigh_total(reading: Reading, known: Known, scale: Scale) -> None:
    if reading.count is not None and reading.count in known.counts:
        scale.add(0.45, f"count {reading.count}")
    if event_keys(reading) & known.events:
        scale.add(0.2, "event")
    if place_keys(reading) & known.places:
        scale.add(0.1, "place")
    ours = {side.key for side in sides(reading.parties, ()) if side.concrete}
    theirs = {key for key in known.told if not key.startswith("group ")}
    groups = {side.key for side in sides(reading.parties, ())} & known.keys
    if ours & theirs:
        scale.add(0.2, f"party {', '.join(sorted(ours & theirs))}")
    elif ours and theirs:
        scale.add(-0.4, "other parties")
    elif groups:
        scale.add(0.25 if len(groups) > 1 else 0.15, "parties of one kind")
    if reading.count is None and None in known.counts:
        scale.add(0.1, "no number told")
    if reading.signed_on and reading.signed_on in known.signed_on:
        scale.add(0.2, f"signed on {reading.signed_on}")
    if reading.value is not None and any(_same_value(reading, *told) for told in known.values):
        scale.add(0.2, "value")


def _weigh_parties(reading: Reading, known: Known, implied: tuple[Party, ...], scale: Scale) -> None:
    ours = reading.sides
    core = [side for key, side in known.sides.items() if known.told[key] * 3 >= len(known.readings)]
    matched = [(side, _same_side(side, known)) for side in ours]
    shared = sorted({key for side, key in matched if key and side.concrete})
    groups = {key for side, key in matched if key and not side.concrete} | _of_a_state(ours, known)
    left = [side for side, key in matched if not key and side.concrete]
    missing = [side for side in core if side.concrete and side.key not in shared]
    inferred = sorted({key for side in sides(implied, ()) if (key := _same_side(side, known))} - set(shared))
    if len(shared) >= 2:
        scale.add(0.45, f"parties {', '.join(shared)}")
    elif shared and inferred:
        scale.add(0.4, f"party {shared[0]}; by the sentence before, {', '.join(inferred)}")
    elif shared:
        partly = len(ours) == 1 or len(known.sides) == 1
        scale.add(0.3 if partly else 0.2, f"party {shared[0]}")
    elif len(inferred) >= 2:
        scale.add(0.35, f"by the sentence before, parties {', '.join(inferred)}")
    elif inferred:
        scale.add(0.15, f"by the sentence before, party {inferred[0]}")
    elif len(groups) >= 2:
        scale.add(0.25, "parties of one kind")
    elif groups:
        scale.add(0.1, "a party of one kind")
    if not (shared or groups or inferred) and left and missing:
        scale.add(-0.15, "no party in common")
    other = next(((a, b) for a in left for b in missing if _opposed(a, b)), None)
    if other and shared and _reissued(reading, known):
        scale.add(0.1, f"the same report with {other[0].name} for {other[1].name}")
    elif other:
        scale.opposed = True
        scale.add(-0.55 if shared else -0.8, f"with {other[0].name}, not {other[1].name}")


def _of_a_state(ours: Sequence[Side], known: Known) -> set[str]:
    """States on the one hand whose bodies stand on the other: "China and Russia signed" what their ministries did."""
    found = set()
    for side in ours:
        for other in known.sides.values():
            state, body = (side, other) if not side.concrete else (other, side)
            if not state.concrete and body.key.startswith("body:") and state.country == body.country:
                found.add(f"group {state.country}")
    return found


def _reissued(reading: Reading, known: Known) -> bool:
    """Is it an outlet's own report word for word, names aside? Then it corrects a name."""
    return any(
        one.publisher == reading.publisher
        and one.language == reading.language
        and one.status == reading.status
        and len(one.topics.words) >= _WORDS_OF_REPORT
        and one.topics.words == reading.topics.words
        and one.topics.numbers == reading.topics.numbers
        for one in known.readings
    )


def _same_side(side: Side, known: Known) -> str | None:
    """The agreement's party that this is, or may be under another spelling."""
    if side.key in known.sides:
        return side.key
    for key, other in known.sides.items():
        if side.known and other.known:
            # A corridor and the firm that runs it: one name, two ids.
            if side.key.partition(":")[2] and side.key.partition(":")[2] == other.key.partition(":")[2]:
                return key
            continue
        if side.country and other.country and side.country != other.country:
            continue
        if side.key in other.also or other.key in side.also or side.also & other.also:
            return key
        if any(alike(ours, theirs) for ours in _names(side) for theirs in _names(other)):
            return key
    return None


def _names(side: Side) -> tuple[str, ...]:
    """What a side is called: as written, and what the gazetteer calls it in each language."""
    if not side.known or not side.concrete:
        return (side.name,)
    return (side.name, *gazetteer().entity(side.key).names.values())


def _opposed(left: Side, right: Side) -> bool:
    """Two sides of one country that are certainly not one: both known, or both written in one script."""
    if left.country and right.country and left.country != right.country:
        return False
    if left.known and right.known:
        return True
    return script(left.name) == script(right.name) and not (left.also & right.also)


def _weigh_value(reading: Reading, known: Known, scale: Scale) -> None:
    if reading.value is None or not known.values:
        return
    told = f"{reading.value.normalize():f} {reading.unit}"
    if any(unit == reading.unit and near(reading.value, value) for value, unit, _ in known.values):
        scale.same_value = True
        scale.add(0.25, f"value {told}")
    elif any(_same_value(reading, *other) for other in known.values):
        scale.same_value = True
        scale.add(0.2, f"value {told} after conversion")
    elif any(unit == reading.unit for _, unit, _ in known.values):
        later = reading.status != "signed" or all(status != "signed" for _, _, status in known.values)
        scale.add(-0.05 if reading.corrects else -0.1 if later else -0.2, f"another value, {told}")


def _same_value(reading: Reading, value: Decimal, unit: str, status: str) -> bool:
    if reading.value is None or reading.unit is None:
        return False
    if unit == reading.unit:
        return near(reading.value, value)
    day = reading.reported_at.date()
    ours, theirs = usd_rate(reading.unit, day), usd_rate(unit, day)
    return bool(ours and theirs) and near(reading.value * ours[0], value * theirs[0], CONVERTED_TOLERANCE)  # type: ignore[index]


def _weigh_signing(reading: Reading, known: Known, scale: Scale) -> None:
    if reading.signed_on and reading.status == "signed" and known.signed_on:
        days = min(abs((reading.signed_on - other).days) for other in known.signed_on)
        points = (0.2, -0.1, -0.2, -0.25, -0.35)[min(days, 4)]
        scale.add(points, f"signed {days} days apart" if days else f"signed on {reading.signed_on}")
    elif reading.made and reading.made in {day.year for day in known.signed_on}:
        scale.add(0.1, f"made in {reading.made}")
    if place_keys(reading) & known.places:
        scale.add(0.08, "place")
    if event_keys(reading) & known.events:
        scale.add(0.08, "event")


def _weigh_type(reading: Reading, known: Known, scale: Scale) -> None:
    if reading.type in known.types:
        scale.add(0.12 if reading.type != "agreement" else 0.08, f"type {reading.type}")
        return
    mostly = known.types.most_common(1)[0][0]
    generic = "agreement" in (mostly, reading.type)
    points = _APART.get(frozenset({mostly, reading.type}), 0.0 if generic else _OTHER_TYPE)
    # What was planned as one kind of paper is often signed as another.
    planning = reading.status in ("planned", "negotiating") or not known.statuses & {"signed", "in_force"}
    scale.add(points / 2 if planning else points, f"type {reading.type}, not {mostly}")


def _weigh_content(reading: Reading, known: Known, scale: Scale) -> None:
    content = reading.topics
    goods, field = set(content.goods), set(content.field)
    same_goods, same_field = goods & known.goods.keys(), field & known.field.keys()
    if same_goods or same_field:
        shared = 2 * len(same_goods) + len(same_field)
        fewest = min(2 * len(goods) + len(field), 2 * len(known.goods) + len(known.field))
        share = shared / fewest
        points = 0.22 if share >= 0.6 else 0.12 if share >= 0.34 else 0.0
        scale.add(points, f"about {', '.join(sorted(same_goods | same_field))}")
    if goods and known.goods and not same_goods:
        scale.opposed = True
        others = f"about {', '.join(sorted(goods))}, not {', '.join(sorted(known.goods))}"
        scale.add(-0.25 if scale.same_value else -0.8, others)
    elif not same_goods and not same_field and (goods or field) and (known.goods or known.field):
        # Two languages seldom dwell on the same side of a deal.
        against = -0.15 if any(tongue == reading.language for tongue, _ in known.wordings) else -0.05
        others = f"about {', '.join(sorted(goods | field))}, not {', '.join(sorted([*known.goods, *known.field]))}"
        scale.add(against, others)
    elif not goods and reading.goods & known.goods.keys():
        scale.add(0.15, f"its headline is about {', '.join(sorted(reading.goods & known.goods.keys()))}")
    same = subject_ids(reading) & known.subjects
    if same:
        scale.add(0.1, f"names {', '.join(sorted(same))}")
    numbers = content.numbers & known.numbers
    if numbers:
        scale.add(min(0.2, 0.1 * len(numbers)), f"numbers {', '.join(sorted(numbers))}")
    if reading.terms & known.yearly:
        scale.add(0.1, f"for {', '.join(map(str, sorted(reading.terms & known.yearly)))}")
    if content.spans & known.spans:
        scale.add(0.2, f"for {years_of(content.spans & known.spans)}")
    if reading.sectors and known.sectors:
        same_sectors = set(reading.sectors) & known.sectors
        apart = -0.1 if any(tongue == reading.language for tongue, _ in known.wordings) else -0.05
        scale.add(0.05 if same_sectors else apart, f"sectors {', '.join(sorted(same_sectors)) or 'differ'}")
    alikeness = max(
        (_overlap(content.words, words) for tongue, words in known.wordings if tongue == reading.language), default=0.0
    )
    if scale.opposed and not scale.same_value:
        pass
    elif alikeness >= 0.5:
        scale.add(0.2, f"worded alike ({alikeness:.0%})")
    elif alikeness >= 0.3:
        scale.add(0.08, f"worded alike ({alikeness:.0%})")
    if content.another and reading.article_id in known.articles:
        scale.add(-0.3, "its words set it apart from the article's other deal")


def _weigh_stage(reading: Reading, known: Known, scale: Scale) -> None:
    """A plan that is told days after a signing is of another deal, and nothing is signed when it is over."""
    ours = ORDER.get(reading.status)
    if not reading.new or ours is None:
        return
    signed = known.signed_news and (reading.reported_at - known.signed_news[-1]).days >= 3
    if ours < ORDER["signed"] and signed:
        scale.add(-0.25, f"{reading.status} after it was signed")
    elif reading.status == "signed" and "ended" in known.statuses:
        scale.add(-0.3, "signed after it ended")


def _weigh_news(reading: Reading, known: Known, scale: Scale) -> None:
    if reading.story_id in known.stories:
        scale.add(0.15, "story")
    days = nearest_days(reading.reported_at, known.reported)
    if days <= 2:
        scale.add(0.15, f"reported {days} days apart")
    elif days <= 7:
        scale.add(0.1, f"reported {days} days apart")


def years_of(spans: Iterable[tuple[int, int]]) -> str:
    return ", ".join(f"{first}/{last % 100:02d}" for first, last in sorted(spans))


def near(left: Decimal, right: Decimal, tolerance: Decimal = VALUE_TOLERANCE) -> bool:
    """True where two values differ by rounding only."""
    return abs(left - right) <= tolerance * max(abs(left), abs(right))


def _overlap(left: Collection[str], right: Collection[str]) -> float:
    """Share of the shorter wording that both have."""
    fewest = min(len(left), len(right))
    return len(set(left) & set(right)) / fewest if fewest >= 4 else 0.0


def nearest_days(moment: datetime, others: Sequence[datetime]) -> int:
    """Days to the nearest of `others`, which are sorted and not empty."""
    place = bisect_left(others, moment)
    return min(abs(moment - other).days for other in others[max(0, place - 1) : place + 1])
