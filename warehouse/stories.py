"""Groups articles into stories: which tell the same news, in one language or several.

Copies and rewrites share whole sentences; across languages, two articles are one story when they report the same
agreement as news within a few days.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

import msgspec

#: Sentences kept as an article's print, the smallest hashes first: the same ones from every copy.
PRINT_SIZE = 12
#: Share of the shorter print that two articles must have in common.
SHARED = 0.5
WINDOW = timedelta(days=5)
_SENTENCE = re.compile(r"[.!?。！？\n]+")
_NOISE = re.compile(r"[\W_]+")


class Print(msgspec.Struct, frozen=True, kw_only=True):
    """What an article is recognised by: hashes of its sentences."""

    article_id: str
    published_at: datetime
    hashes: tuple[int, ...]


class HeldPrint(msgspec.Struct, frozen=True, kw_only=True):
    """A print in the warehouse, with the story it belongs to."""

    story_id: str
    article_id: str
    published_at: datetime
    hashes: tuple[int, ...]


def fingerprint(article_id: str, published_at: datetime, title: str, text: str) -> Print:
    """The print of an article; short sentences ("Read also") say nothing and are left out."""
    hashes = set()
    for sentence in (title, *_SENTENCE.split(text)):
        folded = _NOISE.sub("", sentence.casefold())
        if len(folded.encode()) >= 30:
            hashes.add(int.from_bytes(blake2b(folded.encode(), digest_size=8).digest(), "big", signed=True))
    return Print(article_id=article_id, published_at=published_at, hashes=tuple(sorted(hashes)[:PRINT_SIZE]))


def same_story(ours: Print, held: Mapping[int, Sequence[HeldPrint]]) -> str | None:
    """The story of the article that shares most of this one's sentences, if enough of them."""
    shared: Counter[str] = Counter()
    prints: dict[str, HeldPrint] = {}
    for value in ours.hashes:
        for other in held.get(value, ()):
            if abs(other.published_at - ours.published_at) <= WINDOW:
                shared[other.article_id] += 1
                prints[other.article_id] = other
    for article, count in shared.most_common(3):
        if count >= SHARED * min(len(ours.hashes), len(prints[article].hashes)):
            return prints[article].story_id
    return None


def story_id(number: int) -> str:
    """`S` and the running number."""
    return f"S{number:07d}"
