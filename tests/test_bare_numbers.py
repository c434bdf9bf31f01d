"""Numbers whose unit stands apart from them, and those that count nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from transform.analyse import analyse
from transform.numbers.bare_numbers import Offer, Seen
from transform.numbers.draft import Draft
from transform.numbers.lent import share
from transform.numbers.numerals import find_numerals
from transform.records import Article

TITLES = {"en": "Trade of China and Russia", "ru": "Торговля России и Китая"}


def _units(language: str, text: str) -> dict[str, str]:
    article = Article(id="one", title=TITLES[language], text=text, language=language, published="2023-06-20")
    return {figure.quote: figure.unit for figure in analyse(article).figures}


@pytest.mark.parametrize(
    ("language", "text", "quote", "unit"),
    [
        (
            "en",
            "More than 310 exhibitors came from Russia to Harbin, the organisers said. Last year's fair drew 187.",
            "187",
            "company",
        ),
        (
            "en",
            "The checkpoint at Heihe lets 410 lorries a day through to Russia, customs said. In winter it was 280.",
            "280",
            "vehicle",
        ),
        (
            "ru",
            "Забайкальск в январе пропустил в Китай 448 поездов с углём, сообщила таможня. Годом раньше прошло 310.",
            "310",
            "train",
        ),
    ],
)
def test_takes_the_unit_told_before(language: str, text: str, quote: str, unit: str) -> None:
    assert _units(language, text)[quote] == unit


def test_a_day_takes_none() -> None:
    text = "Heihe port let 410 lorries a day through to Russia in May. The customs office takes soybeans until June 30."
    assert "30" not in _units("en", text)


def test_nor_does_a_number_before_whose_unit_a_summary_may_be_cut_off() -> None:
    text = "Coal deliveries from Russia to China through the port of Vanino soared 55% to 6.2"
    assert _units("en", text) == {"55%": "%"}


def test_nor_does_what_a_noun_behind_it_counts() -> None:
    assert "1,9 тыс." not in _units(
        "ru", "Амурская область отгрузила в Китай 4,1 тыс. тонн ячменя и создала 1,9 тыс. мест."
    )


@pytest.mark.parametrize(
    ("text", "quote", "unit"),
    [
        (
            "Торговля с Китаем выросла до 20 млрд долларов. Экспорт китайских товаров в РФ упал на 8,5%, до 9,15 млрд.",
            "9,15 млрд",
            "USD",
        ),
        (
            "Продажи в Россию из Китая составили 71 млрд рублей. Число посылок из КНР упало до 52 млн с 68 млн.",
            "68 млн",
            "item",
        ),
    ],
)
def test_millions_are_neither_kinds_of_goods_nor_money_where_things_are_numbered(
    text: str, quote: str, unit: str
) -> None:
    assert _units("ru", text)[quote] == unit


def test_shows_each_number_with_all_that_it_may_take() -> None:
    low = "we sent 410 lorries, and 3 thousand tonnes; they took 280."
    shown: list[tuple[Draft, Seen]] = []
    drafts = [Draft(number) for number in find_numerals(low, "en")]
    drafts[0].unit, drafts[0].kind = "vehicle", "count"
    drafts[1].unit, drafts[1].kind, drafts[1].own = "t", "dimension", Decimal(1)
    share(drafts, low, "en", (), told={}, watch=lambda *one: shown.append(one))
    (draft, seen), *others = shown
    assert not others
    assert (seen.value, draft.number.raw) == (280, "280")
    assert {None, Offer("t", Decimal(1)), Offer("vehicle", Decimal(1))} >= set(seen.signs) > {None}
    assert all(seen.signs.values())
