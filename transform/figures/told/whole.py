"""What an article as a whole names, and how often: beside it all its figures are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from transform.figures.goods.near_words import NO_GOODS
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.figures.told.viewpoint import Viewpoint, viewpoint_of


class Whole(msgspec.Struct, frozen=True):
    """What the article as a whole names: how often, and what in its title."""

    regions: Counter[str]
    goods: Counter[str]
    titled: frozenset[str]
    title_cues: tuple[str, ...]
    #: whether words for going to China outnumber those for going to Russia (1), the other way (-1), or neither (0)
    lean: int
    language: str
    view: Viewpoint


def whole_of(readings: Sequence[Reading], sides: Sequence[Sequence[Side]], words: Lexicon) -> Whole:
    """Count what all sentences name."""
    regions: Counter[str] = Counter()
    goods: Counter[str] = Counter()
    titled: set[str] = set()
    title_cues: dict[str, None] = {}
    lean = 0
    for reading, some in zip(readings, sides, strict=True):
        in_title = reading.sentence.field == "title"
        named = [side.region for side in some if side.region]
        listed = [cue.label for cue in reading.cues["goods"] if cue.label not in NO_GOODS]
        regions.update(named)
        goods.update(listed)
        for cue in reading.cues["course"]:
            lean += (cue.label == "to_cn") - (cue.label == "to_ru")
        if in_title:
            titled.update((*named, *listed))
            title_cues.update(
                {
                    f"title {name} {cue.label}": None
                    for name in ("metric", "course", "hint")
                    for cue in reading.cues[name]
                }
            )
    view = viewpoint_of(readings, sides, words)
    lean = (lean > 0) - (lean < 0)
    return Whole(regions, goods, frozenset(titled), tuple(title_cues), lean, words.language, view)
