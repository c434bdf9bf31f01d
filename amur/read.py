"""From a kept entry to an article: the feed's own text where the feed carries it, else the page's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from amur import batch
from amur.identity import article_id, key
from amur.poll import Clock, at_once, fetch_settings, real_clock
from amur.progress import Progress, Silent
from amur.records import ReadArticle, ScreenedEntry
from amur.same_article import why_another
from amur.settings import Settings
from ingest.archive import Archive
from ingest.dates import in_zone
from ingest.fetch import Fetcher
from ingest.page import read_page
from ingest.pages import PageFetch, fetch_pages
from ingest.records import Entry, Page
from ingest.robots import Robots
from transform.records import Article

#: what the step writes last: its presence means that the shard was read
ARTICLES = "articles.jsonl.gz"


def read(
    shards: Iterable[Path], settings: Settings, progress: Progress | None = None, clock: Clock = real_clock
) -> None:
    """Read the articles behind the kept entries of those shards that were not read yet; they are kept there.

    The pages of many shards are fetched at a time, by one fetcher that keeps every host's spacing for all of them and
    asks each site's robots.txt once. A page that can't be read leaves the entry's own title and summary as the
    article, with a remark: the news is not lost, and the entry is tried again in later runs.
    """
    shards = list(shards)
    with batch.held(shards):
        undone = [shard for shard in shards if not (shard / ARTICLES).exists()]
        if undone:
            asyncio.run(_read_all(undone, settings, progress or Silent(), clock))


async def _read_all(shards: list[Path], settings: Settings, progress: Progress, clock: Clock) -> None:
    async with Fetcher(fetch_settings(settings)) as fetcher:
        robots = Robots(fetcher)

        async def one(shard: Path) -> None:
            kept = [item for item in batch.read(shard / "screened.jsonl.gz", ScreenedEntry) if item.verdict == "keep"]
            wanted = [item.entry for item in kept if item.content == "page" and item.entry.url]
            asked = {str(entry.url): entry for entry in wanted}
            pages = await _fetch(shard, asked, fetcher, robots, progress, clock) if asked else {}
            now = clock().isoformat()
            batch.write(shard / ARTICLES, (_article(item, pages.get(item.entry.url or ""), now) for item in kept))

        await at_once(shards, one)


async def _fetch(
    shard: Path,
    asked: dict[str, Entry],
    fetcher: Fetcher,
    robots: Robots,
    progress: Progress,
    clock: Clock,
) -> dict[str, _Fetched]:
    """What the pages gave, by URL; the answers are archived in the shard."""
    pages: dict[str, _Fetched] = {}
    with Archive(shard / "pages.warc.gz") as archive:
        async for result in fetch_pages(asked, fetcher=fetcher, robots=robots, archive=archive, now=clock):
            pages[result.url] = _page_or_why(result, asked[result.url], clock())
            progress.advance("read")
    return pages


#: What may be gone at the next visit: a guard against robots, works on the site, a page that a script was to fill. Who
#: sells the text goes on selling it.
_PASSING = ("captcha", "maintenance", "consent", "empty")


class _Fetched(msgspec.Struct, frozen=True):
    """A page, or why there is none and whether another run may get it."""

    page: Page | None
    remark: str = ""
    again: bool = False


def _page_or_why(result: PageFetch, entry: Entry, now: datetime) -> _Fetched:
    """One page that trips the reader harms no other; a later run, or a later version, may read it."""
    try:
        return _page(result, entry, now)
    except Exception as problem:  # whatever a page can bring about
        return _Fetched(None, f"the page trips the reader: {type(problem).__name__}: {problem}"[:300], again=True)


def _page(result: PageFetch, entry: Entry, now: datetime) -> _Fetched:
    if result.response is None:
        return _Fetched(None, result.error or "no answer", result.again)
    response = result.response
    page = read_page(
        response.body, content_type=response.content_type, url=response.final_url, language=entry.language, now=now
    )
    if page.kind != "article" or not page.text.strip():
        again = page.kind in _PASSING or bool(response.truncated)
        return _Fetched(None, f"the page is no article: {page.kind}", again)
    if why := why_another(entry, page):
        return _Fetched(None, f"the page is not this article: {why}", again=True)
    if response.truncated:
        return _Fetched(page, f"the page is not all there: {response.truncated}", again=True)
    return _Fetched(page)


def _article(item: ScreenedEntry, fetched: _Fetched | None, now: str) -> ReadArticle:
    entry = item.entry
    fetched = fetched or _Fetched(None)
    page = fetched.page
    if page is not None:
        text, source = page.text, "page"
    elif entry.content:
        text, source = entry.content, "feed"
    else:
        text, source = entry.summary, "summary"
    published, published_source = _published(entry, page)
    title = entry.title or (page.title if page else "")
    return ReadArticle(
        article=Article(
            id=article_id(entry),
            url=entry.url,
            title=title,
            text=text,
            published=in_zone(published, item.timezone),
            publisher=item.publisher,
        ),
        entry_id=entry.entry_id,
        feed_id=entry.feed_id,
        canonical_url=entry.canonical_url or (page.canonical_url if page else entry.url),
        published_source=published_source,
        fetched_at=now,
        content_hash=key(f"{title}\n{text}"),
        text_source=source,
        remark=fetched.remark,
        again=fetched.again,
    )


def _published(entry: Entry, page: Page | None) -> tuple[str | None, str]:
    """The feed's date where it has one, else the page's, else the address's, else none but the time it was seen."""
    if entry.published_source in ("feed", "feed_local") and entry.published_at:
        return entry.published_at, entry.published_source
    if page is not None and page.published_at:
        return page.published_at, "page"
    return entry.published_at, entry.published_source
