"""From an article to its analysis: language, relevance, figures, agreements, developments."""

from __future__ import annotations

from transform.agreements import find_agreements
from transform.boilerplate import furniture
from transform.developments import find_developments
from transform.figures import find_figures
from transform.language import detect
from transform.records import Analysis, Article
from transform.screen import ABSENT, names_both
from transform.screen import screen as screen_article
from transform.text import sentences
from transform.worth import with_values

LANGUAGES = ("en", "ru", "zh")


def analyse(article: Article, *, screen: bool = True) -> Analysis:
    """What the article says; with `screen` an irrelevant one yields no facts, without they are read all the same.

    An article in a language that is not read is irrelevant, and its reasons say so.
    """
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
    figures = find_figures(article, parts, language) if read else ()
    agreements = find_agreements(article, parts, language) if read else ()
    return Analysis(
        id=article.id,
        language=language,
        relevant=screened.relevant,
        relevance=screened.relevance,
        reasons=screened.reasons,
        figures=figures,
        agreements=with_values(article, agreements, figures, language),
        developments=find_developments(article, parts, language) if read else (),
    )
