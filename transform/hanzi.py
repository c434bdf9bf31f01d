"""Chinese numerals: characters, digits, and mixtures such as 9亿4370万, 两千四百亿, 一点七四万亿."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from transform.digits import DIGITS, ONE, ZERO, Numeral, digits_value, number_words

_CHARS = "零〇○一壹二两兩贰三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万萬亿億兆点"
_ATOM_ZH = re.compile(
    # 千瓦时, 千米 and 百分之 begin with no scale; 余 and 多 stand inside a number only before a scale (10多亿).
    rf"{DIGITS}|(?P<word>[{_CHARS}](?!(?<=千)[瓦米克卡伏赫]|(?<=百)[分货])"
    r"|(?<=[0-9十拾百佰千仟万萬])[余多来](?=\s?[百千万萬亿億])"
    # 1.2个亿, 三个多亿
    rf"|(?<=[0-9{_CHARS}])个(?=多?[亿億])|(?<=个)多(?=[亿億]))"
)


_ZH_BIG = Decimal(10000)
#: What stands between a number and its scale in talk (两个亿), and adds nothing.
_PIECE = "个"
_ZH_TAIL = re.compile(r"[0-9.,]{1,12}\s?([十百千万萬亿億]+)")


def _smaller(text: str, start: int, scale: Decimal) -> bool:
    """Whether the digits at `start` carry a scale below `scale`: "9 亿 4370 万" is one number."""
    tail = _ZH_TAIL.match(text, start)
    scales = number_words("zh").scales
    return bool(tail) and tail is not None and max(scales[mark] for mark in tail.group(1)) < scale


_Atom = tuple[int, int, str, Decimal | None]


def hanzi_numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a Chinese text, left to right; guesses such as 七八 (seven or eight) have both values."""
    run: list[_Atom] = []
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


def _close(run: list[_Atom]) -> Iterator[Numeral]:
    while run and run[-1][2] == "点":
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
    words = number_words("zh").words
    digits = [words[word] if value is None and word in words else None for _start, _end, word, value in run]
    if any(word == "点" for _start, _end, word, _value in run):
        return None
    ends = [None, *digits, None]
    pairs = [
        place
        for place, (before, one, two, after) in enumerate(zip(ends, digits, digits[1:], ends[3:], strict=False))
        if one and two == one + 1 and before is after is None
    ]
    return pairs[0] if len(pairs) == 1 else None


def _add_up(run: list[_Atom]) -> Iterator[Numeral]:
    traits = number_words("zh")
    parts: list[tuple[Decimal, Decimal]] = []
    section, cur = ZERO, ZERO
    has = False
    last = ONE
    point: Decimal | None = None
    digits = odd = False
    bare = run[0][2] in traits.scales and run[0][2] not in "十拾"
    zero = False
    streak = 0
    for _start, _end, word, value in run:
        if word == _PIECE:
            continue
        if word in "余多来":
            odd = True
        elif value is not None:
            cur, has, digits, streak = value, True, True, 0
        elif word == "点":
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
            if scale < _ZH_BIG:
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
    if len(run) > 1 and run[-1][2] in "亿億" and run[-2][2] in "万萬":
        big = Decimal("1e12")
    yield Numeral(run[0][0], run[-1][1], total, big, not digits, odd, bare, run[0][2])
