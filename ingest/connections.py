"""Connections kept open between requests, for the next request to the same place.

httpx's pool looks through all of its connections at each request, and its connections ask at each of several locks
which event loop runs: at a thousand feeds that cost more than the requests. Here its kind of streams is used without
them. How many connections may be open at once is settled elsewhere (`hosts`).
"""

from __future__ import annotations

import ssl
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import certifi
import httpcore

from ingest.http1 import Headers, Incoming, request

#: A server closes an idle connection after a while of its own; we let go first.
_IDLE_S = 15.0
_CHUNK_BYTES = 64 * 1024

#: scheme, host as it is dialled (ASCII), port
Origin = tuple[str, str, int]


class Target(NamedTuple):
    """Where a request goes: the connection's other end, what its Host header says, and path with query."""

    origin: Origin
    authority: str
    path: str


class Answer(NamedTuple):
    """Status and headers as they came; the body comes by `chunks`, to be read to the end by who wants the next."""

    status: int
    headers: Headers
    chunks: AsyncIterator[bytes]


class Connection:
    """`stream` is open, through TLS where it should be; every read may take `timeout_s`."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, timeout_s: float) -> None:
        self._stream, self._timeout_s = stream, timeout_s
        self._incoming = Incoming()
        self._rests_since = 0.0

    async def get(self, target: Target, headers: Headers) -> Answer:
        """Ask and read the head of the answer; raises httpcore's exceptions."""
        incoming = self._incoming = Incoming()
        await self._stream.write(request(target.authority, target.path, headers), self._timeout_s)
        while not incoming.status:
            await self._read(incoming)
        return Answer(incoming.status, incoming.headers, self._chunks(incoming))

    async def _chunks(self, incoming: Incoming) -> AsyncIterator[bytes]:
        while True:
            if chunk := incoming.taken():
                yield chunk
            if incoming.whole:
                return
            await self._read(incoming)

    async def _read(self, incoming: Incoming) -> None:
        if data := await self._stream.read(_CHUNK_BYTES, self._timeout_s):
            incoming.feed(data)
        else:
            incoming.end()

    def rest(self) -> bool:
        """True when the answer was read to its end and the server keeps the connection open: ready for the next."""
        self._rests_since = time.monotonic()
        return self._incoming.whole and self._incoming.keeps

    def usable(self) -> bool:
        """False when it has rested for too long or was closed by the other side."""
        return time.monotonic() - self._rests_since < _IDLE_S and not self._stream.get_extra_info("is_readable")

    async def aclose(self) -> None:
        """Close it."""
        await self._stream.aclose()


class Connections:
    """`most_idle`: how many are kept open unused; `ca_file`: a PEM file of further roots to trust."""

    def __init__(
        self,
        backend: httpcore.AsyncNetworkBackend,
        *,
        connect_timeout_s: float,
        read_timeout_s: float,
        most_idle: int,
        ca_file: str | None = None,
    ) -> None:
        self._backend, self._most_idle, self._ca_file = backend, most_idle, ca_file
        self._connect_timeout_s, self._read_timeout_s = connect_timeout_s, read_timeout_s
        self._idle: dict[Origin, list[Connection]] = {}
        #: the idle ones by origin, the longest unused first
        self._latest: OrderedDict[Connection, Origin] = OrderedDict()

    @cached_property
    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=certifi.where())
        context.load_default_certs()  # of this machine, or of SSL_CERT_FILE
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        if self._ca_file:
            context.load_verify_locations(Path(self._ca_file))
        return context

    @asynccontextmanager
    async def ask(self, target: Target, headers: Headers) -> AsyncIterator[Answer]:
        """The answer to a GET, its body still to be read; raises httpcore's exceptions and the backend's."""
        connection = await self._idle_one(target.origin) or await self._dial(target.origin)
        try:
            yield await connection.get(target, headers)
        finally:
            await self._give_back(target.origin, connection)

    async def _idle_one(self, origin: Origin) -> Connection | None:
        idle = self._idle.get(origin, [])
        while idle:
            connection = idle.pop()
            del self._latest[connection]
            if connection.usable():
                return connection
            await connection.aclose()
        return None

    async def _dial(self, origin: Origin) -> Connection:
        scheme, host, port = origin
        timeout_s = self._connect_timeout_s
        stream = await self._backend.connect_tcp(host, port, timeout=timeout_s)
        if scheme == "https":
            stream = await stream.start_tls(self._context, server_hostname=host, timeout=timeout_s)
        return Connection(stream, self._read_timeout_s)

    async def _give_back(self, origin: Origin, connection: Connection) -> None:
        if not connection.rest():  # its answer was not read to the end, or it failed
            await connection.aclose()
            return
        self._idle.setdefault(origin, []).append(connection)
        self._latest[connection] = origin
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
