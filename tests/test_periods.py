"""Calendar spans as three languages name them, resolved against a publication date."""

from __future__ import annotations

from datetime import date

import pytest

from transform.periods import find_periods

REFERENCE = date(2025, 10, 20)

#: language, sentence, the characters that name the span, its first and last day
CARDS = [
    ("en", "Trade fell from January to September.", "from January to September", "2025-01-01", "2025-09-30"),
    ("en", "Sales fell in Q3.", "Q3", "2025-07-01", "2025-09-30"),
    ("ru", "В январе — сентябре импорт снизился.", "В январе — сентябре", "2025-01-01", "2025-09-30"),
    ("ru", "По итогам 2024 года установлен рекорд.", "По итогам 2024 года", "2024-01-01", "2024-12-31"),
    ("zh", "今年前9个月，贸易额下降。", "今年前9个月", "2025-01-01", "2025-09-30"),
    ("zh", "2021年至2024年，流量增长两倍。", "2021年至2024年", "2021-01-01", "2024-12-31"),
]


@pytest.mark.parametrize(("language", "text", "quote", "first", "last"), CARDS)
def test_a_span_is_resolved_to_inclusive_days(language: str, text: str, quote: str, first: str, last: str) -> None:
    (period,) = find_periods(text, language, REFERENCE)
    assert (text[period.start : period.end], period.first, period.last) == (quote, first, last)
