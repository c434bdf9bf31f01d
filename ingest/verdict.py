"""What a poll's answer means: outcome, what is new, and what to remember. Pure: no network, no clock.

Soft failures pass by themselves (timeouts, 5xx, a captcha), hard ones need someone to act (404, a forbidden
address); neither is for good, since every feed is probed again at growing intervals.
"""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec

from ingest import trust
from ingest.address import redact
from ingest.attempt import Attempt, Document, PollResult, PollSettings
from ingest.identity import remember
from ingest.overlap import missed_estimate, newest_date, rate_of, remembered_window
from ingest.plan import jittered, learned_interval, moment, retry_delay, stamp
from ingest.records import Entry, FeedState, Outcome, Poll

replace = msgspec.structs.replace
#: Readers tell which item was dropped; reasons are counted without that.
_ITEM = re.compile(r"^item \d+: ")


def failed(attempt: Attempt, reason: str, *, hard: bool = False, wait_s: float | None = None) -> PollResult:
    """A failure: validators are dropped, so that one kept from an error page can't hide the feed's return."""
    state, settings = attempt.state, attempt.settings
    failures = state.failures + 1
    delay_s = retry_delay(attempt.feed, failures, settings.plan, hard=hard)
    state, told = _distrusted(state, failures, settings)
    state = replace(state, failures=failures, etag=None, last_modified=None, body_hash=None)
    return _close(attempt, state, "hard_failure" if hard else "soft_failure",
                  delay_s=max(delay_s, wait_s or 0.0), error=reason, notes=attempt.notes + told)  # fmt: skip


def _distrusted(state: FeedState, disappointed: int, settings: PollSettings) -> tuple[FeedState, tuple[str, ...]]:
    """Back to the declared URL where the one it moved to failed, or was empty, so many times in a row; a note of it."""
    if not state.url or disappointed < settings.distrust_move_after:
        return state, ()
    note = f"gives up the moved URL {redact(state.url)}: back to the declared one"
    return replace(state, url=None, moved_seen=0), (note,)


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
    state, told = trust.judged(attempt, _succeeded(attempt, new=0), None)
    state = replace(state, etag=etag, last_modified=last_modified, polls_since_full=0)
    return _finish_success(attempt, state, "unchanged", notes=(*attempt.notes, *told), seen=state.window_size)


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
    partial = bool(document.truncated or deferred)
    state = _succeeded(attempt, new=None if partial else new, entries=document.entries)
    state, told = trust.judged(attempt, state, trust.false_304(attempt, document, fresh) if new else None)
    notes += told
    state = replace(
        state,
        backlog=partial and _is_first(attempt),
        etag=None if partial else document.etag,
        last_modified=None if partial else document.last_modified,
        body_hash=None if partial else document.body_hash,
        window=remembered_window(document.entries, before, deferred, settings),
        window_size=len({entry.entry_id for entry in document.entries} - deferred),
        newest_published_at=newest_date(document.entries) or before.newest_published_at,
        identity=document.identity,
        evidence=remember(document.entries, before),
        hint_s=document.hint_s,
        polls_since_full=0,
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


def _empty(attempt: Attempt, document: Document) -> PollResult:
    before, settings = attempt.state, attempt.settings
    seen = before.empty_seen + 1
    had = bool(before.window)
    # No validators from an empty document: a "not modified" on it would hide the feed's return.
    state = replace(
        _succeeded(attempt, new=0), empty_seen=seen, etag=None, last_modified=None, body_hash=None, polls_since_full=0
    )
    state, told = _distrusted(state, seen, settings)
    note = f"empty, {seen} times in a row" + ("" if had else "; never had entries")
    alarm = had and seen >= settings.empty_alarm
    error = f"the feed is empty, {seen} times in a row, and used to have entries" if alarm else None
    result = _finish_success(attempt, state, "soft_failure" if alarm else "ok", notes=(*attempt.notes, note, *told))
    return PollResult(poll=replace(result.poll, error=error))


def _succeeded(attempt: Attempt, *, new: int | None, entries: tuple[Entry, ...] = ()) -> FeedState:
    """The state after any answer that held: failures forgotten, the rate of news updated (`new` None: unknown)."""
    before = attempt.state
    rate = before.new_per_hour
    since = moment(before.last_ok_at)
    if before.first_polled_at is None:
        rate = rate_of(entries)
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
    if (doubt := trust.told(state, attempt.now, attempt.settings)) and not any(n.startswith("lied") for n in notes):
        notes += (doubt,)
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
    if error:  # never sooner than that, and all the same not all at once
        spread_s = delay_s + abs(spread_s - delay_s)
    at = stamp(attempt.now)
    state = replace(
        state,
        polls=state.polls + 1,
        last_polled_at=at,
        next_poll_at=stamp(attempt.now + timedelta(seconds=spread_s)),
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
        first_poll=_is_first(attempt),
        state=state,
    )
    return PollResult(poll=poll)


def _is_first(attempt: Attempt) -> bool:
    """Is this the first poll, or does it fetch what that one left? A feed that is never whole has news after a day."""
    since = moment(attempt.state.first_polled_at)
    return since is None or (attempt.state.backlog and attempt.now - since < timedelta(days=1))


def _counted(reasons: tuple[str, ...]) -> list[str]:
    counts: dict[str, int] = {}
    for text in reasons:
        reason = _ITEM.sub("", text)
        counts[reason] = counts.get(reason, 0) + 1
    return [f"dropped {count}: {reason}" for reason, count in counts.items()]
