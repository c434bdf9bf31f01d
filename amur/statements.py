"""The questions that are put to the snapshot, each in a file of its own."""

from __future__ import annotations

from importlib.resources import files


def statement(name: str) -> str:
    """The text of `sql/name.sql`."""
    return files("amur").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
