"""The words of an alert in each language, and numbers, stages and sectors as people of that language write them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One language of alert_words.toml; texts in braces are filled in."""

    scales: tuple[tuple[str, str], ...]
    comma: str
    parties_unknown: str
    total: str
    several: str
    correction: str
    repeat: str
    escalation: str
    bundle: str
    worth: str
    about: str
    signed_on: str
    place: str
    event: str
    sectors: str
    told_by: str
    outlets: str
    outlet: str
    in_own_words: str
    published: str
    corrects: str
    follows: str
    uncertain: str
    one_source: str
    one_wording: str
    no_value: str
    no_date: str
    no_parties: str
    values_differ: str
    might_be: str
    unnamed: str
    source: str
    agreement: str
    value: str
    test_title: str
    test_body: str
    stages: dict[str, str]
    types: dict[str, str]
    sector: dict[str, str]

    def amount(self, value: Any, unit: str | None) -> str:
        """42640000000, CNY → "42.64 billion CNY", in this language."""
        number = Decimal(str(value))
        for power, name in self.scales:
            if abs(number) >= Decimal(power):
                scaled = (number / Decimal(power)).quantize(Decimal("0.01")).normalize()
                return f"{scaled:f}{name} {unit or ''}".strip()
        plain = number.to_integral() if number == number.to_integral() else number.normalize()
        return f"{plain:,f} {unit or ''}".strip()


@cache
def words(language: str) -> Words:
    """The words of a language: en, ru or zh."""
    raw = files("amur").joinpath("alert_words.toml").read_bytes()
    return msgspec.toml.decode(raw, type=dict[str, Words])[language]
