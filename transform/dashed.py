"""The way of goods told behind a number and a dash: «278 — в Китай, 134 — из Китая»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.nations_goods import FROM, INTO
from transform.reading import Reading
from transform.records import Flow
from transform.sides import Side

_HEADED: dict[str, str] = {"to_ru": "RU", "to_cn": "CN"}
#: The dash with its blanks.
_DASH = 3
#: A dash and a preposition.
_PREPOSED = re.compile(r"\s?-\s[^\W\d]{1,3}\s")


def dashed(reading: Reading, sides: Sequence[Side], last: int, home: str | None) -> Flow | None:
    """Where what was told up to `last` goes, if a dash and that follow; `home` is the side it is told from."""
    if reading.folded[last : last + _DASH].strip() != "-":
        return None
    for cue in reading.cues["course"]:
        if 0 <= cue.start - last <= _DASH:
            if cue.label in _HEADED:
                return INTO[_HEADED[cue.label]]
            if cue.label in ("inbound", "outbound") and home:
                return (INTO if cue.label == "inbound" else FROM).get(home)
    side = next((side for side in sides if side.start > last), None)
    if side is None or _PREPOSED.fullmatch(reading.folded, last, side.start) is None:
        return None
    return INTO.get(side.country) if side.role == "to" else FROM.get(side.country) if side.role == "from" else None
