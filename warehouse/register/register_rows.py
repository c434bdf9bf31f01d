"""Writes what the register resolved: its rows and their old states, why each mention went where, new stages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import msgspec

from warehouse import rows
from warehouse.records import AgreementRow
from warehouse.register.known import Known
from warehouse.register.people import merged_into
from warehouse.register.reading import Reading
from warehouse.register.summary import Edited, OwnDollars, in_usd, summarise

if TYPE_CHECKING:
    from warehouse.register.register import Placed, Register

KINDS = {
    "agreement_id": "text", "kind": "text", "stage": "text", "type": "text", "parties": "parties", "sectors": "texts",
    "signed_on": "date", "place": "text", "event": "text", "value": "decimal", "unit": "text", "value_usd": "decimal",
    "count": "int", "first_reported_at": "moment", "last_reported_at": "moment", "mentions": "int",
    "publishers": "int", "languages": "texts", "title": "text", "usd_source": "text",
    "recorded_at": "moment",
}  # fmt: skip


def _columns(agreements: Sequence[AgreementRow], at: datetime) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {}
    for name, kind in KINDS.items():
        if name == "recorded_at":
            columns[name] = [at] * len(agreements)
            continue
        values = [getattr(one, name) for one in agreements]
        if kind == "moment":
            values = [rows.moment(value) for value in values]
        columns[name] = values
    return columns


def write_rows(
    connection: duckdb.DuckDBPyConnection, register: Register, touched: Sequence[str], at: datetime
) -> list[tuple[AgreementRow | None, AgreementRow]]:
    """Bring the register's rows up to date; returns (old, new) for each that changed. Old rows are kept."""
    held, by_hand = read_rows(connection, touched), _overrides(connection)
    dollars, edited = _own_dollars(connection, touched), _edited(connection, touched, at)
    changed = []
    for one in touched:
        own = dollars.get(one, {})
        old, new = held.get(one), summarise(register.known[one], held.get(one), own, edited.get(one, {}))
        if new is not None and one in by_hand:
            new = _by_hand(new, by_hand[one], own)
        if new is not None and new != old:
            changed.append((old, new))
    rows.given(connection, "changed_agreements", id=[new.agreement_id for _, new in changed])
    connection.execute(
        "UPDATE store.agreement SET superseded_at = ? FROM changed_agreements AS c "
        "WHERE store.agreement.agreement_id = c.id AND superseded_at IS NULL",
        [at],
    )
    fresh = [new for _, new in changed]
    rows.insert(connection, "agreement", KINDS, _columns(fresh, at))
    return changed


def _own_dollars(connection: duckdb.DuckDBPyConnection, touched: Sequence[str]) -> Mapping[str, OwnDollars]:
    """By agreement what its articles themselves make of its values in dollars."""
    rows.given(connection, "wanted_agreements", id=touched)
    found: dict[str, dict[tuple[Decimal, str], tuple[Decimal, str]]] = defaultdict(dict)
    for agreement, value, unit, value_usd, source in connection.execute(rows.statement("own_dollars")).fetchall():
        found[agreement][value, unit] = value_usd, source
    return found


def _edited(connection: duckdb.DuckDBPyConnection, touched: Sequence[str], at: datetime) -> Mapping[str, Edited]:
    """By agreement the mentions whose value an edit of their page set or took back by then."""
    rows.given(connection, "wanted_agreements", id=touched)
    found: dict[str, dict[int, bool]] = defaultdict(dict)
    for agreement, mention, stands in connection.execute(rows.statement("edited_values"), {"at": at}).fetchall():
        found[agreement][mention] = stands
    return found


def _by_hand(row: AgreementRow, given: dict[str, Any], own: OwnDollars) -> AgreementRow:
    """The row with what people set; what another value is in dollars follows from it, and no value has no currency."""
    row = msgspec.structs.replace(row, **given)
    if row.value is None:
        row = msgspec.structs.replace(row, unit=None)
    if given.keys().isdisjoint(("value", "unit", "signed_on")):
        return row
    day = date.fromisoformat((row.signed_on or row.first_reported_at)[:10])
    value_usd, usd_source = in_usd(row.value, row.unit, day, own)
    return msgspec.structs.replace(row, value_usd=value_usd, usd_source=usd_source)


def row_at(
    connection: duckdb.DuckDBPyConnection,
    agreement: str,
    readings: Sequence[Reading],
    before: AgreementRow | None,
    at: datetime,
) -> AgreementRow | None:
    """The row as it stood at a moment, by these mentions and what people had set by then."""
    own = _own_dollars(connection, [agreement]).get(agreement, {})
    row = summarise(Known(agreement, readings), before, own, _edited(connection, [agreement], at).get(agreement, {}))
    given = _overrides(connection, at).get(agreement)
    return _by_hand(row, given, own) if row is not None and given else row


def insert_version(
    connection: duckdb.DuckDBPyConnection, row: AgreementRow, since: datetime, until: datetime | None
) -> None:
    """Write a row as it stood from one moment until another, or until now."""
    rows.insert(connection, "agreement", KINDS, _columns([row], since))
    connection.execute(
        "UPDATE store.agreement SET superseded_at = ? WHERE agreement_id = ? AND recorded_at = ?",
        [until, row.agreement_id, since],
    )


def _overrides(connection: duckdb.DuckDBPyConnection, at: datetime | None = None) -> dict[str, dict[str, Any]]:
    """Columns that people set by hand, by now or `at`, the last word of each; of what was merged, for the row that it
    stands in now.
    """
    given = connection.execute(
        "SELECT agreement_id, field, value FROM store.override WHERE recorded_at <= coalesce(?, recorded_at) "
        "ORDER BY recorded_at, rowid",
        [at],
    ).fetchall()
    now = merged_into(connection, {agreement for agreement, _, _ in given})
    found: dict[str, dict[str, Any]] = {}
    for agreement, field, value in given:
        found.setdefault(now.get(agreement, agreement), {})[field] = (
            Decimal(value) if value and field == "value" else value or None
        )
    return found


def read_rows(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[str, AgreementRow]:
    """The register's current rows of these agreements."""
    rows.given(connection, "wanted_agreements", id=ids)
    # The snapshot of an earlier program may lack the newest columns.
    found = connection.execute(
        "SELECT * EXCLUDE (recorded_at, superseded_at) FROM store.agreement SEMI JOIN wanted_agreements AS w "
        "ON store.agreement.agreement_id = w.id WHERE superseded_at IS NULL"
    )
    names = [column[0] for column in found.description or ()]
    result = {}
    for values in found.fetchall():
        row = dict(zip(names, values, strict=True))
        for name in ("parties", "sectors", "languages"):
            row[name] = tuple(row[name])
        row["signed_on"] = row["signed_on"].isoformat() if row["signed_on"] else None
        for name in ("first_reported_at", "last_reported_at"):
            row[name] = row[name].isoformat()
        result[row["agreement_id"]] = AgreementRow(**row)
    return result


def write_trace(connection: duckdb.DuckDBPyConnection, known: Register, placed: Sequence[Placed], at: datetime) -> None:
    """Keep why each mention went where it went, and the keys that later mentions are looked up by."""
    decisions = [item.decision for item in placed]
    rows.insert(
        connection,
        "agreement_evidence",
        {
            "mention_id": "int", "agreement_id": "text", "action": "text", "score": "float", "evidence": "texts",
            "rejected": "rejected", "recorded_at": "moment",
        },
        {
            "mention_id": [item.reading.mention_id for item in placed],
            "agreement_id": [one.agreement_id for one in decisions],
            "action": [one.action for one in decisions],
            "score": [one.score for one in decisions],
            "evidence": [list(one.evidence) for one in decisions],
            "rejected": [[{"agreement_id": a, "reason": why} for a, why in one.rejected] for one in decisions],
            "recorded_at": [at] * len(placed),
        },
    )  # fmt: skip
    rows.insert(
        connection,
        "agreement_key",
        {"key": "text", "agreement_id": "text"},
        {"key": [key for key, _ in known.new_keys], "agreement_id": [known.now(one) for _, one in known.new_keys]},
    )


#: Stages that an article which tells another one only leads up to ("the sides held talks, then signed"; "they are
#: close to a deal, to be signed in May"), or explains it by ("the deal has ended: they could not agree on the costs").
_ASIDE = {
    "planned": frozenset(("signed", "in_force", "ended", "denied")),
    "negotiating": frozenset(("planned", "signed", "in_force", "ended", "denied")),
    "denied": frozenset(("ended",)),
}


def _told_beside(placed: Sequence[Placed]) -> dict[tuple[str | None, str], set[str]]:
    """By agreement and article the stages that the article tells as news."""
    told: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for item in placed:
        if item.reading.new:
            told[item.decision.agreement_id, item.reading.article_id].add(item.reading.status)
    return told


def write_stages(connection: duckdb.DuckDBPyConnection, placed: Sequence[Placed], at: datetime) -> list[Placed]:
    """Add the stages that are news; returns the mention that first told each."""
    rows.given(connection, "wanted_agreements", id=list({item.decision.agreement_id for item in placed}))
    held = set(
        connection.execute(
            "SELECT agreement_id, stage FROM store.agreement_stage "
            "SEMI JOIN wanted_agreements AS w ON store.agreement_stage.agreement_id = w.id"
        ).fetchall()
    )
    first, beside = [], _told_beside(placed)
    for item in placed:
        key = (item.decision.agreement_id, item.reading.status)
        aside = _ASIDE.get(item.reading.status, frozenset()) & beside[key[0], item.reading.article_id]
        if item.decision.agreement_id and item.reading.new and key not in held and not aside:
            held.add(key)
            first.append(item)
    rows.insert(
        connection,
        "agreement_stage",
        {
            "agreement_id": "text", "stage": "text", "reported_at": "moment", "article_id": "text",
            "mention_id": "int", "recorded_at": "moment",
        },
        {
            "agreement_id": [item.decision.agreement_id for item in first],
            "stage": [item.reading.status for item in first],
            "reported_at": [item.reading.reported_at for item in first],
            "article_id": [item.reading.article_id for item in first],
            "mention_id": [item.reading.mention_id for item in first],
            "recorded_at": [at] * len(first),
        },
    )  # fmt: skip
    return first
