"""What a feed document says before it becomes entries: raw items with their strings as they stood, and the reading."""

from __future__ import annotations

from typing import Literal

import msgspec

from ingest.records import Entry

Kind = Literal["rss", "atom", "rdf", "json", "sitemap", "sitemap_index", "gdelt"]

#: One document gives at most so many entries; what is cut is counted in the notes. Larger lists are archives.
MAX_ENTRIES = 2_000


class Hints(msgspec.Struct, frozen=True, kw_only=True):
    """How often the publisher asks to be polled: `ttl_s` seconds, from `ttl` or `sy:updatePeriod`."""

    ttl_s: int | None = None


class RawItem(msgspec.Struct, kw_only=True):
    """One item with the document's own strings. `dates` in order of trust: published first, then updated.

    `html` tells that title, summary and content may hold markup; `base` is the item's own xml:base.
    """

    guid: str | None = None
    permalink: bool = False
    link: str | None = None
    title: str = ""
    summary: str = ""
    content: str = ""
    author: str | None = None
    dates: tuple[str, ...] = ()
    source: str | None = None
    language: str | None = None
    base: str | None = None
    html: bool = True
    position: int = 0


class RawDocument(msgspec.Struct, kw_only=True):
    """A parsed document: channel facts, items in document order, reasons for what was left out."""

    kind: Kind
    title: str = ""
    link: str | None = None
    language: str | None = None
    items: list[RawItem] = []
    dropped: list[str] = []
    notes: list[str] = []
    truncated: bool = False
    ttl_s: int | None = None
    sitemaps: tuple[str, ...] = ()


class FeedReading(msgspec.Struct, frozen=True, kw_only=True):
    """A feed document, read: its entries and what was wrong with it.

    `dropped` holds one reason per item that was left out; `truncated` tells that the document ends early, so validators
    must not advance; `sitemaps` are the children of a sitemap index, newest first.
    """

    entries: tuple[Entry, ...]
    kind: Kind
    encoding: str
    title: str = ""
    dropped: tuple[str, ...] = ()
    truncated: bool = False
    hints: Hints = Hints()
    notes: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
