"""Sides under two spellings: what a name partly alike proves, and what a name in brackets does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse_batches import NOW, article, batch, deal, open_store
from transform.records import Party
from warehouse.likeness import likeness
from warehouse.load import load
from warehouse.matching import sides


def rows_of(tmp_path: Path, *told: tuple[str, str, str, str]) -> int:
    """How many rows reports of one day make: each a language, its sentence, and the names of both sides."""
    store = open_store(tmp_path)
    for number, (language, quote, chinese, russian) in enumerate(told):
        parties = (Party(name=chinese, country="CN"), Party(name=russian, country="RU"))
        fact = deal(quote=quote, parties=parties, type="contract", sectors=("agriculture",))
        one = article(f"a{number}", text=f"Text {number}", facts=(fact,), language=language)
        load(store, batch(one, key=f"b{number}"), now=NOW)
    (count,) = store.execute("SELECT count(*) FROM agreement").fetchone() or (0,)
    return int(count)


ENGLISH = ("en", "Sanhe Fengnong signed a contract with Belaya Reka.", "Sanhe Fengnong", "Belaya Reka")


def test_a_name_partly_alike_is_no_side_where_the_partners_differ(tmp_path: Path) -> None:
    chinese = ("zh", "三恒粮贸与俄罗斯鄂尔米特农业签署合同。", "三恒粮贸", "鄂尔米特农业")
    assert 0.5 <= likeness(ENGLISH[2], chinese[2]) < 1
    assert rows_of(tmp_path, ENGLISH, chinese) == 2


def test_a_name_partly_alike_is_a_side_where_the_partners_agree(tmp_path: Path) -> None:
    chinese = ("zh", "三恒粮贸与俄罗斯别拉亚列卡签署合同。", "三恒粮贸", "别拉亚列卡")
    assert rows_of(tmp_path, ENGLISH, chinese) == 1


@pytest.mark.parametrize(
    ("quote", "called"),
    [
        ("三江粮油（Sanjiang Grain）签署合同", "Sanjiang Grain"),
        ("三江粮油（SJGO）签署合同", None),
        ("三江粮油（哈尔滨）签署合同", None),
        ("三江粮油（Harbin）签署合同", None),
        ("三江粮油签署合同", None),
    ],
)
def test_a_side_is_also_called_by_its_name_in_brackets(quote: str, called: str | None) -> None:
    (side,) = sides((Party(name="三江粮油", country="CN"),), (), quote)
    assert side.called == called


def test_a_nation_is_no_sound_of_a_name() -> None:
    assert likeness("三江粮油", "China Chengtong International") < 0.5
