"""Backups, restoring one, and compaction. What is in place is replaced by a rename, never written over."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import msgspec

from warehouse import checkpoint, rows
from warehouse.checkpoint import sync
from warehouse.errors import DatabaseBusy, PublishFailed, RestoreFailed, WarehouseError
from warehouse.leftovers import sweep
from warehouse.readers import search
from warehouse.readers.publish import publish
from warehouse.retention import keep_gone
from warehouse.schema import migrations, open_writer, schema_version
from warehouse.transaction import transaction

#: More agreements than come between a backup and the loss of all that is newer.
_UNKNOWN = 10_000


def backup(home: Path, *, now: datetime, folder: Path | None = None) -> Path:
    """Copy the writer's database to `folder` (default `home/backups`), named after the time; returns the copy.

    The copy is opened and checked before it gets its name, so a file with that name is a good backup.
    """
    source = home / "amur.duckdb"
    if not source.exists():
        raise WarehouseError(f"{source}: nothing to back up yet")
    folder = folder or home / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    target = folder / f"amur-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.duckdb"
    partial = target.with_suffix(f".{os.getpid()}.partial")
    try:
        connection = open_writer(source)
        try:
            checkpoint.checkpoint(connection)
            _copy(source, partial)
        finally:
            connection.close()
        check(partial)
        sync(partial)
        os.replace(partial, target)
        sync(folder)
    finally:
        partial.unlink(missing_ok=True)
    return target


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """Where the database that was in place is kept, where there was one; and whether what it told is known."""

    aside: Path | None
    told_kept: bool


def restore(
    home: Path, source: Path, *, now: datetime, ready: Callable[[bool], None] = lambda told_kept: None
) -> Restored:
    """Put a backup in place and publish it; `ready` is called before, with what `Restored.told_kept` will say.

    The outbox of the database in place stays: nothing it told is told again. What it purged or forgot is dropped from
    the backup. Where it is gone or can't be read, what it last published stands for it; without that the backup is all
    there is. Raises RestoreFailed, with nothing changed, where the backup is absent, damaged or not ours.
    """
    check(source)
    home.mkdir(parents=True, exist_ok=True)
    sweep(home)
    target = home / "amur.duckdb"
    aside = home / f"amur.duckdb.before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    partial = home / f"amur.duckdb.{os.getpid()}.partial"
    replaces = target.exists()
    try:
        _copy(source, partial)
        with _kept_on(partial, home) as told_kept:
            sync(partial)
            ready(told_kept)
            _put_in_place(partial, target, aside)
            sync(home)
    finally:
        partial.unlink(missing_ok=True)
        # The log of a connection that failed while it wrote.
        _beside(partial, "wal").unlink(missing_ok=True)
    try:
        publish(home)
    except PublishFailed as error:
        raise PublishFailed(f"{source} is in place of {target}, but {error}") from error
    return Restored(aside=aside if replaces else None, told_kept=told_kept)


def _copy(source: Path, target: Path) -> None:
    """Copy a file; raises OSError, which names the file that could not be written, or else the one not read."""
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, error.filename2 or error.filename or str(target)) from error


def _put_in_place(partial: Path, target: Path, aside: Path) -> None:
    """Give what is in place a second name, and the other its name in one step, so that there is a database always.

    Where that fails, all is as it was. A log that could not be folded into its own file goes with it, beside another
    file it would be replayed there; and so does the guard of a file that could not be opened.
    """
    logs = [(_beside(target, end), _beside(aside, end)) for end in ("wal", "guard")]
    kept: list[tuple[Path, Path]] = []
    try:
        for old, new in ((target, aside), *logs):
            if old.exists():
                _name_twice(old, new)
                kept.append((old, new))
        for old, _ in logs:
            old.unlink(missing_ok=True)
        os.replace(partial, target)
    except OSError:
        for old, new in kept:
            if not old.exists():
                _name_twice(new, old)
            new.unlink()
        raise


def _name_twice(old: Path, new: Path) -> None:
    """Link a file, or copy it on a disk that knows no links (exFAT, some shares)."""
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError:
        _copy(old, new)
        sync(new)


def _beside(database: Path, end: str) -> Path:
    return database.with_name(f"{database.name}.{end}")


@contextmanager
def _kept_on(restored: Path, home: Path) -> Iterator[bool]:
    """Take the outbox of the home's database over into the restored one, and drop there what it dropped.

    False where neither it nor what it published can be read. Until the block ends nobody writes to either: a run that
    told something in between would tell it again.
    """
    connection = open_writer(restored)
    try:
        told_kept = _keep_on(connection, home)
        connection.execute("CHECKPOINT")
        yield told_kept
    finally:
        connection.close()


def _keep_on(restored: duckdb.DuckDBPyConnection, home: Path) -> bool:
    if _fold(home / "amur.duckdb"):
        _take_over(restored, home / "amur.duckdb", "READ_WRITE")
        return True
    with suppress(duckdb.Error):  # damaged as well, or of an earlier program
        _take_over(restored, home / "published" / "amur.duckdb", "READ_ONLY")
        return True
    # Numbers that were given since are known to receivers, and to corrections.toml: no other deal may get them.
    restored.execute("UPDATE store.counter SET next = next + ? WHERE name = 'agreement'", [_UNKNOWN])
    return False


def _fold(database: Path) -> bool:
    """Fold the log into the file, so that one file is all of it; False where there is none that can be read."""
    if not database.exists():
        return False
    try:
        with open_writer(database) as connection:
            checkpoint.checkpoint(connection)
    except DatabaseBusy:
        raise
    except (duckdb.Error, WarehouseError):
        return False
    return True


def _take_over(restored: duckdb.DuckDBPyConnection, before: Path, access: str) -> None:
    try:
        restored.execute(f"ATTACH '{str(before).replace(chr(39), chr(39) * 2)}' AS before ({access})")
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise DatabaseBusy(f"{before}: another program is writing. Wait for it, or stop it.") from error
        raise
    with transaction(restored):
        keep_gone(restored)
        for statement in duckdb.extract_statements(rows.statement("keep_told")):
            restored.execute(statement)


def loaded(path: Path) -> set[str]:
    """The batches that a database holds; raises RestoreFailed where it is none of ours."""
    check(path)
    with duckdb.connect(str(path), read_only=True) as connection:
        return {name for (name,) in connection.execute("SELECT DISTINCT batch_id FROM store.run").fetchall()}


def check(path: Path) -> int:
    """The schema version of a database of ours that can be read to the end; raises RestoreFailed otherwise."""
    if not path.is_file():
        raise RestoreFailed(f"{path}: no such file; backups are in the folder `backups` of the home")
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            version = schema_version(connection)
            for (table,) in connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store'"
            ).fetchall():
                connection.execute(f'SELECT count(*), count(COLUMNS(*)) FROM store."{table}"').fetchall()
    except duckdb.Error as error:
        raise RestoreFailed(f"{path}: not a whole backup of a warehouse ({str(error).splitlines()[0]})") from error
    latest = max(number for number, _, _ in migrations())
    if version > latest:
        raise RestoreFailed(f"{path}: its schema is version {version}, this program knows up to {latest}")
    return version


def compact(home: Path) -> tuple[int, int]:
    """Write the database anew without the room that superseded and purged rows left; returns bytes before and after."""
    source, partial = home / "amur.duckdb", home / f"amur.duckdb.{os.getpid()}.compact"
    sweep(home)
    old = open_writer(source)
    try:
        checkpoint.checkpoint(old)
        before = source.stat().st_size
        open_writer(partial).close()
        old.execute(f"ATTACH '{str(partial).replace(chr(39), chr(39) * 2)}' AS compacted")
        for (table,) in old.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store' AND database_name = current_database()"
        ).fetchall():
            old.execute(f'DELETE FROM compacted.store."{table}"')
            old.execute(f'INSERT INTO compacted.store."{table}" BY NAME SELECT * FROM store."{table}"')
        old.execute("DETACH compacted")
        fresh = open_writer(partial)
        search.refresh(fresh)
        fresh.execute("CHECKPOINT")
        fresh.close()
        sync(partial)
        # Still under the old file's lock: no writer can slip in between.
        os.replace(partial, source)
        sync(home)
    finally:
        old.close()
        partial.unlink(missing_ok=True)
    return before, source.stat().st_size
