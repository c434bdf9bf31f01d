"""News in brief: only the items of the pair are read."""

from __future__ import annotations

from transform.analyse import analyse
from transform.records import Article

OTHERS = "\n".join(
    f"{town}一座污水处理厂投产\n今天，{town}一座日处理能力3万吨的污水处理厂正式投产，总投资2亿元。"
    for town in ("洛阳", "桂林", "绵阳", "株洲", "芜湖", "泉州", "遵义")
)
OURS = "珲春至莫斯科专列开行\n今天，珲春至莫斯科的首趟邮政专列开行，装运俄罗斯市场所需的汽车配件42个集装箱。"


def read(title: str, text: str) -> set[str]:
    analysis = analyse(
        Article(id="1", title=title, text=text, published="2025-06-20", language="zh"),
        screen=False,
    )
    return {fact.quote for fact in (*analysis.developments, *analysis.figures)}


def test_items_that_have_nothing_to_do_with_the_pair_are_left_out() -> None:
    quotes = read("国内联播快讯", f"{OTHERS}\n{OURS}")
    assert any("珲春" in quote for quote in quotes)
    assert not any("污水" in quote or quote in ("3万吨", "2亿元") for quote in quotes)


def test_a_text_whose_headline_is_of_the_pair_is_read_whole() -> None:
    assert any("污水" in quote for quote in read("俄罗斯企业参建七座污水处理厂", f"{OTHERS}\n{OURS}"))


def test_a_few_lines_are_no_bulletin() -> None:
    few = "\n".join(OTHERS.splitlines()[:4])
    assert any("污水" in quote for quote in read("环保项目与口岸", f"{few}\n{OURS}"))


def test_a_few_items_are_one_where_the_headline_says_so() -> None:
    few = "\n".join(OTHERS.splitlines()[:4])
    quotes = read("国内联播快讯", f"{few}\n{OURS}")
    assert any("珲春" in quote for quote in quotes)
    assert not any("污水" in quote for quote in quotes)


def test_the_contents_of_a_programme_are_read_clause_by_clause() -> None:
    text = (
        "Смотрите в этом выпуске: из Читы в Китай ушёл первый поезд с мукой, 40 контейнеров; "
        "«Северный кокс» заплатил в прошлом году 2 млрд рублей налогов; в Пензе открыли каток."
    )
    analysis = analyse(Article(id="1", title="Выпуск новостей в 15:00", text=text, language="ru"), screen=False)
    assert [figure.quote for figure in analysis.figures] == ["40 контейнеров"]


def test_an_item_of_the_other_side_and_the_world_is_none_of_the_pair() -> None:
    text = (
        "俄央行称本币在外汇交易中份额上升\n俄罗斯央行报告显示，上月外汇交易额达3000亿卢布。\n"
        "俄财长说七成俄中贸易转为本币结算\n俄罗斯财政部长24日表示，俄罗斯与中国之间70%的贸易已用本币结算。"
    )
    assert "七成" in read("国际联播快讯", text)
    assert "3000亿卢布" not in read("国际联播快讯", text)
