"""Which sentences may tell more of a fact, and what they are to its own."""

from __future__ import annotations

from transform.figures.find import find_figures
from transform.records import Article
from transform.text.nearby import Nearby
from transform.text.sentences import sentences


def test_the_sentences_around_a_fact_are_called_by_what_they_are_to_its_own() -> None:
    text = "It opens.\n\nA second one. A third one.\n\nA fourth. Trade rose 5 percent. It fell since.\n\nThe end."
    article = Article(id="1", title="A headline", text=text, published="2025-06-20", language="en")
    parts = sentences(article)
    (figure,) = find_figures(article, parts, "en")
    nearby = Nearby(parts)
    here = nearby.holding(figure)
    assert here is not None
    told = [(name, parts[place].text) for name, place in nearby.around(here)]
    assert told == [
        ("title", "A headline"),
        ("opening", "It opens."),
        ("above", "A second one."),
        ("above", "A third one."),
        ("before", "A fourth."),
        ("here", "Trade rose 5 percent."),
        ("next", "It fell since."),
    ]


def test_of_a_long_article_the_opening_and_what_stands_near_are_asked() -> None:
    text = "\n\n".join(f"Sentence {number}." for number in range(100)) + "\n\nTrade rose 5 percent."
    article = Article(id="1", title="", text=text, published="2025-06-20", language="en")
    parts = sentences(article)
    figure = find_figures(article, parts, "en")[-1]
    nearby = Nearby(parts)
    here = nearby.holding(figure)
    assert here is not None
    places = [place for _, place in nearby.around(here)]
    assert len(places) < 40
    assert parts[places[0]].text == "Sentence 0."
    assert places[-1] == here


def test_a_headline_has_nothing_around_it() -> None:
    article = Article(id="1", title="Trade rose 5 percent", text="", published="2025-06-20", language="en")
    parts = sentences(article)
    (figure,) = find_figures(article, parts, "en")
    nearby = Nearby(parts)
    here = nearby.holding(figure)
    assert here is not None
    assert list(nearby.around(here)) == [("here", here)]
