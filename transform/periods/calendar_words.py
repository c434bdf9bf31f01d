"""A language's words for the calendar, compiled from `rules/periods/`."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from transform import rules
from transform.text.sieve import OneOf, Sieve


class PeriodPattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to name a span; `read` is the reading in `_READINGS`."""

    match: str
    read: str


class Summed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a sum up to a day: before the day, behind it, and what says that it counts from the new year."""

    up_to: re.Pattern[str]
    in_all: re.Pattern[str]
    anew: re.Pattern[str]


class PeriodRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language's words for the calendar; alternatives are regular expressions.

    A text without a word of `cheap` names no span.
    """

    months: tuple[str, ...]
    numbers: tuple[str, ...]
    ordinals: tuple[str, ...]
    to: str
    year_phrase: str
    future: str
    cheap: str
    pattern: tuple[PeriodPattern, ...]
    #: a number of months, weeks or the like in words
    counting: str
    summed: Summed | None = None
    #: what begins another statement behind a span, and what says before one that it is over; without, nothing does
    goes_on: str = "(?!)"
    over: str = "(?!)"
    #: days of the month in words («пятнадцатого октября»)
    days: tuple[str, ...] = ()
    #: right before a span that something is compared with (2019年为173万吨，比|2018年高4%，上一年度为……)
    than: tuple[str, ...] = ()


class Calendar(msgspec.Struct, frozen=True):
    """The same, compiled; the tables hold the forms of the numbers from 1 up."""

    language: str
    pattern: OneOf
    reads: tuple[str, ...]
    groups: tuple[tuple[tuple[str, str], ...], ...]
    cheap: re.Pattern[str]
    future: re.Pattern[str]
    months: tuple[re.Pattern[str], ...]
    numbers: tuple[re.Pattern[str], ...]
    ordinals: tuple[re.Pattern[str], ...]
    days: tuple[re.Pattern[str], ...]
    #: what is told of by its name alone, with its day
    events: tuple[tuple[date, re.Pattern[str]], ...]
    summed: Summed | None
    goes_on: re.Pattern[str]
    over: re.Pattern[str]
    than: tuple[str, ...]


_GROUP = re.compile(r"\(\?P<(\w+)>")


@cache
def calendar_of(language: str) -> Calendar:
    """The calendar of `en`, `ru` or `zh`."""
    own = rules.load("periods", language, PeriodRules, rules.pattern)
    events = _events(language)
    words = _words(own, language, [told.pattern for _, told in events])
    edge, stop = (r"(?<![^\W\d_])", r"(?![^\W\d_])") if language != "zh" else ("", "")
    parts = [_numbered(number, rule.match, words) for number, rule in enumerate(own.pattern)]

    def table(forms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile("|".join(form.split()), re.I) for form in forms)

    return Calendar(
        language,
        Sieve().one_of([f"{edge}{part}{stop}" for part, _ in parts]),
        tuple(rule.read for rule in own.pattern),
        tuple(groups for _, groups in parts),
        re.compile(own.cheap),
        re.compile(own.future, re.I),
        table(own.months),
        table(own.numbers),
        table(own.ordinals),
        table(own.days),
        events,
        own.summed,
        re.compile(own.goes_on, re.I),
        re.compile(own.over, re.I),
        own.than,
    )


def _events(language: str) -> tuple[tuple[date, re.Pattern[str]], ...]:
    """The events that `events.csv` dates, as the language tells of them; an empty cell would be told anywhere."""
    rows = csv.DictReader(files("transform.rules").joinpath("periods/events.csv").read_text("utf-8").splitlines())
    try:
        return tuple((date.fromisoformat(row["day"]), _told(row[language])) for row in rows)
    except (KeyError, ValueError, re.error) as error:
        raise rules.RulesError(f"transform/rules/periods/events.csv, line {rows.line_num}: {error}") from error


def _told(cell: str | None) -> re.Pattern[str]:
    if not cell:
        raise ValueError("an event without words")
    return re.compile(cell, re.I)


def _words(own: PeriodRules, language: str, events: list[str]) -> dict[str, str]:
    """What the names in braces of the patterns stand for."""
    tail = r"(?![^\W\d_])" if language != "zh" else ""

    def any_of(name: str, forms: tuple[str, ...]) -> str:
        # Longest first, so that 十二 is not read as 十.
        flat = sorted((form for group in forms for form in group.split()), key=len, reverse=True)
        flag = "(?i:" if not (language == "en" and name.startswith("month")) else "(?:"
        return f"(?P<{name}>{flag}{'|'.join(flat)})){tail}"

    return {
        "{Y}": own.year_phrase if language == "zh" else f"(?i:{own.year_phrase})",
        "{month}": any_of("month", own.months),
        "{month2}": any_of("month2", own.months),
        "{n}": r"(?<!\d)" + any_of("n", own.numbers),
        "{big}": rf"(?P<big>\d{{1,3}}|{own.counting})",
        "{ord}": any_of("ord", own.ordinals),
        "{ord2}": any_of("ord2", own.ordinals),
        "{day}": any_of("day", own.days),
        "{event}": f"(?P<event>(?i:{'|'.join(events)})){tail}",
        "{d}": r"(?P<d>[0-3]?\d)(?!\d)",
        "{d2}": r"(?P<d2>[0-3]?\d)(?!\d)",
        "{year}": r"(?P<year>(?:19|20)\d\d)",
        "{year2}": r"(?P<year2>(?:19|20)\d\d)",
        "{to}": own.to,
    }


def _numbered(number: int, body: str, words: dict[str, str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A pattern that stands beside others in one expression: its groups have the pattern's number and their own.

    With it come the groups' new names, each with the old one.
    """
    for _pass in range(2):  # {Y} has {year} in it
        for key, value in words.items():
            body = body.replace(key, value)
    often: Counter[str] = Counter()

    def rename(found: re.Match[str]) -> str:
        name = found.group(1)
        often[name] += 1
        return f"(?P<{name}_{number}_{often[name]}>"

    numbered = f"(?P<read_{number}>{_GROUP.sub(rename, body)})"
    groups = ((f"{name}_{number}_{count}", name) for name, times in often.items() for count in range(1, times + 1))
    return numbered, tuple(groups)
