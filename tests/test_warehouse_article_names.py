"""A side told in one outlet by its owner or make, whom its article names beside: it stays the deal of that side."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse_batches import NOW, article, batch, deal, open_store
from transform.records import Agreement, Party
from warehouse.load import load
from warehouse.sides.naming import is_parent

KRAFT, OWNER = Party(name="Vychegda Kraft", country="RU"), Party(name="Northern Holding", country="RU")
HUAYU, NINGBO = Party(name="Huayu Paper", country="CN"), Party(name="Ningbo Port", country="CN")
NAMED = deal(quote="Vychegda Kraft signed a contract with Huayu Paper for sack paper.", parties=(KRAFT, HUAYU))
OWNED = deal(quote="A unit of Northern Holding agreed to supply Huayu Paper.", parties=(OWNER, HUAYU), type="agreement")
OTHER = deal(quote="Vychegda Kraft signed a memorandum with Ningbo Port.", parties=(KRAFT, NINGBO), type="memorandum")

#: The first article's deal, the second one's deals, what the first and the second say beside, and how many rows come.
CASES = {
    "its article names it": (NAMED, (OWNED,), "", "Vychegda Kraft ships by rail.", 1),
    "the article before named it": (OWNED, (NAMED,), "Vychegda Kraft ships by rail.", "", 1),
    "nobody names both": (NAMED, (OWNED,), "It ships by rail.", "It ships by rail.", 2),
    "a name that is only partly the same": (NAMED, (OWNED,), "", "Vychegda Timber ships by rail.", 2),
    "a name that begins so": (NAMED, (OWNED,), "", "Vychegorsk Kraft ships by rail.", 2),
    "named for another deal": (NAMED, (OWNED, OTHER), "", OTHER.quote, 3),
}


@pytest.mark.parametrize(("first", "second", "beside_first", "beside_second", "rows"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("at_once", [True, False], ids=["one batch", "a batch an article"])
def test_whom_an_article_names_beside(
    tmp_path: Path, first: Agreement, second: tuple[Agreement, ...], beside_first: str, beside_second: str, rows: int,
    at_once: bool,
) -> None:  # fmt: skip
    told = [
        article("a", text=f"{first.quote} {beside_first}", facts=(first,), published="2026-08-20T08:00:00Z"),
        article("b", text=f"{second[0].quote} {beside_second}", facts=second, published="2026-08-21T08:00:00Z"),
    ]
    store = open_store(tmp_path)
    for number, part in enumerate([told] if at_once else [[one] for one in told]):
        load(store, batch(*part, key=f"b{number}"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Northern Holding", "Vychegda Kraft, part of Northern Holding, signed a contract."),
        ("Huayu", "The Huayu-controlled maker of paper signed a contract."),
        ("Северный холдинг", "Фабрика, принадлежащая «Северному холдингу», подписала контракт."),
        ("Северный холдинг", "«Северный холдинг», которому принадлежит фабрика, подписал контракт."),
        ("Северный холдинг", "Дочерняя компания «Северного холдинга» подписала контракт."),
        ("Huayu", "On Tuesday Huayu's Newpaper hired it to pack sugar."),
        ("华宇集团", "华宇集团旗下的新纸公司签订合同。"),
    ],
)
def test_an_owner_is_told_from_a_side(name: str, sentence: str) -> None:
    assert is_parent(name, sentence)
    assert not is_parent(name, f"{name} signed a contract with Ningbo Port.")


@pytest.mark.parametrize(("told", "rows"), [("part of Northern Holding", 1), ("part of Komi Timber", 2)])
def test_a_groups_firm_may_be_told_as_the_group(tmp_path: Path, told: str, rows: int) -> None:
    store = open_store(tmp_path)
    group = deal(quote="Northern Holding will sell paper to Huayu Paper.", parties=(OWNER, HUAYU), type="contract")
    firm = deal(quote=f"Vychegda Kraft, {told}, agreed to supply Huayu Paper.", parties=(KRAFT, HUAYU))
    for number, one in enumerate((group, firm)):
        load(store, batch(article(f"a{number}", text=one.quote, facts=(one,)), key=f"b{number}"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]
