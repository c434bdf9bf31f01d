"""What holds of every article: sums in any notation parse back, quotes slice, furniture changes nothing."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_numerals import chinese, english
from transform.analyse import analyse
from transform.records import Analysis, Article

#: Every third of the golden articles: each is read four times here.
GOLDEN = [
    msgspec.convert(json.loads(line)["article"], Article)
    for path in sorted((Path(__file__).parent / "golden").glob("*.jsonl"))
    for line in path.read_text("utf-8").splitlines()[::3]
]
#: Sentences in which a sum of money stands; the ones around it hold no number.
FRAMES = {
    "en": [
        "China's exports to Russia came to {} in May.",
        "Trade between China and Russia stood at {}, customs said.",
        "A Chinese bank lent a Russian firm {} for the plant.",
    ],
    "ru": [
        "Экспорт Китая в Россию составил {} в мае.",
        "Товарооборот России и Китая достиг {}, сообщила таможня.",
        "Китайский банк выдал российской компании {} на завод.",
    ],
    "zh": ["5月，中国对俄罗斯出口{}。", "海关称，中俄贸易额达到{}，创下新高。", "一家中国银行向俄罗斯企业贷款{}。"],
}
CURRENCIES = {
    "en": [
        ("{} yuan", "CNY"),
        ("{} rubles", "RUB"),
        ("${}", "USD"),
        ("US${}", "USD"),
        ("€{}", "EUR"),
        ("CNY {}", "CNY"),
    ],
    "ru": [("{} юаней", "CNY"), ("{} рублей", "RUB"), ("{} долларов", "USD"), ("{} руб.", "RUB"), ("${}", "USD")],
    "zh": [("{}元", "CNY"), ("{}美元", "USD"), ("{}卢布", "RUB"), ("{}元人民币", "CNY"), ("{}欧元", "EUR")],
}
SCALES = {
    "en": [(" million", 6), (" billion", 9), (" trillion", 12), ("bn", 9), (" bln", 9), ("m", 6), (" mln", 6)],
    "ru": [(" млн", 6), (" млрд", 9), (" трлн", 12), (" тыс.", 3), (" миллиона", 6), (" миллиардов", 9)],
    "zh": [("万", 4), ("亿", 8), ("万亿", 12), ("億", 8), ("千万", 7), ("百万", 6)],
}
GAPS = {"en": [",", " ", "\u00a0", "\u2009", "\u202f"], "ru": [" ", "\u00a0", "\u2009", "\u202f"], "zh": [","]}
LANGUAGES = st.sampled_from(["en", "ru", "zh"])
#: What pages put under an article: captions, links to other stories, share rows, tickers, appeals, signatures.
FURNITURE = {
    "en": [
        "Photo: trucks at the border. Credit: archive",
        "READ ALSO: Chinese car exports to Russia fall 40%",
        "Share | Tweet | Telegram | Print",
        "EUR/RUB 95.42 +0.31% | Brent $69.36 -1.1% | CNY/RUB 12.11",
        "Subscribe to our newsletter for 30 days free.",
        "© 1999–2024. All rights reserved.",
        "MOST READ\n1. Gazprom and CNPC sign a contract worth $3 billion\n2. What butter costs now",
    ],
    "ru": [
        "Фото: Пётр Ильин",
        "Читайте также: Экспорт Китая в Россию вырос на 40%",
        "Поделиться | Телеграм | ВКонтакте | Печать",
        "EUR/RUB 95,42 +0,31% | Brent $69,36 -1,1% | CNY/RUB 12,11",
        "Подписывайтесь на наш телеграм-канал!",
        "© 1999–2024 Все права защищены",
        "Читайте также\n1. «Газпром» и CNPC подписали контракт на $3 млрд\n2. Сколько стоит масло",
    ],
    "zh": [
        "图为满载货物的列车驶出口岸。",
        "相关阅读：中国对俄汽车出口下降40%",
        "分享 | 微信 | 微博 | 打印",
        "布伦特 61.01 ▼0.46%｜WTI 57.02 ▼0.44%｜美元/人民币 7.1227",
        "（责任编辑：王磊）",
        "扫描二维码关注我们的公众号",
        "相关阅读\n中俄贸易额增长8%\n某地签署25项协议",
    ],
}


@cache
def read(article: Article) -> Analysis:
    """The analysis, made once for the tests that compare it with another."""
    return analyse(article)


def figures_of(sentence: str, language: str) -> list[tuple[Decimal, str, str]]:
    """Value, unit and quote of what an article of that sentence states in money."""
    article = Article(
        id="1", title="中俄 China Russia Россия Китай", text=sentence, published="2024-06-14", language=language
    )
    found = analyse(article, screen=False).figures
    assert all(sentence[figure.start : figure.end] == figure.quote for figure in found)
    return [(figure.value, figure.unit, figure.quote) for figure in found]


@st.composite
def sums(draw: st.DrawFn) -> tuple[str, str, Decimal, str]:
    """Language, a sum of money in one of its notations, value and currency."""
    language = draw(LANGUAGES)
    written, unit = draw(st.sampled_from(CURRENCIES[language]))
    kind = draw(st.sampled_from(["scaled", "grouped", "words", "wide"]))
    if kind == "words" and "{} " in f"{written} " and language != "ru" and written[0] == "{":
        number = draw(st.integers(13, 999_999))
        return language, written.format(english(number) if language == "en" else chinese(number)), Decimal(number), unit
    if kind == "grouped":
        number = draw(st.integers(10_000, 10**12))
        gap = draw(st.sampled_from(GAPS[language]))
        return language, written.format(f"{number:,}".replace(",", gap)), Decimal(number), unit
    scale, power = draw(st.sampled_from(SCALES[language]))
    digits = draw(st.integers(1, 9_999))
    decimals = draw(st.integers(0, 2))
    value = Decimal(digits).scaleb(-decimals)
    number_written = f"{value:f}".replace(".", "," if language == "ru" else ".")
    if kind == "wide" and language == "zh":
        number_written = "".join(chr(ord(one) + 0xFEE0) for one in number_written)
    return language, written.format(number_written + scale), value.scaleb(power), unit


@given(sums(), st.integers(0, 2))
@settings(max_examples=150, deadline=None)
def test_a_sum_in_any_notation_parses_back(money: tuple[str, str, Decimal, str], frame: int) -> None:
    language, written, value, unit = money
    found = figures_of(FRAMES[language][frame].format(written), language)
    assert [(one, other) for one, other, _ in found] == [(value, unit)], found


@given(LANGUAGES, st.integers(1, 999), st.integers(0, 1), st.integers(0, 1))
@settings(max_examples=80, deadline=None)
def test_a_change_in_any_notation_parses_back(language: str, tenths: int, sign: int, wide: int) -> None:
    value = Decimal(tenths) / 10
    written = f"{value}".replace(".", "," if language == "ru" else ".")
    if language == "zh" and wide:
        written = "".join(chr(ord(one) + 0xFEE0) for one in written)
    percent = {"en": ["%", " percent"], "ru": ["%", " %"], "zh": ["%", "％"]}[language][sign]
    frame = {"en": "China's exports to Russia rose {} in May.", "ru": "В мае экспорт Китая в Россию вырос на {}.",
             "zh": "5月中国对俄出口增长{}。"}[language]  # fmt: skip
    assert [(one, unit) for one, unit, _ in figures_of(frame.format(written + percent), language)] == [(value, "%")]


@pytest.mark.parametrize("article", GOLDEN, ids=lambda article: article.id)
def test_an_article_read_twice_says_the_same_and_its_quotes_slice(article: Article) -> None:
    analysis = read(article)
    assert analysis == analyse(article)
    for finding in (*analysis.figures, *analysis.agreements, *analysis.developments):
        written = article.title if finding.field == "title" else article.text
        assert written[finding.start : finding.end] == finding.quote


@pytest.mark.parametrize(("number", "article"), enumerate(GOLDEN), ids=[article.id for article in GOLDEN])
def test_furniture_under_an_article_changes_nothing(number: int, article: Article) -> None:
    """All of it, and one piece alone: each in turn, since to read each article with each takes a minute."""
    analysis = read(article)
    assert article.language
    pieces = FURNITURE[article.language]
    for below in ("\n\n".join(pieces), pieces[number % len(pieces)]):
        assert analyse(msgspec.structs.replace(article, text=f"{article.text}\n\n{below}")) == analysis, below
