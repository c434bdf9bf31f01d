"""`amur alerts`: the outbox as people see it."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.console import Console

from amur.channels import Channel, channels
from amur.commands.query import show
from amur.deliver import deliver, send
from amur.errors import Refusal
from amur.message import Message
from amur.settings import Settings
from warehouse import dispatch as outbox
from warehouse.publish import publish
from warehouse.schema import open_writer

STATES = ("pending", "sent", "suppressed", "dead")


def list_alerts(settings: Settings, *, state: str | None, limit: int) -> int:
    """Print the newest alerts."""
    if state is not None and state not in STATES:
        raise Refusal(f"--state {state}: choose one of {', '.join(STATES)}")
    where = f"WHERE l.state = '{state}'" if state else ""
    show(
        settings,
        "SELECT l.alert_id, l.stage, list_transform(a.parties, lambda p: p.name) AS parties, l.channel, l.state, "
        "l.attempts, l.created_at, l.sent_at, coalesce(l.last_error, l.reason) AS remark FROM alert AS l "
        f"LEFT JOIN agreement AS a ON l.agreement_id = a.agreement_id {where} "
        f"ORDER BY l.created_at DESC, l.alert_id DESC LIMIT {max(limit, 1)}",
    )
    return 0


def test(settings: Settings, *, to: str | None) -> int:
    """Exit status: 0 when every channel took the test message, else 1."""
    targets: tuple[Channel, ...] = channels(settings.model_copy(update={"alert_to": to}) if to else settings)
    if not targets:
        raise Refusal("no channel: set AMUR_ALERT_TO to Apprise URLs, or give --to")
    message = Message(title="Amur: a test", body="This is a test; nothing was signed.", key="test")
    status = 0
    for channel in targets:
        problem = send(channel, message)
        print(f"{channel.name}: {problem or 'taken'}")
        status = status or int(problem is not None)
    return status


def send_due(settings: Settings) -> int:
    """Deliver what is due; exit status 0."""
    done = deliver(settings)
    print(f"{done.sent} sent, {done.failed} failed, {done.dead} dead, {done.waiting} waiting")
    return 0


def send_alerts(settings: Settings, *, dry_run: bool) -> int:
    """Deliver, or only show what is pending."""
    return list_alerts(settings, state="pending", limit=1000) if dry_run else send_due(settings)


def retry(settings: Settings, alert_ids: list[str]) -> int:
    """Queue dead alerts again."""
    return _release(settings, ("dead",), _numbers(alert_ids) or None)


def release(settings: Settings, alert_ids: list[str]) -> int:
    """Queue suppressed alerts."""
    return _release(settings, ("suppressed",), _numbers(alert_ids))


def _release(settings: Settings, states: tuple[str, ...], alert_ids: list[int] | None) -> int:
    if not settings.database.exists():
        raise Refusal(f"{settings.database}: no database yet; run `amur run` first")
    connection = open_writer(settings.database)
    try:
        now = datetime.now(UTC).replace(tzinfo=None)
        count = outbox.release(connection, now=now, states=states, alert_ids=alert_ids)
    finally:
        connection.close()
    publish(settings.home)
    Console().print(f"{count} queued again; [bold]amur alerts send[/] delivers them now")
    return 0


def _numbers(alert_ids: list[str]) -> list[int]:
    wrong = [text for text in alert_ids if not text.isdigit()]
    if wrong:
        raise Refusal(f"{wrong[0]!r} is not an alert id; `amur alerts list` shows them")
    return [int(text) for text in alert_ids]
