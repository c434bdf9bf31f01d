"""From whose side trade is told, as signs: what one customs house calls imports are the other's exports.

The words for exports and imports that the article uses, the firms and bodies that it names, whom a clause opens with,
and whether the nearest word for trade is the very noun ("imports"), a neutral one ("deliveries") or a verb.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side

_ACTORS = frozenset(("company", "body", "bank", "group"))
_TRADE = frozenset(("exports", "imports"))


class Viewpoint(msgspec.Struct, frozen=True):
    """The side that the article as a whole leans to."""

    #: which of the two nouns for trade it uses more, "both" if as often, or "neither"
    trade: str
    #: the country of more of the firms and bodies that it names, or "neither"
    firms: str
    words: Lexicon


def viewpoint_of(readings: Sequence[Reading], sides: Sequence[Sequence[Side]], words: Lexicon) -> Viewpoint:
    """Count the nouns for trade and the firms and bodies of all sentences, but in Chinese, where no sign asks."""
    if not words.spaced:
        return Viewpoint("neither", "neither", words)
    trade = [
        cue.label
        for reading in readings
        for cue in reading.cues["metric"]
        if cue.label in _TRADE and words.trade_noun.match(reading.folded, cue.start)
    ]
    firms = [side.country for some in sides for side in some if side.kind in _ACTORS]
    return Viewpoint(
        _more(trade, "exports", "imports", "both" if trade else "neither"), _more(firms, "RU", "CN", "neither"), words
    )


def _more(found: Sequence[str], one: str, other: str, even: str) -> str:
    more = found.count(one) - found.count(other)
    return even if not more else one if more > 0 else other


def viewpoint_signs(view: Viewpoint, reading: Reading, sides: Sequence[Side], group: Group) -> Iterator[str]:
    """What of the article and of the group's clause tells whose exports and imports are spoken of.

    None in Chinese, whose verbs name the way themselves (自俄进口): there such signs brought errors.
    """
    if not view.words.spaced:
        return
    yield f"speaks of {view.trade}"
    yield f"firms of {view.firms}"
    first, last = reading.clause(group.start)
    opening = next((side for side in sides if first <= side.start < last), None)
    if opening is not None:
        yield f"clause of {opening.country} {opening.role}"
        if opening.end <= group.start:
            yield f"clause of {opening.country} {opening.role} {opening.kind}, before"
    cues = [cue for cue in reading.cues["metric"] if cue.end <= group.start and cue.start not in reading.in_name]
    cue = max(cues, key=lambda one: one.end, default=None)
    if cue is None or cue.label not in _TRADE:
        return
    word = f"nearest word {cue.label} {_kind(view.words, reading.folded, cue.start, cue.end)}"
    yield word
    yield f"{word} {'clause' if cue.start >= first else 'sentence'}"
    by = [side for side in sides if side.end <= cue.start]
    if by:
        yield f"{word} by {by[-1].country} {by[-1].role}"


def _kind(words: Lexicon, folded: str, start: int, end: int) -> str:
    if words.trade_noun.match(folded, start):
        return "noun"
    return "neutral" if folded[start:end] in words.traits.neutral else "verb"
