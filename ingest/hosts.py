"""Courtesy to hosts: how often, how many at once, and what happens when one says "later".

A *route* is a host and the first segment of the path: on a shared host (RSSHub, Google News) each route is a
service of its own, so a 429 on one stops that route and merely slows the host down for the others.
Waits are kept on the event loop's clock, which never steps back.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import urlsplit

from ingest.address import redact
from ingest.errors import Waiting

#: A 429 without Retry-After: wait this long, twice as long at each repetition.
_UNTOLD_WAIT_S = 60.0


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """Host and port, lower case: the unit of politeness."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


@lru_cache(maxsize=4096)
def route_of(url: str) -> tuple[str, str]:
    """Host and first path segment; a single-segment path ("/feed.xml") is the route of its whole host."""
    segments = urlsplit(url).path.split("/")
    return host_of(url), segments[1] if len(segments) > 2 else ""


def retry_after_s(value: str | None, *, now: datetime, date: str | None = None) -> float | None:
    """Seconds that a Retry-After header asks for: a number, or a date held against the server's own Date header.

    Parts of a second, which RFC 9110 knows nothing of, are sent too.
    """
    if not value:
        return None
    text = value.strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return min(float(text[:12]), 1e9)
    try:
        until = parsedate_to_datetime(text)
        base = parsedate_to_datetime(date) if date else now
    except (ValueError, TypeError, IndexError):
        return None
    until, base = (moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in (until, base))
    return max(0.0, (until - base).total_seconds())


@dataclass
class _Host:
    slots: asyncio.Semaphore
    next_start: float = 0.0
    #: no two requests closer than this: robots.txt or the service's own terms ask for it
    least_s: float = 0.0
    #: added to the spacing after a 429, shrinking with each good answer
    slow_s: float = 0.0
    routes: dict[str, float] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)


class Hosts:
    """Turns for requests. `max_wait_s`: a longer wait than this is not sat out but raised as Waiting."""

    def __init__(
        self,
        *,
        spacing_s: float = 1.0,
        per_host: int = 2,
        max_wait_s: float = 10.0,
        max_retry_after_s: float = 86_400.0,
        slow_down_s: float = 0.5,
        rng: random.Random | None = None,
    ) -> None:
        self.spacing_s, self.per_host = spacing_s, per_host
        self.max_wait_s, self.max_retry_after_s, self.slow_down_s = max_wait_s, max_retry_after_s, slow_down_s
        self._rng = rng or random.Random()
        self._hosts: dict[str, _Host] = {}

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(asyncio.Semaphore(self.per_host))
        return host

    def crawl_delay(self, url: str, delay_s: float) -> None:
        """Space this host's requests at least as far apart as its robots.txt asks."""
        host = self._host(host_of(url))
        host.least_s = max(host.least_s, delay_s)

    def asks_for_space(self, url: str) -> bool:
        """Whether this host told how far apart requests must be: then none is repeated within its turn."""
        return self._host(host_of(url)).least_s > 0

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Hold one of the host's slots, entered when its spacing and its waits allow; raises Waiting."""
        name, route = route_of(url)
        host = self._host(name)
        async with host.slots:
            clock = asyncio.get_running_loop().time
            while True:
                now = clock()
                ready = max(host.routes.get(route, 0.0), host.routes.get("*", 0.0))
                if ready - now > self.max_wait_s:
                    wait_s = ready - now
                    raise Waiting(f"the host asked to wait, {wait_s:.0f} s are left", url=redact(url), wait_s=wait_s)
                start = max(now, ready, host.next_start)
                if start <= now:
                    break
                await asyncio.sleep(start - now)
            # Our own spacing may vary to both sides, what the host asks for is the least.
            spacing_s = self.spacing_s * self._rng.uniform(0.8, 1.25)
            gap_s = max(spacing_s, host.least_s * self._rng.uniform(1.0, 1.25)) + host.slow_s
            host.next_start = now + gap_s
            yield

    def answered(self, url: str, status: int, wait_s: float | None) -> float | None:
        """Take note of an answer; for 429 and 503 returns how long its route now waits, after the cap."""
        name, route = route_of(url)
        host = self._host(name)
        if status == 429 or (status == 503 and wait_s is not None):
            repeated = host.refusals.get(route, 0)
            host.refusals[route] = repeated + 1
            told_s = wait_s if wait_s is not None else _UNTOLD_WAIT_S * 2 ** min(repeated, 6)
            capped_s = min(told_s, self.max_retry_after_s)
            until = asyncio.get_running_loop().time() + capped_s
            host.routes[route] = max(host.routes.get(route, 0.0), until)
            if len(host.refusals) >= 3:
                host.routes["*"] = max(host.routes.get("*", 0.0), until)  # three routes refuse: it is the host
            host.slow_s = min(max(self.slow_down_s, host.slow_s * 2), 10.0)
            return capped_s
        if status < 500:
            host.refusals.pop(route, None)
            host.slow_s = 0.0 if host.slow_s < 0.1 else host.slow_s * 0.7
        return None
