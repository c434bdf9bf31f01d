"""From an article to its analysis: language, relevance, figures, agreements, developments."""

from __future__ import annotations

from transform.figures import find_figures
from transform.records import Analysis, Article
from transform.text import sentences


def analyse(article: Article, *, screen: bool = True) -> Analysis:
    """What the article says; with `screen` an irrelevant one yields no facts, without they are read all the same."""
    language = article.language or "en"
    parts = sentences(article)
    figures = find_figures(article, parts, language)
    return Analysis(id=article.id, language=language, relevant=True, relevance=1.0, figures=figures)
