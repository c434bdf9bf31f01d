"""GDELT DOC 2.0 article lists (`mode=artlist&format=json`) as a raw document.

GDELT allows one call per five seconds and answers plain English when a query is refused; its `seendate` is when its
crawler saw the page, in UTC, which is the nearest thing to a publication time it tells.
"""

from __future__ import annotations

from typing import Any

from ingest.links import web_link
from ingest.reading import MAX_ENTRIES, RawDocument, RawItem

#: The languages that GDELT names in English, as ISO 639-1.
LANGUAGES = {"english": "en", "russian": "ru", "chinese": "zh"}


def is_gdelt(value: object) -> bool:
    """Whether decoded JSON is an article list; a query without hits answers an empty object."""
    return isinstance(value, dict) and isinstance(value.get("articles"), list)


def read_gdelt(value: dict[str, Any]) -> RawDocument:
    """Articles of a decoded list; those without a web address are dropped with a reason."""
    document = RawDocument(kind="gdelt", title="GDELT", items=[], dropped=[], notes=[])
    articles: list[object] = value.get("articles", [])
    if len(articles) > MAX_ENTRIES:
        document.notes.append(f"{len(articles) - MAX_ENTRIES} of {len(articles)} articles not read: over the cap")
    for position, article in enumerate(articles[:MAX_ENTRIES]):
        if not isinstance(article, dict):
            document.dropped.append(f"item {position + 1}: not an object")
            continue
        url = article.get("url")
        link = web_link(url) if isinstance(url, str) else None
        if link is None:
            document.dropped.append(f"item {position + 1}: no web address")
            continue
        title, seen, language = article.get("title"), article.get("seendate"), article.get("language")
        document.items.append(
            RawItem(
                link=link,
                title=title if isinstance(title, str) else "",
                dates=(seen,) if isinstance(seen, str) and seen else (),
                language=LANGUAGES.get(language.lower()) if isinstance(language, str) else None,
                position=position,
            )
        )
    return document
