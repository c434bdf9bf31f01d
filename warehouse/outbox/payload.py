"""What a message can say of an agreement: the row with dollars, its sentence and outlets, and what is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from warehouse import rates, rows
from warehouse.records import AgreementRow
from warehouse.register.known import Known
from warehouse.register.reading import Reading
from warehouse.scripts import language_of
from warehouse.sides.kinds import is_group
from warehouse.sides.likeness import likeness
from warehouse.sides.names import fold_name

if TYPE_CHECKING:
    from warehouse.register.register import Placed, Register

#: From this likeness on a name in Latin letters is taken for the same party's: both are of one agreement and country.
_ALIKE = 0.5


def payload(row: AgreementRow, item: Placed, register: Register) -> dict[str, object]:
    """What a message can say: the agreement, the sentence that told it, its source, who else reported it, how sure."""
    reading, known = item.reading, register.known[row.agreement_id]
    usd = usd_value(row)
    return {
        "agreement": {**msgspec.structs.asdict(row), "value_usd": usd[0]},
        "usd_source": usd[1],
        "stage": reading.status,
        "quote": reading.quote,
        "language": reading.language,
        "title": reading.title,
        "url": reading.url,
        "publisher": reading.publisher,
        "article_id": reading.article_id,
        "mention_id": reading.mention_id,
        "reported_at": reading.reported_at.isoformat() + "Z",
        "publishers": sorted({one.publisher for one in known.readings if one.publisher}),
        "independent": independent((one.publisher, one.quote) for one in known.readings),
        "names": sorted({party.name for one in known.readings for party in one.parties}),
        "called": latin_names(row, known),
        "subjects": sorted({one for told in known.readings for one in told.subjects}),
        "place_ids": sorted({one.place_id for one in known.readings if one.place_id}),
        "values": sorted({str(worth) for one in known.readings if (worth := money(one))}),
        "evidence": list(item.decision.evidence),
        "might_be": list(item.decision.close),
    }


def latin_names(row: AgreementRow, known: Known) -> dict[str, str]:
    """What the reports call in Latin letters the parties that the register has in others: by brackets, else alike."""
    sides = [side for reading in known.readings for side in reading.sides]
    found: dict[str, str] = {}
    for name, country in ((str(party["name"]), party["country"]) for party in row.parties if not party["id"]):
        if language_of(name) == "en" or is_group(name):
            continue
        bracketed = {side.called for side in sides if side.name == name and side.called}
        alike = {
            side.name
            for side in sides
            if country and side.country == country and not is_group(side.name) and likeness(name, side.name) >= _ALIKE
        }
        latin = sorted(one for one in bracketed or alike if language_of(one) == "en")
        if latin:
            found[name] = latin[0]
    return found


def independent(told: Iterable[tuple[str, str]]) -> int:
    """How many outlets told it in words of their own: thirty that carry one agency's text are one."""
    publishers: set[str] = set()
    wordings: set[str] = set()
    count = 0
    for publisher, quote in told:
        words = fold_name(quote)
        if publisher not in publishers and words not in wordings:
            count += 1
        publishers.add(publisher)
        wordings.add(words)
    return count


def usd_value(row: AgreementRow) -> tuple[Decimal | None, str | None]:
    """What an agreement is worth in US dollars, by its articles or when it was signed or first told, and the source."""
    if row.value is None or row.unit is None:
        return None, None
    if row.unit == "USD":
        return row.value_usd, "stated" if row.value_usd is not None else None
    if row.value_usd is not None and row.usd_source is not None:
        return row.value_usd, row.usd_source
    when = rows.moment(row.signed_on) or rows.moment(row.first_reported_at)
    rate = rates.usd_rate(row.unit, when.date()) if when else None
    if rate is None:
        return row.value_usd, None
    return row.value_usd if row.value_usd is not None else row.value * rate[0], rate[1]


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """What an agreement is worth, as a message tells it: "530000000 USD"."""

    value: Decimal
    unit: str | None

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.unit or ''}".rstrip()


def money(row: AgreementRow | Reading) -> Money | None:
    """What the row or mention says that the agreement is worth."""
    return Money(value=row.value, unit=row.unit) if row.value is not None else None


def reread(
    *olds: AgreementRow | None, new: AgreementRow, stage_set: bool = False, by_hand: bool = False
) -> dict[str, tuple[str | None, str]]:
    """Which columns of a changed row read otherwise now, old and new; the old one is None where it read nothing.

    `olds`: the row as it was, behind others that it was told as. A stage goes on rather than being taken back, unless
    the agreement was denied or people set it (`stage_set`). What reports leave out is not taken back; what people
    emptied (`by_hand`) is, and its new reading is empty.
    """
    found: dict[str, tuple[str | None, str]] = {}
    for old in olds if new.mentions else ():
        if old is None:
            continue
        worth, worth_now = money(old), money(new)
        pairs = {
            "value": (str(worth) if worth else None, str(worth_now) if worth_now else None),
            "signed_on": (old.signed_on, new.signed_on),
            "stage": (old.stage, new.stage if stage_set or old.stage == "denied" else old.stage),
        }
        found.update({name: (was, now or "") for name, (was, now) in pairs.items() if was != now and (now or by_hand)})
    return found
