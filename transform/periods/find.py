"""Calendar spans that a sentence names, resolved against the publication date to inclusive days."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache, partial

import msgspec

from transform.numbers.digits import narrow
from transform.numbers.quantities import Period
from transform.periods.calendar_words import Calendar, calendar_of
from transform.periods.said import Said, full_month, month_end, months_back
from transform.periods.spans import READINGS
from transform.periods.years_joined import of_years, shifted

#: Readings that point at another period of the sentence.
_POINTERS = (
    "later", "base", "base_month", "base_quarter", "base_ago", "base_week", "before_quarter", "both",
    "same", "same_month", "same_quarter", "same_half", "other_quarter",
)  # fmt: skip
#: Those that name what another is compared with.
_BASES = ("base", "base_month", "base_quarter", "base_ago", "base_week", "before_quarter")
#: Those that name a time of their own, neither what another is compared with nor the one just told.
_OTHERS = ("later", "other_quarter", "both")
#: Those that are counted from publication where the sentence names no such time before.
_FROM_TODAY = ("base_ago", "before_quarter")
#: The part of a year that lies right before another one.
_PARTS = {"base_month": "month", "base_quarter": "quarter", "before_quarter": "quarter"}
#: The role of "the whole year" before it is known whether the text looks back on the last one.
_WHOLE = "whole"

#: Days of publication beyond these are as good as none.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000
_WEEK = timedelta(days=7)
#: Words that look ahead stand no more characters before a span, and in its own sentence or half of one.
_AHEAD, _AHEAD_OF_YEAR = 64, 110
_STOPS = re.compile(r"[.;!?。；！？]\s?(?=\D)")

_Found = tuple[int, int, str, dict[str, str]]
_Pointer = tuple[int, int, str, Said]


def _ahead(cal: Calendar, clean: str, start: int, end: int, read: str) -> bool:
    """Do the words around a span say that it lies ahead?"""
    first = max(0, start - (_AHEAD_OF_YEAR if read == "this_year_told" else _AHEAD))
    first = max((match.end() for match in _STOPS.finditer(clean, first, start)), default=first)
    if cal.over.search(clean, first, start):
        return False  # "had moved to yuan by December"
    other = cal.goes_on.search(clean, end, end + 20)  # "made 11,200 cars in five months and hopes for 50,000"
    stop = other.start() if other else end + 20
    told = cal.future.search(clean, first, stop + 20)  # a word at the edge may be taken back: "could be had"
    return told is not None and told.end() <= stop


def _scan(clean: str, cal: Calendar) -> Iterator[_Found]:
    """Spans with their reading and words."""
    for match in cal.pattern.finditer(clean) if cal.cheap.search(clean) else ():
        number = int((match.lastgroup or "").removeprefix("read_"))
        words: dict[str, str] = {}
        for group, name in cal.groups[number]:
            if match[group] is not None:
                words.setdefault(name, match[group])
        start, end = match.span()
        while start < end and clean[start].isspace():
            start += 1
        while end > start and clean[end - 1] in " ,\u00a0":
            end -= 1
        yield start, end, cal.reads[number], words


def find_periods(
    text: str,
    language: str,
    reference: date | str | None,
    context: Period | None = None,
    told: Period | None = None,
) -> list[Period]:
    """The spans that `text` names, left to right; without a publication date only those that name their year.

    `context` is the period that the text speaks of so far: "a year earlier" is counted from the sentence's own
    period, or else from it, and "the same period" is `told`, that of the last figure. Pointers that find neither
    are read as the whole year before publication. `reference` may be an ISO 8601 date or date-time.
    """
    today = reference if isinstance(reference, date) else date.fromisoformat(reference[:10]) if reference else None
    if today is not None and not _FIRST_YEAR <= today.year <= _LAST_YEAR:
        today = None  # a day at the calendar's edge has no "next year" or "last century"
    periods, pointers = _named(narrow(text), language, today)
    periods = [_of_text(period, context) if period.role == _WHOLE else period for period in periods]
    if not pointers:
        return of_years(periods, text)
    than = calendar_of(language).than
    named = [period for period in periods if narrow(text)[max(0, period.start - 1) : period.start] not in than]
    solved = _pointed(pointers, named, context, told or context, today)
    return of_years(sorted([*periods, *solved], key=lambda period: period.start), text)


@lru_cache(maxsize=256)  # figures, deals and changes ask of the same sentences
def _named(clean: str, language: str, today: date | None) -> tuple[list[Period], list[_Pointer]]:
    """The periods that a text names by themselves, in order, and its words that point at another one."""
    cal = calendar_of(language)
    periods: list[Period] = []
    pointers: list[_Pointer] = []
    known: int | None = None
    for start, end, read, words in _scan(clean, cal):
        said = Said(words, today, cal, partial(_ahead, cal, clean, start, end, read), known)
        if read in _POINTERS:
            pointers.append((start, end, read, said))
            continue
        span = READINGS[read](said)
        if span is None:
            continue
        first, last, grain, role = span
        known = last.year
        relative = said.year() is None or bool({"this", "last", "next", "before"} & words.keys())
        relative = relative and "yiso" not in words and "yhan" not in words
        periods.append(
            Period(
                start=start,
                end=end,
                first=first.isoformat(),
                last=last.isoformat(),
                grain=grain,
                relative=relative,
                future=today is not None and last > today,
                role=role,
                so_far=_so_far(today) if role == "this_year" and today else None,
            )
        )
    return periods, pointers


def _of_text(period: Period, context: Period | None) -> Period:
    """The whole year, which is the last one where the text speaks of that: 2024年……。全年……"""
    looks_back = context is not None and int(context.last[:4]) == int(period.last[:4]) - 1
    return msgspec.structs.replace(shifted(period, -1) if looks_back else period, role="span")


def _so_far(today: date) -> str | None:
    """The end of the last full month of the year under way; None in January."""
    return str(month_end(today.year, today.month - 1)) if today.month > 1 else None


def _pointed(
    pointers: list[_Pointer],
    periods: list[Period],
    context: Period | None,
    same: Period | None,
    today: date | None,
) -> list[Period]:
    """Periods that are named by their distance from another: "a year earlier", "the same months of 2024"."""
    mains = [period for period in periods if period.role in ("span", "ytd", "this_year", "since")]
    starts = [period.start for period in mains]
    solved = []
    for start, end, read, said in pointers:
        before = bisect_left(starts, start)
        told = same if read.startswith("same") and not before else None  # "over the month … In January it was"
        main = told or (mains[before - 1] if before else _base_behind(mains, context))
        if main is not None and main.grain == "event":
            main = None  # a year before "since the war began" is no year of it
        counted = (said.counted() or 1) if read in ("base", "base_ago") else int(read != "base_week")
        role = "base" if read in _BASES else "span" if read in _OTHERS else "same"
        if read == "both":
            found = _from_one_to_other(mains[:before])
        elif read in _FROM_TODAY and not (before and (read == "base_ago" or mains[before - 1].grain == "quarter")):
            found = _from_today(read, said, today)
            role, counted = (role, 0) if read == "base_ago" else ("span", 1)
        else:
            found = _counted_from(main, read, said, today)
        if found:
            part = _PARTS.get(read) if role == "base" else None
            solved.append(
                msgspec.structs.replace(
                    found, start=start, end=end, relative=True, future=False, role=role, so_far=None, years=counted,
                    part=part,
                )
            )  # fmt: skip
    return solved


def _base_behind(mains: list[Period], context: Period | None) -> Period | None:
    """What words are counted from that no time stands before: the time told behind them, else the one spoken of.

    "A year ago it was 268,000 tonnes, and in all of 2021 just 149,000" is no year before 2021.
    """
    if not mains:
        return context
    long_before = context is not None and context.grain != "event" and mains[0].last < context.first
    return context if long_before else mains[0]


def _counted_from(main: Period | None, read: str, said: Said, today: date | None) -> Period | None:
    """The period that lies as far from `main` as the pointer says."""
    if read == "base_week":
        return _week_before(main)
    if main is None:
        if today is None:
            return None
        main = Period(start=0, end=0, first=f"{today.year}-01-01", last=f"{today.year}-12-31", grain="year")
    if read == "later":
        return shifted(main, said.counted() or 1)
    if read == "same":
        return _so_many(main, said)
    if read == "other_quarter":
        return _other_part(main, said.number("ord", said.cal.ordinals))
    if read == "same_quarter":
        ends = main.grain in ("month", "months") and int(main.last[5:7]) % 3 == 0
        return main if main.grain == "quarter" else _quarter(main, int(main.last[5:7]) // 3) if ends else None
    if read == "same_half":
        return _half_around(main)
    if read == "same_month":
        if main.grain == "month" or today is None:
            return main if main.grain == "month" else None
        year, month = full_month(today)
        return _month_of(main, year, month)
    if read == "base_month":
        first = date.fromisoformat(main.first)
        if main.grain == "year" and today is not None and first.year == today.year:
            first = today  # no month was told: "a month ago" is before publication, not before January
        return _month_of(main, *months_back(first.year, first.month, 1))
    if read in ("base_quarter", "before_quarter"):
        if main.grain != "quarter" and not _three_months(main):
            return None
        first = date.fromisoformat(main.first)
        return _quarter(main, (first.month - 1) // 3) or _quarter(shifted(main, -1), 4)
    if "month" in said.words:
        return _month_of(main, int(main.last[:4]) - 1, said.month())
    if "n" in said.words and main.grain not in ("months", "month"):
        count = said.number("n", said.cal.numbers)
        main = msgspec.structs.replace(main, last=str(month_end(int(main.first[:4]), count)), grain="months")
    years = int(main.last[:4]) - int(said.words["year"]) if "year" in said.words else said.counted()
    return shifted(main, -years) if years is not None else None


def _week_before(main: Period | None) -> Period | None:
    """The seven days before those told, where these are a week or less."""
    if main is None or main.grain not in ("days", "week", "weeks"):
        return None
    first, last = date.fromisoformat(main.first), date.fromisoformat(main.last)
    if last - first >= _WEEK:
        return None
    return msgspec.structs.replace(main, first=str(first - _WEEK), last=str(last - _WEEK))


def _from_today(read: str, said: Said, today: date | None) -> Period | None:
    """ "Two years ago", "the previous quarter" where the sentence names no time before: counted from publication."""
    if today is None:
        return None
    whole = Period(start=0, end=0, first=f"{today.year}-01-01", last=f"{today.year}-12-31", grain="year")
    if read == "base_ago":
        years = said.counted()
        return shifted(whole, -years) if years and years < today.year else None
    quarter = (today.month - 1) // 3
    return _quarter(whole, quarter) or _quarter(shifted(whole, -1), 4)


def _from_one_to_other(told: list[Period]) -> Period | None:
    """ "Over the two years", from one that was told to the other."""
    years = [period for period in told if period.grain == "year"]
    if len(years) < 2:
        return None
    first, last = min(period.first for period in years), max(period.last for period in years)
    return msgspec.structs.replace(years[-1], first=first, last=last, grain="years")


def _so_many(main: Period, said: Said) -> Period:
    """The time just told; where "the same seven months" is not so long, the year's first seven."""
    if "n" not in said.words:
        return main
    count = said.number("n", said.cal.numbers)
    first, last = date.fromisoformat(main.first), date.fromisoformat(main.last)
    if 12 * (last.year - first.year) + last.month - first.month + 1 == count:
        return main
    stop = str(month_end(last.year, count))
    return msgspec.structs.replace(main, first=f"{last.year}-01-01", last=stop, grain="months")


def _other_part(main: Period, number: int) -> Period | None:
    """Another quarter of the year in which the period is one, or its other half ("In the second it was …")."""
    first, last = int(main.first[5:7]), int(main.last[5:7])
    if main.first[:4] != main.last[:4]:
        return None
    if _three_months(main):
        return _quarter(main, number)
    if last - first != 5 or last % 6 or number > 2:
        return None
    year = int(main.last[:4])
    start, stop = date(year, 6 * number - 5, 1), month_end(year, 6 * number)
    return msgspec.structs.replace(main, first=str(start), last=str(stop), grain="half")


def _half_around(main: Period) -> Period | None:
    """The half-year that the period lies in, all of it; None of what lies in both."""
    year, half = int(main.last[:4]), (int(main.last[5:7]) + 5) // 6
    if main.first < f"{year}-{6 * half - 5:02}-01":
        return None
    return msgspec.structs.replace(
        main, first=f"{year}-{6 * half - 5:02}-01", last=str(month_end(year, 6 * half)), grain="half"
    )


def _three_months(period: Period) -> bool:
    """Are its months those of a quarter ("January to March")?"""
    first, last = int(period.first[5:7]), int(period.last[5:7])
    return period.first[:4] == period.last[:4] and last - first == 2 and last % 3 == 0 and period.grain != "days"


def _quarter(period: Period, quarter: int) -> Period | None:
    """A quarter of the year in which the period ends."""
    if not 1 <= quarter <= 4:
        return None
    year = int(period.last[:4])
    first, last = date(year, 3 * quarter - 2, 1), month_end(year, 3 * quarter)
    return msgspec.structs.replace(period, first=str(first), last=str(last), grain="quarter")


def _month_of(period: Period, year: int, month: int) -> Period:
    first, last = date(year, month, 1), month_end(year, month)
    return msgspec.structs.replace(period, first=str(first), last=str(last), grain="month")
