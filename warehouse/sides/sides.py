"""The sides of a deal as they are compared: the keys under which a party may be known, whoever writes its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache

import msgspec

from transform.names.entity import METONYMS, Entity
from transform.names.gazetteer import gazetteer
from transform.records import Party
from warehouse.scripts import language_of
from warehouse.sides.kinds import is_group, is_of_both, is_office
from warehouse.sides.name_meaning import MEANS, known_words, meant, towns
from warehouse.sides.names import fold_name, sounds
from warehouse.sides.naming import described, is_one_of_many, is_owner
from warehouse.sides.side_words import called, side_words, state_before_zh

ACTORS = ("company:", "bank:", "body:")
#: What a town's port may be called beside its town.
_OF_PORTS = frozenset(("harbour", "fleet", "ocean", "trade", "river"))
#: A Chinese name of no more characters may be any firm's.
_SHORTEST_ZH = 3
#: Behind a name in brackets stands another for the same side.
_BRACKET = r"[”」』]?\s*[（(](?P<name>[^（）()]{2,40})[)）]"


@cache
def _states() -> tuple[Party, ...]:
    """The two states as sides."""
    return tuple(Party(name=gazetteer().entity(one).names["zh"], country=one, id=one) for one in ("CN", "RU"))


@cache
def _authority() -> re.Pattern[str]:
    """The words for a stretch of land, and for its authority, about its name."""
    about = side_words().authority
    before, after = "|".join(about.before), "|".join(about.after)
    return re.compile(f"(?i)^(?:(?:{before}) )+|(?: (?:{after}))+$|{about.zh}")


def _without_province(folded: str) -> str:
    """A Chinese firm's name without the word for a province between its land's name and the rest (山东|省|港口集团)."""
    return re.sub(f"(?:(?<=^[一-鿿]{{2}})|(?<=^[一-鿿]{{3}})){side_words().province_zh}", "", folded)


@cache
def _compound() -> re.Pattern[str]:
    """Two firms with a hyphen between them."""
    whole = "".join(f"(?<!{word})" for word in side_words().hyphenated)
    name = r"[A-ZА-ЯЁ][\w.&]+"
    return re.compile(rf"(?P<left>{name} [\w.& ]+?){whole}[-–—](?P<right>{name}(?: [\w.&]+)+)")


class Side(msgspec.Struct, frozen=True, cache_hash=True, dict=True):
    """A party as it is compared: its key, country, name, other keys that may be its own, its name in brackets.

    `one_of_many`: its sentence says "a" before it; `of_owner`: it tells only whose firm it is.
    """

    key: str
    country: str | None
    name: str
    known: bool
    also: frozenset[str] = frozenset()
    called: str | None = None
    one_of_many: bool = False
    of_owner: bool = False

    @cached_property
    def concrete(self) -> bool:
        """False for "Chinese companies"."""
        return not self.key.startswith("group ")

    @cached_property
    def described(self) -> bool:
        """Is it told by what it is ("a Vladivostok bank"), and not by its name?"""
        return self.one_of_many or self.of_owner or (not self.known and described(self.name))

    @cached_property
    def of_land(self) -> bool:
        """Is it a town, a province or a port, rather than a firm, a bank or a body?"""
        return not self.key.startswith(ACTORS)


def _other_keys(name: str) -> frozenset[str]:
    """How it sounds and what it means: two names with one such key may be one."""
    return sounds(name) | meant(name)


@lru_cache(maxsize=65536)
def _side(party: Party) -> Side:
    if party.id in ("CN", "RU"):
        # A state signs by one of its bodies.
        return Side(f"group {party.id}", party.country, party.name, True)
    if party.id:
        return Side(party.id, party.country, party.name, True, _other_keys(party.name))
    if is_group(party.name):
        return Side(f"group {party.country}", party.country, party.name, True)
    if town := _town(party.name) or _customs(party.name) or _port(party.name):
        return Side(town.id, town.country, party.name, True)
    folded = fold_name(party.name)
    listed = _listed().get(folded) or _listed().get(_without_province(folded)) or _without_form(party.name, folded)
    if listed is not None and party.country in (None, listed.country):
        return Side(listed.id, listed.country, party.name, True, _other_keys(party.name))
    head = _latin_head(party.name)
    also = _other_keys(party.name) | _land_of_office(party.name) | _branch_of_body(party.name)
    also |= _other_keys(head) if head else frozenset()
    return Side(folded, party.country, party.name, False, also, head)


def _latin_head(name: str) -> str | None:
    """What a Chinese name begins with in Latin letters, before the words for what the firm is (Softline软件公司)."""
    match = re.match(r"(?a:[A-Za-z][\w&. -]*?)(?=\s*[一-鿿])", name)
    return match[0] if match and _is_name(match[0]) else None


def _land_of_office(name: str) -> frozenset[str]:
    """The province or town whose department or zone this is (吉林省商务厅): papers name the one or the other."""
    if not is_office(name):
        return frozenset()
    lands = gazetteer().find(name, language_of(name), kinds=("region", "place"))
    return frozenset(one.entity.id for one in lands)


def _branch_of_body(name: str) -> frozenset[str]:
    """Which listed body's branch in which land this is: 广东省贸促会 is "the Guangdong committee of CCPIT"."""
    found = gazetteer().find(name, language_of(name), kinds=("body", "region", "place"))
    bodies = {one.entity.id: one.entity.country for one in found if one.entity.kind == "body"}
    lands = {one.entity.id for one in found if one.entity.kind != "body" and one.entity.country in bodies.values()}
    return frozenset(f"{MEANS}{body} in {land}" for body in bodies for land in lands if len(lands) == 1)


def _town(name: str) -> Entity | None:
    """The town or region whose authority a side is (город Маньчжоули, 满洲里市政府, "Heihe city government")."""
    bare = _authority().sub("", state_before_zh().sub("", name))
    land = gazetteer().by_name(bare, "en") if bare != name else None
    return land if land is not None and land.kind in ("place", "region") else None


def _customs(name: str) -> Entity | None:
    """The customs of a town that the gazetteer lists, however it is named (таможня Чанчуня, 俄罗斯远东海关局)."""
    if "customs" not in known_words(name):
        return None
    places = gazetteer()
    ids = {f"body:{town}-customs" for town in towns(name)} & places.entities.keys()
    return places.entity(min(ids)) if len(ids) == 1 else places.by_name(state_before_zh().sub("", name), "zh")


def _port(name: str) -> Entity | None:
    """The port of a town, called the sea's or for trade or not (Архангельский морской порт)."""
    for key in meant(name):
        told = frozenset(key.removeprefix(MEANS).split()) if key.startswith(MEANS) else frozenset()
        lands = told - _OF_PORTS
        if "harbour" in told and len(lands) == 1 and f"port:{min(lands)}" in gazetteer().entities:
            return gazetteer().entity(f"port:{min(lands)}")
    return None


@cache
def _listed() -> dict[str, Entity]:
    """The firms and banks of the gazetteer by name without legal form, where it is no other's (中国石油天然气)."""
    ids: dict[str, set[str]] = defaultdict(set)
    for entity in gazetteer().entities.values():
        if entity.kind in ("company", "bank"):
            for name in entity.names.values():
                ids[fold_name(name)].add(entity.id)
    return {name: gazetteer().entity(one) for name, (one, *others) in ids.items() if not others}


def _without_form(name: str, folded: str) -> Entity | None:
    """The firm or bank that a Chinese name is without its legal form, by whichever of its names (西安国际陆港集团)."""
    found = gazetteer().by_name(folded, "zh") if language_of(name) == "zh" and len(folded) > _SHORTEST_ZH else None
    return found if found is not None and found.kind in ("company", "bank") else None


@lru_cache(maxsize=65536)
def _also_called(quote: str, name: str) -> str | None:
    """Another name that a sentence puts behind one: 俄罗斯工业传感器公司（Промтехсенсор）, "…, known as KASZ"."""
    at = quote.find(name)
    match = called().match(quote, at + len(name)) if at >= 0 else None
    if match is None and ("(" in quote or "（" in quote):
        match = re.search(f"{re.escape(name)}(?:[一-鿿]{{0,4}}(?:{'|'.join(side_words().legal_zh)}))?{_BRACKET}", quote)
    return match["name"].strip(" “”«»\"'") if match else None


def _is_name(text: str) -> bool:
    """No initials (FESCO), which are like no name, and no town or province that a firm is of."""
    written = language_of(text) == "zh" or (text[0].isupper() and not text.isupper())
    return written and len(text) >= 4 and gazetteer().by_name(text, "en") is None


def _are_states(parties: tuple[Party, ...]) -> bool:
    """Are the two capitals the sides, which stand for their states ("an agreement between Beijing and Moscow")?"""
    capitals = {land.id for party in parties if (land := gazetteer().by_name(party.name, "en"))} & METONYMS
    return len(parties) == len(capitals) == len(METONYMS)


def _coupled(party: Party) -> tuple[Party, ...]:
    """The two firms of "the Chulman Coke-Jidong Steel contract", which are read as one name; the two of "两国海关"."""
    if party.id is None and is_of_both(party.name):
        return _states()
    match = None if party.id else _compound().fullmatch(party.name)
    return tuple(Party(name=match[side]) for side in ("left", "right")) if match else (party,)


def _called(party: Party, quote: str) -> Side:
    """The party as it is compared, with what the sentence calls it in brackets."""
    side = _side(party)
    if quote and side.concrete and is_owner(party.name, quote):
        return msgspec.structs.replace(side, of_owner=True)
    name = None if side.known or not quote else _also_called(quote, party.name)
    if name is None:
        many = not side.known and is_one_of_many(party.name, quote)
        return msgspec.structs.replace(side, one_of_many=True) if many else side
    listed = gazetteer().by_name(name, "en")
    if listed is not None and listed.kind in ("company", "bank", "body"):
        return Side(listed.id, listed.country, party.name, True, side.also)
    also = side.also | _other_keys(name) | {fold_name(name)}
    return Side(side.key, side.country, side.name, False, also, name if _is_name(name) else None)


@lru_cache(maxsize=65536)
def sides(parties: tuple[Party, ...], subjects: tuple[str, ...], quote: str = "") -> tuple[Side, ...]:
    """The parties of a mention; a firm named beside one that no list has may be the same, in brackets."""
    apart = _states() if _are_states(parties) else [one for party in parties for one in _coupled(party)]
    named = tuple({side.key: side for side in (_called(party, quote) for party in apart)}.values())
    listed = gazetteer().entities
    beside = {one: listed[one].country for one in subjects if one.startswith(ACTORS) and one in listed}
    if not beside:
        return named
    return tuple(side if side.known else _perhaps(side, beside) for side in named)


def _perhaps(side: Side, beside: Mapping[str, str | None]) -> Side:
    """A side with those of its country named beside it: the owner of Wildberries may be so called, its partner not."""
    own = {one for one, country in beside.items() if side.country is None or country in (None, side.country)}
    return msgspec.structs.replace(side, also=side.also | own)
