"""How well quantities and periods are read on public benchmarks that lie beside the project.

    python -m bench.quantities [SET …] [--errors N]

Prints a table with one row a set: F1 of value and unit over all kinds, and over money and percent alone. The
benchmarks (and their scorer, which is used as it is) are expected in `../shared/bench`; without them nothing is
measured and the exit code is 0.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import time
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from transform.numbers.amounts import find_quantities
from transform.numbers.quantities import Quantity
from transform.periods.find import find_periods

BENCH = Path(os.environ.get("AMUR_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "bench"
SETS = (
    "crt_en", "crt_ru", "crt_zh", "fire_en", "nerel_ru", "recognizers_en", "recognizers_zh", "quantulum3",
    "duckling_en", "duckling_ru", "duckling_zh", "natasha_money", "jionlp_money",
)  # fmt: skip
PERIOD_SETS = ("periods_crt", "periods_en", "periods_zh")
#: The benchmarks' names for the contract's units and kinds.
UNITS = {"t": "tonne", "times": "x"}
KINDS = {"times": "ratio", "pp": "percent"}


def prediction(quantity: Quantity, text: str) -> dict[str, Any]:
    """A quantity as the scorer wants it: a range as a list, counted nouns as written, halving as a factor of ½."""
    value: float | list[float] = float(quantity.value)
    if quantity.value_high is not None:
        value = [float(quantity.value), float(quantity.value_high)]
    elif quantity.unit == "times" and quantity.direction == "down" and quantity.value == 2:
        value = 0.5
    if quantity.kind == "percent" and quantity.direction == "down" and not isinstance(value, list):
        value = -value
    unit = quantity.unit
    if quantity.kind == "count" and quantity.noun:
        unit = f"{unit}|{quantity.noun}"
    elif quantity.kind == "count":
        unit = f"{unit}|{text[quantity.start : quantity.end].lstrip('0123456789.,万亿十百千两一二三四五六七八九 ')}"
    return {
        "value": value,
        "unit": UNITS.get(unit or "", unit),
        "start": quantity.start,
        "end": quantity.end,
        "span": text[quantity.start : quantity.end],
        "kind": KINDS.get(quantity.kind, quantity.kind),
    }


def scorer() -> Any:
    """The benchmarks' own scorer, as it is."""
    spec = importlib.util.spec_from_file_location("bench_score", BENCH / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(name: str) -> list[dict[str, Any]]:
    """The records of a set."""
    with (BENCH / f"{name}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def money_and_percent(name: str) -> float:
    """F1 of value and unit over money and percent alone, 0 to 100."""
    gold = lines(name)
    return float(scorer().score(gold, [predicted(record) for record in gold])["mp"]["F1"])


def predicted(record: dict[str, Any]) -> dict[str, Any]:
    """What is read of a record, as the scorer wants it."""
    found = find_quantities(record["text"], record["lang"])
    return {"id": record["id"], "quantities": [prediction(quantity, record["text"]) for quantity in found]}


def quantity_row(name: str, scorer: Any, errors: int) -> str:
    """One set's row of the table; differing texts are printed first when asked for."""
    gold = lines(name)
    began = time.perf_counter()
    predicted = [predicted(record) for record in gold]
    pace = len(gold) / (time.perf_counter() - began)
    differing: list[tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]] = []
    result = scorer.score(gold, predicted, False, differing)
    for record, missed, spurious in differing[:errors]:
        print("---", record["id"], record["text"][:240])
        for quantity in missed:
            print("   missed  ", quantity["value"], quantity.get("unit"), "|", quantity.get("span"))
        for quantity in spurious:
            print("   spurious", quantity["value"], quantity.get("unit"), "|", quantity.get("span"))
    both = result.get("mp", {"F1": float("nan"), "P": float("nan"), "R": float("nan")})
    return (
        f"{name:16} {len(gold):6} {result['unit']['F1']:6.1f} {both['P']:6.1f} {both['R']:6.1f} {both['F1']:6.1f}"
        f" {pace:9.0f}"
    )


def period_row(name: str, errors: int) -> str:
    """One period set's row: texts whose spans are exactly the expected ones, and spans found among them."""
    gold = [record for record in lines(name) if record["ref"]]
    exact = hit = wanted = 0
    for record in gold:
        reference = date.fromisoformat(record["ref"][:10])
        found = find_periods(record["text"], record["lang"], reference)
        spans = {
            # The benchmark ends a year to date on the reference day, the contract with the last full month.
            (p.first, record["ref"][:10] if p.role == "ytd" else str(date.fromisoformat(p.last) + timedelta(days=1)))
            for p in found
        }
        good = [any((v[0], v[1]) in spans for v in period["values"] if len(v) == 2) for period in record["periods"]]
        hit += sum(good)
        wanted += len(good)
        right = all(good) and len(spans) == len(record["periods"])
        exact += right
        if not right and errors > 0:
            errors -= 1
            print("---", record["text"], [p["values"] for p in record["periods"]], sorted(spans))
    return f"{name:16} {len(gold):6} {100 * exact / len(gold):6.1f} {100 * hit / wanted:6.1f}"


def main(arguments: Iterable[str] | None = None) -> int:
    """Print the tables; 0 also where the benchmarks are absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=[])
    parser.add_argument("--errors", type=int, default=0)
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    if not BENCH.is_dir():
        print(f"no benchmarks in {BENCH}: nothing measured")
        return 0
    judge = scorer()
    rows = [quantity_row(name, judge, chosen.errors) for name in SETS if not chosen.sets or name in chosen.sets]
    spans = [period_row(name, chosen.errors) for name in PERIOD_SETS if not chosen.sets or name in chosen.sets]
    if rows:
        print(f"{'quantities':16} {'texts':>6} {'F1':>6} {'mp P':>6} {'mp R':>6} {'mp F1':>6} {'texts/s':>9}")
        print("\n".join(rows))
    if spans:
        print(f"{'periods':16} {'texts':>6} {'exact':>6} {'found':>6}")
        print("\n".join(spans))
    return 0


if __name__ == "__main__":
    sys.exit(main())
