"""The sample site on loopback: a small HTTP/1.1 server that answers as an outlet's server does."""

from __future__ import annotations

import gzip
import sys
import threading
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from amur.sample.corpus import Day, SampleFeed, read_feeds
from amur.sample.render import Resource, feed_path
from amur.sample.site import VISITS, build_site

FEED_ENTRY = """\
[[feed]]
id = "{feed.id}"
url = "{url}"
publisher = "{feed.publisher}"
country = "{feed.country}"
language = "{feed.language}"
timezone = "{feed.timezone}"
kind = "{kind}"
interval = "1h"
content = "{feed.content}"
note = "{feed.quirk}"
"""


class SampleSite:
    """The site while it is served: `with SampleSite() as site: ...`.

    `day` is 1 or 2 and may be set at any time. `port` 0 takes any free one. `requests` lists what was asked and
    answered, as (method, path, status), in order.
    """

    def __init__(self, day: Day = 1, port: int = 0) -> None:
        self._day: Day = day
        self._port = port
        self._days: Mapping[Day, Mapping[str, Resource]] = {}
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        #: while True every path answers 503
        self.down = False
        self.requests: list[tuple[str, str, int]] = []

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", self._port), _Handler)
        self._server.site = self
        self._days = {1: build_site(self.base_url, 1), 2: build_site(self.base_url, 2)}
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="sample-site", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        if self._thread is not None:
            self._thread.join()

    @property
    def base_url(self) -> str:
        """Where the site is served, without a slash at the end. Raises RuntimeError when it is not."""
        if self._server is None:
            raise RuntimeError("the sample site is served only inside its `with` block")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def day(self) -> Day:
        """The day that the site shows."""
        return self._day

    @day.setter
    def day(self, value: Day) -> None:
        if value not in VISITS:
            raise ValueError(f"the sample site has days 1 and 2, not {value}")
        self._day = value

    @property
    def now(self) -> datetime:
        """The moment at which a reader would come by on this day: after the day's last article."""
        return VISITS[self._day]

    def resource(self, path: str) -> Resource | None:
        """What a path answers with today."""
        return self._days[self._day].get(path)

    def paths(self) -> tuple[str, ...]:
        """Every path that the site answers today."""
        return tuple(self._days[self._day])

    def feed_url(self, feed: SampleFeed) -> str:
        """The address of a feed's document."""
        return f"{self.base_url}{feed_path(feed)}"

    def feeds_file(self, path: Path) -> Path:
        """Write the feeds file of this site and return its path."""
        entries = [
            FEED_ENTRY.format(
                feed=feed, url=self.feed_url(feed), kind="sitemap" if feed.format == "sitemap" else "feed"
            )
            for feed in read_feeds()
        ]
        path.write_text("\n".join(entries), encoding="utf-8")
        return path


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    site: SampleSite

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a client that hung up go in silence; what else breaks is shown as ever."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleSite"
    # Without these two, headers and body leave in two packets and each answer waits 40 ms for a delayed ACK.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the demo's own lines are what its reader wants to see."""

    def _answer(self, *, with_body: bool) -> None:
        site = self.server.site
        path = urlsplit(self.path).path
        resource = site.resource(path)
        if site.down:
            status, headers, body = HTTPStatus.SERVICE_UNAVAILABLE, {"Content-Type": "text/plain"}, b"Down\n"
        elif resource is None:
            status, headers, body = HTTPStatus.NOT_FOUND, {"Content-Type": "text/plain"}, b"Not found\n"
        else:
            headers = {
                "Content-Type": resource.content_type,
                "ETag": resource.etag,
                "Last-Modified": format_datetime(resource.modified, usegmt=True),
                "Cache-Control": "max-age=60",
                "Vary": "Accept-Encoding",
            }
            status, body = HTTPStatus.OK, resource.body
            if self._is_fresh(resource):
                status, body = HTTPStatus.NOT_MODIFIED, b""
            elif "gzip" in self.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                body = gzip.compress(body, mtime=0)
        site.requests.append((self.command, self.path, int(status)))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)
        self.wfile.flush()

    def _is_fresh(self, resource: Resource) -> bool:
        """Whether the asker holds this very version; an ETag outranks a date (RFC 9110, 13.2.2)."""
        held = self.headers.get("If-None-Match")
        if held is not None:
            return resource.etag in [tag.strip().removeprefix("W/") for tag in held.split(",")]
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return resource.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except ValueError:
            return False
