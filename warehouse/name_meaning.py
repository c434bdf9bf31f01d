"""Keys by which a translated or shortened name is known: what its words mean, and how it is cut short.

Firms bear translated names as often as transcribed ones: 堪察加海岸 is «Камчатский берег», 浙江省能源集团 Zhejiang
Energy. Chinese papers cut such a name to a character a word (浙能), English ones to its initials (CNAMPGC).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

import msgspec

from transform.gazetteer import Entity, EntityMention, gazetteer

#: A name of one meaning ("Energy") is anybody's.
FEWEST_MEANINGS = 2
#: Initials of fewer words are shared by too many.
FEWEST_INITIALS = 4
#: Letters that a word may have after the last stem that tells its meaning: endings and suffixes.
LONGEST_ENDING = 10
#: How the key begins that tells to what a Chinese name is cut.
SHORT = "short "
#: How the keys begin that tell what the words of a name mean, in whichever language.
MEANS = "means "
_HAN = re.compile("[一-鿿]")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
#: Юго-Западный is one word, as Southwest and 西南 are.
_QUARTER = re.compile(r"(?:(?<=юго)|(?<=северо)|(?<=south)|(?<=north))-(?=запад|восто|west|east)")
_NATION_ZH = re.compile("^(?:俄罗斯|俄)(?=[一-鿿]{2})")
_LEGAL_ZH = re.compile("(?<=[一-鿿]{2})(?:集团|公司|有限|责任|股份)+$")
#: What one name has and another leaves out: Perm Motors are the Perm Motor Works.
_WORKS = frozenset(("factory", "commercial"))
_SMALL_WORDS = frozenset(("of", "and", "the", "for"))
_LAND = ("country", "region", "place", "port")


class _Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    en: tuple[str, ...]
    ru: tuple[str, ...]
    zh: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    means: dict[str, _Words]
    empty: _Words


@cache
def _lexicon(language: str) -> tuple[tuple[str, str], ...]:
    """The words of a language, longest first, each with its meaning; an empty one has none."""
    text = (resources.files("warehouse") / "name_words.toml").read_text(encoding="utf-8")
    told = msgspec.convert(tomllib.loads(text), _File)
    words = [(word.strip(), meaning) for meaning, cues in told.means.items() for word in getattr(cues, language)]
    words += [(word, "") for word in getattr(told.empty, language)]
    return tuple(sorted(words, key=lambda item: -len(item[0])))


def _words_of(name: str) -> list[str]:
    return _WORD.findall(_QUARTER.sub("", name.casefold().replace("ё", "е")))


def _word_at(text: str, start: int, language: str) -> tuple[str, str]:
    return next((item for item in _lexicon(language) if text.startswith(item[0], start)), ("", ""))


@lru_cache(maxsize=65536)
def meant(name: str) -> frozenset[str]:
    """`means …` for a name whose every word is understood; `short …` and `initials …` for how it is cut, or is cut."""
    if _HAN.search(name):
        return frozenset(_chinese(_NATION_ZH.sub("", "".join(_HAN.findall(name)))))
    return frozenset((*_spaced(name, "ru" if _CYRILLIC.search(name) else "en"), *_initials(name)))


@lru_cache(maxsize=65536)
def known_words(name: str) -> frozenset[str]:
    """What those words of a name mean that are understood; towns and nations tell no firm from another."""
    if _HAN.search(name):
        return frozenset(_known_in_chinese("".join(_HAN.findall(name))))
    language = "ru" if _CYRILLIC.search(name) else "en"
    return frozenset(meaning for word in _words_of(name) for meaning in _of_word(word, language) or ())


@lru_cache(maxsize=65536)
def understood(word: str) -> bool:
    """Does a word of an English or Russian name say what a firm is, not which?"""
    return _of_word(word, "ru" if _CYRILLIC.search(word) else "en") is not None


@lru_cache(maxsize=65536)
def empty(word: str) -> bool:
    """Does a word of an English or Russian name tell nothing (company, China, international)?"""
    return _of_word(word, "ru" if _CYRILLIC.search(word) else "en") == set()


@lru_cache(maxsize=65536)
def towns(name: str) -> frozenset[str]:
    """The towns and provinces in a name."""
    language = "zh" if _HAN.search(name) else "ru" if _CYRILLIC.search(name) else "en"
    return frozenset(
        mention.entity.id.partition(":")[2] or mention.entity.id
        for mention in _lands(name, language)
        if mention.entity.kind != "country"
    )


def _lands(name: str, language: str) -> list[EntityMention]:
    """The lands in a name, or with which it begins, where a longer part of it is some firm (西安 of 西安国际陆港)."""
    if found := gazetteer().find(name, language, kinds=_LAND):
        return found
    words = name.split(" ")
    if language == "zh":
        begun = [name[:size] for size in (6, 5, 4, 3, 2)]
    else:
        begun = [" ".join(words[:size]) for size in (3, 2, 1)]
    return next((lands for start in begun if (lands := gazetteer().find(start, language, kinds=_LAND))), [])


def _known_in_chinese(name: str) -> Iterator[str]:
    at = 0
    while at < len(name):
        word, meaning = _word_at(name, at, "zh")
        if meaning:
            yield meaning
        at += len(word) or 1


def _key(meanings: set[str]) -> Iterator[str]:
    for told in (meanings, meanings - _WORKS):
        if len(told) >= FEWEST_MEANINGS:
            yield f"{MEANS}{' '.join(sorted(told))}"


def _chinese(name: str) -> Iterator[str]:
    lands = {mention.start: mention for mention in _lands(name, "zh")}
    meanings: set[str] = set()
    firsts, at, unknown = "", 0, 0
    while at < len(name):
        land = lands.get(at)
        word, meaning = (name[at : land.end], "") if land else _word_at(name, at, "zh")
        told = _of_land(land.entity) if land else {meaning} - {""}
        meanings |= told
        if (told or land) and not unknown:
            firsts += name[at]
        unknown += not word
        at += len(word) or 1
    bare = _LEGAL_ZH.sub("", name)
    short = bare if len(bare) == 2 else firsts[:2]
    if len(short) == 2:
        yield f"{SHORT}{short}"
    if not unknown:
        yield from _key(meanings)


def _spaced(name: str, language: str) -> Iterator[str]:
    """The key of an English or Russian name of which every word is understood."""
    rest, meanings = name, set()
    for mention in reversed(_lands(name, language)):
        meanings |= _of_land(mention.entity)
        rest = rest[: mention.start] + " " + rest[mention.end :]
    for word in _words_of(rest):
        told = _of_word(word, language)
        if told is None:
            return
        meanings |= told
    yield from _key(meanings)


def _of_word(word: str, language: str) -> set[str] | None:
    """What a word or the parts of a compound mean; nothing for an empty word, None for one that is not understood."""
    meanings: set[str] = set()
    at = last = 0
    while at < len(word):
        stem, meaning = _word_at(word, at, language)
        if stem == word and not meaning:
            return set()
        if meaning:
            meanings.add(meaning)
            at = last = at + len(stem)
        elif not at:
            return None
        else:
            at += 1
    return meanings if len(word) - last <= LONGEST_ENDING else None


def _of_land(entity: Entity) -> set[str]:
    """A town, or a port and its town; a country tells no name from another, and Томский is of Tomsk or of its land."""
    if entity.kind == "country":
        return set()
    if entity.kind == "region":
        town = entity.names.get("en", "").partition(" ")[0].casefold()
        return {town if f"place:{town}" in gazetteer().entities else entity.id}
    town = entity.id.partition(":")[2] or entity.id
    return {town, "harbour"} if entity.kind == "port" else {town}


def _initials(name: str) -> Iterator[str]:
    words = [word for word in _WORD.findall(name) if word.casefold() not in _SMALL_WORDS]
    if len(words) == 1 and name.isupper() and len(name) >= FEWEST_INITIALS:
        yield f"initials {name.casefold()}"
    elif len(words) >= FEWEST_INITIALS:
        yield f"initials {''.join(word[0] for word in words).casefold()}"
