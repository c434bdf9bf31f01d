"""Numbers as English, Russian and Chinese write them: digits in every notation, words, scales, and mixtures.

Only the number: what it counts is `transform.units`' and `transform.amounts`' question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import msgspec

from transform import rules

#: More digits than any trade figure has: such a run is a serial number, not an amount.
_LONGEST = 24
#: Full-width forms as Chinese outlets (and some agencies) set them; one character for one, so offsets hold.
_WIDE = str.maketrans("０１２３４５６７８９．％＋－～＄", "0123456789.%+-~$")
_WIDE_SEEN = re.compile("[０-９．％＋－～＄]")
_SPACES = " \u00a0\u2007\u2009\u202f"
DIGITS = (
    r"(?P<head>[0-9]{1,3})(?P<sep>[,.'’，" + _SPACES + r"])(?P<groups>[0-9]{3}(?:(?P=sep)[0-9]{3})*)(?![0-9])"
    r"(?P<tail>[.,][0-9]+(?![0-9]))?|(?P<plain>[0-9]+)(?P<part>[.,·][0-9]+)?"
)
_ATOM = re.compile(rf"{DIGITS}|(?P<word>[^\W\d_]+)")
_ATOM_ZH = re.compile(
    rf"{DIGITS}|(?P<word>[零〇○一壹二两兩贰三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万萬亿億兆点](?!(?<=千)[瓦米克卡伏赫]|(?<=百)[分货])|(?<=[0-9十拾百佰千仟万萬])[余多来](?=\s?[百千万萬亿億]))"
)
_ZERO, _ONE = Decimal(0), Decimal(1)


class NumeralRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language's way with numbers: under each value (a decimal string such as "1e6") its forms, space-separated."""

    decimal: str
    half: tuple[str, ...]
    odd: tuple[str, ...]
    articles: tuple[str, ...]
    words: dict[str, str]
    scales: dict[str, str]
    glued: dict[str, str]
    singular: dict[str, str]


class NumberWords(msgspec.Struct, frozen=True):
    """The same, turned round for reading: each form with its value."""

    decimal: str
    articles: frozenset[str]
    words: dict[str, Decimal]
    scales: dict[str, Decimal]
    glued: dict[str, Decimal]
    singular: dict[str, Decimal]


class Numeral(msgspec.Struct, frozen=True):
    """A number and where it stands. `scale` is the last multiplier said (1 without one).

    `spelled` is True when no digit was used; `odd` when a word says that it is a little more; `bare_scale` when only
    a scale was said ("тысячу", "千亿"); `loose` when a following smaller number may still belong to it.
    """

    start: int
    end: int
    value: Decimal
    scale: Decimal = _ONE
    spelled: bool = False
    odd: bool = False
    bare_scale: bool = False
    raw: str = ""


def _by_form(table: dict[str, str]) -> dict[str, Decimal]:
    return {form: Decimal(value) for value, forms in table.items() for form in forms.split()}


@cache
def _loaded(language: str) -> NumeralRules:
    return rules.load("numerals", language, NumeralRules)


@cache
def number_words(language: str) -> NumberWords:
    """The language's number words and traits, read once."""
    loaded = _loaded(language)
    return NumberWords(
        loaded.decimal,
        frozenset(loaded.articles),
        _by_form(loaded.words),
        _by_form(loaded.scales),
        _by_form(loaded.glued),
        _by_form(loaded.singular),
    )


def narrow(text: str) -> str:
    """The text with full-width digits and signs in ASCII, of the same length."""
    return text.translate(_WIDE) if _WIDE_SEEN.search(text) else text


def digits_value(match: re.Match[str], decimal: str, scaled: bool) -> Decimal | None:
    """What a run of digits says in a language whose decimal mark is `decimal`; None for a serial number."""
    if match.end() - match.start() > _LONGEST:
        return None
    head, sep, groups = match.group("head", "sep", "groups")
    if head is None:
        plain, part = match.group("plain", "part")
        return Decimal(f"{plain}.{part[1:]}") if part else Decimal(plain)
    tail = match.group("tail")
    whole = groups.replace(sep, "")
    if len(groups) > 3:
        return Decimal(f"{head}{whole}" + (f".{tail[1:]}" if tail else ""))
    fraction = sep in ",." and (head.startswith("0") or sep == decimal or (sep == "." and scaled and not tail))
    if fraction and not tail:
        return Decimal(f"{head}.{groups}")
    return Decimal(f"{head}{whole}" + (f".{tail[1:]}" if tail else ""))


def find_numerals(text: str, language: str) -> list[Numeral]:
    """All numbers of the (narrowed) text, left to right."""
    return list(_chinese(text)) if language == "zh" else list(_spaced(text, language))


class _Sum:
    """A number in the making: what is closed by a scale, and what still waits for one."""

    __slots__ = ("bare", "closed", "cur", "digits", "end", "has", "odd", "raw", "scale", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.end = start
        self.closed = _ZERO
        self.cur = _ZERO
        self.has = False
        self.scale = _ONE
        self.digits = False
        self.odd = False
        self.bare = False
        self.raw = ""

    def numeral(self) -> Numeral:
        return Numeral(
            self.start, self.end, self.closed + self.cur, self.scale, not self.digits, self.odd, self.bare, self.raw
        )


@cache
def _gaps(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    traits = _loaded(language)
    blank = rf"[{_SPACES}\n\t]{{1,2}}"
    either = "|".join(re.escape(form).replace(r"\ ", "[-\\s]") for form in traits.half) or "(?!)"
    odd = "|".join(map(re.escape, traits.odd)) or "(?!)"
    return (
        re.compile(rf"{blank}|[-‑]|{blank}and{blank}" if language == "en" else rf"{blank}|[-‑]|\.?{blank}"),
        re.compile(rf"(?:{blank}|-)(?:{either})(?:{blank}|-)?", re.I),
        re.compile(rf"{blank}(?:{odd}){blank}?", re.I),
    )


#: Abbreviated scales that take a full stop; behind the others it may end the sentence.
_DOTTED = frozenset(("тыс", "млн", "млрд", "трлн", "mln", "bln", "mn", "bn"))


def _dotted(text: str, end: int, word: str) -> bool:
    """Whether the full stop at `end` belongs to the abbreviation before it rather than to the sentence."""
    if word not in _DOTTED:
        return False
    follow = text[end + 1 : end + 4].lstrip(_SPACES + "\n")[:1]
    return word == "тыс" or follow.islower() or (follow.isdigit() and text[end + 1 : end + 2] != "")


def _glued(text: str, number: _Sum, mark: str) -> bool:
    """Whether a letter right behind digits is a scale: "300,000t" are tonnes, "$1.2t" are trillions."""
    return number.digits and (mark != "t" or text[number.start - 1 : number.start] in tuple("$€£¥₽"))


#: Case endings that Russian hangs on digits: "около 2-х млн тонн". Ordinals ("5-й") have others.
_CARDINAL = re.compile(r"[-‑](?:х|ти|и|мя|ми|ух|[её]х|тью)(?![^\W\d_])")


def odd_after(text: str, end: int, language: str) -> int:
    """Where words that mean "and a little more" end behind a number ("20 с лишним процентов"), or `end`."""
    found = _gaps(language)[2].match(text, end)
    return found.end() - (text[found.end() - 1].isspace()) if found else end


def _spaced(text: str, language: str) -> Iterator[Numeral]:
    traits = number_words(language)
    words, scales, glued, singular = traits.words, traits.scales, traits.glued, traits.singular
    blank, half, odd = _gaps(language)
    now: _Sum | None = None
    before = ""
    before_end = -1
    skip = 0
    for atom in _ATOM.finditer(text):
        start, end = atom.span()
        word = atom.group("word")
        if start < skip:
            continue
        if word is None:
            if now:
                yield now.numeral()
            now = None
            follow = text[end : end + 14].lstrip(_SPACES + "\n-").casefold()
            name = re.match(r"[^\W\d_]+", follow)
            scaled = bool(name) and name is not None and (name.group() in scales or name.group() in glued)
            value = digits_value(atom, traits.decimal, scaled)
            if value is not None:
                now = _Sum(start)
                now.cur, now.has, now.digits, now.end, now.raw = value, True, True, end, atom.group()
                tail = _CARDINAL.match(text, end) if language == "ru" else None
                if tail:
                    now.end = tail.end()
                    skip = tail.end()
            before, before_end = "", end
            continue
        low = word.casefold()
        joined = now is not None and (start == now.end or bool(blank.fullmatch(text, now.end, start)))
        if now is not None and not joined:
            if half.fullmatch(text, now.end, start):
                now.cur += Decimal("0.5")
                now.end = start - len(text[now.end : start]) + len(text[now.end : start].rstrip())
                joined = True
            elif odd.fullmatch(text, now.end, start):
                now.odd = joined = True
        if low in scales or (low in glued and now is not None and start == now.end and _glued(text, now, low)):
            scale = scales.get(low) or glued[low]
            if now is not None and joined and (now.has or scale > now.scale > 1):
                if now.has:
                    small = scale < 1000
                    if small:
                        now.cur *= scale
                        now.scale = max(now.scale, scale)
                    elif now.closed and scale >= now.scale:
                        now.cur, now.closed, now.scale = _ZERO, (now.closed + now.cur) * scale, scale
                        now.has = False
                    else:
                        now.closed += now.cur * scale
                        now.cur, now.has, now.scale = _ZERO, False, scale
                else:
                    now.closed *= scale
                    now.scale = scale
                now.end = end + (text[end : end + 1] == "." and _dotted(text, end, low))
            else:
                if now:
                    yield now.numeral()
                now = None
                article = before in traits.articles and text[before_end:start].isspace()
                if article or low in singular:
                    now = _Sum(start)
                    if article:
                        now.start = before_end - len(before)
                        ahead = re.search(r"\bhalf\s$", text[max(0, now.start - 6) : now.start], re.I)
                        if ahead:
                            now.start -= len(ahead.group())
                    now.closed = scale * (Decimal("0.5") if article and ahead else 1)
                    now.scale, now.end, now.bare = scale, end, True
                    if scale == 100:
                        now.cur, now.closed, now.has = now.closed, _ZERO, True
        elif low in words:
            value = words[low]
            # What a number word may follow: tens take units, hundreds take both, a scale takes all.
            room = (
                now is not None
                and joined
                and not (now.digits and now.has)
                and (
                    not now.has
                    or (value < 10 and now.cur % 10 == 0 and now.cur % 100 != 10 and now.cur > 0)
                    or (value < 100 and now.cur % 100 == 0 and now.cur > 0)
                )
            )
            if now is not None and room:
                now.cur += value
                now.has, now.end = True, end
            else:
                if now:
                    yield now.numeral()
                now = _Sum(start)
                now.cur, now.has, now.end = value, True, end
        before, before_end = low, end
    if now:
        yield now.numeral()


_ZH_BIG = Decimal(10000)
_ZH_TAIL = re.compile(r"[0-9.,]{1,12}\s?([十百千万萬亿億]+)")


def _smaller(text: str, start: int, scale: Decimal) -> bool:
    """Whether the digits at `start` carry a scale below `scale`: "9 亿 4370 万" is one number."""
    tail = _ZH_TAIL.match(text, start)
    scales = number_words("zh").scales
    return bool(tail) and tail is not None and max(scales[mark] for mark in tail.group(1)) < scale


def _chinese(text: str) -> Iterator[Numeral]:
    run: list[tuple[int, int, str, Decimal | None]] = []
    traits = number_words("zh")
    for atom in _ATOM_ZH.finditer(text):
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
        if word == "点" and not run:
            continue
        if word is None and value is None:
            yield from _close(run)
            run = []
            continue
        run.append((start, end, word or atom.group(), value))
    yield from _close(run)


def _close(run: list[tuple[int, int, str, Decimal | None]]) -> Iterator[Numeral]:
    traits = number_words("zh")
    while run and run[-1][2] == "点":
        run = run[:-1]
    if not run or len(run) > 40:
        return
    parts: list[tuple[Decimal, Decimal]] = []
    section, cur = _ZERO, _ZERO
    has = False
    last = _ONE
    point: Decimal | None = None
    digits = odd = False
    bare = run[0][2] in traits.scales and run[0][2] not in "十拾"
    zero = False
    streak = 0
    for _start, _end, word, value in run:
        if word in "余多来":
            odd = True
        elif value is not None:
            cur, has, digits, streak = value, True, True, 0
        elif word == "点":
            point, streak = _ONE, 0
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
            if scale < _ZH_BIG:
                section += (cur if has else _ONE) * scale
            else:
                group = section + cur
                held = _ZERO
                while parts and parts[-1][1] < scale:
                    held += parts.pop()[0]
                group += held
                parts.append(((group if group else _ONE) * scale, scale))
                section = _ZERO
            cur, has, last, zero = _ZERO, False, scale, False
    if streak == 2 and point is None and not zero:
        return
    if has and streak == 1 and point is None and last >= 100 and not zero and len(run) > 1:
        cur *= last / 10  # 两万八 is 28,000
    total = sum((value for value, _scale in parts), _ZERO) + section + cur
    big = next((scale for _s, _e, word, _v in reversed(run) if (scale := traits.scales.get(word, _ONE)) > 1), _ONE)
    if len(run) > 1 and run[-1][2] in "亿億" and run[-2][2] in "万萬":
        big = Decimal("1e12")
    yield Numeral(run[0][0], run[-1][1], total, big, not digits, odd, bare, run[0][2])
