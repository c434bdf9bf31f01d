"""A number with what was found around it, before its neighbours are considered."""

from __future__ import annotations

from decimal import Decimal

from transform.numbers.digits import Numeral
from transform.numbers.quantities import Quantity
from transform.numbers.units import Unit
from transform.numbers.wording import Wording
from transform.records import Direction, Modifier


class Draft:
    """A number with what was found around it, before neighbours are considered."""

    __slots__ = (
        "direction", "end", "high", "kind", "modifier", "noun", "number", "own", "pair", "pieces", "scale", "shared",
        "short", "start", "unit", "value",
    )  # fmt: skip

    def __init__(self, number: Numeral) -> None:
        self.number = number
        self.start, self.end = number.start, number.end
        self.value = number.value
        self.high: Decimal | None = number.high
        self.scale = number.scale
        self.unit: str | None = None
        self.kind = "number"
        self.modifier: Modifier = "over" if number.odd else "exact"
        self.noun: str | None = None
        self.direction: Direction | None = None
        self.own = Decimal(1)
        self.shared = False
        self.short = False
        self.pair: str | None = None
        #: counted by a word that serves papers and projects alike, which are not named here
        self.pieces = False


def take(draft: Draft, unit: Unit) -> None:
    draft.unit, draft.kind, draft.noun = unit.code, unit.kind, unit.noun
    factor = unit.factor
    if unit.small_factor != 1 and draft.number.scale == 1 and draft.value < 1000:
        factor = unit.small_factor
    draft.own = factor
    draft.value *= factor
    if draft.number.high is not None:
        draft.high = draft.number.high * factor


def borrow(draft: Draft, giver: Draft | Quantity, times: Decimal | int = 1) -> None:
    """Give a bare number the unit of another, one of which comes to `times` of the contract's."""
    draft.unit, draft.kind, draft.noun, draft.shared = giver.unit, giver.kind, giver.noun, True
    draft.value *= times


def sign(draft: Draft, text: str, say: Wording) -> Draft:
    """The draft with the sign before it, if one stands there that joins no words."""
    before = text[draft.start - 1] if draft.start else ""
    if before and before in "+-−–" and (draft.start < 2 or say.before_sign.match(text, draft.start - 2)):
        draft.start -= 1
        draft.direction = "up" if before == "+" else "down"
    return draft


def grouped(draft: Draft) -> bool:
    """Is it written in groups of three ("120,000")?"""
    return draft.number.raw != "" and not draft.number.raw.isdigit() and draft.number.value >= 1000
