"""Publishes the writer's database: readers get a file of their own, replaced by an atomic rename.

Nobody waits for anybody: a reader that holds the old file keeps it until it closes, the next one opens the new.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse import observations
from warehouse.checkpoint import checkpoint, sync
from warehouse.errors import PublishFailed, SnapshotDamaged, SnapshotMissing, SnapshotUnreadable
from warehouse.leftovers import sweep
from warehouse.readers import search
from warehouse.schema import open_writer, refuse_newer

#: What DuckDB says of a damaged file, and of one that it could not write (a full disk, a folder that may not be).
_DAMAGE = re.compile("corrupt|checksum|not a valid", re.I)
_UNWRITTEN = re.compile("could not (?:write|sync|truncate)|cannot open file|no space|too large", re.I)

#: DuckDB keeps one instance of a file in a process, with the settings of whoever opened it first: an instance that is
#: locked for a question would refuse the next thread, and a snapshot that is published meanwhile would not be seen.
_ALONE = threading.RLock()


def publish(home: Path) -> Path:
    """Copy `home/amur.duckdb` to `home/published/amur.duckdb`, whole or not at all; returns the snapshot's path.

    Raises PublishFailed where it can't be written.
    """
    source, target = home / "amur.duckdb", home / "published" / "amur.duckdb"
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"amur.duckdb.{os.getpid()}.partial")
    sweep(target.parent, idle_s=3600)  # several containers may publish, and know not each other's processes
    connection = open_writer(source)
    try:
        observations.draw(connection)
        search.refresh(connection)
        checkpoint(connection)
        # Copied while the writer's lock is held, so that no other writer can change it underneath.
        shutil.copyfile(source, partial)
        connection.close()
        sync(partial)
        os.replace(partial, target)
        sync(target.parent)
    except (OSError, duckdb.Error) as error:
        said = " ".join(str(error).split())
        if is_damage(error):
            raise PublishFailed(f"{source}: not a readable DuckDB file ({said}). Restore a backup.") from error
        if not isinstance(error, OSError) and not _UNWRITTEN.search(said):
            raise
        raise PublishFailed(
            f"{target}: could not be written ({said}); what was loaded is kept for the next publish"
        ) from error
    finally:
        connection.close()
        partial.unlink(missing_ok=True)
    return target


@contextmanager
def open_snapshot(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the published snapshot, for the line's own questions (see `query` for people's).

    None of those searches the texts, so the extension for that is not loaded.
    """
    with connected(path) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        with reading(path):
            yield connection


@contextmanager
def connected(path: Path, **config: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The snapshot's file, opened for reading until the block ends; a process's threads have it one after the other.

    Raises SnapshotMissing and SnapshotUnreadable, and SchemaRefused where it is another program's or a newer one's.
    """
    with _ALONE, _connect(path, config) as connection:
        yield connection


def _connect(path: Path, config: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    if not path.exists():
        raise SnapshotMissing(f"{path}: nothing is published yet; run `amur run` or `amur demo` first")
    try:
        connection = duckdb.connect(str(path), read_only=True, config=dict(config))
    except (duckdb.IOException, duckdb.SerializationException, duckdb.InvalidInputException) as error:
        if "cannot open file" in str(error).lower():
            raise SnapshotUnreadable(f"{path}: can't be opened ({str(error).splitlines()[0]})") from error
        raise _damaged(path, error) from error
    try:
        with reading(path):
            refuse_newer(connection, str(path))
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Tell damage that is met only when a question reads so far; raises SnapshotDamaged."""
    try:
        yield
    except duckdb.Error as error:
        if is_damage(error):
            raise _damaged(path, error) from error
        raise


def is_damage(error: Exception) -> bool:
    """Does DuckDB say by this that the file is damaged, not the question?"""
    told = (duckdb.IOException, duckdb.FatalException)
    return isinstance(error, duckdb.SerializationException) or (
        isinstance(error, told) and _DAMAGE.search(str(error)) is not None
    )


def _damaged(path: Path, error: Exception) -> SnapshotDamaged:
    return SnapshotDamaged(
        f"{path}: the snapshot can't be read ({str(error).splitlines()[0]}). `amur compact` publishes it anew."
    )
