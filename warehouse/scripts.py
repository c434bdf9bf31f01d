"""The language that a name or word is written in, as its script tells it."""

from __future__ import annotations

import re
from functools import lru_cache

from transform.records import Language

HAN = re.compile("[一-鿿]")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


@lru_cache(maxsize=65536)
def language_of(name: str) -> Language:
    """`zh` where a character is Chinese, else `ru` where a letter is Cyrillic, else `en`."""
    return "zh" if HAN.search(name) else "ru" if _CYRILLIC.search(name) else "en"


def hanzi(name: str) -> str:
    """The Chinese characters of a name."""
    return "".join(HAN.findall(name))
