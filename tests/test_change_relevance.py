"""A change told in a sentence of both countries makes a short note relevant; other openings don't."""

from __future__ import annotations

import pytest

from transform.analyse import analyse
from transform.records import Article

STORIES = {
    "a firm known to be Chinese opens a warehouse in a Russian region": (
        "en",
        "Cainiao adds space near Moscow",
        "Cainiao opened a 20,000-square-metre sorting centre in the Moscow region on Tuesday.",
        "hub_opened",
    ),
    "an airline between two towns": (
        "ru",
        "Сиань станет ближе",
        "С 3 июля China Eastern начнёт летать из Сианя в Казань.",
        "route_opened",
    ),
    "a line that Chinese builders finished": (
        "ru",
        "В Бурятии прибавится цемента",
        "В Бурятии 14 июня ввели в строй построенную китайцами линию по выпуску цемента.",
        "facility",
    ),
    "a tyre maker's first office": (
        "zh",
        "赛轮落户乌拉尔",
        "赛轮轮胎上周在叶卡捷琳堡设立首个俄罗斯办事处。",
        "company_entry",
    ),
    "a rink that is opened for a match": (
        "en",
        "Harbin rink opens with hockey match",
        "Harbin opened a new ice rink on Tuesday with a hockey match against a team from Kazan.",
        None,
    ),
    "an exhibition of paintings": (
        "zh",
        "俄罗斯油画展在沈阳开幕",
        "俄罗斯油画展17日在沈阳的美术馆开幕，展出列宾美术学院师生的作品。",
        None,
    ),
    "a plant in a third country": (
        "en",
        "Chinese maker opens plant in Kazakhstan",
        "China's Yutong opened a bus plant in Kazakhstan's Saran, 600 km from the Russian border, on Tuesday.",
        None,
    ),
    "an air base": (
        "ru",
        "Самолёты вернулись домой",
        "Лётчики КНР, прилетевшие на учения, 14 июня открыли для жителей Благовещенска военный аэродром.",
        None,
    ),
}


@pytest.mark.parametrize(("language", "title", "text", "kind"), STORIES.values(), ids=STORIES.keys())
def test_a_change_between_both_makes_a_note_relevant(language: str, title: str, text: str, kind: str | None) -> None:
    article = Article(id="1", title=title, text=text, language=language, published="2025-06-20")
    analysis = analyse(article)
    assert [one.kind for one in analysis.developments] == ([kind] if kind else []), analysis.reasons
    assert analysis.relevant == (kind is not None), analysis.reasons
