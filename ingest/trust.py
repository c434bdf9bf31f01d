"""Whether a feed's "not modified" is believed: audited from time to time, distrusted after a lie, on trial later.

A server that answers 304 though its feed changed (a cache that lost its ETag, a plugin that never renews one) hides
news for good. After a lie the feed is asked without validators for a week, twice as long after each further lie; then
its answers are tried again under close audit, and enough true ones clear its name.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from ingest.attempt import Attempt, Document, PollSettings
from ingest.overlap import told_date
from ingest.plan import moment, stamp
from ingest.records import Entry, FeedState

Standing = Literal["trusted", "on trial", "distrusted"]


def standing(state: FeedState, now: datetime, settings: PollSettings) -> Standing:
    """How far this feed's 304 answers are believed now."""
    if not state.lied_304:
        return "trusted"
    days = min(settings.distrust_days << min(state.lied_304 - 1, 10), settings.max_distrust_days)
    lied_at = moment(state.lied_at)
    # A lie in the future is one told before the clock stepped back: it has waited long enough.
    waits = lied_at is not None and lied_at <= now < lied_at + timedelta(days=days)
    return "distrusted" if waits else "on trial"


def wants_audit(state: FeedState, now: datetime, settings: PollSettings) -> bool:
    """Whether this poll should leave out the validators it has, to see if "not modified" was true."""
    every = settings.audit_every if standing(state, now, settings) == "trusted" else settings.audit_on_trial
    return bool(state.etag or state.last_modified) and state.polls_since_full >= every


def validators(state: FeedState) -> dict[str, str]:
    """The headers of a conditional request."""
    found = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in found.items() if value}


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
    old = [entry for entry in fresh if not entry.changed and (at := told_date(entry)) and at < bound]
    if old:
        return f"{len(old)} entries are older than that answer"
    return None


def judged(attempt: Attempt, state: FeedState, proof: str | None) -> tuple[FeedState, tuple[str, ...]]:
    """The state after an audit, and what to tell of it. `proof`: what shows that the feed lied, if anything does."""
    if not attempt.audit:
        return state, ()
    change = msgspec.structs.replace
    if proof:
        state = change(state, lied_304=state.lied_304 + 1, lied_at=stamp(attempt.now), true_304=0)
        return state, (f"lied: said not modified although {proof}; asked without conditions for a while",)
    if not state.lied_304:
        return state, ()
    if state.true_304 + 1 >= attempt.settings.clear_after:
        return change(state, lied_304=0, lied_at=None, true_304=0), ("believed again: its 304 answers proved true",)
    return change(state, true_304=state.true_304 + 1), ()


def told(state: FeedState, now: datetime, settings: PollSettings) -> str | None:
    """What the feed's health says of its standing; None where it is trusted."""
    match standing(state, now, settings):
        case "distrusted":
            return "downgraded: its 304 answers are not believed"
        case "on trial":
            return f"on trial: {state.true_304} of {settings.clear_after} audits found its 304 answers true"
    return None
