"""Connections kept open between requests, for the next request to the same place.

httpcore's pool looks through all of its connections at each request and asks at each lock which event loop runs: at a
thousand feeds that cost more than the requests. How many may be open at once is settled elsewhere (`hosts`).
"""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path

import certifi
import httpcore

#: A server closes an idle connection after a while of its own; we let go first.
_IDLE_S = 15.0


class Connections:
    """`most_idle`: how many are kept open unused; `ca_file`: a PEM file of further roots to trust."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, *, most_idle: int, ca_file: str | None = None) -> None:
        self._backend, self._most_idle, self._ca_file = backend, most_idle, ca_file
        self._idle: dict[str, list[httpcore.AsyncHTTP11Connection]] = {}
        #: the idle ones by origin, the longest unused first
        self._latest: OrderedDict[httpcore.AsyncHTTP11Connection, str] = OrderedDict()

    @cached_property
    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=certifi.where())
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        if self._ca_file:
            context.load_verify_locations(Path(self._ca_file))
        return context

    @asynccontextmanager
    async def ask(self, request: httpcore.Request) -> AsyncIterator[httpcore.Response]:
        """The answer to a request, its body still to be read; raises httpcore's exceptions and the backend's."""
        origin = request.url.origin
        timeouts = request.extensions["timeout"]
        connection = await self._idle_one(origin) or await self._dial(origin, timeouts["connect"])
        try:
            answer = await connection.handle_async_request(request)
            try:
                yield answer
            finally:
                await answer.aclose()
        finally:
            await self._give_back(origin, connection)

    async def _idle_one(self, origin: httpcore.Origin) -> httpcore.AsyncHTTP11Connection | None:
        idle = self._idle.get(str(origin), [])
        while idle:
            connection = idle.pop()
            del self._latest[connection]
            if not connection.has_expired():
                return connection
            await connection.aclose()
        return None

    async def _dial(self, origin: httpcore.Origin, timeout_s: float) -> httpcore.AsyncHTTP11Connection:
        host = origin.host.decode("ascii")
        stream = await self._backend.connect_tcp(host, origin.port, timeout=timeout_s)
        if origin.scheme == b"https":
            stream = await stream.start_tls(self._context, server_hostname=host, timeout=timeout_s)
        return httpcore.AsyncHTTP11Connection(origin, stream, keepalive_expiry=_IDLE_S)

    async def _give_back(self, origin: httpcore.Origin, connection: httpcore.AsyncHTTP11Connection) -> None:
        if not connection.is_available():  # its answer was not read to the end, or it failed
            await connection.aclose()
            return
        self._idle.setdefault(str(origin), []).append(connection)
        self._latest[connection] = str(origin)
        if len(self._latest) > self._most_idle:
            oldest, place = self._latest.popitem(last=False)
            self._idle[place].remove(oldest)
            await oldest.aclose()

    async def aclose(self) -> None:
        """Close what is open and unused."""
        self._idle.clear()
        while self._latest:
            connection, _ = self._latest.popitem()
            await connection.aclose()
