"""An aside that tells no deal is a mention of the one that it recalls; it makes no row, no stage and no alert."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.warehouse_batches import NOW, article, batch, deal, open_store, read_row
from transform.analyse import analyse
from transform.records import Agreement, Article, Party
from warehouse.load import load
from warehouse.records import ArticleRow

ZEYA = Party(name="Zeya Fields", country="RU")
BEIFENG = Party(name="Beifeng Grain", country="CN")


def told(key: str, published: str, *facts: Agreement, asides: tuple[Agreement, ...] = ()) -> ArticleRow:
    one = article(key, text=f"Text of {key}.", facts=facts, published=published, fetched=published)
    return msgspec.structs.replace(one, analysis=msgspec.structs.replace(one.analysis, asides=asides))


def aside(quote: str, *parties: Party, subjects: tuple[str, ...] = ()) -> Agreement:
    return deal(quote=quote, parties=parties, type="agreement", new=False, subjects=subjects)


SOY = deal(
    quote="Zeya Fields signed a contract with Beifeng Grain in Heihe for 60,000 tonnes of soybeans.",
    parties=(ZEYA, BEIFENG),
    subjects=("commodity:soybeans", "place:heihe"),
)


@pytest.mark.parametrize(
    ("sentence", "mentions"),
    [
        (aside("Zeya Fields sold its soybeans to Beifeng Grain.", ZEYA, BEIFENG), 2),
        (aside("In July Zeya Fields sold 60,000 tonnes of soybeans.", ZEYA), 2),
        (aside("Zeya Fields sold soybeans to a mill in Heihe.", ZEYA, subjects=("place:heihe",)), 2),
        (aside("Zeya Fields sold a bull.", ZEYA), 1),
        (aside("Tuva Fields sold 60,000 tonnes of soybeans.", Party(name="Tuva Fields", country="RU")), 1),
    ],
    ids=["both sides", "a side and the tonnage", "a side and the place", "a side", "another side"],
)
def test_an_aside_joins_the_row_that_it_recalls(tmp_path: Path, sentence: Agreement, mentions: int) -> None:
    store = open_store(tmp_path)
    load(store, batch(told("a", "2026-07-10T08:00:00Z", SOY), key="a"), now=NOW)
    load(store, batch(told("b", "2026-08-15T08:00:00Z", asides=(sentence,)), key="b"), now=NOW)
    assert store.execute("SELECT mentions, stage FROM agreement").fetchall() == [(mentions, "signed")]
    assert store.execute("SELECT count(*) FROM agreement_mention").fetchall() == [(mentions,)]
    assert store.execute("SELECT count(*) FROM alert").fetchall() == [(1,)]


def test_who_walks_from_an_old_deal_recalls_it_where_no_country_is_named(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    text = "Zhejiang Provincial Energy has terminated its 15-year agreement with Tazov Gas."
    written = Article(
        id="b", title="Zhejiang Energy walks from Tazov Gas", text=text, published="2026-01-14", language="en"
    )
    (ended,) = analyse(written).asides
    assert ended.status == "ended"
    sides = (Party(name="Zhejiang Provincial Energy", country="CN"), Party(name="Tazov Gas", country="RU"))
    quote = "Tazov Gas and Zhejiang Provincial Energy signed a 15-year agreement."
    load(store, batch(told("a", "2021-06-04T08:00:00Z", deal(quote=quote, parties=sides)), key="a"), now=NOW)
    load(store, batch(told("b", "2026-01-14T08:00:00Z", asides=(ended,)), key="b"), now=NOW)
    assert store.execute("SELECT mentions, stage FROM agreement").fetchall() == [(2, "signed")]


def test_an_aside_that_fits_two_deals_recalls_neither(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    other = msgspec.structs.replace(SOY, quote=SOY.quote.replace("60,000", "90,000"), signed_on="2026-08-09")
    sold = aside("Zeya Fields sold its soybeans to Beifeng Grain.", ZEYA, BEIFENG)
    both = (told("a", "2026-06-01T08:00:00Z", SOY), told("b", "2026-08-10T08:00:00Z", other))
    load(store, batch(*both, told("c", "2026-08-15T08:00:00Z", asides=(sold,))), now=NOW)
    assert store.execute("SELECT mentions FROM agreement").fetchall() == [(1,), (1,)]


def test_a_denial_is_not_undone_by_who_recalls_the_deal(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    ended = msgspec.structs.replace(
        SOY, status="denied", quote="Zeya Fields denied that it sold soybeans to Beifeng Grain."
    )
    sold = aside("Zeya Fields sold its soybeans to Beifeng Grain.", ZEYA, BEIFENG)
    load(
        store,
        batch(told("a", "2026-07-10T08:00:00Z", ended), told("b", "2026-08-10T08:00:00Z", asides=(sold,))),
        now=NOW,
    )
    assert store.execute("SELECT stage, mentions FROM agreement").fetchall() == [("denied", 2)]


def test_an_edit_that_tells_another_deal_is_not_taken_for_the_one_recalled(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    sold = aside("In July Zeya Fields sold 60,000 tonnes of soybeans.", ZEYA)
    tyres = deal(
        quote="Tuva Tyres signed a contract with Hengtai for tyres.",
        parties=(Party(name="Tuva Tyres", country="RU"), Party(name="Hengtai", country="CN")),
    )
    load(store, batch(told("a", "2026-07-10T08:00:00Z", SOY), key="a"), now=NOW)
    load(store, batch(told("b", "2026-08-15T08:00:00Z", asides=(sold,)), key="b"), now=NOW)
    edited = msgspec.structs.replace(told("b", "2026-08-15T08:00:00Z", tyres), content_hash="edited")
    load(store, batch(edited, key="c"), now=NOW)
    assert store.execute("SELECT mentions FROM agreement ORDER BY agreement_id").fetchall() == [(1,), (1,)]


ARTICLES = [
    (
        "en",
        "Trade fair opens in Chita",
        "Stands from China and Russia fill the hall. Zeya Fields, which sold 60,000 tonnes of soybeans to Beifeng "
        "Grain in the spring, pours tea. Zeya Fields has grown by a third.",
        ["Zeya Fields, which sold 60,000 tonnes of soybeans to Beifeng Grain in the spring, pours tea."],
    ),
    (
        "ru",
        "В Чите открылась ярмарка",
        "Стенды России и Китая заняли зал. Весной «Поля Зеи» продали китайской «Бэйфэн» 60 тыс. тонн сои. "
        "«Поля Зеи» угощают чаем.",
        ["Весной «Поля Зеи» продали китайской «Бэйфэн» 60 тыс. тонн сои."],
    ),
    (
        "zh",
        "赤塔展会开幕",
        "中俄企业参展。北丰粮油公司去年采购的大豆已全部加工完毕。北丰粮油公司的展位人气很旺。",
        ["北丰粮油公司去年采购的大豆已全部加工完毕。"],
    ),
]


@pytest.mark.parametrize(("language", "title", "text", "asides"), ARTICLES, ids=[one[0] for one in ARTICLES])
def test_an_aside_names_a_firm_and_speaks_of_trade(language: str, title: str, text: str, asides: list[str]) -> None:
    found = analyse(Article(id="a", title=title, text=text, language=language, published="2026-08-15"), screen=False)
    told_too = {one.quote for one in found.agreements}
    assert [one.quote for one in found.asides] == [one for one in asides if one not in told_too]
    assert all(text[one.start : one.end] == one.quote for one in found.asides)


def test_an_article_about_something_else_may_recall_a_deal(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    load(store, batch(told("a", "2026-07-10T08:00:00Z", SOY), key="a"), now=NOW)
    text = (
        "Zeya Fields bought a football club in Russia. In July it sold China's Beifeng Grain 60,000 tonnes of soybeans."
    )
    fields = {"id": "b", "title": "A club is sold", "text": text, "language": "en", "publisher": "Sport"}
    one = read_row({**fields, "url": "https://example.org/b", "published": "2026-08-15T08:00:00Z"})
    load(store, batch(one, key="b"), now=NOW)
    assert store.execute("SELECT mentions FROM agreement").fetchall() == [(2,)]


def test_the_last_contract_of_those_who_sign_the_next_is_theirs(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    fresh = msgspec.structs.replace(
        SOY, quote="Zeya Fields and Beifeng Grain signed another contract for soybeans.", signed_on="2026-08-14"
    )
    last = aside("The contract of 2025 was for 60,000 tonnes.")
    once = msgspec.structs.replace(SOY, signed_on="2025-08-01")
    load(store, batch(told("a", "2025-08-02T08:00:00Z", once), key="a"), now=NOW)
    load(store, batch(told("b", "2026-08-15T08:00:00Z", fresh, asides=(last,)), key="b"), now=NOW)
    assert store.execute("SELECT mentions FROM agreement ORDER BY agreement_id").fetchall() == [(2,), (1,)]


@pytest.mark.parametrize(("count", "rows"), [(132, 1), (131, 2)])
def test_a_forum_of_a_year_before_is_recalled_by_its_number(tmp_path: Path, count: int, rows: int) -> None:
    store = open_store(tmp_path)
    sums = {"type": "agreement", "parties": ()}
    fair = deal(quote="The fair in Harbin ended with 132 agreements.", count=132, **sums)
    again = deal(quote="Last year the fair in Harbin brought agreements.", count=count, new=False, **sums)
    load(store, batch(told("a", "2025-05-20T08:00:00Z", fair), told("b", "2026-07-10T08:00:00Z", again)), now=NOW)
    assert store.execute("SELECT count(*) FROM agreement").fetchall() == [(rows,)]


def test_a_lone_firm_beside_a_third_country_is_no_aside() -> None:
    text = "Rosneft sold its stake in a depot. Its partner Sinopec bought gas from a terminal in Dubai."
    written = Article(id="c", title="", text=text, published="2026-01-14", language="en")
    assert analyse(written, screen=False).asides == ()
