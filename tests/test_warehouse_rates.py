"""Money in US dollars: the article's own conversion first, then a dated rate with its source, else nothing."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from importlib import resources

import pytest

from tests.warehouse_batches import figure
from transform.rules import RulesError
from warehouse.rates import ImpliedRates, _ecb, _kept_rates, in_usd, read_rates, usd_rate
from warehouse.reference_trade import read_reference

DAY = date(2024, 6, 3)


@pytest.mark.parametrize(
    ("unit", "day", "lowest", "highest", "source"),
    [
        ("CNY", date(2024, 6, 3), "0.137", "0.139", "ECB 2024-06-03"),
        ("CNY", date(2024, 6, 2), "0.137", "0.139", "ECB 2024-05-31"),  # a Sunday
        ("EUR", date(2024, 6, 3), "1.07", "1.10", "ECB 2024-06-03"),
        ("RUB", date(2021, 6, 1), "0.0130", "0.0140", "ECB 2021-06-01"),
        ("RUB", date(2023, 6, 1), "0.0119", "0.0121", "Bank of Russia average 2023-06"),
        ("RUB", date(2022, 7, 15), "0.0171", "0.0173", "Bank of Russia average 2022-07"),
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


def test_what_is_signed_after_the_history_ends_is_converted_at_its_last_rate_for_a_quarter() -> None:
    last = _ecb().bounds["CNY"].last_date
    assert usd_rate("CNY", last + timedelta(days=60)) == usd_rate("CNY", last)
    assert usd_rate("CNY", last + timedelta(days=100)) is None


class TellsARate(ImpliedRates):
    """Articles of each month imply one rate."""

    def __init__(self) -> None:
        pass

    def rate(self, unit: str, day: date) -> tuple[Decimal, str]:
        return Decimal("0.15"), f"articles of {day:%Y-%m}"


def test_what_articles_of_the_month_imply_goes_before_the_last_rate_of_the_history() -> None:
    day = _ecb().bounds["CNY"].last_date + timedelta(days=60)
    assert in_usd([figure("1", "100", "CNY")], day, implied=TellsARate()) == [(15, f"articles of {day:%Y-%m}")]


def test_the_articles_own_conversion_comes_first() -> None:
    yuan = figure("42.64 billion yuan", "42640000000", "CNY")
    dollars = figure("$5.83 billion", "5830000000", equivalent="42.64 billion yuan")
    assert in_usd([yuan, dollars], DAY) == [(Decimal(5830000000), "article"), (Decimal(5830000000), "stated")]


def test_what_has_no_rate_is_converted_by_the_currency_that_its_article_puts_beside_it() -> None:
    rubles = figure("5.1 billion rubles", "5100000000", "RUB")
    yuan = figure("450 million yuan", "450000000", "CNY", equivalent="5.1 billion rubles")
    told, by_itself = in_usd([rubles, yuan], date(2025, 7, 15))
    assert told == (by_itself[0], "article, ECB 2025-07-15")
    assert in_usd([rubles, yuan], date(2024, 6, 3))[0] == in_usd([rubles], date(2024, 6, 3))[0]


def test_a_past_period_is_converted_at_its_end_and_a_target_at_the_day_of_the_article() -> None:
    past = figure("1", "1000", "CNY", period_start="2019-01-01", period_end="2019-12-31")
    target = figure("1", "1000", "CNY", period_start="2030-01-01", period_end="2030-12-31")
    assert [source for _, source in in_usd([past, target], DAY)] == ["ECB 2019-12-31", "ECB 2024-06-03"]


def test_the_average_of_a_year_serves_half_of_it_and_more_where_no_month_is_known() -> None:
    ends = ("2025-12-31", "2025-06-30", "2025-05-31")
    sums = [figure("1", "8330", "RUB", period_start="2025-01-01", period_end=end) for end in ends]
    sums += [figure("1", "8330", "RUB"), figure("1", "8330", "RUB", period_start="2024-07-01", period_end="2025-06-30")]
    told = in_usd(sums, date(2026, 2, 1))
    assert told == [(Decimal(100), "Bank of Russia average 2025")] * 2 + [(None, None)] * 3


@pytest.mark.parametrize(
    ("start", "end", "per_usd", "source"),
    [
        ("2024-01-01", "2024-12-31", "92.57", "Bank of Russia average (unchecked) 2024"),  # December alone: 102.4
        ("2023-01-01", "2023-02-28", "70.83", "Bank of Russia average 2023-01 to 2023-02"),
        ("2023-02-01", "2023-02-28", "72.78", "Bank of Russia average 2023-02"),
        ("2014-01-01", "2014-12-31", "38.60", "ECB average 2014-01 to 2014-12"),  # December alone: 56
        ("2022-01-01", "2022-06-30", "76.13", "ECB average 2022-01 to Bank of Russia average 2022-06"),
        ("2025-01-01", "2026-12-31", "", None),
    ],
)
def test_rubles_of_several_months_are_converted_at_their_average(
    start: str, end: str, per_usd: str, source: str | None
) -> None:
    one = figure("1", "1000000", "RUB", period_start=start, period_end=end)
    ((value, told),) = in_usd([one], date(2027, 1, 20))
    assert told == source
    assert value is None or abs(1_000_000 / value - Decimal(per_usd)) < Decimal("0.01")


def test_a_plan_is_converted_at_the_day_it_was_told() -> None:
    plan = figure("1", "1000000", "RUB", period_start="2024-01-01", period_end="2024-12-31")
    assert in_usd([plan], date(2024, 3, 5))[0][1] == "Bank of Russia average (unchecked) 2024-03"


def test_ratios_and_counts_are_no_money() -> None:
    others = [figure("5%", "5", "%"), figure("5 t", "5", "t"), figure("5 TEU", "5", "TEU")]
    assert in_usd(others, DAY) == [(None, None)] * 3


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_months_average_to_the_year(year: int) -> None:
    held = _kept_rates()
    months = [1 / held["RUB", year, month][0] for month in range(1, 13)]
    assert abs(sum(months) / 12 * held["RUB", year, 0][0] - 1) < Decimal("0.002")


def test_the_months_of_2022_average_to_the_year_with_the_last_two_that_the_ecb_told() -> None:
    held = _kept_rates()
    told = [usd_rate("RUB", date(2022, month, day)) for month in (1, 2) for day in range(1, 29)]
    early = sum(1 / rate[0] for rate in told if rate) / len([rate for rate in told if rate])
    months = [1 / held["RUB", 2022, month][0] for month in range(3, 13)]
    assert abs((2 * early + sum(months)) / 12 * held["RUB", 2022, 0][0] - 1) < Decimal("0.003")


def test_customs_series_adds_up_and_says_where_each_line_was_read() -> None:
    by_period: dict[tuple[str, str], dict[str, Decimal]] = {}
    for line in _lines():
        assert line["source"].startswith("China customs; ")
        assert line["period_start"] < line["period_end"]
        ways = by_period.setdefault((line["period_start"], line["period_end"]), {})
        assert line["flow"] not in ways
        ways[line["flow"]] = Decimal(line["value_usd"])
    whole = [ways for ways in by_period.values() if len(ways) == 3]
    assert len(whole) > 30
    assert all(abs((ways["CN>RU"] + ways["RU>CN"]) / ways["CN<>RU"] - 1) < Decimal("0.01") for ways in whole)
    years = {start[:4] for start, end in by_period if start.endswith("01-01") and end.endswith("12-31")}
    assert years >= {str(year) for year in range(2015, 2026)}


def _lines() -> list[dict[str, str]]:
    text = (resources.files("warehouse") / "reference_trade.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2026,11,abc", "too many or too few cells; a line is unit,year,month,per_usd,source"),
        ("RUB,2026,11,80,Bank of Russia average,checked", "too many or too few cells"),
        ("RUB,2026,13,80,Bank of Russia average", "'2026', '13' is no year and month"),
        ("RUB,2026,11,abc,Bank of Russia average", "per_usd: 'abc' is no rate such as 103.47"),
        ("RUB,2026,11,0,Bank of Russia average", "per_usd: '0' is no rate"),
        ("RUB,2026,11,NaN,Bank of Russia average", "per_usd: 'NaN' is no rate"),
    ],
)
def test_a_line_that_is_no_rate_is_told_with_its_file_and_number(line: str, why: str) -> None:
    kept = (resources.files("warehouse") / "rates.csv").read_text(encoding="utf-8")
    with pytest.raises(RulesError) as refused:
        read_rates(f"{kept}{line}\n")
    assert str(refused.value).startswith(f"warehouse/rates.csv, line {kept.count(chr(10)) + 1}: {why}")
    assert read_rates(kept) == _kept_rates()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "2026-01-01,2026-10-31,turnover,CN<>RU",
            "too many or too few cells; a line is period_start,period_end,metric",
        ),
        ("2026-01-01,2026-10-31,turnover,CN<>RU,abc,customs", "value_usd: 'abc' is no amount in dollars such as 182"),
        ("2026-01-01,2026-10-31,turnover,CN<>RU,NaN,customs", "value_usd: 'NaN' is no amount in dollars"),
        ("2026-01-01,2026-10-32,turnover,CN<>RU,5,customs", "period_end: '2026-10-32' is no day such as 2024-01-31"),
        ("2026-01-01,2025-10-31,turnover,CN<>RU,5,customs", "period_end: 2025-10-31 lies before period_start"),
        ("2026-01-01,2026-10-31,trade,CN<>RU,5,customs", "metric: 'trade' is none of turnover, exports, imports"),
        ("2026-01-01,2026-10-31,turnover,RU<>CN,5,customs", "flow: 'RU<>CN' is none of CN>RU, RU>CN, CN<>RU"),
        ("2026-01-01,2026-10-31,turnover,CN<>RU,5,", "source: it is empty; say where the figure was read"),
        ('2026-01-01,2026-10-31,turnover,CN<>RU,5,"customs', "unexpected end of data; a line is period_start"),
    ],
)
def test_a_line_that_is_no_part_of_customs_series_is_told_with_its_file_and_number(line: str, why: str) -> None:
    kept = (resources.files("warehouse") / "reference_trade.csv").read_text(encoding="utf-8")
    with pytest.raises(RulesError) as refused:
        read_reference(f"{kept}{line}\n2026-01-01,2026-11-30,turnover,CN<>RU,5,customs\n")
    assert str(refused.value).startswith(f"warehouse/reference_trade.csv, line {kept.count(chr(10)) + 1}: {why}")
    assert len(read_reference(kept)) == len(_lines())
