"""Puts what a rule's SQL found into the outbox; what it finds when it is first asked is old news."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

import duckdb
import msgspec

from warehouse import rows
from warehouse.outbox import outbox
from warehouse.outbox.outbox import Line
from warehouse.records import LoadReport
from warehouse.transaction import transaction

FIRST_ASKED = "found when the rule was first asked"


#: The digest under which a rule that is refused has its line in `alert_rule`: since when it could not be asked.
_REFUSED = "refused"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """How a rule stood before it is asked: `first` for the first time in this form; `before` in some other that knew
    its rows by the same columns.

    `refused_at` is since when it could not be asked, None where it could.
    """

    first: bool
    before: bool
    refused_at: datetime | None


def enqueue(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    rule: str,
    digest: str,
    key: str,
    lines: Callable[[Asked], Sequence[Line] | None],
    now: datetime,
    unnamed: str = "",
) -> dict[str, int]:
    """Write the lines that are new, in one transaction; returns how many wait and how many don't. `now` is naive UTC.

    `lines` is called with how the rule, as `digest` and that of its `key` columns know it, stood, and leaves it as
    refused with None, which returns nothing; `unnamed` stands for refused rules without a name.
    """
    with transaction(connection):
        asked, held = _asked(connection, rule, digest, key, unnamed)
        found = lines(asked)
        if found is None:
            connection.execute(
                "INSERT INTO store.alert_rule SELECT $rule, $digest, $since WHERE NOT EXISTS "
                "(FROM store.alert_rule WHERE rule = $rule AND digest = $digest)",
                {"rule": rule, "digest": _REFUSED, "since": asked.refused_at},
            )
            return {}
        for one in {digest, key} - held:
            connection.execute("INSERT INTO store.alert_rule VALUES (?, ?, ?)", [rule, one, now])
        numbers = rows.Numbers(connection)
        counts = outbox.write(connection, batch_id, found, now, numbers)
        numbers.save()
        connection.execute("DELETE FROM store.alert_rule WHERE rule = ? AND digest = ?", [rule, _REFUSED])
    return counts


def _asked(
    connection: duckdb.DuckDBPyConnection, rule: str, digest: str, key: str, unnamed: str
) -> tuple[Asked, frozenset[str]]:
    """How it stood, and which digests of it are known."""
    held = dict(
        connection.execute("SELECT digest, first_asked_at FROM store.alert_rule WHERE rule = ?", [rule]).fetchall()
    )
    refused_at = held.pop(_REFUSED, None)
    if refused_at is None and digest not in held:
        row = connection.execute(
            "SELECT min(first_asked_at) FROM store.alert_rule WHERE rule = ? AND digest = ?", [unnamed, _REFUSED]
        ).fetchone()
        refused_at = row[0] if row else None
    return Asked(first=digest not in held, before=key in held, refused_at=refused_at), frozenset(held)


def refuse(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    rules: Collection[str],
    why: Sequence[str],
    now: datetime,
    unnamed: str = "",
) -> bool:
    """Keep since when these rules can't be asked, and add `why` to what the load says; True where that changed.

    They can't since the load: what it brought they missed, however long after it they are asked. A rule that is no more
    is forgotten, unless it may be one whose name can't be read.
    """
    with transaction(connection):
        number, text, loaded_at = connection.execute(
            "SELECT load_number, report, loaded_at FROM store.run WHERE batch_id = ? ORDER BY load_number DESC LIMIT 1",
            [batch_id],
        ).fetchone() or (None, "", now)
        changed = connection.execute(
            "DELETE FROM store.alert_rule WHERE digest = ? AND NOT list_contains(?, rule) AND NOT ? RETURNING rule",
            [_REFUSED, list(rules), unnamed in rules],
        ).fetchall()
        changed += connection.execute(
            "INSERT INTO store.alert_rule SELECT rule, $digest, $now FROM (SELECT unnest($rules) AS rule) "
            "WHERE rule NOT IN (SELECT rule FROM store.alert_rule WHERE digest = $digest) RETURNING rule",
            {"digest": _REFUSED, "now": loaded_at, "rules": sorted(rules)},
        ).fetchall()
        if number is not None and why:
            report = msgspec.json.decode(text, type=LoadReport)
            told = tuple(dict.fromkeys((*report.alerts_refused, *why)))
            if told != report.alerts_refused:
                report = msgspec.structs.replace(report, alerts_refused=told)
                connection.execute(
                    "UPDATE store.run SET report = ? WHERE load_number = ?",
                    [msgspec.json.encode(report).decode(), number],
                )
                changed.append((number,))
    return bool(changed)
