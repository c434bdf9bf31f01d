"""Numbers as English, Russian and Chinese write them: digits in every notation, words, scales, and mixtures.

Only the number: what it counts is `transform.numbers.units`' and `transform.numbers.amounts`' question.
"""

from __future__ import annotations

from transform.numbers.digits import Numeral, narrow
from transform.numbers.hanzi import hanzi_numerals
from transform.numbers.spelled import spelled_numerals

__all__ = ["Numeral", "find_numerals", "narrow"]


def find_numerals(text: str, language: str) -> list[Numeral]:
    """All numbers of the (narrowed) text, left to right."""
    return list(hanzi_numerals(text)) if language == "zh" else list(spelled_numerals(text, language))
