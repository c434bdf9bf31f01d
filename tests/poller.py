"""Polls scripted feeds the way a run does, one poll after another, on a clock that the test moves."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ingest.archive import Archive
from ingest.attempt import PollResult, PollSettings
from ingest.fetch import Fetcher, FetchSettings
from ingest.identity import identify
from ingest.poll import poll
from ingest.read_feed import read_feed
from ingest.records import Entry, Feed, FeedState

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
LOOPBACK: dict[str, Any] = {
    "allow_networks": ("127.0.0.0/8",),
    "per_host_spacing_s": 0.0,
    "slow_down_s": 0.0,
    "retry_wait_s": 0.01,
    "retries": 1,
    "deadline_s": 10.0,
}


def feed(url: str, feed_id: str = "one", **more: Any) -> Feed:
    known: dict[str, Any] = {"publisher": "Test", "country": "RU", "language": "en", "timezone": "Europe/Moscow"}
    return Feed(id=feed_id, url=url, **(known | more))


def item(number: int, *, title: str | None = None, guid: str | None = None, date: datetime | None = None) -> str:
    """An RSS item; dates run one hour apart, item 0 at the start of the test's clock minus two days."""
    at = date or START - timedelta(days=2) + timedelta(hours=number)
    return (
        f"<item><guid>{guid or f'id-{number}'}</guid><link>https://news.example/{number}</link>"
        f"<title>{title or f'Trade story number {number}'}</title><description>Text of story {number}</description>"
        f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
    )


def rss(*items: str, head: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{head}{"".join(items)}</channel></rss>'


def numbered(*numbers: int) -> str:
    """A feed document with these items, in this order."""
    return rss(*(item(number) for number in numbers))


class Poller:
    """`states` and `now` go on from poll to poll; each poll uses a fetcher of its own, as each run does."""

    def __init__(
        self, *feeds: Feed, archive: Path | None = None, poll_settings: PollSettings | None = None, **fetch: Any
    ):
        self.feeds = feeds
        self.states: dict[str, FeedState] = {}
        self.now = START
        self.archive = archive
        self.poll_settings = poll_settings or PollSettings()
        self.resolve = None
        self.fetch_settings = FetchSettings(**(LOOPBACK | fetch))

    def poll_all(self, *, after: timedelta = timedelta(hours=1)) -> dict[str, PollResult]:
        """One poll of every feed; then the clock moves on."""
        results = asyncio.run(self._poll())
        for feed_id, result in results.items():
            assert result.poll.state is not None
            self.states[feed_id] = result.poll.state
        self.now += after
        return results

    def poll(self, *, after: timedelta = timedelta(hours=1)) -> PollResult:
        """One poll of the only feed."""
        (result,) = self.poll_all(after=after).values()
        return result

    @property
    def state(self) -> FeedState:
        (state,) = self.states.values()
        return state

    async def _poll(self) -> dict[str, PollResult]:
        archive = Archive(self.archive) if self.archive else None
        try:
            async with Fetcher(self.fetch_settings, resolve=self.resolve) as fetcher:
                results = poll(
                    self.feeds,
                    self.states,
                    fetcher=fetcher,
                    now=self.now,
                    reader=read_feed,
                    identify=identify,
                    archive=archive,
                    settings=self.poll_settings,
                    rng=random.Random(1),
                )
                return {result.poll.feed_id: result async for result in results}
        finally:
            if archive:
                archive.close()


def titles(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.title for entry in entries]
