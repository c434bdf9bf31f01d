"""Tries feeds now and says of each what it is, how fresh, how well its GUIDs behave, and what to put right."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from ingest.address import redact
from ingest.errors import FetchError, NotAFeed
from ingest.feeds import bare_url
from ingest.fetch import Fetcher, Response
from ingest.hosts import host_of
from ingest.lanes import in_lanes
from ingest.plan import moment
from ingest.read_feed import read_feed
from ingest.reading import FeedReading
from ingest.records import Entry, Feed
from ingest.robots import Robots

GuidQuality = Literal["good", "missing", "repeated", "changing", "unknown"]
_STALE = timedelta(days=14)


class FeedCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What one try found. `newest_age_s`: seconds since the newest item's own date. `robots`: may its pages be read.

    `advice` holds a sentence for each thing to put right, the gravest first; empty when all is well.
    """

    feed_id: str
    url: str
    reachable: bool
    status: int | None = None
    kind: str | None = None
    encoding: str | None = None
    items: int = 0
    dropped: int = 0
    newest_age_s: int | None = None
    guid_quality: GuidQuality = "unknown"
    robots: str = "unknown"
    elapsed_ms: int = 0
    advice: tuple[str, ...] = ()


async def check_feeds(
    feeds: Iterable[Feed],
    fetcher: Fetcher,
    *,
    robots: Robots | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    on_done: Callable[[FeedCheck], None] | None = None,
) -> AsyncIterator[FeedCheck]:
    """A FeedCheck for each feed, as they get done. A feed is fetched twice, to see whether its GUIDs stay."""
    feeds = list(feeds)
    registered = {bare_url(feed.url): feed.id for feed in feeds}
    leave = robots or Robots(fetcher)

    async def work(feed: Feed) -> FeedCheck:
        try:
            return await _check(feed, fetcher, leave, registered, now)
        except Exception as error:  # one feed that trips us must not hide the others' state
            advice = f"our own error, please report it: {type(error).__name__}: {error}"
            return FeedCheck(feed_id=feed.id, url=redact(feed.url), reachable=False, advice=(advice,))

    lanes = in_lanes(
        feeds, host=lambda feed: host_of(feed.url), work=work, per_host=fetcher.settings.per_host_concurrency
    )
    async for result in lanes:
        if on_done:
            on_done(result)
        yield result


async def _check(
    feed: Feed, fetcher: Fetcher, robots: Robots, registered: dict[str, str], now: Callable[[], datetime]
) -> FeedCheck:
    found = FeedCheck(feed_id=feed.id, url=redact(feed.url), reachable=False)
    try:
        response = await fetcher.get(feed.url, purpose="feed")
    except FetchError as error:
        return msgspec.structs.replace(found, advice=(_advice_on_error(error),))
    found = msgspec.structs.replace(found, reachable=True, status=response.status, elapsed_ms=response.elapsed_ms)
    advice = _advice_on_way(feed, response, registered)
    if response.status != 200:
        advice.insert(0, f"answers HTTP {response.status}: look for the feed's new address")
        return msgspec.structs.replace(found, advice=tuple(advice))
    try:
        reading = await asyncio.to_thread(_read, feed, response, now())
    except NotAFeed as error:
        advice.insert(0, f"is no feed: {error.problem}")
        return msgspec.structs.replace(found, advice=tuple(advice))
    quality = await _guid_quality(feed, fetcher, reading, now)
    age_s = _newest_age_s(reading.entries, now())
    leave = await _robots(robots, reading.entries)
    advice += _advice_on_reading(feed, response, reading, quality, age_s, leave)
    return msgspec.structs.replace(
        found,
        kind=reading.kind,
        encoding=reading.encoding,
        items=len(reading.entries),
        dropped=len(reading.dropped),
        newest_age_s=age_s,
        guid_quality=quality,
        robots=leave,
        advice=tuple(advice),
    )


def _read(feed: Feed, response: Response, now: datetime) -> FeedReading:
    return read_feed(response.body, response.content_type, feed, now, response.final_url)


async def _guid_quality(feed: Feed, fetcher: Fetcher, first: FeedReading, now: Callable[[], datetime]) -> GuidQuality:
    """Judged on two fetches: a GUID must be there, be the item's own, and stay with its link."""
    guids = [entry.guid for entry in first.entries if entry.guid]
    if not first.entries:
        return "unknown"
    if len(guids) * 2 < len(first.entries):
        return "missing"
    if len(set(guids)) * 2 <= len(guids) and len(guids) > 1:
        return "repeated"
    try:
        response = await fetcher.get(feed.url, purpose="feed")
        second = await asyncio.to_thread(_read, feed, response, now())
    except (FetchError, NotAFeed):
        return "unknown"
    by_link = {entry.url: entry.guid for entry in first.entries if entry.url}
    met = [(by_link[entry.url], entry.guid) for entry in second.entries if entry.url in by_link]
    if met and sum(old != new for old, new in met) * 2 > len(met):
        return "changing"
    return "good"


def _newest_age_s(entries: tuple[Entry, ...], now: datetime) -> int | None:
    dates = [
        at
        for entry in entries
        if entry.published_source != "fetched" and (at := moment(entry.published_at)) is not None
    ]
    return max(0, round((now - max(dates)).total_seconds())) if dates else None


async def _robots(robots: Robots, entries: tuple[Entry, ...]) -> str:
    """Whether the first item's page may be fetched."""
    url = next((entry.url for entry in entries if entry.url), None)
    if url is None:
        return "unknown"
    try:
        verdict = await robots.verdict(url)
    except FetchError:
        return "unknown"
    if not verdict.allowed:
        return verdict.reason
    return f"allowed, every {verdict.crawl_delay_s:g} s" if verdict.crawl_delay_s else "allowed"


def _advice_on_error(error: FetchError) -> str:
    if error.again:
        return f"can't be reached now, try again later: {error.problem}"
    return f"can't be fetched: {error.problem}"


def _advice_on_way(feed: Feed, response: Response, registered: dict[str, str]) -> list[str]:
    advice: list[str] = []
    if response.redirects:
        twin = registered.get(bare_url(response.final_url))
        permanent = all(status in (301, 308) for status, _ in response.redirects)
        if twin and twin != feed.id:
            advice.append(f"leads to the feed {twin!r}: keep one of the two")
        elif permanent:
            advice.append(f"has moved for good: write {redact(response.final_url)} into the feeds file")
    return advice


def _advice_on_reading(
    feed: Feed, response: Response, reading: FeedReading, quality: GuidQuality, age_s: int | None, robots: str
) -> list[str]:
    advice: list[str] = []
    if not reading.entries:
        advice.append("holds no item: replace it, or keep it to see it revive")
    elif age_s is None:
        advice.append("tells no dates: they will be taken from the pages")
    elif age_s > _STALE.total_seconds():
        advice.append(f"its newest item is {age_s // 86_400} days old: replace it, or poll it once a day")
    if reading.truncated or response.truncated:
        advice.append("comes cut off: what was whole is read")
    if reading.dropped:
        advice.append(f"{len(reading.dropped)} items can't be used, the first: {reading.dropped[0]}")
    if quality in ("missing", "repeated", "changing"):
        advice.append(f"its GUIDs are {quality}: items are told apart by their links")
    if feed.content == "page" and robots.startswith("robots.txt forbids"):
        advice.append('its pages may not be read: set content = "feed"')
    if response.header("etag") is None and response.header("last-modified") is None:
        advice.append("offers no validators: each poll costs the whole document")
    advice += [note for note in reading.notes if note not in advice]
    return advice
