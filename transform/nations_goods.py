"""What the words around a nation tell of its goods: bought, sold, supplied under a contract, or named with it."""

from __future__ import annotations

from transform.lexicon import Lexicon
from transform.reading import Reading
from transform.records import Flow
from transform.sides import Side

FROM: dict[str, Flow] = {"CN": "CN>RU", "RU": "RU>CN"}
INTO: dict[str, Flow] = {"RU": "CN>RU", "CN": "RU>CN"}


def dealt(reading: Reading) -> bool:
    """Does the sentence tell a contract, under which the seller supplies, whoever else exports in the text?"""
    return any(cue.label in ("noun", "deal") for cue in reading.cues["event"])


def goods_between(reading: Reading, lexicon: Lexicon, side: Side) -> bool:
    """In Chinese: do goods stand between a nation and a word for imports (俄材进口, 中国焦煤进口总量)?"""
    if lexicon.spaced or side.kind not in ("word", "country") or reading.folded[side.end - 1] == "产":
        return False  # 国产轿车: where they are made
    goods = [cue for cue in reading.cues["goods"] if side.start <= cue.start <= side.end + _GOODS]
    return any(
        cue.label == "imports" and one.end <= cue.start <= one.end + _GOODS and reading.parted(side.end, cue.start) < 1
        for cue in reading.cues["metric"]
        for one in goods
    )


#: So near each other stand a nation, its goods and the word for their way.
_GOODS = 4


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


def at_market(reading: Reading, lexicon: Lexicon, side: Side) -> Flow | None:
    """What "in China" tells after a word of trade: goods bought there leave it, goods sold there come in."""
    cues = reading.cues["market"]
    told = [cue for cue in cues if cue.end <= side.start and reading.parted(cue.end, side.start) < 1]
    if not lexicon.spaced:  # 在俄售出: Chinese says the place first
        told = [cue for cue in reversed(cues) if side.end <= cue.start and reading.parted(side.end, cue.start) < 1]
    if not told:
        return None
    return (FROM if told[-1].label == "buy" else INTO)[side.country]
