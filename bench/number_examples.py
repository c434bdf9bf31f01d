"""Bare numbers of golden articles as examples for fitting: whose unit each took, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from bench.figure_examples import relevant
from bench.fitting import golden_in, parts_of
from transform.figures.evidence.span_signs import Told
from transform.figures.find import find_figures
from transform.figures.revised import Evidence
from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.spans.earlier_times import Span
from transform.numbers.bare_numbers import Offer, Seen
from transform.numbers.draft import Draft
from transform.records import Article
from transform.text.sentences import Sentence

#: Values are the same within a thousandth, as the contract has it.
_SAME = 1e-3


class Number(msgspec.Struct, frozen=True):
    """One bare number; `gold` has the offer that is right, None where it is no figure."""

    language: str
    counts: int
    gold: dict[str, Offer | None]
    signs: dict[Offer | None, set[str]]
    #: the unit that the rules alone gave it
    unit: str | None

    def read(self, attribute: str) -> Offer | None:
        """The offer of the unit that the rules alone gave."""
        return next((offer for offer in self.signs if offer and offer.unit == self.unit), None)

    def candidates(self, attribute: str) -> dict[Offer | None, set[str]]:
        """The signs of each offer."""
        return self.signs


class _Watch:
    """Keeps the bare numbers that it is shown."""

    def __init__(self) -> None:
        self.numbers: list[tuple[Sentence, Seen, str | None]] = []

    def number(self, sentence: Sentence, draft: Draft, seen: Seen) -> None:
        self.numbers.append((sentence, seen, draft.unit))

    def group(self, reading: Reading, group: Group, shared: Shared, evidence: Evidence) -> None:
        pass

    def span(self, told: Told, span: Span | None, signs: dict[Span | None, set[str]]) -> None:
        pass


def numbers(paths: Iterable[Path]) -> Iterator[Number]:
    """The bare numbers of the files of which it is known whether they are figures, and of what unit."""
    for article, figures, counts in relevant(paths):
        yield from _of_article(article, figures, counts)


def _of_article(article: Article, golden: list[dict[str, Any]], counts: int) -> Iterator[Number]:
    language = article.language or "en"
    watch = _Watch()
    find_figures(*parts_of(article), language, watch=watch)
    for sentence, seen, unit in watch.numbers:
        start, end = sentence.start + seen.start, sentence.start + seen.end
        here = msgspec.structs.replace(sentence, start=start, end=end)
        wanted, allowed = golden_in(here, golden)
        # golden titles only say again, as optional figures, what the body tells
        if sentence.field != "text" or allowed or len(wanted) > 1:
            continue
        right = next((offer for offer in seen.signs if offer and wanted and _is(offer, seen, wanted[0])), None)
        if right or not wanted:
            yield Number(language, counts, {"unit": right}, seen.signs, unit)


def _is(offer: Offer, seen: Seen, figure: dict[str, Any]) -> bool:
    value = float(seen.value * offer.factor)
    near = abs(value - figure["value"]) <= abs(figure["value"]) * _SAME
    return bool(offer.unit == figure["unit"] and near)
