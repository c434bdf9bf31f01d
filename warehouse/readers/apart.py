"""Asks a question in a process of its own, for the limits that DuckDB does not keep.

One call of a function over a long list can't be interrupted, and strings in the making are not counted as memory. The
process may take so much memory and time and no more; then it is gone, and whoever asked gets one line.
"""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from warehouse.errors import QueryLimit, WarehouseError
from warehouse.readers.lean import without_pandas
from warehouse.readers.query import DEFAULT_LIMITS, Limits, QueryResult, run_query

#: Seconds after which a question that did not hear its interruption is ended; and memory for the program itself.
GRACE_S = 5.0
ROOM = 1 << 30
_UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}


def ask_apart(path: Path, sql: str, *, limits: Limits = DEFAULT_LIMITS, parameters: Sequence[Any] = ()) -> QueryResult:
    """As `run_query`, but nothing that the question does outlives its limits by more than a moment."""
    question = pickle.dumps((path, sql, limits, tuple(parameters)))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "warehouse.readers.apart"],
            input=question,
            capture_output=True,
            timeout=limits.timeout_s + GRACE_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise QueryLimit(f"the question took longer than {limits.timeout_s:g} s and was stopped") from error
    if done.returncode < 0:
        raise QueryLimit(f"the question needs more than {limits.memory} of memory, or more than DuckDB can do")
    if done.returncode > 0:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise QueryLimit(last or f"the question needs more than {limits.memory} of memory")
    # What our own program wrote, never anything that came from outside.
    answer: QueryResult | WarehouseError = pickle.loads(done.stdout)  # noqa: S301
    if isinstance(answer, WarehouseError):
        raise answer
    return answer


def bytes_of(memory: str) -> int:
    """A size such as "512MB" as a number, as DuckDB reads it."""
    text = memory.strip().upper()
    unit = next((one for one in sorted(_UNITS, key=len, reverse=True) if text.endswith(one)), "")
    return int(float(text.removesuffix(unit)) * _UNITS.get(unit, 1))


def _main() -> None:
    without_pandas()
    # The answer has a way of its own: what DuckDB is made to print never gets among what is unpickled.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    path, sql, limits, parameters = pickle.loads(sys.stdin.buffer.read())  # noqa: S301
    most = bytes_of(limits.memory) + ROOM
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    answer: QueryResult | WarehouseError
    try:
        answer = run_query(path, sql, limits=limits, parameters=parameters)
    except WarehouseError as error:
        answer = error
    except MemoryError:
        answer = QueryLimit(f"the question needs more than {limits.memory} of memory")
    with out:
        pickle.dump(answer, out)


if __name__ == "__main__":
    _main()
