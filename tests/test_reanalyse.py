"""Reading again: the difference is shown first, applied on request, and alerts nobody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from amur import batch
from amur.backfill import backfill
from amur.commands import reanalyse as command
from amur.commands.retention import forget
from amur.load import load
from amur.poll import real_clock
from amur.reanalyse import Reanalysis, reanalyse
from amur.settings import Settings, load_settings
from transform.records import Agreement, Analysis, Doubt
from warehouse.readers.query import run_query
from warehouse.records import LoadReport

TEXT = (
    "China's imports of Russian crude oil rose 5% to 8.4 million tonnes in May 2022, customs data showed on Monday. "
    "Purchases of Russian coal reached 3.3 million tonnes, said the General Administration of Customs of China."
)


LOAN = (
    "HARBIN, Oct 15 - Russia's Sberbank and China's Harbin Bank signed a loan agreement in Harbin on Tuesday, under "
    "which the Chinese bank lends 2 billion yuan for grain terminals."
)

RECALLED = "Under the contract that Gazprom and CNPC signed in 2014, deliveries of gas go on."


def loaded(tmp_path: Path, text: str = TEXT, published: str = "2022-06-20") -> Settings:
    settings = load_settings(home=tmp_path / "home")
    row = {"id": "a", "title": "China and Russia trade", "text": text, "published": published}
    file = tmp_path / "old.jsonl"
    file.write_bytes(msgspec.json.encode(row))
    backfill([file], settings)
    return settings


def reread(settings: Settings, older: Callable[[Analysis], Analysis], *, anew: bool = True) -> None:
    """Load the newest kept reading as if older rules had read it, into an empty home where it is `anew`."""
    (shard,) = batch.shards(max(settings.batches.iterdir()))
    path = shard / "facts.jsonl.gz"
    batch.write(path, [older(analysis) for analysis in batch.read(path, Analysis)])
    if anew:
        for gone in (settings.database, settings.snapshot, shard.parent / "loaded.json"):
            gone.unlink()
    load(shard.parent, settings, now=real_clock())


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
    reread(settings, lambda analysis: msgspec.structs.replace(analysis, figures=analysis.figures[:1]))
    assert len(figures(settings)) == 1

    shown = reanalyse(settings, apply=False)
    assert shown.counts["+figure"] == len(whole) - 1
    assert len(figures(settings)) == 1
    applied = reanalyse(settings, apply=True)
    assert applied.load is not None
    assert figures(settings) == whole
    assert run_query(settings.snapshot, "SELECT count(*) FROM alert WHERE state = 'pending'").rows == ((0,),)
    assert reanalyse(settings, apply=False).differences == ()

    # Read twice by rules that changed in between: the newest reading is loaded each time.
    reread(settings, lambda analysis: msgspec.structs.replace(analysis, figures=analysis.figures[1:]), anew=False)
    assert len(figures(settings)) == len(whole) - 1
    again = reanalyse(settings, apply=True)
    assert again.load is not None
    assert again.load.articles_changed == 1
    assert figures(settings) == whole


def test_a_company_that_became_known_is_read_otherwise_and_the_register_follows(tmp_path: Path) -> None:
    """The kept reading knows neither side, as if both had come into the gazetteer since."""
    settings = loaded(tmp_path, LOAN, "2024-10-16")
    sides = "SELECT p.name, p.country, p.id FROM (SELECT unnest(parties) AS p FROM {}) ORDER BY ALL"
    known = [
        set(run_query(settings.snapshot, sides.format(table)).rows) for table in ("agreement", "agreement_mention")
    ]
    assert ("Sber", "RU", "bank:sber") in known[0]

    def unknown(told: Agreement) -> Agreement:
        sides = tuple(msgspec.structs.replace(party, id=None, country=None) for party in told.parties)
        return msgspec.structs.replace(told, parties=sides)

    reread(
        settings,
        lambda analysis: msgspec.structs.replace(
            analysis, agreements=tuple(map(unknown, analysis.agreements)), asides=tuple(map(unknown, analysis.asides))
        ),
    )
    assert ("Sberbank", None, None) in set(run_query(settings.snapshot, sides.format("agreement")).rows)

    (shown,) = reanalyse(settings, apply=True).differences
    assert [line.partition(" parties=")[2].partition(" sectors=")[0] for line in shown.lines] == [
        "Sberbank, Harbin Bank",
        "Sberbank (RU, bank:sber), Harbin Bank (CN, bank:harbin-bank)",
    ]
    for table, sides_known in zip(("agreement", "agreement_mention"), known, strict=True):
        assert set(run_query(settings.snapshot, sides.format(table)).rows) == sides_known
    assert reanalyse(settings, apply=True).differences == ()


def test_a_doubt_and_an_aside_that_differ_are_told_too(tmp_path: Path) -> None:
    settings = loaded(tmp_path, f"{LOAN} {RECALLED}", "2024-10-16")
    doubt = Doubt(quote="2 billion", field="text", start=140, end=149, reason="of which bank?")
    reread(settings, lambda analysis: msgspec.structs.replace(analysis, doubts=(doubt,), asides=()))
    assert reanalyse(settings, apply=True).counts == {"-doubt": 1, "+aside": 1}
    assert reanalyse(settings, apply=True).differences == ()


def test_what_was_forgotten_is_never_shown_again(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    reread(settings, lambda analysis: msgspec.structs.replace(analysis, figures=analysis.figures[:1]))
    assert reanalyse(settings, apply=False).articles == 1
    ((article,),) = run_query(settings.snapshot, "SELECT article_id FROM article").rows
    assert forget(settings, [str(article)], "asked by the outlet") == 0
    report = reanalyse(settings, apply=True)
    assert (report.articles, report.differences, report.load) == (0, (), None)


@pytest.mark.parametrize(("waiting", "says"), [(0, "nobody was alerted"), (2, "alerts of what people corrected: 2")])
def test_it_is_said_whether_corrections_by_hand_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], waiting: int, says: str
) -> None:
    load = LoadReport(batch_id="b", articles_changed=1, alerts_pending=waiting)
    done = Reanalysis(articles=1, differences=(), counts={}, load=load)
    monkeypatch.setattr(command, "read_again", lambda *_, **__: done)
    assert command.reanalyse(load_settings(home=tmp_path / "home"), apply=True, limit=1, quiet=True) == 0
    assert says in capsys.readouterr().out
