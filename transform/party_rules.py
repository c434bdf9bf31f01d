"""How a language writes the sides of a deal, from `rules/parties/<language>.toml`, compiled once."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from transform.deal_rules import Pattern, alternatives
from transform.rules import load


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"conjunction": "and"}):
    name: str
    organisation: tuple[str, ...]
    stop: tuple[str, ...]
    not_party: str
    person: str
    people: str
    group: tuple[str, ...]
    excluded_before: str
    linked_before: str
    chain: str
    conjunction: str
    excluded_after: str
    possessive: str
    legal: tuple[str, ...]
    points_back: str
    points_to_one: str
    alias: str
    collective: str
    denies_after: str
    also: str
    unlisted: str
    unlisted_after: str
    adjectives: tuple[str, ...]
    attributive: str
    organised: str
    nation: str
    tail: str
    land_itself: str
    of_land: str
    predicate: str


class PartyRules(msgspec.Struct, frozen=True):
    """All patterns of one language, compiled; `stop` are capitalised words that name nobody."""

    language: str
    name: Pattern
    organisation: Pattern
    stop: frozenset[str]
    not_party: Pattern
    person: Pattern
    people: Pattern
    groups: tuple[Pattern, ...]
    excluded_before: Pattern
    linked_before: Pattern
    chain: Pattern
    conjunction: Pattern
    excluded_after: Pattern
    possessive: Pattern
    legal: Pattern
    points_back: Pattern
    points_to_one: Pattern
    alias: Pattern
    collective: Pattern
    denies_after: Pattern
    also: Pattern
    unlisted: Pattern
    unlisted_after: Pattern
    adjectives: frozenset[str]
    attributive: Pattern
    organised: Pattern
    nation: Pattern
    tail: Pattern
    land_itself: Pattern
    of_land: Pattern
    predicate: Pattern


@cache
def party_rules(language: str) -> PartyRules:
    """The rules of `en`, `ru` or `zh`; any other language is read as English. Case matters in names."""
    language = language if language in ("en", "ru", "zh") else "en"
    file = load("parties", language, _File)
    return PartyRules(
        language=language,
        name=re.compile(file.name),
        organisation=re.compile("|".join(f"(?:{one})" for one in _numbered(file.organisation)) or r"(?!)"),
        stop=frozenset(file.stop),
        not_party=re.compile(file.not_party),
        person=re.compile(file.person),
        people=re.compile(file.people),
        groups=tuple(re.compile(one) for one in file.group),
        excluded_before=re.compile(file.excluded_before),
        linked_before=re.compile(file.linked_before),
        chain=re.compile(file.chain),
        conjunction=re.compile(file.conjunction),
        excluded_after=re.compile(file.excluded_after),
        possessive=re.compile(file.possessive),
        legal=re.compile(alternatives(file.legal)),
        points_back=re.compile(file.points_back),
        points_to_one=re.compile(file.points_to_one),
        alias=re.compile(file.alias),
        collective=re.compile(file.collective),
        denies_after=re.compile(file.denies_after),
        also=re.compile(file.also),
        unlisted=re.compile(file.unlisted),
        unlisted_after=re.compile(file.unlisted_after),
        adjectives=frozenset(file.adjectives),
        attributive=re.compile(file.attributive),
        organised=re.compile(file.organised),
        nation=re.compile(file.nation),
        tail=re.compile(file.tail),
        land_itself=re.compile(file.land_itself),
        of_land=re.compile(file.of_land),
        predicate=re.compile(file.predicate),
    )


def _numbered(patterns: tuple[str, ...]) -> list[str]:
    """Each pattern's `name` group under a name of its own, since one expression may use a name once."""
    return [one.replace("(?P<name>", f"(?P<name{number}>") for number, one in enumerate(patterns)]
