"""What a group of figures has in common: metric, flow, goods and region, from the words around it and from before."""

from __future__ import annotations

from transform.figures.flows.flow import ToldBefore, find_flow, trade_of, usual_flow
from transform.figures.flows.phrased import way_of_phrase
from transform.figures.goods.near_words import NO_GOODS
from transform.figures.measured.called import BOXES, called_behind
from transform.figures.measured.metric import OF_DEAL, SAID_BEFORE, find_metric, fits
from transform.figures.measured.rates import capacity, is_rate
from transform.figures.regions.provinces import find_region, of_nations
from transform.figures.sentence.firm import (
    CALLED,
    GATE,
    HEARD,
    HOUSE,
    IN_ORDER,
    NATIONWIDE,
    OWED,
    PHRASE,
    WORKS_THERE,
    WORTH,
)
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.sentence.sides import Side
from transform.figures.told.carried import TURNED, goods_of
from transform.figures.told.reporter import reporter_in
from transform.figures.told.standing import Standing
from transform.records import Flow, Metric

_MOVED: frozenset[Metric] = frozenset(("exports", "imports", "freight", "price", "contract_value"))
_OF_PLACE: frozenset[Metric] = frozenset(
    ("turnover", "exports", "imports", "freight", "production", "companies", "investment")
)
#: What a customs house counts.
_OF_HOUSE: frozenset[Metric] = frozenset(("turnover", "exports", "imports", "freight"))
#: What is built, made or hired in the place that the sentence before names.
_SITED: frozenset[Metric] = frozenset(("investment", "production", "companies", "people", "projects"))
#: What nations, firms and banks agree or owe, whose place the text names for something else.
_UNSITED: frozenset[Metric] = frozenset(("finance", "tariff", "agreements", "settlement", "contract_value"))
#: Why a metric is what the headline or lead tells.
_TOPIC = "what the article is about"
#: What opens a sentence has no more characters before it, as a dash.
_OPENS = 3
_DEALS = frozenset(("agreements", "contract_value"))


def _beyond_topic(reading: Reading, sides: list[Side], group: Group) -> bool:
    """Does a sentence speak of a deal or of what goes from one nation to the other, and not of the article's place?"""
    ways = {(side.country, side.role) for side in sides if side.region is None}
    crossing = {("CN", "from"), ("RU", "to")} <= ways or {("RU", "from"), ("CN", "to")} <= ways
    return crossing or any(cue.label in _DEALS and cue.end <= group.start for cue in reading.cues["metric"])


def _unsaid(reading: Reading, sides: list[Side], group: Group) -> Metric:
    """Goods without a verb: what has a destination is exported, what has an origin is imported."""
    if group.unit_class not in ("bulk", "goods", "money"):
        return "other"
    named = group.unit_class != "money" or any(c.label not in NO_GOODS for c in reading.cues["goods"])
    best, metric = 5.0, None
    for side in sides:
        if side.country in ("CN", "RU") and side.role in ("to", "from"):
            cost = reading.distance(side.start, side.end, group.start, group.end)
            if cost < best:
                best, metric = cost, "exports" if side.role == "to" else "imports"
    if metric is not None and named:
        return metric  # type: ignore[return-value]
    return "other"


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
    """Metric, flow, goods and region of a group; `dealt` goods and `told_metric` are what "respectively" gives it.

    `before` is the way told before this sentence.
    """
    metric, metric_why = _metric_of(reading, words, sides, standing, group, told_metric)
    goods, goods_why = (dealt, IN_ORDER) if dealt else goods_of(reading, words, group, metric, metric_why, standing)
    reporter = reporter_in(reading, words, sides, standing)
    side = reporter or words.home
    flow, flow_why = _flow_of(reading, words, sides, standing, group, metric, metric_why, goods, before, reporter)
    if told_metric is not None and metric in TURNED and side:
        flow, flow_why = trade_of(side, metric), f"{metric} of {side}"
    else:
        metric, metric_why = _other_half(standing, metric, metric_why, flow, flow_why, side)
    behind = called_behind(reading, words, sides, group)
    if behind is not None and (teller := behind[1] or side):
        metric, metric_why = behind[0], CALLED  # «31 миллион — ввоз»
        flow, flow_why = trade_of(teller, metric), CALLED
    if metric == "contract_value" and (standing.recent.get("") == "agreements" or (flow is None and goods is None)):
        flow, flow_why = "CN<>RU", "deals of both sides"
    elif flow is None and metric in _MOVED:
        flow = usual_flow(goods or standing.recent_goods or standing.goods or standing.topic_goods)
        flow_why = "the usual way of these goods" if flow else ""
    region, region_why = _region_of(reading, words, sides, standing, group, metric, metric_why, goods)
    return Shared(
        metric,
        flow,
        goods,
        region,
        is_rate(reading, group),
        metric in ("freight", "production") and capacity(reading, group) is not None,
        {"metric": metric_why, "flow": flow_why, "commodity": goods_why, "region": region_why},
    )


def _flow_of(
    reading: Reading,
    words: Lexicon,
    sides: list[Side],
    standing: Standing,
    group: Group,
    metric: Metric,
    metric_why: str,
    goods: str | None,
    before: Flow | None,
    reporter: str | None,
) -> tuple[Flow | None, str]:
    """Which way goods or money go and why: by the words around the group, or as the text went on about them before."""
    running = (standing.freight if metric == "freight" else None) or standing.flow or standing.topic_flow
    told = ToldBefore(
        standing=running,
        same_goods=_of_flow_told(reading, standing, running, goods),
        last=before or standing.topic_flow,
        invested=standing.invested,
        reporter=reporter,
        home=(standing.topic_region or words.home or standing.teller or standing.places.topic or "")[:2] or None,
        crossing=standing.crossing,
        first_freight=standing.freight is None and goods is None,
    )
    said_here = metric_why not in (SAID_BEFORE, OF_DEAL, _TOPIC)
    if metric_why == WORTH and standing.flow is not None:
        return standing.flow, WORTH
    flow, why = find_flow(reading, words, sides, group, metric, goods, told, metric_said=said_here)
    if metric_why == PHRASE:
        return way_of_phrase(reading, words, sides, group, metric, goods, flow, reporter or told.home) or (flow, why)
    return flow, why


def _other_half(
    standing: Standing, metric: Metric, metric_why: str, flow: Flow | None, flow_why: str, side: str | None
) -> tuple[Metric, str]:
    """The metric and why: imports where exports were spoken of and goods now go the other way, and the reverse.

    What a sentence without figures named is right already, where it is what `side` calls that way («Из ввоза одно. …»).
    """
    if metric not in TURNED or not flow or not standing.flow or flow == standing.flow or flow_why == PHRASE:
        return metric, metric_why
    named = bool(side) and standing.metric == metric and flow == trade_of(side or "", metric)
    if named and metric_why == SAID_BEFORE:
        return metric, HEARD if standing.recent == {"": metric} else metric_why
    if metric_why == SAID_BEFORE and not flow_why.startswith(_SAME_TELLER):
        return TURNED[metric], "the other way"
    if flow_why.startswith("reverse") and standing.metric in TURNED:
        return TURNED[standing.metric], metric_why
    return metric, metric_why


def _metric_of(
    reading: Reading, words: Lexicon, sides: list[Side], standing: Standing, group: Group, told: str | None
) -> tuple[Metric, str]:
    """What a group measures and why: by its own words, or as what the paragraph or the article goes on about."""
    running = standing.metric_for(group.unit_class, worth=_is_worth(reading, group))
    found, why = find_metric(reading, words, group, *running, works=standing.works, paying=standing.paying)
    metric: Metric = found or _unsaid(reading, sides, group)
    if not found and metric == "other" and standing.topic_metric in TURNED:
        metric, why = standing.topic_metric, _TOPIC  # "• Flour: 24,600 tonnes" on a list's own line
    again = standing.begun or reading.quantities[group.members[0]].short
    if group.unit in BOXES and again and why != CALLED and standing.recent.get("carriage") in TURNED:
        metric, why = standing.recent["carriage"], CALLED  # the same boxes a year before
    if told is not None and fits(told, group.unit_class):  # type: ignore[arg-type]
        metric, why = told, IN_ORDER  # type: ignore[assignment]
    elif why == SAID_BEFORE and standing.returns_to_topic(reading, group, metric):
        metric, why = standing.topic_metric or metric, _TOPIC
    of_deal = any(cue.label == "contract_value" for name in ("metric", "hint") for cue in reading.cues[name])
    if why == SAID_BEFORE and metric in TURNED and standing.begun and not of_deal and _is_worth(reading, group):
        why = WORTH
    word = why.strip("“”")
    if metric == "exports" and word in words.traits.neutral and standing.recent.get("") == "imports":
        metric = "imports"  # "China's imports rose. Deliveries by sea shrank": the paragraph goes on from one side
    if (
        metric in TURNED
        and word in words.traits.moving
        and "freight" in (standing.recent.get(_MOVING.get(group.unit, "bulk")), _boxes_told(standing, group))
    ):
        metric = "freight"
    return metric, why


def _region_of(
    reading: Reading,
    words: Lexicon,
    sides: list[Side],
    standing: Standing,
    group: Group,
    metric: Metric,
    metric_why: str,
    goods: str | None,
) -> tuple[str | None, str]:
    """The province of a group and why; None for what is of no one province."""
    told_before = standing.region_read and standing.handled is not None
    elsewhere = told_before and goods not in (None, standing.handled)  # what other goods than the terminal's did
    region, why = _region_told(reading, words, sides, standing, group, metric, metric_why)
    if elsewhere and why == SAID_BEFORE:
        return None, NATIONWIDE
    of_house = region is not None and region == standing.house and metric in _OF_HOUSE
    return region, HOUSE if of_house and _names_no_other(sides, region) else why


def _region_told(
    reading: Reading,
    words: Lexicon,
    sides: list[Side],
    standing: Standing,
    group: Group,
    metric: Metric,
    metric_why: str,
) -> tuple[str | None, str]:
    """As `_region_of`, whoever speaks."""
    said = standing.region if standing.region_read else standing.topic_region if metric in _OF_PLACE else None
    region, why = find_region(reading, sides, group.start, group.end, standing.places, said, metric, words)
    if metric == "price" and words.spaced and group.unit_class == "money" and not _at_head(sides, standing, region):
        return None, why  # where goods are priced is a market, not the figure's province
    if why != SAID_BEFORE:
        return region, why
    said = region if standing.region_read else None
    if metric == "freight" and said is None and (there := _at_the_works(reading, sides, standing, group)):
        return there, WORKS_THERE
    if (
        metric in _UNSITED
        or metric_why == OWED
        or (metric == "turnover" and of_nations(reading, group))
        or (not standing.region_read and _beyond_topic(reading, sides, group))
    ):
        return None, why
    site = standing.site or standing.topic_site if metric in _SITED else None
    if metric == "production" and region is not None and region == standing.passed:
        return site, GATE
    return region or site, why


def _at_the_works(reading: Reading, sides: list[Side], standing: Standing, group: Group) -> str | None:
    """Where the berth stands that the clause tells of by no name ("40,000 TEU passed the berth"): where the text is."""
    opens, closes = reading.clause(group.start)
    if any(side.region and opens <= side.start < closes for side in sides):
        return None
    if reading.traits.the_works.search(reading.folded, opens, closes) is None:
        return None
    told = list(standing.places.last_at)
    return standing.site or standing.topic_site or standing.named_before or (told[0] if len(told) == 1 else None)


def _boxes_told(standing: Standing, group: Group) -> Metric | None:
    """What boxes measured that the paragraph told last, beside which tonnes go and come as freight too."""
    return standing.recent.get("carriage") if group.unit_class == "bulk" and "" in standing.recent else None


def _at_head(sides: list[Side], standing: Standing, region: str | None) -> bool:
    """Does a sentence open with the province, and tell its trade before the price («Кемеровская область: вывоз …»)?"""
    head = sides[0] if sides else None
    opens = head is not None and head.kind == "region" and head.role == "none" and head.start <= _OPENS
    return opens and head is not None and standing.begun and head.region == standing.region == region


def _names_no_other(sides: list[Side], region: str | None) -> bool:
    """Does a sentence name no province but this one? A line over the border has an end in another."""
    return {side.region for side in sides if side.kind != "crossing"} <= {None, region}


def _names_no_way(reading: Reading) -> bool:
    """Does no word of a sentence tell a way or a land?"""
    return not reading.cues["course"] and not reading.cues["side"]


def _of_flow_told(reading: Reading, standing: Standing, running: Flow | None, goods: str | None) -> bool:
    """Was the running flow told of these goods?

    "China increases fish exports to Russia": the fish of the figures below goes there, usual or not.
    """
    if standing.listing and running == standing.flow is not None and _names_no_way(reading):
        return True  # 对俄出口汽车4.3万辆；蔬果25万吨
    of_topic = goods == standing.topic_goods
    if standing.topic_told and running == standing.topic_flow and of_topic:
        return True
    if standing.flow is not None:
        return goods == standing.flow_goods
    return standing.topic_flow is not None and standing.goods_in_title and of_topic


#: Beside what freight words of coming and going tell of freight: lorries beside lorries, else beside tonnes.
_MOVING = {"vehicle": "goods"}
#: Who owns goods or gets them tells where they go; whose trade it is stays.
_SAME_TELLER = ("owner", "to ", "to_cn")


def _is_worth(reading: Reading, group: Group) -> bool:
    """Does a word for the worth of goods stand right before the money (货值7.4亿元)?"""
    if group.members[0] and reading.quantities[group.members[0] - 1].unit == "item":
        return False  # 易货126笔，总额38亿: of deals
    return group.unit_class == "money" and any(
        cue.label == "worth" and 0 <= group.start - cue.end <= 2 for cue in reading.cues["bridge"]
    )
