"""Connections that can't be led astray: the address is judged where it is dialled, not where the URL is read."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
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


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, judges every address it has, connects to one of those and no other."""

    def __init__(self, policy: AddressPolicy, resolve: Resolve | None = None) -> None:
        self.policy = policy
        self._resolve = resolve or system_resolve
        self._net = httpcore.AnyIOBackend()

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
        for address in addresses[:_TRIED_ADDRESSES]:
            try:
                return await self._net.connect_tcp(address, port, timeout=share, socket_options=socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as problem:
                problem_seen = problem
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
