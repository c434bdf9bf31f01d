"""Full-text search: every form of a word finds it, in three languages; only current versions are found."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from amur.commands.query import shell_opening
from tests.warehouse_batches import NOW, article, batch, open_store
from warehouse.load import load
from warehouse.readers import search
from warehouse.readers.publish import publish
from warehouse.readers.query import run_query

TEXTS = {
    "ru": "Россия нарастила экспорт сои в Китай. «Газпром» подписал меморандум.",
    "en": "Russia ships more soybeans; exports of rapeseed oil to China grew.",
    "zh": "中国从俄罗斯进口大豆的数量增长。",
    "tw": "根據海關統計，東北對俄羅斯出口的汽車增長。",
    "hk": "中俄簽署天然氣協議。",
    "mine": "Поставки угля в Китай растут со скидкой, сообщают на рынке со ссылкой на железную дорогу Хэйлунцзяна.",
    "wide": "俄罗斯对华出口ＬＮＧ增长。",
    "xx": "A football match in Harbin ended in a draw.",
    "own": "The city’s council told of Harbin's barley.",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published home that holds the texts, to be asked only."""
    home = tmp_path_factory.mktemp("home")
    connection = open_store(home)
    load(connection, batch(*(article(key, text=text) for key, text in TEXTS.items())), now=NOW)
    connection.close()
    publish(home)
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """The same home, to be changed."""
    return shutil.copytree(filled, tmp_path, dirs_exist_ok=True)


def found(home: Path, words: str) -> list[str]:
    answer = run_query(home / "published" / "amur.duckdb", "SELECT article_id FROM search(?)", parameters=[words])
    return [row[0] for row in answer.rows]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("соя", ["ru"]),
        ("экспорта сою", ["ru"]),
        ("Газпрома", ["ru"]),
        ("ГАЗПРОМОМ", ["ru"]),
        ("со", []),
        ("LNG", ["wide"]),
        ("ｒａｐｅｓｅｅｄ", ["en"]),
        ("уголь", ["mine"]),
        ("рынок", ["mine"]),
        ("Хэйлунцзян", ["mine"]),
        ("soybean export", ["en"]),
        ("exporting", ["en"]),
        ("of the", []),
        ("barley of Blagoveshchensk's", ["own"]),
        ("football of the city's", ["own", "xx"]),
        ("大豆", ["zh"]),
        ("豆", ["zh"]),
        ("量", ["zh"]),
        ("煤", []),
        ("进口大豆", ["zh"]),
        ("進口大豆", ["zh"]),
        ("汽车", ["tw"]),
        ("海關統計", ["tw"]),
        ("簽署", ["hk"]),
        ("签署协议", ["hk"]),
        ("zzz", []),
        ("", []),
        ("'; DROP TABLE article; --", []),
    ],
)
def test_every_form_of_a_word_finds_it(filled: Path, words: str, expected: list[str]) -> None:
    assert found(filled, words) == expected


@pytest.mark.parametrize(
    "forms",
    [
        "соя сои сою соей",
        "уголь угля углём угли углей",
        "рынок рынка рынки рынков",
        "поставка поставки поставок",
        "деньги денег",
        "день дня дней днями",
        "лён льна",
        "рожь ржи",
        "заём займа займов",
        "китаец китайца китайцы",
        "стройка строек",
        "масло масел",
        "зерно зёрен",
        "семена семян семенами",
        "уровень уровня",
        "терминал терминала терминалы",
        "Урал Урала",
        "Владивосток Владивостока Владивостоком",
        "Газпром Газпрома Газпромом",
    ],
)
def test_the_forms_of_a_russian_word_are_one_token(filled: Path, forms: str) -> None:
    (row,) = run_query(
        filled / "published" / "amur.duckdb", "SELECT len(list_distinct(search_tokens(?)))", parameters=[forms]
    ).rows
    assert row == (1,)


@pytest.mark.parametrize(
    ("word", "tokens"),
    [("судно", "судн"), ("судне", "судн"), ("суды", "суд"), ("суда", "суд судн"), ("судов", "суд судн")],
)
def test_a_form_of_two_russian_words_is_held_as_both(filled: Path, word: str, tokens: str) -> None:
    (row,) = run_query(filled / "published" / "amur.duckdb", "SELECT search_tokens(?)", parameters=[word]).rows
    assert row == (tokens.split(),)


#: A search that finds nothing, and texts that are not indexed: what a file holds that was laid by another version.
NOTHING = "CREATE OR REPLACE MACRO main.search_base(words) AS TABLE SELECT 1"
BARE = "DELETE FROM fts_store_search_base.terms"
OTHERWISE = [
    ("DROP MACRO TABLE main.search", NOTHING),
    ("COMMENT ON MACRO TABLE main.search IS 'other'", NOTHING),
    ("DROP MACRO store.plain", BARE),
    ("COMMENT ON MACRO store.plain IS 'other'", BARE),
]


@pytest.mark.parametrize(("laid", "useless"), OTHERWISE)
def test_a_file_that_was_laid_or_indexed_otherwise_gets_it_anew(home: Path, laid: str, useless: str) -> None:
    with duckdb.connect(home / "amur.duckdb") as writer:
        writer.execute(f"{laid}; {useless}")
    publish(home)
    assert found(home, "汽车") == ["tw"]


def test_the_article_that_holds_more_of_the_words_comes_first(home: Path) -> None:
    assert found(home, "Harbin football exports")[:2] == ["xx", "en"]


def test_an_edited_article_is_found_by_its_new_words_only(home: Path) -> None:
    connection = open_store(home)
    edited = article("en", text="Russia ships more timber.", fetched="2026-08-20T11:00:00Z")
    load(connection, batch(edited, key="b2"), now=NOW)
    connection.close()
    publish(home)
    assert found(home, "timber") == ["en"]
    assert found(home, "soybeans") == []


def test_past_the_limit_fresh_articles_join_the_bulk(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_FRESH", 1)
    connection = open_store(home)
    load(connection, batch(*(article(f"n{n}", text=f"Coal train {n}.") for n in range(3)), key="b2"), now=NOW)
    search.refresh(connection)
    sizes = [
        connection.execute(f"SELECT num_docs FROM fts_store_search_{name}.stats").fetchone()
        for name in ("base", "fresh")
    ]
    connection.close()
    publish(home)
    assert sizes == [(12,), (0,)]
    assert sorted(found(home, "coal")) == ["n0", "n1", "n2"]


def test_the_terminal_s_opening_makes_search_known(tmp_path: Path) -> None:
    connection = open_store(tmp_path)
    load(connection, batch(article("a", text="Экспорт сои вырос.", language="ru")), now=NOW)
    connection.close()
    with duckdb.connect(str(publish(tmp_path)), read_only=True) as snapshot:
        snapshot.execute(shell_opening())
        assert snapshot.execute("SELECT article_id FROM search('соя')").fetchall() == [("a",)]
