"""Where sentences end."""

from __future__ import annotations

import pytest

from transform.records import Article
from transform.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("«Где тот завод?» — спросил он. Ему не ответили.", ["«Где тот завод?» — спросил он.", "Ему не ответили."]),
        ("И запасы? Порядка 30 тысяч машин. Много!", ["И запасы? Порядка 30 тысяч машин.", "Много!"]),
        ("How many? About 3,400 TEU a month.", ["How many? About 3,400 TEU a month."]),
        ("平台呢？去年300多列！明年更多。", ["平台呢？", "去年300多列！", "明年更多。"]),
        ("97 тыс. т. Навстречу — на 3 млн долл. США.", ["97 тыс. т.", "Навстречу — на 3 млн долл. США."]),
    ],
)
def test_a_question_stays_with_its_answer_and_a_quotation_with_who_says_it(text: str, cut: list[str]) -> None:
    assert [one.text for one in sentences(Article(id="t", title="", text=text))] == cut


def test_a_blank_without_width_begins_no_sentence() -> None:
    assert [one.text for one in sentences(Article(id="t", title="\u200bRussia ships", text=""))] == ["Russia ships"]
