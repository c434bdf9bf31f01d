"""Chooses what signs speak for most, by the weights of `rules/weights`.

The weights are fitted to golden articles by `python -m bench.fit_figures` (logistic regression that keeps few signs),
so that what many writers' texts have in common decides where single rules contradict each other.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Set
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

import msgspec

from transform.evidence import Signs
from transform.rules import RulesError

#: The columns of a file: a sign, another that must stand beside it or nothing, what it speaks for, how much.
COLUMNS = ("sign", "beside", "label", "weight")
#: What stands for None in the files.
NONE = "none"
#: What speaks whatever the signs are.
ALWAYS = "always"
_Speaks = dict[str, float]


class Weights(msgspec.Struct, frozen=True):
    """`plain` by sign, `pairs` by two signs in order; each says how much it speaks for which labels."""

    plain: dict[str, _Speaks]
    pairs: dict[str, dict[str, _Speaks]]
    labels: tuple[str, ...]


@cache
def weights(attribute: str) -> Weights:
    """The weights of `metric`, `flow`, `region` or `commodity`; RulesError names the line that can't be used."""
    name = f"{attribute}.csv"
    text = files("transform.rules").joinpath("weights", name).read_text("utf-8")
    plain: dict[str, _Speaks] = {}
    pairs: dict[str, dict[str, _Speaks]] = {}
    rows = csv.DictReader(text.splitlines())
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise RulesError(f"transform/rules/weights/{name}: the columns must be {', '.join(COLUMNS)}")
    for row in rows:
        try:
            weight = float(row["weight"])
        except (TypeError, ValueError) as error:
            raise RulesError(f"transform/rules/weights/{name}, line {rows.line_num}: no weight") from error
        speaks = pairs.setdefault(row["sign"], {}).setdefault(row["beside"], {}) if row["beside"] else None
        (plain.setdefault(row["sign"], {}) if speaks is None else speaks)[row["label"]] = weight
    told = {label for one in (*plain.values(), *(s for p in pairs.values() for s in p.values())) for label in one}
    return Weights(plain, pairs, tuple(sorted(told)))


T = TypeVar("T")


class Choice(msgspec.Struct, Generic[T], frozen=True):
    """What was chosen and how sure (0 to 1)."""

    label: T | None
    sure: float


def _found(table: Weights, signs: Signs) -> Iterator[tuple[str, _Speaks]]:
    """The signs and pairs of signs that have a weight."""
    plain = table.plain
    for sign in signs.plain & plain.keys():
        yield sign, plain[sign]
    if ALWAYS in plain:
        yield ALWAYS, plain[ALWAYS]
    present = signs.joined
    for first in present & table.pairs.keys():
        beside = table.pairs[first]
        for second in present & beside.keys():
            yield f"{first} & {second}", beside[second]


def choose(attribute: str, signs: Signs) -> Choice[str]:
    """The label of an attribute that the signs speak for most; each label's odds are its own."""
    table = weights(attribute)
    sums = dict.fromkeys(table.labels, 0.0)
    for _, speaks in _found(table, signs):
        for label, weight in speaks.items():
            sums[label] += weight
    odds = {label: 1 / (1 + math.exp(-total)) for label, total in sums.items()}
    best = max(table.labels, key=odds.__getitem__)
    return Choice(None if best == NONE else best, odds[best] / sum(odds.values()))


def loudest(attribute: str, signs: Signs, label: str | None) -> str:
    """The sign that speaks most for a label."""
    label = NONE if label is None else label
    spoke = ((speaks[label], sign) for sign, speaks in _found(weights(attribute), signs) if label in speaks)
    return max(spoke, default=(0.0, ""))[1]


def choose_among(attribute: str, candidates: Mapping[T | None, Set[str]]) -> Choice[T]:
    """The candidate that its own signs speak for most."""
    table = weights(attribute).plain
    always = table[ALWAYS]["yes"] if ALWAYS in table else 0.0
    odds: dict[T | None, float] = {}
    for candidate, signs in candidates.items():
        total = always + sum(table[sign]["yes"] for sign in signs & table.keys())
        odds[candidate] = 1 / (1 + math.exp(-total))
    best = max(odds, key=odds.__getitem__)
    return Choice(best, odds[best] / sum(odds.values()))


def loudest_of(attribute: str, signs: Set[str]) -> str:
    """The sign that speaks most for a candidate."""
    table = weights(attribute).plain
    return max(((table[sign]["yes"], sign) for sign in signs & table.keys()), default=(0.0, ""))[1]
