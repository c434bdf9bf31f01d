"""Each feed's standing in a word, from its polls and entries."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from warehouse_batches import NOW, article, batch, open_store

from ingest.plan import stamp
from ingest.records import Entry, Feed, Poll
from warehouse.load import load
from warehouse.records import EntryRow

FEED = Feed(id="f", url="https://f.example/", publisher="Wire", country="RU", language="en", timezone="Europe/Moscow")


def poll(at: datetime, outcome: str = "ok", **more: object) -> Poll:
    return Poll(feed_id="f", polled_at=stamp(at), outcome=outcome, **more)  # type: ignore[arg-type]


def entry(number: int, published: datetime, seen: datetime) -> EntryRow:
    told = {"published_at": stamp(published), "published_source": "feed", "seen_at": stamp(seen)}
    return EntryRow(entry=Entry(entry_id=f"e{number}", feed_id="f", title="T", **told), screened="drop: x")  # type: ignore[arg-type]


def filled(home: Path, last: Poll, newest: timedelta = timedelta(minutes=30)) -> duckdb.DuckDBPyConnection:
    """A warehouse with a feed of ten items at its first poll and two later ones."""
    first = NOW - timedelta(days=30)
    old = [entry(n, first - timedelta(hours=n), first) for n in range(1, 11)]
    late = [entry(20, NOW - newest - timedelta(hours=3), NOW - newest), entry(21, NOW - newest, NOW)]
    store = open_store(home)
    load(store, batch(feeds=(FEED,), polls=(poll(first), last), entries=(*old, *late)), now=NOW)
    return store


def health(home: Path, last: Poll, newest: timedelta = timedelta(minutes=30)) -> tuple[str, float | None]:
    """Standing and share seen within an hour, of that feed."""
    store = filled(home, last, newest)
    found = store.execute("SELECT standing, seen_within_hour_pct FROM feed_health").fetchall()
    store.close()
    return found[0]


@pytest.mark.parametrize(
    ("last", "newest", "standing"),
    [
        (poll(NOW), timedelta(minutes=30), "well"),
        (poll(NOW, "soft_failure", error="HTTP 503"), timedelta(minutes=30), "failing"),
        (poll(NOW, "hard_failure", error="HTTP 404"), timedelta(minutes=30), "failing"),
        (poll(NOW, notes=("downgraded: its 304 answers are not believed",)), timedelta(minutes=30), "lying"),
        (poll(NOW, "not_modified", notes=("on trial: 1 of 5 audits",)), timedelta(minutes=30), "lying"),
        (poll(NOW, "not_modified"), timedelta(days=15), "stale"),
        (poll(NOW, elapsed_ms=14_000), timedelta(minutes=30), "slow"),
        (poll(NOW, entries_missed=20), timedelta(minutes=30), "losing items"),
    ],
)
def test_a_feeds_standing_is_told_in_a_word(tmp_path: Path, last: Poll, newest: timedelta, standing: str) -> None:
    assert health(tmp_path, last, newest)[0] == standing


def test_a_feed_that_has_been_quiet_for_ten_times_its_habit_is_silent(tmp_path: Path) -> None:
    first = NOW - timedelta(days=4)
    store = open_store(tmp_path)
    hourly = [entry(n, first - timedelta(hours=n), first) for n in range(20)]
    load(store, batch(polls=(poll(first), poll(NOW, "not_modified")), entries=tuple(hourly)), now=NOW)
    assert store.execute("SELECT standing FROM feed_health").fetchall() == [("silent",)]
    store.close()


def test_the_share_seen_within_an_hour_leaves_out_what_the_first_poll_found(tmp_path: Path) -> None:
    assert health(tmp_path, poll(NOW))[1] == 50.0


def test_coverage_tells_what_an_outlet_brought_how_soon_it_was_seen_and_what_was_read(tmp_path: Path) -> None:
    store = filled(tmp_path, poll(NOW))
    load(store, batch(article(published=stamp(NOW)), article("of a backfill", publisher="Else"), key="b2"), now=NOW)
    asked = "SELECT publisher, entries, seen_within_hour_pct, articles FROM coverage WHERE day = ? ORDER BY ALL"
    assert store.execute(asked, [NOW.date()]).fetchall() == [("Else", 0, None, 1), ("Wire", 2, 50.0, 1)]
    asked = "SELECT sum(entries), max(seen_within_hour_pct), sum(articles) FROM coverage WHERE day < ?"
    assert store.execute(asked, [NOW.date()]).fetchall() == [(10, None, 0)]
    store.close()
