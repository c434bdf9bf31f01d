"""Lands that a sentence only points at: "shipments to that market" go to the land that was named last."""

from __future__ import annotations

from collections.abc import Sequence

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.side_roles import role_of
from transform.figures.sentence.sides import Side

_LANDS = frozenset(("word", "country"))


def with_pointed(readings: Sequence[Reading], sides: Sequence[list[Side]], words: Lexicon) -> list[list[Side]]:
    """The sides of each sentence, with the lands that it points at by words for where something goes or comes from.

    Such a word means the land that its sentence, or the one before in its paragraph, names last; not the one whose
    trade it is ("China's exports to the country").
    """
    told: list[list[Side]] = []
    for place, (reading, some) in enumerate(zip(readings, sides, strict=True)):
        goes_on = place > 0 and readings[place - 1].sentence.paragraph == reading.sentence.paragraph
        told.append(_with_pointed(reading, some, told[-1] if goes_on else [], words))
    return told


def _with_pointed(reading: Reading, sides: list[Side], before: list[Side], words: Lexicon) -> list[Side]:
    pointed = []
    for found in words.traits.pointed.finditer(reading.folded):
        start, end = found.span()
        named = [side for side in sides if side.end <= start and side.kind in _LANDS]
        own = {side.country for side in named if side.role in ("none", "owner")}
        named = [side for side in (*before, *named) if side.kind in _LANDS and side.country not in own]
        role = role_of(reading.folded, start, end, words)
        if named and named[-1].country in ("CN", "RU") and role in ("to", "from"):
            pointed.append(Side(start, end, named[-1].country, role, "country"))
    return sorted([*sides, *pointed], key=lambda side: side.start) if pointed else sides
