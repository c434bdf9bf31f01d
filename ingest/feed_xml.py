"""RSS, RDF and Atom by lxml, several times as fast as feedparser, which stays the judge and the fallback.

Where the document is not well formed, `salvage` parses each item alone.
"""

from __future__ import annotations

from typing import Any

from ingest.feed_item import read_item
from ingest.feed_nodes import XML_NS, bare_text, is_core, local_name, split_tag, text_of
from ingest.reading import MAX_ENTRIES, Kind, RawDocument

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def read_root(root: Any) -> RawDocument | None:
    """The feed under a document's root; None where that is no feed's."""
    _, name = split_tag(root.tag)
    folded = name.lower()
    if folded in ("rss", "rdf"):
        kind: Kind = "rdf" if folded == "rdf" else "rss"
        channel = next((child for child in root if local_name(child) == "channel"), None)
        holder = root if channel is None else channel
        items = [child for child in holder if local_name(child) == "item"] if channel is not None else []
        items += [child for child in root if local_name(child) == "item"]
        if not items and channel is not None:
            items = [node for node in root.iter() if local_name(node) in ("item", "entry")]
    elif folded == "channel":
        kind, holder, items = "rss", root, [child for child in root if local_name(child) == "item"]
    elif folded == "feed":
        kind, holder, items = "atom", root, [child for child in root if local_name(child) == "entry"]
        if not items:
            items = [node for node in root.iter() if local_name(node) == "entry"]
    elif folded == "entry":
        kind, holder, items = "atom", root, [root]
    else:
        return None
    document = RawDocument(kind=kind, items=[], dropped=[], notes=[])
    _channel(holder, document)
    if len(items) > MAX_ENTRIES:
        document.notes.append(f"{len(items) - MAX_ENTRIES} of {len(items)} items not read: over the cap")
        items = items[:MAX_ENTRIES]
    for position, node in enumerate(items):
        document.items.append(read_item(node, position))
    return document


def _channel(holder: Any, document: RawDocument) -> None:
    """Fill in what the channel tells of itself: title, page, language, how often to ask for it (in seconds)."""
    document.language = holder.get(XML_NS + "lang")
    frequency = 1
    for child in holder:
        name = local_name(child)
        if name in ("item", "entry"):
            continue
        space = split_tag(child.tag)[0]
        if name == "title" and not document.title and is_core(space):
            document.title = text_of(child)
        elif name == "link" and document.link is None:
            rel = (child.get("rel") or "alternate").lower()
            href = child.get("href")
            if href and rel == "alternate":
                document.link = href
            elif not href and bare_text(child):
                document.link = bare_text(child)
        elif name == "language" and child.text and not document.language:
            document.language = bare_text(child)
        elif name == "ttl" and bare_text(child).isdecimal():
            document.ttl_s = min(int(bare_text(child)[:6]) * 60, _PERIODS["weekly"]) or None
        elif name == "updateperiod" and document.ttl_s is None:
            document.ttl_s = _PERIODS.get(bare_text(child).lower())
        elif name == "updatefrequency" and bare_text(child).isdecimal():
            frequency = max(1, int(bare_text(child)[:4]))
    if document.ttl_s and frequency > 1:
        document.ttl_s //= frequency
