"""Numbers as English, Russian and Chinese write them: digits in every notation, words, scales, and mixtures.

Only the number: what it counts is `transform.units`' and `transform.amounts`' question.
"""

from __future__ import annotations

from transform.digits import Numeral, narrow
from transform.hanzi import hanzi_numerals
from transform.spelled import spelled_numerals

__all__ = ["Numeral", "find_numerals", "narrow"]


def find_numerals(text: str, language: str) -> list[Numeral]:
    """All numbers of the (narrowed) text, left to right."""
    return list(hanzi_numerals(text)) if language == "zh" else list(spelled_numerals(text, language))
