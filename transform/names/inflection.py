"""The case forms of Russian names, from the endings in `rules/inflection/ru.toml`.

Names of firms and foreign places are in no dictionary, so the forms come from regular endings. A phrase declines up to
its head noun: in «Амурская область» both words, in «Банк России» the first. Forms that no one writes do no harm.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from transform.rules import load, pattern

_CASES = 6


class WordEndings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By which endings the words of a phrase are known; the file says what each is for."""

    adjective: re.Pattern[str]
    several: tuple[str, ...]
    surname: tuple[str, ...]
    plural: tuple[str, ...]
    on_river: str


class Endings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Paradigms by the ending of the nominative: six cases each, or every form of an adjective that stands alone.

    `of_town` are the adjectives that are made of a town's name, by its own ending.
    """

    noun: dict[str, tuple[str, ...]]
    plural: dict[str, tuple[str, ...]]
    adjective: dict[str, tuple[str, ...]]
    lone: dict[str, tuple[str, ...]]
    of_town: dict[str, tuple[str, ...]]
    word: WordEndings


@cache
def _endings() -> Endings:
    return load("inflection", "ru", Endings, pattern)


def _paradigm(word: str, table: dict[str, tuple[str, ...]]) -> list[list[str]]:
    """The word's forms, a list for each case; one form in every case where no ending of the table fits."""
    for length in range(min(4, len(word)), 0, -1):
        cases = table.get(word[-length:])
        if cases is not None:
            stem = word[:-length]
            return [[stem + ending for ending in case.split("|")] for case in cases]
    return [[word]] * _CASES


def _fixed(word: str) -> bool:
    """An abbreviation, a Latin or quoted word: written the same in every case."""
    return (word.isupper() and len(word) <= 4) or not word[-1:].isalpha() or word[:1] in "«\"'(" or word[-1] < "а"


def _declined(word: str, plural: bool) -> list[list[str]]:
    if _fixed(word):
        return [[word]] * _CASES
    table = _endings()
    if "-" in word:
        first, _, rest = word.partition("-")
        if rest.startswith(table.word.on_river):
            return [[f"{form}-{rest}" for form in case] for case in _declined(first, plural)]
        head, _, last = word.rpartition("-")
        return [[f"{head}-{form}" for form in case] for case in _declined(last, plural)]
    if plural or (word[0].islower() and word.endswith(table.word.plural)):
        return _paradigm(word, table.plural)
    return _paradigm(word, table.noun)


def _cases(name: str) -> list[list[list[str]]]:
    """The forms of each word of a phrase, a list for each of the six cases."""
    endings = _endings()
    words = name.split(" ")
    cases: list[list[list[str]]] = []
    plural = False
    for place, word in enumerate(words):
        adjective = place < len(words) - 1 and endings.word.adjective.fullmatch(word) is not None and not _fixed(word)
        if not adjective and not (
            place == len(words) - 1 and word.endswith(endings.word.surname) and word[0].isupper()
        ):
            cases.append(_declined(word, plural))
            cases.extend([[[rest]] * _CASES for rest in words[place + 1 :]])
            break
        plural = word.endswith(endings.word.several)
        cases.append(_paradigm(word, endings.adjective))
    return cases


def genitive(name: str) -> str:
    """Whose: «Хабаровский край» in «правительство Хабаровского края»."""
    return " ".join(word_cases[1][0] for word_cases in _cases(name))


def forms(name: str) -> frozenset[str]:
    """Every form in which a text may carry the name, which is given in the nominative.

    A lower-case adjective («китайский») takes all genders and numbers and its first part of a compound («китайско»).
    A leading "=" says that the name is written as it stands.
    """
    if name.startswith("="):
        return frozenset((name[1:],))
    endings = _endings()
    if name.islower() and " " not in name and name[-4:] in endings.lone:
        stem = name[:-4]
        return frozenset(stem + ending for key in (name[-4:], name[-4:] + "-") for ending in endings.lone[key])
    cases = _cases(name)
    found = {name}
    for case in range(_CASES):
        phrases = [""]
        for word_cases in cases:
            phrases = [f"{phrase} {form}" if phrase else form for phrase in phrases for form in word_cases[case]]
        found.update(phrases)
    return frozenset(found)


def adjectives(place: str) -> tuple[str, ...]:
    """The adjectives that may be made of a town's name, in small letters: Далянь → далянский, даляньский."""
    low = place.lower()
    if not low.isalpha():
        return ()
    table = _endings().of_town
    known = next(ending for ending in (low[-2:], low[-1:], "") if ending in table)
    return tuple(low.removesuffix(known) + made for made in table[known])
