"""The line end to end on the sample site: day one in silence, day two's news, resumption, deferral, retries."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from amur import batch
from amur.commands.backup import compact, restore
from amur.commands.corrections import corrections
from amur.commands.run import run as run_command
from amur.commands.run import unset
from amur.line import RunReport, finish, run
from amur.plan import plan
from amur.poll import poll
from amur.reanalyse import reanalyse
from amur.sample.server import SampleSite
from amur.screen import screen
from amur.settings import Settings, load_settings
from ingest.feeds import read_feeds
from ingest.records import Entry, Feed
from warehouse.backup import backup
from warehouse.errors import DatabaseGone
from warehouse.readers.query import run_query

#: Alerts that somebody hears of: what a first poll found is old news, whenever its pages are read.
NEWS = "SELECT count(*) FROM alert WHERE reason IS NULL"


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    with SampleSite() as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", allow_networks="127.0.0.0/8", per_host_spacing_s=0.0)


@pytest.fixture
def feeds(site: SampleSite, tmp_path: Path) -> tuple[Feed, ...]:
    site.day = 1
    return read_feeds(site.feeds_file(tmp_path / "feeds.toml"))


@pytest.fixture(scope="module")
def first_day(site: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RunReport]:
    """A home with the first day taken in, to be copied, and what the pass told."""
    folder = tmp_path_factory.mktemp("first")
    settings = load_settings(home=folder / "home", allow_networks="127.0.0.0/8", per_host_spacing_s=0.0)
    site.day = 1
    return settings.home, one_pass(site, settings, read_feeds(site.feeds_file(folder / "feeds.toml")))


@pytest.fixture
def first(first_day: tuple[Path, RunReport], settings: Settings) -> RunReport:
    """What the pass told that these settings' home comes from."""
    home, report = first_day
    shutil.copytree(home, settings.home)
    return report


def one_pass(site: SampleSite, settings: Settings, feeds: tuple[Feed, ...]) -> RunReport:
    return run(settings, feeds, every=True, clock=lambda: site.now)[-1]


def ask(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    return list(run_query(settings.snapshot, sql).rows)


def test_the_first_run_is_silent_and_the_second_day_alerts(
    site: SampleSite, settings: Settings, feeds: tuple[Feed, ...], first: RunReport
) -> None:
    assert first.failed == ()
    assert first.load.agreements_new > 0
    assert first.load.alerts_pending == 0
    states = ask(settings, "SELECT DISTINCT state, channel FROM alert")
    assert states == [("suppressed", "none")]
    site.day = 2
    second = one_pass(site, settings, feeds)
    assert second.load.agreements_new > 0
    assert 0 < second.entries < first.entries


def test_a_snapshot_that_is_gone_is_published_anew_and_no_feed_is_new_again(
    site: SampleSite, settings: Settings, feeds: tuple[Feed, ...], first: RunReport
) -> None:
    silent = "SELECT count(*) FROM alert WHERE reason LIKE 'first poll%'"
    before = ask(settings, silent)
    settings.snapshot.unlink()
    site.day = 2
    assert one_pass(site, settings, feeds).load.agreements_new > 0
    assert ask(settings, silent) == before


def test_where_the_database_is_gone_no_empty_one_is_published_over_what_readers_have(
    site: SampleSite, settings: Settings, first: RunReport, feeds: tuple[Feed, ...]
) -> None:
    settings.database.unlink()
    batches, told = sorted(settings.batches.iterdir()), ask(settings, "FROM agreement ORDER BY ALL")
    with pytest.raises(DatabaseGone, match=f"amur restore {settings.snapshot}"):
        one_pass(site, settings, feeds)
    with pytest.raises(DatabaseGone, match="amur restore"):
        compact(settings)
    with pytest.raises(DatabaseGone, match="amur --home NEW backfill"):
        reanalyse(settings, apply=True)
    with pytest.raises(DatabaseGone, match="amur restore"):
        corrections(settings)
    assert sorted(settings.batches.iterdir()) == batches
    restore(settings, settings.snapshot)
    one_pass(site, settings, feeds)
    assert ask(settings, "FROM agreement ORDER BY ALL") == told
    for gone in (settings.database, settings.snapshot):
        gone.unlink()
    with pytest.raises(DatabaseGone, match=r"loaded\.json tells of one"):
        one_pass(site, settings, feeds)


def test_what_is_newer_than_a_restored_backup_is_loaded_again_by_the_next_run_and_told_to_nobody(
    site: SampleSite,
    settings: Settings,
    first: RunReport,
    feeds: tuple[Feed, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy = backup(settings.home, now=site.now)
    site.day = 2
    one_pass(site, settings, feeds)
    stages = "SELECT agreement_id, stage, reported_at, article_id FROM agreement_stage ORDER BY ALL"
    told = [ask(settings, sql) for sql in (stages, "FROM alert ORDER BY ALL")]
    restore(settings, copy)
    assert "batches newer than it: 1; the next `amur run` loads them again" in capsys.readouterr().out
    one_pass(site, settings, feeds)
    assert [ask(settings, sql) for sql in (stages, "FROM alert ORDER BY ALL")] == told
    restore(settings, backup(settings.home, now=site.now))
    assert "batches newer" not in capsys.readouterr().out


def test_a_restore_that_is_killed_once_the_backup_is_in_place_loses_no_batch(
    site: SampleSite,
    settings: Settings,
    first: RunReport,
    feeds: tuple[Feed, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = backup(settings.home, now=site.now)
    site.day = 2
    one_pass(site, settings, feeds)
    told = [ask(settings, sql) for sql in ("FROM agreement_stage ORDER BY ALL", "FROM alert ORDER BY ALL")]

    def dies(home: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("warehouse.backup.publish", dies)
        with pytest.raises(KeyboardInterrupt):
            restore(settings, copy)
    one_pass(site, settings, feeds)
    assert len(ask(settings, "FROM agreement_stage")) == len(told[0])
    assert ask(settings, "FROM alert ORDER BY ALL") == told[1]


def test_polling_again_with_nothing_new_changes_nothing(
    site: SampleSite, settings: Settings, feeds: tuple[Feed, ...], first: RunReport
) -> None:
    tables = ("article", "figure", "agreement", "alert", "development")
    before = [ask(settings, f"SELECT * FROM {table} ORDER BY ALL") for table in tables]
    again = one_pass(site, settings, feeds)
    assert again.entries == 0
    assert [ask(settings, f"SELECT * FROM {table} ORDER BY ALL") for table in tables] == before


def test_38_a_run_killed_between_two_steps_is_finished_by_the_next(
    site: SampleSite, settings: Settings, feeds: tuple[Feed, ...]
) -> None:
    path = plan(settings, feeds, now=site.now, every=True)
    for shard in batch.shards(path):
        poll([shard], settings, clock=lambda: site.now)
        screen(shard, settings)
    asked = len(site.requests)
    reports = run(settings, feeds, clock=lambda: site.now)
    assert [report.batch_id for report in reports] == [path.name, reports[-1].batch_id]
    assert reports[0].load.articles_new > 0
    feed_paths = {feed.url.removeprefix(site.base_url) for feed in feeds}
    assert not [request for request in site.requests[asked:] if request[1] in feed_paths]


def test_which_of_two_feeds_brings_an_article_does_not_depend_on_which_answers_first(
    site: SampleSite, settings: Settings, feeds: tuple[Feed, ...]
) -> None:
    [shard] = batch.shards(plan(settings, feeds, now=site.now, every=True))
    poll([shard], settings, clock=lambda: site.now)
    answered: dict[str, list[Entry]] = {}
    for entry in batch.read(shard / "entries.jsonl.gz", Entry):
        answered.setdefault(entry.feed_id, []).append(entry)
    verdicts = screen(shard, settings)
    (shard / "screened.jsonl.gz").unlink()
    backwards = [entry for feed in reversed(answered) for entry in answered[feed]]
    batch.write(shard / "entries.jsonl.gz", backwards)
    assert screen(shard, settings) == verdicts
    brought = {item.entry.feed_id: item.reasons for item in verdicts if item.verdict == "known"}
    assert brought["delovaya-liniya-vostok"] == ("another feed brought the same article",)


def test_a_finished_batch_loads_to_the_same_again(site: SampleSite, settings: Settings, first: RunReport) -> None:
    again = finish(settings.batches / first.batch_id, settings, clock=lambda: site.now)
    assert again.load.already_loaded
    assert again.load.figures == first.load.figures


def test_pages_over_the_cap_are_read_by_later_runs(
    site: SampleSite, settings: Settings, feeds: tuple[Feed, ...]
) -> None:
    capped = settings.model_copy(update={"max_pages": 5})
    first = one_pass(site, capped, feeds)
    waiting = ask(capped, "SELECT count(*) FROM entry WHERE screened LIKE 'later:%'")[0][0]
    assert isinstance(waiting, int)
    assert waiting > 0
    one_pass(site, settings, feeds)
    assert ask(settings, "SELECT count(*) FROM entry WHERE screened LIKE 'later:%'") == [(0,)]
    whole = ask(settings, "SELECT count(*) FROM article")[0][0]
    assert whole == first.kept + waiting
    assert ask(settings, NEWS) == [(0,)]


def test_a_left_batch_with_a_file_that_cant_be_read_is_finished_all_the_same(
    site: SampleSite, settings: Settings, feeds: tuple[Feed, ...], first: RunReport
) -> None:
    site.day = 2
    path = plan(settings, feeds, now=site.now, every=True)
    poll(batch.shards(path), settings, clock=lambda: site.now)
    for shard in batch.shards(path):
        screen(shard, settings)
    (batch.shards(path)[0] / "screened.jsonl.gz").write_bytes(b"of a disk that was full")
    finished = run(settings, feeds, clock=lambda: site.now)[0]
    assert finished.batch_id == path.name
    assert finished.load.agreements_new > 0


def test_a_page_that_fails_leaves_the_summary_and_is_read_again(
    site: SampleSite, settings: Settings, feeds: tuple[Feed, ...]
) -> None:
    """Pages are asked for while the site is down, then once it is back."""
    path = plan(settings, feeds, now=site.now, every=True)
    for shard in batch.shards(path):
        poll([shard], settings, clock=lambda: site.now)
    hasty = settings.model_copy(update={"retries": 0})
    site.down = True
    try:
        finish(path, hasty, clock=lambda: site.now)
    finally:
        site.down = False
    failed = ask(settings, "SELECT count(*) FROM entry WHERE screened LIKE 'retry 1:%'")[0][0]
    assert isinstance(failed, int)
    assert failed > 0
    one_pass(site, settings, feeds)
    assert ask(settings, "SELECT count(*) FROM entry WHERE screened LIKE 'retry%'") == [(0,)]
    assert ask(settings, "SELECT count(*) FROM article WHERE version = 2")[0][0] == failed
    assert ask(settings, NEWS) == [(0,)]


def test_a_run_tells_what_it_does_without_because_nobody_has_set_it(settings: Settings, tmp_path: Path) -> None:
    assert [line.split()[0] for line in unset(settings)] == ["AMUR_CONTACT", "AMUR_ALERT_TO"]
    told = load_settings(home=tmp_path / "home", contact="desk@example.org", alert_to="json://127.0.0.1:9/news")
    assert unset(told) == []


def test_a_stopped_run_says_what_finishes_it(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("amur.commands.run.run_line", stopped)
    assert run_command(settings, every=False, quiet=True) == 130
    assert "the next `amur run` finishes" in capsys.readouterr().err
