"""Poll a shard's feeds and keep what they gave: the only step, with `read`, that uses the network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from amur import batch
from amur.progress import Progress, Silent
from amur.records import PlannedFeed
from amur.settings import Settings
from ingest.archive import Archive
from ingest.attempt import PollSettings
from ingest.fetch import Fetcher, FetchSettings
from ingest.identity import identify
from ingest.poll import poll as poll_feeds
from ingest.read_feed import read_feed
from ingest.records import Entry, Feed, Poll

Clock = Callable[[], datetime]
#: Below this many feeds starting processes to read them costs more than it saves.
WORTH_A_POOL = 300


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
    shard: Path, settings: Settings, progress: Progress | None = None, clock: Clock = real_clock
) -> tuple[list[Poll], list[Entry]]:
    """Poll the shard's planned feeds; returns the polls and the new and changed entries, also kept in the shard.

    A shard that was polled already is read back, not polled again.
    """
    polls_file, entries_file = shard / "polls.jsonl.gz", shard / "entries.jsonl.gz"
    if not polls_file.exists():
        planned = list(batch.read(shard / "plan.jsonl.gz", PlannedFeed))
        polls, entries = asyncio.run(_poll(shard, planned, settings, progress or Silent(), clock))
        batch.write(entries_file, entries)
        batch.write(polls_file, polls)
    return list(batch.read(polls_file, Poll)), list(batch.read(entries_file, Entry))


async def _poll(
    shard: Path, planned: list[PlannedFeed], settings: Settings, progress: Progress, clock: Clock
) -> tuple[list[Poll], list[Entry]]:
    polls: list[Poll] = []
    entries: list[Entry] = []
    states = {item.feed.id: item.state for item in planned if item.state is not None}
    registered = list(batch.read(shard.parent / "feeds.jsonl.gz", Feed))
    with ExitStack() as stack:
        archive = stack.enter_context(Archive(shard / "feeds.warc.gz"))
        executor = None
        if len(planned) >= WORTH_A_POOL:
            executor = stack.enter_context(ProcessPoolExecutor(settings.workers or None, get_context("spawn")))
        async with Fetcher(fetch_settings(settings)) as fetcher:
            results = poll_feeds(
                [item.feed for item in planned],
                states,
                fetcher=fetcher,
                now=clock,
                reader=read_feed,
                identify=identify,
                archive=archive,
                settings=PollSettings(stale_days=settings.stale_days),
                registered=registered,
                executor=executor,
            )
            async for result in results:
                polls.append(result.poll)
                entries.extend(result.entries)
                progress.advance("poll")
    return polls, entries
