"""Amounts that a text tells only to say that they are wrong: "12.7 billion yuan, not 17.2 billion yuan"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from transform.figures.sentence.lexicon import lexicon
from transform.records import Article, Figure
from transform.text.cue import fold


def but_denied(figures: Sequence[Figure], article: Article, language: str) -> tuple[Figure, ...]:
    """The figures but for those that right behind the right one are told not to be it, with what restates them.

    A deal's value is set right by the wrong one beside it, so this comes behind the reading of deals.
    """
    texts = {"title": fold(article.title), "text": fold(article.text)}
    between = lexicon(language).traits.denied
    kept, gone = list(figures[:1]), False
    for before, one in pairwise(figures):
        told = between.fullmatch(texts[one.field], before.end, one.start) if before.field == one.field else None
        gone = told is not None or (gone and one.equivalent == before.quote)
        if not gone:
            kept.append(one)
    return tuple(kept)
