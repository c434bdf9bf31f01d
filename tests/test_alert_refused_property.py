"""Whatever is told, corrected and broken in whatever order: each change once to whom it is due, and none lost."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from amur.alerts.plan import alert_plan
from amur.settings import load_settings
from tests.alert_house import story
from tests.warehouse_batches import batch, open_store
from warehouse.load import load
from warehouse.records import ArticleRow
from warehouse.register.correction_file import read

CHANNELS = "".join(f'[channel.{name}]\nurl = "json://127.0.0.1:9/{name}"\n' for name in ("desk", "boss"))
RULES = {
    "all": 'to = ["desk"]',
    "large": 'to = ["boss", "desk"]\nmin_value_usd = 4e6',
    "signings": 'to = ["boss"]\nstages = ["signed"]',
    "changes": 'to = ["boss"]\nkinds = ["correction"]',
}
SLIPS = ("too = 1", "stages = ['inked']", "x = [", 'name = "again"', 'x = """')
TOLD = """
SELECT batch_id, agreement_id, rule, channel, kind, stage, payload ->> '$.corrected.value[0]' AS was,
    coalesce(
        payload ->> '$.corrected.value[1]', (payload ->> '$.agreement.value') || ' ' || (payload ->> '$.agreement.unit')
    ) AS now
FROM store.alert
WHERE
    channel <> 'none' AND state <> 'suppressed'
    AND (kind = 'stage' OR (payload ->> '$.corrected.value') IS NOT NULL)
ORDER BY alert_id
"""


class Desk:
    """A house of three deals, whose rules break and are mended at random."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance, self.folder, self.loads = random.Random(seed), folder, 0
        self.store: duckdb.DuckDBPyConnection = open_store(folder)
        self.settings = load_settings(home=folder, alerts_file=folder / "alerts.toml")

    def write_rules(self, broken: float) -> None:
        tables = [f'[[rule]]\nname = "{name}"\n{body}\n' for name, body in RULES.items()]
        tables = [one + (self.chance.choice(SLIPS) + "\n" if self.chance.random() < broken else "") for one in tables]
        text = CHANNELS + "".join(tables)
        if broken and self.chance.random() < 0.1:
            text = "[[["
        (self.folder / "alerts.toml").write_text(text, encoding="utf-8")

    def step(self) -> None:
        self.write_rules(self.chance.choice((0, 0, 0.4)))
        by_hand = ""
        if self.loads and self.chance.random() < 0.15:
            by_hand = (
                f'[[value]]\nagreement = "A00000{self.chance.randint(1, 3)}"\nfield = "value"\n'
                f'value = "{self.chance.choice((3, 5, 7))}000000"\nreason = "step {self.loads}"\ndate = 2026-11-24\n'
            )
        self.take_in(*self.articles(), by_hand=by_hand)

    def take_in(self, *articles: ArticleRow, by_hand: str = "") -> None:
        self.loads += 1
        now = self.now()
        load(
            self.store,
            batch(*articles, key=f"b{self.loads}"),
            now=now,
            plan=alert_plan(self.settings, now),
            by_hand=read(by_hand.encode(), "corrections.toml"),
        )

    def articles(self) -> list[ArticleRow]:
        found: list[ArticleRow] = []
        for number in range(3):
            for _ in range(self.chance.randint(0, 1)):
                status = self.chance.choice(("planned", "signed", "signed", "in_force"))
                outlet = self.chance.choice("ab")
                millions = self.chance.choice((None, 3, 5, 5, 7))
                worth: dict[str, Any] = {"value": Decimal(millions) * 1_000_000, "unit": "USD"} if millions else {}
                quote = f"Version {self.loads} of {outlet}: {number} {status}."
                found.append(
                    story(
                        number, status, key=f"{outlet}{number}{status}", quote=quote, publisher=outlet,
                        now=self.now(), **worth,
                    )
                )  # fmt: skip
        return found

    def now(self) -> datetime:
        return datetime(2026, 11, 29, tzinfo=UTC) + timedelta(minutes=self.loads)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 12))])
def test_each_change_is_told_once_whatever_breaks(tmp_path: Path, seed: int) -> None:
    desk = Desk(tmp_path, seed)
    for _ in range(25):
        desk.step()
    desk.write_rules(0)
    desk.take_in()
    told: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    stages = set()
    for load_id, agreement, rule, channel, kind, stage, was, now in desk.store.execute(TOLD).fetchall():
        worth = now and now.replace(".000000", "")
        heard = told[agreement, rule, channel]
        if kind == "stage":
            assert (agreement, rule, channel, stage) not in stages
            stages.add((agreement, rule, channel, stage))
        elif heard:
            # A stage is told with what it is worth now, and that this is another value than before beside it.
            before = [value for told_in, value in heard if told_in != load_id]
            assert was in (*before[-1:], heard[-1][1])
            assert worth != was
        if worth is not None:
            told[agreement, rule, channel].append((load_id, worth))
    held = dict(desk.store.execute(
        "SELECT agreement_id, CAST(CAST(value AS BIGINT) AS VARCHAR) || ' USD' FROM agreement WHERE value IS NOT NULL"
    ).fetchall())  # fmt: skip
    for (agreement, rule, channel), heard in told.items():
        if agreement in held and heard:
            assert (agreement, rule, channel, heard[-1][1]) == (agreement, rule, channel, held[agreement])
    assert desk.store.execute("SELECT count(*) FROM store.alert WHERE reason LIKE '%refused%'").fetchall() == [(0,)]
    news = {(agreement, stage) for agreement, stage in desk.store.execute(
        "SELECT agreement_id, stage FROM agreement_stage"
    ).fetchall()}  # fmt: skip
    assert {(agreement, stage) for agreement, rule, _, stage in stages if rule == "all"} == news
    signings = {(agreement, stage) for agreement, rule, _, stage in stages if rule == "signings"}
    assert signings == {(agreement, stage) for agreement, stage in news if stage == "signed"}
