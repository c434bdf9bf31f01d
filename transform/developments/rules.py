"""The words by which a language tells of changes, from `rules/developments/<language>.toml`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from transform.records import DevelopmentKind
from transform.rules import NOWHERE, Pattern, expression, load
from transform.text.sieve import OneOf, Sieve
from transform.text.stems import Stems


class _KindFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    stems: tuple[str, ...]
    object: tuple[str, ...]
    verb: tuple[str, ...]
    alone: tuple[str, ...]
    unless: tuple[str, ...]
    #: as `alone`, and so plain that no sum of signs outweighs them
    sure: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    clause: str
    #: the verb nearest to a time tells whether it lies ahead or behind; without any, it lies ahead after `starting`
    ahead: str
    starting: str
    past: str
    year_told: str
    said: str
    near_day: str
    seat: str
    joined: str
    of_town: str
    #: before and behind a place: somebody speaks there; behind a seat of government: it says so itself
    speaks_before: str
    speaks_behind: str
    seat_speaks: str
    mask: tuple[str, ...]
    pronoun: str
    supposed: str
    window: int
    kinds: dict[DevelopmentKind, _KindFile]
    #: families of words that patterns name as {family}; a family may name those before it
    words: dict[str, str] = {}
    #: a headline that tells a first run, and the departure that the body then tells instead of an opening
    first_run: str = NOWHERE
    departs: str = NOWHERE
    #: when something opens, in the words of a signed deal
    opens_later: str = NOWHERE
    #: a country after these is only passed through
    way: str = NOWHERE
    #: marks between the parts of a clause, of which one may tell what another does not; what a part only asks
    part: str = NOWHERE
    asked: str = NOWHERE


class Kind(msgspec.Struct, frozen=True):
    """How one kind is told: a verb near an object, or words that need neither; `unless` takes it back.

    What is `sure` means nothing else ("put a grain duty at zero"): it is read first, and no weights overrule it.
    """

    kind: DevelopmentKind
    object: OneOf
    verb: OneOf
    alone: OneOf
    unless: OneOf
    sure: OneOf


class DevelopmentRules(msgspec.Struct, frozen=True):
    """All patterns of one language, compiled; the kinds in the order in which they are tried."""

    language: str
    stems: Stems
    kind_of_stem: tuple[DevelopmentKind, ...]
    clause: Pattern
    ahead: Pattern
    starting: Pattern
    past: Pattern
    year_told: Pattern
    said: Pattern
    near_day: Pattern
    seat: Pattern
    joined: Pattern
    of_town: Pattern
    speaks_before: Pattern
    speaks_behind: Pattern
    seat_speaks: Pattern
    mask: OneOf
    pronoun: Pattern
    supposed: OneOf
    window: int
    kinds: tuple[Kind, ...]
    first_run: Pattern
    departs: Pattern
    opens_later: Pattern
    way: Pattern
    part: Pattern
    asked: Pattern


@cache
def development_rules(language: str) -> DevelopmentRules:
    """The rules of `en`, `ru` or `zh`; any other language is read as English."""
    language = language if language in ("en", "ru", "zh") else "en"
    file = load("developments", language, _File)

    def filled(pattern: str) -> str:
        for name, family in reversed(file.words.items()):
            pattern = pattern.replace(f"{{{name}}}", family)
        return pattern

    sieve = Sieve()

    def made(pattern: str, flags: int = 0) -> Pattern:
        return expression(pattern, f"developments/{language}.toml", flags)

    def one_of(patterns: Sequence[str]) -> OneOf:
        whole = [filled(pattern).replace("ё", "е") for pattern in patterns]
        try:
            return sieve.one_of(whole, re.IGNORECASE)
        except re.error:
            for pattern in whole:
                made(pattern)
            raise

    return DevelopmentRules(
        language,
        Stems([stem for kind in file.kinds.values() for stem in kind.stems]),
        tuple(name for name, kind in file.kinds.items() for _ in kind.stems),
        made(file.clause, re.IGNORECASE),
        made(file.ahead, re.IGNORECASE),
        made(file.starting, re.IGNORECASE),
        made(file.past, re.IGNORECASE),
        made(file.year_told, re.IGNORECASE),
        made(file.said, re.IGNORECASE),
        made(file.near_day, re.IGNORECASE),
        made(file.seat),
        made(file.joined),
        made(file.of_town, re.IGNORECASE),
        made(file.speaks_before, re.IGNORECASE),
        made(file.speaks_behind, re.IGNORECASE),
        made(file.seat_speaks, re.IGNORECASE),
        one_of(file.mask),
        made(file.pronoun, re.IGNORECASE),
        one_of([file.supposed]),
        file.window,
        tuple(
            Kind(
                name,
                one_of(kind.object),
                one_of(kind.verb),
                one_of((*kind.alone, *kind.sure)),
                one_of(kind.unless),
                one_of(kind.sure),
            )
            for name, kind in file.kinds.items()
        ),
        made(file.first_run),
        made(file.departs),
        made(file.opens_later),
        made(file.way, re.IGNORECASE),
        made(file.part),
        made(file.asked),
    )
