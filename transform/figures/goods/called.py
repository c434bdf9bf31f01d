"""Goods that are only a part of a firm's name: Jinchang Metals may buy copper."""

from __future__ import annotations

import re

import msgspec

from transform.figures.goods.near_words import CARRIERS, NO_GOODS
from transform.figures.sentence.groups import unit_class
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.names.party_names import names
from transform.names.party_rules import party_rules
from transform.text.cue import Cue

#: A firm of no list may be taken for none.
_FIRMS = frozenset({"company", "bank", "organisation", "unknown"})
#: Units in which goods are counted.
_AMOUNTS = frozenset({"bulk", "goods"})
#: Between these and the goods: "tonnes | of refined | copper".
_BETWEEN = re.compile(r"\s?(?:[^\W\d]+[ -]){0,2}")


def but_called(reading: Reading, words: Lexicon) -> Reading:
    """The reading without the goods of firms' names, where an amount tells its own ("9,000 tonnes of copper")."""
    goods = [cue for cue in reading.cues["goods"] if cue.label not in NO_GOODS]
    if len({cue.label for cue in goods}) < 2 or not any(_counted(reading, words, cue) for cue in goods):
        return reading
    firms = [one for one in names(reading.sentence.text, party_rules(words.language)) if one.kind in _FIRMS]
    called = [cue for cue in goods if any(_within(cue, one.start, one.end) for one in firms)]
    if not any(_counted(reading, words, cue) for cue in goods if cue not in called):
        return reading
    left = [cue for cue in reading.cues["goods"] if cue not in called]
    return msgspec.structs.replace(reading, cues={**reading.cues, "goods": left})


def _counted(reading: Reading, words: Lexicon, cue: Cue) -> bool:
    """Do the goods stand right behind an amount of them, called by no loose word ("raw material", "fuel")?"""
    if cue.label in CARRIERS or reading.folded[cue.start : cue.end] in words.traits.loose:
        return False
    return any(
        unit_class(one.unit or "") in _AMOUNTS and _BETWEEN.fullmatch(reading.folded, one.end, cue.start)
        for one in reading.quantities
        if one.end <= cue.start
    )


def _within(cue: Cue, first: int, last: int) -> bool:
    """Is the word a part of a longer name?"""
    return first <= cue.start and cue.end <= last and cue.end - cue.start < last - first
