"""Batches: files are whole or absent, and unfinished batches are found again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from amur import batch, mend
from amur.poll import poll
from amur.settings import Settings
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


@pytest.mark.parametrize("damage", [b"no gzip at all", None], ids=["junk", "cut"])
def test_a_file_that_is_damaged_is_named(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "entries.jsonl.gz"
    batch.write(path, entries(50))
    path.write_bytes(damage or path.read_bytes()[:60])
    with pytest.raises(batch.BatchError, match=r"entries\.jsonl\.gz, after line"):
        list(batch.read(path, Entry))


def test_what_another_run_polls_is_waited_for_and_not_polled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would keep entries of its own beside the feeds' memory of the other, and a deal would be lost between."""
    path = batch.create(tmp_path, "run", NOW)
    for name in ("plan", "polls", "entries"):
        batch.write(path / "shard-000" / f"{name}.jsonl.gz", [])
    polls = path / "shard-000" / "polls.jsonl.gz"
    kept = polls.read_bytes()
    polls.unlink()
    waits = threading.Event()
    monkeypatch.setattr("amur.batch._log", SimpleNamespace(info=lambda *_, **__: waits.set()))
    with batch.held(batch.shards(path)):
        other = threading.Thread(target=poll, args=(batch.shards(path), Settings(home=tmp_path)))
        other.start()
        assert waits.wait(20)
        polls.write_bytes(kept)
        before = polls.stat().st_ino
    other.join(20)
    assert not other.is_alive()
    assert polls.stat().st_ino == before


def test_of_a_left_batch_what_cant_be_read_is_set_aside_with_what_was_made_of_it(tmp_path: Path) -> None:
    good, torn = (batch.create(tmp_path, "run", NOW) for _ in range(2))
    for path in (good, torn):
        for name in ("plan", "polls", "entries", "screened", "articles"):
            batch.write(path / "shard-000" / f"{name}.jsonl.gz", entries(3))
    (torn / "shard-000" / "screened.jsonl.gz").write_bytes(b"no gzip at all")
    assert mend.left(tmp_path) == [good, torn]
    assert not list(good.rglob("*.broken"))
    made = {file.name for file in (torn / "shard-000").iterdir()}
    assert made == {"plan.jsonl.gz", "polls.jsonl.gz", "entries.jsonl.gz", "screened.jsonl.gz.broken",
                    "articles.jsonl.gz.broken"}  # fmt: skip
    (torn / "shard-000" / "plan.jsonl.gz").write_bytes(b"")
    assert mend.left(tmp_path) == [good, torn]  # of no bytes nothing is read: it plans nothing
    (torn / "shard-000" / "plan.jsonl.gz").write_bytes(b"no gzip at all")
    assert mend.left(tmp_path) == [good]
