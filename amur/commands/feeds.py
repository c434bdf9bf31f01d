"""`amur feeds`: the registry, checked, imported, exported."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from rich.table import Table

from amur.commands.terminal import terminal
from amur.errors import Refusal
from amur.poll import fetch_settings
from amur.settings import Settings
from ingest.check import FeedCheck, check_feeds
from ingest.feeds import parse_feeds, read_feeds
from ingest.fetch import Fetcher
from ingest.opml import export_opml as opml_of
from ingest.opml import feeds_toml
from ingest.opml import import_opml as feeds_of
from ingest.records import Feed

LAST = "SELECT feed_id, last_outcome, last_polled_at, next_poll_at, failures, last_error FROM feed_health"


def list_feeds(settings: Settings) -> int:
    """Print the registered feeds with their last poll."""
    from warehouse.readers.query import run_query

    last = {}
    if settings.snapshot.exists():
        last = {row[0]: row[1:] for row in run_query(settings.snapshot, LAST).rows}
    table = Table("feed", "publisher", "language", "kind", "last poll", "outcome", "next poll", "remark")
    for feed in read_feeds(settings.feeds):
        outcome, polled, due, failures, error = last.get(feed.id, (None, None, None, 0, None))
        remark = f"{failures} failures: {error}" if failures else feed.note
        cells = (str(cell or "")[:16] for cell in (polled, outcome, due))
        table.add_row(feed.id, feed.publisher, feed.language, feed.kind, *cells, remark)
    terminal().print(table)
    return 0


def check(settings: Settings, only: list[str]) -> int:
    """Try each feed; exit status 1 where one can't be read."""
    feeds = read_feeds(settings.feeds)
    unknown = set(only) - {feed.id for feed in feeds}
    if unknown:
        raise Refusal(f"{settings.feeds}: no feed {', '.join(sorted(unknown))}; `amur feeds list` shows the ids")
    chosen = [feed for feed in feeds if not only or feed.id in only]
    checks = asyncio.run(_check(chosen, settings))
    table = Table("feed", "reachable", "kind", "encoding", "items", "newest", "GUIDs", "robots", "what to fix")
    for found in sorted(checks, key=lambda found: (found.reachable, found.feed_id)):
        table.add_row(
            found.feed_id,
            "yes" if found.reachable else "no",
            found.kind or "",
            found.encoding or "",
            str(found.items),
            age(found.newest_age_s),
            found.guid_quality or "",
            found.robots or "",
            "; ".join(found.advice),
        )
    terminal().print(table)
    return 0 if all(found.reachable for found in checks) else 1


async def _check(feeds: list[Feed], settings: Settings) -> list[FeedCheck]:
    async with Fetcher(fetch_settings(settings)) as fetcher:
        found = []
        async for one in check_feeds(feeds, fetcher):
            found.append(one)
            print(f"{len(found)}/{len(feeds)} {one.feed_id}", file=sys.stderr)
        return found


def age(seconds: float | None) -> str:
    """An age in the largest unit that fits: "3 h", "12 d"."""
    if seconds is None:
        return ""
    for size, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} s"


def import_opml(settings: Settings, opml: Path, *, write: bool) -> int:
    """Show, or append to the feeds file, what an OPML file adds."""
    known = read_feeds(settings.feeds) if settings.feeds.exists() else ()
    added, remarks = feeds_of(opml, known)
    for remark in remarks:
        print(f"# {remark}", file=sys.stderr)
    if not added:
        print("# nothing new in it", file=sys.stderr)
        return 0
    text = feeds_toml(added)
    if not write:
        sys.stdout.write(text)
        print(f"# nothing written; --write appends this to {settings.feeds}", file=sys.stderr)
        return 0
    before = settings.feeds.read_text(encoding="utf-8-sig") + "\n" if known else ""
    parse_feeds(before + text, settings.feeds)  # refuse before the file is touched
    settings.feeds.write_text(before + text, encoding="utf-8")
    return 0


def export_opml(settings: Settings, file: Path | None = None) -> int:
    """Print the feeds as OPML, or write them to a file; 2 where it can't be written."""
    opml = opml_of(read_feeds(settings.feeds))
    if file is None:
        sys.stdout.write(opml.decode())
        return 0
    try:
        file.write_bytes(opml)
    except OSError as problem:
        print(f"amur: {file}: can't be written: {problem.strerror}", file=sys.stderr)
        return 2
    return 0
