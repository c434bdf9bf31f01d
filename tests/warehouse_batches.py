"""Small batches for the tests of the warehouse."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from transform.records import Agreement, Analysis, Development, Doubt, Figure, Party
from warehouse.records import ArticleRow, Batch

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


def batch(*articles: ArticleRow, key: str = "b1", kind: str = "run", **more: object) -> Batch:
    return Batch(
        batch_id=key, kind=kind, started_at="2026-08-20T09:00:00Z", extractor_version="1", articles=articles, **more
    )  # type: ignore[arg-type]
