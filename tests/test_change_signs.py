"""The signs of change: which words stand beside which, and what no sum of signs outweighs."""

from __future__ import annotations

import pytest

from transform.agreements.sentence_signs import told_in
from transform.developments.rules import development_rules
from transform.developments.signs import CHANGES, Signs, excluded, signs_of
from transform.periods.days import publication_day
from transform.text.sentences import Sentence


def signs(language: str, text: str, title: frozenset[str] = frozenset(), above: frozenset[str] = frozenset()) -> Signs:
    sentence = Sentence(field="text", start=0, end=len(text), text=text, paragraph=1)
    words, rules = told_in(text, CHANGES, language), development_rules(language)
    return signs_of(sentence, words, rules, publication_day("2025-06-20"), title, above, frozenset())


@pytest.mark.parametrize(
    ("language", "text", "sign"),
    [
        ("en", "Heihe closed its road checkpoint to lorries on June 4.", "close > crossing"),
        ("ru", "С 4 июня Хэйхэ закрыл автомобильный пункт пропуска.", "close > crossing"),
        ("zh", "6月4日起黑河关闭公路口岸。", "close > crossing"),
        ("en", "The duty on logs was raised to 40%.", "raise < duty"),
        ("ru", "Пошлину на кругляк повысили до 40%.", "raise < duty"),
        ("zh", "原木关税上调至40%。", "raise < duty"),
    ],
)
def test_what_happens_and_to_what_is_one_sign_in_every_language(language: str, text: str, sign: str) -> None:
    assert sign in signs(language, text).words


def test_words_of_two_clauses_do_not_stand_side_by_side() -> None:
    found = signs("en", "The bank shut, while the duty stayed.").words
    assert "close > duty" not in found
    assert {"event close", "thing duty"} <= found


def test_a_pronoun_points_back_to_what_was_named() -> None:
    named = frozenset(told_in("Heihe is building a warehouse.", CHANGES, "en").labels())
    assert "it: thing hub" in signs("en", "It will open in July.", above=named).words
    assert "it: thing hub" not in signs("en", "Traders waited for a ship.", above=named).words


def test_a_deal_that_is_not_signed_gives_way_to_certain_signs_and_third_countries_alone_to_none() -> None:
    planned = signs("en", "China and Russia plan to sign an agreement on lower duties for soybeans in July.")
    assert excluded("tariff", planned)
    assert not excluded("tariff", planned, certain=True)
    abroad = signs("en", "Brazil lowered its duty on steel from Turkey in May.")
    assert excluded("tariff", abroad, certain=True)
    assert not excluded("sanction", abroad)
    assert not excluded("tariff", signs("en", "Russia lowered its duty on steel from Turkey in May."))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Heihe opened its second warehouse on June 4.", "open & hub dated"),
        ("Heihe opened its second warehouse in 2011.", "open & hub dated old"),
        ("Heihe has opened a warehouse, and trade grew in May.", "open & hub undated"),
    ],
)
def test_what_happens_is_dated_by_the_time_that_its_clause_names(text: str, sign: str) -> None:
    assert {one for one in signs("en", text).words if one.startswith("open & hub ") and "dated" in one} == {sign}
