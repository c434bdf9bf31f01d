"""The outbox: messages are rows, written in the load's transaction with the news that they tell.

`enqueue` decides nothing about people: a plan says which rules and channels want an event. What is sent, and how it
went, is `dispatch`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import msgspec

from warehouse import rates, rows
from warehouse.matching import fold_name
from warehouse.records import NO_CHANNEL, AgreementRow, AlertPlan, StageEvent, Target
from warehouse.states import ORDER

if TYPE_CHECKING:
    from warehouse.register import Placed, Register

#: So many agreements of one event, story or article in one batch go to a channel as one message.
BUNDLE_FROM = 4


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What a load did to the register: every placed mention, new stages, rows before and after.

    `silent` gives the articles whose news is old, each with the reason.
    """

    register: Register
    placed: Sequence[Placed]
    stages: Sequence[Placed]
    changed: Sequence[tuple[AgreementRow | None, AgreementRow]]
    silent: Mapping[str, str]


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


def enqueue(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    news: News,
    plan: AlertPlan | None,
    at: datetime,
    numbers: rows.Numbers,
) -> dict[str, int]:
    """Write a row for each (agreement stage or correction, rule, channel); returns how many wait and how many don't."""
    lines = [*_new_stages(connection, news, plan), *_corrections(news, plan), *_told_again(connection, news, plan)]
    return write(connection, batch_id, lines, at, numbers)


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


def _new_stages(connection: duckdb.DuckDBPyConnection, news: News, plan: AlertPlan | None) -> list[Line]:
    """A stage is told unless every article of the batch that reports it is old news; why not is kept with the stage."""
    current = {new.agreement_id: new for _, new in news.changed}
    fresh = {
        (item.decision.agreement_id, item.reading.status)
        for item in news.placed
        if item.reading.new and item.reading.article_id not in news.silent
    }
    lines, silent = [], []
    for item in news.stages:
        row = current.get(item.decision.agreement_id or "")
        if row is None:
            continue
        stage = item.reading.status
        reason = None if (row.agreement_id, stage) in fresh else news.silent.get(item.reading.article_id)
        reason = reason or _overtaken(item, news.register)
        if reason:
            silent.append((row.agreement_id, stage, reason))
        lines += _lines(_event(row, item, news.register), item, plan, reason)
    if silent:
        ids, stages, reasons = zip(*silent, strict=True)
        rows.given(connection, "silent_stages", id=ids, stage=stages, reason=reasons)
        connection.execute(
            "UPDATE store.agreement_stage SET silent = s.reason FROM silent_stages AS s "
            "WHERE store.agreement_stage.agreement_id = s.id AND store.agreement_stage.stage = s.stage"
        )
    return lines


def _corrections(news: News, plan: AlertPlan | None) -> list[Line]:
    last = {item.decision.agreement_id: item for item in news.placed}
    lines = []
    for old, new in news.changed:
        what, told = corrected(old, new), last.get(new.agreement_id)
        if not what or told is None:
            continue
        event = StageEvent(
            agreement_id=new.agreement_id, stage=new.stage, kind="correction", agreement=new,
            payload={**payload(new, told, news.register), "corrected": what},
        )  # fmt: skip
        lines += _lines(event, told, plan, news.silent.get(told.reading.article_id), repr(what))
    return lines


def _told_again(connection: duckdb.DuckDBPyConnection, news: News, plan: AlertPlan | None) -> Iterable[Line]:
    """Stages that were news before and are reported again: a rule that waited may want them; the key prevents twins."""
    if plan is None:
        return
    first = {(item.decision.agreement_id, item.reading.status) for item in news.stages}
    again = {}
    for item in news.placed:
        key = (item.decision.agreement_id, item.reading.status)
        if key[0] and item.reading.new and key not in first and item.reading.article_id not in news.silent:
            again[key] = item
    if not again:
        return
    current = {new.agreement_id: new for _, new in news.changed}
    rows.given(connection, "again_stages", id=[one for one, _ in again], stage=[stage for _, stage in again])
    silent = {
        (one, stage): reason
        for one, stage, reason in connection.execute(
            "SELECT h.agreement_id, h.stage, h.silent FROM store.agreement_stage AS h SEMI JOIN again_stages AS a "
            "ON h.agreement_id = a.id AND h.stage = a.stage"
        ).fetchall()
    }
    for key, item in again.items():
        row = current.get(key[0] or "")
        if row is None or key not in silent:
            continue
        event = msgspec.structs.replace(_event(row, item, news.register), again=True)
        yield from _lines(event, item, plan, silent[key], only_real=True)


def _event(row: AgreementRow, item: Placed, register: Register) -> StageEvent:
    return StageEvent(
        agreement_id=row.agreement_id,
        stage=item.reading.status,
        kind="stage",
        agreement=row,
        payload=payload(row, item, register),
    )


def _lines(
    event: StageEvent,
    item: Placed,
    plan: AlertPlan | None,
    reason: str | None,
    what: str = "",
    *,
    only_real: bool = False,
) -> list[Line]:
    """A line for each rule and channel that wants the event; where none does, one that says what would be told."""
    targets = tuple(plan(event)) if plan else ()
    reading = item.reading
    kin = {f"story {reading.story_id}", f"article {reading.article_id}"}
    if reading.event:
        kin.add(f"event {fold_name(reading.event)}")
    return [
        Line(
            agreement_id=event.agreement_id,
            stage=event.stage,
            kind=target.later or event.kind,
            target=target,
            payload=event.payload,
            reason=reason or target.suppress,
            what=what,
            kin=frozenset(kin),
        )
        for target in targets or (() if only_real else (NO_CHANNEL,))
    ]


def _unwritten(connection: duckdb.DuckDBPyConnection, lines: Sequence[Line]) -> Iterable[Line]:
    if not lines:
        return
    keys = [line.key for line in lines]
    rows.given(connection, "incoming_keys", key=keys)
    seen = {
        row[0]
        for row in connection.execute(
            "SELECT idempotency_key FROM store.alert SEMI JOIN incoming_keys AS k "
            "ON store.alert.idempotency_key = k.key"
        ).fetchall()
    }
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


def payload(row: AgreementRow, item: Placed, register: Register) -> dict[str, object]:
    """What a message can say: the agreement, the sentence that told it, its source, who else reported it, how sure."""
    reading, known = item.reading, register.known[row.agreement_id]
    usd = usd_value(row)
    return {
        "agreement": {**msgspec.structs.asdict(row), "value_usd": usd[0]},
        "usd_source": usd[1],
        "stage": reading.status,
        "quote": reading.quote,
        "language": reading.language,
        "title": reading.title,
        "url": reading.url,
        "publisher": reading.publisher,
        "article_id": reading.article_id,
        "mention_id": reading.mention_id,
        "reported_at": reading.reported_at.isoformat() + "Z",
        "publishers": sorted({one.publisher for one in known.readings if one.publisher}),
        "independent": independent((one.publisher, one.quote) for one in known.readings),
        "subjects": sorted({one for told in known.readings for one in told.subjects}),
        "place_ids": sorted({one.place_id for one in known.readings if one.place_id}),
        "values": sorted({f"{one.value:f} {one.unit}" for one in known.readings if one.value is not None}),
        "evidence": list(item.decision.evidence),
        "might_be": list(item.decision.close),
    }


def independent(told: Iterable[tuple[str, str]]) -> int:
    """How many outlets told it in words of their own: thirty that carry one agency's text are one."""
    publishers: set[str] = set()
    wordings: set[str] = set()
    count = 0
    for publisher, quote in told:
        words = fold_name(quote)
        if publisher not in publishers and words not in wordings:
            count += 1
        publishers.add(publisher)
        wordings.add(words)
    return count


def usd_value(row: AgreementRow) -> tuple[Decimal | None, str | None]:
    """What an agreement is worth in US dollars on the day of its first report, and where the rate comes from."""
    if row.value is None or row.unit is None or row.value_usd is not None:
        return row.value_usd, "stated" if row.value_usd is not None and row.unit == "USD" else None
    when = rows.moment(row.first_reported_at)
    rate = rates.usd_rate(row.unit, when.date()) if when else None
    return (row.value * rate[0], rate[1]) if rate else (None, None)


def corrected(old: AgreementRow | None, new: AgreementRow) -> dict[str, tuple[str, str]]:
    """What a changed row takes back: readings that were told and now read otherwise; additions are no correction."""
    if old is None or not old.mentions or not new.mentions:
        return {}
    pairs = {
        "value": (_money(old), _money(new)),
        "signed_on": (old.signed_on, new.signed_on),
    }
    return {name: (str(a), str(b)) for name, (a, b) in pairs.items() if a and b and a != b}


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
