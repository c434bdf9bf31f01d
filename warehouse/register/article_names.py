"""What articles name beside the sentence of a deal: the side that another outlet puts in the place of one of its.

"A subsidiary of Sistema has agreed to sell paper to Xiamen C&D", and three sentences later: "Segezha ships by rail."
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

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
    named = [side for side in left if side.concrete and not side.described]
    if not named:
        return None
    theirs = [told[0] for article, told in known.articles.items() if article != reading.article_id]
    return next((side.name for side in named for one in theirs if _names(one, side, articles)), None)


def _names(article: Reading, side: Side, articles: Articles) -> bool:
    """Does the article of this mention name a side, and tell no deal of it?"""
    if not article.text or not side.concrete or side.described or not _says(article, side):
        return False
    told = articles.get(article.article_id, ())
    return not any(is_same(side, one) for other in told for one in other.sides)


def _says(article: Reading, side: Side) -> bool:
    if side.known and side.key in _listed(article.text, article.language):
        return True
    chinese, others = _written(side, article.language)
    if chinese and any(name in article.text for name in chinese):
        return True
    if not others:
        return False
    there = _folded(article.text)
    for forms in others:
        # Nearly always the first word is not there.
        if forms[0][0] in there and all(stem in there and form.search(there) for stem, form in forms):
            return True
    return False


#: A word of a name as what it begins with in every case, and a pattern for its forms.
_Form: TypeAlias = tuple[str, re.Pattern[str]]


@lru_cache(maxsize=65536)
def _written(side: Side, language: str) -> tuple[tuple[str, ...], tuple[tuple[_Form, ...], ...]]:
    """How a text of a language may call a side: its Chinese names, and the words of each other one."""
    # A name in Latin letters may stand in any text.
    names = [name for name in names_of(side) if language_of(name) in ("en", language)]
    chinese = (plain_name(name) for name in names if language_of(name) == "zh")
    others = (_forms(name) for name in names if language_of(name) != "zh")
    return tuple(name for name in chinese if len(name) >= _HANZI), tuple(forms for forms in others if forms)


def _forms(name: str) -> tuple[_Form, ...]:
    words = _WORD.findall(fold_name(name))
    ending = 0 if language_of(name) == "en" else _ENDING  # Latin letters keep theirs: Kangyi is no case of Kangbo
    stems = [word[: max(_STEM, len(word) - ending)] for word in words]
    return tuple(
        (stem, re.compile(rf"\b{stem}[^\W_]{{0,{len(word) - len(stem) + _MORE}}}\b"))
        for stem, word in zip(stems, words, strict=True)
    )


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    # Chinese leaves no gap about a name in Latin letters. Texts would crowd out the names that `fold_name` keeps.
    return HAN.sub(" ", fold_name.__wrapped__(text))


@lru_cache(maxsize=256)
def _listed(text: str, language: str) -> frozenset[str]:
    return frozenset(mention.entity.id for mention in gazetteer().find(text, language))
