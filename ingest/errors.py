"""What can go wrong between a URL and an entry, as one tree.

    IngestError                 what was tried, on which feed or URL; `again` tells whether trying again helps
    ├── FeedsFileError          the feeds file is wrong: names file, line, feed and key
    ├── ArchiveError            a WARC file can't be read: names file and record
    ├── BackfillError           a line or record of a backfill file is no article: names file and line
    ├── NotAFeed                an answer that is no feed (login page, captcha, JSON of another kind)
    └── FetchError              a URL gave no answer that we can use
        ├── Refused             our own policy forbids it: scheme, port, private address
        ├── Forbidden           robots.txt forbids it
        ├── Unreachable         DNS, connection or TLS failed
        ├── TimedOut            connect, read or total deadline passed
        ├── TooLarge            more bytes than the caps allow
        ├── TooManyRedirects    a loop, or more hops than the cap
        ├── BadAnswer           bytes that are no HTTP or can't be decompressed
        ├── BadStatus           an HTTP status that is no success
        └── Waiting             the server asked us to come back later; `wait_s` says when

"Not modified" is a result, not an error. Messages never hold credentials: URLs pass through `address.redact`.
"""

from __future__ import annotations

from pathlib import Path


class IngestError(Exception):
    """Root of the tree. `again`: whether the same attempt may succeed later."""

    again: bool = False


class FeedsFileError(IngestError):
    """The feeds file can't be used; says which file, which line where it is known, which feed and which key."""

    def __init__(
        self,
        path: Path | str,
        problem: str,
        *,
        feed: str | None = None,
        key: str | None = None,
        line: int | None = None,
    ) -> None:
        self.path, self.problem, self.feed, self.key, self.line = str(path), problem, feed, key, line
        named = (f", line {line}" if line else "", f", feed {feed!r}" if feed else "", f", key {key!r}" if key else "")
        super().__init__(f"{path}{''.join(named)}: {problem}")


class ArchiveError(IngestError):
    """A WARC file is malformed; `record` counts from 1."""

    def __init__(self, path: Path | str, problem: str, *, record: int) -> None:
        self.path, self.problem, self.record = str(path), problem, record
        super().__init__(f"{path}, record {record}: {problem}")


class BackfillError(IngestError):
    """A line or record of a backfill file gives no article; `line` counts from 1, and is 0 for the file as a whole."""

    def __init__(self, path: Path | str, problem: str, *, line: int) -> None:
        self.path, self.problem, self.line = str(path), problem, line
        super().__init__(f"{path}{f', line {line}' if line else ''}: {problem}")


class NotAFeed(IngestError):
    """The answer is no feed; `problem` says what it looks like instead."""

    again = True

    def __init__(self, problem: str, *, url: str = "") -> None:
        self.problem, self.url = problem, url
        super().__init__(f"not a feed: {problem}" + (f" ({url})" if url else ""))


class FetchError(IngestError):
    """A URL gave nothing usable. `url` is redacted; `problem` is for people."""

    def __init__(self, problem: str, *, url: str, again: bool | None = None) -> None:
        self.problem, self.url = problem, url
        if again is not None:
            self.again = again
        super().__init__(f"{problem} ({url})")


class Refused(FetchError):
    """Our policy forbids this URL or the address behind it."""


class Forbidden(FetchError):
    """robots.txt forbids this URL to us."""


class Unreachable(FetchError):
    """No connection: the name does not resolve, nobody listens, TLS fails."""

    again = True


class TimedOut(FetchError):
    """Too slow; `again` is False once the total deadline is spent."""

    again = True


class TooLarge(FetchError):
    """The answer passes a cap on compressed or decompressed bytes."""


class TooManyRedirects(FetchError):
    """A redirect loop, or more hops than allowed."""


class BadAnswer(FetchError):
    """The bytes are no HTTP, or their compression is broken."""

    again = True


class BadStatus(FetchError):
    """An HTTP status that is no success."""

    def __init__(self, problem: str, *, url: str, status: int, again: bool) -> None:
        self.status = status
        super().__init__(problem, url=url, again=again)


class Waiting(FetchError):
    """The host asked us to wait `wait_s` seconds more; nothing was sent."""

    again = True

    def __init__(self, problem: str, *, url: str, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__(problem, url=url)
