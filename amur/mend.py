"""Files of a left batch that can't be read: set aside, so that the step that made them is done again.

A full disk, a bad sector or a copy that broke off would else stop every run at the same place, and all news with it.
"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import structlog

from amur import batch

#: What a shard's steps make, in their order; each is made of what stands before it.
_STEPS = (("polls", "entries"), ("screened",), ("articles",), ("facts",))
#: What a batch begins with: without them nothing of it can be done.
_PLANS = ("feeds.jsonl.gz", "shard-*/plan.jsonl.gz", "shard-*/left.jsonl.gz")
_log = structlog.get_logger("amur.mend")


def left(folder: Path) -> list[Path]:
    """Planned batches that were not loaded, oldest first, with what can't be read of them set aside.

    What an earlier step made is used again. A batch without a plan is none any more: its feeds are due at the next one.
    """
    found = []
    for path in batch.unfinished(folder):
        if any(not _is_whole(plan) for pattern in _PLANS for plan in path.glob(pattern)):
            _set_aside(path / "batch.json", "its plan can't be read")
            continue
        for shard in batch.shards(path):
            _mend(shard)
        found.append(path)
    return found


def _mend(shard: Path) -> None:
    """Set aside the files of the first step that left one that can't be read, and of the steps after it."""
    with batch.held([shard]):
        broken = False
        for names in _STEPS:
            files = [shard / f"{name}.jsonl.gz" for name in names]
            broken = broken or not all(map(_is_whole, files))
            for file in files:
                if broken and file.exists():
                    _set_aside(file, "it, or a file that it was made of, can't be read")


def _is_whole(file: Path) -> bool:
    try:
        with gzip.open(file, "rb") as packed:
            while packed.read(1 << 20):
                pass
    except FileNotFoundError:
        return True
    except (OSError, EOFError, zlib.error):
        return False
    return True


def _set_aside(file: Path, why: str) -> None:
    file.replace(file.with_name(f"{file.name}.broken"))
    _log.warning("set aside", file=str(file), why=why)
