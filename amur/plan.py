"""Which feeds are due, cut into shards by host: the first step of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from amur import batch
from amur.records import PlannedFeed
from amur.settings import Settings
from ingest.plan import due
from ingest.records import Feed, FeedState
from warehouse.pending import Pending, pending_entries
from warehouse.records import BatchKind


def plan(
    settings: Settings, feeds: Sequence[Feed], *, now: datetime, kind: BatchKind = "run", every: bool = False
) -> Path:
    """Make a batch of the feeds that are due (`every`: of all feeds) and return its folder.

    Feeds of one host stay in one shard, so that politeness needs no word between processes.
    """
    states = remembered(settings)
    chosen = list(feeds) if every else due(feeds, states, now)
    path = batch.create(settings.batches, kind, now)
    batch.write(path / "feeds.jsonl.gz", feeds)
    left = _left(settings, feeds, now)
    groups = by_host(chosen, settings.shard_size, states) or ([[]] if left else [])
    for number, group in enumerate(groups):
        shard = path / f"shard-{number:03}"
        batch.write(shard / "left.jsonl.gz", left if number == 0 else [])
        batch.write(shard / "plan.jsonl.gz", (PlannedFeed(feed=feed, state=states.get(feed.id)) for feed in group))
    return path


def _left(settings: Settings, feeds: Sequence[Feed], now: datetime) -> list[Pending]:
    """Entries of registered feeds that earlier runs deferred or could not read."""
    from warehouse.readers.publish import open_snapshot

    if not settings.snapshot.exists():
        return []
    registered = {feed.id for feed in feeds}
    with open_snapshot(settings.snapshot) as connection:
        return [item for item in pending_entries(connection, now=now) if item.entry.feed_id in registered]


def remembered(settings: Settings) -> dict[str, FeedState]:
    """What the published snapshot remembers of each feed; nothing before the first load.

    A snapshot that is gone is published anew: without it every feed would be new, and what it told since in silence.
    Raises DatabaseGone before anything is polled.
    """
    from warehouse.readers.publish import open_snapshot, publish
    from warehouse.schema import refuse_anew
    from warehouse.states import feed_states

    refuse_anew(settings.database)
    if not settings.snapshot.exists():
        if not settings.database.exists():
            return {}
        publish(settings.home)
    with open_snapshot(settings.snapshot) as connection:
        return feed_states(connection)


def by_host(feeds: Sequence[Feed], size: int, states: Mapping[str, FeedState] | None = None) -> list[list[Feed]]:
    """Shards of about `size` feeds; a host's feeds are never parted, so a shard may be larger.

    A feed that has moved counts to the host where it is polled now.
    """
    hosts: dict[str, list[Feed]] = {}
    for feed in feeds:
        state = (states or {}).get(feed.id)
        moved = state.url if state and state.declared_url in (None, feed.url) else None
        hosts.setdefault(urlsplit(moved or feed.url).hostname or "", []).append(feed)
    shards: list[list[Feed]] = []
    for group in sorted(hosts.values(), key=len, reverse=True):
        room = next((shard for shard in shards if len(shard) + len(group) <= size), None)
        if room is None:
            shards.append(list(group))
        else:
            room.extend(group)
    return shards
