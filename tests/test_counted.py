"""What a change, share or multiple of goods' trade is of: their value, or their quantity."""

from __future__ import annotations

import pytest

from transform.figures.find import find_figures
from transform.records import Article
from transform.text.sentences import sentences


def test_why_is_told() -> None:
    text = "In June China's imports of Russian timber rose 4% by volume. Those of coal rose 9% to 8 million tonnes."
    article, why = Article(id="1", text=text, published="2026-07-20", language="en"), []
    find_figures(article, sentences(article), "en", explain=lambda figure, name, told: why.append((name, told)))
    assert [told for name, told in why if name == "counted"] == ["“by volume”", "as the level “8 million tonnes”"]


def counted(text: str, language: str) -> list[str | None]:
    """What each figure but the levels is of, in text order."""
    article = Article(id="1", text=text, published="2026-07-20", language=language)
    return [one.counted for one in find_figures(article, sentences(article), language) if one.measure != "level"]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        # words behind the number or before it
        ("en", "In June China's imports of Russian timber rose 4% by volume and fell 9% in value.", "quantity value"),
        (
            "ru",
            "В июне экспорт российской рыбы в Китай вырос на 8% в натуральном выражении и на 3% по стоимости.",
            "quantity value",
        ),
        ("zh", "6月，中国自俄罗斯进口煤炭的数量增长8%，金额下降3%。", "quantity value"),
        (
            "en",
            "China's purchases of Russian copper fell: tonnage was down 6% and the bill was 2% smaller.",
            "quantity value",
        ),
        # the level that it leads to, or follows
        ("en", "China's imports of Russian LNG rose 11% to 3.4 million tonnes in May.", "quantity"),
        ("ru", "Экспорт российского алюминия в Китай вырос на 11% до 1,2 млрд долларов в мае.", "value"),
        ("zh", "5月，中国自俄罗斯进口原油950万吨，同比增长11%。", "quantity"),
        # one after the other
        ("zh", "上半年，中国自俄罗斯进口铜精矿12万吨、21亿元，分别增长8%和19%。", "quantity value"),
        (
            "en",
            "China imported 1.2 million tonnes of Russian soybeans worth $640 million, up 8% and 19% respectively.",
            "quantity value",
        ),
        # both stand there, and nothing tells of which
        ("en", "China imported 1.2 million tonnes of Russian soybeans worth $640 million, up 8% on the year.", "-"),
        # all goods together are told in money, and so are said to be only where it is not so
        ("en", "China's exports to Russia rose 5% to $9.1 billion in May.", "-"),
    ],
)
def test_a_change_is_one_of_money_or_of_the_amount(language: str, text: str, told: str) -> None:
    assert " ".join(one or "-" for one in counted(text, language)) == told


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Freight through Zabaikalsk rose 7% to 8.1 million tonnes."), ("zh", "该公司对俄投资增长三成，至2亿元。")],
)
def test_of_no_goods_trade_it_is_not_asked(language: str, text: str) -> None:
    assert counted(text, language) == [None]
