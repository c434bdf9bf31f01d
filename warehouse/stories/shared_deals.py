"""New articles join the story of another by the agreements that both report as news."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from warehouse.register.reading import Reading
from warehouse.register.register import Placed, Register
from warehouse.stories.stories import WINDOW


def shared_stories(register: Register, placed: Sequence[Placed], new_articles: set[str]) -> dict[str, str]:
    """New articles that join the story of another which reported the same agreements as news, days before.

    A round-up of the week that tells six deals is no part of the story of each.
    """
    told = _told_as_news(register)
    adopted: dict[str, str] = {}
    by_time: dict[str, list[tuple[datetime, int]]] = {}
    for item in placed:
        ours = item.reading
        if item.decision.action != "attach" or not ours.new or ours.article_id not in new_articles:
            continue
        agreement = item.decision.agreement_id or ""
        readings = register.known[agreement].readings
        if agreement not in by_time:
            by_time[agreement] = sorted((one.reported_at, place) for place, one in enumerate(readings) if one.new)
        for other in _within_window(ours.reported_at, readings, by_time[agreement]):
            if other.status == ours.status and other.article_id != ours.article_id:
                left, right = told[ours.article_id], told[other.article_id]
                if 2 * len(left & right) >= len(left | right):
                    adopted.setdefault(ours.article_id, adopted.get(other.article_id, other.story_id))
                    break
    return adopted


def _within_window(at: datetime, readings: Sequence[Reading], by_time: Sequence[tuple[datetime, int]]) -> list[Reading]:
    """Those of the readings that were reported within days of `at`, in their order; `by_time` are their places."""
    first, last = bisect_left(by_time, (at - WINDOW, 0)), bisect_left(by_time, (at + WINDOW, len(readings)))
    return [readings[place] for place in sorted(place for _, place in by_time[first:last])]


def _told_as_news(register: Register) -> dict[str, set[str]]:
    """By article the agreements that it reports as news."""
    told: dict[str, set[str]] = defaultdict(set)
    for known in register.known.values():
        for reading in known.readings:
            if reading.new:
                told[reading.article_id].add(known.agreement_id)
    return told
