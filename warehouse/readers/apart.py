"""Asks a question in a process of its own, for the limits that DuckDB does not keep.

One call of a function over a long list can't be interrupted, nor can a long value on its way into Python, and strings
in the making are not counted as memory. The process may take so much memory and time and no more; then it is gone, and
whoever asked gets one line.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from warehouse.errors import QueryLimit, WarehouseError
from warehouse.readers.lean import without_pandas
from warehouse.readers.query import DEFAULT_LIMITS, Limits, QueryResult, bytes_of, run_query

#: Seconds after which a question that did not hear its interruption is ended, and its process where that takes long to
#: begin or to end; and memory for the program itself.
MOMENT_S, GRACE_S = 0.5, 5.0
ROOM = 1 << 30


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
        raise QueryLimit(limits.too_long) from error
    if done.returncode == -signal.SIGALRM:
        raise QueryLimit(limits.too_long)
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


def _main() -> None:
    without_pandas()
    # The answer has a way of its own: what DuckDB is made to print never gets among what is unpickled.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    path, sql, limits, parameters = pickle.loads(sys.stdin.buffer.read())  # noqa: S301
    most = bytes_of(limits.memory) + ROOM
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    signal.setitimer(signal.ITIMER_REAL, limits.timeout_s + MOMENT_S)  # whatever runs then, the system ends it
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
