"""Reads and checks the feeds file: which feeds there are and what we know of each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ingest.address import check_url, split_credentials
from ingest.errors import FeedsFileError, Refused
from ingest.records import Feed

_REQUIRED = ("id", "url", "publisher", "country", "language", "timezone")
_OPTIONAL = ("kind", "interval", "content", "note")
_KINDS = ("feed", "sitemap", "gdelt")
_CONTENTS = ("page", "feed")
_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*feed[ \t]*\]\]", re.MULTILINE)
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_DURATION = re.compile(r"(\d{1,5})\s*(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
#: A feed is asked at most every minute and at least once a month, whatever its entry says.
_SHORTEST_S, _LONGEST_S = 60, 30 * 86_400


def read_feeds(path: Path | str) -> tuple[Feed, ...]:
    """The feeds of a file, in its order; raises FeedsFileError naming file, line, feed and key."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")  # some editors put a byte order mark first
    except FileNotFoundError:
        raise FeedsFileError(path, "there is no such file") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise FeedsFileError(path, f"can't be read: {problem}") from None
    return parse_feeds(text, path)


def parse_feeds(text: str, path: Path | str) -> tuple[Feed, ...]:
    """The feeds of a feeds file's text; `path` is what errors call it."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise FeedsFileError(path, f"is no TOML: {problem}") from None
    if unknown := sorted(table.keys() - {"feed"}):
        found = re.search(rf"^[ \t]*\[*[ \t\"']*{re.escape(unknown[0])}\b", text, re.MULTILINE)
        line = _line_at(text, found.start()) if found else None
        raise FeedsFileError(path, "unknown key at the top; feeds stand under [[feed]]", key=unknown[0], line=line)
    rows = table.get("feed", [])
    if not isinstance(rows, list) or not rows:
        raise FeedsFileError(path, "holds no feed; each one is a [[feed]] table")
    feeds: list[Feed] = []
    ids: set[str] = set()
    urls: dict[str, str] = {}
    heads = [head.start() for head in _HEAD.finditer(text)]
    for number, row in enumerate(rows):
        try:
            feed = _feed(path, number + 1, row)
            _refuse_twin(path, feed, ids, urls)
        except FeedsFileError as error:
            line = _line(text, heads[number:], error.key) if len(heads) == len(rows) else None
            raise FeedsFileError(path, error.problem, feed=error.feed, key=error.key, line=line) from None
        feeds.append(feed)
    return tuple(feeds)


def _line(text: str, heads: Sequence[int], key: str | None) -> int:
    """The line of a key in the feed that begins at the first of `heads`; of its head where the key stands nowhere."""
    start, end = (*heads, len(text))[:2]
    found = re.search(rf"^[ \t]*[\"']?{re.escape(key or '')}[\"']?[ \t]*=", text[start:end], re.MULTILINE)
    return _line_at(text, start + (found.start() if found else 0))


def _line_at(text: str, start: int) -> int:
    return text.count("\n", 0, start) + 1


def duration_s(text: str) -> int:
    """Seconds of "90s", "15m", "1h" or "2d"; raises ValueError for anything else."""
    match = _DURATION.fullmatch(text.strip().lower())
    if match is None:
        raise ValueError(f"{text!r} is no duration such as 30m, 1h or 1d")
    return int(match[1]) * _SECONDS[match[2]]


def duration_text(seconds: int) -> str:
    """The shortest exact form: 3600 → "1h"."""
    unit = next(unit for unit in ("d", "h", "m", "s") if seconds % _SECONDS[unit] == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"


def bare_url(url: str) -> str:
    """A URL's form for telling feeds apart: scheme, user, "www.", default port, last slash, fragment don't matter."""
    bare, _ = split_credentials(url.partition("#")[0])
    rest = bare.partition("//")[2]
    host, slash, path = rest.partition("/")
    host = host.lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
    return (host + slash + path).rstrip("/")


def _feed(path: Path | str, number: int, row: Any) -> Feed:
    if not isinstance(row, dict):
        raise FeedsFileError(path, "is no table", feed=f"number {number}")
    name = row["id"] if isinstance(row.get("id"), str) else f"number {number}"
    if unknown := sorted(row.keys() - {*_REQUIRED, *_OPTIONAL}):
        raise FeedsFileError(
            path, f"unknown; known are {', '.join((*_REQUIRED, *_OPTIONAL))}", feed=name, key=unknown[0]
        )
    for key in _REQUIRED:
        if key not in row:
            raise FeedsFileError(path, "missing", feed=name, key=key)
    for key, value in row.items():
        if not isinstance(value, str):
            raise FeedsFileError(path, f"must be text, not {value!r}", feed=name, key=key)
        if not value.strip() and key != "note":
            raise FeedsFileError(path, "is empty", feed=name, key=key)
    for key, problem in problems(row):
        raise FeedsFileError(path, problem, feed=name, key=key)
    return Feed(
        id=row["id"],
        url=row["url"],
        publisher=row["publisher"],
        country=row["country"],
        language=row["language"],
        timezone=row["timezone"],
        kind=row.get("kind", "feed"),
        interval_s=duration_s(row.get("interval", "1h")),
        content=row.get("content", "page"),
        note=row.get("note", ""),
    )


def problems(row: Mapping[str, str]) -> list[tuple[str, str]]:
    """(key, what is wrong) for each value that can't be used."""
    found: list[tuple[str, str]] = []
    if not _ID.fullmatch(row["id"]):
        found.append(("id", "use a-z, 0-9, dot, dash and underscore, 80 at most"))
    try:
        check_url(row["url"])
    except Refused as refusal:
        found.append(("url", refusal.problem))
    if not re.fullmatch("[A-Z]{2}", row["country"]):
        found.append(("country", f"{row['country']!r} is no ISO 3166 code of two capitals"))
    if not re.fullmatch("[a-z]{2}", row["language"]):
        found.append(("language", f"{row['language']!r} is no ISO 639 code of two small letters"))
    try:
        ZoneInfo(row["timezone"])
    except (ValueError, OSError, KeyError):
        found.append(("timezone", f"{row['timezone']!r} is no IANA zone such as Asia/Shanghai"))
    if row.get("kind", "feed") not in _KINDS:
        found.append(("kind", f"{row['kind']!r} is none of {', '.join(_KINDS)}"))
    if row.get("content", "page") not in _CONTENTS:
        found.append(("content", f"{row['content']!r} is none of {', '.join(_CONTENTS)}"))
    try:
        seconds = duration_s(row.get("interval", "1h"))
        if not _SHORTEST_S <= seconds <= _LONGEST_S:
            found.append(("interval", "must lie between 60s and 30d"))
    except ValueError as problem:
        found.append(("interval", str(problem)))
    return found


def _refuse_twin(path: Path | str, feed: Feed, ids: set[str], urls: dict[str, str]) -> None:
    """Note the feed's id and URL among those before it; one that stands there already is refused."""
    if feed.id in ids:
        raise FeedsFileError(path, "stands twice", feed=feed.id, key="id")
    ids.add(feed.id)
    twin = urls.setdefault(bare_url(feed.url), feed.id)
    if twin != feed.id:
        raise FeedsFileError(path, f"is the URL of feed {twin!r} too", feed=feed.id, key="url")
