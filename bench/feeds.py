"""Feed reading against peers' suites: files, read, entries lost, titles, links and dates wrong, what can't be decided.

Expectations are gofeed's JSON where a file has one, else what feedparser reads (feedparser passes its own suite, so its
reading is its expectation). Where the two readings differ because the document itself leaves the choice open, the row
counts as undecidable, by reason.

Run: `python -m bench.feeds [--list SUITE] [--speed]`, with the development data beside the project.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import time
from calendar import timegm
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import msgspec

from ingest.errors import NotAFeed
from ingest.links import target_of, web_link
from ingest.markup import one_line
from ingest.read_feed import read_feed
from ingest.reading import FeedReading
from ingest.records import Entry, Feed

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "real"
SUFFIXES = {".xml", ".rss", ".atom", ".json", ".rdf", ".txt", ".html", ""}
NOW = datetime(2026, 11, 24, tzinfo=UTC)
FEED = Feed(
    id="bench", url="http://127.0.0.1:8097/feed", publisher="bench", country="GB", language="en", timezone="UTC"
)  # fmt: skip


class Expected(msgspec.Struct):
    """What a peer's suite says an item has; None where it says nothing."""

    title: str | None
    link: str | None
    date: datetime | None
    raw_date: str | None


class Row(msgspec.Struct):
    """Counts of one suite."""

    files: int = 0
    read: int = 0
    refused: int = 0
    entries: int = 0
    lost: int = 0
    titles: int = 0
    links: int = 0
    dates: int = 0
    crashes: int = 0
    slowest_s: float = 0.0
    undecidable: Counter[str] = msgspec.field(default_factory=Counter)
    faults: list[str] = []


def main() -> None:
    """Print the table; with --list the single faults of one suite too."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--list", metavar="SUITE", help="print each fault of this suite")
    options.add_argument("--speed", action="store_true", help="also feeds a second beside feedparser")
    chosen = options.parse_args()
    root = SHARED / "conformance"
    if not root.is_dir():
        sys.exit("no development data beside the project: ../shared/real/conformance")
    rows = {}
    for suite in sorted(path for path in root.iterdir() if path.is_dir()):
        if chosen.list in (None, suite.name):
            rows[suite.name] = run(suite)
    print(render(rows))
    if chosen.list:
        print("\n".join(rows[chosen.list].faults))
    if chosen.speed:
        print(speed())


def run(suite: Path) -> Row:
    """Read every file of a suite and compare."""
    headers = _headers(suite)
    row = Row(faults=[])
    for path in sorted(p for p in suite.rglob("*") if p.is_file() and p.suffix in SUFFIXES):
        if "LICENSE" in path.name or path.name.startswith(".") or path.name == "README":
            continue
        if suite.name == "gofeed" and path.suffix == ".json" and path.with_suffix(".xml").exists():
            continue
        row.files += 1
        _one(path, suite, headers.get(str(path.relative_to(suite.parent))), row)
    return row


def _headers(suite: Path) -> dict[str, str]:
    listing = suite.parent / f"{suite.name}_expectations.jsonl"
    if not listing.exists():
        return {}
    lines = [json.loads(line) for line in listing.read_text("utf-8").splitlines()]
    return {
        line["file"]: line["headers"]["content-type"] for line in lines if line.get("headers", {}).get("content-type")
    }


def _one(path: Path, suite: Path, content_type: str | None, row: Row) -> None:
    body, name = path.read_bytes(), str(path.relative_to(suite))
    started = time.perf_counter()
    reading: FeedReading | None = None
    refusal = ""
    try:
        reading = read_feed(body, content_type, FEED, NOW)
    except NotAFeed as error:
        refusal = error.problem
    except Exception as error:  # the table counts what should never happen
        row.crashes += 1
        row.faults.append(f"{name}: CRASH {type(error).__name__}: {error}")
    row.slowest_s = max(row.slowest_s, time.perf_counter() - started)
    expected = list(_expected(path, body, content_type))
    if reading is None:
        row.refused += 1
        if expected:
            row.entries += len(expected)
            if refusal.startswith("declares"):
                row.undecidable["entities refused"] += 1
            elif refusal.startswith("an HTML"):
                row.undecidable["HTML, no feed"] += 1
            else:
                row.lost += len(expected)
                row.faults.append(f"{name}: refused: {refusal}; {len(expected)} entries expected")
        return
    row.read += 1
    row.entries += len(expected)
    _compare(name, reading, expected, body, row)


def _expected(path: Path, body: bytes, content_type: str | None) -> Iterator[Expected]:
    told = path.with_suffix(".json")
    if "gofeed" in path.parts and path.suffix == ".xml" and told.exists():
        value = json.loads(told.read_text("utf-8"))
        for item in value.get("items") or value.get("entries") or []:
            links = item.get("links") or []
            link = item.get("link") or (links[0] if links and isinstance(links[0], str) else None)
            raw = item.get("published") or item.get("updated") or item.get("pubDate")
            date = item.get("publishedParsed") or item.get("updatedParsed") or item.get("pubDateParsed")
            yield Expected(item.get("title"), link, datetime.fromisoformat(date) if date else None, raw)
        return
    if path.suffix == ".json":
        return
    try:
        found = feedparser.parse(body, response_headers={"content-type": content_type or "application/xml"})
    except Exception:  # feedparser itself gives up on some files; then nothing is expected
        return
    for entry in found.entries:
        parsed = entry.get("published_parsed") or entry.get("updated_parsed")
        date = datetime.fromtimestamp(timegm(parsed), UTC) if parsed and parsed[0] > 0 else None
        raw = entry.get("published") or entry.get("updated")
        yield Expected(entry.get("title"), entry.get("link"), date, raw)


def _compare(name: str, reading: FeedReading, expected: list[Expected], body: bytes, row: Row) -> None:
    missing = len(expected) - len(reading.entries)
    if missing > 0:
        # Only items that the judge itself finds empty excuse a missing entry, one each.
        bare = min(missing, sum(map(_is_bare, expected)))
        row.undecidable["item without text, link and date"] += bare
        if reading.truncated and missing > bare:
            row.undecidable["item cut off"] += missing - bare
        elif missing > bare:
            row.lost += missing - bare
            row.faults.append(f"{name}: {missing} lost {reading.dropped[:2]} {reading.notes}")
        if missing == len(expected):
            return
    kept = [want for want in expected if want.title or want.link or len(expected) == len(reading.entries)]
    for want, got in zip(kept, reading.entries, strict=False):
        _title(name, want, got, row)
        _link(name, want, got, body, row)
        _date(name, want, got, row)


def _is_bare(want: Expected) -> bool:
    """Whether the judge's item says nothing: no words in the title, no web address, no date that the calendar has."""
    if one_line(want.title or "") or web_link(want.link, FEED.url):
        return False
    raw = (want.raw_date or "").strip()
    if want.date is None:
        return True
    try:
        datetime.fromisoformat(raw)
    except ValueError:
        # "2003-06-31" and "25:00" are rolled over by the judge; other forms are real dates to it.
        return bool(re.match(r"\d{4}-\d{2}-\d{2}", raw))
    return False


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _title(name: str, want: Expected, got: Entry, row: Row) -> None:
    if not want.title or _letters(one_line(want.title)) == _letters(got.title):
        return
    if got.title and want.title.startswith(got.title + " - "):
        # Google News appends the outlet that it also names in <source>: left out on purpose.
        return
    if _letters(want.title) == _letters(html.escape(got.title, quote=False)) or "&lt;" in want.title:
        row.undecidable["markup shown or meant"] += 1
        return
    if "\ufffd" in want.title or not _letters(want.title).isascii() or "encoding" in name:
        row.undecidable["encoding"] += 1
        return
    row.titles += 1
    row.faults.append(f"{name}: title {want.title[:60]!r} read as {got.title[:60]!r}")


def _link(name: str, want: Expected, got: Entry, body: bytes, row: Row) -> None:
    link = web_link(want.link, FEED.url) if want.link else None
    if not want.link or (got.url or "").rstrip("/") == (link or "").rstrip("/"):
        return
    if link is None or not want.link.lower().startswith(("http://", "https://")):
        row.undecidable["link that is no web address"] += 1
        return
    if got.url and (target_of(link) == got.url or (b"feedburner" in body and b"origLink" in body)):
        # Redirecting links of Google News and FeedBurner are replaced by where they lead, on purpose.
        return
    if got.url and got.url.split("://")[1].encode() in body.replace(b"&amp;", b"&"):
        row.undecidable["several links in an item"] += 1
        return
    row.links += 1
    row.faults.append(f"{name}: link {want.link[:80]!r} read as {got.url!r}")


def _date(name: str, want: Expected, got: Entry, row: Row) -> None:
    if want.date is None:
        return
    at = datetime.fromisoformat(got.published_at or "")
    if at == want.date.astimezone(UTC).replace(microsecond=0):
        return
    raw = (got.published_raw or want.raw_date or "").strip()
    if (
        re.fullmatch(r"\d{4}(-?\d{2})?|-?\d{2}-?\d{0,4}|-?\d{1,5}|\d{2,4}-?W?\d{0,3}.*", raw)
        and got.published_source == "fetched"
    ):
        row.undecidable["date without day or year"] += 1
    elif got.published_raw and want.raw_date and got.published_raw.strip() != want.raw_date.strip():
        row.undecidable["several dates"] += 1
    elif want.date > NOW or want.date.year < 1990:
        row.undecidable["date beyond the web's time"] += 1
    elif re.search(r":6[01]\b|T\d{6}[+-]|[+-][2-9]\d{3}\Z|\d BST\Z|\d [AP]M\Z", raw):
        # Seconds over 59, times without colons, offsets no zone has, British summer time, twelve hours.
        row.undecidable["time that the judge reads otherwise"] += 1
    else:
        row.dates += 1
        row.faults.append(
            f"{name}: date {want.raw_date!r} {want.date} read as {got.published_at} {got.published_source}"
        )


def render(rows: dict[str, Row]) -> str:
    """The table, Markdown."""
    lines = [
        "| suite | files | read | no feed | entries | lost | titles | links | dates | crashes | slowest | undecided |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for name, row in rows.items():
        reasons = ", ".join(f"{count} {reason}" for reason, count in row.undecidable.most_common())
        lines.append(
            f"| {name} | {row.files} | {row.read} | {row.refused} | {row.entries} | {row.lost} | {row.titles} "
            f"| {row.links} | {row.dates} | {row.crashes} | {row.slowest_s * 1000:.0f} ms | {reasons} |"
        )
    return "\n".join(lines)


def speed() -> str:
    """Feeds a second on the real feeds and on a plain feed of 30 items, ours beside feedparser."""
    bodies = [path.read_bytes() for path in sorted((SHARED / "feeds").glob("*/*.xml"))]
    plain = _plain(30)
    lines = ["| input | ours, feeds/s | feedparser, feeds/s | times |", "| --- | ---: | ---: | ---: |"]
    for label, sample, rounds in (("30 items, headline and lead", [plain], 60), ("real feeds", bodies, 2)):
        ours = _rate(lambda body: read_feed(body, None, FEED, NOW), sample, rounds)
        theirs = _rate(feedparser.parse, sample, max(1, rounds // 10))
        lines.append(f"| {label} | {ours:,.0f} | {theirs:,.0f} | {ours / theirs:.0f} |")
    return "\n".join(lines)


def _rate(read: object, sample: list[bytes], rounds: int) -> float:
    started = time.process_time()
    for _ in range(rounds):
        for body in sample:
            read(body)  # type: ignore[operator]
    return rounds * len(sample) / (time.process_time() - started)


def _plain(count: int) -> bytes:
    items = "".join(
        f"<item><title>Товарооборот вырос на {n},3%</title><link>https://example.com/2026/11/{n}-story.html</link>"
        f"<guid>https://example.com/{n}</guid><pubDate>Tue, 24 Nov 2026 09:{n % 60:02}:00 +0300</pubDate>"
        f"<description>Объём торговли между странами за {n} месяцев увеличился, сообщили там.</description></item>"
        for n in range(count)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Новости</title>{items}</channel></rss>'.encode()


if __name__ == "__main__":
    main()
