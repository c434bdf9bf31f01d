"""Words and dates that point at an earlier time ("a year earlier", "than in 2023"), and the span that they mean."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

import msgspec

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.numbers.quantities import Period
from transform.text.cue import Cue

#: First and last day, in ISO 8601.
Span = tuple[str, str]


@lru_cache(maxsize=256)
def years_before(span: Span, years: int) -> Span:
    """The same days that many years earlier; the last day of February follows the leap year."""
    ends = []
    for written in span:
        day = date.fromisoformat(written)
        last = day.day == calendar.monthrange(day.year, day.month)[1]
        year = max(1, day.year - years)
        length = calendar.monthrange(year, day.month)[1]
        ends.append(date(year, day.month, length if last else min(day.day, length)).isoformat())
    return ends[0], ends[1]


def days_month_before(span: Span) -> Span | None:
    """The same days of the month before, where a span is a part of one month (3月上旬, 2月上旬)."""
    first, last = date.fromisoformat(span[0]), date.fromisoformat(span[1])
    if (first.year, first.month) != (last.year, last.month):
        return None
    year, month = (first.year - 1, 12) if first.month == 1 else (first.year, first.month - 1)
    ended = min(last.day, calendar.monthrange(year, month)[1])
    return date(year, month, min(first.day, ended)).isoformat(), date(year, month, ended).isoformat()


def month_before(span: Span) -> Span | None:
    """The month before a span of one month."""
    first, last = date.fromisoformat(span[0]), date.fromisoformat(span[1])
    if (first.year, first.month) != (last.year, last.month) or first.day != 1:
        return None
    year, month = (first.year - 1, 12) if first.month == 1 else (first.year, first.month - 1)
    return date(year, month, 1).isoformat(), date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def quarter_before(span: Span) -> Span | None:
    """The quarter before a span of one quarter."""
    first, last = date.fromisoformat(span[0]), date.fromisoformat(span[1])
    if first.year != last.year or (first.month - 1) % 3 or last.month - first.month != 2 or first.day != 1:
        return None
    year, month = (first.year - 1, 10) if first.month == 1 else (first.year, first.month - 3)
    end = calendar.monthrange(year, month + 2)[1]
    return date(year, month, 1).isoformat(), date(year, month + 2, end).isoformat()


class Marker(msgspec.Struct, frozen=True):
    """Words that point at an earlier span ("a year earlier", "the same months of 2024"); `year` where they name it.

    `exact` where they name the whole span; `years` that they count, or it is the `quarter` before.
    """

    start: int
    end: int
    month: bool
    year: int | None
    span: Span | None
    exact: bool = False
    years: int = 1
    quarter: bool = False


_YEAR = re.compile(r"(?:19|20)\d\d")


def find_markers(reading: Reading, lexicon: Lexicon) -> list[Marker]:
    """The words and dates of a sentence that point at an earlier time, in order."""
    found = []
    for place, period in enumerate(reading.periods):
        if _contrasted(reading, lexicon, place):
            found.append(Marker(period.start, period.end, False, None, (period.first, period.last), True))
        if period.role == "base" and not _basis_only(reading, period):
            text = reading.folded[period.start : period.end]
            named = _YEAR.search(text)
            month = any(
                c.label == "month" and c.start < period.end and period.start < c.end for c in reading.cues["earlier"]
            )
            month = month or period.part == "month"
            year = int(named.group()) if named else None
            span = period.first, period.last
            exact, quarter = not period.years, period.part == "quarter"
            found.append(Marker(period.start, period.end, month, year, span, exact, period.years, quarter))
    for cue in reading.cues["earlier"]:
        if cue.label.startswith("same"):
            continue
        if any(cue.start < marker.end and marker.start < cue.end for marker in found):
            continue
        if any(p.role == "same" and cue.start < p.end and p.start < cue.end for p in reading.periods):
            continue  # "over the same period" is the time just told
        if _its_month(reading, cue):
            continue
        beside = next(
            (p for p in reading.periods if (p.grain in ("year", "years") and 0 <= p.start - cue.end <= 12)
             or (p.grain in ("year", "years") and p.start < cue.end and cue.start < p.end)),
            None,
        )  # fmt: skip
        year = (
            int(beside.first[:4])
            if beside and beside.start >= cue.start and _YEAR.search(reading.folded[beside.start : beside.end])
            else None
        )
        found.append(Marker(cue.start, cue.end, cue.label == "month", year, None))
    return sorted(found, key=lambda marker: marker.start)


def _contrasted(reading: Reading, lexicon: Lexicon, place: int) -> bool:
    """Is an earlier time set against the one told before it (今年6月占75%，而|2021年底不到2%)?"""
    period = reading.periods[place]
    if period.grain == "day" or period.role != "span":
        return False
    later = any(
        other.role in ("span", "ytd", "this_year") and other.last > period.last for other in reading.periods[:place]
    )
    return later and lexicon.contrast.search(reading.folded, 0, period.start) is not None


def _its_month(reading: Reading, cue: Cue) -> bool:
    """Is the month before this one the sentence's own time, as no number stands before it and nothing compares?"""
    return (
        cue.label == "month"
        and reading.numbers(0, cue.start) == 0
        and any(p.role == "span" and p.start <= cue.start < p.end for p in reading.periods)
        and not any(c.start < cue.end and cue.start <= c.end for c in (*reading.cues["compare"], *reading.cues["basis"])
                    if c.start < cue.start)
    )  # fmt: skip


def _basis_only(reading: Reading, period: Period) -> bool:
    """ "Year on year" says what a change is measured against and dates nothing."""

    def over(name: str) -> bool:
        return any(
            c.start < period.end and period.start < c.end and not c.label.startswith("same") for c in reading.cues[name]
        )

    return over("basis") and not over("earlier")


def pointed(marker: Marker, base: Span | None) -> Span | None:
    """The span that a marker points at, seen from the span of what is compared."""
    if base is None or marker.exact:
        return marker.span
    if marker.month:
        return month_before(base) or marker.span
    if marker.year is not None:
        return years_before(base, int(base[1][:4]) - marker.year)
    if marker.quarter:
        return quarter_before(base) or marker.span
    return years_before(base, marker.years)
