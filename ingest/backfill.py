"""Articles out of files instead of feeds: JSON Lines by the analysis contract, and WARC files such as CC-NEWS.

Old news comes in this way, so whoever loads it does so in silence.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from ingest.archive import read_warc
from ingest.dates import read_date
from ingest.errors import ArchiveError, BackfillError
from ingest.links import canonical, link_key, web_link
from ingest.page import read_page
from ingest.unseen import shown

#: A line longer than this is no article (the longest real ones are Kremlin transcripts of 90,000 characters).
MAX_LINE = 8_000_000
#: "0001-01-01" is a placeholder; a day later than now is one where it is tomorrow already.
_FIRST_YEAR, _AHEAD = 1900, timedelta(days=1)
#: What is read; another language is left to be guessed by its letters.
_LANGUAGES = ("en", "ru", "zh")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SUFFIXES = {".jsonl": "lines", ".ndjson": "lines", ".json": "lines", ".warc": "warc"}


class Backfilled(msgspec.Struct, frozen=True, kw_only=True):
    """An article from a file. `published` is ISO 8601; `origin` names the file and its line or record."""

    id: str
    url: str | None = None
    canonical_url: str | None = None
    title: str = ""
    text: str = ""
    published: str | None = None
    language: str | None = None
    publisher: str | None = None
    fetched_at: str | None = None
    origin: str = ""


class _Line(msgspec.Struct):
    """A line as the analysis contract has it, or with the short names that news collections use for the same.

    Further keys are the writer's business.
    """

    id: str | int | None = None
    url: str | None = None
    title: str | None = ""
    text: str | None = ""
    published: str | None = None
    language: str | None = None
    publisher: str | None = None
    source_url: str | None = None
    date: str | None = None
    lang: str | None = None
    source: str | None = None


def articles_from(
    path: Path | str, *, on_problem: Callable[[BackfillError], None] | None = None, now: datetime | None = None
) -> Iterator[Backfilled]:
    """The articles of a `.jsonl` or `.warc` file, either also `.gz`, one by one; none was published after `now`.

    What is no article, or has a day of publication that can't be read or lies ahead, goes to `on_problem`, and the rest
    goes on; without it the first one is raised. A file of another kind, or one that can't be opened, raises
    BackfillError (line 0).
    """
    path, now = Path(path), now or datetime.now(UTC)
    kind = _SUFFIXES.get((path.with_suffix("") if path.suffix == ".gz" else path).suffix)
    if kind is None:
        raise BackfillError(path, "neither JSON Lines (.jsonl) nor WARC (.warc, .warc.gz)", line=0)

    def problem(line: int, what: str) -> None:
        error = BackfillError(path, what, line=line)
        if on_problem is None:
            raise error
        on_problem(error)

    yield from _from_lines(path, problem, now) if kind == "lines" else _from_warc(path, problem)


def _from_lines(path: Path, problem: Callable[[int, str], None], now: datetime) -> Iterator[Backfilled]:
    decoder = msgspec.json.Decoder(_Line)
    number = 0
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
            while raw := lines.readline(MAX_LINE + 1):
                number += 1
                if len(raw) > MAX_LINE and not raw.endswith(b"\n"):
                    while raw and not raw.endswith(b"\n"):  # its rest is no line of its own
                        raw = lines.readline(MAX_LINE)
                    problem(number, f"longer than {MAX_LINE // 1_000_000} MB")
                    continue
                if number == 1 and (wrong := _no_lines(raw)):
                    return problem(number, wrong)
                raw = raw.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else raw.strip()
                if not raw:
                    continue
                try:
                    article = _article(decoder.decode(raw), path, number, now)
                except ValueError as error:  # no JSON, no letters, or no article
                    problem(number, str(error))
                    continue
                yield article
    except (OSError, EOFError) as error:
        problem(number + 1, f"can't be read: {error}")


def _no_lines(first: bytes) -> str | None:
    """What a file is instead of JSON Lines, where its first line tells; else every line would be complained of."""
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16 letters: save the file as UTF-8"
    if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
        return "one JSON array, no JSON Lines: write an article a line, as `jq -c '.[]'` does"
    return None


def _article(line: _Line, path: Path, number: int, now: datetime) -> Backfilled:
    """The article of a line; raises ValueError with what is wrong."""
    title, text = " ".join(shown(line.title or "").split()), shown(line.text or "").strip()
    if not title and not text:
        raise ValueError("neither title nor text")
    told = line.url or line.source_url
    url = web_link(told) if told else None
    if told and url is None:
        raise ValueError(f"no web address: {shown(told[:100])}")
    published = line.published or line.date
    return Backfilled(
        id=str(line.id) if line.id is not None else _key(url, title + text),
        url=url,
        canonical_url=canonical(url) if url else None,
        title=title,
        text=text,
        published=_published(published.strip(), now) if published else None,
        language=_language(line.language or line.lang),
        publisher=" ".join(shown(line.publisher or line.source or "").split()) or (_host(url) if url else None),
        origin=f"{path.name}:{number}",
    )


def _language(told: str | None) -> str | None:
    """The language of a BCP 47 tag ("zh-Hans-CN"); None, so that it is guessed, where it is none that is read."""
    tag = (told or "").strip().lower().replace("_", "-").partition("-")[0]
    return tag if tag in _LANGUAGES else None


def _published(told: str, now: datetime) -> str:
    """The date or moment, as ISO 8601 that everybody reads; never after `now`.

    Raises ValueError where it can't be right: without it old news would count as of the day of loading.
    """
    try:
        day = date.fromisoformat(told) if len(told) <= len("2019-03-12") else None
        at = datetime.fromisoformat(told)
    except ValueError as error:
        raise ValueError(f"published {told[:40]!r} is no ISO 8601 date such as 2019-03-12") from error
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    if at.year < _FIRST_YEAR:
        raise ValueError(f"published {told[:40]!r} lies before {_FIRST_YEAR}")
    if at > now + _AHEAD:
        raise ValueError(f"published {told[:40]!r} lies ahead")
    return now.isoformat() if at > now else (day or at).isoformat()


def _from_warc(path: Path, problem: Callable[[int, str], None]) -> Iterator[Backfilled]:
    number = 0
    try:
        for number, answer in enumerate(read_warc(path), 1):
            kind = (answer.content_type or "text/html").lower()
            if answer.status != 200 or "html" not in kind:
                continue
            url = web_link(answer.url)
            if url is None:
                problem(number, f"no web address: {answer.url[:100]}")
                continue
            fetched = read_date(answer.fetched_at, timezone="UTC", language="en", now=_EPOCH)
            now = fetched.at if fetched else None
            page = read_page(answer.body, content_type=answer.content_type, url=url, now=now)
            if page.kind != "article":
                problem(number, f"no article but {page.kind}: {url}")
                continue
            yield Backfilled(
                id=_key(page.canonical_url, ""),
                url=url,
                canonical_url=page.canonical_url,
                title=page.title,
                text=page.text,
                published=page.published_at,
                language=page.language,
                publisher=_host(url),
                fetched_at=answer.fetched_at or None,
                origin=f"{path.name}:{number}",
            )
    except ArchiveError as error:
        problem(error.record, error.problem)
    except OSError as error:
        problem(number + 1, f"can't be read: {error}")


def _host(url: str) -> str:
    """The site, which stands for a publisher that nobody names: outlets are counted by it."""
    return link_key(url).partition("/")[0]


def _key(url: str | None, said: str) -> str:
    return hashlib.blake2b((canonical(url) if url else said).encode("utf-8", "replace"), digest_size=8).hexdigest()
