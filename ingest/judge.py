"""feedparser's reading of a document as this project's raw records: the fallback for what the fast reader declines, and
the judge it is measured against. feedparser's own dates are left out; the strings are read by `ingest.dates`.
"""

from __future__ import annotations

from typing import Any

import feedparser

from ingest.reading import MAX_ENTRIES, Kind, RawDocument, RawItem

#: feedparser takes seconds for a hostile megabyte; larger documents that the fast reader can't read are given up.
MAX_BYTES = 1_000_000


def judge(text: str) -> RawDocument | None:
    """What feedparser reads in safe XML text; None when it finds neither items nor a known version."""
    body = text.encode("utf-8", "ignore")
    if len(body) > MAX_BYTES:
        return None
    try:
        found = feedparser.parse(body, response_headers={"content-type": "application/xml; charset=utf-8"})
    except (
        Exception
    ):  # feedparser 6 raises assorted errors on damaged markup (KeyError, AttributeError, RecursionError)
        return None
    if not found.entries and not found.get("version"):
        return None
    version = str(found.get("version") or "")
    kind: Kind = "atom" if version.startswith("atom") else "rdf" if version in ("rss10", "rss090") else "rss"
    feed = found.feed
    document = RawDocument(kind=kind, items=[], dropped=[], notes=["read by feedparser"])
    document.title = str(feed.get("title") or "")
    document.link = feed.get("link")
    document.language = feed.get("language")
    document.items = [_item(entry, position) for position, entry in enumerate(found.entries[:MAX_ENTRIES])]
    return document


def _item(entry: Any, position: int) -> RawItem:
    contents = entry.get("content") or []
    content = next((str(part.get("value") or "") for part in contents), "")
    dates = (entry.get("published"), entry.get("updated"), entry.get("created"))
    return RawItem(
        guid=entry.get("id") or None,
        link=entry.get("link") or None,
        title=str(entry.get("title") or ""),
        summary=str(entry.get("summary") or ""),
        content=content,
        author=entry.get("author") or None,
        dates=tuple(raw for raw in dates if isinstance(raw, str) and raw),
        permalink=bool(entry.get("guidislink")),
        position=position,
    )
