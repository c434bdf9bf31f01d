"""Whose exports and imports a sentence tells: what one side calls imports are the other's exports."""

from __future__ import annotations

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.figures.told.standing import Standing
from transform.names.entity import METONYMS


def reporter_in(reading: Reading, words: Lexicon, sides: list[Side], standing: Standing) -> str | None:
    """Whose exports and imports a sentence tells: the side of the province or customs named, or as before."""
    for mention in reading.entities:
        entity = mention.entity
        if entity.customs and entity.country in ("CN", "RU"):
            standing.reporter = standing.reporter or entity.country
            return entity.country
    if words.traits.home_customs.search(reading.folded):
        standing.reporter = words.home
    trade = {cue.start for cue in reading.cues["metric"] if cue.label in ("exports", "imports")}
    for side in sides:
        if (
            side.end in trade
            and side.country in ("CN", "RU")
            and side.kind in ("word", "country")
            and side.role in ("none", "owner")
        ):
            return side.country  # 俄方进口
        ahead = not reading.number_at or side.start < reading.number_at[0]
        if ahead and side.kind == "region" and side.role in ("none", "owner") and side.region not in METONYMS:
            return side.country
    return standing.reporter
