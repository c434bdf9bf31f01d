"""Firms of no list that bear a place of Russia in their names: "Sakhalinmetanol", "Volga-Detal"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from transform import rules
from transform.names.gazetteer import gazetteer

LANGUAGES = ("en", "ru")
#: What a place is written together with has so many letters at least.
_REST = 3
_LAND = frozenset(("region", "place", "port"))


class HomeNameRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language's Russian places in firms' names, as its file has it; lists are separated by spaces."""

    letters: str
    openings: str
    joined: str
    others: str


class _HomeNames(msgspec.Struct, frozen=True):
    opening: re.Pattern[str]
    joined: frozenset[str]
    others: frozenset[str]
    #: a capitalised word of a text, with what hyphens join to it
    word: re.Pattern[str]


@cache
def _home_names(language: str) -> _HomeNames:
    own = rules.load("home_names", language, HomeNameRules)
    letters = f"[{own.letters}]"
    part = rf"(?!{letters})[^\W\d_]{letters}+"
    return _HomeNames(
        opening=re.compile(f"(?:{'|'.join(own.openings.split())}){letters}{{{_REST},}}"),
        joined=frozenset((*own.openings.split(), *own.joined.split())),
        others=frozenset(own.others.split()),
        word=re.compile(rf"(?<![\w-]){part}(?:-{part})*(?![\w-])"),
    )


@lru_cache(maxsize=65536)
def _bears_russian(word: str, language: str) -> bool:
    own = _home_names(language)
    if "-" not in word:
        low = word.lower()
        known = low in own.others or gazetteer().by_name(word, language) is not None
        return not known and own.opening.fullmatch(low) is not None
    parts = word.split("-")
    if any(part.lower() in own.others for part in parts):
        return False
    # «Волга-Янцзы» is of two countries, and no firm; nor is «Санкт-Петербург».
    lands = {_land(part, own, language) for part in parts}
    return lands == {"RU", None} and gazetteer().by_name(word, language) is None


def _land(part: str, own: _HomeNames, language: str) -> str | None:
    """The country of a place that is a part of a name joined by a hyphen; "" of a country ("Sino-Russian")."""
    listed = gazetteer().by_name(part, language)
    if listed is not None and listed.kind in _LAND:
        return listed.country
    if listed is not None and listed.kind == "country":
        return ""
    return "RU" if part.lower() in own.joined or own.opening.fullmatch(part.lower()) else None


def names_russian(text: str, language: str) -> bool:
    """Does a text in one of `LANGUAGES` hold a firm's name with a Russian place in it?"""
    return any(_bears_russian(match.group(), language) for match in _home_names(language).word.finditer(text))
