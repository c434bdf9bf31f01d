"""The names in a clause that could be sides of a deal: those the gazetteer knows, and those that only look like one."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import msgspec

from transform.gazetteer import gazetteer
from transform.inflection import forms
from transform.party_rules import PartyRules, party_rules

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

#: Kinds of the gazetteer that are sides wherever they stand, and those that mostly say where something is.
ACTORS = frozenset({"company", "bank", "body", "group"})
LAND = frozenset({"country", "region", "place", "port", "crossing", "corridor"})
#: Kinds that name no side.
#: Kinds whose names a firm may bear (the group "New Land Grain Corridor").
_WAYS = frozenset({"corridor", "crossing", "port"})
THINGS = frozenset({"commodity", "event"})


class Name(msgspec.Struct, frozen=True):
    """A name where it stands. `kind` is the gazetteer's, or `organisation`, or `unknown` for a capitalised word."""

    start: int
    end: int
    text: str
    kind: str
    country: str | None = None
    id: str | None = None
    group: bool = False


class _Found(msgspec.Struct):
    spans: list[Name]

    def free(self, start: int, end: int) -> bool:
        return all(end <= name.start or start >= name.end for name in self.spans)


@cache
def _morph() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@cache
def _parse(word: str) -> list[Parse]:
    parsed: list[Parse] = _morph().parse(word)
    return parsed


def _cased(form: str, model: str) -> str:
    """The form with the capitals of the word that it came from (АвтоВАЗа: АвтоВАЗ)."""
    shared = 0
    while shared < min(len(form), len(model)) and form[shared].lower() == model[shared].lower():
        shared += 1
    return model[:shared] + (form[shared:].upper() if model.isupper() and len(model) > 1 else form[shared:])


_ADJECTIVE = re.compile(r"(?i).+(?:ая|яя|ой|ей|ую|юю|ое|ее|ого|его|ому|ему|ый|ий|ым|им|ом|ем|ых|их|ые|ие|ыми|ими)$")
_CONSONANT = re.compile(r"[бвгджзйклмнпрстфхцчшщ]$(?<!ом)(?<!ем)(?<!ой)(?<!ей)(?<!ам)(?<!ах)(?<!ов)(?<!ым)(?<!ских)")
_VOWELLESS = re.compile(r"(?i)^[^аеёиоуыэюя]+$")


def nominative(phrase: str) -> str:
    """A Russian name in the nominative: its head noun and the adjectives before it; what follows the head stays.

    Unknown words go by their endings; abbreviations and Latin words are left as they are.
    """
    words = phrase.split(" ")
    result: list[str] = []
    gender: str | None = None
    head = next((n for n, word in enumerate(words) if not _adjectival(word)), len(words) - 1)
    parsed = _noun(words[head])
    if parsed is not None:
        tag = parsed.tag
        plural = _plural(words[:head], words[head])
        gender = None if plural else tag.gender
        form = parsed.inflect({"nomn", "plur" if plural else "sing"})
        noun = _cased(form.word, words[head]) if form else words[head]
    else:
        plural, noun = False, words[head]
    for word in words[:head]:
        result.append(_adjective(word, gender, plural))
    result.append(noun)
    return " ".join(result + words[head + 1 :])


def _adjectival(word: str) -> bool:
    return bool(_ADJECTIVE.match(word)) and any("ADJF" in p.tag or "PRTF" in p.tag for p in _parse(word.lower())[:3])


def _noun(word: str) -> Parse | None:
    if not re.search("[а-яё]", word) or _VOWELLESS.match(word) or len(word) < 3 or re.search("[A-Za-z]", word):
        return None
    if word.isupper() or (word[-1].isupper() and word[-2].isupper()):
        return None
    if word[0].isupper() and _CONSONANT.search(word) and not _parse(word.lower())[0].is_known:
        return None  # a name that ends in a consonant stands in the nominative
    nouns = [parse for parse in _parse(word.lower()) if "NOUN" in parse.tag]
    if word[0].islower():
        nouns = [parse for parse in nouns if "Geox" not in parse.tag] or nouns  # «порту» is no Porto
    if word[0].isupper() and word.endswith("ом") and not _parse(word.lower())[0].is_known:
        # An unknown name in -ом is a firm in a consonant («Рольфом»), hardly ever one in -ома.
        nouns = [parse for parse in nouns if not parse.normal_form.endswith("ома")] or _parse(word[:-2].lower())
    for parse in nouns:
        if parse.tag.case == "nomn" and parse.tag.number == "sing":
            return parse
    return nouns[0] if nouns else None


def _plural(adjectives: list[str], noun: str) -> bool:
    """Is the phrase a plural one: «китайскими дорогами», «власти»?"""
    if noun.lower().startswith("власт"):
        return True
    return any(re.search(r"(?i)(?:ые|ие|ых|их|ыми|ими)$", word) for word in adjectives)


def _adjective(word: str, gender: str | None, plural: bool) -> str:
    for parse in _parse(word.lower()):
        if "ADJF" in parse.tag or "PRTF" in parse.tag:
            form = parse.inflect({"nomn", "plur"} if plural else {"nomn", "sing", gender or "masc"})
            if form is not None:
                return _cased(form.word, word)
    return word


def is_nominative(word: str) -> bool:
    """Could the Russian word or phrase stand in the nominative?"""
    return _plain(nominative(word)) == _plain(word)


def names(text: str, rules: PartyRules, known: frozenset[str] = frozenset()) -> list[Name]:
    """The names of a clause in order. `known` are capitalised words that the article uses inside sentences.

    Persons, events and things are left out; places stay, with their kind, for a region may be a side.
    """
    return list(_names(text, rules.language, known))


@lru_cache(maxsize=256)
def _names(text: str, language: str, known: frozenset[str]) -> tuple[Name, ...]:
    rules = party_rules(language)
    found = _Found([])
    blocked: list[tuple[int, int]] = []
    blocked.extend(match.span() for match in rules.people.finditer(text))
    book = gazetteer()
    mentions = book.find(text, rules.language)
    for pattern in rules.groups:
        for match in pattern.finditer(text):
            if found.free(*match.span()):
                found.spans.extend(_groups(match, rules))
    for match in rules.organisation.finditer(text):
        group = next(name for name, value in match.groupdict().items() if value)
        start, end = match.span(group)
        if rules.language == "ru" and any(_given(word) for word in re.findall("[А-ЯЁ][а-яё]+", text[start + 1 : end])):
            continue  # «глав правительств Сергей …»
        if rules.language == "ru" and re.match(r"\s[«\"]", text[end:]):
            continue  # «Угольная компания „Х“»: a description
        if found.free(start, end):
            found.spans.append(_name(text, start, end, "organisation", rules))
    for match in rules.name.finditer(text):
        start, end = _trimmed(text, *_span(match), rules)
        inside = [m for m in mentions if m.start < end and m.end > start]
        if start >= end or not found.free(start, end) or any(start < b and end > a for a, b in blocked):
            continue
        if rules.language == "ru" and not match["quoted"] and re.match(r"\s[«\"]", text[end:]):
            continue  # «Фармкомпания „Х“»: a noun before the name
        quoted = text[start - 1 : start] in _QUOTES
        described = rules.language == "ru" and quoted and _ORGANISED["ru"].search(text[:start]) is not None
        covering = [m.entity.kind for m in inside if m.start <= start and m.end >= end]
        if covering and not (described and covering[0] in LAND):
            continue
        surface = text[start:end]
        if match.groupdict().get("quoted") and (surface.count(" ") > 5 or re.search(r"[,!?]| [—–] ", surface)):
            continue  # a sentence in quotation marks
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
        if surface in rules.stop or (
            not quoted and _sentence_start(text, start) and not _trusted(text, surface, end, rules, known)
        ):
            continue
        kind = "organisation" if _looks_organised(match, text, start, rules) else "unknown"
        if kind == "unknown" and rules.language == "ru" and not match["quoted"] and not _russian_firm(surface):
            continue
        found.spans.append(_name(text, start, end, kind, rules))
    for mention in mentions:
        start, end = mention.start, mention.end
        if not found.free(start, end) or any(start >= a and end <= b for a, b in blocked):
            continue
        entity = mention.entity
        if entity.kind in THINGS or (text[start:end] in rules.stop and entity.kind not in LAND):
            continue
        if rules.language == "ru" and entity.kind in LAND and _attribute(text, start, end, entity.kind):
            continue
        if entity.kind in LAND and (text[start].islower() or text[start:end] in rules.stop or end - start < 2):
            continue  # китайская, Chinese, 俄: an attribute, not the state
        if rules.language == "zh" and entity.kind in ACTORS and (tail := _TAIL.match(text, end)):
            end = tail.end()  # 徐工 in 徐工机械
        found.spans.append(
            Name(start, end, canonical(text[start:end], rules, entity.names), entity.kind, entity.country, entity.id)
        )
    return tuple(sorted(found.spans, key=lambda name: name.start))


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
        if word.group() in rules.adjectives and re.match(r"\s+[A-Z]", text[start + word.end() : end]):
            break
        start += word.end()
        while start < end and not text[start].isalnum():
            start += 1
    surface = text[start:end]
    if re.match(
        r"(?:Russian|Chinese|State) [a-z]|(?:Russian|Chinese|State)$|.*-(?:based|headquartered|owned)$", surface
    ):
        return start, start
    lead = re.match(
        r"(?:(?:China|Russia|Beijing|Moscow)[’']s|[A-Z]\w+(?: [A-Z]\w+)?-(?:based|headquartered|owned|listed)) ",
        surface,
    )
    if lead:
        start += lead.end()
        surface = text[start:end]
    cut = re.search(r"[’']s?(?=\s|$)", surface)
    if cut:
        end = start + cut.start()
    return start, end - (len(text[start:end]) - len(text[start:end].rstrip(".’'-")))


def _is_person(text: str, start: int, end: int, rules: PartyRules) -> bool:
    surface, before, after = text[start:end], text[max(0, start - 40) : start], text[end : end + 12]
    if rules.people.search(surface):
        return True
    if rules.language == "zh":
        return bool(re.match(rules.person.pattern, after))
    if rules.language == "ru":
        if _beside_a_name(surface, text[:start], text[end:]):
            return True
        if re.search(rules.person.pattern + r"(?:\s+[а-яё«»А-ЯЁ-]+){0,3}\s+$", before) and _given(surface):
            return True
        return _given(surface)
    if re.search(rules.person.pattern, surface):
        return True
    return bool(re.search(rules.person.pattern + r",? $", before)) and " " in surface


def _beside_a_name(surface: str, before: str, after: str) -> bool:
    """Is the Russian word one of two capitalised words of no dictionary, or next to a first name: a person's?"""
    if not re.fullmatch("[А-ЯЁ][а-яё]+", surface):
        return False
    beside = re.search("([А-ЯЁ][а-яё]+) $", before) or re.match(" ([А-ЯЁ][а-яё]+)", after)
    if beside is None:
        return False
    word = beside.group(1)
    if _given(word) and "Geox" not in _parse(word.lower())[0].tag:
        return True
    return not _parse(word.lower())[0].is_known and not _parse(surface.lower())[0].is_known


def _given(surface: str) -> bool:
    word = surface.split(" ")[0]
    if not re.fullmatch("[А-ЯЁ][а-яё]+", word):
        return False
    first = _parse(word.lower())[0]
    return first.is_known and any(mark in first.tag for mark in ("Name", "Surn", "Patr"))


def _sentence_start(text: str, start: int) -> bool:
    return not re.search(r"[\w,;:»”\")—–-]\s*[“\"«'‘]*\s*$", text[:start])


_ENGLISH_PREDICATE = re.compile(
    r"(?:,? (?:and|&) (?:the )?[A-Z]|[’']s\b|, (?:a|an|the|which|Russia|China)\b|:"
    r"|(?: \([^)]*\))? (?:has|have|signed|will|is|are|plans?|inked|said|says|also|on|and its)\b)"
)


def _trusted(text: str, surface: str, end: int, rules: PartyRules, known: frozenset[str]) -> bool:
    """Is a sentence's first word a name? Two capitals are; one is where the article uses it elsewhere or it acts."""
    if rules.language == "zh" or " " in surface or not surface.isalpha() or surface[1:] != surface[1:].lower():
        return True
    if surface in known:
        return True
    if rules.language == "ru":
        first = _parse(surface.lower())[0]
        return not first.is_known
    return bool(_ENGLISH_PREDICATE.match(text[end:])) and not surface.endswith("ing")


_ORGANISED = {
    "en": re.compile(
        r"\b(?:Corp|Corporation|Group|Bank|Company|Co|Holding|Holdings|Ministry|Administration|Government|government"
        r"|administration|authorities|customs|Customs|Railways?|Post|Shipping|Lines?|Motors?|Oil|Gas|Energy|Steel"
        r"|Timber|Port|Fund|Chamber|Association|Union|Bureau|Commission|Department|Agency|Service|Institute|University"
        r"|Academy|Logistics|Industries|Heavy|Petroleum|Chemical|Mining|Trading|Airlines|Airport|Exchange|Council"
        r"|region|province|territory|krai|oblast|prefecture|municipality|Republic)\b"
    ),
    "ru": re.compile(
        r"(?i)(?:компани|корпораци|групп|холдинг|концерн|банк|фонд|завод|верф|фирм|оператор|трейдер|производител|заводчик"
        r"|предприяти|объединени|пароходств|перевозчик|агрохолдинг|консорциум|ао|ооо|пао|биржа|марка|ритейлер|сеть|маркетплейс"
        r"|магазин|судоходн\w+ лини|порт|комбинат|лесхоз|хозяйств|кооператив|ассоциаци|союз)[а-яё]*\s+[«\"]?$"
    ),
    "zh": re.compile(r"."),
}  # fmt: skip


def _looks_organised(match: re.Match[str], text: str, start: int, rules: PartyRules) -> bool:
    if rules.language == "ru":
        return bool(_ORGANISED["ru"].search(text[:start])) or bool(match["quoted"])
    if rules.language == "zh":
        return bool(match["core"])
    return bool(_ORGANISED["en"].search(match.group()))


def _russian_firm(surface: str) -> bool:
    """An unquoted Russian word that may be a firm: Latin, capitals, mixed case, or in no dictionary."""
    if re.search("[A-Za-z]", surface) or re.search("[А-ЯЁ].*[А-ЯЁ]", surface):
        return True
    if re.search(r"(?:ск|цк)(?:ий|ая|ое|ие|ого|ой|их|им|ом|ую)$", surface):
        return False  # «Эльгинский проект»
    return not _parse(surface.lower())[0].is_known and len(surface) > 4


_FOREIGN = re.compile(
    r"(?:俄罗斯|俄|中国)(?=[A-Za-z])|(?:俄罗斯联邦|俄罗斯|俄)(?=[阿埃艾安奥巴白鲍贝彼比毕波勃伯博布茨楚达德迪杜多俄厄恩尔法菲费弗伏符福格戈哥古哈赫霍基季吉加杰捷金卡科可克库拉勒里利列留"
    r"卢鲁罗洛马梅米蒙莫姆穆纳内尼涅努诺帕佩皮普契奇乔切恰日若萨塞谢什斯苏索塔泰坦特图托瓦维韦沃乌西希夏辛叙雅亚延叶伊因尤约扎泽芝兹佐]{3})"
)


def _apposed(text: str, start: int, rules: PartyRules) -> bool:
    """Does a Russian noun stand before the quoted name and take the case for it (с компанией «Рольф»)?"""
    if rules.language != "ru" or text[start - 1 : start] not in _QUOTES:
        return False
    before = re.search(r"([а-яё]+)\s+[«\"„“]$", text[:start])
    return before is not None and "NOUN" in _parse(before.group(1))[0].tag


_TAIL = re.compile(
    r"(?:国际|机械|股份|集团|公司|汽车|重工|科技|客车|能源|物流|控股|银行|石油|航空|海运)+(?![一-鿿]?(?:合同|协议|出口))"
)
_STATE = re.compile(r"(?:China|Russia)[’']s ")
_LAND_ITSELF = re.compile(r"(?i)^(?:провинци|республик|город|уезд)|(?:province|region|territory|krai|oblast)$")
_QUOTES = ("«", '"', "„", "“")
_OF_LAND = (
    r"(?i)(?:провинци|республик|город|уезд|(?:народн\w+ )?правительств|администраци|власт|мэри)"
    r"|.*(?:province|region|territory|krai|oblast|government|administration|authorities)$|.*政府$|governments? of"
)


def _attribute(text: str, start: int, end: int, kind: str) -> bool:
    """Is it an adjective («Китайский консорциум»), save in «Челябинской и Свердловской областями»?"""
    if " " in text[start:end] or not _adjectival(text[start:end]):
        return False
    return kind == "country" or not re.match(r"\s+(?:и\s+\w+\s+)?(?:област|кра[йяюе])", text[end:])


def _name(text: str, start: int, end: int, kind: str, rules: PartyRules) -> Name:
    if rules.language == "en":
        listed = [m for m in gazetteer().find(text[start:end], "en", kinds=ACTORS) if start + m.end == end]
        if listed:
            known = listed[-1].entity
            return Name(start, end, canonical(text[start:end], rules, {}), known.kind, known.country, known.id)
    if rules.language == "zh" and (prefix := _FOREIGN.match(text[start:end])):
        start += prefix.end()  # "俄罗斯西伯特拉克公司": the nation before a transliterated name is no part of it
    surface = text[start:end]
    told = surface if _apposed(text, start, rules) else canonical(surface, rules, {})
    entity = gazetteer().by_name(told, rules.language) or gazetteer().by_name(surface, rules.language)
    if entity is not None and entity.kind not in THINGS:
        named = "organisation" if kind == "organisation" and entity.kind in _WAYS else entity.kind
        return Name(start, end, told, named, entity.country, entity.id)
    inside = gazetteer().find(surface, rules.language)
    country = inside[-1].entity.country if inside else None
    land = next((mention.entity for mention in inside if mention.entity.kind in ("region", "place")), None)
    if kind == "organisation" and land and re.match(_OF_LAND, surface):
        # A province, and the government that signs for it, are one side.
        land_kind = "region" if _LAND_ITSELF.search(surface) else "body"
        return Name(start, end, told, land_kind, country, land.id)
    return Name(start, end, told, kind, country)


def canonical(surface: str, rules: PartyRules, listed: dict[str, str]) -> str:
    """The name without legal form, line breaks and case endings."""
    plain = re.sub(r"\s+", " ", surface).strip(" ,.;:—–-")
    if rules.language == "zh":
        plain = re.sub(r"[（(][^）)]*[）)]", "", plain)
    bare = rules.legal.sub("", plain).strip() or plain
    if rules.language != "ru" or not re.search("[а-яё]", bare):
        return _STATE.sub("", bare)
    nominal = listed.get("ru")
    if nominal and _plain(bare) in {_plain(form) for form in forms(nominal)}:
        return bare if _plain(bare) == _plain(nominal) else nominal
    told = nominative(bare)
    # «с Челябинской и Свердловской областями»: the adjective alone stands for the region.
    return nominal if nominal and " " not in bare and _adjectival(bare) and " " in nominal else told


def _plain(name: str) -> str:
    return name.lower().replace("ё", "е")


def _nominative_plural(noun: str) -> str:
    """«компаний»: «компании»."""
    for parse in _parse(noun.lower()):
        if "NOUN" in parse.tag:
            form = parse.inflect({"nomn", "plur"})
            if form is not None:
                return str(form.word)
    return noun


def _groups(match: re.Match[str], rules: PartyRules) -> list[Name]:
    """One name for each nation of "Chinese and Russian companies"."""
    groups: list[Name] = []
    noun = match["noun"]
    width = max(1, (match.end() - match.start()) // 2)
    for nation, country in (("cn", "CN"), ("ru", "RU")):
        word = match.groupdict().get(nation)
        if not word:
            continue
        if rules.language == "ru":
            text = f"{'китайские' if nation == 'cn' else 'российские'} {_nominative_plural(noun)}"
        elif rules.language == "zh":
            text = f"{'中国' if nation == 'cn' else '俄罗斯'}{noun}"
        else:
            text = f"{word} {noun}"
        first = match.start() + len(groups) * width
        groups.append(Name(first, first + width, text, "group", country, None, True))
    return groups
