"""Whom an article credits for its figures: beside them, in the sentence before, at its opening, or nobody."""

from __future__ import annotations

import pytest

from transform.figures.find import find_figures
from transform.figures.sources.credits import Credits
from transform.records import Article, Figure
from transform.text.sentences import sentences


def figures(language: str, text: str, title: str = "") -> tuple[Figure, ...]:
    article = Article(id="1", title=title, text=text, published="2025-06-20", language=language)
    return find_figures(article, sentences(article), language)


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        (
            "en",
            "Exports of Liaoning to Russia rose 12.4 percent to 9.3 billion yuan in May, Dalian Customs said.",
            "Dalian Customs",
        ),
        (
            "en",
            "China bought 2.1 million tonnes of Russian coal, according to the General Administration of Customs.",
            "General Administration of Customs",
        ),
        (
            "en",
            "China's imports of Russian pork may reach 90,000 tonnes this year, said Irina Malkova, head of the union.",
            "Irina Malkova",
        ),
        ("en", "The order is worth $90 million, organisers of the Belt and Road Forum said.", "organisers"),
        ("en", "The order, signed during the Belt and Road Forum, is worth $90 million, the Russian group said.", None),
        ("ru", "Экспорт зерна в Китай вырос на 12%, сообщили на Восточном экономическом форуме.", None),
        ("zh", "在中俄博览会上，黑龙江省商务厅表示，对俄出口增长12%。", "黑龙江省商务厅"),
        ("zh", "副省长王明当天表示，黑龙江对俄出口增长12%。", "王明"),
        ("zh", "经济发展部司长叶夫根尼·波波夫20日表示，中俄贸易增长12%。", "叶夫根尼·波波夫"),
        ("zh", "根据广州边检总站统计，对俄出口增长12%。", "广州边检总站"),
        (
            "ru",
            "Экспорт леса из Иркутской области в Китай вырос на 14% до 2,3 млн кубометров, сообщила Иркутская таможня.",
            "Иркутская таможня",
        ),
        (
            "ru",
            "По данным Главного таможенного управления КНР, оборот России и Китая в мае достиг 19,3 млрд долларов.",
            "Главное таможенное управление КНР",
        ),
        ("zh", "据大连海关统计，今年前5个月，大连市对俄出口42.6亿元，同比增长8.1%。", "大连海关"),
        ("zh", "满洲里海关数据显示，5月口岸进口俄罗斯木材31.2万立方米。", "满洲里海关"),
    ],
)
def test_a_figure_is_credited_to_whom_its_sentence_credits(language: str, text: str, source: str | None) -> None:
    told = figures(language, text)
    assert told
    assert {one.source for one in told} == {source}


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        (
            "en",
            "Trade of Heilongjiang with Russia grew 7.2 percent in January-May, Harbin Customs data showed. "
            "Exports came to 11.4 billion yuan.",
            "Harbin Customs",
        ),
        (
            "ru",
            "Вывоз рыбы из Приморья в Китай вырос на 6%, сообщила Владивостокская таможня. Вывезли 187 тыс. тонн.",
            "Владивостокская таможня",
        ),
        ("zh", "据哈尔滨海关统计，1至5月黑龙江省对俄进出口936亿元。其中出口114亿元，增长3.2%。", "哈尔滨海关"),
    ],
)
def test_the_next_sentence_goes_on_with_the_same_source(language: str, text: str, source: str) -> None:
    assert [one.source for one in figures(language, text)][-1] == source


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        (
            "en",
            "Vitim Nickel signed a contract worth $40 million with Longxing Metals, the company said.",
            "Vitim Nickel",
        ),
        ("en", "A contract worth $40 million was signed with China's Longxing Metals, the company said.", None),
        ("en", "Vitim Nickel and Longxing Metals signed a contract worth $40 million, the company said.", None),
        ("ru", "«Витим Никель» заключила с Longxing Metals контракт на $40 млн, сообщила компания.", "Витим Никель"),
        ("ru", "С китайской Longxing Metals заключён контракт на 40 млн долларов, сообщили в компании.", None),
        ("zh", "俄罗斯维季姆镍业公司将向中国龙兴金属公司供应9000吨铜，该公司表示。", "俄罗斯维季姆镍业公司"),
    ],
)
def test_the_company_is_whom_the_sentence_is_about(language: str, text: str, source: str | None) -> None:
    told = figures(language, text)
    assert told
    assert {one.source for one in told} == {source}


def test_goods_are_no_merchants() -> None:
    text = "海关数据显示，5月对俄出口增长3%。中国从俄罗斯进口商品中最主要的是原油，价值145亿元。"
    assert [one.source for one in figures("zh", text)] == ["海关", "海关"]


def test_nobody_is_credited_where_the_article_credits_nobody() -> None:
    told = figures("en", "China imported 2.1 million tonnes of Russian coal in May, up 8 percent on the year.")
    assert [one.source for one in told] == [None, None]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "据同期统计，今年前5个月，大连市对俄出口42.6亿元。"),
        ("zh", "据大致统计，今年前5个月，大连市对俄出口42.6亿元。"),
        ("zh", "据进出口数据，今年前5个月，大连市对俄出口42.6亿元。"),
        ("zh", "据不同口径统计，今年前5个月，大连市对俄出口42.6亿元。"),
        ("zh", "据了解，俄罗斯企业今年前5个月对华出口42.6亿元。"),
        ("ru", "Оборот России и Китая вырос на 5%, отметил он."),
        ("en", "Trade of China with Russia grew 5 percent, he noted."),
    ],
)
def test_words_that_only_stand_like_a_name_are_credited_with_nothing(language: str, text: str) -> None:
    assert {one.source for one in figures(language, text)} == {None}


def test_a_name_is_not_cut_to_a_persons() -> None:
    parts = sentences(Article(id="1", title="", text="Trade grew, New York Times reported.", language="en"))
    assert "York Times" not in [one.name for one in Credits(parts, "en").of(parts[0])]


def test_a_place_is_credited_with_nothing() -> None:
    text = "Manzhouli handled 1,204 trains from Russia in May, according to the railway."
    article = Article(id="1", title="", text=text, language="en")
    parts = sentences(article)
    assert [one.name for one in Credits(parts, "en").of(parts[0])] == ["railway"]


def test_who_is_credited_in_russian_is_told_in_the_nominative() -> None:
    text = "По словам Василия Орлова, организаторов и участников рынка, вывоз сои из области вырос."
    parts = sentences(Article(id="1", title="", text=text, language="ru"))
    told = [one.name for one in Credits(parts, "ru").of(parts[0])]
    assert told == ["Василий Орлов", "организаторы", "участники рынка"]


def test_who_is_named_twice_counts_where_the_sentence_credits_them() -> None:
    text = "Dalian Customs opened a hall in May; trade through it doubled, according to Dalian Customs."
    parts = sentences(Article(id="1", title="", text=text, language="en"))
    told = Credits(parts, "en").of(parts[0])
    assert [one.name for one in told] == ["Dalian Customs", "Dalian Customs"]
    assert [any(way.startswith("lead before") for way in one.ways) for one in told] == [False, True]


def test_a_sentence_without_an_end_credits_nobody() -> None:
    text = "China bought 2.1 million tonnes of coal, according to Dalian Customs" + " Customs" * 300 + "."
    parts = sentences(Article(id="1", title="", text=text, language="en"))
    assert Credits(parts, "en").of(parts[0]) == ()


def test_why_somebody_is_credited_is_explained() -> None:
    text = "China bought 2.1 million tonnes of Russian coal in May, Dalian Customs said."
    article = Article(id="1", title="", text=text, published="2025-06-20", language="en")
    reasons: dict[str, str] = {}

    def note(_figure: Figure, name: str, why: str) -> None:
        reasons[name] = why

    find_figures(article, sentences(article), "en", explain=note)
    assert reasons["source"].startswith("weighed: ")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Trade grew.\n\nThe forum followed talks between Ivan Orlov and Wang Lei, who liked the numbers."),
        ("ru", "Торговля росла.\n\nПо данным газет, форум открыли после переговоров Ивана Орлова и Петра Лунина."),
        ("en", "Trade grew.\n\nChinese and Russian companies put their names to a memorandum."),
    ],
)
def test_who_takes_part_in_talks_and_firms_by_their_kind_are_credited_with_nothing(language: str, text: str) -> None:
    parts = sentences(Article(id="1", title="", text=text, language=language))
    credits = Credits(parts, language)
    assert [one.name for part in parts for one in credits.of(part)] == []
