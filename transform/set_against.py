"""Amounts set against the one before («930 млн против 1,86 млрд»), which are of a year earlier."""

from __future__ import annotations

import re

from transform.lexicon import Lexicon
from transform.reading import Reading

#: No farther apart stand the two amounts.
_APART = 36
#: So many words more may stand between: «27% продаж группы против 13%».
_OF_ONE = 4
_CLOSED = re.compile(r"\s*(?:[.,;:)]|$)")


def set_against(reading: Reading, lexicon: Lexicon, index: int, opened: int) -> bool:
    """Is the number set against the one before, without a date of its own («930 млн против 1,86 млрд»)?"""
    quantity, one = reading.quantities[index], reading.quantities[index - 1]
    if one.unit != quantity.unit or one.kind != quantity.kind or quantity.start - one.end > _APART:
        return False
    if lexicon.outdone.search(reading.folded) or not _CLOSED.match(reading.folded, quantity.end):
        return False
    said = reading.folded[one.end : opened].strip(" ,(")
    led = said in lexicon.set_against or said.endswith(lexicon.set_behind)
    return led and said.count(" ") <= _OF_ONE and not any(p.start >= one.end for p in reading.periods)
