"""Opens the writer's database: brings an older file up to date, and refuses one that it does not know.

`migrations/NNNN_name.sql` change tables and are never edited once released; `views/*.sql` and `comments.toml` are
the public face and are laid anew whenever they change.
"""

from __future__ import annotations

import hashlib
import re
import time
import tomllib
from importlib import resources
from pathlib import Path

import duckdb
import msgspec

from warehouse import checkpoint
from warehouse.errors import DatabaseBusy, DatabaseGone, SchemaRefused
from warehouse.readers import search
from warehouse.reference_trade import read_reference
from warehouse.transaction import transaction

_LEDGER = """
CREATE TABLE IF NOT EXISTS store.migration (
    number INTEGER NOT NULL, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL
)
"""


def open_writer(path: Path | str, *, wait_s: float = 30.0) -> duckdb.DuckDBPyConnection:
    """The one connection that writes, its schema up to date.

    Waits up to `wait_s` seconds for another writer to finish. Raises SchemaRefused for a file that is not a
    warehouse of ours, or whose schema is newer than this program; such a file is left as it was. Raises DatabaseGone
    where the home's file is no more.
    """
    if str(path) != ":memory:":
        refuse_anew(Path(path))
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(str(path), wait_s)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection, str(path))
    except BaseException:
        connection.close()
        raise
    return connection


def refuse_anew(path: Path) -> None:
    """Raise DatabaseGone where a home's database is not there, but what was published or loaded of it is.

    An empty one would be published over the register that readers have, and take all news for new.
    """
    if path.name != "amur.duckdb" or path.exists():
        return
    home, published = path.parent, path.parent / "published" / path.name
    aside = sorted(home.glob(f"{path.name}.before-restore-*"))
    batches = sorted(home.glob("batches/*/loaded.json"))
    if not (published.exists() or aside or batches):
        return
    copy = published if published.exists() else "BACKUP"
    raise DatabaseGone(
        f"{path}: no such file, but {(published if published.exists() else (aside or batches)[-1])} tells of one. "
        f"Put it back, or run `amur restore {copy}`; without a backup, `amur --home NEW backfill {home / 'batches'}` "
        "loads what is kept into another home, in silence."
    )


def reopen_writer(path: Path, *, wait_s: float = 30.0) -> duckdb.DuckDBPyConnection:
    """The writing connection to a file that this process has brought up to date before: it does not look again.

    Raises SchemaRefused as `open_writer` does.
    """
    connection = _connect(str(path), wait_s)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def migrations() -> list[tuple[int, str, str]]:
    """Number, file name and text of every migration, in order."""
    found = sorted(_files(), key=lambda file: file.name)
    return [(_number(file), file.name, file.read_text(encoding="utf-8")) for file in found]


def _files() -> list[resources.abc.Traversable]:
    return [file for file in _folder("migrations").iterdir() if file.name.endswith(".sql")]


def _number(file: resources.abc.Traversable) -> int:
    return int(file.name[:4])


def migrate(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Apply what the file lacks, each migration in a transaction of its own; then lay the views."""
    applied = refuse_newer(connection, path)
    for number, name, text in migrations():
        digest = hashlib.sha256(text.encode()).hexdigest()
        if number in applied:
            if applied[number] != digest:
                raise SchemaRefused(
                    f"{path}: its migration {name} differs from this program's. Nothing was changed. "
                    "Install the program that made this file, or restore a backup."
                )
            continue
        with transaction(connection):
            connection.execute(text)
            connection.execute(_LEDGER)
            connection.execute("INSERT INTO store.migration VALUES (?, ?, ?, now()::TIMESTAMP)", [number, name, digest])
    _lay_views(connection, applied.get(0))


def refuse_newer(connection: duckdb.DuckDBPyConnection, path: str) -> dict[int, str]:
    """Digest by number of the migrations that the file has had; 0 is the public face.

    Raises SchemaRefused for a file that is not a warehouse of ours, or whose schema is newer than this program.
    """
    applied = _applied(connection, path)
    latest = max(map(_number, _files()))
    if (newest := max(applied, default=0)) > latest:
        raise SchemaRefused(
            f"{path}: its schema is version {newest}, this program knows up to {latest}. "
            "Nothing was changed. Install the newer program, or restore a backup made by this one."
        )
    return applied


def schema_version(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the newest migration in the file that the connection reads."""
    row = connection.execute("SELECT max(number) FROM store.migration").fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def _connect(path: str, wait_s: float) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + wait_s
    while True:
        checkpoint.mend(path)
        if connection := _try(path):
            return connection
        if time.monotonic() > deadline:
            raise DatabaseBusy(f"{path}: another program has been writing for {wait_s:.0f} s. Wait for it, or stop it.")
        time.sleep(0.01)


def _try(path: str) -> duckdb.DuckDBPyConnection | None:
    """A connection, or None where another program writes, was stopped in a block, or put another file in place."""
    before = _inode(path)
    try:
        connection = duckdb.connect(path, config={"autoinstall_known_extensions": "false", **checkpoint.CONFIG})
    except duckdb.Error as error:
        # "lock" alone would do for the "block" of a damaged file as well.
        if checkpoint.guarded(path) or "set lock" in str(error).lower():
            return None
        if re.search("cannot open file|could not write", str(error), re.I):
            raise SchemaRefused(f"{path}: can't be written ({_first_line(error)})") from error
        if not isinstance(error, duckdb.IOException | duckdb.SerializationException | duckdb.InvalidInputException):
            raise
        raise SchemaRefused(f"{path}: not a readable DuckDB file ({_first_line(error)}). Restore a backup.") from error
    connection.execute("PRAGMA disable_checkpoint_on_shutdown")
    # Between its opening and its lock a file can have been replaced: what is written into the old one is lost.
    if not checkpoint.guarded(path) and (before is None or before == _inode(path)):
        return connection
    connection.close()
    return None


def _inode(path: str) -> int | None:
    try:
        return Path(path).stat().st_ino
    except OSError:
        return None


def _applied(connection: duckdb.DuckDBPyConnection, path: str) -> dict[int, str]:
    try:
        return dict(connection.execute("SELECT number, sha256 FROM store.migration").fetchall())
    except duckdb.CatalogException:
        found = connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
    tables = {f"{schema}.{name}" for schema, name in found}
    if tables:
        raise SchemaRefused(
            f"{path}: a DuckDB file, but not a warehouse of this program (it holds {', '.join(sorted(tables)[:3])}). "
            "Nothing was changed. Choose another home."
        )
    return {}


def _lay_views(connection: duckdb.DuckDBPyConnection, laid: str | None) -> None:
    """Drop and make again every view, macro and comment, where they changed since they were laid."""
    files = sorted((f for f in _folder("views").iterdir() if f.name.endswith(".sql")), key=lambda file: file.name)
    texts = [file.read_text(encoding="utf-8") for file in files]
    comments = _folder("comments.toml").read_text(encoding="utf-8")
    reference = _folder("reference_trade.csv").read_text(encoding="utf-8-sig")
    digest = hashlib.sha256("\0".join([*texts, comments, reference]).encode()).hexdigest()
    if digest == laid:
        return
    search.load_extension(connection)  # what the macros of the search are made of
    with transaction(connection):
        for kind, name in connection.execute(
            "SELECT 'VIEW', view_name FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal UNION ALL "
            "SELECT DISTINCT CASE function_type WHEN 'table_macro' THEN 'MACRO TABLE' ELSE 'MACRO' END, function_name "
            "FROM duckdb_functions() WHERE schema_name = 'main' AND NOT internal AND function_type LIKE '%macro'"
        ).fetchall():
            connection.execute(f'DROP {kind} main."{name}"')
        for text in texts:
            connection.execute(text)
        connection.execute("DELETE FROM store.reference_trade")
        connection.executemany(
            "INSERT INTO store.reference_trade VALUES (?, ?, ?, ?, ?, ?)",
            [msgspec.structs.astuple(line) for line in read_reference(reference)],
        )
        _comment(connection, tomllib.loads(comments))
        connection.execute("DELETE FROM store.migration WHERE number = 0")
        connection.execute("INSERT INTO store.migration VALUES (0, 'views', ?, now()::TIMESTAMP)", [digest])


def _comment(connection: duckdb.DuckDBPyConnection, words: dict[str, dict[str, str]]) -> None:
    """Say what every table, view and column means; a column's own line wins over its name's general one."""
    views = {row[0] for row in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    columns = connection.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
        "WHERE schema_name IN ('main', 'store') AND NOT internal ORDER BY ALL"
    ).fetchall()
    comments = []
    for schema, table in sorted({(schema, table) for schema, table, _ in columns}):
        text = words["table"].get(f"{schema}.{table}") or words["table"].get(table)
        if text:
            kind = "VIEW" if schema == "main" and table in views else "TABLE"
            comments.append(f'COMMENT ON {kind} {schema}."{table}" IS {_quoted(text)}')
    for schema, table, column in columns:
        text = words["column"].get(f"{table}.{column}") or words["column"].get(column)
        if text:
            comments.append(f'COMMENT ON COLUMN {schema}."{table}"."{column}" IS {_quoted(text)}')
    connection.execute(";\n".join(comments))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _folder(name: str) -> resources.abc.Traversable:
    return resources.files("warehouse") / name
