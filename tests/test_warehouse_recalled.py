"""A deal recalled weeks later, or told by what carries its goods, is the one that was told; its next one is another."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.warehouse_batches import NOW, article, batch, deal, open_store, tell
from transform.records import Party
from warehouse.load import load
from warehouse.register.article_deals import goes_on, only_a_stage, talks_go_on
from warehouse.register.contradiction import contradiction
from warehouse.register.known import Known
from warehouse.register.reading import Reading
from warehouse.register.weighing import weigh
from warehouse.topics import other_goods


@pytest.mark.parametrize(
    ("told", "rows"),
    [
        ({"quote": "Rosatom, which renewed its contract with CNNC, halves its volumes."}, 1),
        ({"quote": "Rosatom signed a contract with CNNC.", "signed_on": "2026-08-18"}, 2),
        ({"quote": "Rosatom signed its contract with CNNC on July 9.", "signed_on": "2026-07-09"}, 1),
        ({"quote": "Rosatom signed a contract with CNNC.", "value": Decimal(530), "unit": "USD"}, 2),
        ({"quote": "Rosatom signed a contract with CNNC for 400,000 tonnes."}, 2),
        ({"quote": "Rosatom signed another contract with CNNC."}, 2),
        ({"quote": "Rosatom signed a new contract with CNNC."}, 2),
    ],
    ids=["adds nothing", "a day", "the same day", "another value", "another volume", "another", "new"],
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
        ({"grain"}, {"oats"}, False),
        ({"barley"}, {"oats"}, True),
        ({"kiwi"}, {"cherries"}, True),
        ({"kiwi"}, {"fruit"}, False),
    ],
)
def test_what_carries_goods_opposes_none(ours: set[str], theirs: set[str], others: bool) -> None:
    assert other_goods(ours, theirs) is others


@pytest.mark.parametrize(("count", "rows"), [(2, 2), (3, 3), (None, 2)])
def test_a_sum_of_deals_told_one_by_one_is_no_row_of_its_own(tmp_path: Path, count: int | None, rows: int) -> None:
    store = open_store(tmp_path)
    tell(store, "a", "2026-08-19T08:00:00Z", type="protocol", quote="Rosatom and CNNC signed a protocol on venison.")
    tell(store, "b", "2026-08-19T09:00:00Z", type="protocol", quote="Rosatom and CNNC signed a protocol on berries.")
    both = "Rosatom and CNNC signed protocols on venison and berries."
    tell(store, "c", "2026-08-20T08:00:00Z", type="protocol", count=count, quote=both)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]
    assert store.execute("SELECT count(*) FROM alert").fetchall() == [(rows,)]


def test_what_is_recalled_without_its_sides_is_rather_a_deal_that_is_known(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    theirs = Party(name="托木斯克货运", country="RU"), Party(name="四川嘉禾", country="CN")
    about = {"type": "memorandum", "sectors": ("logistics",)}
    signed = deal(parties=theirs, quote="四川嘉禾与托木斯克货运签署备忘录。", **about)
    first = article("a", facts=(signed,), language="zh", published="2026-08-10T08:00:00Z")
    load(store, batch(first, key="b0"), now=NOW)
    ours = Party(name="Vostok Line", country="RU"), Party(name="Beihai Oils", country="CN")
    today = deal(parties=ours, type="contract", quote="Vostok Line and Beihai Oils signed a contract on tractors.")
    quote = "A week earlier the two had signed a memorandum."
    recalled = replace(deal(parties=ours, new=False, quote=quote, **about), start=60, end=90)
    load(store, batch(article("b", facts=(today, recalled), published="2026-08-17T08:00:00Z")), now=NOW)
    rows = store.execute("SELECT agreement_id, count(*) FROM agreement_mention GROUP BY ALL ORDER BY ALL").fetchall()
    assert rows == [("A000001", 2), ("A000002", 1)]


def test_the_deal_of_a_row_s_day_is_the_one_that_an_article_tells_of_that_day(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    about = {"type": "agreement", "quote": "Rosatom and CNNC agreed to make a film."}
    tell(store, "a", "2026-08-18T08:00:00Z", signed_on="2026-08-18", **about)
    bought = deal(type="agreement", signed_on="2026-08-20", quote="CNNC on Thursday bought the rights of Rosatom.")
    made = replace(deal(signed_on="2026-08-18", **about), start=60, end=90)
    load(store, batch(article("b", facts=(bought, made), published="2026-08-20T18:00:00Z")), now=NOW)
    rows = store.execute("SELECT agreement_id, count(*) FROM agreement_mention GROUP BY ALL ORDER BY ALL").fetchall()
    assert rows == [("A000001", 2), ("A000002", 1)]


def test_papers_without_a_number_sum_up_the_deals_that_their_article_tells(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    xinjiang = Party(name="Xinjiang", country="CN", id="CN-XJ")
    altai, omsk = (Party(name=name, country="RU", id=one) for name, one in (("Altai", "RU-ALT"), ("Omsk", "RU-OMS")))
    several = deal(parties=(xinjiang,), type="agreement", count=None, quote="Xinjiang signed papers with two regions.")
    food = deal(parties=(altai, xinjiang), type="memorandum", quote="Altai signed a memorandum on farm goods.")
    rails = deal(parties=(omsk,), type="memorandum", quote="Omsk signed one on rails.")
    load(store, batch(article(facts=(several, food, rails))), now=NOW)
    assert store.execute("SELECT count(*) FROM alert").fetchall() == [(2,)]
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(2,)]


@pytest.mark.parametrize(
    ("first", "second", "stages"),
    [
        ("negotiating", "signed", ["signed"]),
        ("negotiating", "planned", ["planned"]),
        ("denied", "ended", ["ended"]),
        ("denied", "signed", ["denied"]),
    ],
)
def test_what_leads_up_to_a_stage_or_explains_it_in_one_report_is_no_stage(
    tmp_path: Path, first: str, second: str, stages: list[str]
) -> None:
    store = open_store(tmp_path)
    told = (deal(first, quote="Rosatom met CNNC."), deal(second))
    load(store, batch(article(facts=told)), now=NOW)
    assert store.execute("SELECT stage FROM alert ORDER BY stage").fetchall() == [(stage,) for stage in stages]
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("day", "stages"),
    [("2026-07-11", ["signed"]), ("2026-08-19", ["in_force", "signed"])],
    ids=["told in passing beside the signing", "first heard weeks later"],
)
def test_that_a_deal_works_is_news_where_nobody_has_told_it(tmp_path: Path, day: str, stages: list[str]) -> None:
    store = open_store(tmp_path)
    tell(store, "a", "2026-07-10T08:00:00Z")
    for key in ("b", "c"):
        tell(store, key, f"{day}T08:00:00Z", status="in_force", new=False, quote="The contract with CNNC works.")
    assert store.execute("SELECT stage FROM alert ORDER BY stage").fetchall() == [(stage,) for stage in stages]


@pytest.mark.parametrize(("works_at", "stages"), [(0, {"in_force"}), (90, set())], ids=["opens", "behind the news"])
def test_that_a_deal_works_is_news_where_it_opens_a_report(tmp_path: Path, works_at: int, stages: set[str]) -> None:
    store = open_store(tmp_path)
    tell(store, "a", "2026-07-10T08:00:00Z")
    works = deal("in_force", new=False, quote="The contract with CNNC works.")
    talks = deal("negotiating", type="joint_venture", quote="Rosatom and CNNC discuss a venture on tyres.")
    facts = (replace(works, start=works_at, end=works_at + 29), replace(talks, start=40, end=84))
    load(store, batch(article("b", facts=facts, published="2026-08-19T08:00:00Z")), now=NOW)
    found = {stage for (stage,) in store.execute("SELECT stage FROM alert").fetchall()}
    assert found == {"signed", "negotiating"} | stages


@pytest.mark.parametrize("works_at", [0, 90], ids=["opens", "behind another that is looked back on"])
def test_that_a_deal_works_is_no_news_behind_another_that_is_looked_back_on(tmp_path: Path, works_at: int) -> None:
    store = open_store(tmp_path)
    fesco = Party(name="FESCO", country="RU", id="company:fesco")
    tell(store, "a", "2026-07-10T08:00:00Z")
    tell(store, "b", "2026-07-11T08:00:00Z", type="memorandum", parties=(fesco, Party(name="Longtai", country="CN")))
    works = replace(deal("in_force", new=False, quote="The contract works."), start=works_at, end=works_at + 19)
    paper = deal(type="memorandum", new=False, parties=(fesco, Party(name="Longtai", country="CN")))
    facts = sorted((works, replace(paper, start=40, end=84)), key=lambda one: one.start)
    load(store, batch(article("c", facts=tuple(facts), published="2026-08-19T08:00:00Z")), now=NOW)
    found = [stage for (stage,) in store.execute("SELECT stage FROM alert ORDER BY stage").fetchall()]
    assert found == ["in_force"] * (works_at == 0) + ["signed", "signed"]


def test_a_listed_firm_is_looked_up_by_what_a_paper_calls_it(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    zto = Party(name="中通快递", country="CN", id="company:zto")
    ozon = Party(name="奥宗", country="RU")
    quote = "中通快递与俄罗斯电商平台奥宗（Ozon）计划签约，合作运营包裹分拣仓。"
    tell(store, "a", "2026-06-28T08:00:00Z", status="planned", type="agreement", quote=quote, parties=(zto, ozon))
    called = (Party(name="中通快递集团", country="CN"), Party(name="俄罗斯奥宗公司", country="RU"))
    tell(store, "b", "2026-07-25T08:00:00Z", type="agreement", quote="两家公司签署合作协议。", parties=called)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("paper", "goods", "stages"),
    [
        ("protocol", "buckwheat", ["in_force", "signed"]),
        ("protocol", "honey", ["signed"]),
        ("contract", "buckwheat", ["signed"]),
    ],
    ids=["its goods", "other goods", "one of many contracts"],
)
def test_what_became_of_a_paper_is_looked_up_by_its_goods_where_nobody_is_named(
    tmp_path: Path, paper: str, goods: str, stages: list[str]
) -> None:
    store = open_store(tmp_path)
    fields: dict[str, object] = {"type": paper, "sectors": ("agriculture",)}
    tell(store, "a", "2026-02-10T08:00:00Z", quote=f"Rosatom and CNNC signed a {paper} on buckwheat.", **fields)
    quote = f"The {paper} on {goods} took effect on Monday."
    tell(store, "b", "2026-06-19T08:00:00Z", status="in_force", quote=quote, parties=(), **fields)
    assert store.execute("SELECT stage FROM alert ORDER BY stage").fetchall() == [(stage,) for stage in stages]
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("day", "rows"), [("2027-12-10", 1), ("2030-12-10", 2)], ids=["after 17 months", "after years"]
)
def test_what_became_of_a_deal_is_looked_up_by_one_side(tmp_path: Path, day: str, rows: int) -> None:
    store = open_store(tmp_path)
    told = (Party(name="Zeya Fields", country="RU"), Party(name="Beifeng Grain", country="CN"))
    tell(
        store, "a", "2026-07-10T08:00:00Z", type="joint_venture", parties=told, quote="Zeya Fields signed with Beifeng."
    )
    quote = "The venture of Zeya Fields and its Chinese partner works."
    tell(store, "b", f"{day}T08:00:00Z", type="joint_venture", status="in_force", parties=told[:1], quote=quote)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


def told(quote: str, *names: str, **fields: Any) -> Reading:
    parties = tuple(Party(name=name, country="CN") for name in names)
    default = {"status": "signed", "type": "agreement", "value": None, "unit": None, "signed_on": None, "new": True}
    default |= {"language": "en", "count": 1, "parties": parties}
    return Reading(
        mention_id=1, article_id="a", story_id="s", publisher="Wire", title="A deal", url=None,
        reported_at=datetime(2026, 8, 19), quote=quote, field="text", start=0, end=len(quote),  # noqa: DTZ001
        sectors=(), subjects=(), place=None, place_id=None, event=None, **{**default, **fields},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("beside", "one"),
    [
        (told("The papers bear the signatures of Chinese companies.", "Chinese companies"), True),
        (told("Northern Lenders signed.", "Northern Lenders"), True),
        (told("Kaida Traction signed.", "Kaida Traction"), False),
        (told("They signed a loan.", type="loan"), False),
        (told("They signed for 900 combines."), False),
        (told("They signed another paper."), False),
        (told("They signed.", signed_on=date(2026, 8, 18)), False),
        (told("They are in talks.", status="negotiating"), False),
        (told("In 2019 they signed as well.", new=False), False),
        (told("They have waited since 2019, and now it is signed.", new=False), True),
    ],
    ids=["nothing", "its side", "another side", "a paper", "goods", "another", "a day", "a stage", "a year", "since"],
)
def test_what_adds_nothing_to_the_deal_beside_it_goes_on_about_it(beside: Reading, one: bool) -> None:
    first = told("Northern Lenders signed a contract for tractors.", "Northern Lenders", type="contract")
    assert goes_on(beside, Known("A000001", [first])) is one


def test_an_article_tells_one_stage_of_a_deal_as_news(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    quotes = {"signed": "Rosatom signed a contract with CNNC.", "in_force": "Rosatom and CNNC start at once under it."}
    facts = tuple(deal(status, quote=quote) for status, quote in quotes.items())
    load(store, batch(article("a", text=" ".join(quotes.values()), facts=facts), key="b"), now=NOW)
    assert store.execute("SELECT stage FROM alert").fetchall() == [("signed",)]
    assert store.execute("SELECT status, new FROM agreement_mention ORDER BY mention_id").fetchall() == [
        ("signed", True),
        ("in_force", False),
    ]


@pytest.mark.parametrize(
    ("beside", "one"),
    [
        (told("The talks are at an early stage, and the engines are the obstacle.", status="negotiating"), True),
        (told("The agreement is in force.", status="in_force"), True),
        (told("Another agreement is in force.", status="in_force"), False),
        (told("China and Russia put the agreement into force.", status="in_force"), False),
        (told("Kaida Traction's agreement is in force.", "Kaida Traction", status="in_force"), False),
        (told("It signed for engines."), False),
    ],
    ids=["talks", "in force", "another", "both nations", "a side", "signed"],
)
def test_a_stage_of_nobody_named_is_of_the_deal_told_before(beside: Reading, one: bool) -> None:
    assert only_a_stage(beside) is one
    talks = told("Northern Lenders are in talks on aircraft.", "Northern Lenders", status="negotiating")
    assert goes_on(beside, Known("A000001", [talks])) is one


@pytest.mark.parametrize(
    ("beside", "on"),
    [
        (told("Kaida Traction and the lenders discuss the terms.", "Kaida Traction", status="negotiating"), True),
        (told("The terms of payment are still discussed.", status="negotiating"), True),
        (
            told(
                "Kaida Traction also talks to Baoshan Steel.", "Kaida Traction", "Baoshan Steel", status="negotiating"
            ),
            False,
        ),
        (told("Another contract with Kaida Traction is discussed.", "Kaida Traction", status="negotiating"), False),
        (told("Kaida Traction signed a contract.", "Kaida Traction"), False),
    ],
    ids=["with who is told", "with nobody", "with another", "on another", "signed"],
)
def test_talks_beside_a_deal_that_name_nobody_else_found_no_row(beside: Reading, on: bool) -> None:
    deal_told = told("Northern Lenders lease engines from Kaida Traction.", "Northern Lenders", "Kaida Traction")
    assert talks_go_on(replace(beside, mention_id=beside.mention_id + 1), [deal_told]) is on


def test_what_an_article_denies_is_not_the_deal_that_it_tells_as_signed() -> None:
    signed = told("Kaida Traction signed a contract.", "Kaida Traction")
    denied = told("It denied that it would build a plant.", status="denied")
    assert contradiction(denied, Known("A000001", [signed]))
    assert contradiction(replace(denied, article_id="b"), Known("A000001", [signed])) is None


@pytest.mark.parametrize(("number", "points"), [(60, "1.96"), (6_150, "3.92")])
def test_a_number_of_two_digits_is_of_many_deals(number: int, points: str) -> None:
    known = Known("A000001", [told(f"They signed for {number} wagons.")])
    score, evidence = weigh(told(f"An agreement on {number} of them was signed."), known)
    assert f"numbers {number} +{points}" in evidence, (score, evidence)


def test_a_third_side_is_no_other_spelling_of_one_that_is_found() -> None:
    firms = "Guangdong Haiyu Gas", "Гуандун Хайюй газ"
    known = Known("A000001", [told(f"{firm} signed a contract.", firm) for firm in firms])
    _, evidence = weigh(told("«Гуандун Хайюй газ» и порт Гуанхай.", firms[1], "порт Гуанхай", language="ru"), known)
    assert not any("порт Гуанхай" in one for one in evidence), evidence


@pytest.mark.parametrize(
    ("new", "goods", "one"), [(False, "", True), (True, "", False), (False, " for tractors", False)]
)
def test_the_contract_recalled_beside_a_venture_founded_it(new: bool, goods: str, one: bool) -> None:
    venture = told("Northern Lenders end a venture.", "Northern Lenders", type="joint_venture", status="ended")
    contract = told(f"They had signed the contract{goods} in May.", type="contract", new=new)
    assert goes_on(contract, Known("A000001", [venture])) is one


def test_the_name_of_the_outlet_itself_tells_no_goods() -> None:
    quote = "Kaida is in talks with Ural Power over spodumene, three people told Metals Desk Asia."
    assert replace(told(quote, "Kaida"), publisher="Metals Desk Asia").topics.goods == {"lithium"}
