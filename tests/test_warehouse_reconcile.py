"""What does not add up in an article becomes a doubt; what does, does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.warehouse_batches import figure
from transform.records import Figure
from warehouse.reconcile import doubts

DAY = date(2025, 1, 15)
YEAR: dict[str, Any] = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
BEFORE: dict[str, Any] = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
TOTAL: dict[str, Any] = {"metric": "turnover", "flow": "CN<>RU"}


def reasons(*figures: Figure) -> list[str]:
    return [f"{one.quote}: {one.reason}" for _, one in doubts(figures, DAY)]


@pytest.mark.parametrize(
    ("quote", "value", "unit", "reason"),
    [
        ("$24.48 billion", "24480000000", "USD", "a 10th of what China's customs reported (244,819,000,000 USD)"),
        ("2448万亿", "2448000000000000", "USD", "10000 times what China's customs reported"),
        ("1.74 trillion dollars", "1740000000000", "USD", "in yuan it would be what China's customs reported"),
        ("1.74亿元", "174000000", "CNY", "a 10000th of what China's customs reported"),
        ("17.4万亿元", "17400000000000", "CNY", "10 times what China's customs reported"),
        ("2448亿元", "244800000000", "CNY", "in dollars it would be what China's customs reported"),
    ],
)
def test_a_slip_is_told_by_the_customs_series(quote: str, value: str, unit: str, reason: str) -> None:
    (told,) = reasons(figure(quote, value, unit, **TOTAL, **YEAR))
    assert told.startswith(f"{quote}: {reason}")


@pytest.mark.parametrize(
    "told",
    [
        figure("$244.8 billion", "244800000000", **TOTAL, **YEAR),
        figure("1.74万亿元", "1740000000000", "CNY", **TOTAL, **YEAR),
        figure("$237 billion", "237000000000", **TOTAL, **YEAR),
        figure("$24.48 billion", "24480000000", region="CN-HL", **TOTAL, **YEAR),
        figure("$24.48 billion", "24480000000", commodity="coal", **TOTAL, **YEAR),
    ],
)
def test_a_true_total_or_a_part_of_it_is_no_slip(told: Figure) -> None:
    assert reasons(told) == []


@pytest.mark.parametrize(
    ("told", "doubtful"),
    [
        (figure("340%", "340", "%", metric="imports", measure="change", direction="down"), True),
        (figure("100%", "100", "%", metric="imports", measure="change", direction="down"), False),
        (figure("340%", "340", "%", metric="imports", measure="change", direction="up"), False),
        (figure("340%", "340", "%", metric="other", measure="change", direction="down"), False),
        (figure("-3.1 billion dollars", "3100000000", **TOTAL), True),
        (figure("−3,1 млрд юаней", "3100000000", "CNY", metric="other"), True),
        (figure("3.1 billion dollars", "3100000000", **TOTAL), False),
        (figure("-3.1%", "3.1", "%", measure="change", direction="down"), False),
    ],
)
def test_less_than_nothing_is_doubted(told: Figure, doubtful: bool) -> None:
    assert bool(reasons(told)) is doubtful


def test_a_conversion_that_no_rate_makes_is_doubted() -> None:
    yuan = figure("42.64 billion yuan", "42640000000", "CNY")
    right = figure("$5.83 billion", "5830000000", equivalent="42.64 billion yuan")
    wrong = figure("$58.3 billion", "58300000000", equivalent="42.64 billion yuan")
    assert reasons(yuan, right) == []
    (told,) = reasons(yuan, wrong)
    assert told.startswith("$58.3 billion: restates 42.64 billion yuan, which at the day's rate is 5,8")


def test_exports_and_imports_must_make_the_turnover() -> None:
    whole = {"unit": "CNY", **YEAR}
    exports = figure("820", "820", metric="exports", flow="CN>RU", **whole)
    imports = figure("920", "920", metric="imports", flow="RU>CN", **whole)
    assert reasons(exports, imports, figure("1740", "1740", **TOTAL, **whole)) == []
    told = reasons(exports, imports, figure("1940", "1940", **TOTAL, **whole))
    assert told == ["1940: exports and imports make 1,740 CNY"]


def test_a_change_must_be_what_the_levels_make() -> None:
    now, before = figure("8.4", "8.4", "t", **TOTAL, **YEAR), figure("5.2", "5.2", "t", **TOTAL, **BEFORE)
    change: dict[str, Any] = {"measure": "change", "basis": "yoy", "direction": "up"}
    assert reasons(now, before, figure("61.5%", "61.5", "%", **change, **TOTAL, **YEAR)) == []
    told = reasons(now, before, figure("6.15%", "6.15", "%", **change, **TOTAL, **YEAR))
    assert told == ["6.15%: from 5.2 to 8.4 is +61.5%"]
