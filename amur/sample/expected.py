"""What a careful reader finds on the sample site, read from `expected.toml`."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Literal

import msgspec

from transform.records import AgreementType, DevelopmentKind, Metric, Status


class Party(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A side of a deal; `country` is ISO 3166-1 alpha-2."""

    name: str
    country: str


class Stage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stage of a deal and the articles that report it; `corrects` says what an earlier report had wrong."""

    day: Literal[1, 2]
    status: Status
    articles: list[str]
    corrects: str | None = None


class Deal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One agreement; `value` in whole units of `unit` (ISO 4217), as it was last told."""

    key: str
    type: AgreementType
    parties: list[Party]
    stages: list[Stage]
    sectors: list[str] = []
    #: how many it covers
    count: int | Literal["numerous"] = 1
    signed_on: str | None = None
    place: str | None = None
    value: int | None = None
    unit: str | None = None


class Number(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure that must be found; `value` in whole units of the contract's `unit`."""

    article: str
    day: Literal[1, 2]
    quote: str
    value: float
    unit: str
    metric: Metric


class NoNumber(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that is no figure of the trade between the two, as it stands in the article."""

    article: str
    day: Literal[1, 2]
    quote: str


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A development; `kind` is the contract's, `date` ISO 8601 as far as it is told."""

    article: str
    day: Literal[1, 2]
    quote: str
    kind: DevelopmentKind
    date: str | None = None
    place: str | None = None


class DueAlert(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An alert that day two deserves; `what` is the stage reached, or `correction`."""

    agreement: str
    what: Status | Literal["correction"]


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    agreement: list[Deal]
    alert: list[DueAlert]
    figure: list[Number]
    no_figure: list[NoNumber]
    development: list[Change]
    not_deals: list[str]


def read_expected() -> Expected:
    """What a careful reader finds on the two days. Raises msgspec.ValidationError for a misspelt key."""
    text = files(__package__).joinpath("expected.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Expected)
