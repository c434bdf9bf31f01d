"""A year and the months of it told apart, one right behind the other: «в 2024 году за одиннадцать месяцев»."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

import msgspec

from transform.numbers.quantities import Period
from transform.periods.said import month_end

_PARTS = frozenset(("months", "month", "quarter", "half"))


def shifted(period: Period, years: int) -> Period:
    """The same span of the calendar, `years` later (negative: earlier); 29 February becomes the 28th."""

    def move(day: str) -> str:
        old = date.fromisoformat(day)
        year = old.year + years
        if old == month_end(old.year, old.month):
            return month_end(year, old.month).isoformat()
        return date(year, old.month, min(old.day, calendar.monthrange(year, old.month)[1])).isoformat()

    return msgspec.structs.replace(period, first=move(period.first), last=move(period.last))


def of_years(periods: Sequence[Period], text: str) -> list[Period]:
    """The periods with a part of a year that names none counted into the year told right before it."""
    joined: list[Period] = []
    for period in periods:
        year = joined[-1] if joined else None
        if (
            year is not None
            and period.grain in _PARTS
            and period.relative
            and period.role in ("span", "base", "same")
            and (year.grain == "year" or (year.role == "base" and period.role == "span"))
            and text[year.end : period.start] == " "
            and period.last[:4] != year.last[:4]
        ):
            moved = shifted(period, int(year.last[:4]) - int(period.last[:4]))
            joined[-1] = msgspec.structs.replace(moved, start=year.start, role=year.role, future=year.future)
        else:
            joined.append(period)
    return joined
