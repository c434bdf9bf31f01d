"""The outbox: messages are rows, written in the transaction of what they tell, each once, whoever writes it how often.

What is worth a row is decided elsewhere: `news` for what a load did, `findings` for rules that ask in SQL. What is
sent, and how it went, is `dispatch`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import duckdb
import msgspec

from warehouse import rows
from warehouse.records import Target

#: So many agreements of one event, story or article in one batch go to a channel as one message.
BUNDLE_FROM = 4


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A message to be: `what` tells two messages of one kind about one stage apart; `reason` keeps it from going out.

    `kin` are what it shares with other messages of its batch: event, story, article.
    """

    agreement_id: str
    stage: str
    kind: str
    target: Target
    payload: Mapping[str, object]
    reason: str | None = None
    what: str = ""
    kin: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """Its idempotency key."""
        what = f"{self.what}\0{self.target.turn}" if self.target.later else self.what
        return idempotency_key(self.agreement_id, self.stage, self.kind, self.target.rule, self.target.channel, what)


_ALERT = {
    "alert_id": "int", "agreement_id": "text", "stage": "text", "kind": "text", "rule": "text", "channel": "text",
    "state": "text", "reason": "text", "attempts": "int", "created_at": "moment", "next_attempt_at": "moment",
    "idempotency_key": "text", "bundle": "text", "unless": "text", "batch_id": "text", "payload": "text",
}  # fmt: skip


def idempotency_key(agreement_id: str, stage: str, kind: str, rule: str, channel: str, what: str = "") -> str:
    """The same for the same message, whoever writes it and however often."""
    text = "\0".join((agreement_id, stage, kind, rule, channel, what))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def who_told(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """By agreement and stage the rules and channels that told it."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for agreement, stage, rule, channel in connection.execute(
        "SELECT agreement_id, stage, rule, channel FROM store.alert WHERE kind = 'stage' AND channel <> 'none' "
        "AND state <> 'suppressed' AND list_contains(?, agreement_id)",
        [ids],
    ).fetchall():
        found.setdefault((agreement, stage), []).append((rule, channel))
    return found


def note(target: Target, **more: object) -> dict[str, object]:
    """What a payload says besides where the target's rule is refused; see `late`."""
    return {} if target.heard is None else {"late": {"heard": target.heard, **more}}


def write(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    lines: Sequence[Line],
    at: datetime,
    numbers: rows.Numbers,
) -> dict[str, int]:
    """Add the lines that were never written before; returns how many wait and how many don't."""
    wanted = list(_unwritten(connection, lines))
    if not wanted:
        return {"alerts_pending": 0, "alerts_suppressed": 0}
    bundles = _bundles(wanted, batch_id)
    columns = {
        "alert_id": numbers.take("alert", len(wanted)),
        "agreement_id": [line.agreement_id for line in wanted],
        "stage": [line.stage for line in wanted],
        "kind": [line.kind for line in wanted],
        "rule": [line.target.rule for line in wanted],
        "channel": [line.target.channel for line in wanted],
        "state": ["suppressed" if line.reason else "pending" for line in wanted],
        "reason": [line.reason for line in wanted],
        "attempts": [0] * len(wanted),
        "created_at": [at] * len(wanted),
        "next_attempt_at": [rows.moment(line.target.not_before) or at for line in wanted],
        "idempotency_key": [line.key for line in wanted],
        "bundle": [line.target.bundle or bundles.get(number) for number, line in enumerate(wanted)],
        "unless": [line.target.unless for line in wanted],
        "batch_id": [batch_id] * len(wanted),
        "payload": [msgspec.json.encode(line.payload, enc_hook=_plain).decode() for line in wanted],
    }
    rows.insert(connection, "alert", _ALERT, columns)
    waiting = sum(line.reason is None for line in wanted)
    return {"alerts_pending": waiting, "alerts_suppressed": len(wanted) - waiting}


def _unwritten(connection: duckdb.DuckDBPyConnection, lines: Sequence[Line]) -> Iterable[Line]:
    if not lines:
        return
    keys = [line.key for line in lines]
    told = {name: [str(line.payload.get(name) or "") for line in lines] for name in ("url", "quote")}
    stages = {"stage": [line.stage for line in lines], "kind": [line.kind for line in lines]}
    targets = {"rule": [line.target.rule for line in lines], "channel": [line.target.channel for line in lines]}
    rows.given(connection, "incoming_lines", key=keys, **told, **stages, **targets)
    seen = {row[0] for row in connection.execute(rows.statement("written_lines")).fetchall()}
    for line, key in zip(lines, keys, strict=True):
        if key not in seen:
            seen.add(key)
            yield line


def _bundles(lines: Sequence[Line], batch_id: str) -> dict[int, str]:
    """The bundle of each line, by place, where a forum's many agreements come at once."""
    result: dict[int, str] = {}
    by_channel: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if line.kind == "stage" and line.reason is None and line.target.bundle is None:
            by_channel[line.target.channel, line.target.rule].append(number)
    for (channel, rule), numbers in by_channel.items():
        for members in _families(lines, numbers):
            if len(members) >= BUNDLE_FROM:
                name = f"together {batch_id} {channel} {rule} {lines[members[0]].agreement_id}"
                result.update(dict.fromkeys(members, name))
    return result


def _families(lines: Sequence[Line], numbers: Sequence[int]) -> list[list[int]]:
    """Lines that share kin, directly or through others."""
    parent = {number: number for number in numbers}

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = number = parent[parent[number]]
        return number

    holder: dict[str, int] = {}
    for number in numbers:
        for kin in lines[number].kin:
            parent[root(number)] = root(holder.setdefault(kin, number))
    families: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        families[root(number)].append(number)
    return list(families.values())


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)
