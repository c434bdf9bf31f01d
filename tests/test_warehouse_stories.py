"""Stories: copies and rewrites of one text, the same news in three languages, and who tells it in words of its own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse_batches import NOW, article, batch, deal, figure, open_store
from transform.records import Figure, Party
from warehouse.load import load
from warehouse.records import ArticleRow
from warehouse.retention import forget
from warehouse.stories.prints import contained, sketches

BRIDGE = (
    "Cargo traffic across the Heihe road bridge grew by a third in the first half of the year, the customs office of "
    "the crossing said on Monday. Lorries carried mostly timber, soybeans and machinery, and the queue at the gates "
    "has all but gone since a second inspection hall opened in March. Drivers now wait for less than two hours. "
    "Officials on both banks expect the bridge to run around the clock from autumn, once the staff have been hired and "
    "the lighting on the approach roads has been replaced. The port of Blagoveshchensk plans a container yard nearby."
)
REWRITE = (
    "The Heihe road bridge carried a third more cargo in the first half of the year, the crossing's customs office "
    "said on Monday. Lorries carried mostly timber, soybeans and machinery, and the queue at the gates has all but "
    "gone since a second inspection hall opened in March. Hauliers welcome the change and hope for cheaper insurance. "
    "Officials on both banks expect the bridge to run around the clock from autumn, once the staff have been hired and "
    "the lighting on the approach roads has been replaced."
)
FERRY = (
    "The ferry between Khabarovsk and Fuyuan opened its season on Monday with six sailings a day, the shipping company "
    "said. Tickets cost as much as last year. Passengers may carry fifty kilograms of luggage, and the small traders "
    "who live from the crossing hope for a warm autumn. The water stands higher than usual, so that larger boats can "
    "moor at the old pier, and the customs hall has been painted. A second company wants to enter the line next year."
)
ZH = (
    "黑河公路大桥上半年货运量增长三分之一，口岸海关周一表示。货车主要运输木材、大豆和机械设备，"
    "自三月第二查验大厅启用以来，口岸排队现象基本消失。司机等候时间不足两小时。两岸官员预计，"
    "待人员招聘和引道照明更换完成后，大桥将从秋季起全天候通行。布拉戈维申斯克港计划在附近建设集装箱堆场。"
)


@pytest.fixture
def store(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return open_store(tmp_path)


def told(key: str, text: str, hour: int = 8, day: int = 20, **more: object) -> ArticleRow:
    return article(key, text=text, published=f"2026-08-{day:02d}T{hour:02d}:00:00Z", publisher=key, **more)  # type: ignore[arg-type]


def stories(store: duckdb.DuckDBPyConnection) -> set[frozenset[str]]:
    found = store.execute("SELECT list(article_id) FROM article GROUP BY story_id").fetchall()
    return {frozenset(row[0]) for row in found}


def copies(store: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(store.execute("SELECT article_id, copy_of FROM article WHERE copy_of IS NOT NULL").fetchall())


@pytest.mark.parametrize("at_once", [True, False], ids=["one batch", "a batch an article"])
def test_copies_and_rewrites_are_one_story_and_only_copies_are_copies(
    store: duckdb.DuckDBPyConnection, at_once: bool
) -> None:
    wire = told("wire", BRIDGE)
    copy = told("copy", f"BLAGOVESHCHENSK (Wire) — {BRIDGE.replace('“', '')}\n\nRead also: our newsletter", hour=9)
    cut = told("cut", BRIDGE.partition(" Officials")[0], hour=10)
    rewrite = told("rewrite", REWRITE, hour=11)
    other = told("other", FERRY, hour=12)
    parts = [(wire, copy, cut, rewrite, other)] if at_once else [(one,) for one in (wire, copy, cut, rewrite, other)]
    for number, part in enumerate(parts):
        load(store, batch(*part, key=f"b{number}"), now=NOW)
    assert stories(store) == {frozenset({"wire", "copy", "cut", "rewrite"}), frozenset({"other"})}
    assert copies(store) == {"copy": "wire", "cut": "wire"}
    counted = store.execute("SELECT publishers, independent_publishers FROM story ORDER BY articles DESC").fetchall()
    assert counted == [(4, 2), (1, 1)]


def test_of_copies_whose_original_is_forgotten_the_earliest_is_the_original(store: duckdb.DuckDBPyConnection) -> None:
    texts = [told("wire", BRIDGE), told("second", BRIDGE, hour=9), told("third", BRIDGE, hour=10), told("other", FERRY)]
    load(store, batch(*texts), now=NOW)
    gone = forget(store, ["wire"], reason="court order", now=NOW)
    assert (gone.articles, gone.copies) == (1, ("second", "third"))
    assert copies(store) == {"third": "second"}
    counted = store.execute("SELECT publishers, independent_publishers FROM story ORDER BY publishers").fetchall()
    assert counted == [(1, 1), (2, 1)]
    assert forget(store, ["second", "third"], reason="court order", now=NOW).copies == ()


def test_the_earlier_text_is_the_original_even_where_it_comes_in_later(store: duckdb.DuckDBPyConnection) -> None:
    load(store, batch(told("copy", BRIDGE, hour=9), told("third", f"{BRIDGE} (Reprint)", hour=10), key="b1"), now=NOW)
    load(store, batch(told("wire", BRIDGE, hour=7), key="b2"), now=NOW + timedelta(hours=3))
    assert copies(store) == {"copy": "wire", "third": "wire"}
    assert len(stories(store)) == 1
    load(store, batch(told("agency", BRIDGE, hour=6), key="b3"), now=NOW + timedelta(hours=4))
    assert copies(store) == {"copy": "agency", "third": "agency", "wire": "agency"}

    def held(hours: int) -> dict[str, str | None]:
        at = (NOW + timedelta(hours=hours)).replace(tzinfo=None)
        return dict(store.execute(f"SELECT article_id, copy_of FROM articles_as_of('{at}')").fetchall())

    assert held(0) == {"copy": None, "third": "copy"}, "what was held then stays so"
    assert held(3) == {"wire": None, "copy": "wire", "third": "wire"}
    assert held(4) == {"agency": None} | copies(store)
    forget(store, ["wire"], reason="court order", now=NOW + timedelta(hours=5))
    assert "wire" not in {*held(0).values(), *held(3).values(), *held(3)}


def test_an_edit_changes_neither_story_nor_whose_copy_it_is(store: duckdb.DuckDBPyConnection) -> None:
    load(store, batch(told("wire", BRIDGE), told("copy", BRIDGE, hour=9)), now=NOW)
    load(store, batch(told("copy", FERRY, hour=9), key="b2"), now=NOW + timedelta(hours=1))
    assert len(stories(store)) == 1
    assert copies(store) == {"copy": "wire"}


def test_what_is_told_again_weeks_later_is_another_story(store: duckdb.DuckDBPyConnection) -> None:
    load(store, batch(told("a", BRIDGE, day=1), told("b", BRIDGE, day=20)), now=NOW)
    assert len(stories(store)) == 2


def statistic(value: str, unit: str = "USD", **more: object) -> Figure:
    period = {"period_start": "2026-01-01", "period_end": "2026-07-31"}
    return figure(value, value, unit, **{"metric": "turnover", "flow": "CN<>RU", **period, **more})


def test_the_same_statistics_in_three_languages_are_one_story(store: duckdb.DuckDBPyConnection) -> None:
    rise = {"measure": "change", "direction": "up", "basis": "yoy"}
    facts = (
        statistic("136670000000"),
        statistic("1.6", "%", **rise),
        statistic("61640000000", metric="exports", flow="CN>RU"),
    )
    rounded = (statistic("136700000000"), statistic("1.6", "%", **rise))
    load(
        store,
        batch(
            told("en", "Trade grew.", facts=facts),
            told("zh", "贸易增长。", hour=9, facts=facts, language="zh"),
            told("ru", "Торговля выросла.", hour=11, day=21, facts=rounded, language="ru"),
        ),
        now=NOW,
    )
    assert len(stories(store)) == 1
    assert copies(store) == {}


def test_a_number_in_the_background_makes_no_common_story(store: duckdb.DuckDBPyConnection) -> None:
    others = tuple(statistic(f"{n}300000000", commodity=goods) for n, goods in enumerate(("coal", "timber", "fish"), 4))
    load(
        store,
        batch(
            told("customs", "Trade grew.", facts=(statistic("136670000000"), *others)),
            told("feature", "A bridge.", facts=(statistic("136670000000"), statistic("5", "t", metric="freight"))),
        ),
        now=NOW,
    )
    assert len(stories(store)) == 2


def test_a_round_up_of_the_week_joins_no_deal_s_story(store: duckdb.DuckDBPyConnection) -> None:
    def signed(number: int) -> object:
        parties = (Party(name=f"Zavod {number}", country="RU"), Party(name=f"Chang {number}", country="CN"))
        return deal("signed", parties=parties, quote=f"Zavod {number} signed a contract with Chang {number}.")

    singles = [told(f"d{number}", f"Deal {number}.", facts=(signed(number),)) for number in range(4)]
    again = told("again", "Договор.", hour=10, facts=(signed(0),), language="ru")
    weekly = told("weekly", "The week.", hour=12, facts=tuple(signed(number) for number in range(4)))
    load(store, batch(*singles, again, weekly), now=NOW)
    assert stories(store) == set(map(frozenset, (["d0", "again"], ["d1"], ["d2"], ["d3"], ["weekly"])))


@pytest.mark.parametrize(
    ("left", "right", "lowest", "highest"),
    [
        (BRIDGE, BRIDGE, 1.0, 1.0),
        (BRIDGE, BRIDGE.upper().replace(",", " –"), 1.0, 1.0),
        (BRIDGE, REWRITE, 0.5, 0.8),
        (BRIDGE, FERRY, 0.0, 0.1),
        (ZH, "据新华社报道：" + ZH.replace("货车", "车辆"), 0.8, 1.0),
        (ZH, BRIDGE, 0.0, 0.0),
        ("", BRIDGE, 0.0, 0.0),
    ],
)
def test_how_much_of_a_text_stands_in_another(left: str, right: str, lowest: float, highest: float) -> None:
    owners, hashes = sketches([left, right])
    share = contained(*(hashes[owners == place].tolist() for place in (0, 1)))
    assert lowest <= share <= highest


def test_a_sketch_does_not_depend_on_what_stands_beside_the_text() -> None:
    alone = sketches([BRIDGE])[1].tolist()
    owners, hashes = sketches(["", FERRY, BRIDGE, ZH * 300])
    assert hashes[owners == 2].tolist() == alone
    assert owners.tolist() == sorted(owners.tolist())
