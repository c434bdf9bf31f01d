"""What a feed's document says beside the one before: what was missed, how fast news comes, what to remember."""

from __future__ import annotations

from datetime import datetime

from ingest.attempt import Attempt, Document, PollSettings
from ingest.plan import moment, stamp
from ingest.records import Entry, FeedState


def missed_estimate(attempt: Attempt, document: Document, new: int) -> int:
    """How many entries probably came and went unseen; 0 where this document overlaps the last one.

    With dates: the gap between the newest entry known and the oldest one now, in mean distances of this
    document. Without: the smoothed rate times the hours since. At least 1, since without overlap one can't know.
    """
    before = attempt.state
    last = before.window[: before.window_size]
    if not last or not document.entries:
        return 0
    ids, hashes = {entry_id for entry_id, _ in last}, {content_hash for _, content_hash in last}
    if any(entry.entry_id in ids or entry.content_hash in hashes for entry in document.entries):
        return 0
    dates = sorted(at for entry in document.entries if (at := told_date(entry)))
    newest_known = moment(before.newest_published_at)
    if newest_known and len(dates) >= 3 and dates[-1] > dates[0]:
        distance_s = (dates[-1] - dates[0]).total_seconds() / (len(dates) - 1)
        return max(1, round((dates[0] - newest_known).total_seconds() / distance_s) - 1)
    since = moment(before.last_ok_at)
    if before.new_per_hour and since:
        hours = max(0.0, (attempt.now - since).total_seconds() / 3600)
        return max(1, round(before.new_per_hour * hours) - new)
    return 1


def remembered_window(
    entries: tuple[Entry, ...], before: FeedState, deferred: set[str], settings: PollSettings
) -> tuple[tuple[str, str], ...]:
    """(entry id, content hash) of this document's entries but the deferred, then of those that left it, capped."""
    now = {entry.entry_id: entry.content_hash for entry in entries if entry.entry_id not in deferred}
    room = max(settings.min_memory, settings.memory * len(now))
    gone = [pair for pair in before.window if pair[0] not in now]
    return (*now.items(), *gone)[:room]


def rate_of(entries: tuple[Entry, ...]) -> float | None:
    """Entries an hour by the dates of one document."""
    dates = sorted(at for entry in entries if (at := told_date(entry)))
    if len(dates) < 3 or dates[-1] == dates[0]:
        return None
    return (len(dates) - 1) / ((dates[-1] - dates[0]).total_seconds() / 3600)


def newest_date(entries: tuple[Entry, ...]) -> str | None:
    """The newest date that the feed itself told."""
    dates = [at for entry in entries if (at := told_date(entry))]
    return stamp(max(dates)) if dates else None


def told_date(entry: Entry) -> datetime | None:
    """The entry's date where the feed told it; our own fetch time is no evidence."""
    return moment(entry.published_at) if entry.published_source in ("feed", "feed_local") else None
