"""`amur alerts check`: is the rules file right, and what would each rule have told in the last month?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from rich.console import Console
from rich.text import Text

from amur.alerts.attempts import composed
from amur.alerts.channels import channels
from amur.alerts.findings import ask
from amur.alerts.message import parse
from amur.alerts.parties import is_unheard
from amur.alerts.plan import EVERYTHING, refusal
from amur.alerts.reading import read_alert_file
from amur.alerts.rules_file import AlertFile, Rule
from amur.alerts.transport import transport
from amur.commands.terminal import terminal
from amur.errors import Refusal
from amur.settings import Settings
from amur.statements import statement
from warehouse.errors import SnapshotMissing
from warehouse.outbox.dispatch import Alert
from warehouse.outbox.payload import independent, usd_value
from warehouse.readers.publish import open_snapshot
from warehouse.records import StageEvent
from warehouse.register.register_rows import read_rows
from warehouse.sides.names import fold_name

#: Agreements shown under a rule; the count tells of the rest.
SHOWN = 20


def check(settings: Settings, *, days: int) -> int:
    """Print the channels and, rule by rule, what it would have told; exit status 0, or 2 where a channel,
    template or title can't be used, or something in the file is refused."""
    console = terminal()
    file = read_alert_file(settings)
    known = channels(settings, file)
    status = 0
    for refused in file.refused if file else ():
        console.print(Text(f"refused: {refused}", "red"))
        status = 2
    for channel in known:
        try:
            transport(channel, 5.0).stop()
        except ValueError as error:
            console.print(f"channel {channel.name}: {error}", highlight=False)
            status = 2
    where = f"{settings.alerts_file}: {len(file.rule)} rules" if file else f"no rules file: one rule, {EVERYTHING}"
    names = ", ".join(channel.name for channel in known) or "none"
    console.print(f"{where}; channels: {names}", highlight=False)
    try:
        events = history(settings, days)
        if file:
            _say_unheard(console, settings, file)
            status = max(status, _by_rule(console, settings, file, events))
        else:
            _print(console, EVERYTHING, events)
    except SnapshotMissing:
        if file:
            status = max([status, *(_try(console, settings, file, rule, None) for rule in file.rule)])
        console.print("nothing is published yet, so no rule can be tried; run `amur run` first")
    return status


def history(settings: Settings, days: int) -> list[StageEvent]:
    """Stages first told in the last `days` days of the data, as a plan sees them."""
    with open_snapshot(settings.snapshot) as connection:
        cursor = connection.execute(statement("alert_history"), {"days": days})
        names = [column[0] for column in cursor.description or ()]
        found: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        held = read_rows(connection, sorted({row["agreement_id"] for row in found}))
    events = []
    for row in found:
        agreement = held[row["agreement_id"]]
        told: dict[str, object] = {
            **row,
            "agreement": {"value_usd": usd_value(agreement)[0]},
            "independent": independent((name or "", quote) for name, quote in row["wordings"] or ()),
        }
        events.append(
            StageEvent(
                agreement_id=agreement.agreement_id, stage=row["stage"], kind="stage", agreement=agreement, payload=told
            )
        )
    return events


def _by_rule(console: Console, settings: Settings, file: AlertFile, events: list[StageEvent]) -> int:
    """Print what each rule would have told; 2 where the templates or the title of one can't be used."""
    status = 0
    told = _last_told(settings)
    for rule in file.rule:
        if not rule.sql:
            _print(console, rule.name, [event for event in events if refusal(rule, event) is None])
            status = max(status, _try(console, settings, file, rule, told))
            continue
        try:
            rows = ask(settings, rule)
        except Refusal as error:
            console.print(Text(f"refused: {file.where[rule.name]}, {error}", "red"))
            status = 2
            continue
        sample = msgspec.json.encode({"row": rows[0]}).decode() if rows else None
        status = max(status, _try(console, settings, file, rule, sample))
        console.print(f"[bold]{rule.name}[/]: finds {len(rows)} rows now")
        for row in rows[:SHOWN]:
            console.print("  " + ", ".join(f"{name} {value}" for name, value in row.items()), markup=False)

    return status


def _say_unheard(console: Console, settings: Settings, file: AlertFile) -> None:
    """Name the parties that neither a list nor any agreement knows: new ones that are awaited, or slips."""
    told = [(f"rule {rule.name}.parties", name) for rule in file.rule for name in rule.parties]
    told += [("silence.party", silence.party) for silence in file.silence if silence.party]
    if not told:
        return
    with open_snapshot(settings.snapshot) as connection:
        names = {fold_name(name or "") for (name,) in connection.execute(statement("alert_names")).fetchall()}
    for where, name in told:
        if is_unheard(name, names):
            console.print(f"{where}: no list and no agreement knows the name {name!r}", markup=False, highlight=False)


def _last_told(settings: Settings) -> str | None:
    """What the newest message about an agreement was made of; None where there was none yet."""
    with open_snapshot(settings.snapshot) as connection:
        row = connection.execute(
            "SELECT payload FROM store.alert WHERE kind = 'stage' ORDER BY alert_id DESC LIMIT 1"
        ).fetchone()
    return row[0] if row else None


def _try(console: Console, settings: Settings, file: AlertFile, rule: Rule, payload: str | None) -> int:
    """Write a message as the rule would, and send it nowhere; 2 where that can't be done.

    Where there is nothing yet to write it of, its title and templates are parsed at least.
    """
    if not (rule.templates or rule.title):
        return 0
    trial = Alert(
        alert_id=0,
        agreement_id="",
        stage="found" if rule.sql else "signed",
        kind="finding" if rule.sql else "stage",
        rule=rule.name,
        channel="",
        attempts=0,
        created_at=datetime.now(UTC).replace(tzinfo=None),
        idempotency_key="trial",
        payload=payload or "",
    )
    try:
        if payload is None:
            parse(rule.name, rule.title, settings.alerts_file.parent / rule.templates if rule.templates else None)
        else:
            composed([trial], settings, file, rule)
    except Refusal as error:
        console.print(f"rule {rule.name} could not be told: {error}", markup=False, highlight=False)
        return 2
    return 0


def _print(console: Console, name: str, events: list[StageEvent]) -> None:
    console.print(f"[bold]{name}[/]: would have told {len(events)}")
    for event in events[:SHOWN]:
        parties = ", ".join(party["name"] or "" for party in event.agreement.parties) or "parties not named"
        day = str(event.payload["reported_at"])[:10]
        console.print(f"  {day} {event.agreement_id} {event.stage}: {parties}", markup=False, highlight=False)
    if len(events) > SHOWN:
        console.print(f"  and {len(events) - SHOWN} more")
