"""Whatever stops a writer while it folds its log, its file opens afterwards and holds all that was committed."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT
from warehouse import checkpoint
from warehouse.errors import DatabaseBusy, SchemaRefused
from warehouse.schema import open_writer

#: Many tables, since each has metadata of its own.
_TABLES = 25
_HEADERS, _BLOCK = 3 * 4096, 256 * 1024


@pytest.fixture(autouse=True)
def _large_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is torn here is torn in blocks of the size that is in use."""
    monkeypatch.delitem(checkpoint.CONFIG, "default_block_size")


def _change(connection: duckdb.DuckDBPyConnection, chance: random.Random) -> None:
    """Some rows more, fewer and other ones in some tables."""
    for _ in range(chance.randint(2, 6)):
        table, rows = chance.randrange(_TABLES), chance.choice((1, 100, 5000))
        connection.execute(f"INSERT INTO t{table} SELECT range, 'a' || range, random() FROM range({rows})")
        table, seventh = chance.randrange(_TABLES), chance.randrange(7)
        connection.execute(f"DELETE FROM t{table} WHERE a % 7 = {seventh}")
        connection.execute(f"UPDATE t{table} SET b = b || 'x' WHERE a % 7 <> {seventh} AND a < 500")


def _store(path: Path) -> Path:
    connection = open_writer(path)
    for table in range(_TABLES):
        connection.execute(f"CREATE TABLE t{table} (a BIGINT, b VARCHAR, c DOUBLE)")
    _fold_and_close(connection)
    return path


def _fold_and_close(connection: duckdb.DuckDBPyConnection) -> None:
    checkpoint.checkpoint(connection)
    connection.close()


def _held(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """What all the tables hold."""
    return [
        row
        for table in range(_TABLES)
        for row in connection.execute(f"SELECT count(*), sum(hash(t)) FROM t{table} AS t").fetchall()
    ]


def _opens(path: Path) -> bool:
    try:
        with duckdb.connect(path) as connection:
            _held(connection)
    except duckdb.Error:
        return False
    return True


def _torn(before: bytes, after: bytes, places: Iterable[int]) -> bytes:
    """The file in the middle of folding: what is new is written, of what is written over only the first halves."""
    torn = bytearray(after + before[len(after) :])
    torn[:_HEADERS] = before[:_HEADERS]
    for at in places:
        torn[at + _BLOCK // 2 : at + _BLOCK] = before[at + _BLOCK // 2 : at + _BLOCK]
    return bytes(torn)


def test_a_file_torn_in_the_middle_of_a_block_is_mended_by_its_guard(tmp_path: Path) -> None:
    chance, path, damaged = random.Random(1), _store(tmp_path / "amur.duckdb"), 0
    for number in range(4):
        connection = open_writer(path)
        _change(connection, chance)
        held, before = _held(connection), path.read_bytes()
        torn, alone = (tmp_path / f"{name}-{number}.duckdb" for name in ("torn", "alone"))
        for log in (f"{torn}.wal", f"{alone}.wal"):
            shutil.copyfile(f"{path}.wal", log)
        checkpoint._set_guard(connection, path)
        os.replace(f"{path}.guard", f"{torn}.guard")
        places = checkpoint._saved(connection, path).blocks
        _fold_and_close(connection)
        for file in (torn, alone):
            file.write_bytes(_torn(before, path.read_bytes(), places))

        damaged += not _opens(alone)
        mended = open_writer(torn)
        assert _held(mended) == held
        _fold_and_close(mended)
        assert [file.name for file in tmp_path.glob("torn-*")] == [torn.name]
        assert _opens(torn)
        torn.unlink()
    assert damaged, "DuckDB writes over no block any more: guards can go"


def _kill_in_folding(path: Path, kills: int) -> int:
    """Kill a writer again and again soon after it begins to fold; how often that left a guard."""
    chance, left = random.Random(1), 0
    for number in range(kills):
        told, tell = os.pipe()
        child = os.fork()
        if not child:
            try:
                _fold_for_ever(path, random.Random(number), tell)
            finally:
                os._exit(1)
        os.close(tell)
        rows = [int.from_bytes(os.read(told, 8), "big") for _ in range(chance.randint(1, 3))]
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(told)
        left += checkpoint.guarded(str(path))
        connection = open_writer(path, wait_s=10)
        assert (connection.execute("SELECT count(*) FROM kept").fetchone() or (0,))[0] >= rows[-1]
        _held(connection)
        connection.close()
    return left


def _fold_for_ever(path: Path, chance: random.Random, tell: int) -> None:
    while True:
        connection = open_writer(path)
        connection.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 0 AS row")
        _change(connection, chance)
        connection.execute("INSERT INTO kept SELECT count(*) FROM kept")
        (rows,) = connection.execute("SELECT count(*) FROM kept").fetchone() or (0,)
        os.write(tell, rows.to_bytes(8, "big"))
        _fold_and_close(connection)


def test_a_writer_killed_while_it_folds_leaves_a_file_that_opens(tmp_path: Path) -> None:
    _kill_in_folding(_store(tmp_path / "amur.duckdb"), 5)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_three_hundred_kills_while_folding_leave_a_file_that_opens(tmp_path: Path) -> None:
    assert _kill_in_folding(_store(tmp_path / "amur.duckdb"), 300) > 10


def test_a_disk_that_fills_up_while_folding_loses_nothing(tmp_path: Path) -> None:
    path, limits = _store(tmp_path / "amur.duckdb"), resource.getrlimit(resource.RLIMIT_FSIZE)
    connection = open_writer(path)
    connection.execute("INSERT INTO t0 SELECT range, hash(range)::VARCHAR, random() FROM range(100_000)")
    held = _held(connection)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, limits[1]))
    try:
        checkpoint.close(connection)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert checkpoint.guarded(str(path))
    connection = open_writer(path)
    assert not checkpoint.guarded(str(path))
    assert _held(connection) == held
    _fold_and_close(connection)
    assert _opens(path)


def test_the_guard_of_a_writer_that_still_folds_is_left_to_it(tmp_path: Path) -> None:
    path = _store(tmp_path / "amur.duckdb")
    script = (
        "import sys; from warehouse.schema import open_writer; from warehouse import checkpoint; "
        "c = open_writer(sys.argv[1]); checkpoint._set_guard(c, checkpoint._file(c)); print('set', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, path], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as folding:
        assert folding.stdout
        assert folding.stdout.readline() == "set\n"
        with pytest.raises(DatabaseBusy):
            open_writer(path, wait_s=0.1)
        assert checkpoint.guarded(str(path))
        folding.communicate("\n")
    open_writer(path).close()
    assert not checkpoint.guarded(str(path))


def test_a_guard_without_its_file_goes_and_one_that_is_damaged_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "amur.duckdb"
    guard = tmp_path / "amur.duckdb.guard"
    guard.write_bytes(b"x")
    _store(path)
    assert not guard.exists()
    guard.write_bytes(b"x")
    with pytest.raises(SchemaRefused, match=r"amur\.duckdb\.guard: not readable"):
        open_writer(path)
    assert guard.exists()
