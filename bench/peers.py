"""Reading numbers beside other readers, on the same sentences and in the same run.

    python -m bench.peers PYTHON [SET …]

PYTHON is an interpreter in which `quantulum3` and Recognizers-Text (`ms-recognizers-text-suite`) are installed; each is
asked where it is there. Prints a row a set and reader: F1 of value and unit, of money and percent alone, and texts a
second on one core. The sets lie beside the project (`bench.quantities`); neither peer reads Russian.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from bench.quantities import BENCH, lines, predicted, scorer

SETS = ("crt_en", "crt_zh", "fire_en")
#: Each reads rows of {"id", "lang", "text"} as JSON and prints {"seconds", "rows"}; its first row warms it up.
_FRAME = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
rows = json.load(sys.stdin)
{peer}
read(rows[0])
began = time.perf_counter()
found = [{{"id": row["id"], "quantities": read(row)}} for row in rows]
print(json.dumps({{"seconds": time.perf_counter() - began, "rows": found}}))
"""
PEERS = {
    "quantulum3": """
from quantulum3 import parser
def read(row):
    if row["lang"] != "en":
        return []
    return [{"value": one.value, "unit": "%" if one.unit.name == "percentage" else one.unit.name,
             "start": one.span[0], "end": one.span[1], "span": one.surface,
             "kind": "money" if one.unit.entity.name == "currency" else "percent" if one.unit.name == "percentage"
             else "dimension"} for one in parser.parse(row["text"]) if one.unit.name != "dimensionless"]
""",
    "Recognizers-Text": """
try:
    import recognizers_text
except ImportError:  # its newest packages import their own core by its old name
    import ms_recognizers_text
    for name in [name for name in sys.modules if name.startswith("ms_recognizers_text")]:
        sys.modules[name.removeprefix("ms_")] = sys.modules[name]
from recognizers_text import Culture
from recognizers_number import recognize_percentage
from recognizers_number_with_unit import recognize_currency, recognize_dimension
CULTURE = {"en": Culture.English, "zh": Culture.Chinese}
def read(row):
    text, culture, found = row["text"], CULTURE[row["lang"]], []
    for kind, ask in (("money", recognize_currency), ("percent", recognize_percentage),
                      ("dimension", recognize_dimension)):
        for one in ask(text, culture):
            said = one.resolution or {}
            value = str(said.get("value") or "").rstrip("%")
            if value:
                found.append({"value": float(value), "unit": "%" if kind == "percent" else said.get("isoCurrency")
                              or said.get("unit"), "start": one.start, "end": one.end + 1,
                              "span": text[one.start:one.end + 1], "kind": kind})
    return found
""",
}


def ask(python: str, peer: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """What a peer reads, and how long it takes; None where it is not installed."""
    program = _FRAME.format(peer=PEERS[peer])
    asked = json.dumps([{name: row[name] for name in ("id", "lang", "text")} for row in rows])
    ran = subprocess.run([python, "-c", program], input=asked, capture_output=True, text=True, check=False)
    if ran.returncode:
        print(f"{peer}: {ran.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def _row(name: str, reader: str, gold: list[dict[str, Any]], found: list[dict[str, Any]], seconds: float) -> str:
    result = scorer().score(gold, found)
    both = result.get("mp", {"F1": float("nan")})["F1"]
    return f"{name:10} {reader:18} {result['unit']['F1']:6.1f} {both:6.1f} {len(gold) / seconds:10,.0f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 0 also where the sets are absent."""
    said = list(sys.argv[1:] if arguments is None else arguments)
    if not said or said[0].startswith("-"):
        print(__doc__)
        return 0
    if not BENCH.is_dir():
        print(f"no benchmarks in {BENCH}: nothing measured")
        return 0
    print(f"{'set':10} {'reader':18} {'F1':>6} {'mp F1':>6} {'texts/s':>10}")
    for name in said[1:] or SETS:
        gold = lines(name)
        predicted(gold[0])
        began = time.perf_counter()
        ours = [predicted(record) for record in gold]
        print(_row(name, "Amur", gold, ours, time.perf_counter() - began))
        for peer in PEERS:
            if peer == "quantulum3" and gold[0]["lang"] != "en":
                continue
            if (answer := ask(said[0], peer, gold)) is not None:
                print(_row(name, peer, gold, answer["rows"], answer["seconds"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
