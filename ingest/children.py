"""Follows a sitemap index to the sitemaps it lists: breadth first, capped, no circle twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from ingest.errors import FetchError, NotAFeed
from ingest.reading import FeedReading
from ingest.records import Entry
from ingest.sitemap import unseen


@dataclass
class Gathered:
    """What the sitemaps under an index hold; `lost` when one could not be read, so that nothing is taken as final."""

    entries: list[Entry] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lost: bool = False


async def gather_children(
    index: FeedReading, url: str, read: Callable[[str], Awaitable[FeedReading]], *, limit: int
) -> Gathered:
    """Entries of the sitemaps below `index`, which lies at `url`; `read` fetches and reads one of them."""
    seen = {url}
    wanted, circles = unseen(index.sitemaps, seen)
    queue = deque(wanted)
    found = Gathered(list(index.entries), list(index.dropped), list(index.notes))
    for _ in range(limit):
        if not queue:
            break
        child = queue.popleft()
        try:
            reading = await read(child)
        except (FetchError, NotAFeed) as error:
            found.notes.append(f"sitemap not read: {error}")
            found.lost = True
            continue
        found.entries.extend(reading.entries)
        found.dropped.extend(reading.dropped)
        found.lost |= reading.truncated
        more, back = unseen(reading.sitemaps, seen)
        queue.extend(more)
        circles += back
    if circles:
        found.notes.append(f"{circles} links between sitemaps point in circles")
    if queue:
        found.notes.append(f"{len(queue)} sitemaps not followed: over the cap of {limit} a poll")
    return found
