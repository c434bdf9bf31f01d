"""Deliver what the outbox holds: claim, send, mark. A message stays until its receiver has said yes."""

from __future__ import annotations

import logging
import os
import random
import socket
import time
from datetime import UTC, datetime, timedelta

import apprise
import msgspec

from amur.channels import Channel, channels
from amur.message import Message, compose
from amur.settings import Settings
from warehouse import dispatch as outbox
from warehouse.publish import publish
from warehouse.schema import open_writer

#: Tries before a message is dead: with the doubling waits about half a day.
MOST_TRIES = 10
FIRST_WAIT_S = 30.0
LONGEST_WAIT_S = 3 * 3600.0


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What one delivery did, and how many messages still wait."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    waiting: int = 0


def deliver(settings: Settings) -> Delivery:
    """Send every message that is due and publish what became of it."""
    if not settings.database.exists():
        return Delivery()
    known = {channel.name: channel for channel in channels(settings)}
    sender = f"{socket.gethostname()}:{os.getpid()}"
    counts = {"sent": 0, "failed": 0, "dead": 0}
    connection = open_writer(settings.database)
    try:
        while alerts := outbox.claim(connection, sender, now=_now()):
            for alert in alerts:
                counts[_attempt(connection, alert, known.get(alert.channel), sender)] += 1
        row = connection.execute("SELECT count(*) FROM store.alert WHERE state = 'pending'").fetchone()
    finally:
        connection.close()
    if any(counts.values()):
        publish(settings.home)
    return Delivery(**counts, waiting=row[0] if row else 0)


def _attempt(connection: object, alert: outbox.Alert, channel: Channel | None, sender: str) -> str:
    began = time.monotonic()
    if channel is None:
        error = f"channel {alert.channel} is not configured any more; set AMUR_ALERT_TO, then `amur alerts retry`"
        outbox.mark(connection, [outbox.Outcome(alert_ids=(alert.alert_id,), state="dead", error=error)], sender=sender, now=_now())  # type: ignore[arg-type]
        return "dead"
    problem = send(channel, compose(alert))
    elapsed = round((time.monotonic() - began) * 1000)
    told = {"sender": sender, "now": _now(), "elapsed_ms": elapsed}
    if problem is None:
        outbox.mark_sent(connection, [alert.alert_id], **told)  # type: ignore[arg-type]
        return "sent"
    if alert.attempts + 1 >= MOST_TRIES:
        outbox.mark(connection, [outbox.Outcome(alert_ids=(alert.alert_id,), state="dead", error=problem)], sender=sender, now=_now())  # type: ignore[arg-type]
        return "dead"
    wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**alert.attempts) * random.uniform(0.5, 1.0)
    retry_at = _now() + timedelta(seconds=wait)
    outbox.mark(connection, [outbox.Outcome(alert_ids=(alert.alert_id,), state="pending", error=problem, retry_at=retry_at)], sender=sender, now=_now())  # type: ignore[arg-type]
    return "failed"


def send(channel: Channel, message: Message) -> str | None:
    """Send one message; None when the receiver took it, else why not, without the URL."""
    target = apprise.Apprise()
    if not target.add(channel.url):
        return f"channel {channel.name}: its URL is not one that Apprise knows"
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    taken = target.notify(title=message.title, body=message.body, body_format=apprise.NotifyFormat.TEXT)
    return None if taken else f"channel {channel.name} did not take the message"


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
