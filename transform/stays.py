"""Firms and money that stay at home: places of the teller's own country alone send nothing to the other.

满洲里现有木材加工企业96户 are firms of Manzhouli and no investors; 同江市投资3.2亿元 is spent in Tongjiang.
"""

from __future__ import annotations

from collections.abc import Sequence

from transform.lexicon import Lexicon
from transform.reading import Reading
from transform.sides import Side

PLACES = frozenset(("region", "place", "port", "crossing"))


def only_places(sides: Sequence[Side], home: str) -> str | None:
    """The country of the places that are named, if nobody else is, they are of one country, and none only tells where
    somebody does something (在上海设立子公司).
    """
    countries = {side.country for side in sides}
    alone = all(side.kind in PLACES and (side.role != "in" or side.country != home) for side in sides)
    return countries.pop() if len(countries) == 1 and alone else None


def firms_at_home(reading: Reading, lexicon: Lexicon, sides: Sequence[Side]) -> bool:
    """Are firms counted of a town or province at home, by name or as 全市, in a text told from there?"""
    if lexicon.spaced:
        return False  # Russian and English tell of towns over there as of their own
    if sides:
        return only_places(sides, lexicon.home) == lexicon.home and all(side.role != "to" for side in sides)
    return any(cue.label in (lexicon.home.lower(), "last") for cue in reading.cues["here"])
