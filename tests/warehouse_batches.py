"""Small batches for the tests of the warehouse."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from ingest.records import Feed, Poll
from transform.analyse import analyse
from transform.records import Agreement, Analysis, Article, Development, Doubt, Figure, Party
from warehouse.load import load
from warehouse.records import ArticleRow, Batch
from warehouse.schema import open_writer


def open_store(home: Path) -> duckdb.DuckDBPyConnection:
    """The writer of a home whose database is empty, or as it was left."""
    return open_writer(home / "amur.duckdb")


NOW = datetime(2026, 8, 20, 12, 0, tzinfo=UTC)


def figure(quote: str, value: str, unit: str = "USD", **more: object) -> Figure:
    return Figure(quote=quote, field="text", start=0, end=len(quote), value=Decimal(value), unit=unit, **more)  # type: ignore[arg-type]


def deal(status: str = "signed", **more: object) -> Agreement:
    fields: dict[str, object] = {
        "quote": "Rosatom signed a contract with CNNC.",
        "parties": (Party(name="Rosatom", country="RU"), Party(name="CNNC", country="CN")),
        "type": "contract",
    }
    return Agreement(field="text", start=0, end=36, status=status, **{**fields, **more})  # type: ignore[arg-type]


def article(
    key: str = "a1",
    *,
    text: str = "Rosatom signed a contract with CNNC.",
    facts: tuple[object, ...] = (),
    published: str = "2026-08-20T08:00:00Z",
    fetched: str = "2026-08-20T09:00:00Z",
    feed: str | None = None,
    publisher: str = "Wire",
    language: str = "en",
) -> ArticleRow:
    return ArticleRow(
        article_id=key,
        url=f"https://example.org/{key}",
        publisher=publisher,
        title=f"Headline of {key}",
        text=text,
        language=language,
        published_at=published,
        fetched_at=fetched,
        feed_id=feed,
        content_hash=str(hash(text)),
        analysis=Analysis(
            id=key,
            language=language,
            relevant=True,
            relevance=0.9,
            figures=tuple(fact for fact in facts if isinstance(fact, Figure)),
            agreements=tuple(fact for fact in facts if isinstance(fact, Agreement)),
            developments=tuple(fact for fact in facts if isinstance(fact, Development)),
            doubts=tuple(fact for fact in facts if isinstance(fact, Doubt)),
        ),
    )


def read_row(article: dict[str, str], *, screen: bool = True) -> ArticleRow:
    """An article screened and read as in a run, from its fields by name."""
    return ArticleRow(
        article_id=article["id"],
        url=article["url"],
        published_at=article["published"],
        fetched_at=article["published"],
        content_hash=article["id"],
        analysis=analyse(Article(**article), screen=screen),
        **{name: article[name] for name in ("title", "text", "language", "publisher")},
    )


def batch(*articles: ArticleRow, key: str = "b1", kind: str = "run", **more: object) -> Batch:
    return Batch(
        batch_id=key, kind=kind, started_at="2026-08-20T09:00:00Z", extractor_version="1", articles=articles, **more
    )  # type: ignore[arg-type]


def tell(store: duckdb.DuckDBPyConnection, key: str, published: str, **fields: object) -> None:
    """Load one article that tells one agreement, in a batch of its own."""
    one = article(key, text=f"Text of {key}.", facts=(deal(**fields),), published=published, fetched=published)
    load(store, batch(one, key=f"batch {key}"), now=NOW)


def newsroom() -> tuple[Batch, ...]:
    """Two days of news in three languages that give every question of the cookbook something to answer."""
    month = {"period_start": "2026-07-01", "period_end": "2026-07-31"}
    half = {"period_start": "2025-01-01", "period_end": "2025-06-30"}
    exports = {"metric": "exports", "flow": "CN>RU", "region": "CN-LN"}
    first = (
        article(
            "n1",
            text="Liaoning exported goods worth 3.2 billion yuan ($450 million) to Russia in July.",
            facts=(
                figure("3.2 billion yuan", "3200000000", "CNY", **exports, **month),
                figure("$450 million", "450000000", "USD", equivalent="3.2 billion yuan", **exports, **month),
                figure("95%", "95", "%", metric="settlement", measure="share", flow="CN<>RU"),
                deal("planned", sectors=("nuclear",), value=Decimal(890_000_000), unit="USD"),
            ),
            published="2026-08-18T08:00:00Z",
            fetched="2026-08-18T09:00:00Z",
        ),
        article(
            "n2",
            text="Товарооборот в первом полугодии составил $106,48 млрд. Соя подорожала.",
            facts=(
                figure("$106,48 млрд", "106480000000", metric="turnover", flow="CN<>RU", **half),
                figure("2,5 млн тонн", "2500000", "t", flow="RU>CN", commodity="soybeans", metric="exports", **half),
            ),
            published="2026-08-18T10:00:00Z",
            fetched="2026-08-18T11:00:00Z",
            publisher="Вестник",
            language="ru",
        ),
    )
    second = (
        article(
            "n3",
            text="上半年贸易额1265亿美元。大豆进口增长。",
            facts=(
                figure("1265亿美元", "126500000000", metric="turnover", flow="CN<>RU", **half),
                Development(
                    quote="新口岸开放",
                    field="text",
                    start=0,
                    end=5,
                    kind="route_opened",
                    date="2026-08-19",
                    place="黑河",
                ),
                Development(quote="取消禁令", field="text", start=0, end=4, kind="ban_lifted"),
            ),
            publisher="商报",
            language="zh",
        ),
        article("n4", facts=(deal("signed", sectors=("nuclear",), value=Decimal(890_000_000), unit="USD"),)),
        article(
            "n5",
            text="Rosatom and CNNC signed.",
            facts=(deal("signed", sectors=("nuclear",), value=Decimal(890_000_000), unit="USD"),),
            publisher="Herald",
            published="2026-08-20T10:00:00Z",
            fetched="2026-08-20T11:00:00Z",
        ),
    )
    feeds = (
        Feed(id="f", url="https://f.example", publisher="Wire", country="RU", language="en", timezone="UTC"),
        Feed(id="g", url="https://g.example", publisher="Gone", country="CN", language="zh", timezone="UTC"),
    )
    polls = (
        Poll(feed_id="f", polled_at="2026-08-18T08:00:00Z", outcome="ok"),
        Poll(feed_id="g", polled_at="2026-08-18T08:00:00Z", outcome="hard_failure", error="404"),
    )
    return batch(*first, key="day 1", feeds=feeds, polls=polls), batch(*second, key="day 2")


@contextmanager
def full_disk(size: int = 4_096) -> Iterator[None]:
    """No file may grow past so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
