"""Publishes the writer's database: readers get a file of their own, replaced by an atomic rename.

Nobody waits for anybody: a reader that holds the old file keeps it until it closes, the next one opens the new.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse import observations, search
from warehouse.errors import PublishFailed, SnapshotDamaged, SnapshotMissing
from warehouse.schema import open_writer


def publish(home: Path) -> Path:
    """Copy `home/amur.duckdb` to `home/published/amur.duckdb`, whole or not at all; returns the snapshot's path.

    Raises PublishFailed where it can't be written.
    """
    source, target = home / "amur.duckdb", home / "published" / "amur.duckdb"
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"amur.duckdb.{os.getpid()}.partial")
    connection = open_writer(source)
    try:
        observations.draw(connection)
        search.refresh(connection)
        connection.execute("CHECKPOINT")
        # Copied while the writer's lock is held, so that no other writer can change it underneath.
        shutil.copyfile(source, partial)
        connection.close()
        sync(partial)
        os.replace(partial, target)
        sync(target.parent)
    except (OSError, duckdb.Error) as error:
        said = " ".join(str(error).split())
        raise PublishFailed(f"{target}: could not be written ({said}); what was loaded is kept for the next") from error
    finally:
        connection.close()
        partial.unlink(missing_ok=True)
    return target


@contextmanager
def open_snapshot(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the published snapshot, for the line's own questions (see `query` for people's)."""
    connection = connect(path)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        search.load_extension(connection)
        yield connection
    finally:
        connection.close()


def connect(path: Path, **config: str) -> duckdb.DuckDBPyConnection:
    """The snapshot's file, opened for reading. Raises SnapshotMissing and SnapshotDamaged."""
    if not path.exists():
        raise SnapshotMissing(f"{path}: nothing is published yet; run `amur run` or `amur demo` first")
    try:
        return duckdb.connect(str(path), read_only=True, config=dict(config))
    except (duckdb.IOException, duckdb.SerializationException, duckdb.InvalidInputException) as error:
        raise SnapshotDamaged(
            f"{path}: the snapshot can't be read ({str(error).splitlines()[0]}). `amur compact` publishes it anew."
        ) from error


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
