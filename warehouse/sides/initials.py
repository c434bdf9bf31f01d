"""The consonants of a Chinese name as Pinyin and its Russian transcription keep them apart: 湘汇 is no Jianghai."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from transform.names.transcription import in_syllables, with_sounds
from transform.records import Language
from warehouse.scripts import language_of
from warehouse.sides.latin import latin
from warehouse.sides.name_words import of_word
from warehouse.sides.names import plain_name, spoken_names

_ADJECTIVE = re.compile("ск(?:ий|ая|ое|ие|ого|ой|ому|ую|им|ом|их|ими)$")
#: As many characters of a name in Chinese may be its Chinese word elsewhere.
_SIZES = (2, 3, 4)


@lru_cache(maxsize=65536)
def initials(name: str) -> frozenset[str]:
    """The consonants of the name's Chinese words, or of the first characters of a name in Chinese; empty for others."""
    plain = plain_name(name)
    language = language_of(plain)
    if language == "zh":
        return frozenset(_of(said[:size]) for said in spoken_names(name) for size in _SIZES if len(said) >= size)
    return frozenset(
        _of(_ADJECTIVE.sub("", word))
        for word in plain.split()
        if in_syllables(word, language) and not _translated(word, language)
    )


def said_otherwise(left: Iterable[str], right: Iterable[str]) -> bool:
    """Are both said in Chinese, and with other consonants wherever a name of each is compared, none in another?"""
    names = [(a, b) for a in left for b in right]
    if any(a in b or b in a for a, b in names):
        return False
    pairs = [(initials(a), initials(b)) for a, b in names]
    told = [not ours & theirs for ours, theirs in pairs if ours and theirs]
    return bool(told) and all(told)


def _translated(word: str, language: Language) -> bool:
    """Is it a word of its language, and no land's name?"""
    found = of_word(word, language)
    return found is not None and not found[1]


def _of(word: str) -> str:
    if language_of(word) == "ru":
        said = with_sounds(word, "ru")
        return _without_vowels("".join(one if one in "ZCS" else latin(one) for one in said))
    return _without_vowels(with_sounds(latin(word), "en"))


def _without_vowels(said: str) -> str:
    said = re.sub(r"ng?(?![aeiou])", "n", re.sub(r"[^A-Za-z ]", "", said))
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouywv ]", "", said))
