"""Who the sides of a deal are: which of the names in a clause signed it, and whom "the sides" stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.framed import Frame, framed
from transform.gazetteer import gazetteer
from transform.named import ACTORS, LAND, Name
from transform.nominative import is_nominative, is_verb
from transform.party_names import names
from transform.party_rules import PartyRules
from transform.records import Party

#: No deal of news has more named sides than this; what comes after is a list of something else.
_MOST = 8
_REACH = 100
_DOERS = ACTORS - {"group"} | {"organisation", "unknown"}


def find_parties(
    text: str,
    cue: tuple[int, int],
    rules: PartyRules,
    known: frozenset[str] = frozenset(),
    people: frozenset[str] = frozenset(),
) -> tuple[Party, ...]:
    """The sides that the clause names, in order, each once. `cue` spans the words that say that a deal is made.

    Firms and bodies are sides unless a preposition makes them a place or a subject matter; countries and regions only
    where they act or stand after "with", "between", "by". A name in a list shares the fate of the one before it.
    """
    frame = framed(text, cue[1], rules)
    if frame and (frame.pointed or not frame.missing):
        return distinct([_party(name) for name in frame.names])
    found = _without_aliases(text, names(text, rules, known, people), rules)
    sides = _by_members(text, found, _sides(text, cue, found, rules))
    chosen = [name for name, side in zip(found, sides, strict=True) if side]
    if frame:
        return distinct([_party(name) for name in _completed(frame, chosen, cue[0])])
    if len(chosen) < 2:
        chosen = _more(text, found, chosen, rules)
    elif sum(not name.group for name in chosen) >= 2:
        # Beside two named sides a group is rather whom the goods go to.
        chosen = [name for name in chosen if not name.group]
    chosen = _with_buyer(text, found, chosen, rules)
    if states := _both_states(text, chosen, rules):
        return states
    if len(chosen) > 2:
        chosen = [
            name
            for name in chosen
            if not (
                rules.credited.match(text, name.end)
                and "," in text[: name.start]
                and not _AND.search(text[: name.start])
            )
        ]
    return distinct([_party(name) for name in _actors_first(_one_part(text, cue, chosen))])


def _with_buyer(text: str, found: list[Name], chosen: list[Name], rules: PartyRules) -> list[Name]:
    """The sides with whom they supply, where those that were sure are all of one country ("to sell coal to X")."""
    countries = {name.country for name in chosen if name.country}
    if rules.language != "en" or len(chosen) < 2 or len(countries) > 1:
        return chosen
    buyers = [
        name
        for name in found
        if name not in chosen
        and name.kind in _DOERS
        and name.country in _NATIONS
        and name.country not in countries
        and _SOLD_TO.search(_before(text, name))
    ]
    return sorted([*chosen, *buyers[:1]], key=lambda name: name.start)


_SOLD_TO = re.compile(r"\b(?:suppl|sell|sold|deliver|ship)[a-z]* [^,.;]{2,80}? to (?:the )?(?:[A-Z][\w-]+[’']s )?$")
_AND = re.compile(r"(?<!,) and (?:the )?$")


def _without_aliases(text: str, found: Sequence[Name], rules: PartyRules) -> list[Name]:
    """The names without legal forms and what the text will call a side: 'X Co., Ltd. (the "Company")'."""
    aliases = [alias.span() for alias in rules.alias.finditer(text)] if rules.language != "zh" else []
    return [
        name
        for name in found
        if not any(start < name.start and name.end < end for start, end in aliases)
        and (rules.language != "en" or rules.legal.fullmatch(f" {name.text}") is None)
    ]


def _both_states(text: str, chosen: list[Name], rules: PartyRules) -> tuple[Party, ...]:
    """Both states, where their governments sign together, or a deal without sides is called after them both."""
    match = rules.governments.search(text)
    if match is None:
        return ()
    beside = [name for name in chosen if name.end <= match.start() or match.end() <= name.start]
    doers = [name for name in chosen if name.kind not in LAND]
    if (match["paper"] and (beside or doers)) or sum(name in beside for name in doers) >= 2:
        return ()
    if bodies := match.groupdict().get("bodies"):
        return (Party(name=bodies, country=None),)  # 两国海关: one of each, told in one word
    entities = [gazetteer().entity(state) for state in (("RU", "CN") if match["ru"] else ("CN", "RU"))]
    return tuple(Party(name=one.names[rules.language], country=one.id, id=one.id) for one in entities)


def _one_part(text: str, cue: tuple[int, int], chosen: list[Name]) -> list[Name]:
    """The sides on the cue's side of a colon, where two or more stand there: what it parts are two statements."""
    for colon in re.finditer(r":\s", text):
        after = colon.end() <= cue[0]
        part = [name for name in chosen if (name.start >= colon.end()) == after]
        if len(part) >= 2 and (after or cue[1] <= colon.start()):
            return part
    return chosen


def _party(name: Name) -> Party:
    return Party(name=name.text, country=name.country, id=name.id)


def _completed(frame: Frame, chosen: list[Name], cue: int) -> list[Name]:
    """The named side of a frame after the first other doer before the words of signing: "X公司表示，已与Y签署"."""
    others = [
        name
        for name in chosen
        if name.kind not in LAND and (name.end <= frame.start or frame.end <= name.start < name.end <= cue)
    ]
    return [*others[:1], *frame.names]


def _actors_first(chosen: list[Name]) -> list[Name]:
    """Without the countries, where firms or bodies of their own are named ("Russia's Sber" is Sber)."""
    actors = [name for name in chosen if name.kind not in LAND or name.kind == "region"]
    return actors if len(actors) >= 2 else chosen


def distinct(parties: Sequence[Party]) -> tuple[Party, ...]:
    """The parties without repeats of one id or name."""
    kept: list[Party] = []
    seen: set[str] = set()
    for party in parties:
        keys = {party.name.casefold(), *((party.id,) if party.id else ())}
        if not keys & seen:
            kept.append(party)
        seen |= keys
    return tuple(kept[:_MOST])


def _sides(text: str, cue: tuple[int, int], found: list[Name], rules: PartyRules) -> list[bool]:
    sides: list[bool] = []
    for number, name in enumerate(found):
        before, after = _before(text, name), text[name.end :]
        follows = found[number + 1] if number + 1 < len(found) else None
        if follows and follows.kind not in LAND and rules.owned.match(text[name.end : follows.start]):
            sides.append(False)
            continue
        if number and _states_acting(text, found[number - 1], name, rules):
            sides[-1] = True
            sides.append(True)
            continue
        if number and rules.chain.match(text[found[number - 1].end : name.start]):
            between = text[found[number - 1].end : name.start]
            if _APPOSED.fullmatch(between) and rules.attributive.match(after):
                sides.append(False)  # "Gidrostroy, the Sakhalin-Kuril group, …": said of the one before
                continue
            apart = "," in between and found[number - 1].kind in LAND and name.kind not in LAND and not sides[-1]
            if rules.conjunction.search(between) and "(" not in between[-2:] and not apart:
                sides.append(
                    sides[-1]
                    and _may_act(name, after.removeprefix("的"), rules)
                    and _whole(name, after, rules)
                    and not _of_another_clause(name, before, after, cue, rules)
                )
                continue
        sides.append(_side(text, name, before, after, cue, rules))
    return sides


def _by_members(text: str, found: list[Name], sides: list[bool]) -> list[bool]:
    """The sides with those that brackets tell in the stead of their group: "Chinese buyers (Sinochem, CNOOC)"."""
    for number, name in enumerate(found):
        if not sides[number] or text[name.end : name.end + 2] != " (" or not (name.group or _UNITED.search(name.text)):
            continue
        edge = text.find(")", name.end)
        inside = [other for other, one in enumerate(found) if name.end < one.start and one.end <= edge]
        if len(inside) > 1:
            sides = [side or at in inside for at, side in enumerate(sides)]
            sides[number] = False
    return sides


_UNITED = re.compile("(?i)consortium|консорциум")


def _states_acting(text: str, one: Name, other: Name, rules: PartyRules) -> bool:
    """Do two Russian stretches of land, one of each country, act together («Москва и Пекин согласовывают …»)?"""
    if rules.language != "ru" or text[one.end : other.start] != " и " or one.country == other.country:
        return False
    both = (one, other)
    acting = all(side.kind in LAND and side.country in _NATIONS and is_nominative(side.text) for side in both)
    as_written = all(text[side.start : side.end] == side.text for side in both)
    apart = _SIGN_TOGETHER.match(text, other.end) or rules.excluded_before.search(_before(text, one)) is None
    return acting and as_written and bool(apart)


_NATIONS = ("CN", "RU")
_SIGN_TOGETHER = re.compile(r" (?:подписали|заключили|согласовали|парафировали|подпишут|заключат)(?![а-яё])")
_CONTRAST = re.compile(r",\s(?:но|однако|хотя|but|though|although|whereas)\s")


_APPOSED = re.compile(r",\s(?:the|an?)\s")


def _before(text: str, name: Name) -> str:
    """What stands before a name, as far back as a preposition may be."""
    return text[max(0, name.start - _REACH) : name.start]


def _may_act(name: Name, after: str, rules: PartyRules) -> bool:
    if rules.excluded_after.match(after):
        return False
    if name.kind == "unknown" and " " not in name.text and rules.language == "en":
        described = rules.attributive.match(after)
        if described and after[described.end() :].lstrip(' “"«')[:1].isupper():
            return False  # "the Amur trader Agro-Vostok"
    return name.kind not in LAND or not (rules.possessive.match(after) or rules.attributive.match(after))


def _side(text: str, name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    if name.group:
        return name.start < cue[1] or bool(rules.linked_before.search(before)) or _given(text, name, before, rules)
    if name.kind == "corridor":
        return False  # "raises deliveries by Power of Siberia"
    linked = rules.linked_before.search(before) is not None
    if linked and _whence(text, name, before, rules):
        return False
    if not _may_act(name, after.removeprefix("的") if linked else after, rules):
        return False
    if linked and not _whole(name, after, rules):
        return False
    if name.kind in LAND and _CONTRAST.search(text, cue[1], max(cue[1], name.start)):
        return False  # "…, but it concerns Blagoveshchensk only"
    if linked or rules.denies_after.match(after):
        return True
    if rules.denies_before.search(before) and rules.denied_there.match(after):
        return True
    if name.kind in LAND and _represented(text, name, before, after, cue, rules):
        return True
    if name.kind not in LAND and rules.owned_before.search(before) and rules.owned_after.match(after):
        return True
    if _of_another_clause(name, before, after, cue, rules):
        return False
    if rules.excluded_before.search(before) and not (_NEUTER.match(text, name.start) and not _INTO.search(before)):
        return False
    if name.kind in LAND:
        return _acts(name, before, after, cue, rules)
    return not (name.kind == "unknown" and name.start > cue[1] and rules.language == "en")


#: «О строительстве правительство края и … подписали»: no genitive, which would be «правительства».
_NEUTER = re.compile("(?:[Пп]равительств|[Мм]инистерств|[Уу]правлени|[Аа]гентств|[Оо]бъединени)[ое](?![а-яё])")
_INTO = re.compile("(?<![а-яё])(?:в|во|на|о|об|за|через|под|про) (?:[а-яё-]+(?:ое|ем|ом) )?$", re.IGNORECASE)
#: To whom something is sold or handed over: «передала инвесторам из КНР».
_HANDED = re.compile("(?<![а-яё])(?:прода|переда|продаж|передач|уступ|заказ)[а-яё]*(?: [^.;:]{1,60})? $", re.IGNORECASE)
_DATIVE = re.compile("(?:[а-яё]+(?:ым|им|ому|ему) )*[а-яё]+(?:у|ю|ам|ям)(?![а-яё])", re.IGNORECASE)


def _given(text: str, name: Name, before: str, rules: PartyRules) -> bool:
    """Is the Russian group in the dative, as whom something is sold to?"""
    return rules.language == "ru" and bool(_DATIVE.match(text, name.start) and _HANDED.search(before))


def _whence(text: str, name: Name, before: str, rules: PartyRules) -> bool:
    """Is it Russian "from" there rather than "with" them («с Сахалина в Хулинь», «с завода „Х“»)?"""
    if rules.language != "ru":
        return False
    if _FROM_WHERE.search(before):
        return True
    if name.kind not in LAND or not re.search(r"\b[Сс]о?\s$", before):
        return False
    return _GENITIVE.search(text[name.start : name.end].split()[0]) is not None


_GENITIVE = re.compile(r"(?:[бвгджзклмнпрстфхцчшщ]а|[гжкхчшщ]и|ы|я)$")
#: «с будущего „Арктик СПГ-2“», «с завода „Х“»: a genitive that no instrumental looks like.
_FROM_WHERE = re.compile(
    r"\b[Сс]о?\s(?:[а-яё]+(?:ого|его)\s)*(?:[а-яё]+(?:ого|его)"
    r"|(?:завод|проект|терминал|склад|рудник|разрез|комбинат|порт|карьер|прииск|промысл)а"
    r"|(?:месторождени|предприяти)я|(?:шахт|фабрик|станци|площадк|баз|верф)[ыи])\s[«\"„“]?$"
)


def _represented(text: str, name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    """Is it a land whose officials sign, or whose deal it is («соглашение Татарстана с …»)?"""
    if rules.owned_before.search(before) and rules.owned_after.match(after):
        return True
    apart = text[min(name.end, cue[1]) : max(name.start, cue[0])]
    return rules.office.search(before) is not None and _TELLS.search(apart) is None


def _of_another_clause(name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    """Has the Russian name a verb of its own behind a comma («A расторгла контракт с B, C закрыла офис»)?"""
    if rules.language != "ru" or name.start < cue[1] or not _AFTER_COMMA.search(before):
        return False
    verb = _OWN_VERB.match(after)
    return verb is not None and is_verb(verb["verb"])


#: What somebody says of a deal is not done by him; what stands in another clause neither.
_TELLS = re.compile(r"(?i)сообщ|заяв|рассказ|сказал|отмет|уточн|подчеркн|призна|по словам|что\b|;")
_AFTER_COMMA = re.compile(r",\s(?:а\s|но\s|и\s)?(?:[а-яё-]+(?:ая|ий|ый|ой)\s){0,2}(?:[а-яё]+\s)?[«\"„“]?$")
_OWN_VERB = re.compile(r"[»\"”“]?\s(?:(?:тоже|также|уже|еще|ещё|пока|сама|сам)\s)?(?P<verb>[а-яё]+)\b")


def _whole(name: Name, after: str, rules: PartyRules) -> bool:
    """Is a Chinese stretch of land no attribute of what follows it (与俄罗斯“水轮机”公司)?"""
    return rules.language != "zh" or name.kind not in LAND or _CHINESE_EDGE.match(after) is not None


def _acts(name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    """Is a stretch of land the subject here, rather than an address or an attribute?"""
    if name.kind not in ("country", "region", "place") and not _PORT.search(name.text):
        return False
    if rules.language == "ru":
        return bool(_RUSSIAN_SUBJECT.search(before)) and is_nominative(name.text) and _plain_form(name, before, after)
    if rules.language == "zh":
        return bool(_CHINESE_SUBJECT.match(after)) and name.start < cue[0]
    return name.start < cue[0] and bool(_ENGLISH_SUBJECT.search(before))


_RUSSIAN_SUBJECT = re.compile(
    r"(?:^[—–-]?|^(?:в |с |до )?\d+ [а-я]+"
    r"|^во? (?:[а-яё]+ ){0,2}(?:день|понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье|неделе|месяце|году)"
    r"|^(?:накануне|сегодня|вчера|позавчера|ранее|дн[её]м ранее|тогда же|там же|одновременно|параллельно)"
    r"|[.:,;]|\b(?:и|а|но|что)"
    r"|\b(?:подписал|заключил|договорил|продлил|согласовал)\w*)\s*"
    r"(?:(?:китайск|российск|приграничн|соседн)\w+\s+)?(?:(?:провинция|область|край|регион|республика|город)\s+)?$",
    re.IGNORECASE,
)
_CHINESE_SUBJECT = re.compile(r"[与和同跟及、又还将已今昨近在先两（(：—]|省|市|州|\d|签|政府")
_PORT = re.compile(r"\bPort\b|[Пп]орт\b|港$")
_CHINESE_EDGE = re.compile(r"$|[在于就将今已昨签、，。与和同及（(\d省市州的间两达续：—]|政府")
_ENGLISH_SUBJECT = re.compile(
    r"(?:^|[,;:–—-]|\band|\b[Tt]he|\bBoth|\bboth|\bthat|\b[Nn]either|\bnor|\b(?:Russia|China)[’']s)\s*$"
)


def _plain_form(name: Name, before: str, after: str) -> bool:
    """Is it no attribute of what follows («Россия» before a noun in brackets is none)?"""
    return not after.startswith("-")


def _more(text: str, found: list[Name], chosen: list[Name], rules: PartyRules) -> list[Name]:
    """Other firms and bodies of the clause, where fewer than two were sure: a recipient, the subject of a relative."""
    return [
        name
        for name in found
        if name in chosen
        or (
            (name.kind in _DOERS or (name.group and _to_or_from(text, name)))
            and _may_act(name, text[name.end :], rules)
            and not _recipient(_before(text, name), rules)
            and not (name.kind == "unknown" and _SITE.match(text, name.end))
            and not any(rules.owned.match(text[name.end : other.start]) for other in found if other.kind not in LAND)
        )
    ]


#: "Turbines for the Verkhny Tagil power plant": where they go.
_SITE = re.compile(r"\s(?:[a-z]+ )?(?:plant|station|mine|field|deposit|project|terminal)\b")


def _to_or_from(text: str, name: Name) -> bool:
    """Does a group stand as the one who buys or sells ("loaders to a coal company in Kuzbass")?"""
    return re.search(r"\b(?:to|from|for) (?:[a-z]+ ){0,2}$", text[max(0, name.start - 24) : name.start]) is not None


def _recipient(before: str, rules: PartyRules) -> bool:
    """Does the name stand after a preposition that makes no side of it, nor a buyer or seller ("sold to", "from")?"""
    found = rules.excluded_before.search(before)
    return found is not None and _TRADED.match(found.group()) is None


_TRADED = re.compile(r"(?:to|from|for|для|от)\s", re.IGNORECASE)
