"""Weighs what a mention says that its deal is worth against what was told of the agreement."""

from __future__ import annotations

from decimal import Decimal

from warehouse.rates import in_unit
from warehouse.register.known import Known
from warehouse.register.reading import Reading
from warehouse.register.scale import Scale

#: Relative difference within which two values are one: rounding; and rounding after conversion.
VALUE_TOLERANCE = Decimal("0.03")
CONVERTED_TOLERANCE = Decimal("0.12")
#: And within which what was talked of in advance is no other value than what was signed.
ESTIMATE = Decimal("0.12")
_AHEAD = frozenset(("planned", "negotiating"))


def weigh_value(reading: Reading, known: Known, scale: Scale) -> None:
    """Add what its worth says beside what was told of the agreement's: the same, the same once converted, another."""
    if reading.value is None or not known.values:
        return
    told = f"{reading.value.normalize():f} {reading.unit}"
    if any(unit == reading.unit and near(reading.value, value) for value, unit, _ in known.values):
        scale.same_value = True
        scale.add("value", f"value {told}")
    elif any(worth_as_much(reading, *other) for other in known.values):
        scale.same_value = True
        scale.add("value_converted", f"value {told} after conversion")
    elif not _talked_of(reading, known) and any(unit == reading.unit for _, unit, _ in known.values):
        later = reading.status != "signed" or all(status != "signed" for _, _, status in known.values)
        scale.add("value_other", f"another value, {told}", 0.25 if reading.corrects else 0.5 if later else 1.0)


def _talked_of(reading: Reading, known: Known) -> bool:
    """Is one of two values near each other only talked of or planned, and so no more than an estimate of the other?"""
    ahead = reading.status in _AHEAD
    return reading.value is not None and any(
        unit == reading.unit and ahead != (status in _AHEAD) and near(reading.value, value, ESTIMATE)
        for value, unit, status in known.values
    )


def worth_as_much(reading: Reading, value: Decimal, unit: str, status: str) -> bool:
    """Is it worth as much as was told, at that day's rate of exchange where it was told in other money?"""
    if reading.value is None or reading.unit is None:
        return False
    if unit == reading.unit:
        return near(reading.value, value)
    theirs = in_unit(value, unit, reading.unit, reading.reported_at.date())
    return theirs is not None and near(reading.value, theirs, CONVERTED_TOLERANCE)


def near(left: Decimal, right: Decimal, tolerance: Decimal = VALUE_TOLERANCE) -> bool:
    """True where two values differ by rounding only."""
    return abs(left - right) <= tolerance * max(abs(left), abs(right))
