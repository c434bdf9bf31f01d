"""From an article to its analysis: language, relevance, figures, agreements, developments."""

from __future__ import annotations

import msgspec

from transform.agreements import find_agreements
from transform.boilerplate import furniture
from transform.developments import find_developments
from transform.figures import find_figures
from transform.language import detect
from transform.records import Agreement, Analysis, Article, Development, Figure
from transform.screen import ABSENT
from transform.screen import screen as screen_article
from transform.script import as_written, readable
from transform.text import Sentence, sentences, sound
from transform.traits import names_both
from transform.worth import with_values

LANGUAGES = ("en", "ru", "zh")


def analyse(article: Article, *, screen: bool = True) -> Analysis:
    """What the article says; with `screen` an irrelevant one yields no facts, without they are read all the same.

    An article in a language that is not read is irrelevant, and its reasons say so. Lone surrogates are read and
    quoted as U+FFFD.
    """
    article = msgspec.structs.replace(article, title=sound(article.title), text=sound(article.text))
    language = article.language if article.language in LANGUAGES else detect(f"{article.title}\n{article.text}")
    if language not in LANGUAGES:
        reason = f"written in a language that is not read: {language}"
        return Analysis(id=article.id, language=language, relevant=False, relevance=0.0, reasons=(reason,))
    if screen and not names_both(article, language):
        return Analysis(id=article.id, language=language, relevant=False, relevance=0.0, reasons=ABSENT.reasons)
    parts = sentences(article)
    left_out = furniture(article, parts, language)
    parts = [part for number, part in enumerate(parts) if number not in left_out]
    screened = screen_article(article, parts, language)
    read = screened.relevant or not screen
    figures, agreements, developments = _facts(article, parts, language) if read else ((), (), ())
    return Analysis(
        id=article.id,
        language=language,
        relevant=screened.relevant,
        relevance=screened.relevance,
        reasons=screened.reasons,
        figures=figures,
        agreements=agreements,
        developments=developments,
    )


def _facts(
    article: Article, parts: list[Sentence], language: str
) -> tuple[tuple[Figure, ...], tuple[Agreement, ...], tuple[Development, ...]]:
    """The three kinds of facts of the sentences; a Chinese text is read in simplified characters, and told as it is."""
    plain, parts = readable(article, parts, language)
    figures = find_figures(plain, parts, language)
    agreements = with_values(plain, find_agreements(plain, parts, language), figures, language)
    developments = find_developments(plain, parts, language)
    return (
        as_written(figures, plain, article),
        as_written(agreements, plain, article),
        as_written(developments, plain, article),
    )
