"""What a deal is worth: its own clause's sum, or the one told soon after of nothing else."""

from __future__ import annotations

import pytest

from transform.analyse import analyse
from transform.records import Article

#: text, then the value and unit of each deal in order; None where no sum is the deal's own
TOLD = {
    "in its clause": (
        "Rosneft and China's CNPC signed a supply contract worth $460 million in Harbin.",
        [(460_000_000, "USD")],
    ),
    "in the next sentence": (
        "Segezha and China's Xiamen C&D signed a timber supply deal on Thursday. The contract is worth $92 million.",
        [(92_000_000, "USD")],
    ),
    "in the next paragraph, by its noun": (
        "Компания «АмурАгро» и китайская корпорация «Бэйдахуан» подписали договор на поставку сои в Китай.\n\n"
        "Сумма договора — 120 млн юаней.",
        [(120_000_000, "CNY")],
    ),
    "in Chinese": (
        "龙江国际公司与俄罗斯西伯利亚煤炭公司签署了煤炭供货合同。合同金额3.2亿元人民币。",
        [(320_000_000, "CNY")],
    ),
    "a price per tonne is not it": (
        "Uralkali and China's Sinofert signed a potash supply contract at $273 a tonne.",
        [None],
    ),
    "nor is one whose tonne goes unsaid": (
        "«Уралкалий» и китайская Sinofert подписали контракт на поставку 1,1 млн тонн хлористого калия по $273.",
        [None],
    ),
    "nor is what was shipped in a time gone by": (
        "Chinese and Russian firms signed a memorandum on e-commerce; exports of such goods were $3.7 billion in May.",
        [None],
    ),
    "nor is a rent by the year": (
        "Northport and China's Dalian Quay signed a ten-year lease of a berth on Thursday. The rent is 36 million yuan "
        "a year.",
        [None],
    ),
    "nor is a yearly volume": (
        "«Северпорт» и китайская Dalian Quay подписали договор; годовой объём поставок составит 36 млн юаней.",
        [None],
    ),
    "nor in Chinese": ("大连远泊公司与俄罗斯滨海码头公司签订泊位租用合同，租期五年，年租金3.6亿卢布。", [None]),
    "nor what each side puts in": (
        "RDIF and China Investment Corporation agreed to invest $30 million each in a pier.",
        [None],
    ),
    "nor what each does in Russian": (
        "РФПИ и China Investment Corporation договорились вложить по 30 млн долларов в причал.",
        [None],
    ),
    "nor what each does in Chinese": ("俄直投基金与中投公司签署协议，各出资3亿元建设码头。", [None]),
    "what a correction takes back is not it": (
        "«Камская соль» подписала с китайской Hebei Potash контракт на 34 млн юаней, а не на 340 млн, как ждали.",
        [(34_000_000, "CNY")],
    ),
    "nor what it was to be": (
        "Rosneft and China's CNPC signed a contract worth $36 million rather than the $90 million once planned.",
        [(36_000_000, "USD")],
    ),
    "the sum set right may come last": (
        "俄罗斯石油公司与中国石油集团签订供货合同，金额不是21亿元，而是2.1亿元。",
        [(210_000_000, "CNY")],
    ),
    "not less is not wrong": (
        "Rosneft and China's CNPC signed a contract for not less than $36 million.",
        [(36_000_000, "USD")],
    ),
    "nor what orders of a year come to": (
        "大连远泊公司与俄罗斯滨海码头公司签订两台门座起重机合同。今年以来，远泊在俄罗斯市场新签合同额已超过8亿元。",
        [None],
    ),
    "nor in Russian": (
        "«Северпорт» и китайская Dalian Quay подписали договор на два крана. С начала года сумма контрактов компании — "
        "800 млн юаней.",
        [None],
    ),
    "but what the contract of this year comes to": (
        "大连远泊公司今年与俄罗斯滨海码头公司签订两台门座起重机合同，合同金额8亿元。",
        [(800_000_000, "CNY")],
    ),
    "but the year after a sum may be another's": (
        "Rosneft and China's CNPC signed a contract worth $36 million, a year after talks began.",
        [(36_000_000, "USD")],
    ),
    "a quarter of a sum is no time": (
        "Rosneft and China's CNPC signed a contract worth $36 million, a quarter of it payable in yuan.",
        [(36_000_000, "USD")],
    ),
    "monthly are the shipments": (
        "Rosneft and China's CNPC signed a contract worth $36 million, monthly shipments starting in July.",
        [(36_000_000, "USD")],
    ),
    "a year from 2027 is every year": (
        "Rosneft and China's CNPC signed a contract worth $36 million a year from 2027.",
        [None],
    ),
    "annually behind a comma is every year": (
        "Rosneft and China's CNPC signed a contract worth $36 million, annually.",
        [None],
    ),
    "the year of a jubilee is one": (
        "«Роснефть» и китайская CNPC подписали контракт на 36 млн долларов в год 75-летия дипотношений.",
        [(36_000_000, "USD")],
    ),
    "every year in Russian": (
        "«Роснефть» и китайская CNPC подписали контракт на 36 млн долларов в год.",
        [None],
    ),
    "within a year in Chinese": (
        "俄罗斯石油公司与中石油签署合同，金额3.6亿元一年内付清。",
        [(360_000_000, "CNY")],
    ),
    "but what a contract of one year comes to is": (
        "«Северпорт» и китайская Dalian Quay подписали годовой контракт на 36 млн юаней.",
        [(36_000_000, "CNY")],
    ),
    "nor of a sum of deals what some of them come to": (
        "Китайские и российские компании подписали на форуме 23 соглашения, подсчитали организаторы. Из этого числа "
        "семь пришлось на делегацию Хубэя, сумма её контрактов — 3,6 млрд юаней.",
        [None],
    ),
    "another deal's stays with it": (
        "Rosneft and China's CNPC signed an oil supply contract. "
        "Novatek and China's CNOOC signed an LNG contract. The contract is worth $300 million.",
        [None, (300_000_000, "USD")],
    ),
    "nor is what is told in passing of others": (
        "Chinese and Russian companies signed 14 agreements at the fair in Harbin on Friday.\n\n"
        "The priciest is Zeya Grain's contract to supply Qiqihar Starch with maize, put at 90 million yuan.",
        [None],
    ),
    "a statistic in the next paragraph is not it": (
        "Sinara and China's CRRC are in talks on a joint venture in Russia.\n\n"
        "Chinese firms signed construction contracts worth $1.74 billion in Russia in 2015.",
        [None],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_deal_gets_its_own_sum(name: str) -> None:
    text, expected = TOLD[name]
    analysis = analyse(Article(id=name, text=text, published="2025-06-20"), screen=False)
    first = [deal for deal in analysis.agreements if deal.new][: len(expected)]
    assert [(deal.value, deal.unit) if deal.value else None for deal in first] == expected


def test_a_correction_s_sum_is_its_deal_s_though_the_article_tells_no_other_news() -> None:
    text = (
        "In our report of 20 November on Dobroflot's contract with Dalian Haiyang we misstated its value. It is $84 "
        "million, not $48 million, the company said."
    )
    article = Article(id="a", published="2026-11-22T08:00:00Z", language="en", title="Correction: fish deal", text=text)
    found = analyse(article, screen=False)
    assert [(one.value, one.unit) for one in (*found.agreements, *found.asides)] == [(84_000_000, "USD")]


def test_the_hour_of_publication_makes_no_day_a_day_gone_by() -> None:
    text, _ = TOLD["nor is what was shipped in a time gone by"]
    told = [
        [deal.value for deal in analyse(Article(id="1", text=text, published=published), screen=False).agreements]
        for published in ("2025-05-31", "2025-05-31T08:00:00Z", "2025-06-01")
    ]
    assert told == [[3_700_000_000], [3_700_000_000], [None]]
