"""Spans that a text tells by their distance from the day it was published on: "last month", "so far this year"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from transform.periods.said import Said, Span, day_of, full_month, month_end, months_back, span_of


def _read_full_year(said: Said) -> Span | None:
    """The year being summed up: in the first quarter still the one before."""
    if not said.today:
        return None
    year = said.known or said.today.year - (said.today.month <= 3 and not said.future)
    return span_of(year, 1, 12, "year", "span" if said.known or said.future else "whole")


def _read_ytd(said: Said) -> Span | None:
    if not said.today:
        return None
    year, month = full_month(said.today)
    if year < said.today.year:
        return date(said.today.year, 1, 1), said.today, "days", "ytd"
    return span_of(year, 1, month, "months", "ytd")


def _read_ytd_of(said: Said) -> Span | None:
    """ "So far in 2025", said in that year or of one that is over."""
    year = said.year()
    if said.today and year == said.today.year:
        return _read_ytd(said)
    return span_of(year, 1, 12, "year") if year else None


def _read_year_begin(said: Said) -> Span | None:
    """ "At the beginning of the year", the one told last or under way: its January."""
    year = said.year() or said.known or (said.today.year if said.today else None)
    return span_of(year, 1, 1, "month") if year else None


def _relative_year(shift: int, role: str = "span") -> Callable[[Said], Span | None]:
    return lambda said: span_of(said.today.year + shift, 1, 12, "year", role) if said.today else None


def _read_year_told(said: Said) -> Span | None:
    """ "This year": what has come of it so far, unless the words look ahead or no month is over."""
    if said.today is None or said.future or said.today.month == 1:
        return _relative_year(0, "this_year")(said)
    return span_of(said.today.year, 1, said.today.month - 1, "months", "ytd")


def _read_whole_year(said: Said) -> Span | None:
    """The whole year that is to come of the one spoken of ("would pass $100 billion for the year")."""
    if said.today is None or not ("this" in said.words or said.future):
        return None
    return span_of(said.year() or said.known or said.today.year, 1, 12, "year")


def _relative_month(shift: int) -> Callable[[Said], Span | None]:
    def read(said: Said) -> Span | None:
        if not said.today:
            return None
        year, month = months_back(said.today.year, said.today.month, -shift)
        return span_of(year, month, month, "month")

    return read


def _relative_quarter(shift: int) -> Callable[[Said], Span | None]:
    def read(said: Said) -> Span | None:
        if not said.today:
            return None
        year, month = months_back(said.today.year, (said.today.month - 1) // 3 * 3 + 1, -3 * shift)
        return span_of(year, month, month + 2, "quarter")

    return read


def _read_last_years(said: Said) -> Span | None:
    count = said.counted()
    if not said.today or count is None:
        return None
    first = day_of(said.today.year - count, said.today.month, min(said.today.day, 28)) or said.today
    if said.today.day > 28:
        first = day_of(said.today.year - count, said.today.month, said.today.day) or first
    return first, said.today - timedelta(days=1), "years", "rolling"


def _read_year_of_months(said: Said) -> Span | None:
    """ "In twelve months": those that are over, in the first quarter the year before."""
    if said.today is None or said.future:
        return None
    year, month = full_month(said.today)
    if said.today.month <= 3:
        return span_of(said.today.year - 1, 1, 12, "year")
    first_year, first = months_back(year, month, 11)
    return date(first_year, first, 1), month_end(year, month), "months", "rolling"


def _read_last_months(said: Said) -> Span | None:
    if not said.today:
        return None
    count = said.number("n", said.cal.numbers)
    year, month = full_month(said.today)
    first_year, first = months_back(year, month, count - 1)
    return date(first_year, first, 1), month_end(year, month), "months", "rolling"


def _read_yesterday(said: Said) -> Span | None:
    if not said.today:
        return None
    day = said.today - timedelta(days=1)
    return day, day, "day", "span"


FROM_TODAY: dict[str, Callable[[Said], Span | None]] = {
    "full_year": _read_full_year,
    "last_month": _relative_month(-1),
    "last_months": _read_last_months,
    "last_quarter": _relative_quarter(-1),
    "last_year": _relative_year(-1),
    "last_years": _read_last_years,
    "next_month": _relative_month(1),
    "next_year": _relative_year(1),
    "this_month": _relative_month(0),
    "this_quarter": _relative_quarter(0),
    "this_year_told": _read_year_told,
    "this_year": _relative_year(0, "this_year"),
    "whole_year": _read_whole_year,
    "year_after_next": _relative_year(2),
    "year_begin": _read_year_begin,
    "year_before_last": _relative_year(-2),
    "year_of_months": _read_year_of_months,
    "year_end": _relative_year(0, "deadline"),
    "yesterday": _read_yesterday,
    "ytd": _read_ytd,
    "ytd_of": _read_ytd_of,
}
