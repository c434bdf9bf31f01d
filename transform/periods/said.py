"""The words of one named span, and the arithmetic of months that its readings need."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date

import msgspec

from transform.numbers.numerals import find_numerals
from transform.periods.calendar_words import Calendar

#: Until this month the year before is looked back on, and its months go without their year.
_YEAR_REVIEWED = 3
#: A month of the next year that the text looks forward to is so many months away: "will go in January", in October.
_SOON = 6
_MONTHS = 12
#: The days of a week, and the day that is a month's middle.
WEEK, MIDDLE = 7, 15


class Said(msgspec.Struct):
    """What one match said, by the names of the patterns' groups."""

    words: dict[str, str]
    today: date | None
    cal: Calendar
    #: whether the words around say that it lies ahead: asked only where that tells which year is meant
    ahead: Callable[[], bool]
    known: int | None

    @property
    def future(self) -> bool:
        return self.ahead()

    def number(self, name: str, table: tuple[re.Pattern[str], ...]) -> int:
        form = self.words[name]
        return next(index for index, pattern in enumerate(table, 1) if pattern.fullmatch(form))

    def counted(self) -> int | None:
        """How many years are told: in figures or words from 1 to 99, by 前年 or a decade; one where nothing counts."""
        if "decade" in self.words:
            return 10
        if "big" not in self.words:
            return 2 if "before" in self.words else 1
        form = self.words["big"]
        numbers = find_numerals(form, self.cal.language)
        whole = len(numbers) == 1 and numbers[0].end - numbers[0].start == len(form)
        return int(numbers[0].value) if whole and 0 < numbers[0].value < 100 else None

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
            for name, shift in (("this", 0), ("last", -1), ("prior", -1), ("next", 1), ("before", -2)):
                if name in words:
                    return self.today.year + shift
        return None


#: First and last day, grain and role of a span, as `quantities.Period` explains them.
Span = tuple[date, date, str, str]


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def span_of(year: int, first: int, last: int, grain: str, role: str = "span") -> Span:
    """The whole months from the first to the last of a year."""
    return date(year, first, 1), month_end(year, last), grain, role


def past(said: Said, first: int, last: int) -> int | None:
    """The year of the nearest such months: begun already, or still ahead where the text looks forward."""
    year = said.year()
    if year is not None:
        return year
    today = said.today
    if today is None:
        return said.known
    if first == last:
        # Chinese names last year's months by their year: a bare month right after this one is to come.
        coming = said.cal.language == "zh" and today.month >= _YEAR_REVIEWED and first == today.month + 1
        return today.year if first <= today.month or coming or said.future else today.year - 1
    if last - first in (2, 5):
        # A quarter of which no month is over, a first half of which no three are, is a year back, unless it is to come.
        begun = first + (3 if (first, last) == (1, 6) else 1) <= today.month
        return today.year if begun or said.future else today.year - 1
    return today.year if last <= today.month or said.future else today.year - 1


def nearest(said: Said, month: int) -> int | None:
    """The same of one month, but the next year's where the text looks forward to one that is over this year."""
    today = said.today
    soon = today is not None and month < today.month and _MONTHS + month - today.month <= _SOON
    return today.year + 1 if today and soon and said.year() is None and said.future else past(said, month, month)


def full_month(today: date) -> tuple[int, int]:
    """The last month that was over on that day."""
    return (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)


def months_back(year: int, month: int, count: int) -> tuple[int, int]:
    """Year and month so many months before."""
    index = year * 12 + month - 1 - count
    return index // 12, index % 12 + 1


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, None for a day that its month does not have."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
