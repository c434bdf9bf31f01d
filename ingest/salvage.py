"""XML feeds, well formed or not: a damaged document is read item by item, so that one bad item can't spoil the others.

Complete items are kept, a cut one is counted, and `truncated` keeps validators from advancing past what was lost.
"""

from __future__ import annotations

import re

from ingest.feed_item import CONTENT_SPACE, read_item
from ingest.feed_nodes import local_name
from ingest.feed_xml import read_root
from ingest.reading import MAX_ENTRIES, Kind, RawDocument
from ingest.safe_xml import parse, root_of

_ITEM_OPEN = re.compile(r"<((?:[\w.-]+:)?(?:item|entry))(?=[\s>/])", re.IGNORECASE)


def read_xml(text: str) -> RawDocument | None:
    """RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0 out of safe XML text; None when it is none of these."""
    root = parse(text, recover=False)
    return read_root(root) if root is not None else salvage(text)


def salvage(text: str) -> RawDocument | None:
    """Read a document that is not well formed item by item: complete ones are kept, the cut one is counted."""
    first = _ITEM_OPEN.search(text)
    root = root_of(text)
    if root not in ("rss", "rdf", "feed", "channel"):
        return None
    head = text[: first.start()] if first else text
    kind: Kind = {"feed": "atom", "rdf": "rdf"}.get(root, "rss")  # type: ignore[assignment]
    document = RawDocument(kind=kind, items=[], dropped=[], notes=["not well formed: items read one by one"])
    whole = parse(head, recover=True)
    if whole is not None:
        shell = read_root(whole)
        if shell is not None:
            document.title, document.link, document.language = shell.title, shell.link, shell.language
            document.ttl_s = shell.ttl_s
    tail = text.rstrip()[-200:].lower()
    if not re.search(r"</\s*(?:[\w.-]+:)?(?:rss|rdf|feed|channel)\s*>", tail):
        document.truncated = True
        document.notes.append("the document ends early")
    wrap_open, wrap_close = _wrapper(head, kind)
    for position, chunk in enumerate(_chunks(text, first.start() if first else len(text), document)):
        if position >= MAX_ENTRIES:
            document.notes.append("items over the cap not read")
            break
        wrapped = wrap_open + chunk + wrap_close
        node = parse(wrapped, recover=False)
        if node is None:
            node = parse(wrapped, recover=True)
            document.notes.append(f"item {position + 1} is not well formed")
        inner = None if node is None else next((n for n in node.iter() if local_name(n) in ("item", "entry")), None)
        if inner is None:
            document.dropped.append(f"item {position + 1}: its markup can't be read")
            continue
        document.items.append(read_item(inner, position))
    return document


def _chunks(text: str, start: int, document: RawDocument) -> list[str]:
    """The source of each item, from its opening tag to its closing one; a cut last one goes to `dropped`."""
    chunks: list[str] = []
    opens = [(m.start(), m[1]) for m in _ITEM_OPEN.finditer(text, start)]
    folded = text.lower()
    cursor = start
    # Where the next closing tag of each name stands, so that a hostile document is scanned once, not once an item.
    closes: dict[str, int] = {}
    for number, (at, name) in enumerate(opens):
        if at < cursor:
            continue
        if len(chunks) > MAX_ENTRIES:
            break
        close = f"</{name.lower()}"
        stop = closes.get(close, at)
        if 0 <= stop <= at:
            stop = closes[close] = folded.find(close, at)
        following = opens[number + 1][0] if number + 1 < len(opens) else None
        if stop < 0:
            if following is None:
                document.dropped.append(f"item {len(chunks) + 1}: cut off in the middle")
                document.truncated = True
                break
            chunks.append(text[at:following] + f"</{name}>")
            cursor = following
            continue
        end = folded.find(">", stop)
        if end < 0:
            document.dropped.append(f"item {len(chunks) + 1}: cut off in the middle")
            document.truncated = True
            break
        if following is not None and following < stop and "<![CDATA[" not in text[at:following]:
            # The closing tag is missing: the next item opens before it.
            chunks.append(text[at:following] + f"</{name}>")
            cursor = following
            continue
        chunks.append(text[at : end + 1])
        cursor = end + 1
    return chunks


def _wrapper(head: str, kind: Kind) -> tuple[str, str]:
    """An element around a lone item that declares every prefix of the document's head."""
    spaces = dict(re.findall(r"\sxmlns:([\w.-]+)\s*=\s*[\"']([^\"'<>&]*)[\"']", head[:50_000]))
    spaces.setdefault("dc", "http://purl.org/dc/elements/1.1/")
    spaces.setdefault("content", CONTENT_SPACE)
    spaces.setdefault("atom", "http://www.w3.org/2005/Atom")
    for prefix in ("media", "yandex", "rdf", "itunes", "rbc_news", "turbo", "georss", "slash", "wfw", "sy"):
        spaces.setdefault(prefix, f"urn:undeclared:{prefix}")
    default = re.search(
        r"<(?:rss|rdf:rdf|feed)\b[^<>]*\sxmlns\s*=\s*[\"']([^\"'<>&]*)[\"']", head[:50_000], re.IGNORECASE
    )
    base = default[1] if default else ("http://www.w3.org/2005/Atom" if kind == "atom" else "")
    attributes = "".join(
        f' xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items() if prefix.lower() != "xml" and uri
    )
    own = f' xmlns="{base}"' if base else ""
    return f"<amur{own}{attributes}>", "</amur>"
