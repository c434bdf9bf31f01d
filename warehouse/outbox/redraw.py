"""What waits for its digest, its repeat or its escalation says what the register does, not what an outlet withdrew."""

from __future__ import annotations

import duckdb
import msgspec

from warehouse import rows
from warehouse.outbox.outbox import plain
from warehouse.outbox.payload import payload
from warehouse.register.decision import Decision
from warehouse.register.register import Placed, Register
from warehouse.register.register_rows import read_rows


def redraw(connection: duckdb.DuckDBPyConnection, register: Register) -> None:
    """Write the payload anew of lines that nobody has claimed yet and whose sentence stands no more.

    They quote the same page as it now reads, before another report of the stage. Who is told by them alone needs no
    correction then: what they say is corrected.
    """
    rows.given(connection, "wanted_agreements", id=list(register.known))
    lines = connection.execute(rows.statement("withdrawn_lines")).fetchall()
    if not lines:
        return
    held = read_rows(connection, sorted({agreement for _, agreement, *_ in lines}))
    for alert, agreement, stage, text, article in lines:
        readings, row = register.known[agreement].readings, held.get(agreement)
        if not readings or row is None:
            continue
        told = max(readings, key=lambda one: (one.status == stage, one.article_id == article, one.new, one.reported_at))
        said = msgspec.json.decode(text)
        item = Placed(
            reading=told,
            decision=Decision(
                action="attach",
                agreement_id=agreement,
                evidence=tuple(said.get("evidence", ())),
                close=tuple(said.get("might_be", ())),
            ),
        )
        said |= {**payload(row, item, register), "stage": stage}
        connection.execute(
            "UPDATE store.alert SET payload = ? WHERE alert_id = ?",
            [msgspec.json.encode(said, enc_hook=plain).decode(), alert],
        )
