"""Backfill end to end: old material is loaded in order, in silence, once, and bad lines are named."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest

from amur.alerts.findings import tell_findings
from amur.backfill import backfill, sources
from amur.by_hand import people_say
from amur.commands.analyze import analyze
from amur.commands.backfill import backfill as backfill_command
from amur.commands.corrections import corrections
from amur.commands.status import status
from amur.errors import Refusal
from amur.line import run
from amur.sample.server import SampleSite
from amur.settings import Settings, load_settings
from ingest.errors import BackfillError
from ingest.feeds import read_feeds
from warehouse.readers.query import run_query

SIGNED = (
    "MOSCOW, Oct 14 - China's Longsheng Machinery and Russia's Uralmet signed a contract in Moscow on Monday for the "
    "supply of 40 excavators worth 310 million yuan."
)

LOAN = (
    "HARBIN, Oct 15 - Russia's Sberbank and China's Harbin Bank signed a loan agreement in Harbin on Tuesday, under "
    "which the Chinese bank lends 2 billion yuan for grain terminals."
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", allow_networks="127.0.0.0/8", per_host_spacing_s=0.0)


def ask(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    return list(run_query(settings.snapshot, sql).rows)


def line(key: str, published: str, text: str = SIGNED, **more: str) -> bytes:
    row = {"id": key, "title": "Excavators for Uralmet", "text": text, "published": published, **more}
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def test_old_articles_load_in_silence_and_a_second_time_change_nothing(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "old.jsonl.gz"
    later = line("b", "2024-10-16", url="https://b.example/1", publisher="B")
    file.write_bytes(gzip.compress(later + line("a", "2024-10-15", url="https://a.example/1", publisher="A")))
    report = backfill([file], settings)
    assert (report.articles, report.kept, report.problems) == (2, 2, ())
    assert ask(settings, "SELECT agreement_id, publishers FROM agreement") == [("A000001", 2)]
    assert ask(settings, "SELECT DISTINCT state FROM alert") == [("suppressed",)]
    assert ask(settings, "SELECT publisher FROM agreement_timeline LIMIT 1") == [("A",)]
    tables = ("article", "figure", "agreement", "agreement_mention", "alert")
    before = [ask(settings, f"SELECT * FROM {table} ORDER BY ALL") for table in tables]
    backfill([file], settings)
    assert [ask(settings, f"SELECT * FROM {table} ORDER BY ALL") for table in tables] == before


def test_what_people_correct_in_a_home_is_applied_at_its_next_load(tmp_path: Path, settings: Settings) -> None:
    file, later = tmp_path / "old.jsonl", tmp_path / "later.jsonl"
    file.write_bytes(line("a", "2024-10-15"))
    later.write_bytes(line("b", "2024-10-17", text=LOAN))
    backfill([file], settings)
    example = (resources.files("warehouse") / "corrections.toml").read_text(encoding="utf-8")
    tables = re.sub("^# {0,3}", "", example.partition("A wrong reading")[2].partition("\n")[2], flags=re.MULTILINE)
    settings.corrections.write_text(tables.replace("A000012", "A000001"), encoding="utf-8")
    backfill([later], settings)
    assert ask(settings, "SELECT CAST(value AS BIGINT) FROM agreement WHERE agreement_id = 'A000001'") == [
        (3_500_000_000,)
    ]


def test_a_correction_is_applied_at_once_where_nothing_is_to_be_loaded(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.jsonl"
    file.write_bytes(line("a", "2024-10-15"))
    backfill([file], settings)
    settings.corrections.write_text(
        '[[value]]\nagreement = "A000001"\nfield = "place"\nvalue = "Harbin"\nreason = "a slip"\ndate = 2026-08-19\n',
        encoding="utf-8",
    )
    assert corrections(settings) == 0
    assert "by `amur corrections --apply`" in " ".join(capsys.readouterr().out.split())
    assert corrections(settings, apply=True) == 0
    assert "A000001: applied" in capsys.readouterr().out
    assert ask(settings, "SELECT place FROM agreement") == [("Harbin",)]
    settings.corrections.write_text("", encoding="utf-8")
    assert corrections(settings) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("A000001, value of 19 August 2026 (a slip): applied, and stays so although no file holds it")


def test_it_is_told_beforehand_what_a_load_will_make_of_tables_that_hang_together(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.jsonl"
    file.write_bytes(line("a", "2024-10-15") + line("b", "2024-10-16") + line("c", "2024-10-17", text=LOAN))
    backfill([file], settings)
    why = 'reason = "a second phase"\ndate = 2026-08-19\n'
    merge = f'[[merge]]\ninto = "A000003"\nagreements = ["A000002"]\n{why}'
    again = f'[[split]]\nagreement = "A000001"\nmentions = ["mention-2"]\n{why}'
    settings.corrections.write_text(merge + again + again.replace("phase", "reason"), encoding="utf-8")
    before = settings.snapshot.read_bytes()
    assert corrections(settings) == 2
    told = " ".join(capsys.readouterr().out.split())
    assert told.count("by `amur corrections --apply`") == 2
    assert "line 11, [[split]] of A000001, mentions: not of this agreement: mention-2: refused" in told
    assert settings.snapshot.read_bytes() == before
    assert corrections(settings, apply=True) == 2
    applied = " ".join(capsys.readouterr().out.split())
    assert applied == told.replace("will be applied at the next load, or by `amur corrections --apply`", "applied")


def test_a_table_is_applied_again_below_the_one_that_set_it_back(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.jsonl"
    file.write_bytes(line("a", "2024-10-15"))
    backfill([file], settings)
    harbin = (
        '[[value]]\nagreement = "A000001"\nfield = "place"\nvalue = "Harbin"\nreason = "a slip"\ndate = 2026-08-19\n'
    )
    heihe = harbin.replace("Harbin", "Heihe").replace("a slip", "no slip")
    said = ""
    for table, place in ((harbin, "Harbin"), (heihe, "Heihe"), (harbin, "Harbin"), (heihe, "Heihe")):
        said += table
        settings.corrections.write_text(said, encoding="utf-8")
        assert corrections(settings, apply=True) == 0
        assert ask(settings, "SELECT place FROM agreement") == [(place,)]
    settings.corrections.write_text(heihe + harbin, encoding="utf-8")
    capsys.readouterr()
    assert corrections(settings, apply=True) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "line 7, [[value]] of A000001: applied: set anew since: Heihe (no slip)" in told
    assert "line 1, [[value]] of A000001: applied " in told


def test_what_is_wrong_in_corrections_is_told_by_each_command_and_loads_the_rest(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    file, later = tmp_path / "old.jsonl", tmp_path / "later.jsonl"
    file.write_bytes(line("a", "2024-10-15"))
    later.write_bytes(line("b", "2024-10-17", text=LOAN))
    assert corrections(settings) == 0
    good = '[[value]]\nagreement = "A000001"\nfield = "place"\nvalue = "Harbin"\nreason = "a slip"\ndate = 2026-08-19\n'
    settings.corrections.parent.mkdir(parents=True, exist_ok=True)
    settings.corrections.write_text(good, encoding="utf-8")
    assert corrections(settings) == 0
    assert "line 1, [[value]] of A000001: waits: nothing is published yet" in capsys.readouterr().out
    settings.corrections.write_text(good + "[[forget]]\n", encoding="utf-8")
    assert backfill_command(settings, [file], quiet=True) == 1
    assert f"{settings.corrections}, line 7, [[forget]], there is no such table" in capsys.readouterr().err
    assert ask(settings, "SELECT place FROM agreement") == [("Harbin",)]
    status(settings)
    assert "line 7, [[forget]]" in capsys.readouterr().out
    waits = good.replace("A000001", "A000099")
    settings.corrections.write_text(f"{good}{waits}[[forget]]\n", encoding="utf-8")
    assert corrections(settings) == 2
    told = capsys.readouterr().out
    assert "line 1, [[value]] of A000001: applied" in told
    assert "line 7, [[value]] of A000099, no agreement was ever given the id A000099: refused" in told
    assert "line 13, [[forget]], there is no such table; known: merge, split, value: refused" in told
    settings.corrections.write_text(good, encoding="utf-8")
    assert corrections(settings) == 0
    assert backfill_command(settings, [later], quiet=True) == 0
    settings.corrections.unlink()
    settings.corrections.mkdir()  # what can't be read at all
    later.write_bytes(line("c", "2024-10-18", text=LOAN))
    assert backfill_command(settings, [later], quiet=True) == 1
    settings.corrections.rmdir()
    settings.corrections.write_bytes(good.encode() + good.replace("Harbin", "Хабаровск").encode("cp1251"))
    assert [one.partition("line ")[2] for one in people_say(settings).refused] == [
        "7: a letter is not written in UTF-8"
    ]


def test_a_bad_line_is_named_and_the_others_are_loaded(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "old.jsonl"
    file.write_bytes(line("a", "2024-10-15") + b"{broken\n" + line("c", "2024-10-17"))
    report = backfill([file], settings)
    assert len(report.problems) == 1
    assert "old.jsonl" in report.problems[0]
    assert "2" in report.problems[0]
    assert ask(settings, "SELECT count(*) FROM article") == [(2,)]


def test_an_old_deal_without_a_readable_day_waits_until_its_line_is_mended(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.jsonl"
    file.write_bytes(line("a", "12/03/2019") + line("b", "2019-03-14", LOAN) + line("c", "2031-11-02"))
    assert backfill_command(settings, [file], quiet=True) == 1
    told = capsys.readouterr()
    assert f"{file}, line 1: published '12/03/2019' is no ISO 8601 date" in told.err
    assert f"{file}, line 3: published '2031-11-02' lies ahead" in told.err
    days = "SELECT first_reported_at::DATE::VARCHAR FROM agreement ORDER BY ALL"
    assert ask(settings, days) == [("2019-03-14",)]
    file.write_bytes(line("a", "2019-03-12") + line("b", "2019-03-14", LOAN))
    assert backfill_command(settings, [file], quiet=True) == 0
    assert ask(settings, days) == [("2019-03-12",), ("2019-03-14",)]
    assert ask(settings, "SELECT DISTINCT published_source FROM article") == [("file",)]


def test_of_two_lines_with_one_url_the_first_is_kept_and_the_other_told(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.jsonl"
    again = line("b", "2024-10-16", text="China and Russia trade.", url="https://a.example/1?utm_source=x")
    file.write_bytes(line("a", "2024-10-15", url="https://a.example/1") + again)
    assert backfill_command(settings, [file], quiet=True) == 0
    assert ask(settings, "SELECT text FROM article") == [(SIGNED,)]
    told = capsys.readouterr().out
    assert re.search(r"articles read\s+│\s+2 .*kept for analysis\s+│\s+1 ", told, re.DOTALL)
    assert "dropped 1: an article of the same url or id came before it" in told


def test_a_file_of_another_kind_is_named_without_a_line() -> None:
    assert str(BackfillError("README.md", "neither", line=0)) == "README.md: neither"
    assert str(BackfillError("a.jsonl", "no article", line=2)) == "a.jsonl, line 2: no article"


def test_a_day_that_is_no_date_is_told_at_its_line_and_the_others_go_on(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "two.jsonl"
    file.write_bytes(line("a", "2024-13-45") + line("b", "2024-10-15"))
    assert analyze(file, screen=True) == 1
    told = capsysbinary.readouterr()
    assert b"line 1, a: published '2024-13-45' is no ISO 8601 date" in told.err
    assert b"line 2" not in told.err
    assert [json.loads(one)["id"] for one in told.out.splitlines()] == ["a", "b"]


def test_the_names_that_news_collections_use_are_understood(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "collection.jsonl"
    row = {"id": 1, "lang": "en", "date": "2024-10-15 08:00:00", "source": "Agency", "title": "T", "text": SIGNED}
    file.write_text(json.dumps(row), encoding="utf-8")
    backfill([file], settings)
    assert ask(settings, "SELECT publisher, published_at::DATE::VARCHAR FROM article") == [("Agency", "2024-10-15")]


def test_a_path_that_holds_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no such file"):
        sources([tmp_path / "absent"])
    with pytest.raises(Refusal, match="nothing to read"):
        sources([tmp_path])


def test_a_batch_folder_of_another_home_loads_to_the_same_facts(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with SampleSite() as site:
        feeds = read_feeds(site.feeds_file(tmp_path / "feeds.toml"))
        run(settings, feeds, every=True, clock=lambda: site.now)
        other = settings.model_copy(update={"home": tmp_path / "other"})
        backfill([settings.batches], other, clock=lambda: site.now)
    sql = "SELECT quote, value, unit FROM figure ORDER BY ALL"
    assert ask(other, sql) == ask(settings, sql)
    assert ask(other, sql)
    assert ask(other, "SELECT DISTINCT state FROM alert") == [("suppressed",)]
    backfill_command(other, [other.batches], quiet=True)
    said = dict(re.findall(r"([a-z][a-z ]*[a-z]) *│ +([\d,]+)", capsys.readouterr().out))
    assert (said["batches loaded before"], said["agreements new"], said["figures"]) == ("1", "0", "0")


def test_what_a_rule_in_sql_finds_in_old_material_is_never_news(tmp_path: Path, settings: Settings) -> None:
    rules = tmp_path / "alerts.toml"
    rules.write_text(
        '[channel.desk]\nurl = "json://127.0.0.1:9/x"\n'
        '[[rule]]\nname = "worth"\nto = ["desk"]\nkey = ["agreement_id"]\n'
        'sql = "SELECT agreement_id, value FROM agreement WHERE value > 1000"\n',
        encoding="utf-8",
    )
    settings = settings.model_copy(update={"alerts_file": rules})
    for number, text in enumerate((SIGNED, LOAN)):
        file = tmp_path / f"old{number}.jsonl"
        file.write_bytes(line(f"a{number}", "2024-10-15", text))
        backfill([file], settings)
    told = ask(settings, "SELECT state, reason LIKE '%old news' FROM alert_message WHERE rule = 'worth' ORDER BY ALL")
    assert told == [("suppressed", False), ("suppressed", True)]
    assert tell_findings(settings, "next", old_news=False, now=datetime.now(UTC)).counts.total() == 0
