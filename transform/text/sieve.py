"""Many patterns searched as one: a cheap look at a text's letters leaves only the few that can match in it.

`подпис\\w+ (?:договор|контракт)` matches nowhere without "подпис", nor without one of the nouns. Such letters are read
off each pattern's parse. One automaton looks for the most telling ones of all patterns at once, whatever the case and
with 0 for every digit; patterns whose other letters are there too are searched in earnest. A pattern of which nothing
is certain is always searched, so nothing is ever missed.
"""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import Any

import ahocorasick_rs
import msgspec

from transform.rules import NOTHING, NOWHERE

_Strings = frozenset[str]
_Sets = list[_Strings]
_NOTHING: _Strings = frozenset()
_EMPTY: _Strings = frozenset([""])
#: Classes of letters, as brackets hold them.
_CLASSES = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s"}
#: So many strings are told apart, and so many letters of one place.
_MOST, _MOST_LETTERS = 64, 8
#: More strings than these are not looked for one by one.
_MOST_BESIDES = 24
_DIGIT = re.compile(r"\d")


def needed(pattern: str) -> list[_Strings]:
    """Sets of strings as `_plain` writes them: every match of the pattern holds one of each; the most telling first."""
    exact, holds = _in_turn(parser.parse(pattern))
    sets = (frozenset(one for one in strings if not _holds_other(one, strings)) for strings in _known(exact, holds))
    return sorted(dict.fromkeys(sets), key=_telling, reverse=True)


def _holds_other(one: str, strings: _Strings) -> bool:
    return any(other != one and other in one for other in strings)


def _telling(strings: _Strings) -> tuple[int, int]:
    """Longer strings say more, and fewer."""
    return min(map(len, strings)), -len(strings)


def _known(exact: _Strings | None, holds: _Sets) -> _Sets:
    """The sets that say anything."""
    return [strings for strings in (*holds, exact) if strings and "" not in strings]


def _in_turn(items: Iterable[tuple[Any, Any]]) -> tuple[_Strings | None, _Sets]:
    """All that the items match in turn, where that is a few strings; and sets of which every match holds one each."""
    run, whole = _EMPTY, True
    found: _Sets = []
    for code, value in items:
        exact, holds = _one(code, value)
        if exact is not None and len(run) * len(exact) <= _MOST:
            run = frozenset(before + after for before in run for after in exact)
            continue
        found += [run, *holds]
        run, whole = exact or _EMPTY, False
    return (run, found) if whole else (None, [*found, run])


def _one(code: Any, value: Any) -> tuple[_Strings | None, _Sets]:
    """The same of one item of a parse."""
    if code is op.LITERAL:
        letter = _plain(chr(value))
        return (frozenset([letter]), []) if len(letter) == 1 else (None, [])
    if code is op.IN:
        return _letters_in(value), []
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return _EMPTY, []
    if code is op.SUBPATTERN:
        return _in_turn(value[-1])
    if code is op.BRANCH:
        parts = [_in_turn(part) for part in value[1]]
        exact = [one for one, _ in parts if one is not None]
        holds = [max(sets, key=_telling) for part in parts if (sets := _known(*part))]
        return (
            frozenset[str]().union(*exact) if len(exact) == len(parts) else None,
            [frozenset[str]().union(*holds)] if len(holds) == len(parts) else [],
        )
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, part = value
        whole, some = _in_turn(part)
        if most == 1 and whole is not None:
            return whole if least else whole | _EMPTY, []
        if least == most and whole is not None and len(whole) ** least <= _MOST:
            return frozenset(map("".join, product(whole, repeat=least))), []
        return None, _known(whole, some) if least else []
    return None, []


def _letters_in(items: Sequence[tuple[Any, Any]]) -> _Strings | None:
    """The letters that brackets hold, if they are few; all digits are one."""
    found: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            found.add(_plain(chr(value)))
        elif kind is op.RANGE and value[1] - value[0] <= _MOST_LETTERS:
            found.update(_plain(chr(letter)) for letter in range(value[0], value[1] + 1))
        elif (kind, value) == (op.CATEGORY, op.CATEGORY_DIGIT):
            found.add("0")
        else:
            return None
    return frozenset(found) if len(found) <= _MOST_LETTERS else None


def opened(pattern: str) -> str:
    """The pattern with a look ahead at the letter that its matches begin with, which spares most places of a text."""
    letters, empty = _first_of(parser.parse(pattern))
    if empty or letters is None:
        return pattern
    look = f"(?=[{''.join(sorted(letters))}])"
    return f"(?i:{look}){pattern}" if "(?i" in pattern else look + pattern


def _first_of(items: Iterable[tuple[Any, Any]]) -> tuple[_Strings | None, bool]:
    """What the first letter that the items match may be, as brackets hold it, or None; and may they match nothing?"""
    found = _NOTHING
    for code, value in items:
        letters, empty = _first(code, value)
        if letters is None:
            return None, False
        found |= letters
        if not empty:
            return found, False
    return found, True


def _first(code: Any, value: Any) -> tuple[_Strings | None, bool]:
    """The same of one item of a parse."""
    if code is op.LITERAL:
        return frozenset([re.escape(chr(value))]), False
    if code is op.IN:
        return _in_brackets(value), False
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return _NOTHING, True
    if code is op.SUBPATTERN:
        return _first_of(value[-1])
    if code is op.BRANCH:
        firsts = [_first_of(part) for part in value[1]]
        letters = [one for one, _ in firsts if one is not None]
        return (_NOTHING.union(*letters) if len(letters) == len(firsts) else None), any(empty for _, empty in firsts)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, part = value
        first, empty = _first_of(part)
        return first, empty or not least
    return None, False


def _in_brackets(items: Sequence[tuple[Any, Any]]) -> _Strings | None:
    """The letters and classes of letters in brackets, each as it is written there; None where any letter may stand."""
    found: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            found.add(re.escape(chr(value)))
        elif kind is op.RANGE:
            found.add(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        elif kind is op.CATEGORY and value in _CLASSES:
            found.add(_CLASSES[value])
        else:
            return None
    return frozenset(found)


@lru_cache(maxsize=64)  # several sieves look at one sentence
def _plain(text: str) -> str:
    """In lower case, with 0 for every digit."""
    return _DIGIT.sub("0", text.lower())


class _Sifted(msgspec.Struct):
    """A pattern of a `OneOf` with what its matches hold besides the most telling letters, shorter strings first."""

    owner: int
    pattern: str
    flags: int
    besides: list[list[str]]
    compiled: re.Pattern[str] | None = None

    def compile(self) -> re.Pattern[str]:
        """The pattern, which few texts need."""
        self.compiled = compiled = re.compile(opened(self.pattern), self.flags)
        return compiled


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
            sets = needed(pattern)
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
        low = _plain(text)
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
