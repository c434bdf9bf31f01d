"""Any script in Latin letters, Chinese by the readings that firms' names have."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec
from text_unidecode import unidecode


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reading: dict[str, str]


@cache
def _readings() -> dict[int, str]:
    text = (resources.files("warehouse") / "readings.toml").read_text(encoding="utf-8")
    told = msgspec.convert(tomllib.loads(text), _File)
    return {ord(char): f"{latin} " for char, latin in told.reading.items()}


def latin(text: str) -> str:
    """The text in lower-case Latin letters; Chinese syllables stand apart."""
    return str(unidecode(text.translate(_readings()))).lower()
