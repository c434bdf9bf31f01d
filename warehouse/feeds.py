"""Writes what polling brought: feeds, polls, what each feed taught us, entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import msgspec
import pyarrow as pa

from ingest.records import Feed, Poll
from warehouse import rows
from warehouse.records import ArticleRow, Batch

_FEED = {
    "feed_id": "text", "url": "text", "publisher": "text", "country": "text", "language": "text", "timezone": "text",
    "kind": "text", "interval_s": "int", "content": "text", "note": "text",
}  # fmt: skip
_POLL = {
    "batch_id": "text", "feed_id": "text", "polled_at": "moment", "outcome": "text", "http_status": "int",
    "bytes": "int", "entries_seen": "int", "entries_new": "int", "entries_changed": "int", "entries_dropped": "int",
    "entries_missed": "int", "elapsed_ms": "int", "error": "text", "notes": "texts", "first_poll": "bool",
}  # fmt: skip
_STATE = {
    "feed_id": "text", "last_polled_at": "moment", "last_ok_at": "moment", "next_poll_at": "moment",
    "failures": "int", "state": "text",
}  # fmt: skip
_ENTRY = {
    "entry_id": pa.string(), "feed_id": pa.string(), "guid": pa.string(), "url": pa.string(),
    "canonical_url": pa.string(), "title": pa.string(), "summary": pa.string(), "language": pa.string(),
    "author": pa.string(), "published_at": pa.timestamp("us"), "published_raw": pa.string(),
    "published_source": pa.string(), "content_hash": pa.string(), "seen_at": pa.timestamp("us"),
    "screened": pa.string(), "batch_id": pa.string(),
}  # fmt: skip


def save_feeds(connection: duckdb.DuckDBPyConnection, feeds: Sequence[Feed]) -> int:
    """Keep what the feeds file declares, the latest declaration of each feed."""
    latest = {feed.id: feed for feed in feeds}
    if not latest:
        return 0
    rows.given(connection, "incoming_feeds", id=list(latest))
    connection.execute("DELETE FROM store.feed WHERE feed_id IN (SELECT id FROM incoming_feeds)")
    columns = {name: [getattr(feed, name) for feed in latest.values()] for name in _FEED if name != "feed_id"}
    return rows.insert(connection, "feed", _FEED, {"feed_id": list(latest), **columns})


def save_polls(connection: duckdb.DuckDBPyConnection, batch_id: str, polls: Sequence[Poll]) -> tuple[int, int]:
    """Keep the batch's polls (once, however often it comes) and the newest state of each feed.

    Returns the number of polls, and of those that failed.
    """
    if not polls:
        return 0, 0
    connection.execute("DELETE FROM store.poll WHERE batch_id = ?", [batch_id])
    columns: dict[str, list[object]] = {
        name: [getattr(poll, name) for poll in polls]
        for name in _POLL
        if name not in ("batch_id", "polled_at", "notes")
    }
    columns["batch_id"] = [batch_id] * len(polls)
    columns["polled_at"] = [rows.moment(poll.polled_at) for poll in polls]
    columns["notes"] = [list(poll.notes) for poll in polls]
    rows.insert(connection, "poll", _POLL, columns)
    states = {poll.feed_id: poll.state for poll in polls if poll.state is not None}
    rows.given(connection, "incoming_feeds", id=list(states))
    connection.execute("DELETE FROM store.feed_state WHERE feed_id IN (SELECT id FROM incoming_feeds)")
    rows.insert(
        connection,
        "feed_state",
        _STATE,
        {
            "feed_id": list(states),
            "last_polled_at": [rows.moment(state.last_polled_at) for state in states.values()],
            "last_ok_at": [rows.moment(state.last_ok_at) for state in states.values()],
            "next_poll_at": [rows.moment(state.next_poll_at) for state in states.values()],
            "failures": [state.failures for state in states.values()],
            "state": [msgspec.json.encode(state).decode() for state in states.values()],
        },
    )
    return len(polls), sum(poll.outcome in ("soft_failure", "hard_failure") for poll in polls)


def of_first_polls(connection: duckdb.DuckDBPyConnection, batch_id: str, articles: Sequence[ArticleRow]) -> set[str]:
    """Those of this batch's articles whose entry the first poll of their feed found in an earlier one."""
    came = [row for row in articles if row.entry_id and row.feed_id]
    rows.given(
        connection, "incoming_ids",
        id=[row.article_id for row in came], entry=[row.entry_id for row in came], feed=[row.feed_id for row in came],
    )  # fmt: skip
    return {
        article
        for (article,) in connection.execute(
            "SELECT i.id FROM incoming_ids AS i INNER JOIN store.entry AS e ON i.entry = e.entry_id "
            "AND i.feed = e.feed_id SEMI JOIN store.poll AS p ON e.batch_id = p.batch_id AND e.feed_id = p.feed_id "
            "AND p.first_poll WHERE e.batch_id <> ?",
            [batch_id],
        ).fetchall()
    }


def save_entries(connection: duckdb.DuckDBPyConnection, batch: Batch, at: datetime) -> tuple[int, int]:
    """Keep the batch's entries; returns how many were new and how many were held already."""
    latest = {(row.entry.feed_id, row.entry.entry_id): row for row in batch.entries}
    if not latest:
        return 0, 0
    entries = [row.entry for row in latest.values()]
    columns: dict[str, list[object]] = {
        name: [getattr(entry, name) for entry in entries]
        for name in _ENTRY
        if name not in ("published_at", "seen_at", "screened", "batch_id")
    }
    columns["published_at"] = [rows.moment(entry.published_at) for entry in entries]
    columns["seen_at"] = [rows.moment(entry.seen_at) or at for entry in entries]
    columns["screened"] = [row.screened for row in latest.values()]
    columns["batch_id"] = [batch.batch_id] * len(entries)
    incoming = pa.table({name: pa.array(columns[name], kind) for name, kind in _ENTRY.items()})
    connection.register("incoming_entries", incoming)
    updated = connection.execute(rows.statement("update_entries")).fetchone()
    added = connection.execute(rows.statement("insert_entries")).fetchone()
    connection.unregister("incoming_entries")
    return int(added[0]) if added else 0, int(updated[0]) if updated else 0
