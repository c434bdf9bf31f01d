"""Gives each figure of a group its attributes, from the words around it and from what the text spoke of last."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from transform.figures.evidence.span_signs import Told, span_signs
from transform.figures.figure_span import began, timed, undated
from transform.figures.measured.basis import find_basis
from transform.figures.measured.measure import Measured
from transform.figures.measuring import how_measured
from transform.figures.revised import SURE, Watch, said
from transform.figures.sentence.groups import Group, unit_class
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.spans.comparison import Timed
from transform.figures.spans.earlier_times import Span
from transform.figures.told.standing import Standing
from transform.numbers.quantities import Quantity
from transform.records import Figure
from transform.weighed import choose_among, loudest_of

#: A sum in another money is no more times as large, even where a slip makes thousands of millions; a total of tonnes
#: beside their price (每吨348美元，总额近30亿元) is.
_ONE_SUM = 100_000
#: Called for each attribute of each figure with the figure, the attribute's name and why it has its value.
Explain = Callable[[Figure, str, str], None]


def attribute(
    reading: Reading,
    words: Lexicon,
    group: Group,
    shared: Shared,
    standing: Standing,
    compared: set[int],
    previous: Measured | None,
    *,
    dated_here: Span | None,
    explain: Explain | None,
    watch: Watch | None = None,
) -> tuple[list[Figure], Span | None, Measured | None]:
    """The group's figures, the span that its head covers, and how its last member measured.

    `dated_here` is the span of the figure before it in the sentence; `watch` is shown what speaks for each span.
    """
    metric = shared.metric
    base: Span | None = None
    first: Span | None = None
    figures: list[Figure] = []
    money: tuple[Figure, Span | None] | None = None
    for index in group.members:
        quantity = reading.quantities[index]
        unit = quantity.unit or ""
        if unit == "item" and shared.goods == "vehicles" and _pieces(reading, quantity, words):
            unit = "vehicle"  # "9,870 units" of cars
        measured = how_measured(reading, words, index, metric, previous)
        told = timed(reading, words, group, index, shared, standing, compared, base, dated_here, measured)
        none = undated(reading, words, group, index, shared, standing, told, dated_here, measured)
        span = None if none else told.span
        of = Told(reading, quantity, group, shared, measured, base, dated_here, frozenset(compared))
        signs = span_signs(of, span, words, standing) if watch is not None or not told.sure else {}
        # The text goes on from what the rules read: one span that is weighed wrong would date all that follows.
        if not told.compared and (base is None or told.named):
            base = span
        if first is None and not (told.compared or began(reading, words, group, index)):
            first = span
        if watch is not None:
            watch.span(of, span, signs)
        elif not told.sure:
            told, span = _weighed(told, span, signs, explained=explain is not None)
        basis, basis_why = find_basis(reading, index, measured, metric, span, compared, words, standing.today)
        equivalent = None
        is_money = unit_class(unit) == "money"
        if is_money and money is not None and money[0].unit != unit and _one_sum(money[0].value, quantity.value):
            equivalent, span = money[0].quote, money[1]  # the same sum holds when it does
        figure = Figure(
            quote=reading.sentence.text[quantity.start : quantity.end],
            field=reading.sentence.field,
            start=reading.sentence.start + quantity.start,
            end=reading.sentence.start + quantity.end,
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
        )
        figures.append(figure)
        if is_money and equivalent is None:
            money = figure, span
        if explain is not None:
            reasons = shared.why | {"measure": measured.why, "period": told.why if span else "", "basis": basis_why}
            for name, why in reasons.items():
                explain(figure, name, why)
        if unit_class(unit) == "ratio":
            previous = measured
    return figures, base if len(group.members) == 1 else first or base, previous


def _weighed(
    told: Timed, span: Span | None, signs: dict[Span | None, set[str]], *, explained: bool
) -> tuple[Timed, Span | None]:
    """The span that all signs together speak for, where they do so clearly against the one that the rules read."""
    chosen = choose_among("period", signs)
    if chosen.label == span or chosen.sure < SURE["period"]:
        return told, span
    span = chosen.label
    reason = said(explained, loudest_of, "period", signs[span])
    return Timed(span, "named" in signs[span], reason, told.compared), span


def _pieces(reading: Reading, quantity: Quantity, words: Lexicon) -> bool:
    """Are they counted by a word that stands for whatever was spoken of ("units", «штук», 台)?"""
    return (quantity.noun or reading.folded[quantity.end - 1 : quantity.end]) in words.traits.pieces


def _one_sum(one: Decimal, other: Decimal) -> bool:
    """May two sums in two kinds of money be the same?"""
    return one <= _ONE_SUM * other and other <= _ONE_SUM * one
