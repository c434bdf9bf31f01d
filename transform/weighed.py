"""Chooses what signs speak for most, by the weights of `rules/weights`.

The weights are fitted to golden articles by `python -m bench.fit_figures` (logistic regression that keeps few signs),
so that what many writers' texts have in common decides where single rules contradict each other.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Set
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Generic, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from transform.rules import RulesError

#: The columns of a file: a sign, another that must stand beside it or nothing, what it speaks for, how much.
COLUMNS = ("sign", "beside", "label", "weight")
#: What stands for None in the files.
NONE = "none"
#: What speaks whatever the signs are.
ALWAYS = "always"
#: The one label of the files that weigh candidates.
YES = "yes"
#: Weights are told in thousandths, so that what they add up to does not hang on the order of addition.
_THOUSANDTHS = 1000
#: So many bits of a packed number hold the sum of a label, which is counted from half of what they hold: sums may
#: fall below zero.
_BITS = 32
_HALF = 1 << (_BITS - 1)
_Ints = npt.NDArray[np.int32] | npt.NDArray[np.intp]


class Signs(msgspec.Struct, frozen=True):
    """The signs of what is weighed: those that it has whatever is chosen, and the one of what was chosen beside."""

    group: frozenset[str]
    beside: str = ""

    @property
    def plain(self) -> frozenset[str]:
        """All of them."""
        return self.group | {self.beside} if self.beside else self.group


class Weights(msgspec.Struct, frozen=True, eq=False):
    """What signs weigh, in thousandths.

    `alone` has the weights of each sign for all `labels`, packed, and `always` those of what is always present, which
    is where to count from. `pairs` has a row for each two signs that weigh something together, and a column for each
    label; their numbers are in `first` and `second`, and `numbers` tells them. `yes` is what a sign weighs for the
    candidate that has it, `each` what stands in the file.
    """

    always: int
    alone: dict[str, int]
    pairs: _Ints
    first: _Ints
    second: _Ints
    numbers: dict[str, int]
    yes: dict[str, int]
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
    told = {signs: _row(one, labels) for signs, one in read.items()}
    alone = {sign: _packed(row) for (sign, beside), row in told.items() if not beside}
    pairs = {signs: row for signs, row in told.items() if signs[1]}
    numbers = {sign: number for number, sign in enumerate(dict.fromkeys(chain.from_iterable(pairs)))}
    first, second = (np.array([numbers[signs[place]] for signs in pairs], np.intp) for place in (0, 1))
    yes = {sign: round(_THOUSANDTHS * one[YES]) for (sign, _), one in read.items() if YES in one}
    always = _packed([_HALF] * len(labels)) + alone.get(ALWAYS, 0)
    return Weights(always, alone, np.array([*pairs.values()], np.int32), first, second, numbers, yes, labels, read)


def _row(one: Mapping[str, float], labels: Iterable[str]) -> list[int]:
    return [round(_THOUSANDTHS * one.get(label, 0)) for label in labels]


def _packed(row: Iterable[int]) -> int:
    """The weights of one sign as one number, 32 bits each, so that one addition adds up all."""
    return sum(weight << (_BITS * place) for place, weight in enumerate(row))


def _together(weighed: Weights, signs: Set[str]) -> _Ints:
    """The rows of pairs of which both signs are present."""
    present = bytearray(len(weighed.numbers))
    for number in map(weighed.numbers.__getitem__, signs & weighed.numbers.keys()):
        present[number] = True
    told = np.frombuffer(present, np.bool_)
    return (told.take(weighed.first) & told.take(weighed.second)).nonzero()[0]


def _unpacked(total: int, count: int) -> list[int]:
    """The sums of so many labels that one number holds, each counted from `_HALF`."""
    return memoryview(total.to_bytes(count * _BITS // 8, "little")).cast("I").tolist()


def _sums(weighed: Weights, signs: Set[str]) -> list[int]:
    """What the weights add up to for each label, counted from `_HALF`."""
    total = sum(filter(None, map(weighed.alone.get, signs)), weighed.always)
    sums = _unpacked(total, len(weighed.labels))
    if weighed.numbers:
        together = weighed.pairs.take(_together(weighed, signs), 0).sum(0)
        sums = [one + other for one, other in zip(sums, together.tolist(), strict=True)]
    return sums


@lru_cache(maxsize=8)  # one group's metric is weighed beside several flows, and its flow beside several metrics
def _of_group(weighed: Weights, signs: frozenset[str]) -> list[int]:
    return _sums(weighed, signs)


@cache
def _of_beside(weighed: Weights, beside: str) -> tuple[int, dict[str, int]]:
    """What a sign weighs alone and with each other that it is paired with, packed."""
    pairs = {
        first if second == beside else second: _packed(_row(one, weighed.labels))
        for (first, second), one in weighed.each.items()
        if second and beside in (first, second)
    }
    return weighed.alone.get(beside, 0) + _packed([_HALF] * len(weighed.labels)), pairs


def _likely(sums: Iterable[int]) -> list[float]:
    """How likely each label is by what its weights add up to, 0 to 1."""
    return [1 / (1 + math.exp((_HALF - one) / _THOUSANDTHS)) for one in sums]


def _likely_of(weighed: Weights, signs: Signs) -> list[float]:
    """The same of a group's signs and the one beside, which is added to what the group's own come to."""
    sums = _of_group(weighed, signs.group)
    if not signs.beside or signs.beside in signs.group:
        return _likely(sums)
    alone, pairs = _of_beside(weighed, signs.beside)
    added = _unpacked(sum(map(pairs.__getitem__, signs.group & pairs.keys()), alone), len(sums))
    return _likely(one + other - _HALF for one, other in zip(sums, added, strict=True))


T = TypeVar("T")


class Choice(msgspec.Struct, Generic[T], frozen=True):
    """What was chosen and how sure (0 to 1)."""

    label: T | None
    sure: float


def choose(attribute: str, signs: Signs) -> Choice[str]:
    """The label of an attribute that the signs speak for most; each label's odds are its own."""
    table = weights(attribute)
    odds = _likely_of(table, signs)
    most = max(odds)
    best = table.labels[odds.index(most)]
    return Choice(None if best == NONE else best, most / sum(odds))


def shares(attribute: str, signs: Signs) -> dict[str, float]:
    """How likely each label is (0 to 1, 1 all together), `NONE` for none, where one of them holds."""
    table = weights(attribute)
    told = _likely_of(table, signs)
    whole = sum(told)
    return {label: one / whole for label, one in zip(table.labels, told, strict=True)}


def odds(attribute: str, signs: Set[str]) -> dict[str, float]:
    """How likely each label is (0 to 1), each for itself: none, one or several may be told."""
    table = weights(attribute)
    return dict(zip(table.labels, _likely(_sums(table, signs)), strict=True))


def loudest(attribute: str, signs: Signs, label: str | None) -> str:
    """The sign that speaks most for a label."""
    table = weights(attribute)
    present = {"", ALWAYS, *signs.plain}
    spoke = [one for one in table.each if present.issuperset(one)]
    wanted = NONE if label is None else label
    told = ((table.each[one][wanted], " & ".join(filter(None, one))) for one in spoke if wanted in table.each[one])
    return max(told, default=(0.0, ""))[1]


def choose_among(attribute: str, candidates: Mapping[T | None, Set[str]]) -> Choice[T]:
    """The candidate that its own signs speak for most, against the others."""
    yes = weights(attribute).yes
    sums = {candidate: sum(filter(None, map(yes.get, signs))) for candidate, signs in candidates.items()}
    best = max(sums, key=sums.__getitem__)
    return Choice(best, 1 / sum(math.exp((one - sums[best]) / _THOUSANDTHS) for one in sums.values()))


def likeliest(attribute: str, candidates: Mapping[T | None, Set[str]], sure: float) -> T | None:
    """The candidate that has so much of the odds of all and of none (which is the key None), each having its own.

    None where no candidate has as much.
    """
    if len(candidates) == 1:
        return None
    told = {candidate: odds(attribute, signs)[YES] for candidate, signs in candidates.items()}
    best = max(told, key=told.__getitem__)
    return best if told[best] >= sure * sum(told.values()) else None


def loudest_of(attribute: str, signs: Set[str]) -> str:
    """The sign that speaks most for a candidate."""
    yes = weights(attribute).yes
    return max(((yes[sign], sign) for sign in signs & yes.keys()), default=(0, ""))[1]
