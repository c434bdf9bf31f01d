"""The way of goods told behind a number and a dash: «278 — в Китай, 134 — из Китая»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.nations_goods import FROM, INTO
from transform.reading import Reading
from transform.records import Flow
from transform.sides import Side

#: The dash with its blanks.
_DASH = 3
#: A dash and a preposition.
_PREPOSED = re.compile(r"\s?-\s[^\W\d]{1,3}\s")


def dashed(reading: Reading, sides: Sequence[Side], last: int) -> Flow | None:
    """Where what was told up to `last` goes, if a dash and that follow."""
    if reading.folded[last : last + _DASH].strip() != "-":
        return None
    side = next((side for side in sides if side.start > last), None)
    if side is None or _PREPOSED.fullmatch(reading.folded, last, side.start) is None:
        return None
    return INTO.get(side.country) if side.role == "to" else FROM.get(side.country) if side.role == "from" else None
