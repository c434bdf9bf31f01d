"""One number of a text with its unit; None where it is a year, a type, a label."""

from __future__ import annotations

import re

from transform.numbers.counting_zh import LEAD, ROUND, read_chinese
from transform.numbers.digits import Numeral, number_words
from transform.numbers.draft import Draft, sign, take
from transform.numbers.inverted import turned
from transform.numbers.nouns_before import noun_before
from transform.numbers.spelled import odd_after
from transform.numbers.units import Unit, counted, unit_after, unit_before, unit_beyond
from transform.numbers.wording import wording

_YEAR = re.compile(r"\d{4}")
#: So near before its number stands what is counted by the piece.
_PIECES = 40
#: A greater number behind a month's name is no day of it: "in July 412 trains passed".
_LAST_DAY = 31
#: No project or line has a greater number in its name.
_IN_NAME = 12
#: "25m-38m tonnes" is a range, "Tu-204" a type.
_SCALED = re.compile(r"\d[mbkt]n?-$")
_SEASON = re.compile(r"(?<!\d)(?:19|20)\d\d/\d\d$")
_LETTERS = re.compile(r"[^\W\d_]+")
#: Goods in capitals, behind which no blank need stand in Chinese.
_ACRONYM = re.compile("[A-Z]{3,}$")


def read_number(number: Numeral, text: str, low: str, language: str) -> Draft | None:
    """The number with its unit, or bare where a neighbour may lend one; `low` is the text in small letters."""
    say = wording(language)
    draft = Draft(number)
    start = number.start
    before = text[start - 1] if start else ""
    prefix = unit_before(text, start, language)
    if not number.spelled and not prefix and (before.isalpha() and (before.isascii() or say.spaced)):
        measured = None if say.spaced else unit_after(text, number.end, language)
        if not (measured and measured.kind in ("dimension", "money") and _ACRONYM.search(text, 0, start)):
            return None  # F7, G20, but 俄LNG190万吨
    hyphened = before == "-" and not number.spelled and start > 1 and text[start - 2].isalpha()
    if hyphened and not prefix and say.spaced and not _SCALED.search(low[max(0, start - 4) : start]):
        return None  # Су-57
    lead = low[max(0, start - LEAD) : start]
    if before == "/" and _SEASON.search(low, 0, number.end) and number.scale == 1:
        return None  # «за сезон 2021/22 — 72 тыс. т»
    if number.value == 0 or (number.scale == 1 and say.ordinal.search(lead)):
        return None
    if (before and before in "▲▼↑↓±") or (prefix and prefix.start and text[prefix.start - 1] == "/"):
        return None  # a market ticker or a tolerance: "USD/CNY 7.149", "▼0.46%", "±5%"
    if not say.spaced:
        return read_chinese(draft, text, prefix)
    read = _read_spaced(draft, text, low, language, prefix)
    if read is not None and say.inverted:
        turned(read, text, low, language, say.inverted)
    return read


def _read_spaced(draft: Draft, text: str, low: str, language: str, prefix: Unit | None) -> Draft | None:
    say, number = wording(language), draft.number
    end = number.end
    lead = low[max(0, number.start - LEAD) : number.start]
    odd = odd_after(text, end, language)
    if odd > end:
        draft.modifier, end = "over", odd
    suffix = unit_after(text, end, language) or (None if prefix else unit_beyond(text, end, language))
    vague = say.vague.fullmatch(low, number.start, number.end) is not None and not say.before.search(lead)
    if number.bare_scale and (vague or say.apiece.match(low, suffix.end if suffix else end)):
        return None
    if prefix and not (suffix and suffix.kind == "money"):
        take(draft, prefix)
        draft.start = prefix.start
        _regroup(draft, language)
        return sign(draft, text, say)
    if suffix:
        return _with_unit(draft, text, low, lead, language, suffix)
    year = not number.spelled and 1900 <= number.value <= 2100 and _YEAR.fullmatch(number.raw or "") is not None
    if year and say.year_lead.search(lead):
        return None
    after = text[end : end + 1]
    if after == "-" and not _number_follows(text, low, end + 1, language):
        return None
    dated = number.value <= _LAST_DAY and say.month_lead.search(lead)
    if (after and after in "-–—") or after.isalpha() or dated:
        return None if year else draft
    if vague or (number.spelled and (number.value == 1 or (number.value < 20 and say.definite.search(lead)))):
        return None
    if say.factor.search(lead):
        draft.unit, draft.kind = "times", "times"
        return draft
    if noun := counted(text, end, language):
        apart = number.scale == 1 and number.value <= _IN_NAME and not text[end : noun.end].strip().isalpha()
        if apart and say.ends_name.search(text, max(0, number.start - LEAD), number.start):
            return None
        return _counting(draft, low, language, noun)
    return None if year else draft


def _with_unit(draft: Draft, text: str, low: str, lead: str, language: str, unit: Unit) -> Draft | None:
    """The number with the unit behind it; None where both only say what something else is, or is paid for."""
    say, number = wording(language), draft.number
    if unit.kind == "times":
        return _times(draft, unit, low, language)
    if say.per.search(lead) and number.value in ROUND:
        return None
    if number.spelled and number.value == 1:
        if unit.kind == "dimension":
            return None  # "one tonne of concentrate earns"
        if unit.kind == "money" and not say.follow.match(low, unit.end):
            return None  # "one yuan facility"
    if unit.kind == "money" and number.scale == 1 and say.paper.match(low, unit.end):
        kept = counted(text, unit.end, language)  # "2,150 yuan accounts"
        if kept is None or kept.code != "item":
            return None
        unit = kept
    take(draft, unit)
    draft.end = unit.end
    return sign(draft, text, say)


def _counting(draft: Draft, low: str, language: str, noun: Unit) -> Draft | None:
    """The number with the noun that it counts; None of a few persons or things in words, which are no figure."""
    say, number = wording(language), draft.number
    if number.spelled and number.value < 10 and noun.code in ("person", "item"):
        return None
    if number.scale == 1 and say.make.fullmatch((noun.noun or "").lower()):
        return None
    take(draft, noun)
    draft.end = noun.end
    if say.pieces.fullmatch(noun.noun or ""):
        kind = noun_before(low, max(0, number.start - _PIECES), number.start, language)
        if kind and kind.code in ("vehicle", "vessel", "container", "train"):
            draft.unit, draft.noun = kind.code, kind.noun  # «пошли автомобили: 34,6 тыс. штук»
    _regroup(draft, language)
    return draft


def _number_follows(text: str, low: str, position: int, language: str) -> bool:
    """Whether a number stands right behind a hyphen ("5-7", "$3-$4", "три-четыре")."""
    if text[position : position + 2].lstrip("$€£₽¥")[:1].isdigit():
        return True
    word = _LETTERS.match(low, position)
    return bool(word) and word is not None and word.group() in number_words(language).words


_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")


def _regroup(draft: Draft, language: str) -> None:
    """Read "$635,000" in a Russian text as English writes it: no price has three decimals, no crowd has any."""
    whole = draft.kind == "count" or (draft.kind == "money" and draft.start < draft.number.start)
    if number_words(language).decimal == "," and draft.scale == 1 and whole and _COMMA.fullmatch(draft.number.raw):
        draft.value *= 1000


def _times(draft: Draft, unit: Unit, low: str, language: str) -> Draft | None:
    say = wording(language)
    changed = say.change.search(low[max(0, draft.start - 60) : draft.start]) or not say.occasion.search(
        low, 0, unit.end
    )
    if low[unit.end : unit.end + 1].isdigit() or (say.occasions.match(low, unit.end) and not changed):
        return None  # "three times a year" counts occasions
    take(draft, unit)
    draft.end = unit.end
    return draft
