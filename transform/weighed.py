"""Chooses what signs speak for most, by the weights of `rules/weights`.

The weights are fitted to golden articles by `python -m bench.fit_figures` (logistic regression that keeps few signs),
so that what many writers' texts have in common decides where single rules contradict each other.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Set
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
#: What a sign weighs for labels, each by its place.
_Speaks = tuple[tuple[int, float], ...]


class Weights(msgspec.Struct, frozen=True):
    """`plain` by sign, `pairs` by two signs in order; `yes` what a sign weighs for the candidate that has it."""

    plain: dict[str, _Speaks]
    pairs: dict[str, tuple[tuple[str, _Speaks], ...]]
    yes: dict[str, float]
    labels: tuple[str, ...]


@cache
def weights(attribute: str) -> Weights:
    """The weights of one attribute (or of `development`); RulesError names the line that can't be used."""
    name = f"{attribute}.csv"
    text = files("transform.rules").joinpath("weights", name).read_text("utf-8")
    read: dict[tuple[str, str], dict[str, float]] = {}
    rows = csv.DictReader(text.splitlines())
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise RulesError(f"transform/rules/weights/{name}: the columns must be {', '.join(COLUMNS)}")
    for row in rows:
        try:
            weight = float(row["weight"])
        except (TypeError, ValueError) as error:
            raise RulesError(f"transform/rules/weights/{name}, line {rows.line_num}: no weight") from error
        read.setdefault((row["sign"], row["beside"]), {})[row["label"]] = weight
    labels = tuple(sorted({label for one in read.values() for label in one}))
    places = {label: place for place, label in enumerate(labels)}
    plain: dict[str, _Speaks] = {}
    pairs: dict[str, list[tuple[str, _Speaks]]] = {}
    for (sign, beside), one in read.items():
        speaks = tuple((places[label], weight) for label, weight in one.items())
        if beside:
            pairs.setdefault(sign, []).append((beside, speaks))
        else:
            plain[sign] = speaks
    yes = {sign: one["yes"] for (sign, _), one in read.items() if "yes" in one}
    return Weights(plain, {sign: tuple(some) for sign, some in pairs.items()}, yes, labels)


T = TypeVar("T")


class Choice(msgspec.Struct, Generic[T], frozen=True):
    """What was chosen and how sure (0 to 1)."""

    label: T | None
    sure: float


def _pairs(table: Weights, signs: Signs) -> list[tuple[str, str, _Speaks]]:
    """The pairs of signs that have a weight."""
    present = signs.plain
    return [
        (first, second, speaks)
        for first in present & table.pairs.keys()
        for second, speaks in table.pairs[first]
        if second in present
    ]


def choose(attribute: str, signs: Signs) -> Choice[str]:
    """The label of an attribute that the signs speak for most; each label's odds are its own."""
    table = weights(attribute)
    plain = table.plain
    sums = [0.0] * len(table.labels)
    for place, weight in plain.get(ALWAYS, ()):
        sums[place] += weight
    for sign in signs.plain & plain.keys():
        for place, weight in plain[sign]:
            sums[place] += weight
    for _, _, speaks in _pairs(table, signs):
        for place, weight in speaks:
            sums[place] += weight
    odds = [1 / (1 + math.exp(-total)) for total in sums]
    most = max(odds)
    best = table.labels[odds.index(most)]
    return Choice(None if best == NONE else best, most / sum(odds))


def odds(attribute: str, signs: Set[str]) -> dict[str, float]:
    """How likely each label is (0 to 1), each for itself: none, one or several may be told."""
    table = weights(attribute)
    sums = [0.0] * len(table.labels)
    for sign in (*(signs & table.plain.keys()), ALWAYS):
        for place, weight in table.plain.get(sign, ()):
            sums[place] += weight
    return {label: 1 / (1 + math.exp(-total)) for label, total in zip(table.labels, sums, strict=True)}


def loudest(attribute: str, signs: Signs, label: str | None) -> str:
    """The sign that speaks most for a label."""
    table = weights(attribute)
    wanted = table.labels.index(NONE if label is None else label)
    spoke = [(sign, table.plain[sign]) for sign in (signs.plain | {ALWAYS}) & table.plain.keys()]
    spoke += [(f"{first} & {second}", speaks) for first, second, speaks in _pairs(table, signs)]
    told = ((weight, sign) for sign, speaks in spoke for place, weight in speaks if place == wanted)
    return max(told, default=(0.0, ""))[1]


def choose_among(attribute: str, candidates: Mapping[T | None, Set[str]]) -> Choice[T]:
    """The candidate that its own signs speak for most."""
    yes = weights(attribute).yes
    always = yes.get(ALWAYS, 0.0)
    odds: dict[T | None, float] = {}
    for candidate, signs in candidates.items():
        total = always + sum(map(yes.__getitem__, signs & yes.keys()))
        odds[candidate] = 1 / (1 + math.exp(-total))
    best = max(odds, key=odds.__getitem__)
    return Choice(best, odds[best] / sum(odds.values()))


def loudest_of(attribute: str, signs: Set[str]) -> str:
    """The sign that speaks most for a candidate."""
    yes = weights(attribute).yes
    return max(((yes[sign], sign) for sign in signs & yes.keys()), default=(0.0, ""))[1]
