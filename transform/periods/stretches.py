"""Spans told by their end, or that cut months and years apart: weeks, halves of a month, seasons, the June quarter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from transform.periods.said import Said, Span, full_month, month_end, months_back, past, span_of

_WEEK = 7
#: The first month of each season, from spring on; winter goes over the New Year.
_SEASONS = (3, 6, 9, 12)
#: The day that is a month's middle.
_MIDDLE = 15


def _ending(count: int) -> Callable[[Said], Span | None]:
    """So many months that end with the one named: "the June quarter", "the half year to June"."""

    def read(said: Said) -> Span | None:
        month = said.month()
        year = past(said, month, month)
        if not year:
            return None
        first_year, first = months_back(year, month, count - 1)
        return date(first_year, first, 1), month_end(year, month), "quarter" if count == 3 else "half", "span"

    return read


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


def _read_to_month(said: Said) -> Span | None:
    """ "Exports through July": since the year began; nothing where the text looks ahead."""
    month = said.month()
    year = past(said, month, month)
    return span_of(year, 1, month, "months") if year and not said.future else None


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
    first = _day(start, month, int(said.words.get("d") or said.words["d2"]))
    return (first, month_end(year, last), "months", "span") if first and first <= month_end(year, last) else None


def _read_four_quarters(said: Said) -> Span | None:
    """A year told by its quarters; in the first one still the year before."""
    year = said.year() or said.known
    if year is None and said.today:
        year = said.today.year - (said.today.month <= 3)
    return span_of(year, 1, 12, "year") if year else None


def _read_weeks_to(said: Said) -> Span | None:
    """ "In the week to 16 August", "in the four weeks to 31 January"."""
    month = said.month()
    year = past(said, month, month)
    last = _day(year, month, int(said.words["d"])) if year else None
    if last is None:
        return None
    count = said.number("n", said.cal.numbers) if "n" in said.words else 1 + ("fortnight" in said.words)
    return last - timedelta(days=_WEEK * count - 1), last, "weeks", "span"


def _read_first_days(said: Said) -> Span | None:
    """ "The first ten days of August", "the first two weeks of May"."""
    month = said.month()
    year = past(said, month, month)
    count = said.counted() if "big" in said.words else said.number("n", said.cal.numbers) if "n" in said.words else 1
    if count is None:
        return None
    length = count * (_WEEK if "weeks" in said.words else 1)
    last = _day(year, month, length) if year else None
    return (date(last.year, month, 1), last, "weeks", "span") if last else None


def _read_last_week(said: Said) -> Span | None:
    """ "The last week of September"."""
    month = said.month()
    year = past(said, month, month)
    last = month_end(year, month) if year else None
    return (last - timedelta(days=_WEEK - 1), last, "weeks", "span") if last else None


def _read_half_month(said: Said) -> Span | None:
    """ "The first half of August"."""
    month = said.month()
    year = past(said, month, month)
    if not year:
        return None
    if "early" in said.words or ("ord" in said.words and said.number("ord", said.cal.ordinals) == 1):
        return date(year, month, 1), date(year, month, _MIDDLE), "weeks", "span"
    return date(year, month, _MIDDLE + 1), month_end(year, month), "weeks", "span"


def _read_ten_days(said: Said) -> Span | None:
    """ "The first, middle or last ten days of May" (5月上旬, 中旬, 下旬)."""
    month = said.month()
    year = past(said, month, month)
    if not year:
        return None
    first = 1 if "early" in said.words else 11 if "middle" in said.words or "rest" in said.words else 21
    if "rest" in said.words:  # 9月中下旬
        return date(year, month, first), month_end(year, month), "weeks", "span"
    last = month_end(year, month) if first > _MIDDLE else date(year, month, first + 9)
    return date(year, month, first), last, "weeks", "span"


def _read_week_before(said: Said) -> Span | None:
    """ "Last week": from its Monday to its Sunday."""
    if not said.today:
        return None
    monday = said.today - timedelta(days=said.today.weekday() + _WEEK)
    return monday, monday + timedelta(days=_WEEK - 1), "weeks", "span"


def _read_since_mid(said: Said) -> Span | None:
    """ "Since mid-March" counts from the month's middle."""
    month = said.month()
    year = past(said, month, month)
    if year is None or said.today is None:
        return None
    first = date(year, month, _MIDDLE)
    last = max(month_end(*full_month(said.today)), month_end(year, month))
    return first, last, "months", "since"


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


def _read_years_to(said: Said) -> Span | None:
    """ "In the five years to 2023"."""
    year = said.year()
    if year is None:
        return None
    count = said.number("n", said.cal.numbers) if "n" in said.words else 10
    return date(year - count + 1, 1, 1), date(year, 12, 31), "years", "span"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


STRETCHES: dict[str, Callable[[Said], Span | None]] = {
    "ten_days": _read_ten_days,
    "week_before": _read_week_before,
    "day_to_month": _read_day_to_month,
    "four_quarters": _read_four_quarters,
    "first_days": _read_first_days,
    "half_month": _read_half_month,
    "half_to": _ending(6),
    "last_months_of": _read_last_months_of,
    "last_week_of": _read_last_week,
    "months_from": _read_months_from,
    "quarter_to": _ending(3),
    "season_of_year": _read_season_of_year,
    "over_season": _read_over_season,
    "since_mid": _read_since_mid,
    "to_month": _read_to_month,
    "weeks_to": _read_weeks_to,
    "years_to": _read_years_to,
}
