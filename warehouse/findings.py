"""Puts what a rule's SQL found into the outbox; what it finds when it is first asked is old news."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import duckdb

from warehouse import outbox, rows
from warehouse.outbox import Line

FIRST_ASKED = "found when the rule was first asked"


def enqueue(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    rule: str,
    digest: str,
    lines: Callable[[bool], Sequence[Line]],
    now: datetime,
) -> dict[str, int]:
    """Write the lines that are new, in one transaction; returns how many wait and how many don't. `now` is naive UTC.

    `lines` is called with whether the rule, as `digest` knows it, is asked for the first time.
    """
    connection.begin()
    try:
        held = connection.execute(
            "SELECT 1 FROM store.alert_rule WHERE rule = ? AND digest = ?", [rule, digest]
        ).fetchone()
        if held is None:
            connection.execute("INSERT INTO store.alert_rule VALUES (?, ?, ?)", [rule, digest, now])
        numbers = rows.Numbers(connection)
        counts = outbox.write(connection, batch_id, lines(held is None), now, numbers)
        numbers.save()
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return counts
