"""Questions that anyone may ask: read-only SQL on the snapshot, with no way out to files, network or settings.

The connection is locked before the question is read: no external access, no extensions, no settings. The question
is one statement that reads; it is interrupted when its time is up, and its answer may be so large and no larger.
"""

from __future__ import annotations

import difflib
import math
import re
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from warehouse.errors import QueryLimit, QueryRefused
from warehouse.readers import search
from warehouse.readers.publish import connected, is_damage, reading

_READING = {
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.PRAGMA,
}
_OPENINGS = (
    "select", "with", "from", "values", "describe", "desc", "show", "summarize", "explain", "table", "pivot", "unpivot",
)  # fmt: skip
_FIRST = re.compile(rf"^({'|'.join(_OPENINGS)})\b", re.I)
#: For a PIVOT that names no columns DuckDB makes a type of what it finds first, which is no question.
_PIVOT = [duckdb.StatementType.CREATE, duckdb.StatementType.SELECT]
#: Functions by which a SELECT would change what the connection logs, measures or writes, or run a text that may.
_SETTING = re.compile(
    r"\"?((?:en|dis)able_(?:logging|profiling)|truncate_duckdb_logs|(?:force_)?checkpoint"
    r"|query|json_execute_serialized_sql)\b",
    re.I,
)
#: What only a question that searches the texts names: to check and load the extension that it needs takes longer than
#: most questions do.
_SEARCHING = re.compile(r"search|\bstem\b", re.I)
#: A field asked of a list of structs, as parties.name is.
_OF_LIST = re.compile(r"Cannot extract field '(\w+)' from expression \"(\w+)\"")
#: Names are alike from this share of common letters on, and those of tables that were not asked from that.
_ALIKE, _SURELY = 0.62, 0.75
#: A value of more characters, or bytes of numbers, is no answer: the longest articles have 90,000.
MOST_IN_A_VALUE = 10_000_000
#: An answer takes eight times its text and more to hold, to hand over and to write, so this share of the memory.
_ANSWER_SHARE = 8
#: So many rows are fetched before time and size are looked at again.
_FETCHED_AT_ONCE = 1_000
_UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}
#: So many tables that have a missing column are named.
_OWNERS_TOLD = 4


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a question may use. `rows` is the most that comes back; more is cut and said so."""

    rows: int = 100_000
    timeout_s: float = 30.0
    memory: str = "2GB"
    threads: int = 2

    @property
    def too_long(self) -> str:
        """What is said where time ran out."""
        return f"the question took longer than {self.timeout_s:g} s and was stopped"


DEFAULT_LIMITS = Limits()


class QueryResult(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: column names, each once, their DuckDB types, rows, and whether rows were cut at the limit."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool = False
    elapsed_ms: int = 0


@contextmanager
def open_for_questions(path: Path, limits: Limits, *, searching: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """A locked, read-only connection to the snapshot; without `searching` its `search` can't be asked."""
    with connected(path, autoinstall_known_extensions="false", autoload_known_extensions="false") as connection:
        if searching:
            search.load_extension(connection)
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"SET threads = {int(limits.threads)}")
        connection.execute("SET memory_limit = ?", [limits.memory])
        connection.execute("SET temp_directory = ''")
        connection.execute("SET python_enable_replacements = false")
        connection.execute("SET allow_community_extensions = false")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


def run_query(path: Path, sql: str, *, limits: Limits = DEFAULT_LIMITS, parameters: Sequence[Any] = ()) -> QueryResult:
    """Ask one question of the snapshot at `path`.

    Raises QueryRefused for anything but one reading statement, and for SQL that can't be understood (with the
    nearest names); QueryLimit where time or memory ran out, or the answer is too large.
    """
    searching = _SEARCHING.search(sql) is not None
    with open_for_questions(path, limits, searching=searching) as connection, reading(path):
        return answer(connection, sql, limits, parameters)


def answer(
    connection: duckdb.DuckDBPyConnection, sql: str, limits: Limits, parameters: Sequence[Any] = ()
) -> QueryResult:
    """Run one checked statement under the limits; for callers that keep a connection for several questions.

    Damage of the file comes up as DuckDB tells it: `reading` gives it the file's name.
    """
    check(connection, sql)
    began = time.monotonic()
    expired = threading.Event()

    def stop() -> None:
        expired.set()
        connection.interrupt()

    timer = threading.Timer(limits.timeout_s, stop)
    timer.daemon = True
    timer.start()
    try:
        cursor = connection.execute(sql, list(parameters))
        described = cursor.description or []
        rows = _fetched(cursor, limits, expired)
    except duckdb.InterruptException as error:
        if not expired.is_set():
            raise
        raise QueryLimit(limits.too_long) from error
    except duckdb.OutOfMemoryException as error:
        raise QueryLimit(f"the question needs more than {limits.memory} of memory: {_first(error)}") from error
    except duckdb.Error as error:
        if is_damage(error):
            raise
        if expired.is_set():
            raise QueryLimit(limits.too_long) from error
        raise QueryRefused(explain(connection, sql, error)) from error
    finally:
        timer.cancel()
    return QueryResult(
        columns=_told_apart([column[0] for column in described]),
        types=tuple(str(column[1]) for column in described),
        rows=tuple(rows[: limits.rows]),
        cut=len(rows) > limits.rows,
        elapsed_ms=math.ceil((time.monotonic() - began) * 1000),
    )


def _fetched(cursor: duckdb.DuckDBPyConnection, limits: Limits, expired: threading.Event) -> list[tuple[Any, ...]]:
    """The rows, one more than may come back where there are more; raises QueryLimit for what is too large or late."""
    rows: list[tuple[Any, ...]] = []
    most, size = bytes_of(limits.memory) // _ANSWER_SHARE, 0
    while len(rows) <= limits.rows:
        part = cursor.fetchmany(min(_FETCHED_AT_ONCE, limits.rows + 1 - len(rows)))
        if not part:
            break
        rows += part
        for row in part:
            sizes = list(map(_size, row))
            if max(sizes, default=0) > MOST_IN_A_VALUE:
                raise QueryLimit(
                    f"a value of the answer is larger than {MOST_IN_A_VALUE // 1_000_000} MB; ask for a part of it"
                )
            size += sum(sizes)
        if size > most:
            raise QueryLimit(
                f"the answer is larger than {most // 1_000_000} MB; ask for fewer rows or columns, or allow more memory"
            )
        if expired.is_set():  # a value that is turned into Python's is not interrupted
            raise QueryLimit(limits.too_long)
    return rows


def _size(value: Any) -> int:
    """How large a value is: characters of a text, 8 for a number, a moment or a place in a list."""
    if isinstance(value, (str, bytes)):
        return len(value)
    if isinstance(value, (list, tuple)):
        return 8 + sum(map(_size, value))
    if isinstance(value, dict):
        return 8 + sum(map(_size, value.keys())) + sum(map(_size, value.values()))
    return 8


def bytes_of(memory: str) -> int:
    """A size such as "512MB" as a number, as DuckDB reads it."""
    text = memory.strip().upper()
    unit = next((one for one in sorted(_UNITS, key=len, reverse=True) if text.endswith(one)), "")
    return int(float(text.removesuffix(unit)) * _UNITS.get(unit, 1))


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """The names, one that came before numbered as DuckDB does (quote, quote_1): an object holds each name once."""
    told: list[str] = []
    for name in names:
        numbered = (f"{name}_{number}" for number in count(1))
        told.append(name if name not in told else next(one for one in numbered if one not in {*names, *told}))
    return tuple(told)


def check(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Let through one statement that reads; raise QueryRefused for anything else."""
    # The text as it was written: DuckDB turns some PRAGMAs into a SELECT before it shows them.
    words = _words(sql)
    opening = words.split(maxsplit=1)[0] if words.strip() else ""
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        meant = [] if _FIRST.match(words) else difflib.get_close_matches(opening.lower(), _OPENINGS, n=1)
        raise QueryRefused(_first(error) + "".join(f"; did you mean {word.upper()}?" for word in meant)) from error
    if [one.type for one in statements] == _PIVOT:
        raise QueryRefused(
            "a PIVOT must name its columns: PIVOT figure ON metric IN ('exports', 'imports') USING count(*)"
        )
    if len(statements) != 1:
        raise QueryRefused(f"one statement at a time, please; this is {len(statements) or 'none'}")
    if statements[0].type not in _READING or not _FIRST.match(words):
        kind = statements[0].type.name.replace("_", " ") if _FIRST.match(words) else opening.upper()
        raise QueryRefused(f"only questions are answered here (SELECT, WITH, DESCRIBE, SHOW, EXPLAIN), not {kind}")
    if setting := _setting(sql):
        raise QueryRefused(f"{setting} changes settings, or runs a text that may; only questions are answered here")


def _words(sql: str) -> str:
    """From the first word on, without the comments, brackets and semicolons that stand before it."""
    text = sql.encode()
    return next((text[at:].decode() for at, _ in duckdb.tokenize(sql) if text[at : at + 1] not in (b";", b"(")), "")


def _setting(sql: str) -> str | None:
    """The function of those that a question calls; what stands in a text or a comment is no call."""
    text, tokens = sql.encode(), duckdb.tokenize(sql)
    for (at, _), (after, _) in pairwise(tokens):
        found = _SETTING.match(text[at:after].decode())
        if found and text[after:].startswith(b"("):
            return found[1]
    return None


def explain(connection: duckdb.DuckDBPyConnection, sql: str, error: duckdb.Error) -> str:
    """DuckDB's message in one line, with what helps: the nearest names of ours, and who has the column."""
    text = re.split(r"\s*(?:Candidate bindings|Did you mean)", _first(error))[0].rstrip()
    if isinstance(error, duckdb.PermissionException):
        return f"{text}; only what SHOW TABLES lists can be asked"
    if inside := _OF_LIST.search(str(error)):
        field, several = inside.groups()
        return f"{several} is a list: list_transform({several}, lambda one : one.{field}) takes the {field} of each"
    column = re.search(r'(?:Referenced column|column named) "?(\w+)"?', str(error))
    missing = column or re.search(r'(?:[Ww]ith name|Referenced table) "?([\w.]+)"?', str(error))
    if not missing:
        return _first(error)
    name, helps = missing[1].lower(), ""
    if column:
        asked = _tables_of(connection, sql)
        held = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'main' ORDER BY ALL"
        ).fetchall()
        names = {of for table, of in held if table in asked or not asked} - {name}
        owners = [table for table, of in held if of == name and table not in asked]
        helps = f" {', '.join(owners[:_OWNERS_TOLD])} {'has' if len(owners) == 1 else 'have'} it." if owners else ""
        if not owners and re.search(rf"(?:=|\bIN\s*\([^()]*)\s*{name}\b", sql, re.I):
            helps = f" A text stands in single quotes: '{name}'."
        elif not owners and not _near(name, names):
            others = _near(name, {of for _, of in held}, _SURELY)[:1]
            owners = [table for table, of in held if of in others]
            helps = "".join(f" Nearest: {one}, of {', '.join(owners[:_OWNERS_TOLD])}." for one in others)
            helps = helps or "".join(f" DESCRIBE {table} tells its columns." for table in sorted(asked)[:1])
    else:
        found = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' UNION "
            "SELECT function_name FROM duckdb_functions() WHERE schema_name = 'main' AND NOT internal"
        ).fetchall()
        names = {row[0] for row in found}
    near = _near(name, names)
    return text + (f" Nearest: {', '.join(near)}." if near else "") + helps


def _near(name: str, names: Collection[str], alike: float = _ALIKE) -> list[str]:
    """The names that may have been meant, the nearest first."""
    return difflib.get_close_matches(name, sorted(names), n=3, cutoff=alike)


def _tables_of(connection: duckdb.DuckDBPyConnection, sql: str) -> set[str]:
    """The tables that a question names; none where DuckDB can't tell."""
    try:
        return set(connection.get_table_names(sql))
    except duckdb.Error:
        return set()


def to_arrow(result: QueryResult) -> pa.Table:
    """The answer as an Arrow table."""
    columns = list(zip(*result.rows, strict=True)) if result.rows else [()] * len(result.columns)
    return pa.table({name: _column(list(column)) for name, column in zip(result.columns, columns, strict=True)})


def _column(values: list[Any]) -> pa.Array:
    """The values of a column; whole numbers beyond 64 bits become decimals."""
    try:
        return pa.array(values)
    except OverflowError:
        return pa.array([Decimal(value) if isinstance(value, int) else value for value in values])


def _first(error: Exception) -> str:
    return str(error).strip().split("\n\n")[0].splitlines()[0]
