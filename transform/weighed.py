"""Chooses what signs speak for most, by the weights of `rules/weights`.

The weights are fitted to golden articles by `python -m bench.fit_figures` (logistic regression that keeps few signs),
so that what many writers' texts have in common decides where single rules contradict each other.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from functools import cache
from importlib.resources import files
from itertools import chain
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
#: Weights are told in thousandths, so that what they add up to does not hang on the order of addition.
_THOUSANDTHS = 1000
#: What a sign weighs for each of the labels, in order.
_Row = tuple[int, ...]
#: A sign, and another that must stand beside it or nothing.
_Signs = tuple[str, str]
#: Of two signs the other one, and what they weigh.
_Pair = tuple[str, _Row, _Signs]


class Weights(msgspec.Struct, frozen=True):
    """What signs weigh: `plain` by sign, `always` whatever the signs are, `pairs` by one sign of two.

    `yes` is what a sign weighs for the candidate that has it, `each` what stands in the file.
    """

    plain: dict[str, _Row]
    always: _Row
    pairs: dict[str, list[_Pair]]
    yes: dict[str, float]
    labels: tuple[str, ...]
    each: dict[_Signs, dict[str, float]]


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
    weighed = {signs: tuple(round(_THOUSANDTHS * one.get(label, 0)) for label in labels) for signs, one in read.items()}
    plain = {sign: row for (sign, beside), row in weighed.items() if not beside}
    pairs: dict[str, list[_Pair]] = {}
    often = Counter(chain.from_iterable(read))
    for signs, told in weighed.items():
        if signs[1]:
            # Looked for by the sign that stands in fewer pairs, few have to be looked through.
            rare, other = sorted(signs, key=often.__getitem__)
            pairs.setdefault(rare, []).append((other, told, signs))
    yes = {sign: one["yes"] for (sign, _), one in read.items() if "yes" in one}
    return Weights(plain, plain.get(ALWAYS, (0,) * len(labels)), pairs, yes, labels, read)


def _likely(table: Weights, signs: Set[str], pairs: Iterable[_Pair]) -> list[float]:
    """How likely each label is by what its weights add up to, 0 to 1."""
    rows = [table.always, *filter(None, map(table.plain.get, signs)), *(row for _, row, _ in pairs)]
    return [1 / (1 + math.exp(-sum(column) / _THOUSANDTHS)) for column in zip(*rows, strict=True)]


T = TypeVar("T")


class Choice(msgspec.Struct, Generic[T], frozen=True):
    """What was chosen and how sure (0 to 1)."""

    label: T | None
    sure: float


def _pairs(table: Weights, present: Set[str]) -> list[_Pair]:
    """The pairs of signs that have a weight."""
    return [pair for listed in filter(None, map(table.pairs.get, present)) for pair in listed if pair[0] in present]


def choose(attribute: str, signs: Signs) -> Choice[str]:
    """The label of an attribute that the signs speak for most; each label's odds are its own."""
    table = weights(attribute)
    odds = _likely(table, signs.plain, _pairs(table, signs.plain))
    most = max(odds)
    best = table.labels[odds.index(most)]
    return Choice(None if best == NONE else best, most / sum(odds))


def odds(attribute: str, signs: Set[str]) -> dict[str, float]:
    """How likely each label is (0 to 1), each for itself: none, one or several may be told."""
    table = weights(attribute)
    return dict(zip(table.labels, _likely(table, signs, ()), strict=True))


def loudest(attribute: str, signs: Signs, label: str | None) -> str:
    """The sign that speaks most for a label."""
    table = weights(attribute)
    spoke = [(sign, "") for sign in (ALWAYS, *signs.plain)]
    spoke += [pair for _, _, pair in _pairs(table, signs.plain)]
    wanted = NONE if label is None else label
    told = ((table.each.get(one, {}).get(wanted), " & ".join(filter(None, one))) for one in spoke)
    return max((one for one in told if one[0] is not None), default=(0.0, ""))[1]


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
