"""The written forms of a name: how each is looked for, and whether what was found is it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec
from opencc import OpenCC

from transform.names.entity import Entity
from transform.names.inflection import forms
from transform.text.folding import fold


class Alias(msgspec.Struct, frozen=True, gc=False):
    """One written form: the span inside it that is the mention, and what its letters' case must be.

    There are some 70,000, and no cycles: `gc=False` spares the collector from walking them while articles are read.
    """

    first: int
    last: int
    entity: Entity | None
    #: offsets of the words that the name writes with a capital: "Russian post-war" is not Russian Post
    capital: tuple[int, ...]
    capitals: bool
    bounded_left: bool
    bounded_right: bool


#: A word that opens with a capital letter. Numerals and quotes before it change nothing.
_CAPITALISED = re.compile(r"(?<![^\W\d_])[A-ZА-ЯЁÀ-Þ]")


def _joins(char: str) -> bool:
    """Does the character continue a word of a script that puts spaces between words?"""
    return char.isalnum() and char < "\u2e80"


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2t")


def spellings(alias: str, language: str) -> Iterator[str]:
    """The forms in which an alias is written: case endings in Russian, traditional characters in Chinese."""
    if language == "ru":
        yield from forms(alias)
        return
    plain = alias.removeprefix("=")
    yield plain
    if language == "zh":
        traditional = _traditional().convert(plain)
        if traditional != plain and len(traditional) == len(plain):
            yield traditional


def parsed(written: str, entity: Entity | None) -> tuple[str, Alias]:
    """The pattern to look for, and what finding it means."""
    first = written.find("[")
    bare = written.replace("[", "").replace("]", "")
    last = written.find("]") - 1 if first >= 0 else len(bare)
    return fold(bare), Alias(
        max(first, 0),
        last,
        entity,
        capital=tuple(match.start() for match in _CAPITALISED.finditer(bare)),
        capitals=bare.isupper() and 2 <= sum(char.isalpha() and char < "\u2e80" for char in bare) <= 5,
        bounded_left=_joins(bare[0]),
        bounded_right=_joins(bare[-1]),
    )


def stands(name: Alias, text: str, folded: str, start: int, end: int, cased: bool) -> bool:
    """Is the pattern found there a word of its own, in the letters' case that the name asks for?"""
    if name.bounded_left and start and _joins(folded[start - 1]):
        return False
    if name.bounded_right and end < len(folded) and _joins(folded[end]):
        return False
    if cased:
        for at in name.capital:
            if not text[start + at].isupper():
                return False
    return not name.capitals or text[start:end].isupper()
