"""Batches: files are whole or absent, and unfinished batches are found again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amur import batch
from ingest.records import Entry

NOW = datetime(2023, 10, 24, 6, 0, tzinfo=UTC)


def entries(count: int) -> list[Entry]:
    return [Entry(entry_id=f"e{n}", feed_id="f", title=f"Новость {n} 新闻") for n in range(count)]


def test_records_come_back_as_they_were_written(tmp_path: Path) -> None:
    assert batch.write(tmp_path / "x" / "entries.jsonl.gz", entries(3)) == 3
    assert list(batch.read(tmp_path / "x" / "entries.jsonl.gz", Entry)) == entries(3)


def test_a_step_that_dies_halfway_leaves_no_file(tmp_path: Path) -> None:
    def dying() -> Iterator[Entry]:
        yield from entries(2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.write(tmp_path / "entries.jsonl.gz", dying())
    assert list(tmp_path.iterdir()) == []


def test_two_batches_of_one_second_get_two_folders(tmp_path: Path) -> None:
    first, second = (batch.create(tmp_path, "run", NOW) for _ in range(2))
    assert (first.name, second.name) == ("20231024T060000Z-1", "20231024T060000Z-2")
    assert batch.info(second).started_at == "2023-10-24T06:00:00+00:00"


def test_a_planned_batch_is_unfinished_until_it_is_loaded(tmp_path: Path) -> None:
    path = batch.create(tmp_path, "run", NOW)
    assert batch.unfinished(tmp_path) == []
    batch.write(path / "shard-000" / "plan.jsonl.gz", [])
    assert batch.unfinished(tmp_path) == [path]
    (path / "loaded.json").write_text("{}")
    assert batch.unfinished(tmp_path) == []


def test_a_broken_line_is_named_with_its_file(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "entries.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"entry_id": "a", "feed_id": "f"}\n{"entry_id": 5}\n'))
    with pytest.raises(batch.BatchError, match=r"entries\.jsonl\.gz, line 2"):
        list(batch.read(path, Entry))
