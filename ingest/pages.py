"""Fetches article pages: by leave of robots.txt, a few per host, each with its answer or its error."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime

import msgspec

from ingest.archive import Archive
from ingest.errors import BadStatus, FetchError
from ingest.fetch import Fetcher, Response
from ingest.hosts import host_of
from ingest.lanes import in_lanes
from ingest.robots import Robots

#: Who is to sign in or pay, and what is gone for good. What isn't there yet (404, 425), or is refused today (403, 429,
#: a challenge by 202), may be had in a later run.
_FOR_GOOD = (401, 402, 407, 410, 451)


class PageFetch(msgspec.Struct, frozen=True, kw_only=True):
    """A page asked for: its answer, or in words why there is none. `again`: worth another try in a later run."""

    url: str
    response: Response | None = None
    error: str | None = None
    again: bool = False


async def fetch_pages(
    urls: Iterable[str],
    *,
    fetcher: Fetcher,
    robots: Robots | None = None,
    archive: Archive | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    on_done: Callable[[PageFetch], None] | None = None,
) -> AsyncIterator[PageFetch]:
    """A PageFetch for each distinct URL, as they get done."""

    async def work(url: str) -> PageFetch:
        try:
            response = await _fetch(url, fetcher, robots)
        except FetchError as error:
            return PageFetch(url=url, error=str(error), again=error.again)
        if archive is not None:
            archive.append(response, fetched_at=now())
        return PageFetch(url=url, response=response)

    lanes = in_lanes(dict.fromkeys(urls), host=host_of, work=work, per_host=fetcher.settings.per_host_concurrency)
    async for done in lanes:
        if on_done:
            on_done(done)
        yield done


async def _fetch(url: str, fetcher: Fetcher, robots: Robots | None) -> Response:
    response = await fetcher.get(url, purpose="page", leave=robots.leave if robots else None)
    if response.status != 200:
        again = response.status not in _FOR_GOOD
        raise BadStatus(f"HTTP {response.status}", url=url, status=response.status, again=again)
    return response
