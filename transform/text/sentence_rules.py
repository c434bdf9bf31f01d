"""What stands in `rules/sentences/`: abbreviations, datelines and the words that part clauses.

A text is cut before anybody asks for its language, and news mixes scripts: all languages' rules hold at once.
"""

from __future__ import annotations

import re
from itertools import chain

import msgspec

from transform.rules import NEVER, load, pattern


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    datelines: tuple[str, ...]
    abbreviations: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    counted: re.Pattern[str] = NEVER
    begins: re.Pattern[str] = NEVER
    unstopped: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


_EN, _RU, _ZH = _FILES = tuple(load("sentences", language, _File, pattern) for language in ("en", "ru", "zh"))

#: What a full stop may shorten without an end of the sentence.
ABBREVIATIONS = frozenset(chain.from_iterable(file.abbreviations for file in _FILES))
#: Units of which that is only so where no number is counted before them or no sentence begins behind.
MEASURES, COUNTED, BEGINS = _RU.measures, _RU.counted, _RU.begins
DATELINE = re.compile("|".join(chain.from_iterable(file.datelines for file in _FILES)))
#: Abbreviations whose full stop may be blanked out.
UNSTOPPED = tuple(chain.from_iterable(file.unstopped for file in _FILES))
#: Words between two clauses.
CLAUSES = tuple(chain.from_iterable(file.clauses for file in _FILES))
