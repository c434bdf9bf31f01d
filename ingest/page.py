"""From the bytes of an article page to its text, title, moment, author, language and own address.

The fast reader (`page_text`) goes first where it is sure; the rest goes to trafilatura. Chosen by measurement
(`bench/pages.py`): together they are better than trafilatura's defaults in every language, and several times as fast.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from datetime import UTC, datetime

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from ingest.encoding import decode
from ingest.links import canonical
from ingest.markup import one_line, paragraphs
from ingest.nesting import shallow
from ingest.page_head import Head, read_head
from ingest.page_rules import rules
from ingest.page_text import main_text
from ingest.prose import prose_only, without_headline
from ingest.records import Page
from ingest.unseen import shown

#: Pages above this are cut: no article is longer, and a hostile one costs no more.
MAX_CHARS = 4_000_000
#: A page with less text than this may be a wall: consent, captcha, paywall.
SHORT = 1_200
#: The languages the fast reader and trafilatura's fast mode were tuned for; others get trafilatura's defaults.
TUNED = frozenset(("en", "ru", "zh"))
#: Characters of text below which the fast reader is not believed in other languages.
MIN_FOREIGN = 700

_NOT_HTML = re.compile(
    r"^\s*(?:image|audio|video|font)/|pdf|octet-stream|zip|json|javascript|css|msword|officedocument", re.IGNORECASE
)
_WIDE = re.compile(r"[\u3400-\u9fff]")
_SENTENCE = re.compile(r"[^\W\d_][.!?…][\"'”»)\]]*(?:\s|\Z)|[。！？；।]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|was|for|that)\b", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")

# trafilatura tells every page it can't read on the root logger's children; the poll's notes say it once.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read_page(
    body: bytes, *, content_type: str | None, url: str, language: str | None = None, now: datetime | None = None
) -> Page:
    """What the page says of itself; `Page.kind` tells when it is no article. Never raises on bad bytes.

    `language` is the outlet's, used where the page names none; dates after `now` (default: the clock) are not believed.
    """
    if (content_type and _NOT_HTML.search(content_type)) or body[:5] == b"%PDF-" or body[:4] == b"PK\x03\x04":
        return Page(url=url, canonical_url=canonical(url), title="", text="", language=language, kind="not_html")
    html = shallow(decode(body, content_type, language=language).text[:MAX_CHARS])
    if not html.strip():
        return Page(url=url, canonical_url=canonical(url), title="", text="", language=language, kind="empty")
    tree = LexborHTMLParser(html)
    head = read_head(tree, url, now=now or datetime.now(UTC))
    told = head.language or language
    text = without_headline(_text(tree, html, told, head), head.title)
    told = _settled(told, text)
    return Page(
        url=url,
        canonical_url=head.canonical_url,
        title=_composed(head.title),
        text=text,
        author=head.author,
        language=told,
        published_at=head.published_at,
        kind=_kind(html, text, head),
    )


def _text(tree: LexborHTMLParser, html: str, language: str | None, head: Head) -> str:
    tuned = language is None or language in TUNED
    text = main_text(tree) if tuned else main_text(tree, shortest=MIN_FOREIGN)
    if text is None:
        # What is left of the tree: furniture that is gone costs trafilatura no time.
        text = _by_trafilatura((tree.html if tuned else None) or html, tuned=tuned)
    if len(head.body) > 1.5 * len(text) and len(head.body) > 400:
        # The markup holds a teaser only, the article stands in the page's data (paywalled and scripted pages).
        text = prose_only(paragraphs(head.body))
    return _composed(text)


def _by_trafilatura(html: str, *, tuned: bool) -> str:
    try:
        found = trafilatura.extract(html, fast=tuned, include_comments=False, include_formatting=False)
    except Exception:  # lxml raises assorted errors on damaged markup
        found = None
    lines = (line.strip().removeprefix("- ") for line in (found or "").split("\n"))
    return prose_only("\n\n".join(line for line in lines if line))


def _composed(text: str) -> str:
    """Unicode composed, of what is seen: "й" of two code points is a different word to every later step."""
    text = shown(text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _settled(told: str | None, text: str) -> str | None:
    """The language the page names unless its letters say otherwise: templates keep lang="en" on Russian pages."""
    letters, wide = sum(map(str.isalpha, text)), len(_WIDE.findall(text))
    if letters + 2 * wide < 100:
        return told
    if wide > 0.5 * letters:
        return told if told in ("zh", "ja", "ko") else "zh"
    if len(_CYRILLIC.findall(text)) > 0.5 * letters:
        return told if told in ("ru", "uk", "be", "bg", "kk", "sr", "mk", "mn", "ky", "tg") else "ru"
    if told is None and len(_ENGLISH.findall(text)) * 25 > letters / 5:
        return "en"
    return None if told in ("ru", "zh") else told


def _kind(html: str, text: str, head: Head) -> str:
    """What the page is. Walls are told by their words, and only where hardly any article stands beside them."""
    size = len(text) + 2 * len(_WIDE.findall(text))
    if _is_list(text):
        return "list"
    cues, folded = rules(), text.casefold()
    if sum(cue in folded for cue in cues.consent) > 2:
        return "consent"
    if size >= SHORT and head.free is not False:
        return "article"
    # A whole short article may stand beside a general call to subscribe; a stub hardly does.
    shown = one_line(html[:400_000]).casefold() if size < 0.4 * SHORT else folded
    if size < SHORT // 4 and any(cue in shown or cue in html[:60_000].casefold() for cue in cues.captcha):
        return "captcha"
    if size < SHORT // 2 and any(cue in folded for cue in cues.maintenance):
        return "maintenance"
    if any(cue in shown for cue in cues.paywall) or (head.free is False and size < SHORT):
        return "paywall"
    if any(cue in (shown if size < SHORT // 4 else folded) for cue in cues.consent):
        return "consent"
    return "article" if size >= 80 else "empty"


def _is_list(text: str) -> bool:
    """Whether the text is a page of headlines: many short lines, hardly a sentence among them."""
    lines = [line for line in text.split("\n\n") if line]
    if len(lines) < 12:
        return False
    prose = sum(len(line) for line in lines if _SENTENCE.search(line))
    return prose < 0.15 * len(text)
