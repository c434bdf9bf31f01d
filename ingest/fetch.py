"""One polite, bounded HTTP GET: the only module that speaks HTTP.

Timeouts of the HTTP library are per read and its decompression is unbounded, so total deadline, byte caps,
redirects and the judgement of addresses are done here, at each hop, before any byte is sent.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

import httpcore
import httpx
import msgspec
import stamina

from ingest.address import AddressPolicy, check_url, redact, split_credentials
from ingest.answer import FetchSettings, Purpose, Response
from ingest.connections import Answer, Connections, Target
from ingest.dial import GuardedBackend, Resolve
from ingest.errors import (
    BadAnswer,
    BadStatus,
    FetchError,
    Refused,
    TimedOut,
    TooLarge,
    Unreachable,
)
from ingest.hosts import Hosts, host_of, retry_after_s
from ingest.trail import Trail
from ingest.unpack import Undecodable, is_gzip, unpack

__all__ = ["FetchSettings", "Fetcher", "Purpose", "Response"]

_ACCEPT: Mapping[Purpose, bytes] = {
    "feed": b"application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    b"text/xml;q=0.9, application/json;q=0.8, */*;q=0.5",
    "page": b"text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
    "robots": b"text/plain, */*;q=0.5",
}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({500, 502, 503, 504})
_PORTS = {"http": 80, "https": 443}
#: A URL that goes out as it stands: scheme, host, port, path with query.
_PLAIN = re.compile(
    r"(https?)://([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*)(?::((?!(?:80|443)(?:/|$))[1-9][0-9]{0,4}))?"
    r"((?:/(?!\.)[A-Za-z0-9_.~!$&()*+,;=:@?-]*)*)"
)
#: RFC 9309 lets a crawler stop after 500 KiB of robots.txt.
_ROBOTS_BYTES = 512 * 1024

#: A URL → nothing when it may be fetched; raises a FetchError when not
Leave = Callable[[str], Awaitable[None]]

# A retry that helps is no news and one that does not ends in the poll's error: nothing is logged on the way.
stamina.instrumentation.set_on_retry_hooks(())


class Fetcher:
    """Fetches URLs within the settings' bounds; use as an async context manager.

    `resolve` stands in for the system's resolver. Answers with any status are results. Raises a FetchError when no
    answer came that can be used.
    """

    def __init__(
        self, settings: FetchSettings | None = None, *, hosts: Hosts | None = None, resolve: Resolve | None = None
    ) -> None:
        self._resolve = resolve
        self.settings = s = settings or FetchSettings()
        self.hosts = hosts or Hosts(
            spacing_s=s.per_host_spacing_s,
            per_host=s.per_host_concurrency,
            max_wait_s=s.max_wait_s,
            max_retry_after_s=s.max_retry_after_s,
            slow_down_s=s.slow_down_s,
        )
        common = [(b"User-Agent", s.agent.encode()), (b"Accept-Encoding", b"gzip, deflate, br, zstd")]
        self._headers = {purpose: [*common, (b"Accept", accept)] for purpose, accept in _ACCEPT.items()}
        self._again = stamina.AsyncRetryingCaller(
            attempts=max(1, s.retries),
            timeout=None,
            wait_initial=s.retry_wait_s * 2,
            wait_max=5.0,
            wait_jitter=s.retry_wait_s,
        )
        self._connections: Connections | None = None
        self._slots = asyncio.Semaphore(s.concurrency)

    async def __aenter__(self) -> Fetcher:
        policy = AddressPolicy(self.settings.allow_networks, self.settings.allow_ports)
        backend = GuardedBackend(policy, self._resolve)
        self._connections = Connections(
            backend,
            connect_timeout_s=self.settings.connect_timeout_s,
            read_timeout_s=self.settings.read_timeout_s,
            most_idle=self.settings.concurrency * 2,
            ca_file=self.settings.ca_file,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._connections:
            await self._connections.aclose()
            self._connections = None

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        purpose: Purpose = "feed",
        leave: Leave | None = None,
    ) -> Response:
        """GET a URL, redirects followed. `headers` are added to ours (validators, for one).

        A redirect to another host waits for that host's turn, and lets go of the first one's: else the outlets that
        share a host behind their redirects would all come upon it at once. `leave` is asked for the URL and for each
        that it redirects to, outside of any turn, since asking may take turns of its own (robots.txt).
        """
        bare, authorization = split_credentials(check_url(url))
        trail = Trail(
            bare=bare, authorization=authorization, headers=dict(headers or {}), purpose=purpose, by_hop=bool(leave)
        )
        response, left_s = None, self.settings.deadline_s
        while response is None:
            here = trail.at
            if leave is not None:
                await leave(here)
            async with self.hosts.turn(here), self._slots:
                started = time.perf_counter()
                try:
                    async with asyncio.timeout(left_s):
                        trail, response = await self._persist(trail)
                except TimeoutError:
                    message = f"no whole answer within {self.settings.deadline_s:g} s"
                    raise TimedOut(message, url=redact(url), again=False) from None
                left_s -= time.perf_counter() - started
            if response is not None:
                wait_s = self.hosts.answered(here, response.status, response.retry_after_s)
        elapsed_ms = round((self.settings.deadline_s - left_s) * 1000)
        return msgspec.structs.replace(
            response, url=bare, redirects=trail.redirects, elapsed_ms=elapsed_ms, wait_s=wait_s
        )

    async def _persist(self, trail: Trail) -> tuple[Trail, Response | None]:
        """Try again on failures that pass; a 5xx that stays is returned as the answer it is.

        A host that wants its requests seconds apart is not asked twice in one turn: the next poll comes soon enough.
        """

        async def once() -> tuple[Trail, Response | None]:
            end, response = await self._follow(trail)
            if response and response.status in _PASSING and response.retry_after_s is None:
                raise _Failing(end, response)
            return end, response

        try:
            try:
                return await once()  # nearly all: the machinery of retries is for the others
            except FetchError as error:
                if not error.again or not self.settings.retries or self.hosts.asks_for_space(trail.at):
                    raise
            await asyncio.sleep(self.settings.retry_wait_s * random.uniform(0.5, 1.5))
            return await self._again(_passes, once)
        except _Failing as failing:
            return failing.trail, failing.response

    async def _follow(self, trail: Trail) -> tuple[Trail, Response | None]:
        """As far as one host leads, or one hop: the answer, or none and the trail to what comes next."""
        host = host_of(trail.at)
        while True:
            response = await self._once(trail.at, trail.sent(), trail.purpose)
            location = response.header("location")
            if response.status not in _REDIRECTS or not location:
                return trail, response
            trail = trail.next(response.status, location, self.settings.max_redirects)
            if trail.by_hop or host_of(trail.at) != host:
                return trail, None

    async def _once(self, url: str, headers: dict[str, str], purpose: Purpose) -> Response:
        """One request, one answer; the library's exceptions become ours here."""
        assert self._connections is not None, "use the Fetcher as an async context manager"
        settings = self.settings
        # Values go as bytes, since an ETag may hold anything.
        sent = [*self._headers[purpose], *((name.encode(), value.encode()) for name, value in headers.items())]
        try:
            async with self._connections.ask(target_of(url), sent) as answer:
                return await self._body(url, answer, purpose)
        except Refused as refusal:
            raise Refused(refusal.problem, url=redact(url)) from None
        except httpx.InvalidURL as problem:
            raise Refused(f"malformed URL: {problem}", url=redact(url)) from None
        except httpcore.ConnectTimeout:
            raise TimedOut(f"no connection within {settings.connect_timeout_s:g} s", url=redact(url)) from None
        except httpcore.TimeoutException:
            raise TimedOut(f"no byte for {settings.read_timeout_s:g} s", url=redact(url)) from None
        except httpcore.ConnectError as problem:
            raise Unreachable(f"no connection: {problem}", url=redact(url)) from None
        except httpcore.ProtocolError as problem:
            raise BadAnswer(f"broken HTTP: {problem}", url=redact(url)) from None
        except httpcore.NetworkError as problem:
            raise Unreachable(f"connection lost: {problem!r}", url=redact(url)) from None

    async def _body(self, url: str, answer: Answer, purpose: Purpose) -> Response:
        settings = self.settings
        cap = (
            min(_ROBOTS_BYTES, settings.max_compressed_bytes) if purpose == "robots" else settings.max_compressed_bytes
        )
        raw = bytearray()
        truncated: str | None = None
        # Read to the end even where nothing can come (304): else the connection is not used again.
        try:
            async for chunk in answer.chunks:
                raw += chunk
                if len(raw) > cap:
                    if purpose == "robots":
                        truncated = f"cut at {cap} bytes"
                        break
                    raise TooLarge(f"more than {cap} bytes on the wire", url=redact(url))
        except httpcore.TimeoutException:
            raise
        except (httpcore.ProtocolError, httpcore.NetworkError) as problem:
            truncated = f"connection closed after {len(raw)} bytes: {problem}"
        headers = tuple((_text(key), _text(value)) for key, value in answer.headers)
        found = {key.lower(): value for key, value in reversed(headers)}
        body, cut = self._unpacked(url, bytes(raw), found.get("content-encoding", ""), purpose)
        return Response(
            url=url,
            final_url=url,
            status=answer.status,
            headers=headers,
            body=body,
            bytes_compressed=len(raw),
            truncated=truncated or cut,
            retry_after_s=retry_after_s(found.get("retry-after"), now=datetime.now(UTC), date=found.get("date")),
        )

    def _unpacked(self, url: str, raw: bytes, encodings: str, purpose: Purpose) -> tuple[bytes, str | None]:
        cap = self.settings.max_bytes
        try:
            result = unpack(raw, encodings, cap)
            if is_gzip(result.body) and not result.capped:
                result = unpack(result.body, "gzip", cap)  # a .gz file served as it lies (sitemaps)
        except Undecodable as problem:
            raise BadAnswer(f"cannot decompress: {problem}", url=redact(url)) from None
        if result.capped and purpose != "robots":
            raise TooLarge(f"{len(raw)} bytes unpack to more than {cap}", url=redact(url))
        return result.body, None if result.whole else "compressed stream ends early"


class _Failing(BadStatus):
    """A 5xx answer that may pass, on its way through the retries."""

    def __init__(self, trail: Trail, response: Response) -> None:
        super().__init__(f"HTTP {response.status}", url=redact(response.url), status=response.status, again=True)
        self.trail, self.response = trail, response


def _passes(error: Exception) -> bool:
    return isinstance(error, FetchError) and error.again


def target_of(url: str) -> Target:
    """Where a URL's request goes. Nearly all are plain; names in other scripts and odd paths are encoded by httpx."""
    plain = _PLAIN.fullmatch(url)
    if plain is None:
        return encoded(url)
    scheme, host, port, path = plain.groups()
    return Target((scheme, host, int(port or _PORTS[scheme])), f"{host}:{port}" if port else host, path or "/")


def encoded(url: str) -> Target:
    """The same for any URL; raises httpx.InvalidURL."""
    place = httpx.URL(url)
    origin = (place.scheme, place.raw_host.decode("ascii"), place.port or _PORTS[place.scheme])
    return Target(origin, place.netloc.decode("ascii"), place.raw_path.decode("ascii"))


def _text(raw: bytes) -> str:
    """A header as text: UTF-8 where it is (Location headers of Chinese sites), else Latin-1, a byte a letter."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
