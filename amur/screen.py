"""Keep or drop each new entry on its title and summary, before anything is spent on its page."""

from __future__ import annotations

from pathlib import Path

import msgspec

from amur import batch
from amur.followed import Followed
from amur.identity import article_id
from amur.records import ScreenedEntry
from amur.settings import Settings
from ingest.records import Entry, Feed
from transform.screening.screen import glance
from warehouse.pending import Pending


def screen(shard: Path, settings: Settings) -> list[ScreenedEntry]:
    """Screen the shard's entries; returns each with its verdict and reasons, also kept in the shard."""
    path = shard / "screened.jsonl.gz"
    with batch.held([shard]):
        if not path.exists():
            batch.write(path, _capped(_judged(shard, settings), settings.max_pages))
    return list(batch.read(path, ScreenedEntry))


def _judged(shard: Path, settings: Settings) -> list[ScreenedEntry]:
    feeds = {feed.id: feed for feed in batch.read(shard.parent / "feeds.jsonl.gz", Feed)}
    place = {feed: number for number, feed in enumerate(feeds)}
    # Of the feeds that bring one article the first of the file has it, whichever answered first.
    entries = sorted(batch.read(shard / "entries.jsonl.gz", Entry), key=lambda entry: place[entry.feed_id])
    fresh = {entry.entry_id for entry in entries}
    left = {item.entry.entry_id: item for item in batch.read(shard / "left.jsonl.gz", Pending)}
    entries = [item.entry for key, item in left.items() if key not in fresh] + entries
    known, followed = _register(settings, entries)
    screened: list[ScreenedEntry] = []
    taken: set[str] = set()
    for entry in entries:
        feed = feeds[entry.feed_id]
        tries = left[entry.entry_id].tries if entry.entry_id in left else 0
        verdict, reasons = _verdict(entry, set() if entry.entry_id in left else known, taken, followed)
        screened.append(
            ScreenedEntry(
                entry=entry,
                publisher=feed.publisher,
                country=feed.country,
                content=feed.content,
                timezone=feed.timezone,
                verdict=verdict,
                reasons=reasons,
                tries=tries,
            )
        )
    return screened


def _verdict(entry: Entry, known: set[str], taken: set[str], followed: Followed) -> tuple[str, tuple[str, ...]]:
    if not entry.changed and entry.entry_id in known:
        return "known", ("seen in an earlier run",)
    summary = entry.summary or entry.content[:2000]
    seen = glance(entry.title, summary, entry.language)
    reasons = seen.reasons
    if not seen.relevant:
        agreement = followed.names(entry.title, summary, entry.language)
        if agreement is None:
            return "drop", reasons
        reasons = (f"names a firm of agreement {agreement}",)
    article = article_id(entry)
    if article in taken or (not entry.changed and article in known):
        return "known", ("another feed brought the same article",)
    taken.add(article)
    return "keep", reasons


def _capped(screened: list[ScreenedEntry], most: int) -> list[ScreenedEntry]:
    """Defer, never lose: what is over the cap stays unread and comes first in a later run."""
    kept = 0
    result = []
    for item in screened:
        if item.verdict == "keep" and item.content == "page":
            kept += 1
            if kept > most:
                item = msgspec.structs.replace(item, verdict="later", reasons=("over this run's cap of pages",))
        result.append(item)
    return result


def _register(settings: Settings, entries: list[Entry]) -> tuple[set[str], Followed]:
    """What the snapshot knows: the entries and articles that were dealt with or purged, and the deals to listen for."""
    from warehouse.readers.publish import open_snapshot
    from warehouse.states import known_articles, known_entries, told_firms

    if not entries or not settings.snapshot.exists():
        return set(), Followed(())
    with open_snapshot(settings.snapshot) as connection:
        known = known_entries(connection, [entry.entry_id for entry in entries])
        known |= known_articles(connection, [article_id(entry) for entry in entries])
        return known, Followed(told_firms(connection))
