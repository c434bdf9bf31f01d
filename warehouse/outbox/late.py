"""What was due to a rule while it was refused: notes in the outbox, taken up by the first load that can read it.

A rules file is written by people, and a slip in it must neither stop the news nor lose what a rule would have told. For
each refused rule an event gets a suppressed line without a channel; when the rule can be read it is asked, about the
agreement as the register then has it. Who told what already is known by the outbox, so that nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb
import msgspec

from warehouse import rows
from warehouse.outbox import outbox
from warehouse.outbox.amends import Change, amends
from warehouse.outbox.news import kin, lines_of, says, stage_event
from warehouse.outbox.outbox import Line
from warehouse.outbox.payload import money, payload
from warehouse.records import REFUSED, AgreementRow, AlertPlan, Late
from warehouse.register.register import Placed, Register, read_known
from warehouse.register.register_rows import read_rows


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A line that says that an event is due to a refused rule; `told` is its payload."""

    alert_id: int
    agreement_id: str
    stage: str
    kind: str
    rule: str
    told: Mapping[str, Any]

    @property
    def late(self) -> Late:
        """Whom it is for."""
        return Late(rule=self.rule, heard=tuple(self.told["late"]["heard"]))


def take_up(
    connection: duckdb.DuckDBPyConnection, batch_id: str, plan: AlertPlan, at: datetime, numbers: rows.Numbers
) -> dict[str, int]:
    """Ask the rules that can be read now about what happened while they could not; how many lines wait and don't.

    Stages first, so that no correction is told of what is told as it now reads.
    """
    notes = _askable(connection, _notes(connection), plan, at)
    if not notes:
        return {}
    ids = sorted({one.agreement_id for one in notes})
    held, known = read_rows(connection, ids), read_known(connection, [], {"": frozenset(ids)}, at)
    standing = [one for one in notes if known.known[one.agreement_id].readings and one.agreement_id in held]
    counts = {"alerts_pending": 0, "alerts_suppressed": 0}
    waiting: dict[tuple[str, str], tuple[str, ...]] = {}

    def write(found: Iterable[Line]) -> None:
        ours = list(found)
        real = [line for line in ours if line.target.heard is None]
        waiting.update(
            ((line.agreement_id, line.target.rule), line.target.heard) for line in ours if line.target.heard is not None
        )
        for name, count in outbox.write(connection, batch_id, real, at, numbers).items():
            counts[name] += count

    told = outbox.who_told(connection, ids)
    write(
        line
        for one in standing
        if one.kind == "stage"
        for line in _stage(one, held[one.agreement_id], known, plan, told.get((one.agreement_id, one.stage), ()))
    )
    changed = [one for one in standing if one.kind == "correction"]
    read = {(one.agreement_id, one.rule) for one in changed if not one.told.get("reason")}
    for old_news in (True, False):  # What people alone corrected of old news is told to whoever heard of it.
        ours = [one for one in changed if ((one.agreement_id, one.rule) in read) == old_news]
        write(amends(connection, numbers.peek("load"), _changes(ours, held, known), plan, old_news=old_news))
    done = [one.alert_id for one in notes if (one.agreement_id, one.rule) not in waiting]
    connection.execute("DELETE FROM store.alert WHERE list_contains(?, alert_id)", [done])
    for one in notes:
        if asked := waiting.get((one.agreement_id, one.rule)):
            noted = {**one.told, "late": {**one.told["late"], "heard": asked}}
            connection.execute(
                "UPDATE store.alert SET payload = ? WHERE alert_id = ?",
                [msgspec.json.encode(noted).decode(), one.alert_id],
            )
    return counts


def _askable(connection: duckdb.DuckDBPyConnection, notes: Sequence[Note], plan: AlertPlan, at: datetime) -> list[Note]:
    """Those about which there is a rule to ask by now; a rule that nobody mends gathers thousands.

    Notes of one rule and time are alike in that: the first that can be told stands for all.
    """
    groups: dict[Late, list[Note]] = {}
    for note in notes:
        groups.setdefault(note.late, []).append(note)
    ids = sorted({ours[0].agreement_id for ours in groups.values()})
    held, known = read_rows(connection, ids), read_known(connection, [], {"": frozenset(ids)}, at)
    found = []
    for ours in groups.values():
        first = ours[0]
        row = held.get(first.agreement_id)
        told = _stage(first, row, known, plan) if row and known.known[first.agreement_id].readings else ()
        if not any(line.target.heard is not None and line.target.suppress for line in told):
            found += ours
    return sorted(found, key=lambda one: one.alert_id)


def _notes(connection: duckdb.DuckDBPyConnection) -> list[Note]:
    found = connection.execute(
        "SELECT alert_id, agreement_id, stage, kind, rule, payload FROM store.alert "
        "WHERE state = 'suppressed' AND channel = 'none' AND reason = ? ORDER BY alert_id",
        [REFUSED],
    ).fetchall()
    return [
        Note(alert_id=alert, agreement_id=agreement, stage=stage, kind=kind, rule=rule, told=msgspec.json.decode(text))
        for alert, agreement, stage, kind, rule, text in found
    ]


def _stage(
    note: Note, row: AgreementRow, known: Register, plan: AlertPlan, told_by: Sequence[tuple[str, str]] = ()
) -> list[Line]:
    """The stage as it now reads, from the report that told it, or else from another of the stage."""
    first = [
        said
        for said in known.known[note.agreement_id].readings
        if said.status == note.stage and said.mention_id == note.told["mention_id"]
    ]
    told = [said for said in known.known[note.agreement_id].readings if said.status == note.stage]
    item = says(row, known)
    if told:
        newest = max(told, key=lambda said: (said.new, said.reported_at))
        item = Placed(reading=(first or [newest])[0], decision=item.decision)
    event = msgspec.structs.replace(stage_event(row, item, known), stage=note.stage)
    event = msgspec.structs.replace(event, again=bool(note.told["late"].get("again")), late=note.late)
    event = msgspec.structs.replace(event, told=tuple(told_by))
    return lines_of(event, item, plan, None, only_real=True)


def _changes(notes: Sequence[Note], held: Mapping[str, AgreementRow], known: Register) -> list[Change]:
    """A change for each agreement and rule, from what was first told otherwise to what the register says now."""
    found: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        found.setdefault((note.agreement_id, note.rule), []).append(note)
    changes = []
    for (agreement, _), ours in found.items():
        row = held[agreement]
        worth = money(row)
        now = {"value": str(worth) if worth else None, "signed_on": row.signed_on, "stage": row.stage}
        before: dict[str, str | None] = {}
        for one in ours:
            for name, (old, _new) in one.told["late"]["reread"].items():
                before.setdefault(name, old)
        item = says(row, known)
        told: dict[str, object] = {**payload(row, item, known), "stage": row.stage}
        if reasons := [str(one.told["reason"]) for one in ours if one.told.get("reason")]:
            told["reason"] = "; ".join(dict.fromkeys(reasons))
        changes.append(
            Change(
                old=None,
                new=row,
                reread={name: (old, text) for name, old in before.items() if (text := now[name])},
                payload=told,
                kin=kin(item.reading),
                late=ours[-1].late,
            )
        )
    return changes
