"""Values as people read them in English: rounded money, dates with month names, units in words, safe links.

The exact value stays in the warehouse; what is shown here is for eyes, and says "about" where it was converted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import msgspec

from amur.data_file import read_data
from ingest.unseen import shown
from transform.names.gazetteer import gazetteer

_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WEB = re.compile(r"https?://[^\s<>\"'`()\\]+", re.I)


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """brief_words.toml."""

    topics: dict[str, str]
    topic_of: dict[str, str]
    metrics: dict[str, str]
    flows: dict[str, str]
    basis: dict[str, str]
    modifiers: dict[str, str]
    measures: dict[str, str]
    types: dict[str, str]
    stages: dict[str, str]
    units: dict[str, tuple[str, str]]
    outcomes: dict[str, str]


@cache
def words() -> Words:
    """The brief's words."""
    return read_data("brief_words", Words)


def amount(value: Decimal | float | str | None, unit: str | None = None) -> str:
    """A value as the source gave it, in short: 42640000000, CNY → "42.64 billion CNY"; 82.3, % → "82.3%"."""
    return "" if value is None else _shown(Decimal(str(value)), unit, None)


def rounded(value: Decimal | float | str | None, unit: str | None = None) -> str:
    """A converted value to three figures: 163957377.3, USD → "$164 million"."""
    return "" if value is None else _shown(Decimal(str(value)), unit, 3)


def _shown(number: Decimal, unit: str | None, figures: int | None) -> str:
    scale = next(((size, name) for size, name in _SCALES if abs(number) >= size), None)
    if figures and number:
        number = _to_figures(number, figures)
        scale = next(((size, name) for size, name in _SCALES if abs(number) >= size), None)
    if scale:
        # No source writes more than four places after "billion": what is longer comes of a conversion.
        part = (number / scale[0]).quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize()
        text = f"{part:,f} {scale[1]}"
    else:
        whole = number == number.to_integral()
        text = f"{number.to_integral() if whole else number.quantize(Decimal('0.0001')).normalize():,f}"
    if unit == "%":
        return f"{text}%"
    if unit in _SIGNS:
        return f"−{_SIGNS[unit]}{text[1:]}" if text.startswith("-") else f"{_SIGNS[unit]}{text}"
    names = words().units.get(unit or "")
    name = names[0 if number == 1 else 1] if names else unit or ""
    return f"{text} {name}".strip()


def _to_figures(number: Decimal, figures: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(number.adjusted() - figures + 1), ROUND_HALF_UP)


def day(value: date | datetime | str | None) -> str:
    """2023-10-26 → "26 October 2023"."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        try:
            return day(datetime.fromisoformat(value))
        except ValueError:
            return value
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def dated(value: date | None, grain: str | None) -> str:
    """A day told by its month or year alone: "October 2023", "2023"."""
    if value is None or grain not in ("month", "year"):
        return day(value)
    return str(value.year) if grain == "year" else f"{_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime | None) -> str:
    """A moment in UTC to the minute: "26 October 2023, 08:05 UTC"."""
    return f"{day(value)}, {value:%H:%M} UTC" if value is not None else ""


def period(row: Mapping[str, Any]) -> str:
    """A period in short: "September 2023", "2023", "January to September 2023", else both days."""
    start, end = row.get("period_start"), row.get("period_end")
    if not start:
        return ""
    first = date.fromisoformat(str(start)[:10])
    if not end:
        return f"since {day(first)}"
    last = date.fromisoformat(str(end)[:10])
    if first.day != 1 or not _ends_month(last):
        return day(first) if first == last else f"{day(first)} to {day(last)}"
    if (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1]} {first.year}"
    opening = _MONTHS[first.month - 1] + ("" if first.year == last.year else f" {first.year}")
    return f"{opening} to {_MONTHS[last.month - 1]} {last.year}"


def _ends_month(last: date) -> bool:
    return date.fromordinal(last.toordinal() + 1).day == 1


def region(code: str | None) -> str:
    """The English name of an ISO 3166-2 code: CN-LN → "Liaoning"; an unknown code is shown as it is."""
    return _regions().get(code or "", code or "")


def town(identifier: str | None) -> str:
    """The English name of a town of the gazetteer: place:jixi → "Jixi"; an unknown id is shown as it is."""
    place = gazetteer().entities.get(identifier or "")
    return (place.names.get("en") if place else None) or identifier or ""


@cache
def _regions() -> dict[str, str]:
    entities = gazetteer().entities.values()
    return {entity.id: entity.names["en"] for entity in entities if entity.kind == "region" and "en" in entity.names}


def paper(kind: str) -> str:
    """A type of agreement in words: loan → "loan agreement"."""
    return words().types.get(kind, spaced(kind))


def spaced(name: str | None) -> str:
    """A contract's value as words: crude_oil → "crude oil"."""
    return (name or "").replace("_", " ")


def outlets(row: Mapping[str, Any]) -> str:
    """Who tells an agreement: "1 outlet", "3 outlets with one text", "4 outlets, 2 in words of their own"."""
    all_of_them, own = row["publishers"], row["independent_publishers"]
    told = f"{all_of_them} outlet{'s' if all_of_them != 1 else ''}"
    if own is None or own >= all_of_them:
        return told
    return f"{told} with one text" if own == 1 else f"{told}, {own} in words of their own"


def one_line(text: object) -> str:
    """Foreign text on one line, without control characters and marks that hide or turn text around."""
    return " ".join(shown(unicodedata.normalize("NFC", str(text or ""))).split())


def markdown(text: object) -> str:
    """Text on one line with Markdown's marks escaped: an article's words never become markup or links."""
    shown = "".join(f"\\{mark}" if mark in "\\`*_[]<>#|~!&" else mark for mark in one_line(text))
    # A bare address would be made a link by most readers of Markdown.
    return re.sub(r"(?i)\b(https?|ftp|www)([:.])", r"\1\\\2", shown)


def web_link(url: object) -> str:
    """The address if it is one of the web's, else nothing: no other scheme ever becomes a link."""
    text = str(url or "").strip()
    return text if _WEB.fullmatch(text.replace("(", "%28").replace(")", "%29")) else ""
