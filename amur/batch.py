"""A run's folder: what each step wrote, each file whole or absent.

    batches/20231024T060000Z-1/
      batch.json            id, kind, when it began
      feeds.jsonl.gz        every feed that was registered then
      shard-000/plan.jsonl.gz, polls…, entries…, articles…, facts…, raw.warc.gz
      loaded.json           the load's report; its presence means the batch is done

Every file is written under a temporary name and renamed, so a killed step leaves nothing half-written and a
finished step is not done again.
"""

from __future__ import annotations

import fcntl
import gzip
import os
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec
import structlog

from transform.records import ENCODER
from warehouse.records import BatchKind

T = TypeVar("T")
_log = structlog.get_logger("amur.batch")


class BatchError(ValueError):
    """A batch folder can't be read: names the file and the line."""


class BatchInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch says of itself. `started_at` is ISO 8601 UTC; kind is run | backfill | demo."""

    batch_id: str
    kind: BatchKind
    started_at: str


def create(folder: Path, kind: BatchKind, now: datetime) -> Path:
    """Make a new batch folder named after the time, numbered where two begin in one second."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for number in range(1, 10_000):
        path = folder / f"{stamp}-{number}"
        try:
            path.mkdir()
        except FileExistsError:
            continue
        info = BatchInfo(batch_id=path.name, kind=kind, started_at=now.astimezone(UTC).isoformat())
        write_json(path / "batch.json", info)
        return path
    raise BatchError(f"{folder}: ten thousand batches in one second")


def info(batch: Path) -> BatchInfo:
    """What `batch.json` says; raises BatchError where the folder is no batch."""
    path = batch / "batch.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=BatchInfo)
    except FileNotFoundError as error:
        raise BatchError(f"{batch}: not a batch folder (no batch.json)") from error
    except msgspec.DecodeError as error:
        raise BatchError(f"{path}: {error}") from error


def shards(batch: Path) -> list[Path]:
    """The shard folders in order."""
    return sorted(path for path in batch.glob("shard-*") if path.is_dir())


def unfinished(folder: Path) -> list[Path]:
    """Planned batches that were not loaded, oldest first: a killed run left them."""
    found = (path.parent for path in folder.glob("*/batch.json"))
    return sorted(path for path in found if not (path / "loaded.json").exists() and shards(path))


def lost(folder: Path, known: Collection[str]) -> list[Path]:
    """Batches that were loaded, but not into a database that knows these, oldest first: it is of before them."""
    found = (path.parent for path in folder.glob("*/loaded.json"))
    return sorted(path for path in found if path.name not in known)


def reopen(batch: Path) -> None:
    """Have the next run load the batch again."""
    (batch / "loaded.json").unlink(missing_ok=True)


@contextmanager
def held(shards: Sequence[Path]) -> Iterator[None]:
    """Hold these shards, each for this process alone; waits for one that another run is at work on.

    Two runs that poll one shard would mix what each found: the files of the one with the feeds' memory of the other.
    The system lets go of what a dead process held.
    """
    with ExitStack() as stack:
        for shard in sorted(shards):
            folder = os.open(shard, os.O_RDONLY)
            stack.callback(os.close, folder)
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _log.info("waits for another run that is at work on it", shard=str(shard))
                fcntl.flock(folder, fcntl.LOCK_EX)
        yield


class Writer:
    """Compressed JSON Lines written record by record; whole or not at all, under its name when the block ends well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._temporary = path.with_name(f".{path.name}.{os.getpid()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = gzip.open(self._temporary, "wb", compresslevel=1)  # noqa: SIM115 (closed by __exit__)

    def add(self, record: msgspec.Struct) -> None:
        """Write one record."""
        self._file.write(ENCODER.encode(record) + b"\n")

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._file.close()
            if kind is None:
                _settle(self._temporary, self._path)
        finally:
            self._temporary.unlink(missing_ok=True)


def write(path: Path, records: Iterable[msgspec.Struct]) -> int:
    """Write records as compressed JSON Lines, whole or not at all; returns how many."""
    count = 0
    with Writer(path) as writer:
        for record in records:
            writer.add(record)
            count += 1
    return count


def read(path: Path, shape: type[T]) -> Iterator[T]:
    """Records of a file that `write` made; nothing where the step found nothing to do."""
    if not path.exists():
        return
    decoder = msgspec.json.Decoder(shape)
    number = 0
    try:
        with gzip.open(path, "rb") as file:
            for line in file:
                number += 1
                yield decoder.decode(line)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise BatchError(f"{path}, line {number}: {error}") from error
    except (OSError, EOFError, zlib.error) as error:
        raise BatchError(f"{path}, after line {number}: {error}") from error


def write_json(path: Path, record: msgspec.Struct) -> None:
    """Write one record as a small readable file, whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(msgspec.json.format(ENCODER.encode(record), indent=2) + b"\n")
    _settle(temporary, path)


def _settle(temporary: Path, path: Path) -> None:
    """Make the bytes durable before the name: after a power cut the name never points at nothing."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(path)
