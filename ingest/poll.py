"""Polls feeds: fetches each, has it read, and says what is new. One feed's error never stops the others."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from ingest import trust, verdict
from ingest.address import redact
from ingest.archive import Archive
from ingest.attempt import Attempt, Document, PollResult, PollSettings, fresh_state
from ingest.children import gather_children
from ingest.errors import BadStatus, FetchError, NotAFeed, Refused, Waiting
from ingest.feeds import bare_url
from ingest.fetch import Fetcher, Response
from ingest.hosts import host_of
from ingest.lanes import in_lanes
from ingest.reading import FeedReading
from ingest.records import Entry, Feed, FeedState, Poll

#: GDELT's document API answers 429 to more than one call in five seconds (seen in the logs of others' pollers).
GDELT_SPACING_S = 5.0
#: A body of so many bytes is read in a thread, so that it does not hold up the others. Processes for the rest were
#: measured: sending bodies and entries to and fro costs what reading takes.
LARGE_BODY = 1_000_000
_PERMANENT = frozenset({301, 308})
_STATUS_REASONS = {
    401: "the server wants a login",
    403: "the server refuses us (often a bot guard)",
    404: "no such page",
    410: "gone for good, says the server",
    429: "too many requests, says the server",
    451: "withheld for legal reasons",
    503: "the server is busy",
}


#: (body, content type, feed, time of the fetch, final URL) → reading; raises NotAFeed
Reader = Callable[[bytes, str | None, Feed, datetime, str], FeedReading]
#: (entries, state before) → the entries with their ids, and the rung of evidence they stand on
Identify = Callable[[tuple[Entry, ...], FeedState], tuple[tuple[Entry, ...], str]]


@dataclass(frozen=True, kw_only=True)
class _Line:
    """What all polls of one run share."""

    fetcher: Fetcher
    clock: Callable[[], datetime]
    reader: Reader
    identify: Identify
    archive: Archive | None
    settings: PollSettings
    registered: Mapping[str, str]
    rng: random.Random


def addresses(feeds: Iterable[Feed]) -> dict[str, str]:
    """Which feed lives at which URL: made once for a run, not for each of its shards."""
    return {bare_url(feed.url): feed.id for feed in feeds}


async def poll(
    feeds: Iterable[Feed],
    states: Mapping[str, FeedState],
    *,
    fetcher: Fetcher,
    now: datetime | Callable[[], datetime],
    reader: Reader,
    identify: Identify,
    archive: Archive | None = None,
    settings: PollSettings | None = None,
    registered: Mapping[str, str] | None = None,
    on_done: Callable[[Poll], None] | None = None,
    rng: random.Random | None = None,
) -> AsyncIterator[PollResult]:
    """A result for each feed, as they get done.

    `registered`: `addresses` of all feeds there are, where `feeds` are only those due; a redirect onto one of them is
    a duplicate.
    """
    feeds = list(feeds)
    line = _Line(
        fetcher=fetcher,
        clock=now if callable(now) else lambda: now,
        reader=reader,
        identify=identify,
        archive=archive,
        settings=settings or PollSettings(),
        registered=addresses(feeds) if registered is None else registered,
        rng=rng or random.Random(),
    )

    for feed in feeds:
        if feed.kind == "gdelt":
            fetcher.hosts.crawl_delay(feed.url, GDELT_SPACING_S)

    async def work(feed: Feed) -> PollResult:
        state = states.get(feed.id)
        try:
            return await _poll_one(line, feed, state)
        except Exception as error:  # the last net: a bug met by one feed must not cost the others their poll
            attempt = _attempt(line, feed, state)
            return verdict.failed(attempt, f"our own error: {type(error).__name__}: {error}")

    def where(feed: Feed) -> str:
        state = states.get(feed.id)
        return host_of((state.url if state else None) or feed.url)

    async for result in in_lanes(feeds, host=where, work=work, per_host=fetcher.settings.per_host_concurrency):
        if on_done:
            on_done(result.poll)
        yield result


def _attempt(line: _Line, feed: Feed, state: FeedState | None) -> Attempt:
    return Attempt(feed=feed, state=fresh_state(feed, state), now=line.clock(), settings=line.settings, rng=line.rng)


async def _poll_one(line: _Line, feed: Feed, known: FeedState | None) -> PollResult:
    attempt = _attempt(line, feed, known)
    state = attempt.state
    now, settings = attempt.now, line.settings
    audit = trust.wants_audit(state, now, settings)
    unasked = audit or trust.standing(state, now, settings) == "distrusted"
    headers = {} if unasked else trust.validators(state)
    try:
        response = await line.fetcher.get(state.url or feed.url, headers=headers, purpose="feed")
    except Waiting as wait:
        return verdict.skipped(replace(attempt, now=line.clock()), str(wait), wait_s=wait.wait_s)
    except FetchError as error:
        return verdict.failed(replace(attempt, now=line.clock()), str(error), hard=isinstance(error, Refused))
    attempt = replace(
        attempt,
        now=line.clock(),
        audit=audit,
        elapsed_ms=response.elapsed_ms,
        http_status=response.status,
        bytes=response.bytes_compressed,
    )
    if duplicate := _duplicate(line, feed, response):
        note = f"duplicate: redirects to the URL of feed {duplicate!r}"
        return verdict.skipped(replace(attempt, notes=(note,)), note, wait_s=line.settings.plan.max_interval_s)
    if response.status == 304 and headers:
        attempt = _follow_move(attempt, response)
        return verdict.not_modified(
            attempt, etag=response.header("etag"), last_modified=response.header("last-modified")
        )
    if response.status != 200:
        return _refused(attempt, response)
    return await _read(line, attempt, response)


async def _read(line: _Line, attempt: Attempt, response: Response) -> PollResult:
    state = attempt.state
    validators: dict[str, str | None] = {
        "etag": response.header("etag"),
        "last_modified": response.header("last-modified"),
    }
    body_hash: str | None = hashlib.blake2b(response.body, digest_size=16).hexdigest()
    if body_hash == state.body_hash and not response.truncated:
        return verdict.same_body(_follow_move(attempt, response), **validators)
    if line.archive is not None:
        line.archive.append(response, fetched_at=attempt.now, feed_id=attempt.feed.id)
    try:
        reading = await _reading(line, attempt, response)
        if reading.sitemaps:
            reading, body_hash, validators = await _with_children(line, attempt, response, reading), None, {}
    except NotAFeed as error:
        return verdict.failed(attempt, f"not a feed: {error.problem}")
    entries, rung = line.identify(reading.entries, state)
    truncated = response.truncated or ("the document ends early" if reading.truncated else None)
    document = Document(
        entries=entries,
        dropped=reading.dropped,
        truncated=truncated,
        body_hash=body_hash,
        identity=rung,
        hint_s=_hint_s(reading.hints.ttl_s, response.header("cache-control")),
        notes=reading.notes,
        **validators,
    )
    if truncated and not entries:
        return verdict.failed(attempt, f"truncated before the first entry: {truncated}")
    return verdict.read(_follow_move(attempt, response), document)


async def _reading(line: _Line, attempt: Attempt, response: Response) -> FeedReading:
    arguments = (response.body, response.content_type, attempt.feed, attempt.now, response.final_url)
    if len(response.body) < LARGE_BODY:
        return line.reader(*arguments)
    return await asyncio.to_thread(line.reader, *arguments)


async def _with_children(line: _Line, attempt: Attempt, response: Response, index: FeedReading) -> FeedReading:
    """The index with the entries of its sitemaps. Its own validators say nothing about them and are not kept."""

    async def read(url: str) -> FeedReading:
        child = await line.fetcher.get(url, purpose="feed")
        if child.status != 200:
            raise BadStatus(f"HTTP {child.status}", url=redact(url), status=child.status, again=True)
        if line.archive is not None:
            line.archive.append(child, fetched_at=attempt.now, feed_id=attempt.feed.id)
        return await _reading(line, attempt, child)

    found = await gather_children(index, response.final_url, read, limit=line.settings.max_sitemaps)
    return msgspec.structs.replace(
        index,
        entries=tuple(found.entries),
        dropped=tuple(found.dropped),
        notes=tuple(found.notes),
        truncated=index.truncated or found.lost,
    )


def _refused(attempt: Attempt, response: Response) -> PollResult:
    """Statuses that bring no document."""
    status = response.status
    if status == 304:
        return verdict.failed(attempt, "HTTP 304 although nothing conditional was asked")
    reason = f"HTTP {status}"
    if status in _STATUS_REASONS:
        reason += f": {_STATUS_REASONS[status]}"
    elif 300 <= status < 400:
        reason += ": a redirect without a target"
    if response.retry_after_s is not None and response.wait_s is not None:
        reason += f"; asks to wait {response.retry_after_s:.0f} s"
        if response.wait_s < response.retry_after_s:
            reason += f", capped at {response.wait_s:.0f} s"
    return verdict.failed(attempt, reason, hard=status in (404, 410), wait_s=response.wait_s)


def _duplicate(line: _Line, feed: Feed, response: Response) -> str | None:
    """The id of another registered feed whose URL this one's redirects led to."""
    if not response.redirects:
        return None
    other = line.registered.get(bare_url(response.final_url))
    return other if other != feed.id else None


def _follow_move(attempt: Attempt, response: Response) -> Attempt:
    """Count sightings of a permanent redirect; after enough of them its target is where the feed lives.

    Only the leading permanent hops count: what lies behind a temporary one may be elsewhere tomorrow.
    """
    state, target = attempt.state, None
    for status, hop in response.redirects:
        if status not in _PERMANENT:
            break
        target = hop
    if target is None or (urlsplit(response.url).scheme == "https" and urlsplit(target).scheme == "http"):
        return replace(attempt, state=_with_move(state, None, 0))
    seen = state.moved_seen + 1 if state.moved_to == target else 1
    state = _with_move(state, target, seen)
    note = f"redirects for good to {redact(target)}, seen {seen} times"
    if seen >= attempt.settings.moved_after:
        state = verdict.replace(state, url=target)
        note += ": remembered"
    return replace(attempt, state=state, notes=(*attempt.notes, note))


def _with_move(state: FeedState, target: str | None, seen: int) -> FeedState:
    return verdict.replace(state, moved_to=target, moved_seen=seen)


def _hint_s(ttl_s: int | None, cache_control: str | None) -> int | None:
    """The longer of the feed's own ttl and the answer's max-age, in seconds."""
    hints = [ttl_s] if ttl_s and ttl_s > 0 else []
    for part in (cache_control or "").lower().split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age" and value.strip('"').isdigit():
            hints.append(int(value.strip('"')[:9]))
    return max(hints, default=0) or None
