"""`amur alerts`: the outbox as people see it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import duckdb
import msgspec
from rich.console import Console

from amur.alerts.channels import channels
from amur.alerts.deliver import deliver, send
from amur.alerts.feed import write_feed
from amur.alerts.message import Document, trial
from amur.alerts.reading import read_alert_file
from amur.alerts.rules_file import AlertFile
from amur.commands.query import show
from amur.errors import Refusal
from amur.settings import Settings
from warehouse import checkpoint
from warehouse.outbox import dispatch, holding
from warehouse.readers.publish import publish
from warehouse.schema import open_writer, refuse_anew

T = TypeVar("T")
#: What may be the id of an alert.
_NUMBER = re.compile(r"[0-9]{1,18}")
STATES = ("pending", "sent", "suppressed", "dead")


def list_alerts(settings: Settings, *, state: str | None, limit: int) -> int:
    """Print the newest alerts."""
    if state is not None and state not in STATES:
        raise Refusal(f"--state {state}: choose one of {', '.join(STATES)}")
    where = f"WHERE l.state = '{state}'" if state else ""
    show(
        settings,
        "SELECT l.alert_id, l.kind, l.stage, list_transform(a.parties, lambda p: p.name) AS parties, l.channel, "
        "l.state, l.attempts, l.created_at, l.sent_at, coalesce(l.last_error, l.reason) AS remark "
        f"FROM alert_message AS l LEFT JOIN agreement AS a ON l.agreement_id = a.agreement_id {where} "
        f"ORDER BY l.alert_id DESC LIMIT {max(limit, 1)}",
    )
    return 0


def test(settings: Settings, *, to: str | None) -> int:
    """Exit status: 0 when every channel took the test message and nothing in the rules file is refused, else 1."""
    file = None if to else _rules(settings)
    targets = channels(settings.model_copy(update={"alert_to": to}) if to else settings, file)
    status = int(bool(file and file.refused))
    if not targets and not status:
        raise Refusal("no channel: set AMUR_ALERT_TO to Apprise URLs, or give --to")
    for channel in targets:
        problem = send(channel, trial())
        print(f"{channel.name}: {problem or 'taken'}")
        status = status or int(problem is not None)
    return status


def send_due(settings: Settings, *, wait_s: float = 8.0) -> int:
    """Deliver what is due; exit status 0. Raises DatabaseGone where the database that held it is no more."""
    refuse_anew(settings.database)
    _rules(settings)
    done = deliver(settings, patience_s=wait_s, budget_s=max(600.0, wait_s))
    print(f"{done.sent} sent, {done.failed} failed, {done.dead} dead, {done.waiting} waiting")
    for name in done.parked:
        print(f"{name} is parked; see `amur alerts channels`")
    return 0


def send_alerts(settings: Settings, *, dry_run: bool, wait_s: float = 8.0) -> int:
    """Deliver, or only show what is pending."""
    return list_alerts(settings, state="pending", limit=1000) if dry_run else send_due(settings, wait_s=wait_s)


def retry(settings: Settings, alert_ids: list[str], to: str | None = None) -> int:
    """Queue dead alerts again."""
    return _release(settings, ("dead",), _numbers(alert_ids) or None, to)


def release(settings: Settings, alert_ids: list[str], to: str | None = None) -> int:
    """Queue suppressed alerts."""
    return _release(settings, ("suppressed",), _numbers(alert_ids), to)


def acknowledge(settings: Settings, alert_ids: list[str]) -> int:
    """Note that people have seen these: nothing repeats or escalates them; exit status 1 where one is no alert."""
    numbers = _numbers(alert_ids)
    count = _with_database(settings, lambda c: holding.acknowledge(c, numbers, now=_now()))
    Console().print(f"{count} acknowledged")
    left = len(set(numbers)) - count
    if left > 0:
        Console().print(f"{left} of those named are no alerts; [bold]amur alerts list[/] shows which are")
    return 1 if left > 0 else 0


def channel_list(settings: Settings) -> int:
    """Print each channel, its kind, what waits, and why it is parked where it is; addresses are never shown."""
    file = _rules(settings)
    known = {channel.name: channel for channel in channels(settings, file)}
    refused = file.refused_channels if file else frozenset()
    parked: dict[str, str] = {}
    waiting: dict[str, int] = {}
    if settings.database.exists():
        parked, rows = _with_database(settings, lambda c: (holding.parked(c), dispatch.waiting(c)), publishing=False)
        waiting = {name: count for name, count, _ in rows}
    for name in sorted({*known, *refused, *parked, *waiting}):
        if name in parked:
            state = f"parked: {parked[name]}; `amur alerts unpark {name}` when it is mended"
        else:
            gone = "refused by the rules file" if name in refused else "not configured any more"
            state = "open" if name in known else gone
        print(f"{name}: {state}; {waiting.get(name, 0)} waiting")
    if not (known or refused or parked or waiting):
        print("no channel: set AMUR_ALERT_TO, or write alerts.toml")
    return 0


def unpark(settings: Settings, names: list[str]) -> int:
    """Let parked channels' messages go again."""
    for name in names:
        if not _with_database(settings, lambda c, name=name: holding.unpark(c, name)):  # type: ignore[misc]
            raise Refusal(f"{name} is not parked; `amur alerts channels` shows which are")
        Console().print(f"{name} is open again; [bold]amur alerts send[/] delivers what waited", highlight=False)
    return 0


def schema() -> int:
    """Print the JSON Schema of the signed webhook's body."""
    print(msgspec.json.format(msgspec.json.encode(msgspec.json.schema(Document))).decode())
    return 0


def _rules(settings: Settings) -> AlertFile | None:
    """The rules file; what is refused of it is said on stderr."""
    file = read_alert_file(settings)
    for why in file.refused if file else ():
        print(f"amur: refused: {why}", file=sys.stderr)
    return file


def _release(settings: Settings, states: tuple[str, ...], alert_ids: list[int] | None, to: str | None) -> int:
    """Exit status 1 where an alert that was named is not queued."""
    known = [channel.name for channel in channels(settings, _rules(settings))]
    if to is not None and to not in known:
        raise Refusal(f"--to {to}: no such channel; configured are: {', '.join(known) or 'none'}")
    count = _with_database(
        settings, lambda c: holding.release(c, now=_now(), states=states, alert_ids=alert_ids, to=to, known=known)
    )
    Console().print(f"{count} queued again" + ("; [bold]amur alerts send[/] delivers them now" if count else ""))
    left = len(set(alert_ids or ())) - count
    hint = "" if to else "; what was written for none, or for one that is not configured any more, needs --to CHANNEL"
    if left > 0:
        Console().print(f"{left} of those named are not {' or '.join(states)}, or have no channel{hint}")
    elif not count:
        Console().print(f"none is {' or '.join(states)} and has a channel{hint}")
    return 1 if left > 0 else 0


def _with_database(settings: Settings, act: Callable[[duckdb.DuckDBPyConnection], T], publishing: bool = True) -> T:
    if not settings.database.exists():
        raise Refusal(f"{settings.database}: no database yet; run `amur run` first")
    connection = open_writer(settings.database)
    try:
        result = act(connection)
    finally:
        checkpoint.close(connection)
    if publishing:
        publish(settings.home)
        write_feed(settings)
    return result


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _numbers(alert_ids: list[str]) -> list[int]:
    wrong = [text for text in alert_ids if not _NUMBER.fullmatch(text)]
    if wrong:
        raise Refusal(f"{wrong[0]!r} is not an alert id; `amur alerts list` shows them")
    return [int(text) for text in alert_ids]
