"""Which bare numbers ask for a unit: those that are told as an amount, though none stands beside them."""

from __future__ import annotations

from decimal import Decimal

from transform.numbers.draft import Draft, grouped
from transform.numbers.nouns_before import leading_noun
from transform.numbers.part_of import LEAST, NEAR
from transform.numbers.units import Unit
from transform.numbers.wording import Wording

_HUNDRED = Decimal(100)


def asks(draft: Draft, low: str, say: Wording) -> bool:
    """Whether a bare number is an amount whose unit was left out: it has a scale or groups, and no noun behind it."""
    number = draft.number
    thousands = grouped(draft)
    if draft.value >= LEAST and not number.spelled and say.paced.match(low, draft.end):
        return True
    if (draft.scale < 1000 and not thousands) or not say.follow.match(low, draft.end):
        return False
    led = bool(say.against.search(low[max(0, draft.start - 24) : draft.start]))
    return draft.scale > 1 or led or (say.spaced and thousands)


def set_against(draft: Draft, left: Draft | None, rate: Draft | None, low: str, say: Wording) -> bool:
    """Whether a small bare number is what a count was before: "180 lorries, against 140 a month earlier"."""
    if left is None or left.kind not in ("count", "dimension") or draft.scale != 1 or not say.spaced:
        return False
    if rate is not None and rate.start > left.end and draft.value <= _HUNDRED and say.dash.search(low[: draft.start]):
        return False  # «3,3 млн тонн со ставкой 4%, сверх неё — 50»
    far = draft.start - left.end
    if draft.value < LEAST or 1900 <= draft.value < 2100 or far > 2 * NEAR:
        return False
    if far > NEAR and say.short.search(low[max(0, draft.start - NEAR) : draft.start]):
        return False
    led = say.against.search(low[max(0, draft.start - 24) : draft.start])
    return bool(led and say.follow.match(low, draft.end))


def opened_with(draft: Draft, low: str, language: str, say: Wording) -> Unit | None:
    """What a bare number counts that its clause opens with: «Принято поездов: 186», «Число магазинов выросло с 34»."""
    if draft.scale != 1 or draft.value < 3 or not say.follow.match(low, draft.end):
        return None
    return leading_noun(low, draft.start, language)
