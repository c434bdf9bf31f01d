"""`amur alerts check`: is the rules file right, and what would each rule have told in the last month?"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from rich.console import Console

from amur.alert_file import AlertFile, read_alert_file
from amur.alert_findings import ask
from amur.alert_plan import EVERYTHING, declared, refusal
from amur.settings import Settings
from amur.transport import transport
from warehouse.errors import SnapshotMissing
from warehouse.payload import independent, usd_value
from warehouse.publish import open_snapshot
from warehouse.records import StageEvent
from warehouse.register_rows import read_rows

#: Agreements shown under a rule; the count tells of the rest.
SHOWN = 20


def check(settings: Settings, *, days: int) -> int:
    """Print the channels and, rule by rule, what it would have told; exit status 0. Raises Refusal for a bad file."""
    console = Console()
    file = read_alert_file(settings)
    channels = declared(settings, file)
    status = 0
    for channel in channels:
        try:
            transport(channel, 5.0).stop()
        except ValueError as error:
            console.print(f"channel {channel.name}: {error}", highlight=False)
            status = 2
    where = f"{settings.alerts_file}: {len(file.rule)} rules" if file else f"no rules file: one rule, {EVERYTHING}"
    names = ", ".join(channel.name for channel in channels) or "none"
    console.print(f"{where}; channels: {names}", highlight=False)
    try:
        events = history(settings, days)
        if file:
            _by_rule(console, settings, file, events)
        else:
            _print(console, EVERYTHING, events)
    except SnapshotMissing:
        console.print("nothing is published yet, so no rule can be tried; run `amur run` first")
    return status


def history(settings: Settings, days: int) -> list[StageEvent]:
    """Stages first told in the last `days` days of the data, as a plan sees them."""
    sql = files("amur").joinpath("sql", "alert_history.sql").read_text(encoding="utf-8")
    with open_snapshot(settings.snapshot) as connection:
        cursor = connection.execute(sql, {"days": days})
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


def _by_rule(console: Console, settings: Settings, file: AlertFile, events: list[StageEvent]) -> None:
    for rule in file.rule:
        if not rule.sql:
            _print(console, rule.name, [event for event in events if refusal(rule, event) is None])
            continue
        rows = ask(settings, rule)
        console.print(f"[bold]{rule.name}[/]: finds {len(rows)} rows now")
        for row in rows[:SHOWN]:
            console.print("  " + ", ".join(f"{name} {value}" for name, value in row.items()), markup=False)


def _print(console: Console, name: str, events: list[StageEvent]) -> None:
    console.print(f"[bold]{name}[/]: would have told {len(events)}")
    for event in events[:SHOWN]:
        parties = ", ".join(party["name"] or "" for party in event.agreement.parties) or "parties not named"
        day = str(event.payload["reported_at"])[:10]
        console.print(f"  {day} {event.agreement_id} {event.stage}: {parties}", markup=False, highlight=False)
    if len(events) > SHOWN:
        console.print(f"  and {len(events) - SHOWN} more")
