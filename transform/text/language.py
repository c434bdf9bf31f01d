"""Which language a text is in: by its script at once, by statistics only where the script can't decide.

Chinese, Russian and English are nearly always plain from their letters. lingua is loaded for the others: Ukrainian,
Kazakh or Bulgarian against Russian, German or French against English.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from transform.rules import load

if TYPE_CHECKING:
    from lingua import LanguageDetector

import msgspec

#: Code points of the beginning that are looked at: a page's language does not change further down.
_LOOK = 4000
#: Letters needed before statistics are worth more than the commonest language of the script.
_ENOUGH = 60
#: How sure statistics must be to overrule it: headlines full of names look like any language.
_SURE = 0.6
#: A Chinese character stands for about three letters, so a Latin brand name does not outweigh a Chinese headline.
_HAN_WEIGHT = 3

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[a-z]+")


class Scripts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What tells the languages of one script apart.

    `other` names the language of a whole script; `letters` the Cyrillic letters that Russian lacks, by language;
    `english` common words that German, French and Spanish texts don't hold.
    """

    other: dict[str, str]
    letters: dict[str, str]
    english: frozenset[str]
    statistics: dict[str, tuple[str, ...]]


@cache
def _scripts() -> Scripts:
    return load("language", None, Scripts)


@cache
def _detector(script: str) -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper()) for code in _scripts().statistics[script]]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()


def _by_statistics(text: str, script: str, default: str) -> str:
    best = _detector(script).compute_language_confidence_values(text)[0]
    return str(best.language.iso_code_639_1.name).lower() if best.value >= _SURE else default


def _cyrillic(text: str, count: int) -> str:
    lower = text.lower()
    for language, letters in _scripts().letters.items():
        # A single foreign letter is a name in a Russian text; one in two hundred is a language.
        if sum(map(lower.count, letters)) * 200 > count:
            return language
    # Bulgarian writes neither letter; Russian can't go on for long without one of them.
    if "ы" in lower or "э" in lower or count < _ENOUGH:
        return "ru"
    return _by_statistics(text, "cyrillic", "ru")


def _latin(text: str, count: int) -> str:
    words = _WORD.findall(text.lower())
    common = sum(word in _scripts().english for word in words)
    if common * 16 >= len(words) or (count < _ENOUGH and text.isascii()):
        return "en"
    return _by_statistics(text, "latin", "en")


def detect(text: str) -> str:
    """The ISO 639-1 code of the text's language; `und` when it holds no letters at all."""
    head = text[:_LOOK]
    if head.isascii():
        latin = len(_LATIN.findall(head))
        return _latin(head, latin) if latin else "und"
    han, kana = len(_HAN.findall(head)), len(_KANA.findall(head))
    cyrillic, latin = len(_CYRILLIC.findall(head)), len(_LATIN.findall(head))
    others = {language: len(re.findall(span, head)) for language, span in _scripts().other.items()}
    other = max(others, key=lambda language: others[language])
    most = max((han + kana) * _HAN_WEIGHT, cyrillic, latin, others[other])
    if not most:
        return "und"
    if most == (han + kana) * _HAN_WEIGHT:
        return "ja" if kana * 10 > han + kana else "zh"
    if most == cyrillic:
        return _cyrillic(head, cyrillic)
    return _latin(head, latin) if most == latin else other
