"""Backups come back whole; damage is refused; what was purged never returns as new."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb
import msgspec
import pytest

from ingest.records import Entry
from tests.warehouse_batches import NOW, article, batch, deal, figure, full_disk, open_store
from warehouse.backup import Restored, backup, check, compact, restore
from warehouse.errors import PublishFailed, RestoreFailed, WarehouseError
from warehouse.load import load
from warehouse.readers.export import export
from warehouse.readers.publish import publish
from warehouse.readers.query import run_query
from warehouse.records import Batch, EntryRow
from warehouse.retention import forget, purge
from warehouse.schema import open_writer
from warehouse.states import known_articles, known_entries


def fill(home: Path, *batches: Batch) -> None:
    connection = open_store(home)
    for one in batches:
        load(connection, one, now=NOW)
    connection.close()


def ask(home: Path, sql: str) -> tuple[tuple[object, ...], ...]:
    return run_query(home / "published" / "amur.duckdb", sql).rows


def test_a_backup_restores_what_was_there(tmp_path: Path) -> None:
    fill(tmp_path, batch(article("a1", facts=(figure("5", "5"), deal()))))
    copy = backup(tmp_path, now=NOW)
    fill(tmp_path, batch(article("a2"), key="b2"))
    aside = restore(tmp_path, copy, now=NOW).aside
    assert ask(tmp_path, "SELECT article_id FROM article") == (("a1",),)
    assert ask(tmp_path, "SELECT count(*) FROM search('Rosatom')") == ((1,),)
    assert aside
    assert check(aside) > 0
    assert restore(tmp_path / "elsewhere", copy, now=NOW) == Restored(aside=None, told_kept=False)


def test_half_files_of_programs_that_were_killed_are_swept_and_others_are_left(tmp_path: Path) -> None:
    fill(tmp_path, batch(article("a1")))
    copy = backup(tmp_path, now=NOW)
    ended = subprocess.Popen(["true"])
    ended.wait()
    halves = [f"amur.duckdb.{ended.pid}.{end}" for end in ("partial", "partial.wal", "compact", "compact.wal")]
    lives = tmp_path / f"amur.duckdb.{os.getppid()}.partial"
    commands = (partial(compact, tmp_path), partial(restore, tmp_path, copy, now=NOW))
    for command in commands:
        for half in (*(tmp_path / name for name in halves), lives):
            half.touch()
        command()
        assert [file for file in tmp_path.glob("amur.duckdb.*.*") if ".before-" not in file.name] == [lives]
    half = copy.with_name(f"amur-20260101T000000Z.{ended.pid}.partial")
    half.touch()
    backup(tmp_path, now=NOW)
    assert list(copy.parent.iterdir()) == [copy]
    fresh, old = (tmp_path / "published" / name for name in halves[:2])
    fresh.touch()
    old.touch()
    os.utime(old, (0, 0))
    publish(tmp_path)
    assert fresh.exists()
    assert not old.exists()


def test_a_full_disk_leaves_what_was_there_and_nothing_half_written(tmp_path: Path) -> None:
    fill(tmp_path, batch(article("a1")))
    publish(tmp_path)
    copy = backup(tmp_path, now=NOW)
    with full_disk(), pytest.raises(OSError, match=r"too large.*backups/amur-\d+T\d+Z\.\d+\.partial"):
        backup(tmp_path, now=NOW)
    fill(tmp_path, batch(article("a2"), key="b2"))
    with full_disk(), pytest.raises(PublishFailed, match="what was loaded is kept"):
        publish(tmp_path)
    with full_disk(), pytest.raises(OSError, match=r"too large.*amur\.duckdb\.\d+\.partial"):
        restore(tmp_path, copy, now=NOW)
    with full_disk(), pytest.raises((OSError, duckdb.IOException), match="too large"):
        export(tmp_path / "published" / "amur.duckdb", tmp_path / "out", ["parquet"])
    assert not [file for file in tmp_path.rglob("*") if "partial" in file.name]
    assert ask(tmp_path, "SELECT article_id FROM article") == (("a1",),)
    publish(tmp_path)
    assert ask(tmp_path, "SELECT count(*) FROM article") == ((2,),)


@pytest.mark.parametrize("step", ["sync", "os.replace"])
def test_a_restore_that_fails_on_its_way_leaves_the_database_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    fill(tmp_path, batch(article("a1")))
    copy = backup(tmp_path, now=NOW)
    fill(tmp_path, batch(article("a2"), key="b2"))
    rename = os.replace

    def fail(*paths: Path) -> None:
        assert (tmp_path / "amur.duckdb").exists()  # who is killed here leaves one
        if step == "sync" or paths[0].name.endswith(f"{os.getpid()}.partial"):
            raise OSError("the disk gave up")
        rename(*paths)

    monkeypatch.setattr(f"warehouse.backup.{step}", fail)
    with pytest.raises(OSError, match="gave up"):
        restore(tmp_path, copy, now=NOW)
    monkeypatch.undo()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["amur.duckdb", "backups"]
    publish(tmp_path)
    assert ask(tmp_path, "SELECT count(*) FROM article") == ((2,),)


def test_nobody_writes_between_what_a_restore_takes_over_and_its_new_database(tmp_path: Path) -> None:
    fill(tmp_path, batch(article("a1")))
    copy = backup(tmp_path, now=NOW)
    fill(tmp_path, batch(article("a2"), key="b2"))
    said: list[str] = []
    write = "import sys; from warehouse.schema import open_writer; open_writer(sys.argv[1], wait_s=0.2)"

    def another(_: bool) -> None:
        command = [sys.executable, "-c", write, str(tmp_path / "amur.duckdb")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said.append(done.stderr)

    restore(tmp_path, copy, now=NOW, ready=another)
    assert "DatabaseBusy" in said[0]
    another(True)
    assert said[1] == ""


def test_a_file_that_is_replaced_while_it_is_opened_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, new = tmp_path / "amur.duckdb", tmp_path / "new.duckdb"
    fill(tmp_path, batch(article("a1")))
    for file in (path, new):
        with open_writer(file) as connection:
            connection.execute("CHECKPOINT")
    connect = duckdb.connect

    def slow(*arguments: object, **more: object) -> duckdb.DuckDBPyConnection:
        opened = connect(*arguments, **more)  # type: ignore[arg-type]
        if new.exists():
            os.replace(new, path)
        return opened

    monkeypatch.setattr("warehouse.schema.duckdb.connect", slow)
    with open_writer(path) as connection:
        assert connection.execute("SELECT count(*) FROM article").fetchall() == [(0,)]


def test_the_log_of_a_damaged_database_stays_out_of_the_restored_one(tmp_path: Path) -> None:
    fill(tmp_path, batch(article("a1")))
    copy = backup(tmp_path, now=NOW)
    with duckdb.connect(str(tmp_path / "other.duckdb")) as other:
        other.execute("CREATE TABLE said AS SELECT 1 AS one")
        shutil.copyfile(tmp_path / "other.duckdb.wal", tmp_path / "amur.duckdb.wal")
    (tmp_path / "amur.duckdb").write_bytes(b"damaged " * 2_000)
    aside = restore(tmp_path, copy, now=NOW).aside
    assert ask(tmp_path, "SELECT article_id FROM article") == (("a1",),)
    assert aside
    assert aside.with_name(f"{aside.name}.wal").exists()
    fill(tmp_path, batch(article("a2"), key="b2"))


def test_a_damaged_or_foreign_backup_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    fill(tmp_path, batch(article("a1")))
    before = (tmp_path / "amur.duckdb").read_bytes()
    cut = tmp_path / "cut.duckdb"
    cut.write_bytes(before[: len(before) // 2])
    text = tmp_path / "text.duckdb"
    text.write_text("not a database")
    for path in (cut, text, tmp_path / "absent.duckdb"):
        with pytest.raises(RestoreFailed):
            restore(tmp_path, path, now=NOW)
    assert (tmp_path / "amur.duckdb").read_bytes() == before


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="nothing to back up"):
        backup(tmp_path, now=NOW)


def test_compaction_keeps_every_row_and_number(tmp_path: Path) -> None:
    fill(tmp_path, batch(article("a1", facts=(figure("5", "5"), deal()))))
    for turn in range(3):
        fill(tmp_path, batch(article("a1", text=f"Version {turn}.", facts=(deal(),)), key=f"b{turn + 2}"))
    connection = open_store(tmp_path)
    tables = [
        row[0]
        for row in connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store'").fetchall()
    ]
    held = {name: connection.execute(f"SELECT * FROM store.{name} ORDER BY ALL").fetchall() for name in tables}
    connection.close()
    compact(tmp_path)
    connection = open_store(tmp_path)
    assert {name: connection.execute(f"SELECT * FROM store.{name} ORDER BY ALL").fetchall() for name in tables} == held
    connection.close()


def test_what_is_old_and_irrelevant_goes_and_never_returns_as_new(tmp_path: Path) -> None:
    old = article("old", published="2024-01-01T00:00:00Z", fetched="2024-01-01T00:00:00Z")
    dull = msgspec.structs.replace(
        old, entry_id="e-old", analysis=msgspec.structs.replace(old.analysis, relevant=False)
    )
    entries = (
        EntryRow(entry=Entry(entry_id="e-old", feed_id="f", seen_at="2024-01-01T00:00:00Z"), screened="drop: sport"),
        EntryRow(entry=Entry(entry_id="e-new", feed_id="f", seen_at="2026-08-20T09:00:00Z"), screened="drop: sport"),
    )
    kept = article("kept", published="2024-01-01T00:00:00Z", fetched="2024-01-01T00:00:00Z", facts=(deal(),))
    connection = open_store(tmp_path)
    load(connection, batch(dull, kept, entries=entries), now=NOW)
    gone = purge(connection, older_than=NOW - timedelta(days=365), now=NOW)
    assert (gone.articles, gone.entries) == (1, 1)
    assert known_articles(connection, ["old", "kept"]) == {"old", "kept"}
    assert known_entries(connection, ["e-old", "e-new"]) == {"e-old", "e-new"}
    again = load(connection, batch(dull, entries=entries[:1], key="b2"), now=NOW)
    assert (again.articles_new, again.entries_new) == (0, 0)
    assert connection.execute("SELECT article_id FROM article").fetchall() == [("kept",)]
    assert purge(connection, older_than=NOW - timedelta(days=365), now=NOW).articles == 0


def test_a_forgotten_article_leaves_the_register_to_the_others(tmp_path: Path) -> None:
    connection = open_store(tmp_path)
    load(connection, batch(article("a1", facts=(deal(),)), article("a2", facts=(deal(),), publisher="Other")), now=NOW)
    assert forget(connection, ["a1"], reason="asked by the outlet", now=NOW).articles == 1
    assert connection.execute("SELECT mentions, publishers FROM agreement").fetchall() == [(1, 1)]
    load(connection, batch(article("a1", facts=(deal(),)), key="b2"), now=NOW)
    assert connection.execute("SELECT article_id FROM article").fetchall() == [("a2",)]


def test_backups_are_named_after_the_time(tmp_path: Path) -> None:
    fill(tmp_path, batch(article("a1")))
    assert backup(tmp_path, now=datetime(2026, 8, 20, tzinfo=UTC)).name == "amur-20260820T000000Z.duckdb"
