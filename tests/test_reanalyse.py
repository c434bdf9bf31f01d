"""Reading again: the difference is shown first, applied on request, and alerts nobody."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from amur import batch
from amur.backfill import backfill
from amur.commands import reanalyse as command
from amur.reanalyse import Reanalysis, reanalyse
from amur.settings import Settings, load_settings
from transform.records import Analysis
from warehouse.readers.query import run_query
from warehouse.records import LoadReport

TEXT = (
    "China's imports of Russian crude oil rose 5% to 8.4 million tonnes in May 2022, customs data showed on Monday. "
    "Purchases of Russian coal reached 3.3 million tonnes, said the General Administration of Customs of China."
)


def loaded(tmp_path: Path) -> Settings:
    settings = load_settings(home=tmp_path / "home")
    row = {"id": "a", "title": "China's imports of Russian oil rise", "text": TEXT, "published": "2022-06-20"}
    file = tmp_path / "old.jsonl"
    file.write_bytes(msgspec.json.encode(row))
    backfill([file], settings)
    return settings


def figures(settings: Settings) -> set[tuple[object, ...]]:
    return set(run_query(settings.snapshot, "SELECT quote, value FROM figure").rows)


def test_with_the_same_rules_nothing_differs(tmp_path: Path) -> None:
    report = reanalyse(loaded(tmp_path), apply=True)
    assert (report.articles, report.differences, report.load) == (1, (), None)


def test_a_reading_that_older_rules_missed_is_shown_then_applied(tmp_path: Path) -> None:
    """The kept reading lacks a figure, as if older rules had read it."""
    settings = loaded(tmp_path)
    whole = figures(settings)
    assert len(whole) >= 2
    shard = batch.shards(next(settings.batches.iterdir()))[0]
    path = shard / "facts.jsonl.gz"
    poorer = [msgspec.structs.replace(a, figures=a.figures[:1]) for a in batch.read(path, Analysis)]
    batch.write(path, poorer)
    (settings.home / "amur.duckdb").unlink()
    from amur.load import load
    from amur.poll import real_clock

    load(shard.parent, settings, now=real_clock())
    assert len(figures(settings)) == 1

    shown = reanalyse(settings, apply=False)
    assert shown.counts["+figure"] == len(whole) - 1
    assert len(figures(settings)) == 1
    applied = reanalyse(settings, apply=True)
    assert applied.load is not None
    assert figures(settings) == whole
    assert run_query(settings.snapshot, "SELECT count(*) FROM alert WHERE state = 'pending'").rows == ((0,),)
    assert reanalyse(settings, apply=False).differences == ()


@pytest.mark.parametrize(("waiting", "says"), [(0, "nobody was alerted"), (2, "alerts of what people corrected: 2")])
def test_it_is_said_whether_corrections_by_hand_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], waiting: int, says: str
) -> None:
    load = LoadReport(batch_id="b", articles_changed=1, alerts_pending=waiting)
    done = Reanalysis(articles=1, differences=(), counts={}, load=load)
    monkeypatch.setattr(command, "read_again", lambda *_, **__: done)
    assert command.reanalyse(load_settings(home=tmp_path / "home"), apply=True, limit=1, quiet=True) == 0
    assert says in capsys.readouterr().out
