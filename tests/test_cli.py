"""The command as people type it: exit statuses, one clear line for bad input.

Most of it runs in the process of the tests, as one of its own takes a second to start; a few tests start real ones.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from amur.cli import obey
from amur.line import run
from amur.sample.server import SampleSite
from amur.settings import load_settings
from ingest.feeds import read_feeds
from warehouse.readers.query import run_query

AMUR = str(Path(sys.executable).with_name("amur"))
Done = subprocess.CompletedProcess[str]


def process(*words: str, home: Path | None = None, stdin: str = "", **environment: str) -> Done:
    """Run the command in a process, in an empty folder of its own environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AMUR_")}
    if home is not None:
        clean["AMUR_HOME"] = str(home)
    return subprocess.run(
        [AMUR, *words],
        input=stdin,
        capture_output=True,
        text=True,
        env=clean | environment,
        cwd=environment.get("PWD", "/"),
        timeout=120,
    )


def amur(*words: str, home: Path | None = None, stdin: str = "", **environment: str) -> Done:
    """Run the command likewise in this process; what it says and its exit status, as of one of its own."""
    said = {name: io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for name in ("stdout", "stderr")}
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AMUR_")]:
            patch.delenv(name)
        if home is not None:
            patch.setenv("AMUR_HOME", str(home))
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.chdir(environment.get("PWD", "/"))
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        for name, stream in said.items():
            patch.setattr(sys, name, stream)
        with pytest.raises(SystemExit) as end:
            obey(list(words))
    out, err = (stream.buffer.getvalue().decode() for stream in said.values())  # type: ignore[attr-defined]
    assert isinstance(end.value.code, int)
    return Done(words, end.value.code, out, err)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with the sample site's first day loaded."""
    folder = tmp_path_factory.mktemp("home")
    with SampleSite() as site:
        settings = load_settings(home=folder, allow_networks="127.0.0.0/8", per_host_spacing_s=0.0)
        feeds = read_feeds(site.feeds_file(folder / "feeds.toml"))
        run(settings, feeds, every=True, clock=lambda: site.now)
    return folder


def test_help_teaches_every_command() -> None:
    text = amur("--help").stdout
    for command in ("run", "demo", "analyze", "explain", "eval", "query", "alerts", "feeds", "backfill", "export",
                    "brief", "serve", "status", "config", "shell"):  # fmt: skip
        assert command in text
        told = amur(command, "--help")
        assert told.returncode == 0
        assert len(told.stdout.splitlines()) > 5
    for everywhere in ("--home", "--feeds", "--version"):
        assert everywhere in text


def test_a_process_of_its_own_says_the_same() -> None:
    assert process("--version").stdout == f"amur {version('amur')}\n"
    assert process("config", "--help").stdout == amur("config", "--help").stdout


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        (["--help"], ["duckdb", "httpx", "feedparser", "pyarrow"]),
        (["status"], ["httpx", "feedparser", "trafilatura", "apprise", "pandas"]),
        (
            ["query", "SELECT * FROM agreement", "--format", "parquet", "--output", "answer.parquet"],
            ["httpx", "feedparser", "trafilatura", "apprise", "pandas"],
        ),
    ],
)
def test_no_command_loads_what_it_does_not_use(
    words: list[str], left_out: list[str], home: Path, tmp_path: Path
) -> None:
    script = (
        "import sys; from amur.cli import main; sys.argv[0] = 'amur'\n"
        f"try: main()\nfinally: print([name for name in {left_out} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words, f"--home={home}"], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.stderr.strip().splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["query", "SELEC 1"], "SELEC"),
        (["query", "SELECT nmae FROM agreement"], "nmae"),
        (["query", "DROP TABLE agreement"], "only questions"),
        (["query", "SELECT * FROM read_csv('/etc/passwd')"], "disabled"),
        (["query", "SELECT 1", "--format", "xml"], "xml"),
        (["query", "SELECT 1", "--format", "parquet"], "--output"),
        (["brief", "--day", "yesterday"], "yesterday"),
        (["brief", "--day", ""], "one of the words given is empty"),
        (["export", ""], "one of the words given is empty"),
        (["purge", "--before", "yesterday"], "--before yesterday: not a date such as 2023-10-24"),
        (["explain", "no-such-thing"], "no-such-thing"),
        (["explain", "figure-999999"], "no such figure is held; a purged or forgotten article takes its facts along"),
        (["explain", "figure-1", "--html", "a.html", "--raw", "b.html"], "ask for one of them"),
        (["alerts", "release", "seven"], "seven"),
        (["alerts", "ack", "²"], "'²' is not an alert id"),
        (["query", "SELECT 1", "--timeout", "1e300"], "--timeout 1e+300: more than 0 seconds, 86400 at the most"),
        (["export", "out", "-f", "xlsx"], "--format xlsx: choose one of all, parquet, csv, sqlite"),
        (["shell"], "amur query"),
        (["alerts", "list", "--state", "lost"], "lost"),
        (["alerts", "test"], "AMUR_ALERT_TO"),
        (["backfill", "/no/such/file.jsonl"], "/no/such/file.jsonl"),
        (["eval", "/no/such/gold.jsonl"], "/no/such/gold.jsonl"),
        (["feeds", "list", "--feeds", "/no/such/feeds.toml"], "/no/such/feeds.toml"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_2(words: list[str], says: str, home: Path) -> None:
    done = amur(*words, home=home)
    assert done.returncode == 2, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("amur: ")
    assert says in lines[0]


@pytest.mark.parametrize(
    "words",
    [
        ["alerts", "check", "--days", "-1"],
        ["alerts", "check", "--days", "99999999999"],
        ["alerts", "list", "--limit", "0"],
    ],
)
def test_a_number_that_means_nothing_is_refused(words: list[str], home: Path) -> None:
    done = amur(*words, home=home)
    assert (done.returncode, words[2] in done.stderr) == (2, True)


def test_a_question_before_anything_is_published_says_what_to_do(tmp_path: Path) -> None:
    done = process("query", "SELECT 1", home=tmp_path)
    assert done.returncode == 2
    assert "amur run" in done.stderr


def test_a_malformed_feeds_file_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('[[feed]]\nid = "a"\nurl = 5\n')
    done = amur("run", "--feeds", str(tmp_path / "feeds.toml"), home=tmp_path / "home")
    assert done.returncode == 2
    assert "feeds.toml" in done.stderr
    assert not (tmp_path / "home").exists()


def test_when_every_feed_fails_the_exit_status_is_3_whatever_else_is_wrong(tmp_path: Path) -> None:
    feed = '[[feed]]\nid = "a"\nurl = "http://127.0.0.1:9/rss"\npublisher = "A"\ncountry = "RU"\nlanguage = "ru"\n'
    (tmp_path / "feeds.toml").write_text(feed + 'timezone = "Europe/Moscow"\n')
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "corrections.toml").write_text("[[forget]]\n")
    (tmp_path / "alerts.toml").write_text("[[rule]\n")
    feeds = str(tmp_path / "feeds.toml")
    done = process("run", "-q", "--feeds", feeds, home=tmp_path / "home", PWD=str(tmp_path))
    assert done.returncode == 3, done.stderr
    assert "line 1, [[forget]]" in done.stderr  # said here too, though the status is the feeds'
    assert "amur: part of alerts.toml refused: alerts.toml, line 1: " in done.stderr
    assert "amur feeds check" in done.stderr
    assert "127.0.0.1" in done.stdout


def test_home_and_feeds_may_stand_after_the_subcommand(home: Path) -> None:
    sql = "SELECT count(*) AS n FROM article"
    before = amur("--home", str(home), "query", sql, "-f", "json")
    after = amur("query", sql, "-f", "json", f"--home={home}")
    assert json.loads(before.stdout) == json.loads(after.stdout)
    assert json.loads(after.stdout)[0]["n"] > 10


def test_analyze_goes_on_after_a_bad_line_and_exits_1() -> None:
    good = json.dumps({"id": "a", "title": "China and Russia", "text": "Trade rose 5% to $2 billion in 2023."})
    done = process("analyze", "--no-screen", stdin=f"{good}\n{{not json\n\n{good}\n")
    assert done.returncode == 1
    assert "line 2" in done.stderr
    analyses = [json.loads(line) for line in done.stdout.splitlines()]
    assert [analysis["id"] for analysis in analyses] == ["a", "a"]
    assert any(figure["unit"] == "USD" for figure in analyses[0]["figures"])


@pytest.mark.parametrize("format", ["csv", "json", "markdown", "table"])
def test_query_answers_in_the_form_asked_for(format: str, home: Path) -> None:
    done = amur("query", "SELECT 'соя, 大豆' AS goods, 1.50::DECIMAL(9, 2) AS price", "-f", format, home=home)
    assert done.returncode == 0, done.stderr
    assert "соя, 大豆" in done.stdout
    assert "1.5" in done.stdout
    assert "\r" not in done.stdout  # a shell would take it for a part of the last value


def test_query_writes_parquet_that_reads_back(home: Path, tmp_path: Path) -> None:
    import polars

    out = tmp_path / "figures.parquet"
    done = process("query", "SELECT value, unit, parties FROM agreement", "-f", "parquet", "-o", str(out), home=home)
    assert done.returncode == 0, done.stderr
    assert polars.read_parquet(out).columns == ["value", "unit", "parties"]


def test_an_article_of_the_snapshot_is_explained(home: Path) -> None:
    sql = "SELECT article_id FROM article WHERE relevant AND language = 'en' ORDER BY article_id LIMIT 1"
    key = json.loads(amur("query", sql, "-f", "json", home=home).stdout)[0]["article_id"]
    done = amur("explain", key, home=home)
    assert done.returncode == 0, done.stderr
    assert "kept" in done.stdout


@pytest.mark.parametrize(("text", "language"), [("", "und"), ("契約\n日本とロシアは契約に署名した。", "ja")])
def test_a_text_in_a_language_that_is_not_read_is_shown_with_the_reason(
    text: str, language: str, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "told.txt").write_text(text, encoding="utf-8")
    done = amur("explain", str(tmp_path / "told.txt"), home=home)
    assert done.returncode == 0, done.stderr
    assert f"written in a language that is not read: {language}" in done.stdout


def test_a_page_of_several_articles_is_refused(home: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"id": name, "title": name, "text": "A train left Manzhouli."}) for name in ("one", "two")]
    (tmp_path / "two.jsonl").write_text("\n".join(lines))
    done = amur("explain", str(tmp_path / "two.jsonl"), "--html", str(tmp_path / "page.html"), home=home)
    assert (done.returncode, "2 articles" in done.stderr) == (2, True)
    assert not (tmp_path / "page.html").exists()


def test_an_agreement_is_explained_with_its_sentences(home: Path) -> None:
    key = json.loads(amur("query", "SELECT agreement_id FROM agreement LIMIT 1", "-f", "json", home=home).stdout)
    done = amur("explain", key[0]["agreement_id"], home=home)
    assert done.returncode == 0, done.stderr
    assert "“" in done.stdout


def test_a_story_is_explained_by_its_articles(home: Path) -> None:
    sql = "SELECT story_id, list(article_id) AS articles FROM article GROUP BY ALL ORDER BY len(articles) DESC LIMIT 1"
    (story,) = json.loads(amur("query", sql, "-f", "json", home=home).stdout)
    done = amur("explain", story["story_id"].lower(), home=home)
    assert {line.split()[0] for line in done.stdout.splitlines()} == set(story["articles"]), done.stderr


def test_the_brief_reads_in_both_forms(home: Path, tmp_path: Path) -> None:
    assert amur("brief", home=home).stdout.startswith("# China–Russia trade, 2023-10-")
    page = tmp_path / "brief.html"
    assert amur("brief", "-f", "html", "-o", str(page), home=home).returncode == 0
    assert "<script" not in page.read_text(encoding="utf-8")


def test_status_and_alerts_list_answer(home: Path) -> None:
    assert "Last load" in amur("status", home=home).stdout
    assert "suppressed" in amur("alerts", "list", home=home).stdout


def test_status_of_an_empty_house_says_what_to_do(tmp_path: Path) -> None:
    done = amur("status", home=tmp_path)
    assert done.returncode == 2
    assert "nothing is published yet; run `amur run` or `amur demo` first" in done.stderr
    assert "Last load" not in done.stdout


def test_feeds_go_out_as_opml_and_come_back_as_known(tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    assert amur("feeds", "export", str(file)).returncode == 0
    assert file.read_text(encoding="utf-8") == amur("feeds", "export").stdout
    back = amur("feeds", "import", str(file))
    assert back.returncode == 0
    assert back.stdout.strip() == ""
    assert "it is the URL of feed" in back.stderr
    assert amur("feeds", "export", str(tmp_path / "nowhere" / "feeds.opml")).returncode == 2


def test_config_shows_every_setting_with_its_source() -> None:
    done = amur("config", AMUR_RETRIES="4")
    assert "environment AMUR_RETRIES" in done.stdout


def test_purge_counts_before_it_drops_and_forget_takes_a_page_out(home: Path, tmp_path: Path) -> None:
    def ask(sql: str) -> object:
        return run_query(kept / "published" / "amur.duckdb", sql).rows[0][0]

    kept = tmp_path / "home"
    shutil.copytree(home, kept)
    dull = ask("SELECT count(*) FROM article WHERE NOT relevant")
    assert f"would drop {dull} articles" in amur("purge", "--before", "2100-01-01", home=kept).stdout
    assert ask("SELECT count(*) FROM article WHERE NOT relevant") == dull
    assert "0 polls from before 0001-01-01; " in amur("purge", "--before", "0001-01-01", home=kept).stdout
    assert f"dropped {dull} articles" in amur("purge", "--before", "2100-01-01", "--apply", home=kept).stdout
    assert ask("SELECT count(*) FROM article WHERE NOT relevant") == 0
    article = str(ask("SELECT article_id FROM figure ORDER BY figure_id LIMIT 1"))
    assert "say why" in amur("forget", article, "--reason", " ", home=kept).stderr
    done = amur("forget", article, "nothing-there", "--reason", "asked by the outlet", home=kept)
    assert (done.returncode, "forgot 1 articles; 1 of those named are not there" in done.stdout) == (1, True)
    assert ask(f"SELECT count(*) FROM figure WHERE article_id = '{article}'") == 0
