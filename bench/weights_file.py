"""The files of weights in `transform/rules/weights` that the fits write."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from bench.golden import ROOT
from transform.weighed import ALWAYS, COLUMNS

#: A sign, another that must stand beside it or nothing, the label it speaks for, how much.
Line = tuple[str, str, str, float]
_FOLDER = ROOT / "transform" / "rules" / "weights"


def write(name: str, lines: Iterable[Line]) -> None:
    """Put a table into the rules, the loudest signs of each label first."""
    _FOLDER.mkdir(exist_ok=True)
    ordered = sorted(lines, key=_place)
    with (_FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(ordered)


def _place(line: Line) -> tuple[str, bool, float, str, str]:
    sign, beside, label, weight = line
    return label, sign != ALWAYS, -abs(weight), sign, beside
