"""What a dictionary of Russian, or its morphological analyser for a word that it does not hold, says of a word."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse


@cache
def _morph() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@cache
def parses(word: str) -> list[Parse]:
    """The readings of a word in small letters, the likeliest first."""
    parsed: list[Parse] = _morph().parse(word)
    return parsed


@cache  # the parse asks the dictionary each time
def is_known(word: str) -> bool:
    """Has the dictionary the word, as a name or as anything else?"""
    return bool(parses(word.lower())[0].is_known)


def is_plural(noun: str) -> bool:
    """Is the noun a plural, by its likeliest reading («компании» alone is the genitive of one)?"""
    return bool(parses(noun.lower())[0].tag.number == "plur")


def is_verb(word: str) -> bool:
    """Is the word a finite verb, by its likeliest reading?"""
    return bool(parses(word)[0].tag.POS == "VERB")


def is_place(word: str) -> bool:
    """Is the word a place, by its likeliest reading?"""
    return "Geox" in parses(word.lower())[0].tag


def is_organisation(word: str) -> bool:
    """Is the word the name of one organisation that the dictionary has («Ростсельмаш»), and no word of the trade?"""
    tag = parses(word.lower())[0].tag
    return "Orgn" in tag and "Sgtm" in tag


def is_word(surface: str) -> bool:
    """Is it a word of the dictionary that is no part of a person's name («Оборот»)?"""
    first = parses(surface.lower())[0]
    return bool(first.is_known) and not any(mark in first.tag for mark in ("Name", "Surn", "Patr"))


def is_given_name(surface: str) -> bool:
    """Is the (first) word a first name, surname or patronymic of the dictionary?"""
    word = surface.split(" ")[0]
    if not re.fullmatch("[А-ЯЁ][а-яё]+", word):
        return False
    first = parses(word.lower())[0]
    return first.is_known and any(mark in first.tag for mark in ("Name", "Surn", "Patr"))
