"""Text made comparable: lower case, plain punctuation, one alphabet a word, every offset kept."""

from __future__ import annotations

import re
from functools import lru_cache

_PLAIN = {
    "ё": "е", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\n": " ", "\t": " ", "‑": "-", "–": "-", "—": "-",
    "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    **{chr(code): chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)},
}  # fmt: skip
_ODD = re.compile(f"[{''.join(_PLAIN)}]")
_CYRILLIC = re.compile("[а-я]")
#: The Latin letter stands first in the pattern, so that nothing is tried at Russian ones.
_MIXED = re.compile(r"[a-z](?:(?=[а-я])|(?<=[а-я].))")
_CYRILLIC_OF_LATIN = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
_LATIN_OF_CYRILLIC = str.maketrans("асеорхукмтвн", "aceopxykmtbh")
_WORD = re.compile(r"[a-zа-я]+")


def _one_script(match: re.Match[str]) -> str:
    """A word in which look-alike letters of the other alphabet stand, in the alphabet that it can be written in."""
    word = match.group()
    if not _MIXED.search(word):
        return word
    cyrillic = word.translate(_CYRILLIC_OF_LATIN)
    if not re.search("[a-z]", cyrillic):
        return cyrillic
    latin = word.translate(_LATIN_OF_CYRILLIC)
    return latin if not re.search("[а-я]", latin) else word


@lru_cache(maxsize=64)  # names, cues and topics of one sentence are looked for one after the other
def fold(text: str) -> str:
    """The text in lower case, plain quotes, hyphens, spaces and digits, one alphabet a word; the same length."""
    lower = text.lower()
    if len(lower) != len(text):  # İ, the one letter whose lower case is two code points
        lower = "".join(char.lower()[0] for char in text)
    if not lower.isascii():
        for odd in set(_ODD.findall(lower)):  # a text holds few of them
            lower = lower.replace(odd, _PLAIN[odd])
        if _CYRILLIC.search(lower) and _MIXED.search(lower):
            lower = _WORD.sub(_one_script, lower)
    else:
        lower = lower.replace("\n", " ").replace("\t", " ")
    return lower
