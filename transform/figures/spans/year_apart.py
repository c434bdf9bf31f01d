"""Spans told by a year's distance: of what is set against months of the year before, or is "last year's"."""

from __future__ import annotations

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.spans.compared_dates import RATIOS, RIGHT_AFTER
from transform.figures.spans.earlier_times import Span, years_before
from transform.numbers.quantities import Period

#: Grains of what statistics sum up, and how far behind a figure they are set against it.
TERMS = frozenset(("months", "quarter", "half"))
#: Between the ends of a move stand no more characters.
_BETWEEN = 6


def moved_from(reading: Reading, lexicon: Lexicon, index: int, standing: Span | None) -> Span | None:
    """A year after that of the amount it moved from: «упал до 96 тыс. с 418 тыс. в январе 2021-го»."""
    if index + 1 == len(reading.quantities) or reading.quantities[index].unit in RATIOS:
        return None
    quantity, start = reading.quantities[index : index + 2]
    between = reading.folded[quantity.end : start.start]
    if start.unit != quantity.unit or len(between) > _BETWEEN or not lexicon.starting.search(between):
        return None
    for place, period in enumerate(reading.periods):
        if (
            place == 0
            and period.role == "span"
            and 0 <= period.start - start.end <= RIGHT_AFTER
            and not period.relative
        ):
            later = years_before((period.first, period.last), -1)
            return later if standing is None or standing[0][:4] == later[0][:4] else None
    return None


def year_after(reading: Reading, compared: set[int], standing: Span | None, today: str | None) -> Span | None:
    """The span of a figure that is set against months of the year before: "14% against 9% in January-May last year".

    In March nothing is set against the last quarter of the year before by a year's distance. A month dates only what
    follows a sum up to that month of this year: "In seven months … Of copper came 21,000 t, 17% less than last July".
    """
    for place in sorted(compared):
        period = reading.periods[place]
        span = (period.first, period.last)
        if period.role == "span" and period.grain == "month" and standing is not None:
            later = years_before(span, -1)
            if later[1] == standing[1]:
                return later
        if period.role == "span" and period.grain in TERMS:
            later = years_before(span, -1)
            if today is not None and later[0] > today:
                continue
            if standing is None or standing[0][:4] == later[0][:4] or standing[1] < span[0]:
                return later
    return None


def year_after_bracket(reading: Reading, last: int) -> Span | None:
    """The span of a number behind which a bracket tells that of the year before: "1.04 billion (H1 of 2025: 886)"."""
    for period in reading.periods:
        opens = reading.folded[last : period.start].strip() == "("
        if opens and not period.relative and period.role == "span" and period.grain != "day":
            return years_before((period.first, period.last), -1) if of_bracket(reading, period, last, last) else None
    return None


def of_bracket(reading: Reading, period: Period, first: int, last: int) -> bool:
    """Does a span stand with another number in brackets ("1,240 tonnes (412 in 2024; 2023: 390), or $4 million")?"""
    opened = reading.folded.rfind("(", 0, period.start)
    if opened < 0 or ")" in reading.folded[opened : period.start]:
        return False
    closed = reading.folded.find(")", period.end)
    closed = closed if closed >= 0 else len(reading.folded)
    return not (opened < first < closed) and reading.numbers(opened, closed) > 0


def of_last_year(reading: Reading, first: int, base: Span | None) -> Span | None:
    """The span of "last year's 4.33 million", "(last year: 231)": in what tells of some months of this year, those."""
    for period in reading.periods:
        if period.end > first:
            break
        own = reading.folded[period.end : first]
        aside = reading.folded[max(0, period.start - 1) : period.start] in _OPENS and len(own.strip()) <= _LINK
        if period.relative and period.grain == "year" and (own in _WHOSE or aside):
            year = int(period.first[:4])
            same = base is not None and int(base[1][:4]) == year + 1
            return years_before(base, 1) if base is not None and same else (period.first, period.last)
    return None


#: Between a year and the number that is its own.
_WHOSE = ("'s ", "\u2019s ")
#: Opens a bracket that holds only a year and its number, and how much may stand between ("(last year: 231)").
_OPENS, _LINK = ("(", "（"), 2
