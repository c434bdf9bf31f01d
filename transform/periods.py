"""Calendar spans that a sentence names, resolved against the publication date to inclusive days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import msgspec

from transform import rules
from transform.digits import narrow
from transform.numerals import find_numerals
from transform.quantities import Period


class PeriodPattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to name a span; `read` is the reading in `_READINGS`."""

    match: str
    read: str


class PeriodRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language's words for the calendar; alternatives are regular expressions."""

    months: tuple[str, ...]
    numbers: tuple[str, ...]
    ordinals: tuple[str, ...]
    to: str
    year_phrase: str
    future: str
    cheap: str
    pattern: tuple[PeriodPattern, ...]


class _Calendar(msgspec.Struct, frozen=True):
    """The same, compiled; the tables map a form to its number."""

    language: str
    pattern: re.Pattern[str]
    reads: tuple[str, ...]
    cheap: re.Pattern[str]
    future: re.Pattern[str]
    months: tuple[re.Pattern[str], ...]
    numbers: tuple[re.Pattern[str], ...]
    ordinals: tuple[re.Pattern[str], ...]


_GROUP = re.compile(r"\(\?P<(\w+)>")


@cache
def _calendar(language: str) -> _Calendar:
    own = rules.load("periods", language, PeriodRules)
    spaced = language != "zh"

    def any_of(name: str, forms: tuple[str, ...]) -> str:
        # Longest first, so that 十二 is not read as 十.
        flat = sorted((form for group in forms for form in group.split()), key=len, reverse=True)
        flag = "(?i:" if not (language == "en" and name.startswith("month")) else "(?:"
        tail = r"(?![^\W\d_])" if spaced else ""
        return f"(?P<{name}>{flag}{'|'.join(flat)})){tail}"

    def year(name: str) -> str:
        return rf"(?P<{name}>(?:19|20)\d\d)"

    counting = r"[^\W\d_]{1,14}(?:-[a-z]{2,9})?" if spaced else "[一二两三四五六七八九十]{1,3}"
    filled = {
        "{Y}": own.year_phrase if language == "zh" else f"(?i:{own.year_phrase})",
        "{month}": any_of("month", own.months),
        "{month2}": any_of("month2", own.months),
        "{n}": any_of("n", own.numbers),
        "{big}": rf"(?P<big>\d{{1,3}}|{counting})",
        "{ord}": any_of("ord", own.ordinals),
        "{d}": r"(?P<d>[0-3]?\d)(?!\d)",
        "{d2}": r"(?P<d2>[0-3]?\d)(?!\d)",
        "{year}": year("year"),
        "{year2}": year("year2"),
        "{to}": own.to,
    }
    parts: list[str] = []
    for number, rule in enumerate(own.pattern):
        body = rule.match
        for _pass in range(2):
            for key, value in filled.items():
                body = body.replace(key, value)
        names: dict[str, int] = {}

        def rename(found: re.Match[str], number: int = number, names: dict[str, int] = names) -> str:
            name = found.group(1)
            names[name] = names.get(name, 0) + 1
            return f"(?P<{name}_{number}_{names[name]}>"

        parts.append(f"(?P<read_{number}>{_GROUP.sub(rename, body)})")
    edge = r"(?<![^\W\d_])" if spaced else ""
    stop = r"(?![^\W\d_])" if spaced else ""

    def table(forms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile("|".join(form.split()), re.I) for form in forms)

    return _Calendar(
        language,
        re.compile(f"{edge}(?:{'|'.join(parts)}){stop}"),
        tuple(rule.read for rule in own.pattern),
        re.compile(own.cheap),
        re.compile(own.future, re.I),
        table(own.months),
        table(own.numbers),
        table(own.ordinals),
    )


class _Said(msgspec.Struct):
    """What one match said, by the names of the patterns' groups."""

    words: dict[str, str]
    today: date | None
    cal: _Calendar
    future: bool
    known: int | None

    def number(self, name: str, table: tuple[re.Pattern[str], ...]) -> int:
        form = self.words[name]
        return next(index for index, pattern in enumerate(table, 1) if pattern.fullmatch(form))

    def month(self, name: str = "month") -> int:
        return self.number(name, self.cal.months)

    def year(self) -> int | None:
        """The year that was said, in figures or in relation to the publication date."""
        words = self.words
        if "year" in words:
            return int(words["year"])
        for name in ("yy", "yy2"):
            if name in words and "year" not in words:
                return 2000 + int(words[name])
        if self.today:
            for name, shift in (("this", 0), ("last", -1), ("next", 1), ("before", -2)):
                if name in words:
                    return self.today.year + shift
        return None


Span = tuple[date, date, str, str]


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _span(year: int, first: int, last: int, grain: str, role: str = "span") -> Span:
    return date(year, first, 1), _end(year, last), grain, role


def _past(said: _Said, first: int, last: int) -> int | None:
    """The year of the nearest such months: begun already, or still ahead where the text looks forward."""
    year = said.year()
    if year is not None:
        return year
    today = said.today
    if today is None:
        return said.known
    if first == last:
        return today.year if first <= today.month or said.future else today.year - 1
    if last - first in (2, 5):
        # A quarter or half of which no month is over is spoken of as the one a year ago, unless it is to come.
        return today.year if first < today.month or said.future else today.year - 1
    return today.year if last <= today.month or said.future else today.year - 1


def _full_month(today: date) -> tuple[int, int]:
    """The last month that was over on that day."""
    return (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)


def _months_back(year: int, month: int, count: int) -> tuple[int, int]:
    index = year * 12 + month - 1 - count
    return index // 12, index % 12 + 1


def _read_month(said: _Said) -> Span | None:
    month = said.month()
    year = said.year()
    if year is None and "last" in said.words and said.today:
        year = said.today.year if month < said.today.month else said.today.year - 1
    year = year if year is not None else _past(said, month, month)
    return _span(year, month, month, "month") if year else None


def _read_month_last_year(said: _Said) -> Span | None:
    month = said.month()
    return _span(said.today.year - 1, month, month, "month") if said.today else None


def _read_months(said: _Said) -> Span | None:
    first, last = said.month(), said.month("month2")
    begin = said.words.get("year2")
    if said.cal.language == "zh":
        year = said.year()
        stop = int(begin) if begin else None
        year = year if year is not None else (_past(said, first, last) if first <= last else None)
        if year is None and said.today:
            year = said.today.year - 1
        if year is None:
            return None
        stop = stop or (year if first <= last else year + 1)
        return date(year, first, 1), _end(stop, last), "months", "span"
    end_year = _past(said, first, last)
    if end_year is None:
        return None
    start = int(begin) if begin else (end_year if first <= last else end_year - 1)
    return date(start, first, 1), _end(end_year, last), "months", "span"


def _read_first_months(said: _Said) -> Span | None:
    count = said.number("n", said.cal.numbers)
    year = said.year()
    if year is None:
        if said.today is None:
            year = said.known
        else:
            over = said.today.month - 1 if said.today.day < 28 else said.today.month
            year = said.today.year if count <= over else said.today.year - 1
    return _span(year, 1, count, "month" if count == 1 else "months") if year else None


def _read_quarter(said: _Said) -> Span | None:
    quarter = int(said.words["q"]) if "q" in said.words else said.number("ord", said.cal.ordinals)
    first = quarter * 3 - 2
    year = _past(said, first, first + 2)
    return _span(year, first, first + 2, "quarter") if year else None


def _half(said: _Said, half: int) -> Span | None:
    first = half * 6 - 5
    year = _past(said, first, first + 5)
    return _span(year, first, first + 5, "half") if year else None


def _read_half(said: _Said) -> Span | None:
    half = int(said.words["q"]) if "q" in said.words else said.number("ord", said.cal.ordinals)
    return _half(said, min(half, 2))


def _read_three_quarters(said: _Said) -> Span | None:
    year = said.year()
    if year is None:
        year = said.known if said.today is None else said.today.year - (said.today.month < 9)
    return _span(year, 1, 9, "months") if year else None


def _read_past_months(said: _Said) -> Span | None:
    """ "In 11 months" is the year so far in a report, and a term where the text looks ahead."""
    return None if said.future else _read_first_months(said)


def _read_quarters(said: _Said) -> Span | None:
    first, last = int(said.words["q"]) * 3 - 2, int(said.words["qlast"]) * 3
    year = _past(said, first, last)
    return _span(year, first, last, "months") if year and first < last else None


def _read_full_year(said: _Said) -> Span | None:
    """The year being summed up: in the first quarter still the one before."""
    if not said.today:
        return None
    year = said.known or said.today.year - (said.today.month <= 3 and not said.future)
    return _span(year, 1, 12, "year")


def _read_as_of_year(said: _Said) -> Span | None:
    year = said.year()
    return (date(year, 12, 31), date(year, 12, 31), "day", "as_of") if year else None


def _read_months_to(said: _Said) -> Span | None:
    month = said.month()
    count = said.number("n", said.cal.numbers)
    year = _past(said, month, month)
    if not year:
        return None
    first_year, first = _months_back(year, month, count - 1)
    return date(first_year, first, 1), _end(year, month), "months", "span"


def _read_year_to(said: _Said) -> Span | None:
    month = said.month()
    year = _past(said, month, month)
    if not year:
        return None
    first_year, first = _months_back(year, month, 11)
    return date(first_year, first, 1), _end(year, month), "year", "span"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_day(said: _Said) -> Span | None:
    month, day = said.month(), int(said.words["d"])
    year = said.year()
    if year is None:
        if said.today is None:
            year = said.known
        else:
            year = said.today.year
            guess = _day(year, month, day)
            if guess and guess > said.today and not said.future:
                year -= 1
    exact = _day(year, month, day) if year else None
    return (exact, exact, "day", "span") if exact else None


def _read_days(said: _Said) -> Span | None:
    month = said.month()
    words = said.words
    last_month = said.month("month2") if "month2" in words else month
    year = said.year()
    if year is None:
        year = said.known if said.today is None else said.today.year
        if said.today and year is not None:
            stop = _day(year, last_month, int(words["d2"]))
            if stop and stop > said.today and not said.future:
                year -= 1
    if year is None:
        return None
    start_year, stop_year = year, year
    if "year2" in words:
        if said.cal.language == "zh":
            stop_year = int(words["year2"])
        else:
            start_year = int(words["year2"])
    elif month > last_month:
        start_year -= 1
    first, last = _day(start_year, month, int(words["d"])), _day(stop_year, last_month, int(words["d2"]))
    return (first, last, "days", "span") if first and last and first <= last else None


def _read_iso(said: _Said) -> Span | None:
    exact = _day(int(said.words["yiso"]), int(said.words["miso"]), int(said.words["diso"]))
    return (exact, exact, "day", "span") if exact else None


_HAN = {char: str(index) for index, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}


def _read_year(said: _Said, role: str = "span") -> Span | None:
    han = said.words.get("yhan")
    year = int("".join(_HAN[char] for char in han)) if han else said.year()
    return _span(year, 1, 12, "year", role) if year else None


def _read_years(said: _Said) -> Span | None:
    first = int(said.words["year"])
    last = int(said.words["year2"]) if "year2" in said.words else first // 100 * 100 + int(said.words["yy"])
    if not first < last <= first + 60:
        return None
    return date(first, 1, 1), date(last, 12, 31), "years", "span"


def _read_season(said: _Said) -> Span | None:
    first = int(said.words["year"])
    if (first + 1) % 100 != int(said.words.get("yy") or said.words["year2"][2:]):
        return None
    # Marketing and fiscal years that straddle the New Year run from July in both countries' grain statistics.
    return date(first, 7, 1), date(first + 1, 6, 30), "year", "span"


def _read_since_month(said: _Said) -> Span | None:
    month = said.month()
    year = _past(said, month, month)
    if year is None or said.today is None:
        return None
    stop_year, stop = _full_month(said.today)
    first = date(year, month, 1)
    last = max(_end(stop_year, stop), _end(year, month))
    return first, last, "months", "since"


def _read_as_of(said: _Said) -> Span | None:
    month = said.month()
    year = _past(said, month, month)
    return (_end(year, month), _end(year, month), "day", "as_of") if year else None


def _read_since_year(said: _Said) -> Span | None:
    year = said.year()
    if year is None or said.today is None or year > said.today.year:
        return None
    stop_year, stop = _full_month(said.today)
    return date(year, 1, 1), max(_end(stop_year, stop), date(year, 1, 31)), "years", "since"


def _read_ytd(said: _Said) -> Span | None:
    if not said.today:
        return None
    year, month = _full_month(said.today)
    if year < said.today.year:
        return date(said.today.year, 1, 1), said.today, "days", "ytd"
    return _span(year, 1, month, "months", "ytd")


def _relative_year(shift: int, role: str = "span") -> Callable[[_Said], Span | None]:
    return lambda said: _span(said.today.year + shift, 1, 12, "year", role) if said.today else None


def _relative_month(shift: int) -> Callable[[_Said], Span | None]:
    def read(said: _Said) -> Span | None:
        if not said.today:
            return None
        year, month = _months_back(said.today.year, said.today.month, -shift)
        return _span(year, month, month, "month")

    return read


def _relative_quarter(shift: int) -> Callable[[_Said], Span | None]:
    def read(said: _Said) -> Span | None:
        if not said.today:
            return None
        year, month = _months_back(said.today.year, (said.today.month - 1) // 3 * 3 + 1, -3 * shift)
        return _span(year, month, month + 2, "quarter")

    return read


def _read_last_years(said: _Said) -> Span | None:
    form = said.words["big"]
    numbers = find_numerals(form, said.cal.language)
    if not said.today or len(numbers) != 1 or numbers[0].end - numbers[0].start != len(form):
        return None
    count = int(numbers[0].value)
    if not 0 < count < 100:
        return None
    first = _day(said.today.year - count, said.today.month, min(said.today.day, 28)) or said.today
    if said.today.day > 28:
        first = _day(said.today.year - count, said.today.month, said.today.day) or first
    return first, said.today - timedelta(days=1), "years", "rolling"


def _read_last_months(said: _Said) -> Span | None:
    if not said.today:
        return None
    count = said.number("n", said.cal.numbers)
    year, month = _full_month(said.today)
    first_year, first = _months_back(year, month, count - 1)
    return date(first_year, first, 1), _end(year, month), "months", "rolling"


def _read_yesterday(said: _Said) -> Span | None:
    if not said.today:
        return None
    day = said.today - timedelta(days=1)
    return day, day, "day", "span"


_READINGS: dict[str, Callable[[_Said], Span | None]] = {
    "as_of": _read_as_of,
    "as_of_year": _read_as_of_year,
    "day": _read_day,
    "days": _read_days,
    "deadline": lambda said: _read_year(said, "deadline"),
    "first_months": _read_first_months,
    "full_year": _read_full_year,
    "half": _read_half,
    "half_year": lambda said: _half(said, 1),
    "iso": _read_iso,
    "last_month": _relative_month(-1),
    "last_months": _read_last_months,
    "last_quarter": _relative_quarter(-1),
    "last_year": _relative_year(-1),
    "last_years": _read_last_years,
    "month": _read_month,
    "month_last_year": _read_month_last_year,
    "months": _read_months,
    "months_to": _read_months_to,
    "next_month": _relative_month(1),
    "next_year": _relative_year(1),
    "past_months": _read_past_months,
    "quarter": _read_quarter,
    "quarters": _read_quarters,
    "season": _read_season,
    "second_half": lambda said: _half(said, 2),
    "since_month": _read_since_month,
    "since_year": _read_since_year,
    "this_month": _relative_month(0),
    "this_quarter": _relative_quarter(0),
    "this_year": _relative_year(0, "this_year"),
    "three_quarters": _read_three_quarters,
    "year": _read_year,
    "year_before_last": _relative_year(-2),
    "year_end": _relative_year(0, "deadline"),
    "year_to": _read_year_to,
    "years": _read_years,
    "yesterday": _read_yesterday,
    "ytd": _read_ytd,
}
#: Readings that point at another period of the sentence.
_POINTERS = ("base", "base_month", "same", "same_month")


def shifted(period: Period, years: int) -> Period:
    """The same span of the calendar, `years` later (negative: earlier); 29 February becomes the 28th."""

    def move(day: str) -> str:
        old = date.fromisoformat(day)
        year = old.year + years
        if old == _end(old.year, old.month):
            return _end(year, old.month).isoformat()
        return date(year, old.month, min(old.day, calendar.monthrange(year, old.month)[1])).isoformat()

    return msgspec.structs.replace(period, first=move(period.first), last=move(period.last))


def find_periods(text: str, language: str, reference: date | str | None, context: Period | None = None) -> list[Period]:
    """The spans that `text` names, left to right; without a publication date only those that name their year.

    `context` is the period that the text speaks of so far: "a year earlier" is counted from the sentence's own
    period, or else from it. Pointers that find neither are read as the whole year before publication.
    `reference` may be an ISO 8601 date or date-time.
    """
    today = date.fromisoformat(reference[:10]) if isinstance(reference, str) else reference
    cal = _calendar(language)
    clean = narrow(text)
    if not cal.cheap.search(clean):
        return []
    found: list[tuple[int, int, str, dict[str, str]]] = []
    for match in cal.pattern.finditer(clean):
        words: dict[str, str] = {}
        read = ""
        for name, value in match.groupdict().items():
            if value is None:
                continue
            head, _, rest = name.partition("_")
            if head == "read":
                read = cal.reads[int(rest)]
            else:
                words.setdefault(head, value)
        start, end = match.span()
        while start < end and clean[start].isspace():
            start += 1
        while end > start and clean[end - 1] in " ,\u00a0":
            end -= 1
        found.append((start, end, read, words))
    periods: list[Period] = []
    pointers: list[tuple[int, int, str, _Said]] = []
    known: int | None = None
    for start, end, read, words in found:
        future = bool(cal.future.search(clean[max(0, start - 40) : end + 20]))
        said = _Said(words, today, cal, future, known)
        if read in _POINTERS:
            pointers.append((start, end, read, said))
            continue
        span = _READINGS[read](said)
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
    return sorted([*periods, *_pointed(pointers, periods, context, today)], key=lambda period: period.start)


def _so_far(today: date) -> str | None:
    """The end of the last full month of the year under way; None in January."""
    return str(_end(today.year, today.month - 1)) if today.month > 1 else None


def _pointed(
    pointers: list[tuple[int, int, str, _Said]], periods: list[Period], context: Period | None, today: date | None
) -> list[Period]:
    """Periods that are named by their distance from another: "a year earlier", "the same months of 2024"."""
    solved: list[Period] = []
    mains = [period for period in periods if period.role in ("span", "ytd", "this_year", "since")]
    for start, end, read, said in pointers:
        before = [period for period in mains if period.start < start]
        main = before[-1] if before else (mains[0] if mains else context)
        if main is None:
            if today is None:
                continue
            year = today.year - 1
            main = Period(start=0, end=0, first=f"{year + 1}-01-01", last=f"{year + 1}-12-31", grain="year")
        if read == "same_month" and main.grain != "month":
            if today is None:
                continue
            year, month = _full_month(today)
            main = msgspec.structs.replace(
                main, first=str(date(year, month, 1)), last=str(_end(year, month)), grain="month"
            )
        if read in ("same", "same_month"):
            solved.append(msgspec.structs.replace(main, start=start, end=end, relative=True, role="same"))
            continue
        if read == "base_month":
            first = date.fromisoformat(main.first)
            year, month = _months_back(first.year, first.month, 1)
            span = _span(year, month, month, "month")
            solved.append(
                Period(
                    start=start, end=end, first=span[0].isoformat(), last=span[1].isoformat(), grain="month",
                    relative=True, role="base",
                )
            )  # fmt: skip
            continue
        if "n" in said.words and main.grain not in ("months", "month"):
            count = said.number("n", said.cal.numbers)
            main = msgspec.structs.replace(main, last=str(_end(int(main.first[:4]), count)), grain="months")
        year_said = int(said.words["year"]) if "year" in said.words else None
        move = year_said - int(main.last[:4]) if year_said else -1
        moved = shifted(main, move)
        solved.append(msgspec.structs.replace(moved, start=start, end=end, relative=True, future=False, role="base"))
    return solved
