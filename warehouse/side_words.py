"""Words about the names of sides, as side_words.toml holds them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec


class Authority(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands before and behind the name of a stretch of land whose authority a side is."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class SideWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What side_words.toml holds."""

    hyphenated: tuple[str, ...]
    common: tuple[str, ...]
    authority: Authority


@cache
def side_words() -> SideWords:
    """The file, read once."""
    text = (resources.files("warehouse") / "side_words.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), SideWords)
