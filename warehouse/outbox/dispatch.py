"""The senders' side of the outbox: claim what is due, and say how it went.

Each function is a transaction of its own on the writer's connection. A sender opens the database to claim, closes
it, speaks to the network, and opens it again to mark: nobody waits for a slow receiver. Running numbers order the
messages; a clock that steps only makes one wait less long. Times are naive UTC.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Literal

import duckdb
import msgspec
import pyarrow as pa

from warehouse import rows
from warehouse.transaction import transaction

#: A bundle of more goes out as several messages.
MOST_IN_A_MESSAGE = 100

State = Literal["pending", "sent", "dead", "suppressed"]


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the outbox to deliver. `payload` is JSON: what a template needs.

    Lines with one `message_key` are one message. `follows` is the key of the first message that told this channel
    of the agreement, `earlier` of the last one that told it another stage (or what this corrects), with stage and time.
    `undelivered` are the channels whose failure this escalates. `taken_by` marks those of several receivers that have
    it already.
    """

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
    bundle: str | None = None
    message_key: str | None = None
    follows: str | None = None
    earlier: str | None = None
    earlier_stage: str | None = None
    earlier_at: datetime | None = None
    undelivered: tuple[str, ...] = ()
    taken_by: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message: `pending` is due again at `retry_at`, for all but `taken_by`.

    `error` holds no secret.
    """

    alert_ids: tuple[int, ...]
    state: State
    error: str | None = None
    retry_at: datetime | None = None
    elapsed_ms: int | None = None
    taken_by: tuple[str, ...] = ()


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """Lines that wait: how many, how many of these are under a lease, and when the first failed one may go again."""

    left: int
    held: int
    retry_at: datetime | None


def claim(
    connection: duckdb.DuckDBPyConnection,
    owner: str,
    *,
    now: datetime,
    limit: int = 100,
    lease_s: float = 60.0,
    busy: Sequence[str] = (),
    resting: Sequence[str] = (),
    quiet: Sequence[str] = (),
) -> list[Alert]:
    """Take up to `limit` due lines of each channel (bundles whole) for `owner`; nobody else gets them meanwhile.

    Oldest first, channel by channel in order: a message waits for the earlier ones of its channel. Parked channels
    and those in `busy` wait, and lines of the rules in `resting`, which hold up no others; so do those of the rules in
    `quiet`, whose quiet hours it is, but no escalation. A message's key is settled at its first claim and stays.
    """
    with transaction(connection):
        connection.execute(rows.statement("settle_alerts"), {"now": now})
        found = connection.execute(
            rows.statement("due_alerts"),
            {"now": now, "limit": limit, "busy": list(busy), "resting": list(resting), "quiet": list(quiet)},
        ).fetchall()
        alerts = _keyed([Alert(**dict(zip(Alert.__struct_fields__, row, strict=True))) for row in found])
        if alerts:
            _given(connection, [a.alert_id for a in alerts], message_key=[a.message_key for a in alerts])
            connection.execute(
                "UPDATE store.alert SET lease_owner = ?, lease_until = ?, message_key = w.message_key "
                "FROM told_alerts AS w WHERE store.alert.alert_id = w.id",
                [owner, now + timedelta(seconds=lease_s)],
            )
    return alerts


def mark(connection: duckdb.DuckDBPyConnection, outcomes: Sequence[Outcome], *, sender: str, now: datetime) -> None:
    """Set the states and write an audit line for every attempt, in one transaction.

    Of several attempts at one message, in order, the last one counts. What was sent is sent, whoever says so; any
    other outcome counts only while the sender holds the lease.
    """
    flat = [(one, alert_id) for one in outcomes for alert_id in one.alert_ids]
    if not flat:
        return
    last = {alert_id: one for one, alert_id in flat}
    tries = Counter(alert_id for _, alert_id in flat)
    with transaction(connection):
        _given(
            connection,
            list(last),
            state=[one.state for one in last.values()],
            error=[one.error for one in last.values()],
            retry_at=pa.array([one.retry_at for one in last.values()], pa.timestamp("us")),
            tries=pa.array([tries[alert_id] for alert_id in last], pa.int32()),
            taken_by=pa.array([one.taken_by for one in last.values()], pa.list_(pa.string())),
        )
        connection.execute(
            "UPDATE store.alert SET state = w.state, attempts = attempts + w.tries, last_error = w.error, "
            "attempted_at = $now, sent_at = CASE WHEN w.state = 'sent' THEN $now ELSE sent_at END, "
            "next_attempt_at = coalesce(w.retry_at, next_attempt_at), lease_owner = NULL, lease_until = NULL, "
            "taken_by = list_distinct(list_concat(store.alert.taken_by, w.taken_by)) "
            "FROM told_alerts AS w WHERE store.alert.alert_id = w.id AND store.alert.state = 'pending' "
            "AND (w.state = 'sent' OR coalesce(lease_owner, $sender) = $sender)",
            {"now": now, "sender": sender},
        )
        _audit(
            connection,
            [(alert_id, "failed" if one.state == "pending" else one.state, one.elapsed_ms, one.error)
             for one, alert_id in flat],
            sender,
            now,
        )  # fmt: skip


def put_back(connection: duckdb.DuckDBPyConnection, sender: str, *, channel: str | None = None) -> None:
    """Give up the leases of a sender on what it claimed (of one channel) and did not try."""
    connection.execute(
        "UPDATE store.alert SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = $sender "
        "AND channel = coalesce($channel, channel)",
        {"sender": sender, "channel": channel},
    )


def lease_owners(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Senders that hold a lease now."""
    found = connection.execute(
        "SELECT DISTINCT lease_owner FROM store.alert WHERE lease_owner IS NOT NULL AND state = 'pending' ORDER BY ALL"
    ).fetchall()
    return [row[0] for row in found]


def settle_leases(
    connection: duckdb.DuckDBPyConnection,
    *,
    living: Sequence[str],
    dead: Sequence[str],
    now: datetime,
    lease_s: float = 60.0,
) -> None:
    """Keep the leases of senders known to live, whatever the clock says; end those of the dead, and say so.

    A lease that has more than half of `lease_s` to run is left as it is. What a dead sender held may have reached its
    receiver: it goes out again under the same key.
    """
    if living:
        connection.execute(
            "UPDATE store.alert SET lease_until = $until WHERE list_contains($owners, lease_owner) "
            "AND lease_until < $soon",
            {
                "until": now + timedelta(seconds=lease_s),
                "soon": now + timedelta(seconds=lease_s / 2),
                "owners": list(living),
            },
        )
    if not dead:
        return
    with transaction(connection):
        for owner in dead:
            held = connection.execute(
                "UPDATE store.alert SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ? "
                "AND state = 'pending' RETURNING alert_id",
                [owner],
            ).fetchall()
            said = "its sender died; it may have been delivered"
            _audit(connection, [(row[0], "abandoned", None, said) for row in held], owner, now)


def waiting(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int, datetime]]:
    """Each channel with messages that wait: its name, how many, and when the first of them is due."""
    return connection.execute(
        "SELECT channel, count(*), min(next_attempt_at) FROM store.alert "
        "WHERE state = 'pending' AND channel <> 'none' GROUP BY channel ORDER BY channel"
    ).fetchall()


def waiting_rules(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The rules whose messages wait."""
    found = connection.execute("SELECT DISTINCT rule FROM store.alert WHERE state = 'pending' ORDER BY rule").fetchall()
    return [rule for (rule,) in found]


def outlook(
    connection: duckdb.DuckDBPyConnection,
    *,
    now: datetime,
    but: Sequence[str] = (),
    resting: Sequence[str] = (),
    quiet: Sequence[str] = (),
) -> Outlook:
    """What is left after a claim; channels of `but`, rules of `resting` and `quiet` are not about to be tried again."""
    given = {"now": now, "but": list(but), "resting": list(resting), "quiet": list(quiet)}
    row = connection.execute(rows.statement("outlook_alerts"), given).fetchone()
    assert row is not None
    return Outlook(left=row[0], held=row[1], retry_at=row[2])


def _keyed(alerts: Sequence[Alert]) -> list[Alert]:
    """Give each message its key: a single line its own, a bundle one made of its lines' keys."""
    keys: dict[int, str] = {}
    fresh = [alert for alert in alerts if alert.message_key is None]
    by_bundle = sorted((a for a in fresh if a.bundle), key=lambda a: (a.channel, a.bundle or "", a.alert_id))
    for _, members in groupby(by_bundle, key=lambda a: (a.channel, a.bundle)):
        ours = list(members)
        for start in range(0, len(ours), MOST_IN_A_MESSAGE):
            part = ours[start : start + MOST_IN_A_MESSAGE]
            keys.update(dict.fromkeys((a.alert_id for a in part), _joint_key([a.idempotency_key for a in part])))
    return [
        msgspec.structs.replace(a, message_key=a.message_key or keys.get(a.alert_id, a.idempotency_key)) for a in alerts
    ]


def _joint_key(keys: Sequence[str]) -> str:
    if len(keys) == 1:
        return keys[0]
    return hashlib.blake2b("\0".join(sorted(keys)).encode(), digest_size=16).hexdigest()


def _audit(
    connection: duckdb.DuckDBPyConnection,
    attempts: Iterable[tuple[int, str, int | None, str | None]],
    sender: str,
    now: datetime,
) -> None:
    """Append (alert, outcome, elapsed, error) to the audit table; inside the caller's transaction."""
    told, numbers = list(attempts), rows.Numbers(connection)
    rows.insert(
        connection,
        "alert_attempt",
        {
            "attempt_id": "int", "alert_id": "int", "attempted_at": "moment", "sender": "text",
            "outcome": "text", "elapsed_ms": "int", "error": "text",
        },
        {
            "attempt_id": numbers.take("attempt", len(told)),
            "alert_id": [one[0] for one in told],
            "attempted_at": [now] * len(told),
            "sender": [sender] * len(told),
            "outcome": [one[1] for one in told],
            "elapsed_ms": [one[2] for one in told],
            "error": [one[3] for one in told],
        },
    )  # fmt: skip
    numbers.save()


def _given(
    connection: duckdb.DuckDBPyConnection, ids: Sequence[int], **columns: Sequence[str | None] | pa.Array
) -> None:
    """Make alert numbers, with what is said of each, readable as `told_alerts`."""
    table = {"id": pa.array(list(ids), pa.int64())}
    for name, values in columns.items():
        table[name] = values if isinstance(values, pa.Array) else pa.array(list(values), pa.string())
    connection.register("told_alerts", pa.table(table))
