"""What a group of figures has in common: metric, flow, goods and region, from the words around it and from before."""

from __future__ import annotations

from transform.called import BOXES, called_behind
from transform.carried import TURNED, goods_of
from transform.firm import CALLED, IN_ORDER, OWED
from transform.flow import find_flow, usual_flow
from transform.goods import NO_GOODS
from transform.groups import Group
from transform.lexicon import Lexicon
from transform.metric import OF_DEAL, SAID_BEFORE, find_metric, fits
from transform.provinces import find_region, of_nations
from transform.rates import capacity, is_rate
from transform.reading import Reading
from transform.records import Flow, Metric
from transform.shared import Shared
from transform.sides import Side
from transform.standing import Standing

_MOVED: frozenset[Metric] = frozenset(("exports", "imports", "freight", "price", "contract_value"))
_OF_PLACE: frozenset[Metric] = frozenset(
    ("turnover", "exports", "imports", "freight", "production", "companies", "investment")
)
#: What is built, made or hired in the place that the sentence before names.
_SITED: frozenset[Metric] = frozenset(("investment", "production", "companies", "people", "projects"))


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
    """Metric, flow, goods and region of a group; `dealt` goods and `told_metric` are what "respectively" gives it."""
    running_metric = standing.metric_for(group.unit_class, worth=_is_worth(reading, group))
    found, metric_why = find_metric(
        reading, words, group, *running_metric, works=standing.works, paying=standing.paying
    )
    metric: Metric = found or _unsaid(reading, sides, group)
    if not found and metric == "other" and standing.topic_metric in TURNED:
        # "• Flour: 24,600 tonnes" on a list's own line
        metric, metric_why = standing.topic_metric, "what the article is about"
    again = standing.begun or reading.quantities[group.members[0]].short
    if group.unit in BOXES and again and metric_why != CALLED and standing.recent.get("carriage") in TURNED:
        metric, metric_why = standing.recent["carriage"], CALLED  # the same boxes a year before
    if told_metric is not None and fits(told_metric, group.unit_class):  # type: ignore[arg-type]
        metric, metric_why = told_metric, IN_ORDER  # type: ignore[assignment]
    elif metric_why == SAID_BEFORE and standing.returns_to_topic(reading, group, metric):
        metric, metric_why = standing.topic_metric or metric, "what the article is about"
    if metric == "exports" and metric_why.strip("“”") in words.neutral and standing.recent.get("") == "imports":
        # "China's imports rose. Deliveries by sea shrank": the paragraph goes on from one side.
        metric = "imports"
    if metric in TURNED and metric_why.strip("“”") in words.moving and standing.recent.get("bulk") == "freight":
        metric = "freight"
    goods, goods_why = (dealt, IN_ORDER) if dealt else goods_of(reading, words, group, metric, metric_why, standing)
    moved = goods or standing.recent_goods or standing.goods or standing.topic_goods
    running = (standing.freight if metric == "freight" else None) or standing.flow or standing.topic_flow
    reporter = standing.reporter_in(reading, words, sides)
    # "China increases fish exports to Russia": the fish of the figures below goes there, usual or not.
    headlined = standing.topic_told and running == standing.topic_flow and goods == standing.topic_goods
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
        same_goods=headlined
        or (
            goods == standing.flow_goods
            if standing.flow is not None
            else standing.topic_flow is not None and standing.goods_in_title and goods == standing.topic_goods
        ),
        metric_said=metric_why not in (SAID_BEFORE, OF_DEAL, "what the article is about"),
        reporter=reporter,
        home=(standing.topic_region or words.home or standing.teller or standing.places.topic or "")[:2] or None,
        first_freight=standing.freight is None and goods is None,
        crossing=standing.crossing,
    )
    side = reporter or words.home
    if told_metric is not None and metric in TURNED and side:
        flow = "CN>RU" if (side == "CN") == (metric == "exports") else "RU>CN"
        flow_why = f"{metric} of {side}"
    elif metric in TURNED and flow and standing.flow and flow != standing.flow:
        if metric_why == SAID_BEFORE and not flow_why.startswith(_SAME_TELLER):
            metric, metric_why = TURNED[metric], "the other way"
        elif flow_why.startswith("reverse") and standing.metric in TURNED:
            metric = TURNED[standing.metric]
    if (behind := called_behind(reading, words, sides, group)) is not None and (behind[1] or side):
        metric, metric_why = behind[0], CALLED  # «31 миллион — ввоз»
        flow, flow_why = ("CN>RU" if ((behind[1] or side) == "CN") == (metric == "exports") else "RU>CN"), CALLED
    if metric == "contract_value" and (standing.recent.get("") == "agreements" or (flow is None and goods is None)):
        flow, flow_why = "CN<>RU", "deals of both sides"
    elif flow is None and metric in _MOVED:
        flow = usual_flow(moved)
        flow_why = "the usual way of these goods" if flow else ""
    said = standing.region if standing.region_read else standing.topic_region if metric in _OF_PLACE else None
    region, region_why = find_region(reading, sides, group.start, group.end, standing.places, said, metric, words)
    if region is None and region_why == SAID_BEFORE and metric in _SITED:
        region = standing.site or standing.topic_site
    unsited = metric in ("finance", "tariff", "agreements", "settlement", "contract_value") or metric_why == OWED
    if unsited and region_why == SAID_BEFORE:
        region = None
    if metric == "price" and words.spaced and group.unit_class == "money":
        region = None  # where goods are priced is a market, not the figure's province
    if region_why == SAID_BEFORE and (
        (metric == "turnover" and of_nations(reading, group))
        or (not standing.region_read and _beyond_topic(reading, sides, group))
    ):
        region = None
    return Shared(
        metric,
        flow,
        goods,
        region,
        is_rate(reading, group),
        metric in ("freight", "production") and capacity(reading, group) is not None,
        {"metric": metric_why, "flow": flow_why, "commodity": goods_why, "region": region_why},
    )


#: Who owns goods or gets them tells where they go; whose trade it is stays.
_SAME_TELLER = ("owner", "to ", "to_cn")


def _is_worth(reading: Reading, group: Group) -> bool:
    """Does a word for the worth of goods stand right before the money (货值7.4亿元)?"""
    return group.unit_class == "money" and any(
        cue.label == "worth" and 0 <= group.start - cue.end <= 2 for cue in reading.cues["bridge"]
    )
