"""What an alert says: what, who, where, when, how much, how sure, and the sentence with its source."""

from __future__ import annotations

from typing import Any

import msgspec

from amur.brief import amount
from warehouse.dispatch import Alert

VERBS = {
    "signed": "signed",
    "planned": "planned",
    "negotiating": "under negotiation",
    "in_force": "in force",
    "ended": "ended",
    "denied": "denied",
}


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message in plain text; `key` is the same at every attempt, so that a receiver can drop a second copy."""

    title: str
    body: str
    key: str


def compose(alert: Alert) -> Message:
    """The message of one alert."""
    told: dict[str, Any] = msgspec.json.decode(alert.payload)
    row = told["agreement"]
    names = ", ".join(party["name"] for party in row["parties"]) or "parties not named"
    verb = "corrected" if alert.kind == "correction" else VERBS.get(alert.stage, alert.stage)
    kind = f"{row['count'] or 'Several'} agreements" if row["kind"] == "total" else row["type"].replace("_", " ")
    lines = [f"{kind.capitalize()} {verb}: {names}"]
    if alert.kind == "correction":
        lines += [f"Corrects {name}: {old} → {new}" for name, (old, new) in told["corrected"].items()]
    if row["value"] is not None:
        usd = f" (about {amount(row['value_usd'], 'USD')})" if row["value_usd"] and row["unit"] != "USD" else ""
        lines.append(f"Worth: {amount(row['value'], row['unit'])}{usd}")
    for label, value in (
        ("Signed on", row["signed_on"]),
        ("Where", row["place"]),
        ("At", row["event"]),
        ("Sectors", ", ".join(row["sectors"])),
    ):
        if value:
            lines.append(f"{label}: {value}")
    outlets = told["publishers"] or [told["publisher"] or "an unnamed outlet"]
    lines += [
        f"Reported by {len(outlets)} outlet{'s' if len(outlets) != 1 else ''}: {', '.join(outlets)}",
        "",
        f"“{' '.join(told['quote'].split())}”",
        str(told["url"] or ""),
        f"Agreement {alert.agreement_id}",
    ]
    return Message(title=f"{kind.capitalize()} {verb}: {names}"[:200], body="\n".join(lines), key=alert.idempotency_key)
