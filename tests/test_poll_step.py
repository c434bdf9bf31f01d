"""The poll step of a run: all shards at the same time, politely, each kept as it gets done."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fault_server import HOSTS, Answer, FaultServer
from poller import START, feed, numbered, rss

from amur import batch
from amur.line import finish
from amur.plan import by_host
from amur.poll import poll, polls_of
from amur.records import PlannedFeed
from amur.settings import Settings
from ingest.records import Entry, Feed, FeedState
from warehouse.readers.query import run_query


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def planned(home: Path, *groups: Sequence[Feed]) -> list[Path]:
    """The shards of a new batch, one for each group of feeds."""
    path = batch.create(home / "batches", "run", START)
    batch.write(path / "feeds.jsonl.gz", [one for group in groups for one in group])
    for number, group in enumerate(groups):
        batch.write(path / f"shard-{number:03}/plan.jsonl.gz", (PlannedFeed(feed=one, state=None) for one in group))
    return batch.shards(path)


def polite(home: Path, spacing_s: float) -> Settings:
    return Settings(home=home, allow_networks="127.0.0.0/8", per_host_spacing_s=spacing_s, retries=0)


def at(server: FaultServer, host: str) -> list[float]:
    return [visit.at for visit in server.visits() if visit.host == host]


def test_shards_are_polled_at_the_same_time_with_each_hosts_spacing(server: FaultServer, tmp_path: Path) -> None:
    groups = [
        [feed(server.on(f"/{n}", Answer(body=numbered(n)), host=host), f"{host}-{n}") for n in range(3)]
        for host in HOSTS[:4]
    ]
    shards = planned(tmp_path, *groups)
    poll(shards, polite(tmp_path, 0.2), clock=lambda: START)
    assert [made.outcome for shard in shards for made in polls_of(shard)] == ["ok"] * 12
    assert [len(list(batch.read(shard / "entries.jsonl.gz", Entry))) for shard in shards] == [3] * 4
    for host in HOSTS[:4]:
        assert all(later - earlier >= 0.1 for earlier, later in itertools.pairwise(at(server, host)))
    first, last = zip(*((min(times), max(times)) for times in (at(server, host) for host in HOSTS[:4])), strict=True)
    assert max(first) < min(last)  # no shard waited for another to end


def test_a_host_that_several_shards_lead_to_keeps_its_spacing(server: FaultServer, tmp_path: Path) -> None:
    shared, *outlets = HOSTS[:5]
    groups = []
    for host in outlets:
        server.on(f"/real-{host}", Answer(body=numbered(1)), host=shared)
        hop = Answer(status=302, headers={"Location": server.url(f"/real-{host}", shared)})
        groups.append([feed(server.on("/f", hop, host=host), host)])
    poll(planned(tmp_path, *groups), polite(tmp_path, 0.2), clock=lambda: START)
    assert len(at(server, shared)) == 4
    assert all(later - earlier >= 0.1 for earlier, later in itertools.pairwise(at(server, shared)))


def test_a_shard_that_was_polled_is_not_polled_again_and_a_killed_one_leaves_nothing_half_written(
    server: FaultServer, tmp_path: Path
) -> None:
    one, other = (feed(server.on(f"/{name}", Answer(body=numbered(1))), name) for name in ("one", "other"))
    shards = planned(tmp_path, [one], [other])
    poll(shards[:1], polite(tmp_path, 0.0), clock=lambda: START)

    def dies() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        poll(shards, polite(tmp_path, 0.0), clock=dies)  # type: ignore[arg-type]
    assert not [path.name for path in shards[1].iterdir() if path.name.startswith((".", "polls", "entries"))]
    poll(shards, polite(tmp_path, 0.0), clock=lambda: START)
    assert [len(polls_of(shard)) for shard in shards] == [1, 1]
    assert len(server.visits("/one")) == 1


def test_what_a_feed_says_stays_text_in_files_names_and_database(server: FaultServer, tmp_path: Path) -> None:
    hostile = "../../../x'); DROP TABLE store.entry; -- $(touch pwned) `touch pwned` %00"
    words = f"<title>{hostile}</title><guid>{hostile}</guid><link>https://n.example/../../{hostile}</link>"
    home = tmp_path / "home"
    (shard,) = planned(home, [feed(server.on("/f", Answer(body=rss(f"<item>{words}</item>"))), "one")])
    report = finish(shard.parent, polite(home, 0.0), clock=lambda: START)
    assert report.entries == 1
    stored = run_query(home / "published/amur.duckdb", "SELECT title, guid FROM entry").rows
    assert list(stored) == [(hostile, hostile)]
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert not [path for path in tmp_path.rglob("*") if "pwned" in path.name or "x'" in path.name]


def test_feeds_of_one_host_share_a_shard_and_a_moved_feed_goes_with_its_new_host() -> None:
    """The tasks of a scheduler are processes of their own: only so does GDELT hear from one at a time."""
    lists = [feed(f"https://api.gdelt.example/doc?q={n}", f"g{n}", kind="gdelt") for n in range(5)]
    moved, back, other = (feed(f"https://{name}.example/f", name) for name in ("moved", "back", "other"))
    elsewhere = "https://api.gdelt.example/f"
    states = {
        "moved": FeedState(feed_id="moved", declared_url=moved.url, url=elsewhere),
        "back": FeedState(feed_id="back", declared_url="https://before.example/f", url=elsewhere),
    }
    shards = by_host([other, *lists, moved, back], 2, states)
    assert sorted(sorted(one.id for one in shard) for shard in shards) == [
        ["back", "other"], ["g0", "g1", "g2", "g3", "g4", "moved"],
    ]  # fmt: skip


def test_a_redirect_onto_a_feed_of_another_shard_is_a_duplicate(server: FaultServer, tmp_path: Path) -> None:
    server.on("/real", Answer(body=numbered(1)), host=HOSTS[1])
    hop = Answer(status=301, headers={"Location": server.url("/real", HOSTS[1])})
    groups = [[feed(server.on("/old", hop), "old")], [feed(server.url("/real", HOSTS[1]), "real")]]
    shards = planned(tmp_path, *groups)
    poll(shards, polite(tmp_path, 0.0), clock=lambda: START)
    (old,), (real,) = (polls_of(shard) for shard in shards)
    assert (old.outcome, real.outcome) == ("skipped", "ok")
    assert "'real'" in (old.error or "")
