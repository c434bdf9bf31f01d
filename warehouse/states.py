"""What the line asks back of the warehouse: feed states, what is known, and which stage an agreement stands at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import duckdb
import msgspec
import pyarrow as pa

from ingest.records import FeedState
from warehouse.sides.kinds import is_group

#: How far along an agreement is; a report of an earlier stage does not take a later one back.
ORDER = {"planned": 0, "negotiating": 1, "signed": 2, "in_force": 3, "ended": 4}


def current_stage(history: Sequence[tuple[str, datetime]]) -> str:
    """The stage an agreement stands at, from (stage, reported at).

    The furthest stage told; a denial holds unless a signing, entry into force or end is reported after it.
    """
    furthest = max((stage for stage, _ in history if stage in ORDER), key=ORDER.__getitem__, default="denied")
    denied = max((when for stage, when in history if stage == "denied"), default=None)
    if denied is None:
        return furthest
    later = any(when > denied and ORDER.get(stage, 0) >= ORDER["signed"] for stage, when in history)
    return furthest if later else "denied"


def feed_states(connection: duckdb.DuckDBPyConnection) -> dict[str, FeedState]:
    """What earlier polls taught us of each feed, by feed id."""
    rows = connection.execute("SELECT feed_id, state FROM store.feed_state").fetchall()
    return {feed_id: msgspec.json.decode(state, type=FeedState) for feed_id, state in rows}


def known_entries(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> set[str]:
    """Those of `ids` that were dealt with before, or purged; an entry put off for later is not known."""
    return _known(
        connection,
        ids,
        "SELECT entry_id AS id FROM store.entry WHERE screened NOT LIKE 'later%' "
        "UNION ALL SELECT key FROM store.tombstone WHERE kind = 'entry'",
    )


def known_articles(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> set[str]:
    """Those of `ids` that are held as articles, or were purged."""
    return _known(
        connection,
        ids,
        "SELECT article_id AS id FROM store.article WHERE superseded_at IS NULL "
        "UNION ALL SELECT key FROM store.tombstone WHERE kind = 'article'",
    )


def dropped_articles(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The ids of all articles that were purged or forgotten."""
    rows = connection.execute("SELECT key FROM store.tombstone WHERE kind = 'article'").fetchall()
    return {row[0] for row in rows}


def _known(connection: duckdb.DuckDBPyConnection, ids: Iterable[str], known: str) -> set[str]:
    wanted = pa.table({"id": pa.array(list(ids), pa.string())})
    if not wanted.num_rows:
        return set()
    connection.register("wanted_ids", wanted)
    try:
        rows = connection.execute(f"SELECT DISTINCT id FROM ({known}) SEMI JOIN wanted_ids USING (id)").fetchall()
    finally:
        connection.unregister("wanted_ids")
    return {row[0] for row in rows}


#: How long after its last report a deal is listened for.
LISTEN_DAYS = 400


def told_firms(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Firms of single agreements told of late that the gazetteer doesn't know: name and agreement id, oldest first."""
    rows = connection.execute(
        """
        SELECT party.name, agreement_id
        FROM (
            SELECT unnest(m.parties) AS party, m.agreement_id, m.reported_at
            FROM store.agreement_mention AS m
            SEMI JOIN store.agreement AS a ON a.agreement_id = m.agreement_id AND a.kind = 'single'
            WHERE m.superseded_at IS NULL
        )
        WHERE party.id IS NULL
        AND reported_at >= (SELECT max(reported_at) FROM store.agreement_mention) - to_days(?)
        ORDER BY reported_at
        """,
        [LISTEN_DAYS],
    ).fetchall()
    return [(name, agreement) for name, agreement in rows if not is_group(name)]
