"""A plain, fast feed server for benchmarks: any number of feeds of 30 items, on 50 loopback addresses, with ETags."""

from __future__ import annotations

import asyncio
import sys
from functools import lru_cache
from typing import cast

HOSTS = tuple(f"127.0.7.{number}" for number in range(1, 51))
ITEMS = 30
WORDS = "More words about it. " * 16


def urls(port: int, count: int) -> list[str]:
    """URLs of `count` feeds, spread evenly over the addresses."""
    return [f"http://{HOSTS[number % len(HOSTS)]}:{port}/feed/{number}.xml" for number in range(count)]


@lru_cache(maxsize=64)
def body(number: int) -> bytes:
    """Feed `number`, about 20 KB; its words differ from every other's."""
    items = "".join(
        f"<item><title>Trade report {number}-{n}: exports of goods grew by {n}.{number % 10} per cent</title>"
        f"<link>https://outlet{number}.example/news/2026/11/{n}.html</link><guid>outlet{number}-{n}</guid>"
        f"<pubDate>Mon, 23 Nov 2026 {n % 24:02}:{number % 60:02}:00 +0300</pubDate>"
        f"<description>Customs of region {number} said that trade in goods of group {n} grew. {WORDS}"
        f"</description></item>"
        for n in range(ITEMS)
    )
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Outlet {number}</title>'
    return f"{head}<link>https://outlet{number}.example/</link>{items}</channel></rss>".encode()


class _Client(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head, self._buffer = self._buffer[:end], self._buffer[end + 4 :]
            self._answer(head)

    def _answer(self, head: bytes) -> None:
        path = head.split(b" ", 2)[1]
        number = int(path.rpartition(b"/")[2].removesuffix(b".xml"))
        etag = b'"v%d"' % number
        if etag in head:
            self._transport.write(b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % etag)
            return
        content = body(number)
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n"
            % (etag, len(content))
            + content
        )


async def serve() -> None:
    """Listen on all addresses at one port, print it, and stay until killed."""
    loop = asyncio.get_running_loop()
    first = await loop.create_server(_Client, HOSTS[0], 0, backlog=1024)
    port = first.sockets[0].getsockname()[1]
    for host in HOSTS[1:]:
        await loop.create_server(_Client, host, port, backlog=1024)
    print(port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        sys.exit(0)
