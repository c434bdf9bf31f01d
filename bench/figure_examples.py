"""Golden figures as examples for fitting: each with the evidence that is seen while it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from sys import intern
from typing import Any

import msgspec

from bench.fitting import parts_of
from tests.figure_cards import TEXTS, Line, annotated, cards
from transform.figures.evidence.span_signs import Told
from transform.figures.find import find_figures
from transform.figures.revised import Evidence
from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.spans.earlier_times import Span
from transform.numbers.bare_numbers import Seen
from transform.numbers.draft import Draft
from transform.numbers.quantities import Quantity
from transform.records import Article
from transform.text.sentences import Sentence
from transform.weighed import Signs

LANGUAGES = ("en", "ru", "zh")
#: What is fitted of a figure.
ATTRIBUTES = ("metric", "flow", "region", "commodity", "period")
#: So many figures count a line of a card, since few cards show the same thing, and a figure of our own articles,
#: which are few beside the new writers'.
OF_CARDS = 18
OF_OWN = 4
#: Writers of texts whose figures alone are annotated give a province to more of them than others do.
NOT_OF_TEXTS = frozenset(("region",))


class Example(msgspec.Struct, frozen=True):
    """One golden figure with the evidence for it; `gold` lacks what its annotator left out."""

    language: str
    #: so many figures it counts for
    counts: int
    gold: dict[str, Any]
    rules: Shared
    evidence: Evidence
    span: Span | None
    spans: dict[Span | None, set[str]]
    #: the flow that weights fitted to other figures tell, beside which the metric is weighed
    way: str | None = None
    #: of a text whose figures alone are annotated
    of_text: bool = False

    def read(self, attribute: str) -> Any:
        """What the rules alone read."""
        return {
            "metric": self.rules.metric, "flow": self.rules.flow, "region": self.rules.region,
            "commodity": self.rules.goods, "period": self.span,
        }[attribute]  # fmt: skip

    def candidates(self, attribute: str) -> dict[Any, set[str]]:
        """The signs of each candidate."""
        if attribute == "period":
            return self.spans
        return self.evidence.goods if attribute == "commodity" else self.evidence.regions


class _Watch:
    """Keeps what it is shown, by field, start and end of each quantity."""

    def __init__(self) -> None:
        self.groups: dict[tuple[str, int, int], tuple[Shared, Evidence]] = {}
        self.spans: dict[tuple[str, int, int], tuple[float, Span | None, dict[Span | None, set[str]]]] = {}

    @staticmethod
    def _at(reading: Reading, quantity: Quantity) -> tuple[str, int, int]:
        sentence = reading.sentence
        return sentence.field, sentence.start + quantity.start, sentence.start + quantity.end

    def number(self, sentence: Sentence, draft: Draft, seen: Seen) -> None:
        """Bare numbers have examples of their own (`number_examples`)."""

    def group(self, reading: Reading, group: Group, shared: Shared, evidence: Evidence) -> None:
        for index in group.members:
            self.groups[self._at(reading, reading.quantities[index])] = shared, _slim(evidence)

    def span(self, told: Told, span: Span | None, signs: dict[Span | None, set[str]]) -> None:
        slim = {candidate: _once(some) for candidate, some in signs.items()}
        self.spans[self._at(told.reading, told.quantity)] = float(told.quantity.value), span, slim


def _once(signs: Iterable[str]) -> set[str]:
    """The signs, each kept once for all figures that have it: a figure has hundreds."""
    return set(map(intern, signs))


def _slim(evidence: Evidence) -> Evidence:
    return Evidence(
        Signs(frozenset(_once(evidence.signs.plain))),
        {candidate: _once(signs) for candidate, signs in evidence.goods.items()},
        {candidate: _once(signs) for candidate, signs in evidence.regions.items()},
    )


def examples(paths: Iterable[Path]) -> Iterator[Example]:
    """Every golden figure of the files that is read at its place."""
    for article, figures, counts in relevant(paths):
        yield from _of_article(article, figures, counts)


def relevant(paths: Iterable[Path]) -> Iterator[tuple[Article, list[dict[str, Any]], int]]:
    """The relevant articles of golden files with their figures, and how many each of these counts for."""
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["expected"]["relevant"]:
                counts = OF_OWN if path.parent.name == "golden" else 1
                yield msgspec.convert(row["article"], Article), row["expected"]["figures"], counts


def of_cards() -> Iterator[Example]:
    """The lines of the cards that show one thing each."""
    for language in LANGUAGES:
        for article, lines in cards(language):
            yield from _of_lines(article, lines, language, OF_CARDS)


def of_texts() -> Iterator[Example]:
    """The figures of the articles of which these alone are annotated, without what `NOT_OF_TEXTS`."""
    for path in sorted(TEXTS.glob("*.txt")):
        language = path.stem[:2]
        for article, lines in annotated(path):
            for one in _of_lines(article, lines, language, 1):
                told = {name: value for name, value in one.gold.items() if name not in NOT_OF_TEXTS}
                yield msgspec.structs.replace(one, gold=told, of_text=True)


def _of_lines(article: Article, lines: list[Line], language: str, counts: int) -> Iterator[Example]:
    seen = _seen(article, language)
    left = sorted(place for place in seen.spans if place[0] == "text")
    for line in lines:
        place = next((one for one in left if one[1] < line.end and line.start < one[2]), None)
        if place is not None:
            left.remove(place)
            told: dict[str, Any] = {n: None if v == "-" else v for n, v in line.asked.items() if n in ATTRIBUTES}
            if told.get("period"):
                told["period"] = tuple(told["period"].split(".."))
            yield Example(language, counts, told, *seen.groups[place], *seen.spans[place][1:])


def _seen(article: Article, language: str) -> _Watch:
    watch = _Watch()
    find_figures(*parts_of(msgspec.structs.replace(article, language=language)), language, watch=watch)
    return watch


def _of_article(article: Article, golden: list[dict[str, Any]], counts: int) -> Iterator[Example]:
    language = article.language or "en"
    watch = _seen(article, language)
    for figure in golden:
        if figure.get("optional"):
            continue
        for (field, start, end), (value, span, spans) in watch.spans.items():
            there = field == figure["field"] and start < figure["end"] and figure["start"] < end
            if there and abs(value - figure["value"]) <= abs(figure["value"]) * 1e-3:
                told = {name: figure[name] for name in ATTRIBUTES if name in figure}
                if "period_start" in figure:
                    first = figure["period_start"]
                    told["period"] = (first, figure["period_end"]) if first else None
                yield Example(language, counts, told, *watch.groups[field, start, end], span, spans)
                break
