"""Messages of the outbox that are held back and let go: by hand, by quiet hours, by a channel that refuses for good.

Each function works on the writer's connection. Times are naive UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

#: Why a message stays whose article was forgotten: it has nothing left to say.
FORGOTTEN = "the article that told it is forgotten"


def release(
    connection: duckdb.DuckDBPyConnection,
    *,
    now: datetime,
    states: Sequence[str] = ("suppressed", "dead"),
    alert_ids: Sequence[int] | None = None,
    agreement_id: str | None = None,
    to: str | None = None,
    known: Sequence[str] | None = None,
) -> int:
    """Let suppressed or dead messages go out after all, with a fresh count of attempts; returns how many.

    What told of a forgotten article stays. `to` is another channel for them, whose key they keep. Without it, rows of
    channel `none`, and of a channel that is not in `known` where that is given, have nowhere to go, and stay.
    """
    found = connection.execute(
        "UPDATE store.alert SET state = 'pending', reason = NULL, attempts = 0, next_attempt_at = $now, "
        "channel = coalesce($to, channel), attempted_at = NULL, lease_owner = NULL, lease_until = NULL "
        "WHERE list_contains($states, state) AND coalesce($to, channel) <> 'none' "
        "AND reason IS DISTINCT FROM $forgotten "
        "AND ($to IS NOT NULL OR $known IS NULL OR list_contains($known, channel)) "
        "AND ($ids IS NULL OR list_contains($ids, alert_id)) "
        "AND ($agreement IS NULL OR agreement_id = $agreement)",
        {
            "now": now,
            "states": list(states),
            "forgotten": FORGOTTEN,
            "ids": None if alert_ids is None else list(alert_ids),
            "agreement": agreement_id,
            "to": to,
            "known": None if known is None else list(known),
        },
    ).fetchone()
    return int(found[0]) if found else 0


def acknowledge(connection: duckdb.DuckDBPyConnection, alert_ids: Sequence[int], *, now: datetime) -> int:
    """A person has seen these: what repeats or escalates them is dropped when due; returns how many exist."""
    connection.execute(
        "UPDATE store.alert SET acknowledged_at = $now WHERE acknowledged_at IS NULL AND "
        "(agreement_id, stage, rule) IN (SELECT (agreement_id, stage, rule) FROM store.alert "
        "WHERE list_contains($ids, alert_id))",
        {"now": now, "ids": list(alert_ids)},
    )
    found = connection.execute("SELECT count(*) FROM store.alert WHERE list_contains(?, alert_id)", [list(alert_ids)])
    return int(found.fetchall()[0][0])


def suppress(connection: duckdb.DuckDBPyConnection, alert_ids: Sequence[int], reason: str) -> None:
    """Keep waiting messages from going out; `release` lets them go after all."""
    connection.execute(
        "UPDATE store.alert SET state = 'suppressed', reason = $reason, lease_owner = NULL, lease_until = NULL "
        "WHERE state = 'pending' AND list_contains($ids, alert_id)",
        {"reason": reason, "ids": list(alert_ids)},
    )


def park(connection: duckdb.DuckDBPyConnection, channel: str, reason: str, *, now: datetime) -> None:
    """Stop a channel whose address refuses for good; its messages wait, the other channels' do not."""
    unpark(connection, channel)
    connection.execute("INSERT INTO store.channel VALUES (?, ?, ?)", [channel, now, reason])


def unpark(connection: duckdb.DuckDBPyConnection, channel: str) -> bool:
    """Let a parked channel's messages go again, at once; False where it was not parked."""
    gone = connection.execute("DELETE FROM store.channel WHERE channel = ? RETURNING channel", [channel]).fetchall()
    connection.execute(
        "UPDATE store.alert SET attempts = 0, next_attempt_at = least(next_attempt_at, attempted_at) "
        "WHERE channel = ? AND state = 'pending' AND attempts > 0",
        [channel],
    )
    return bool(gone)


def parked(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The parked channels, each with why."""
    return dict(connection.execute("SELECT channel, reason FROM store.channel ORDER BY channel").fetchall())
