"""What we know of the ways outlets write dates, links, encodings and page furniture, as data: one TOML file a subject.

A misspelt or unknown key fails loading with the file's name, so a rule can't be silently without effect.
"""

from __future__ import annotations

from importlib.resources import files
from threading import Lock
from typing import TypeVar

import msgspec

T = TypeVar("T")

#: Long feeds are read in threads of their own; two that see a struct half learned by msgspec crash.
_ONE_AT_A_TIME = Lock()


class RulesError(ValueError):
    """A rules file can't be used: says which file and what in it."""


def load(subject: str, shape: type[T]) -> T:
    """Read `ingest/rules/<subject>.toml` into `shape`, a msgspec struct that forbids unknown fields."""
    name = f"{subject}.toml"
    try:
        raw = files(__package__).joinpath(name).read_bytes()
        with _ONE_AT_A_TIME:
            return msgspec.toml.decode(raw, type=shape)
    except FileNotFoundError as error:
        raise RulesError(f"ingest/rules/{name}: no such file") from error
    except msgspec.DecodeError as error:
        raise RulesError(f"ingest/rules/{name}: {error}") from error
