"""The names in a clause that could be sides of a deal: those the gazetteer knows, and those that only look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from transform.doubtful_names import (
    asserts,
    attribute,
    instrumental,
    is_person,
    looks_organised,
    russian_firm,
    says_what,
    sentence_start,
    trusted,
)
from transform.framed import one_from, seated_with_he
from transform.gazetteer import EntityMention, gazetteer
from transform.named import ACTORS, LAND, QUOTES, THINGS, Name, canonical, group_names, name_at, of_land
from transform.nominative import is_given_name
from transform.party_rules import PartyRules, party_rules
from transform.unnamed import (
    bodies_of_heads,
    bodies_of_land,
    bodies_of_two_epithets,
    bodies_of_two_lands,
    firms_of_land,
    lands_of_one_plural,
    unnamed,
)

_NAMED_NEXT = re.compile(r"\s[«\"]")
_LATIN_NEXT = re.compile(r"\s[A-Z]")
_QUOTED_NEXT = re.compile(r"[“「](?P<name>[一-鿿A-Za-z0-9·]{2,12})[”」]")

#: Kinds of land that Chinese firms' names begin with.
_SEATS = frozenset({"region", "place", "port"})
_HYPHEN = re.compile("[-–—]")
_PAIRED = re.compile(r"[–—-]\s?[A-Z]|[A-Z]\w+\s?[–—-]\s?$")
#: A quoted name has begun.
_QUOTED_SO_FAR = re.compile(r"«[^«»,.]{2,40}\Z")
#: As far before a quoted Chinese name as its town stands.
_SEAT = 10
_MODEL = re.compile(r"[A-ZА-ЯЁ]{1,3}-?\d{1,2}")
_COUNTED = re.compile(r"\d[, ]\d{3} \Z")


class _Found(msgspec.Struct):
    spans: list[Name]

    def free(self, start: int, end: int) -> bool:
        return all(end <= name.start or start >= name.end for name in self.spans)


def names(
    text: str, rules: PartyRules, known: frozenset[str] = frozenset(), people: frozenset[str] = frozenset()
) -> list[Name]:
    """The names of a clause in order. `known` are capitalised words that the article uses inside sentences, `people`
    the words of persons' names in it.

    Persons, events and things are left out; places stay, with their kind, for a region may be a side.
    """
    return list(_names(text, rules.language, known, people))


def _firm(text: str, start: int, end: int, rules: PartyRules) -> Name:
    """The firm that a stretch names; in Chinese of the land before it, by the name in quotes behind a noun."""
    own = _QUOTED_NEXT.match(text, end) if rules.language == "zh" else None  # 糖果厂“胜利钟”
    name = name_at(text, *(own.span("name") if own else (start, end)), "organisation", rules)
    if rules.language != "zh":
        return name
    return of_land(name, rules.bounds.split(text[max(0, start - _SEAT) : start])[-1])


@lru_cache(maxsize=256)
def _names(text: str, language: str, known: frozenset[str], people: frozenset[str]) -> tuple[Name, ...]:
    rules = party_rules(language)
    found = _Found([])
    blocked: list[tuple[int, int]] = []
    # «Лу Син» between its quotation marks is a firm, whoever else is called so.
    blocked.extend(one.span() for one in rules.people.finditer(text) if f"«{one.group()}»" != _with_marks(text, one))
    book = gazetteer()
    mentions = book.find(text, rules.language)
    found.spans.extend(bodies_of_two_lands(text, rules))
    found.spans.extend(bodies_of_two_epithets(text, rules))
    found.spans.extend(lands_of_one_plural(text, rules))
    found.spans.extend(bodies_of_heads(text, rules))
    found.spans.extend(name for name in bodies_of_land(text, rules) if found.free(name.start, name.end))
    listed = [(m.start, m.end) for m in mentions if m.entity.kind in ACTORS]
    for pattern in rules.group:
        for match in pattern.finditer(text):
            # «Российский фонд прямых инвестиций» is no fund among others.
            if found.free(*match.span()) and not _heads_one(match.span(), listed):
                found.spans.extend(group_names(match, rules))
    for pieces in (unnamed, firms_of_land):
        found.spans.extend(name for name in pieces(text, rules) if found.free(name.start, name.end))
    for match in rules.organisation.finditer(text):
        group = next(name for name, value in match.groupdict().items() if value)
        start, end = match.span(group)
        if rules.language == "ru" and any(
            is_given_name(word) for word in re.findall("[А-ЯЁ][а-яё]+", text[start + 1 : end])
        ):
            continue  # «глав правительств Сергей …»
        if rules.language == "ru" and any(start < one < end < last for one, last in blocked):
            continue  # «Руководитель таможни Ван Лян»
        if rules.language == "ru" and (_NAMED_NEXT.match(text, end) or _LATIN_NEXT.match(text, end)):
            continue  # «Угольная компания „Х“», «Транспортная группа FESCO»: a description
        if rules.language == "ru" and instrumental(text[start:end], rules):
            continue  # «с Минпромторгом компания подпишет»: two names
        if _heads_one((start, end), listed):
            continue
        if text[start - 1 : start] == "«" and text[end : end + 1] == " ":
            continue  # the first words of a longer name
        if text[start - 1 : start] == " " and text[end : end + 1] == "»" and _QUOTED_SO_FAR.search(text, 0, start):
            continue  # the last words of one, «Ляонин Порт Груп»
        if found.free(start, end):
            found.spans.append(_firm(text, start, end, rules))
    # The longest first, in one order: 莫斯科华商联合会 before 联合会.
    for told in sorted(known, key=lambda one: (-len(one), one)) if rules.language == "zh" else ():
        for at in (match.start() for match in re.finditer(re.escape(told), text)):
            if found.free(at, at + len(told)) and not _goes_on(text, at, at + len(told), rules):
                found.spans.append(name_at(text, at, at + len(told), "organisation", rules))
    for one in rules.one_of.finditer(text):
        lands = book.find(one["where"], rules.language, kinds=LAND)
        start = one.start() + lands[0].start if lands else one.start()
        if one["number"] and lands and lands[-1].end == len(one["where"]) and found.free(start, one.end()):
            country = lands[-1].entity.country
            found.spans.append(Name(start, one.end(), text[start : one.end()], "group", country))
    for one in rules.one_from.finditer(text):
        if found.free(*one.span("side")) and (firm := one_from(one, rules)):
            found.spans.append(firm)
    for match, begin, stop in _pieces(text, mentions, rules):
        start, end = _trimmed(text, begin, stop, rules)
        inside = [m for m in mentions if m.start < end and m.end > start]
        if start >= end or not found.free(start, end) or any(start < b and end > a for a, b in blocked):
            continue
        if rules.language == "ru" and not match["quoted"] and _NAMED_NEXT.match(text, end) and text[end - 1] > "z":
            continue  # «Фармкомпания „Х“»: a noun before the name
        if rules.language == "zh" and _QUOTED_NEXT.match(text, end):
            found.spans.append(_firm(text, start, end, rules))
            continue
        quoted = text[start - 1 : start] in QUOTES
        described = rules.language == "ru" and quoted and says_what(text, start, rules)
        covering = [m.entity.kind for m in inside if m.start <= start and m.end >= end]
        trademark = rules.language == "ru" and quoted and set(covering) == {"commodity"}  # «Изотоп», «Соль»
        if covering and not trademark and not (described and covering[0] in LAND):
            continue
        surface = text[start:end]
        if match.groupdict().get("quoted") and re.search(r"[,!?]| [—–] ", surface):
            continue  # a sentence in quotation marks
        if rules.language == "ru" and quoted and asserts(surface, rules):
            continue  # «Деньги нашли дорогу»
        thing = rules.not_party.search(surface) is not None and not described
        if thing or (not quoted and is_person(text, start, end, rules)):
            blocked.append((start, end))
            continue
        actors = [m for m in inside if m.entity.kind in ACTORS]
        if rules.language == "zh" and actors:
            last = max(actors, key=lambda m: m.end)
            if last.end - last.start >= 3 and last.end == end:
                continue  # a listed name with something before it
            if actors[0].start <= start + 1:
                known_as = actors[0].entity
                found.spans.append(
                    Name(start, end, canonical(surface, rules, {}), known_as.kind, known_as.country, known_as.id)
                )
                continue
        if len(surface) < 2 or (re.search(r"\d{3}", surface) and rules.language != "ru"):
            continue  # a contract's or a model's number
        if _MODEL.fullmatch(surface.rstrip(".")) or (_COUNTED.search(text, 0, start) and " " not in surface):
            continue  # "the crossovers H5 and H7", "60,000 Tenets"
        if (
            (surface.rstrip(".") in rules.stop and not described)
            or surface in people
            or (not quoted and sentence_start(text, start, rules) and not trusted(text, surface, end, rules, known))
        ):
            continue
        if rules.fair_of.match(text, end) and _pairs_names(text, start, end):
            continue
        if _is_route(surface, rules):
            blocked.append((start, end))
            continue
        kind = "organisation" if looks_organised(match, text, start, rules) else "unknown"
        if kind == "unknown" and rules.language == "ru" and not match["quoted"] and not russian_firm(surface, rules):
            continue
        found.spans.append(name_at(text, start, end, kind, rules))
    for mention in mentions:
        start, end = mention.start, mention.end
        if not found.free(start, end) or any(start >= a and end <= b for a, b in blocked):
            continue
        entity = mention.entity
        if start and rules.looks.of_both.match(text, start - 1):
            continue  # 中俄政府间: both, and no name of either
        if entity.kind in THINGS or (text[start:end] in rules.stop and entity.kind not in LAND):
            continue
        if entity.kind in LAND and rules.seat_of.match(text, end):
            continue  # "the Urals city of Perm"
        if entity.kind in LAND and rules.fair_of.match(text, end) and _pairs_names(text, start, end):
            continue  # "the Liaoning–Russia trade fair"
        if rules.language == "ru" and entity.kind in LAND and attribute(text, start, end, entity.kind, rules):
            continue
        if entity.kind in LAND and (text[start].islower() or text[start:end] in rules.stop or end - start < 2):
            continue  # китайская, Chinese, 俄: an attribute, not the state
        if entity.kind in ACTORS and (tail := rules.tail.match(text, end)):
            end = tail.end()  # 徐工 in 徐工机械
        found.spans.append(
            Name(start, end, canonical(text[start:end], rules, entity.names), entity.kind, entity.country, entity.id)
        )
    return tuple(sorted(found.spans, key=lambda name: name.start))


def _with_marks(text: str, match: re.Match[str]) -> str:
    """What a pattern found with the character before and behind it."""
    return text[max(0, match.start() - 1) : match.end() + 1]


def _heads_one(span: tuple[int, int], listed: Sequence[tuple[int, int]]) -> bool:
    """Is it only a part of a name that the gazetteer lists whole (of several words)?"""
    return any(start <= span[0] and span[1] < end for start, end in listed)


def _goes_on(text: str, start: int, end: int, rules: PartyRules) -> bool:
    """Is a short name here only the head of the whole one (大连禾丰 in 大连禾丰远洋食品有限公司)?"""
    whole = rules.name_of_land.match(text, start)
    return whole is not None and whole.end() > end and rules.legal.search(whole.group()) is not None


def _pieces(
    text: str, mentions: Sequence[EntityMention], rules: PartyRules
) -> Iterator[tuple[re.Match[str], int, int]]:
    """The stretches that may be names; an English owner and what it owns are two ("Rosatom's TVEL").

    Chinese leaves no gap before a name: one may begin wherever the name of a place does.
    """
    for match in rules.name.finditer(text):
        start, end = _span(match)
        if rules.language == "en":
            start = _behind_the_place(text, start, end, mentions, rules)
            for owner in rules.looks.owner.finditer(text, start, end):
                yield match, start, owner.end()
                start = owner.end() + 1
            joint = rules.looks.joint.search(text, start, end)
            both = (text[start : joint.start()], text[joint.end() : end]) if joint else ()
            if joint and any(gazetteer().by_name(side, "en") for side in both):
                # "Sberbank and Huaxia Bank" are two, the "Industrial and Commercial Bank" is one
                yield match, start, joint.start()
                start = joint.end()
        yield match, start, end
    for mention in mentions if rules.language == "zh" else ():
        if mention.entity.kind in _SEATS and (seated := rules.name_of_land.match(text, mention.start)):
            yield seated, *seated.span()
        elif mention.entity.kind in _SEATS and (
            firm := rules.firm_of_land.match(text, mention.end)
            or seated_with_he(text, mention.start, mention.end, rules)
        ):
            yield firm, mention.start, firm.end()


def _behind_the_place(text: str, start: int, end: int, mentions: Sequence[EntityMention], rules: PartyRules) -> int:
    """Where the name begins behind the place or the fair of the deal ("On June 18 in Kaluga Sinara and …")."""
    if rules.predicate.match(text[end:]) is None:
        return start
    if rules.looks.at_fair.search(text, 0, start) and (fair := rules.looks.fair.match(text, start, end)):
        return fair.end()
    if rules.looks.in_place.search(text, 0, start) is None:
        return start
    seats = (one.end for one in mentions if one.start == start and one.end < end and one.entity.kind in _SEATS)
    return next((edge + 1 for edge in seats if text[edge] == " "), start)


def _span(match: re.Match[str]) -> tuple[int, int]:
    quoted = match.groupdict().get("quoted")
    return match.span("quoted") if quoted else match.span()


def _trimmed(text: str, start: int, end: int, rules: PartyRules) -> tuple[int, int]:
    """The span without a sentence's first words, possessives and closing marks."""
    if rules.language != "en":
        return start, end
    while start < end:
        word = re.match(r"[\w’'.-]+", text[start:end])
        if word is None or word.group().rstrip(".") not in rules.stop:
            break
        rest = text[start + word.end() : end]
        if rules.looks.goes_on.match(rest) or (word.group() in rules.adjectives and re.match(r"\s+[A-Z]", rest)):
            break  # "Council for …", "New …"
        start += word.end()
        while start < end and not text[start].isalnum():
            start += 1
    surface = text[start:end]
    if rules.looks.says_what.match(surface):
        return start, start
    if lead := rules.looks.whose.match(surface):
        start += lead.end()
        surface = text[start:end]
    if cut := rules.looks.possessive.search(surface):
        end = start + cut.start()
    return start, end - (len(text[start:end]) - len(text[start:end].rstrip(".’'-")))


def _is_route(surface: str, rules: PartyRules) -> bool:
    """Is it two places with a hyphen between them, as a line is called ("the weekly Zarubino-Ningbo ship")?"""
    ends = [gazetteer().by_name(part, rules.language) for part in _HYPHEN.split(surface)]
    return len(ends) > 1 and all(one is not None and one.kind in LAND for one in ends)


def _pairs_names(text: str, start: int, end: int) -> bool:
    """Is it one of two names that a dash joins ("the Volga–Yangtze forum")?"""
    return _PAIRED.match(text, end) is not None or _PAIRED.search(text[max(0, start - 24) : start]) is not None
