"""A party's or forum's name for a reader of one language, where it can be had without guessing.

First what the gazetteer calls it, then what the reports themselves call it in Latin letters; a kind of firm ("Chinese
companies", 中国企业) is translated by `party_words.toml`. What is left is spelt by its sounds, towns by their names.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec
from text_unidecode import unidecode

from amur.data_file import read_data
from amur.readable import one_line
from transform.names.entity import Entity
from transform.names.gazetteer import gazetteer
from warehouse.scripts import language_of

SCRIPTS = {"en": re.compile(r"[A-Za-z]"), "ru": re.compile(r"[А-яЁё]"), "zh": re.compile(r"[\u4e00-\u9fff]")}
_LATIN = SCRIPTS["en"]


class _Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    en: tuple[str, ...]
    ru: tuple[str, ...]
    zh: tuple[str, ...]
    en_one: str
    ru_one: str
    gender: str


class _Land(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    en: str
    ru: dict[str, str]
    zh: tuple[str, ...]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: tuple[_Kind, ...]
    lands: tuple[_Land, ...]


def readable_name(party: dict[str, Any], language: str, called: dict[str, str]) -> str:
    """The party's name for a reader of `language` (en, ru, zh); `called` has the Latin names that reports give."""
    written, entity = one_line(party["name"]), known(party.get("id"))
    if (kind := _kinds().get(written.casefold())) is not None:
        return kind[language]
    if SCRIPTS[language].search(written):
        return written
    if entity and language in entity.names:
        return entity.names[language]
    if _LATIN.search(written):
        return written
    return one_line(called.get(party["name"])) or _sounds(written)


def event_name(told: object, language: str) -> str:
    """A forum or fair for a reader of a language, with what it was called where that is in letters he may not know."""
    written = one_line(told)
    if SCRIPTS[language].search(written):
        return written
    listed = {mention.entity.names[language] for mention in gazetteer().find(written, language_of(written), {"event"})}
    return f"{listed.pop()} / {written}" if len(listed) == 1 else written


def is_kind(name: str) -> bool:
    """Is it a kind of firm, which has no name of its own?"""
    return one_line(name).casefold() in _kinds()


def known(identifier: str | None) -> Entity | None:
    """What the gazetteer has by this id."""
    try:
        return gazetteer().entity(identifier) if identifier else None
    except KeyError:
        return None


@cache
def _kinds() -> dict[str, dict[str, str]]:
    """By every written form, the first form of each language."""
    words = read_data("party_words", _Words)
    found: dict[str, dict[str, str]] = {}
    for land in words.lands:
        for kind in words.kinds:
            for many in (True, False):
                english, russian = (kind.en, kind.ru) if many else ((kind.en_one,), (kind.ru_one,))
                adjective = land.ru["many" if many else kind.gender]
                forms = {
                    "en": [f"{land.en} {noun}" for noun in english],
                    "ru": [f"{adjective} {noun}" for noun in russian],
                    "zh": [nation + noun for nation in land.zh for noun in kind.zh],
                }
                first = {language: names[0] for language, names in forms.items()}
                for name in (name for names in forms.values() for name in names):
                    found.setdefault(name.casefold(), first)
    return found


def _sounds(name: str) -> str:
    """In Latin letters; a town or region that stands there by its very name has its English one."""
    language, spelt, end = language_of(name), "", 0
    for mention in gazetteer().find(name, language, kinds=("place", "region")):
        if name[mention.start : mention.end] == mention.entity.names.get(language):
            spelt += f"{unidecode(name[end : mention.start])} {mention.entity.names['en']} "
            end = mention.end
    spelt = re.sub("[\"']", "", spelt + unidecode(name[end:]))  # a Russian hard or soft sign is written so
    words = re.sub(r" (?=-\w)|(?<=\w-) ", "", spelt).split()
    return " ".join(word[:1].upper() + word[1:] for word in words)
