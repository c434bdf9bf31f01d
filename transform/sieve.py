"""Many patterns searched as one: a cheap look at a text's letters leaves only the few that can match in it.

`подпис\\w+ (?:договор|контракт)` matches nowhere without "подпис". Such letters are read off each pattern's parse, and
one automaton looks for those of all patterns at once, whatever the case; what is left is searched in earnest. A
pattern of which nothing is certain is always searched, so nothing is ever missed.
"""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

import ahocorasick_rs

_Strings = frozenset[str]
_EMPTY: _Strings = frozenset([""])
#: So many strings are told apart, and so many letters of one place.
_MOST, _MOST_LETTERS = 64, 8


def needed(pattern: str) -> _Strings | None:
    """Strings in lower case of which every match of the pattern holds one; None where nothing is certain."""
    strings = _better(*_in_turn(parser.parse(pattern)))
    if strings is None:
        return None
    return frozenset(one for one in strings if not any(other != one and other in one for other in strings))


def _better(one: _Strings | None, other: _Strings | None) -> _Strings | None:
    """The set that says more: that of the longer strings, or else the smaller one."""
    known = [strings for strings in (one, other) if strings and "" not in strings]
    return max(known, key=lambda strings: (min(map(len, strings)), -len(strings)), default=None)


def _in_turn(items: Iterable[tuple[Any, Any]]) -> tuple[_Strings | None, _Strings | None]:
    """All that the items match in turn, where that is a few strings; and strings of which every match holds one."""
    run, whole = _EMPTY, True
    best: _Strings | None = None
    for code, value in items:
        exact, holds = _one(code, value)
        if exact is not None and len(run) * len(exact) <= _MOST:
            run = frozenset(before + after for before in run for after in exact)
            continue
        best = _better(_better(best, run), holds)
        run, whole = exact or _EMPTY, False
    return run if whole else None, _better(best, run)


def _one(code: Any, value: Any) -> tuple[_Strings | None, _Strings | None]:
    """The same of one item of a parse."""
    if code is op.LITERAL:
        letter = chr(value).lower()
        return (frozenset([letter]), None) if len(letter) == 1 else (None, None)
    if code is op.IN and len(value) <= _MOST_LETTERS and all(kind is op.LITERAL for kind, _ in value):
        return frozenset(chr(letter).lower() for _, letter in value), None
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return _EMPTY, None
    if code is op.SUBPATTERN:
        return _in_turn(value[-1])
    if code is op.BRANCH:
        parts = [_in_turn(part) for part in value[1]]
        exact = [one for one, _ in parts if one is not None]
        holds = [one for one in (_better(*part) for part in parts) if one is not None]
        return (
            frozenset[str]().union(*exact) if len(exact) == len(parts) else None,
            frozenset[str]().union(*holds) if len(holds) == len(parts) else None,
        )
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, part = value
        whole, some = _in_turn(part)
        if most == 1 and whole is not None:
            return whole if least else whole | _EMPTY, None
        return None, _better(whole, some) if least else None
    return None, None


class Sieve:
    """Holds patterns that are searched for in the same texts, and looks for the letters of all of them at once."""

    def __init__(self) -> None:
        self._users: dict[str, list[int]] = {}
        self._always: list[int] = []
        self._patterns: list[tuple[int, str, int]] = []
        self._owners = 0

    def one_of(self, patterns: Sequence[str], flags: int = 0) -> OneOf:
        """Patterns as the alternatives of one; all are made before the first is searched."""
        owner, self._owners = self._owners, self._owners + 1
        for pattern in patterns:
            strings = needed(pattern)
            if strings is None:
                self._always.append(len(self._patterns))
            for string in strings or ():
                self._users.setdefault(string, []).append(len(self._patterns))
            self._patterns.append((owner, pattern, flags))
        return OneOf(self, owner)

    @cache  # noqa: B019 - a sieve lives as long as the program
    def _letters(self) -> tuple[ahocorasick_rs.AhoCorasick, list[list[int]]]:
        return ahocorasick_rs.AhoCorasick(list(self._users)), list(self._users.values())

    @cache  # noqa: B019 - as above
    def compiled(self, number: int) -> re.Pattern[str]:
        """The pattern of this number; most are never needed."""
        _, pattern, flags = self._patterns[number]
        return re.compile(pattern, flags)

    @lru_cache(maxsize=64)  # noqa: B019 - many patterns are searched in one text after the other
    def may(self, text: str) -> dict[int, list[int]]:
        """The numbers of the patterns that may match in the text, in order, by that of their `OneOf`."""
        automaton, users = self._letters()
        hits = {index for index, _, _ in automaton.find_matches_as_indexes(text.lower(), overlapping=True)}
        found: dict[int, list[int]] = {}
        for number in sorted(set(self._always).union(*[users[index] for index in hits])):
            found.setdefault(self._patterns[number][0], []).append(number)
        return found


def _place(match: re.Match[str]) -> int:
    return match.start()


class OneOf:
    """Finds what the pattern `first|second|…` finds."""

    def __init__(self, sieve: Sieve, number: int) -> None:
        self._sieve = sieve
        self._number = number

    def _likely(self, text: str) -> list[re.Pattern[str]]:
        return [self._sieve.compiled(number) for number in self._sieve.may(text).get(self._number, ())]

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The leftmost match, of two at one place that of the alternative listed first."""
        found = [match for one in self._likely(text) if (match := one.search(text, start, end))]
        return min(found, key=_place) if found else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """The matches, left to right, none overlapping."""
        found = [match for one in self._likely(text) if (match := one.search(text, start, end))]
        while found:
            first = min(found, key=_place)
            yield first
            at = max(first.end(), first.start() + 1)
            ahead = (match if match.start() >= at else match.re.search(text, at, end) for match in found)
            found = [match for match in ahead if match]

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins at the start."""
        return next((match for one in self._likely(text) if (match := one.match(text, start))), None)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of the whole text."""
        return next((match for one in self._likely(text) if (match := one.fullmatch(text))), None)

    def sub(self, put: Callable[[re.Match[str]], str], text: str) -> str:
        """The text with each match replaced."""
        parts, at = [], 0
        for match in self.finditer(text):
            parts += [text[at : match.start()], put(match)]
            at = match.end()
        return "".join([*parts, text[at:]]) if parts else text
