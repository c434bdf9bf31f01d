"""The words of an alert in each language, and numbers, stages and sectors as people of that language write them."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import msgspec

from amur.data_file import read_data


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One language of alert_words.toml; texts in braces are filled in."""

    code: str
    scales: tuple[tuple[str, str], ...]
    decimal: str
    thousands: str
    unit: str
    units: dict[str, str]
    months: tuple[str, ...]
    date: str
    time: str
    comma: str
    many: str
    quote: str
    inner_quote: str
    colon: str
    extra: str
    headline: str
    parties_unknown: str
    total: str
    several: str
    correction: str
    repeat: str
    escalation: str
    undelivered: str
    bundle: str
    worth: str
    about: str
    rate: str
    ecb: str
    parties: str
    date_signed: str
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
    nothing: str
    by_hand: str
    follows: str
    told_before: str
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
    stage: str
    test_title: str
    test_body: str
    stages: dict[str, str]
    types: dict[str, str]
    sector: dict[str, str]

    def quoted(self, text: str) -> str:
        """A sentence in this language's quotation marks, and those that it holds of the same kind as the inner ones."""
        left, right = self.quote.split("{text}")
        for outer, inner in zip((left, right), self.inner_quote.split("{text}"), strict=True):
            text = text.replace(outer, inner)
        return f"{left}{text}{right}"

    def amount(self, value: Any, unit: str | None, figures: int | None = None) -> str:
        """42640000000, CNY → "42.64 billion yuan", in this language; rounded to `figures` where given."""
        number = Decimal(str(value))
        if figures and number:
            number = number.quantize(Decimal(1).scaleb(number.adjusted() - figures + 1), ROUND_HALF_UP)
        for power, name in self.scales:
            if abs(number) >= Decimal(power):
                scaled = (number / Decimal(power)).quantize(Decimal("0.01")).normalize()
                return self._united(f"{scaled:,f}", name, unit)
        plain = number.to_integral() if number == number.to_integral() else number.normalize()
        return self._united(f"{plain:,f}", "", unit)

    def day(self, text: str | None) -> str:
        """2026-08-20 → "20 August 2026"; what is no date stays as it is."""
        try:
            day = date.fromisoformat((text or "")[:10])
        except ValueError:
            return text or ""
        return self.date.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def moment(self, text: str) -> str:
        """A moment in ISO 8601 and UTC, to the minute."""
        return self.time.format(date=self.day(text), time=text[11:16])

    def _united(self, number: str, scale: str, unit: str | None) -> str:
        local = number.translate({ord(","): self.thousands, ord("."): self.decimal})
        if not unit:
            return local + scale
        return self.unit.format(number=local + scale, unit=self.units.get(unit, unit))


@cache
def words(language: str) -> Words:
    """The words of a language: en, ru or zh."""
    return read_data("alert_words", dict[str, Words])[language]
