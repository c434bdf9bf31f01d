"""Chinese numerals: characters, digits, and mixtures such as 9亿4370万, 两千四百亿, 一点七四万亿."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import msgspec

from transform.numbers.digits import DIGITS, ONE, ZERO, Numeral, digits_value, number_words, numeral_rules

_TEN, _WAN, _YI = Decimal(10), Decimal(10000), Decimal("1e8")


@cache
def _atom() -> re.Pattern[str]:
    """A run of digits, or a character of a number."""
    traits, rules = number_words("zh"), numeral_rules("zh")
    chars = "".join((*traits.words, *traits.scales, rules.point))
    return re.compile(f"{DIGITS}|(?P<word>{rules.character.replace('{chars}', chars)})")


def _goes_on(text: str, start: int, value: Decimal | None, scale: Decimal) -> bool:
    """Whether the digits at `start` go on with a number of `scale`: "9 亿 4370 万" is one, and so is "3 千 200 亿"."""
    tail = numeral_rules("zh").tail.match(text, start)
    if tail is None:
        return False
    scales = number_words("zh").scales
    largest = max(scales[mark] for mark in tail.group(1))
    return largest < scale or (value is not None and value < scale < _WAN <= largest)


_Atom = tuple[int, int, str, Decimal | None]


def hanzi_numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a Chinese text, left to right; guesses such as 七八 (seven or eight) have both values."""
    run: list[_Atom] = []
    traits, point, year = number_words("zh"), numeral_rules("zh").point, numeral_rules("zh").year
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
                    word is None and last_scale and _goes_on(text, start, value, traits.scales[run[-1][2]])
                )
            if word is None and (not last_scale or year.match(text, start)):
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
    """The number of a run that has ended, with both values of a guess in one breath."""
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


class _Sum(msgspec.Struct):
    """What the atoms of a run come to, added up from left to right: 两千四百亿 is a section of 2,400 times 亿."""

    #: what stands before the last 万 or 亿, each with its scale, and what has been added up since
    parts: list[tuple[Decimal, Decimal]] = []
    section: Decimal = ZERO
    #: digits not yet multiplied, whether there are any, how many stood in one run
    digits: Decimal = ZERO
    begun: bool = False
    streak: int = 0
    #: the place value of the last digit behind the point
    point: Decimal | None = None
    #: the last scale read, and whether a zero stood behind it (一万零一十)
    last: Decimal = ONE
    zero: bool = False

    def add_digit(self, digit: Decimal) -> None:
        if digit == 0 and not self.begun and self.last > 1:
            self.zero = True  # 一万零一十: a gap between scales, no digit of its own
            return
        if self.point is not None:
            self.point /= 10
            self.digits += digit * self.point
        elif self.streak:
            self.digits = self.digits * 10 + digit
        else:
            self.digits = digit
            self.zero = self.zero or digit == 0
        self.begun = True
        self.streak += 1

    def multiply(self, scale: Decimal) -> None:
        if scale < _WAN:
            self.section += (self.digits if self.begun else ONE) * scale
        else:
            group = self.section + self.digits
            while self.parts and self.parts[-1][1] < scale:
                group += self.parts.pop()[0]
            self.parts.append(((group or ONE) * scale, scale))
            self.section = ZERO
        self.digits, self.begun, self.last, self.zero = ZERO, False, scale, False
        self.streak, self.point = 0, None

    @property
    def guess(self) -> bool:
        """Do two digits side by side tell of two values (七八家, 三四十), and no number?"""
        return self.streak == 2 and self.point is None

    @property
    def total(self) -> Decimal:
        return sum((value for value, _scale in self.parts), ZERO) + self.section + self.digits


def _add_up(run: list[_Atom]) -> Iterator[Numeral]:
    """The number that a run is; none where it is a guess, or no number at all."""
    traits, rules = number_words("zh"), numeral_rules("zh")
    told = _Sum()
    written = odd = False
    for _start, _end, word, value in run:
        if word == rules.piece:
            continue
        if word in rules.more:
            odd = True
        elif value is not None:
            written = True
            told.digits, told.begun, told.streak = value, True, 0
        elif word == rules.point:
            told.point, told.streak = ONE, 0
        elif word in traits.words:
            told.add_digit(traits.words[word])
        elif told.guess:
            return
        else:
            told.multiply(traits.scales[word])
    if told.guess and not told.zero:
        return
    scales = [traits.scales.get(word, ONE) for _start, _end, word, _value in run]
    if told.begun and told.streak == 1 and told.point is None and told.last >= 100 and not told.zero and len(run) > 1:
        told.digits *= told.last / 10  # 两万八 is 28,000
    big = _WAN * _YI if scales[-2:] == [_WAN, _YI] else next((scale for scale in reversed(scales) if scale > 1), ONE)
    bare = scales[0] not in (ONE, _TEN)
    yield Numeral(run[0][0], run[-1][1], told.total, big, not written, odd, bare, run[0][2])
