"""The month in which money was lent, raised or paid for a firm: "raised 20 billion yuan on Monday"."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.spans.earlier_times import Span
from transform.figures.spans.figure_dates import UNDATED, another_time, falls_due
from transform.numbers.quantities import Period

_SHORT = frozenset(("day", "days", "week", "weeks"))
#: A boundary of this weight ends what was told: a semicolon.
_NEW_CLAUSE = 4.0


def paid_span(reading: Reading, group: Group, compared: set[int], today: str | None) -> Span | None:
    """The span told in the sentence for money that changed hands, by a day or a week its month; None without one.

    `today` is the day of publication, from which days of the week are counted back.
    """
    told = [
        period
        for place, period in enumerate(reading.periods)
        if place not in compared and _may_be(reading, group, period)
    ]
    if not told:
        return _this_week(reading, today)
    nearest = min(told, key=lambda one: reading.distance(one.start, one.end, group.start, group.end))
    if _of_next(reading, group, nearest):
        return _this_week(reading, today)
    return _month(nearest.first) if nearest.grain in _SHORT else (nearest.first, nearest.last)


def _may_be(reading: Reading, group: Group, period: Period) -> bool:
    """May money have changed hands then: in no time to come, nor one told of something else?"""
    if period.role in UNDATED or period.future or period.role in ("deadline", "since"):
        return False
    if falls_due(reading, period) or another_time(reading, period, group.end):
        return False
    return reading.parted(min(period.end, group.end), max(period.start, group.start)) < _NEW_CLAUSE


def _of_next(reading: Reading, group: Group, period: Period) -> bool:
    """Is a weekday told behind the money, and the period behind the next ("8 bn on Monday, after 5 bn in 2024")?"""
    named = reading.traits.week_day.search(reading.folded, group.end, max(group.end, period.start))
    return named is not None and any(named.end() <= one.start < period.start for one in reading.quantities)


def _this_week(reading: Reading, today: str | None) -> Span | None:
    named = reading.traits.week_day.search(reading.folded)
    if named is None or today is None:
        return None
    told = date.fromisoformat(today)
    if named.lastgroup is not None:
        told -= timedelta(days=(told.weekday() - int(named.lastgroup[1:])) % 7)
    return _month(told.isoformat())


def _month(day: str) -> Span:
    """The month of a day, in ISO 8601."""
    told = date.fromisoformat(day)
    last = calendar.monthrange(told.year, told.month)[1]
    return told.replace(day=1).isoformat(), told.replace(day=last).isoformat()
