"""Draws one row of the register from the mentions of an agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from transform.names.gazetteer import gazetteer
from transform.records import Party
from warehouse.rates import usd_rate
from warehouse.records import AgreementRow
from warehouse.register.known import Known
from warehouse.register.reading import Reading
from warehouse.sides.names import fold_name
from warehouse.states import ORDER, current_stage

T = TypeVar("T", bound=Hashable)
#: Values in US dollars, each with its source, by value and currency: the conversions of an agreement's own articles.
OwnDollars: TypeAlias = Mapping[tuple[Decimal, str], tuple[Decimal, str]]

#: Mentions that an edit concerns: true where a page gives another value since, false where that took the value back.
Edited: TypeAlias = Mapping[int, bool]
_NO_EDITS: Edited = MappingProxyType({})


def summarise(
    known: Known, held: AgreementRow | None, own: OwnDollars, edited: Edited = _NO_EDITS
) -> AgreementRow | None:
    """The row that the mentions add up to; where all were withdrawn, the held row with no mentions."""
    readings = sorted(known.readings, key=lambda item: (item.reported_at, item.mention_id))
    if not readings:
        return None if held is None else _without_mentions(held)
    news = [item for item in readings if item.new] or readings
    value, unit = _value(readings, edited)
    day = next((item.signed_on for item in news if item.signed_on), news[0].reported_at.date())
    value_usd, usd_source = in_usd(value, unit, day, own)
    first = readings[0]
    return AgreementRow(
        agreement_id=known.agreement_id,
        kind="total" if known.total else "single" if known.news else "background",
        stage=current_stage([(item.status, item.reported_at) for item in readings]),
        type=_most([item.type for item in news if item.type != "agreement"]) or "agreement",
        parties=tuple({"name": _called(p), "country": p.country, "id": p.id} for p in _parties(readings)),
        sectors=tuple(sorted(_shared(readings))),
        signed_on=_date(readings),
        place=_most(_in_english(item.place_id) or item.place for item in readings if item.place),
        event=_most(item.event for item in readings if item.event),
        value=value,
        unit=unit,
        value_usd=value_usd,
        usd_source=usd_source,
        count=_most(item.count for item in readings if item.count is not None) if known.total else 1,
        first_reported_at=first.reported_at.isoformat(),
        last_reported_at=readings[-1].reported_at.isoformat(),
        mentions=len(readings),
        publishers=len({item.publisher for item in readings}),
        languages=tuple(sorted({item.language for item in readings})),
        title=first.title or first.quote,
    )


def _without_mentions(held: AgreementRow) -> AgreementRow:
    values = {name: getattr(held, name) for name in held.__struct_fields__}
    return AgreementRow(**{**values, "mentions": 0, "publishers": 0})


def _most(values: Iterable[T]) -> T | None:
    """The value that most mentions give; of equals, the latest."""
    counted: Counter[T] = Counter()
    order: dict[T, int] = {}
    for number, value in enumerate(values):
        counted[value] += 1
        order[value] = number
    return max(counted, key=lambda value: (counted[value], order[value]), default=None)


def _value(readings: Sequence[Reading], edited: Edited) -> tuple[Decimal | None, str | None]:
    """What the agreement is worth: what a correction says, else the value most told, in the currency most told.

    What was talked of or planned counts only while nothing tells what was signed for. An edit is the last word.
    """
    told = [item for item in readings if item.value is not None and item.unit and edited.get(item.mention_id, True)]
    valued = sorted(told, key=lambda item: item.mention_id in edited)
    corrections = [item for item in valued if item.corrects]
    signed = [item for item in valued if ORDER.get(item.status, 0) >= ORDER["signed"]]
    most = _most((item.value, item.unit) for item in corrections or signed or valued)
    return most if most else (None, None)


def in_usd(value: Decimal | None, unit: str | None, day: date, own: OwnDollars) -> tuple[Decimal | None, str | None]:
    """The value in US dollars and the source of that: its articles' own conversion, else the rate of the day on which
    it was signed or first told; of no currency, none."""
    if value is None or unit is None:
        return None, None
    if unit == "USD":
        return value, "stated"
    if told := own.get((value, unit)):
        return told
    rate = usd_rate(unit, day)
    return ((value * rate[0]).quantize(Decimal("0.01")), rate[1]) if rate else (None, None)


def _date(readings: Sequence[Reading]) -> str | None:
    signed = [item.signed_on for item in readings if item.signed_on and item.status in ("signed", "in_force")]
    day = _most(signed or [item.signed_on for item in readings if item.signed_on])
    return day.isoformat() if day else None


def _parties(readings: Sequence[Reading]) -> list[Party]:
    """The fullest list that one mention gives; a land's bare name ("Russia and China sign") is less than any firm's."""

    def fullness(item: Reading) -> tuple[int, int, bool]:
        sides = {p.id or fold_name(p.name) for p in item.parties}
        listed = gazetteer().entities
        countries = {side for side in sides if side in listed and listed[side].kind == "country"}
        return len(sides - countries), len(sides), item.new

    return list(max(readings, key=fullness).parties)


def _called(party: Party) -> str:
    """The English name of what the gazetteer knows by this name, so that the register reads in one language.

    A name that says more than the gazetteer's ("the mayor's office of …") stays as the article writes it.
    """
    english = _in_english(party.id)
    known = gazetteer().by_name(party.name, "en") if english else None
    # A corridor stands for the firm that runs it.
    return english if english and known and known.id == party.id and known.kind != "corridor" else party.name


def _in_english(identifier: str | None) -> str | None:
    try:
        return gazetteer().entity(identifier).names.get("en") if identifier else None
    except KeyError:
        return None


def _shared(readings: Sequence[Reading]) -> set[str]:
    """Sectors that at least a third of the mentions that name any agree on."""
    naming = [item.sectors for item in readings if item.sectors]
    counted = Counter(sector for sectors in naming for sector in set(sectors))
    return {sector for sector, count in counted.items() if count * 3 >= len(naming)}
