"""Two rows of the register become one in the tables: the older stays, and what was the other's moves to it.

Nothing is forgotten: each moved mention gets a line in the evidence table that says why.
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
            connection.execute("DELETE FROM store.alert WHERE alert_id = ?", [alert])
        elif kind == "stage" and not twin:
            connection.execute(
                "UPDATE store.alert SET agreement_id = ?, idempotency_key = ? WHERE alert_id = ?",
                [merged.into, idempotency_key(merged.into, stage, kind, rule, channel), alert],
            )
        else:
            connection.execute("UPDATE store.alert SET agreement_id = ? WHERE alert_id = ?", [merged.into, alert])
