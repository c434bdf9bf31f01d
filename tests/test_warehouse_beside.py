"""What an article tells beside its deal and names nobody else is of that deal; news without sides founds a row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.test_warehouse_recalled import told
from tests.warehouse_batches import NOW, article, batch, deal, open_store
from transform.records import Party
from warehouse.load import load
from warehouse.register.article_deals import compares, dwells_on, names_nobody
from warehouse.register.decide import stands_alone
from warehouse.register.known import Known
from warehouse.register.reading import Reading

WIRE = (Party(name="Quay Wire", country=None),)


@pytest.mark.parametrize(
    ("beside", "one"),
    [
        (told("The governor called the deal a breath of air."), True),
        (told("“The agreement with Northern Lenders is signed”, said the zone's head.", "Northern Lenders"), True),
        (told("Northern Lenders prepares long deliveries of machines.", "Northern Lenders"), True),
        (told("The bank in Harbin prepares to pay.", "Kaida Traction"), True),
        (told("Kaida Traction signed an agreement.", "Kaida Traction"), False),
        (told("They signed another agreement on repairs."), False),
        (told("In parallel they agreed on a paper about chamomile."), False),
        (told("Параллельно готовят бумагу о ромашке.", language="ru"), False),
        (told("双方同时还在准备洋甘菊文件。", language="zh"), False),
        (told("They signed an agreement on coal as well."), False),
        (told("They signed a memorandum.", type="memorandum"), False),
        (replace(told("They agreed on that in Harbin."), place="Harbin"), False),
        (told("They agreed on that.", signed_on=date(2026, 8, 12)), False),
        (told("They agreed on 900 million yuan.", value=Decimal(900_000_000), unit="CNY"), False),
        (told("They had signed an agreement in 2019.", new=False), False),
        (told("Quay Wire said the two were talking.", parties=WIRE, status="negotiating"), True),
        (told("Quay Wire signed an agreement.", parties=WIRE), False),
    ],
    ids=[
        "nobody", "its side", "other words", "a side lent", "a side", "another", "in parallel", "параллельно", "同时还",
        "goods", "a paper", "a place", "a day", "a sum", "a year", "of neither country", "of neither country, signed",
    ],
)  # fmt: skip
def test_what_names_nobody_else_and_is_not_set_apart_is_of_the_deal_beside_it(beside: Reading, one: bool) -> None:
    first = told("Northern Lenders signed a contract for tractors.", "Northern Lenders", type="contract")
    assert dwells_on(beside, Known("A000001", [first])) is one


def test_a_deal_spoken_of_again_in_its_article_alerts_once(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    quotes = "Rosatom signed a contract with CNNC on cobalt.", "“The agreement with CNNC is signed”, its head said."
    facts = deal(quote=quotes[0]), deal(quote=quotes[1], type="agreement", parties=deal().parties[1:])
    load(store, batch(article("a", text=" ".join(quotes), facts=facts), key="b"), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(1,)]
    assert store.execute("SELECT stage FROM alert").fetchall() == [("signed",)]


@pytest.mark.parametrize(
    ("nobody", "row"),
    [
        (told("A protocol letting berries into China should be signed in June.", type="protocol"), True),
        (told("A protocol letting berries into China was signed then.", type="protocol", new=False), False),
        (told("The agreement on berries was signed."), False),
        (told("A protocol was signed.", type="protocol"), False),
        (told("The protocol on berries is in force.", type="protocol", status="in_force"), False),
    ],
    ids=["news of a kind of paper on goods", "recalled", "of no kind", "about nothing", "what became of it"],
)
def test_news_of_a_paper_about_something_founds_a_row_without_sides(nobody: Reading, row: bool) -> None:
    assert stands_alone(nobody, ()) is row


@pytest.mark.parametrize(
    ("earlier", "new", "row"),
    [
        (told("A year ago eight agreements were signed.", new=False, count=8), True, False),
        (
            told("A year ago eight agreements were signed for 1.7bn.", new=False, count=8, value=Decimal(17)),
            True,
            False,
        ),
        (told("A year ago the region brought home eight agreements.", "Perm Trade", new=False, count=8), True, False),
        (told("A year ago Perm Trade signed eight agreements.", "Perm Trade", new=False, count=8), True, True),
        (told("Eight agreements were signed.", count=8), True, True),
        (told("A year ago eight agreements were signed.", new=False, count=8), False, True),
    ],
    ids=["nobody", "a sum of money", "a side lent", "a side", "news", "beside none"],
)
def test_an_earlier_sum_that_a_sum_is_compared_with_founds_no_row(earlier: Reading, new: bool, row: bool) -> None:
    sum_told = told("Eleven agreements were signed at the fair.", new=new, count=11)
    assert compares(earlier, [sum_told]) is not row


@pytest.mark.parametrize(
    ("quote", "side", "nobody"),
    [
        ("一周之内第二家企业与俄罗斯冰淇淋厂签约。", "俄罗斯冰淇淋厂", True),
        ("又有企业与俄罗斯甜品集团签约。", "俄罗斯甜品集团", False),
        ("The fuel arm of Uralkali signed too.", "Uralkali", False),
    ],
)
def test_a_nation_s_maker_of_some_goods_is_nobody_and_whose_firm_signs_somebody(
    quote: str, side: str, nobody: bool
) -> None:
    assert names_nobody(told(quote, side)) is nobody


TALKS = "Rosatom is close to a deal with CNNC on cobalt."
PLAN = "Rosatom and CNNC will sign a contract on cobalt in May."
OTHERS = (Party(name="Sovcomflot", country="RU"), Party(name="Wuhu Shipyard", country="CN"))


@pytest.mark.parametrize(
    ("plan", "talks", "stages"),
    [
        ({}, {}, ["planned"]),
        ({"new": False}, {}, ["negotiating"]),
        (
            {},
            {"parties": OTHERS, "quote": "Sovcomflot is in talks with Wuhu Shipyard on ships."},
            ["negotiating", "planned"],
        ),
    ],
    ids=["of one deal", "only recalled", "of another deal"],
)
def test_talks_are_no_news_beside_the_plan_that_their_article_tells(
    tmp_path: Path, plan: dict[str, Any], talks: dict[str, Any], stages: list[str]
) -> None:
    facts = deal(**{"quote": TALKS, "status": "negotiating", **talks}), deal(quote=PLAN, status="planned", **plan)
    for order in (facts, facts[::-1]):
        store = open_store(tmp_path / str(order is facts))
        load(store, batch(article("a", text=" ".join(one.quote for one in order), facts=order), key="b"), now=NOW)
        assert sorted(stage for (stage,) in store.execute("SELECT stage FROM alert").fetchall()) == stages


def test_talks_of_the_day_before_the_plan_are_news(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    talks = (deal(quote=TALKS, status="negotiating"),)
    told_first = article("a", text=TALKS, facts=talks, published="2026-08-10T08:00:00Z")
    planned = article("b", text=PLAN, facts=(deal(quote=PLAN, status="planned"),), published="2026-08-11T08:00:00Z")
    load(store, batch(told_first, planned, key="b"), now=NOW)
    assert store.execute("SELECT stage FROM alert ORDER BY stage").fetchall() == [("negotiating",), ("planned",)]
