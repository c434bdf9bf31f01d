"""Records into columns: Arrow tables that DuckDB takes in one statement, however many rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from typing import Any, TypeAlias

import duckdb
import numpy as np
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
    "decimal": pa.decimal128(28, 6),
    "parties": pa.list_(pa.struct([("name", pa.string()), ("country", pa.string()), ("id", pa.string())])),
    "rejected": pa.list_(pa.struct([("agreement_id", pa.string()), ("reason", pa.string())])),
}
#: Dates travel as text and are read by DuckDB: an impossible one becomes null rather than stop a load.
_CAST = {"date": "DATE"}
_MICRO = Decimal("0.000001")


#: A column on its way into a table: values one by one, or Arrow's already.
Column: TypeAlias = "Sequence[Any] | pa.Array"


def insert(
    connection: duckdb.DuckDBPyConnection, name: str, kinds: Mapping[str, str], columns: Mapping[str, Column]
) -> int:
    """Append columns to `store.name` in one statement; returns the number of rows."""
    return append(connection, name, kinds, table(kinds, columns))


def table(kinds: Mapping[str, str], columns: Mapping[str, Column]) -> pa.Table:
    """Columns, each of its kind, as an Arrow table; kinds without a column are left out."""
    return pa.table({name: _array(columns[name], kind) for name, kind in kinds.items() if name in columns})


def append(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    kinds: Mapping[str, str],
    incoming_rows: pa.Table,
    computed: Mapping[str, str] | None = None,
) -> int:
    """Append `incoming_rows` to `store.name` in one statement; returns the number of rows.

    DuckDB finds the table under the name that it has here.

    `computed` are further columns as SQL over the given ones.
    """
    if not incoming_rows.num_rows:
        return 0
    computed = computed or {}
    names = ", ".join(f'"{column}"' for column in (*kinds, *computed))
    values = ", ".join(
        f'TRY_CAST("{column}" AS {_CAST[kind]})' if kind in _CAST else f'"{column}"' for column, kind in kinds.items()
    )
    values += "".join(f", {expression}" for expression in computed.values())
    connection.execute(f"INSERT INTO store.{name} ({names}) SELECT {values} FROM incoming_rows")
    return int(incoming_rows.num_rows)


def _array(values: Column, kind: str) -> pa.Array:
    """One column; decimals with more than six places are rounded to six."""
    if isinstance(values, pa.Array):
        return values
    if isinstance(values, range):
        return pa.array(np.arange(values.start, values.stop))
    try:
        return pa.array(values, _ARROW[kind])
    except pa.ArrowInvalid:
        if kind != "decimal":
            raise
        return pa.array([None if value is None else value.quantize(_MICRO) for value in values], _ARROW[kind])


def alike(value: Any, count: int, kind: str) -> pa.Array:
    """One value, `count` times."""
    return pa.repeat(pa.scalar(value, _ARROW[kind]), count)


def repeat(values: Sequence[Any], counts: Sequence[int], kind: str) -> pa.Array:
    """Each value as often as its count says: an article's id beside each of its facts."""
    return pa.array(values, _ARROW[kind]).take(pa.array(np.repeat(np.arange(len(counts)), counts)))


def ask(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    incoming_rows: pa.Table,
    parameters: Mapping[str, Any] | None = None,
) -> duckdb.DuckDBPyConnection:
    """Ask `sql/name.sql` of `incoming_rows`, which DuckDB finds under that name: quicker than registering them."""
    return connection.execute(statement(name), parameters)


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


class Numbers:
    """Running numbers of each kind, inside one transaction: a rolled-back load gives its numbers back."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._next: dict[str, int] = dict(connection.execute("SELECT name, next FROM store.counter").fetchall())
        self._taken: set[str] = set()

    def peek(self, kind: str) -> int:
        """The next number of a kind, not yet taken."""
        return self._next[kind]

    def take(self, kind: str, count: int) -> range:
        """The next `count` numbers of a kind."""
        first = self._next[kind]
        if count:
            self._next[kind] = first + count
            self._taken.add(kind)
        return range(first, first + count)

    def save(self) -> None:
        """Write how far the numbers went."""
        kinds = sorted(self._taken)
        self._connection.execute(
            "UPDATE store.counter SET next = taken.next FROM (SELECT unnest($kinds) AS name, unnest($next) AS next) "
            "AS taken WHERE store.counter.name = taken.name",
            {"kinds": kinds, "next": [self._next[kind] for kind in kinds]},
        )
