"""What each way of naming a span means: from the words of one match to its first and last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from transform.numbers.digits import number_words
from transform.periods.ends import ENDS
from transform.periods.from_today import FROM_TODAY
from transform.periods.said import Said, Span, day_of, month_end, nearest, past, span_of
from transform.periods.stretches import STRETCHES

#: A month farther off than so many is nearer in the year before or after.
_HALF = 6


def _read_month(said: Said) -> Span | None:
    month = said.month()
    year = said.year()
    if year is None and "last" in said.words and said.today:
        year = said.today.year if month < said.today.month else said.today.year - 1
    year = year if year is not None else nearest(said, month)
    return span_of(year, month, month, "month") if year else None


def _read_month_last_year(said: Said) -> Span | None:
    month = said.month()
    return span_of(said.today.year - 1, month, month, "month") if said.today else None


def _read_month_years_ago(said: Said) -> Span | None:
    """ "In December two years ago": the one nearest to that day of so many years ago."""
    years, month = said.counted(), said.month()
    if not said.today or years is None or years >= said.today.year - 1:
        return None
    then = said.today.year - years
    far = month - said.today.month
    year = then - 1 if far > _HALF else then + 1 if far < -_HALF else then
    return span_of(year, month, month, "month")


def _until(said: Said, year: int | None) -> int | None:
    """The year in which a span ends that is told by its distance: 去年11月至今年1月, 2023年11月至次年3月."""
    if "year2" in said.words:
        return int(said.words["year2"])
    if "until_next" in said.words:
        return year + 1 if year is not None else None
    for word, shift in (("until_this", 0), ("until_last", -1)):
        if word in said.words and said.today:
            return said.today.year + shift
    return None


def _read_months(said: Said) -> Span | None:
    first, last = said.month(), said.month("month2")
    begin = said.words.get("year2")
    if said.cal.language == "zh":
        year = said.year()
        stop = _until(said, year)
        if year is None and stop is not None:
            year = stop if first <= last else stop - 1  # 11月至今年1月
        year = year if year is not None else (past(said, first, last) if first <= last else None)
        if year is None and said.today:
            year = said.today.year - 1
        if year is None:
            return None
        stop = stop or (year if first <= last else year + 1)
        return date(year, first, 1), month_end(stop, last), "months", "span"
    end_year = past(said, first, last)
    if end_year is None:
        return None
    start = int(begin) if begin else (end_year if first <= last else end_year - 1)
    return date(start, first, 1), month_end(end_year, last), "months", "span"


def _read_first_months(said: Said) -> Span | None:
    count = said.number("n", said.cal.numbers)
    year = said.year()
    if year is None:
        if said.today is None:
            year = said.known
        else:
            over = said.today.month - 1 if said.today.day < 28 else said.today.month
            year = said.today.year if count <= over else said.today.year - 1
    return span_of(year, 1, count, "month" if count == 1 else "months") if year else None


def _read_quarter(said: Said) -> Span | None:
    quarter = int(said.words["q"]) if "q" in said.words else said.number("ord", said.cal.ordinals)
    first = quarter * 3 - 2
    year = past(said, first, first + 2)
    if year and "this" in said.words and said.today and first > said.today.month and not said.future:
        year -= 1  # "the last quarter of the year", told in January
    return span_of(year, first, first + 2, "quarter") if year else None


def _read_last_quarter_of(said: Said) -> Span | None:
    year = said.year()
    return span_of(year, 10, 12, "quarter") if year else None


def _half(said: Said, half: int) -> Span | None:
    first = half * 6 - 5
    year = past(said, first, first + 5)
    return span_of(year, first, first + 5, "half") if year else None


def _read_half(said: Said) -> Span | None:
    half = int(said.words["q"]) if "q" in said.words else said.number("ord", said.cal.ordinals)
    return _half(said, min(half, 2))


def _read_three_quarters(said: Said) -> Span | None:
    year = said.year()
    if year is None:
        year = said.known if said.today is None else said.today.year - (said.today.month < 9)
    return span_of(year, 1, 9, "months") if year else None


def _read_past_months(said: Said) -> Span | None:
    """ "In 11 months" is the year so far in a report, and a term where the text looks ahead."""
    return None if said.future else _read_first_months(said)


def _read_unfinished(said: Said) -> Span | None:
    """«За неполные десять месяцев»: the last of them is under way."""
    count = said.number("n", said.cal.numbers)
    year = said.year() or (said.today.year - (count > said.today.month) if said.today else said.known)
    return span_of(year, 1, count, "months") if year else None


def _read_quarters(said: Said) -> Span | None:
    words, table = said.words, said.cal.ordinals
    begin = int(words["q"]) if "q" in words else said.number("ord", table)
    stop = int(words["qlast"]) if "qlast" in words else said.number("ord2", table)
    first, last = begin * 3 - 2, stop * 3
    year = past(said, first, last)
    return span_of(year, first, last, "months") if year and first < last else None


def _read_quarter_months(said: Said) -> Span | None:
    """ "The first two months of the second quarter"."""
    first = said.number("ord", said.cal.ordinals) * 3 - 2
    last = first + said.number("n", said.cal.numbers) - 1
    year = past(said, first, last)
    return span_of(year, first, last, "months") if year and last < first + 3 else None


def _read_day(said: Said) -> Span | None:
    month, day = said.month(), int(said.words["d"]) if "d" in said.words else said.number("day", said.cal.days)
    year = said.year()
    if year is None:
        if said.today is None:
            year = said.known
        else:
            year = said.today.year
            guess = day_of(year, month, day)
            if guess and guess > said.today and not said.future:
                year -= 1
    exact = day_of(year, month, day) if year else None
    return (exact, exact, "day", "span") if exact else None


def _read_days(said: Said) -> Span | None:
    month = said.month()
    words = said.words
    last_month = said.month("month2") if "month2" in words else month
    year = said.year()
    if year is None:
        year = said.known if said.today is None else said.today.year
        if said.today and year is not None:
            stop = day_of(year, last_month, int(words["d2"]))
            if stop and stop > said.today and not said.future:
                year -= 1
    if year is None:
        return None
    start_year, stop_year = year, year
    if "year2" in words and said.cal.language != "zh":
        start_year = int(words["year2"])
    elif said.cal.language == "zh" and (until := _until(said, said.year())) is not None:
        stop_year = until
        start_year = said.year() or until - (month > last_month)
    elif month > last_month:
        start_year -= 1
    first, last = day_of(start_year, month, int(words["d"])), day_of(stop_year, last_month, int(words["d2"]))
    return (first, last, "days", "span") if first and last and first <= last else None


def _read_days_counted(said: Said) -> Span | None:
    """Days over which something was counted, however few: no fair and no visit."""
    found = _read_days(said)
    return (*found[:2], "weeks", "span") if found else None


def _read_iso(said: Said) -> Span | None:
    exact = day_of(int(said.words["yiso"]), int(said.words["miso"]), int(said.words["diso"]))
    return (exact, exact, "day", "span") if exact else None


def _read_year(said: Said, role: str = "span") -> Span | None:
    han = said.words.get("yhan")
    year = int("".join(str(number_words("zh").words[char]) for char in han)) if han else said.year()
    return span_of(year, 1, 12, "year", role) if year else None


def _read_until(said: Said) -> Span | None:
    """The year up to which something runs, or since which a record is told; it dates nothing."""
    if "month" in said.words and said.year() is None:
        return span_of(said.today.year, 1, 12, "year", "until") if said.today else None
    return _read_year(said, "until")


def _read_years(said: Said) -> Span | None:
    first = int(said.words["year"])
    last = int(said.words["year2"]) if "year2" in said.words else first // 100 * 100 + int(said.words["yy"])
    if not first < last <= first + 60:
        return None
    return date(first, 1, 1), date(last, 12, 31), "years", "span"


def _read_season(said: Said) -> Span | None:
    first = int(said.words["year"])
    if (first + 1) % 100 != int(said.words.get("yy") or said.words["year2"][2:]):
        return None
    # Marketing and fiscal years that straddle the New Year run from July in both countries' grain statistics.
    return date(first, 7, 1), date(first + 1, 6, 30), "year", "span"


READINGS: dict[str, Callable[[Said], Span | None]] = {
    **ENDS,
    **STRETCHES,
    **FROM_TODAY,
    "day": _read_day,
    "days": _read_days,
    "days_counted": _read_days_counted,
    "deadline": lambda said: _read_year(said, "deadline"),
    "first_months": _read_first_months,
    "half": _read_half,
    "half_year": lambda said: _half(said, 1),
    "iso": _read_iso,
    "month": _read_month,
    "month_last_year": _read_month_last_year,
    "month_years_ago": _read_month_years_ago,
    "months": _read_months,
    "past_months": _read_past_months,
    "quarter": _read_quarter,
    "last_quarter_of": _read_last_quarter_of,
    "quarter_months": _read_quarter_months,
    "quarters": _read_quarters,
    "season": _read_season,
    "second_half": lambda said: _half(said, 2),
    "unfinished": _read_unfinished,
    "until_year": _read_until,
    "three_quarters": _read_three_quarters,
    "year": _read_year,
    "years": _read_years,
}
