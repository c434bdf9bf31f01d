"""Days that a text tells by weekday, as "yesterday", or in Chinese by the bare day of the month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import msgspec

from transform.numbers.quantities import Period
from transform.rules import NOWHERE, Pattern, load


def publication_day(published: str | None) -> date | None:
    """The day of an ISO 8601 date or date-time; a year that no one publishes in is as good as none."""
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    return day if 1900 <= day.year < 2200 else None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    weekdays: tuple[str, ...]
    last_week: str
    today: str
    yesterday: str
    of_month: str
    #: a day of the month before
    month_before: str = NOWHERE
    #: right before the weekday of publication: the one a week before
    a_week_ago: str = NOWHERE
    #: right before a weekday: it is of the week before; it has yet to come, or comes each week
    week_before: tuple[str, ...] = ()
    week_after: tuple[str, ...] = ()


class _Rules(msgspec.Struct, frozen=True):
    weekdays: tuple[Pattern, ...]
    week_before: tuple[str, ...]
    week_after: tuple[str, ...]
    last_week: Pattern
    today: Pattern
    yesterday: Pattern
    of_month: Pattern
    month_before: Pattern
    a_week_ago: Pattern


@cache
def _rules(language: str) -> _Rules:
    file = load("days", language if language in ("en", "ru", "zh") else "en", _File)
    return _Rules(
        tuple(re.compile(day, re.IGNORECASE) for day in file.weekdays),
        file.week_before,
        file.week_after,
        *(
            re.compile(one, re.IGNORECASE)
            for one in (
                file.last_week,
                file.today,
                file.yesterday,
                file.of_month,
                file.month_before,
                file.a_week_ago,
            )
        ),
    )


def find_days(text: str, language: str, published: date) -> list[Period]:
    """The past days (and last week) that the text tells in relation to its publication, in order.

    A weekday is the latest one up to publication; a bare day of the month that is still ahead was last month's.
    """
    return sorted(_days(text, _rules(language), published), key=lambda period: period.start)


def _days(text: str, rules: _Rules, published: date) -> Iterator[Period]:
    for number, pattern in enumerate(rules.weekdays):
        for match in pattern.finditer(text):
            if text.endswith(rules.week_before, 0, match.start()):
                monday = published - timedelta(days=published.weekday() + 7)
                yield _period(match, monday + timedelta(days=number))
            elif not text.endswith(rules.week_after, 0, match.start()):
                back = (published.weekday() - number) % 7
                if back == 0 and rules.a_week_ago.search(text, 0, match.start()):
                    back = 7  # "last Friday" told on a Friday
                yield _period(match, published - timedelta(days=back))
    for match in rules.today.finditer(text):
        yield _period(match, published)
    for match in rules.yesterday.finditer(text):
        yield _period(match, published - timedelta(days=1))
    for match in rules.last_week.finditer(text):
        monday = published - timedelta(days=published.weekday() + 7)
        yield Period(
            start=match.start(),
            end=match.end(),
            first=monday.isoformat(),
            last=(monday + timedelta(days=6)).isoformat(),
            grain="week",
            relative=True,
        )
    for match in rules.of_month.finditer(text):
        day = _of_month(int(match["day"]), published)
        if day:
            yield _period(match, day)
    for match in rules.month_before.finditer(text):
        day = _of_month(int(match["day"]), published.replace(day=1) - timedelta(days=1), ago=False)
        if day:
            yield _period(match, day)


def _of_month(number: int, published: date, *, ago: bool = True) -> date | None:
    """The day of that number of the month, or of the month before where it is still ahead and `ago` lets it."""
    month_ago = published.replace(day=1) - timedelta(days=1)
    for base in (published, month_ago) if ago else (published,):
        try:
            day = base.replace(day=number)
        except ValueError:
            continue
        if day <= published:
            return day
    return None


def _period(match: re.Match[str], day: date) -> Period:
    told = day.isoformat()
    return Period(start=match.start(), end=match.end(), first=told, last=told, grain="day", relative=True)
