"""Checks an article's figures against each other and against customs: what does not add up becomes a doubt.

Published numbers slip: 17.4亿元 for 1.74万亿元, 2500 tonnes for 2500万吨, dollars for yuan. The figure stays as the
article states it; the doubt says what is wrong with it, and a figure in doubt is not converted or compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from transform.records import Doubt, Figure
from warehouse.rates import usd_rate
from warehouse.reference_trade import reference_trade

#: Articles round and take the rate of another day; past a fifth it is no rounding.
CONVERSION_TOLERANCE = Decimal("0.2")
#: Exports and imports are rounded separately from their sum.
SUM_TOLERANCE = Decimal("0.03")
#: Percentage points between a stated change and the one that two stated levels make.
CHANGE_TOLERANCE_PP = Decimal(3)
#: Powers of ten by which 亿 and 万亿, million and billion, thousand and million are mistaken for each other.
SLIPS = tuple(Decimal(10) ** power for power in (-4, -3, -2, -1, 1, 2, 3, 4))
SLIP_TOLERANCE = Decimal("0.03")
#: Customs' yuan of a period were counted at the rates of its months, ours is that of its end.
YUAN_TOLERANCE = Decimal("0.08")
_TRADE = ("turnover", "exports", "imports")
#: A balance, a profit or a flow of capital falls by more than all of it: it turns into its opposite.
_MAY_TURN = ("other", "investment", "finance")
#: How a number below nothing begins; a figure has the sum without it.
_MINUS = ("-", "−", "–")


#: A figure that does not add up, and why.
_Wrong: TypeAlias = tuple[Figure, str]


def doubts(figures: Sequence[Figure], day: date) -> list[tuple[int, Doubt]]:
    """What does not add up in one article, each with its figure's place among `figures`; `day` is the article's."""
    trade = [one for one in figures if one.flow and one.period_start and one.metric in _TRADE]
    wrong = [*_slips(trade), *_below_nothing(figures)]
    if len(figures) > 1:
        wrong += [*_conversions(figures, day), *_sums(trade), *_changes(figures)]
    place = {id(one): number for number, one in enumerate(figures)} if wrong else {}
    return [(place[id(one)], _doubt(one, why)) for one, why in wrong]


def _slips(figures: Iterable[Figure]) -> Iterable[_Wrong]:
    """A total of the pair's trade that is a power of ten off what customs reported, or one money called the other."""
    for one in figures:
        if one.unit not in ("USD", "CNY") or one.region or one.commodity or one.measure != "level":
            continue
        reported = _reference().get((one.period_start, one.period_end, one.flow))
        yuan = usd_rate("CNY", date.fromisoformat(one.period_end or "")) if reported else None
        if reported is None or yuan is None:
            continue
        in_yuan, stated = one.unit == "CNY", f"what China's customs reported ({reported:,.0f} USD): a slip?"
        ratio = one.value * (yuan[0] if in_yuan else 1) / reported
        for factor in SLIPS:
            if abs(ratio / factor - 1) <= (YUAN_TOLERANCE if in_yuan else SLIP_TOLERANCE):
                yield one, f"{_times(factor)} {stated}"
        if abs((one.value if in_yuan else one.value * yuan[0]) / reported - 1) <= SLIP_TOLERANCE:
            yield one, f"in {'dollars' if in_yuan else 'yuan'} it would be {stated}"


def _below_nothing(figures: Iterable[Figure]) -> Iterable[_Wrong]:
    """A fall by more than all there was, and a sum of money with a minus: a balance, another change, or a slip."""
    for one in figures:
        if one.measure == "change" and one.direction == "down" and one.unit == "%":
            if one.value > 100 and one.metric not in _MAY_TURN:
                yield one, "a fall by more than all there was: a slip?"
        elif one.measure == "level" and one.unit.isupper() and one.quote.startswith(_MINUS):
            yield one, "told with a minus: a balance, or a slip?"


def _conversions(figures: Sequence[Figure], day: date) -> Iterable[_Wrong]:
    """A bracketed conversion that no rate of its time makes."""
    if not any(one.equivalent for one in figures):
        return
    by_quote = {one.quote: one for one in figures}
    for one in figures:
        other = by_quote.get(one.equivalent or "")
        if other is None or other.unit == one.unit or not other.value or not one.value:
            continue
        ours, theirs = _usd(one, day), _usd(other, day)
        if ours and theirs and abs(ours / theirs - 1) > CONVERSION_TOLERANCE:
            yield one, f"restates {other.quote}, which at the day's rate is {theirs:,.0f} USD, not {ours:,.0f}"


def _sums(figures: Sequence[Figure]) -> Iterable[_Wrong]:
    """Exports and imports of one period that are not its turnover."""
    if len({one.flow for one in figures}) < 3:
        return
    both: dict[tuple[str | None, ...], dict[str, Figure]] = {}
    for one in figures:
        if one.measure == "level":
            key = (one.period_start, one.period_end, one.unit, one.region, one.commodity)
            both.setdefault(key, {}).setdefault(one.flow or "", one)
    for ways in both.values():
        if len(ways) == 3:
            total, parts = ways["CN<>RU"], ways["CN>RU"].value + ways["RU>CN"].value
            if total.value and abs(parts / total.value - 1) > SUM_TOLERANCE:
                yield total, f"exports and imports make {parts:,.0f} {total.unit}"


def _changes(figures: Sequence[Figure]) -> Iterable[_Wrong]:
    """A change on the year that the two levels beside it do not make."""
    changes = [one for one in figures if one.measure == "change" and one.basis == "yoy" and one.unit == "%"]
    if not changes:
        return
    levels: dict[tuple[str | None, ...], Figure] = {
        (one.metric, one.flow, one.region, one.commodity, one.unit, one.period_start, one.period_end): one
        for one in figures
        if one.measure == "level" and one.period_start and one.period_end and one.value
    }
    for one in changes:
        for key, now in levels.items():
            if key[:4] != (one.metric, one.flow, one.region, one.commodity) or key[5:] != (
                one.period_start,
                one.period_end,
            ):
                continue
            before = levels.get((*key[:5], _year_before(key[5]), _year_before(key[6])))
            if before is None:
                continue
            made = (now.value / before.value - 1) * 100
            told = -one.value if one.direction == "down" else one.value
            if abs(made - told) > CHANGE_TOLERANCE_PP:
                yield one, f"from {before.quote} to {now.quote} is {made:+.1f}%"


def _year_before(day: str | None) -> str | None:
    return f"{int(day[:4]) - 1}{day[4:]}" if day else None


def _usd(figure: Figure, day: date) -> Decimal | None:
    rate = (Decimal(1), "") if figure.unit == "USD" else usd_rate(figure.unit, day)
    return figure.value * rate[0] if rate else None


def _times(factor: Decimal) -> str:
    return f"{factor:f} times" if factor > 1 else f"a {1 / factor:f}th of"


def _doubt(figure: Figure, reason: str) -> Doubt:
    return Doubt(quote=figure.quote, field=figure.field, start=figure.start, end=figure.end, reason=reason)


@cache
def _reference() -> dict[tuple[str | None, str | None, str | None], Decimal]:
    """China's customs' series in US dollars, by period and flow."""
    return {
        (one.period_start.isoformat(), one.period_end.isoformat(), one.flow): one.value_usd for one in reference_trade()
    }
