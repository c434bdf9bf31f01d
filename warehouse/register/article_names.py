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
#: So many letters at the end of a word its case may change, and so many add; so many first ones stay.
_ENDING, _MORE, _STEM = 2, 3, 3


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
    # A name in Latin letters may stand in any text.
    written = (name for name in names_of(side) if language_of(name) in ("en", article.language))
    return any(_says_name(article.text, name) for name in written)


def _says_name(text: str, name: str) -> bool:
    """Does a text say all of a name, in whichever case?"""
    if language_of(name) == "zh":
        plain = plain_name(name)
        return len(plain) >= _HANZI and plain in text
    forms, there = _forms(name), _folded(text)
    return bool(forms) and all(stem in there for stem, _ in forms) and all(form.search(there) for _, form in forms)


@lru_cache(maxsize=4096)
def _forms(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What each word of a name begins with in every case, and a pattern for its forms."""
    words = _WORD.findall(fold_name(name))
    stems = [word[: max(_STEM, len(word) - _ENDING)] for word in words]
    return tuple(
        (stem, re.compile(rf"\b{stem}[^\W_]{{0,{len(word) - len(stem) + _MORE}}}\b"))
        for stem, word in zip(stems, words, strict=True)
    )


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    # Chinese leaves no gap about a name in Latin letters.
    return HAN.sub(" ", fold_name(text))


@lru_cache(maxsize=256)
def _listed(text: str, language: str) -> frozenset[str]:
    return frozenset(mention.entity.id for mention in gazetteer().find(text, language))
