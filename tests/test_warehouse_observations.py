"""Statistics that outlets state: one row each, contradictions shown, and what is of another scope doubted instead."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from tests.warehouse_batches import NOW, article, batch, deal, figure, open_store, read_row
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


def told(key: str, millions: str, text: str = "x", published: str = "2026-08-20T08:00:00Z", **more: Any) -> ArticleRow:
    one = figure(f"${millions} million", f"{millions}000000", **{**HALF, **more})
    return article(key, text=text, facts=(one,), publisher=key, published=published)


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


def test_the_value_of_a_statistic_is_one_that_an_outlet_states(store: duckdb.DuckDBPyConnection) -> None:
    keep(store, told("a", "106000"), told("b", "108000"))
    assert rows(store, STATED) == [(106000, 108000, 2)]


def test_trade_by_month_tells_dollars_as_stated_and_converts_where_none_are(store: duckdb.DuckDBPyConnection) -> None:
    rubles = figure("9 trln rubles", "9000000000000", "RUB", metric="turnover", flow="CN<>RU",
                    period_start="2025-01-01", period_end="2025-06-30")  # fmt: skip
    keep(store, article("r", facts=(rubles,), publisher="r"))
    stated = "SELECT CAST(value_usd / 1e9 AS INT), figures FROM trade_by_month WHERE figures > 0"
    assert rows(store, stated) == [(108, 1)]
    keep(store, told("a", "106480"), key="b2")
    assert rows(store, stated) == [(106, 2)]


def test_a_country_s_trade_with_all_the_world_is_doubted_and_contradicts_nobody(
    store: duckdb.DuckDBPyConnection,
) -> None:
    keep(store, told("a", "106480"), told("b", "106500"), told("world", "3030000"), told("farms", "3900"))
    assert rows(store, STATED) == [(106480, 106500, 2)]
    assert rows(store, "SELECT * FROM figure_conflict") == []
    assert reasons(store) == [("farms", "a 27.3th"), ("world", "28.5 times")]


@pytest.mark.parametrize(("slipped", "why"), [("64000000", "10,000 times as much"), ("64", "a 100th of it")])
def test_a_power_of_ten_off_what_others_state_is_a_slip(
    store: duckdb.DuckDBPyConnection, slipped: str, why: str
) -> None:
    keep(store, *(told(key, value, region="CN-21") for key, value in (("a", "6400"), ("b", "6410"), ("c", slipped))))
    ((reason,),) = rows(store, "SELECT reason FROM doubt WHERE article_id = 'c'")
    assert re.fullmatch(rf"2 others state about .* USD, this is {why}: a slip\?", str(reason))
    assert rows(store, "SELECT articles FROM observation") == [(2,)]


def test_a_rise_that_another_outlet_calls_a_fall_is_a_conflict(store: duckdb.DuckDBPyConnection) -> None:
    def change(key: str, *told: str) -> ArticleRow:
        facts = [
            figure(one, one.strip("+-"), "%", **HALF, measure="change", direction=way, basis="yoy")
            for one in told
            for way in ("up" if one[0] == "+" else "down",)
        ]
        return article(key, text=" ".join(told), facts=tuple(facts), publisher=key)

    keep(store, change("a", "+3.2"), change("b", "+3.3"), change("c", "+5.4"))
    assert len(rows(store, "SELECT * FROM figure_conflict")) == 1
    keep(store, change("c", "-3.2"), key="b2", hours=1)
    stated = "SELECT value, lowest, highest, articles, len(figure_ids) FROM figure_conflict"
    assert [tuple(map(float, row)) for row in rows(store, stated)] == [(3.2, -3.2, 3.3, 3, 3)]
    keep(store, change("c", "-3.2", "+3.1"), key="b3", hours=2)
    assert rows(store, stated) == []  # of one article what tells them apart was not read
    keep(store, change("c", "-0.4"), change("a", "+0.5"), change("b", "+0.5"), key="b4", hours=3)
    assert rows(store, stated) == []


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
    assert rows(store, "SELECT article_id, reason FROM doubt") == [
        ("d", "3 others state about 8,500,000 t: a slip, or another statistic?")
    ]
    lone = {**freight, "commodity": "coal"}
    keep(store, told("e", "8", **lone), told("f", "80", **lone), key="b2")
    assert rows(store, "SELECT * FROM observation WHERE commodity = 'coal'") == []
    assert rows(store, "SELECT article_id FROM doubt WHERE reason LIKE 'outlets differ%' ORDER BY 1") == [
        ("e",),
        ("f",),
    ]


def test_what_others_gainsay_is_no_dollars_until_they_bear_it_out(store: duckdb.DuckDBPyConnection) -> None:
    dollars = "SELECT article_id, CAST(value_usd / 1e6 AS INT), usd_source FROM {} ORDER BY 1"
    loans = {"metric": "finance"}
    keep(store, told("a", "8", **loans), told("b", "80000", **loans))
    first = rows(store, dollars.format("figure"))
    assert first == [("a", None, "in doubt"), ("b", None, "in doubt")]
    keep(store, told("c", "8", **loans), key="b2", hours=1)
    second = rows(store, dollars.format("figure"))
    assert second == [("a", 8, "stated"), ("b", None, "in doubt"), ("c", 8, "stated")]
    assert rows(store, "SELECT CAST(value_usd / 1e6 AS INT), figures FROM observation") == [(8, 2)]
    keep(store, told("b", "8", "corrected", **loans), key="b3", hours=2)
    third = rows(store, dollars.format("figure"))
    assert third == [("a", 8, "stated"), ("b", 8, "stated"), ("c", 8, "stated")]
    for hours, stood in enumerate((first, second, third)):
        at = (NOW + timedelta(hours=hours)).replace(tzinfo=None)
        assert rows(store, dollars.format(f"facts_as_of('{at}')")) == stood


def test_freight_of_no_place_that_differs_several_times_is_that_of_two_carriers(
    store: duckdb.DuckDBPyConnection,
) -> None:
    boxes = {"metric": "freight", "unit": "TEU"}
    keep(store, told("pier", "3.1", **boxes), told("carrier", "118", **boxes))
    assert rows(store, "SELECT article_id FROM doubt") == rows(store, "SELECT value FROM observation") == []
    keep(store, told("slip", "1180", **boxes, flow="CN>RU"), told("other", "118", **boxes, flow="CN>RU"), key="b2")
    keep(store, told("port", "3.1", **boxes, region="RU-PRI"), told("too", "118", **boxes, region="RU-PRI"), key="b3")
    assert rows(store, "SELECT article_id FROM doubt ORDER BY 1") == [("other",), ("port",), ("slip",), ("too",)]


def test_what_a_deal_is_to_bring_is_no_trade_of_the_two_countries(store: duckdb.DuckDBPyConnection) -> None:
    year = {"metric": "exports", "flow": "RU>CN", "period_start": "2026-01-01", "period_end": "2026-12-31"}
    told_of = [("205", "coal"), ("205", None), ("230", "coal"), ("230", None)]
    tonnes = [figure("x", value, "t", commodity=goods, **year) for value, goods in told_of]
    for key, one in enumerate(tonnes):
        keep(store, article(f"deal {key}", facts=(one, deal())), key=f"d{key}", hours=key)
    assert rows(store, "SELECT * FROM observation") == []
    for key, one in enumerate(tonnes):
        keep(store, article(f"told {key}", text="told", facts=(one,)), key=f"t{key}", hours=9 + key)
    assert rows(store, "SELECT commodity, figures FROM observation") == [("coal", 2)]
    assert rows(store, "SELECT count(*) FROM figure") == [(8,)]
    shipped = msgspec.structs.replace(tonnes[0], period_start="2025-01-01", period_end="2025-12-31")
    keep(store, article("shipped", facts=(shipped, deal())), key="s", hours=20)
    assert rows(store, "SELECT count(*) FROM observation") == [(2,)]


def keep_texts(store: duckdb.DuckDBPyConnection, title: str, texts: dict[str, str]) -> None:
    """Read English texts by outlet and load each in a batch of its own."""
    for key, text in texts.items():
        told = {"id": key, "url": f"https://{key}.example/", "title": title, "text": text, "language": "en"}
        keep(store, read_row({**told, "published": "2026-07-20T08:00:00Z", "publisher": key}), key=key)


def test_a_town_s_trade_is_no_statistic_of_its_province(store: duckdb.DuckDBPyConnection) -> None:
    told_in = "Trade between {0} and Russia grew 3 percent to ${1} in January-June 2026, {0} customs said."
    of_province = "HARBIN - Heilongjiang's trade with Russia fell 8 percent to $24.1 billion in January-June 2026."
    texts = {
        "p1": told_in.format("Jixi", "510 million"), "p2": told_in.format("Suifenhe", "530 million"),
        "p3": of_province + " Harbin Customs said so.", "p4": told_in.format("Jixi", "520 million"),
    }  # fmt: skip
    keep_texts(store, "Trade with Russia", texts)
    worth = "SELECT place, CAST(value / 1e6 AS INT), articles FROM observation WHERE measure = 'level' ORDER BY value"
    assert rows(store, worth) == [("place:jixi", 510, 2), ("place:suifenhe", 530, 1), (None, 24100, 1)]
    assert rows(store, "SELECT place, articles FROM figure_conflict") == []
    assert rows(store, "SELECT reason FROM doubt") == []
    assert rows(store, "SELECT CAST(value_usd / 1e6 AS INT) FROM trade_by_month WHERE region = 'CN-HL'") == [(24100,)]


def test_a_fall_in_tonnes_and_one_in_money_are_two_statistics(store: duckdb.DuckDBPyConnection) -> None:
    texts = {
        "q1": "China's imports of Russian coal fell 12% to 30.1 million tonnes in January-June 2026, customs said.",
        "q2": "In January-June 2026 China imported 30.1 million tonnes of coal from Russia, 12.2% less than in 2025.",
        "v1": "China's imports of Russian coal fell 27% in value in January-June 2026, a trader said, as prices sank.",
        "v2": "China's imports of Russian coal dropped 31% to $2.7 billion in January-June 2026, by another count.",
    }
    keep_texts(store, "Coal from Russia", texts)
    fallen = "SELECT counted, lowest::INT, highest::INT, articles FROM {} WHERE measure = 'change' ORDER BY 1"
    assert rows(store, fallen.format("observation")) == [("quantity", 12, 12, 2), ("value", 27, 31, 2)]
    assert rows(store, fallen.format("figure_conflict")) == [("value", 27, 31, 2)]


def test_a_target_is_no_trade_of_its_period(store: duckdb.DuckDBPyConnection) -> None:
    flags = "SELECT expected, independent_publishers FROM observation"
    year = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
    stated = "SELECT figures FROM trade_by_month WHERE figures > 0"
    keep(store, told("plan", "200000", published="2023-10-20T08:00:00Z", **year))
    assert rows(store, flags) == [(True, 1)]
    assert rows(store, stated) == []
    keep(store, told("a", "244800", "y", published="2025-01-20T08:00:00Z", **year), key="b2")
    keep(store, told("b", "244800", "y", published="2025-01-20T09:00:00Z", **year), key="b3")
    assert rows(store, flags) == [(False, 2)]
    assert rows(store, stated) == [(2,)]


def test_what_was_expected_of_a_period_contradicts_nothing_that_was_reported_after_it(
    store: duckdb.DuckDBPyConnection,
) -> None:
    keep(store, told("plan", "110000", published="2025-03-01T08:00:00+00:00"))
    assert rows(store, STATED) == [(110000, 110000, 1)]
    keep(store, told("a", "106000", published="2025-07-14T08:00:00+00:00"), key="b2")
    assert rows(store, STATED) == [(106000, 106000, 1)]
    assert rows(store, "SELECT * FROM doubt") == []


def test_an_article_that_states_several_values_of_a_statistic_contradicts_nobody(
    store: duckdb.DuckDBPyConnection,
) -> None:
    shares = {"metric": "settlement", "unit": "%", "measure": "share"}
    both = (figure("28%", "28", **{**HALF, **shares}), figure("62%", "62", **{**HALF, **shares}))
    keep(store, article("both", text="x", facts=both, publisher="both"))
    assert rows(store, "SELECT * FROM doubt") == []
    one = figure("30%", "30", **{**HALF, **shares})
    keep(store, article("one", text="y", facts=(one,), publisher="one"), key="b2")
    assert rows(store, "SELECT CAST(value AS INT), articles FROM observation") == [(30, 1)]
    assert rows(store, "SELECT article_id, reason LIKE 'one of 2 values%' FROM doubt") == [("both", True)] * 2


@pytest.mark.parametrize(("other", "conflicts"), [("6.9", 0), ("12.1", 1)])
def test_percentages_differ_by_points(store: duckdb.DuckDBPyConnection, other: str, conflicts: int) -> None:
    change = {"unit": "%", "measure": "change", "direction": "up", "basis": "yoy"}
    keep(
        store,
        *(
            article(key, text=key, facts=(figure(f"{value}%", value, **{**HALF, **change}),), publisher=key)
            for key, value in (("a", "6.5"), ("b", other))
        ),
    )
    assert len(rows(store, "SELECT * FROM figure_conflict")) == conflicts


def test_a_doubt_goes_when_peers_bear_the_reading_out_and_its_history_stays(store: duckdb.DuckDBPyConnection) -> None:
    coal = {"metric": "freight", "unit": "t", "commodity": "coal"}
    keep(store, told("a", "8", **coal), told("b", "80", **coal))
    assert len(rows(store, "SELECT * FROM doubt")) == 2
    keep(store, told("c", "80", **coal), told("d", "81", **coal), key="b2", hours=1)
    assert reasons(store) == [("a", "3 others")]
    assert rows(store, "SELECT count(*) FROM store.doubt") == [(3,)]
    keep(store, told("x", "5", commodity="timber"), key="b3", hours=2)
    assert rows(store, "SELECT count(*), count(superseded_at) FROM store.doubt") == [(3, 2)]


@pytest.mark.parametrize(("tonnes", "statistics"), [("1800000", 0), ("410000", 1)])
def test_values_of_one_statistic_that_an_article_tells_several_times_apart_are_none(
    store: duckdb.DuckDBPyConnection, tonnes: str, statistics: int
) -> None:
    soy = {"metric": "imports", "flow": "RU>CN", "region": "CN-HL", "commodity": "soybeans"}
    half = {"period_start": "2026-01-01", "period_end": "2026-06-30"}
    both = (figure("32.6万吨", "326000", "t", **soy, **half), figure("180万吨", tonnes, "t", **soy, **half))
    keep(store, article("a", text="进口大豆32.6万吨，累计180万吨。", facts=both))
    assert rows(store, "SELECT count(*) FROM observation") == [(statistics,)]
    assert rows(store, "SELECT * FROM doubt") == []


@pytest.mark.parametrize(
    ("text", "later", "publisher", "doubted"),
    [
        ("We gave a wrong value: it was $12.7 billion, not 17.2 billion.", "12700", "wire", True),
        ("Мы привели неверное значение: 12,7 млрд, а не 17.2 млрд.", "12700", "wire", True),
        ("更正:应为127亿,而非17.2。", "12700", "wire", True),
        ("Correction of our article: it was $12.7 billion.", "12700", "wire", False),
        ("It was $12.7 billion, up from 17.2 billion.", "12700", "wire", False),
        ("We gave a wrong value: it was $12.7 billion, not 17.25 billion.", "12700", "wire", False),
        ("Another outlet was wrong: it was $12.7 billion, not 17.2 billion.", "12700", "other", False),
        ("The minister was wrong: it was 17.2 billion.", "17200", "wire", False),
    ],
)
def test_what_an_outlet_corrected_is_doubted_and_the_new_value_stands(
    store: duckdb.DuckDBPyConnection, text: str, later: str, publisher: str, doubted: bool
) -> None:
    place = {"region": "CN-HL", "period_start": "2025-01-01", "period_end": "2025-01-31"}
    facts = [(figure(quote, f"{value}000000", **{**HALF, **place}),) for quote, value in
             (("$17.2 billion", "17200"), (f"${later} million", later))]  # fmt: skip
    first = article("old", text="It was $17.2 billion.", facts=facts[0], publisher="wire", published="2026-08-19")
    keep(store, first)
    second = article("new", text=text, facts=facts[1], publisher=publisher, published="2026-08-20")
    keep(store, second, key="b2", hours=1)
    told = [("old", "its outlet corrected it on 2026-08-20")] if doubted else []
    assert rows(store, "SELECT article_id, reason FROM doubt") == told
    assert rows(store, STATED)[0][1] == (12700 if doubted else 17200)
    forget(store, ["new"], reason="asked by the outlet", now=NOW)
    draw(store)
    assert rows(store, "SELECT * FROM doubt") == []
