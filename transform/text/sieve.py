"""Many patterns searched as one: a cheap look at a text's letters leaves only the few that can match in it.

`подпис\\w+ (?:договор|контракт)` matches nowhere without "подпис", nor without one of the nouns (`letters.needed`). One
automaton looks for the most telling letters of all patterns at once; patterns whose other letters are there too are
searched in earnest. A pattern of which nothing is certain is always searched, so nothing is ever missed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

import ahocorasick_rs
import msgspec

from transform.rules import NOTHING, NOWHERE
from transform.rules.kept import compiled, finds
from transform.text.letters import needed, opened, plain

#: More strings than these are not looked for one by one.
_MOST_BESIDES = 24


class _Sifted(msgspec.Struct):
    """A pattern of a `OneOf` with what its matches hold besides the most telling letters, shorter strings first."""

    owner: int
    pattern: str
    flags: int
    besides: list[list[str]]
    compiled: re.Pattern[str] | None = None

    def compile(self) -> re.Pattern[str]:
        """The pattern, which few texts need."""
        made = self.compiled = compiled(finds().found(opened, self.pattern), self.flags)
        return made


class Sieve:
    """Holds patterns that are searched for in the same texts, and looks for the letters of all of them at once."""

    def __init__(self) -> None:
        self._users: dict[str, list[int]] = {}
        self._always: set[int] = set()
        self._patterns: list[_Sifted] = []
        self._owners = 0

    def one_of(self, patterns: Sequence[str], flags: int = 0) -> OneOf:
        """Patterns as the alternatives of one; all are made before the first is searched."""
        owner, self._owners = self._owners, self._owners + 1
        for pattern in patterns:
            if pattern in (NOTHING, NOWHERE):
                continue
            sets = finds().found(needed, pattern)
            if not sets:
                self._always.add(len(self._patterns))
            for string in sets[0] if sets else ():
                self._users.setdefault(string, []).append(len(self._patterns))
            besides = [sorted(strings, key=len) for strings in sets[1:] if len(strings) <= _MOST_BESIDES]
            self._patterns.append(_Sifted(owner, pattern, flags, besides))
        return OneOf(self, owner)

    @cache  # noqa: B019 - a sieve lives as long as the program
    def _letters(self) -> tuple[ahocorasick_rs.AhoCorasick, list[list[int]]]:
        return ahocorasick_rs.AhoCorasick(list(self._users)), list(self._users.values())

    @lru_cache(maxsize=64)  # noqa: B019 - many patterns are searched in one text after the other
    def may(self, text: str) -> dict[int, list[re.Pattern[str]]]:
        """The patterns that may match in the text, in order, by the number of their `OneOf`."""
        automaton, users = self._letters()
        low = plain(text)
        numbers = self._always.copy()
        for index, _, _ in automaton.find_matches_as_indexes(low, overlapping=True):
            numbers.update(users[index])
        found: dict[int, list[re.Pattern[str]]] = {}
        for number in sorted(numbers):
            one = self._patterns[number]
            for strings in one.besides:
                for string in strings:
                    if string in low:
                        break
                else:
                    break  # none of them
            else:
                compiled = one.compiled or one.compile()
                if one.owner in found:
                    found[one.owner].append(compiled)
                else:
                    found[one.owner] = [compiled]
        return found


def _place(match: re.Match[str]) -> int:
    return match.start()


def _in_order(found: list[re.Match[str]], text: str, end: int) -> Iterator[re.Match[str]]:
    """The first matches of several patterns and those that follow them, left to right, none overlapping."""
    while found:
        first = min(found, key=_place)
        yield first
        at = max(first.end(), first.start() + 1)
        ahead = (match if match.start() >= at else match.re.search(text, at, end) for match in found)
        found = [match for match in ahead if match]


class OneOf:
    """Finds what the pattern `first|second|…` finds."""

    def __init__(self, sieve: Sieve, number: int) -> None:
        self._sieve = sieve
        self._number = number

    def _likely(self, text: str) -> Sequence[re.Pattern[str]]:
        return self._sieve.may(text).get(self._number, ())

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The leftmost match, of two at one place that of the alternative listed first."""
        found = [match for one in self._likely(text) if (match := one.search(text, start, end))]
        return min(found, key=_place) if found else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """The matches, left to right, none overlapping."""
        likely = self._likely(text)
        if len(likely) < 2:
            return likely[0].finditer(text, start, end) if likely else iter(())
        return _in_order([match for one in likely if (match := one.search(text, start, end))], text, end)

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


#: Finds nothing.
NONE = Sieve().one_of(())
