"""From the HTML inside a feed to paragraphs of plain text, in time that grows with the text and no faster."""

from __future__ import annotations

import html
import re

from ingest.encoding import unscramble
from ingest.unseen import shown

#: Text of one field above this is cut: no news story is longer, and a hostile one costs no more.
MAX_FIELD = 400_000

_SPACES = re.compile(r"[ \t\u00a0\u2002-\u200a\u202f\u205f\u3000]+")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)(?:\s[^<>]*)?/?>")
_MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|<!--|<!\[CDATA\[|<[?!][A-Za-z]")
_LEFTOVER = re.compile(r"<[!?][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_BREAKS = re.compile(r"[ \t]*\n[ \t]*")
_LINES = re.compile(r"\n{2,}")
_BLOCKS = frozenset(
    "p div br hr li ul ol dl dt dd tr table tbody thead td th h1 h2 h3 h4 h5 h6 blockquote article section header "
    "footer aside figure figcaption pre form nav main address center".split()
)
# Their content is no prose of the article.
_SILENT_OPEN = re.compile(r"<(script|style|noscript|iframe|svg|figure|button|select|textarea|object)\b", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Whether `text` holds tags, rather than a lone "<" or an entity."""
    return "<" in text and bool(_MARKUP.search(text))


def one_line(text: str) -> str:
    """A headline: markup and entities resolved, on one line."""
    if "<" in text or "&" in text:
        text = _plain(text, block=" ")
    return " ".join(shown(text).split())


def paragraphs(text: str) -> str:
    """Plain text, paragraphs separated by a blank line.

    In text without markup a line break ends a paragraph unless the next line starts in lower case (hard-wrapped prose).
    """
    if len(text) > MAX_FIELD:
        text = text[:MAX_FIELD]
    if "<" in text or "&" in text:
        marked = is_markup(text)
        if not marked and "&lt;" in text:
            once = html.unescape(text)
            marked, text = is_markup(once), once
        if marked:
            # In HTML a line break is a space, unless the outlet uses no block tags at all.
            if not re.search(r"<(?:p|br|div|li)\b", text, re.IGNORECASE):
                return _tidy(_plain(text, block="\n\n"))
            return _tidy(_plain(_BREAKS.sub(" ", text.replace("\r", "\n")), block="\n\n"))
        text = _unescape(text)
    return _tidy(text)


def _unescape(text: str) -> str:
    # "&ndash" without its semicolon is resolved too; "AT&T" and "a=1&b=2" stay.
    if "&" in text:
        text = _ENTITY.sub(lambda m: html.unescape(m[0]) if m[0].endswith(";") else m[0], text).replace("\x00", "")
        # Double-encoded text may hide in character references: "&#194;&#163;30".
        return text if text.isascii() else unscramble(text)
    return text


def _plain(text: str, block: str) -> str:
    """Without tags, comments and silent elements; block tags leave `block` behind; entities resolved once or twice."""
    text = cut_between(text, "<!--", "-->")
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    if _SILENT_OPEN.search(text):
        text = _cut_silent(text)
    text = _TAG.sub(lambda m: block if m[2].lower() in _BLOCKS else "", text)
    text = _LEFTOVER.sub("", text)
    text = _unescape(text)
    if _ENTITY.search(text):
        text = _unescape(text)
    return text


def cut_between(text: str, start: str, end: str) -> str:
    """`text` without everything from each `start` to its `end`, markers included; an open one takes the rest."""
    at = text.find(start)
    if at < 0:
        return text
    kept, cursor = [], 0
    while at >= 0:
        kept.append(text[cursor:at])
        stop = text.find(end, at + len(start))
        if stop < 0:
            return "".join(kept)
        cursor = stop + len(end)
        at = text.find(start, cursor)
    kept.append(text[cursor:])
    return "".join(kept)


def _cut_silent(text: str) -> str:
    kept: list[str] = []
    cursor = 0
    folded = text.lower()
    missing: set[str] = set()
    for match in _SILENT_OPEN.finditer(text):
        if match.start() < cursor:
            continue
        name = match[1].lower()
        if name in missing:
            continue
        stop = folded.find(f"</{name}", match.end())
        if stop < 0:
            # Never closed: only the tag goes, and no other of this name is looked for.
            missing.add(name)
            continue
        kept.append(text[cursor : match.start()])
        end = text.find(">", stop)
        cursor = len(text) if end < 0 else end + 1
    kept.append(text[cursor:])
    return "".join(kept)


def _tidy(text: str) -> str:
    text = shown(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _SPACES.sub(" ", text)
    if "\n" not in text:
        return text.strip()
    blocks: list[str] = []
    for block in _LINES.split(_BREAKS.sub("\n", text)):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        current = lines[0]
        for line in lines[1:]:
            if line[0].islower() or line[0] in ",;:)»":
                current += " " + line
            else:
                blocks.append(current)
                current = line
        blocks.append(current)
    return "\n\n".join(blocks)
