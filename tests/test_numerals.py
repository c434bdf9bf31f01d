"""Numbers alone: whatever notation a language has for a number, reading it gives the number back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.numbers.numerals import find_numerals, narrow

SEPARATORS = {
    "en": [",", " ", "\u00a0", "\u2009", "\u202f"],
    "ru": [" ", "\u00a0", "\u2009", "\u202f"],
    "zh": [",", ""],
}
POINT = {"en": ".", "ru": ",", "zh": "."}
ONES = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ONES += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def only(text: str, language: str) -> Decimal:
    """The one number that the text is."""
    (number,) = find_numerals(narrow(text), language)
    assert (number.start, number.end) == (0, len(text))
    return number.value


@given(st.sampled_from(["en", "ru", "zh"]), st.integers(1, 10**12), st.data())
@settings(max_examples=300, deadline=None)
def test_grouped_digits_parse_back(language: str, number: int, data: st.DataObject) -> None:
    separator = data.draw(st.sampled_from(SEPARATORS[language]))
    text = f"{number:,}".replace(",", separator)
    assert only(text, language) == number


@given(st.sampled_from(["en", "ru", "zh"]), st.integers(0, 9999), st.integers(1, 99))
@settings(max_examples=200, deadline=None)
def test_decimals_parse_back(language: str, whole: int, hundredths: int) -> None:
    assert only(f"{whole}{POINT[language]}{hundredths:02}", language) == Decimal(f"{whole}.{hundredths:02}")


@given(st.integers(1, 9999), st.integers(0, 9))
@settings(max_examples=100, deadline=None)
def test_full_width_digits_parse_back(whole: int, tenth: int) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in f"{whole}.{tenth}")
    assert only(wide, "zh") == Decimal(f"{whole}.{tenth}")


def english(number: int) -> str:
    """The number in English words."""
    if number >= 1_000_000:
        return " ".join([english(number // 1_000_000), "million", english(number % 1_000_000)]).strip()
    if number >= 1000:
        return " ".join([english(number // 1000), "thousand", english(number % 1000)]).strip()
    if number >= 100:
        rest = english(number % 100)
        return f"{ONES[number // 100]} hundred" + (f" and {rest}" if rest else "")
    return ONES[number] if number < 20 else "-".join(filter(None, [TENS[number // 10], ONES[number % 10]]))


@given(st.integers(1, 999_999_999))
@settings(max_examples=300, deadline=None)
def test_english_words_parse_back(number: int) -> None:
    assert only(english(number), "en") == number


def chinese(number: int) -> str:
    """The number in Chinese numerals."""
    digits = "零一二三四五六七八九"
    for scale, mark in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            rest = number % scale
            gap = "零" if rest and rest < scale // 10 else ""
            return chinese(number // scale) + mark + gap + (chinese(rest) if rest else "")
    return digits[number]


@given(st.integers(11, 10**12))
@settings(max_examples=300, deadline=None)
def test_chinese_numerals_parse_back(number: int) -> None:
    assert only(chinese(number), "zh") == number


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("ru", "двухсот сорока миллиардов", 240_000_000_000),
        ("ru", "девятисот девяноста девяти тысяч пятисот одиннадцати", 999_511),
        ("ru", "полутора миллионов", 1_500_000),
        ("ru", "два с половиной миллиона", 2_500_000),
        ("ru", "тридцатью двумя", 32),
        ("ru", "244.819 млрд", 244_819_000_000),
        ("ru", "244,819 млрд", 244_819_000_000),
        ("en", "two and a half million", 2_500_000),
        ("en", "half a billion", 500_000_000),
        ("en", "a hundred thousand", 100_000),
        ("en", "1,650 thousand", 1_650_000),
        ("en", "1.234.567,89", Decimal("1234567.89")),
        ("zh", "1.74万亿", 1_740_000_000_000),
        ("zh", "一点七四万亿", 1_740_000_000_000),
        ("zh", "3万5千亿", 3_500_000_000_000),
        ("zh", "41 万 6 千", 416_000),
        ("zh", "两万八", 28_000),
        ("zh", "二〇二四", 2024),
    ],
)
def test_a_number_in_words_or_mixed_is_read(language: str, text: str, value: int | Decimal) -> None:
    assert only(text, language) == value


def test_a_serial_number_is_none() -> None:
    assert find_numerals("1" * 40, "en") == []
