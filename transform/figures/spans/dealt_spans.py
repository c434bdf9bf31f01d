"""Deals out years, quarters or months to numbers told in their order: "exports in 2018 to 2020 were 31, 52 and 77"."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from transform.figures.sentence.reading import Reading
from transform.figures.spans.earlier_times import Span
from transform.numbers.quantities import Period, Quantity
from transform.periods.said import month_end

#: Between the word for "respectively" and the first number.
_BEFORE = 8
_YEAR, _QUARTER = 12, 3
#: Times are listed one by one, and stand so near behind the numbers or before them.
_BEHIND, _AHEAD = 5, 80


def dealt_span(reading: Reading, index: int) -> Span | None:
    """The part of a span that is the number's at `index`, where the sentence says that they go in order.

    A list of years beside a list of as many numbers says so too ("was $240 billion and $245 billion in 2023 and 2024").
    """
    if not reading.periods:
        return None
    run = _run(reading, index)
    marks = [cue for cue in reading.cues["bridge"] if cue.label == "respectively"]
    if len(run) >= 2 and (times := _times_beside(reading, run, said=bool(marks))) is not None:
        return times[index - run[0]]
    if not marks:
        return None
    first = reading.quantities[run[0]].start
    mark = next((cue for cue in reversed(marks) if 0 <= first - cue.end <= _BEFORE), None)
    before = [period for period in reading.periods if mark is not None and period.end <= mark.start]
    if len(run) < 2 or mark is None or not before:
        return None
    parts = _named(reading, before, len(run)) or _parts(reading, before[-1], len(run))
    if parts is None or _of_others(reading, before[-1].end, mark.start, len(run)):
        return None
    return parts[index - run[0]]


def _times_beside(reading: Reading, run: range, *, said: bool) -> list[Span] | None:
    """The years listed right behind the numbers, or before them with no other number or time between.

    Where it is `said` that they go in order, months and quarters do so too ("in May and June respectively").
    """
    grains = ("year", "years", "month", "quarter") if said else ("year", "years")
    start, end = reading.quantities[run[0]].start, reading.quantities[run[-1]].end
    lists: list[list[Period]] = []
    for period in reading.periods:
        if period.role != "span" or not (period.grain in grains or (said and _joined(reading, period))):
            continue
        if lists and reading.traits.in_list.fullmatch(reading.folded, lists[-1][-1].end, period.start):
            lists[-1].append(period)
        else:
            lists.append([period])
    for listed in lists:
        first, last = listed[0].start, listed[-1].end
        behind = 0 <= first - end <= _BEHIND
        ahead = last <= start <= last + _AHEAD and reading.numbers(last, start) == 0
        ahead = ahead and not any(last <= period.start < start for period in reading.periods)
        ahead = ahead and not _of_others(reading, last, start, len(run))
        spans = [span for period in listed for span in _each(period)]
        named = reading.traits.list_end.search(reading.folded, first, last) is not None
        if (behind or ahead) and named and len(spans) == len(run):
            return spans
    return None


def _joined(reading: Reading, period: Period) -> bool:
    """Is it two months told as one span ("in May and June")?"""
    return period.grain == "months" and bool(reading.traits.list_end.search(reading.folded, period.start, period.end))


def _each(period: Period) -> list[Span]:
    if period.grain in ("month", "quarter"):
        return [(period.first, period.last)]
    if period.grain == "months":
        first, last = date.fromisoformat(period.first), date.fromisoformat(period.last)
        return [
            (period.first, month_end(first.year, first.month).isoformat()),
            (last.replace(day=1).isoformat(), period.last),
        ]
    return [(f"{year}-01-01", f"{year}-12-31") for year in range(int(period.first[:4]), int(period.last[:4]) + 1)]


def _run(reading: Reading, index: int) -> range:
    """The places of the numbers in one list with that at `index`."""
    numbers = reading.quantities

    def joined(one: Quantity, other: Quantity) -> bool:
        return (
            one.unit == other.unit
            and reading.traits.in_list.fullmatch(reading.folded, one.end, other.start) is not None
        )

    first = last = index
    while first and joined(numbers[first - 1], numbers[first]):
        first -= 1
    while last + 1 < len(numbers) and joined(numbers[last], numbers[last + 1]):
        last += 1
    return range(first, last + 1)


def _named(reading: Reading, before: list[Period], count: int) -> list[Span] | None:
    """The spans named one by one in a list right before (2019年和2020年……分别为)."""
    told = before[-count:]
    listed = all(
        reading.traits.in_list.fullmatch(reading.folded, one.end, other.start) for one, other in pairwise(told)
    )
    return [(period.first, period.last) for period in told] if len(told) == count and listed else None


def _parts(reading: Reading, period: Period, count: int) -> list[Span] | None:
    """As many parts of a span: its years, the four quarters of a year, or more than two of its months."""
    start, end = date.fromisoformat(period.first), date.fromisoformat(period.last)
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    quarters = reading.traits.quarters.search(reading.folded, period.start, period.end)
    length = _YEAR if period.grain == "years" else _QUARTER if quarters else 1
    if months != length * count or (length == 1 and count < _QUARTER):
        return None
    firsts = [start.month - 1 + length * part for part in range(count)]
    return [
        (
            date(start.year + first // 12, first % 12 + 1, 1).isoformat(),
            month_end(start.year + (first + length - 1) // 12, (first + length - 1) % 12 + 1).isoformat(),
        )
        for first in firsts
    ]


def _of_others(reading: Reading, first: int, last: int, count: int) -> bool:
    """Are as many metrics or goods named as there are numbers, so that it is these that go in order?"""
    metrics = [c for c in reading.cues["metric"] if first <= c.start < last and c.label in ("exports", "imports")]
    goods = [c for c in reading.cues["goods"] if first <= c.start < last]
    pairs = any(c.label.startswith("pair_") for c in reading.cues["metric"] if first <= c.start < last)
    return pairs or len({c.label for c in metrics}) >= count or len(goods) >= count
