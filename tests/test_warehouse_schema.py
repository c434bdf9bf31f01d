"""Opening the writer's file: older ones are brought up to date, unknown ones are refused and left alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pytest

from tests.warehouse_batches import NOW, article, batch, deal
from warehouse import checkpoint, schema
from warehouse.errors import SchemaRefused
from warehouse.load import load
from warehouse.readers import search
from warehouse.readers.publish import open_snapshot
from warehouse.readers.query import run_query
from warehouse.schema import migrations, open_writer, schema_version

#: A released migration is never edited: its digest stands here from its release on.
RELEASED = {
    "0001_house.sql": "5ba36a996be37f906a2b114580bcc30a8890190f8d44050c8a8b1889793941c9",
    "0002_corrections.sql": "7d8c94898090c71e8f96c9238bf6f84e6f2f1bddf322e58e49578ff1f472aa36",
    "0003_observations.sql": "64b11c96c573b8fd1b8c38d0db144067c1b40ef9f17f73009a7d4f099be849c5",
    "0004_stories.sql": "766c807e9ca9ea59b586ffc74b35d2cf7c426b67ace39609c443205a44ed6b63",
    "0005_taken_by.sql": "5608a0de461af6a3194ee51b50f143124dc4b8aa0da3bd1c8e1b4b1083733c0e",
    "0006_doubted_figures.sql": "6bdc9073056d5327ab7fa895115cf57e25e0800fc40be2f1a00e6bc04d119df7",
    "0007_date_grain.sql": "00577062cd3cfca7fe97858e118ee6cf33df019c7f87a8bb586c6b6677dc740c",
    "0008_merged_alerts.sql": "4ea0aaadf0fb0de1d3473a3f75ae1a0bb524428935ce153ad548d2fd8a56ad89",
    "0009_expected_statistics.sql": "90ec1f036a61b4f877134634f7c29f39aaa43b3bcc14c3b20932f5b5be8e3492",
    "0010_gainsaid_figures.sql": "1e6b36c7184be0b208df80ad76af976020edc70ef93c5b82516d18a7d096100b",
    "0011_agreement_usd_source.sql": "94a02c62811baca43024d671b7bbec5027ce67af2b9bbe24632775a8c112ce2a",
    "0012_volumes_of_deals.sql": "3d1abb2ceb08fb601cdd9c7be233fcfe7a0aa67c2f3b03230a7f7f617fc7fd25",
    "0013_towns.sql": "fa4e5e0004a9c5a89f117ece76afaaa1fed7e548e1e757d733f1e01f2e634bb2",
    "0014_value_or_quantity.sql": "43647d7d0270677c7f32674388fb03b33f96a2782be4c97ec7ad046d275ff166",
    "0015_earlier_copies.sql": "0112b3abe04e7fd01da5b69eb5c571481a7fb3846d2e8a07a16f2f49e9735636",
}


def made_by_version(path: Path, version: int) -> None:
    """A file as the program of that schema version left it, with an article and a mention in it."""
    with duckdb.connect(str(path)) as connection:
        search.load_extension(connection)
        for number, name, text in migrations():
            if number <= version:
                connection.execute(text)
                connection.execute(schema._LEDGER)
                digest = hashlib.sha256(text.encode()).hexdigest()
                connection.execute(
                    "INSERT INTO store.migration VALUES (?, ?, ?, now()::TIMESTAMP)", [number, name, digest]
                )
        connection.execute(
            "INSERT INTO store.poll VALUES "
            "('b0', 'f', TIMESTAMP '2024-01-01', 'ok', 200, 10, 1, 1, 0, 0, 0, 5, NULL, [], true)"
        )


@pytest.mark.parametrize("version", [number for number, _, _ in migrations()])
def test_a_file_of_every_earlier_version_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "amur.duckdb"
    made_by_version(path, version)
    connection = open_writer(path)
    assert schema_version(connection) == max(number for number, _, _ in migrations())
    load(connection, batch(article(facts=(deal(),))), now=NOW)
    assert connection.execute("SELECT count(*) FROM poll").fetchone() == (1,)
    assert connection.execute("SELECT stage FROM agreement").fetchall() == [("signed",)]
    connection.close()


def test_a_doubt_of_an_earlier_version_is_given_its_figure(tmp_path: Path) -> None:
    path = tmp_path / "amur.duckdb"
    made_by_version(path, 5)
    with duckdb.connect(str(path)) as connection:
        for number, doubt in ((1, "in doubt"), (2, "stated")):
            connection.execute(
                "INSERT INTO store.figure BY NAME SELECT ? AS figure_id, 'a' AS article_id, 1 AS article_version, "
                "'s' AS story_id, 'x' AS quote, 'text' AS field, ? AS start, 9 AS \"end\", 1 AS value, 'USD' AS unit, "
                "'exact' AS modifier, 'level' AS measure, 'turnover' AS metric, ? AS usd_source, 7 AS observation, "
                "'1' AS extractor_version, TIMESTAMP '2024-01-01' AS recorded_at",
                [number, number, doubt],
            )
            connection.execute(
                "INSERT INTO store.doubt BY NAME SELECT ? AS doubt_id, 'a' AS article_id, 1 AS article_version, "
                "'s' AS story_id, 'x' AS quote, 'text' AS field, ? AS start, 9 AS \"end\", 'slip' AS reason, "
                "'1' AS extractor_version, TIMESTAMP '2024-01-01' AS recorded_at",
                [number, number],
            )
    connection = open_writer(path)
    assert connection.execute("SELECT figure_id FROM doubt ORDER BY doubt_id").fetchall() == [(1,), (None,)]
    assert connection.execute("SELECT figure_id, observation FROM store.figure ORDER BY 1").fetchall() == [
        (1, None), (2, 7)
    ]  # fmt: skip


def test_released_migrations_are_never_edited() -> None:
    held = {name: hashlib.sha256(text.encode()).hexdigest() for _, name, text in migrations()}
    assert {name: held.get(name) for name in RELEASED} == RELEASED


def test_migrations_are_numbered_without_gaps() -> None:
    assert [number for number, _, _ in migrations()] == list(range(1, len(migrations()) + 1))


def test_40_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "amur.duckdb"
    connection = open_writer(path)
    connection.execute("INSERT INTO store.migration VALUES (999, '0999_future.sql', 'x', now()::TIMESTAMP)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(SchemaRefused, match=r"version 999.*Install the newer program"):
        open_writer(path)
    assert path.read_bytes() == before
    with pytest.raises(SchemaRefused, match=r"version 999.*Install the newer program"):
        run_query(path, "SELECT 1")
    with pytest.raises(SchemaRefused, match="version 999"), open_snapshot(path):
        pass


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "theirs.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE theirs (a INTEGER)")
    with pytest.raises(SchemaRefused, match=r"not a warehouse of this program \(it holds main\.theirs\)"):
        open_writer(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "amur.duckdb"
    path.write_text("this is not a database, and long enough to have a header of its own")
    with pytest.raises(SchemaRefused, match="not a readable DuckDB file"):
        open_writer(path)


def test_a_damaged_block_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "amur.duckdb"
    with open_writer(path) as connection:
        checkpoint.checkpoint(connection)
    with path.open("r+b") as file:
        for start in range(16_384, path.stat().st_size, 65_536):
            file.seek(start)
            file.write(b"\xff" * 4_096)
    with pytest.raises(SchemaRefused, match="not a readable DuckDB file"):
        open_writer(path, wait_s=0.2)


def test_a_folder_that_can_t_be_written_to_is_told_and_nobody_is_sent_to_a_backup(tmp_path: Path) -> None:
    (tmp_path / "amur.duckdb").symlink_to(tmp_path / "a disk that is not there" / "amur.duckdb")
    with pytest.raises(SchemaRefused, match=r"can't be written \(.*\)$"):
        open_writer(tmp_path / "amur.duckdb")


def test_a_second_writer_waits_and_then_says_so(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = tmp_path / "amur.duckdb"
    connection = open_writer(path)
    code = (
        "import sys\nfrom warehouse.schema import open_writer\nfrom warehouse.errors import SchemaRefused\n"
        "try:\n    open_writer(sys.argv[1], wait_s=0.2)\nexcept SchemaRefused as error:\n    print(error)\n"
    )
    told = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    connection.close()
    assert "another program has been writing" in told.stdout
