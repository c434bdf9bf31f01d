"""May we fetch this page, and how slowly? robots.txt by RFC 9309, read with protego, kept for a day per site."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from ingest.address import redact
from ingest.errors import FetchError, Forbidden, Refused
from ingest.fetch import Fetcher

#: RFC 9309 2.4: not to be used for longer than a day.
_KEPT_S = 86_400.0
#: After a failure the file is asked for again sooner.
_KEPT_AFTER_FAILURE_S = 600.0
#: A longer Crawl-delay would make a page wait for hours; what is left out is said by the site's 429 if need be.
_MAX_DELAY_S = 30.0


@dataclass(frozen=True)
class Verdict:
    """`reason` tells why not, when not. `crawl_delay_s`: as asked for, capped."""

    allowed: bool
    reason: str = ""
    crawl_delay_s: float = 0.0


@dataclass
class _Site:
    rules: Protego | None
    refusal: str
    until: float


class Robots:
    """Answers for one user agent; each site's file is fetched once however many pages ask at a time."""

    def __init__(self, fetcher: Fetcher, *, agent: str | None = None) -> None:
        self._fetcher = fetcher
        self.agent = (agent or fetcher.settings.user_agent).split("/")[0].split(" ")[0]
        self._sites: dict[str, _Site] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def verdict(self, url: str) -> Verdict:
        """Whether `url` may be fetched; tells the fetcher's hosts about the crawl delay."""
        site = await self._site(url)
        if site.rules is None:
            return Verdict(not site.refusal, site.refusal)
        delay_s = min(float(site.rules.crawl_delay(self.agent) or 0.0), _MAX_DELAY_S)
        rate = site.rules.request_rate(self.agent)
        if rate is not None and rate.requests:
            delay_s = max(delay_s, min(rate.seconds / rate.requests, _MAX_DELAY_S))
        if delay_s:
            self._fetcher.hosts.crawl_delay(url, delay_s)
        if site.rules.can_fetch(url, self.agent):
            return Verdict(True, crawl_delay_s=delay_s)
        return Verdict(False, "robots.txt forbids it", delay_s)

    async def leave(self, url: str) -> None:
        """Nothing when `url` may be fetched; raises Forbidden, worth another try where robots.txt was unreachable."""
        verdict = await self.verdict(url)
        if not verdict.allowed:
            raise Forbidden(verdict.reason, url=redact(url), again="unreachable" in verdict.reason)

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the site's robots.txt names."""
        site = await self._site(url)
        return tuple(site.rules.sitemaps) if site.rules is not None else ()

    async def _site(self, url: str) -> _Site:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        clock = asyncio.get_running_loop().time
        async with self._locks.setdefault(origin, asyncio.Lock()):
            site = self._sites.get(origin)
            if site is None or site.until <= clock():
                site = self._sites[origin] = await self._fetch(origin, clock())
        return site

    async def _fetch(self, origin: str, now: float) -> _Site:
        """RFC 9309 2.3.1: no file (4xx) allows everything; an unreachable one (5xx, network) forbids everything."""
        try:
            answer = await self._fetcher.get(f"{origin}/robots.txt", purpose="robots")
        except Refused:
            # The page itself will be refused with the exact reason; robots has no say about such a place.
            return _Site(None, "", now + _KEPT_AFTER_FAILURE_S)
        except FetchError as error:
            return _Site(None, f"robots.txt is unreachable: {error.problem}", now + _KEPT_AFTER_FAILURE_S)
        if answer.status == 429 or answer.status >= 500:
            return _Site(None, f"robots.txt is unreachable: HTTP {answer.status}", now + _KEPT_AFTER_FAILURE_S)
        if answer.status != 200 or _is_html(answer.body):
            return _Site(None, "", now + _KEPT_S)
        return _Site(Protego.parse(answer.body.decode("utf-8-sig", "replace")), "", now + _KEPT_S)


def _is_html(body: bytes) -> bool:
    """Sites that answer every unknown path with their front page have no robots.txt."""
    return body[:512].lstrip().lower().startswith((b"<!doctype", b"<html"))
