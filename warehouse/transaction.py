"""A change of the database that is made whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """What the block does is committed when it ends, and undone where it fails."""
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException:
        undo(connection)
        raise


def undo(connection: duckdb.DuckDBPyConnection) -> None:
    """Take back what was begun. A commit that failed, as on a full disk, has taken it back already."""
    with suppress(duckdb.TransactionException):
        connection.rollback()
