"""Numbers in scripts that put blanks between words: digits, words in any case, scales behind either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from transform.numbers.digits import (
    DIGITS,
    ONE,
    SPACES,
    ZERO,
    NumberWords,
    Numeral,
    digits_value,
    number_words,
    numeral_rules,
)
from transform.rules import NOWHERE

_ATOM = re.compile(rf"{DIGITS}|(?P<word>[^\W\d_]+)")


class _Sum:
    """A number in the making: `closed` has met its scale, `cur` still waits for one (where `has` says so)."""

    __slots__ = ("bare", "closed", "cur", "digits", "end", "has", "odd", "raw", "scale", "start")

    def __init__(self, start: int, end: int, value: Decimal, raw: str = "") -> None:
        self.start, self.end = start, end
        self.closed, self.cur, self.has = ZERO, value, True
        self.scale = ONE
        self.digits, self.raw = raw != "", raw
        self.odd = self.bare = False

    def takes(self, value: Decimal) -> bool:
        """Whether a number word may follow: tens take units, hundreds take both, a scale takes all."""
        if not self.has:
            return True
        if self.digits or not self.cur:
            return False
        return (value < 10 and self.cur % 10 == 0 and self.cur % 100 != 10) or (value < 100 and self.cur % 100 == 0)

    def multiply(self, scale: Decimal) -> None:
        """Meet a scale: "hundred" lifts what waits, a thousand closes it, a greater scale lifts all that is closed."""
        if self.has and scale < 1000:
            self.cur *= scale
            self.scale = max(self.scale, scale)
            return
        if self.closed and scale >= self.scale:
            self.closed = (self.closed + self.cur) * scale
        else:
            self.closed += self.cur * scale
        self.cur, self.has, self.scale = ZERO, False, scale

    def numeral(self) -> Numeral:
        value = self.closed + self.cur
        return Numeral(self.start, self.end, value, self.scale, not self.digits, self.odd, self.bare, self.raw)


@cache
def _gaps(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    traits = numeral_rules(language)
    blank = rf"[{SPACES}\n\t]{{1,2}}"
    either = "|".join(re.escape(form).replace(r"\ ", "[-\\s]") for form in traits.half) or NOWHERE
    odd = "|".join(map(re.escape, traits.odd)) or NOWHERE
    joints = [joint.replace("{blank}", blank) for joint in traits.joints]
    return (
        re.compile("|".join((blank, "[-‑]", *joints))),
        re.compile(rf"(?:{blank}|-)(?:{either})(?:{blank}|-)?", re.I),
        re.compile(rf"(?:{blank}|-)(?:{odd}){blank}?", re.I),
    )


def _dotted(text: str, end: int, word: str, language: str) -> bool:
    """Whether the full stop at `end` belongs to the abbreviation before it rather than to the sentence."""
    rules = numeral_rules(language)
    if word not in rules.dotted:
        return False
    follow = text[end + 1 : end + 4].lstrip(SPACES + "\n")[:1]
    return word in rules.always_dotted or follow.islower() or (follow.isdigit() and text[end + 1 : end + 2] != "")


def _glued(text: str, number: _Sum, start: int, end: int, language: str) -> bool:
    """Whether a letter behind digits is a scale: "300,000t" are tonnes, "$1.2t" and "$1.2 t" are trillions."""
    if not number.digits:
        return False
    rules = numeral_rules(language)
    money = rules.apart_before.search(text, max(0, number.start - 5), number.start) is not None
    if start == number.end:
        return money or text[start:end] != "t"
    return text[number.end : start] in SPACES and (
        money or (text[start:end] != "t" and rules.apart_after.match(text, end) is not None)
    )


def odd_after(text: str, end: int, language: str) -> int:
    """Where words that mean "and a little more" end behind a number ("20 с лишним процентов"), or `end`."""
    found = _gaps(language)[2].match(text, end)
    return found.end() - (text[found.end() - 1].isspace()) if found else end


_NAME = re.compile(r"[^\W\d_]+")
_HALF, _QUARTER = Decimal("0.5"), Decimal("0.25")


def _scaled(text: str, end: int, traits: NumberWords) -> bool:
    """Whether a scale follows the digits that end here."""
    name = _NAME.match(text[end : end + 14].lstrip(SPACES + "\n-").casefold())
    return name is not None and (name.group() in traits.scales or name.group() in traits.glued)


#: No half and no "и с лишним" is longer, with its blanks.
_GAP = 24


def _joined(now: _Sum, text: str, start: int, language: str) -> bool:
    """Whether what starts here may go on with the number; a half or "и с лишним" in the gap is taken in."""
    if start - now.end > _GAP:
        return False
    blank, half, odd = _gaps(language)
    if start == now.end or blank.fullmatch(text, now.end, start):
        return True
    if half.fullmatch(text, now.end, start):
        now.cur += _HALF
        now.end += len(text[now.end : start].rstrip())
        return True
    if odd.fullmatch(text, now.end, start):
        now.odd = True
        return True
    return False


def _and(text: str, end: int, start: int) -> bool:
    """Does a word join what stands there? Digits go on with no word behind it: "11.2 billion and | two-way freight"."""
    return any(letter.isalpha() for letter in text[end:start])


def _lone_scale(text: str, start: int, end: int, scale: Decimal, article: int, language: str) -> _Sum:
    """A scale that nothing multiplies: "a million", "half a million", "тысячу"; `article` is its article's length."""
    begin = start - article
    part_before = numeral_rules(language).part_before
    ahead = part_before.search(text[max(0, begin - 14) : begin]) if article else None
    part = ONE if not ahead else _QUARTER if ahead.group("quarter") else _HALF
    now = _Sum(begin - (len(ahead.group()) if ahead else 0), end, scale * part)
    if scale != 100:
        now.closed, now.cur, now.has = now.cur, ZERO, False
    now.scale, now.bare = scale, True
    return now


def spelled_numerals(text: str, language: str) -> Iterator[Numeral]:
    """The numbers of an English or Russian text, left to right."""
    traits = number_words(language)
    now: _Sum | None = None
    before, before_end, skip = "", -1, 0
    for atom in _ATOM.finditer(text):
        start, end = atom.span()
        if start < skip:
            continue
        word = atom.group("word")
        fresh: _Sum | None = None
        if word is None:
            value = digits_value(atom, traits.decimal, _scaled(text, end, traits))
            if tail := numeral_rules(language).endings.match(text, end):
                skip = end = tail.end()
            if now:
                yield now.numeral()
            now = _Sum(start, end, value, atom.group()) if value is not None else None
            before, before_end = "", end
            continue
        low = word.casefold()
        far = now is None or start - now.end > _GAP
        if far and low not in traits.words and low not in traits.scales:
            before, before_end = low, end
            continue
        joined = now is not None and _joined(now, text, start, language)
        glued = low in traits.glued and now is not None and _glued(text, now, start, end, language)
        if low in traits.scales or glued:
            scale = traits.scales.get(low) or traits.glued[low]
            if now and joined and (now.has or scale > now.scale > 1):
                now.multiply(scale)
                now.end = end + (text[end : end + 1] == "." and _dotted(text, end, low, language))
            else:
                if now:
                    yield now.numeral()
                article = before in traits.articles and text[before_end:start].isspace()
                lone = article or low in traits.singular
                length = start - before_end + len(before) if article else 0
                now = _lone_scale(text, start, end, scale, length, language) if lone else None
        elif low in traits.words:
            value = traits.words[low]
            if now and joined and now.takes(value) and not (now.digits and _and(text, now.end, start)):
                now.cur += value
                now.has, now.end = True, end
            else:
                fresh = _Sum(start, end, value)
        if fresh:
            if now:
                yield now.numeral()
            now = fresh
        before, before_end = low, end
    if now:
        yield now.numeral()
