"""Numbers behind what they count, as Russian tells guesses: «тонн двести», «тысяч пять», «раза в три»."""

from __future__ import annotations

import re

from transform.numbers.digits import number_words
from transform.numbers.draft import Draft, take
from transform.numbers.units import Unit, counted, unit_after
from transform.numbers.wording import Inverted

#: The word before a number, with the short preposition that some of them take.
_WORD = re.compile(r"(?<![\w-])(?P<word>[^\W\d_]{3,})\s(?:(?P<by>[^\W\d_]{1,2})\s)?$")
_REACH = 30


def turned(draft: Draft, text: str, low: str, language: str, say: Inverted) -> None:
    """Give a bare number the scale, unit or counted noun that stands right before it; it is `about` so much."""
    start = draft.number.start
    led = _WORD.search(low, max(0, start - _REACH), start)
    if led is None or draft.value < 2 or (led["by"] and led["by"] not in say.by):
        return
    if say.time.match(low, draft.end):
        return
    words = number_words(language)
    if say.taken.search(low, max(0, led.start() - _REACH), led.start()):
        return
    word = led["word"]
    scale = words.scales.get(word)
    if scale and not led["by"] and say.scale.search(word) and draft.scale == 1:
        draft.value *= scale
        draft.scale = scale
    elif draft.unit is None and say.counted.search(word) and (unit := _unit_of(word, draft, led["by"], language, say)):
        take(draft, unit)
    else:
        return
    draft.start, draft.modifier = led.start(), "about"


def _unit_of(word: str, draft: Draft, by: str | None, language: str, say: Inverted) -> Unit | None:
    """The unit that the word is; behind it only «процентов на» and «раза в» have a preposition."""
    unit = unit_after(f" {word}", 0, language)
    if by:
        return unit if unit and unit.kind == say.by[by] else None
    if unit and unit.kind != "times":
        return unit if draft.number.spelled or unit.kind == "percent" else None
    return counted(f" {word}", 0, language) if unit is None and draft.number.spelled else None
