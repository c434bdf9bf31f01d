"""Applies people's corrections to the register: merge, split, wrong value; each with its reason and date.

A table is applied once, known by its digest; one that stands again below its opposite, once more. The
readings that it changes stay in the tables as superseded rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import duckdb
import msgspec

from warehouse import rows
from warehouse.merged_rows import move_alerts, move_mentions, split_alerts
from warehouse.old_news import mark_parts
from warehouse.records import AgreementRow
from warehouse.register import people, register, register_rows
from warehouse.register.correction_file import Correction, Corrections, Listed, Merge, Split, Value
from warehouse.register.merging import Merged
from warehouse.schema import open_writer


class ByHand(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement before the first and after the last correction of a load, with the reasons; `stage_set`: people
    said what its stage is.

    `others` are what else it was told as: agreements that were merged into it, or the one that it was split off.
    `parted`: it is what one or the other side of a split left.
    """

    old: AgreementRow | None
    new: AgreementRow
    reasons: tuple[str, ...]
    stage_set: bool
    others: tuple[AgreementRow, ...] = ()
    parted: bool = False


State = Literal["applied", "new", "waits", "refused"]


def standing(
    connection: duckdb.DuckDBPyConnection, corrections: Corrections, at: datetime
) -> list[tuple[Listed, State, str]]:
    """Each correction with how it stands in this register at a moment: why it waits or is refused, what holds since."""
    done = _done(connection)
    return [
        (one, *(("applied", _set_anew(connection, one.what)) if one.digest in done else _state(connection, one, at)))
        for one in corrections.listed
    ]


def foretold(
    snapshot: Path, corrections: Corrections, stand: Sequence[tuple[Listed, State, str]], at: datetime
) -> list[tuple[Listed, State, str]]:
    """The same as it will stand after the next load, those that it applies as "new": tried on a copy of the snapshot.

    A split makes the id that a merge of the same file may name.
    """
    if all(state != "new" for _, state, _ in stand):
        return list(stand)
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copyfile(snapshot, Path(folder, snapshot.name)))
        with open_writer(copy) as connection:
            apply(connection, corrections, at.astimezone(UTC).replace(tzinfo=None), rows.Numbers(connection))
            after = standing(connection, corrections, at)
    return [
        (one, "new" if now == "applied" and state != "applied" else now, why)
        for (_, state, _), (one, now, why) in zip(stand, after, strict=True)
    ]


def without_table(connection: duckdb.DuckDBPyConnection, corrections: Corrections) -> list[tuple[str, str, str, date]]:
    """What was applied and no file holds any more: agreement, kind, reason and date."""
    return connection.execute(
        "SELECT agreement_id, kind, reason, made_on FROM store.correction WHERE NOT list_contains(?, digest) "
        "ORDER BY applied_at, rowid",
        [[one.digest for one in corrections.listed]],
    ).fetchall()


def apply(
    connection: duckdb.DuckDBPyConnection, corrections: Corrections, at: datetime, numbers: rows.Numbers
) -> tuple[list[ByHand], list[str]]:
    """Apply those not applied yet, inside the caller's transaction; returns the agreements that read otherwise now,
    and which corrections were refused and why.

    A correction of an agreement that this warehouse does not hold yet is left for later. Merges and splits are tried
    until none is left that can be followed: a split makes the agreement that a merge may name.
    """
    done = _done(connection)
    changed: dict[str, ByHand] = {}
    refused = list(corrections.refused)
    structure = [one for one in corrections.listed if not isinstance(one.what, Value)]
    values = [one for one in corrections.listed if isinstance(one.what, Value)]
    refused += _apply_all(connection, structure, at, numbers, done, changed, tries=len(structure))
    refused += _apply_all(connection, values, at, numbers, done, changed, tries=1)
    return list(changed.values()), refused


def _apply_all(
    connection: duckdb.DuckDBPyConnection,
    corrections: Sequence[Listed],
    at: datetime,
    numbers: rows.Numbers,
    done: set[str],
    changed: dict[str, ByHand],
    tries: int,
) -> list[str]:
    """Apply those that are not `done`, in order, until none more can be; returns what is refused in the end."""
    refused: list[str] = []
    for _ in range(tries):
        before, refused = len(done), []
        for listed in corrections:
            if listed.digest in done:
                continue
            state, why = _state(connection, listed, at)
            if state == "new":
                done.add(listed.digest)
                _apply_one(connection, listed, at, numbers, changed)
            elif state == "refused":
                refused.append(f"{listed.where}, {why}")
        if len(done) == before:
            break
    return refused


def _apply_one(
    connection: duckdb.DuckDBPyConnection,
    listed: Listed,
    at: datetime,
    numbers: rows.Numbers,
    changed: dict[str, ByHand],
) -> None:
    """Apply one, note what it changed and that it is applied."""
    one = listed.what
    touched = _apply(connection, one, at, numbers)
    known = register.read_known(connection, [], {"": frozenset(touched)}, at)
    drawn = register_rows.write_rows(connection, known, touched, at)
    for old, new in drawn:
        before = changed.get(new.agreement_id)
        others = tuple(was for was, now in drawn if was and now.agreement_id != new.agreement_id)
        changed[new.agreement_id] = ByHand(
            old=before.old if before else old,
            new=new,
            reasons=(*(before.reasons if before else ()), one.reason),
            stage_set=(before is not None and before.stage_set) or (isinstance(one, Value) and one.field == "stage"),
            others=(*(before.others if before else ()), *others),
            parted=(before is not None and before.parted) or isinstance(one, Split),
        )
    connection.execute(
        "INSERT INTO store.correction VALUES (?, ?, ?, ?, ?, ?)",
        [listed.digest, type(one).__name__.lower(), one.reason, one.date, touched[0], at],
    )


def _done(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT digest FROM store.correction").fetchall()}


def _set_anew(connection: duckdb.DuckDBPyConnection, one: Correction) -> str:
    """What people set since in the column that an applied correction set."""
    if not isinstance(one, Value):
        return ""
    value, reason = connection.execute(
        "SELECT coalesce(value, ''), reason FROM store.override WHERE agreement_id = ? AND field = ? "
        "ORDER BY recorded_at DESC, rowid DESC LIMIT 1",
        [one.agreement, one.field],
    ).fetchone() or (one.value, one.reason)
    return "" if (value, reason) == (one.value, one.reason) else f"set anew since: {value or 'none'} ({reason})"


def _state(connection: duckdb.DuckDBPyConnection, listed: Listed, at: datetime) -> tuple[State, str]:
    """How a correction that was not applied yet stands, and why."""
    one = listed.what
    if one.date > at.date() + timedelta(days=1):  # it may be tomorrow where people write it
        return "refused", f"date: {one.date} lies ahead"
    needed = [one.into, *one.agreements] if isinstance(one, Merge) else [one.agreement]
    missing = dict(connection.execute(rows.statement("missing_agreements"), {"needed": needed}).fetchall())
    merged = people.merged_into(connection, missing)
    for agreement, given in missing.items():
        if into := merged.get(agreement):
            return "refused", f"{agreement} was merged into {into}: {'already' if into in needed else 'name that'}"
        if not given and not listed.everywhere:
            return "refused", f"no agreement was ever given the id {agreement}"
    if missing:
        return "waits", f"not in this register: {', '.join(missing)}"
    if isinstance(one, Split):
        found = connection.execute(
            "SELECT DISTINCT mention_id FROM store.agreement_mention "
            "WHERE agreement_id = ? AND list_contains(?, mention_id)",
            [one.agreement, list(one.mentions)],
        ).fetchall()
        if foreign := sorted(set(one.mentions) - {row[0] for row in found}):
            return "refused", f"mentions: not of this agreement: {', '.join(f'mention-{one}' for one in foreign)}"
    if isinstance(one, Value) and one.field == "signed_on" and (last := _last_told(connection, one)):
        return "refused", f"signed_on: {one.value} is after {last:%Y-%m-%d}, the day of its last report"
    return "new", ""


def _last_told(connection: duckdb.DuckDBPyConnection, one: Value) -> date | None:
    """The day of the last report of an agreement that is signed by now, where it lies before the day that people set.

    A report in the evening of one country may be of the next day in another.
    """
    found = connection.execute(
        "SELECT CAST(last_reported_at AS DATE) FROM store.agreement WHERE superseded_at IS NULL AND agreement_id = ? "
        "AND stage IN ('signed', 'in_force', 'ended') AND TRY_CAST(? AS DATE) > last_reported_at + INTERVAL 1 DAY",
        [one.agreement, one.value],
    ).fetchone()
    return found[0] if found else None


def _apply(
    connection: duckdb.DuckDBPyConnection, one: Correction, at: datetime, numbers: rows.Numbers
) -> Sequence[str]:
    """Do it; returns the agreements whose rows must be drawn anew."""
    if isinstance(one, Value):
        connection.execute(
            "INSERT INTO store.override VALUES (?, ?, ?, ?, ?)",
            [one.agreement, one.field, one.value or None, one.reason, at],
        )
        return [one.agreement]
    if isinstance(one, Merge):
        mentions = move_mentions(connection, one.into, one.agreements)
        for gone in one.agreements:
            move_alerts(connection, Merged(gone=gone, into=one.into, evidence=()))
        _trace(connection, mentions, one.into, "merge", one.reason, at)
        return [one.into, *one.agreements]
    (number,) = numbers.take("agreement", 1)
    fresh = register.agreement_id(number)
    moved = {"to": fresh, "from": one.agreement, "mentions": list(one.mentions)}
    connection.execute(
        "UPDATE store.agreement_mention SET agreement_id = $to "
        "WHERE agreement_id = $from AND list_contains($mentions, mention_id)",
        moved,
    )
    connection.execute(
        "UPDATE store.agreement_stage SET agreement_id = $to "
        "WHERE agreement_id = $from AND list_contains($mentions, mention_id)",
        moved,
    )
    connection.execute(rows.statement("split_stages"), {"agreements": [fresh, one.agreement], "at": at})
    mark_parts(connection, [fresh, one.agreement])
    connection.execute(
        "INSERT INTO store.agreement_key SELECT key, $to FROM store.agreement_key WHERE agreement_id = $from",
        {"to": fresh, "from": one.agreement},
    )
    split_alerts(connection, one.agreement, fresh)
    _trace(connection, one.mentions, fresh, "split", one.reason, at)
    return [fresh, one.agreement]


def _trace(
    connection: duckdb.DuckDBPyConnection,
    mentions: Sequence[int],
    agreement: str,
    action: str,
    reason: str,
    at: datetime,
) -> None:
    """The evidence table says that a person did it, and why."""
    connection.execute(
        "INSERT INTO store.agreement_evidence SELECT unnest($mentions), $agreement, $action, 1.0, [$reason], [], $at",
        {
            "mentions": list(mentions),
            "agreement": agreement,
            "action": action,
            "reason": f"by hand: {reason}",
            "at": at,
        },
    )
