"""Questions: what may be asked, what may not, and what a wrong one is told."""

from __future__ import annotations

import json
import resource
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from amur.answers import text
from tests.warehouse_batches import NOW, article, batch, deal, figure, open_store
from warehouse.errors import QueryLimit, QueryRefused, SnapshotDamaged, SnapshotMissing, SnapshotUnreadable
from warehouse.load import load
from warehouse.readers.apart import GRACE_S, ask_apart, bytes_of
from warehouse.readers.publish import open_snapshot, publish
from warehouse.readers.query import Limits, QueryResult, run_query, to_arrow


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    connection = open_store(home)
    load(connection, batch(article(facts=(figure("$890 million", "890000000"), deal()))), now=NOW)
    connection.close()
    (home / "secret.csv").write_text("a,b\n1,2\n")
    return publish(home)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT unit, value FROM figure",
        "-- a remark\nSELECT 1;",
        "/* a remark */ WITH x AS (SELECT 1 AS one) SELECT one FROM x",
        "FROM article",
        "VALUES (1)",
        "(SELECT 1)",
        "; SELECT 1",
        "/* of /* all */ that */ (SELECT 'соя')",
        "DESCRIBE figure",
        "SHOW TABLES",
        "SUMMARIZE figure",
        "EXPLAIN SELECT 1",
        "SELECT * FROM facts_as_of('2026-08-21')",
        "SELECT * FROM search('contract')",
        "SELECT unnest(search_tokens('contracts'))",
        "SELECT Stem('contracts', 'english')",
        "SELECT 'a checkpoint (граница)', $$enable_logging('x')$$ -- disable_profiling()",
    ],
)
def test_a_question_is_answered(snapshot: Path, sql: str) -> None:
    assert run_query(snapshot, sql).rows


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO store.doubt SELECT * FROM store.doubt",
        "DELETE FROM store.figure",
        "UPDATE store.figure SET value = 0",
        "CREATE TABLE mine (a INTEGER)",
        "CREATE TEMP TABLE mine AS SELECT 1",
        "DROP VIEW figure",
        "ATTACH 'other.duckdb'",
        "DETACH amur",
        "USE memory",
        "COPY figure TO 'out.csv'",
        "COPY (SELECT 1) TO '/dev/stdout'",
        "EXPORT DATABASE 'folder'",
        "IMPORT DATABASE 'folder'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '100GB'",
        "RESET memory_limit",
        "PRAGMA enable_profiling",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "CHECKPOINT",
        "VACUUM",
        "BEGIN",
        "SELECT 1; SELECT 2",
        "/* never closed SELECT 1",
        "SELECT 1; DROP VIEW figure",
        "EXPLAIN ANALYZE DELETE FROM store.figure",
        "EXPLAIN DELETE FROM store.figure",
        "SELECT * FROM read_csv('{folder}/secret.csv')",
        "SELECT * FROM '{folder}/secret.csv'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_blob('/etc/hostname')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "SELECT * FROM read_duckdb('{folder}/amur.duckdb')",
        "SELECT getenv('HOME')",
        "SELECT * FROM sniff_csv('{folder}/secret.csv')",
        "SELECT * FROM query('SELECT * FROM read_text(''{folder}/secret.csv'')')",
        "SELECT * FROM query_table('{folder}/secret.csv')",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''{folder}/secret.csv'')'))",
        "DESCRIBE SELECT * FROM read_text('{folder}/secret.csv')",
        "SUMMARIZE SELECT * FROM '{folder}/secret.csv'",
        "PIVOT '{folder}/secret.csv' ON a",
        "TABLE '{folder}/secret.csv'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO 'out.csv'",
        "WITH x AS (SELECT 1) INSERT INTO store.run SELECT * FROM x",
        "PREPARE x AS SELECT 1",
        "EXECUTE x",
        "CREATE SECRET s (TYPE s3)",
        "SELECT * FROM sqlite_scan('other.sqlite', 't')",
        "SELECT * FROM enable_logging(storage = 'stdout')",
        "SELECT * FROM system.main.\"Enable_Profiling\" (save_location = '{folder}/out.json', format = 'json')",
        "SELECT * FROM checkpoint()",
        "FROM query('FROM enable_logging(''QueryLog'')')",
        "SELECT 'граница' FROM enable_logging/**/('QueryLog')",
        "SELECT e'\\'', * FROM force_checkpoint -- ')\n()",
        "",
        "   -- nothing",
        "SELEC 1",
    ],
)
def test_anything_else_is_refused_in_one_line(snapshot: Path, sql: str) -> None:
    with pytest.raises(QueryRefused) as refusal:
        run_query(snapshot, sql.replace("{folder}", str(snapshot.parent.parent)))
    assert "\n" not in str(refusal.value)


def test_columns_of_one_name_are_all_told(snapshot: Path) -> None:
    found = run_query(snapshot, "SELECT 1 AS quote, 2 AS quote, 3 AS quote_1, 4 AS quote")
    assert json.loads(text(found, "json")) == [{"quote": 1, "quote_2": 2, "quote_1": 3, "quote_3": 4}]
    assert to_arrow(found).column_names == ["quote", "quote_2", "quote_1", "quote_3"]


def test_python_objects_are_out_of_reach(snapshot: Path) -> None:
    limits = [1, 2, 3]
    with pytest.raises(QueryRefused):
        run_query(snapshot, "SELECT * FROM limits")
    assert limits


def test_settings_do_not_tell_or_change(snapshot: Path) -> None:
    locked = run_query(
        snapshot, "SELECT current_setting('lock_configuration'), current_setting('enable_external_access')"
    )
    assert locked.rows == ((True, False),)


def test_a_question_that_takes_too_long_is_stopped(snapshot: Path) -> None:
    with pytest.raises(QueryLimit, match=r"longer than 0\.2 s"):
        run_query(snapshot, "SELECT count(*) FROM range(10000000) a, range(10000000) b", limits=Limits(timeout_s=0.2))


def test_a_question_that_needs_too_much_memory_is_stopped(snapshot: Path) -> None:
    with pytest.raises(QueryLimit, match="memory"):
        run_query(
            snapshot,
            "SELECT list(a.range || 'x' || b.range) FROM range(3000) a, range(3000) b",
            limits=Limits(memory="50MB"),
        )


def test_more_rows_than_the_limit_are_cut_and_said_so(snapshot: Path) -> None:
    answer = run_query(snapshot, "SELECT * FROM range(100)", limits=Limits(rows=10))
    assert (len(answer.rows), answer.cut) == (10, True)
    assert not run_query(snapshot, "SELECT * FROM range(10)", limits=Limits(rows=10)).cut


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("SELECT valeu FROM figure", "value"),
        ("SELECT * FROM figures", "figure"),
        ("SELECT f.comodity FROM figure f", "commodity"),
        ("SELECT * FROM agreement WHERE stages = 'signed'", "stage"),
        ("SELECT * FROM serch('x')", "search"),
    ],
)
def test_a_misspelt_name_is_told_the_nearest(snapshot: Path, sql: str, name: str) -> None:
    with pytest.raises(QueryRefused, match=name):
        run_query(snapshot, sql)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("SELECT kind FROM alert", r"alert_message.* have it"),
        ("SELECT stage FROM figure", r"!.* agreement, .* have it"),
        ("SELEC 1", "did you mean SELECT"),
        ("PRAGMA version", "not PRAGMA$"),
        ("WITH x AS (SELECT 1) INSERT INTO store.run SELECT * FROM x", "not INSERT$"),
        ("SELECT * FROM read_csv('/etc/passwd')", "only what SHOW TABLES lists"),
        ("PIVOT figure ON metric USING count(*)", "must name its columns"),
        ("SELECT figures.value FROM figure", "Nearest: figure"),
        ("SELECT value FROM figure WHERE metric = turnover", "single quotes: 'turnover'"),
        ("SELECT value FROM figure WHERE metric IN ('exports', turnover)", "single quotes: 'turnover'"),
        ("SELECT value, publsher FROM figure", "Nearest: publisher, of .*article"),
        ("SELECT currency FROM figure", "DESCRIBE figure tells its columns"),
        ("SELECT parties.name FROM agreement", "parties is a list: .* takes the name of each"),
    ],
)
def test_a_refusal_says_what_helps(snapshot: Path, sql: str, says: str) -> None:
    with pytest.raises(QueryRefused, match=says) as refusal:
        run_query(snapshot, sql)
    assert "Nearest: kind" not in str(refusal.value)


def test_an_answer_tells_how_long_it_took(snapshot: Path) -> None:
    assert run_query(snapshot, "SELECT 1").elapsed_ms > 0


def test_before_the_first_publish_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SnapshotMissing, match="amur run"):
        run_query(tmp_path / "published" / "amur.duckdb", "SELECT 1")


@pytest.mark.parametrize("ask", [run_query, ask_apart])
def test_a_damaged_snapshot_is_told_and_how_to_publish_it_anew(
    snapshot: Path, tmp_path: Path, ask: Callable[..., QueryResult]
) -> None:
    damaged = tmp_path / "amur.duckdb"
    damaged.write_bytes(snapshot.read_bytes()[:500_000])
    with pytest.raises(SnapshotDamaged, match="amur compact"):
        ask(damaged, "SELECT count(*) FROM article")


def test_damage_that_is_met_only_on_reading_is_told_likewise(snapshot: Path, tmp_path: Path) -> None:
    damaged, whole = tmp_path / "amur.duckdb", snapshot.read_bytes()
    at = whole.index(b"Rosatom")  # The rows of a table: nobody reads them to open the file.
    damaged.write_bytes(whole[:at] + b"R0satom" + whole[at + 7 :])
    with pytest.raises(SnapshotDamaged, match="amur compact"):
        run_query(damaged, "SELECT * FROM article JOIN agreement ON true")
    with pytest.raises(SnapshotDamaged, match="amur compact"), open_snapshot(damaged) as connection:
        connection.execute("SELECT * FROM article JOIN agreement ON true").fetchall()


def test_a_snapshot_that_may_not_be_opened_is_no_damaged_one(tmp_path: Path) -> None:
    closed = tmp_path / "amur.duckdb"
    with socket.socket(socket.AF_UNIX) as other:  # Nobody opens a socket as a file, whatever his rights.
        other.bind(str(closed))
        with pytest.raises(SnapshotUnreadable, match="can't be opened") as told:
            run_query(closed, "SELECT 1")
    assert not isinstance(told.value, SnapshotDamaged)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("SELECT list_reduce(range(1, 100000000), lambda x, y: x + y)", "longer|memory"),  # hears no interruption
        ("SELECT levenshtein(repeat('a', 100000), repeat('b', 100000))", "longer"),
        ("SELECT repeat('x', 100000000) FROM range(100)", "memory|longer"),  # ten gigabytes that nobody counts
    ],
)
def test_what_no_limit_of_duckdb_stops_is_ended_with_its_process(snapshot: Path, sql: str, what: str) -> None:
    before = time.monotonic()
    with pytest.raises(QueryLimit, match=what):
        ask_apart(snapshot, sql, limits=Limits(timeout_s=1.0, memory="256MB"))
    assert time.monotonic() - before < 1.0 + GRACE_S + 5.0
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 2_000_000


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("SELECT repeat('x', 20000000)", "a value of the answer is larger than 10 MB"),
        ("SELECT list(repeat('x', 1000)) FROM range(20000)", "a value of the answer is larger than 10 MB"),
        ("SELECT {'many': map([1], [repeat('x', 20000000)])}", "a value of the answer is larger than 10 MB"),
        ("SELECT repeat('x', 5000000) FROM range(20)", "the answer is larger than 64 MB"),
    ],
)
def test_an_answer_that_nobody_can_read_is_refused(snapshot: Path, sql: str, what: str) -> None:
    for ask in (run_query, ask_apart):
        with pytest.raises(QueryLimit, match=what):
            ask(snapshot, sql, limits=Limits(memory="512MB"))


def test_a_value_on_its_way_out_is_bound_by_time(snapshot: Path) -> None:
    before = time.monotonic()
    with pytest.raises(QueryLimit, match=r"longer than 0\.2 s"):
        ask_apart(snapshot, "SELECT list({'a': range, 'b': 'x'}) FROM range(3000000)", limits=Limits(timeout_s=0.2))
    assert time.monotonic() - before < 30.0


def test_apart_a_question_is_answered_and_refused_as_ever(snapshot: Path, tmp_path: Path) -> None:
    assert ask_apart(snapshot, "SELECT ? + 1", parameters=[1]).rows == ((2,),)
    with pytest.raises(QueryRefused, match="agreement"):
        ask_apart(snapshot, "SELECT * FROM agreemnt")
    with pytest.raises(SnapshotMissing, match="amur run"):
        ask_apart(tmp_path / "none.duckdb", "SELECT 1")


def test_a_text_that_is_put_together_to_be_run_turns_no_logging_on(snapshot: Path) -> None:
    options = "level = ''trace'', storage = ''stdout'', storage_config = {''delim'': ''|'', ''header'': false}"
    with pytest.raises(QueryRefused, match="query changes settings, or runs a text"):
        ask_apart(snapshot, f"SELECT * FROM query('SELECT * FROM enable_' || 'logging({options})')")


@pytest.mark.parametrize(("text", "number"), [("512MB", 512_000_000), ("2 GiB", 2 << 30), ("1.5GB", 1_500_000_000)])
def test_memory_is_read_as_duckdb_reads_it(text: str, number: int) -> None:
    assert bytes_of(text) == number
