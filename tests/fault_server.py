"""A server that misbehaves as told: real sockets on several loopback addresses, scripted bytes, timing and phases.

with FaultServer() as server:
    server.on("/feed.xml", Answer(body=RSS), Answer(status=304))   # first visit, second and later ones
    server.url("/feed.xml", host="127.0.0.2")
    server.visits("/feed.xml")                                      # what was asked, with headers
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus

HOSTS = tuple(f"127.0.0.{number}" for number in range(1, 9))


@dataclass(frozen=True)
class Visit:
    """One request as it came: `at` is the server's monotonic clock in seconds."""

    host: str
    path: str
    headers: dict[str, str]
    at: float


@dataclass(frozen=True)
class Answer:
    """What to send. `raw` replaces everything, the head too; `drip_s` sends a byte of it, or else of the body, at a
    time; `cut` closes after so many bytes of the body.

    `delay_s` holds the answer back. A missing Content-Type is sent as RSS; None leaves it out.
    """

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str | None = "application/rss+xml; charset=utf-8"
    raw: bytes | None = None
    drip_s: float | None = None
    cut: int | None = None
    delay_s: float = 0.0

    def head(self) -> bytes:
        body = self.payload()
        fields = dict(self.headers)
        if self.content_type is not None:
            fields.setdefault("Content-Type", self.content_type)
        if self.status != 304:
            fields.setdefault("Content-Length", str(len(body)))
        try:
            phrase = HTTPStatus(self.status).phrase
        except ValueError:
            phrase = "Odd"
        lines = [f"HTTP/1.1 {self.status} {phrase}", *(f"{key}: {value}" for key, value in fields.items())]
        return "\r\n".join(lines).encode() + b"\r\n\r\n"

    def payload(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


Phase = Answer | Callable[[Visit], Answer]


class FaultServer:
    """Serves in a thread of its own; phases of a path follow each other by visits, the last one stays."""

    def __init__(self, hosts: Iterable[str] = HOSTS) -> None:
        self.hosts = tuple(hosts)
        self.port = 0
        self._routes: dict[tuple[str | None, str], list[Phase]] = {}
        self._visits: list[Visit] = []
        self._served: dict[tuple[str | None, str], int] = {}
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._stop: asyncio.Event | None = None

    def on(self, path: str, *phases: Phase, host: str | None = None) -> str:
        """Script a path (of one host, or of all); returns its URL."""
        self._routes[host, path] = list(phases)
        self._served[host, path] = 0
        return self.url(path, host or self.hosts[0])

    def url(self, path: str, host: str | None = None) -> str:
        return f"http://{host or self.hosts[0]}:{self.port}{path}"

    def visits(self, path: str | None = None) -> list[Visit]:
        return [visit for visit in self._visits if path is None or visit.path == path]

    def __enter__(self) -> FaultServer:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._main())
        self._loop.close()

    async def _main(self) -> None:
        self._stop = asyncio.Event()
        servers = [await asyncio.start_server(self._client, self.hosts[0], 0)]
        self.port = servers[0].sockets[0].getsockname()[1]
        for host in self.hosts[1:]:
            servers.append(await asyncio.start_server(self._client, host, self.port))
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split(" ")[1]
        headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
        host = writer.get_extra_info("sockname")[0]
        visit = Visit(host, path, headers, self._loop.time())
        self._visits.append(visit)
        answer = self._answer(visit)
        if answer.delay_s:
            await asyncio.sleep(answer.delay_s)
        if answer.raw is not None:
            await _send(writer, answer.raw, answer.drip_s)
            return False
        writer.write(answer.head())
        body = answer.payload()
        if answer.drip_s is not None:
            await _send(writer, body, answer.drip_s)
        elif answer.cut is not None:
            writer.write(body[: answer.cut])
            await writer.drain()
            return False
        elif answer.status != 304:
            writer.write(body)
        await writer.drain()
        return True

    def _answer(self, visit: Visit) -> Answer:
        key: tuple[str | None, str] = (visit.host, visit.path)
        if key not in self._routes:
            key = (None, visit.path)
        phases = self._routes.get(key)
        if not phases:
            return Answer(status=404, body="no such page", content_type="text/plain")
        number = self._served[key]
        self._served[key] = number + 1
        phase = phases[min(number, len(phases) - 1)]
        return phase if isinstance(phase, Answer) else phase(visit)


async def _send(writer: asyncio.StreamWriter, data: bytes, drip_s: float | None) -> None:
    """All of it, at once or a byte at a time."""
    if drip_s is None:
        writer.write(data)
    else:
        for byte in data:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(drip_s)
    await writer.drain()
