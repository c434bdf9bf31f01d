"""Folds the writer's log into its file so that nothing that stops it halfway damages the file.

DuckDB writes what it folds into free blocks, but blocks of metadata that have room left it writes over where they are.
Killed in the middle of such a block, or out of disk there, it leaves a file that can't be opened. So these blocks are
copied to a guard beside the file first, and whoever opens a file with a guard puts them back: the file is as it was
before, and its log still holds all that was to be folded in.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import BinaryIO

import duckdb
import msgspec

from warehouse.errors import SchemaRefused

#: What a connection that writes is opened with: it folds only when told to.
CONFIG = {"checkpoint_threshold": "1TB"}
#: DuckDB's three headers, which tell how often a file was folded and where its metadata begins.
_HEADERS = 3 * 4096
#: A log is folded between batches, or by who closes the file, when it is longer, in bytes: opening reads all of it.
_LONG, _MORE = 16 << 20, 256 << 10
#: Other programs are kept out by DuckDB's lock on the file, other threads of this one by ours.
_ONE = RLock()


class _Guard(msgspec.Struct):
    """Blocks of a file as they were before it was folded, by their place in it."""

    headers: bytes
    blocks: dict[int, bytes]


def checkpoint(connection: duckdb.DuckDBPyConnection) -> None:
    """Fold the log of the connection's database into its file.

    Raises OSError where the guard can't be written, and duckdb.Error; whatever was committed is kept either way.
    """
    path = _file(connection)
    if path is None or not _length(_log(path)):
        return
    with _ONE:
        _set_guard(connection, path)
        connection.execute("CHECKPOINT")
        _guard(path).unlink()


def checkpoint_long(connection: duckdb.DuckDBPyConnection, longer: int = _LONG) -> None:
    """The same where the log has grown long."""
    path = _file(connection)
    if path is not None and _length(_log(path)) > longer:
        checkpoint(connection)


def close(connection: duckdb.DuckDBPyConnection) -> None:
    """Close, and fold more than a few rows before; what is not folded stays beside the file and is read with it."""
    with suppress(duckdb.Error, OSError):
        checkpoint_long(connection, _MORE)
    with suppress(duckdb.Error):
        connection.close()


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def guarded(path: str) -> bool:
    """Is the file being folded, or was it left in the middle of that?"""
    return _guard(Path(path)).exists()


def mend(path: str) -> None:
    """Put the blocks back that were being written when the last writer was stopped; one that still writes is left.

    Raises SchemaRefused where the guard can't be read.
    """
    guard = _guard(Path(path))
    with _ONE:
        if not guard.exists():
            return
        if not Path(path).exists():
            guard.unlink(missing_ok=True)
            return
        # DuckDB's own lock, which closing the file gives back; another may have mended it by then.
        with suppress(BlockingIOError, PermissionError, FileNotFoundError), open(path, "r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            try:
                _put_back(file, msgspec.msgpack.decode(guard.read_bytes(), type=_Guard))
            except msgspec.DecodeError as error:
                raise SchemaRefused(
                    f"{guard}: not readable ({error}). Move it away; if {path} can't be opened then, restore a backup."
                ) from error
            guard.unlink()


def _put_back(file: BinaryIO, before: _Guard) -> None:
    if file.read(_HEADERS) != before.headers:
        return  # it was folded to the end
    for at, block in before.blocks.items():
        file.seek(at)
        file.write(block)
    file.flush()
    os.fsync(file.fileno())


def _set_guard(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    guard = _guard(path)
    partial = guard.with_name(f"{guard.name}.partial")
    try:
        partial.write_bytes(msgspec.msgpack.encode(_saved(connection, path)))
        sync(partial)
        os.replace(partial, guard)
    finally:
        partial.unlink(missing_ok=True)
    sync(guard.parent)


def _saved(connection: duckdb.DuckDBPyConnection, path: Path) -> _Guard:
    held = connection.execute(
        "SELECT DISTINCT block_id, block_size FROM pragma_metadata_info(), pragma_database_size() "
        "WHERE database_name = current_database() ORDER BY block_id"
    ).fetchall()
    own = _descriptor(path)
    blocks = {at: os.pread(own, size, at) for number, size in held for at in [_HEADERS + number * size]}
    return _Guard(os.pread(own, _HEADERS, 0), blocks)


def _descriptor(path: Path) -> int:
    """DuckDB's descriptor of the file. Were it opened once more, closing that would free the lock on it (POSIX)."""
    file = path.stat()
    for name in os.listdir("/dev/fd"):
        with suppress(OSError):
            if os.path.samestat(os.fstat(int(name)), file):
                return int(name)
    raise OSError(f"{path}: not open")


def _file(connection: duckdb.DuckDBPyConnection) -> Path | None:
    row = connection.execute("SELECT path FROM duckdb_databases() WHERE database_name = current_database()").fetchone()
    return Path(row[0]) if row and row[0] else None


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _guard(path: Path) -> Path:
    return path.with_name(f"{path.name}.guard")


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
