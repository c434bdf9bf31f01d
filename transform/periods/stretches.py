"""Spans that cut months and years apart: weeks, halves of a month, seasons, the last months of a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from transform.periods.said import MIDDLE, WEEK, Said, Span, day_of, month_end, months_back, past, span_of

#: The first month of each season, from spring on; winter goes over the New Year.
_SEASONS = (3, 6, 9, 12)


def _read_months_from(said: Said) -> Span | None:
    """ "Over the four months from April"."""
    month = said.month()
    year = past(said, month, month)
    if not year:
        return None
    last_year, last = months_back(year, month, 1 - said.number("n", said.cal.numbers))
    return date(year, month, 1), month_end(last_year, last), "months", "span"


def _read_last_months_of(said: Said) -> Span | None:
    """ "The last three months of 2023"; without a year the one that is over."""
    year = said.year()
    if year is None:
        year = said.known if said.today is None else said.today.year - (said.today.month < 12)
    if year and "this" in said.words and said.today and said.today.month < 12 and not said.future:
        year = said.today.year - 1
    count = said.number("n", said.cal.numbers) if "n" in said.words else 1
    return span_of(year, 13 - count, 12, "months" if count > 1 else "month") if year else None


def _read_four_quarters(said: Said) -> Span | None:
    """A year told by its quarters; in the first one still the year before."""
    year = said.year() or said.known
    if year is None and said.today:
        year = said.today.year - (said.today.month <= 3)
    return span_of(year, 1, 12, "year") if year else None


def _read_first_days(said: Said) -> Span | None:
    """ "The first ten days of August", "the first two weeks of May", "the first 40 days of 2023"."""
    month = said.month() if "month" in said.words else 1
    year = past(said, month, month)
    count = said.counted() if "big" in said.words else said.number("n", said.cal.numbers) if "n" in said.words else 1
    if count is None:
        return None
    length = count * (WEEK if "weeks" in said.words else 1)
    if year is None or ("month" in said.words and day_of(year, month, length) is None):
        return None
    first = date(year, month, 1)
    return first, first + timedelta(days=length - 1), "weeks", "span"


def _read_last_week(said: Said) -> Span | None:
    """ "The last week of September"."""
    month = said.month()
    year = past(said, month, month)
    last = month_end(year, month) if year else None
    return (last - timedelta(days=WEEK - 1), last, "weeks", "span") if last else None


def _read_half_month(said: Said) -> Span | None:
    """ "The first half of August"."""
    month = said.month()
    year = past(said, month, month)
    if not year:
        return None
    if "early" in said.words or ("ord" in said.words and said.number("ord", said.cal.ordinals) == 1):
        return date(year, month, 1), date(year, month, MIDDLE), "weeks", "span"
    return date(year, month, MIDDLE + 1), month_end(year, month), "weeks", "span"


def _read_ten_days(said: Said) -> Span | None:
    """ "The first, middle or last ten days of May" (5月上旬, 中旬, 下旬)."""
    month = said.month()
    year = past(said, month, month)
    if not year:
        return None
    first = 1 if "early" in said.words else 11 if "middle" in said.words or "rest" in said.words else 21
    if "rest" in said.words:  # 9月中下旬
        return date(year, month, first), month_end(year, month), "weeks", "span"
    last = month_end(year, month) if first > MIDDLE else date(year, month, first + 9)
    return date(year, month, first), last, "weeks", "span"


def _read_week_before(said: Said) -> Span | None:
    """ "Last week": from its Monday to its Sunday."""
    if not said.today:
        return None
    monday = said.today - timedelta(days=said.today.weekday() + WEEK)
    return monday, monday + timedelta(days=WEEK - 1), "weeks", "span"


def _read_season_of_year(said: Said) -> Span | None:
    """ "Last summer", "in the spring of 2023"; the latest that has begun where nothing tells."""
    place = int(next(name for name in said.words if name.startswith("season"))[6:]) - 1
    first = _SEASONS[place]
    year = said.year()
    if year is None:
        if said.today is None:
            return None
        year = said.today.year if said.today.month >= first else said.today.year - 1
    elif "last" in said.words and said.today and said.today.month >= first + 3:
        year = said.today.year  # "last spring" said in autumn
    last_year, last = months_back(year, first, -2)
    return date(year, first, 1), month_end(last_year, last), "months", "season"


def _read_over_season(said: Said) -> Span | None:
    """«За лето»: what is summed up over it."""
    told = _read_season_of_year(said)
    return (told[0], told[1], told[2], "span") if told else None


STRETCHES: dict[str, Callable[[Said], Span | None]] = {
    "ten_days": _read_ten_days,
    "week_before": _read_week_before,
    "four_quarters": _read_four_quarters,
    "first_days": _read_first_days,
    "half_month": _read_half_month,
    "last_months_of": _read_last_months_of,
    "last_week_of": _read_last_week,
    "months_from": _read_months_from,
    "season_of_year": _read_season_of_year,
    "over_season": _read_over_season,
}
