"""The letters that every match of a pattern holds, and those that it may begin with, read off the pattern's parse."""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import Any

_Strings = frozenset[str]
_Sets = list[_Strings]
_NOTHING: _Strings = frozenset()
_EMPTY: _Strings = frozenset([""])
#: Classes of letters, as brackets hold them.
_CLASSES = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s"}
#: So many strings are told apart, and so many letters of one place.
_MOST, _MOST_LETTERS = 64, 8
_DIGIT = re.compile(r"\d")
#: What opens or closes a group; an escaped letter and a letter in brackets do neither.
_EDGE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?:|\(|\)", re.DOTALL)
#: A group that captures: taken out, the numbers of the others would change.
_CAPTURES = re.compile(r"\((?!\?)|\(\?[P(]")
#: Groups from so many letters on are read once for all the patterns that hold them: families of words, mostly.
_LONG = 24
#: The first of the letters, of no text, that stand for such groups.
_STANDS = 0xF0000


def needed(pattern: str) -> list[_Strings]:
    """Sets of strings as `plain` writes them: every match of the pattern holds one of each; the most telling first."""
    return sorted(dict.fromkeys(map(_fewest, _known(*_read(pattern)))), key=_telling, reverse=True)


@cache
def _fewest(strings: _Strings) -> _Strings:
    """Those that hold none of the others: they say as much."""
    kept: list[str] = []
    for one in sorted(strings, key=len):
        if not any(other in one for other in kept):
            kept.append(one)
    return frozenset(kept)


@cache
def _read(pattern: str) -> tuple[_Strings | None, _Sets]:
    """What `_in_turn` tells of a pattern, or of what a group holds."""
    written, groups = _apart(pattern)
    return _in_turn(parser.parse(written), groups)


def _apart(pattern: str) -> tuple[str, list[str]]:
    """The pattern with a letter in place of each long `(?:…)`, and what these hold, in order."""
    parts: list[str] = []
    groups: list[str] = []
    opened: list[re.Match[str]] = []
    done = 0
    for edge in () if pattern.startswith("(?x") else _EDGE.finditer(pattern):
        if edge[0].startswith("("):
            opened.append(edge)
        elif edge[0] == ")":
            first = opened.pop()
            held = pattern[first.end() : edge.start()]
            if any(one[0] == "(?:" for one in opened) or first[0] != "(?:":
                continue  # it is read with the one around it, or may be more than a group
            if len(held) >= _LONG and not _CAPTURES.search(held):
                parts += [pattern[done : first.start()], chr(_STANDS + len(groups))]
                groups.append(held)
                done = edge.end()
    return "".join([*parts, pattern[done:]]), groups


def _telling(strings: _Strings) -> tuple[int, int]:
    """Longer strings say more, and fewer."""
    return min(map(len, strings)), -len(strings)


def _known(exact: _Strings | None, holds: _Sets) -> _Sets:
    """The sets that say anything."""
    return [strings for strings in (*holds, exact) if strings and "" not in strings]


def _in_turn(items: Iterable[tuple[Any, Any]], groups: Sequence[str]) -> tuple[_Strings | None, _Sets]:
    """All that the items match in turn, where that is a few strings; and sets of which every match holds one each."""
    run, whole = _EMPTY, True
    found: _Sets = []
    for code, value in items:
        exact, holds = _one(code, value, groups)
        if exact is not None and len(run) * len(exact) <= _MOST:
            run = frozenset(before + after for before in run for after in exact)
            continue
        found += [run, *holds]
        run, whole = exact or _EMPTY, False
    return (run, found) if whole else (None, [*found, run])


def _one(code: Any, value: Any, groups: Sequence[str]) -> tuple[_Strings | None, _Sets]:
    """The same of one item of a parse."""
    if code is op.LITERAL:
        if value >= _STANDS:
            return _read(groups[value - _STANDS])
        letter = plain(chr(value))
        return (frozenset([letter]), []) if len(letter) == 1 else (None, [])
    if code is op.IN:
        if any(letter >= _STANDS for kind, letter in value if kind is op.LITERAL):
            return _one(op.BRANCH, (None, [[one] for one in value]), groups)
        return _letters_in(value), []
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return _EMPTY, []
    if code is op.SUBPATTERN:
        return _in_turn(value[-1], groups)
    if code is op.BRANCH:
        parts = [_in_turn(part, groups) for part in value[1]]
        exact = [one for one, _ in parts if one is not None]
        holds = [max(sets, key=_telling) for part in parts if (sets := _known(*part))]
        return (
            frozenset[str]().union(*exact) if len(exact) == len(parts) else None,
            [frozenset[str]().union(*holds)] if len(holds) == len(parts) else [],
        )
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, part = value
        whole, some = _in_turn(part, groups)
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
            found.add(plain(chr(value)))
        elif kind is op.RANGE and value[1] - value[0] <= _MOST_LETTERS:
            found.update(plain(chr(letter)) for letter in range(value[0], value[1] + 1))
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
def plain(text: str) -> str:
    """In lower case, with 0 for every digit."""
    return _DIGIT.sub("0", text.lower())
