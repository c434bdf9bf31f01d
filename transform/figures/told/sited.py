"""Where what a paragraph tells of stands: the place that it told something to happen in, or that "there" means."""

from __future__ import annotations

from collections.abc import Sequence

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import CITIES, Side
from transform.figures.told.standing import Standing


def go_there(standing: Standing, reading: Reading, words: Lexicon) -> None:
    """Stay in the one province that the sentence before names, where this one begins with "there"."""
    if standing.named_before and words.traits.there_heads.match(reading.folded):
        standing.site = standing.named_before


def leave_sentence(standing: Standing, sides: Sequence[Side]) -> None:
    """Note where a sentence tells something to happen, and the one province that it names."""
    regions = {side.region for side in sides if side.region and not side.passing}
    standing.named_before = standing.places.before = regions.pop() if len(regions) == 1 else None
    standing.site = next(
        (side.region for side in sides if side.role == "in" and side.region and side.region not in CITIES),
        standing.site,
    )
