"""One Chinese script to read: simplified characters and full-width marks, and what was read as it was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

import msgspec
from opencc import OpenCC

from transform.records import Agreement, Article, Development, Figure
from transform.text.sentences import Sentence

_Fact = TypeVar("_Fact", Figure, Agreement, Development)
#: Fields of facts that hold words of the article, or a name made of them.
_WORDS = ("equivalent", "source", "place", "event")


#: A half-width mark after a Chinese character parts clauses as a full-width one does (feeds that were typed in haste).
_HALF_WIDTH = re.compile("(?<=[一-鿿”’》）])[,;:?!]")
_FULL_WIDTH = str.maketrans(",;:?!", "，；：？！")


@cache
def simplified() -> dict[int, str]:
    """For each traditional character the simplified one; one character stays one, so that offsets hold."""
    convert = OpenCC("t2s").convert
    chars = [chr(code) for code in range(0x4E00, 0xA000)]
    plain = convert("\n".join(chars)).split("\n")
    return {ord(char): other for char, other in zip(chars, plain, strict=True) if char != other and len(other) == 1}


def readable(article: Article, sentences: list[Sentence], language: str) -> tuple[Article, list[Sentence]]:
    """The article and its sentences in one script, offsets kept; the same objects where they are in it already."""
    if language != "zh":
        return article, sentences
    title, text = _plain(article.title), _plain(article.text)
    if title == article.title and text == article.text:
        return article, sentences
    plain = msgspec.structs.replace(article, title=title, text=text)
    return plain, [msgspec.structs.replace(one, text=_plain(one.text)) for one in sentences]


def _plain(text: str) -> str:
    plain = text.translate(simplified())
    return _HALF_WIDTH.sub(lambda mark: mark.group().translate(_FULL_WIDTH), plain)


def as_written(facts: Sequence[_Fact], read: Article, written: Article) -> tuple[_Fact, ...]:
    """Facts that were read in simplified characters, in those of the article."""
    if read is written:
        return tuple(facts)
    return tuple(_restored(fact, read, written) for fact in facts)


def _restored(fact: _Fact, read: Article, written: Article) -> _Fact:
    def back(words: str) -> str:
        at = read.text.find(words)
        return written.text[at : at + len(words)] if at >= 0 else words

    source = written.title if fact.field == "title" else written.text
    changed: dict[str, object] = {"quote": source[fact.start : fact.end]}
    for name in _WORDS:
        if isinstance(words := getattr(fact, name, None), str):
            changed[name] = back(words)
    if isinstance(fact, Agreement):
        changed["parties"] = tuple(msgspec.structs.replace(one, name=back(one.name)) for one in fact.parties)
    return msgspec.structs.replace(fact, **changed)
