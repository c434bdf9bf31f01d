"""Where a change happens: the place that a clause names nearest to its words, rather after "in" than elsewhere.

A route is called by both its ends where its sentence joins them; a crossing, port or bridge is in the town of its
name; a capital that decides on duties, bans or sanctions tells no place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from transform.agreements.whereabouts import WHERE, after_in
from transform.developments.rules import DevelopmentRules
from transform.names.entity import Entity, EntityMention
from transform.names.gazetteer import gazetteer
from transform.names.named import canonical
from transform.names.party_names import names
from transform.names.party_rules import party_rules

#: Changes of what is allowed and paid are decided by states, and records are told of them.
OF_STATES = frozenset({"tariff", "quota", "ban", "ban_lifted", "sanction", "settlement", "market_access", "record"})
#: What is built, and who may be called after one town and build in another.
BUILT = frozenset({"facility", "hub_opened"})
_FIRMS = frozenset({"company", "bank", "organisation", "unknown"})
#: The words for who speaks where stand no more characters before the place.
_SPEAKS = 60
#: A region and a town so near each other are one address.
_ADDRESS = 12


def place_of(
    text: str, mentions: Sequence[EntityMention], kind: str, spot: tuple[int, int], rules: DevelopmentRules
) -> str | None:
    """The place of a change of this kind, whose words stand at `spot`; None where the clause names none."""

    def apart(mention: EntityMention) -> int:
        return max(mention.start - spot[1], spot[0] - mention.end, 0)

    # An adjective ("шанхайская", but not «порту Находка») tells where someone is from, capitals (MOSCOW) where the
    # report was written.
    places = [
        m
        for m in mentions
        if m.entity.kind in WHERE
        and not (text[m.start].islower() and rules.of_town.search(text[m.start : m.end]) is None)
        and not text[m.start : m.end].isupper()
        and not (is_spoken_at(text, m, rules) or (kind in BUILT and is_in_firm(text, m, rules)))
    ]
    if kind in OF_STATES:
        places = [m for m in places if after_in(text, m.start, rules.language) or not rules.seat.match(text, m.start)]
    if not places:
        return None
    let_into = [m for m in places if kind == "port_access" and rules.let_into.search(text, 0, m.start)]
    best = min(let_into or places, key=lambda m: (not after_in(text, m.start, rules.language), apart(m)))
    lines = [line for line in _lines(text, places, rules) if len(line) > 1]
    if kind == "route_opened" and lines:
        best = min(lines, key=lambda line: min(map(apart, line)))[0]
    elif best.entity.kind == "region":
        best = next((m for m in places if m.entity.region == best.entity.id and 0 < _beside(m, best) <= _ADDRESS), best)
    surface = text[best.start : best.end]
    town = town_of(surface, best.entity, rules)
    name = rules.of_town.sub("", surface) if town.id != best.entity.id else surface
    return canonical(name, party_rules(rules.language), town.names)


def line_of(text: str, mentions: Sequence[EntityMention], place: str, rules: DevelopmentRules) -> str | None:
    """The line between towns that a text tells with this place on it, by its gazetteer id ("Тайцан — Владивосток").

    Towns of one country that no dash joins may be a list ("from Ningbo and Shanghai to Vladivostok"): that is no line.
    """
    for line in _lines(text, [one for one in mentions if one.entity.kind in WHERE], rules):
        steps = list(pairwise(line))
        listed = [
            one
            for one, other in steps
            if one.entity.country == other.entity.country and not rules.dash.fullmatch(text, one.end, other.start)
        ]
        stops = list(dict.fromkeys(one.entity.id for one in line))
        names = [gazetteer().entity(stop).names.get(rules.language, "") for stop in stops]
        if place in stops and len(stops) > 1 and not listed and all(names):
            return rules.line.join(names)
    return None


def is_spoken_at(text: str, mention: EntityMention, rules: DevelopmentRules) -> bool:
    """Is it where somebody only speaks, or a government that does ("Moscow said …", "told a forum in Sochi")?"""
    start, end = mention.start, mention.end
    if rules.speaks_before.search(text[max(0, start - _SPEAKS) : start]) or rules.speaks_behind.match(text, end):
        return True
    return rules.seat.match(text, start) is not None and rules.seat_speaks.match(text, end) is not None


def is_in_firm(text: str, mention: EntityMention, rules: DevelopmentRules) -> bool:
    """Is it in the name of one of two firms that act together («„Тайга“ и Mudanjiang Pulp построят завод»)?

    It only tells which firm it is; one that acts alone is often told of at home ("Hunchun Seafoods opens a store").
    """
    firms = [one for one in names(text, party_rules(rules.language)) if one.kind in _FIRMS]
    joint = [two for two in pairwise(firms) if rules.together.fullmatch(text, two[0].end, two[1].start)]
    return any(
        firm.start <= mention.start and mention.end <= firm.end and firm.end - firm.start > mention.end - mention.start
        for firm in chain.from_iterable(joint)
    )


def town_of(surface: str, entity: Entity, rules: DevelopmentRules) -> Entity:
    """The town of a port, crossing or bridge that is called after it; else the place itself."""
    known = gazetteer().by_name(rules.of_town.sub("", surface), rules.language)
    return known if known and known.kind in WHERE else entity


def _lines(text: str, places: Sequence[EntityMention], rules: DevelopmentRules) -> Iterator[list[EntityMention]]:
    """The places in their order, those joined to a line ("Hunchun–Zarubino–Ningbo") together."""
    line: list[EntityMention] = []
    for place in places:
        if line and not rules.joined.fullmatch(text, line[-1].end, place.start):
            yield line
            line = []
        line.append(place)
    if line:
        yield line


def _beside(one: EntityMention, other: EntityMention) -> int:
    return max(one.start - other.end, other.start - one.end)
