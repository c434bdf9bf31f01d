"""One polite, bounded HTTP GET: the only module that speaks HTTP.

Timeouts of the HTTP library are per read and its decompression is unbounded, so total deadline, byte caps,
redirects and the judgement of addresses are done here, at each hop, before any byte is sent.
"""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urljoin

import httpcore
import httpx
import msgspec
import stamina

from ingest.address import AddressPolicy, check_url, redact, split_credentials
from ingest.answer import FetchSettings, Purpose, Response
from ingest.dial import GuardedBackend, Resolve
from ingest.errors import (
    BadAnswer,
    BadStatus,
    FetchError,
    Refused,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    Unreachable,
)
from ingest.hosts import Hosts, host_of, retry_after_s
from ingest.unpack import Undecodable, is_gzip, unpack

__all__ = ["FetchSettings", "Fetcher", "Purpose", "Response"]

_ACCEPT: Mapping[Purpose, str] = {
    "feed": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.5",
    "page": "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
    "robots": "text/plain, */*;q=0.5",
}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({500, 502, 503, 504})
#: RFC 9309 lets a crawler stop after 500 KiB of robots.txt.
_ROBOTS_BYTES = 512 * 1024

# A retry that helps is no news and one that does not ends in the poll's error: nothing is logged on the way.
stamina.instrumentation.set_on_retry_hooks(())


class _Transports:
    """One httpx transport for each host in use, all dialling through the guarded backend.

    A single pool looks through all of its connections at each request, which grows with the square of the hosts.
    """

    def __init__(self, settings: FetchSettings, resolve: Resolve | None) -> None:
        self._backend = GuardedBackend(AddressPolicy(settings.allow_networks, settings.allow_ports), resolve)
        self._context = httpx.create_ssl_context(trust_env=False)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        if settings.ca_file:
            self._context.load_verify_locations(settings.ca_file)
        self._most = settings.concurrency * 2
        self._open: OrderedDict[str, _Transport] = OrderedDict()

    @asynccontextmanager
    async def at(self, url: str) -> AsyncIterator[httpx.AsyncHTTPTransport]:
        """The transport of this URL's host, kept open while in use and among the latest used."""
        host = host_of(url)
        transport = self._open.get(host)
        if transport is None:
            transport = self._open[host] = _Transport(self._context, self._backend)
        self._open.move_to_end(host)
        transport.users += 1
        try:
            yield transport
        finally:
            transport.users -= 1
            await self._close_oldest()

    async def _close_oldest(self) -> None:
        while len(self._open) > self._most:
            idle = next((host for host, transport in self._open.items() if not transport.users), None)
            if idle is None:
                return
            await self._open.pop(idle).aclose()

    async def aclose(self) -> None:
        while self._open:
            await self._open.popitem()[1].aclose()


class _Transport(httpx.AsyncHTTPTransport):
    def __init__(self, context: ssl.SSLContext, backend: GuardedBackend) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context, max_keepalive_connections=8, keepalive_expiry=15.0, network_backend=backend
        )
        self.users = 0


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
        self._timeouts = {
            "connect": s.connect_timeout_s,
            "read": s.read_timeout_s,
            "write": s.read_timeout_s,
            "pool": s.deadline_s,
        }
        self._again = stamina.AsyncRetryingCaller(
            attempts=max(1, s.retries),
            timeout=None,
            wait_initial=s.retry_wait_s * 2,
            wait_max=5.0,
            wait_jitter=s.retry_wait_s,
        )
        self._transports: _Transports | None = None
        self._slots = asyncio.Semaphore(s.concurrency)

    async def __aenter__(self) -> Fetcher:
        self._transports = _Transports(self.settings, self._resolve)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._transports:
            await self._transports.aclose()
            self._transports = None

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, purpose: Purpose = "feed") -> Response:
        """GET a URL, redirects followed. `headers` are added to ours (validators, for one)."""
        check_url(url)
        async with self.hosts.turn(url), self._slots:
            started = time.perf_counter()
            try:
                async with asyncio.timeout(self.settings.deadline_s):
                    response = await self._persist(url, dict(headers or {}), purpose)
            except TimeoutError:
                message = f"no whole answer within {self.settings.deadline_s:g} s"
                raise TimedOut(message, url=redact(url), again=False) from None
            wait_s = self.hosts.answered(url, response.status, response.retry_after_s)
            elapsed_ms = round((time.perf_counter() - started) * 1000)
            return msgspec.structs.replace(response, elapsed_ms=elapsed_ms, wait_s=wait_s)

    async def _persist(self, url: str, headers: dict[str, str], purpose: Purpose) -> Response:
        """Try again on failures that pass; a 5xx that stays is returned as the answer it is."""

        async def once() -> Response:
            response = await self._follow(url, headers, purpose)
            if response.status in _PASSING and response.retry_after_s is None:
                raise _Failing(response)
            return response

        try:
            try:
                return await once()  # nearly all: the machinery of retries is for the others
            except FetchError as error:
                if not error.again or not self.settings.retries:
                    raise
            await asyncio.sleep(self.settings.retry_wait_s * random.uniform(0.5, 1.5))
            return await self._again(_passes, once)
        except _Failing as failing:
            return failing.response

    async def _follow(self, url: str, headers: dict[str, str], purpose: Purpose) -> Response:
        bare, authorization = split_credentials(url)
        redirects: list[tuple[int, str]] = []
        seen = {bare}
        current = bare
        while True:
            own_host = host_of(current) == host_of(bare) and current.startswith(bare.split(":", 1)[0])
            sent = headers | ({"Authorization": authorization} if authorization and own_host else {})
            response = await self._once(current, sent, purpose)
            location = response.header("location")
            if response.status not in _REDIRECTS or not location:
                return msgspec.structs.replace(response, url=bare, final_url=current, redirects=tuple(redirects))
            try:
                target = urljoin(current, location.strip())
            except ValueError:
                raise Refused("redirect to a malformed URL", url=redact(url)) from None
            current, _ = split_credentials(check_url(target.partition("#")[0]))
            redirects.append((response.status, current))
            if current in seen:
                raise TooManyRedirects(f"redirect loop through {redact(current)}", url=redact(url))
            if len(redirects) > self.settings.max_redirects:
                raise TooManyRedirects(f"more than {self.settings.max_redirects} redirects", url=redact(url))
            seen.add(current)

    async def _once(self, url: str, headers: dict[str, str], purpose: Purpose) -> Response:
        """One request, one answer; the library's exceptions become ours here."""
        assert self._transports is not None, "use the Fetcher as an async context manager"
        settings = self.settings
        sent = {
            "User-Agent": settings.agent,
            "Accept": _ACCEPT[purpose],
            "Accept-Encoding": "gzip, deflate, br, zstd",
        } | headers
        try:
            # Header values go out as bytes: an ETag may hold anything.
            encoded = [(name.encode(), value.encode()) for name, value in sent.items()]
            request = httpx.Request("GET", url, headers=encoded, extensions={"timeout": self._timeouts})
            async with self._transports.at(url) as transport:
                answer = await transport.handle_async_request(request)
                try:
                    return await self._body(url, answer, purpose)
                finally:
                    await answer.aclose()
        except Refused as refusal:
            raise Refused(refusal.problem, url=redact(url)) from None
        except httpx.InvalidURL as problem:
            raise Refused(f"malformed URL: {problem}", url=redact(url)) from None
        except httpx.ConnectTimeout:
            raise TimedOut(f"no connection within {settings.connect_timeout_s:g} s", url=redact(url)) from None
        except httpx.TimeoutException:
            raise TimedOut(f"no byte for {settings.read_timeout_s:g} s", url=redact(url)) from None
        except httpx.ConnectError as problem:
            raise Unreachable(f"no connection: {problem}", url=redact(url)) from None
        except httpx.ProtocolError as problem:
            raise BadAnswer(f"broken HTTP: {problem}", url=redact(url)) from None
        except httpx.TransportError as problem:
            raise Unreachable(f"connection lost: {problem!r}", url=redact(url)) from None

    async def _body(self, url: str, answer: httpx.Response, purpose: Purpose) -> Response:
        settings = self.settings
        cap = (
            min(_ROBOTS_BYTES, settings.max_compressed_bytes) if purpose == "robots" else settings.max_compressed_bytes
        )
        raw = bytearray()
        truncated: str | None = None
        # Read to the end even where nothing can come (304): else the connection is not used again.
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        try:
            async for chunk in answer.stream:
                raw += chunk
                if len(raw) > cap:
                    if purpose == "robots":
                        truncated = f"cut at {cap} bytes"
                        break
                    raise TooLarge(f"more than {cap} bytes on the wire", url=redact(url))
        except httpx.TimeoutException:
            raise
        except (httpx.TransportError, httpx.StreamError) as problem:
            truncated = f"connection closed after {len(raw)} bytes: {problem}"
        headers = tuple((_text(key), _text(value)) for key, value in answer.headers.raw)
        found = {key.lower(): value for key, value in reversed(headers)}
        body, cut = self._unpacked(url, bytes(raw), found.get("content-encoding", ""), purpose)
        return Response(
            url=url,
            final_url=url,
            status=answer.status_code,
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

    def __init__(self, response: Response) -> None:
        super().__init__(f"HTTP {response.status}", url=redact(response.url), status=response.status, again=True)
        self.response = response


def _passes(error: Exception) -> bool:
    return isinstance(error, FetchError) and error.again


def _text(raw: bytes) -> str:
    """A header as text: UTF-8 where it is (Location headers of Chinese sites), else Latin-1."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
