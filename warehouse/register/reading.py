"""A mention as it is compared: who, what, when, where, how much, and what its sentence says beside."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

import msgspec

from transform.names.gazetteer import gazetteer
from transform.records import Party
from warehouse.register.told_month import dated_years, told_month
from warehouse.sides.names import fold_name
from warehouse.sides.naming import said
from warehouse.sides.sides import ACTORS, Side, sides
from warehouse.topics import Topics, topics

#: As many deals may any two forums end with.
FEW_DEALS = 9

_CROSSING = re.compile(r"crossing:(\w+)-(.+)")

Report: TypeAlias = tuple[str, str, str, frozenset[str], frozenset[str]]


class Reading(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A mention as evidence: who, what, when, where, how much, and in which article it stands."""

    mention_id: int
    article_id: str
    story_id: str
    publisher: str
    language: str
    title: str
    url: str | None
    reported_at: datetime
    quote: str
    field: str
    start: int
    end: int
    status: str
    type: str
    new: bool
    count: int | None
    parties: tuple[Party, ...]
    sectors: tuple[str, ...]
    subjects: tuple[str, ...]
    signed_on: date | None
    place: str | None
    place_id: str | None
    event: str | None
    value: Decimal | None
    unit: str | None
    #: Title and text of its article, where they are at hand; the tables keep none beside a mention.
    text: str = ""

    @cached_property
    def total(self) -> bool:
        """True for "25 agreements were signed": a sum of deals, not a deal."""
        return self.count != 1

    @cached_property
    def topics(self) -> Topics:
        """What its sentence is about; its outlet's name ("told Metals Desk") says nothing of that."""
        told = self.quote.replace(self.publisher, " ") if self.publisher else self.quote
        return topics(told, self.language, self.parties)

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Its parties as they are compared."""
        return sides(self.parties, self.subjects, self.quote)

    @cached_property
    def states(self) -> frozenset[str | None]:
        """The nations that it names for a side, by themselves or as a kind of side ("Chinese companies")."""
        return frozenset(side.country for side in self.sides if not side.concrete)

    @cached_property
    def bodies(self) -> frozenset[str | None]:
        """The nations of which a ministry or another body is a side."""
        return frozenset(side.country for side in self.sides if side.key.startswith("body:"))

    @cached_property
    def unsaid(self) -> frozenset[str]:
        """The sides that its sentence doesn't name and that reading lent it, by key."""
        return frozenset(
            side.key
            for side in self.sides
            if side.concrete and not said(side.name, self.quote) and not (side.called and said(side.called, self.quote))
        )

    @cached_property
    def lent(self) -> frozenset[str]:
        """Of these the ones that stand beside a side which it does name; one that names nobody goes on about both."""
        return self.unsaid if any(side.concrete and side.key not in self.unsaid for side in self.sides) else frozenset()

    @cached_property
    def places(self) -> frozenset[str]:
        """Where it was signed, as keys that compare across scripts, if its own sentence says so.

        What an article tells of all its deals at once (a forum's town) tells none of them from another.
        """
        if self.place_id and self.place_id not in self.subjects:
            return frozenset()
        named = self.place_id or (fold_name(self.place) if self.place else "")
        return frozenset({named}) if named else frozenset()

    @cached_property
    def events(self) -> frozenset[str]:
        """The forum or fair that its sentence names, by its id where the gazetteer knows it."""
        known = frozenset(one for one in self.subjects if one.startswith("event:"))
        told = self.event and said(self.event, self.quote)
        return known or (frozenset({fold_name(self.event)}) if self.event and told else frozenset())

    @cached_property
    def entities(self) -> frozenset[str]:
        """What it is about by the gazetteer's ids: no firms, no forum, and not the place of signing."""
        aside = (*ACTORS, "event:", "group:")
        named = {one for one in self.subjects if not one.startswith(aside) and one != self.place_id and ":" in one}
        return frozenset(place for one in named for place in places_of(one))

    @cached_property
    def report(self) -> Report:
        """What an outlet says word for word, names aside: publisher, language, status, words and numbers."""
        content = self.topics
        return self.publisher, self.language, self.status, content.words, content.numbers

    @cached_property
    def corrects(self) -> bool:
        """Does its sentence or its headline say that something told before was wrong?"""
        return self.topics.corrected or topics(self.title, self.language, ()).corrected

    @cached_property
    def follows(self) -> bool:
        """Does it recall a deal, or tell what became of it?"""
        return not self.new or self.status in ("in_force", "ended", "denied") or self.then is not None

    @cached_property
    def then(self) -> tuple[date, date] | None:
        """The month or season before that of its report in which it says that the deal was signed."""
        if self.status != "signed" or self.signed_on or self.topics.last_year:
            return None
        return told_month(self.quote, self.language, self.reported_at.date())

    @cached_property
    def made(self) -> int | None:
        """The year in which it says that the deal was made, where it looks back on one; the first year told."""
        if self.new or self.status == "negotiating":
            return None
        if self.signed_on and self.status == "signed":
            return self.signed_on.year
        if self.topics.last_year and not self.topics.spans:
            return self.reported_at.year - 1
        if self.topics.this_year:
            return self.reported_at.year
        years = self.topics.years - self.topics.terms - (self.topics.since if self.status == "signed" else frozenset())
        return min((year for year in years if year <= self.reported_at.year), default=None)

    @cached_property
    def terms(self) -> frozenset[int]:
        """The years that it is for; a year that has not begun is no year in which it was made."""
        content = self.topics
        bare = content.years - dated_years(self.quote, self.language) - content.since
        return (
            content.terms
            | (frozenset({self.reported_at.year}) if content.this_year else frozenset())
            | frozenset(year for year in content.called if year > self.reported_at.year)
            | (bare if content.yearly and not content.terms else frozenset())
        )

    @cached_property
    def goods(self) -> frozenset[str]:
        """The goods that its sentence names, else its headline."""
        return self.topics.goods or topics(self.title, self.language, self.parties).goods


def places_of(entity: str) -> tuple[str, ...]:
    """A crossing as the places by which others tell it: Heixiazi for its checkpoint, both towns for a bridge."""
    crossing = _CROSSING.fullmatch(entity)
    if crossing is None:
        return (entity,)
    here, there = (f"place:{end}" for end in crossing.groups())
    if crossing[2] == "crossing":
        return (here,)
    return (here, there) if {here, there} <= gazetteer().entities.keys() else (entity,)


def recalls_total(reading: Reading) -> bool:
    """Does it recall a forum's sum by a number that two forums seldom share?"""
    return not reading.new and reading.count is not None and reading.count > FEW_DEALS
