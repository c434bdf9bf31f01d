"""The key of an article: its canonical URL, and where there is none its entry."""

from __future__ import annotations

import hashlib

from ingest.records import Entry


def article_id(entry: Entry) -> str:
    """16 hexadecimal digits; two feeds that carry one link give one article."""
    return key(entry.canonical_url or entry.url or f"entry:{entry.entry_id}")


def key(text: str) -> str:
    """A short stable key of any text."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
