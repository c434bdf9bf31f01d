"""Sentences that tell changes and deals in many ways: what is read of those that nothing was made with. Floors rise."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from bench.fitting import parts_of
from bench.sentences import GoldenSentence, sentences
from transform.agreements.find import find_agreements
from transform.developments.find import find_developments
from transform.records import DevelopmentKind, Status

HELD = list(sentences(held=True))
FITTED = list(sentences(held=False))
#: Reached: F1 of the kinds of change, and of whether a deal is told.
FLOORS = {"en": (0.61, 0.85), "ru": (0.59, 0.84), "zh": (0.63, 0.88)}


def test_every_label_is_on_the_contracts_lists_and_no_sentence_stands_twice() -> None:
    kinds, statuses = frozenset(get_args(DevelopmentKind)), frozenset(get_args(Status))
    for one in (*HELD, *FITTED):
        assert one.changes <= kinds, one.article.id
        assert one.deals <= statuses, one.article.id
    assert Counter(one.article.text for one in (*HELD, *FITTED)).most_common(1)[0][1] == 1


def _read(one: GoldenSentence, language: str) -> tuple[set[str], bool]:
    parts = parts_of(one.article)
    return {found.kind for found in find_developments(*parts, language)}, bool(find_agreements(*parts, language))


@pytest.mark.parametrize("language", FLOORS)
def test_what_nothing_was_made_with_is_read_above_its_floors(language: str) -> None:
    some = [one for one in HELD if one.article.language == language]
    read = [_read(one, language) for one in some]
    right = sum(len(one.changes & changes) for one, (changes, _) in zip(some, read, strict=True))
    stated = sum(len(one.changes) + len(changes) for one, (changes, _) in zip(some, read, strict=True))
    deals = sum(bool(one.deals) and told for one, (_, told) in zip(some, read, strict=True))
    dealt = sum(bool(one.deals) + told for one, (_, told) in zip(some, read, strict=True))
    assert 2 * right / stated >= FLOORS[language][0]
    assert 2 * deals / dealt >= FLOORS[language][1]
