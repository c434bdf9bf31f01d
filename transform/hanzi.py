"""Chinese numerals: characters, digits, and mixtures such as 9亿4370万, 两千四百亿, 一点七四万亿."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import msgspec

from transform.digits import DIGITS, ONE, ZERO, Numeral, digits_value, number_words, numeral_rules

_TEN, _WAN, _YI = Decimal(10), Decimal(10000), Decimal("1e8")


@cache
def _atom() -> re.Pattern[str]:
    """A run of digits, or a character of a number."""
    traits, rules = number_words("zh"), numeral_rules("zh")
    chars = "".join((*traits.words, *traits.scales, rules.point))
    return re.compile(f"{DIGITS}|(?P<word>{rules.character.replace('{chars}', chars)})")


def _smaller(text: str, start: int, scale: Decimal) -> bool:
    """Whether the digits at `start` carry a scale below `scale`: "9 亿 4370 万" is one number."""
    tail = numeral_rules("zh").tail.match(text, start)
    scales = number_words("zh").scales
    return tail is not None and max(scales[mark] for mark in tail.group(1)) < scale


_Atom = tuple[int, int, str, Decimal | None]


def hanzi_numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a Chinese text, left to right; guesses such as 七八 (seven or eight) have both values."""
    run: list[_Atom] = []
    traits, point = number_words("zh"), numeral_rules("zh").point
    for atom in _atom().finditer(text):
        start, end = atom.span()
        word = atom.group("word")
        value = digits_value(atom, ".", True) if word is None else None
        if run:
            gap = text[run[-1][1] : start]
            last_scale = run[-1][2] in traits.scales
            fits = gap == "" and not (word is None and run[-1][3] is not None)
            if len(gap) == 1 and gap.isspace():
                fits = (word in traits.scales and run[-1][3] is not None) or (
                    word is None and last_scale and _smaller(text, start, traits.scales[run[-1][2]])
                )
            if word is None and not last_scale:
                fits = False
            if not fits:
                yield from _close(run)
                run = []
        if word == point and not run:
            continue
        if word is None and value is None:
            yield from _close(run)
            run = []
            continue
        run.append((start, end, word or atom.group(), value))
    yield from _close(run)


def _close(run: list[_Atom]) -> Iterator[Numeral]:
    while run and run[-1][2] == numeral_rules("zh").point:
        run = run[:-1]
    if not run or len(run) > 40:
        return
    place = _guess(run)
    if place is None:
        yield from _add_up(run)
        return
    for low, high in zip(
        _add_up([*run[: place + 1], *run[place + 2 :]]), _add_up([*run[:place], *run[place + 1 :]]), strict=False
    ):
        yield msgspec.structs.replace(low, start=run[0][0], end=run[-1][1], high=high.value)


def _guess(run: list[_Atom]) -> int | None:
    """Where the one pair of digits stands of which either may be meant: 两三百, 七八家, 一千二三百."""
    words, point = number_words("zh").words, numeral_rules("zh").point
    digits = [words[word] if value is None and word in words else None for _start, _end, word, value in run]
    if any(word == point for _start, _end, word, _value in run):
        return None
    ends = [None, *digits, None]
    pairs = [
        place
        for place, (before, one, two, after) in enumerate(zip(ends, digits, digits[1:], ends[3:], strict=False))
        if one and two == one + 1 and before is after is None
    ]
    return pairs[0] if len(pairs) == 1 else None


def _add_up(run: list[_Atom]) -> Iterator[Numeral]:
    traits, rules = number_words("zh"), numeral_rules("zh")
    parts: list[tuple[Decimal, Decimal]] = []
    section, cur = ZERO, ZERO
    has = False
    last = ONE
    point: Decimal | None = None
    digits = odd = False
    bare = run[0][2] in traits.scales and traits.scales[run[0][2]] != _TEN
    zero = False
    streak = 0
    for _start, _end, word, value in run:
        if word == rules.piece:
            continue
        if word in rules.more:
            odd = True
        elif value is not None:
            cur, has, digits, streak = value, True, True, 0
        elif word == rules.point:
            point, streak = ONE, 0
        elif word in traits.words:
            digit = traits.words[word]
            if digit == 0 and not has and last > 1:
                zero = True  # 一万零一十: a gap between scales, no digit of its own
                continue
            if point is not None:
                point /= 10
                cur += digit * point
            elif streak:
                cur = cur * 10 + digit
            else:
                cur = digit
                zero = zero or digit == 0
            has = True
            streak += 1
        else:
            scale = traits.scales[word]
            if streak == 2 and point is None:
                return  # 七八家, 三四十: a guess, not a number
            streak, point = 0, None
            if scale < _WAN:
                section += (cur if has else ONE) * scale
            else:
                group = section + cur
                held = ZERO
                while parts and parts[-1][1] < scale:
                    held += parts.pop()[0]
                group += held
                parts.append(((group if group else ONE) * scale, scale))
                section = ZERO
            cur, has, last, zero = ZERO, False, scale, False
    if streak == 2 and point is None and not zero:
        return
    if has and streak == 1 and point is None and last >= 100 and not zero and len(run) > 1:
        cur *= last / 10  # 两万八 is 28,000
    total = sum((value for value, _scale in parts), ZERO) + section + cur
    big = next((scale for _s, _e, word, _v in reversed(run) if (scale := traits.scales.get(word, ONE)) > 1), ONE)
    if len(run) > 1 and [traits.scales.get(one[2]) for one in run[-2:]] == [_WAN, _YI]:
        big = _WAN * _YI
    yield Numeral(run[0][0], run[-1][1], total, big, not digits, odd, bare, run[0][2])
