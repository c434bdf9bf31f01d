"""Names of parties across three scripts: whether two of them may be one name, by how they sound.

Gazetteer ids settle what is known; this is for the firms that no list has. `Чанбай`, `Changbai` and 长白 sound alike
once written in one alphabet and stripped to consonant classes; what is short or common proves nothing.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from transform.names.gazetteer import gazetteer
from transform.names.transcription import in_syllables, is_syllable
from warehouse.scripts import HAN, hanzi, language_of
from warehouse.sides.latin import latin
from warehouse.sides.side_words import legal_end_zh, legal_form, nation_before_zh, side_words

_NOISE = re.compile(r"[\W_]+")
#: Sounds that one script keeps apart and another doesn't; Chinese has no r, and its b, d, g are unaspirated.
_CLASSES = (
    ("shch", "s"), ("zh", "s"), ("ch", "s"), ("sh", "s"), ("ts", "s"), ("kh", "k"), ("ph", "f"), ("th", "t"),
    ("x", "s"), ("q", "s"), ("c", "s"), ("z", "s"), ("j", "s"), ("b", "p"), ("d", "t"), ("g", "k"), ("h", "k"),
    ("r", "l"), ("v", "f"), ("w", "f"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouy'’]+")
_PLACES = ("place", "region")
#: Begins the short name of many a firm, and of the country.
_MIDDLE = "中"
_WORD = re.compile(r"[^\W\d_]{2}")
#: What makes an adjective of a Chinese name of two syllables and more (Лунцзянский банк).
_ADJECTIVE = re.compile("(?<=[а-я]{5})ск(?:ий|ая|ое|ие)$")
#: What Pinyin writes r, Russian writes ж, in the syllables that Chinese has (瑞 rui жуй, 荣 rong жун, 日 ri жи).
_R_IN_RUSSIAN = re.compile("(?<![чд])ж(?=ань?|ао|э|и|о|у)")
#: What Pinyin writes ü after l and n and papers write u (绿源, Luyuan, Люйюань).
_LU_IN_RUSSIAN = re.compile("(?<=[лн])юй")
#: Pinyin and its Russian transcription write some vowels apart: dong дун, hui хуэй, guo го, xie се.
_VOWEL_CLASSES = (
    ("ong", "un"), ("ng", "n"), ("uei", "ui"), ("uo", "o"), ("yo", "io"), ("yu", "iu"), ("ya", "ia"), ("ye", "ie"),
    ("ie", "e"), ("y", "i"), ("iou", "iu"), ("iui", "iu"),
)  # fmt: skip
#: Pinyin writes ü as u after these: ju, qu, xu are цзюй, цюй, сюй.
_ROUNDED = re.compile("(?<=[jqx])u")
#: Pinyin writes wu what is у in Russian (武昌 Wuchang Учан); an English j is дж there, and no sound of Chinese.
_WU = re.compile("wu")
_ENGLISH_J = re.compile("дж")
#: English letters that Pinyin has for other sounds (Tecno, Текно).
_ENGLISH_C, _ENGLISH_X = re.compile("ck|c(?![ehiyz])"), re.compile("x")
#: Letters that two syllables have at least.
SHORTEST_SPOKEN = 5
#: Letters that a word has which tells a firm by itself.
_TELLING = 5
#: Letters of each word that names run together keep.
_FEWEST_RUN = 3
#: Syllables of a Chinese name that may stand apart.
_MOST_SYLLABLES = 3
#: Fewer consonants than this may agree by chance.
SHORTEST = 3
_NUMBER = re.compile(r"\d+")
#: How alike two spellings in one script must be.
ALIKE = 0.86


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """A name without case, quotes, punctuation, legal form and the nation before a Russian firm's Chinese name."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    folded = _syllables_joined(" ".join(legal_form().sub(" ", _NOISE.sub(" ", folded)).split()))
    return legal_end_zh().sub("", nation_before_zh(3).sub("", folded)) or folded


def _syllables_joined(folded: str) -> str:
    """A Chinese name whose syllables stand apart as one word: «Лун Тай», Zhong Mu Xin."""
    words, language = folded.split(), language_of(folded)
    if not 2 <= len(words) <= _MOST_SYLLABLES or not all(is_syllable(word, language) for word in words):
        return folded
    return "".join(words)


def _without_places(name: str) -> str:
    """The name without towns and provinces, where something is left of it."""
    rest, end = "", 0
    for mention in gazetteer().find(name, language_of(name), kinds=_PLACES):
        rest += name[end : mention.start] + " "
        end = mention.end
    rest = (rest + name[end:]).strip()
    return rest if _WORD.search(rest) else name


@lru_cache(maxsize=65536)
def sounds(name: str) -> frozenset[str]:
    """Consonant skeletons of a name's words; of a Chinese name, of its first two, three and four characters.

    A town in a name is no evidence: half of Dalian's firms begin with it.
    """
    return frozenset(skeleton for part in _telling_parts(name) if len(skeleton := _skeleton(part)) >= SHORTEST)


@lru_cache(maxsize=65536)
def syllables(name: str) -> frozenset[str]:
    """As `sounds`, with vowels: two Chinese syllables have too few consonants to tell names apart (海舟, Хайчжоу)."""
    return frozenset(said for part in _telling_parts(name) if len(said := spoken(part)) >= SHORTEST_SPOKEN)


@lru_cache(maxsize=65536)
def plain_name(name: str) -> str:
    """The folded name without towns, provinces and the nation, where something is left of it."""
    folded = fold_name(_without_places(name))
    return nation_before_zh(2, china=True).sub("", hanzi(folded)) if HAN.search(folded) else folded


@lru_cache(maxsize=65536)
def spoken_names(name: str) -> tuple[str, ...]:
    """What of a Chinese name is spoken: 中 stands for China, or is the first syllable (中木鑫, 江苏中天)."""
    plain = plain_name(name)
    return (plain, f"{_MIDDLE}{plain}") if f"{_MIDDLE}{plain[:2]}" in hanzi(name) else (plain,)


def _telling_parts(name: str) -> list[str]:
    plain = plain_name(name)
    if HAN.search(plain):
        return [said[:size] for said in spoken_names(name) for size in (2, 3, 4, 5, 6) if len(said) >= size]
    words = [word for word in plain.split() if len(word) >= 4 and not word.startswith(side_words().common)]
    words += [word[: match.start()] for word in words if (match := _ADJECTIVE.search(word))]
    return [said for word in words for said in both_readings(word)]


def both_readings(name: str) -> tuple[str, ...]:
    """A folded name and another reading: its ж is the r of Pinyin, and its люй the lü that English writes lu.

    In Latin letters what is no Pinyin may be English, whose c and x are others.
    """
    language = language_of(name)
    if language == "en" and not in_syllables(name, "en"):
        other = _ENGLISH_X.sub("ks", _ENGLISH_C.sub("k", name))
    else:
        other = _LU_IN_RUSSIAN.sub("у", _R_IN_RUSSIAN.sub("р", name))
    return (name,) if other == name else (name, other)


def _skeleton(word: str) -> str:
    return _once(_VOWELS.sub("", _classed(re.sub(r"ng(?![aeiou])", "n", _said(word)))))


def _said(word: str) -> str:
    """A word in Latin letters, without those that only one script writes."""
    return _WU.sub("u", latin(_ENGLISH_J.sub("ж", word)))


def spoken(word: str) -> str:
    """The word's sounds in classes, by which Pinyin and its Russian transcription (чжоу, цзинь, хуэй) agree."""
    said = _ROUNDED.sub("iu", re.sub(r"[^a-z]", "", _said(word)))
    for written, sound in _VOWEL_CLASSES:
        said = said.replace(written, sound)
    return _once(_classed(said))


def _classed(said: str) -> str:
    for written, sound in _CLASSES:
        said = said.replace(written, sound)
    return said


def _once(said: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]", "", said))


def _shortened(short: list[str], long: list[str]) -> bool:
    """Does a name leave out what stands between another's first and last words (Харбинское бюро)?"""
    ends = len(short) == 2 < len(long) and (short[0], short[-1]) == (long[0], long[-1])
    return ends and len(short[0]) >= _TELLING and not short[0].startswith(side_words().common)


def _run_together(short: str, long: list[str]) -> bool:
    """Is a name made of how another's first words begin (Вятмаш, Вятский машиностроительный завод)?"""
    if " " in short or len(long) < 2 or short.startswith(side_words().common):
        return False
    sizes = range(_FEWEST_RUN, len(short) - _FEWEST_RUN + 1)
    return any(long[0].startswith(short[:at]) and _goes_into(short[at:], long[1:]) for at in sizes)


def _goes_into(rest: str, words: list[str]) -> bool:
    """Is the rest of a name made of how these words begin, each in its turn?"""
    if not rest:
        return True
    sizes = range(min(_FEWEST_RUN, len(rest)), len(rest) + 1)
    return bool(words) and any(words[0].startswith(rest[:at]) and _goes_into(rest[at:], words[1:]) for at in sizes)


def _of_other_syllables(left: str, right: str) -> bool:
    """Do both differ in one word, a Chinese name said with other consonants (Jinlin Chemicals, Jinping Chemicals)?"""
    ours, theirs = left.split(), right.split()
    own = [*(word for word in ours if word not in theirs), *(word for word in theirs if word not in ours)]
    if len(ours) != len(theirs) or len(own) != 2 or any(HAN.search(word) for word in own):
        return False
    if not all(in_syllables(word, language_of(word)) for word in own):
        return False
    short, long = sorted(map(_skeleton, own), key=len)
    return not long.startswith(short)  # a case adds its ending


@lru_cache(maxsize=65536)
def numbered_apart(left: str, right: str) -> bool:
    """Has each a number that the other lacks, as two works of one town have (Plant No. 1, 第2工厂)?"""
    ours, theirs = (set(_NUMBER.findall(unicodedata.normalize("NFKC", name))) for name in (left, right))
    return bool(ours and theirs) and not ours & theirs


@lru_cache(maxsize=65536)
def alike(left: str, right: str) -> bool:
    """May these be one name? In one script by spelling, across scripts by sound."""
    ours, theirs = fold_name(left), fold_name(right)
    if ours == theirs:
        return True
    if numbered_apart(left, right):
        return False
    scripts = {language_of(left), language_of(right)}
    if len(scripts) == 1:
        short, long = sorted((ours, theirs), key=len)
        # ITG is Xiamen ITG; three letters are a name only as initials.
        initials = len(short) == 3 and (left if short == ours else right).isupper()
        whole = (len(short) >= 4 or initials) and f" {short} " in f" {long} "
        # 渝塑集团 is 重庆渝塑集团: two characters are a name where the other adds its town.
        inside = scripts == {"zh"} and ((len(short) >= 3 and short in long) or plain_name(long) == short)
        return (
            whole
            or inside
            or _shortened(short.split(), long.split())
            or _run_together(short, long.split())
            or (SequenceMatcher(None, ours, theirs).ratio() >= ALIKE and not _of_other_syllables(ours, theirs))
        )
    return bool(sounds(left) & sounds(right)) or ("zh" in scripts and bool(syllables(left) & syllables(right)))
