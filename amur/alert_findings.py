"""Rules that ask in SQL: a month's trade above a threshold, a tariff, a contradiction; each finding is told once.

The question is put to the published snapshot after each load, under the limits of any question. A row is known by
the rule's `key` columns. Old news stays silent: what a rule finds when it is first asked, rows whose `article_id` is
an article that alerts nobody, and everything that a backfill or a re-analysis brought.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any

from amur.alert_file import AlertFile, Rule, read_alert_file
from amur.alert_plan import declared, targets
from amur.answers import as_json
from amur.channels import Channel
from amur.errors import Refusal
from amur.settings import Settings
from warehouse import findings
from warehouse.errors import QueryRefused
from warehouse.outbox import Line
from warehouse.publish import open_snapshot
from warehouse.query import Limits, run_query
from warehouse.rows import moment
from warehouse.schema import open_writer

#: Rows of one rule in one go; more is a question that wants narrowing.
MOST = 500
LIMITS = Limits(rows=MOST, timeout_s=20.0)

Row = dict[str, Any]


def tell_findings(settings: Settings, batch_id: str, *, old_news: bool, now: datetime) -> Counter[str]:
    """Ask every SQL rule and put what is new into the outbox; returns how many lines wait and how many don't.

    `now` is aware. The published snapshot does not show the new lines yet.

    Raises Refusal for a question that can't be asked, naming the rule.
    """
    file = read_alert_file(settings)
    rules = [rule for rule in file.rule if rule.sql] if file else []
    if not file or not rules:
        return Counter()
    known = declared(settings, file)
    found = {rule.name: ask(settings, rule) for rule in rules}
    silent = _silent(settings, [row for rows in found.values() for row in rows])
    counts: Counter[str] = Counter()
    connection = open_writer(settings.database)
    try:
        at = moment(now.isoformat())
        assert at is not None
        for rule in rules:
            digest = hashlib.blake2b(repr((rule.sql, rule.key)).encode(), digest_size=8).hexdigest()

            def lines(first: bool, rule: Rule = rule) -> Sequence[Line]:
                reason = findings.FIRST_ASKED if first else f"{batch_id}: old news" if old_news else None
                return [
                    line
                    for row in found[rule.name]
                    for line in _lines(rule, row, file, known, reason or silent.get(str(row.get("article_id"))), now)
                ]

            counts.update(findings.enqueue(connection, batch_id, rule.name, digest, lines, at))
    finally:
        connection.close()
    return counts


def ask(settings: Settings, rule: Rule) -> list[Row]:
    """The rows that a rule finds now; raises Refusal naming the rule."""
    try:
        result = run_query(settings.snapshot, rule.sql, limits=LIMITS)
    except QueryRefused as error:
        raise Refusal(f"{settings.alerts_file}: rule {rule.name}.sql: {error}") from error
    missing = [name for name in rule.key if name not in result.columns]
    if missing:
        raise Refusal(f"{settings.alerts_file}: rule {rule.name}.key: the answer has no column {missing[0]!r}")
    return [{name: as_json(value) for name, value in zip(result.columns, row, strict=True)} for row in result.rows]


def _lines(
    rule: Rule, row: Row, file: AlertFile, known: Sequence[Channel], reason: str | None, now: datetime
) -> list[Line]:
    name = hashlib.blake2b(repr([row[key] for key in rule.key]).encode(), digest_size=8).hexdigest()
    return [
        Line(
            agreement_id=f"finding {name}",
            stage="found",
            kind=target.later or "finding",
            target=target,
            payload={"row": row},
            reason=reason or target.suppress,
        )
        for target in targets(rule, file, known, now)
    ]


def _silent(settings: Settings, rows: Sequence[Row]) -> dict[str, str]:
    ids = sorted({str(row["article_id"]) for row in rows if row.get("article_id")})
    if not ids:
        return {}
    sql = files("amur").joinpath("sql", "alert_silent.sql").read_text(encoding="utf-8")
    with open_snapshot(settings.snapshot) as connection:
        return dict(connection.execute(sql, {"ids": ids}).fetchall())
