"""Which way goods go from a nation and into it, and what words around it tell of them."""

from __future__ import annotations

from transform.reading import Reading
from transform.records import Flow
from transform.sides import Side

FROM: dict[str, Flow] = {"CN": "CN>RU", "RU": "RU>CN"}
INTO: dict[str, Flow] = {"RU": "CN>RU", "CN": "RU>CN"}


def dealt(reading: Reading) -> bool:
    """Does the sentence tell a contract, under which the seller supplies, whoever else exports in the text?"""
    return any(cue.label in ("noun", "deal") for cue in reading.cues["event"])


def goods_owned(reading: Reading, side: Side) -> str | None:
    """The goods between a nation and the imports that are its own or of its goods ("Chinese coal imports")."""
    for cue in reading.cues["metric"]:
        if cue.label == "imports" and 0 < cue.start - side.end <= _NAMED and reading.parted(side.end, cue.start) == 0:
            between = [one.label for one in reading.cues["goods"] if side.end <= one.start and one.end <= cue.start]
            if between:
                return between[-1]
    return None


#: So near stand a nation and the noun for trade with one or two words for goods between them.
_NAMED = 24
