"""What the words of a firm's name mean, in whichever of three languages: the lands that it is called after, its trade.

Firms bear translated names as often as transcribed ones: 堪察加海岸 is «Камчатский берег», 浙江省能源集团 Zhejiang
Energy. A land is one whether it is told as a river, a town or a province (Амур, Амурская область).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache, lru_cache
from importlib import resources

import msgspec

from transform.names.entity import EntityMention
from transform.names.gazetteer import gazetteer
from transform.names.transcription import in_syllables, is_chinese
from transform.records import Language
from warehouse.cues import folded
from warehouse.scripts import hanzi, language_of
from warehouse.sides.latin import latin
from warehouse.sides.side_words import nation_before_zh

#: Letters that a word may have after the last stem that tells its meaning: endings and suffixes.
LONGEST_ENDING = 10
#: Letters of the name of a town or province with which a compound may begin (Тверьстроймаш).
_SHORTEST_LAND = 4
#: As many letters more may an English word in Cyrillic have.
_LONGEST_ENGLISH = 3
_WORD = re.compile(r"[^\W\d_]+")
#: What the name of a land ends in: an adjective's ending, or vowels.
_ENDING = re.compile("(?:ск(?:ий|ая|ое)|[аеиоуыэюяйьaeiouy]+)$")
_LAND = ("country", "region", "place", "port")


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    en: tuple[str, ...]
    ru: tuple[str, ...]
    zh: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    means: dict[str, _Words]
    lands: dict[str, _Words]
    empty: _Words
    cyrillic: tuple[tuple[str, str], ...]
    inside: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a name tells: its trade and whatever else it means, its lands, and how many of its words nobody knows."""

    meanings: frozenset[str]
    lands: frozenset[str]
    unknown: int


class _Word(msgspec.Struct, frozen=True):
    """An entry of the lexicon; an empty word has no meaning."""

    text: str
    meaning: str = ""
    land: bool = False


@cache
def _file() -> _File:
    text = (resources.files("warehouse") / "name_words.toml").read_text(encoding="utf-8")
    read = msgspec.convert(tomllib.loads(text), _File)
    for language in ("en", "ru", "zh"):
        every = [
            word for one in (*read.means.values(), *read.lands.values(), read.empty) for word in getattr(one, language)
        ]
        if doubled := sorted(word for word, times in Counter(every).items() if times > 1):
            raise ValueError(f"warehouse/name_words.toml: {', '.join(doubled)} ({language}) stands under two meanings")
    return read


@cache
def _lexicon(language: Language) -> dict[str, tuple[_Word, ...]]:
    """The words of a language by their first letter, longest first."""
    told = _file()
    words = [_Word(word, meaning) for meaning, cues in told.means.items() for word in getattr(cues, language)]
    words += [_Word(word, meaning, True) for meaning, cues in told.lands.items() for word in getattr(cues, language)]
    words += [_Word(word) for word in getattr(told.empty, language)]
    by_letter: dict[str, list[_Word]] = {}
    for word in sorted(words, key=lambda one: -len(one.text)):
        by_letter.setdefault(word.text[0], []).append(word)
    return {letter: tuple(found) for letter, found in by_letter.items()}


_NOTHING = _Word("")


def _word_at(text: str, start: int, language: Language) -> _Word:
    """The longest word that stands there; one with a blank behind it stands at an end."""
    return next((one for one in _lexicon(language).get(text[start], ()) if text.startswith(one.text, start)), _NOTHING)


def folded_words(name: str) -> list[str]:
    """The words of an English or Russian name."""
    return _WORD.findall(re.sub(_file().inside, "", folded(name)))


@lru_cache(maxsize=65536)
def told(name: str) -> Told:
    """What a name tells by its words; a nation tells nothing."""
    language = language_of(name)
    if language == "zh":
        return _chinese(nation_before_zh(2).sub("", hanzi(name)))
    return _spaced(name, language)


def lands_in(name: str, language: Language) -> list[EntityMention]:
    """The lands in a name, or with which it begins, where a longer part of it is some firm (西安 of 西安国际陆港)."""
    if found := gazetteer().find(name, language, kinds=_LAND):
        return found
    words = name.split(" ")
    if language == "zh":
        begun = [name[:size] for size in (6, 5, 4, 3, 2)]
    else:
        begun = [" ".join(words[:size]) for size in (3, 2, 1)]
    return next((lands for start in begun if (lands := gazetteer().find(start, language, kinds=_LAND))), [])


def chinese_word(name: str, at: int) -> tuple[str, bool]:
    """The known word of a Chinese name that stands there, and whether it tells something."""
    word = _word_at(name, at, "zh")
    return word.text, bool(word.meaning)


def _chinese(name: str) -> Told:
    lands = {mention.start: mention for mention in lands_in(name, "zh")}
    meanings: set[str] = set()
    places: set[str] = set()
    at, unknown = 0, 0
    while at < len(name):
        if mention := lands.get(at):
            trade, land = of_land(mention.entity.id)
            meanings |= trade
            places |= land
            at = mention.end
            continue
        word = _word_at(name, at, "zh")
        (places if word.land else meanings).add(word.meaning)
        unknown += not word.text
        at += len(word.text) or 1
    return Told(meanings=frozenset(meanings - {""}), lands=frozenset(places - {""}), unknown=unknown)


def _spaced(name: str, language: Language) -> Told:
    rest, meanings, places, unknown = name, set[str](), set[str](), 0
    for mention in reversed(lands_in(name, language)):
        trade, land = of_land(mention.entity.id)
        meanings |= trade
        places |= land
        rest = rest[: mention.start] + " " + rest[mention.end :]
    text = " ".join(folded_words(rest))
    for phrase in _phrases(language):
        if (at := f" {text}".find(f" {phrase.text}")) >= 0:
            end = text.find(" ", at + len(phrase.text))
            text = text[:at] + (text[end:] if end >= 0 else "")
            (places if phrase.land else meanings).add(phrase.meaning)
    for word in text.split():
        found = max((of_word(word, language), _of_other(word, language)), key=_telling)
        if found is None:
            unknown += 1
        else:
            meanings |= found[0]
            places |= found[1]
    return Told(meanings=frozenset(meanings), lands=frozenset(places), unknown=unknown)


def _telling(found: tuple[frozenset[str], frozenset[str]] | None) -> int:
    """How much a word tells: an empty one nothing, an unknown one less than that."""
    return -1 if found is None else len(found[0]) + len(found[1])


@cache
def _phrases(language: Language) -> tuple[_Word, ...]:
    """The entries of more than one word."""
    return tuple(one for found in _lexicon(language).values() for one in found if " " in one.text.strip())


@lru_cache(maxsize=65536)
def _of_other(word: str, language: Language) -> tuple[frozenset[str], frozenset[str]] | None:
    """What a Russian word in Latin letters tells (Severny, Voda), or an English one in Cyrillic («Фиш»)."""
    longest = 1 if in_syllables(word, language) else LONGEST_ENDING
    if language == "ru":
        return of_word(latin(word), "en", min(longest, _LONGEST_ENGLISH))
    for letters, letter in _file().cyrillic:
        word = word.replace(letters, letter)
    return of_word(word, "ru", longest)


@lru_cache(maxsize=65536)
def of_word(
    word: str, language: Language, longest: int = LONGEST_ENDING
) -> tuple[frozenset[str], frozenset[str]] | None:
    """Trade and lands that a word or the parts of a compound tell; none for an empty word, None for an unknown one.

    `longest` is the ending that it may have; a Chinese name in transcription that only begins like a word is none.
    """
    longest = min(longest, 1) if language == "ru" and is_chinese(word, language) else longest
    meanings: set[str] = set()
    lands: set[str] = set()
    text, at, last = f"{word} ", 0, 0
    while at < len(word):
        here = _word_at(text, at, language)
        stem, land = ("", "") if at else _land_before(word, language)
        if here.text.strip() == word and not here.meaning:
            return frozenset(), frozenset()
        if len(stem) > len(here.text):
            lands.add(land)
            at = last = len(stem)
        elif here.meaning:
            (lands if here.land else meanings).add(here.meaning)
            at = last = at + len(here.text.strip())
        elif not at:
            return None
        else:
            at += 1
    return (frozenset(meanings), frozenset(lands)) if len(word) - last <= longest else None


def _land_before(word: str, language: Language) -> tuple[str, str]:
    """The land with whose name a compound begins, where what follows is known (Псков-торф)."""
    for stem, land in _land_stems(language).get(word[:_SHORTEST_LAND], ()):
        if not word.startswith(stem):
            continue
        rest = word[len(stem) :]
        joined = rest[1:] if rest and _ENDING.fullmatch(rest[0]) else rest
        for at in {rest, joined}:
            if at and _word_at(f"{at} ", 0, language).meaning:
                return word[: len(word) - len(at)], land
    return "", ""


@cache
def _land_stems(language: Language) -> dict[str, tuple[tuple[str, str], ...]]:
    """The towns and provinces of Russia by how a word begins that is made of their names, longest first."""
    stems: dict[str, list[tuple[str, str]]] = {}
    for entity in gazetteer().entities.values():
        if entity.country != "RU" or entity.kind not in ("region", "place"):
            continue
        name = folded(entity.names.get(language, ""))
        first = name.partition(" ")[0] if entity.kind == "region" else name
        stem = _ENDING.sub("", first)
        if first.isalpha() and len(stem) >= _SHORTEST_LAND:
            stems.setdefault(stem[:_SHORTEST_LAND], []).append((stem, min(of_land(entity.id)[1])))
    return {start: tuple(sorted(found, key=lambda one: (-len(one[0]), one))) for start, found in stems.items()}


@lru_cache(maxsize=8192)
def of_land(land: str) -> tuple[frozenset[str], frozenset[str]]:
    """A land as trade and land: a port is a harbour and its town, and Томский is of Tomsk or of its province.

    A country tells no name from another. What is called after a river, a sea or a mountain range is that land.
    """
    entity = gazetteer().entity(land)
    if entity.kind == "country":
        return frozenset(), frozenset()
    trade = frozenset(("harbour",)) if entity.kind == "port" else frozenset[str]()
    town = entity.id.partition(":")[2] or entity.id
    for word in folded_words(entity.names.get("ru", "")):
        if (found := _word_at(f"{word} ", 0, "ru")).land:
            return trade, frozenset((found.meaning,))
    if entity.kind == "region":
        first = entity.names.get("en", "").partition(" ")[0].casefold()
        town = first if f"place:{first}" in gazetteer().entities else entity.id
    return trade, frozenset((town,))
