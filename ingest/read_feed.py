"""From the bytes of a feed to entries: RSS, RDF, Atom, JSON Feed, sitemaps, GDELT lists; decoded, made safe and dated.

The fast XML reader goes first; feedparser reads what it declines. Nothing but NotAFeed comes out of bad bytes.
"""

from __future__ import annotations

import json
import re
import zlib
from datetime import datetime

from ingest.dates import read_date, stamp, url_date
from ingest.encoding import Decoded, decode
from ingest.errors import NotAFeed
from ingest.gdelt import is_gdelt, read_gdelt
from ingest.identity import content_hash
from ingest.jsonfeed import is_json_feed, read_json_feed
from ingest.judge import judge
from ingest.links import canonical, target_of, web_link
from ingest.markup import one_line, paragraphs
from ingest.page_rules import rules
from ingest.reading import FeedReading, Hints, RawDocument, RawItem
from ingest.records import DateSource, Entry, Feed
from ingest.safe_xml import root_of, safe_xml
from ingest.salvage import read_xml
from ingest.sitemap import read_sitemap
from ingest.unseen import shown

__all__ = ["FeedReading", "Hints", "NotAFeed", "read_feed"]

#: A gzipped body (sitemap.xml.gz) is unpacked to at most this.
MAX_UNPACKED = 60_000_000

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|script|meta)\b", re.IGNORECASE)
_NAMED_FEED = re.compile(
    r"<link\b[^<>]{0,200}?type=[\"']?application/(?:rss|atom)\+xml[^<>]{0,200}?href=[\"']?([^\"'<>\s]{1,500})"
    r"|<link\b[^<>]{0,200}?href=[\"']?([^\"'<>\s]{1,500})[^<>]{0,200}?type=[\"']?application/(?:rss|atom)\+xml",
    re.IGNORECASE,
)
_FEED_TAG = re.compile(r"<(?:[\w.-]+:)?(?:rss|rdf|feed|channel|item|entry|urlset|sitemapindex)\b", re.IGNORECASE)
_HAN, _HAN_LETTER = frozenset(("zh", "ja", "ko")), re.compile("[\u4e00-\u9fff]{4}")
_CYRILLIC = frozenset(("ru", "uk", "be", "bg", "kk", "sr", "mk", "mn", "ky", "tg"))
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=\Z|[-_])")


def read_feed(
    body: bytes, content_type: str | None, feed: Feed, fetched_at: datetime, final_url: str | None = None
) -> FeedReading:
    """The feed document in `body`; entries carry no id yet (`identity.identify` gives it).

    `fetched_at` is aware; dates after it are clamped to it. `final_url` is where redirects led. Raises NotAFeed.
    """
    url = final_url or feed.url
    if body[:2] == b"\x1f\x8b":
        body = _gunzip(body, url)
    if not body.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise NotAFeed("the body is empty", url=url)
    decoded = decode(body, content_type, language=feed.language)
    try:
        document = _document(decoded.text, url, feed.kind)
    except NotAFeed as refused:
        raise NotAFeed(refused.problem, url=url) from None
    if document is None:
        raise NotAFeed(_looks_like(decoded.text, content_type), url=url)
    return _reading(document, decoded, feed, fetched_at, url)


def _gunzip(body: bytes, url: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, MAX_UNPACKED)
    except zlib.error as error:
        raise NotAFeed("gzip that can't be unpacked", url=url) from error
    if unpacker.unconsumed_tail:
        raise NotAFeed(f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB", url=url)
    return plain


def _document(text: str, url: str, declared: str) -> RawDocument | None:
    head = text[:200].lstrip("\ufeff \t\r\n\x00")[:1]
    if head in "{[" and head:
        return _json(text, declared)
    if "<" not in text[:5_000]:
        return _url_list(text)
    text = safe_xml(text)
    root = root_of(text)
    if root in ("urlset", "sitemapindex"):
        return read_sitemap(text, url=url)
    if root == "html" or not _FEED_TAG.search(text):
        return None
    document = read_xml(text)
    if document is None or not (document.items or document.dropped or document.truncated):
        # Where the fast reader finds nothing, the judge decides whether there is nothing.
        return judge(text) or document
    return document


def _json(text: str, declared: str) -> RawDocument | None:
    text = text.lstrip("\ufeff \t\r\n\x00")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if is_gdelt(value) or (declared == "gdelt" and value == {}):
        # A GDELT query without hits answers an empty object.
        return read_gdelt(value)
    if is_json_feed(value):
        return read_json_feed(value)
    return None


def _url_list(text: str) -> RawDocument | None:
    """A text sitemap: one URL a line and nothing else."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all(line.startswith(("http://", "https://")) and " " not in line for line in lines):
        return None
    document = RawDocument(kind="sitemap", items=[], dropped=[], notes=[])
    document.items = [RawItem(link=line, position=position) for position, line in enumerate(lines[:2_000])]
    if len(lines) > len(document.items):
        document.notes.append(f"{len(lines) - len(document.items)} of {len(lines)} URLs not read: over the cap")
    return document


def _looks_like(text: str, content_type: str | None) -> str:
    """What a body that is no feed is instead, for people."""
    head = text[:200_000]
    if _HTML.search(head[:5_000]) or "<html" in head.lower():
        words, shown = rules(), head.casefold()
        if any(word in shown for word in (*words.captcha, *words.challenge)):
            return "an HTML page that asks for a captcha or a browser check"
        if re.search(words.login, head, re.IGNORECASE):
            return "an HTML login page"
        named = _NAMED_FEED.search(head)
        return "an HTML page" + (f" that names a feed: {named[1] or named[2]}" if named else "")
    start = head.lstrip()[:1]
    if start in ("{", "["):
        return "JSON that is neither a JSON Feed nor a GDELT list"
    if start == "<":
        return "XML without a feed in it"
    told = (content_type or "").partition(";")[0].strip()
    return f"{told or 'plain text'} without a feed in it: {one_line(head[:300])[:80]!r}"


def _reading(document: RawDocument, decoded: Decoded, feed: Feed, fetched_at: datetime, url: str) -> FeedReading:
    base = web_link(document.link, url) or url
    dropped = list(document.dropped)
    entries: list[Entry] = []
    seen_at = fetched_at.isoformat()
    for item in document.items:
        try:
            entry = _entry(item, document, feed, fetched_at, seen_at, base)
        except Exception as error:  # one bad item must not cost the others; the reason says what to repair
            dropped.append(f"item {item.position + 1}: {type(error).__name__}: {error}")
            continue
        if isinstance(entry, str):
            dropped.append(f"item {item.position + 1}: {entry}")
        else:
            entries.append(entry)
    return FeedReading(
        entries=tuple(entries),
        kind=document.kind,
        encoding=decoded.encoding,
        title=one_line(document.title),
        dropped=tuple(dropped),
        truncated=document.truncated,
        hints=Hints(ttl_s=document.ttl_s),
        notes=tuple(dict.fromkeys((*decoded.notes, *document.notes))),
        sitemaps=document.sitemaps,
    )


def _entry(
    item: RawItem, document: RawDocument, feed: Feed, fetched_at: datetime, seen_at: str, base: str
) -> Entry | str:
    """The entry of an item, or why it is dropped."""
    if item.base:
        base = web_link(item.base, base) or base
    url = web_link(item.link, base)
    guid = item.guid
    if url is None and guid and (item.permalink or document.kind == "atom"):
        url = web_link(guid)
    title = one_line(item.title)
    if item.source and title.endswith(f" - {item.source}"):
        # Google News appends the outlet, which it also names in <source>.
        title = title[: -len(item.source) - 3].rstrip()
    summary = paragraphs(item.summary) if item.summary else ""
    content = paragraphs(item.content) if item.content else ""
    told, summary = stamp(summary)
    at, raw, source = _published((*item.dates, told) if told else item.dates, url, feed, fetched_at)
    if url is None and not (title or summary or content or guid) and source in ("fetched", "url"):
        return "neither link nor text"
    return Entry(
        entry_id="",
        feed_id=feed.id,
        guid=shown(guid) if guid else guid,
        url=(target_of(url) or url) if url else None,
        canonical_url=canonical(url) if url else None,
        title=title,
        summary=summary,
        content=content,
        language=_language(item.language or document.language, feed.language, title),
        author=one_line(item.author) if item.author else None,
        published_at=at.isoformat(),
        published_raw=shown(raw) if raw else raw,
        published_source=source,
        content_hash=content_hash(title, summary, content),
        seen_at=seen_at,
        position=item.position,
    )


def _language(told: str | None, declared: str, title: str) -> str:
    """What item or channel tell, unless the headline's letters say otherwise: generators put "en" into every feed."""
    match = _LANGUAGE.match(told or "")
    if match is None or match[0].lower() == declared:
        return declared
    language = match[0].lower()
    if not title.isascii():
        if language not in _HAN and _HAN_LETTER.search(title):
            return declared if declared in _HAN else "zh"
        if language not in _CYRILLIC and len(_CYRILLIC_LETTER.findall(title)) > len(title) / 3:
            return declared if declared in _CYRILLIC else "ru"
    return language


def _published(
    dates: tuple[str, ...], url: str | None, feed: Feed, fetched_at: datetime
) -> tuple[datetime, str | None, DateSource]:
    """When the item was published, the string that told it, and where the moment comes from.

    The first string that can be read counts, then the link's day, then the fetch. A moment after the fetch is clamped.
    """
    for raw in dates:
        moment = read_date(raw, timezone=feed.timezone, language=feed.language, now=fetched_at)
        if moment is not None:
            if moment.at > fetched_at:
                return fetched_at, raw, "fetched"
            return moment.at, raw, moment.source
    raw_seen = dates[0] if dates else None
    if url and (day := url_date(url, timezone=feed.timezone)) is not None and day <= fetched_at:
        return day, raw_seen, "url"
    return fetched_at, raw_seen, "fetched"
