"""Gives each figure of a group its attributes, from the words around it and from what the text spoke of last."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from transform.figures.evidence.span_signs import Told, span_signs
from transform.figures.figure_span import began, timed, undated
from transform.figures.measured.basis import find_basis
from transform.figures.measured.measure import Measured
from transform.figures.measuring import how_measured
from transform.figures.regions.towns import town_of
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
#: What tells that a span is only one that something is compared with ("a year earlier").
_BASE = {"named to compare with", "named as base year"}
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
    members = _Members(reading, words, group, shared, standing, compared, previous, dated_here, explain, watch)
    figures = [members.figure(index) for index in group.members]
    return figures, members.base if len(figures) == 1 else members.first or members.base, members.previous


class _Members:
    """The numbers of a group one after the other, with what each leaves to the next.

    `base` is the span of the group's head, `first` that of the first one which is compared with nothing; `previous` is
    how the last percentage measured.
    """

    def __init__(
        self,
        reading: Reading,
        words: Lexicon,
        group: Group,
        shared: Shared,
        standing: Standing,
        compared: set[int],
        previous: Measured | None,
        dated_here: Span | None,
        explain: Explain | None,
        watch: Watch | None,
    ) -> None:
        self._reading, self._words, self._group, self._shared = reading, words, group, shared
        self._standing, self._compared, self._dated_here = standing, compared, dated_here
        self._explain, self._watch = explain, watch
        self.base: Span | None = None
        self.first: Span | None = None
        self.previous = previous
        self._money: tuple[Figure, Span | None] | None = None

    def figure(self, index: int) -> Figure:
        """The figure of the number at `index`."""
        reading, words, shared = self._reading, self._words, self._shared
        quantity, sentence = reading.quantities[index], reading.sentence
        measured = how_measured(reading, words, index, shared.metric, self.previous)
        told, span = self._dated(index, measured)
        basis, basis_why = find_basis(
            reading, index, measured, shared.metric, span, self._compared, words, self._standing.today
        )
        unit = self._unit(quantity)
        equivalent, span = self._same_sum(quantity, unit) or (None, span)
        figure = Figure(
            quote=sentence.text[quantity.start : quantity.end],
            field=sentence.field,
            start=sentence.start + quantity.start,
            end=sentence.start + quantity.end,
            value=quantity.value,
            value_high=quantity.value_high,
            unit=unit,
            modifier=quantity.modifier,
            measure=measured.measure,
            direction=measured.direction,
            metric=shared.metric,
            flow=shared.flow,
            region=shared.region,
            commodity=shared.goods,
            period_start=span[0] if span else None,
            period_end=span[1] if span else None,
            basis=basis,
            equivalent=equivalent,
            place=town_of(reading, shared),
        )
        if unit_class(unit) == "money" and equivalent is None:
            self._money = figure, span
        if unit_class(unit) == "ratio":
            self.previous = measured
        if self._explain is not None:
            reasons = shared.why | {"measure": measured.why, "period": told.why if span else "", "basis": basis_why}
            for name, why in reasons.items():
                self._explain(figure, name, why)
        return figure

    def _dated(self, index: int, measured: Measured) -> tuple[Timed, Span | None]:
        """What tells the figure's time, and the span that it then has."""
        reading, words, group, shared, standing = self._reading, self._words, self._group, self._shared, self._standing
        here, base = self._dated_here, self.base
        told = timed(reading, words, group, index, shared, standing, self._compared, base, here, measured)
        none = undated(reading, words, group, index, shared, standing, told, here, measured)
        span = None if none else told.span
        of = Told(reading, reading.quantities[index], group, shared, measured, base, here, frozenset(self._compared))
        signs = span_signs(of, span, words, standing) if self._watch is not None or not told.sure else {}
        # The text goes on from what the rules read: one span that is weighed wrong would date all that follows.
        if not told.compared and (base is None or told.named):
            self.base = span
        if self.first is None and not (told.compared or began(reading, words, group, index)):
            self.first = span
        if self._watch is not None:
            self._watch.span(of, span, signs)
        elif not told.sure:
            return _weighed(told, span, signs, explained=self._explain is not None)
        return told, span

    def _unit(self, quantity: Quantity) -> str:
        """The number's unit: "9,870 units" of cars are vehicles."""
        if (
            quantity.unit == "item"
            and self._shared.goods == "vehicles"
            and _pieces(self._reading, quantity, self._words)
        ):
            return "vehicle"
        return quantity.unit or ""

    def _same_sum(self, quantity: Quantity, unit: str) -> tuple[str, Span | None] | None:
        """The quote of the sum that the number tells again in another money, and when that holds."""
        if self._money is None or unit_class(unit) != "money":
            return None
        sum_, span = self._money
        return (sum_.quote, span) if sum_.unit != unit and _one_sum(sum_.value, quantity.value) else None


def _weighed(
    told: Timed, span: Span | None, signs: dict[Span | None, set[str]], *, explained: bool
) -> tuple[Timed, Span | None]:
    """The span that all signs together speak for, where they do so clearly against the one that the rules read."""
    chosen = choose_among("period", signs)
    if chosen.label == span or chosen.sure < SURE["period"]:
        return told, span
    if span is None and not told.compared and signs[chosen.label] >= _BASE:
        return told, span  # "rose to 5.2 million from 4.1 million a year earlier": of which year, nothing tells
    span = chosen.label
    reason = said(explained, loudest_of, "period", signs[span])
    return Timed(span, "named" in signs[span], reason, told.compared), span


def _pieces(reading: Reading, quantity: Quantity, words: Lexicon) -> bool:
    """Are they counted by a word that stands for whatever was spoken of ("units", «штук», 台)?"""
    return (quantity.noun or reading.folded[quantity.end - 1 : quantity.end]) in words.traits.pieces


def _one_sum(one: Decimal, other: Decimal) -> bool:
    """May two sums in two kinds of money be the same?"""
    return one <= _ONE_SUM * other and other <= _ONE_SUM * one
