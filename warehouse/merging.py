"""Late evidence: two rows of the register that a third report shows to be one, in memory and in the tables.

The older row stays. Nothing is forgotten: each moved mention gets a line in the evidence table that says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import msgspec

from warehouse import rows
from warehouse.contradiction import contradiction
from warehouse.matching import Known
from warehouse.outbox import idempotency_key
from warehouse.scale import weights
from warehouse.weighing import weigh

#: What each mention of the one row must score above `join` with the other.
EACH = 2.0
#: Mentions that are weighed; a row with more is too well known to be a twin.
MOST_WEIGHED = 12


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """Two rows that are one: `gone` went into `into`."""

    gone: str
    into: str
    evidence: tuple[str, ...]


def why_one(left: Known, right: Known) -> tuple[str, ...] | None:
    """The evidence that two rows are one agreement, or None. Deals that one article tells apart are two."""
    if left.total != right.total or left.articles & right.articles:
        return None
    few, many = sorted((left, right), key=lambda known: len(known.readings))
    if not few.readings or len(few.readings) > MOST_WEIGHED:
        return None
    if any(contradiction(reading, few) for reading in many.readings[:MOST_WEIGHED]):
        return None
    least: tuple[float, tuple[str, ...]] | None = None
    for reading in few.readings:
        if contradiction(reading, many):
            return None
        weighed = weigh(reading, many)
        least = weighed if least is None or weighed < least else least
        if weighed[0] < weights().join + EACH:
            return None
    return least[1] if least else None


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
