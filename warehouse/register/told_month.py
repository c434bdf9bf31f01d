"""The month or season in which a sentence says that its deal was made: "in March", летом, 上月."""

from __future__ import annotations

import calendar
import re
import tomllib
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources

import msgspec

from warehouse.cues import folded

#: So many days about a month or season one may have it wrong by.
SLIP = timedelta(days=3)


class _Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What told_month.toml holds: a pattern with `month`, `season` or `last_month`, one with the `year` that stands
    with a month, and the names by number."""

    pattern: str
    dated: str
    months: tuple[str, ...]
    seasons: tuple[str, ...]


@cache
def _words(language: str) -> tuple[_Words, re.Pattern[str], re.Pattern[str]]:
    text = (resources.files("warehouse") / "told_month.toml").read_text(encoding="utf-8")
    words = msgspec.convert(tomllib.loads(text), dict[str, _Words])[language if language in ("ru", "zh") else "en"]
    names = {"months": "|".join(words.months), "seasons": "|".join(words.seasons)}
    read = (one.replace("{months}", names["months"]) for one in (words.pattern, words.dated))
    pattern, dated = (re.compile(one.replace("{seasons}", names["seasons"])) for one in read)
    return words, pattern, dated


@lru_cache(maxsize=65536)
def told_month(quote: str, language: str, reported: date) -> tuple[date, date] | None:
    """The first and last day of the one past month or season that is told; None where none is, or two are.

    The last that was over when it was reported; what is told with a year or a day, or was not over, is none.
    """
    words, pattern, _ = _words(language)
    found = {_span(match, words, reported) for match in pattern.finditer(folded(quote))}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=65536)
def dated_years(quote: str, language: str) -> frozenset[int]:
    """The years that stand with a month: in them something was done, no paper is for them ("in November 2024")."""
    return frozenset(int(match["year"]) for match in _words(language)[2].finditer(folded(quote)))


def within(day: date, span: tuple[date, date]) -> bool:
    """Is a day in the span, or about it?"""
    return span[0] - SLIP <= day <= span[1] + SLIP


def _span(match: re.Match[str], words: _Words, reported: date) -> tuple[date, date] | None:
    if (season := match["season"]) is not None:
        first, months = 3 + 3 * words.seasons.index(season), 3
    else:
        month = match["month"]
        before = reported.month - 1 or 12
        first, months = (before if month is None else words.months.index(month) + 1), 1
    year = reported.year
    last = first + months - 1
    if reported.month in {(one - 1) % 12 + 1 for one in range(first, last + 1)}:
        return None
    # Winter ends in the year after that in which it began.
    ends = date(year + (last > 12), (last - 1) % 12 + 1, 1)
    if ends >= reported.replace(day=1):
        year -= 1
        ends = ends.replace(year=ends.year - 1)
    start = date(year, (first - 1) % 12 + 1, 1)
    return start, ends.replace(day=calendar.monthrange(ends.year, ends.month)[1])
