"""Which feeds are due, and when each comes round again: learned from how often it brings something new."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from ingest.records import Feed, FeedState

#: Clocks of two machines may differ by so much.
_ASKEW = timedelta(minutes=5)


class PlanSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds in seconds. A learned interval stays between a quarter of the declared one and `max_interval_s`."""

    min_interval_s: int = 600
    max_interval_s: int = 86_400
    #: how many new entries a poll should bring; fewer polls than that miss the hour, more waste the host's time
    wanted_per_poll: float = 2.0
    #: share of the feed's document that may be new at once before something is likely to slip through
    safe_share: float = 0.5
    retry_s: int = 600
    probe_s: int = 86_400
    max_probe_s: int = 604_800
    jitter: float = 0.1


def due(feeds: Iterable[Feed], states: Mapping[str, FeedState], now: datetime) -> list[Feed]:
    """Feeds whose time has come, the longest overdue first, those never polled before all others.

    A last poll that lies ahead can only come from a clock that has stepped back: due at once.
    """
    chosen: list[tuple[datetime, int, Feed]] = []
    for order, feed in enumerate(feeds):
        state = states.get(feed.id)
        at = moment(state.next_poll_at) if state else None
        if state is not None and state.declared_url not in (None, feed.url):
            at = None
        if at is None:
            chosen.append((datetime.min.replace(tzinfo=UTC), order, feed))
        elif at <= now or _ahead(state, now):
            chosen.append((at, order, feed))
    chosen.sort(key=lambda row: row[:2])
    return [feed for _, _, feed in chosen]


def _ahead(state: FeedState | None, now: datetime) -> bool:
    """Was the feed asked last at a time that is still to come, by more than two machines' clocks may differ?"""
    last = moment(state.last_polled_at) if state else None
    return last is not None and last > now + _ASKEW


def learned_interval(feed: Feed, state: FeedState, settings: PlanSettings, *, missed: bool = False) -> int:
    """Seconds to the next poll of a feed that answers.

    The rate of new entries proposes, the publisher's hint and the declared interval bound it; a loss halves it.
    """
    low = (
        max(settings.min_interval_s, feed.interval_s // 4)
        if feed.interval_s > settings.min_interval_s
        else feed.interval_s
    )
    high = max(settings.max_interval_s, feed.interval_s)
    current = state.interval_s or feed.interval_s
    if missed:
        return max(low, current // 2)
    rate = state.new_per_hour
    if rate is None:
        wanted = float(feed.interval_s)
    elif rate <= 0.001:
        wanted = float(high)
    else:
        wanted = settings.wanted_per_poll / rate * 3600
        if state.window_size:
            wanted = min(wanted, settings.safe_share * state.window_size / rate * 3600)
    # Step by at most a factor of two: one quiet night or one busy hour is no habit.
    wanted = min(max(wanted, current / 2), current * 2)
    if state.hint_s:
        wanted = max(wanted, min(state.hint_s, feed.interval_s))
    return round(min(max(wanted, low), high))


def retry_delay(feed: Feed, failures: int, settings: PlanSettings, *, hard: bool) -> int:
    """Seconds until a failing feed is tried again; it grows, and it never grows to "never"."""
    if hard:
        return min(settings.probe_s * (1 << min(failures - 1, 10)), settings.max_probe_s)
    return min(max(settings.retry_s, feed.interval_s // 2) * (1 << min(failures - 1, 10)), settings.probe_s)


def jittered(seconds: float, settings: PlanSettings, rng: random.Random) -> float:
    """The same span, up to a tenth longer or shorter, so that feeds added together drift apart."""
    return seconds * rng.uniform(1 - settings.jitter, 1 + settings.jitter)


def moment(text: str | None) -> datetime | None:
    """An ISO 8601 text as an aware UTC moment."""
    if not text:
        return None
    parsed = datetime.fromisoformat(text)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)


def stamp(at: datetime) -> str:
    """A moment as ISO 8601 UTC text, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
