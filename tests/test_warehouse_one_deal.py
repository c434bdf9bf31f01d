"""One deal told in two sentences, in two weeks or by whoever runs the town: it stays one row, and two deals two."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse_batches import NOW, article, batch, deal, open_store, tell
from transform.records import Party
from warehouse.load import load

AMUR = Party(name="Amur Tractors", country="RU")
HENGDA = Party(name="Hengda Diesel", country="CN")
FIRST = "Amur Tractors and Hengda Diesel signed a contract for 900 engines."


def second(quote: str, **fields: object) -> object:
    return deal(quote=quote, **{"parties": (AMUR, HENGDA), "type": "agreement", **fields})


def test_a_year_ago_it_was_one_contract_founds_no_row_beside_the_sum(tmp_path: Path) -> None:
    total = deal(quote="Amur firms signed four contracts at the fair.", parties=(), type="contract", count=4)
    order = deal(quote="Amur Tractors bought 600 axles from Hengda Diesel.", parties=(AMUR, HENGDA), type="agreement")
    before = second("Last year the region brought one contract home.", type="contract", new=False)
    store = open_store(tmp_path)
    load(store, batch(article("a", text=FIRST, facts=(total, order, before)), key="a"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(2,)]


@pytest.mark.parametrize(("town", "rows"), [("place:zabaikalsk", 1), ("place:vladivostok", 2)])
def test_a_town_signs_for_its_province_with_the_same_partner(tmp_path: Path, town: str, rows: int) -> None:
    store = open_store(tmp_path)
    partner = Party(name="Manzhouli", country="CN", id="place:manzhouli")
    quote = "They signed the protocol on the road crossing."
    province = Party(name="Забайкальский край", country="RU", id="RU-ZAB")
    tell(store, "a", "2026-07-16T08:00:00Z", type="protocol", parties=(province, partner), quote=quote)
    other = Party(name="Town", country="RU", id=town)
    tell(store, "b", "2026-07-17T08:00:00Z", type="protocol", parties=(other, partner), quote=quote)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


@pytest.mark.parametrize(("day", "value", "rows"), [("10", 180, 1), ("10", 320, 2), ("09", 180, 2)])
def test_a_monday_read_as_the_next_one_makes_no_second_deal(tmp_path: Path, day: str, value: int, rows: int) -> None:
    store = open_store(tmp_path)
    told = {"parties": (AMUR, HENGDA), "unit": "CNY", "type": "contract"}
    tell(store, "a", "2026-08-04T08:00:00Z", quote=FIRST, signed_on="2026-08-03", value=Decimal(180), **told)
    tell(store, "b", "2026-08-10T08:00:00Z", quote=FIRST, signed_on=f"2026-08-{day}", value=Decimal(value), **told)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]
