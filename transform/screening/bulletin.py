"""News in brief: a text that joins unrelated items, of which few are of the pair.

China's evening news is published so (国内联播快讯), each item under a headline of its own, and the contents of Russian
programmes, parted by semicolons: what an item tells that names neither country's partner is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from transform.names.gazetteer import gazetteer
from transform.records import PAIR, Article
from transform.screening.sides import names_both
from transform.text.boilerplate import heads_bulletin
from transform.text.sentences import Sentence

#: The country that a text of a language names where it is of the pair; an English one may be at home in either.
_OTHER = {"zh": frozenset({"RU"}), "ru": frozenset({"CN"})}
#: So many items make a bulletin, if no more than one in so many is of the pair.
_ITEMS, _ONE_IN = 7, 3
_ENDS = '。！？；：.!?;:…”"»）)'
_CLAUSE = re.compile(r"[^;；]+")


def in_brief(article: Article, parts: list[Sentence], language: str) -> list[Sentence]:
    """The sentences to judge and to read, where the headline says that news in brief follow: those of the pair."""
    if not heads_bulletin(article.title, language):
        return parts
    items = list(_items(article.text))
    return [one for part in parts for one in _of_pair(article, part, items, language)]


def _of_pair(article: Article, part: Sentence, items: list[tuple[int, int]], language: str) -> Iterator[Sentence]:
    """A sentence, if its item is of the pair; under no headline of an item each clause is one."""
    item = next(((start, end) for start, end in items if start <= part.start < end), None)
    if part.field == "title" or (item and _names_both(article.text[slice(*item)], language)):
        yield part
    for clause in _CLAUSE.finditer(part.text) if part.field == "text" and item is None else ():
        if _names_both(clause.group(), language):
            start, end = part.start + clause.start(), part.start + clause.end()
            yield msgspec.structs.replace(part, start=start, end=end, text=clause.group())


def of_pair(article: Article, parts: list[Sentence], language: str) -> list[Sentence]:
    """The sentences to read facts from: all, but for a bulletin's items that have nothing to do with the pair."""
    items = list(_items(article.text))
    if len(items) < _ITEMS or _names(article.title, language):
        return parts
    ours = [(start, end) for start, end in items if _names(article.text[start:end], language)]
    if len(ours) * _ONE_IN > len(items):
        return parts
    return [part for part in parts if part.field == "title" or any(start <= part.start < end for start, end in ours)]


def _items(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the items: a line that ends as no sentence does opens one, and lines that do go on with it."""
    start = place = 0
    open_item = closed = False
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare and bare[-1] not in _ENDS:
            if open_item and closed:
                yield start, place
                start, closed = place, False
            elif not open_item:
                start = place
            open_item = True
        elif bare:
            closed = True
        place += len(line)
    if open_item and closed:
        yield start, place


def _names_both(text: str, language: str) -> bool:
    """Does an item speak of both sides? Bulletins have many of one of them and the world."""
    return names_both(Article(id="", text=text), language)


def _names(text: str, language: str) -> bool:
    """Does a text name the country that makes it one of the pair's?"""
    other = _OTHER.get(language, PAIR)
    return any(not other.isdisjoint(mention.entity.countries) for mention in gazetteer().find(text, language))
