"""Spans that are told by one end, or by the days of both: as of a day, up to a month, since a year or an event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from transform.periods.said import MIDDLE, WEEK, Said, Span, day_of, full_month, month_end, months_back, past, span_of


def _read_as_of(said: Said) -> Span | None:
    month = said.month()
    year = past(said, month, month)
    if not year:
        return None
    day = day_of(year, month, int(said.words["d"])) if "d" in said.words else month_end(year, month)
    return (day, day, "day", "as_of") if day else None


def _read_as_of_year(said: Said) -> Span | None:
    year = said.year()
    return (date(year, 12, 31), date(year, 12, 31), "day", "as_of") if year else None


def _read_to_day(said: Said) -> Span | None:
    month = said.month()
    year = past(said, month, month)
    day = day_of(year, month, int(said.words["d"])) if year else None
    if day and day.day == 1 and day.month > 1:
        day -= timedelta(days=1)  # what was sold "as of 1 November" was so to the end of October
    return (date(day.year, 1, 1), day, "months", "span") if day else None


def _read_to_month(said: Said) -> Span | None:
    """ "This year to the end of May": from January on."""
    month = said.month()
    year = past(said, month, month)
    return span_of(year, 1, month, "months") if year else None


def _ending(said: Said, count: int, grain: str) -> Span | None:
    """So many months that end with the one named: "the June quarter", "the half year to June"."""
    month = said.month()
    year = past(said, month, month)
    if not year:
        return None
    first_year, first = months_back(year, month, count - 1)
    return date(first_year, first, 1), month_end(year, month), grain, "span"


def _read_weeks_to(said: Said) -> Span | None:
    """ "In the week to 16 August", "in the four weeks to 31 January"."""
    month = said.month()
    year = past(said, month, month)
    last = day_of(year, month, int(said.words["d"])) if year else None
    if last is None:
        return None
    count = said.number("n", said.cal.numbers) if "n" in said.words else 1 + ("fortnight" in said.words)
    return last - timedelta(days=WEEK * count - 1), last, "weeks", "span"


def _read_years_to(said: Said) -> Span | None:
    """ "In the five years to 2023"."""
    year = said.year()
    if year is None:
        return None
    count = said.number("n", said.cal.numbers) if "n" in said.words else 10
    return date(year - count + 1, 1, 1), date(year, 12, 31), "years", "span"


def _read_day_to_month(said: Said) -> Span | None:
    """ "From its opening on 16 November 2022 to the end of October 2025"."""
    month, last = said.month(), said.month("month2")
    year = past(said, last, last)
    if year is None:
        return None
    if said.cal.language == "zh" and said.year() is not None:
        stop = int(said.words["year2"]) if "year2" in said.words else None
        stop = said.today.year if stop is None and "until_this" in said.words and said.today else stop
        start, year = year, stop or year + (month > last)
    else:
        start = int(said.words["year2"]) if "year2" in said.words else year - (month > last)
    first = day_of(start, month, int(said.words.get("d") or said.words["d2"]))
    return (first, month_end(year, last), "months", "span") if first and first <= month_end(year, last) else None


def _read_since_month(said: Said) -> Span | None:
    month = said.month()
    year = past(said, month, month)
    if year is None or said.today is None:
        return None
    stop_year, stop = full_month(said.today)
    day = int(said.words.get("d") or said.words.get("d2") or 1)
    first = day_of(year, month, day) or date(year, month, 1)
    last = max(month_end(stop_year, stop), month_end(year, month))
    return first, last, "months", "since"


def _read_since_mid(said: Said) -> Span | None:
    """ "Since mid-March" counts from the month's middle."""
    month = said.month()
    year = past(said, month, month)
    if year is None or said.today is None:
        return None
    first = date(year, month, MIDDLE)
    last = max(month_end(*full_month(said.today)), month_end(year, month))
    return first, last, "months", "since"


def _read_since_year(said: Said) -> Span | None:
    year = said.year()
    if year is None or said.today is None or year > said.today.year:
        return None
    stop_year, stop = full_month(said.today)
    return date(year, 1, 1), max(month_end(stop_year, stop), date(year, 1, 31)), "years", "since"


def _event(said: Said) -> date:
    """The day of the event that is named."""
    return next(day for day, told in said.cal.events if told.fullmatch(said.words["event"]))


def _read_since_event(said: Said) -> Span | None:
    """ "Since the war began": from its day to the end of the last full month."""
    first = _event(said)
    if said.today is None or first > said.today:
        return None
    return first, max(month_end(*full_month(said.today)), month_end(first.year, first.month)), "event", "since"


def _read_until_event(said: Said) -> Span | None:
    """The event since which a record is told; it dates nothing."""
    return span_of(_event(said).year, 1, 12, "year", "until")


ENDS: dict[str, Callable[[Said], Span | None]] = {
    "as_of": _read_as_of,
    "as_of_year": _read_as_of_year,
    "day_to_month": _read_day_to_month,
    "half_to": lambda said: _ending(said, 6, "half"),
    "months_to": lambda said: _ending(said, said.number("n", said.cal.numbers), "months"),
    "quarter_to": lambda said: _ending(said, 3, "quarter"),
    "since_event": _read_since_event,
    "since_mid": _read_since_mid,
    "since_month": _read_since_month,
    "since_year": _read_since_year,
    "to_day": _read_to_day,
    "to_month": _read_to_month,
    "until_event": _read_until_event,
    "weeks_to": _read_weeks_to,
    "year_to": lambda said: _ending(said, 12, "year"),
    "years_to": _read_years_to,
}
