"""Connections that can't be led astray: the address is judged where it is dialled, not where the URL is read."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Any

import httpcore

from ingest.address import AddressPolicy
from ingest.errors import Refused

#: A host with many addresses is not tried for ever.
_TRIED_ADDRESSES = 3


#: (host, port) → its addresses as text
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


async def system_resolve(host: str, port: int) -> Sequence[str]:
    """The addresses that the system's resolver gives, in its order; raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def by_turns(addresses: Sequence[str]) -> list[str]:
    """IPv6 and IPv4 alternating, the resolver's first kind first: where one leads nowhere the other is soon tried."""
    six, four = [a for a in addresses if ":" in a], [a for a in addresses if ":" not in a]
    first, second = (six, four) if addresses and ":" in addresses[0] else (four, six)
    return [address for pair in zip_longest(first, second) for address in pair if address]


class _Reader(asyncio.StreamReader):
    """Knows how much of what came was not read yet: on an idle connection that is an answer nobody asked for."""

    unread = 0

    def feed_data(self, data: Any) -> None:
        self.unread += len(data)
        super().feed_data(data)

    async def read(self, n: int = -1) -> bytes:
        data = await super().read(n)
        self.unread -= len(data)
        return data


async def _open(address: str, port: int) -> tuple[_Reader, asyncio.StreamWriter]:
    """As asyncio.open_connection, with our reader."""
    loop = asyncio.get_running_loop()
    reader = _Reader(loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    transport, _ = await loop.create_connection(lambda: protocol, address, port)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


class Stream(httpcore.AsyncNetworkStream):
    """A connection as httpcore wants it, on asyncio's own streams: half the cost of the portable ones."""

    def __init__(self, reader: _Reader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 (base class)
        try:
            async with asyncio.timeout(timeout):
                return await self._reader.read(max_bytes)
        except TimeoutError:
            raise httpcore.ReadTimeout from None
        except OSError as problem:
            raise httpcore.ReadError(str(problem)) from None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 (base class)
        if not buffer:
            return
        try:
            self._writer.write(buffer)
            if not self._writer.transport.get_write_buffer_size():
                return  # the kernel has it all
            async with asyncio.timeout(timeout):
                await self._writer.drain()
        except TimeoutError:
            raise httpcore.WriteTimeout from None
        except (OSError, RuntimeError) as problem:
            raise httpcore.WriteError(str(problem)) from None

    async def aclose(self) -> None:
        self._writer.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 (base class)
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except TimeoutError:
            raise httpcore.ConnectTimeout("no TLS handshake in time") from None
        except (OSError, ssl.SSLError) as problem:
            self._writer.close()
            raise httpcore.ConnectError(f"TLS failed: {problem}") from None
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # an idle connection with something to read was closed, or speaks out of turn
            return self._reader.unread or self._reader.at_eof() or self._writer.is_closing()
        return self._writer.get_extra_info(info)


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, judges every address it has, connects to one of those and no other."""

    def __init__(self, policy: AddressPolicy, resolve: Resolve | None = None) -> None:
        self.policy = policy
        self._resolve = resolve or system_resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (the base class's signature)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolve(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"{host} does not resolve in {timeout} s") from None
        except (OSError, UnicodeError) as problem:
            raise httpcore.ConnectError(f"{host} does not resolve: {problem}") from None
        for address in addresses:
            if objection := self.policy.objection(address, port):
                raise Refused(f"{host} leads to a forbidden place: {objection}", url=host)
        problem_seen: Exception = httpcore.ConnectError(f"{host} has no address")
        share = None if timeout is None else timeout / max(1, min(len(addresses), _TRIED_ADDRESSES))
        for address in by_turns(addresses)[:_TRIED_ADDRESSES]:
            try:
                async with asyncio.timeout(share):
                    return Stream(*await _open(address, port))
            except TimeoutError:
                problem_seen = httpcore.ConnectTimeout(f"{host} does not answer")
            except OSError as problem:
                problem_seen = httpcore.ConnectError(f"{host}: {problem.strerror or problem}")
        raise problem_seen

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 (the base class's signature)
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise Refused("unix sockets are not allowed", url=path)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
