"""Chooses what signs speak for most, by the weights of `rules/weights`.

The weights are fitted to golden articles by `python -m bench.fit_figures` (logistic regression that keeps few signs),
so that what many writers' texts have in common decides where single rules contradict each other.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
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
_Speaks = dict[str, float]


class Weights(msgspec.Struct, frozen=True):
    """`plain` by sign, `pairs` by two signs in order; each says how much it speaks for which labels."""

    plain: dict[str, _Speaks]
    pairs: dict[str, dict[str, _Speaks]]
    labels: frozenset[str]


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
    return Weights(plain, pairs, frozenset(told))


T = TypeVar("T")


class Choice(msgspec.Struct, Generic[T], frozen=True):
    """What was chosen, how sure (0 to 1), and the sign that spoke loudest for it."""

    label: T | None
    sure: float
    why: str


def _loudest(spoke: Iterable[tuple[float, str]]) -> str:
    return max(spoke, default=(0.0, ""))[1]


def choose(attribute: str, signs: Signs) -> Choice[str]:
    """The label of an attribute that the signs speak for most; each label's odds are its own."""
    table = weights(attribute)
    sums = dict.fromkeys(table.labels, 0.0)
    spoke: list[tuple[float, str, str]] = []
    found = [(sign, table.plain[sign]) for sign in signs.plain if sign in table.plain]
    if bias := table.plain.get("always"):
        found.append(("always", bias))
    present = frozenset(signs.joined)
    for first in signs.joined:
        for second, speaks in table.pairs.get(first, {}).items():
            if second in present:
                found.append((f"{first} & {second}", speaks))
    for sign, speaks in found:
        for label, weight in speaks.items():
            sums[label] += weight
            spoke.append((weight, label, sign))
    odds = {label: 1 / (1 + math.exp(-total)) for label, total in sums.items()}
    best = max(sorted(odds), key=odds.__getitem__)
    why = _loudest((weight, sign) for weight, label, sign in spoke if label == best)
    return Choice(None if best == NONE else best, odds[best] / sum(odds.values()), why)


def choose_among(attribute: str, candidates: Mapping[T | None, Iterable[str]]) -> Choice[T]:
    """The candidate that its own signs speak for most."""
    table = weights(attribute).plain
    odds: dict[T | None, float] = {}
    whys: dict[T | None, str] = {}
    for candidate, signs in candidates.items():
        spoke = [(table[sign]["yes"], sign) for sign in (*signs, "always") if sign in table]
        odds[candidate] = 1 / (1 + math.exp(-sum(weight for weight, _ in spoke)))
        whys[candidate] = _loudest(spoke)
    best = max(odds, key=odds.__getitem__)
    return Choice(best, odds[best] / sum(odds.values()), whys[best])
