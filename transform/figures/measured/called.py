"""Exports and imports that a clause calls so by the very noun, before the number or behind it."""

from __future__ import annotations

import re

from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.records import Metric
from transform.text.cue import Cue

#: What goods are carried in, counted.
BOXES = frozenset(("TEU", "container"))
#: So near the boxes stands the noun for their trade.
_NOUN = 30
#: A noun so near before a number is that number's.
_NAMES_NEXT = 4
_GOODS_BY = frozenset(("money", "bulk", "goods", "ratio"))
#: Between a number and what it is called behind a dash.
_DASHED = re.compile(r",?\s[—–-]\s(?:[^\W\d]+\s){0,2}")
_ENDED = re.compile(r"\s*(?:[,.;:)!?]|$)")


def called(reading: Reading, lexicon: Lexicon, group: Group) -> Metric | None:
    """Exports or imports where the clause of boxes has the very noun for it ("imports: 231,000 TEU")."""
    best, label = _NOUN, None
    for cue in reading.cues["metric"]:
        first, last = min(cue.end, group.end), max(cue.start, group.start)
        behind = cue.start >= group.end
        if behind and any(0 <= q.start - cue.end <= _NAMES_NEXT for q in reading.quantities):
            continue  # "exports 41,000 TEU, imports 55,000"
        if (
            cue.label in ("exports", "imports")
            and last - first <= best
            and reading.parted(first, last) <= (0.9 if behind else 1)  # «импорт — 41,2 тыс. ДФЭ, экспорт в КНР — …»
            and reading.numbers(cue.end, group.start) <= 1
            and _by_noun(reading, lexicon, cue)
        ):
            best, label = last - first, cue.label
    return label  # type: ignore[return-value]


def _by_noun(reading: Reading, lexicon: Lexicon, cue: Cue) -> bool:
    """Is it the very noun for trade, or in Chinese a word that ends with it (对俄出口)?"""
    start = cue.start if lexicon.spaced else max(cue.start, cue.end - 2)
    return lexicon.trade_noun.match(reading.folded, start) is not None


def called_behind(
    reading: Reading, words: Lexicon, sides: list[Side], group: Group
) -> tuple[Metric, str | None] | None:
    """Exports or imports and whose, where a number is called so right behind a dash («148 тонн — российский экспорт»).

    Whose they are is None where only the text before tells.
    """
    if group.unit_class not in _GOODS_BY:
        return None
    for cue in reading.cues["metric"]:
        if cue.start in reading.in_name:
            continue  # "well above $350 – Gazprom Export"
        gap = reading.folded[group.end : cue.start] if cue.start > group.end else ""
        told = _DASHED.fullmatch(gap)
        if cue.label in ("exports", "imports") and told and words.trade_noun.match(reading.folded, cue.start):
            whose = next((side.country for side in sides if group.end <= side.start < cue.start), None)
            return (cue.label, whose) if _ended(reading, words, cue.end) else None  # type: ignore[return-value]
    return None


def _ended(reading: Reading, words: Lexicon, end: int) -> bool:
    """Do the words that call it so end there, or go on with from or to where it went, or with the next thing?"""
    following = reading.folded[end:].split(maxsplit=1)
    nexts = words.rules.prep.get("next", ())
    return _ENDED.match(reading.folded, end) is not None or (
        bool(following) and (following[0] in words.prepositions or following[0] in nexts)
    )
