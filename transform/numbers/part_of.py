"""Bare numbers that are a part of what was counted beside them, or the other end of a price's move."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from transform.names.gazetteer import gazetteer
from transform.numbers.draft import Draft, borrow, grouped
from transform.numbers.nouns_before import noun_before, subject_of
from transform.numbers.quantities import Quantity
from transform.numbers.units import Unit
from transform.numbers.wording import Wording

#: Kinds whose unit may be left out when it was said nearby.
LENT = ("money", "dimension", "count")
#: Numbers told in the same thousands or millions differ by no more than so many times.
ALIKE = 12
#: Smaller bare numbers are ranks and days.
LEAST = 10
#: What bears on a number stands no more characters before it.
NEAR = 60


def of_them(draft: Draft, left: Draft | None, low: str, language: str, say: Wording, spoken: str = "") -> Unit | None:
    """What was named before a number of which it is a part ("trucks are the reason; it sent 21,700 of them").

    `spoken` is the sentence before, of whose subject it may be ("The trains are real. 412 of them ran last year").
    """
    if (which := say.of_which.search(low, max(0, draft.start - NEAR), draft.start)) and draft.value > 2:
        named = noun_before(low, 0, which.start(), language)
        return named if named and low.endswith(named.noun or " ", 0, which.start()) else None
    if language != "en" or draft.value <= 2 or not say.part_of.match(low, draft.end):
        return None  # «российским компаниям принадлежит 97 из них»: no companies
    named = noun_before(low, left.end if left and left.kind == "count" else 0, draft.start, language)
    return named or (subject_of(spoken, language) if spoken and left is None else None)


def measured_otherwise(drafts: Sequence[Draft], index: int, low: str, say: Wording) -> bool:
    """Is a bare number of a measure that no figure is told in ("44 million litres"), or set against one that is ("took
    11 days, down from | 19")?
    """
    draft, last = drafts[index], drafts[index - 1] if index else None
    if say.unlisted.match(low, draft.end):
        return True
    if last is None or last.unit is not None or say.stretch.search(low, max(0, last.start - _LED), last.start):
        return False
    odd = say.unlisted.match(low, last.end)
    return odd is not None and say.moved_from.fullmatch(low, odd.end(), draft.start) is not None


def in_order(drafts: Sequence[Draft], low: str, before: Sequence[Quantity], say: Wording) -> None:
    """Give two bare numbers the units of two told before in that order ("4.1 million phones, worth $590 million. A year
    before it was | 5.2 million and 704 million").
    """
    if len(drafts) != _PAIR or len(before) < _PAIR or any(draft.unit or draft.high for draft in drafts):
        return
    things, money = before[-_PAIR:]
    if things.kind not in ("dimension", "count") or money.kind != "money" or min(draft.scale for draft in drafts) == 1:
        return
    if say.yoke.fullmatch(low, drafts[0].end, drafts[1].start) is None:
        return
    if all(_alike(draft.value, one.value) for draft, one in zip(drafts, (things, money), strict=True)):
        borrow(drafts[0], things)
        borrow(drafts[1], money)


def _alike(one: Decimal | float, other: Decimal | float) -> bool:
    return one <= ALIKE * other and other <= ALIKE * one


#: A word that leads a number stands no further before it.
_LED = 24
#: Numbers of a pair.
_PAIR = 2


def moved_with(draft: Draft, left: Draft, low: str, say: Wording) -> bool:
    """Is it the other end of a price's move ("from 1,150 rubles to 930", «с 1,9 млрд юаней до 1,2»)?"""
    if left.kind != "money" or draft.scale != 1 or draft.number.spelled:
        return False
    gap = say.moved.fullmatch(low, left.end, draft.start)
    lead = low[max(0, left.start - _SHORT) : left.start]
    began = gap is not None and (gap["back"] is not None or say.pair_from.search(lead) is not None)
    mantissa = left.value / left.own / left.scale
    alike = draft.value <= ALIKE * mantissa and mantissa <= ALIKE * draft.value
    return began and alike and say.follow.match(low, draft.end) is not None


def moves_to(draft: Draft, after: Draft, low: str, say: Wording) -> bool:
    """Does the next number tell what a bare amount of change came to («на 200 тыс., до 2,1 млн рублей»)?"""
    counted = after.kind == "count" and draft.scale == 1  # «сократилось на 214, до 3 906 компаний»
    known = after.unit is not None and (counted or (after.kind in LENT and draft.scale > 1))
    return known and say.moves_to.fullmatch(low, max(0, draft.start - _BY), after.start) is not None


#: «на » before an amount of change.
_BY = 3


def goods_beside(draft: Draft, left: Draft, low: str, language: str, say: Wording) -> bool:
    """Does it weigh other goods as those before it («3,2 тыс. тонн пшеницы и 1,7 тыс. ячменя»)?"""
    if (
        left.kind != "dimension"
        or (draft.scale != left.scale and not (grouped(draft) and left.scale > 1))
        or say.beside.fullmatch(low, left.end, draft.start) is None
    ):
        return False
    behind = say.named_behind.match(low, draft.end)
    named = gazetteer().find(behind["what"], language) if behind else ()
    return any(mention.entity.kind == "commodity" for mention in named)


def is_out_of(draft: Draft, whole: Draft, low: str, say: Wording) -> bool:
    """Whether a bare number is a part of the next one: "40 of the 130 companies"."""
    fits = whole.unit is not None and whole.kind in LENT and 2 < draft.value <= whole.value
    return fits and say.out_of.fullmatch(low, draft.end, whole.start) is not None


def completes(draft: Draft, ahead: Sequence[Draft]) -> Draft | None:
    """What a bare number makes up with the parts before it: «412 грузовиков: 278 — в Китай, 134 — из Китая»."""
    if draft.scale != 1 or draft.value < _LAST_PART:
        return None
    parts, told = draft.value, 0
    for one in reversed(ahead):
        if one.kind in LENT and one.unit and one.scale == 1:
            if told and parts == one.value:
                return one
            parts, told = parts + one.value, told + 1
    return None


#: Fewer are told in words, and make up many things.
_LAST_PART = 3
#: A word by which a move begins is no longer.
_SHORT = 8


def added_to(draft: Draft, left: Draft, low: str) -> bool:
    """Is it in brackets by how many more or fewer there are than before: «388 компаний (+52)»?"""
    return left.kind == "count" and _SIGNED.fullmatch(low, left.end, draft.end + 1) is not None


_SIGNED = re.compile(r"\s?\(\s?[+−–-]\s?\d+\)")


def is_part(draft: Draft, whole: Decimal | float, low: str, say: Wording) -> bool:
    """Whether a bare number is a part of what was counted: "258 agreements, of them 20 with Chinese firms"."""
    if draft.scale != 1 or not 1 < draft.value < whole or 1900 <= draft.value < 2100:
        return False
    if say.part_of.match(low, draft.end):
        return True
    return bool(say.part.search(low[max(0, draft.start - NEAR) : draft.start]) and say.follow.match(low, draft.end))
