"""What the network gave us: feeds, polls, entries and pages as they came, before anything is concluded from them."""

from __future__ import annotations

from typing import Literal

import msgspec

Outcome = Literal["ok", "not_modified", "unchanged", "soft_failure", "hard_failure", "skipped"]
DateSource = Literal["feed", "feed_local", "page", "url", "fetched"]


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A URL we poll, as the feeds file declares it. `interval_s` is seconds; `timezone` an IANA name."""

    id: str
    url: str
    publisher: str
    country: str
    language: str
    timezone: str
    kind: Literal["feed", "sitemap", "gdelt"] = "feed"
    interval_s: int = 3600
    content: Literal["page", "feed"] = "page"
    note: str = ""


class FeedState(msgspec.Struct, frozen=True, kw_only=True):
    """What earlier polls taught us about a feed; comes from the published snapshot and goes back with the poll.

    Times are ISO 8601 UTC. `url` is where the feed lives now when it has moved for good.
    """

    feed_id: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    url: str | None = None
    moved_to: str | None = None
    moved_seen: int = 0
    failures: int = 0
    last_polled_at: str | None = None
    last_ok_at: str | None = None
    next_poll_at: str | None = None
    interval_s: int | None = None
    polls_since_full: int = 0
    lied_304: int = 0
    #: when it was last caught saying "not modified" of a changed feed
    lied_at: str | None = None
    #: audits since then that found its 304 answers true
    true_304: int = 0
    empty_seen: int = 0
    #: guid | link | title | content: the lowest rung of evidence by which this feed's entries are told apart
    identity: str = "guid"
    #: entry ids and content hashes of the last window, newest first: (entry_id, content_hash)
    window: tuple[tuple[str, str], ...] = ()
    #: packed keys (GUID, link, title, content) of the entries of the last windows; read and written by `identity` only
    evidence: str = ""
    first_polled_at: str | None = None
    #: the first document was not taken in whole (cut off, over the cap, a sitemap lost): its rest is no news either
    backlog: bool = False
    #: how often this feed has been polled: the order of its polls, whatever the clock says
    polls: int = 0
    #: the URL of the feeds file under which this was learned; another one there starts afresh
    declared_url: str | None = None
    #: how many of `window` the last document held; what follows are entries that have left it
    window_size: int = 0
    #: new entries an hour, smoothed over polls
    new_per_hour: float | None = None
    #: newest date that the feed itself told
    newest_published_at: str | None = None
    #: seconds between polls that the publisher asks for (ttl, sy:updatePeriod, Cache-Control)
    hint_s: int | None = None


class Poll(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt to poll one feed: what happened, in words a person understands."""

    feed_id: str
    polled_at: str
    outcome: Outcome
    http_status: int | None = None
    bytes: int = 0
    entries_seen: int = 0
    entries_new: int = 0
    entries_changed: int = 0
    entries_dropped: int = 0
    entries_missed: int = 0
    elapsed_ms: int = 0
    error: str | None = None
    #: how many entries were dropped for which reason, and other remarks ("stale: newest item 2017-12-12")
    notes: tuple[str, ...] = ()
    first_poll: bool = False
    state: FeedState | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One item as the feed gave it. `published_at` is ISO 8601 UTC; `published_source` tells where it came from."""

    entry_id: str
    feed_id: str
    guid: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    title: str = ""
    summary: str = ""
    content: str = ""
    language: str | None = None
    author: str | None = None
    published_at: str | None = None
    published_raw: str | None = None
    published_source: DateSource = "fetched"
    content_hash: str = ""
    seen_at: str = ""
    #: position in the feed's document, 0 the first
    position: int = 0
    #: True when the entry was known and its title, summary or content changed
    changed: bool = False


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A fetched article page, read: what it says of itself. `published_at` is ISO 8601 (UTC when a time is told)."""

    url: str
    canonical_url: str
    title: str
    text: str
    author: str | None = None
    language: str | None = None
    published_at: str | None = None
    #: article | list | paywall | consent | captcha | maintenance | empty | not_html
    kind: str = "article"
