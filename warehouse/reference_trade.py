"""China's customs' own series of the pair's trade, which people add to: a line that can't be read is told by number.

Statistics are compared with it, and what an article tells wrong by a power of ten is found by it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources

import msgspec

from transform.rules import RulesError
from warehouse.csv_lines import csv_lines

FILE = "reference_trade.csv"
_METRICS = ("turnover", "exports", "imports")
_FLOWS = ("CN>RU", "RU>CN", "CN<>RU")


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    """A line: what customs reported of an inclusive period, in US dollars. `exports` and `imports` are China's."""

    period_start: date
    period_end: date
    metric: str
    flow: str
    value_usd: Decimal
    source: str


@cache
def reference_trade() -> tuple[Reported, ...]:
    """The series as the program ships it."""
    return read_reference((resources.files("warehouse") / FILE).read_text(encoding="utf-8-sig"))


def read_reference(text: str) -> tuple[Reported, ...]:
    """The lines of reference_trade.csv. Raises RulesError with the file and line of what can't be read."""
    return tuple(_reported(where, told) for where, told in csv_lines(text, FILE, Reported.__struct_fields__))


def _reported(where: str, told: dict[str, str]) -> Reported:
    start, end = (_day(where, name, told[name]) for name in ("period_start", "period_end"))
    if end < start:
        raise RulesError(f"{where}: period_end: {end} lies before period_start, {start}")
    for name, known in (("metric", _METRICS), ("flow", _FLOWS)):
        if told[name] not in known:
            raise RulesError(f"{where}: {name}: {told[name]!r} is none of {', '.join(known)}")
    if not told["source"].strip():
        raise RulesError(f"{where}: source: it is empty; say where the figure was read")
    return Reported(
        period_start=start, period_end=end, metric=told["metric"], flow=told["flow"],
        value_usd=_amount(where, told["value_usd"]), source=told["source"],
    )  # fmt: skip


def _day(where: str, name: str, told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise RulesError(f"{where}: {name}: {told!r} is no day such as 2024-01-31") from None


def _amount(where: str, told: str) -> Decimal:
    try:
        # What DECIMAL(28, 6) holds; NaN is greater than nothing.
        if 0 < (value := Decimal(told)) < Decimal(10) ** 22:
            return value
    except InvalidOperation:
        pass
    raise RulesError(f"{where}: value_usd: {told!r} is no amount in dollars such as 18250000000")
