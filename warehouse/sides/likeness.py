"""How alike two names in two scripts are, where neither their whole sound nor their whole meaning agrees.

A firm that no list has is written as each paper likes: part transcribed, part translated, part left out. 卡拉尔铜业 is
Kalar Copper and «Каларская медь», 华矿国际工程 is Huakuang. `likeness` follows the sounds of both names from the
beginning of a word (Chinese: of a character) for as long as they agree, and adds what their other words mean.
"""

from __future__ import annotations

import re
from functools import lru_cache

from transform.names.transcription import in_syllables
from warehouse.scripts import language_of
from warehouse.sides.latin import latin
from warehouse.sides.name_meaning import FEWEST_MEANINGS, empty, understood
from warehouse.sides.name_words import told
from warehouse.sides.names import (
    SHORTEST,
    alike,
    both_readings,
    fold_name,
    numbered_apart,
    plain_name,
    sounds,
    spoken,
    spoken_names,
    syllables,
)
from warehouse.sides.side_words import legal_end_zh

_VOWELS = frozenset("aeiou")
#: Sounds that transcriptions take for each other: Chinese ends no syllable in m, and has no v, r or sh before i.
_NEAR = frozenset(frozenset(pair) for pair in ("mn", "ln", "st", "sk", "kt", "pf", "fu", "iu", "fk", "lt"))
#: Points of two sounds that agree, may be taken for each other, differ; of a sound that one name lacks.
_SAME, _SAME_VOWEL = 2.0, 0.8
_TAKEN, _VOWELS_DIFFER, _DIFFER = 0.4, -0.2, -2.0
_LACKS, _LACKS_VOWEL = -1.6, -0.35
#: Points of a meaning in common beside the sounds.
_MEANING = 2.5
#: Points of a town that both are named after, and of figures in both names (小铺24, «Лавка24»).
_TOWN, _FIGURES = 1.5, 7.0
#: How alike a name and its initials are: three letters are soon shared.
_ABBREVIATED = 0.8
#: How alike names are of which every word is understood and the one means all that the other does.
_TRANSLATED = 0.8
#: How alike names are of which a word or the first characters are said just so, vowels and all (和协, Hexie, Хэсе).
_SAID, _SHORTEST_SAID = 0.6, 4
#: Characters to which a Chinese name is cut at most, and what firms of both lengths end in.
_CUT = 4
_NUMBER = re.compile(r"\d{2,}")
#: Characters at which a Chinese name may begin to be spoken: the town before it is left out by some.
_BEGINNINGS = 5
#: Sounds that are compared: the names of two firms differ before that.
_LONGEST = 16
#: Points from which names are alike at all, and at which they are as good as one.
NONE, FULL = 4.0, 10.0
#: How alike names are of which only three consonants agree: of the gazetteer's firms 97 in 100 are, of pairs of
#: different firms with as many consonants in common four in ten.
SOUNDS_SO = 0.3


@lru_cache(maxsize=65536)
def likeness(left: str, right: str) -> float:
    """From 0, nothing in common, to 1, as good as one name."""
    if numbered_apart(left, right) or _said_apart(left, right):
        return 0.0
    if abbreviates(left, right) or abbreviates(right, left):
        return _ABBREVIATED
    if _translates(left, right):
        return _TRANSLATED
    least = _SAID if _words_said(left) & _words_said(right) else 0.0
    cognates = language_of(left) != "zh" != language_of(right)
    ours, theirs = _beginnings(left, cognates), _beginnings(right, cognates)
    points = max((_together(one, other) for one in ours for other in theirs), default=0.0)
    points += _MEANING * len(told(left).meanings & told(right).meanings) + _TOWN * len(
        told(left).lands & told(right).lands
    )
    points += _FIGURES * bool(set(_NUMBER.findall(left)) & set(_NUMBER.findall(right)))
    return min(1.0, max(least, (points - NONE) / (FULL - NONE)))


@lru_cache(maxsize=65536)
def _words_said(name: str) -> frozenset[str]:
    """How the words sound that tell which firm it is, and the whole; of a Chinese name its first characters."""
    plain = plain_name(name)
    if language_of(name) == "zh":
        words = [said[:size] for said in spoken_names(name) for size in (2, 3, 4) if len(said) >= size]
    else:
        words = [one for word in plain.split() if not understood(word) for one in both_readings(word)]
        words += both_readings("".join(fold_name(name).split()))
    return frozenset(said for word in words if len(said := spoken(word)) >= _SHORTEST_SAID)


def _translates(left: str, right: str) -> bool:
    """Is every word of both names understood, and does the one mean all that the other does, or more?"""
    ours, theirs = told(left), told(right)
    short, long = sorted((ours.meanings | ours.lands, theirs.meanings | theirs.lands), key=len)
    return not ours.unknown and not theirs.unknown and len(short) >= FEWEST_MEANINGS and short <= long


@lru_cache(maxsize=65536)
def one_name(left: str, right: str) -> bool:
    """May these be one name? Three consonants in common are soon shared: then the whole must sound alike as well.

    Two Chinese names that are written out agree in every syllable: «Хуашэн» is no Haisheng.
    """
    if not alike(left, right) or language_of(left) == language_of(right) or syllables(left) & syllables(right):
        return alike(left, right)
    if _said_apart(left, right):
        return False
    return any(len(key) > SHORTEST for key in sounds(left) & sounds(right)) or likeness(left, right) >= SOUNDS_SO


@lru_cache(maxsize=65536)
def _said_apart(left: str, right: str) -> bool:
    """Are these Chinese names of two scripts, written out in syllables of which others are in the other name?"""
    ours, theirs = sorted((left, right), key=lambda name: language_of(name) == "zh")
    written = [
        language_of(name) == "zh" or in_syllables(plain_name(name), language_of(name)) for name in (ours, theirs)
    ]
    if language_of(ours) == language_of(theirs) or not all(written):
        return False
    said = syllables(ours)
    return bool(said) and not any(one.startswith(word) for word in said for one in _beginnings(theirs, False))


def abbreviates(short: str, name: str) -> bool:
    """Are these a name's initials, in whichever script (АТБ for Азиатско-Тихоокеанский банк, КАСЗ for KASZ)?"""
    if not (3 <= len(short) <= 6 and short.isalpha() and short.isupper()) or language_of(short) == "zh":
        return False
    if name.isupper() and name.isalpha():
        return len(short) > 3 and language_of(name) != language_of(short) and latin(short) == latin(name)
    words = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 3 or word[0].isupper()]
    return len(words) >= 3 and latin(short) == "".join(latin(word[0]) for word in words)


@lru_cache(maxsize=65536)
def cut_short(left: str, right: str) -> bool:
    """May one Chinese name be the other cut to a few of its characters (中石油, 中国石油天然气集团)?"""
    short, long = sorted((legal_end_zh().sub("", name) for name in (left, right)), key=len)
    if language_of(short) != "zh" or not 2 <= len(short) <= len(long) - 2 or len(short) > _CUT or short[0] != long[0]:
        return False
    rest = iter(long)
    return all(char in rest for char in short)


@lru_cache(maxsize=65536)
def _beginnings(name: str, cognates: bool) -> tuple[str, ...]:
    """The name's sounds from each place at which one may begin to say it: a nation (China …) tells no firm.

    Between English and Russian `cognates` (Energy, «Энергия») are no sounds in common: their meaning counts.
    """
    plain = plain_name(name)
    if language_of(name) == "zh":
        whole = spoken_names(name)[-1]
        return tuple(spoken(whole[at:])[:_LONGEST] for at in range(min(_BEGINNINGS, len(whole) - 1)))
    words = plain.split()
    telling = [at for at, word in enumerate(words) if not (understood(word) if cognates else empty(word))]
    telling = telling or ([] if cognates else [0])
    return tuple(spoken(said)[:_LONGEST] for at in telling if words for said in both_readings("".join(words[at:])))


@lru_cache(maxsize=262144)
def _together(left: str, right: str) -> float:
    """Points of the best agreement of two strings of sounds that begin together."""
    if not left or not right or (left[0] != right[0] and not {left[0], right[0]} <= _VOWELS):
        return 0.0
    row = [0.0]
    for sound in right:
        row.append(row[-1] + (_LACKS_VOWEL if sound in _VOWELS else _LACKS))
    best = 0.0
    for ours in left:
        lacks = _LACKS_VOWEL if ours in _VOWELS else _LACKS
        new = [row[0] + lacks]
        for index, theirs in enumerate(right):
            here = max(
                row[index] + _agree(ours, theirs),
                row[index + 1] + lacks,
                new[index] + (_LACKS_VOWEL if theirs in _VOWELS else _LACKS),
            )
            new.append(here)
            best = max(best, here)
        row = new
    return best


def _agree(left: str, right: str) -> float:
    if left == right:
        return _SAME_VOWEL if left in _VOWELS else _SAME
    if left in _VOWELS and right in _VOWELS:
        return _VOWELS_DIFFER
    return _TAKEN if frozenset((left, right)) in _NEAR else _DIFFER


@lru_cache(maxsize=65536)
def beginnings(name: str) -> frozenset[str]:
    """The first two consonants from each place at which one may begin to say the name."""
    firm = ("".join(sound for sound in said if sound not in _VOWELS)[:2] for said in _beginnings(name, False))
    return frozenset(one for one in firm if len(one) == 2)
