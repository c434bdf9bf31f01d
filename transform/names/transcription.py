"""Chinese names in Russian and English letters, told by their syllables: a firm that no list has, and its nation."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from transform import rules

#: A name has two syllables at least; more than these are several words.
_SYLLABLES = "{2,4}"
_SHORTEST = 4
LANGUAGES = ("en", "ru")


class TranscriptionRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language's transcription of Chinese, as its file has it; lists are separated by spaces."""

    letters: str
    initials: str
    finals: str
    telling: str
    endings: str
    #: what a name ends in where a case has taken it away («Хэнтая» is of «Хэнтай»)
    lost: str
    #: what parts two syllables («Сянъюнь», Xi'an)
    parting: str
    others: str
    #: what its consonants sound like, the longer first, by letters that Pinyin and Russian share then
    sounds: dict[str, str]


class Transcription(msgspec.Struct, frozen=True):
    """The same, compiled."""

    word: re.Pattern[str]
    syllable: re.Pattern[str]
    telling: re.Pattern[str]
    ending: re.Pattern[str]
    lost: str
    #: a capitalised word of a text
    name: re.Pattern[str]
    others: frozenset[str]
    sounds: tuple[tuple[str, str], ...]


@cache
def _transcription(language: str) -> Transcription:
    own = rules.load("transcription", language, TranscriptionRules)
    syllable = f"(?:{'|'.join(own.initials.split())})?(?:{'|'.join(own.finals.split())})"
    letters = f"[{own.letters}]"
    return Transcription(
        word=re.compile(f"(?:{own.parting}?{syllable}){_SYLLABLES}"),
        syllable=re.compile(syllable),
        telling=re.compile(own.telling),
        ending=re.compile(f"(?:{own.endings})$"),
        lost=own.lost,
        name=re.compile(rf"(?<![\w-])(?!{letters})[^\W\d_]{letters}{{{_SHORTEST - 1},}}(?![\w-])"),
        others=frozenset(own.others.split()),
        sounds=tuple(own.sounds.items()),
    )


@lru_cache(maxsize=65536)
def is_chinese(word: str, language: str) -> bool:
    """Is the word a Chinese name in transcription, in whatever case or as an adjective?"""
    return _transcription(language).telling.search(word.lower()) is not None and in_syllables(word, language)


@lru_cache(maxsize=65536)
def in_syllables(word: str, language: str) -> bool:
    """May it be one, being all syllables, though other words are so too?"""
    own, low = _transcription(language), word.lower()
    if low in own.others:
        return False
    stems = {low, own.ending.sub("", low), own.ending.sub(own.lost, low)}
    return any(len(stem) >= _SHORTEST and own.word.fullmatch(stem) for stem in stems)


def with_sounds(said: str, language: str) -> str:
    """A word in small letters with its consonants as they sound: one capital for чж and zh, one for ш and sh."""
    for written, sound in _transcription(language).sounds:
        said = said.replace(written, sound)
    return said


def is_syllable(word: str, language: str) -> bool:
    """Is a word in small letters one syllable of a Chinese name («лун», xin)?"""
    return language in LANGUAGES and _transcription(language).syllable.fullmatch(word) is not None


@lru_cache(maxsize=65536)
def stands_whole(word: str, language: str) -> bool:
    """Is it all syllables, and no longer where its last letter is taken for an ending («Юйсу», but «Лянфэну»)?"""
    own, low = _transcription(language), word.lower()
    return own.word.fullmatch(low) is not None and own.word.fullmatch(low[:-1]) is None


def names_chinese(text: str, language: str) -> bool:
    """Does a text in one of `LANGUAGES` hold a Chinese name in transcription? Russian papers write some in Pinyin."""
    return any(
        is_chinese(match.group(), letters)
        for letters in dict.fromkeys((language, "en"))
        for match in _transcription(letters).name.finditer(text)
    )
