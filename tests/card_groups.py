"""Cards by the hundred: a test of ten milliseconds takes as long to report as to run, and there are thousands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, Protocol, TypeVar

import pytest


class Marked(Protocol):
    """A card that says in which language it is, why it is hard, and whether it is still read otherwise."""

    @property
    def language(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def missed(self) -> bool: ...


C = TypeVar("C", bound=Marked)


def by_the_hundred(cards: Sequence[C]) -> list[Any]:
    """Parameters of a test: the cards of a language, a hundred at a time."""
    groups = []
    for language, of_language in groupby(sorted(cards, key=lambda card: card.language), lambda card: card.language):
        these = list(of_language)
        groups += [
            pytest.param(these[first : first + 100], id=f"{language}-from-{first}")
            for first in range(0, len(these), 100)
        ]
    return groups


def wrong(cards: Sequence[C], misread: Callable[[C], str]) -> list[str]:
    """What is wrong with these cards, a line each; `misread` says what was found instead, "" where nothing was.

    A card that is marked as missed has to be misread: mended, it loses the mark.
    """
    lines = []
    for card in cards:
        found = misread(card)
        if card.missed and not found:
            lines.append(f"{card.language}-{card.why}: is read rightly now: take `missed` away")
        elif found and not card.missed:
            lines.append(f"{card.language}-{card.why}: {found}")
    return lines
