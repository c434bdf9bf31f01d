"""Which names of third countries make a story foreign: not those of lands that the pair's goods only pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

#: So far before a land the words stand by which goods only pass it.
WAY = 32


class Part(Protocol):
    """What is counted of one sentence: names of China's side, of Russia's, and of others."""

    paragraph: int
    china: int
    russia: int
    others: int


class Third(msgspec.Struct, frozen=True):
    """A third country's name: its part and lands, and whether goods only pass through it there, or a firm bears it."""

    part: Part
    lands: frozenset[str]
    way: bool
    firm: bool


def count_others(third: Sequence[Third]) -> None:
    """Count the names of third countries in their parts, but for those that the pair's goods only pass.

    So "through Kazakhstan" where a sentence says it of goods of both sides, and then the headline's "Kazakhstan" and
    the carrier KTZ too.
    """
    passed = {land for one in third if one.way and one.part.china and one.part.russia for land in one.lands}
    for one in third:
        one.part.others += not (one.lands <= passed and (one.way or one.firm or one.part.paragraph == -1))
