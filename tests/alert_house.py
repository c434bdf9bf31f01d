"""A house with agreements to tell: loads batches with the plan of its settings, as the line does."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from amur.alerts.plan import alert_plan
from amur.settings import Settings, load_settings
from tests.warehouse_batches import article, batch, deal, open_store
from transform.records import Party
from warehouse.load import load
from warehouse.readers.publish import publish
from warehouse.readers.query import run_query
from warehouse.records import ArticleRow, LoadReport
from warehouse.register.correction_file import read

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def house(tmp_path: Path, alert_to: str = "", rules: str = "", **more: Any) -> Settings:
    """Settings with a home and, where given, a rules file of its own."""
    if rules:
        (tmp_path / "alerts.toml").write_text(rules, encoding="utf-8")
        more["alerts_file"] = tmp_path / "alerts.toml"
    return load_settings(home=tmp_path / "home", alert_to=alert_to, **more)


def name(number: int) -> str:
    """A company name that resembles no other number's."""
    digest = hashlib.blake2b(str(number).encode(), digest_size=9).digest()
    return "".join(LETTERS[byte % 26] for byte in digest).capitalize()


def story(number: int, status: str = "signed", *, key: str | None = None, **more: Any) -> ArticleRow:
    """An article that tells a deal between two firms of its own."""
    russian, chinese = name(2 * number), name(2 * number + 1)
    quote = more.pop("quote", f"{russian} and {chinese} {status} contract number {number}.")
    parties = more.pop("parties", (Party(name=russian, country="RU"), Party(name=chinese, country="CN")))
    now = more.pop("now", datetime.now(UTC))
    outer = {field: more.pop(field) for field in ("publisher", "language", "feed") if field in more}
    return article(
        key or f"a{number}-{status}",
        text=quote,
        facts=(deal(status, quote=quote, parties=parties, **more),),
        published=(now - timedelta(minutes=5)).isoformat(),
        fetched=now.isoformat(),
        **outer,
    )


def take_in(
    settings: Settings,
    *articles: ArticleRow,
    key: str = "b1",
    now: datetime | None = None,
    by_hand: str = "",
    published: bool = True,
    **more: Any,
) -> LoadReport:
    """Load a batch with what people correct, and publish it where nothing that follows does."""
    now = now or datetime.now(UTC)
    connection = open_store(settings.home)
    try:
        report = load(
            connection,
            batch(*articles, key=key, **more),
            now=now,
            plan=alert_plan(settings, now),
            by_hand=read(by_hand.encode(), "corrections.toml"),
        )
    finally:
        connection.close()
    if published:
        publish(settings.home)
    return report


def ask(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    """Rows of the newest snapshot."""
    return list(run_query(settings.snapshot, sql).rows)
