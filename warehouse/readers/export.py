"""Writes the public views as files that other programs read back without surprises: Parquet, CSV, SQLite.

Parquet keeps every type. CSV and SQLite know no lists, so lists and parties become JSON; SQLite knows no decimals or
times, so values become floating-point numbers and times ISO text. CSV starts with a byte order mark, without which
Excel takes Russian and Chinese for Latin. What earlier programs took in may hold characters that steer a terminal,
which CSV and SQLite have as spaces, and marks that hide text or turn it around, which CSV lacks.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import duckdb

from ingest.unseen import CONTROL, HIDDEN
from warehouse.errors import WarehouseError
from warehouse.readers.publish import open_snapshot

FORMATS = ("parquet", "csv", "sqlite")

#: What a spreadsheet would take for a formula; those of China and Japan take the wide signs too.
_FORMULA = r"^[=+@\t\r＝＋－＠-]"


def export(snapshot: Path, folder: Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write each public view to `folder`; each file is whole or absent. Returns the files."""
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        raise WarehouseError(f"unknown format {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    folder.mkdir(parents=True, exist_ok=True)
    targets: list[Path] = []
    try:
        with open_snapshot(snapshot) as connection:
            views = public_views(connection)
            for view in views:
                if "parquet" in formats:
                    targets.append(folder / f"{view}.parquet")
                    _parquet(connection, view, targets[-1])
                if "csv" in formats:
                    targets.append(folder / f"{view}.csv")
                    _csv(connection, view, targets[-1])
            if "sqlite" in formats:
                targets.append(folder / "amur.sqlite")
                _sqlite(connection, views, targets[-1])
    finally:
        for target in targets:
            for half in _halves(target):
                half.unlink(missing_ok=True)
    return targets


def public_views(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the views of schema `main`."""
    found = connection.execute(
        "SELECT view_name FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal ORDER BY view_name"
    ).fetchall()
    return [row[0] for row in found]


def _parquet(connection: duckdb.DuckDBPyConnection, view: str, target: Path) -> None:
    partial, query = _partial(target), f'SELECT * FROM main."{view}"'
    connection.execute(f"COPY ({query}) TO '{_quoted(partial)}' (FORMAT parquet, COMPRESSION zstd)")
    os.replace(partial, target)


def _csv(connection: duckdb.DuckDBPyConnection, view: str, target: Path) -> None:
    partial, body = _partial(target), _body(target)
    columns = _flat(connection, view, plain=False)
    connection.execute(f"COPY (SELECT {columns} FROM main.\"{view}\") TO '{_quoted(body)}' (FORMAT csv, HEADER)")
    with partial.open("wb") as out, body.open("rb") as text:
        out.write(b"\xef\xbb\xbf")
        shutil.copyfileobj(text, out)
    body.unlink()
    os.replace(partial, target)


def _sqlite(connection: duckdb.DuckDBPyConnection, views: Sequence[str], target: Path) -> None:
    partial = _partial(target)
    partial.unlink(missing_ok=True)
    listed = [(view, _flat(connection, view, plain=True)) for view in views]
    connection.execute(f"LOAD '{_quoted(_sqlite_extension())}'")
    connection.execute(f"ATTACH '{_quoted(partial)}' AS sqlite_file (TYPE sqlite, READ_WRITE)")
    try:
        for view, columns in listed:
            connection.execute(f'CREATE TABLE sqlite_file."{view}" AS SELECT {columns} FROM main."{view}"')
    finally:
        connection.execute("DETACH sqlite_file")
    os.replace(partial, target)


def _flat(connection: duckdb.DuckDBPyConnection, view: str, *, plain: bool) -> str:
    """The view's columns with lists and structs as JSON; `plain`: also decimals as floats, times as ISO text.

    Not plain is for spreadsheets, where a site's "=HYPERLINK(…)" must stay text: an apostrophe goes before it.
    """
    columns = []
    for name, kind in connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ? "
        "ORDER BY column_index",
        [view],
    ).fetchall():
        quoted = told = f'"{name}"'
        if kind.endswith("[]") or kind.startswith("STRUCT"):
            told = _shown(f"CAST(to_json({quoted}) AS VARCHAR)", marks=plain)
        elif kind == "VARCHAR":
            told = _shown(quoted, marks=plain)
            if not plain:
                told = f"CASE WHEN regexp_matches({told}, '{_FORMULA}') THEN '''' ELSE '' END || {told}"
        elif plain and kind.startswith("DECIMAL"):
            told = f"CAST({quoted} AS DOUBLE)"
        elif plain and kind in ("TIMESTAMP", "DATE"):
            told = f"CAST({quoted} AS VARCHAR)"
        columns.append(f"{told} AS {quoted}")
    return ", ".join(columns)


def _shown(column: str, *, marks: bool) -> str:
    """A text column as `ingest.unseen.shown` has it; with hidden `marks`, by which spans count, where they stay."""
    for pattern, instead in ((CONTROL, " "), *([] if marks else [(HIDDEN, "")])):
        spelled = "".join(one if one in "[]-" else f"\\x{{{ord(one):x}}}" for one in pattern.pattern)
        column = f"regexp_replace({column}, '{spelled}', '{instead}', 'g')"
    return column


def _sqlite_extension() -> Path:
    wheel = find_spec("duckdb_extension_sqlite_scanner")
    folders = list(wheel.submodule_search_locations or ()) if wheel else []
    found = [file for folder in folders for file in Path(folder).glob("extensions/*/sqlite_scanner.duckdb_extension")]
    if not found:
        raise WarehouseError("SQLite export needs the package duckdb-extension-sqlite-scanner: install it")
    return found[-1]


def _partial(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.partial")


def _body(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.body")


def _halves(target: Path) -> tuple[Path, ...]:
    """The files of ours that may be left where a file could not be written; SQLite keeps a journal beside its own."""
    partial = _partial(target)
    return partial, _body(target), partial.with_name(f"{partial.name}-journal")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
