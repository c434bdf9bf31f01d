"""Broken articles are read without a crash, in time, and what is found stands where it says."""

from __future__ import annotations

import pytest

from bench.fuzz import SLOWEST_MS, base_texts, check, mutated
from transform.agreements.cast import Cast
from transform.analyse import analyse
from transform.names.party_rules import party_rules
from transform.records import Article
from transform.text.sentences import LONGEST, sentences


def test_mutated_articles_are_read_without_a_failure() -> None:
    """The first forty of `python -m bench.fuzz`; a slow one counts there, where nothing runs beside it."""
    failures = [failure for number in range(40) for failure in check(number)]
    assert not [failure for failure in failures if "ms per kilobyte" not in failure.what]


def test_a_mutated_article_is_the_same_for_the_same_number() -> None:
    assert mutated(7) == mutated(7)
    assert mutated(7) != mutated(8)
    assert len(base_texts()) > 100
    assert SLOWEST_MS == 50


@pytest.mark.parametrize("published", ["9999-12-31", "0001-01-01", "0000-00-00", "soon"])
def test_a_publication_date_that_no_one_prints_is_as_good_as_none(published: str) -> None:
    text = "Gazprom and CNPC signed a contract on Friday, a year earlier than planned; the line opens next year."
    article = Article(id="1", title="China, Russia", text=text, published=published, language="en")
    undated = Article(id="1", title="China, Russia", text=text, language="en")
    assert analyse(article) == analyse(undated)


def test_what_is_no_sentence_lends_no_names() -> None:
    """A sentence as long as a page took minutes to look for who deals with whom."""
    told = "东林贸易公司与俄罗斯绿河公司签署供货合同"
    for filling, known in (("", True), ("续" * LONGEST, False)):
        article = Article(id="1", text=f"{told}{filling}。", language="zh")
        assert bool(Cast(sentences(article), party_rules("zh")).known) is known


def test_half_a_character_is_read_as_a_replacement_character() -> None:
    text = "China's exports to Russia \ud83d rose to 2 billion yuan \udfff in May."
    analysis = analyse(Article(id="1", text=text, language="en"), screen=False)
    assert [figure.quote for figure in analysis.figures] == ["2 billion yuan"]


def test_a_line_may_break_within_what_a_percentage_is_of() -> None:
    text = "Chinese brands made 54% of the cars\nsold\nin Russia in May 2025."
    analysis = analyse(Article(id="1", text=text, published="2025-06-10", language="en"), screen=False)
    assert [(figure.value, figure.metric) for figure in analysis.figures] == [(54.0, "other")]


@pytest.mark.parametrize("run", [".", "…", ". ", "\n", " ", ".\n", "«.", "1", "1,", "年", "million ", "(", "一"])
def test_a_hundred_kilobytes_of_one_thing_take_no_longer_than_others(run: str) -> None:
    """A run of dots once took time that doubled with each of them."""
    article = Article(id="1", title="China Russia trade", text="Exports rose" + run * (100_000 // len(run)) + "x")
    analyse(article, screen=False)


@pytest.mark.parametrize("run", ["«", "»", "-", "“", '"', "—", "«-", ",", "- ", "« "])
def test_a_run_of_marks_between_the_words_of_a_deal_is_no_riddle(run: str) -> None:
    """Where a mark may count as part of a word or as a gap, each doubles the ways to read the run."""
    text = f"Стороны подписали {run * 400} соглашение, переговоры {run * 400} о контракте {run * 400} состоялись."
    analyse(Article(id="1", title="Россия и Китай", text=text, language="ru"), screen=False)


def test_a_page_of_hundreds_of_deals_tells_each_with_its_sum() -> None:
    """What was looked up for every pair of them took minutes on a page of a hundred kilobytes."""
    names = [
        f"{first}{second}" for first in ("Al", "Bor", "Cas", "Der", "El") for second in ("vek", "nit", "mor", "sib")
    ]
    told = [
        f"Harbin {name} Machinery signed a contract with Omsk {name}prom to supply tyres worth {number} million yuan."
        for number, name in enumerate(names * 15, start=100)
    ]
    article = Article(id="1", title="China, Russia", text=" ".join(told), published="2025-06-20", language="en")
    deals = analyse(article).agreements
    assert [deal.value for deal in deals] == [number * 1e6 for number in range(100, 400)]
    assert {deal.place_id for deal in deals} == {None}
