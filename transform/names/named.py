"""One name of a party: its kind, its canonical form and the gazetteer's id."""

from __future__ import annotations

import re

import msgspec

from transform.names.gazetteer import gazetteer
from transform.names.home_names import names_russian
from transform.names.inflection import forms
from transform.names.nominative import is_adjective, nominative, nominative_plural, plain_name, plural_adjective
from transform.names.party_rules import PartyRules
from transform.names.transcription import names_chinese

#: Kinds of the gazetteer that are sides wherever they stand, and those that mostly say where something is.
ACTORS = frozenset({"company", "bank", "body", "group"})
LAND = frozenset({"country", "region", "place", "port", "crossing", "corridor"})
#: Kinds whose names a firm may bear (the group "New Land Grain Corridor").
_WAYS = frozenset({"corridor", "crossing", "port"})
#: Kinds that name no side.
THINGS = frozenset({"commodity", "event"})
#: So long is a Chinese word for a kind of firms (农场).
_KIND = 2
#: What stands in brackets in a Chinese name.
_BRACKETS = re.compile("[（(][^）)]*[）)]")
#: Before an English body's name: what acts for it in one land.
_PART_OF = re.compile(r" (?:branch|committee|chapter|(?:sub-?)?council) of (?:the )?\Z")
#: As many letters tell a Russian adjective in all its cases.
_STEM = 6
QUOTES = ("«", '"', "„", "“")


class Name(msgspec.Struct, frozen=True):
    """A name where it stands. `kind` is the gazetteer's, or `organisation`, or `unknown` for a capitalised word."""

    start: int
    end: int
    text: str
    kind: str
    country: str | None = None
    id: str | None = None
    group: bool = False


def name_at(text: str, start: int, end: int, kind: str, rules: PartyRules) -> Name:
    """The name that stands there, known to the gazetteer or not; `kind` where it is not."""
    if rules.language == "en":
        mentions = gazetteer().find(text[start:end], "en", kinds=ACTORS)
        # A listed name may go on to a longer form of it ("State Grid Corp").
        listed = [
            one
            for one in mentions
            if start + one.end == end or (one.start == 0 and rules.tail.fullmatch(text[start + one.end : end]))
        ]
        # "the Guangdong committee of CCPIT" is not the whole council
        listed = [
            one for one in listed if one.entity.kind != "body" or not _PART_OF.search(text, start, start + one.start)
        ]
        if listed:
            known = listed[-1].entity
            return Name(start, end, canonical(text[start:end], rules, {}), known.kind, known.country, known.id)
    whole = text[start:end]
    if prefix := rules.nation.match(whole):
        start += prefix.end()  # "俄罗斯西伯特拉克公司": the nation before a transliterated name is no part of it
    if rules.language == "zh":
        start += _seat(text[start:end], rules)
    surface = text[start:end]
    told = surface if _apposed(text, start, rules) else canonical(surface, rules, {})
    entity = gazetteer().by_name(told, rules.language) or gazetteer().by_name(surface, rules.language)
    if entity is not None and entity.kind not in THINGS:
        if kind == "organisation" and entity.kind in LAND and text[start - 1 : start] in QUOTES:
            return Name(start, end, told, kind, entity.country)  # the bank «Санкт-Петербург»
        named = "organisation" if kind == "organisation" and entity.kind in _WAYS else entity.kind
        return Name(start, end, told, named, entity.country, entity.id)
    inside = gazetteer().find(surface, rules.language)
    actors = [one.entity.country for one in inside if one.entity.kind in ACTORS]
    # A Chinese name opens with where the firm sits (黑河俄丰农业).
    lands = [one.entity.country for one in (inside if rules.language == "zh" else reversed(inside))]
    country = next((country for country in (*actors, *lands) if country), None)
    if rules.language == "zh":
        by_state = (code for state, code in rules.short_states.items() if whole.startswith(state))
        country = country or ("RU" if rules.transliterated.match(surface) else next(by_state, None))
    elif country is None and names_chinese(surface, rules.language):
        country = "CN"
    elif country is None and names_russian(surface, rules.language):
        country = "RU"
    land = next((mention.entity for mention in inside if mention.entity.kind in ("region", "place")), None)
    if kind == "organisation" and land and rules.of_land.match(surface):
        # A province, and the government that signs for it, are one side.
        land_kind = "region" if rules.land_itself.search(surface) else "body"
        return Name(start, end, told, land_kind, country, land.id)
    return Name(start, end, told, kind, country)


def _seat(surface: str, rules: PartyRules) -> int:
    """Where a Chinese name begins behind Russia or a Russian town's province: 俄罗斯|奔萨油脂, 滨海边疆区|乌苏里斯克市.

    What is listed with the nation keeps it, and so does a kind of firms of no name (俄罗斯犹太自治州农场).
    """
    if rules.of_russian_land.match(surface) is None or gazetteer().by_name(surface, "zh"):
        return 0
    short = rules.short_russian.match(surface)
    begin = short.end() if short else 0
    if begin > 1 and any(one.start == 0 for one in gazetteer().find(surface, "zh", kinds=ACTORS)):
        return 0
    lands = gazetteer().find(surface[begin:], "zh", kinds=LAND | (ACTORS if begin > 1 else {"body"}))
    if not lands or lands[0].start or lands[0].entity.country != "RU" or lands[0].entity.kind == "country":
        return 0
    rest = surface[begin + lands[0].end :]
    told_side = short is not None and short["side"]
    if rest in rules.stop and len(rest) == _KIND and not (told_side or rules.of_land.match(surface)):
        return 0
    town = len(lands) > 1 and lands[1].start == lands[0].end and lands[0].entity.kind == "region"
    return begin + (lands[0].end if town else 0)


def of_land(name: Name, before: str) -> Name:
    """The name with the country that its description tells ("俄罗斯电商平台野莓"), where its own words tell none."""
    lands = gazetteer().find(before, "zh", kinds=LAND) if name.country is None and before else []
    return msgspec.structs.replace(name, country=lands[-1].entity.country) if lands else name


def _apposed(text: str, start: int, rules: PartyRules) -> bool:
    """Does a Russian noun stand before the quoted name and take the case for it (с компанией «Рольф»)?"""
    if rules.language != "ru" or text[start - 1 : start] not in QUOTES:
        return False
    cases = rules.cases
    if cases.own_before.search(text, max(0, start - 40), start):
        return True
    if cases.opens_before.match(text, 0, start) and cases.opens.match(text, start):
        return True  # «Роснафта» торгуется: who opens the sentence stands in the nominative
    if cases.with_before.search(text, max(0, start - 40), start) and not cases.instrumental.match(text, start):
        return True
    return rules.organised.search(text, max(0, start - 60), start) is not None


def canonical(surface: str, rules: PartyRules, listed: dict[str, str]) -> str:
    """The name without legal form, line breaks and case endings."""
    plain = re.sub(r"\s+", " ", surface).strip(" ,.;:—–-")
    if rules.language == "zh":
        own = gazetteer().find(plain, "zh")  # 萨哈（雅库特）共和国 is listed with its brackets
        for bracket in reversed(list(_BRACKETS.finditer(plain))):
            if not any(one.start < bracket.start() and bracket.end() < one.end for one in own):
                plain = plain[: bracket.start()] + plain[bracket.end() :]
    bare = rules.legal.sub("", plain).strip() or plain
    if bare != plain and gazetteer().by_name(plain, rules.language) and not gazetteer().by_name(bare, rules.language):
        bare = plain  # what is known by its full name only keeps it
    if bare[0] in QUOTES and bare[-1] in '»"”':
        bare = bare[1:-1] or bare
    if rules.language != "ru" or not re.search("[а-яё]", bare):
        return rules.nation.sub("", bare, count=1) if rules.language == "en" else bare
    nominal = listed.get("ru")
    if nominal and _is_form(plain_name(bare), nominal):
        return bare if plain_name(bare) == plain_name(nominal) else nominal
    if rules.cases.townsfolk.fullmatch(bare):
        return bare
    told = nominative(bare)
    # «с Челябинской и Свердловской областями»: the adjective alone stands for the region.
    return nominal if nominal and " " not in bare and is_adjective(bare) and " " in nominal else told


def _is_form(surface: str, nominal: str) -> bool:
    """Is it a case of the listed Russian name («Шэньяне», «Нижнеленинском»)?"""
    if surface in {plain_name(form) for form in forms(nominal)}:
        return True
    alike = " " not in surface + nominal and is_adjective(surface) and is_adjective(nominal)
    return alike and surface[:_STEM] == plain_name(nominal)[:_STEM]


def group_names(match: re.Match[str], rules: PartyRules) -> list[Name]:
    """One name for each nation of "Chinese and Russian companies"."""
    groups: list[Name] = []
    noun = match["noun"]
    told = [nation for nation in ("cn", "ru") if match.groupdict().get(nation)]
    width = max(1, (match.end() - match.start()) // max(1, len(told)))
    for nation, country in (("cn", "CN"), ("ru", "RU")):
        word = match.groupdict().get(nation)
        if not word:
            continue
        if rules.language == "ru" and is_adjective(word) and not rules.cases.many.search(f"{word} {noun}"):
            text = nominative(f"{word.lower()} {noun}")
        elif rules.language == "ru":
            kind = " ".join(plural_adjective(one) for one in (match.groupdict().get("kind") or "").split())
            text = " ".join(filter(None, (rules.of_nation[nation], kind, nominative_plural(noun))))
        elif rules.language == "zh":
            text = f"{rules.of_nation[nation]}{noun}"
        else:
            # "Companies from Russia and China" are Russian companies and Chinese ones.
            noun = noun[:1].lower() + noun[1:]
            text = f"{match.groupdict().get('kind') or ''}{rules.of_nation.get(nation, word)} {noun}"
        first = match.start() + len(groups) * width
        groups.append(Name(first, first + width, text, "group", country, None, True))
    return groups
