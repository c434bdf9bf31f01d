"""Numbers with their units, as a sentence states them: the first step towards a figure."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from transform.records import Modifier


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A value and its unit with the characters that carry them; offsets are into the text that was read.

    `kind` is money | percent | pp | times | dimension | count | number. `unit` is as in the contract, or None for a
    bare number. `shared_unit` is True when the unit stands at a neighbour and serves this number too.
    """

    start: int
    end: int
    value: Decimal
    value_high: Decimal | None = None
    unit: str | None
    kind: str
    modifier: Modifier = "exact"
    shared_unit: bool = False
    noun: str | None = None


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """An inclusive span of calendar days that the text names; offsets are into the text that was read.

    `grain` is day | month | quarter | half | months | year | years; `relative` when it needed the publication date.
    """

    start: int
    end: int
    first: str
    last: str
    grain: str
    relative: bool = False
