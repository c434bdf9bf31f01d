"""Amounts set against the one before («930 млн против 1,86 млрд»), which are of a year earlier."""

from __future__ import annotations

import re

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading

#: No farther apart stand the two amounts.
_APART = 36
#: Between the word of setting against and its number stands no more than a hedge.
_HEDGE = 16
#: So many words more may stand between: «27% продаж группы против 13%».
_OF_ONE = 7
_CLOSED = re.compile(r"\s*(?:[.,;:)]|$)")


def set_against(reading: Reading, lexicon: Lexicon, index: int, opened: int) -> bool:
    """Is the number set against the one before, without a date of its own («930 млн против 1,86 млрд»)?"""
    quantity, one = reading.quantities[index], reading.quantities[index - 1]
    if one.unit != quantity.unit or one.kind != quantity.kind or quantity.start - opened > _HEDGE:
        return False
    if any(one.end <= name.start < quantity.start and name.entity.kind == "country" for name in reading.entities):
        return False  # "against Saudi Arabia's 6.5 million"
    if any(one.end <= cue.start < opened for cue in reading.cues["rate"]):
        return False  # «250 грузовиков в сутки вместо 110»: neither has a time
    if lexicon.outdone.search(reading.folded) or not _CLOSED.match(reading.folded, quantity.end):
        return False
    said = reading.folded[one.end : opened]
    for period in reversed(reading.periods):
        if one.end <= period.start and period.end <= opened:  # "21 million | in May |, against 19 million"
            said = said[: period.start - one.end] + said[period.end - one.end :]
        elif period.start >= one.end and reading.parted(quantity.end, max(quantity.end, period.start)) < 1:
            return False
    said = said.replace("(", " ").strip(" ,")
    led = said in lexicon.set_against or said.endswith(lexicon.set_behind)
    return led and len(said) <= _APART and said.count(" ") <= _OF_ONE
