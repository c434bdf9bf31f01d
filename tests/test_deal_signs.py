"""The signs of deals: what is weighed where no pattern finds a deal, and what keeps a weighed deal from being told."""

from __future__ import annotations

import pytest

from transform.agreements import signs as deal_signs
from transform.agreements.find import find_agreements
from transform.agreements.sentence_signs import told_in
from transform.agreements.signs import DEAL, DEALS, Signs, likely, signs_of
from transform.records import Agreement, Article, Status
from transform.text.sentences import Sentence, sentences


def signs(language: str, text: str, *, told: bool = False) -> Signs:
    sentence = Sentence(field="text", start=0, end=len(text), text=text, paragraph=1)
    words = told_in(text, DEALS, language)
    return signs_of(sentence, words, language, None, frozenset(), frozenset(), told=told)


def told(language: str, text: str) -> tuple[Agreement, ...]:
    article = Article(id="1", title="", text=text, published="2025-06-20", language=language)
    return find_agreements(article, sentences(article), language)


@pytest.fixture
def every_sentence_likely(monkeypatch: pytest.MonkeyPatch) -> None:
    """As though the weights took every sentence for a deal under negotiation."""
    monkeypatch.setattr(deal_signs, "odds", lambda _name, _signs: {DEAL: 0.99, "negotiating": 0.6, "signed": 0.2})


def test_what_is_done_with_what_is_one_sign_in_every_language() -> None:
    texts = {"en": "They sealed the contract.", "ru": "Скрепили печатью контракт.", "zh": "双方敲定合同。"}
    assert all("sign nearest paper" in signs(language, text).words for language, text in texts.items())


def test_the_words_that_tell_what_is_done_are_pointed_at() -> None:
    text = "Novatek sealed the contract."
    start, end = signs("en", text).spot
    assert text[start:end] == "sealed"
    assert signs("en", "Nothing.").spot == (0, 8)


@pytest.mark.usefixtures("every_sentence_likely")
def test_the_likeliest_status_is_given() -> None:
    status: Status | None = likely(signs("en", "Novatek and Sinopec are haggling over a contract."))
    assert status == "negotiating"


@pytest.mark.usefixtures("every_sentence_likely")
def test_a_sentence_without_sides_of_its_own_tells_none() -> None:
    assert told("en", "Some may buy the volumes.") == ()


@pytest.mark.usefixtures("every_sentence_likely")
def test_what_goes_on_about_the_deal_just_told_tells_none_unless_it_names_two_sides() -> None:
    signed = "Novatek and Sinopec signed a supply contract on June 16. "
    assert len(told("en", signed + "Novatek may buy the volumes.")) == 1
    assert len(told("en", signed + "Rosneft and Sinochem may buy the volumes.")) == 2


@pytest.mark.usefixtures("every_sentence_likely")
def test_a_question_tells_none() -> None:
    assert told("en", "May Novatek and Sinopec buy the volumes?") == ()
