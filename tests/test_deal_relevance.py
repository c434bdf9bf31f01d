"""A deal between both sides makes a short or local story relevant; other ties don't."""

from __future__ import annotations

import pytest

from transform.analyse import analyse
from transform.records import Article

STORIES = {
    "a local outlet that doesn't name its own country": (
        "ru",
        "Живой краб поедет в Далянь",
        "Компания «Тихий берег» и далянская «Хайцзя» подписали контракт на поставку живого краба, 900 тонн в год.",
        True,
    ),
    "a Chinese firm's notice": (
        "zh",
        "东江轮胎：签订代工合同",
        "东江轮胎集团8日与俄罗斯涅瓦轮胎公司签订代工合同，每年生产乘用车轮胎90万条，合同金额6亿元。",
        True,
    ),
    "two carriers": (
        "en",
        "Aeroflot and China Southern sign codeshare",
        "Aeroflot and China Southern Airlines signed a codeshare agreement in Guangzhou on Thursday.",
        True,
    ),
    "a partner whose country shows elsewhere": (
        "ru",
        "Завода не будет",
        "«Тихий берег» и «Хайцзя» расторгли контракт на поставку краба.\n\nДеньги китайского партнёра возвращены.",
        True,
    ),
    "only the foreign side named": (
        "ru",
        "Уголь поедет в Сямэнь",
        "Договор с китайским трейдером ITG подписан на прошлой неделе, его сумма — около 31 млрд рублей.",
        True,
    ),
    "a contract over goods of no list": (
        "ru",
        "Вода отправится в Гуандун",
        "«Тихий берег» и гуандунская «Юэлань» подписали контракт на 40 млн бутылок.",
        True,
    ),
    "a river's shipping": (
        "zh",
        "界河疏浚任务敲定",
        "黑龙江航务管理局与俄罗斯阿穆尔流域水道管理局13日签署界河航道疏浚议定书。",
        True,
    ),
    "two firms of one country": (
        "ru",
        "Контракт на топливо",
        "«Тихий берег» и «Роснефть» подписали контракт на топливо. В Казахстан оно не пойдёт.",
        False,
    ),
    "museums": (
        "en",
        "Hermitage and Palace Museum agree on exhibitions",
        "The Hermitage and the Palace Museum of Beijing signed a memorandum on exhibitions of paintings on Thursday.",
        False,
    ),
    "a third country's partner": (
        "ru",
        "Китайская компания построит порт",
        "Китайская COSCO и казахстанская «Самрук» подписали контракт на строительство терминала в Актау.",
        False,
    ),
    "a third country's deals, whoever is known": (
        "ru",
        "Узбекистан и Китай договорились о дороге",
        "По итогам встречи в Ташкенте подписаны 12 соглашений. Среди них — контракт «Навоийхлопка» с китайской CMC на "
        "40 млн долларов.\n\nПекин работает и с другими соседями, включая Россию, отмечают эксперты.",
        False,
    ),
    "a club's player": (
        "zh",
        "俄罗斯前锋加盟",
        "东江足球俱乐部与俄罗斯前锋签订两年合同，他将身披9号球衣。",
        False,
    ),
    "a deal of old times": (
        "zh",
        "毛皮换茶叶：边城旧事",
        "1851年，晋商与俄商签订供货合同，茶叶自此成箱北运。1868年又立一约。\n\n1903年铁路修通，商号陆续歇业。",
        False,
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_deal_decides(name: str) -> None:
    language, title, text, relevant = STORIES[name]
    article = Article(id=name, title=title, text=text, language=language, published="2025-12-12")
    assert analyse(article).relevant is relevant
