"""The names in a clause that could be sides of a deal: those the gazetteer knows, and those that only look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from transform.framed import seated_with_he
from transform.gazetteer import EntityMention, gazetteer
from transform.home_names import names_russian
from transform.named import ACTORS, LAND, QUOTES, THINGS, Name, canonical, group_names, name_at, of_land
from transform.nominative import is_adjective, is_given_name, is_known, is_place, is_verb
from transform.party_rules import PartyRules, party_rules
from transform.transcription import names_chinese
from transform.unnamed import (
    bodies_of_heads,
    bodies_of_land,
    bodies_of_two_epithets,
    bodies_of_two_lands,
    firms_of_land,
    unnamed,
)

_NAMED_NEXT = re.compile(r"\s[«\"]")
_LATIN_NEXT = re.compile(r"\s[A-Z]")

#: Kinds of land that Chinese firms' names begin with.
_SEATS = frozenset({"region", "place", "port"})
_PAIRED = re.compile(r"[–—-]\s?[A-Z]|[A-Z]\w+\s?[–—-]\s?$")
_OF_TWO_LANDS = re.compile(r"[А-ЯЁ][а-яё]+ско-[А-ЯЁа-яё]+ск(?:ий|ая|ое|ие|ого|ой|ом|им|их|ому|ую)")
#: «ТЛТ „Каникурган“»: an abbreviation says what kind of body it is.
_ABBREVIATED = re.compile(r"(?<![А-Яа-яЁё-])([А-ЯЁ]{2,5}) [«\"„]\Z")
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


@lru_cache(maxsize=256)
def _names(text: str, language: str, known: frozenset[str], people: frozenset[str]) -> tuple[Name, ...]:
    rules = party_rules(language)
    found = _Found([])
    blocked: list[tuple[int, int]] = []
    blocked.extend(match.span() for match in rules.people.finditer(text))
    book = gazetteer()
    mentions = book.find(text, rules.language)
    found.spans.extend(bodies_of_two_lands(text, rules))
    found.spans.extend(bodies_of_two_epithets(text, rules))
    found.spans.extend(bodies_of_heads(text, rules))
    found.spans.extend(name for name in bodies_of_land(text, rules) if found.free(name.start, name.end))
    for pattern in rules.group:
        for match in pattern.finditer(text):
            if found.free(*match.span()):
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
        if rules.language == "ru" and _instrumental(text[start:end]):
            continue  # «с Минпромторгом компания подпишет»: two names
        if text[start - 1 : start] == "«" and text[end : end + 1] == " ":
            continue  # the first words of a longer name
        if text[start - 1 : start] == " " and text[end : end + 1] == "»" and _QUOTED_SO_FAR.search(text, 0, start):
            continue  # the last words of one, «Ляонин Порт Груп»
        if found.free(start, end):
            name = name_at(text, start, end, "organisation", rules)
            if rules.language == "zh":
                name = of_land(name, re.split("[，。；与和同跟]", text[max(0, start - _SEAT) : start])[-1])
            found.spans.append(name)
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
    for match, begin, stop in _pieces(text, mentions, rules):
        start, end = _trimmed(text, begin, stop, rules)
        inside = [m for m in mentions if m.start < end and m.end > start]
        if start >= end or not found.free(start, end) or any(start < b and end > a for a, b in blocked):
            continue
        if rules.language == "ru" and not match["quoted"] and _NAMED_NEXT.match(text, end) and text[end - 1] > "z":
            continue  # «Фармкомпания „Х“»: a noun before the name
        quoted = text[start - 1 : start] in QUOTES
        described = rules.language == "ru" and quoted and _says_what(text, start, rules)
        covering = [m.entity.kind for m in inside if m.start <= start and m.end >= end]
        trademark = rules.language == "ru" and quoted and set(covering) == {"commodity"}  # «Изотоп», «Соль»
        if covering and not trademark and not (described and covering[0] in LAND):
            continue
        surface = text[start:end]
        if match.groupdict().get("quoted") and re.search(r"[,!?]| [—–] ", surface):
            continue  # a sentence in quotation marks
        if rules.language == "ru" and quoted and _asserts(surface):
            continue  # «Деньги нашли дорогу»
        thing = rules.not_party.search(surface) is not None and not described
        if thing or (not quoted and _is_person(text, start, end, rules)):
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
            or (not quoted and _sentence_start(text, start) and not _trusted(text, surface, end, rules, known))
        ):
            continue
        if rules.fair_of.match(text, end) and _pairs_names(text, start, end):
            continue
        kind = "organisation" if _looks_organised(match, text, start, rules) else "unknown"
        if kind == "unknown" and rules.language == "ru" and not match["quoted"] and not _russian_firm(surface):
            continue
        if rules.language == "ru" and not quoted and _OF_TWO_LANDS.fullmatch(surface):
            continue  # «Сибирско-Китайский форум»
        found.spans.append(name_at(text, start, end, kind, rules))
    for mention in mentions:
        start, end = mention.start, mention.end
        if not found.free(start, end) or any(start >= a and end <= b for a, b in blocked):
            continue
        entity = mention.entity
        if text[start - 1 : start + 1] == "中俄":
            continue  # 中俄政府间: both, and no name of either
        if entity.kind in THINGS or (text[start:end] in rules.stop and entity.kind not in LAND):
            continue
        if entity.kind in LAND and rules.seat_of.match(text, end):
            continue  # "the Urals city of Perm"
        if entity.kind in LAND and rules.fair_of.match(text, end) and _pairs_names(text, start, end):
            continue  # "the Liaoning–Russia trade fair"
        if rules.language == "ru" and entity.kind in LAND and _attribute(text, start, end, entity.kind):
            continue
        if entity.kind in LAND and (text[start].islower() or text[start:end] in rules.stop or end - start < 2):
            continue  # китайская, Chinese, 俄: an attribute, not the state
        if entity.kind in ACTORS and (tail := rules.tail.match(text, end)):
            end = tail.end()  # 徐工 in 徐工机械
        found.spans.append(
            Name(start, end, canonical(text[start:end], rules, entity.names), entity.kind, entity.country, entity.id)
        )
    return tuple(sorted(found.spans, key=lambda name: name.start))


def _says_what(text: str, start: int, rules: PartyRules) -> bool:
    """Do the words before a quoted Russian name say what kind of body it is?"""
    if rules.organised.search(text[:start]):
        return True
    kind = _ABBREVIATED.search(text, 0, start)
    return kind is not None and kind[1] not in rules.stop


def _instrumental(name: str) -> bool:
    """Is the first word no adjective but a name in the instrumental?"""
    first, _, rest = name.partition(" ")
    return rest[:1].islower() and first.endswith("ом") and not (is_known(first) or is_adjective(first))


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
            for owner in _OWNER.finditer(text, start, end):
                yield match, start, owner.end()
                start = owner.end() + 1
            joint = text.find(" and ", start, end)
            if joint > 0 and any(
                gazetteer().by_name(side, "en") for side in (text[start:joint], text[joint + len(" and ") : end])
            ):
                # "Sberbank and Huaxia Bank" are two, the "Industrial and Commercial Bank" is one
                yield match, start, joint
                start = joint + len(" and ")
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
    if _AT_FAIR.search(text, 0, start) and (fair := _FAIR.match(text, start, end)):
        return fair.end()
    if _IN_PLACE.search(text, 0, start) is None:
        return start
    seats = (one.end for one in mentions if one.start == start and one.end < end and one.entity.kind in _SEATS)
    return next((edge + 1 for edge in seats if text[edge] == " "), start)


_OWNER_OF = re.compile(r"\b(?:owner|operator|founder|partner), $")
#: The day and "in" before a place, the words before a fair.
_IN_PLACE = re.compile(r"(?:^|\d |day |[:;] )[Ii]n \Z")
_AT_FAIR = re.compile(r"\b(?:[Aa]t|[Dd]uring) the \Z")
_FAIR = re.compile(r"(?:[A-Z][\w-]+ )+(?:Festival|Fair|Forum|Expo|Exhibition|Summit) (?=[A-Z])")
_OWNER = re.compile(r"(?<!People)(?<!Moody)[’']s(?= [A-Z])")


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
        if re.match(r"\s+(?:of|for)\s", rest) or (word.group() in rules.adjectives and re.match(r"\s+[A-Z]", rest)):
            break  # "Council for …", "New …"
        start += word.end()
        while start < end and not text[start].isalnum():
            start += 1
    surface = text[start:end]
    if re.match(
        r"(?:Russian|Chinese|State) [a-z]|(?:Russian|Chinese|State)$"
        r"|.*-(?:based|headquartered|owned|style|made|bound|led|listed|type|backed|run|brand|branded)$",
        surface,
    ):
        return start, start
    lead = re.match(
        r"(?:(?:China|Russia|Beijing|Moscow)[’']s|[A-Z]\w+(?: [A-Z]\w+)?-(?:based|headquartered|owned|listed)) ",
        surface,
    )
    if lead:
        start += lead.end()
        surface = text[start:end]
    cut = re.search(
        r"(?<!People)[’'](?:s(?=\s|$)|(?=\s(?!(?:Association|Union|Federation|Council|Guild)\b)|$))", surface
    )
    if cut:
        end = start + cut.start()
    return start, end - (len(text[start:end]) - len(text[start:end].rstrip(".’'-")))


def _is_person(text: str, start: int, end: int, rules: PartyRules) -> bool:
    surface, before, after = text[start:end], text[max(0, start - 40) : start], text[end : end + 12]
    if rules.people.search(surface) and not (rules.language == "en" and rules.organised.search(surface)):
        return True  # Li Qiang, and not Sun Paper
    if rules.language == "zh":
        return bool(re.match(rules.person.pattern, after))
    if rules.language == "ru":
        if _beside_a_name(surface, text[:start], text[end:]):
            return True
        if re.search(rules.person.pattern + r"(?:\s+[а-яё«»А-ЯЁ-]+){0,3}\s+$", before) and is_given_name(surface):
            return True
        return is_given_name(surface)
    if re.search(rules.person.pattern, surface):
        return True
    if _OWNER_OF.search(before) and rules.organised.search(surface):
        return False
    if _OWNER_OF.search(before) and any(one.start == 0 for one in gazetteer().find(surface, "en", kinds=LAND)):
        return False  # "Its owner, Manzhouli Haotong, …"
    return bool(re.search(rules.person.pattern + r",? $", before)) and " " in surface


def _beside_a_name(surface: str, before: str, after: str) -> bool:
    """Is the Russian word one of two capitalised words of no dictionary, or next to a first name: a person's?"""
    if not re.fullmatch("[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?", surface):
        return False
    beside = re.search("([А-ЯЁ][а-яё]+) $", before) or re.match(" ([А-ЯЁ][а-яё]+)", after)
    if beside is None:
        return False
    word = beside.group(1)
    if is_given_name(word) and not is_place(word):
        return True
    return not is_known(word) and not is_known(surface)


def _sentence_start(text: str, start: int) -> bool:
    before = text[:start]
    return not re.search(r"[\w,;:»”\")—–-]\s*[“\"«'‘]*\s*$", before) or _WHO_SPEAKS.fullmatch(before) is not None


#: "A: Ask the vets!": who speaks in an interview.
_WHO_SPEAKS = re.compile(r"[A-Z]{1,4}:\s")


def _trusted(text: str, surface: str, end: int, rules: PartyRules, known: frozenset[str]) -> bool:
    """Is a sentence's first word a name? Two capitals are; one is where the article uses it elsewhere or it acts."""
    if rules.language == "zh" or " " in surface or not surface.isalpha() or surface[1:] != surface[1:].lower():
        return True
    if surface in known:
        return True
    if rules.language == "ru":
        return not is_known(surface)
    if names_russian(surface, "en") or names_chinese(surface, "en"):
        return True
    return bool(rules.predicate.match(text[end:])) and not surface.endswith(("ing", "ly"))


def _asserts(surface: str) -> bool:
    """Does a Russian quotation say something («Никаких документов нет»)? No firm is called by a sentence."""
    later = re.findall(r"(?<=[ ,])[а-яё]+", surface)
    return any(word in _PREDICATES or (len(word) > 2 and is_known(word) and is_verb(word)) for word in later)


_PREDICATES = frozenset(("нет", "не", "есть", "был", "была", "было", "были"))


def _looks_organised(match: re.Match[str], text: str, start: int, rules: PartyRules) -> bool:
    if rules.language == "ru":
        return bool(rules.organised.search(text[:start])) or bool(match["quoted"])
    if rules.language == "zh":
        return bool(match["core"])
    return bool(rules.organised.search(match.group()))


def _attribute(text: str, start: int, end: int, kind: str) -> bool:
    """Is it an adjective («Китайский консорциум»), save in «Челябинской и Свердловской областями»?"""
    if " " in text[start:end] or not is_adjective(text[start:end]):
        return False
    return kind == "country" or not re.match(r"\s+(?:и\s+\w+\s+)?(?:област|кра[йяюе])", text[end:])


def _russian_firm(surface: str) -> bool:
    """An unquoted Russian word that may be a firm: Latin, capitals, mixed case, or in no dictionary."""
    if re.search("[A-Za-z]", surface) or re.search("[А-ЯЁ].*[А-ЯЁ]", surface):
        return True
    if re.search(r"(?:ск|цк)(?:ий|ая|ие|ого|ой|их|им|ом|ую)$|(?:ое|ые)$", surface):
        return False  # «Эльгинский проект», «Толлинговое соглашение»
    if "-" in surface and all(is_known(part) for part in surface.split("-")):
        return False  # «Провинция-гость»
    return not is_known(surface) and len(surface) > 4


def _pairs_names(text: str, start: int, end: int) -> bool:
    """Is it one of two names that a dash joins ("the Volga–Yangtze forum")?"""
    return _PAIRED.match(text, end) is not None or _PAIRED.search(text[max(0, start - 24) : start]) is not None
