"""The names found so far in a clause that could be sides of a deal, and what is known to be none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from transform.names.entity import EntityMention
from transform.names.gazetteer import gazetteer
from transform.names.named import ACTORS, Name, name_at, of_land
from transform.names.party_rules import PartyRules, party_rules

#: Quotation marks around a name of whole words.
_MARKED = ("«»", '""', "„“", "“”")
#: A quoted Chinese name behind the noun that says what it is (糖果厂“胜利钟”).
QUOTED_NEXT = re.compile(r"[“「](?P<name>[一-鿿A-Za-z0-9·]{2,12})[”」]")
#: As far before a quoted Chinese name as its town stands.
_SEAT = 10


class Found(msgspec.Struct):
    """A clause with the names found in it, which grow step by step; a stretch that one has is no other's."""

    text: str
    rules: PartyRules
    mentions: Sequence[EntityMention]
    names: list[Name] = []
    #: stretches that name a person, a thing or a route
    blocked: list[tuple[int, int]] = []

    def free(self, start: int, end: int) -> bool:
        return all(end <= name.start or start >= name.end for name in self.names)

    def add_free(self, names: Iterable[Name]) -> None:
        """Add those that overlap no name found before."""
        for name in names:
            if self.free(name.start, name.end):
                self.names.append(name)

    def add_firm(self, start: int, end: int) -> None:
        """Add the firm that a stretch names; in Chinese of the land before it, by the name in quotes behind a noun."""
        text, rules = self.text, self.rules
        own = QUOTED_NEXT.match(text, end) if rules.language == "zh" else None
        name = name_at(text, *(own.span("name") if own else (start, end)), "organisation", rules)
        if rules.language == "zh":
            name = of_land(name, rules.bounds.split(text[max(0, start - _SEAT) : start])[-1])
        self.names.append(name)

    def part_of_listed(self, start: int, end: int) -> bool:
        """Is it only the beginning or the end of a name that the gazetteer lists whole (of several words)?"""
        listed = [(m.start, m.end) for m in self.mentions if m.entity.kind in ACTORS]
        return any(first <= start and end <= last and (start, end) != (first, last) for first, last in listed)


def begin(text: str, language: str) -> Found:
    """The clause before any name of it is found, but for the listed ones that it mentions."""
    rules = party_rules(language)
    found = Found(text, rules, gazetteer().find(text, rules.language))
    for person in rules.people.finditer(text):
        # «Лу Син» between its quotation marks is a firm, whoever else is called so.
        start, end = person.span()
        if (text[max(0, start - 1) : start] or " ") + text[end : end + 1] not in _MARKED:
            found.blocked.append(person.span())
    found.blocked.extend(outlet.span() for outlet in rules.outlet.finditer(text))
    if label := rules.looks.label.search(text):
        found.blocked.append(label.span())
    return found
