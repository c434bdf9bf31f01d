"""One poll under way: what was known before it, how it is asked, and the document that it brought."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

import msgspec

from ingest.plan import PlanSettings
from ingest.records import Entry, Feed, FeedState, Poll


class PollSettings(msgspec.Struct, frozen=True, kw_only=True):
    """When a feed is called stale, empty, lying or moved. `max_entries` a poll; the rest waits for the next one."""

    plan: PlanSettings = PlanSettings()
    max_entries: int = 1000
    max_sitemaps: int = 10
    stale_days: int = 14
    empty_alarm: int = 3
    #: after so many answers "not modified" in a row, one fetch without validators checks that they were true
    audit_every: int = 12
    #: the same for a feed that lied and is tried again; at least 2, so that dates can prove a lie
    audit_on_trial: int = 2
    #: so many audits without a lie clear a feed's name
    clear_after: int = 5
    distrust_days: int = 7
    max_distrust_days: int = 56
    moved_after: int = 3
    #: a moved feed's new URL is given up after so many failures there
    distrust_move_after: int = 3
    #: entries that have left the feed are remembered, up to so many documents' worth
    memory: int = 3
    min_memory: int = 60


class PollResult(msgspec.Struct, frozen=True, kw_only=True):
    """A poll and its new and changed entries, in the order of the document."""

    poll: Poll
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One poll under way: what was known before, and when and how it was asked."""

    feed: Feed
    state: FeedState
    now: datetime
    settings: PollSettings
    rng: random.Random
    elapsed_ms: int = 0
    http_status: int | None = None
    bytes: int = 0
    #: this poll sent no validators although it had some, to see whether "not modified" was true
    audit: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """A feed document read and identified: `etag` and `last_modified` as its answer gave them."""

    entries: tuple[Entry, ...]
    dropped: tuple[str, ...] = ()
    truncated: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    identity: str = "guid"
    hint_s: int | None = None
    notes: tuple[str, ...] = ()


def fresh_state(feed: Feed, state: FeedState | None) -> FeedState:
    """The state to poll with; validators and URL learned under another declared URL are dropped."""
    if state is None:
        return FeedState(feed_id=feed.id, declared_url=feed.url)
    if state.declared_url not in (None, feed.url):
        return msgspec.structs.replace(
            state, declared_url=feed.url, url=None, moved_to=None, moved_seen=0, etag=None, last_modified=None,
            body_hash=None, failures=0, lied_304=0, lied_at=None, true_304=0,
        )  # fmt: skip
    return msgspec.structs.replace(state, declared_url=feed.url)
