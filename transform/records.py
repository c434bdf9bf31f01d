"""What goes into an analysis and what comes out: the records of the analysis contract.

Offsets are Unicode code points, end exclusive; money and other values are exact decimals in whole units.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

Language = Literal["en", "ru", "zh"]
#: The two countries whose trade is watched, as ISO 3166-1 codes.
PAIR = frozenset(("CN", "RU"))
Field = Literal["title", "text"]
Modifier = Literal["exact", "about", "over", "under", "up_to", "at_least"]
Measure = Literal["level", "change", "share", "multiple"]
Direction = Literal["up", "down"]
Flow = Literal["CN>RU", "RU>CN", "CN<>RU"]
Basis = Literal["yoy", "mom", "qoq"]
Counted = Literal["value", "quantity"]
Metric = Literal[
    "turnover", "exports", "imports", "investment", "contract_value", "freight", "price", "settlement",
    "companies", "agreements", "projects", "production", "tariff", "finance", "people", "other",
]  # fmt: skip
Status = Literal["signed", "planned", "negotiating", "in_force", "ended", "denied"]
AgreementType = Literal[
    "memorandum", "contract", "framework", "intergovernmental", "joint_venture", "protocol", "loan", "roadmap",
    "agreement",
]  # fmt: skip
DevelopmentKind = Literal[
    "route_opened", "hub_opened", "port_access", "border_crossing", "market_access", "tariff", "quota", "ban",
    "ban_lifted", "sanction", "settlement", "company_entry", "company_exit", "record", "facility",
]  # fmt: skip


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article to analyse. `published` is an ISO 8601 date or date-time; relative periods resolve against it."""

    id: str
    title: str = ""
    text: str = ""
    url: str | None = None
    published: str | None = None
    language: str | None = None
    publisher: str | None = None


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A number of economic substance, with the exact characters that state it.

    `unit` is an ISO 4217 code, `%`, `pp`, `times`, or a unit of the contract's list; `period_start` and
    `period_end` are inclusive ISO dates; `region` is an ISO 3166-2 code, `place` the gazetteer's id of a
    town in it whose own trade it is. `counted` is what a change, share or multiple of some goods' trade is of:
    their worth, or how much of them there was.
    """

    quote: str
    field: Field
    start: int
    end: int
    value: Decimal
    value_high: Decimal | None = None
    unit: str
    modifier: Modifier = "exact"
    measure: Measure = "level"
    direction: Direction | None = None
    metric: Metric = "other"
    flow: Flow | None = None
    region: str | None = None
    commodity: str | None = None
    period_start: str | None = None
    period_end: str | None = None
    basis: Basis | None = None
    equivalent: str | None = None
    source: str | None = None
    place: str | None = None
    counted: Counted | None = None


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """A side of an agreement: canonical name, ISO 3166-1 alpha-2 country, and the gazetteer's id where it knows it."""

    name: str
    country: str | None = None
    id: str | None = None


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """A mention of something that two or more parties signed, will sign, negotiate or ended.

    The quote is the sentence that announces it. `subjects` are commodity slugs and gazetteer ids that the
    sentence names beside the parties: evidence on which the register tells two deals of one pair apart.
    """

    quote: str
    field: Field
    start: int
    end: int
    status: Status
    type: AgreementType = "agreement"
    new: bool = True
    count: int | None = 1
    parties: tuple[Party, ...] = ()
    sectors: tuple[str, ...] = ()
    signed_on: str | None = None
    place: str | None = None
    event: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    subjects: tuple[str, ...] = ()
    #: ISO 3166-2 code or gazetteer id of `place`, so that one place in three scripts compares equal
    place_id: str | None = None


class Development(msgspec.Struct, frozen=True, kw_only=True):
    """A change on the ground or in the rules that is neither a figure nor an agreement."""

    quote: str
    field: Field
    start: int
    end: int
    kind: DevelopmentKind
    date: str | None = None
    place: str | None = None


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A reading that was declined rather than guessed: where it stands and why."""

    quote: str
    field: Field
    start: int
    end: int
    reason: str


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """What one article says, per the analysis contract. `relevance` runs from 0 to 1.

    `asides`, beyond the contract, are sentences that tell no deal but may recall one: for the register alone, which an
    irrelevant article has as well.
    """

    id: str
    language: str
    relevant: bool
    relevance: float
    reasons: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    developments: tuple[Development, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    asides: tuple[Agreement, ...] = ()


#: Writes records as the contract's JSON: decimals as numbers, absent values as null.
ENCODER = msgspec.json.Encoder(decimal_format="number")
