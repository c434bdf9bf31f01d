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
from itertools import chain
from typing import Generic, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

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
_Ints = npt.NDArray[np.int64]


class Weights(msgspec.Struct, frozen=True):
    """What signs weigh: `table` has a row for each line of the file and a column for each of `labels`.

    A row counts where its two signs are present, whose numbers are in `first` and `second`; `numbers` tells them, and
    0 stands for what is always present. `yes` is what a sign weighs for the candidate that has it, `each` what stands
    in the file.
    """

    table: _Ints
    first: _Ints
    second: _Ints
    numbers: dict[str, int]
    yes: dict[str, float]
    labels: tuple[str, ...]
    each: dict[tuple[str, str], dict[str, float]]


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
    table = np.array([[round(_THOUSANDTHS * one.get(label, 0)) for label in labels] for one in read.values()], np.int64)
    numbers = {sign: number for number, sign in enumerate(dict.fromkeys((ALWAYS, *chain.from_iterable(read))))}
    numbers[""] = 0
    first, second = (np.array([numbers[signs[place]] for signs in read], np.int64) for place in (0, 1))
    yes = {sign: one["yes"] for (sign, _), one in read.items() if "yes" in one}
    return Weights(table, first, second, numbers, yes, labels, read)


def _told(weighed: Weights, signs: Set[str]) -> _Ints:
    """The rows that count: those of which both signs are present."""
    present = np.zeros(len(weighed.numbers), np.bool_)
    present[[0, *filter(None, map(weighed.numbers.get, signs))]] = True
    return np.flatnonzero(present[weighed.first] & present[weighed.second])


def _likely(weighed: Weights, signs: Set[str]) -> list[float]:
    """How likely each label is by what its weights add up to, 0 to 1."""
    sums = weighed.table[_told(weighed, signs)].sum(0).tolist()
    return [1 / (1 + math.exp(-total / _THOUSANDTHS)) for total in sums]


T = TypeVar("T")


class Choice(msgspec.Struct, Generic[T], frozen=True):
    """What was chosen and how sure (0 to 1)."""

    label: T | None
    sure: float


def choose(attribute: str, signs: Signs) -> Choice[str]:
    """The label of an attribute that the signs speak for most; each label's odds are its own."""
    table = weights(attribute)
    odds = _likely(table, signs.plain)
    most = max(odds)
    best = table.labels[odds.index(most)]
    return Choice(None if best == NONE else best, most / sum(odds))


def odds(attribute: str, signs: Set[str]) -> dict[str, float]:
    """How likely each label is (0 to 1), each for itself: none, one or several may be told."""
    table = weights(attribute)
    return dict(zip(table.labels, _likely(table, signs), strict=True))


def loudest(attribute: str, signs: Signs, label: str | None) -> str:
    """The sign that speaks most for a label."""
    table = weights(attribute)
    present = {"", ALWAYS, *signs.plain}
    spoke = [one for one in table.each if present.issuperset(one)]
    wanted = NONE if label is None else label
    told = ((table.each[one][wanted], " & ".join(filter(None, one))) for one in spoke if wanted in table.each[one])
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
