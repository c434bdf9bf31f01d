"""Statistics that outlets state: one row each, contradictions shown, and what is of another scope doubted instead."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse_batches import NOW, article, batch, figure, open_store
from warehouse.load import load
from warehouse.observations import draw
from warehouse.records import ArticleRow
from warehouse.retention import forget

HALF = {"metric": "turnover", "flow": "CN<>RU", "period_start": "2025-01-01", "period_end": "2025-06-30"}
STATED = "SELECT CAST(value / 1e6 AS INT), CAST(highest / 1e6 AS INT), publishers FROM observation"


@pytest.fixture
def store(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return open_store(tmp_path)


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    return connection.execute(sql).fetchall()


def told(key: str, millions: str, text: str = "x", **more: Any) -> ArticleRow:
    one = figure(f"${millions} million", f"{millions}000000", **{**HALF, **more})
    return article(key, text=text, facts=(one,), publisher=key)


def keep(store: duckdb.DuckDBPyConnection, *articles: ArticleRow, key: str = "b1", hours: int = 0) -> None:
    load(store, batch(*articles, key=key), now=NOW + timedelta(hours=hours))
    draw(store)


def reasons(store: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return rows(
        store, "SELECT article_id, regexp_extract(reason, '^(a )?[0-9.]+(th| times| others)?') FROM doubt ORDER BY 1"
    )


def test_statistics_are_what_the_standing_figures_add_up_to(store: duckdb.DuckDBPyConnection) -> None:
    keep(store, told("a", "106000"), told("b", "106480"), told("c", "165000"))
    assert rows(store, STATED) == [(106480, 165000, 3)]
    assert rows(store, "SELECT figures FROM figure_conflict") == [(3,)]
    keep(store, told("c", "106000", "corrected"), key="b2", hours=1)
    assert rows(store, STATED) == [(106000, 106480, 3)]
    assert rows(store, "SELECT figures FROM figure_conflict") == []
    forget(store, ["a", "b", "c"], reason="asked by the outlet", now=NOW)
    draw(store)
    assert rows(store, "SELECT * FROM observation") == []


def test_a_country_s_trade_with_all_the_world_is_doubted_and_contradicts_nobody(
    store: duckdb.DuckDBPyConnection,
) -> None:
    keep(store, told("a", "106480"), told("b", "106500"), told("world", "3030000"), told("farms", "3900"))
    assert rows(store, STATED) == [(106490, 106500, 2)]
    assert rows(store, "SELECT * FROM figure_conflict") == []
    assert reasons(store) == [("farms", "a 27.3th"), ("world", "28.5 times")]


def test_a_part_of_the_trade_can_t_be_more_than_the_whole(store: duckdb.DuckDBPyConnection) -> None:
    keep(store, told("a", "3900", commodity="food"), told("b", "167000", commodity="food"))
    assert rows(store, STATED) == [(3900, 3900, 1)]
    assert reasons(store) == [("b", "1.6 times")]


def test_a_period_that_customs_did_not_report_is_measured_by_the_year_before(store: duckdb.DuckDBPyConnection) -> None:
    months = {"period_start": "2026-01-01", "period_end": "2026-07-31"}
    keep(store, told("a", "140000", **months), told("b", "2400000", **months))
    assert rows(store, STATED) == [(140000, 140000, 1)]
    assert reasons(store) == [("b", "18.0 times")]


def test_without_a_series_the_peers_decide_and_two_alone_decide_nothing(store: duckdb.DuckDBPyConnection) -> None:
    freight = {"metric": "freight", "unit": "t"}
    keep(
        store,
        told("a", "8", **freight),
        told("b", "8", **freight),
        told("c", "9", **freight),
        told("d", "80", **freight),
    )
    assert rows(store, "SELECT CAST(highest AS INT), articles FROM observation") == [(9000000, 3)]
    assert reasons(store) == [("d", "3 others")]
    lone = {**freight, "commodity": "coal"}
    keep(store, told("e", "8", **lone), told("f", "80", **lone), key="b2")
    assert rows(store, "SELECT * FROM observation WHERE commodity = 'coal'") == []
    assert rows(store, "SELECT article_id FROM doubt WHERE reason LIKE 'outlets differ%' ORDER BY 1") == [
        ("e",),
        ("f",),
    ]


def test_a_doubt_goes_when_peers_bear_the_reading_out_and_its_history_stays(store: duckdb.DuckDBPyConnection) -> None:
    coal = {"metric": "freight", "unit": "t", "commodity": "coal"}
    keep(store, told("a", "8", **coal), told("b", "80", **coal))
    assert len(rows(store, "SELECT * FROM doubt")) == 2
    keep(store, told("c", "80", **coal), told("d", "81", **coal), key="b2", hours=1)
    assert reasons(store) == [("a", "3 others")]
    assert rows(store, "SELECT count(*) FROM store.doubt") == [(3,)]
    keep(store, told("x", "5", commodity="timber"), key="b3", hours=2)
    assert rows(store, "SELECT count(*), count(superseded_at) FROM store.doubt") == [(3, 2)]
