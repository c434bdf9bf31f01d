"""One number of a Chinese text with its unit: measure words, 成 and 百分之, and factors that grew BY so many times."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import msgspec

from transform.digits import number_words
from transform.draft import Draft, sign, take
from transform.nouns_before import noun_before
from transform.records import Modifier
from transform.rules import load, pattern
from transform.units import Unit, counted, unit_after


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
    each: tuple[str, ...]
    grade: re.Pattern[str]
    grown: re.Pattern[str]
    daily: re.Pattern[str]
    long: re.Pattern[str]


@cache
def _rules() -> CountingRules:
    return load("counting", "zh", CountingRules, pattern)


def read_chinese(draft: Draft, text: str, prefix: Unit | None) -> Draft | None:
    rules, number = _rules(), draft.number
    start, end = number.start, number.end
    if number.odd and rules.some in text[start:end]:
        draft.modifier = "about"  # 十来万
    if text.startswith(rules.hundredth, before := start - len(rules.hundredth)) and before >= 0:
        draft.start, draft.unit, draft.kind = before, "%", "percent"
        return draft
    if number.spelled and start and text[start - 1] in rules.vague:
        return None
    if (
        number.spelled
        and end - start == 1
        and rules.after_tenth.search(text, 0, start)
        and not _any_of(text, end, rules.own)
    ):
        return None  # 五 of 三成五
    if end - start == 1 and rules.tenths.match(text, start):
        return None  # 6 of 8块6
    cheng = rules.tenth.match(text, end)
    if number.spelled and end - start == 1 and rules.to_tenths.match(text, end):
        draft.value *= 10
        draft.unit, draft.kind = "%", "percent"
        return draft
    if cheng and 0 < number.value < 10 and (end - start == 1 or number.high is not None):
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
        return draft
    more = rules.more.match(text, end)
    place = more.end() if more else end
    unit = unit_after(text, place, "zh")
    noun = counted(text, place, "zh")
    unit = unit or noun
    if unit and unit.kind != "percent" and rules.stop.match(text, place):
        unit = None
    if rules.sized.match(text, place):
        return None
    if not unit and text.startswith(rules.measures, place):
        named = noun_before(text, 0, start, "zh")
        if named and (named.code == "agreement" or text[place] != rules.copies):  # 农产品11份: papers on them
            unit = Unit(place, place + 1, named.code, "count", noun=named.noun)
        elif not more and rules.closed.match(text, place + 1):
            draft.end, draft.pieces = place + 1, True
    coin = unit is not None and unit.kind == "money" and text[unit.start : unit.end].strip() in rules.coins
    if prefix and number.spelled and end - start == 1 and not unit:
        return None  # 美元一分不收: no sum
    if prefix and (not (unit and unit.kind == "money") or (coin and prefix.code != unit.code)):
        take(draft, prefix)
        draft.start = prefix.start
        draft.end = max(draft.end, unit.end if unit and unit.kind == "money" else 0)
        if more:
            draft.modifier = _odd(more)
        return sign(draft, text)
    if not unit:
        return None if number.high is not None else draft
    if more:
        draft.modifier = _odd(more)
    lead = text[max(0, start - 24) : start]
    small = number.spelled and number.value < 10
    if unit.kind == "dimension" and small and number.value == 1:
        return None  # 一桶蜂蜜 is a pail, 一吨豆子卖4.6万卢布 a price
    if unit.code == "%" and rules.grade.match(text, place):
        return None  # 62%白钾: what it is, not how much
    if unit.kind == "count" and small and (number.value == 1 or unit.code in ("item", "person", "vehicle")):
        return None
    if text.startswith(rules.level, unit.end) or (unit.code == "times" and text[unit.end : unit.end + 1].isdigit()):
        return None  # 7×24
    if unit.code == "km" and not rules.long.search(lead):
        return None  # a way, not a line's length
    if number.bare_scale and not (more or rules.about.search(lead)):
        return None
    if lead.endswith(rules.each) and unit.kind != "money" and (small or number.value in (1, 10, 100, 1000, 10000)):
        return None
    take(draft, unit)
    draft.end = unit.end
    if unit.kind == "money" and (tenth := rules.tenths.match(text, unit.end)):
        digit = tenth.group()
        draft.value += (number_words("zh").words.get(digit) or Decimal(digit)) / 10
        draft.end += 1
    if draft.unit == "times" and text.startswith(rules.half, draft.end):
        draft.value += Decimal("0.5")  # 两倍半
        draft.end += 1
    if draft.unit == "bbl" and rules.daily.search(lead):
        draft.unit = "bbl/d"
    if draft.unit == "times" and rules.grown.search(lead):
        draft.value += 1
    return sign(draft, text)


def _odd(more: re.Match[str]) -> Modifier:
    """What a word between a number and its unit makes of it."""
    return "about" if more.group() == _rules().some else "over"


def _any_of(text: str, place: int, characters: str) -> bool:
    """Is the character at a place one of these?"""
    return place < len(text) and text[place] in characters
