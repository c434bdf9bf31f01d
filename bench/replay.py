"""Run the main job over recorded real feeds: every snapshot once, then the successive polls in their order.

`make replay` serves `../shared/real/feeds` from loopback. It prints what was read of each kind of feed, what each
round of polls brought, and whether any item came twice or was lost, by a count of links made without our reader.
"""

from __future__ import annotations

import gzip
import re
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from rich.console import Console
from rich.table import Table

from amur.line import RunReport, run
from amur.settings import load_settings
from ingest.records import Feed

REAL = Path(__file__).resolve().parents[2] / "shared" / "real" / "feeds"
KINDS = {"sitemaps": "sitemap", "gdelt": "gdelt"}


class Recorded:
    """The recorded feeds as a server sees them: snapshots never change, polled feeds go from round to round."""

    def __init__(self, folder: Path) -> None:
        self.snapshots = sorted(
            path
            for path in folder.rglob("*")
            if path.is_file() and path.suffix in (".xml", ".rss", ".json") and "polls" not in path.parts
            if path.name != "MANIFEST.json"
        )
        self.polls = {path.name: sorted(path.glob("*.xml.gz")) for path in sorted((folder / "polls").iterdir())}
        self.folder = folder
        self.round = 0

    @property
    def rounds(self) -> int:
        """How many polls the longest series has."""
        return max(len(series) for series in self.polls.values())

    def body(self, path: str) -> bytes | None:
        """What the server answers at this path in this round."""
        if path.startswith("/polls/"):
            series = self.polls[path.removeprefix("/polls/")]
            return gzip.decompress(series[min(self.round, len(series) - 1)].read_bytes())
        file = self.folder / path.removeprefix("/")
        return file.read_bytes() if file in self.snapshots else None

    def feeds(self, base: str, aside: str) -> tuple[list[Feed], list[Feed]]:
        """The snapshots' feeds, and those polled again and again. GDELT's, called every five seconds, stand aside."""
        kinds = [(path, KINDS.get(path.parent.name, "feed")) for path in self.snapshots]
        once = [
            self._feed(path.relative_to(self.folder).as_posix(), aside if kind == "gdelt" else base, kind)
            for path, kind in kinds
        ]
        return once, [self._feed(f"polls/{name}", base, "feed") for name in self.polls]

    @staticmethod
    def _feed(path: str, base: str, kind: str) -> Feed:
        language = "ru" if re.search("ru|vkr", path) else "zh" if re.search("-cn|china/cctv7|shinpai", path) else "en"
        return Feed(
            id=re.sub(r"[^a-z0-9]+", "-", path.casefold()).strip("-"),
            url=f"{base}/{path}",
            publisher=path,
            country={"ru": "RU", "zh": "CN", "en": "GB"}[language],
            language=language,
            timezone={"ru": "Europe/Moscow", "zh": "Asia/Shanghai", "en": "UTC"}[language],
            kind=kind,  # type: ignore[arg-type]
            content="feed",
        )


def serve(answer: Callable[[str], bytes | None], host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A loopback server in a thread that answers each path with these bytes."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = answer(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "application/json" if self.path.endswith(".json") else "application/xml")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer((host, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> int:
    """Exit status: 0 when every snapshot was read and nothing came twice or was lost."""
    if not REAL.is_dir():
        print(f"no recorded feeds at {REAL}; nothing to replay", file=sys.stderr)
        return 0
    recorded = Recorded(REAL)
    server = serve(recorded.body)
    aside = serve(recorded.body, "127.0.0.2")
    once, again = recorded.feeds(f"http://127.0.0.1:{server.server_port}", f"http://127.0.0.2:{aside.server_port}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="amur-replay-") as home:
        settings = load_settings(home=Path(home), allow_networks="127.0.0.0/8", per_host_spacing_s=0.0)
        first = run(settings, once, every=True)[-1]
        _snapshots(first, len(once))
        rounds = []
        for number in range(recorded.rounds):
            recorded.round = number
            rounds.append(run(settings, again, every=True)[-1])
        wrong = _rounds(rounds) + _compare(settings.snapshot, recorded)
    took, peak = time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(once)} snapshots and {recorded.rounds} rounds in {took:.1f} s, peak memory {peak:.0f} MB")
    return 1 if wrong or first.failed else 0


def _snapshots(report: RunReport, feeds: int) -> None:
    print(f"snapshots: {feeds - len(report.failed)} of {feeds} read, {report.entries} entries, {report.kept} kept")
    for feed, reason in report.failed:
        print(f"  not read: {feed}: {reason}")


def _rounds(rounds: list[RunReport]) -> int:
    table = Table("round", "failed", "new", "changed", "kept", "relevant", "figures", "agreements new")
    for number, report in enumerate(rounds, 1):
        load = report.load
        cells = (len(report.failed), load.entries_new, load.entries_changed, report.kept, report.relevant)
        table.add_row(str(number), *map(str, cells), str(load.figures), str(load.agreements_new))
    Console().print(table)
    return sum(len(report.failed) for report in rounds)


def _compare(snapshot: Path, recorded: Recorded) -> int:
    """Items twice in the warehouse, and links of the recorded files that never arrived."""
    from warehouse.readers.publish import open_snapshot

    with open_snapshot(snapshot) as connection:
        rows = connection.execute("SELECT feed_id, url, entry_id FROM entry WHERE feed_id LIKE 'polls-%'").fetchall()
    held = {(feed, url) for feed, url, _ in rows}
    doubled = len(rows) - len(held)
    told = {
        (f"polls-{name}", link)
        for name, series in recorded.polls.items()
        for file in series
        for link in _links(gzip.decompress(file.read_bytes()))
    }
    lost = {pair for pair in told if pair not in held}
    print(f"successive polls: {len(told)} links told, {len(rows)} entries held, {doubled} twice, {len(lost)} lost")
    for feed, link in sorted(lost)[:10]:
        print(f"  lost: {feed}: {link}")
    return doubled + len(lost)


def _links(body: bytes) -> set[str]:
    """The items' links, by plain pattern: a count that owes nothing to the reader under test."""
    import html

    items = re.findall(rb"<item\b.*?</item>", body, re.S)
    found = (re.search(rb"<link>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</link>", item, re.S) for item in items)
    return {html.unescape(match.group(1).decode()).strip() for match in found if match}


if __name__ == "__main__":
    sys.exit(main())
