"""Retention: what is old and irrelevant goes, and its key stays, so that it never comes back as new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import duckdb
import msgspec

from warehouse import erasure, observations, rows
from warehouse.transaction import transaction, undo

#: The reason that a key bears whose article or entry was purged, as the statements write it.
PURGED = "irrelevant and old"

_DROP_ENTRIES = "DELETE FROM store.entry WHERE entry_id IN (SELECT key FROM store.tombstone WHERE kind = 'entry')"


class Purged(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows went."""

    articles: int = 0
    entries: int = 0
    polls: int = 0


class Forgotten(msgspec.Struct, frozen=True, kw_only=True):
    """How many articles went, and the ids of those that copy their text and stay."""

    articles: int = 0
    copies: tuple[str, ...] = ()


def purge(
    connection: duckdb.DuckDBPyConnection, *, older_than: datetime, now: datetime, dry_run: bool = False
) -> Purged:
    """Drop irrelevant articles, their entries and polls from before `older_than`; relevant ones and facts stay.

    One transaction; a dry run rolls it back. The keys of what went become tombstones.
    """
    given = {"before": older_than.astimezone(UTC).replace(tzinfo=None), "now": now.astimezone(UTC).replace(tzinfo=None)}
    connection.begin()
    try:
        articles = _count(connection, rows.statement("purge_articles"), given)
        connection.execute(
            "DELETE FROM store.article WHERE article_id IN (SELECT key FROM store.tombstone WHERE kind = 'article')"
        )
        connection.execute(
            "DELETE FROM store.story_key WHERE article_id IN (SELECT key FROM store.tombstone WHERE kind = 'article')"
        )
        connection.execute(rows.statement("promote_copies"))
        erasure.erase_words(connection)
        entries = _count(connection, rows.statement("purge_entries"), given)
        connection.execute(_DROP_ENTRIES)
        polls = _count(connection, "DELETE FROM store.poll WHERE polled_at < $before", {"before": given["before"]})
        if dry_run:
            connection.rollback()
        else:
            connection.commit()
    except BaseException:
        undo(connection)
        raise
    return Purged(articles=articles, entries=entries, polls=polls)


def forget(
    connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str], *, reason: str, now: datetime
) -> Forgotten:
    """Drop these articles with all their facts and versions, whatever they say; returns what went and what copies it.

    For a page that must not be kept. The register is drawn anew from the mentions that remain, its earlier states too.
    """
    with transaction(connection):
        return _forget(connection, article_ids, reason, now.astimezone(UTC).replace(tzinfo=None))


def keep_gone(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what was purged or forgotten in the database attached as `before`, and take its tombstones over.

    For a backup from before that; a part of the caller's transaction.
    """
    for at, reason, ids in connection.execute(
        "SELECT purged_at, reason, list(key ORDER BY key) FROM before.store.tombstone "
        "WHERE kind = 'article' AND key IN (SELECT article_id FROM store.article) GROUP BY ALL ORDER BY ALL"
    ).fetchall():
        _forget(connection, ids, reason, at)
    connection.execute(
        "INSERT INTO store.tombstone SELECT t.* FROM before.store.tombstone AS t "
        "ANTI JOIN store.tombstone AS h ON t.kind = h.kind AND t.key = h.key "
        "WHERE t.kind <> 'agreement' OR t.key NOT IN (SELECT agreement_id FROM store.agreement)"
    )
    connection.execute(_DROP_ENTRIES)


def _forget(connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str], reason: str, at: datetime) -> Forgotten:
    rows.given(connection, "forgotten_ids", id=list(article_ids))
    erasure.keep_words(connection)
    touched = erasure.touched_agreements(connection)
    erasure.erase_entries(connection, reason, at)
    dropped = _count(
        connection,
        "INSERT INTO store.tombstone SELECT DISTINCT 'article', article_id, $at, $reason FROM store.article AS a "
        "SEMI JOIN forgotten_ids AS f ON a.article_id = f.id",
        {"at": at, "reason": reason},
    )
    copies = tuple(
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT article_id FROM store.article AS a SEMI JOIN forgotten_ids AS f ON a.copy_of = f.id "
            "WHERE article_id NOT IN (SELECT id FROM forgotten_ids) ORDER BY article_id"
        ).fetchall()
    )
    observations.mark_stale(connection, [*article_ids, *copies])
    for table in (*erasure.TOLD_IN, "story_key"):
        connection.execute(f"DELETE FROM store.{table} WHERE article_id IN (SELECT id FROM forgotten_ids)")
    connection.execute(rows.statement("promote_copies"))
    erasure.erase_words(connection)
    erasure.erase_from_register(connection, touched, reason, at)
    erasure.erase_findings(connection, touched)
    return Forgotten(articles=dropped, copies=copies)


def _count(connection: duckdb.DuckDBPyConnection, sql: str, given: Mapping[str, object]) -> int:
    row = connection.execute(sql, given).fetchone()
    return int(row[0]) if row else 0
