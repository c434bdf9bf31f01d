"""Which of the two sides a text names at all: by name, leader or money."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from transform.names.gazetteer import Gazetteer, gazetteer
from transform.records import Article
from transform.screening.topics import find_cues
from transform.text.folding import fold
from transform.text.sentences import Sentence

_HAN = re.compile("[一-鿿]")
_CYRILLIC = re.compile("[А-яЁё]")
#: Bit 1 stands for China, bit 2 for Russia.
_SIDES = ("CN", "RU")
#: The side that a text has to name again and again: its own goes without saying.
_ABROAD = {"ru": "CN", "zh": "RU"}
#: From so many sentences on a text is long; it names the side that it is about in one of so many.
_LONG, _SELDOM = 40, 12


def language_of(language: str | None, text: str) -> str:
    """The language whose words are looked for; a text in a fourth language is read by its script."""
    if language in ("en", "ru", "zh"):
        return str(language)
    return "zh" if _HAN.search(text, 0, 200) else "ru" if _CYRILLIC.search(text, 0, 200) else "en"


def names_both(article: Article, language: str) -> bool:
    """Does the article speak of both sides at all? So cheap that it comes before the text is cut into sentences."""
    return _joins(f"{article.title}\n{article.text}", language_of(language, article.text or article.title))


@lru_cache(maxsize=2)  # asked before the text is cut into sentences and again when it is screened
def _joins(text: str, language: str) -> bool:
    """Does the text speak of both sides, one of them by its name?"""
    folded = fold(text)
    named = gazetteer().names_which(text, language, _SIDES, folded)
    if named in (0, 3):
        return named == 3
    return any(True for _ in find_cues(folded, language, "russia" if named == 1 else "china"))


def sides_of(text: str, folded: str, language: str, places: Gazetteer) -> tuple[int, int]:
    """Which sides the text names (1 China, 2 Russia), and which it speaks of by name, leader or money."""
    named = spoken = places.names_which(text, language, _SIDES, folded)
    for bit, word in ((1, "china"), (2, "russia")):
        if not named & bit and any(True for _ in find_cues(folded, language, word)):
            spoken |= bit
    return named, spoken


def truly_names_both(sentences: Sequence[Sentence], language: str) -> bool:
    """Are both sides still spoken of where traps and overlaps count ("英、法、俄等语种" names a tongue, no state)?

    For what is about to be kept, whose first sentences mostly tell: `names_both` is cheap and says yes too often.
    """
    lacking = set(_SIDES)
    for sentence in sentences:
        for mention in gazetteer().find(sentence.text, language):
            lacking.difference_update(mention.entity.countries)
        if not lacking:
            return True
    folded = [fold(sentence.text) for sentence in sentences]
    return all(
        any(True for text in folded for _ in find_cues(text, language, "china" if side == "CN" else "russia"))
        for side in lacking
    )


def hardly_names(article: Article, sentences: Sequence[Sentence], language: str) -> bool:
    """Is the side abroad named in a few sentences only of a long text, such as a minister's hour with a governor?"""
    side = _ABROAD.get(language)
    body = [sentence for sentence in sentences if sentence.field == "text"]
    if side is None or len(body) < _LONG or gazetteer().names_which(article.title, language, (side,)):
        return False
    naming = sum(1 for sentence in body if gazetteer().names_which(sentence.text, language, (side,)))
    return naming * _SELDOM < len(body)
