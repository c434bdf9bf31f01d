"""Records into columns: Arrow tables that DuckDB takes in one statement, however many rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import duckdb
import pyarrow as pa

#: Values are kept as DECIMAL(28, 6); what is larger than any economy is declined.
LARGEST_EXPONENT = 20


_ARROW = {
    "text": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "moment": pa.timestamp("us"),
    "texts": pa.list_(pa.string()),
    "date": pa.string(),
    "decimal": pa.string(),
    "parties": pa.list_(pa.struct([("name", pa.string()), ("country", pa.string()), ("id", pa.string())])),
    "rejected": pa.list_(pa.struct([("agreement_id", pa.string()), ("reason", pa.string())])),
}
#: Kinds that travel as text and are read by DuckDB: an impossible date becomes null rather than stop a load.
_CAST = {"date": "DATE", "decimal": "DECIMAL(28, 6)"}


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, kinds: Mapping[str, str], columns: Mapping[str, Sequence[Any]]
) -> int:
    """Append columns to `store.table` in one statement; returns the number of rows."""
    incoming = pa.table({name: pa.array(columns[name], _ARROW[kind]) for name, kind in kinds.items()})
    if not incoming.num_rows:
        return 0
    names = ", ".join(f'"{name}"' for name in kinds)
    values = ", ".join(
        f'TRY_CAST("{name}" AS {_CAST[kind]})' if kind in _CAST else f'"{name}"' for name, kind in kinds.items()
    )
    connection.register("incoming_rows", incoming)
    try:
        connection.execute(f"INSERT INTO store.{table} ({names}) SELECT {values} FROM incoming_rows")
    finally:
        connection.unregister("incoming_rows")
    return int(incoming.num_rows)


def given(connection: duckdb.DuckDBPyConnection, name: str, **columns: Sequence[str | None]) -> None:
    """Make text columns readable as the relation `name`, for the statements of `sql/`."""
    connection.register(name, pa.table({key: pa.array(list(values), pa.string()) for key, values in columns.items()}))


@cache
def statement(name: str) -> str:
    """The text of `sql/name.sql`."""
    return (resources.files("warehouse") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


@lru_cache(maxsize=65536)
def moment(text: str | None) -> datetime | None:
    """ISO 8601 as naive UTC, which is how the warehouse keeps time; a bare date is its midnight; None if unreadable."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read


def storable(value: Decimal | None) -> bool:
    """True where a value fits the tables' DECIMAL(28, 6)."""
    return value is None or (value.is_finite() and value.adjusted() <= LARGEST_EXPONENT)


def peek(connection: duckdb.DuckDBPyConnection, counter: str) -> int:
    """The next number of a counter, not yet taken."""
    row = connection.execute("SELECT next FROM store.counter WHERE name = ?", [counter]).fetchone()
    assert row is not None, counter
    return int(row[0])


def take(connection: duckdb.DuckDBPyConnection, counter: str, count: int) -> range:
    """The next `count` numbers of a counter; a rolled-back load gives them back."""
    first = peek(connection, counter)
    if count:
        connection.execute("UPDATE store.counter SET next = ? WHERE name = ?", [first + count, counter])
    return range(first, first + count)


def repeat(values: Iterable[Any], counts: Iterable[int]) -> list[Any]:
    """Each value as often as its count says: an article's id beside each of its facts."""
    return [value for value, count in zip(values, counts, strict=True) for _ in range(count)]
