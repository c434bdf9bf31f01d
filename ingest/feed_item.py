"""One RSS item or Atom entry: which of its children tell its link, title, text, author and dates.

Only an item's own children speak for it: links nested deeper (RBC's `<link url=…>` in related_links), pictures' titles
and enclosures don't.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ingest.feed_nodes import XML_NS, bare_text, is_core, local_name, split_tag, text_of
from ingest.reading import RawItem

_DC = frozenset(
    ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.0/", "http://purl.org/metadata/dublin_core#")
)
_DCTERMS = "http://purl.org/dc/terms/"
CONTENT_SPACE = "http://purl.org/rss/1.0/modules/content/"
_FEEDBURNER = "http://rssnamespace.org/feedburner/ext/1.0"
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_XHTML = "http://www.w3.org/1999/xhtml"
#: What prefixes mean that no one declared, which survive in recovered documents.
_PREFIXES = {"dc": "http://purl.org/dc/elements/1.1/", "content": CONTENT_SPACE, "dcterms": _DCTERMS}
#: yandex:full-text (TASS), rbc_news:full-text (RBC) hold the whole article.
_FULL_TEXT = ("full-text", "fulltext")
_ISSUED = ("issued", "created", "available")


class _Parts(msgspec.Struct):
    """What an item's children tell, until all are read: one may stand in for another that is missing."""

    published: list[str] = []
    updated: list[str] = []
    #: each with its rank, the lowest first
    links: list[tuple[int, str]] = []
    creator: str = ""
    #: the whole article, and the content that the feed's own format has a place for
    full: str = ""
    encoded: str = ""
    itunes: str = ""
    picture: str = ""


def read_item(node: Any, position: int) -> RawItem:
    """An RSS item or Atom entry as its own children tell it; `position` is its place in the feed."""
    item = RawItem(position=position, base=node.base, language=node.get(XML_NS + "lang"))
    parts = _Parts()
    own_space = split_tag(node.tag)[0]
    for child in node:
        if not isinstance(child.tag, str):
            continue
        space, name = split_tag(child.tag)
        name = name.lower()
        if ":" in name:
            prefix, _, name = name.rpartition(":")
            space = _PREFIXES.get(prefix, prefix)
        if space == own_space or is_core(space):
            _take_core(item, parts, name, child)
        elif name in _FULL_TEXT:
            parts.full = parts.full or text_of(child)
        elif space in _DC:
            _take_dublin_core(item, parts, name, child)
        elif space == _DCTERMS:
            dates = parts.published if name in _ISSUED else parts.updated if name in ("modified", "date") else []
            dates.append(bare_text(child))
        else:
            _take_foreign(parts, space, name, child)
    if not item.guid:
        item.guid = node.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
        item.permalink = False
    if parts.links:
        item.link = min(parts.links, key=lambda found: found[0])[1]
    item.link = item.link or node.get("href") or node.get("HREF")
    item.title = item.title or parts.picture
    item.content = parts.full or parts.encoded
    item.summary = item.summary or parts.itunes
    item.author = item.author or parts.creator or None
    item.dates = tuple(raw for raw in (*parts.published, *parts.updated, node.get("LASTMOD")) if raw)
    return item


def _take_core(item: RawItem, parts: _Parts, name: str, child: Any) -> None:
    """Take what RSS and Atom themselves have a name for."""
    if name == "title":
        item.title = item.title or text_of(child)
    elif name == "link":
        _link(child, parts.links)
    elif name in ("guid", "id"):
        item.guid = bare_text(child) or None
        item.permalink = name == "guid" and (child.get("isPermaLink") or "true").strip().lower() != "false"
    elif name in ("description", "summary"):
        item.summary = item.summary or text_of(child)
    elif name in ("content", "fullitem", "body"):
        parts.encoded = parts.encoded or text_of(child)
        if name == "content" and not bare_text(child) and len(child) == 0 and child.get("src"):
            parts.links.append((3, child.get("src")))
    elif name in ("pubdate", "published", "issued"):
        parts.published.append(bare_text(child))
    elif name in ("updated", "modified", "created", "date", "lastbuilddate"):
        parts.updated.append(bare_text(child))
    elif name == "author":
        item.author = _author(child) or item.author
    elif name == "source" and child.text:
        item.source = child.text.strip()


def _take_dublin_core(item: RawItem, parts: _Parts, name: str, child: Any) -> None:
    """Take what Dublin Core tells, where the feed's own elements don't."""
    if name == "date":
        parts.published.append(bare_text(child))
    elif name in ("creator", "author"):
        parts.creator = parts.creator or bare_text(child)
    elif name == "title":
        item.title = item.title or text_of(child)
    elif name == "description":
        item.summary = item.summary or text_of(child)
    elif name == "identifier" and item.guid is None:
        item.guid = bare_text(child) or None


def _take_foreign(parts: _Parts, space: str, name: str, child: Any) -> None:
    """Take what other vocabularies tell: content, whole articles, links past a counter, podcasts, pictures."""
    if (name == "encoded" and space == CONTENT_SPACE) or (space == _XHTML and name in ("body", "div")):
        parts.encoded = parts.encoded or text_of(child)
    elif space == _FEEDBURNER and name == "origlink" and bare_text(child).startswith("http"):
        parts.links.append((-1, bare_text(child)))
    elif space.lower() == _ITUNES and name == "summary":
        parts.itunes = text_of(child)
    elif name == "title":
        # media:title is the picture's; it serves only an item without a title of its own.
        parts.picture = parts.picture or text_of(child)


def _link(child: Any, links: list[tuple[int, str]]) -> None:
    """Weigh one link of an item: its own page first, never an enclosure; nested links lie deeper and are not seen."""
    href = child.get("href")
    if href:
        rel = (child.get("rel") or "alternate").strip().lower()
        kind = (child.get("type") or "").lower()
        if rel in ("alternate", "http://www.iana.org/assignments/relation/alternate"):
            links.append((0 if not kind or "html" in kind else 1, href.strip()))
        elif rel in ("related", "via"):
            links.append((5, href.strip()))
        return
    if text := bare_text(child):
        links.append((0, text))


def _author(child: Any) -> str | None:
    """RSS tells an author as text, Atom by a name inside."""
    if len(child) == 0:
        return bare_text(child) or None
    return next((name for part in child if local_name(part) == "name" and (name := bare_text(part))), None)
