"""What a forgotten article left in the tables besides its own rows: entries, words, stages, old rows, messages.

Each function is a part of the caller's transaction, which holds the articles' ids in `forgotten_ids`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb
import msgspec

from warehouse import rows
from warehouse.outbox.holding import FORGOTTEN
from warehouse.outbox.payload import Money, payload
from warehouse.records import AgreementRow
from warehouse.register import register, register_rows
from warehouse.register.decision import Decision
from warehouse.register.filing import filing_keys
from warehouse.register.reading import Reading

#: The tables that hold what articles say, by their id.
TOLD_IN = ("article", "figure", "agreement_mention", "development", "doubt")


def erase_words(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the articles that are no more out of the indexes of the search."""
    schemas = "SELECT schema_name FROM duckdb_schemas() WHERE database_name = current_database()"
    held = {row[0] for row in connection.execute(schemas).fetchall()}
    for index in held & {"fts_store_search_base", "fts_store_search_fresh"}:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE unheld AS SELECT docid FROM {index}.docs "
            "WHERE split_part(name, '@', 1) NOT IN (SELECT article_id FROM store.article)"
        )
        connection.execute(f"DELETE FROM {index}.terms WHERE docid IN (FROM unheld)")
        connection.execute(f"DELETE FROM {index}.docs WHERE docid IN (FROM unheld)")
        connection.execute(f"DELETE FROM {index}.dict WHERE termid NOT IN (SELECT termid FROM {index}.terms)")
        connection.execute(f"UPDATE {index}.stats SET num_docs = (SELECT count(*) FROM {index}.docs)")


def erase_entries(connection: duckdb.DuckDBPyConnection, reason: str, at: datetime) -> None:
    """Drop the entries behind the articles, of whichever feed, and keep their keys; before the articles go."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE forgotten_entries AS SELECT DISTINCT e.entry_id FROM store.entry AS e "
        "INNER JOIN store.article AS a ON e.entry_id = a.entry_id OR e.url = a.url "
        "OR e.canonical_url = coalesce(a.canonical_url, a.url) "
        "SEMI JOIN forgotten_ids AS f ON a.article_id = f.id"
    )
    connection.execute(
        "INSERT INTO store.tombstone SELECT 'entry', entry_id, $at, $reason FROM forgotten_entries",
        {"at": at, "reason": reason},
    )
    connection.execute("DELETE FROM store.entry WHERE entry_id IN (FROM forgotten_entries)")


def keep_words(connection: duckdb.DuckDBPyConnection) -> None:
    """Note what the articles say, as JSON, for `erase_findings`; before their rows go."""
    told = (f"SELECT article_id, to_json(t)::VARCHAR AS words FROM store.{table} AS t" for table in TOLD_IN)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW article_words AS {' UNION ALL '.join(told)}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE forgotten_words AS "
        "SELECT words FROM article_words AS w SEMI JOIN forgotten_ids AS f ON w.article_id = f.id"
    )


def touched_agreements(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The agreements that the articles ever told something of; before their mentions go, whose traces go here."""
    mentions = "SELECT mention_id FROM store.agreement_mention SEMI JOIN forgotten_ids AS f ON article_id = f.id"
    touched = connection.execute(
        f"SELECT DISTINCT agreement_id FROM (SELECT agreement_id, mention_id FROM store.agreement_mention UNION ALL "
        f"SELECT agreement_id, mention_id FROM store.agreement_evidence) WHERE mention_id IN ({mentions}) "
        "AND agreement_id IS NOT NULL ORDER BY agreement_id"
    ).fetchall()
    connection.execute(f"DELETE FROM store.agreement_evidence WHERE mention_id IN ({mentions})")
    return [row[0] for row in touched]


def erase_from_register(
    connection: duckdb.DuckDBPyConnection, touched: Sequence[str], reason: str, at: datetime
) -> None:
    """Draw the agreements anew, as they stood at each time, from the mentions that remain; after the others went."""
    connection.execute(
        "UPDATE store.agreement_evidence SET rejected = list_filter(rejected, lambda one : "
        "NOT list_contains($1, one.agreement_id)) "
        "WHERE list_has_any($1, list_transform(rejected, lambda one : one.agreement_id))",
        [list(touched)],
    )
    connection.execute(
        "UPDATE store.agreement_stage SET reported_at = m.at, article_id = m.article, mention_id = m.mention, "
        "recorded_at = m.recorded_at FROM (SELECT agreement_id, status, min(reported_at) AS at, "
        "arg_min(article_id, (reported_at, mention_id)) AS article, arg_min(mention_id, (reported_at, mention_id)) "
        "AS mention, arg_min(recorded_at, (reported_at, mention_id)) AS recorded_at FROM store.agreement_mention "
        "WHERE new AND superseded_at IS NULL GROUP BY ALL) AS m WHERE store.agreement_stage.agreement_id = "
        "m.agreement_id AND stage = m.status AND article_id IN (SELECT id FROM forgotten_ids)"
    )
    connection.execute("DELETE FROM store.agreement_stage WHERE article_id IN (SELECT id FROM forgotten_ids)")
    told = _draw_history(connection, touched)
    keys = [(agreement, key) for agreement, readings in told.items() for one in readings for key in filing_keys(one)]
    rows.given(connection, "kept_keys", id=[f"{agreement} {key}" for agreement, key in keys])
    connection.execute(
        "DELETE FROM store.agreement_key WHERE list_contains($1, agreement_id) "
        "AND agreement_id || ' ' || key NOT IN (SELECT id FROM kept_keys)",
        [list(touched)],
    )
    known = register.read_known(connection, [], {"": frozenset(touched)}, at)
    register_rows.write_rows(connection, known, touched, at)
    held = register_rows.read_rows(connection, touched)
    _draw_messages(connection, touched, known, held)
    connection.execute(
        "INSERT INTO store.tombstone SELECT 'agreement', unnest($untold), $at, $reason",
        {"untold": sorted(set(touched) - held.keys()), "at": at, "reason": reason},
    )


def _draw_history(connection: duckdb.DuckDBPyConnection, touched: Sequence[str]) -> dict[str, list[Reading]]:
    """Write each version of these rows anew, or none where nothing else told it; returns all that told them."""
    told: dict[str, list[Reading]] = defaultdict(list)
    at_a_time: dict[tuple[str, datetime], list[Reading]] = defaultdict(list)
    for agreement, version, *fields in connection.execute(
        rows.statement("history_readings"), [list(touched)]
    ).fetchall():
        reading = register.reading_of(fields)
        told[agreement].append(reading)
        at_a_time[agreement, version].append(reading)
    versions = connection.execute(
        "DELETE FROM store.agreement WHERE list_contains($1, agreement_id) "
        "RETURNING agreement_id, recorded_at, superseded_at",
        [list(touched)],
    ).fetchall()
    drawn: dict[str, list[tuple[AgreementRow, datetime, datetime | None]]] = defaultdict(list)
    for agreement, since, until in sorted(versions, key=lambda one: one[:2]):
        if until == since:  # what one load wrote twice
            continue
        before = drawn[agreement][-1] if drawn[agreement] else None
        row = register_rows.row_at(
            connection, agreement, at_a_time[agreement, since], before[0] if before else None, since
        )
        if before and before[0] == row:
            drawn[agreement][-1] = (row, before[1], until)
        elif row:
            drawn[agreement].append((row, since, until))
    for row, since, until in (one for versions in drawn.values() for one in versions):
        register_rows.insert_version(connection, row, since, until)
    return told


def _still_told(fields: Mapping[str, Any], readings: Iterable[Reading]) -> bool:
    """Is what a correction took back told by one of these?"""
    told: set[str] = set()
    for one in readings:
        told |= {str(Money(value=one.value, unit=one.unit))} if one.value is not None else set()
        told |= {one.signed_on.isoformat()} if one.signed_on else set()
    taken = fields.get("corrected") or {}
    return all(taken[name][0] in told for name in ("value", "signed_on") if name in taken)


def _draw_messages(
    connection: duckdb.DuckDBPyConnection,
    touched: Sequence[str],
    known: register.Register,
    held: dict[str, AgreementRow],
) -> None:
    """Have the messages of these agreements say what the remaining reports do; what none tells is sent no more."""
    stages = {
        (agreement, stage): mention
        for agreement, stage, mention in connection.execute(
            "SELECT agreement_id, stage, mention_id FROM store.agreement_stage WHERE list_contains($1, agreement_id)",
            [list(touched)],
        ).fetchall()
    }
    for table in ("alert", "merged_alert"):
        lines = connection.execute(
            f"SELECT alert_id, agreement_id, stage, kind, state, CAST(payload ->> '$.mention_id' AS BIGINT), payload "
            f"FROM store.{table} WHERE list_contains($1, agreement_id) AND kind <> 'finding'",
            [list(touched)],
        ).fetchall()
        for alert, agreement, stage, kind, state, mention, said in lines:
            readings = {one.mention_id: one for one in known.known[agreement].readings}
            own = readings.get(mention)
            other = own or readings.get(stages.get((agreement, stage), 0))
            fields = msgspec.json.decode(said)
            # One that waits goes out: who was told what is forgotten hears what holds.
            stays = kind != "correction" or (own and (state == "pending" or _still_told(fields, readings.values())))
            if agreement in held and other and stays:
                placed = register.Placed(reading=other, decision=Decision(action="attach", agreement_id=agreement))
                fields |= payload(held[agreement], placed, known) | {"stage": stage}
                connection.execute(
                    f"UPDATE store.{table} SET payload = ? WHERE alert_id = ?",
                    [msgspec.json.encode(fields).decode(), alert],
                )
            else:
                fields = {"agreement": {"agreement_id": agreement}, "mention_id": mention}
                connection.execute(
                    f"UPDATE store.{table} SET payload = ?, reason = CASE WHEN state <> 'sent' THEN ? ELSE reason END, "
                    "state = CASE state WHEN 'pending' THEN 'suppressed' ELSE state END WHERE alert_id = ?",
                    [msgspec.json.encode(fields).decode(), FORGOTTEN, alert],
                )


def erase_findings(connection: duckdb.DuckDBPyConnection, touched: Sequence[str]) -> None:
    """Blank the rows of SQL rules that hold what is forgotten; one that waits goes, to be found anew if it holds."""
    found = connection.execute(rows.statement("forgotten_findings"), {"touched": list(touched)}).fetchall()
    connection.execute(
        "DELETE FROM store.alert WHERE state = 'pending' AND list_contains(?, alert_id)", [[row[0] for row in found]]
    )
    connection.execute(
        "UPDATE store.alert SET payload = ?, reason = CASE WHEN state <> 'sent' THEN ? ELSE reason END "
        "WHERE list_contains(?, alert_id)",
        ['{"row":{}}', FORGOTTEN, [row[0] for row in found]],
    )
