"""The Atom feed of alerts, `exports/alerts.atom`, written at each publish: every agreement stage and correction.

It holds what was told, or would have been were a channel configured; old news that was kept silent stays out. The
same outbox gives the same bytes.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec

from amur.alerts.message import compose
from amur.settings import Settings
from amur.statements import statement
from warehouse.errors import SnapshotMissing
from warehouse.outbox.dispatch import Alert
from warehouse.readers.publish import open_snapshot

NAME = "alerts.atom"
#: Entries in the feed, the newest first.
MOST = 100
_ATOM = "http://www.w3.org/2005/Atom"
_SPACE = uuid.UUID("5d1b7a4e-9f0a-5c6e-8f39-0d7c1a52b6f4")


def write_feed(settings: Settings) -> Path | None:
    """Write the feed from the snapshot, whole or not at all; its path, None where nothing is published."""
    try:
        text = feed(settings.snapshot)
    except SnapshotMissing:
        return None
    path = settings.home / "exports" / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{NAME}.{os.getpid()}.new")
    partial.write_bytes(text)
    return partial.replace(path)


def feed(snapshot: Path) -> bytes:
    """The feed's bytes."""
    with open_snapshot(snapshot) as connection:
        found = connection.execute(statement("alert_feed"), {"most": MOST}).fetchall()
    names = ("alert_id", "agreement_id", "stage", "kind", "rule", "channel", "attempts", "created_at",
             "idempotency_key", "payload")  # fmt: skip
    alerts = [Alert(**dict(zip(names, row, strict=True))) for row in found]
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    _add(root, "id", "urn:uuid:" + str(_SPACE))
    _add(root, "title", "Amur: new agreements between China and Russia")
    _add(root, "updated", _moment(max((a.created_at for a in alerts), default=None)))
    author = _add(root, "author")
    _add(author, "name", "Amur")
    for alert in alerts:
        _entry(root, alert)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(root: ET.Element, alert: Alert) -> None:
    message = compose([msgspec.structs.replace(alert, rule="atom", channel="atom")])
    what = msgspec.json.decode(message.document)["alerts"][0]
    entry = _add(root, "entry")
    name = f"{alert.agreement_id} {alert.stage} {alert.kind} {what.get('corrected') or ''}"
    _add(entry, "id", "urn:uuid:" + str(uuid.uuid5(_SPACE, name)))
    _add(entry, "title", message.title)
    _add(entry, "updated", _moment(alert.created_at))
    if what["url"] and what["url"].startswith(("http://", "https://")):
        _add(entry, "link", rel="alternate", href=what["url"])
    _add(entry, "category", term=alert.stage)
    _add(entry, "content", message.html, type="html")


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    element.text = text
    return element


def _moment(value: object) -> str:
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if value is not None else "1970-01-01T00:00:00Z"
