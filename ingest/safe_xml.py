"""Feed text made safe before any parser sees it: no DOCTYPE, no entities but the five of XML, no illegal characters.

Entity bombs and external entities are refused by reading their declarations, so nothing is expanded, opened or fetched.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import Any

from lxml import etree

from ingest.errors import NotAFeed

#: Internal entities that a feed may declare, and how long their text may be: enough for "&nbsp;" and a company name.
MAX_ENTITIES, MAX_ENTITY_LENGTH = 300, 500

_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ILLEGAL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")
_PROLOG = re.compile(r"\s*<\?xml[^>]*\?>", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_ENTITY_DECLARATION = re.compile(
    r"<!ENTITY\s+(%\s+)?([^\s\"'>%]+)\s+(SYSTEM|PUBLIC|\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9.-]{0,40});)?"
)
_ROOT = re.compile(r"<(?:([\w.-]+):)?(rss|rdf|feed|channel|urlset|sitemapindex|opml|html)\b", re.IGNORECASE)


def safe_xml(text: str) -> str:
    """`text` fit for a parser: no prolog, no DOCTYPE, only the five XML entities and character references.

    Raises NotAFeed for entity declarations that nest, point outside or are too many: such documents are attacks.
    """
    text = text.lstrip("\ufeff \t\r\n\x00")
    prolog = _PROLOG.match(text)
    if prolog:
        text = text[prolog.end() :]
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub("", text)
    entities: dict[str, str] = {}
    doctype = _DOCTYPE.search(text[:100_000])
    if doctype:
        text, entities = _without_doctype(text, doctype.start())
    elif ("<!E" in text or "<!e" in text) and "<![CDATA[" not in text and "<!ENTITY" in text[:100_000].upper():
        raise NotAFeed("declares entities outside a DOCTYPE")
    if "&" in text:
        text = _resolve(text.replace("&#X", "&#x"), entities)
    return text


def _without_doctype(text: str, start: int) -> tuple[str, dict[str, str]]:
    """Cut the DOCTYPE out; return the harmless entities that it declares."""
    cursor, depth, quote = start, 0, ""
    limit = min(len(text), start + 200_000)
    while cursor < limit:
        char = text[cursor]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "[":
            depth += 1
        elif char == "]":
            depth -= 1
        elif char == ">" and depth <= 0:
            break
        cursor += 1
    else:
        # Unbalanced quotes in a public identifier: give up on the subset and cut at the first ">".
        cursor = text.find(">", start)
        cursor = len(text) - 1 if cursor < 0 else cursor
    subset = text[start:cursor]
    entities: dict[str, str] = {}
    for match in _ENTITY_DECLARATION.finditer(subset):
        parameter, name, kind = match[1], match[2], match[3].upper()
        value = match[4] if match[4] is not None else match[5] or ""
        if kind in ("SYSTEM", "PUBLIC") or parameter:
            raise NotAFeed("declares external entities")
        if "%" in value or any(inner not in _XML for inner in re.findall(r"&([A-Za-z][\w.-]*);", value)):
            raise NotAFeed("declares entities made of entities")
        if len(value) > MAX_ENTITY_LENGTH or len(entities) >= MAX_ENTITIES:
            raise NotAFeed("declares too many or too long entities")
        entities.setdefault(name, html.escape(html.unescape(value), quote=False))
    return text[:start] + text[cursor + 1 :], entities


def _resolve(text: str, entities: dict[str, str]) -> str:
    """HTML and declared entities as characters, bare ampersands escaped; CDATA sections stay as they are."""

    def replace(match: re.Match[str]) -> str:
        name = match[1]
        if not name:
            return "&amp;"
        if name in entities:
            return entities[name]
        char = html5.get(name + ";")
        return html.escape(char, quote=True) if char else "&amp;" + match[0][1:]

    if "<![CDATA[" not in text:
        return _ILLEGAL_REFERENCE.sub("", _AMPERSAND.sub(replace, text))
    parts: list[str] = []
    cursor = 0
    while True:
        start = text.find("<![CDATA[", cursor)
        stop = text.find("]]>", start) if start >= 0 else -1
        plain = text[cursor:] if start < 0 else text[cursor:start]
        parts.append(_ILLEGAL_REFERENCE.sub("", _AMPERSAND.sub(replace, plain)) if "&" in plain else plain)
        if start < 0:
            return "".join(parts)
        if stop < 0:
            parts.append(text[start:])
            return "".join(parts)
        parts.append(text[start : stop + 3])
        cursor = stop + 3


def root_of(text: str) -> str:
    """The local name of the first known root element in the first 20,000 characters, lower case, or ""."""
    match = _ROOT.search(text[:20_000])
    return match[2].lower() if match else ""


def parser(recover: bool) -> etree.XMLParser:
    """An XML parser that reads no file, no network and no entity, and never expands anything."""
    return etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8",
        remove_comments=True, remove_pis=True,
    )  # fmt: skip


def parse(text: str, *, recover: bool) -> Any | None:
    """The root element of safe XML text, or None where there is none."""
    try:
        return etree.fromstring(text.encode("utf-8", "ignore"), parser(recover))
    except (etree.XMLSyntaxError, ValueError):
        return None
