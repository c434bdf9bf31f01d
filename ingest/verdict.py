"""What a poll's answer means: outcome, what is new, and what to remember. Pure: no network, no clock.

Soft failures pass by themselves (timeouts, 5xx, a captcha), hard ones need someone to act (404, a forbidden
address); neither is for good, since every feed is probed again at growing intervals.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from ingest.identity import remember
from ingest.plan import PlanSettings, jittered, learned_interval, moment, retry_delay, stamp
from ingest.records import Entry, Feed, FeedState, Outcome, Poll

replace = msgspec.structs.replace
#: Readers tell which item was dropped; reasons are counted without that.
_ITEM = re.compile(r"^item \d+: ")


class PollSettings(msgspec.Struct, frozen=True, kw_only=True):
    """When a feed is called stale, empty, lying or moved. `max_entries` a poll; the rest waits for the next one."""

    plan: PlanSettings = PlanSettings()
    max_entries: int = 1000
    max_sitemaps: int = 10
    stale_days: int = 14
    empty_alarm: int = 3
    #: after so many answers "not modified" in a row, one fetch without validators checks that they were true
    audit_every: int = 12
    moved_after: int = 3
    #: a moved feed's new URL is given up after so many failures there
    distrust_move_after: int = 3
    #: entries that have left the feed are remembered, up to so many documents' worth
    memory: int = 3
    min_memory: int = 60


class PollResult(msgspec.Struct, frozen=True, kw_only=True):
    """A poll and its new and changed entries, in the order of the document."""

    poll: Poll
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One poll under way: what was known before, and when and how it was asked."""

    feed: Feed
    state: FeedState
    now: datetime
    settings: PollSettings
    rng: random.Random
    elapsed_ms: int = 0
    http_status: int | None = None
    bytes: int = 0
    #: this poll sent no validators although it had some, to see whether "not modified" was true
    audit: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """A feed document read and identified: `etag` and `last_modified` as its answer gave them."""

    entries: tuple[Entry, ...]
    dropped: tuple[str, ...] = ()
    truncated: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    identity: str = "guid"
    hint_s: int | None = None
    notes: tuple[str, ...] = ()


def fresh_state(feed: Feed, state: FeedState | None) -> FeedState:
    """The state to poll with; validators and URL learned under another declared URL are dropped."""
    if state is None:
        return FeedState(feed_id=feed.id, declared_url=feed.url)
    if state.declared_url not in (None, feed.url):
        return replace(
            state, declared_url=feed.url, url=None, moved_to=None, moved_seen=0, etag=None, last_modified=None,
            body_hash=None, failures=0, lied_304=0,
        )  # fmt: skip
    return replace(state, declared_url=feed.url)


def wants_audit(state: FeedState, settings: PollSettings) -> bool:
    return bool(state.etag or state.last_modified) and state.polls_since_full >= settings.audit_every


def failed(attempt: Attempt, reason: str, *, hard: bool = False, wait_s: float | None = None) -> PollResult:
    """A failure: validators are dropped, so that one kept from an error page can't hide the feed's return."""
    state, settings = attempt.state, attempt.settings
    failures = state.failures + 1
    delay_s = retry_delay(attempt.feed, failures, settings.plan, hard=hard)
    notes = attempt.notes
    url = state.url
    if url and failures >= settings.distrust_move_after:
        notes += (f"gives up the moved URL {url}: back to the declared one",)
        url = None
    state = replace(
        state, failures=failures, etag=None, last_modified=None, body_hash=None, url=url,
        moved_seen=state.moved_seen if url else 0,
    )  # fmt: skip
    return _close(attempt, state, "hard_failure" if hard else "soft_failure",
                  delay_s=max(delay_s, wait_s or 0.0), error=reason, notes=notes)  # fmt: skip


def skipped(attempt: Attempt, reason: str, *, wait_s: float) -> PollResult:
    """Nothing was sent or nothing taken; the feed's standing is unchanged."""
    return _close(attempt, attempt.state, "skipped", delay_s=wait_s, error=reason, notes=attempt.notes)


def not_modified(attempt: Attempt, *, etag: str | None, last_modified: str | None) -> PollResult:
    """304: new validators are kept (RFC 9110 15.4.5), the rate of news decays."""
    state = _succeeded(attempt, new=0)
    state = replace(
        state,
        etag=etag or state.etag,
        last_modified=last_modified or state.last_modified,
        polls_since_full=state.polls_since_full + 1,
    )
    return _finish_success(attempt, state, "not_modified", notes=attempt.notes)


def same_body(attempt: Attempt, *, etag: str | None, last_modified: str | None) -> PollResult:
    """200 with the bytes we know already."""
    state = _succeeded(attempt, new=0)
    state = replace(state, etag=etag, last_modified=last_modified, polls_since_full=0)
    return _finish_success(attempt, state, "unchanged", notes=attempt.notes, seen=state.window_size)


def read(attempt: Attempt, document: Document) -> PollResult:
    """200 with a feed document: what in it is new, changed, missing."""
    before, settings = attempt.state, attempt.settings
    notes = [*attempt.notes, *document.notes]
    if not document.entries and not document.dropped:
        return _empty(attempt, document)
    known = dict(before.window)
    fresh: list[Entry] = []
    for entry in document.entries:
        if entry.entry_id not in known:
            fresh.append(entry)
        elif known[entry.entry_id] != entry.content_hash:
            fresh.append(replace(entry, changed=True))
    deferred: set[str] = set()
    if len(fresh) > settings.max_entries:
        # The foot of the document goes first: those entries leave the feed soonest.
        deferred = {entry.entry_id for entry in fresh[: -settings.max_entries]}
        fresh = fresh[-settings.max_entries :]
        notes.append(f"deferred: {len(deferred)} entries over the cap wait for the next poll")
    new = sum(not entry.changed for entry in fresh)
    first = before.first_polled_at is None
    missed = 0 if first or document.truncated else missed_estimate(attempt, document, new)
    if missed:
        notes.append(f"no overlap with the last poll: about {missed} entries missed")
    if document.truncated:
        notes.append(f"truncated: {document.truncated}; complete entries kept")
    notes += _counted(document.dropped)
    lied = before.lied_304
    if attempt.audit and new and (proof := false_304(attempt, document, fresh)):
        lied += 1
        notes.append(f"lied: said not modified although {proof}; no more conditional requests")
    partial = bool(document.truncated or deferred)
    state = _succeeded(attempt, new=None if partial else new, entries=document.entries)
    state = replace(
        state,
        etag=None if partial else document.etag,
        last_modified=None if partial else document.last_modified,
        body_hash=None if partial else document.body_hash,
        window=_window(document.entries, before, deferred, settings),
        window_size=len({entry.entry_id for entry in document.entries} - deferred),
        newest_published_at=_newest(document.entries) or before.newest_published_at,
        identity=document.identity,
        evidence=remember(document.entries, before),
        hint_s=document.hint_s,
        polls_since_full=0,
        lied_304=lied,
        empty_seen=0,
    )
    result = _finish_success(
        attempt, state, "ok" if fresh else "unchanged", notes=tuple(notes), seen=len(document.entries),
        missed=missed, hurry=bool(deferred),
    )  # fmt: skip
    poll = replace(
        result.poll, entries_new=new, entries_changed=len(fresh) - new, entries_dropped=len(document.dropped)
    )
    return PollResult(poll=poll, entries=tuple(fresh))


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
    dates = sorted(at for entry in document.entries if (at := _told_date(entry)))
    newest_known = moment(before.newest_published_at)
    if newest_known and len(dates) >= 3 and dates[-1] > dates[0]:
        distance_s = (dates[-1] - dates[0]).total_seconds() / (len(dates) - 1)
        return max(1, round((dates[0] - newest_known).total_seconds() / distance_s) - 1)
    since = moment(before.last_ok_at)
    if before.new_per_hour and since:
        hours = max(0.0, (attempt.now - since).total_seconds() / 3600)
        return max(1, round(before.new_per_hour * hours) - new)
    return 1


def false_304(attempt: Attempt, document: Document, fresh: list[Entry]) -> str | None:
    """Evidence that "not modified" was untrue: validators that did not change, or news older than the last 304."""
    before = attempt.state
    if before.etag and document.etag == before.etag:
        return "the same ETag now covers other entries"
    if not before.etag and before.last_modified and document.last_modified == before.last_modified:
        return "the same Last-Modified now covers other entries"
    asked = moment(before.last_polled_at)
    if asked is None or before.polls_since_full < 2:
        return None
    # An hour older at least: editors backdate by minutes, and a cache may answer for a quarter of an hour.
    bound = asked - timedelta(hours=1)
    old = [entry for entry in fresh if not entry.changed and (at := _told_date(entry)) and at < bound]
    if old:
        return f"{len(old)} entries are older than that answer"
    return None


def _empty(attempt: Attempt, document: Document) -> PollResult:
    before, settings = attempt.state, attempt.settings
    seen = before.empty_seen + 1
    had = bool(before.window)
    # No validators from an empty document: a "not modified" on it would hide the feed's return.
    state = replace(
        _succeeded(attempt, new=0), empty_seen=seen, etag=None, last_modified=None, body_hash=None, polls_since_full=0
    )
    note = f"empty, {seen} times in a row" + ("" if had else "; never had entries")
    alarm = had and seen >= settings.empty_alarm
    error = f"the feed is empty, {seen} times in a row, and used to have entries" if alarm else None
    result = _finish_success(attempt, state, "soft_failure" if alarm else "ok", notes=(*attempt.notes, note))
    return PollResult(poll=replace(result.poll, error=error))


def _window(
    entries: tuple[Entry, ...], before: FeedState, deferred: set[str], settings: PollSettings
) -> tuple[tuple[str, str], ...]:
    now = {entry.entry_id: entry.content_hash for entry in entries if entry.entry_id not in deferred}
    room = max(settings.min_memory, settings.memory * len(now))
    gone = [pair for pair in before.window if pair[0] not in now]
    return (*now.items(), *gone)[:room]


def _succeeded(attempt: Attempt, *, new: int | None, entries: tuple[Entry, ...] = ()) -> FeedState:
    """The state after any answer that held: failures forgotten, the rate of news updated (`new` None: unknown)."""
    before = attempt.state
    rate = before.new_per_hour
    since = moment(before.last_ok_at)
    if before.first_polled_at is None:
        rate = _rate_of(entries)
    elif new is not None and since and attempt.now > since:
        hours = (attempt.now - since).total_seconds() / 3600
        # Old knowledge weighs by time: a poll after a day says more than one after a minute.
        weight = min(0.5, hours / (hours + 12))
        sample = new / hours
        rate = sample if rate is None else rate + weight * (sample - rate)
    return replace(
        before,
        failures=0,
        first_polled_at=before.first_polled_at or stamp(attempt.now),
        last_ok_at=stamp(attempt.now),
        new_per_hour=rate,
    )


def _rate_of(entries: tuple[Entry, ...]) -> float | None:
    """Entries an hour by the dates of one document."""
    dates = sorted(at for entry in entries if (at := _told_date(entry)))
    if len(dates) < 3 or dates[-1] == dates[0]:
        return None
    return (len(dates) - 1) / ((dates[-1] - dates[0]).total_seconds() / 3600)


def _finish_success(
    attempt: Attempt,
    state: FeedState,
    outcome: Outcome,
    *,
    notes: tuple[str, ...],
    seen: int = 0,
    missed: int = 0,
    hurry: bool = False,
) -> PollResult:
    plan = attempt.settings.plan
    interval_s = learned_interval(attempt.feed, state, plan, missed=bool(missed))
    newest = moment(state.newest_published_at)
    if newest and attempt.now - newest > timedelta(days=attempt.settings.stale_days):
        notes += (f"stale: newest item {newest.date().isoformat()}",)
    if state.lied_304 and not any(note.startswith("lied") for note in notes):
        notes += ("downgraded: its 304 answers are not believed",)
    state = replace(state, interval_s=interval_s)
    delay_s = min(interval_s, plan.min_interval_s) if hurry else interval_s
    return _close(attempt, state, outcome, delay_s=delay_s, error=None, notes=notes, seen=seen, missed=missed)


def _close(
    attempt: Attempt,
    state: FeedState,
    outcome: Outcome,
    *,
    delay_s: float,
    error: str | None,
    notes: tuple[str, ...],
    seen: int = 0,
    missed: int = 0,
) -> PollResult:
    spread_s = jittered(delay_s, attempt.settings.plan, attempt.rng)
    at = stamp(attempt.now)
    state = replace(
        state,
        polls=state.polls + 1,
        last_polled_at=at,
        next_poll_at=stamp(attempt.now + timedelta(seconds=max(spread_s, delay_s if error else 0.0))),
    )
    poll = Poll(
        feed_id=attempt.feed.id,
        polled_at=at,
        outcome=outcome,
        http_status=attempt.http_status,
        bytes=attempt.bytes,
        entries_seen=seen,
        entries_missed=missed,
        elapsed_ms=attempt.elapsed_ms,
        error=error,
        notes=notes,
        first_poll=attempt.state.first_polled_at is None,
        state=state,
    )
    return PollResult(poll=poll)


def _newest(entries: tuple[Entry, ...]) -> str | None:
    dates = [at for entry in entries if (at := _told_date(entry))]
    return stamp(max(dates)) if dates else None


def _told_date(entry: Entry) -> datetime | None:
    """The entry's date where the feed told it; our own fetch time is no evidence."""
    return moment(entry.published_at) if entry.published_source in ("feed", "feed_local") else None


def _counted(reasons: tuple[str, ...]) -> list[str]:
    counts: dict[str, int] = {}
    for text in reasons:
        reason = _ITEM.sub("", text)
        counts[reason] = counts.get(reason, 0) + 1
    return [f"dropped {count}: {reason}" for reason, count in counts.items()]
