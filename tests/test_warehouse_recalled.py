"""A deal recalled weeks later, or told by what carries its goods, is the one that was told; its next one is another."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse_batches import NOW, article, batch, deal, open_store, tell
from warehouse.load import load
from warehouse.topics import other_goods


@pytest.mark.parametrize(
    ("told", "rows"),
    [
        ({"quote": "Rosatom, which renewed its contract with CNNC, halves its volumes."}, 1),
        ({"quote": "Rosatom signed a contract with CNNC.", "signed_on": "2026-08-18"}, 2),
        ({"quote": "Rosatom signed a contract with CNNC.", "value": Decimal(530), "unit": "USD"}, 2),
        ({"quote": "Rosatom signed a contract with CNNC for 400,000 tonnes."}, 2),
        ({"quote": "Rosatom signed another contract with CNNC."}, 2),
        ({"quote": "Rosatom signed a new contract with CNNC."}, 2),
    ],
    ids=["adds nothing", "a day", "another value", "another volume", "another", "new"],
)
def test_what_adds_nothing_weeks_later_recalls_the_deal(tmp_path: Path, told: dict[str, object], rows: int) -> None:
    store = open_store(tmp_path)
    tell(store, "a", "2026-07-10T08:00:00Z", signed_on="2026-07-09", value=Decimal(890), unit="USD")
    tell(store, "b", "2026-08-19T08:00:00Z", **told)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]
    assert store.execute("SELECT count(*) FROM alert").fetchall() == [(rows,)]


@pytest.mark.parametrize(
    ("ours", "theirs", "others"),
    [
        ({"coal"}, {"soy"}, True),
        ({"coal"}, {"coal", "soy"}, False),
        ({"coal"}, {"rolling_stock"}, False),
        ({"coal", "containers"}, {"soy"}, True),
        ({"ships"}, {"containers"}, True),
        (set(), {"coal"}, False),
    ],
)
def test_what_carries_goods_opposes_none(ours: set[str], theirs: set[str], others: bool) -> None:
    assert other_goods(ours, theirs) is others


@pytest.mark.parametrize(("count", "rows"), [(2, 2), (3, 3), (None, 3)])
def test_a_sum_of_deals_told_one_by_one_is_no_row_of_its_own(tmp_path: Path, count: int | None, rows: int) -> None:
    store = open_store(tmp_path)
    tell(store, "a", "2026-08-19T08:00:00Z", type="protocol", quote="Rosatom and CNNC signed a protocol on venison.")
    tell(store, "b", "2026-08-19T09:00:00Z", type="protocol", quote="Rosatom and CNNC signed a protocol on berries.")
    both = "Rosatom and CNNC signed protocols on venison and berries."
    tell(store, "c", "2026-08-20T08:00:00Z", type="protocol", count=count, quote=both)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]
    assert store.execute("SELECT count(*) FROM alert").fetchall() == [(rows,)]


@pytest.mark.parametrize(("second", "stages"), [("signed", ["signed"]), ("planned", ["negotiating", "planned"])])
def test_talks_that_end_in_a_signing_in_one_report_are_no_stage(tmp_path: Path, second: str, stages: list[str]) -> None:
    store = open_store(tmp_path)
    told = (deal("negotiating", quote="Rosatom met CNNC."), deal(second))
    load(store, batch(article(facts=told)), now=NOW)
    assert store.execute("SELECT stage FROM alert ORDER BY stage").fetchall() == [(stage,) for stage in stages]
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(1,)]
