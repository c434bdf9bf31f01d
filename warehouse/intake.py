"""Decides which articles of a batch say something new: a new article, an edit, another reading of a known one."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

import duckdb
import msgspec

from warehouse import rows
from warehouse.records import ArticleRow, Batch


class Fresh(msgspec.Struct, frozen=True, kw_only=True):
    """An article that a load takes in: a new one, or a new version of a known one. Times are naive UTC."""

    row: ArticleRow
    analysis_hash: str
    version: int
    at: datetime
    published: datetime | None
    #: When its news came out: publication where known, else fetching.
    reported_at: datetime
    story_id: str
    known_before: bool
    #: The article whose text this one repeats, the first of them; None for a text of its own.
    copy_of: str | None = None


def fresh_articles(
    connection: duckdb.DuckDBPyConnection, batch: Batch, hashes: Sequence[str], at: datetime, counts: Counter[str]
) -> list[Fresh]:
    """Those articles that say something new, each with its next version; the others are counted."""
    latest = {row.article_id: (row, digest) for row, digest in zip(batch.articles, hashes, strict=True)}
    rows.given(connection, "incoming_ids", id=list(latest))
    purged = {
        row[0]
        for row in connection.execute(
            "SELECT key FROM store.tombstone SEMI JOIN incoming_ids AS i ON store.tombstone.key = i.id "
            "WHERE store.tombstone.kind = 'article'"
        ).fetchall()
    }
    held: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for found in connection.execute(rows.statement("held_articles")).fetchall():
        held[found[0]].append(found[1:])
    fresh = []
    for key, (row, digest) in latest.items():
        versions = held.get(key, [])
        fetched = rows.moment(row.fetched_at) or at
        if key in purged:
            continue
        current = next((item for item in versions if item[5]), None)
        if current and (current[1], current[2]) == (row.content_hash, digest):
            counts["articles_unchanged"] += 1
            continue
        # An older version replayed is not an edit back to it. A text that stands may be read otherwise again and again,
        # and by `reanalyse` also as it once was.
        stands = current is not None and current[1] == row.content_hash
        older = (item for item in versions if item[1] == row.content_hash and not item[5] and fetched <= item[4])  # type: ignore[operator]
        if any(not stands or (item[2] == digest and batch.kind != "reanalysis") for item in older):
            counts["articles_unchanged"] += 1
            continue
        counts["articles_changed" if current else "articles_new"] += 1
        counts["articles_relevant"] += row.analysis.relevant
        published = rows.moment(row.published_at)
        fresh.append(
            Fresh(
                row=row,
                analysis_hash=digest,
                version=max((int(str(item[0])) for item in versions), default=0) + 1,
                at=at,
                published=published,
                reported_at=min(published, fetched) if published else fetched,
                story_id=str(current[3]) if current else "",
                known_before=bool(current),
                copy_of=str(current[6]) if current and current[6] else None,
            )
        )
    return fresh


def analysis_digest(row: ArticleRow) -> str:
    """Changes when anything does that was read in the article: 16 hexadecimal digits."""
    return hashlib.blake2b(_ENCODE(row.analysis), digest_size=8).hexdigest()


_ENCODE = msgspec.msgpack.Encoder().encode


def batch_digest(batch: Batch, hashes: Sequence[str]) -> str:
    """Changes when anything does that the load would write."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(_ENCODE((batch.kind, batch.extractor_version, batch.feeds, batch.polls, batch.entries)))
    for row, one in zip(batch.articles, hashes, strict=True):
        digest.update(f"{row.article_id}\0{row.content_hash}\0{one}\n".encode())
    return digest.hexdigest()
