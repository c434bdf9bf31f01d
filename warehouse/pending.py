"""Entries that an earlier run left for later: over its cap of pages, or with a page that could not be read."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import duckdb
import msgspec

from ingest.records import Entry

#: A page that can't be read is asked for again in the runs of this span, and at most so many times.
RETRY_DAYS = 3
MOST_TRIES = 5

_COLUMNS = (
    "entry_id", "feed_id", "guid", "url", "canonical_url", "title", "summary", "language", "author", "published_at",
    "published_raw", "published_source", "content_hash",
)  # fmt: skip


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """An entry to read in this run, and how often its page was tried."""

    entry: Entry
    tries: int


def pending_entries(connection: duckdb.DuckDBPyConnection, *, now: datetime) -> list[Pending]:
    """Deferred entries and those whose page failed lately, oldest first. `now` is aware."""
    since = (now - timedelta(days=RETRY_DAYS)).replace(tzinfo=None)
    rows = connection.execute(
        f"SELECT {', '.join(_COLUMNS)}, first_seen_at, screened FROM store.entry "
        "WHERE screened LIKE 'later:%' OR (screened LIKE 'retry %' AND first_seen_at >= ?) "
        "ORDER BY first_seen_at, entry_id",
        [since],
    ).fetchall()
    found = []
    for *values, seen_at, screened in rows:
        told = dict(zip(_COLUMNS, values, strict=True))
        if told["published_at"] is not None:
            told["published_at"] = told["published_at"].isoformat() + "Z"
        match = re.match(r"retry (\d+):", screened)
        tries = int(match.group(1)) if match else 0
        if tries < MOST_TRIES:
            found.append(Pending(entry=Entry(**told, seen_at=seen_at.isoformat() + "Z"), tries=tries))
    return found
