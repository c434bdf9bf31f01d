"""Read the facts out of a shard's articles, in as many processes as the articles are worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import TypeVar

import structlog

from amur import batch
from amur.progress import Progress, Silent
from amur.records import ReadArticle
from amur.settings import Settings
from transform.analyse import analyse as analyse_article
from transform.records import Analysis, Article
from transform.rules.kept import finds

T = TypeVar("T")
_log = structlog.get_logger("amur.analyse")

#: Below this many articles starting processes costs more than it saves.
WORTH_A_POOL = 200
CHUNK = 50


def analyse(shard: Path, settings: Settings, progress: Progress | None = None) -> list[Analysis]:
    """Analyse the shard's articles; returns the analyses in the articles' order, also kept in the shard."""
    path = shard / "facts.jsonl.gz"
    with batch.held([shard]):
        if not path.exists():
            articles = [item.article for item in batch.read(shard / "articles.jsonl.gz", ReadArticle)]
            batch.write(path, analyse_all(articles, settings, progress))
            finds().save()  # Airflow ends its tasks' processes without a word to them
    return list(batch.read(path, Analysis))


def analyse_all(articles: list[Article], settings: Settings, progress: Progress | None = None) -> Iterator[Analysis]:
    """Analyses in the order of the articles."""
    progress = progress or Silent()
    workers = settings.workers or cpu_count() or 1
    if workers == 1 or len(articles) < WORTH_A_POOL:
        for article in articles:
            yield _read(article)
            progress.advance("analyse")
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for analyses in pool.map(_chunk, chunks(articles, CHUNK)):
            yield from analyses
            progress.advance("analyse", len(analyses))


def _chunk(articles: list[Article]) -> list[Analysis]:
    analyses = [_read(article) for article in articles]
    finds().save()
    return analyses


def _read(article: Article) -> Analysis:
    """One article that trips the reader stops no other: it is kept without facts, and the log says which it is."""
    try:
        return analyse_article(article)
    except Exception as problem:
        _log.exception("article not read", article=article.id, url=article.url)
        reason = f"tripped the reader: {type(problem).__name__}: {problem}"[:300]
        return Analysis(
            id=article.id, language=article.language or "und", relevant=False, relevance=0.0, reasons=(reason,)
        )


def chunks(articles: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size`, in order."""
    rest = iter(articles)
    while chunk := list(islice(rest, size)):
        yield chunk
