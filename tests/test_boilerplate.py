"""Page furniture is told from the article, sentence by sentence."""

from __future__ import annotations

import pytest

from transform.records import Article
from transform.text.boilerplate import furniture
from transform.text.sentences import sentences

CASES = [
    ("en", "Exports rose by a tenth.", "Photo: trucks at the border. Credit: archive"),
    ("en", "The firms signed a contract.", "READ ALSO: Five things to know about the 21% rate"),
    ("en", "The ruble fell.", "MOST READ\n1. Ruble at a high\n2. What butter costs now"),
    ("en", "The ruble fell.", "HOME > MARKETS > AUTOS | EUR/RUB 95.42 +0.31% | Brent $69.36 -1.1%"),
    ("en", "The ruble fell.", "We and our 842 partners use cookies to improve your experience."),
    (
        "en",
        "The ruble fell.",
        "Footnotes: (a) values are unrounded; (b) HS chapters 27 and 87. Next release: 18 February.",
    ),
    ("ru", "Экспорт вырос на десятую часть.", "Фото: Пётр Ильин. Подписывайтесь на наш телеграм-канал!"),
    ("ru", "Экспорт вырос на десятую часть.", "Читайте также: В городе залили 14 катков • Цены выросли вдвое"),
    ("ru", "Экспорт вырос на десятую часть.", "(Ответственный редактор: Ван Лэй. Телефон 0454-555-0125)"),
    ("ru", "Завод опроверг сообщения телеграм-каналов о сделке.", "© 1999–2024 Все права защищены"),
    ("zh", "出口增长一成。", "图为满载货物的列车驶出口岸。"),
    ("zh", "两家保险公司的协议今天生效，客服热线同步开通。", "客服热线：400-000-0000"),
    ("zh", "记者：今年的大豆少了多少？", "（责任编辑：王磊）"),
    ("zh", "出口增长一成。", "相关阅读\n中俄贸易额增长8%\n某地签署25项协议"),
    ("zh", "出口增长一成。", "注：（１）本期数据为初步数；（２）下期发布日期为２月１５日。"),
    ("zh", "出口增长一成。", "布伦特 61.01 ▼0.46%｜WTI 57.02 ▼0.44%｜美元/人民币 7.1227"),
]


@pytest.mark.parametrize(("language", "own", "added"), CASES)
def test_furniture_is_marked_and_the_article_is_not(language: str, own: str, added: str) -> None:
    article = Article(id="1", title="Экспорт — 出口 — exports", text=f"{own}\n\n{added}")
    parts = sentences(article)
    marked = furniture(article, parts, language)
    assert [part.text for index, part in enumerate(parts) if index not in marked] == [article.title, own]


def test_a_list_of_other_stories_ends_where_the_article_goes_on() -> None:
    own = "The contract covers a year of deliveries, the company said on Friday."
    article = Article(id="1", text=f"READ ALSO\n\nRuble at a high\n\n{own}")
    parts = sentences(article)
    marked = furniture(article, parts, "en")
    assert [part.text for index, part in enumerate(parts) if index not in marked] == [own]


def test_a_list_of_other_stories_may_tell_a_line_of_each() -> None:
    own = "哈尔滨海关说，大豆进口增长一成。"
    others = "".join(
        f"\n\n{head}\n\n{head}，有关部门说，增幅为8%。" for head in ("煤炭到港增多", "木材出口回升", "活蟹上桌")
    )
    article = Article(id="1", text=f"{own}\n\n相关推荐{others}\n\n更多内容")
    parts = sentences(article)
    marked = furniture(article, parts, "zh")
    assert [part.text for index, part in enumerate(parts) if index not in marked] == [own]


def test_a_row_of_a_table_is_no_menu() -> None:
    table = "口岸 ｜ 过货量 ｜ 同比\n珲春公路口岸 ｜ 31.2万吨 ｜ +4.1%"
    parts = sentences(Article(id="1", title="口岸过货量", text=table))
    marked = furniture(Article(id="1", title="口岸过货量", text=table), parts, "zh")
    assert parts[-1].text.startswith("珲春")
    assert len(parts) - 1 not in marked
