"""Which way goods go from a nation and into it, and what words around it tell of them."""

from __future__ import annotations

from transform.figures.sentence.reading import Reading
from transform.records import Flow

FROM: dict[str, Flow] = {"CN": "CN>RU", "RU": "RU>CN"}
INTO: dict[str, Flow] = {"RU": "CN>RU", "CN": "RU>CN"}
BACK: dict[Flow | None, Flow] = {"CN>RU": "RU>CN", "RU>CN": "CN>RU"}


def dealt(reading: Reading) -> bool:
    """Does the sentence tell a contract, under which the seller supplies, whoever else exports in the text?"""
    return any(cue.label in ("noun", "deal") for cue in reading.cues["event"])
