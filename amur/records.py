"""What the steps of a run hand on, one file a step in the shard's folder."""

from __future__ import annotations

import msgspec

from ingest.records import Entry, Feed, FeedState
from transform.records import Article


class PlannedFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that is due, with what the snapshot remembers of it."""

    feed: Feed
    state: FeedState | None = None


class ScreenedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A new or changed entry and what screening on its title and summary said.

    `verdict` is keep | drop | known (another feed or an earlier run brought the same article) | later (over the
    run's cap: it stays new). `tries` counts earlier attempts to read its page. `timezone` (IANA) is the feed's, whose
    days its texts mean.
    """

    entry: Entry
    publisher: str
    country: str
    content: str
    verdict: str
    timezone: str = "UTC"
    reasons: tuple[str, ...] = ()
    tries: int = 0


class ReadArticle(msgspec.Struct, frozen=True, kw_only=True):
    """The text behind an entry. `text_source` is page | feed | summary (the page could not be read: see `remark`)."""

    article: Article
    entry_id: str | None
    feed_id: str | None
    canonical_url: str | None
    published_source: str
    fetched_at: str
    content_hash: str
    text_source: str
    remark: str = ""
    #: True when reading the page again in a later run may succeed
    again: bool = False
