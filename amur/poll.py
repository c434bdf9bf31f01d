"""Poll the feeds of a run's shards and keep what they gave: the only step, with `read`, that uses the network."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from amur import batch
from amur.progress import Progress, Silent
from amur.records import PlannedFeed
from amur.settings import Settings
from ingest.archive import Archive
from ingest.attempt import PollSettings
from ingest.fetch import Fetcher, FetchSettings
from ingest.identity import identify
from ingest.poll import addresses
from ingest.poll import poll as poll_feeds
from ingest.read_feed import read_feed
from ingest.records import Feed, Poll

Clock = Callable[[], datetime]
#: Shards worked on at the same time; each holds up to three files open.
SHARDS_AT_ONCE = 64


def real_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def fetch_settings(settings: Settings) -> FetchSettings:
    """The fetcher's part of the settings."""
    return FetchSettings(
        contact=settings.contact,
        allow_networks=tuple(settings.allow_networks.split()),
        concurrency=settings.concurrency,
        per_host_concurrency=settings.per_host_concurrency,
        per_host_spacing_s=settings.per_host_spacing_s,
        deadline_s=settings.deadline_s,
        max_bytes=settings.max_bytes,
        retries=settings.retries,
    )


def poll(
    shards: Iterable[Path], settings: Settings, progress: Progress | None = None, clock: Clock = real_clock
) -> None:
    """Poll the planned feeds of those shards that were not polled yet; polls and new or changed entries are kept there.

    Many shards are polled at a time, with one fetcher that keeps every host's spacing for all of them. One after
    another, each would sit out the spacing of its own busiest host.
    """
    shards = list(shards)
    with batch.held(shards):
        undone = [shard for shard in shards if not (shard / "polls.jsonl.gz").exists()]
        if undone:
            asyncio.run(_poll_all(undone, settings, progress or Silent(), clock))


async def at_once(shards: Iterable[Path], work: Callable[[Path], Awaitable[None]]) -> None:
    """Work on many shards at the same time; what one raises is raised."""
    room = asyncio.Semaphore(SHARDS_AT_ONCE)

    async def one(shard: Path) -> None:
        async with room:
            await work(shard)

    await asyncio.gather(*map(one, shards))


def polls_of(shard: Path) -> list[Poll]:
    """The polls that were kept in a shard."""
    return list(batch.read(shard / "polls.jsonl.gz", Poll))


async def _poll_all(shards: list[Path], settings: Settings, progress: Progress, clock: Clock) -> None:
    folders = {shard.parent for shard in shards}
    registered = {folder: addresses(batch.read(folder / "feeds.jsonl.gz", Feed)) for folder in folders}
    async with Fetcher(fetch_settings(settings)) as fetcher:

        async def one(shard: Path) -> None:
            await _poll(shard, registered[shard.parent], fetcher, settings, progress, clock)

        await at_once(shards, one)


async def _poll(
    shard: Path, registered: dict[str, str], fetcher: Fetcher, settings: Settings, progress: Progress, clock: Clock
) -> None:
    """Poll one shard. What a feed gave is written at once; the polls, whose file says "done", get their name last."""
    planned = list(batch.read(shard / "plan.jsonl.gz", PlannedFeed))
    with (
        batch.Writer(shard / "polls.jsonl.gz") as polls,
        batch.Writer(shard / "entries.jsonl.gz") as entries,
        Archive(shard / "feeds.warc.gz") as archive,
    ):
        results = poll_feeds(
            [item.feed for item in planned],
            {item.feed.id: item.state for item in planned if item.state is not None},
            fetcher=fetcher,
            now=clock,
            reader=read_feed,
            identify=identify,
            archive=archive,
            settings=PollSettings(stale_days=settings.stale_days),
            registered=registered,
        )
        async for result in results:
            polls.add(result.poll)
            for entry in result.entries:
                entries.add(entry)
            progress.advance("poll")
