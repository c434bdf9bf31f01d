"""Gives each figure of a group its attributes, from the words around it and from what the text spoke of last."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from transform.basis import find_basis
from transform.flow import find_flow, usual_flow
from transform.groups import Group, unit_class
from transform.lexicon import Lexicon
from transform.measure import Measured, measure
from transform.metric import SAID_BEFORE, capacity, find_goods, find_metric, fits
from transform.provinces import find_region
from transform.reading import Reading
from transform.records import Figure, Flow, Metric
from transform.scope import Span, find_period
from transform.sides import Side
from transform.standing import Standing

#: Called for each attribute of each figure with the figure, the attribute's name and why it has its value.
Explain = Callable[[Figure, str, str], None]

_MOVED: frozenset[Metric] = frozenset(("exports", "imports", "freight", "price", "contract_value"))
#: Metrics whose figures go on about the period spoken of before.
_DATED: frozenset[Metric] = frozenset(
    ("turnover", "exports", "imports", "freight", "other", "production", "settlement")
)
_OF_PLACE: frozenset[Metric] = frozenset(
    ("turnover", "exports", "imports", "freight", "production", "companies", "investment")
)
#: What a country's customs sees come in.
_INBOUND: dict[str | None, Flow] = {"CN": "RU>CN", "RU": "CN>RU"}
#: What is built, made or hired in the place that the sentence before names.
_SITED: frozenset[Metric] = frozenset(("investment", "production", "companies", "people", "projects"))
_BACK: dict[Flow, Flow] = {"CN>RU": "RU>CN", "RU>CN": "CN>RU"}
_TURNED: dict[Metric, Metric] = {"exports": "imports", "imports": "exports"}
_GOODLESS: frozenset[Metric] = frozenset(("turnover", "agreements", "finance", "people", "settlement"))
#: Goods of these hold within a paragraph or from the title only.
_OF_DEALS: frozenset[Metric] = frozenset(("contract_value", "investment", "companies", "projects"))
_GOODLESS_UNITS = frozenset(("TEU", "container", "train"))


class Shared(msgspec.Struct, frozen=True):
    """What the members of a group have in common, with the reasons."""

    metric: Metric
    flow: Flow | None
    goods: str | None
    region: str | None
    rate: bool
    capacity: bool
    why: dict[str, str]


def _rate(reading: Reading, group: Group) -> bool:
    """Is it a capacity or a yearly rate, which has no calendar span of its own?"""
    if group.unit == "bbl/d":
        return False
    for cue in reading.cues["rate"]:
        if cue.start >= group.end and reading.parted(group.end, cue.start) >= 1:
            continue
        if cue.label == "not" or any(q.start < cue.end and cue.start < q.end for q in reading.quantities):
            continue
        if reading.distance(cue.start, cue.end, group.start, group.end, after=0.2, wall=1.2) < 2.8:
            return True
    return False


def _goods(
    reading: Reading, group: Group, metric: Metric, metric_why: str, standing: Standing
) -> tuple[str | None, str]:
    if metric == "freight" and group.unit in ("vehicle", "train", "TEU", "container"):
        # Lorries and wagons carry the goods, they are none.
        return None, ""
    slug, why = find_goods(reading, group)
    if slug == "vehicles" and metric in ("price", "tariff", "freight") and standing.crossing:
        return None, "what drives through"
    if group.unit == "kWh" and not slug:
        return "electricity", "unit kWh"
    if why or metric in _GOODLESS or group.unit in _GOODLESS_UNITS:
        if metric in ("turnover", "agreements", "people", "settlement", "finance"):
            # Total trade and deals by the dozen have no goods unless these stand right beside.
            return (slug, why) if slug and metric == "turnover" and _beside(reading, group) else (None, "")
        return slug, why
    going_on = standing.begun or (metric == "freight" and "" in standing.recent)
    if group.unit_class == "ratio" and going_on and metric_why == SAID_BEFORE:
        return standing.last_goods, SAID_BEFORE
    if metric in _OF_DEALS:
        valued = metric == "investment" or (metric == "contract_value" and standing.goods_in_title)
        titled = standing.topic_goods if valued else None
        return standing.recent_goods or titled, SAID_BEFORE
    if metric == "other" and group.unit_class == "money":
        return None, ""
    if metric in _TURNED and group.unit_class in ("money", "ratio") and _whole_trade(reading, group, standing):
        return None, "trade as a whole"
    if metric == "price" and metric_why == "haul":
        return None, ""
    if metric == "freight" and group.unit in ("t", "item", "vehicle") and not _rate(reading, group):
        return None, ""
    if metric in _TURNED and metric_why != SAID_BEFORE and standing.recent.get("") == _TURNED[metric]:
        return (standing.topic_goods if standing.goods_in_title else None), "the other way"
    if standing.whole and metric in _TURNED and not standing.recent_goods and group.unit_class == "money":
        return None, "a part of total trade"
    return standing.recent_goods or standing.goods or standing.topic_goods, SAID_BEFORE


def _whole_trade(reading: Reading, group: Group, standing: Standing) -> bool:
    """Is it the exports or imports of a land without a word on goods: parts of a turnover, 对俄出口100亿美元?"""
    if standing.of_turnover:
        return True
    if standing.goods_in_title:
        return False
    return any(
        cue.label in ("to_ru", "to_cn")
        and 0 <= group.start - cue.end <= 3
        and any(c.label in _TURNED and cue.start < c.end <= cue.end for c in reading.cues["metric"])
        for cue in reading.cues["course"]
    )


def _customs(reading: Reading, words: Lexicon, sides: list[Side]) -> str | None:
    """The country whose customs a sentence credits."""
    for mention in reading.entities:
        if mention.entity.kind == "body" and "customs" in mention.entity.names.get("en", "").lower():
            return mention.entity.country
    for side in sides:
        if words.customs.match(reading.folded, side.end):
            return side.country
    return None


def _shipper_tells(reading: Reading, sides: list[Side], flow: Flow | None) -> bool:
    """Is who ships the subject of the verb ("Russian producers sold"), so that it stays theirs whoever counted?"""
    verbs = [cue for name in ("metric", "hint") for cue in reading.cues[name] if cue.label == "exports"]
    return any(
        side.country == (flow or "")[:2]
        and side.role in ("none", "owner")
        and any(0 < cue.start - side.end <= _SUBJECT and reading.parted(side.end, cue.start) == 0 for cue in verbs)
        for side in sides
    )


#: Between a subject and its verb stand no more characters: "Russian producers sold".
_SUBJECT = 14


def _beside(reading: Reading, group: Group) -> bool:
    """Are goods named right beside the number or the word for trade ("trade in grain", not "fell as oil slumped")?"""
    trade = [cue for cue in reading.cues["metric"] if cue.label == "turnover"]
    return any(
        cue.label not in ("trap", "general")
        and (
            -2 <= cue.start - group.end <= 2
            or any(-1 <= cue.start - other.end <= 4 or 0 <= other.start - cue.end <= 1 for other in trade)
        )
        for cue in reading.cues["goods"]
    )


def _unsaid(reading: Reading, sides: list[Side], group: Group) -> Metric:
    """Goods without a verb: what has a destination is exported, what has an origin is imported."""
    if group.unit_class not in ("bulk", "goods", "money"):
        return "other"
    named = group.unit_class != "money" or any(c.label not in ("trap", "general") for c in reading.cues["goods"])
    best, metric = 5.0, None
    for side in sides:
        if side.country in ("CN", "RU") and side.role in ("to", "from"):
            cost = reading.distance(side.start, side.end, group.start, group.end)
            if cost < best:
                best, metric = cost, "exports" if side.role == "to" else "imports"
    if metric is not None and named:
        return metric  # type: ignore[return-value]
    return "other"


def foreign(reading: Reading, sides: list[Side], group: Group) -> bool:
    """Does a group speak of a third country's trade, or of all countries', which is beside the story?"""
    start, end = group.start, group.end
    pair, other = 99.0, 99.0
    alone = True
    for side in sides:
        cost = reading.distance(side.start, side.end, start, end, after=0.3, wall=4.0)
        if side.country != "other":
            pair = min(pair, cost)
            alone = False
        elif not _passing(reading, side) and not _aside(reading, side, end):
            other = min(other, cost)
    return other < pair and (other < _BESIDE_STORY or (alone and sides[0].end <= start and other < _FAR))


#: A third country farther than this from a number is not what it speaks of, unless the sentence names nobody else.
_BESIDE_STORY = 3.0
_FAR = 9.0


def _aside(reading: Reading, side: Side, last: int) -> bool:
    """Does a third country behind a number only mark a time, a place or a whole ("before the invasion of Ukraine")?"""
    if side.start < last:
        return False
    return side.role == "none" and (
        reading.parted(last, side.start) >= 1
        or side.start - last > _NEXT
        or _PART_OF.match(reading.folded, last) is not None
    )


_NEXT = 12
_PART_OF = re.compile(r"\s(?:of|от|из)\s")


def _passing(reading: Reading, side: Side) -> bool:
    """A third country on the way or in a comparison: "via Kazakhstan", "more than Germany"."""
    return any(cue.label == "way" and 0 <= side.start - cue.end <= 12 for cue in reading.cues["compare"]) or any(
        cue.label == "compare" and 0 <= side.start - cue.end <= 6 for cue in reading.cues["compare"]
    )


def share(
    reading: Reading,
    words: Lexicon,
    sides: list[Side],
    standing: Standing,
    group: Group,
    before: Flow | None,
    dealt: str | None = None,
    told_metric: str | None = None,
) -> Shared:
    """Metric, flow, goods and region of a group; `dealt` goods and `told_metric` are what "respectively" gives it."""
    found, metric_why = find_metric(reading, words, group, *standing.metric_for(group.unit_class))
    metric: Metric = found or _unsaid(reading, sides, group)
    if told_metric is not None and fits(told_metric, group.unit_class):  # type: ignore[arg-type]
        metric, metric_why = told_metric, "in the order told"  # type: ignore[assignment]
    elif metric_why == SAID_BEFORE and standing.returns_to_topic(reading, group, metric):
        metric, metric_why = standing.topic_metric or metric, "what the article is about"
    if metric == "exports" and metric_why.strip("“”") in words.neutral and standing.recent.get("") == "imports":
        # "China's imports rose. Deliveries by sea shrank": the paragraph goes on from one side.
        metric = "imports"
    if metric in _TURNED and metric_why.strip("“”") in words.moving and standing.recent.get("bulk") == "freight":
        metric = "freight"
    goods, goods_why = (dealt, "in the order told") if dealt else _goods(reading, group, metric, metric_why, standing)
    moved = goods or standing.recent_goods or standing.goods or standing.topic_goods
    running = (standing.freight if metric == "freight" else None) or standing.flow or standing.topic_flow
    reporter = standing.reporter_in(reading, sides)
    flow, flow_why = find_flow(
        reading,
        words,
        sides,
        group,
        metric,
        goods,
        running,
        before or standing.topic_flow,
        standing.invested,
        same_goods=goods == standing.flow_goods
        if standing.flow is not None
        else standing.topic_flow is not None and standing.goods_in_title and goods == standing.topic_goods,
        metric_said=metric_why not in (SAID_BEFORE, "what the article is about"),
        reporter=reporter,
        home=(standing.topic_region or words.home or standing.teller or standing.places.topic or "")[:2] or None,
        first_freight=standing.freight is None and goods is None,
        crossing=standing.crossing,
    )
    neutral = metric == "exports" and metric_why.strip("“”") in words.neutral
    if neutral and flow == _INBOUND.get(_customs(reading, words, sides)) and not _shipper_tells(reading, sides, flow):
        metric, metric_why = "imports", "what customs saw come in"
    if (
        standing.begun
        and metric_why in ("“imports”", "“exports”")
        and standing.recent.get("") == _TURNED.get(metric)
        and flow is not None
        and flow == standing.flow
    ):
        # "Exports to Russia were 30 billion yuan and imports 80 billion": the side named is that of the exports.
        flow, flow_why = _BACK.get(flow, flow), "exports and imports in one sentence"
    side = reporter or words.home
    if told_metric is not None and metric in _TURNED and side:
        flow = "CN>RU" if (side == "CN") == (metric == "exports") else "RU>CN"
        flow_why = f"{metric} of {side}"
    elif metric in _TURNED and flow and standing.flow and flow != standing.flow:
        if metric_why == SAID_BEFORE:
            metric, metric_why = _TURNED[metric], "the other way"
        elif flow_why.startswith("reverse") and standing.metric in _TURNED:
            metric, metric_why = _TURNED[standing.metric], "the other way"
    if metric == "contract_value" and (standing.recent.get("") == "agreements" or (flow is None and goods is None)):
        flow, flow_why = "CN<>RU", "deals of both sides"
    elif flow is None and metric in _MOVED:
        flow = usual_flow(moved)
        flow_why = "the usual way of these goods" if flow else ""
    said = standing.region if standing.region_read else standing.topic_region if metric in _OF_PLACE else None
    region, region_why = find_region(reading, sides, group.start, group.end, standing.places, said, metric)
    if region is None and region_why == SAID_BEFORE and metric in _SITED:
        region = standing.site
    if metric in ("finance", "tariff", "agreements", "settlement") and region_why == SAID_BEFORE:
        region = None
    return Shared(
        metric,
        flow,
        goods,
        region,
        _rate(reading, group),
        metric in ("freight", "production") and capacity(reading, group) is not None,
        {"metric": metric_why, "flow": flow_why, "commodity": goods_why, "region": region_why},
    )


def _is_rate(text: str, at: int, words: Lexicon) -> bool:
    """Is a percentage of a duty its rate rather than what was added to it?"""
    if words.starting.search(text[:at]) or words.reached.search(text[:at]):
        return True
    by = any(words.amount_of_change.search(text[:end]) for end in (at, at + 3))
    return words.rules.traits.by_needed and not by


def attribute(
    reading: Reading,
    words: Lexicon,
    group: Group,
    shared: Shared,
    standing: Standing,
    compared: set[int],
    source: str | None,
    previous: Measured | None,
    *,
    dated_here: Span | None,
    explain: Explain | None,
) -> tuple[list[Figure], Span | None, Measured | None]:
    """The group's figures, the span that its head covers, and how its last member measured.

    `dated_here` is the span of the figure before it in the sentence.
    """
    metric = shared.metric
    base: Span | None = None
    first: Span | None = None
    figures: list[Figure] = []
    money: tuple[str, str] | None = None
    before = reading.folded
    for index in group.members:
        quantity = reading.quantities[index]
        unit = quantity.unit or ""
        if unit == "item" and shared.goods == "vehicles" and quantity.noun in words.rules.traits.pieces:
            unit = "vehicle"  # "9,870 units" of cars
        measured = measure(reading, words, index, previous)
        if metric == "tariff" and _is_rate(before, quantity.start, words):
            measured = Measured("level", None, "a rate of duty")
        timed = find_period(
            reading,
            words,
            index,
            compared,
            base,
            dated_here or standing.span,
            amount=measured.measure in ("level", "share"),
            month=standing.month,
            gap=reading.quantities[index - 1].end if index != group.members[0] else None,
        )
        span = timed.span
        inherits = metric in _DATED or (
            metric == "price" and (dated_here is not None or (shared.why["metric"] == "mean" and standing.dated))
        )
        planned = shared.rate and reading.near("plan", group.start, group.end, within=4.0) is not None
        if (
            metric == "contract_value"
            or group.unit_class == "extent"
            or shared.capacity
            or (shared.rate and timed.apart >= 1)
            or (not timed.named and (shared.rate or not inherits))
            or planned
        ):
            span = None
        if not timed.compared and (base is None or timed.named):
            base = span
        if first is None and not timed.compared:
            first = span
        basis, basis_why = find_basis(reading, index, measured, metric, span, compared, spaced=words.spaced)
        sentence = reading.sentence
        quote = sentence.text[quantity.start : quantity.end]
        equivalent = None
        if unit_class(unit) == "money":
            if money is not None and money[1] != unit:
                equivalent = money[0]
            else:
                money = quote, unit
        figure = Figure(
            quote=quote,
            field=sentence.field,
            start=sentence.start + quantity.start,
            end=sentence.start + quantity.end,
            value=quantity.value,
            value_high=quantity.value_high,
            unit=unit,
            modifier=quantity.modifier,
            measure=measured.measure,
            direction=measured.direction,
            metric=metric,
            flow=shared.flow,
            region=shared.region,
            commodity=shared.goods,
            period_start=span[0] if span else None,
            period_end=span[1] if span else None,
            basis=basis,
            equivalent=equivalent,
            source=source,
        )
        figures.append(figure)
        if explain is not None:
            reasons = shared.why | {"measure": measured.why, "period": timed.why if span else "", "basis": basis_why}
            for name, why in reasons.items():
                explain(figure, name, why)
        if unit_class(unit) == "ratio":
            previous = measured
    return figures, base if len(group.members) == 1 else first or base, previous
