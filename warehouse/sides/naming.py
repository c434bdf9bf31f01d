"""How a sentence names a side: by its own name, by a description ("a company from Fuyuan"), or not at all.

A description tells where a side is from, and no name; a side that only the reading lent to a sentence is a guess.
Neither speaks against a deal of a firm that is called by its name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from transform.names.entity import Entity
from transform.names.gazetteer import gazetteer
from warehouse.scripts import HAN, language_of
from warehouse.sides.kinds import is_kind, is_kind_zh, is_office
from warehouse.sides.name_words import lands_in
from warehouse.sides.names import fold_name, plain_name
from warehouse.sides.side_words import nation_before_zh, side_words

_LANDS = ("place", "region", "port")
_WORD = re.compile(r"[^\W\d_]+")
#: Letters of a word that its endings leave alone, and of a Chinese name those that tell it.
_STEM, _TELLING = 5, 2
#: So many characters of a Chinese name tell a firm without its town.
_TAIL = 4
#: Last letters of a Russian name that another case changes.
_DECLINED = "аеийоуыьюя"
#: So many last letters of a word another case changes at most.
_CASE = 2


@lru_cache(maxsize=65536)
def said(name: str, quote: str) -> bool:
    """Does a sentence say this name, in whichever case, or a good part of it?"""
    if language_of(name) == "zh":
        telling = plain_name(name)[:_TELLING]
        return telling in quote or any(name[at : at + 3] in quote for at in range(len(name) - 2))
    words = _WORD.findall(fold_name(name))
    there = _WORD.findall(HAN.sub(" ", fold_name(quote)))  # Chinese leaves no gap about a name in Latin letters
    return any(other.startswith(word[: max(3, min(_STEM, len(word) - 1))]) for word in words for other in there)


@lru_cache(maxsize=65536)
def described(name: str) -> bool:
    """Is it no name but what a side is and perhaps where ("a Qingdao supplier", оператор из Гуанси, 一家企业)?"""
    if language_of(name) == "zh":
        telling = side_words().described_zh
        side = re.match(telling.of_a_side, name)
        rest = name[side.end() if side else 0 :]
        return bool(re.search(telling.some, name)) or is_kind_zh(rest) or _is_maker_zh(name)
    if language_of(name) == "ru" and name[:1].isupper():
        return False  # «Волжский шинный комбинат» is a name: a town's adjective in a description is written small.
    rest = name
    for mention in reversed(gazetteer().find(name, language_of(name), kinds=(*_LANDS, "country"))):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    words = _WORD.findall(rest)
    if not words or not all(word.islower() for word in words):
        return False
    # An office is a name with the land that it acts for, and none without it (краевое министерство).
    return any(is_kind(word) for word in words) or rest == name or not is_office(name)


def _is_maker_zh(name: str) -> bool:
    """Is it a nation's maker or trader of some goods (俄罗斯冰淇淋厂), which many are?"""
    bare = nation_before_zh(2, china=True).sub("", name)
    goods = gazetteer().find(bare, "zh", kinds=("commodity",)) if bare != name else []
    return (
        bool(goods)
        and goods[0].start == 0
        and bool(re.fullmatch(side_words().described_zh.maker, bare[goods[0].end :]))
    )


@lru_cache(maxsize=65536)
def is_one_of_many(name: str, quote: str) -> bool:
    """Does a Chinese sentence say "a" before it (一家符拉迪沃斯托克银行, "a Vladivostok bank")?

    Elsewhere a name is told from a description by its capitals.
    """
    at = quote.find(name) if language_of(name) == "zh" else -1
    return at > 0 and re.search(side_words().described_zh.some_before, quote[:at]) is not None


@lru_cache(maxsize=65536)
def is_owner(name: str, quote: str) -> bool:
    """Does a sentence tell a side by whose firm it is ("Russian Railways' logistics arm"), and this is the owner?"""
    about = side_words().owner
    # A Russian name stands there in some case.
    stem = name[:-1] if language_of(name) == "ru" and name[-1] in _DECLINED else name
    at = quote.find(stem)
    if at < 0:
        return False
    return bool(re.search(about.before, quote[:at]) or re.match(about.after, quote[at + len(name) :]))


@lru_cache(maxsize=65536)
def is_parent(name: str, quote: str) -> bool:
    """Does a sentence say whose firm a side is, and name this one as its owner («Рускон», входящий в «Дело»)?"""
    about, named = side_words().parent, _in_any_case(name).search(quote)
    return named is not None and bool(
        re.search(about.before, quote[: named.start()]) or re.match(about.after, quote[named.end() :])
    )


@lru_cache(maxsize=4096)
def _in_any_case(name: str) -> re.Pattern[str]:
    """Finds a name, the words of a Russian one with any ending."""
    if language_of(name) != "ru":
        return re.compile(re.escape(name))
    words = re.findall(r"\w+", name)
    stems = (rf"{word[:-_CASE]}\w{{0,{2 * _CASE}}}" if len(word) > 2 * _CASE else word for word in words)
    return re.compile(r"\W{1,3}".join(stems) or re.escape(name))


@lru_cache(maxsize=65536)
def lands(name: str) -> tuple[Entity, ...]:
    """The towns and provinces that a name tells; wider lands (Siberia) tell none from another."""
    found = (mention.entity for mention in lands_in(name, language_of(name)))
    return tuple(entity for entity in found if entity.kind in _LANDS and entity.region)


def without_town(short: str, long: str) -> bool:
    """Is it the other Chinese name without the town before it (陆港集团 for 西安国际陆港集团)?"""
    tail = len(short) >= _TAIL and long != short and long.endswith(short) and HAN.search(short) is not None
    return tail and bool(lands(long[: -len(short)])) and not lands(short)


def of_one_land(left: str, right: str) -> bool | None:
    """Are two sides of one town, or the one of the other's province? None where one of them tells no land for certain.

    "An Irkutsk mill" may stand anywhere in the region that is called after the town, and a town's new district is its.
    """
    ours, theirs = lands(left), lands(right)
    if not ours or not theirs:
        return None
    if any(
        one.id == other.id
        or (one.region == other.region and (_is_province(one) or _is_province(other) or _is_district(one, other)))
        for one in ours
        for other in theirs
    ):
        return True
    on_a_river = any(
        (_by_its_river(one, other) and _may_be_river(left)) or (_by_its_river(other, one) and _may_be_river(right))
        for one in ours
        for other in theirs
    )
    return None if on_a_river else False


def _by_its_river(one: Entity, other: Entity) -> bool:
    """Is the one named like a river that flows through the other's province too (the Amur, in Khabarovsk)?"""
    return other.region in side_words().rivers.get(one.id, ())


def _may_be_river(name: str) -> bool:
    """Is it the name of a firm, which may be called after a river? A description and an office tell of the province."""
    return not described(name) and not is_office(name) and re.search(side_words().province, name) is None


def _is_district(one: Entity, other: Entity) -> bool:
    """Is the one called after the town that the other is (Harbin New Area, Ningbo-Zhoushan Port)?"""
    short, long = sorted((one.names["en"], other.names["en"]), key=len)
    return long.startswith((f"{short} ", f"{short}-"))


def _is_province(land: Entity) -> bool:
    """Is it a province, or the town after which its province is called?"""
    whole = gazetteer().entities.get(land.region or "")
    return land.kind == "region" or (whole is not None and whole.names["en"].startswith(land.names["en"]))
