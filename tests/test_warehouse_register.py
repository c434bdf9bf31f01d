"""The register: one line an agreement, whoever tells it and however often; people have the last word."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse_batches import NOW, article, batch, deal, figure, open_store, read_row, tell
from transform.records import Party
from transform.text.language import detect
from warehouse.load import load
from warehouse.register.correction_file import read
from warehouse.sides.likeness import likeness
from warehouse.sides.name_meaning import meant
from warehouse.sides.names import alike
from warehouse.sides.sides import sides
from warehouse.states import current_stage, told_firms
from warehouse.topics import other_goods, topics


@pytest.fixture
def store(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return open_store(tmp_path)


def rows(store: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return store.execute(sql).fetchall()


def register(store: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return rows(store, "SELECT agreement_id, kind, stage, mentions FROM agreement ORDER BY agreement_id")


def test_stages_of_one_agreement_have_a_history_and_an_alert_each(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-01T08:00:00Z", status="planned")
    tell(store, "b", "2026-08-10T08:00:00Z", status="signed")
    tell(store, "c", "2026-08-11T08:00:00Z", status="signed")
    tell(store, "d", "2026-08-12T08:00:00Z", status="denied")
    assert register(store) == [("A000001", "single", "denied", 4)]
    history = [("planned", "a"), ("signed", "b"), ("denied", "d")]
    assert rows(store, "SELECT stage, article_id FROM agreement_stage ORDER BY reported_at") == history
    assert rows(store, "SELECT stage FROM alert ORDER BY alert_id") == [("planned",), ("signed",), ("denied",)]


def test_a_firm_is_known_in_all_sentences_by_the_name_that_one_puts_in_brackets(
    store: duckdb.DuckDBPyConnection,
) -> None:
    quotes = ("中远海运与俄罗斯国家港口公司（Rosmorport）签署疏浚合同。", "双方还签署船员培训备忘录。")
    sides = (Party(name="中远海运", country="CN"), Party(name="俄罗斯国家港口公司", country="RU"))
    facts = (
        deal("signed", quote=quotes[0], parties=sides, type="contract"),
        deal("signed", quote=quotes[1], parties=sides, type="memorandum"),
    )
    load(store, batch(article("a", text="".join(quotes), facts=facts, language="zh"), key="b"), now=NOW)
    told = rows(store, "SELECT type, parties[2].id FROM agreement ORDER BY type")
    assert told == [("contract", "company:rosmorport"), ("memorandum", "company:rosmorport")]


def test_a_plan_that_is_told_after_the_signing_is_no_news(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", status="signed")
    tell(store, "b", "2026-08-11T08:00:00Z", status="planned")
    assert rows(store, "SELECT stage FROM agreement_stage") == rows(store, "SELECT stage FROM alert") == [("signed",)]
    assert rows(store, "SELECT new FROM agreement_mention ORDER BY article_id") == [(True,), (False,)]


def test_a_plan_that_came_to_nothing_is_told_once_whether_it_ended_or_will_not_be_signed(
    store: duckdb.DuckDBPyConnection,
) -> None:
    tell(store, "a", "2026-08-01T08:00:00Z", status="planned")
    tell(store, "b", "2026-08-10T08:00:00Z", status="ended")
    tell(store, "c", "2026-08-11T08:00:00Z", status="denied")
    assert rows(store, "SELECT stage FROM alert ORDER BY alert_id") == [("planned",), ("ended",)]


def test_a_contract_that_ended_may_be_denied_to_have_ended(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-01T08:00:00Z", status="signed")
    tell(store, "b", "2026-08-10T08:00:00Z", status="ended")
    tell(store, "c", "2026-08-11T08:00:00Z", status="denied")
    assert rows(store, "SELECT stage FROM alert ORDER BY alert_id") == [("signed",), ("ended",), ("denied",)]


def test_a_side_beside_firms_in_general_finds_its_deal(store: duckdb.DuckDBPyConnection) -> None:
    amur = Party(name="Amur Region", country="RU", id="RU-AMU")
    sides = (Party(name="Hainan", country="CN", id="CN-HI"), amur)
    tell(store, "a", "2026-08-10T08:00:00Z", type="roadmap", parties=sides, quote="Amur and Hainan signed a roadmap.")
    lent = (Party(name="Russian participants", country="RU"), sides[0])
    tell(store, "b", "2026-08-11T08:00:00Z", type="roadmap", parties=lent, quote="They include a roadmap with Hainan.")
    assert register(store) == [("A000001", "single", "signed", 2)]


def test_a_town_stands_for_a_firm_by_whichever_of_its_names_is_called_after_it(
    store: duckdb.DuckDBPyConnection,
) -> None:
    tinro = Party(name="Tinro Fish", country="RU")
    names = (Party(name="Haiyuan Foods", country="CN"), Party(name="大连海源食品公司", country="CN"))
    for day, firm in enumerate(names, 10):
        quote = f"{firm.name} buys pollock from Tinro Fish."
        tell(store, firm.name, f"2026-08-{day}T08:00:00Z", parties=(tinro, firm), quote=quote)
    dalian = Party(name="Dalian", country="CN", id="place:dalian")
    quote = "Among them is Tinro Fish's pollock contract with Dalian."
    tell(store, "c", "2026-08-12T08:00:00Z", parties=(tinro, dalian), quote=quote)
    assert register(store) == [("A000001", "single", "signed", 3)]


@pytest.mark.parametrize(
    ("place", "rows_told"), [("xian", 1), ("heihe", 2)], ids=["called after the town", "of another town"]
)
def test_a_town_stands_for_a_listed_firm_that_is_called_after_it(
    store: duckdb.DuckDBPyConnection, place: str, rows_told: int
) -> None:
    line = Party(name="TransContainer", country="RU", id="company:transcontainer")
    port = Party(name="西安国际港务区", country="CN", id="company:xian-port")
    told = {"type": "agreement", "signed_on": "2026-08-10"}
    tell(store, "a", "2026-08-10T08:00:00Z", parties=(line, port), quote="西安国际港务区签约开行150列班列。", **told)
    town = Party(name=place.title(), country="CN", id=f"place:{place}")
    tell(store, "b", "2026-08-11T08:00:00Z", parties=(line, town), quote="They agreed on 150 trains.", **told)
    assert len(register(store)) == rows_told


def test_a_memorandum_told_beside_the_agreement_of_the_day_before_is_another_deal(
    store: duckdb.DuckDBPyConnection,
) -> None:
    sides = (Party(name="Volga Express", country="RU"), Party(name="Tianma Parcel", country="CN"))
    place = {"place": "Vladivostok", "place_id": "place:vladivostok"}
    parcels = "Volga Express and Tianma Parcel signed an agreement on parcels by rail."
    tell(
        store,
        "a",
        "2026-08-04T12:00:00Z",
        type="agreement",
        parties=sides,
        signed_on="2026-08-04",
        quote=parcels,
        **place,
    )
    swap = "They signed a memorandum on exchanges of data on Friday."
    earlier = "A day earlier they signed an agreement on parcels by rail."
    told = (
        deal(type="memorandum", parties=sides, signed_on="2026-08-05", quote=swap, **place),
        deal(type="agreement", parties=sides, new=False, quote=earlier),
    )
    published = "2026-08-05T15:00:00Z"
    one = article("b", text=f"{swap}   {earlier}", facts=told, published=published, fetched=published)
    load(store, batch(one, key="batch b"), now=NOW)
    assert register(store) == [("A000001", "single", "signed", 2), ("A000002", "single", "signed", 1)]


def test_an_older_deal_is_a_row_of_its_own_kind_and_alerts_nobody(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-01T08:00:00Z", new=False)
    tell(store, "b", "2026-08-02T08:00:00Z", new=False)
    assert register(store) == []
    assert rows(store, "SELECT agreement_id, stage, mentions FROM older_agreement") == [("A000001", "signed", 2)]
    assert rows(store, "SELECT * FROM alert") == rows(store, "SELECT * FROM agreement_stage") == []
    # What was told as signed is not signed anew a week later.
    tell(store, "c", "2026-08-10T08:00:00Z")
    tell(store, "d", "2026-08-11T08:00:00Z", new=False)
    assert register(store)[0] == ("A000002", "single", "signed", 2)


@pytest.mark.parametrize(
    ("quote", "agreements"),
    [
        ("The first contract, of 2019, is still in force.", 2),
        ("Rosatom and CNNC signed the contract in 2024.", 3),
    ],
)
def test_deals_of_other_years_are_others(store: duckdb.DuckDBPyConnection, quote: str, agreements: int) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-11T08:00:00Z", new=False, quote="Rosatom and CNNC signed their first one in 2019.")
    tell(store, "c", "2026-08-12T08:00:00Z", new=False, quote=quote)
    older = rows(store, "SELECT agreement_id FROM older_agreement")
    assert (len(register(store)), len(older)) == (1, agreements - 1)


def test_what_was_signed_in_a_month_of_this_year_is_no_deal_of_years_ago(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", new=False, quote="Rosatom and CNNC signed an agreement on pumps in 2019.")
    tell(store, "b", "2026-08-11T08:00:00Z", new=False, quote="Rosatom and CNNC signed the agreement on pumps in June.")
    assert len(rows(store, "SELECT agreement_id FROM older_agreement")) == 2
    tell(store, "c", "2026-08-12T08:00:00Z", new=False, quote="Rosatom and CNNC had signed an agreement on pumps.")
    assert len(rows(store, "SELECT agreement_id FROM older_agreement")) == 2


def test_since_when_the_two_sign_a_yearly_paper_is_not_the_year_that_it_is_for(
    store: duckdb.DuckDBPyConnection,
) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", type="protocol", quote="Rosatom and CNNC signed a protocol for 2027.")
    habit = "Since 2018 Rosatom and CNNC have signed an annual document."
    tell(store, "b", "2026-08-11T08:00:00Z", type="protocol", quote=habit)
    assert len(register(store)) == 1
    tell(store, "c", "2026-08-12T08:00:00Z", type="protocol", quote="Rosatom and CNNC signed a protocol for 2026.")
    assert len(register(store)) == 2


PLURAL = "Rosatom signed contracts with CNNC for 4 excavators."


@pytest.mark.parametrize(
    ("fields", "agreements"),
    [
        ({"quote": PLURAL}, 1),
        ({"quote": "Rosatom signed contracts with CNNC for wheat and barley."}, 2),
        ({"quote": PLURAL, "count": 3}, 2),
        ({"quote": "Rosatom signed contracts for 4 excavators."}, 2),
        ({"quote": PLURAL, "parties": (Party(name="Rosatom", country="RU"), Party(name="Sany", country="CN"))}, 2),
    ],
    ids=["the same", "on other goods", "counted", "a side unsaid", "with another side"],
)
def test_papers_of_two_sides_that_nobody_counts_are_the_deal_that_is_known_of_them(
    store: duckdb.DuckDBPyConnection, fields: dict[str, Any], agreements: int
) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", quote="Rosatom and CNNC signed a contract for 4 excavators.")
    tell(store, "b", "2026-08-11T08:00:00Z", **{"count": None, **fields})
    assert len(register(store)) == agreements


def test_a_second_order_and_the_end_of_an_offtake_find_the_deal_of_years_ago(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2021-06-04T08:00:00Z", quote="Rosatom and CNNC signed a contract for 40 trucks.")
    tell(store, "b", "2025-10-14T08:00:00Z", quote="Rosatom and CNNC signed a contract for 60 trucks.")
    tell(store, "c", "2025-10-15T08:00:00Z", new=False, quote="Rosatom bought 40 trucks of CNNC in 2021.")
    assert [row[3] for row in register(store)] == [2, 1]
    tell(store, "d", "2026-01-14T08:00:00Z", status="ended", quote="Rosatom ended its contract of 2021 with CNNC.")
    assert [row[2] for row in register(store)] == ["ended", "signed"]


def test_a_deal_that_ends_was_signed_years_before(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", status="ended")
    tell(store, "b", "2026-08-11T08:00:00Z", new=False, quote="The contract was signed in 2012.")
    assert register(store) == [("A000001", "single", "ended", 2)]


def test_a_sum_of_deals_is_a_row_of_its_own_kind(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-10T09:00:00Z", count=25, parties=())
    tell(store, "c", "2026-08-11T09:00:00Z", count=25, parties=())
    assert register(store) == [("A000001", "single", "signed", 1), ("A000002", "total", "signed", 2)]


@pytest.mark.parametrize(
    ("count", "fields", "rows"),
    [
        (40, {}, 1),
        (40, {"event": None, "subjects": ()}, 2),
        (50, {}, 2),
        (41, {}, 2),
    ],
    ids=["nearly forty", "at no forum", "fifty", "another number"],
)
def test_a_sum_of_deals_may_be_told_in_round_numbers(
    store: duckdb.DuckDBPyConnection, count: int, fields: dict[str, object], rows: int
) -> None:
    forum = {"parties": (), "event": "Harbin fair", "subjects": ("event:harbin-fair", "place:harbin")}
    tell(store, "a", "2026-08-10T09:00:00Z", count=37, **forum)
    tell(store, "b", "2026-08-12T09:00:00Z", count=count, **{**forum, **fields})
    assert len(register(store)) == rows


def test_two_deals_of_one_pair_in_a_week_stay_two(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", type="contract", subjects=("nuclear",), value=Decimal(890), unit="USD")
    tell(store, "b", "2026-08-12T08:00:00Z", type="memorandum", subjects=("closed fuel cycle",))
    assert len(register(store)) == 2


def test_talks_on_a_venture_are_not_the_supply_contract_of_the_two(store: duckdb.DuckDBPyConnection) -> None:
    copper = {"parties": (Party(name="Nornickel", country="RU"), Party(name="Xiaxin Copper", country="CN"))}
    tell(store, "a", "2026-08-10T08:00:00Z", type="joint_venture", status="negotiating", sectors=("mining",), **copper)
    tell(store, "b", "2026-08-17T08:00:00Z", type="contract", sectors=("mining",), **copper)
    tell(store, "c", "2026-11-20T08:00:00Z", type="joint_venture", sectors=("mining",), **copper)
    assert [(key, stage) for key, _, stage, _ in register(store)] == [("A000001", "signed"), ("A000002", "signed")]


def test_a_yearly_protocol_is_another_each_year(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2025-08-10T08:00:00Z", type="protocol")
    tell(store, "b", "2026-08-10T08:00:00Z", type="protocol")
    assert len(register(store)) == 2


def test_whose_hands_signed_a_yearly_protocol_is_no_deal_beside_it(store: duckdb.DuckDBPyConnection) -> None:
    hands = "The vice-governor of Chita and the mayor of Hulunbuir put their names to it."
    sides = (Party(name="Chita", country="RU", id="place:chita"), Party(name="Hulunbuir", country="CN"))
    told = "A protocol on how the crossing works in 2026 was signed on Monday."
    told_first = deal(quote=told, type="protocol", parties=sides[:1])
    then = deal(quote=hands, type="agreement", parties=sides)
    row = article("a", text=f"{told} {hands}", facts=(told_first, then), published="2026-08-10T08:00:00Z")
    load(store, batch(row), now=NOW)
    assert register(store) == [("A000001", "single", "signed", 2)]


def test_a_plan_is_found_by_one_listed_firm_and_the_branch(store: duckdb.DuckDBPyConnection) -> None:
    firm = Party(name="Rosneft", country="RU", id="company:rosneft")
    other = Party(name="Heli", country="CN", id="company:heli")
    told = {"type": "joint_venture", "sectors": ("manufacturing",), "quote": "They found a venture for lift trucks."}
    tell(store, "a", "2026-03-10T08:00:00Z", status="planned", parties=(firm, Party(name="Хэли", country="CN")), **told)
    tell(store, "b", "2026-07-10T08:00:00Z", parties=(firm, other), **told)
    assert register(store) == [("A000001", "single", "signed", 2)]
    tell(store, "c", "2026-07-12T08:00:00Z", parties=(firm, Party(name="Weichai", id="company:weichai")), **told)
    assert len(register(store)) == 2


def test_a_document_for_another_year_is_another_and_for_one_year_it_is_signed_once(
    store: duckdb.DuckDBPyConnection,
) -> None:
    talks = "The two are haggling over their 2026 potash contract."
    tell(store, "a", "2025-12-01T08:00:00Z", type="contract", status="negotiating", quote=talks)
    tell(
        store,
        "b",
        "2025-12-02T08:00:00Z",
        type="contract",
        new=False,
        quote="The contract for 2025 was signed in June.",
    )
    tell(store, "c", "2025-12-22T08:00:00Z", type="contract", quote="They signed a contract to supply potash for 2026.")
    assert register(store) == [("A000001", "single", "signed", 2)]
    tell(store, "d", "2026-03-22T08:00:00Z", type="contract", quote="The contract for 2026 was signed.")
    assert register(store) == [("A000001", "single", "signed", 3)]


def test_what_a_side_makes_is_not_what_its_deal_is_about() -> None:
    told = "Weichai signed no venture on engines with truck maker Kamaz."
    assert topics(told, "en").goods == {"engines"}
    assert topics("Сделка с производителем грузовиков о двигателях.", "ru").goods == {"engines"}


def test_a_town_is_the_same_side_by_its_authority() -> None:
    names = ("город Маньчжоули", "满洲里市政府", "Manzhouli city government")
    told = {side.key for name in names for side in sides((Party(name=name, country="CN"),), ())}
    assert told == {"place:manzhouli"}


def test_a_city_hall_is_its_town_and_no_side_of_the_province() -> None:
    hall, province = (
        sides((Party(name=name, country="CN"),), ())[0].key for name in ("city hall of Changsha", "Hunan province")
    )
    assert (hall, province) == ("place:changsha", "CN-HN")
    assert sides((Party(name="俄罗斯托木斯克市", country="RU"),), ())[0].key == "place:tomsk"


def test_two_capitals_that_make_a_deal_are_their_states() -> None:
    capitals = (Party(name="Moscow", country="RU", id="RU-MOW"), Party(name="北京", country="CN", id="CN-BJ"))
    assert [side.key for side in sides(capitals, ())] == ["group CN", "group RU"]
    with_firm = (capitals[0], Party(name="COFCO", country="CN", id="company:cofco"))
    assert [side.key for side in sides(with_firm, ())] == ["RU-MOW", "company:cofco"]


def test_a_department_is_its_province_s_side_and_a_hyphen_joins_two_firms() -> None:
    (office,) = sides((Party(name="吉林省商务厅", country="CN"),), ())
    assert "CN-JL" in office.also
    told = sides((Party(name="Chulman Coke-Jidong Steel"), Party(name="Simbirsk-Stanko")), ())
    assert [side.name for side in told] == ["Chulman Coke", "Jidong Steel", "Simbirsk-Stanko"]


def test_every_placing_can_be_explained(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", signed_on="2026-08-10")
    tell(store, "b", "2026-08-11T08:00:00Z", signed_on="2026-08-10")
    tell(store, "c", "2026-08-18T08:00:00Z", signed_on="2026-08-18")
    told = rows(store, "SELECT action, evidence, rejected FROM agreement_evidence ORDER BY mention_id")
    assert [row[0] for row in told] == ["create", "attach", "create"]
    assert any("signed on 2026-08-10" in line for line in told[1][1])
    assert told[2][2] == [{"agreement_id": "A000001", "reason": "signed 8 days apart"}]


def read_in(store: duckdb.DuckDBPyConnection, key: str, language: str, published: str, title: str, text: str) -> None:
    """Load one article, read as in a run."""
    told = {"id": key, "url": f"https://example.org/{key}", "publisher": "Wire", "language": language}
    row = read_row({**told, "published": published, "title": title, "text": text})
    load(store, batch(row, key=f"batch {key}"), now=NOW)


def test_a_bracket_finds_the_talks_of_half_a_year_ago_and_another_firm_s_does_not(
    store: duckdb.DuckDBPyConnection,
) -> None:
    talks = "Puhua Group of Yangzhou and Russia's Tagilpress are discussing a joint company for bending machines."
    read_in(store, "a", "en", "2026-02-02T08:00:00Z", "Puhua weighs venture in Russia", talks)
    own = "普华集团与俄罗斯山城锻压厂（Tagilpress）8月3日在扬州签订合资合同，设立折弯机组装公司。"
    read_in(store, "b", "zh", "2026-08-04T08:00:00Z", "普华赴俄合资", own)
    other = "江海集团与俄罗斯草原锻压厂（Kurganpress）8月3日在无锡签订合资合同，设立折弯机组装公司。"
    read_in(store, "c", "zh", "2026-08-04T08:00:00Z", "江海赴俄合资", other)
    assert [row[3] for row in register(store)] == [2, 1]


@pytest.mark.parametrize(("again", "agreements"), [("又达成协议，将", 2), ("所签合同还将", 1)])
def test_what_a_pair_agrees_again_two_days_after_its_contract_is_another_deal(
    store: duckdb.DuckDBPyConnection, again: str, agreements: int
) -> None:
    contract = "江海煤机8月3日与俄罗斯库兹煤业公司签订合同，出口一套综采设备，合同额6.2亿元。"
    read_in(store, "a", "zh", "2026-08-04T08:00:00Z", "江海煤机中标", contract)
    text = f"江海煤机日前刚与俄罗斯库兹煤业公司签下6.2亿元的综采设备合同。5日，双方{again}合建液压支架维修服务中心。"
    read_in(store, "b", "zh", "2026-08-06T08:00:00Z", "江海煤机在俄设维修中心", text)
    assert len(register(store)) == agreements


@pytest.mark.parametrize(
    ("day", "agreed", "agreements"), [(12, "在克麦罗沃共建挖掘机维修和培训基地", 2), (10, "供应挖掘机", 1)]
)
def test_a_base_that_repairs_what_a_pair_trades_is_another_deal_than_its_contract(
    store: duckdb.DuckDBPyConnection, day: int, agreed: str, agreements: int
) -> None:
    contract = "沈阳北重公司10日与俄罗斯库兹煤业公司在沈阳签订三台挖掘机供货合同，合同额1.2亿元。"
    read_in(store, "a", "zh", "2026-08-10T08:00:00Z", "北重挖掘机出口俄罗斯", contract)
    before = "继两天前拿下1.2亿元挖掘机订单后，沈阳北重公司与俄方客户又有新动作。"
    text = f"{before}{day}日，该公司与库兹煤业公司在沈阳签署协议，{agreed}。"
    read_in(store, "b", "zh", "2026-08-12T08:00:00Z", "北重与俄方再签协议", text)
    assert len(register(store)) == agreements


def test_a_correction_that_dates_the_report_is_of_the_deal_that_it_corrects(store: duckdb.DuckDBPyConnection) -> None:
    contract = (
        "Russia's Kuzremvagon signed a $116 million contract for traction motors with China's Shenyang Beizhong in "
        "Shenyang on June 16."
    )
    read_in(store, "a", "en", "2026-06-17T08:00:00Z", "Kuzremvagon buys motors", contract)
    text = (
        "Our report of June 18 on the contract between Russia's Kuzremvagon and China's Shenyang Beizhong gave a wrong "
        "value. The order is worth $11.6 million, not $116 million. The sum in yuan, 83 million, was given correctly."
    )
    read_in(store, "b", "en", "2026-06-20T08:00:00Z", "Correction: Kuzremvagon motors", text)
    assert len(register(store)) == 1


@pytest.mark.parametrize(("crossing", "agreements"), [("Амурзет — Лобэй", [3]), ("Полтавка — Дуннин", [2])])
def test_what_becomes_of_a_crossing_s_deal_is_found_by_the_two_places_that_it_joins(
    store: duckdb.DuckDBPyConnection, crossing: str, agreements: list[int]
) -> None:
    told = "萝北浩航港务公司与俄罗斯阿穆尔泽特河港3月12日签署浮桥共同运营协议，连接萝北与阿穆尔泽特。"
    read_in(store, "a", "zh", "2026-03-13T08:00:00Z", "萝北将架浮桥", told)
    plan = "The river port of Amurzet and Luobei Haohang Port signed an agreement on Thursday to run a pontoon bridge."
    read_in(store, "b", "en", "2026-03-13T09:00:00Z", "Pontoon bridge for Amurzet and Luobei", plan)
    works = f"Сегодня по наплавному мосту {crossing} пошли грузовики: соглашение двух портов о нём вступило в силу."
    read_in(store, "c", "ru", "2026-05-20T09:00:00Z", "Понтон на китайской границе работает", works)
    assert [row[3] for row in register(store)] == agreements


def test_talks_about_something_else_than_was_signed_are_a_deal_of_their_own(store: duckdb.DuckDBPyConnection) -> None:
    sides = (Party(name="Okhotsk Fleet", country="RU"), Party(name="Dalian Hailu", country="CN"))
    contract = "Okhotsk Fleet and Dalian Hailu signed a contract for pollock."
    tell(store, "a", "2026-06-10T08:00:00Z", parties=sides, sectors=("fisheries",), quote=contract)
    talks = "Okhotsk Fleet and Dalian Hailu are in talks to build a cold store in Dalian."
    told = {"status": "negotiating", "type": "agreement", "sectors": ("fisheries", "logistics"), "place": "Dalian"}
    tell(store, "b", "2026-07-20T08:00:00Z", parties=sides, quote=talks, **told)
    assert rows(store, "SELECT stage FROM agreement ORDER BY 1") == [("negotiating",), ("signed",)]


@pytest.mark.parametrize(("value", "unit", "rows_told"), [(260_000_000, "CNY", 2), (13_000_000, "USD", 1)])
def test_a_sum_far_off_that_is_told_of_another_day_is_another_deal_s(
    store: duckdb.DuckDBPyConnection, value: int, unit: str, rows_told: int
) -> None:
    tell(store, "a", "2024-08-10T08:00:00Z", signed_on="2024-08-10", value=Decimal(90_000_000), unit="CNY")
    tell(store, "b", "2024-08-12T08:00:00Z", signed_on="2024-08-12", value=Decimal(value), unit=unit)
    assert rows(store, "SELECT count(*) FROM agreement") == [(rows_told,)]


def test_a_third_report_that_fits_two_rows_makes_them_one_and_tells_nothing_twice(
    store: duckdb.DuckDBPyConnection,
) -> None:
    north, south = Party(name="Northwood", country="RU"), Party(name="Bingcheng Paper", country="CN")
    more: dict[str, Any] = {"quote": "A contract was signed.", "subjects": ()}
    tell(store, "a", "2026-08-10T08:00:00Z", parties=(north,), **more)
    tell(store, "b", "2026-08-11T08:00:00Z", parties=(south,), **more)
    assert len(register(store)) == 2
    tell(store, "c", "2026-08-11T09:00:00Z", parties=(north, south), **more)
    assert register(store) == [("A000001", "single", "signed", 3)]
    assert rows(store, "SELECT agreement_id, stage FROM alert") == [("A000001", "signed")]
    assert rows(store, "SELECT mention_id, evidence[1] FROM agreement_evidence WHERE action = 'merge'") == [
        (2, "A000002 and A000001 are one")
    ]


PAIR = {"parties": (Party(name="Gazprom", country="RU"), Party(name="CNPC", country="CN"))}


def test_a_pair_that_has_a_contract_on_one_pipeline_talks_of_another(store: duckdb.DuckDBPyConnection) -> None:
    far_east, second = "corridor:far-east-route", "corridor:power-of-siberia-2"
    tell(store, "a", "2026-02-04T08:00:00Z", subjects=(far_east,), quote="They signed a contract on the route.", **PAIR)
    talks = {"status": "negotiating", "subjects": (second,), "quote": "They haggle over the price of a contract."}
    tell(store, "b", "2026-02-05T08:00:00Z", **talks, **PAIR)
    assert [row[2:] for row in register(store)] == [("signed", 1), ("negotiating", 1)]


@pytest.mark.parametrize("status", ["planned", "negotiating", "denied"])
def test_what_is_talked_of_or_denied_long_after_the_news_of_a_signing_is_another_deal(
    store: duckdb.DuckDBPyConnection, status: str
) -> None:
    tell(store, "a", "2025-08-01T08:00:00Z", quote="They signed a supply contract.", **PAIR)
    tell(store, "b", "2026-08-01T08:00:00Z", status=status, quote="No contract has been signed yet.", **PAIR)
    assert [row[2:] for row in register(store)] == [("signed", 1), (status, 1)]


def test_what_was_signed_years_ago_is_not_what_is_denied_now(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-01T08:00:00Z", new=False, quote="In 2014 they signed a contract.", **PAIR)
    tell(store, "b", "2026-08-01T09:00:00Z", status="denied", quote="No contract was signed, the firm said.", **PAIR)
    assert register(store) == [("A000002", "single", "denied", 1)]


MERGE = '[[merge]]\ninto = "A000001"\nagreements = ["A000002"]\nreason = "one signing, told twice"\ndate = 2026-08-19\n'
SPLIT = '[[split]]\nagreement = "A000001"\nmentions = [2]\nreason = "the second phase"\ndate = 2026-08-19\n'
VALUE = '[[value]]\nagreement = "A000001"\nfield = "value"\nvalue = "350"\nreason = "a slip"\ndate = 2026-08-19\n'


def correct(store: duckdb.DuckDBPyConnection, text: str, key: str) -> tuple[str, ...]:
    report = load(store, batch(key=key), now=NOW, by_hand=read(text.encode(), "corrections.toml"))
    return report.corrections_refused


def test_people_merge_two_agreements_once(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-10T09:00:00Z", parties=(Party(name="X", country="RU"), Party(name="Y", country="CN")))
    assert len(register(store)) == 2
    correct(store, MERGE, "m1")
    correct(store, MERGE, "m2")
    assert register(store) == [("A000001", "single", "signed", 2)]
    assert rows(store, "SELECT count(*) FROM store.correction") == [(1,)]
    assert rows(store, "SELECT mention_id, evidence FROM agreement_evidence WHERE action = 'merge'") == [
        (2, ["by hand: one signing, told twice"])
    ]


def test_a_stage_that_people_set_stands_among_those_told_after_a_merge_too(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-10T09:00:00Z", parties=(Party(name="X", country="RU"), Party(name="Y", country="CN")))
    denied = VALUE.replace("A000001", "A000002").replace('"value"', '"stage"').replace("350", "denied")
    correct(store, denied, "v1")
    timeline = "SELECT agreement_id, stage, publisher, title FROM agreement_timeline WHERE publisher = 'by hand'"
    assert rows(store, timeline) == [("A000002", "denied", "by hand", "a slip")]
    correct(store, MERGE, "m1")
    assert rows(store, timeline) == [("A000001", "denied", "by hand", "a slip")]


@pytest.mark.parametrize(
    ("more", "beside", "dollars", "source"),
    [
        (("690000000", "USD"), "64 billion rubles", 690, "article"),
        (("5000000000", "CNY"), "64 billion rubles", 697, "article, ECB 2025-07-15"),
        (("5000000000", "CNY"), None, None, None),
    ],
)
def test_an_agreement_is_worth_in_dollars_what_its_article_makes_of_it(
    store: duckdb.DuckDBPyConnection, more: tuple[str, str], beside: str | None, dollars: int | None, source: str | None
) -> None:
    told = (
        deal(value=Decimal(64_000_000_000), unit="RUB"),
        figure("64 billion rubles", "64000000000", "RUB"),
        figure("more", *more, equivalent=beside),
    )
    day = "2025-07-15T08:00:00Z"
    load(store, batch(article("a", facts=told, published=day, fetched=day)), now=NOW)
    worth = "SELECT CAST(value_usd / 1e6 AS INT), usd_source FROM agreement"
    assert rows(store, worth) == [(dollars, source)]
    set_anew = VALUE.replace('"350"', '"{}"')
    correct(store, set_anew.format("350"), "v1")
    assert rows(store, worth) == [(None, None)]
    correct(store, set_anew.format("64000000000"), "v2")
    assert rows(store, worth) == [(dollars, source)]


def test_a_timeline_tells_beside_each_stage_what_its_own_article_says_that_it_is_worth(
    store: duckdb.DuckDBPyConnection,
) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", status="planned", quote="Rosatom plans a contract with CNNC.")
    tell(store, "b", "2026-08-12T08:00:00Z", value=Decimal(45), unit="USD")
    timeline = "SELECT stage, CAST(value AS INT), unit FROM agreement_timeline ORDER BY reported_at"
    assert rows(store, timeline) == [("planned", None, None), ("signed", 45, "USD")]
    correct(store, VALUE + VALUE.replace('"value"', '"stage"').replace("350", "in_force"), "v1")
    by_hand = [("in_force", None, None)]
    assert rows(store, timeline) == [("planned", None, None), ("signed", 45, "USD"), *by_hand]


@pytest.mark.parametrize(("into", "gone"), [("A000001", "A000002"), ("A000002", "A000001")])
def test_of_two_that_become_one_the_earliest_report_of_each_stage_holds(
    store: duckdb.DuckDBPyConnection, into: str, gone: str
) -> None:
    others = (Party(name="X", country="RU"), Party(name="Y", country="CN"))
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-09T08:00:00Z", parties=others)
    tell(store, "c", "2026-08-12T08:00:00Z", parties=others, status="in_force")
    correct(store, MERGE.replace("A000001", into).replace('["A000002"]', f'["{gone}"]'), "m1")
    stages = rows(store, "SELECT agreement_id, stage, article_id FROM agreement_stage ORDER BY stage")
    assert stages == [(into, "in_force", "c"), (into, "signed", "b")]


def test_people_split_an_agreement_and_each_part_has_its_stages(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-10T09:00:00Z")
    correct(store, SPLIT, "s1")
    assert register(store) == [("A000001", "single", "signed", 1), ("A000002", "single", "signed", 1)]
    stages = rows(store, "SELECT agreement_id, stage, mention_id FROM agreement_stage ORDER BY ALL")
    assert stages == [("A000001", "signed", 1), ("A000002", "signed", 2)]


@pytest.mark.parametrize("named", ['["mention-2"]', '["2"]', '[1, "mention-2"]'])
def test_mentions_are_split_off_by_the_ids_that_the_brief_shows(store: duckdb.DuckDBPyConnection, named: str) -> None:
    for number, key in enumerate("abc"):
        tell(store, key, f"2026-08-10T0{number}:00:00Z")
    assert correct(store, SPLIT.replace("[2]", named), "s1") == ()
    assert register(store)[1] == ("A000002", "single", "signed", named.count(",") + 1)


def test_people_split_the_mention_off_that_told_a_stage_first(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-10T09:00:00Z")
    correct(store, SPLIT.replace("[2]", "[1]"), "s1")
    stages = rows(store, "SELECT agreement_id, stage, mention_id FROM agreement_stage ORDER BY ALL")
    assert stages == [("A000001", "signed", 2), ("A000002", "signed", 1)]


def test_what_people_merged_and_split_again_is_as_before(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-10T09:00:00Z", parties=(Party(name="X", country="RU"), Party(name="Y", country="CN")))
    correct(store, MERGE, "m1")
    assert rows(store, "SELECT agreement_id, stage FROM agreement_stage") == [("A000001", "signed")]
    assert rows(store, "SELECT DISTINCT agreement_id FROM alert") == [("A000001",)]
    correct(store, MERGE + SPLIT, "s1")
    assert register(store) == [("A000001", "single", "signed", 1), ("A000003", "single", "signed", 1)]
    stages = rows(store, "SELECT agreement_id, stage, mention_id FROM agreement_stage ORDER BY ALL")
    assert stages == [("A000001", "signed", 1), ("A000003", "signed", 2)]


def test_a_merge_of_what_a_split_of_the_same_file_made_is_applied_with_it(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-10T09:00:00Z")
    tell(store, "c", "2026-08-10T10:00:00Z", parties=(Party(name="X", country="RU"), Party(name="Y", country="CN")))
    made = MERGE.replace('"A000002"', '"A000003"').replace("A000001", "A000002")
    assert correct(store, made + SPLIT + VALUE.replace("A000001", "A000002"), "s1") == ()
    assert [row[0] for row in register(store)] == ["A000001", "A000002"]
    assert told_by(store) == [("A000001", ["a"]), ("A000002", ["b", "c"])]
    assert rows(store, "SELECT value FROM agreement WHERE agreement_id = 'A000002'") == [(350,)]
    wrong = made.replace("A000003", "A000009")
    assert correct(store, wrong, "s2") == (
        "corrections.toml, line 1, [[merge]] of A000002, no agreement was ever given the id A000009",
    )


FOR = {"value": Decimal(530_000_000), "unit": "USD", "place": "Harbin", "signed_on": "2026-08-09"}
APART = [("A000001", ["a"]), ("A000002", ["b"])]


def told_by(store: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return rows(
        store, "SELECT agreement_id, list_sort(list(article_id)) FROM agreement_mention GROUP BY ALL ORDER BY ALL"
    )


@pytest.fixture
def parted(store: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Two reports that nobody but people could tell apart, in an agreement each."""
    tell(store, "a", "2026-08-10T08:00:00Z", **FOR)
    tell(store, "b", "2026-08-10T09:00:00Z", **FOR)
    correct(store, SPLIT, "s1")
    assert told_by(store) == APART
    return store


def test_what_people_split_stays_apart_when_a_report_is_edited_again_and_again(
    parted: duckdb.DuckDBPyConnection,
) -> None:
    for number, edited in enumerate(("a", "b", "b", "a", "b")):
        quote = f"Rosatom signed a contract with CNNC, as number {number} says."
        tell(parted, edited, "2026-08-10T09:00:00Z", **FOR, quote=quote)
        assert told_by(parted) == APART


def test_what_people_split_stays_apart_when_all_is_read_anew(parted: duckdb.DuckDBPyConnection) -> None:
    facts = (deal(**FOR, event="Fair"),)
    anew = [
        article(key, text=f"Text of {key}.", facts=facts, published=f"2026-08-10T0{8 + number}:00:00Z")
        for number, key in enumerate("ab")
    ]
    load(parted, batch(*anew, key="anew", kind="reanalysis"), now=NOW)
    assert told_by(parted) == APART


def test_what_people_split_stays_apart_when_a_third_report_fits_both(parted: duckdb.DuckDBPyConnection) -> None:
    tell(parted, "c", "2026-08-11T09:00:00Z", **FOR)
    assert [sum(found == "c" for found in articles) for _, articles in told_by(parted)] in ([0, 1], [1, 0])


def test_what_people_split_and_merged_again_is_one_and_edits_leave_it_so(parted: duckdb.DuckDBPyConnection) -> None:
    correct(parted, MERGE, "m1")
    tell(parted, "b", "2026-08-10T09:00:00Z", **FOR, quote="Rosatom signed a contract with CNNC, they say.")
    assert told_by(parted) == [("A000001", ["a", "b"])]


def test_two_deals_of_one_article_that_people_told_apart_are_read_anew_as_two(
    store: duckdb.DuckDBPyConnection,
) -> None:
    quotes = ("Rosatom signed a contract with CNNC on fuel.", "A contract of Rosatom and CNNC is to give it reactors.")
    for key, more in (("b1", {}), ("b2", {"event": "Fair"}), ("b3", {"event": "Fair", "place": "Harbin"})):
        facts = tuple(deal(quote=quote, **more) for quote in quotes)
        load(store, batch(article("a", text="They signed.", facts=facts), key=key, kind="reanalysis"), now=NOW)
        if key == "b1":
            assert told_by(store) == [("A000001", ["a", "a"])]
            correct(store, SPLIT, "s1")
        assert rows(store, "SELECT agreement_id, quote FROM agreement_mention ORDER BY ALL") == [
            *((number, quote) for number, quote in zip(("A000001", "A000002"), quotes, strict=True))
        ]


def test_a_deal_that_an_edit_adds_to_a_report_that_people_split_off_is_another(
    parted: duckdb.DuckDBPyConnection,
) -> None:
    other = deal(quote="Y of Khabarovsk sells X pollock.", parties=(Party(name="X", country="CN"), Party(name="Y")))
    added = article("b", text="Both.", facts=(other, deal(**FOR)), published="2026-08-10T09:00:00Z")
    load(parted, batch(added, key="edit"), now=NOW)
    assert told_by(parted) == [*APART, ("A000003", ["b"])]


def test_people_set_a_value_and_it_stays(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", value=Decimal(530), unit="USD")
    correct(store, VALUE, "v1")
    tell(store, "b", "2026-08-11T08:00:00Z", value=Decimal(530), unit="USD")
    assert rows(store, "SELECT CAST(value AS INT), mentions FROM agreement") == [(350, 2)]


def test_a_value_that_people_set_is_told_in_dollars_too(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2023-10-10T08:00:00Z", value=Decimal(530), unit="CNY")
    before = rows(store, "SELECT value_usd FROM agreement")[0][0]
    correct(store, VALUE.replace('"350"', '"5300"'), "v1")
    after = rows(store, "SELECT value_usd FROM agreement")[0][0]
    assert float(after) == pytest.approx(float(before) * 10, rel=0.001)


def test_a_value_that_people_set_without_a_currency_is_no_dollars(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    correct(store, VALUE, "v1")
    assert rows(store, "SELECT CAST(value AS INT), unit, value_usd FROM agreement") == [(350, None, None)]
    correct(store, VALUE.replace('"value"\n', '"unit"\n').replace('"350"', '"USD"'), "v2")
    assert rows(store, "SELECT CAST(value AS INT), unit, CAST(value_usd AS INT) FROM agreement") == [(350, "USD", 350)]


def test_what_was_empty_is_set_back(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", place=None)
    fields = {"unit": "USD", "value": "350", "signed_on": "2026-08-09", "place": "Harbin", "event": "Fair"}
    before = rows(store, f"SELECT {', '.join(fields)}, value_usd FROM agreement")
    for number, values in enumerate((fields, dict.fromkeys(fields, ""))):
        for field, value in values.items():
            text = VALUE.replace('"value"\n', f'"{field}"\n').replace('"350"', f'"{value}"')
            assert correct(store, text, f"{field}{number}") == ()
        now = rows(store, f"SELECT {', '.join(fields)}, value_usd FROM agreement")
        assert (now == before) == bool(number)
    assert before == [(None,) * 6]


@pytest.mark.parametrize(("day", "refused"), [("2026-08-13", 1), ("2026-08-12", 0), ("2026-08-01", 0), ("", 0)])
def test_no_day_after_the_last_report_of_a_signing_is_taken_for_its_own(
    store: duckdb.DuckDBPyConnection, day: str, refused: int
) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-11T08:00:00Z")
    found = correct(store, VALUE.replace('"value"\n', '"signed_on"\n').replace('"350"', f'"{day}"'), "v1")
    assert [one.partition(", signed_on: ")[2] for one in found] == refused * [
        "2026-08-13 is after 2026-08-11, the day of its last report"
    ]


def test_a_plan_may_be_to_be_signed_on_a_day_to_come(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", status="planned")
    assert correct(store, VALUE.replace('"value"\n', '"signed_on"\n').replace('"350"', '"2027-01-01"'), "v1") == ()


def test_in_the_file_of_every_home_a_correction_of_an_agreement_held_elsewhere_waits(
    store: duckdb.DuckDBPyConnection,
) -> None:
    said = read(MERGE.encode(), "corrections.toml", everywhere=True)
    assert load(store, batch(key="m1"), now=NOW, by_hand=said).corrections_refused == ()
    assert rows(store, "SELECT count(*) FROM store.correction") == [(0,)]


def apart(store: duckdb.DuckDBPyConnection) -> None:
    """Two agreements of firms that nobody takes for each other."""
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-10T09:00:00Z", parties=(Party(name="X", country="RU"), Party(name="Y", country="CN")))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (MERGE.replace('["A000002"]', '["A000003"]'), "no agreement was ever given the id A000003"),
        (MERGE.replace("A000001", "A000000"), "no agreement was ever given the id A000000"),
        (VALUE.replace("2026-08-19", "2029-01-01"), "date: 2029-01-01 lies ahead"),
    ],
)
def test_a_slip_of_the_id_or_date_is_refused(store: duckdb.DuckDBPyConnection, text: str, why: str) -> None:
    apart(store)
    (refused,) = correct(store, text, "c1")
    assert refused.endswith(f", {why}")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (MERGE.replace("A000001", "A000003").replace('"A000002"', '"A000001"'), "A000003 was merged into A000001"),
        (MERGE, "A000002 was merged into A000001: already"),
        (VALUE.replace("A000001", "A000002"), "A000002 was merged into A000001: name that"),
        (SPLIT.replace("A000001", "A000002"), "A000002 was merged into A000001: name that"),
    ],
)
def test_an_agreement_that_was_merged_is_refused_with_the_one_to_name(
    store: duckdb.DuckDBPyConnection, text: str, why: str
) -> None:
    apart(store)
    tell(store, "c", "2026-08-10T09:00:00Z", parties=(Party(name="U", country="RU"), Party(name="V", country="CN")))
    correct(store, MERGE.replace('["A000002"]', '["A000002", "A000003"]'), "m1")
    (refused,) = correct(store, text, "c1")
    assert f", {why}" in refused
    assert register(store) == [("A000001", "single", "signed", 3)]


def test_an_agreement_is_known_by_its_old_id_when_the_report_that_founded_it_was_edited(
    store: duckdb.DuckDBPyConnection,
) -> None:
    apart(store)
    correct(store, MERGE, "m1")
    tell(store, "b", "2026-08-10T09:00:00Z", quote="The deal was signed by Rosatom and CNNC.")
    assert rows(store, "SELECT * FROM merged_agreement") == [("A000002", "A000001")]


def test_what_people_set_goes_with_the_reports_of_its_agreement_through_merge_and_split(
    store: duckdb.DuckDBPyConnection,
) -> None:
    apart(store)
    place = VALUE.replace('"value"\n', '"place"\n').replace('"350"', '"Harbin"').replace("A000001", "A000002")
    correct(store, place, "v1")
    correct(store, MERGE, "m1")
    assert rows(store, "SELECT agreement_id, place FROM agreement") == [("A000001", "Harbin")]
    correct(store, SPLIT, "s1")
    held = rows(store, "SELECT agreement_id, place FROM agreement ORDER BY ALL")
    assert held == [("A000001", None), ("A000003", "Harbin")]


@pytest.mark.parametrize(
    "text",
    [
        "[[merge]]\ninto = 'A1'",
        MERGE + "colour = 1",
        "[[forget]]\n",
        "not toml",
        MERGE.replace('["A000002"]', "[]"),
        MERGE.replace('["A000002"]', '["A000002", "A000001"]'),
        MERGE.replace('["A000002"]', '["a000002"]'),
        VALUE.replace("A000001", "A99"),
        SPLIT.replace("A000001", "A0000012"),
        SPLIT.replace("[2]", "[]"),
        VALUE.replace('"value"\n', '"mood"\n'),
        VALUE.replace('"350"', '"3.5 billion"'),
        VALUE.replace('"value"\n', '"signed_on"\n'),
        VALUE.replace('"value"\n', '"stage"\n'),
    ],
)
def test_a_correction_that_cannot_be_read_is_refused(text: str) -> None:
    found = read(text.encode(), "corrections.toml")
    assert not found.listed
    (refused,) = found.refused
    assert refused.startswith("corrections.toml, line 1")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("value", value) for value in ("NaN", "Infinity", "1e40", "1e21", "0.0000001", "0", "-5", " ")),
        *(("signed_on", day) for day in ("20260710", "2026-W28-5", "2026-7-10", " ")),
        *(("unit", unit) for unit in ("dollars", "usd", "TEU", "%", " ")),
        *(("type", kind) for kind in ("deal", "")),
        *(("stage", stage) for stage in ("over", "")),
    ],
)
def test_what_a_column_cannot_hold_is_refused_with_its_agreement_and_field(field: str, value: str) -> None:
    text = VALUE.replace('"value"\n', f'"{field}"\n').replace('"350"', f'"{value}"')
    (refused,) = read(text.encode(), "corrections.toml").refused
    assert refused.startswith(f"corrections.toml, line 1, [[value]] of A000001, {field}: '{value}' is not ")


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (VALUE.replace('"350"', "350 million"), "line 12: Expected newline or end of document"),
        (
            VALUE.replace('"350"', "350"),
            'line 9, [[value]] of A000001, value: Expected `str`, got `int`; right is in quotes: value = "350"',
        ),
        (
            VALUE.replace('"value"\n', '"parties"\n'),
            "line 9, [[value]] of A000001, field: Invalid enum value 'parties'; right is one of type, value, unit, ",
        ),
        (
            SPLIT.replace("[2]", '["figure-2"]'),
            "line 9, [[split]] of A000001, mentions[0]: Expected `int`, got `str`; ",
        ),
        (VALUE.replace("[[value]]", "[[value]"), "line 9: Expected ']]' at the end of an array declaration"),
        (VALUE.replace("[[value]]", "[[worth]]"), "line 9, [[worth]] of A000001, there is no such table; known: merge"),
        (VALUE.replace("agreement", "agrement"), "line 9, [[value]], Object contains unknown field `agrement`"),
        (
            SPLIT.replace("[2]", "[2, 7]"),
            "line 9, [[split]] of A000001, mentions: not of this agreement: mention-2, mention-7",
        ),
        (SPLIT.replace("[2]", f"[{10**45}]"), "line 9, [[split]] of A000001, mentions[0]: Expected `int` <= 9223"),
        (SPLIT.replace("[2]", f"[{'2' * 4400}]"), "line 9: Exceeds the limit"),
        (SPLIT.replace("[2]", "[" * 5000 + "]" * 5000), "line 9: maximum recursion depth exceeded"),
    ],
)
def test_a_table_that_cannot_be_followed_is_told_with_its_line_and_keeps_no_other_from_use(
    store: duckdb.DuckDBPyConnection, bad: str, why: str
) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", value=Decimal(530), unit="USD")
    place = VALUE.replace('"value"\n', '"place"\n').replace('"350"', '"Harbin"')
    event = place.replace('"place"', '"event"').replace('"Harbin"', '"Fair"')
    (refused,) = correct(store, f"# ours\n{place}\n{bad}{event}", "v1")
    assert refused.startswith(f"corrections.toml, {why}")
    assert rows(store, "SELECT place, event, CAST(value AS INT) FROM agreement") == [("Harbin", "Fair", 530)]
    # What is not mended is told at each load, and what was applied is not applied again.
    assert correct(store, f"# ours\n{place}\n{bad}{event}", "v2") == (refused,)
    assert rows(store, "SELECT count(*) FROM store.correction") == [(2,)]
    assert rows(store, "SELECT corrections_refused FROM run ORDER BY load_number") == [
        ([],),
        ([refused],),
        ([refused],),
    ]


def test_line_ends_of_windows_are_read() -> None:
    found = read((VALUE + MERGE + VALUE).replace("\n", "\r\n").encode(), "corrections.toml")
    assert not found.refused
    assert [one.where.partition(", line ")[2] for one in found.listed] == [
        "7, [[merge]] of A000001",
        "1, [[value]] of A000001",
        "12, [[value]] of A000001",
    ]


def test_a_string_of_several_lines_may_hold_brackets() -> None:
    quoted = VALUE.replace('"a slip"', '"""Reuters wrote:\n[corrected]\n[[value]]\n[10 July"""')
    found = read((quoted + MERGE + "[[forget]]\n").encode(), "corrections.toml")
    assert [one.where.partition(", line ")[2] for one in found.listed] == [
        "10, [[merge]] of A000001",
        "1, [[value]] of A000001",
    ]
    (refused,) = found.refused
    assert refused.startswith("corrections.toml, line 15, [[forget]]")


@pytest.mark.parametrize(
    ("field", "value"),
    [("value", "1e20"), ("value", "3500000000.25"), ("signed_on", "2023-10-09"), ("unit", "KZT"), ("place", "Harbin")],
)
def test_what_a_column_holds_is_taken_and_loads(store: duckdb.DuckDBPyConnection, field: str, value: str) -> None:
    tell(store, "a", "2023-10-10T08:00:00Z", value=Decimal(530), unit="GBP")
    correct(store, VALUE.replace('"value"\n', f'"{field}"\n').replace('"350"', f'"{value}"'), "v1")
    ((held,),) = rows(store, f"SELECT {field} FROM agreement")
    assert held == Decimal(value) if field == "value" else str(held) == value


@pytest.mark.parametrize(
    ("history", "stage"),
    [
        (["planned", "signed"], "signed"),
        (["signed", "planned"], "signed"),
        (["negotiating", "planned"], "negotiating"),
        (["signed", "denied"], "denied"),
        (["denied", "signed"], "signed"),
        (["denied", "negotiating"], "denied"),
        (["signed", "in_force", "ended"], "ended"),
    ],
)
def test_the_stage_is_the_furthest_told_unless_denied_since(history: list[str], stage: str) -> None:
    from datetime import UTC, datetime

    dated = [(name, datetime(2026, 8, 1 + day, tzinfo=UTC)) for day, name in enumerate(history)]
    assert current_stage(dated) == stage


def test_the_register_of_a_day_can_be_asked_later(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    assert rows(store, f"SELECT count(*) FROM agreements_as_of('{date(2026, 8, 19)}')") == [(0,)]
    assert rows(store, f"SELECT count(*) FROM agreements_as_of('{NOW.date()}')") == [(1,)]
    assert rows(store, "SELECT count(*) FROM agreements_as_of('2026-08-20 11:59:00')") == [(0,)]


def test_what_a_mention_stood_in_at_a_time_stays_so_through_merge_and_split(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    tell(store, "b", "2026-08-10T09:00:00Z", parties=(Party(name="X", country="RU"), Party(name="Y", country="CN")))
    stood: dict[int, list[tuple[object, ...]]] = {}
    for hour, text in enumerate(("", MERGE, MERGE + SPLIT)):
        by_hand = read(text.encode(), "corrections.toml")
        load(store, batch(key=f"h{hour}"), now=NOW + timedelta(hours=hour), by_hand=by_hand)
        stood[hour] = rows(store, "SELECT mention_id, agreement_id FROM agreement_mention ORDER BY ALL")
        for past in range(hour + 1):
            at = (NOW + timedelta(hours=past)).replace(tzinfo=None)
            asked = f"SELECT mention_id, agreement_id FROM mentions_as_of('{at}') ORDER BY ALL"
            assert rows(store, asked) == stood[past]
            register_then = f"SELECT DISTINCT agreement_id FROM agreements_as_of('{at}') ORDER BY ALL"
            assert rows(store, register_then) == sorted({(one[1],) for one in stood[past]})


def test_the_register_reads_in_one_language_where_the_gazetteer_knows_the_names(
    store: duckdb.DuckDBPyConnection,
) -> None:
    sides = (
        Party(name="中国海关总署", country="CN", id="body:gacc"),
        Party(name="Мэрия Благовещенска", country="RU", id="place:blagoveshchensk"),
        Party(name="三江粮油"),
    )
    tell(store, "a", "2026-08-01T08:00:00Z", parties=sides, place="哈尔滨", place_id="place:harbin")
    ((parties, place),) = rows(store, "SELECT parties, place FROM agreement")
    # The office says more than the city, and no list knows the firm: both stay as they were written.
    assert [party["name"] for party in parties] == [
        "General Administration of Customs",
        "Мэрия Благовещенска",
        "三江粮油",
    ]
    assert place == "Harbin"


def test_an_alert_names_what_its_deal_may_be_only_where_little_is_wanting(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z")
    others = (Party(name="Uralkali", country="RU"), Party(name="Sinofert", country="CN"))
    tell(store, "b", "2026-08-10T09:00:00Z", parties=others, quote="Sinofert buys potash from Uralkali.")
    tell(store, "c", "2026-08-18T08:00:00Z", type="agreement", signed_on="2026-08-18", quote="CNNC met Rosatom.")
    might_be = rows(store, "SELECT payload ->> '$.might_be' FROM store.alert ORDER BY alert_id")
    assert might_be == [("[]",), ("[]",), ('["A000001"]',)]


def test_the_register_says_whose_follow_ups_to_listen_for(store: duckdb.DuckDBPyConnection) -> None:
    listed = Party(name="Rosneft", country="RU", id="company:rosneft")
    tell(store, "old", "2024-01-01T08:00:00Z", parties=(Party(name="Gone Mining"), listed))
    tell(
        store, "a", "2026-08-01T08:00:00Z", parties=(Party(name="Vostok-Ugol"), listed, Party(name="Chinese companies"))
    )
    tell(store, "total", "2026-08-02T08:00:00Z", count=25, parties=(Party(name="Sihai Grain"),))
    assert told_firms(store) == [("Vostok-Ugol", "A000002")]


def test_an_outlet_that_prints_its_report_again_with_another_side_corrects_it(store: duckdb.DuckDBPyConnection) -> None:
    quote = "Elga signed a contract to sell three million tonnes of coking coal to {} over eighteen months, it said."
    elga = Party(name="Elga", country="RU", id="company:elga")
    for key, buyer in (("a", "Xiamen Haitian"), ("b", "Xiamen Dongsheng")):
        sides = (elga, Party(name=buyer, country="CN"))
        tell(store, key, "2026-08-10T08:00:00Z", parties=sides, quote=quote.format(buyer))
    assert register(store) == [("A000001", "single", "signed", 2)]


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        ("大连海舟食品", "Хайчжоу Фудс", True),
        ("大连海舟食品", "Хайцзя", False),
        ("龙江银行", "Лунцзян Банк", True),
        ("深圳蓝海科技", "Ланьхай", True),
        ("芜湖瑞通汽车零部件", "Уху Жуйтун", True),
        ("Jinan Runhe", "Жуньхэ", True),
        ("Jinan Runhe", "Чжуньхэ", False),
        ("ITG", "Xiamen ITG", True),
        ("Sun", "Xiamen Sun Foods", False),
        ("Dalian Haijia", "Dalian Haizhou", False),
        ("海昌集团", "大连海昌集团", True),
        ("青岛海昌集团", "大连海昌集团", False),
        ("Dalian Haizhou", "Далянь Хайцзя", False),  # the town is no evidence
    ],
)
def test_names_are_one_by_their_sound_in_another_script(left: str, right: str, one: bool) -> None:
    assert alike(left, right) is one


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        ("海南省能源集团", "Хайнаньская энергетическая группа", True),
        ("Hainan Provincial Energy Group", "Хайнань Энерджи", True),
        ("堪察加海岸公司", "Камчатский берег", True),
        ("俄远东渔港公司", "Дальрыбпорт", True),
        ("порт Циндао", "青岛港", True),
        ("Томский политехнический университет", "托木斯克理工大学", True),
        ("Юго-Западный нефтяной университет", "西南石油大学", True),
        ("大庆重工", "Дацинское тяжёлое машиностроение", True),
        ("Daqing Heavy Industry", "Дацинское тяжёлое машиностроение", True),
        ("大庆重工", "Дацинское машиностроение", False),
        ("Hainan Energy", "Хайнаньская портовая группа", False),
        ("绥芬河恒泰木业", "Suifenhe Wood Industry", False),  # a name within the name is not understood
        ("海能集团", "海南省能源集团", True),
        ("中林集团", "中国林业生产资料集团", True),
        ("中林集团", "中国能源集团", False),
        ("CNFMPGC", "China National Forestry Means of Production Group Corporation", True),
    ],
)
def test_names_are_one_by_what_their_words_mean_and_how_they_are_cut_short(left: str, right: str, one: bool) -> None:
    assert bool(meant(left) & meant(right)) is one


def test_a_listed_firm_is_known_without_its_legal_form(store: duckdb.DuckDBPyConnection) -> None:
    nickel = Party(name="Nornickel", country="RU", id="company:nornickel")
    listed = Party(name="金川集团", country="CN", id="company:jinchuan")
    tell(store, "a", "2026-08-10T08:00:00Z", parties=(listed, nickel), quote="金川集团与诺里尔斯克镍业公司签订协议")
    tell(store, "b", "2026-11-10T08:00:00Z", status="ended", parties=(nickel, Party(name="Jinchuan")))
    assert register(store) == [("A000001", "single", "ended", 2)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Rosselkhoznadzor and GACC signed a protocol on dried kelp.", "Протокол о поставках ламинарии подписан."),
        ("海关总署签署俄罗斯干海带输华议定书。", "A protocol on seaweed was signed."),
        ("签署全钢胎合资协议。", "Подписано соглашение о выпуске шин."),
        ("A pact on permits for lorries", "Соглашение о разрешениях на автоперевозки"),
        ("黑龙江航务管理局签署航道疏浚议定书", "Протокол о дноуглублении"),
    ],
)
def test_one_deal_is_about_one_thing_in_two_languages(left: str, right: str) -> None:
    ours, theirs = (topics(quote, detect(quote)) for quote in (left, right))
    assert (ours.goods & theirs.goods) or (ours.field & theirs.field)


def test_ships_that_serve_a_line_are_no_goods() -> None:
    assert topics("Порты договорились о еженедельной линии, на неё встанут два судна.", "ru").goods == frozenset()
    assert topics("Порты заказали два судна.", "ru").goods == {"ships"}


def test_kits_may_be_of_any_vehicle_and_are_no_gearboxes() -> None:
    kits = topics("签订1.2万套散件供货合同", "zh").goods
    assert not other_goods(kits, topics("Подписан контракт на экскаваторы.", "ru").goods)
    assert other_goods(kits, topics("They signed a licence for a gearbox.", "en").goods)


def test_the_value_is_what_a_correction_says(store: duckdb.DuckDBPyConnection) -> None:
    tell(store, "a", "2026-08-10T08:00:00Z", value=Decimal(860), unit="CNY")
    quote = "Correction: Rosatom signed a contract with CNNC for 680 yuan."
    tell(store, "b", "2026-08-10T09:00:00Z", value=Decimal(680), unit="CNY", quote=quote)
    tell(store, "c", "2026-08-11T08:00:00Z", value=Decimal(860), unit="CNY")
    assert rows(store, "SELECT value FROM agreement") == [(Decimal(680),)]


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [
        ("Kalar Copper", "卡拉尔铜业", 0.9, 1.0),
        ("Каларская медь", "卡拉尔铜业", 0.9, 1.0),
        ("Симбирск-Станко", "辛比尔斯克机床厂", 0.9, 1.0),
        ("Нева-Фарм", "俄罗斯涅瓦制药", 0.5, 1.0),
        ("Лавка24", "小铺24", 0.4, 1.0),
        ("АТБ", "Азиатско-Тихоокеанский банк", 0.7, 0.9),
        ("КАСЗ", "KASZ", 0.7, 0.9),
        ("КАСЗ", "KASK", 0.0, 0.3),
        ("Weifang Luyuan", "Люйюань", 0.5, 1.0),
        ("潍坊绿源", "Люйюань", 0.5, 1.0),
        ("Weifang Luyuan", "Люйшань", 0.0, 0.4),
        ("Северный краб", "大连海佳水产", 0.0, 0.0),
        ("Балтавто", "卡拉尔铜业", 0.0, 0.2),
    ],
)
def test_a_name_partly_transcribed_and_partly_translated_is_known(
    left: str, right: str, least: float, most: float
) -> None:
    assert least <= likeness(left, right) <= most
    assert likeness(left, right) == likeness(right, left)


def test_a_contract_recalled_by_its_year_is_one_in_two_scripts_months_apart(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    both = (Party(name="Вело-Ока", country="RU"), Party(name="Фэйлу", country="CN"))
    again = (Party(name="Velo-Oka", country="RU"), Party(name="Feilu Cycles", country="CN"))
    quote = "В 2022 году они заключили контракт на втулки."
    tell(store, "a", "2026-01-10T08:00:00Z", quote=quote, new=False, parties=both)
    tell(store, "b", "2026-08-03T08:00:00Z", quote="They trade under a 2022 contract.", new=False, parties=again)
    assert store.execute("SELECT count(DISTINCT agreement_id) FROM agreement_mention").fetchall() == [(1,)]


def test_a_sum_of_companies_from_a_country_is_that_of_whoever_signed(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for key, day, name in (("a", "2026-08-01", "Sihai Forum Office"), ("b", "2026-08-03", "компании из Китая")):
        tell(store, key, f"{day}T08:00:00Z", count=34, parties=(Party(name=name, country="CN"),), type="agreement")
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(1,)]
