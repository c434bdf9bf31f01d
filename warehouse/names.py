"""Names of parties across three scripts: whether two of them may be one name, by how they sound.

Gazetteer ids settle what is known; this is for the firms that no list has. `Чанбай`, `Changbai` and 长白 sound alike
once written in one alphabet and stripped to consonant classes; what is short or common proves nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from text_unidecode import unidecode

_NOISE = re.compile(r"[\W_]+")
_LEGAL = re.compile(
    r"\b(?:ltd|llc|inc|corp|corporation|company|co|group|holding|plc|jsc|pjsc|"
    r"ооо|оао|пао|зао|ао|гк|нк|группа|компания|корпорация|холдинг|концерн)\b"
)
_LEGAL_ZH = re.compile(r"(?:股份)?(?:有限)?(?:责任)?(?:公司|集团|企业)$")
_COUNTRY_ZH = re.compile(r"^(?:俄罗斯|中国|俄|中)(?=[\u4e00-\u9fff]{2})")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: Sounds that one script keeps apart and another doesn't; Chinese has no r, and its b, d, g are unaspirated.
_CLASSES = (
    ("shch", "s"), ("zh", "s"), ("ch", "s"), ("sh", "s"), ("ts", "s"), ("kh", "k"), ("ph", "f"), ("th", "t"),
    ("x", "s"), ("q", "s"), ("c", "s"), ("z", "s"), ("j", "s"), ("b", "p"), ("d", "t"), ("g", "k"), ("h", "k"),
    ("r", "l"), ("v", "f"), ("w", "f"),
)  # fmt: skip
#: Beginnings of words that a thousand firms have in their names.
_COMMON = (
    "bank", "port", "auto", "motor", "heavy", "machin", "steel", "timber", "trad", "logist", "energ", "industr",
    "shipp", "grain", "china", "chinese", "russia", "national", "state", "international", "northern", "eastern", "east",
    "банк", "порт", "авто", "мотор", "маши", "торг", "логист", "энерг", "пром", "китай", "росси", "национал", "госуд",
    "международ", "восточ", "север", "завод",
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouy'’]+")
#: Fewer consonants than this may agree by chance.
SHORTEST = 3
#: How alike two spellings in one script must be.
ALIKE = 0.86


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """A name without case, quotes, punctuation and legal form."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    folded = _LEGAL.sub(" ", _NOISE.sub(" ", folded))
    return _LEGAL_ZH.sub("", " ".join(folded.split())) or folded.strip()


@lru_cache(maxsize=65536)
def sounds(name: str) -> frozenset[str]:
    """Consonant skeletons of a name's words; of a Chinese name, of its first two, three and four characters."""
    folded = fold_name(name)
    if _HAN.search(folded):
        plain = _COUNTRY_ZH.sub("", "".join(_HAN.findall(folded)))
        parts: Iterable[str] = [plain[:size] for size in (2, 3, 4) if len(plain) >= size]
    else:
        parts = [word for word in folded.split() if len(word) >= 4 and not word.startswith(_COMMON)]
    return frozenset(skeleton for part in parts if len(skeleton := _skeleton(part)) >= SHORTEST)


def _skeleton(word: str) -> str:
    latin = unidecode(word).lower()
    latin = re.sub(r"ng(?![aeiou])", "n", latin)
    for written, sound in _CLASSES:
        latin = latin.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]", "", _VOWELS.sub("", latin)))


@lru_cache(maxsize=65536)
def script(name: str) -> str:
    """The script that a name is written in: `han`, `cyrillic` or `latin`."""
    if _HAN.search(name):
        return "han"
    return "cyrillic" if re.search(r"[а-яё]", name.casefold()) else "latin"


@lru_cache(maxsize=65536)
def alike(left: str, right: str) -> bool:
    """May these be one name? In one script by spelling, across scripts by sound."""
    ours, theirs = fold_name(left), fold_name(right)
    if ours == theirs:
        return True
    if script(left) == script(right):
        short, long = sorted((ours, theirs), key=len)
        whole = len(short) >= 4 and f" {short} " in f" {long} "
        inside = script(left) == "han" and len(short) >= 3 and short in long
        return whole or inside or SequenceMatcher(None, ours, theirs).ratio() >= ALIKE
    return bool(sounds(left) & sounds(right))
