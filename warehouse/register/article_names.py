"""What articles name beside the sentence of a deal: the side that another outlet puts in the place of one of its.

"A subsidiary of Sistema has agreed to sell paper to Xiamen C&D", and three sentences later: "Segezha ships by rail."
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from transform.names.gazetteer import gazetteer
from warehouse.register.known import Known
from warehouse.register.one_side import is_same, names_of
from warehouse.register.reading import Reading
from warehouse.scripts import HAN, language_of
from warehouse.sides.names import fold_name, plain_name
from warehouse.sides.sides import Side

#: The mentions of each article.
Articles = Mapping[str, Sequence[Reading]]

#: Fewer letters tell no name.
_WORD = re.compile(r"[^\W_]{3,}")
#: Fewer characters of a Chinese name tell none.
_HANZI = 2
#: So many letters at the end of a word its case may change, and so many more add.
_ENDING = 2
#: So many first letters stay.
_HEAD = 3


def named_in_article(
    reading: Reading, missing: Iterable[Side], left: Iterable[Side], known: Known, articles: Articles
) -> str | None:
    """A side of the agreement's that the mention's article names (`missing` are those that its sentence doesn't), else
    one of the mention's (`left`) that an article of the agreement's names.

    Whom the article names for another deal that it tells proves nothing.
    """
    for side in missing:
        if _names(reading, side, articles):
            return side.name
    theirs = [told[0] for article, told in known.articles.items() if article != reading.article_id]
    return next((side.name for side in left for one in theirs if _names(one, side, articles)), None)


def _names(article: Reading, side: Side, articles: Articles) -> bool:
    """Does the article of this mention name a side, and tell no deal of it?"""
    if not article.text or not side.concrete or side.described or not _says(article, side):
        return False
    told = articles.get(article.article_id, ())
    return not any(is_same(side, one) for other in told for one in other.sides)


def _says(article: Reading, side: Side) -> bool:
    if side.known and side.key in _listed(article.text, article.language):
        return True
    return any(_says_name(article.text, name) for name in names_of(side))


def _says_name(text: str, name: str) -> bool:
    """Does a text say all of a name, in whichever case?"""
    if language_of(name) == "zh":
        plain = plain_name(name)
        return len(plain) >= _HANZI and plain in text
    words = _WORD.findall(fold_name(name))
    return bool(words) and all(any(_is_form(word, one) for one in _words(text).get(word[:_HEAD], ())) for word in words)


def _is_form(word: str, other: str) -> bool:
    return other.startswith(word[: max(_HEAD, len(word) - _ENDING)]) and abs(len(other) - len(word)) <= _ENDING + 1


@lru_cache(maxsize=256)
def _words(text: str) -> Mapping[str, frozenset[str]]:
    """The words of a text by how they begin."""
    found: dict[str, set[str]] = {}
    # Chinese leaves no gap about a name in Latin letters.
    for word in _WORD.findall(HAN.sub(" ", fold_name(text))):
        found.setdefault(word[:_HEAD], set()).add(word)
    return {head: frozenset(words) for head, words in found.items()}


@lru_cache(maxsize=256)
def _listed(text: str, language: str) -> frozenset[str]:
    return frozenset(mention.entity.id for mention in gazetteer().find(text, language))
