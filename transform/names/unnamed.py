"""Sides without a name of their own, told by their land: "Ural companies", "a Harbin trader", "a mill in Rizhao"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from transform.names.dictionary import is_plural
from transform.names.entity import Entity
from transform.names.gazetteer import gazetteer
from transform.names.named import ACTORS, LAND, Name
from transform.names.nominative import is_adjective, nominative, nominative_plural, singular
from transform.names.party_rules import PartyRules
from transform.records import PAIR

#: Where a pattern has the land: before the noun, behind it, before a works.
_LANDS = ("land", "where", "works")


def bodies_of_land(text: str, rules: PartyRules) -> Iterator[Name]:
    """The bodies that a text tells by what they are and whose: «провинциальная корпорация снабжения Хэйлунцзяна»."""
    for match in rules.body_of_land.finditer(text):
        start, end = match.span("name")
        if gazetteer().find(text[start:end], rules.language, kinds=ACTORS):
            continue
        _, country = _land(text, *match.span("where" if match["where"] else "whose"), rules)
        if country:
            yield Name(start, end, nominative(text[start:end]), "organisation", country, None, is_plural(match["head"]))


def bodies_of_two_lands(text: str, rules: PartyRules) -> Iterator[Name]:
    """One name for each land of «мэрии Казани и Чэнду», «туроператоры Приморья и Цзилиня»."""
    for match in rules.pair_of_lands.finditer(text):
        lands = [gazetteer().find(match[part], rules.language, kinds=LAND) for part in ("one", "other")]
        if not all(lands) or {land[0].entity.country for land in lands} != PAIR:
            continue
        head = one_of_both(match, rules)
        start = match.start()
        for part, (land, *_) in zip(("one", "other"), lands, strict=True):
            name = f"{head} {match[part]}"
            # A province, and the government that signs for it, are one side.
            own = land.entity.id if rules.of_land.match(name) and land.entity.kind != "country" else None
            if listed := _listed(name, land.entity, head, rules):
                own = listed.id
            yield Name(start, match.end(part), name, "organisation", land.entity.country, own)
            start = match.start("other")


def one_of_both(match: re.Match[str], rules: PartyRules) -> str:
    """What each of two bodies told by one plural is, before its land's name."""
    head = match["head"].lower()
    for many, one in rules.one_of_both.items():
        if head.endswith(many):
            return head.removesuffix(many) + one
    head = nominative_plural(head) if match["many"] else singular(head)
    head += match.groupdict().get("of") or ""
    return head.capitalize() if rules.short_ministry.match(head) else head


def _listed(name: str, land: Entity, head: str, rules: PartyRules) -> Entity | None:
    """The body as the gazetteer lists it, in English by the adjective of its nation as well."""
    nation = next((epithet for epithet, code in rules.epithets.items() if code == land.id), None)
    by_nation = gazetteer().by_name(f"{nation} {head.removesuffix(' of')}", rules.language) if nation else None
    return gazetteer().by_name(name, rules.language) or by_nation


def bodies_of_two_epithets(text: str, rules: PartyRules) -> Iterator[Name]:
    """One name for each adjective of «Забайкальская и Харбинская железные дороги»."""
    for match in rules.pair_of_epithets.finditer(text):
        start = match.start()
        for part in ("one", "other"):
            _, country = _land(text, *match.span(part), rules)
            head = singular(match["head"])
            name = nominative(f"{match[part]} {head}")
            listed = gazetteer().by_name(name, rules.language)
            home = listed.country if listed else country
            yield Name(start, match.end(part), name, "organisation", home, listed.id if listed else None)
            start = match.start("other")


def ministries_of_nations(text: str, rules: PartyRules) -> Iterator[Name]:
    """The listed ministries told by their nation: «китайский минтранс», each of «российский и китайский минтрансы»."""
    for match in rules.nation_ministry.finditer(text):
        head = singular(match["short"]).capitalize() if match["short"] else rules.ministry
        told = [part for part in ("one", "other") if match[part]]
        found = []
        for part in told:
            nation = next(name for stem, name in rules.nations.items() if match[part].lower().startswith(stem.lower()))
            called = rules.ministry_of_nation.format(head=head, rest=match["rest"] or "", nation=nation)
            if listed := gazetteer().by_name(" ".join(called.split()), rules.language):
                span = match.start(part), match.end() if part == told[-1] else match.end(part)
                name = listed.names[rules.language]
                found.append(Name(*span, name, listed.kind, listed.country, listed.id))
        if len(found) == len(told):
            yield from found


def lands_of_one_plural(text: str, rules: PartyRules) -> Iterator[Name]:
    """One name for each land of "the Primorye and Khabarovsk regions"."""
    for match in rules.pair_of_names.finditer(text):
        for part, end in (("one", match.end("one")), ("other", match.end())):
            name = f"{match[part]} {match['head']}"
            if land := gazetteer().by_name(name, rules.language):
                yield Name(match.start(part), end, name, land.kind, land.country, land.id)


def bodies_of_heads(text: str, rules: PartyRules) -> Iterator[Name]:
    """One name for each body of «глава Россельхознадзора и руководитель таможенного ведомства Китая», of both lands."""
    for match in rules.pair_of_heads.finditer(text):
        one, other = (_headed(text, *match.span(part), rules) for part in ("one", "other"))
        if one and other and {one.country, other.country} == PAIR:
            # They stand where their heads do, who sign.
            yield msgspec.structs.replace(one, start=match.start())
            yield msgspec.structs.replace(other, start=match.start("next"))


def _headed(text: str, start: int, end: int, rules: PartyRules) -> Name | None:
    """The body that somebody heads: one of the list, or one told by its land; the head's own name is left out."""
    listed = [one for one in gazetteer().find(text[start:end], rules.language, kinds=ACTORS) if one.start == 0]
    if listed:
        known, end = listed[0].entity, start + listed[0].end
        return Name(start, end, nominative(text[start:end]), known.kind, known.country, known.id)
    if service := rules.service.match(text, start):
        return Name(start, service.end(), nominative(service.group()), "organisation", "RU")
    lands = gazetteer().find(text[start:end], rules.language, kinds=LAND)
    if not lands or not text[start].islower():
        return None
    end = start + lands[0].end
    minister = rules.minister.search(text, 0, start - 1) is not None
    name = f"{rules.ministry} {text[start:end]}" if minister else nominative(text[start:end])
    own = gazetteer().by_name(name, rules.language)
    return Name(start, end, name, "organisation", lands[0].entity.country, own.id if own else None)


def firms_of_land(text: str, rules: PartyRules) -> Iterator[Name]:
    """The single firms that a text tells by the adjective of their land: «калужский холдинг»."""
    for match in rules.land_firm.finditer(text):
        _, country = _land(text, *match.span("land"), rules)
        if country:
            start, end = match.span("name")
            yield Name(start, end, nominative(text[start:end].lower()), "group", country, None, True)


def unnamed(text: str, rules: PartyRules) -> Iterator[Name]:
    """The groups and the single firms that a text tells by a land of the pair and a noun, as they are written."""
    for pattern in (rules.group_of_land, rules.one_of_land):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            told = next(group for group in _LANDS if match.groupdict().get(group))
            first, country = _land(text, *match.span(told), rules)
            if told == "land":
                start = first
            if country:
                name = _nominative(text, start, end, rules) if rules.language == "ru" else text[start:end]
                yield Name(start, end, name, "group", country, None, True)


def _nominative(text: str, start: int, end: int, rules: PartyRules) -> str:
    """«покупателями из Даляня»: «покупатели из Даляня», as many as the text tells."""
    noun, _, rest = text[start:end].partition(" ")
    if is_adjective(noun):
        return nominative(f"{noun.lower()} {rest}")  # «торговым домом из Гуанчжоу»
    several = is_plural(noun) or (rules.cases.maybe_many.search(noun) and rules.cases.many_act.match(text, end))
    return f"{nominative_plural(noun)} {rest}" if several else nominative(f"{noun.lower()} {rest}")


def _land(text: str, start: int, end: int, rules: PartyRules) -> tuple[int, str | None]:
    """Where the land's name begins, without a sentence's first word before it, and CN or RU; None for another land."""
    last = text[start:end].split()[-1]
    if last in rules.epithets:
        return end - len(last), rules.epithets[last]
    for mention in gazetteer().find(text[start:end], rules.language, kinds=LAND):
        if start + mention.end == end and mention.entity.country in PAIR:
            return start + mention.start, mention.entity.country
    return start, None
