"""Half files of programs that were killed: each bears the number of its process, and the next program sweeps it."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path

#: A database on its way (`amur.duckdb.4711.partial`), with its log and guard.
_HALF = re.compile(r"amur.*\.(\d+)\.(?:partial|compact)(?:\..+)?")


def sweep(folder: Path, *, idle_s: float = 0) -> None:
    """Remove the half files of processes that are no more, where none was written for the last `idle_s` seconds.

    One with this process's own number is of another before it: in a container every program may have the same.
    """
    for path in folder.iterdir():
        if (half := _HALF.fullmatch(path.name)) and not _another_lives(int(half[1])):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime >= idle_s:
                    path.unlink()


def _another_lives(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
