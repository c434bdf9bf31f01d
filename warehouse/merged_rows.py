"""Two rows of the register become one in the tables: the older stays, and what was the other's moves to it.

Nothing is forgotten: each moved mention gets a line in the evidence table that says why, and a message that need not go
out any more is kept aside. Where people split a row, each message goes with the report that it told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from warehouse import rows
from warehouse.outbox.outbox import idempotency_key
from warehouse.register.merging import Merged


def write_merges(connection: duckdb.DuckDBPyConnection, merges: Sequence[Merged], at: datetime) -> None:
    """Move mentions, keys, stages and alerts of rows that are held; a stage that both rows told is told once."""
    for merged in merges:
        moved = move_mentions(connection, merged.into, [merged.gone])
        move_alerts(connection, merged)
        connection.execute(
            "INSERT INTO store.agreement_evidence SELECT unnest($mentions), $to, 'merge', 1.0, $evidence, [], $at",
            {
                "mentions": moved,
                "to": merged.into,
                "evidence": [f"{merged.gone} and {merged.into} are one", *merged.evidence],
                "at": at,
            },
        )


def move_mentions(connection: duckdb.DuckDBPyConnection, into: str, gone: Sequence[str]) -> list[int]:
    """Let one agreement have the mentions, keys and stages of others; returns the mentions' ids."""
    given = {"to": into, "from": list(gone)}
    moved = connection.execute(
        "UPDATE store.agreement_mention SET agreement_id = $to WHERE list_contains($from, agreement_id) "
        "RETURNING mention_id",
        given,
    ).fetchall()
    connection.execute(
        "UPDATE store.agreement_key SET agreement_id = $to WHERE list_contains($from, agreement_id)", given
    )
    # The stages of both are summed up under the one that goes.
    connection.execute("UPDATE store.agreement_stage SET agreement_id = $from[1] WHERE agreement_id = $to", given)
    connection.execute(rows.statement("merge_stages"), given)
    connection.execute(
        "DELETE FROM store.agreement_stage WHERE list_contains($from, agreement_id)", {"from": list(gone)}
    )
    return [row[0] for row in moved]


def move_alerts(connection: duckdb.DuckDBPyConnection, merged: Merged) -> None:
    """Messages follow their agreement; one that never went out and whose twin exists is not sent a second time."""
    held = connection.execute(
        "SELECT alert_id, stage, kind, rule, channel, state FROM store.alert WHERE agreement_id = ?", [merged.gone]
    ).fetchall()
    for alert, stage, kind, rule, channel, state in held:
        twin = connection.execute(
            "SELECT 1 FROM store.alert WHERE agreement_id = ? AND stage = ? AND kind = ? AND rule = ? AND channel = ?",
            [merged.into, stage, kind, rule, channel],
        ).fetchone()
        if twin and state in ("pending", "suppressed"):
            _put(connection, "merged_alert", "alert", alert)
        elif kind == "stage" and not twin:
            key = idempotency_key(merged.into, stage, kind, rule, channel)
            _readdress(connection, alert, merged.into, key)
        else:
            _readdress(connection, alert, merged.into)


def split_alerts(connection: duckdb.DuckDBPyConnection, agreement: str, fresh: str) -> None:
    """Messages go with the reports that they told to the agreement that was split off.

    One that was kept aside when its agreement was merged goes out after all.
    """
    found = connection.execute(rows.statement("split_alerts"), {"from": agreement, "to": fresh}).fetchall()
    told: set[tuple[str, ...]] = set()
    for alert, *line in found:
        stage, kind, rule, channel = line
        _put(connection, "alert", "merged_alert", alert)
        # A second message of one stage has a key of its own, so that the agreement left behind can tell its stage.
        twin = [str(alert)] if tuple(line) in told else []
        told.add(tuple(line))
        key = idempotency_key(fresh, stage, kind, rule, channel, *twin) if kind == "stage" else None
        _readdress(connection, alert, fresh, key)


def _readdress(connection: duckdb.DuckDBPyConnection, alert: int, agreement: str, key: str | None = None) -> None:
    connection.execute(
        "UPDATE store.alert SET agreement_id = $to, idempotency_key = coalesce($key, idempotency_key) "
        "WHERE alert_id = $alert",
        {"to": agreement, "key": key, "alert": alert},
    )


def _put(connection: duckdb.DuckDBPyConnection, into: str, out_of: str, alert: int) -> None:
    """Put a message from the outbox aside, or back, where it is there."""
    connection.execute(f"INSERT INTO store.{into} BY NAME FROM store.{out_of} WHERE alert_id = ?", [alert])
    connection.execute(f"DELETE FROM store.{out_of} WHERE alert_id = ?", [alert])
