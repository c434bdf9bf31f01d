"""Whose firm it is that no list holds: by its epithet, its town, or whom it deals with.

«Дальнереченский „Кедр-Лес“ и китайская „Хэнтай“», "Guangzhou-based Yuelan", "Yuelan of Guangdong", 绥芬河恒泰木业: a
deal's sides are told from each other by country, and a reader of the register asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from transform.names.gazetteer import gazetteer
from transform.names.nominative import is_adjective
from transform.names.party_rules import PartyRules, party_rules
from transform.records import PAIR, Agreement, Article, Party

_LAND = ("country", "region", "place")
#: The country that a language's own outlets leave unnamed.
HOME = {"ru": "RU", "zh": "CN"}
#: As far before and after a name as its epithet and its town stand.
_REACH = 70
#: A firm so called is Chinese (Sinochem); what is Sino-Russian is of both.
_SINO = re.compile("Sino(?=[a-z]{3})")
#: Occurrences of a name that are looked at.
_MOST = 12


def with_origins(article: Article, agreements: Sequence[Agreement], language: str) -> tuple[Agreement, ...]:
    """The agreements, with the country of each side that the article tells or its language leaves unsaid.

    A bare name is the listed firm's that another of them calls so («авиакомпания „Аврора“», later only „Аврора“).
    """
    rules = party_rules(language)
    listed = {party.name: party for deal in agreements for party in deal.parties if party.id}
    agreements = [_as_listed(deal, listed) for deal in agreements]
    agreements = [_of_outlet(deal, article.publisher or "", rules) for deal in agreements]
    text = f"{article.title}\n{article.text}"
    names = {party.name for deal in agreements for party in deal.parties if party.country is None}
    told = {name: _told(name, text, rules) for name in names}
    found = [_settled(deal, told) for deal in agreements]
    home = HOME.get(language)
    return with_partners(found, language, frozenset((home,))) if home else tuple(found)


def with_partners(
    agreements: Sequence[Agreement], language: str, countries: frozenset[str] = PAIR
) -> tuple[Agreement, ...]:
    """The agreements with the countries of sides that face one known side: who deals with a Chinese firm is Russian.

    Only these `countries` are given. Of golden deals with one of two sides known, nineteen in twenty others were of the
    other country; so it is told of what is surely news of the pair, and decides nothing.
    """
    facing = _facing(agreements, language)
    homes = {name: country for name, country in facing.items() if country in countries}
    return tuple(_settled(deal, homes) for deal in agreements)


def _as_listed(deal: Agreement, listed: Mapping[str, Party]) -> Agreement:
    """The agreement with the listed firm for each side that only bears its name."""
    parties = (party if party.id else listed.get(party.name, party) for party in deal.parties)
    return msgspec.structs.replace(deal, parties=tuple(parties))


def _of_outlet(deal: Agreement, publisher: str, rules: PartyRules) -> Agreement:
    """The agreement with the place that an outlet is called after where it speaks of its own (我市 in 绥芬河日报)."""
    places = gazetteer().find(publisher, rules.language, kinds=("region", "place"))
    if not places or not any(rules.land_nouns.ours.fullmatch(party.name) for party in deal.parties):
        return deal
    home = places[0].entity
    own = Party(name=home.names[rules.language], country=home.country, id=home.id)
    parties = (own if rules.land_nouns.ours.fullmatch(party.name) else party for party in deal.parties)
    return msgspec.structs.replace(deal, parties=tuple(parties))


def _settled(deal: Agreement, homes: Mapping[str, str | None]) -> Agreement:
    """The agreement with the countries of those sides that had none."""
    parties = (msgspec.structs.replace(one, country=one.country or homes.get(one.name)) for one in deal.parties)
    return msgspec.structs.replace(deal, parties=tuple(parties))


def _facing(deals: Sequence[Agreement], language: str) -> dict[str, str]:
    """The country of each name that faces a side of the other, if no third is named; none for what faces both."""
    told: dict[str, set[str]] = {}
    for deal in deals:
        for one, other in (deal.parties, deal.parties[::-1]) if len(deal.parties) == len(PAIR) else ():
            if one.country is None and other.country in PAIR and not _names_third(deal, language):
                told.setdefault(one.name, set()).update(PAIR - {other.country})
    return {name: min(countries) for name, countries in told.items() if len(countries) == 1}


def _names_third(deal: Agreement, language: str) -> bool:
    return any(mention.entity.country not in (None, *PAIR) for mention in gazetteer().find(deal.quote, language))


def _told(name: str, text: str, rules: PartyRules) -> str | None:
    """The country that a name itself tells, or that stands beside one of its occurrences."""
    if _SINO.match(name):
        return "CN"
    if rules.language == "zh":
        return _seat(name, text, rules)
    stem = rules.cases.ending.sub("", name) if len(name) > 4 else name
    for number, match in enumerate(re.finditer(rf"(?<!\w){re.escape(stem)}\w{{0,3}}(?!\w)", text)):
        if number == _MOST:
            return None
        # The headline's last word is no epithet of the name that the text begins with.
        before = text[max(0, match.start() - _REACH) : match.start()].rpartition("\n")[2]
        after = text[match.end() : match.end() + _REACH].partition("\n")[0]
        epithet, town = rules.origin_before.search(before), rules.origin_after.match(after)
        country = (epithet and _epithet(epithet["whence"], rules)) or (town and _country(town["whence"], rules))
        if country:
            return country
    return None


def _seat(name: str, text: str, rules: PartyRules) -> str | None:
    """The country of the land that stands right before a Chinese name somewhere in the article (俄罗斯糖果商“…”)."""
    for number, match in enumerate(re.finditer(re.escape(name), text)):
        if number == _MOST:
            return None
        before = rules.bounds.split(text[max(0, match.start() - _SEATED) : match.start()])[-1]
        lands = gazetteer().find(before, "zh", kinds=_LAND)
        if lands and rules.describes.fullmatch(before, lands[-1].end):
            return lands[-1].entity.country
    return None


#: As far before a Chinese name as its description reaches.
_SEATED = 20


def _epithet(words: str, rules: PartyRules) -> str | None:
    """The country of an attribute among the words before a name (китайская, Chinese, Guangzhou-based)."""
    for mention in reversed(gazetteer().find(words, rules.language, kinds=_LAND)):
        if rules.language != "ru" or is_adjective(words[mention.start : mention.end]):
            return mention.entity.country
    return None


def _country(words: str, rules: PartyRules) -> str | None:
    found = gazetteer().find(words, rules.language, kinds=(*_LAND, "body"))
    return found[0].entity.country if found else None
