"""One number of a Chinese text with its unit: measure words, 成 and 百分之, and factors that grew BY so many times."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import msgspec

from transform.numbers.digits import Numeral, number_words
from transform.numbers.draft import Draft, sign, take
from transform.numbers.nouns_before import noun_before
from transform.numbers.units import Unit, counted, may_mean, unit_after
from transform.numbers.wording import wording
from transform.records import Modifier
from transform.rules import load, pattern

#: As far before a number as the words that say how it is meant.
LEAD = 24
#: "Per thousand tonnes" is the unit of a price or a rate.
ROUND = (1, 10, 100, 1000, 10000)


class CountingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How Chinese counts, from `rules/counting/zh.toml`; the file says what each is for."""

    vague: str
    hundredth: str
    tenth: re.Pattern[str]
    after_tenth: re.Pattern[str]
    own: str
    half: str
    not_half: str
    to_tenths: re.Pattern[str]
    coins: tuple[str, ...]
    more: re.Pattern[str]
    some: str
    about: re.Pattern[str]
    measures: tuple[str, ...]
    closed: re.Pattern[str]
    copies: str
    stop: re.Pattern[str]
    sized: re.Pattern[str]
    tenths: re.Pattern[str]
    level: str
    shops: re.Pattern[str]
    each: tuple[str, ...]
    grade: re.Pattern[str]
    grown: re.Pattern[str]
    daily: re.Pattern[str]
    long: re.Pattern[str]


@cache
def _rules() -> CountingRules:
    return load("counting", "zh", CountingRules, pattern)


def read_chinese(draft: Draft, text: str, prefix: Unit | None) -> Draft | None:
    """The number with its unit, `prefix` being the money named before it; None where it is no amount."""
    rules, number = _rules(), draft.number
    if number.odd and rules.some in text[number.start : number.end]:
        draft.modifier = "about"  # 十来万
    if _take_hundredth(draft, text):
        return draft
    if _belongs_to_another(number, text):
        return None
    if _take_tenths(draft, text):
        return draft
    more = rules.more.match(text, number.end)
    place = more.end() if more else number.end
    if rules.sized.match(text, place):
        return None
    unit = _unit_at(draft, text, place, more=more is not None)
    if prefix:
        if number.spelled and number.end - number.start == 1 and not unit:
            return None  # 美元一分不收: no sum
        money = unit if unit and unit.kind == "money" else None
        coin = money is not None and text[money.start : money.end].strip() in rules.coins
        sign_before = text[prefix.start : number.start].strip()
        if money is None or (coin and prefix.code != money.code and not may_mean(sign_before, money.code, "zh")):
            take(draft, prefix)
            draft.start = prefix.start
            draft.end = max(draft.end, money.end if money else 0)
            draft.modifier = _odd(more) if more else draft.modifier
            return sign(draft, text, wording("zh"))
    if not unit:
        return None if number.high is not None else draft
    if more:
        draft.modifier = _odd(more)
    lead = text[max(0, number.start - LEAD) : number.start]
    if _counts_nothing(number, unit, text, lead, place, more=more is not None):
        return None
    take(draft, unit)
    draft.end = unit.end
    _add_behind_unit(draft, text, lead)
    return sign(draft, text, wording("zh"))


def _take_hundredth(draft: Draft, text: str) -> bool:
    """Make a percentage of what stands behind 百分之, and tell whether it does."""
    hundredth, start = _rules().hundredth, draft.number.start
    before = text[:start].removesuffix(" ")  # some set digits apart: 减少百分之 15
    if not before.endswith(hundredth):
        return False
    draft.start, draft.unit, draft.kind = len(before) - len(hundredth), "%", "percent"
    return True


def _belongs_to_another(number: Numeral, text: str) -> bool:
    """Is the numeral a part of another number or of a vague word?"""
    rules, start, end = _rules(), number.start, number.end
    if number.spelled and start and text[start - 1] in rules.vague:
        return True
    if end - start > 1:
        return False
    tail = number.spelled and rules.after_tenth.search(text, 0, start) and not _any_of(text, end, rules.own)
    return bool(tail) or rules.tenths.match(text, start) is not None  # 五 of 三成五, 6 of 8块6


def _take_tenths(draft: Draft, text: str) -> bool:
    """Make a percentage of 三成, 三成五, 三成半 and of what falls "to three tenths", and tell whether it is one."""
    rules, number = _rules(), draft.number
    single = number.end - number.start == 1
    if number.spelled and single and rules.to_tenths.match(text, number.end):
        draft.value *= 10
        draft.unit, draft.kind = "%", "percent"
        return True
    cheng = rules.tenth.match(text, number.end)
    if cheng is None or not 0 < number.value < 10 or not (single or number.high is not None):
        return False
    draft.value *= 10
    draft.high = None if number.high is None else number.high * 10
    draft.end = cheng.end()
    if text.startswith(rules.half, draft.end) and not _any_of(text, draft.end + 1, rules.not_half):
        draft.value += 5
        draft.end += 1
    tail = number_words("zh").words.get(text[draft.end : draft.end + 1])
    if tail and not _any_of(text, draft.end + 1, rules.own):
        draft.value += tail
        draft.end += 1
    draft.unit, draft.kind = "%", "percent"
    return True


def _unit_at(draft: Draft, text: str, place: int, *, more: bool) -> Unit | None:
    """The unit or the counted noun at a place; behind a measure word alone the noun before the number.

    A number with a measure word and neither noun counts pieces of what was told before.
    """
    rules = _rules()
    unit = unit_after(text, place, "zh") or counted(text, place, "zh")
    if unit and unit.kind != "percent" and rules.stop.match(text, place):
        unit = None
    if unit or not text.startswith(rules.measures, place):
        return unit
    named = noun_before(text, 0, draft.number.start, "zh")
    if named and (named.code == "agreement" or text[place] != rules.copies):  # 农产品11份: papers on them
        return Unit(place, place + 1, named.code, "count", noun=named.noun)
    if not more and rules.closed.match(text, place + 1):
        draft.end, draft.pieces = place + 1, True
    return None


def _counts_nothing(number: Numeral, unit: Unit, text: str, lead: str, place: int, *, more: bool) -> bool:
    """Does the number with its unit tell no amount: one pail of honey, a grade, a price's unit, hours a day?"""
    rules = _rules()
    small = number.spelled and number.value < 10
    one = small and number.value == 1
    if unit.kind == "dimension" and one:
        return True  # 一桶蜂蜜 is a pail, 一吨豆子卖4.6万卢布 a price
    if unit.kind == "count" and (one or (small and unit.code in ("item", "person", "vehicle"))):
        return True
    if unit.code == "%" and rules.grade.match(text, place):
        return True  # 62%白钾: what it is, not how much
    if text.startswith(rules.level, unit.end) or (unit.code == "times" and text[unit.end : unit.end + 1].isdigit()):
        return True  # 7×24
    if unit.code == "company" and unit.end - unit.start == 1 and rules.shops.search(text, 0, number.start):
        return True  # 112家门店，其中79家: shops of one firm are no firms
    if unit.code == "km" and not rules.long.search(lead):
        return True  # a way, not a line's length
    if number.bare_scale and not (more or rules.about.search(lead)):
        return True
    return lead.endswith(rules.each) and unit.kind != "money" and (small or number.value in ROUND)


def _add_behind_unit(draft: Draft, text: str, lead: str) -> None:
    """Add what Chinese tells behind the unit (8块6, 两倍半) and make "grew by n times" n+1 and barrels daily ones."""
    rules = _rules()
    if draft.kind == "money" and (tenth := rules.tenths.match(text, draft.end)):
        digit = tenth.group()
        draft.value += (number_words("zh").words.get(digit) or Decimal(digit)) / 10
        draft.end += 1
    if draft.unit == "bbl" and rules.daily.search(lead):
        draft.unit = "bbl/d"
    if draft.unit == "times":
        if text.startswith(rules.half, draft.end):
            draft.value += Decimal("0.5")
            draft.end += 1
        if rules.grown.search(lead):
            draft.value += 1


def _odd(more: re.Match[str]) -> Modifier:
    """What a word between a number and its unit makes of it."""
    return "about" if more.group() == _rules().some else "over"


def _any_of(text: str, place: int, characters: str) -> bool:
    """Is the character at a place one of these?"""
    return place < len(text) and text[place] in characters
