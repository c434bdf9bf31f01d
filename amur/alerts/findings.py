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
from typing import Any

import msgspec

from amur.alerts.channels import Channel, channels
from amur.alerts.plan import targets
from amur.alerts.reading import read_alert_file
from amur.alerts.rules_file import UNNAMED, AlertFile, Rule
from amur.answers import as_json
from amur.errors import Refusal
from amur.settings import Settings
from amur.statements import statement
from warehouse import checkpoint
from warehouse.errors import QueryRefused
from warehouse.outbox import findings
from warehouse.outbox.findings import Asked
from warehouse.outbox.outbox import Line
from warehouse.readers.publish import open_snapshot
from warehouse.readers.query import Limits, run_query
from warehouse.rows import moment
from warehouse.schema import open_writer

#: Rows of one rule in one go; more is a question that wants narrowing.
MOST = 500
LIMITS = Limits(rows=MOST, timeout_s=20.0)

Row = dict[str, Any]


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What asking the rules brought: lines that wait and don't, whether the outbox or what a load says changed, and
    which rules could not be asked."""

    counts: Counter[str]
    changed: bool = False
    refused: tuple[str, ...] = ()


def tell_findings(settings: Settings, batch_id: str, *, old_news: bool, now: datetime) -> Findings:
    """Ask every SQL rule and put what is new into the outbox. A question that can't be asked is refused by its name.

    `now` is aware. The published snapshot does not show the new lines yet.
    """
    file = read_alert_file(settings)
    if not file:
        return Findings(counts=Counter())
    known, found, refused = channels(settings, file), {}, {}
    for rule in (rule for rule in file.rule if rule.sql):
        try:
            found[rule] = ask(settings, rule)
        except Refusal as error:
            refused[rule.name] = f"{file.where[rule.name]}, {error}"
    told = _Old(settings, [row for rows in found.values() for row in rows])
    counts: Counter[str] = Counter()
    waiting: set[str] = set()
    connection = open_writer(settings.database)
    try:
        at = moment(now.isoformat())
        assert at is not None
        for rule, rows in found.items():
            digest, key = _digest((rule.sql, rule.key)), f"key {_digest(rule.key)}"

            def lines(asked: Asked, rule: Rule = rule, rows: Sequence[Row] = rows) -> Sequence[Line] | None:
                if old_news and asked.refused_at:  # Which rows are of the meantime a load of news can tell.
                    return None
                brought = f"{batch_id}: old news" if old_news else None
                return [
                    line for row in rows for line in _lines(rule, row, file, known, told.why(row, asked, brought), now)
                ]

            written = findings.enqueue(connection, batch_id, rule.name, digest, key, lines, at, UNNAMED)
            counts.update(written)
            waiting.update(() if written else (rule.name,))
        unasked = file.refused_rules | refused.keys() | waiting
        changed = findings.refuse(connection, batch_id, unasked, list(refused.values()), at, UNNAMED)
    finally:
        checkpoint.close(connection)
    return Findings(counts=counts, changed=changed or bool(counts.total()), refused=tuple(refused.values()))


class _Old:
    """Which of the rows that rules found are old news: known by their articles."""

    def __init__(self, settings: Settings, rows: Sequence[Row]) -> None:
        ids = sorted({str(row["article_id"]) for row in rows if row.get("article_id")})
        self.reasons: dict[str, str] = {}
        self.first_recorded: dict[str, datetime] = {}
        if ids:
            with open_snapshot(settings.snapshot) as connection:
                self.reasons = dict(connection.execute(statement("alert_silent"), {"ids": ids}).fetchall())
                self.first_recorded = dict(
                    connection.execute(
                        "SELECT article_id, min(recorded_at) FROM store.article WHERE list_contains(?, article_id) "
                        "GROUP BY article_id",
                        [ids],
                    ).fetchall()
                )

    def why(self, row: Row, asked: Asked, brought: str | None) -> str | None:
        """Why a row is not told: it was there before the rule was, is `brought` as old news, or its article is old.

        Of a rule that was refused what came since is told, late: by the article, or where a row names none and the
        rule was asked before.
        """
        article = str(row.get("article_id") or "")
        recorded, since = self.first_recorded.get(article), asked.refused_at
        late = since is not None and (recorded >= since if recorded else asked.before)
        if asked.first and not late:
            return findings.FIRST_ASKED
        return brought or self.reasons.get(article)


def ask(settings: Settings, rule: Rule) -> list[Row]:
    """The rows that a rule finds now; raises Refusal naming the rule."""
    try:
        result = run_query(settings.snapshot, rule.sql, limits=LIMITS)
    except QueryRefused as error:
        raise Refusal(f"rule {rule.name}.sql: {error}") from error
    missing = [name for name in rule.key if name not in result.columns]
    if missing:
        raise Refusal(f"rule {rule.name}.key: the answer has no column {missing[0]!r}")
    return [{name: as_json(value) for name, value in zip(result.columns, row, strict=True)} for row in result.rows]


def _digest(what: object) -> str:
    return hashlib.blake2b(repr(what).encode(), digest_size=8).hexdigest()


def _lines(
    rule: Rule, row: Row, file: AlertFile, known: Sequence[Channel], reason: str | None, now: datetime
) -> list[Line]:
    name = _digest([row[key] for key in rule.key])
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
