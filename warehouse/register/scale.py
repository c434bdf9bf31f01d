"""Adds up evidence: each trait of a mention beside an agreement has a weight, fitted on labelled events.

The weights are in weights.toml, made anew by `python -m bench.fit_register --write`. A mention joins an agreement at
`join` points: a little below even odds, since a deal in two rows is told twice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import msgspec

from warehouse.sides.sides import Side


class Weights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points by trait; `total` holds those of sums of deals, which are weighed by other things."""

    join: float
    weight: dict[str, float]
    total: dict[str, float]


@cache
def weights() -> Weights:
    """The fitted points, read once."""
    text = (resources.files("warehouse") / "weights.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Weights)


class Scale:
    """Adds up points with their words; `found` says how much of which trait."""

    def __init__(self, points: dict[str, float]) -> None:
        self.weight = points
        self.points = 0.0
        self.told: list[str] = []
        self.found: dict[str, float] = {}
        #: One sum of money makes up for much; other goods or another partner make a like wording worthless.
        self.same_value = False
        self.opposed = False
        #: Sides of the mention that the agreement has not, and sides of the agreement that the mention has not.
        self.left: Sequence[Side] = ()
        self.missing: Sequence[Side] = ()

    def add(self, trait: str, words: str, amount: float = 1.0) -> None:
        """Add a trait's points, `amount` times, with what is told of it."""
        self.found[trait] = self.found.get(trait, 0.0) + amount
        points = self.weight[trait] * amount
        self.points += points
        if points:
            self.told.append(f"{words} {points:+.2f}")
