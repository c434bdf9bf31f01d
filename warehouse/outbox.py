"""The outbox: messages are rows, written with the news itself and marked when they are delivered.

`enqueue` runs inside the load's transaction. The senders' functions (`claim`, `mark_sent`, `mark_failed`,
`mark_dead`, `park`, `unpark`, `release`) are transactions of their own on the writer's connection.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import msgspec

from warehouse import rows
from warehouse.records import NO_CHANNEL, AgreementRow, AlertPlan, StageEvent, Target
from warehouse.states import ORDER

if TYPE_CHECKING:
    from warehouse.register import Placed, Register


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A message to deliver. `payload` is JSON: what a template needs. Times are naive UTC."""

    alert_id: int
    agreement_id: str
    stage: str
    kind: str
    rule: str
    channel: str
    attempts: int
    created_at: datetime
    idempotency_key: str
    payload: str


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What a load did to the register: every placed mention, new stages, rows before and after.

    `silent` gives the articles whose news is old, each with the reason.
    """

    register: Register
    placed: Sequence[Placed]
    stages: Sequence[Placed]
    changed: Sequence[tuple[AgreementRow | None, AgreementRow]]
    silent: Mapping[str, str]


_ALERT = {
    "alert_id": "int", "agreement_id": "text", "stage": "text", "kind": "text", "rule": "text", "channel": "text",
    "state": "text", "reason": "text", "attempts": "int", "created_at": "moment", "next_attempt_at": "moment",
    "idempotency_key": "text", "batch_id": "text", "payload": "text",
}  # fmt: skip


def idempotency_key(agreement_id: str, stage: str, kind: str, rule: str, channel: str, what: str = "") -> str:
    """The same for the same message, whoever writes it and however often."""
    text = "\0".join((agreement_id, stage, kind, rule, channel, what))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def enqueue(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    news: News,
    plan: AlertPlan | None,
    at: datetime,
    numbers: rows.Numbers,
) -> dict[str, int]:
    """Write a row for each (agreement stage or correction, rule, channel); returns how many wait and how many don't."""
    current = {new.agreement_id: new for _, new in news.changed}
    lines: list[tuple[StageEvent, Target, str | None, str]] = []
    fresh = {
        (item.decision.agreement_id, item.reading.status)
        for item in news.placed
        if item.reading.new and item.reading.article_id not in news.silent
    }
    last = {item.decision.agreement_id: item for item in news.placed}
    for item in news.stages:
        row = current.get(item.decision.agreement_id or "")
        if row is None:
            continue
        reading = item.reading
        event = StageEvent(
            agreement_id=row.agreement_id, stage=reading.status, kind="stage", agreement=row,
            payload=payload(row, item, news.register),
        )  # fmt: skip
        # Told, unless every article of the batch that reports this stage is old news.
        reason = None if (row.agreement_id, reading.status) in fresh else news.silent.get(reading.article_id)
        reason = reason or _overtaken(item, news.register)
        for target in (plan(event) if plan else ()) or (NO_CHANNEL,):
            lines.append((event, target, reason or target.suppress, ""))
    for old, new in news.changed:
        what = corrected(old, new)
        if not what:
            continue
        told = last.get(new.agreement_id)
        if told is None:
            continue
        event = StageEvent(
            agreement_id=new.agreement_id, stage=new.stage, kind="correction", agreement=new,
            payload={**payload(new, told, news.register), "corrected": what},
        )  # fmt: skip
        reason = news.silent.get(told.reading.article_id)
        for target in (plan(event) if plan else ()) or (NO_CHANNEL,):
            lines.append((event, target, reason or target.suppress, repr(what)))
    return _write(connection, batch_id, lines, at, numbers)


def _write(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    lines: Sequence[tuple[StageEvent, Target, str | None, str]],
    at: datetime,
    numbers: rows.Numbers,
) -> dict[str, int]:
    if not lines:
        return {"alerts_pending": 0, "alerts_suppressed": 0}
    keys = [
        idempotency_key(event.agreement_id, event.stage, event.kind, target.rule, target.channel, what)
        for event, target, _, what in lines
    ]
    rows.given(connection, "incoming_keys", key=keys)
    seen = {
        row[0]
        for row in connection.execute(
            "SELECT idempotency_key FROM store.alert SEMI JOIN incoming_keys AS k "
            "ON store.alert.idempotency_key = k.key"
        ).fetchall()
    }
    wanted = []
    for line, key in zip(lines, keys, strict=True):
        if key not in seen:
            seen.add(key)
            wanted.append((*line, key))
    columns = {
        "alert_id": numbers.take("alert", len(wanted)),
        "agreement_id": [event.agreement_id for event, *_ in wanted],
        "stage": [event.stage for event, *_ in wanted],
        "kind": [event.kind for event, *_ in wanted],
        "rule": [line[1].rule for line in wanted],
        "channel": [line[1].channel for line in wanted],
        "state": ["suppressed" if line[2] else "pending" for line in wanted],
        "reason": [line[2] for line in wanted],
        "attempts": [0] * len(wanted),
        "created_at": [at] * len(wanted),
        "next_attempt_at": [rows.moment(line[1].not_before) or at for line in wanted],
        "idempotency_key": [line[4] for line in wanted],
        "batch_id": [batch_id] * len(wanted),
        "payload": [msgspec.json.encode(event.payload, enc_hook=_plain).decode() for event, *_ in wanted],
    }
    rows.insert(connection, "alert", _ALERT, columns)
    waiting = sum(line[2] is None for line in wanted)
    return {"alerts_pending": waiting, "alerts_suppressed": len(wanted) - waiting}


def payload(row: AgreementRow, item: Placed, register: Register) -> dict[str, object]:
    """What a message can say: the agreement, the sentence that told it, its source, and who else reported it."""
    reading = item.reading
    return {
        "agreement": msgspec.structs.asdict(row),
        "stage": reading.status,
        "quote": reading.quote,
        "language": reading.language,
        "title": reading.title,
        "url": reading.url,
        "publisher": reading.publisher,
        "article_id": reading.article_id,
        "mention_id": reading.mention_id,
        "reported_at": reading.reported_at.isoformat() + "Z",
        "publishers": sorted({one.publisher for one in register.known[row.agreement_id].readings if one.publisher}),
        "evidence": list(item.decision.evidence),
    }


def corrected(old: AgreementRow | None, new: AgreementRow) -> dict[str, tuple[str, str]]:
    """What a changed row takes back: readings that were told and now read otherwise; additions are no correction."""
    if old is None or not old.mentions or not new.mentions:
        return {}
    pairs = {
        "value": (_money(old), _money(new)),
        "signed_on": (old.signed_on, new.signed_on),
    }
    return {name: (str(a), str(b)) for name, (a, b) in pairs.items() if a and b and a != b}


def claim(
    connection: duckdb.DuckDBPyConnection, owner: str, *, now: datetime, limit: int = 100, lease_s: float = 60.0
) -> list[Alert]:
    """Take up to `limit` due messages for `owner`; nobody else gets them until the lease ends.

    Oldest first, channel by channel in order: a message waits for the earlier ones of its channel. Parked channels
    wait. `now` is naive UTC.
    """
    connection.begin()
    try:
        found = connection.execute(rows.statement("due_alerts"), {"now": now, "limit": limit}).fetchall()
        alerts = [Alert(**dict(zip(Alert.__struct_fields__, row, strict=True))) for row in found]
        _given_ids(connection, [alert.alert_id for alert in alerts])
        connection.execute(
            "UPDATE store.alert SET lease_owner = ?, lease_until = ? FROM wanted_alerts AS w "
            "WHERE store.alert.alert_id = CAST(w.id AS BIGINT)",
            [owner, now + timedelta(seconds=lease_s)],
        )
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return alerts


def mark_sent(
    connection: duckdb.DuckDBPyConnection,
    alert_ids: Sequence[int],
    *,
    sender: str,
    now: datetime,
    elapsed_ms: int | None = None,
) -> None:
    """Delivered: the receiver said so."""
    _mark(connection, alert_ids, "sent", sender, now, None, None, elapsed_ms)


def mark_failed(
    connection: duckdb.DuckDBPyConnection,
    alert_ids: Sequence[int],
    error: str,
    *,
    sender: str,
    now: datetime,
    retry_at: datetime,
    elapsed_ms: int | None = None,
) -> None:
    """Not delivered this time; due again at `retry_at`. `error` must hold no secret."""
    _mark(connection, alert_ids, "pending", sender, now, error, retry_at, elapsed_ms)


def mark_dead(
    connection: duckdb.DuckDBPyConnection,
    alert_ids: Sequence[int],
    error: str,
    *,
    sender: str,
    now: datetime,
    elapsed_ms: int | None = None,
) -> None:
    """Given up; `release` brings it back."""
    _mark(connection, alert_ids, "dead", sender, now, error, None, elapsed_ms)


def release(
    connection: duckdb.DuckDBPyConnection,
    *,
    now: datetime,
    states: Sequence[str] = ("suppressed", "dead"),
    alert_ids: Sequence[int] | None = None,
    agreement_id: str | None = None,
) -> int:
    """Let suppressed or dead messages go out after all, with a fresh count of attempts; returns how many.

    Rows of channel `none` have nowhere to go and stay.
    """
    found = connection.execute(
        "UPDATE store.alert SET state = 'pending', reason = NULL, attempts = 0, next_attempt_at = $now, "
        "lease_owner = NULL, lease_until = NULL WHERE list_contains($states, state) AND channel <> 'none' "
        "AND ($ids IS NULL OR list_contains($ids, alert_id)) "
        "AND ($agreement IS NULL OR agreement_id = $agreement)",
        {
            "now": now,
            "states": list(states),
            "ids": None if alert_ids is None else list(alert_ids),
            "agreement": agreement_id,
        },
    ).fetchone()
    return int(found[0]) if found else 0


def park(connection: duckdb.DuckDBPyConnection, channel: str, reason: str, *, now: datetime) -> None:
    """Stop a channel whose address refuses for good; its messages wait, the other channels' do not."""
    unpark(connection, channel)
    connection.execute("INSERT INTO store.channel VALUES (?, ?, ?)", [channel, now, reason])


def unpark(connection: duckdb.DuckDBPyConnection, channel: str) -> None:
    """Let a parked channel's messages go again."""
    connection.execute("DELETE FROM store.channel WHERE channel = ?", [channel])


def parked(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The parked channels, each with why."""
    return dict(connection.execute("SELECT channel, reason FROM store.channel").fetchall())


def _mark(
    connection: duckdb.DuckDBPyConnection,
    alert_ids: Sequence[int],
    state: str,
    sender: str,
    now: datetime,
    error: str | None,
    retry_at: datetime | None,
    elapsed_ms: int | None,
) -> None:
    """Set the state and write the audit line of each attempt, in one transaction."""
    connection.begin()
    try:
        _given_ids(connection, alert_ids)
        connection.execute(
            "UPDATE store.alert SET state = $state, attempts = attempts + 1, last_error = $error, "
            "sent_at = CASE WHEN $state = 'sent' THEN $now ELSE sent_at END, "
            "next_attempt_at = coalesce($retry_at, next_attempt_at), lease_owner = NULL, lease_until = NULL "
            "FROM wanted_alerts AS w WHERE store.alert.alert_id = CAST(w.id AS BIGINT)",
            {"state": state, "error": error, "now": now, "retry_at": retry_at},
        )
        count, numbers = len(alert_ids), rows.Numbers(connection)
        rows.insert(
            connection,
            "alert_attempt",
            {
                "attempt_id": "int", "alert_id": "int", "attempted_at": "moment", "sender": "text",
                "outcome": "text", "elapsed_ms": "int", "error": "text",
            },
            {
                "attempt_id": numbers.take("attempt", count),
                "alert_id": list(alert_ids),
                "attempted_at": [now] * count,
                "sender": [sender] * count,
                "outcome": ["failed" if state == "pending" else state] * count,
                "elapsed_ms": [elapsed_ms] * count,
                "error": [error] * count,
            },
        )  # fmt: skip
        numbers.save()
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _given_ids(connection: duckdb.DuckDBPyConnection, ids: Sequence[int]) -> None:
    rows.given(connection, "wanted_alerts", id=[str(one) for one in ids])


def _overtaken(item: Placed, register: Register) -> str | None:
    """A plan that is told after its signing is no news."""
    ours = ORDER.get(item.reading.status)
    if ours is None or item.decision.agreement_id is None:
        return None
    for other in register.known[item.decision.agreement_id].readings:
        if ORDER.get(other.status, -1) > ours and other.new and other.reported_at < item.reading.reported_at:
            return f"told after it was {other.status}"
    return None


def _money(row: AgreementRow) -> str | None:
    return f"{row.value.normalize():f} {row.unit}" if row.value is not None else None


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)
