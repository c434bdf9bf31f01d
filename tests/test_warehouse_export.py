"""Export: what pandas, polars, SQLite and Excel read back is what the warehouse holds."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas
import polars
import pytest

from tests.warehouse_batches import NOW, article, batch, deal, figure, open_store
from warehouse.errors import SnapshotMissing, WarehouseError
from warehouse.load import load
from warehouse.readers.export import export, public_views
from warehouse.readers.publish import open_snapshot, publish

TITLE = 'Сборник «Соя», 大豆; "quoted", two\nlines'


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    home = tmp_path_factory.mktemp("home")
    connection = open_store(home)
    one = article(text=TITLE, facts=(figure("42.64 billion yuan", "42640000000.5", "CNY"), deal(sectors=("nuclear",))))
    load(connection, batch(one), now=NOW)
    connection.close()
    snapshot = publish(home)
    export(snapshot, home / "exports")
    return snapshot, home / "exports"


def test_every_public_view_is_written_in_every_format(exported: tuple[Path, Path]) -> None:
    snapshot, folder = exported
    with open_snapshot(snapshot) as connection:
        views = public_views(connection)
    names = {f"{view}.{kind}" for view in views for kind in ("parquet", "csv")} | {"amur.sqlite"}
    assert {path.name for path in folder.iterdir()} == names
    assert len(views) > 20


def test_parquet_keeps_values_exact_in_polars_and_pandas(exported: tuple[Path, Path]) -> None:
    path = exported[1] / "figure.parquet"
    assert polars.read_parquet(path)["value"][0] == Decimal("42640000000.5")
    assert pandas.read_parquet(path)["value"][0] == Decimal("42640000000.5")


def test_csv_reads_back_in_pandas_and_polars_and_opens_in_excel(exported: tuple[Path, Path]) -> None:
    path = exported[1] / "article.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert pandas.read_csv(path)["text"][0] == TITLE
    assert polars.read_csv(path)["text"][0] == TITLE
    with path.open(encoding="utf-8-sig", newline="") as lines:
        assert next(csv.DictReader(lines))["article_id"] == "a1"


def test_lists_and_parties_become_json_in_csv_and_sqlite(exported: tuple[Path, Path]) -> None:
    parties = [
        {"name": "Rosatom", "country": "RU", "id": "company:rosatom"},
        {"name": "CNNC", "country": "CN", "id": "company:cnnc"},
    ]
    frame = pandas.read_csv(exported[1] / "agreement.csv")
    assert json.loads(frame["parties"][0]) == parties
    with sqlite3.connect(exported[1] / "amur.sqlite") as connection:
        row = connection.execute("SELECT parties, sectors, first_reported_at FROM agreement").fetchone()
        value, kind = connection.execute("SELECT value, typeof(value) FROM figure").fetchone()
    assert (json.loads(row[0]), json.loads(row[1]), row[2]) == (parties, ["nuclear"], "2026-08-20 08:00:00")
    assert (value, kind) == (42640000000.5, "real")


def test_a_second_export_replaces_the_first(exported: tuple[Path, Path]) -> None:
    snapshot, folder = exported
    before = {path.name for path in folder.iterdir()}
    export(snapshot, folder)
    assert {path.name for path in folder.iterdir()} == before
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT count(*) FROM '{folder}/figure.parquet'").fetchone() == (1,)


def test_hidden_files_of_others_stay_in_the_folder(exported: tuple[Path, Path]) -> None:
    snapshot, folder = exported
    theirs = folder / f".notes.{os.getpid()}.txt"
    theirs.write_text("mine")
    export(snapshot, folder, ["csv", "sqlite"])
    assert [file.name for file in folder.glob(".*")] == [theirs.name]
    theirs.unlink()


def test_an_unknown_format_or_no_snapshot_is_said(exported: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="unknown format xls"):
        export(exported[0], tmp_path, ["xls"])
    with pytest.raises(SnapshotMissing):
        export(tmp_path / "absent.duckdb", tmp_path)


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+7 495", "@SUM(1)", "-2+3", "＝HYPERLINK(1)"])
def test_a_text_that_a_spreadsheet_would_compute_stays_text(tmp_path: Path, text: str) -> None:
    connection = open_store(tmp_path)
    load(connection, batch(article(text=text)), now=NOW)
    connection.close()
    export(publish(tmp_path), tmp_path / "exports", ("csv", "parquet"))
    assert pandas.read_csv(tmp_path / "exports" / "article.csv")["text"][0] == f"'{text}"
    assert polars.read_parquet(tmp_path / "exports" / "article.parquet")["text"][0] == text


def test_what_an_earlier_program_took_in_steers_no_terminal_and_hides_no_word(tmp_path: Path) -> None:
    connection = open_store(tmp_path)
    load(connection, batch(article(text="Trade")), now=NOW)
    connection.execute("UPDATE store.article SET text = ?", ["\x1b[31mTra\u202ede\x00\x9b in\n\t\u200bMay"])
    connection.execute("UPDATE store.article SET publisher = ?, reasons = ?", ["\u200b=1+1", ["\u2066hid\x07"]])
    connection.close()
    export(publish(tmp_path), tmp_path / "exports")
    with (tmp_path / "exports" / "article.csv").open(encoding="utf-8-sig", newline="") as lines:
        row = next(csv.DictReader(lines))
    assert row["text"] == " [31mTrade   in\n\tMay"
    assert (row["publisher"], row["reasons"]) == ("'=1+1", '["hid\\u0007"]')
    with sqlite3.connect(tmp_path / "exports" / "amur.sqlite") as store:
        assert store.execute("SELECT text FROM article").fetchone() == (" [31mTra\u202ede   in\n\t\u200bMay",)
