"""What we know of the ways outlets write dates, links, encodings and page furniture, as data: one TOML file a subject.

A misspelt or unknown key fails loading with the file's name, so a rule can't be silently without effect.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TypeVar

import msgspec

T = TypeVar("T")


class RulesError(ValueError):
    """A rules file can't be used: says which file and what in it."""


def load(subject: str, shape: type[T]) -> T:
    """Read `ingest/rules/<subject>.toml` into `shape`, a msgspec struct that forbids unknown fields."""
    name = f"{subject}.toml"
    try:
        return msgspec.toml.decode(files(__package__).joinpath(name).read_bytes(), type=shape)
    except FileNotFoundError as error:
        raise RulesError(f"ingest/rules/{name}: no such file") from error
    except msgspec.DecodeError as error:
        raise RulesError(f"ingest/rules/{name}: {error}") from error
