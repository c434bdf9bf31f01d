"""OPML 2.0 out and in: the feeds of the registry for other readers, and theirs for us.

OPML knows neither country nor zone; ours go out as extra attributes and come back from them. A stranger's file
lacks them, so what is missing is filled in from the group or the URL and named in a remark, to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ingest.address import check_url, redact
from ingest.errors import FeedsFileError, Refused
from ingest.feeds import bare_url, duration_s, duration_text, problems
from ingest.records import Feed

_CHECKED = ("country", "language", "timezone")
#: What a feed gets that tells no more than its language.
_BY_LANGUAGE = {"ru": ("RU", "Europe/Moscow"), "zh": ("CN", "Asia/Shanghai"), "en": ("US", "UTC")}


def export_opml(feeds: Iterable[Feed]) -> bytes:
    """The feeds as an OPML document, grouped by language."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = "Amur feeds"
    body = ET.SubElement(root, "body")
    groups: dict[str, ET.Element] = {}
    for feed in feeds:
        group = groups.get(feed.language)
        if group is None:
            group = groups[feed.language] = ET.SubElement(body, "outline", text=feed.language, title=feed.language)
        attributes = {
            "type": "rss", "text": feed.id, "title": feed.publisher, "xmlUrl": feed.url, "language": feed.language,
            "country": feed.country, "timezone": feed.timezone, "kind": feed.kind,
            "interval": duration_text(feed.interval_s), "content": feed.content,
        }  # fmt: skip
        if feed.note:
            attributes["description"] = feed.note
        ET.SubElement(group, "outline", attributes)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def import_opml(path: Path | str, known: Iterable[Feed] = ()) -> tuple[tuple[Feed, ...], tuple[str, ...]]:
    """Feeds of an OPML file that are not among `known`, and remarks on what was left out or guessed.

    Raises FeedsFileError when the file is no OPML.
    """
    try:
        root = fromstring(Path(path).read_bytes())
    except (OSError, ET.ParseError, DefusedXmlException) as problem:
        raise FeedsFileError(path, f"is no readable OPML: {problem}") from None
    if root.tag.lower() != "opml":
        raise FeedsFileError(path, f"is no OPML: its root is <{root.tag}>")
    known = tuple(known)
    urls, ids = {bare_url(feed.url): feed.id for feed in known}, {feed.id for feed in known}
    feeds: list[Feed] = []
    remarks: list[str] = []
    for outline in root.iter("outline"):
        found = {key.lower(): " ".join(value.split()) for key, value in outline.attrib.items()}
        url = found.get("xmlurl", "")
        if not url:
            continue
        try:
            twin = urls.get(bare_url(check_url(url)))
        except Refused as refusal:
            remarks.append(f"{redact(url)}: left out, {refusal.problem}")
            continue
        if twin:
            remarks.append(f"{redact(url)}: left out, it is the URL of feed {twin!r}")
            continue
        feed, guessed = _feed(found, url, ids)
        if wrong := problems({"id": feed.id, "url": url, **{key: getattr(feed, key) for key in _CHECKED}}):
            remarks.append(f"{redact(url)}: left out, {wrong[0][0]}: {wrong[0][1]}")
            continue
        if guessed:
            remarks.append(f"{feed.id}: {', '.join(guessed)} guessed; put them right in the feeds file")
        urls[bare_url(url)] = feed.id
        ids.add(feed.id)
        feeds.append(feed)
    return tuple(feeds), tuple(remarks)


def feeds_toml(feeds: Iterable[Feed]) -> str:
    """The feeds as [[feed]] tables, to stand at the end of a feeds file."""
    tables = []
    for feed in feeds:
        rows = {
            "id": feed.id, "url": feed.url, "publisher": feed.publisher, "country": feed.country,
            "language": feed.language, "timezone": feed.timezone,
            "kind": "" if feed.kind == "feed" else feed.kind, "interval": duration_text(feed.interval_s),
            "content": "" if feed.content == "page" else feed.content, "note": feed.note,
        }  # fmt: skip
        tables.append("[[feed]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in rows.items() if value))
    return "\n".join(tables)


def _feed(found: dict[str, str], url: str, ids: set[str]) -> tuple[Feed, list[str]]:
    language = found.get("language", "")[:2].lower()
    guessed = [] if re.fullmatch("[a-z]{2}", language) else ["language"]
    language = "en" if guessed else language
    country, timezone = _BY_LANGUAGE.get(language, _BY_LANGUAGE["en"])
    guessed += [key for key in ("country", "timezone") if key not in found]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    feed = Feed(
        id=_new_id(found.get("text") or host, host, ids),
        url=url,
        publisher=found.get("title") or found.get("text") or host,
        country=found.get("country", country),
        language=language,
        timezone=found.get("timezone", timezone),
        kind=_choice(found.get("kind"), ("feed", "sitemap", "gdelt")),
        interval_s=_interval(found.get("interval")),
        content=_choice(found.get("content"), ("page", "feed")),
        note=found.get("description", ""),
    )
    return feed, guessed


def _new_id(text: str, host: str, ids: set[str]) -> str:
    """An id out of a title: Latin letters and digits of it, or of the host where it has none."""
    base = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]
    if len(base) < 2:
        base = re.sub(r"[^a-z0-9]+", "-", host).strip("-")[:60] or "feed"
    number, name = 1, base
    while name in ids:
        number += 1
        name = f"{base}-{number}"
    return name


def _choice(value: str | None, allowed: tuple[str, ...]) -> Any:
    return value if value in allowed else allowed[0]


def _interval(value: str | None) -> int:
    try:
        return min(max(duration_s(value or "1h"), 60), 30 * 86_400)
    except ValueError:
        return 3600


def _quoted(text: str) -> str:
    """A TOML basic string."""
    plain = "".join(char if char >= " " and char != "\x7f" else " " for char in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
