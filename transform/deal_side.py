"""Whether one name of a clause is a side of its deal: by its kind and case, and by what stands before and behind it."""

from __future__ import annotations

import re

from transform.named import LAND, Name
from transform.nominative import is_nominative, is_verb
from transform.party_rules import PartyRules

_REACH = 100
"""As far back a preposition may stand."""


def before_name(text: str, name: Name) -> str:
    """What stands before a name, as far back as a preposition may be."""
    return text[max(0, name.start - _REACH) : name.start]


def is_side(text: str, name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    """Is the name a side of the deal that `cue` tells, with `before` and `after` as what stands beside it?"""
    if name.group:
        return name.start < cue[1] or bool(rules.linked_before.search(before)) or _given(text, name, before, rules)
    if name.kind == "corridor":
        return False  # "raises deliveries by Power of Siberia"
    if name.kind in LAND and rules.ends_before.search(before):
        return False  # "a line between Dalian and Vladivostok"
    linked = rules.linked_before.search(before) is not None
    if linked and _whence(text, name, before, rules):
        return False
    if not may_act(name, after.removeprefix("的") if linked else after, rules):
        return False
    if linked and not _is_whole(name, after, rules):
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


def may_share(name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    """May a name in a list be a side where the one before it is?"""
    return (
        may_act(name, after.removeprefix("的"), rules)
        and _is_whole(name, after, rules)
        and not _of_another_clause(name, before, after, cue, rules)
    )


def may_act(name: Name, after: str, rules: PartyRules) -> bool:
    """Is the name neither what `after` excludes nor an attribute of it ("the Amur trader Agro-Vostok")?"""
    if rules.excluded_after.match(after):
        return False
    if name.kind == "unknown" and " " not in name.text and rules.language == "en":
        described = rules.attributive.match(after)
        if described and after[described.end() :].lstrip(' “"«')[:1].isupper():
            return False
    return name.kind not in LAND or not (rules.possessive.match(after) or rules.attributive.match(after))


_CONTRAST = re.compile(r",\s(?:но|однако|хотя|but|though|although|whereas)\s")
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


def _is_whole(name: Name, after: str, rules: PartyRules) -> bool:
    """Is a Chinese stretch of land no attribute of what follows it (与俄罗斯“水轮机”公司)?"""
    return rules.language != "zh" or name.kind not in LAND or _CHINESE_EDGE.match(after) is not None


def _acts(name: Name, before: str, after: str, cue: tuple[int, int], rules: PartyRules) -> bool:
    """Is a stretch of land the subject here, rather than an address or an attribute?"""
    if name.kind not in ("country", "region", "place") and not _PORT.search(name.text):
        return False
    if rules.language == "ru":
        return bool(_RUSSIAN_SUBJECT.search(before)) and is_nominative(name.text) and not after.startswith("-")
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
