"""The names in a clause that could be sides of a deal: those the gazetteer knows, and those that only look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from transform.names.doubtful_names import (
    asserts,
    attribute,
    is_person,
    looks_organised,
    russian_firm,
    says_what,
    sentence_start,
    trusted,
)
from transform.names.entity import EntityMention
from transform.names.found_names import QUOTED_NEXT, Found, begin
from transform.names.framed import seated_with_he
from transform.names.gazetteer import gazetteer
from transform.names.named import ACTORS, LAND, QUOTES, THINGS, Name, canonical, name_at
from transform.names.names_by_noun import find_organisations, find_short, find_single, find_told
from transform.names.party_rules import PartyRules

_NAMED_NEXT = re.compile(r"\s[«\"]")
#: Kinds of names that brackets may add to a description.
_TOLD = ACTORS - {"group"} | {"organisation", "unknown"}
#: Quotation marks of a name inside the brackets.
_OPENED, _CLOSED = '«„“"', '»“”"'
#: Kinds of land that Chinese firms' names begin with.
_SEATS = frozenset({"region", "place", "port"})
_HYPHEN = re.compile("[-–—]")
_PAIRED = re.compile(r"[–—-]\s?[A-Z]|[A-Z]\w+\s?[–—-]\s?$")
_MODEL = re.compile(r"[A-ZА-ЯЁ]{1,3}-?\d{1,2}")
_NUMBERED = re.compile(r"\d{3}")
#: A quoted name beside another, or one in Latin letters, that act together: «Амурский лес» и «Цзиньцзян».
_BESIDE_QUOTED = re.compile(r"(?:[»\"]|[A-Z]\w+)(?:,| и| с) [«\"]\Z"), re.compile(r"[»\"](?:,| и| с) [«\"A-Z]")
#: The adjective of a town or province before a quoted name: «хуньчуньская „Синъян“» is no town.
_OF_LAND = re.compile(r"[а-яё]{3}[сц]к(?:ая|ой|ую|ий|ого|ому|им|ое|ом) [«\"]\Z")
#: A quotation that says something, and names nobody.
_PARTED = re.compile(r"[,!?]| [—–] ")
_COUNTED = re.compile(r"\d[, ]\d{3} \Z")


def names(
    text: str, rules: PartyRules, known: frozenset[str] = frozenset(), people: frozenset[str] = frozenset()
) -> list[Name]:
    """The names of a clause in order. `known` are capitalised words that the article uses inside sentences, `people`
    the words of persons' names in it.

    Persons, events and things are left out; places stay, with their kind, for a region may be a side.
    """
    return list(_names(text, rules.language, known, people))


@lru_cache(maxsize=256)
def _names(text: str, language: str, known: frozenset[str], people: frozenset[str]) -> tuple[Name, ...]:
    found = begin(text, language)
    find_told(found)
    find_organisations(found)
    if found.rules.language == "zh":
        find_short(found, known)
    find_single(found)
    for match, start, end in _pieces(text, found.mentions, found.rules):
        _take_piece(found, match, _trimmed(text, start, end, found.rules), known, people)
    _take_listed(found)
    return tuple(sorted(_with_descriptions(found), key=lambda name: name.start))


def _with_descriptions(found: Found) -> list[Name]:
    """The names, of which one that brackets add to a description stands where that does («китайский регулятор (SAMR)»).

    What the description's own words name is no other side.
    """
    names = found.names
    for name in names:
        before, after = found.text[: name.start].rstrip(_OPENED), found.text[name.end :].lstrip(_CLOSED)
        if name.kind not in _TOLD or (before[-1:], after[:1]) != ("(", ")"):
            continue
        told = found.rules.joined.bracketed.search(before, 0, len(before) - 1)
        inside = [one for one in names if told and told.start("what") <= one.start and one.end < len(before)]
        if told is None or any(one.id and one.id == name.id for one in inside):
            continue
        lands = gazetteer().find(told["what"], found.rules.language, kinds=LAND)
        country = name.country or (lands[0].entity.country if lands else None)
        end = len(found.text) - len(after) + 1
        whole = msgspec.structs.replace(name, start=told.start("what"), end=end, country=country)
        names = [whole if one is name else one for one in names if one not in inside]
    return names


def _take_piece(
    found: Found, match: re.Match[str], span: tuple[int, int], known: frozenset[str], people: frozenset[str]
) -> None:
    """Add a stretch that is written like a name, or block it where it names a person, a thing or a route."""
    (start, end), text, rules = span, found.text, found.rules
    if start >= end or not found.free(start, end) or any(start < b and end > a for a, b in found.blocked):
        return
    russian, quoted, surface = rules.language == "ru", text[start - 1 : start] in QUOTES, text[start:end]
    if russian and not match["quoted"] and _NAMED_NEXT.match(text, end) and text[end - 1] > "z":
        return  # «Фармкомпания „Х“»: a noun before the name
    if rules.language == "zh" and QUOTED_NEXT.match(text, end):
        found.add_firm(start, end)
        return
    described = russian and quoted and says_what(text, start, rules)
    inside = [m for m in found.mentions if m.start < end and m.end > start]
    covering = [m.entity.kind for m in inside if m.start <= start and m.end >= end]
    trademark = russian and quoted and set(covering) == {"commodity"}  # «Изотоп», «Соль»
    # A firm called like a town: two quoted names that stand together are both of firms, and one of another town is one.
    paired = russian and quoted and (_BESIDE_QUOTED[0].search(text, 0, start) or _BESIDE_QUOTED[1].match(text, end))
    paired = paired or (russian and quoted and _OF_LAND.search(text, 0, start))
    firm = LAND if described else LAND - {"corridor"} if paired else frozenset()
    if covering and not trademark and covering[0] not in firm:
        return
    if _speaks(match, surface) or (russian and quoted and asserts(surface, rules)):
        return  # «Деньги нашли дорогу»
    thing = rules.not_party.search(surface) is not None and not described
    if thing or (not quoted and is_person(text, start, end, rules)):
        found.blocked.append((start, end))
        return
    actors = [m for m in inside if m.entity.kind in ACTORS]
    if rules.language == "zh" and actors:
        last = max(actors, key=lambda m: m.end)
        if last.end - last.start >= 3 and last.end == end:
            return  # a listed name with something before it
        if actors[0].start <= start + 1:
            one = actors[0].entity
            found.names.append(Name(start, end, canonical(surface, rules, {}), one.kind, one.country, one.id))
            return
    first_word = not quoted and sentence_start(text, start, rules)
    if (
        _is_number(found, start, end)
        or (surface.rstrip(".") in rules.stop and not described)
        or surface in people
        or (first_word and not trusted(text, surface, end, rules, known))
        or _names_fair(found, start, end)
    ):
        return
    if _is_route(surface, rules):
        if rules.paper_behind.match(text, end):
            found.add_free(_both_lands(surface, start, rules))
        else:
            found.blocked.append((start, end))
        return
    if rules.paper_behind.match(text, end) and (halves := _both_told(found, start, end, known, people)):
        found.add_free(halves)
        return
    kind = "organisation" if looks_organised(match, text, start, rules) else "unknown"
    if kind == "organisation" or not russian or match["quoted"] or russian_firm(surface, rules):
        found.names.append(name_at(text, start, end, kind, rules))


def _speaks(match: re.Match[str], surface: str) -> bool:
    """Is it a sentence in quotation marks?"""
    return bool(match.groupdict().get("quoted")) and _PARTED.search(surface) is not None


def _is_number(found: Found, start: int, end: int) -> bool:
    """Is it a contract's number, a model or what is counted ("the crossovers H5 and H7", "60,000 Tenets")?"""
    surface = found.text[start:end]
    if len(surface) < 2 or (_NUMBERED.search(surface) and found.rules.language != "ru"):
        return True
    counted = " " not in surface and _COUNTED.search(found.text, 0, start) is not None
    return counted or _MODEL.fullmatch(surface.rstrip(".")) is not None


def _take_listed(found: Found) -> None:
    """Add the names that the gazetteer lists, but for what is no side where it stands."""
    text, rules = found.text, found.rules
    for mention in found.mentions:
        start, end, entity = mention.start, mention.end, mention.entity
        if not found.free(start, end) or any(start >= a and end <= b for a, b in found.blocked):
            continue
        if start and rules.looks.of_both.match(text, start - 1):
            continue  # 中俄政府间: both, and no name of either
        if entity.kind in LAND:
            if _is_attribute(found, start, end, entity.kind):
                continue
        elif entity.kind in THINGS or text[start:end] in rules.stop:
            continue
        elif entity.kind == "group" and text[start].islower():
            continue  # «арктических маршрутов», европейского рынка: an attribute, and no union of states
        if entity.kind in ACTORS and (tail := rules.tail.match(text, end)):
            end = tail.end()  # 徐工 in 徐工机械
        name = canonical(text[start:end], rules, entity.names)
        found.names.append(Name(start, end, name, entity.kind, entity.country, entity.id))


def _is_attribute(found: Found, start: int, end: int, kind: str) -> bool:
    """Does a listed land only tell whose or where something else is?"""
    text, rules = found.text, found.rules
    return (
        rules.seat_of.match(text, end) is not None  # "the Urals city of Perm"
        or _names_fair(found, start, end)
        or (rules.language == "ru" and attribute(text, start, end, kind, rules))
        # китайская, Chinese, 俄: an attribute, not the state
        or (text[start].islower() or text[start:end] in rules.stop or end - start < 2)
    )


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
    if rules.looks.says_what.match(surface) or (surface == surface.lower() and rules.possessive.match(text[end:])):
        return start, start  # nothing is left of "the southern Chinese province's" but a noun
    if lead := rules.looks.whose.match(surface):
        start += lead.end()
        surface = text[start:end]
    first, _, rest = surface.partition(" ")
    listed = gazetteer().by_name(rest, "en") if first in rules.epithets else None
    if listed is not None and listed.kind in ACTORS:
        start += len(first) + 1  # "Chinese Sinopec"
        surface = rest
    if cut := rules.looks.possessive.search(surface):
        end = start + cut.start()
    return start, end - (len(text[start:end]) - len(text[start:end].rstrip(".’'-")))


def _is_route(surface: str, rules: PartyRules) -> bool:
    """Is it two places with a hyphen between them, as a line is called ("the weekly Zarubino-Ningbo ship")?"""
    ends = [gazetteer().by_name(part, rules.language) for part in _HYPHEN.split(surface)]
    return len(ends) > 1 and all(one is not None and one.kind in LAND for one in ends)


def _both_lands(surface: str, start: int, rules: PartyRules) -> Iterator[Name]:
    """The two lands after which a paper is called ("the Gansu-Chelyabinsk cooperation agreement")."""
    for part in re.finditer(r"[^–—-]+", surface):
        if land := gazetteer().by_name(part.group(), rules.language):
            spot = start + part.start(), start + part.end()
            yield Name(*spot, land.names[rules.language], land.kind, land.country, land.id)


def _both_told(found: Found, start: int, end: int, known: frozenset[str], people: frozenset[str]) -> list[Name]:
    """The two sides after which a paper is called, each told apart elsewhere too, or listed ("the Star-Lotus pact").

    Whom the article knows as a person is none ("the Petrova-Lotus pact").
    """
    halves = [part.span() for part in re.finditer(r"[^–—-]+", found.text[start:end])]
    spots = [(start + first, start + last) for first, last in halves]
    told = [found.text[first:last] for first, last in spots]
    listed = [gazetteer().by_name(one, found.rules.language) for one in told]
    apart = [
        one in known or one in people or (entity is not None and entity.kind in ACTORS)
        for one, entity in zip(told, listed, strict=True)
    ]
    if len(told) != 2 or not all(apart):
        return []
    return [
        name_at(found.text, first, last, "organisation", found.rules)
        for (first, last), one in zip(spots, told, strict=True)
        if one not in people
    ]


def _names_fair(found: Found, start: int, end: int) -> bool:
    """Is it one of two names, joined by a dash, of a fair ("the Liaoning–Russia trade fair")?"""
    text = found.text
    joined = _PAIRED.match(text, end) is not None or _PAIRED.search(text[max(0, start - 24) : start]) is not None
    return joined and found.rules.fair_of.match(text, end) is not None
