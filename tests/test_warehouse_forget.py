"""What is forgotten is gone from every table: its words, its names, its values, and what was drawn from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import msgspec
import pytest

from ingest.records import Entry
from tests.warehouse_batches import NOW, article, batch, deal, open_store
from transform.records import Party
from warehouse import rows
from warehouse.backup import backup, restore
from warehouse.load import load
from warehouse.outbox import findings, holding
from warehouse.outbox.outbox import Line
from warehouse.readers import search
from warehouse.records import EntryRow, Target
from warehouse.retention import forget, purge

SECRET = "Zvyozdochkin"
SIDES = (Party(name="Rosatom", country="RU"), Party(name="CNNC", country="CN"))
CLOSER = (*SIDES, Party(name=f"{SECRET} Trading", country="RU"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_store(tmp_path) as connection:
        yield connection


def tells(
    store: duckdb.DuckDBPyConnection, key: str, hour: int, millions: int, secret: str = "", **told: object
) -> None:
    """Load an article that tells the deal, with the entry behind it."""
    at = f"2026-08-20T{hour:02}:00:00Z"
    quote = f"Rosatom signed a contract with CNNC worth {millions} million dollars{' of ' + secret if secret else ''}."
    fact = deal(quote=quote, value=Decimal(millions * 1_000_000), unit="USD", **told)
    one = article(
        key, text=f"{quote} {secret}", facts=(fact,), published=at, fetched=at, publisher=f"Wire {key} {secret}"
    )
    entry = Entry(
        entry_id=f"e{key}",
        feed_id="f",
        url=one.url,
        canonical_url=one.url,
        title=f"{secret} {key}",
        published_at=at,
        seen_at=at,
    )
    load(store, batch(one, key=f"b{key}", entries=(EntryRow(entry=entry),)), now=NOW + timedelta(hours=hour))
    search.refresh(store)


def holding_tables(store: duckdb.DuckDBPyConnection, word: str) -> list[str]:
    """The tables of which a cell holds the word, whatever its case."""
    tables = store.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
    return [
        f"{schema}.{table}"
        for schema, table in tables
        if store.execute(
            f"SELECT 1 FROM {schema}.\"{table}\" AS t WHERE t::VARCHAR ILIKE '%{word}%' LIMIT 1"
        ).fetchone()
    ]


def test_nothing_that_only_a_forgotten_article_told_is_left_in_any_table(store: duckdb.DuckDBPyConnection) -> None:
    tells(store, "a1", 8, 530, SECRET, parties=CLOSER)
    tells(store, "a2", 9, 510, parties=SIDES)
    assert {"store.entry", "store.agreement", "store.alert"} < set(holding_tables(store, SECRET))
    assert forget(store, ["a1"], reason="court", now=NOW + timedelta(days=1)).articles == 1
    assert holding_tables(store, SECRET) == []
    assert holding_tables(store, "530 million") == []
    assert "store.alert" not in holding_tables(store, "530000000")  # nor what a correction took back
    search.refresh(store)
    assert store.execute("SELECT article_id FROM search('contract')").fetchall() == [("a2",)]
    assert holding_tables(store, SECRET) == []


def test_the_register_is_as_if_the_forgotten_article_had_never_been(store: duckdb.DuckDBPyConnection) -> None:
    tells(store, "a1", 8, 530, SECRET, parties=CLOSER)
    tells(store, "a2", 9, 510, parties=SIDES)
    forget(store, ["a1"], reason="court", now=NOW + timedelta(days=1))
    history = store.execute(
        "SELECT title, value, mentions, recorded_at, superseded_at FROM store.agreement ORDER BY recorded_at"
    ).fetchall()
    since = datetime.combine(NOW.date(), datetime.min.time()) + timedelta(hours=NOW.hour + 9)
    assert history == [("Headline of a2", 510_000_000, 1, since, None)]
    (stage,) = store.execute("SELECT stage, article_id, mention_id, reported_at FROM agreement_stage").fetchall()
    assert stage == ("signed", "a2", 2, datetime(2026, 8, 20, 9, tzinfo=UTC).replace(tzinfo=None))
    said = store.execute(
        "SELECT payload ->> '$.title', payload ->> '$.publisher' FROM store.alert WHERE kind = 'stage'"
    )
    assert said.fetchall() == [("Headline of a2", "Wire a2 ")]


def test_a_deal_that_nothing_else_told_is_gone_and_its_key_says_why(store: duckdb.DuckDBPyConnection) -> None:
    tells(store, "a1", 8, 530, SECRET, parties=CLOSER)
    forget(store, ["a1"], reason="court", now=NOW)
    for table in ("agreement", "agreement_stage", "agreement_evidence", "agreement_key", "entry"):
        assert store.execute(f"SELECT count(*) FROM store.{table}").fetchone() == (0,)
    assert store.execute("SELECT kind, key, reason FROM store.tombstone ORDER BY kind").fetchall() == [
        ("agreement", "A000001", "court"), ("article", "a1", "court"), ("entry", "ea1", "court")
    ]  # fmt: skip
    tells(store, "a1", 9, 530, SECRET, parties=CLOSER)
    assert holding_tables(store, SECRET) == []


def test_what_an_agreement_was_before_a_merge_forgets_as_well(store: duckdb.DuckDBPyConnection) -> None:
    other = (Party(name="CNNC", country="CN"), Party(name=f"{SECRET} Trading", country="RU"))
    tells(store, "a1", 8, 530, SECRET, parties=other, type="memorandum", subjects=("commodity:timber",))
    tells(store, "a2", 9, 510, parties=SIDES)
    agreements = store.execute("SELECT DISTINCT agreement_id FROM agreement").fetchall()
    assert len(agreements) == 2
    forget(store, ["a1"], reason="court", now=NOW + timedelta(days=1))
    assert holding_tables(store, SECRET) == []
    assert store.execute("SELECT agreement_id, title FROM agreement").fetchall() == [("A000002", "Headline of a2")]


def test_what_rules_found_of_it_is_blanked_and_what_waits_is_found_anew(store: duckdb.DuckDBPyConnection) -> None:
    tells(store, "a1", 8, 530, SECRET, parties=CLOSER)
    tells(store, "a2", 9, 510, parties=SIDES, type="memorandum", subjects=("commodity:timber",))
    of_it: list[dict[str, object]] = [
        {"article_id": "a1", "deals": 1}, {"mention_id": 1}, {"publisher": f"Wire a1 {SECRET}"},
        {"agreement_id": "A000001", "worth": 1}, {"sides": [{"name": f"{SECRET} Trading", "country": "RU"}]},
        {"title": "Headline of a1"}, {"worth": 530000000},
    ]  # fmt: skip
    others: list[dict[str, object]] = [
        {"article_id": "a2"}, {"mention_id": 2}, {"name": "Rosatom", "country": "RU"}, {"agreement_id": "A000002"},
        {"deals": 1}, {"worth": None},
    ]  # fmt: skip
    old = holding.FORGOTTEN

    def asked(rule: str) -> None:
        lines = [
            Line(agreement_id=f"finding {number}", stage="found", kind="finding", payload={"row": row},
                 target=Target(rule=rule, channel="c"), reason="old" if rule == "silent" else None)
            for number, row in enumerate((*of_it, *others))
        ]  # fmt: skip
        findings.enqueue(store, "ba2", rule, "sql", "key", lambda _: lines, rows.moment("2026-08-20") or NOW)

    for rule in ("waits", "silent", "told"):
        asked(rule)
    store.execute("UPDATE store.alert SET state = 'sent' WHERE rule = 'told'")
    forget(store, ["a1"], reason="court", now=NOW + timedelta(days=1))
    assert holding_tables(store, SECRET) == []
    kept = store.execute(
        "SELECT rule, state, payload = '{\"row\":{}}' AS blank, reason, count(*)::INTEGER FROM store.alert "
        "WHERE rule IN ('waits', 'silent', 'told') GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    left, gone = len(others), len(of_it)
    assert kept == [
        ("silent", "suppressed", False, "old", left), ("silent", "suppressed", True, old, gone),
        ("told", "sent", False, None, left), ("told", "sent", True, None, gone),
        ("waits", "pending", False, None, left),
    ]  # fmt: skip
    assert holding.release(store, now=NOW, to="c") == left + 1


def test_a_backup_from_before_brings_back_nothing_that_was_forgotten_or_purged(tmp_path: Path) -> None:
    old = "2024-01-01T00:00:00Z"
    dull = article("a0", text="Of no matter.", published=old, fetched=old)
    dull = msgspec.structs.replace(dull, analysis=msgspec.structs.replace(dull.analysis, relevant=False))
    with open_store(tmp_path) as store:
        tells(store, "a1", 8, 530, SECRET, parties=CLOSER)
        tells(store, "a2", 9, 510, parties=SIDES)
        load(store, batch(dull, key="b0"), now=NOW)
    copy = backup(tmp_path, now=NOW)
    with open_store(tmp_path) as store:
        forget(store, ["a1"], reason="court", now=NOW + timedelta(days=1))
        assert purge(store, older_than=NOW - timedelta(days=365), now=NOW + timedelta(days=2)).articles == 1
        dropped = store.execute("FROM store.tombstone ORDER BY ALL").fetchall()
    restore(tmp_path, copy, now=NOW)
    with open_store(tmp_path) as store:
        assert holding_tables(store, SECRET) == []
        assert store.execute("SELECT article_id FROM article").fetchall() == [("a2",)]
        assert store.execute("SELECT title, value FROM agreement").fetchall() == [("Headline of a2", 510_000_000)]
        assert store.execute("FROM store.tombstone ORDER BY ALL").fetchall() == dropped
        tells(store, "a1", 10, 530, SECRET, parties=CLOSER)
        assert holding_tables(store, SECRET) == []
