"""What a load did that is worth telling: new stages, corrections, stages that a rule was waiting to hear again.

A plan says which rules and channels want an event; the lines go to the outbox in the load's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb
import msgspec

from warehouse import outbox, rows
from warehouse.matching import Decision
from warehouse.names import fold_name
from warehouse.outbox import Line
from warehouse.payload import corrected, payload, usd_value
from warehouse.records import NO_CHANNEL, AgreementRow, AlertPlan, StageEvent, Target
from warehouse.register import Placed, read_known

if TYPE_CHECKING:
    from warehouse.corrections import ByHand
    from warehouse.register import Register


#: Why a correction stays: nobody at that channel was told of what it corrects.
NOTHING_TOLD = "nothing was told to correct"


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
        *_corrections(connection, news, plan),
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

    It goes by no article's age: who heard what was wrong should hear what is right.
    """
    if not changes:
        return {}
    known = read_known(connection, [], {"": frozenset(one.new.agreement_id for one in changes)}, at)
    lines = []
    for one in changes:
        what, new = corrected(one.old, one.new, stage_set=one.stage_set), one.new
        if not what:
            continue
        # The sentence that says what holds now, before one that tells the stage, before the newest.
        told = max(
            known.known[new.agreement_id].readings,
            key=lambda said: (said.value == new.value, said.status == new.stage, said.new, said.reported_at),
        )
        item = Placed(reading=told, decision=Decision(action="attach", agreement_id=new.agreement_id))
        more = {"stage": new.stage, "corrected": what, "reason": "; ".join(dict.fromkeys(one.reasons))}
        event = _correction(new, {**payload(new, item, known), **more})
        lines += _lines(event, item, plan, None, one.digest, before=one.old)
    return outbox.write(connection, batch_id, _of_what_was_told(connection, lines, old_news=False), at, numbers)


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


def _corrections(connection: duckdb.DuckDBPyConnection, news: News, plan: AlertPlan | None) -> list[Line]:
    """What was told and reads otherwise now. A channel that never heard of the agreement has nothing to take back;
    of an agreement that came in as old news, nobody heard, and its correction is the first that there is to tell.

    A stage that was told before the denial it ends is no new one, so it is told as a correction.

    Where the new value makes a rule hold that had waited, the stage itself is told, once and as it now reads.
    """
    last = {item.decision.agreement_id: item for item in news.placed}
    new_stages = {(item.decision.agreement_id, item.reading.status) for item in news.stages}
    lines = []
    for old, new in news.changed:
        what, told = corrected(old, new), last.get(new.agreement_id)
        if (new.agreement_id, new.stage) in new_stages:
            what.pop("stage", None)
        if not what or told is None:
            continue
        silent = news.silent.get(told.reading.article_id)
        event = _correction(new, {**payload(new, told, news.register), "corrected": what})
        lines += _lines(event, told, plan, silent, repr(what), before=old)
    return _of_what_was_told(connection, lines)


def _of_what_was_told(
    connection: duckdb.DuckDBPyConnection, lines: Sequence[Line], *, old_news: bool = True
) -> list[Line]:
    """The lines, those without a first message to follow held back; a repeat or escalation goes by its rule's own.

    With `old_news` those of an agreement that came in as such, of which nobody heard, stay as well.
    """
    if not lines:
        return []
    rows.given(connection, "corrected_agreements", id=[line.agreement_id for line in lines])
    channels = set(
        connection.execute(
            "SELECT DISTINCT agreement_id, channel FROM store.alert SEMI JOIN corrected_agreements AS c "
            "ON store.alert.agreement_id = c.id WHERE kind = 'stage' AND state <> 'suppressed'"
        ).fetchall()
    )
    unheard = {
        row[0]
        for row in connection.execute(
            "SELECT agreement_id FROM store.agreement_stage SEMI JOIN corrected_agreements AS c "
            "ON store.agreement_stage.agreement_id = c.id GROUP BY agreement_id HAVING bool_and(silent IS NOT NULL)"
        ).fetchall()
    }
    heard = {
        (line.agreement_id, line.target.rule)
        for line in lines
        if not line.target.later and (line.target.alone or (line.agreement_id, line.target.channel) in channels)
    }

    def follows(line: Line) -> bool:
        if line.target.later or line.target.alone:
            return (line.agreement_id, line.target.rule) in heard
        return (old_news and line.agreement_id in unheard) or (line.agreement_id, line.target.channel) in channels

    return [
        line if line.reason or follows(line) else msgspec.structs.replace(line, reason=NOTHING_TOLD) for line in lines
    ]


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


def _correction(row: AgreementRow, told: dict[str, object]) -> StageEvent:
    return StageEvent(agreement_id=row.agreement_id, stage=row.stage, kind="correction", agreement=row, payload=told)


def _targets(plan: AlertPlan | None, event: StageEvent, before: AgreementRow | None) -> list[Target]:
    """Who wants the event; of a correction also whom its rule told because of how the row read `before`."""
    targets = list(plan(event)) if plan else []
    if plan and before:
        worth = {**msgspec.structs.asdict(before), "value_usd": usd_value(before)[0]}
        told = {**event.payload, "agreement": worth}
        was = msgspec.structs.replace(event, stage=before.stage, agreement=before, payload=told)
        targets = list(dict.fromkeys([*targets, *plan(was)]))
        targets = [one for one in targets if one.channel != "none"] or targets
    return targets


def _lines(
    event: StageEvent,
    item: Placed,
    plan: AlertPlan | None,
    reason: str | None,
    what: str = "",
    *,
    before: AgreementRow | None = None,
    only_real: bool = False,
) -> list[Line]:
    """A line for each rule and channel that wants the event; where none does, one that says what would be told."""
    targets = _targets(plan, event, before)
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
