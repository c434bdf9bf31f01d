"""A language's words for the calendar, compiled from `rules/periods/`."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from transform import rules
from transform.sieve import OneOf, Sieve


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
    summed: Summed | None
    goes_on: re.Pattern[str]
    over: re.Pattern[str]
    than: tuple[str, ...]


_GROUP = re.compile(r"\(\?P<(\w+)>")


@cache
def calendar_of(language: str) -> Calendar:
    own = rules.load("periods", language, PeriodRules, rules.pattern)
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
        "{day}": any_of("day", own.days),
        "{d}": r"(?P<d>[0-3]?\d)(?!\d)",
        "{d2}": r"(?P<d2>[0-3]?\d)(?!\d)",
        "{year}": year("year"),
        "{year2}": year("year2"),
        "{to}": own.to,
    }
    parts: list[str] = []
    groups: list[tuple[tuple[str, str], ...]] = []
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
        groups.append(
            tuple((f"{name}_{number}_{count}", name) for name, often in names.items() for count in range(1, often + 1))
        )
    edge = r"(?<![^\W\d_])" if spaced else ""
    stop = r"(?![^\W\d_])" if spaced else ""

    def table(forms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile("|".join(form.split()), re.I) for form in forms)

    return Calendar(
        language,
        Sieve().one_of([f"{edge}{part}{stop}" for part in parts]),
        tuple(rule.read for rule in own.pattern),
        tuple(groups),
        re.compile(own.cheap),
        re.compile(own.future, re.I),
        table(own.months),
        table(own.numbers),
        table(own.ordinals),
        table(own.days),
        own.summed,
        re.compile(own.goes_on, re.I),
        re.compile(own.over, re.I),
        own.than,
    )
