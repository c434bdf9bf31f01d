"""Names and texts of a feed's XML nodes, in the spellings that feeds have for their namespaces."""

from __future__ import annotations

import base64
import html
from functools import lru_cache
from typing import Any

from lxml import etree

_RSS_SPACES = frozenset(
    (
        "",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/rss091",
        "http://backend.userland.com/rss092",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://cyber.law.harvard.edu/rss",
        "http://cyber.law.harvard.edu/rss/rss.html",
        "http://www.rssboard.org/rss-specification",
    )
)
_ATOM_SPACES = frozenset(
    (
        "http://www.w3.org/2005/atom",
        "http://purl.org/atom/ns#",
        "http://example.com/newformat#",
        "http://example.com/necho",
        "http://purl.org/echo/",
        "uri/of/echo/namespace#",
        "http://purl.org/pie/",
    )
)
#: Some feeds write them with odd capitals or a slash more.
_CORE = frozenset(space.rstrip("/") for space in _RSS_SPACES | _ATOM_SPACES)
XML_NS = "{http://www.w3.org/XML/1998/namespace}"


@lru_cache(maxsize=4_096)
def split_tag(tag: object) -> tuple[str, str]:
    """Namespace and name of a tag; comments and instructions have neither."""
    if not isinstance(tag, str):
        return "", ""
    if tag[:1] == "{":
        space, _, name = tag[1:].partition("}")
        return space, name
    return "", tag


def local_name(node: Any) -> str:
    """A node's name in lower case, without namespace or prefix; "" for comments and instructions."""
    return _local(node.tag)


@lru_cache(maxsize=4_096)
def _local(tag: object) -> str:
    # Prefixes that no one declared survive in recovered documents.
    return split_tag(tag)[1].rpartition(":")[2].lower()


def text_of(node: Any) -> str:
    """All character data under `node`; markup inside is kept as markup (XHTML content, unescaped HTML)."""
    if len(node) == 0:
        text: str = (node.text or "").strip()
        return _unpacked(node, text) if node.attrib and text else text
    parts = [html.escape(node.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode") for child in node]
    return "".join(parts).strip()


def _unpacked(node: Any, text: str) -> str:
    """Base64 of Atom 0.3 (`mode="base64"`) and of Atom 1.0's binary types, decoded; anything else as it is."""
    kind = (node.get("type") or "").lower()
    binary = "/" in kind and not kind.startswith(("text/", "application/xhtml")) and not kind.endswith(("xml", "html"))
    if (node.get("mode") or "").lower() != "base64" and not binary:
        return text
    try:
        return base64.b64decode(text, validate=True).decode("utf-8").strip()
    except ValueError:
        return text


def bare_text(node: Any) -> str:
    """A node's own text, without what its children hold."""
    return (node.text or "").strip()


@lru_cache(maxsize=1_024)
def is_core(space: str) -> bool:
    """Whether a namespace is that of RSS or Atom themselves, in any of the spellings seen."""
    return space.lower().rstrip("/") in _CORE
