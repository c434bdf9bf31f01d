"""JSON Feed 1.0 and 1.1 (jsonfeed.org) as a raw document."""

from __future__ import annotations

import html
from typing import Any

from ingest.reading import MAX_ENTRIES, RawDocument, RawItem


def is_json_feed(value: object) -> bool:
    """Whether decoded JSON is a JSON Feed: its version says so, or it has a list of items and a title or home page."""
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        return False
    version = value.get("version")
    return (isinstance(version, str) and "jsonfeed.org" in version) or bool(value.keys() & {"title", "home_page_url"})


def read_json_feed(value: dict[str, Any]) -> RawDocument:
    """Items of a decoded JSON Feed; those that are no objects are dropped with a reason."""
    document = RawDocument(kind="json", items=[], dropped=[], notes=[])
    document.title = _text(value.get("title"))
    document.link = _text(value.get("home_page_url")) or None
    document.language = _text(value.get("language")) or None
    items: list[object] = value["items"]
    if len(items) > MAX_ENTRIES:
        document.notes.append(f"{len(items) - MAX_ENTRIES} of {len(items)} items not read: over the cap")
    for position, entry in enumerate(items[:MAX_ENTRIES]):
        if not isinstance(entry, dict):
            document.dropped.append(f"item {position + 1}: not an object")
            continue
        document.items.append(_item(entry, position))
    return document


def _item(entry: dict[str, Any], position: int) -> RawItem:
    content = _text(entry.get("content_html"))
    if not content and (plain := _text(entry.get("content_text"))):
        content = html.escape(plain, quote=False)
    dates = (_text(entry.get("date_published")), _text(entry.get("date_modified")))
    return RawItem(
        guid=_text(entry.get("id")) or None,
        link=_text(entry.get("url")) or _text(entry.get("external_url")) or None,
        title=_text(entry.get("title")),
        summary=html.escape(_text(entry.get("summary")), quote=False),
        content=content,
        author=_author(entry),
        dates=tuple(raw for raw in dates if raw),
        language=_text(entry.get("language")) or None,
        position=position,
    )


def _text(value: object) -> str:
    """A string or number as text; anything else is as good as absent (ids may be numbers by the specification)."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def _author(entry: dict[str, Any]) -> str | None:
    authors = entry.get("authors")
    candidates = authors if isinstance(authors, list) else [entry.get("author")]
    names = [_text(author.get("name")) for author in candidates if isinstance(author, dict)]
    return ", ".join(name for name in names if name) or None
