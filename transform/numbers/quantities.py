"""Numbers with their units, as a sentence states them: the first step towards a figure."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from transform.records import Direction, Modifier


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A value and its unit with the characters that carry them; offsets are into the text that was read.

    `kind` is money | percent | pp | times | dimension | count | number. `unit` is as in the contract, or None for a
    bare number. `shared_unit` is True when the unit stands at a neighbour and serves this number too.
    `direction` is set only where the number's own characters tell it ("+61%", "halved", "вдвое меньше").
    `short` is True of a bare number that goes on about what was counted last ("a year earlier there were 448").
    `scale` is the thousands or millions that the number was told in.
    `pair` is `from` or `to` for the two ends of a move ("from 5.2 to 8.4 million tonnes").
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
    direction: Direction | None = None
    pair: str | None = None
    scale: Decimal = Decimal(1)
    short: bool = False


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """An inclusive span of calendar days that the text names; offsets are into the text that was read.

    `grain` is day | month | quarter | half | months | year | years | event; `relative` when it needed the day of
    publication.
    `future` when it ends after the publication date; `role` is what the words make of it: `span`; `deadline`
    ("by 2030"); `since` ("since January"); `ytd`; `this_year` (the whole year, `so_far` the end of its last full
    month); `season` ("last spring"); `until` ("until 2030": how long something runs);
    `rolling` ("the past ten years"); `as_of` (one day, "截至9月底"); `base` ("a year earlier": what another is
    compared with); `same` ("同期": another's own span).
    """

    start: int
    end: int
    first: str
    last: str
    grain: str
    relative: bool = False
    future: bool = False
    role: str = "span"
    so_far: str | None = None
    #: of a `base`: how many years before the other it lies, 0 if counted from publication, or the `month` or
    #: `quarter` that lies before
    years: int = 1
    part: str | None = None
