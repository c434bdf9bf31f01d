"""Is a change of some goods' trade one of their worth or of how much there was of them: two statistics, not one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import cast

import msgspec

from transform.figures.attribute import Explain
from transform.figures.sentence.groups import unit_class
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.records import Counted, Figure
from transform.text.cue import Cue

#: What is counted, and why it is read so.
_Told = tuple[Counted | None, str]
_NOTHING: _Told = (None, "")
#: Behind a number, the words that say what it is of begin no further, in steps of the language.
_NEAR = 1.3
_TRADE = ("exports", "imports", "turnover")
#: What a level counts, by the class of its unit.
_OF_LEVEL: dict[str, Counted] = {"money": "value", "bulk": "quantity", "goods": "quantity", "carriage": "quantity"}


def with_counted(
    figures: Sequence[Figure], reading: Reading, words: Lexicon, explain: Explain | None = None
) -> list[Figure]:
    """The figures of a sentence, the changes, shares and multiples of goods' trade with what they are of.

    Words beside the number tell it, else the level that it stands with; where both kinds of level do, nothing. Of all
    goods together only words that name a quantity are heard: their trade is told in money.
    """
    told = []
    for place, one in enumerate(figures):
        counted, why = _counted(place, figures, reading, words)
        if counted and explain is not None:
            explain(one, "counted", why)
        told.append(msgspec.structs.replace(one, counted=counted) if counted else one)
    return told


def _counted(place: int, figures: Sequence[Figure], reading: Reading, words: Lexicon) -> _Told:
    one = figures[place]
    if one.measure == "level" or one.metric not in _TRADE:
        return _NOTHING
    cue = _said(one, reading)
    if one.commodity is None:
        return _by_words(cue, reading) if cue is not None and cue.label == "quantity" else _NOTHING
    return _by_words(cue, reading) if cue is not None else _of_level(place, figures, reading, words)


def _by_words(cue: Cue, reading: Reading) -> _Told:
    return cast("Counted", cue.label), f"“{reading.folded[cue.start : cue.end]}”"


def _said(one: Figure, reading: Reading) -> Cue | None:
    """What words right behind the number say, else the last ones between it and the number before it."""
    start, end = one.start - reading.sentence.start, one.end - reading.sentence.start
    first = max((q.end for q in reading.quantities if q.end <= start), default=0)
    last = min((q.start for q in reading.quantities if q.start >= end), default=len(reading.folded))
    behind = [cue for cue in reading.cues["counted"] if end <= cue.start and cue.end <= last]
    before = [cue for cue in reading.cues["counted"] if first <= cue.start and cue.end <= start]
    if behind and behind[0].start - end <= _NEAR * reading.step and not reading.parted(end, behind[0].start):
        return behind[0]
    return before[-1] if before else None


def _of_level(place: int, figures: Sequence[Figure], reading: Reading, words: Lexicon) -> _Told:
    """What the level counts that the number leads to ("rose 12% to 3.1 million tonnes"), or that it follows."""
    one = figures[place]
    after = figures[place + 1] if place + 1 < len(figures) else None
    if after is not None and after.measure == "level" and _leads(one, after, reading, words):
        return _of(after)
    before = [*takewhile(lambda figure: figure.measure != "level", reversed(figures[:place]))]
    levels = [*takewhile(lambda figure: figure.measure == "level", reversed(figures[: place - len(before)]))][::-1]
    run = [*before[::-1], one, *takewhile(lambda figure: figure.measure != "level", figures[place + 1 :])]
    if len(levels) == len(run) > 1 and _dealt_out(levels[-1], run[-1], reading):
        return _of(levels[len(before)])
    kinds = {_of(level)[0] for level in levels}
    return _of(levels[-1]) if len(kinds) == 1 and all(_same(level, one) for level in levels) else _NOTHING


def _leads(one: Figure, level: Figure, reading: Reading, words: Lexicon) -> bool:
    """Do words for a level that is reached, and nothing else, stand between the number and the level?"""
    start, end = one.end - reading.sentence.start, level.start - reading.sentence.start
    said = words.reached.search(reading.folded[:end])
    return said is not None and said.start() <= start + 1 and not reading.parted(start, end)


def _dealt_out(level: Figure, last: Figure, reading: Reading) -> bool:
    """Does a word like "respectively" stand behind the levels?"""
    start, end = (figure.end - reading.sentence.start for figure in (level, last))
    return any(
        cue.label == "respectively" and start <= cue.start <= end + 2 * reading.step for cue in reading.cues["bridge"]
    )


def _same(level: Figure, one: Figure) -> bool:
    """Are a level and a change told of one trade in one time?"""
    names = ("metric", "flow", "commodity", "region")
    return all(getattr(level, name) == getattr(one, name) for name in names)


def _of(level: Figure) -> _Told:
    return _OF_LEVEL.get(unit_class(level.unit)), f"as the level “{level.quote}”"
