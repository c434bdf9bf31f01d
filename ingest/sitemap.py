"""News sitemaps, plain sitemaps and sitemap indexes, capped: one may list 50,000 pages, an index may point in circles.

When the cap cuts, the newest by `news:publication_date` or `lastmod` stay, and what was cut is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ingest.links import web_link
from ingest.reading import MAX_ENTRIES, RawDocument, RawItem
from ingest.safe_xml import parse

#: How many child sitemaps of an index are worth following in one poll, the newest first.
MAX_SITEMAPS = 50


def read_sitemap(text: str, *, url: str = "") -> RawDocument | None:
    """A `urlset` or `sitemapindex` out of safe XML text; None when it is neither. `url` is its own address."""
    root = parse(text, recover=False)
    damaged = root is None
    if root is None:
        root = parse(text, recover=True)
    if root is None or not isinstance(root.tag, str):
        return None
    name = _local(root)
    if name not in ("urlset", "sitemapindex"):
        return None
    document = RawDocument(kind="sitemap", items=[], dropped=[], notes=[])
    if damaged:
        document.notes.append("not well formed")
        document.truncated = f"</{root.tag.rpartition('}')[2]}" not in text[-300:] and f":{name}>" not in text[-300:]
    if name == "sitemapindex":
        return _index(root, document, url)
    return _urls(root, document)


def _local(node: Any) -> str:
    return node.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(node.tag, str) else ""


def _fields(node: Any) -> dict[str, str]:
    """Leaf texts under a node by local name, the first of each; image and video parts are not the page's own."""
    found: dict[str, str] = {}
    pending = list(node)
    while pending:
        child = pending.pop(0)
        name = _local(child)
        if name in ("image", "video"):
            continue
        if len(child):
            pending.extend(child)
        elif child.text and child.text.strip():
            found.setdefault(name, child.text.strip())
    return found


def _urls(root: Any, document: RawDocument) -> RawDocument:
    nodes = [node for node in root if _local(node) == "url"]
    last = len(nodes) - 1
    items: list[RawItem] = []
    for position, node in enumerate(nodes):
        fields = _fields(node)
        link = web_link(fields.get("loc"))
        if document.truncated and position == last and not ("publication_date" in fields or "lastmod" in fields):
            document.dropped.append(f"item {position + 1}: cut off in the middle")
            continue
        if link is None:
            document.dropped.append(f"item {position + 1}: no web address")
            continue
        dates = (fields.get("publication_date"), fields.get("lastmod"))
        items.append(
            RawItem(
                link=link,
                title=fields.get("title", ""),
                dates=tuple(raw for raw in dates if raw),
                language=fields.get("language"),
                position=position,
            )
        )
        if document.title == "" and "name" in fields:
            document.title = fields["name"]
    if len(items) > MAX_ENTRIES:
        document.notes.append(
            f"{len(items) - MAX_ENTRIES} of {len(items)} URLs not read: over the cap, the newest were kept"
        )
        # Undated pages go last; the sort is stable, so the document's order decides among equals.
        items.sort(key=lambda item: item.dates[0] if item.dates else "", reverse=True)
        items = sorted(items[:MAX_ENTRIES], key=lambda item: item.position)
    document.items = items
    return document


def _index(root: Any, document: RawDocument, url: str) -> RawDocument:
    document.kind = "sitemap_index"
    children: dict[str, str] = {}
    cycles = 0
    for position, node in enumerate(node for node in root if _local(node) == "sitemap"):
        fields = _fields(node)
        link = web_link(fields.get("loc"), url or None)
        if link is None:
            document.dropped.append(f"item {position + 1}: no web address")
        elif link == url or link in children:
            cycles += 1
        else:
            children[link] = fields.get("lastmod", "")
    newest = sorted(_both_ends(list(children)), key=lambda link: children[link], reverse=True)
    if cycles:
        document.notes.append(f"{cycles} sitemaps point back or are listed twice")
    if len(newest) > MAX_SITEMAPS:
        document.notes.append(f"{len(newest) - MAX_SITEMAPS} of {len(newest)} sitemaps not followed: over the cap")
    document.sitemaps = tuple(newest[:MAX_SITEMAPS])
    return document


def _both_ends(links: list[str]) -> list[str]:
    """First, last, second, last but one ...: where none tells its age, the newest stand at the one end or the other."""
    return [link for pair in zip(links, reversed(links), strict=True) for link in pair][: len(links)]


def unseen(sitemaps: Iterable[str], seen: set[str]) -> tuple[tuple[str, ...], int]:
    """The sitemaps still to fetch and how many point in circles; adds the former to `seen`."""
    todo: list[str] = []
    cycles = 0
    for link in sitemaps:
        if link in seen:
            cycles += 1
        else:
            seen.add(link)
            todo.append(link)
    return tuple(todo), cycles
