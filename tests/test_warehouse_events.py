"""Reports of our own in three languages, read and registered: one row a deal, whoever tells it; one alert a stage."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.warehouse_batches import batch, open_store, read_row
from warehouse.load import load
from warehouse.records import ArticleRow

NOW = datetime(2026, 8, 1, tzinfo=UTC)
REPORTS = tomllib.loads((Path(__file__).parent / "events_of_our_own.toml").read_text(encoding="utf-8"))["report"]


def row(report: dict[str, str]) -> ArticleRow:
    told = {name: report[name] for name in ("id", "title", "text", "language", "publisher", "published")}
    return read_row({**told, "url": f"https://example.org/{report['id']}"}, screen=False)


@pytest.mark.parametrize("at_once", [True, False], ids=["one batch", "a batch an article"])
def test_each_deal_is_one_row_with_an_alert_a_stage(tmp_path: Path, at_once: bool) -> None:
    store = open_store(tmp_path)
    articles = [row(one) for one in sorted(REPORTS, key=lambda one: one["published"])]
    parts = [articles] if at_once else [[one] for one in articles]
    for number, part in enumerate(parts):
        load(store, batch(*part, key=f"b{number}", kind="backfill"), now=NOW)
    told = store.execute("SELECT article_id, agreement_id FROM agreement_mention WHERE new").fetchall()
    rows: dict[str, set[str | None]] = defaultdict(set)
    deals: dict[str | None, set[str]] = defaultdict(set)
    by_article: dict[str, set[str]] = {one["id"]: set(one["deals"]) for one in REPORTS}
    for article, agreement in told:
        (deal,) = by_article[article]
        rows[deal].add(agreement)
        deals[agreement].add(deal)
    assert {deal: found for deal, found in rows.items() if len(found) > 1} == {}
    assert {agreement: found for agreement, found in deals.items() if len(found) > 1} == {}
    assert set(rows) == set().union(*by_article.values())
    alerts = store.execute("SELECT agreement_id, stage FROM alert").fetchall()
    assert len(alerts) == len(set(alerts))
