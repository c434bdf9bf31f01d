"""Follow-ups of known deals: entries that name a deal's firm and speak of trade, though of no country.

A reader who was told of a deal must hear of its denial, and "Vostok-Ugol cancels truck order" names neither China
nor Russia. The register knows such firms; the gazetteer's own need no help.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import ahocorasick_rs

from transform.screening.sides import language_of
from transform.screening.topics import find_cues
from transform.text.folding import fold

#: A shorter name may be a word of any kind.
_SHORTEST = {True: 3, False: 6}
_HAN = re.compile("[一-鿿]")
#: Russian names are declined: a word's last vowel or soft sign may change, and up to three letters may follow.
_ENDING = re.compile("(?<=[а-я]{4})[аеийоуыьюя]{0,2}$")


class Followed:
    """The firms of the register that no list knows, looked for in titles and summaries."""

    def __init__(self, firms: Iterable[tuple[str, str]]) -> None:
        """`firms` are names with the id of their agreement; of one name the last counts."""
        firsts: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for name, agreement in dict(firms).items():
            folded = fold(name)
            if len(folded) >= _SHORTEST[_HAN.search(folded) is not None]:
                words = [_declined(word) for word in folded.split()]
                firsts.setdefault(words[0][0], []).append((_whole([word for _, word in words]), agreement))
        self._named = list(firsts.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(firsts)) if firsts else None

    def names(self, title: str, summary: str, language: str | None) -> str | None:
        """The agreement whose firm is named beside a word of trade; None when there is none."""
        if self._automaton is None:
            return None
        folded = fold(f"{title}\n{summary}")
        for index, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            for name, agreement in self._named[index]:
                named = name.match(folded, start)
                if named and _of_trade(folded, named.span(), language):
                    return agreement
        return None


def _declined(word: str) -> tuple[str, str]:
    """What stays of a word in every case, and an expression for all its cases."""
    ending = _ENDING.search(word)
    if ending is None:
        return word, re.escape(word)
    stem = word[: ending.start()]
    return stem, re.escape(stem) + r"\w{0,3}"


def _whole(words: Sequence[str]) -> re.Pattern[str]:
    edge = ("", "") if _HAN.search(words[0]) else (r"(?<!\w)", r"(?!\w)")
    return re.compile(edge[0] + " ".join(words) + edge[1])


def _of_trade(folded: str, name: tuple[int, int], language: str | None) -> bool:
    """Is trade spoken of beside the name? "Machinery" in the name itself says nothing."""
    tongue = language_of(language, folded)
    return any(
        not name[0] <= start < name[1]
        for topic in ("deal", "trade", "strong")
        for start, _ in find_cues(folded, tongue, topic)
    )
