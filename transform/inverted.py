"""Russian numbers behind what they count, so told as guesses: «тонн двести», «тысяч пять», «раза в три»."""

from __future__ import annotations

import re

from transform.digits import number_words
from transform.draft import Draft, take
from transform.units import Unit, counted, unit_after

#: The word before a number, with the preposition that some of them take.
_WORD = re.compile(r"(?<![\w-])(?P<word>[а-яё]{3,})\s(?:(?P<by>на|в)\s)?$")
#: What stands before the word where that belongs to another number.
_NUMBER = re.compile(r"(?:\d|%|(?P<word>[а-яё]+)\.?)\s$")
_PLURAL = re.compile(r"(?:ов|ев|ей|ий|ин|нн|ок|ек|уд|раза?)$")
#: «раз в две недели», «до 300 рублей 12 марта»: the number counts something else.
_TIME = re.compile(
    r"\s(?:недел|дн[яей]|день|час|год|лет|месяц|минут|сут|январ|феврал|март|апрел|ма[яе]|июн|июл|август|сентябр|октябр|ноябр|декабр)"
)
#: «перевозка посылок четырнадцатью фурами»: an instrumental is no guess.
_SIDEWAYS = re.compile(r"(?:ью|мя|ми)$")
_REACH = 30


def turned(draft: Draft, text: str, low: str) -> None:
    """Give a bare number the scale, unit or counted noun that stands right before it; it is `about` so much."""
    start = draft.number.start
    led = _WORD.search(low, max(0, start - _REACH), start)
    if led is None or draft.value < 2 or _TIME.match(low, draft.end) or _SIDEWAYS.search(low[start : draft.number.end]):
        return
    words = number_words("ru")
    before = _NUMBER.search(low, max(0, led.start() - _REACH), led.start())
    if before and (before["word"] is None or before["word"] in words.words or before["word"] in words.scales):
        return
    word = led["word"]
    scale = words.scales.get(word)
    if scale and not led["by"] and word.endswith(("яч", "ов")) and draft.scale == 1:
        draft.value *= scale
        draft.scale = scale
    elif draft.unit is None and _PLURAL.search(word) and (unit := _unit_of(word, draft, led["by"])):
        take(draft, unit)
    else:
        return
    draft.start, draft.modifier = led.start(), "about"


def _unit_of(word: str, draft: Draft, by: str | None) -> Unit | None:
    """The unit that the word is; behind it only «процентов на» and «раза в» have a preposition."""
    unit = unit_after(f" {word}", 0, "ru")
    if by:
        kind = {"на": "percent", "в": "times"}[by]
        return unit if unit and unit.kind == kind else None
    if unit and unit.kind != "times":
        return unit if draft.number.spelled or unit.kind == "percent" else None
    return counted(f" {word}", 0, "ru") if unit is None and draft.number.spelled else None
