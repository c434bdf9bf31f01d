"""A look at a text's letters that tells at little cost whether patterns are worth trying there."""

from __future__ import annotations

from collections.abc import Sequence

import ahocorasick_rs


class Stems:
    """Says in one pass whether a text has any of some letters' sequences, case and ё aside."""

    def __init__(self, stems: Sequence[str]) -> None:
        self._automaton = ahocorasick_rs.AhoCorasick(list(stems))

    def among(self, text: str) -> list[int]:
        """The places in the list of the stems that the text has."""
        folded = text.lower().replace("ё", "е")
        return [index for index, _, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True)]

    def any_in(self, text: str) -> bool:
        """Does the text have one of the stems?"""
        return bool(self._automaton.find_matches_as_indexes(text.lower().replace("ё", "е")))
