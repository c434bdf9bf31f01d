"""Figures of an article: every quantity of economic substance, typed, dated and attributed.

Three steps, each pure: what stands in a sentence (`reading`), which quantities speak of one thing (`groups`), and what
each of them measures (`measure`, `metric`, `flow`, `scope`), where what a sentence leaves out is taken from what the
text spoke of last (`Standing`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from transform.amounts import find_quantities
from transform.flow import find_flow, usual_flow
from transform.gazetteer import gazetteer
from transform.groups import Group, group_quantities, unit_class
from transform.lexicon import Lexicon, lexicon
from transform.measure import Measured, explicit_basis, measure
from transform.metric import SAID_BEFORE, find_goods, find_metric
from transform.periods import find_periods
from transform.quantities import Period, Quantity
from transform.reading import Reading, read_sentence
from transform.records import Article, Basis, Figure, Flow, Metric
from transform.scope import (
    Span,
    Timed,
    compared_periods,
    dates_figures,
    find_period,
    find_region,
    month_before,
    years_before,
)
from transform.sides import Side, find_sides
from transform.source import find_source
from transform.text import Sentence

#: Called for each attribute of each figure with the figure, the attribute's name and why it has its value.
Explain = Callable[[Figure, str, str], None]
QuantityFinder = Callable[[Sentence], list[Quantity]]

_FLOWS: frozenset[Metric] = frozenset(("turnover", "exports", "imports", "freight", "production", "other", "price"))
_MOVED: frozenset[Metric] = frozenset(("exports", "imports", "freight", "price", "contract_value"))
#: Metrics whose figures go on about the period spoken of before.
_DATED: frozenset[Metric] = frozenset(
    ("turnover", "exports", "imports", "freight", "other", "production", "settlement")
)
_YEARLY: frozenset[Metric] = _DATED | {"price", "companies", "people", "investment", "projects"}
_COUNTED = frozenset(("companies", "agreements", "projects", "people"))
_TURNED: dict[Metric, Metric] = {"exports": "imports", "imports": "exports"}
_GOODLESS: frozenset[Metric] = frozenset(
    ("turnover", "agreements", "finance", "people", "settlement", "companies", "investment", "contract_value", "other")
)
_GOODLESS_UNITS = frozenset(("TEU", "container", "train"))


class Standing(msgspec.Struct):
    """What the text spoke of last; the one mutable thing here, passed from sentence to sentence."""

    metric: Metric | None = None
    #: the metric last spoken of in each class of units
    metrics: dict[str, Metric] = {}
    flow: Flow | None = None
    topic_flow: Flow | None = None
    region: str | None = None
    topic_region: str | None = None
    goods: str | None = None
    topic_goods: str | None = None
    span: Span | None = None
    source: str | None = None
    paragraph: int = -1

    def period(self) -> Period | None:
        """The span last spoken of, as the period finder takes it."""
        if self.span is None:
            return None
        return Period(start=0, end=0, first=self.span[0], last=self.span[1], grain="months")

    def metric_for(self, unit_class: str) -> tuple[Metric | None, str | None]:
        """What a number of that class measures if its sentence does not say, and the class that it was said of."""
        if unit_class == "ratio":
            return self.metric, "ratio"
        if unit_class in self.metrics:
            return self.metrics[unit_class], unit_class
        return self.metric, None


def find_figures(
    article: Article,
    sentences: Sequence[Sentence],
    language: str,
    *,
    quantities: QuantityFinder | None = None,
    explain: Explain | None = None,
) -> tuple[Figure, ...]:
    """The figures of an article in text order; a value said again with nothing new is left out.

    `quantities` replaces the quantity finder; `explain` is told why each attribute has its value.
    """
    words = lexicon(language)
    names = gazetteer()
    reference = _day(article.published)
    standing = Standing()
    found: list[Figure] = []
    for sentence in sentences:
        numbers = quantities(sentence) if quantities else find_quantities(sentence.text, language)
        numbers = [q for q in numbers if q.unit]
        reading = read_sentence(
            sentence,
            words,
            numbers,
            find_periods(sentence.text, language, reference, standing.period()),
            names.find(sentence.text, language),
        )
        sides = find_sides(reading, words)
        _open(standing, reading, words, sides)
        if numbers:
            found.extend(_resolve(reading, words, sides, standing, language, explain))
    return _first_statements(found)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _open(standing: Standing, reading: Reading, words: Lexicon, sides: list[Side]) -> None:
    """Take up what a sentence brings into the talk, before its figures are read."""
    sentence = reading.sentence
    goods = [cue.label for cue in reading.cues["goods"]]
    if sentence.paragraph <= 0 and standing.topic_goods is None and goods:
        standing.topic_goods = goods[0]
    regions = [side.region for side in sides if side.region and side.kind == "region"]
    if sentence.paragraph <= 0 and standing.topic_region is None and regions:
        standing.topic_region = regions[0]
    if sentence.paragraph <= 0 and standing.topic_flow is None:
        end = len(reading.folded)
        whole = Group((), end, end, "ratio", "%")
        metric, _ = find_metric(reading, words, whole, None, None)
        if metric in ("exports", "imports", "freight"):
            standing.topic_flow = find_flow(reading, words, sides, whole, metric, None)[0]
    if not reading.quantities:
        _lead(standing, reading, words)
    standing.paragraph = sentence.paragraph


def _lead(standing: Standing, reading: Reading, words: Lexicon) -> None:
    """A sentence without figures may name what the next ones measure ("Trade itself is a slower train. It …")."""
    spans = {(p.first, p.last) for p in reading.periods if dates_figures(reading, words, p)}
    trade = any(cue.label in _FLOWS for cue in reading.cues["metric"])
    if len(spans) == 1 and (trade or standing.span is None):
        standing.span = spans.pop()
    for cue in reversed(reading.cues["metric"]):
        if cue.label not in _COUNTED:
            standing.metric = cue.label  # type: ignore[assignment]
            standing.metrics = {}
            return


def _resolve(
    reading: Reading, words: Lexicon, sides: list[Side], standing: Standing, language: str, explain: Explain | None
) -> list[Figure]:
    compared = compared_periods(reading)
    source = find_source(reading, words, language)
    figures: list[Figure] = []
    previous: Measured | None = None
    for group in group_quantities(reading, words):
        made, previous = _group_figures(reading, words, sides, standing, group, compared, source, previous, explain)
        figures.extend(made)
    return figures


def _capacity(reading: Reading, group: Group) -> bool:
    for cue in reading.cues["rate"]:
        if reading.distance(cue.start, cue.end, group.start, group.end, after=0.2, wall=1.2) < 2.8:
            return True
    return False


def _group_figures(
    reading: Reading,
    words: Lexicon,
    sides: list[Side],
    standing: Standing,
    group: Group,
    compared: set[int],
    source: str | None,
    previous: Measured | None,
    explain: Explain | None,
) -> tuple[list[Figure], Measured | None]:
    if reading.near("noise", group.start, group.end, within=1.6) is not None:
        return [], previous
    metric, metric_why = find_metric(reading, words, group, *standing.metric_for(group.unit_class))
    metric = metric or "other"
    flow, flow_why = find_flow(reading, words, sides, group, metric, standing.flow or standing.topic_flow)
    if metric_why == SAID_BEFORE and metric in _TURNED and flow and standing.flow and flow != standing.flow:
        metric, metric_why = _TURNED[metric], "the other way"
    goods, goods_why = find_goods(reading, group)
    if goods is None and metric not in _GOODLESS and group.unit not in _GOODLESS_UNITS:
        goods, goods_why = standing.goods or standing.topic_goods, "as said before"
    if metric in ("turnover", "agreements", "finance", "people", "settlement") and goods_why == "as said before":
        goods = None
    region, region_why = find_region(reading, sides, group.start, group.end, standing.region, standing.topic_region)
    if flow is None and metric in _MOVED:
        flow = usual_flow(goods or standing.goods or standing.topic_goods)
        flow_why = "the usual way of these goods" if flow else ""
    capacity = _capacity(reading, group)
    base: Span | None = None
    figures: list[Figure] = []
    money: str | None = None
    money_unit: str | None = None
    for index in group.members:
        quantity = reading.quantities[index]
        measured = measure(reading, words, index, previous)
        timed = find_period(reading, words, index, compared, base, standing.span)
        span = timed.span
        if not timed.named and (metric not in _DATED or capacity):
            span = None
        if capacity and timed.named and reading.near("plan", group.start, group.end, within=4.0):
            span = None
        if metric == "contract_value":
            span = None
        if base is None and not timed.compared:
            base = span
        basis, basis_why = _basis(reading, index, measured, metric, span, compared)
        sentence = reading.sentence
        quote = sentence.text[quantity.start : quantity.end]
        equivalent = None
        if quantity.kind == "money" or unit_class(quantity.unit or "") == "money":
            if money is not None and money_unit != quantity.unit:
                equivalent = money
            else:
                money, money_unit = quote, quantity.unit
        figure = Figure(
            quote=quote,
            field=sentence.field,
            start=sentence.start + quantity.start,
            end=sentence.start + quantity.end,
            value=quantity.value,
            value_high=quantity.value_high,
            unit=quantity.unit or "",
            modifier=quantity.modifier,
            measure=measured.measure,
            direction=measured.direction,
            metric=metric,
            flow=flow,
            region=region,
            commodity=goods,
            period_start=span[0] if span else None,
            period_end=span[1] if span else None,
            basis=basis,
            equivalent=equivalent,
            source=source,
        )
        figures.append(figure)
        if explain is not None:
            for name, why in (
                ("metric", metric_why), ("flow", flow_why), ("commodity", goods_why), ("region", region_why),
                ("measure", measured.why), ("period", timed.why), ("basis", basis_why),
            ):  # fmt: skip
                explain(figure, name, why)
        previous = measured
    _take_up(standing, group, metric, flow, region, goods, base)
    return figures, previous


def _take_up(
    standing: Standing,
    group: Group,
    metric: Metric,
    flow: Flow | None,
    region: str | None,
    goods: str | None,
    base: Span | None,
) -> None:
    """What a group said is what the next may leave out."""
    if metric in _FLOWS:
        standing.metric = metric
        standing.metrics[group.unit_class] = metric
        if metric != "turnover" and flow:
            standing.flow = flow
        standing.region = region
        standing.goods = goods
        if base is not None:
            standing.span = base
    elif metric == "tariff":
        standing.metric = metric
        standing.metrics[group.unit_class] = metric


def _basis(
    reading: Reading, index: int, measured: Measured, metric: Metric, span: Span | None, compared: set[int]
) -> tuple[Basis | None, str]:
    if measured.measure not in ("change", "multiple"):
        return None, ""
    quantity = reading.quantities[index]
    basis, why = explicit_basis(reading, quantity.start, quantity.end)
    if basis is not None:
        return basis, why
    if metric == "tariff":
        return None, ""
    if span is not None:
        for place in compared:
            period = reading.periods[place]
            if reading.distance(period.start, period.end, quantity.start, quantity.end, after=0, wall=1) > 5:
                continue
            other = (period.first, period.last)
            if other == month_before(span):
                return "mom", f"against the month before, “{reading.folded[period.start : period.end]}”"
            if other == years_before(span, 1):
                return "yoy", f"against a year before, “{reading.folded[period.start : period.end]}”"
            if int(span[0][:4]) - int(period.first[:4]) > 1:
                return None, "against a year further back"
    if metric in _YEARLY and span is not None:
        return "yoy", "trade is measured against a year before"
    return None, ""


def _first_statements(figures: list[Figure]) -> tuple[Figure, ...]:
    """Leave out what a title or a later sentence says again."""
    body = [figure for figure in figures if figure.field == "text"]
    kept: list[Figure] = []
    seen: set[tuple[object, ...]] = set()
    for figure in figures:
        if figure.field == "title":
            if any(_restates(other, figure) for other in body):
                continue
        else:
            key = (
                figure.value, figure.value_high, figure.unit, figure.measure, figure.direction, figure.metric,
                figure.flow, figure.period_start, figure.period_end, figure.commodity, figure.region, figure.basis,
            )  # fmt: skip
            if key in seen:
                continue
            seen.add(key)
        kept.append(figure)
    return tuple(kept)


def _restates(full: Figure, short: Figure) -> bool:
    """Is `short`, perhaps rounded, the value of `full`?"""
    if full.unit != short.unit or (full.value_high is None) != (short.value_high is None):
        return False
    return abs(full.value - short.value) * 50 <= abs(full.value)


__all__ = ["Explain", "Timed", "find_figures"]
