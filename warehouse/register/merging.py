"""Late evidence: two rows of the register that a third report shows to be one."""

from __future__ import annotations

import msgspec

from warehouse.register.contradiction import contradiction
from warehouse.register.known import Known
from warehouse.register.scale import weights
from warehouse.register.weighing import weigh

#: What each mention of the one row must score above `join` with the other.
EACH = 2.0
#: Mentions that are weighed; a row with more is too well known to be a twin.
MOST_WEIGHED = 12


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """Two rows that are one: `gone` went into `into`."""

    gone: str
    into: str
    evidence: tuple[str, ...]


def why_one(left: Known, right: Known) -> tuple[str, ...] | None:
    """The evidence that two rows are one agreement, or None. Deals that one article tells apart are two."""
    if left.total != right.total or left.articles.keys() & right.articles.keys():
        return None
    few, many = sorted((left, right), key=lambda known: len(known.readings))
    if not few.readings or len(few.readings) > MOST_WEIGHED:
        return None
    if any(contradiction(reading, few) for reading in many.readings[:MOST_WEIGHED]):
        return None
    least: tuple[float, tuple[str, ...]] | None = None
    for reading in few.readings:
        if contradiction(reading, many):
            return None
        weighed = weigh(reading, many)
        least = weighed if least is None or weighed < least else least
        if weighed[0] < weights().join + EACH:
            return None
    return least[1] if least else None
