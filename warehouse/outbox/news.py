"""What a load did that is worth telling: new stages, corrections, stages that a rule was waiting to hear again.

A plan says which rules and channels want an event; the lines go to the outbox in the load's transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import msgspec

from warehouse import rows
from warehouse.old_news import OLD_NEWS_DAYS
from warehouse.outbox import outbox
from warehouse.outbox.amends import Change, amends
from warehouse.outbox.outbox import Line, note
from warehouse.outbox.payload import payload, reread
from warehouse.records import NO_CHANNEL, AgreementRow, AlertPlan, StageEvent
from warehouse.register.decision import Decision
from warehouse.register.reading import Reading
from warehouse.register.register import Placed, read_known
from warehouse.sides.names import fold_name
from warehouse.states import ORDER

if TYPE_CHECKING:
    from warehouse.corrections import ByHand
    from warehouse.register.register import Register

_TALKS = ("planned", "negotiating")


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What a load did to the register: every placed mention, new stages, rows before and after.

    `silent` gives the articles whose news is old, each with the reason.
    """

    register: Register
    placed: Sequence[Placed]
    stages: Sequence[Placed]
    changed: Sequence[tuple[AgreementRow | None, AgreementRow]]
    silent: Mapping[str, str]


def enqueue(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    news: News,
    plan: AlertPlan | None,
    at: datetime,
    numbers: rows.Numbers,
) -> dict[str, int]:
    """Write a row for each (agreement stage or correction, rule, channel); returns how many wait and how many don't."""
    lines = [
        *_new_stages(connection, news, plan),
        *amends(connection, numbers.peek("load"), _changes(news), plan),
        *_told_again(connection, news, plan),
    ]
    return outbox.write(connection, batch_id, lines, at, numbers)


def enqueue_by_hand(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    changes: Sequence[ByHand],
    plan: AlertPlan | None,
    at: datetime,
    numbers: rows.Numbers,
) -> dict[str, int]:
    """Tell what people corrected to whoever was told otherwise, once, with their reasons; whatever the load brought.

    It goes by no article's age: who heard what was wrong should hear what is right. Of two that passed for one, the one
    that was never told is told now.
    """
    if not changes:
        return {}
    known = read_known(connection, [], {"": frozenset(one.new.agreement_id for one in changes)}, at)
    found = []
    for one in changes:
        what, new = reread(*one.others, one.old, new=one.new, stage_set=one.stage_set, by_hand=True), one.new
        if what:
            item = says(new, known)
            more = {"stage": new.stage, "reason": _why(one)}
            told = {**payload(new, item, known), **more}
            found.append(Change(old=one.old, new=new, reread=what, payload=told, kin=kin(item.reading)))
    lines = [
        *_parted(connection, changes, known, plan, at),
        *amends(connection, numbers.peek("load"), found, plan, old_news=False),
    ]
    return outbox.write(connection, batch_id, lines, at, numbers)


def _parted(
    connection: duckdb.DuckDBPyConnection,
    changes: Sequence[ByHand],
    known: Register,
    plan: AlertPlan | None,
    at: datetime,
) -> Iterable[Line]:
    """The stage of each part of a split agreement that no message tells, since it passed for the other's."""
    parts = {one.new.agreement_id: one for one in changes if one.parted}
    rows.given(connection, "parted_agreements", id=list(parts))
    for agreement, stage, mention, silent in connection.execute(
        "SELECT agreement_id, stage, mention_id, silent FROM store.agreement_stage AS s "
        "SEMI JOIN parted_agreements AS p ON s.agreement_id = p.id "
        "ANTI JOIN (SELECT agreement_id, stage FROM store.alert WHERE kind = 'stage') USING (agreement_id, stage) "
        "ORDER BY agreement_id"
    ).fetchall():
        row = parts[agreement].new
        said = [one for one in known.known[agreement].readings if one.status == stage and one.new]
        if stage != row.stage or not said:
            continue
        told = max(said, key=lambda one: (one.mention_id == mention, one.reported_at))
        item = Placed(reading=told, decision=Decision(action="attach", agreement_id=agreement))
        event = stage_event(row, item, known)
        event = msgspec.structs.replace(event, payload={**event.payload, "reason": _why(parts[agreement])})
        age = (at - told.reported_at).days
        old = f"published {age} days before it was split off" if age > OLD_NEWS_DAYS else None
        yield from lines_of(event, item, plan, silent or old)


def _why(change: ByHand) -> str:
    return "; ".join(dict.fromkeys(change.reasons))


def says(row: AgreementRow, register: Register) -> Placed:
    """The sentence that says what holds now, before one that tells the stage, before the newest."""
    told = max(
        register.known[row.agreement_id].readings,
        key=lambda said: (said.value == row.value, said.status == row.stage, said.new, said.reported_at),
    )
    return Placed(reading=told, decision=Decision(action="attach", agreement_id=row.agreement_id))


def _new_stages(connection: duckdb.DuckDBPyConnection, news: News, plan: AlertPlan | None) -> list[Line]:
    """A stage is told unless every article of the batch that reports it is old news; why not is kept with the stage."""
    current = {new.agreement_id: new for _, new in news.changed}
    fresh = {
        (item.decision.agreement_id, item.reading.status)
        for item in news.placed
        if item.reading.new and item.reading.article_id not in news.silent
    }
    lines, silent, told = [], [], _told_before_a_restore(connection, news.stages)
    for item in news.stages:
        row = current.get(item.decision.agreement_id or "")
        if row is None:
            continue
        stage = item.reading.status
        reason = None if (row.agreement_id, stage) in fresh else news.silent.get(item.reading.article_id)
        if reason:
            silent.append((row.agreement_id, stage, reason))
        if (row.agreement_id, stage) not in told:
            lines += lines_of(stage_event(row, item, news.register), item, plan, reason)
    if silent:
        ids, stages, reasons = zip(*silent, strict=True)
        rows.given(connection, "silent_stages", id=ids, stage=stages, reason=reasons)
        connection.execute(
            "UPDATE store.agreement_stage SET silent = s.reason FROM silent_stages AS s "
            "WHERE store.agreement_stage.agreement_id = s.id AND store.agreement_stage.stage = s.stage"
        )
    return lines


def _told_before_a_restore(connection: duckdb.DuckDBPyConnection, stages: Sequence[Placed]) -> set[tuple[str, str]]:
    ids, names = [item.decision.agreement_id for item in stages], [item.reading.status for item in stages]
    rows.given(connection, "incoming_stages", id=ids, stage=names)
    return set(connection.execute(rows.statement("lost_stages")).fetchall()) if ids else set()


def _changes(news: News) -> list[Change]:
    """Rows that read otherwise now, each with the last report that says so, and of these one that tells the value.

    A stage that was told before the denial it ends is no new one, so it is told as a correction. Where the new value
    makes a rule hold that had waited, the stage itself is told, once and as it now reads. What was told of a row that
    became one with another is corrected by that one. What a signing is worth takes back no value of the talks.
    """
    ours: dict[str | None, list[Placed]] = defaultdict(list)
    for one in news.placed:
        ours[one.decision.agreement_id].append(one)
    new_stages = {(item.decision.agreement_id, item.reading.status) for item in news.stages}
    merged: dict[str, list[AgreementRow | None]] = defaultdict(list)
    for old, new in news.changed:
        if new.agreement_id in news.register.gone:
            merged[news.register.now(new.agreement_id)].append(old)
    found = []
    for old, new in news.changed:
        olds = (*merged[new.agreement_id], old)
        what = reread(*olds, new=new)
        item = _last(ours[new.agreement_id], new.value if "value" in what else None, news.silent)
        if (new.agreement_id, new.stage) in new_stages:
            what.pop("stage", None)
            if ORDER.get(new.stage, 0) >= ORDER["signed"] and all(one.stage in _TALKS for one in olds if one):
                what.pop("value", None)
        if what and item is not None:
            told, silent = payload(new, item, news.register), news.silent.get(item.reading.article_id)
            found.append(Change(old=old, new=new, reread=what, payload=told, reason=silent, kin=kin(item.reading)))
    return found


def _last(placed: Sequence[Placed], value: Decimal | None, silent: Mapping[str, str]) -> Placed | None:
    """The last that is no old news, first of those that tell a value that is new."""

    def standing(item: Placed) -> tuple[bool, bool]:
        return item.reading.article_id not in silent, value in (None, item.reading.value)

    return max(reversed(placed), key=standing, default=None)


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
    told = outbox.who_told(connection, [one for one, _ in silent])
    for key, item in again.items():
        row = current.get(key[0] or "")
        if row is None or key not in silent:
            continue
        event = stage_event(row, item, news.register)
        event = msgspec.structs.replace(event, again=True, told=tuple(told.get((row.agreement_id, key[1]), ())))
        yield from lines_of(event, item, plan, silent[key], only_real=True)


def stage_event(row: AgreementRow, item: Placed, register: Register) -> StageEvent:
    return StageEvent(
        agreement_id=row.agreement_id,
        stage=item.reading.status,
        kind="stage",
        agreement=row,
        payload=payload(row, item, register),
    )


def lines_of(
    event: StageEvent,
    item: Placed,
    plan: AlertPlan | None,
    reason: str | None,
    *,
    only_real: bool = False,
) -> list[Line]:
    """A line for each rule and channel that wants the event; where none does, one that says what would be told."""
    targets = plan(event) if plan else ()
    return [
        Line(
            agreement_id=event.agreement_id,
            stage=event.stage,
            kind=target.later or event.kind,
            target=target,
            payload={**event.payload, **note(target, again=event.again)},
            reason=reason or target.suppress,
            kin=kin(item.reading),
        )
        for target in targets or (() if only_real else (NO_CHANNEL,))
        if not (reason and target.heard is not None)
    ]


def kin(reading: Reading) -> frozenset[str]:
    """What a message about this mention shares with others of its batch."""
    event = (f"event {fold_name(reading.event)}",) if reading.event else ()
    return frozenset((f"story {reading.story_id}", f"article {reading.article_id}", *event))
