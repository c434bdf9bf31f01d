"""How fast the outbox drains: 10,000 queued messages to a webhook on loopback. `python -m bench.alerts`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from amur.alert_plan import alert_plan
from amur.deliver import deliver
from amur.settings import load_settings
from tests.alert_house import story
from tests.warehouse_batches import batch
from warehouse.load import load
from warehouse.schema import open_writer

MESSAGES = 10_000
#: A receiver in a process of its own: it reads a request and says 200.
RECEIVER = r"""
import asyncio, sys
async def serve(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(l.split(b":")[1]) for l in head.split(b"\r\n") if l.lower().startswith(b"content-length"))
            await reader.readexactly(length)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def main() -> None:
    """Print messages a second for the signed webhook and for Apprise's JSON, and from load to delivery of one."""
    receiver = subprocess.Popen([sys.executable, "-c", RECEIVER], stdout=subprocess.PIPE, text=True)
    assert receiver.stdout is not None
    port = int(receiver.stdout.readline())
    try:
        for scheme, count in (("amur+http", MESSAGES), ("json", MESSAGES // 10)):
            with tempfile.TemporaryDirectory() as folder:
                url = f"{scheme}://127.0.0.1:{port}/alerts"
                settings = load_settings(home=Path(folder), alert_to=url, webhook_secret="bench")
                began = time.perf_counter()
                _queue(settings, count)
                queued = time.perf_counter()
                done = deliver(settings, budget_s=3600)
                took = time.perf_counter() - queued
                print(
                    f"{scheme}: {done.sent} of {count} sent in {took:.2f} s, {done.sent / took:,.0f} a second "
                    f"(queued in {queued - began:.1f} s)"
                )
                began = time.perf_counter()
                _queue(settings, 1, first=count)
                deliver(settings)
                print(f"{scheme}: one more, from load to delivered: {time.perf_counter() - began:.2f} s")
    finally:
        receiver.kill()


def _queue(settings: object, count: int, first: int = 0) -> None:
    now = datetime.now(UTC)
    connection = open_writer(settings.database)  # type: ignore[attr-defined]
    articles = [story(number, now=now) for number in range(first, first + count)]
    load(connection, batch(*articles, key=f"b{first}"), now=now, plan=alert_plan(settings, now))  # type: ignore[arg-type]
    connection.close()


if __name__ == "__main__":
    main()
