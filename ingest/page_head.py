"""What a page says about itself: headline, moment, author, language, own address. JSON-LD first, then meta, then marks.

Dates in a page's masthead are the day of the crawl, so only dates that are marked as the article's, or stand beside its
headline, count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import msgspec

from ingest.dates import read_date, url_date, zone
from ingest.links import canonical, link_key, web_link
from ingest.markup import one_line
from ingest.page_rules import rules

#: Where a page's naive dates are, by its language: the outlets this project reads keep their capital's time.
ZONES = {"ru": "Europe/Moscow", "zh": "Asia/Shanghai"}
#: JSON-LD above this is a catalogue, not an article.
MAX_JSON = 400_000

_ARTICLE = re.compile(r"article|posting|report|webpage", re.IGNORECASE)
_META_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "publishdate", "pubdate", "publish_date",
    "published_time", "date.published", "dc.date.issued", "dc.date", "dcterms.created", "dcterms.date", "sailthru.date",
    "parsely-pub-date", "publishtime", "publication_date", "_pubtime", "article.published", "pub_date",
    "cxenseparse:recs:publishtime",
    "weibo: article:create_at", "apub:time", "og:published_time", "date",
)  # fmt: skip
_META_AUTHORS = (
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "dc.creator",
    "sailthru.author",
    "og:article:author",
    "mediaid",
)
_TITLE_CUTS = (" | ", " - ", " — ", " – ", " :: ", " // ", "_", "-", "|", "–", "—")
_NAMED_DATE = (
    "[itemprop=datePublished], time[datetime], time[pubdate], .date, .time, .pubtime, #pubtime, .publish-date, "
    ".article__date, .date-source, .info, .channel, .doc_header__publish_time"
)
_TEXT_DATE = re.compile(
    r"20\d\d\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}\s*日?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|\d{1,2}[:：]\d{2}[\s,|]+\d{1,2}\.\d{2}\.20\d\d"
    r"|\d{1,2}\.\d{2}\.20\d\d[\s,|в]+\d{1,2}:\d{2}|\d{1,2} [а-я]{3,8} 20\d\d(?: ?г\.?)?,?[\s|в]+\d{1,2}:\d{2}"
    r"|20\d\d年\d{1,2}月\d{1,2}日"
)


class Head(msgspec.Struct):
    """What the page says of itself; `body` is JSON-LD's article text, when it has one. Moments are ISO 8601."""

    title: str = ""
    author: str | None = None
    language: str | None = None
    published_at: str | None = None
    canonical_url: str = ""
    body: str = ""
    free: bool | None = None


def read_head(tree: Any, url: str, *, now: datetime) -> Head:
    """Read a lexbor tree before anything is cut from it."""
    meta = _meta(tree)
    linked = next(_articles(tree), {})
    head = Head(language=_language(tree, meta))
    head.canonical_url = _own_url(tree, meta, url)
    head.title = _title(tree, meta, linked)
    head.author = _author(tree, meta, linked)
    head.body = linked["articleBody"] if isinstance(linked.get("articleBody"), str) else ""
    free = linked.get("isAccessibleForFree")
    head.free = None if free is None else str(free).strip().lower() not in ("false", "0", "no")
    head.published_at = _published(tree, meta, linked, head, url, now)
    return head


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = (
            attributes.get("property")
            or attributes.get("name")
            or attributes.get("itemprop")
            or attributes.get("http-equiv")
        )
        content = attributes.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, the likeliest first."""
    weaker: list[dict[str, Any]] = []
    for node in tree.css("script[type='application/ld+json']"):
        text = node.text()
        if not text or len(text) > MAX_JSON:
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(value, 0):
            kinds = thing.get("@type")
            names = " ".join(str(kind) for kind in kinds) if isinstance(kinds, list) else str(kinds)
            if _ARTICLE.search(names):
                if "webpage" in names.lower() or not thing.get("headline"):
                    weaker.append(thing)
                else:
                    yield thing
    yield from weaker


def _things(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for part in value[:50]:
            yield from _things(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _things(value.get(key), depth + 1)


def _language(tree: Any, meta: dict[str, str]) -> str | None:
    root = tree.css_first("html")
    told = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    told = told or meta.get("content-language", "") or meta.get("og:locale", "")
    match = re.match(r"[A-Za-z]{2,3}(?=\Z|[-_,;\s])", told.strip())
    return match[0].lower() if match else None


def _own_url(tree: Any, meta: dict[str, str], url: str) -> str:
    """The page's own address: rel=canonical or og:url where it names a page of the same outlet, not its front page."""
    link = tree.css_first("link[rel=canonical]")
    told = (link.attributes.get("href") if link is not None else None, meta.get("og:url"))
    here = link_key(url)
    for raw in told:
        own = web_link(raw, url)
        if own is None:
            continue
        key = link_key(own)
        host, _, path = key.partition("/")
        if host.split(".")[-2:] == here.partition("/")[0].split(".")[-2:] and (path or not here.partition("/")[2]):
            return canonical(own)
    return canonical(url)


def _title(tree: Any, meta: dict[str, str], linked: dict[str, Any]) -> str:
    node = tree.css_first("title")
    whole = one_line(node.text()[:2_000])[:400] if node is not None else ""
    social = one_line(meta.get("og:title", "") or meta.get("twitter:title", ""))[:400]
    headline = linked.get("headline")
    told = one_line(headline)[:400] if isinstance(headline, str) else ""
    heads = [one_line(h1.text(separator=" ")) for h1 in tree.css("h1")[:6]]
    heads = [head for head in heads if 8 <= len(head) <= 300 or (len(head) >= 4 and not head.isascii())]
    wanted = _letters(whole + " " + social + " " + told)
    for head in heads:
        # The article's own headline is also said in the page's title; a site's logo in <h1> is, too, but is short.
        if _letters(head) in wanted and len(head) * 3 >= len(social or whole):
            return head
    if told:
        return told
    if social:
        return _cut(social, meta.get("og:site_name", ""))
    if len(heads) == 1:
        return heads[0]
    return _cut(whole, meta.get("og:site_name", ""))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _cut(title: str, site: str) -> str:
    """A title without the outlet's name at its end."""
    for cut in _TITLE_CUTS:
        main, found, tail = title.rpartition(cut)
        if not found or len(main) < 6:
            continue
        if site and _letters(tail) == _letters(site):
            return main.strip()
        if len(cut) > 1 and len(tail) <= 30 and len(main) > len(tail) and len(main) >= 20:
            return _cut(main.strip(), site)
        if cut == "_" or (not main.isascii() and len(tail) <= 12 and cut in ("-", "_", "|") and len(main) > len(tail)):
            return _cut(main.strip(), site)
    return title


def _author(tree: Any, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    names = list(_names(linked.get("author")))
    if not names:
        names = [meta[key] for key in _META_AUTHORS if key in meta and not meta[key].startswith(("http", "@"))][:1]
    if not names:
        nodes = tree.css(
            "[rel=author], [itemprop=author] [itemprop=name], [itemprop=author], .author-name, .byline__name"
        )
        names = [one_line(node.text(separator=" ")) for node in nodes[:3]]
    clean = [_byline().sub("", one_line(name)) for name in names]
    kept = list(dict.fromkeys(name for name in clean if _is_name(name)))
    return ", ".join(kept[:6]) or None


def _names(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if not value.startswith("http"):
            yield value
    elif isinstance(value, dict):
        yield from _names(value.get("name"))
    elif isinstance(value, list):
        for part in value[:8]:
            yield from _names(part)


@cache
def _byline() -> re.Pattern[str]:
    """What stands before an author's name."""
    return re.compile(rf"^(?:{'|'.join(rules().byline)})\s*[:：]?\s+", re.IGNORECASE)


def _is_name(name: str) -> bool:
    """Whether a byline is somebody: not a staff number (people.com.cn), an e-mail address or a template's filler."""
    return (
        1 < len(name) <= 80
        and any(char.isalpha() for char in name)
        and "@" not in name
        and name.casefold() not in rules().nobody
    )


def _published(
    tree: Any, meta: dict[str, str], linked: dict[str, Any], head: Head, url: str, now: datetime
) -> str | None:
    name = ZONES.get(head.language or "", "UTC")
    strings = [linked.get("datePublished"), linked.get("dateCreated")]
    strings += [meta.get(key) for key in _META_DATES]
    for node in tree.css(_NAMED_DATE)[:12]:
        attributes = node.attributes
        strings.append(attributes.get("datetime") or attributes.get("content") or _dated(node.text(separator=" ")))
    strings.append(_beside_headline(tree))
    day: str | None = None
    for raw in strings:
        if not isinstance(raw, str) or not raw.strip():
            continue
        moment = read_date(raw, timezone=name, language=head.language or "en", now=now)
        if moment is None or moment.at > now:
            continue
        if not moment.day_only:
            return moment.at.isoformat()
        # A later string may add the time of the same day.
        day = day or re.sub(r"\s", "", _local_day(moment.at, name))
    if day:
        return day
    told = url_date(url, timezone="UTC")
    return told.date().isoformat() if told is not None and told <= now else None


def _local_day(at: datetime, name: str) -> str:
    return at.astimezone(zone(name)).date().isoformat()


def _dated(text: str) -> str | None:
    match = _TEXT_DATE.search(text[:400])
    return match[0] if match else None


def _beside_headline(tree: Any) -> str | None:
    """A full date in the text right after the headline: Chinese outlets write it there without any mark."""
    node = tree.css_first("h1")
    headline = node.text(separator=" ").strip() if node is not None else ""
    for _ in range(3):
        if node is None or node.parent is None or not headline:
            return None
        node = node.parent
        # What stands before the headline is the masthead, with today's date.
        _, _, after = node.text(separator=" ").partition(headline)
        if found := _dated(after):
            return found
    return None
