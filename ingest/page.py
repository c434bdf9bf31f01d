"""From the bytes of an article page to its text, title, date, author, language and own address."""

from __future__ import annotations

import trafilatura

from ingest.encoding import decode
from ingest.links import canonical, web_link
from ingest.records import Page


def read_page(body: bytes, *, content_type: str | None, url: str, language: str | None = None) -> Page:
    """What the page says of itself; `Page.kind` tells when it is no article. Never raises on bad bytes."""
    if content_type and not any(word in content_type.lower() for word in ("html", "xml", "text/plain")):
        return Page(url=url, canonical_url=canonical(url), title="", text="", kind="not_html")
    text = decode(body, content_type, language=language).text
    try:
        found = trafilatura.bare_extraction(text, url=url, with_metadata=True, include_comments=False, fast=True)
    except Exception:  # lxml raises assorted errors on damaged markup
        found = None
    if found is None or not (found.text or "").strip():
        return Page(url=url, canonical_url=canonical(url), title="", text="", kind="empty")
    own = web_link(found.url, url) or url
    return Page(
        url=url,
        canonical_url=canonical(own),
        title=found.title or "",
        text="\n\n".join(line.strip() for line in found.text.split("\n") if line.strip()),
        author=found.author,
        language=found.language or language,
        published_at=found.date,
    )
