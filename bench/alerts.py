"""How fast the outbox drains, and how soon news arrives: `python -m bench.alerts`.

10,000 queued messages to a webhook on loopback, signed and as Apprise's JSON; beside us Apprise's own sending, to the
same receiver. Then a load whose news is delivered while the channel is up, again and again.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from amur.alerts.channels import Channel
from amur.alerts.chat import Chat
from amur.alerts.deliver import deliver
from amur.alerts.feed import write_feed
from amur.alerts.message import notice
from amur.alerts.plan import alert_plan
from amur.settings import Settings, load_settings
from tests.alert_house import ask, story
from tests.warehouse_batches import batch
from warehouse.load import load
from warehouse.readers.publish import publish
from warehouse.schema import open_writer

MESSAGES, BY_APPRISE, NEWS = 10_000, 500, 20
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
    """Print messages a second for each way of sending, and seconds from load to delivery."""
    receiver = subprocess.Popen([sys.executable, "-c", RECEIVER], stdout=subprocess.PIPE, text=True)
    assert receiver.stdout is not None
    port = int(receiver.stdout.readline())
    try:
        for scheme in ("amur+http", "json"):
            _in_a_house(f"{scheme}://127.0.0.1:{port}/alerts", _drain)
        _by_apprise(f"json://127.0.0.1:{port}/alerts")
        _in_a_house(f"amur+http://127.0.0.1:{port}/alerts", _news)
    finally:
        receiver.kill()


def _in_a_house(url: str, measure: Callable[[Settings], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        measure(load_settings(home=Path(folder), alert_to=url, webhook_secret="bench"))


def _drain(settings: Settings) -> None:
    _queue(settings, MESSAGES)
    began = time.perf_counter()
    done = deliver(settings, budget_s=3600)
    took = time.perf_counter() - began
    scheme = settings.alert_to.partition(":")[0]
    print(f"{scheme}: {done.sent} of {MESSAGES} sent in {took:.2f} s, {done.sent / took:,.0f} a second")


def _by_apprise(url: str) -> None:
    """The peer: one `notify` a message."""
    chat, message = (
        Chat(Channel(name="peer", url=url)),
        notice("A title", ["A line of a hundred letters. " * 4] * 8, "k"),
    )
    began = time.perf_counter()
    taken = sum(chat.send(message).verdict == "taken" for _ in range(BY_APPRISE))
    rate = taken / (time.perf_counter() - began)
    print(f"apprise {version('apprise')} itself: {taken} of {BY_APPRISE} sent, {rate:,.0f} a second")


def _news(settings: Settings) -> None:
    """Batches of five new agreements, one after another: from before the load until all is marked as delivered."""
    took = []
    for number in range(NEWS):
        began = datetime.now(UTC).replace(tzinfo=None)
        _queue(settings, 5, first=5 * number)
        publish(settings.home)
        write_feed(settings)
        assert deliver(settings).sent == 5
        ((sent_at,),) = ask(settings, "SELECT max(sent_at) FROM alert")
        took.append((sent_at - began).total_seconds())
    print(f"from load to delivered, {NEWS} times: p50 {statistics.median(took):.2f} s, longest {max(took):.2f} s")


def _queue(settings: Settings, count: int, first: int = 0) -> None:
    now = datetime.now(UTC)
    connection = open_writer(settings.database)
    articles = [story(number, now=now) for number in range(first, first + count)]
    load(connection, batch(*articles, key=f"b{first}"), now=now, plan=alert_plan(settings, now))
    connection.close()


if __name__ == "__main__":
    main()
