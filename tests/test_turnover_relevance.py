"""How much the two trade, told in a story of a visit, makes it relevant; trade with others or no sum of it doesn't."""

from __future__ import annotations

import pytest

from transform.analyse import analyse
from transform.records import Article
from transform.screening.turnover_relevance import REASON, telling_turnover
from transform.text.sentences import Sentence

VISIT = "Министры говорили о Корейском полуострове, о Совете Безопасности ООН и об Иране."
TALKS = "两国元首就国际和地区问题深入交换意见，重申维护联合国宪章。双方还就青年、体育、媒体交流和军事互信达成共识。"
MEETING = "The ministers spoke of Korea, of the United Nations, of the war in Syria and of Iran."

STORIES = {
    "the sum of trade, by both names": (
        "ru",
        "Глава МИД России принял китайского коллегу",
        f"{VISIT}\n\nТоварооборот между Россией и Китаем за год вырос на четверть и достиг 108 млрд долларов.",
        True,
    ),
    "a visit without a word of trade": ("ru", "Глава МИД России принял китайского коллегу", VISIT, False),
    "a match, at which somebody speaks of trade": (
        "ru",
        "Хоккей: Россия сыграла с Китаем",
        "Вратарь отразил 30 бросков.\n\nТоварооборот между Россией и Китаем за год вырос на 5%, сказал губернатор.",
        False,
    ),
    "the trade of one with a third country": (
        "ru",
        "Премьер Индии обсудил с президентом России поездку в Пекин",
        f"{VISIT}\n\nТоварооборот между Россией и Индией достиг 65 млрд долларов.",
        False,
    ),
    "bilateral trade under a headline of a leader and the other land": (
        "zh",
        "习近平同俄罗斯总统会见记者",
        f"{TALKS}\n\n双方高度评价政治互信，双边贸易额去年超过2300亿美元。",
        True,
    ),
    "bilateral trade without a sum": (
        "zh",
        "习近平同俄罗斯总统会见记者",
        f"{TALKS}\n\n双方高度评价政治互信，双边贸易额保持增长。",
        False,
    ),
    "the trade of a third country, with one of the two to compare": (
        "ru",
        "В Джизаке собрали первый электрокар",
        f"{VISIT}\n\nТоварооборот с Китаем за год достиг 11 млрд долларов, и Китай впереди, обогнав Россию.",
        False,
    ),
    "the sum of trade in English": (
        "en",
        "Lavrov receives Chinese minister in Sochi",
        f"{MEETING}\n\nTrade between Russia and China grew by a quarter last year to 108 billion dollars.",
        True,
    ),
    "bilateral trade under a headline of three lands": (
        "en",
        "Lavrov and his Indian colleague speak of China",
        f"{MEETING}\n\nBilateral trade grew by a quarter last year to 11 billion dollars.",
        False,
    ),
}


@pytest.mark.parametrize("story", STORIES, ids=list(STORIES))
def test_a_story_is_kept_for_the_sum_of_trade_that_it_tells(story: str) -> None:
    language, title, text, kept = STORIES[story]
    found = analyse(Article(id="1", title=title, text=text, published="2025-06-20", language=language))
    assert found.relevant is kept, found.reasons
    assert not kept or found.reasons[0] == REASON


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_a_long_run_of_digits_holds_nobody_up(language: str) -> None:
    part = Sentence(text="1" * 20_000, field="text", start=0, end=20_000, paragraph=0)
    assert telling_turnover(Article(id="1", title="", text=part.text, language=language), [part], language) is None
