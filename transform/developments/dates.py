"""When a change happens: the time that a clause tells nearest to the words of the change.

A day or month without a year is the nearest one behind publication or ahead of it, as the words around say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from transform.agreements.status import plain
from transform.developments.rules import DevelopmentRules
from transform.numbers.quantities import Period
from transform.periods.days import find_days
from transform.periods.find import find_periods

MASKED = "\u00b7"
#: What happened longer ago than this is history, not a change (a ban of New Year is still news next year).
OLD_DAYS = 550
#: Of the grains of a period those that date a change; a quarter, half or season dates it by its year.
_GRAINS = frozenset({"day", "days", "weeks", "month", "quarter", "half", "year"})
#: A month told without its year is the last one, unless it is so long ago and a verb tells of what is to come; for what
#: `will` be, a month is long.
_HALF_YEAR, _MONTH = 180, 31
#: A day told without its year is no older than this: "the line opens on March 1" lies ahead in January.
_SAME_YEAR = 333
#: A time that starts so early opens its clause.
_OPENS = 5
#: A verb behind a time is as far from it as one that stands so much farther before it.
_BEHIND = 8
#: A day among the words of a time: "since June 5", 自9月1日起; not the month of 自9月起.
_DAY = re.compile(r"(?<!\d)\d{1,2}(?![\d月])|[日号號]")
_COMMA = re.compile("[,，]")
#: The words of a statement stand this near to its day ("said on Monday").
_BESIDE = 12


def when(
    text: str,
    bare: str,
    spot: tuple[int, int],
    rules: DevelopmentRules,
    published: date | None,
    *,
    lasts: bool,
) -> Period | None:
    """The time nearest to the words of the change, of which `spot` is the place in the clause; None without one.

    `lasts`: may it hold "until May"? That is its end and no date of the change.
    """
    if published is None:
        return None
    ends = [one.span("last") for one in rules.until.finditer(text) if one["last"]] if lasts else []
    periods = [
        _starting(period, text)
        for period in _times(text, spot, rules, published)
        if (period.grain in _GRAINS or _of_a_year(period) or (period.role == "since" and period.grain != "event"))
        and MASKED not in bare[period.start : period.end]
        and not any(start <= period.start <= end for start, end in ends)
    ]
    # "The ban, in place since 1997, was lifted on July 25": how long it stood dates no change.
    dated = [p for p in periods if p.role != "since" or age(p, published) <= OLD_DAYS] or periods
    # "Soared from a year earlier to a record in May": what it is compared with dates none either.
    dated = [p for p in dated if p.role != "base"] or dated
    nearest = min(dated, key=lambda p: max(p.start - spot[1], spot[0] - p.end, 0), default=None)
    if nearest and (own := _from_then(dated, text, spot)) and _COMMA.search(text, spot[1], nearest.start):
        nearest = own  # 3月20日起加征关税，四月份电话没断过: what goes on behind the comma dates nothing before it
    if nearest and age(nearest, published) > OLD_DAYS:
        # "The levy, scrapped in May 2022, returned on January 1": the day told last is the change's own.
        days = [p for p in dated if _from_a_day(p) and p.start > nearest.end and age(p, published) <= OLD_DAYS]
        # "The line, agreed on in 2014, is due to open in 2027": so is one that lies ahead.
        ahead = [p for p in dated if p.future and p.start > nearest.end]
        # "On 28 February China struck out its 2008 embargo": a day that opens the clause dates what it tells.
        first = [p for p in dated if _from_a_day(p) and p.start <= _OPENS and age(p, published) <= OLD_DAYS]
        nearest = next(iter((*ahead[:1], *days[-1:], *first)), nearest)
    if nearest and not nearest.future and (put_in := _aside(text, nearest)) and not put_in[0] < spot[0] < put_in[1]:
        # "The service, suspended in February, will resume on August 4": what is put in dates what was before.
        nearest = next((p for p in dated if p.future and p.start > nearest.end), nearest)
    return _next_year(nearest) if nearest and _is_ahead(nearest, text, rules, published) else nearest


def when_set(text: str, spot: tuple[int, int], rules: DevelopmentRules, published: date | None) -> Period | None:
    """When a record was set, by the sentence: neither since when nothing was higher nor what it is compared with."""
    if published is None:
        return None
    times = [
        one
        for one in find_periods(text, rules.language, published)
        if one.grain in _GRAINS and one.role not in ("since", "until", "base") and age(one, published) <= OLD_DAYS
    ]
    return min(times, key=lambda one: max(one.start - spot[1], spot[0] - one.end, 0), default=None)


def _from_then(dated: Sequence[Period], text: str, spot: tuple[int, int]) -> Period | None:
    """The day or the start before the words of the change, with no comma between."""
    before = (p for p in dated if p.end <= spot[0] and _from_a_day(p) and not _COMMA.search(text, p.end, spot[0]))
    return max(before, key=lambda p: p.end, default=None)


def _aside(text: str, period: Period) -> tuple[int, int] | None:
    """Start and end of the words between two commas that a time closes."""
    start = text.rfind(",", 0, period.start)
    return (start, period.end) if start >= 0 and text[period.end : period.end + 1] == "," else None


def age(period: Period, published: date) -> int:
    """How many days ago it ended."""
    return (published - date.fromisoformat(period.last)).days


def told(period: Period) -> str:
    """The date as exactly as it was told: a day, a month, a year."""
    exact = {"month": 7, "weeks": 7, "months": 4, "quarter": 4, "half": 4, "year": 4}
    return period.first[: exact.get(period.grain)]


def _of_a_year(period: Period) -> bool:
    """Is it a season whose year is told ("in the autumn of 2026")? Of any other nobody knows which one is meant."""
    return period.role == "season" and not period.relative


def _starting(period: Period, text: str) -> Period:
    """ "From July 1": what counts is when it starts; "since July" tells the month alone, "since 2023" the year."""
    if period.role != "since":
        return period
    whole = {"months": "month", "years": "year"}.get(period.grain, "day")
    by_day = not period.first.endswith("-01") or _DAY.search(text[period.start : period.end])
    return msgspec.structs.replace(period, last=period.first, grain="day" if by_day else whole)


def _from_a_day(period: Period) -> bool:
    """Does it start with a day that is told, or that stands for the first of a month?"""
    return period.grain == "day" or period.role == "since"


def _times(text: str, spot: tuple[int, int], rules: DevelopmentRules, published: date) -> Sequence[Period]:
    found = find_periods(text, rules.language, published)
    days = [
        day
        for day in _weekdays(text, spot, rules, published)
        if all(day.end <= known.start or day.start >= known.end for known in found)
    ]
    return [*found, *days]


def _weekdays(text: str, spot: tuple[int, int], rules: DevelopmentRules, published: date) -> Iterator[Period]:
    """Days told by weekday or as "today", but for those on which somebody only said so."""
    for day in find_days(text, rules.language, published):
        if day.grain != "day" or rules.said.search(text[max(0, day.start - _BESIDE) : day.end + _BESIDE]):
            continue
        if _ahead_by_words(day, text, rules.ahead, rules) and not rules.near_day.match(text, day.start):
            yield _a_week_later(day)
        else:
            yield day


def _a_week_later(day: Period) -> Period:
    """The weekday after publication ("it will open on Friday")."""
    later = (date.fromisoformat(day.first) + timedelta(days=7)).isoformat()
    return msgspec.structs.replace(day, first=later, last=later, future=True)


def _is_ahead(period: Period, text: str, rules: DevelopmentRules, published: date) -> bool:
    """Is the day or month told without a year the next one rather than the last?"""
    days = age(period, published)
    part = period.grain in ("quarter", "half")
    if not period.relative or days <= (0 if part else _MONTH):
        return False
    will = rules.will.search(_between_commas(text, period)) and _ahead_by_words(period, text, rules.will, rules)
    if not (part or will) and days <= _HALF_YEAR:
        return False
    if rules.year_told.search(text[max(0, period.start - _BESIDE) : period.end]):
        return False
    if days >= _SAME_YEAR and _from_a_day(period):
        return True
    ahead = _ahead_by_words(period, text, rules.ahead, rules)
    if ahead is None and not part:
        return rules.starting.search(text[: period.end + 1]) is not None
    return ahead is True


def _between_commas(text: str, period: Period) -> str:
    """What stands between the same two commas as a time."""
    start = max(text.rfind(mark, 0, period.start) for mark in ",;，；")
    ends = (text.find(mark, period.end) for mark in ",;，；")
    return text[start + 1 : min((end for end in ends if end >= 0), default=len(text))]


def _ahead_by_words(period: Period, text: str, to_come: re.Pattern[str], rules: DevelopmentRules) -> bool | None:
    """Is the verb nearest to a time one of what is to come? None where no verb tells."""
    text = plain(text)

    def nearest(pattern: re.Pattern[str]) -> int:
        return min(
            (max(match.start() - period.end + _BEHIND, period.start - match.end()) for match in pattern.finditer(text)),
            default=len(text),
        )

    ahead, past = nearest(to_come), nearest(rules.past)
    return None if ahead == past == len(text) else ahead < past


def _next_year(when: Period) -> Period:
    """The same days a year later ("from July 1" told in June)."""
    first, last = (f"{int(day[:4]) + 1}{day[4:]}" for day in (when.first, when.last))
    return msgspec.structs.replace(when, first=first.replace("-02-29", "-02-28"), last=last.replace("-02-29", "-02-28"))
