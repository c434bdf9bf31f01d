"""Money in US dollars: the article's own conversion first, then a dated rate with its source, else nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.warehouse_batches import figure
from warehouse.rates import in_usd, usd_rate

DAY = date(2024, 6, 3)


@pytest.mark.parametrize(
    ("unit", "day", "lowest", "highest", "source"),
    [
        ("CNY", date(2024, 6, 3), "0.137", "0.139", "ECB 2024-06-03"),
        ("CNY", date(2024, 6, 2), "0.137", "0.139", "ECB 2024-05-31"),  # a Sunday
        ("EUR", date(2024, 6, 3), "1.07", "1.10", "ECB 2024-06-03"),
        ("RUB", date(2021, 6, 1), "0.0130", "0.0140", "ECB 2021-06-01"),
        ("RUB", date(2023, 6, 1), "0.0115", "0.0119", "Bank of Russia average 2023"),
    ],
)
def test_a_rate_is_dated_and_says_where_it_is_from(
    unit: str, day: date, lowest: str, highest: str, source: str
) -> None:
    found = usd_rate(unit, day)
    assert found is not None
    assert Decimal(lowest) < found[0] < Decimal(highest)
    assert found[1] == source


@pytest.mark.parametrize(("unit", "day"), [("RUB", date(2035, 1, 1)), ("CNY", date(1990, 1, 1)), ("XXX", DAY)])
def test_without_a_rate_nothing_is_invented(unit: str, day: date) -> None:
    assert usd_rate(unit, day) is None


def test_the_articles_own_conversion_comes_first() -> None:
    yuan = figure("42.64 billion yuan", "42640000000", "CNY")
    dollars = figure("$5.83 billion", "5830000000", equivalent="42.64 billion yuan")
    assert in_usd([yuan, dollars], DAY) == [(Decimal(5830000000), "article"), (Decimal(5830000000), "stated")]


def test_a_past_period_is_converted_at_its_end_and_a_target_at_the_day_of_the_article() -> None:
    past = figure("1", "1000", "CNY", period_start="2019-01-01", period_end="2019-12-31")
    target = figure("1", "1000", "CNY", period_start="2030-01-01", period_end="2030-12-31")
    assert [source for _, source in in_usd([past, target], DAY)] == ["ECB 2019-12-31", "ECB 2024-06-03"]


def test_ratios_and_counts_are_no_money() -> None:
    others = [figure("5%", "5", "%"), figure("5 t", "5", "t"), figure("5 TEU", "5", "TEU")]
    assert in_usd(others, DAY) == [(None, None)] * 3
