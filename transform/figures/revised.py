"""What a group has in common, read anew where the weights of all signs are sure and the rules' own reading differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from transform.figures.evidence.goods_signs import goods_signs
from transform.figures.evidence.group_signs import group_signs, with_flow, with_metric
from transform.figures.evidence.region_signs import region_signs
from transform.figures.evidence.span_signs import Told
from transform.figures.flows.told_way import told_way
from transform.figures.goods.near_words import named_goods
from transform.figures.measured.metric import fits
from transform.figures.measured.rates import capacity
from transform.figures.measured.taken import TRADE
from transform.figures.regions.provinces import of_nations, of_part
from transform.figures.sentence.firm import ABLE, IN_ORDER, ONE_WAY, OUTRIGHT, PHRASE, stands
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.sentence.sides import Side
from transform.figures.spans.earlier_times import Span
from transform.figures.told.carried import GOODLESS_UNITS
from transform.figures.told.standing import Standing
from transform.figures.told.whole import Whole
from transform.numbers.bare_numbers import Seen
from transform.numbers.draft import Draft
from transform.text.sentences import Sentence
from transform.weighed import NONE, Choice, Signs, choose, choose_among, loudest, loudest_of, shares

#: Below this the rules' reading stands; chosen on writers that neither rules nor weights had seen.
SURE = {"metric": 0.6, "flow": 0.6, "region": 0.78, "commodity": 0.65, "period": 0.8}
#: From here on a metric is plain, beside whatever flow; below it so many metrics and flows are tried together.
_PLAIN, _METRICS, _FLOWS = 0.8, 3, 2
#: Units that name what is counted leave nothing to weigh.
_WEIGHED = frozenset(("money", "bulk", "goods", "ratio", "carriage", "extent"))


class Evidence(msgspec.Struct, frozen=True):
    """All that the choices of one group rest on."""

    signs: Signs
    goods: dict[str | None, set[str]]
    regions: dict[str | None, set[str]]


class Watch(Protocol):
    """Is shown the evidence while the rules' reading stands; the weights are fitted to it."""

    def number(self, sentence: Sentence, draft: Draft, seen: Seen) -> None:
        """A number that had no unit, with the one that the rules gave it."""

    def group(self, reading: Reading, group: Group, shared: Shared, evidence: Evidence) -> None:
        """A group with what the rules read of it."""

    def span(self, told: Told, span: Span | None, signs: dict[Span | None, set[str]]) -> None:
        """A figure with the span that the rules gave it."""


def evidence_of(
    shared: Shared, reading: Reading, sides: Sequence[Side], group: Group, standing: Standing, whole: Whole
) -> Evidence:
    """The signs as they are while the rules' reading stands."""
    return Evidence(
        group_signs(reading, sides, group, standing, whole, shared),
        goods_signs(reading, group, standing, whole, shared),
        region_signs(reading, sides, group, standing, whole, shared),
    )


def said(explained: bool, loudest: Callable[..., str], *of: object) -> str:
    """The reason to give for a choice: the sign that spoke loudest for it, looked for only if it is asked for."""
    sign = loudest(*of) if explained else ""
    return f"weighed: {sign}" if sign else "weighed"


def weighed_flow(signs: Signs, metric: str, flow: str | None) -> str | None:
    """The flow as weighed beside a metric where that is sure, else the one read."""
    went = choose("flow", with_metric(signs, metric))
    return went.label if went.sure >= SURE["flow"] else flow


def weighed_metric(signs: Signs, way: str | None) -> Choice[str]:
    """The metric beside a flow; where that leaves it open, the one that goes best with what flow goes best with it."""
    seen = with_flow(signs, way)
    chosen = choose("metric", seen)
    if chosen.sure >= _PLAIN:
        return chosen
    beside: dict[str, dict[str, float]] = {}
    spoke: dict[str, float] = {}
    for metric in _likeliest(shares("metric", seen), _METRICS):
        flows = shares("flow", with_metric(signs, metric))
        for flow in _likeliest(flows, _FLOWS):
            if flow not in beside:
                beside[flow] = shares("metric", with_flow(signs, None if flow == NONE else flow))
            spoke[metric] = max(spoke.get(metric, 0.0), beside[flow][metric] * flows[flow])
    best = max(spoke, key=spoke.__getitem__)
    return Choice(best, spoke[best] / sum(spoke.values()))


def _likeliest(told: dict[str, float], count: int) -> list[str]:
    return sorted(told, key=told.__getitem__, reverse=True)[:count]


def revise(
    shared: Shared,
    reading: Reading,
    sides: Sequence[Side],
    group: Group,
    standing: Standing,
    whole: Whole,
    *,
    explained: bool,
) -> Shared:
    """The group's metric, flow, goods and region, each as weighed where that is sure."""
    why = dict(shared.why)
    signs = group_signs(reading, sides, group, standing, whole, shared)
    metric, flow, words = shared.metric, shared.flow, whole.view.words
    if not (stands(why["metric"]) or _bought(reading, words, group, metric)):
        way = weighed_flow(signs, metric, flow)
        chosen = weighed_metric(signs, way)
        spoken = group.unit_class != "ratio" or _spoken_of(chosen.label, reading, standing)
        if chosen.label != metric and chosen.sure >= SURE["metric"] and spoken and _possible(chosen.label, group):
            metric = chosen.label  # type: ignore[assignment]
            why["metric"] = said(explained, loudest, "metric", with_flow(signs, way), metric)
            why["flow"] = "" if why["flow"] == ONE_WAY else why["flow"]  # it is no payment, so that goods go a way
    outright = told_way(reading, words, sides, group, metric)
    plain = flow is not None and (outright == flow or _as_headlined(standing, sides, metric, flow))
    if outright is not None and words.spaced and not (plain or stands(why["flow"])):
        flow, why["flow"] = outright, OUTRIGHT
    elif not (plain or stands(why["flow"])) and why["metric"] != IN_ORDER:
        signs = with_metric(signs, metric)
        went = choose("flow", signs)
        if went.label != flow and (went.sure >= SURE["flow"] or metric != shared.metric):
            flow, why["flow"] = went.label, said(explained, loudest, "flow", signs, went.label)  # type: ignore[assignment]
    stays = words.traits.made_stays and shared.metric == metric and _made(why["metric"])
    if metric == "production" and (stays or not words.spaced or why["metric"] == PHRASE):
        flow = None  # in Chinese it goes without saying where what is made goes, and no golden text tells it
    before, shared = shared, msgspec.structs.replace(shared, metric=metric, flow=flow)
    goods = shared.goods
    if metric == "freight" and group.unit == "vehicle":
        goods = goods if before.metric == metric else None  # lorries carry goods and are none
    elif not stands(why["commodity"]) and group.unit not in GOODLESS_UNITS:
        listed = goods_signs(reading, group, standing, whole, shared)
        named = choose_among("commodity", listed)
        if named.label != goods and named.sure >= SURE["commodity"]:
            goods, why["commodity"] = named.label, said(explained, loudest_of, "commodity", listed[named.label])
    if goods is not None and _of_all_goods(reading, words, group):
        goods, why["commodity"] = None, "trade in goods of all kinds"
    region = shared.region
    if not (stands(why["region"]) or of_nations(reading, group)):
        places = region_signs(reading, sides, group, standing, whole, shared)
        place = choose_among("region", places)
        if place.label != region and place.sure >= SURE["region"]:
            region, why["region"] = place.label, said(explained, loudest_of, "region", places[place.label])
    if region is not None and _wider(reading, group, region):
        region, why["region"] = None, "a wider stretch of land"
    able = metric in ("freight", "production") and capacity(reading, group) is not None
    return msgspec.structs.replace(shared, goods=goods, region=region, capacity=able, why=why)


def _bought(reading: Reading, words: Lexicon, group: Group, metric: str) -> bool:
    """Is an amount of goods told as imports by a word of buying right before it ("to buy 300,000 cubic metres")?"""
    amount = metric == "imports" and group.unit_class in ("bulk", "goods")
    return amount and words.traits.bought.search(reading.folded, 0, group.start) is not None


def _wider(reading: Reading, group: Group, region: str) -> bool:
    """Does the sentence speak of a wider land than the province told before ("In the Far East | 58 projects are …")?

    A place that lies in no one province is wider than each.
    """
    named = [
        one
        for one in reading.entities
        if (one.entity.region or one.entity.id)[:2] == region[:2] and not of_part(reading, group.end, one.start)
    ]
    wide = [one for one in reading.entities if one.entity.kind == "place" and one.entity.region is None]
    return not named and any(one.end <= group.start and one.entity.country == region[:2] for one in wide)


def _of_all_goods(reading: Reading, words: Lexicon, group: Group) -> bool:
    """Is the whole trade of one with the other told right before the group, and no goods named in its clause?"""
    first, last = reading.clause(group.start)
    return words.traits.all_goods.search(reading.folded, first, group.start) is not None and not any(
        first <= cue.start < max(last, group.end) for cue in named_goods(reading)
    )


def _made(why: str) -> bool:
    """Does a word beside it tell that it is made or can be? Nobody ships that."""
    return why == ABLE or why.startswith("“")


def _as_headlined(standing: Standing, sides: Sequence[Side], metric: str, flow: str) -> bool:
    """Does a sentence without sides go on about what the headline told the way of outright?"""
    unsaid = not any(side.country in ("CN", "RU") for side in sides)
    return standing.topic_told and unsaid and metric in TRADE and flow == standing.topic_flow


def _spoken_of(metric: str | None, reading: Reading, standing: Standing) -> bool:
    """Does the sentence, or what was told before it, speak of such money? A share of lorries is none of loans."""
    told = {cue.label for name in ("metric", "hint", "finance") for cue in reading.cues[name]}
    before = {standing.metric, standing.topic_metric, *standing.recent.values(), *standing.by_class.values()}
    return metric not in _OF_MONEY or metric in told or metric in before or (metric == "finance" and bool(told & _LENT))


#: What a share is of only where money is spoken of, and the words of lending.
_OF_MONEY = frozenset(("finance", "settlement", "tariff"))
_LENT = frozenset(("lend", "swap", "line", "borrow"))


def _possible(metric: str | None, group: Group) -> bool:
    """Can an amount of that kind measure this? What is carried or laid can be anything that weights were fitted to."""
    if metric is None or group.unit_class not in _WEIGHED:
        return False
    return group.unit_class in ("carriage", "extent") or fits(metric, group.unit_class)  # type: ignore[arg-type]
