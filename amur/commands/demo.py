"""`amur demo`: the main job on the bundled sample site, two days, with a receiver that shows the alerts it got."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

from rich.panel import Panel

from amur.commands.query import show
from amur.commands.run import closing_table, shown
from amur.commands.terminal import terminal
from amur.errors import Refusal
from amur.line import run
from amur.sample.corpus import Day
from amur.sample.server import SampleSite
from amur.settings import Settings

REGISTER = """
SELECT stage, type, list_transform(parties, lambda p: p.name) AS parties, value, unit, signed_on, place,
    mentions, publishers
FROM agreement ORDER BY first_reported_at, agreement_id
"""

#: Lies in a home that the demo made, and in no other.
MARK = ".amur-demo"
#: What a run and the demo write in a home, so what may go when the demo is shown again.
_OURS = {
    MARK,
    *(f"amur.duckdb{end}" for end in ("", ".guard", ".guard.partial", ".wal")),
    *("batches", "exports", "feeds.toml", "published", "senders"),
}


class Receiver:
    """A webhook on loopback that keeps what it is sent; use as a context manager."""

    def __init__(self) -> None:
        received: list[dict[str, Any]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self.received = received
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        """Its address as an Apprise URL."""
        return f"json://127.0.0.1:{self._server.server_port}/alerts"

    def __enter__(self) -> Receiver:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


def clear(home: Path) -> None:
    """Make the demo's home, anew where an earlier demo lies there; refuse a folder that holds anything else."""
    if home.exists() and not home.is_dir():
        raise Refusal(f"--keep {home}: that is no folder")
    held = sorted(path.name for path in home.iterdir()) if home.exists() else []
    if held and MARK not in held:
        raise Refusal(f"--keep {home}: the folder holds {held[0]}, and no demo; name a new or an empty one")
    if others := sorted(set(held) - _OURS):
        raise Refusal(f"--keep {home}: {others[0]} is not the demo's; move it, or name another folder")
    for name in held:
        path = home / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).touch()


def demo(settings: Settings, *, keep: Path | None, quiet: bool) -> int:
    """Exit status 0; the demo's own home is made anew, other data is not touched."""
    from ingest.feeds import read_feeds

    console = terminal()
    with ExitStack() as stack:
        home = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="amur-demo-")))
        receiver = stack.enter_context(Receiver())
        site = stack.enter_context(SampleSite())
        clear(home)
        feeds = read_feeds(site.feeds_file(home / "feeds.toml"))
        settings = settings.model_copy(
            update={
                "home": home,
                "allow_networks": "127.0.0.0/8",
                "per_host_spacing_s": 0.0,
                "alert_to": receiver.url,
            }
        )
        days: tuple[tuple[Day, str], ...] = ((1, "old news alerts nobody"), (2, "new stories, edits, a correction"))
        for day, says in days:
            site.day = day
            console.rule(f"Day {day} of the sample site: {site.now:%d %B %Y}: {says}")
            with shown(quiet) as progress:
                reports = run(settings, feeds, kind="demo", every=True, progress=progress, clock=lambda: site.now)
            for report in reports:
                closing_table(report, hint=False)
        console.rule(f"The receiver got {len(receiver.received)} messages")
        for message in receiver.received:
            console.print(Panel(message.get("message", ""), title=message.get("title", ""), title_align="left"))
        console.rule("The register: SELECT … FROM agreement")
        show(settings, REGISTER)
        if keep:
            console.print(f"Ask it yourself: [bold]amur --home {keep} query 'SELECT * FROM figure'[/]")
        else:
            console.print("Keep the data to ask it yourself: [bold]amur demo --keep data/demo[/]")
    return 0
