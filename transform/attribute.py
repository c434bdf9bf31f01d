"""Gives each figure of a group its attributes, from the words around it and from what the text spoke of last."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec

from transform.basis import find_basis
from transform.comparison import RATIOS, Timed, begins
from transform.dealt_spans import dealt_span
from transform.earlier_times import Span
from transform.firm import IN_ORDER
from transform.groups import Group, unit_class
from transform.lexicon import Lexicon
from transform.measure import Measured, measure
from transform.quantities import Quantity
from transform.rates import capacity
from transform.reading import Reading
from transform.records import Figure, Metric
from transform.revised import SURE, Watch, said
from transform.scope import find_period
from transform.shared import Shared
from transform.span_evidence import Told, span_signs
from transform.standing import Standing
from transform.taken import yearly
from transform.weighed import choose_among, loudest_of

#: A sum in another money is no more times as large, even where a slip makes thousands of millions; a total of tonnes
#: beside their price (每吨348美元，总额近30亿元) is.
_ONE_SUM = 100_000
#: Called for each attribute of each figure with the figure, the attribute's name and why it has its value.
Explain = Callable[[Figure, str, str], None]

#: How a span is told that stands right beside its number, which is then no rate that is planned (2022年的46万吨).
_BESIDE = ("“", "began ")
#: Metrics whose figures go on about the period spoken of before.
_DATED: frozenset[Metric] = frozenset(
    ("turnover", "exports", "imports", "freight", "other", "production", "settlement")
)


def _targeted(span: Span | None, standing: Standing) -> bool:
    """Does the span lie ahead, so that a capacity is what is aimed at by then?"""
    return span is not None and standing.today is not None and span[0] > standing.today


def _costs(reading: Reading, start: int, end: int) -> bool:
    """Does a word for interest stand right beside a percentage ("at a coupon of 6%", «6% годовых»)?"""
    before = any(cue.label == "interest" and 0 <= start - cue.end <= _RIGHT for cue in reading.cues["finance"])
    return before or yearly(reading, end)


#: Between a word for interest and its percentage stand no more characters.
_RIGHT = 4


def _average(reading: Reading, first: int, words: Lexicon) -> bool:
    """Is it told as the average of some time? "An average of 55,700 tonnes a day" is of that time's span."""
    return words.traits.averaged.search(reading.folded, max(0, first - 60), first) is not None


def _whole_year(timed: Timed) -> bool:
    """Does the clause itself name the year that is looked ahead to ("plans to sell 1.2 billion kWh this year")?"""
    span = timed.span
    return timed.named and timed.apart < 1 and span is not None and (span[0][4:], span[1][4:]) == ("-01-01", "-12-31")


def _is_rate(text: str, at: int, words: Lexicon) -> bool:
    """Is a percentage of a duty its rate rather than what was added to it?"""
    if any(form.search(text[:at]) for form in (words.starting, words.reached, words.rate_of)):
        return True
    by = any(words.amount_of_change.search(text[:end]) for end in (at, at + 3)) or words.traits.duty_moved.search(
        text[:at]
    )
    return words.traits.by_needed and not by


def _pieces(reading: Reading, quantity: Quantity, words: Lexicon) -> bool:
    """Are they counted by a word that stands for whatever was spoken of ("units", «штук», 台)?"""
    return (quantity.noun or reading.folded[quantity.end - 1 : quantity.end]) in words.traits.pieces


def _visit(reading: Reading, quantity: Quantity, words: Lexicon) -> bool:
    """Are those counted on the way, so that they came within the span spoken of?"""
    near = f"{(quantity.noun or '').casefold()} {reading.folded[max(0, quantity.start - _CAME) : quantity.end + _CAME]}"
    return any(noun in near for noun in words.traits.visitors)


#: So near a number stands the word for those who come, or for their coming.
_CAME = 40


def _line(reading: Reading, group: Group) -> bool:
    """Is it a credit or swap line, which holds whenever it is drawn?"""
    return reading.near("finance", group.start, group.end, within=_NEAR, label="line") is not None


def _follows(reading: Reading, words: Lexicon, quantity: Quantity, span: Span | None, last: Span | None) -> bool:
    """Is a change told to follow from an earlier amount and the one before it ("In 2021 it was 3.97 billion, so …")?"""
    earlier = span is not None and last is not None and span[1] < last[0]
    return earlier and words.traits.hence.search(reading.folded, 0, quantity.start) is not None


def _began(reading: Reading, words: Lexicon, group: Group, index: int) -> bool:
    """Is it where a move began ("from 163,000 in 2024 to 88,000 in 2025"), so that the text goes on from its end?"""
    quantity = reading.quantities[index]
    ended = any(reading.quantities[later].unit == quantity.unit for later in group.members if later > index)
    return ended and (quantity.pair == "from" or begins(reading, words, quantity.start))


#: So near the sum stands the word for a line.
_NEAR = 4.0
#: So much money is no rate of a duty but what was collected.
_COLLECTED = 10_000_000


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
    before = reading.folded
    #: what is told with its change is a statistic, not one deal
    summed = {unit_class(reading.quantities[index].unit or "") for index in group.members} == {"money", "ratio"}
    for index in group.members:
        quantity = reading.quantities[index]
        unit = quantity.unit or ""
        if unit == "item" and shared.goods == "vehicles" and _pieces(reading, quantity, words):
            unit = "vehicle"  # "9,870 units" of cars
        measured = measure(reading, words, index, previous)
        fee = metric == "tariff" or (metric == "price" and unit == "%" and not words.spaced)
        interest = metric == "finance" and unit == "%" and _costs(reading, quantity.start, quantity.end)
        if interest:
            measured = Measured("level", None, "what money costs")
        if (
            fee
            and unit != "times"
            and _is_rate(before, quantity.start, words)
            and not words.traits.dearer.match(before, quantity.end)
        ) or (
            metric == "tariff"
            and not (words.spaced or unit != "%" or words.traits.duty_moved.search(before[: quantity.start]))
        ):
            measured = Measured("level", None, "a rate of duty")
        if metric == "tariff" and unit == "%" and measured.measure == "share":
            measured = Measured("level", None, "a duty is a share of no whole")
        timed = find_period(
            reading,
            words,
            index,
            compared,
            base,
            dated_here or standing.span,
            amount=measured.measure in ("level", "share"),
            month=standing.month,
            today=standing.today,
            gap=reading.quantities[index - 1].end if index != group.members[0] else None,
        )
        if unit in RATIOS and words.traits.measured_by.search(reading.folded, 0, quantity.start):
            timed = msgspec.structs.replace(timed, sure=True)
        if (dealt := dealt_span(reading, index)) is not None:
            timed = Timed(dealt, True, IN_ORDER, sure=True)
        if measured.measure == "change" and _follows(reading, words, quantity, timed.span, standing.span):
            timed = Timed(standing.span, True, "follows from the amounts of two times", sure=True)
        if capacity(reading, group, "hold") is not None:
            timed = Timed(None, True, "what a store can hold", sure=True)
        if metric == "finance" and unit_class(unit) == "money" and _line(reading, group):
            timed = Timed(None, True, "what may be drawn", sure=True)
        span = timed.span
        inherits = (
            metric in _DATED
            or shared.why["metric"] == "direct"
            or (metric == "people" and (unit == "%" or _visit(reading, quantity, words)))
            or (metric == "tariff" and unit_class(unit) == "money" and quantity.value >= _COLLECTED)
            or (metric == "price" and (dated_here is not None or (shared.why["metric"] == "mean" and standing.dated)))
        )
        rate = shared.rate and not _average(reading, quantity.start, words)
        planned = (
            rate
            and not (timed.sure and timed.why.startswith(_BESIDE))
            and reading.near("plan", group.start, group.end, within=4.0) is not None
            and not (
                _whole_year(timed) and reading.near("rate", group.start, group.end, within=3.0, label="rate") is None
            )
        )
        if (
            (metric == "contract_value" and not (summed and timed.named))
            or group.unit_class == "extent"
            or (
                shared.capacity
                and not (_targeted(timed.span, standing) and words.reached.search(before[: quantity.start]))
            )
            or (rate and timed.apart >= 1)
            or (not timed.named and (rate or not inherits))
            or (metric == "investment" and measured.measure == "share")
            or planned
            or interest
        ):
            span = None
        of = Told(reading, quantity, group, shared, measured, base, dated_here, frozenset(compared))
        signs = span_signs(of, span, words, standing) if watch is not None or not timed.sure else {}
        # The text goes on from what the rules read: one span that is weighed wrong would date all that follows.
        if not timed.compared and (base is None or timed.named):
            base = span
        if first is None and not (timed.compared or _began(reading, words, group, index)):
            first = span
        if watch is not None:
            watch.span(of, span, signs)
        elif (
            not timed.sure and (chosen := choose_among("period", signs)).label != span and chosen.sure >= SURE["period"]
        ):
            span = chosen.label
            reason = said(explain is not None, loudest_of, "period", signs[span])
            timed = Timed(span, "named" in signs[span], reason, timed.compared)
        basis, basis_why = find_basis(reading, index, measured, metric, span, compared, words, standing.today)
        sentence = reading.sentence
        quote = sentence.text[quantity.start : quantity.end]
        equivalent = None
        is_money = unit_class(unit) == "money"
        if is_money and money is not None and money[0].unit != unit and _one_sum(money[0].value, quantity.value):
            equivalent, span = money[0].quote, money[1]  # the same sum holds when it does
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
        if is_money and equivalent is None:
            money = figure, span
        if explain is not None:
            reasons = shared.why | {"measure": measured.why, "period": timed.why if span else "", "basis": basis_why}
            for name, why in reasons.items():
                explain(figure, name, why)
        if unit_class(unit) == "ratio":
            previous = measured
    return figures, base if len(group.members) == 1 else first or base, previous


def _one_sum(one: Decimal, other: Decimal) -> bool:
    """May two sums in two kinds of money be the same?"""
    return one <= _ONE_SUM * other and other <= _ONE_SUM * one
