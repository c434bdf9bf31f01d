"""What we know of languages, places, goods and parties, as data: one TOML file a subject and language.

A misspelt or unknown key fails loading with the file's name, so a rule can't be silently without effect.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from threading import RLock
from typing import Any, TypeVar

import msgspec

from transform.rules.kept import compiled as compile_kept
from transform.rules.kept import finds

T = TypeVar("T")
Pattern = re.Pattern[str]

#: Who reads in several threads would crash where two see a struct half learned by msgspec; a `compiled` may read more.
_ONE_AT_A_TIME = RLock()

#: A pattern that matches nowhere, as the files write it, and the same asking for more letters than texts have: at no
#: place of a text is it tried.
NOTHING = "(?!)"
NOWHERE = NOTHING + ".{999999}"
#: What stands for a pattern that a language does not need: it matches nowhere, or anywhere.
NEVER, ANY = re.compile(NOWHERE), re.compile("")


class RulesError(ValueError):
    """A rules file can't be used: says which file and what in it."""


def pattern(_: type, written: Any) -> Pattern:
    """What `load` makes of a written pattern, or of several of which any may match, where a shape wants one."""
    if not isinstance(written, str):
        written = alternatives(written)
    try:
        return NEVER if written == NOTHING else compile_kept(filled(written, families()))
    except re.error as error:
        raise ValueError(f"{written[:40]!r} is no regular expression: {error}") from error


def alternatives(patterns: Iterable[str]) -> str:
    """One pattern that matches where any of them does."""
    return "|".join(f"(?:{pattern})" for pattern in patterns) or NOWHERE


@cache
def families() -> dict[str, str]:
    """Families of words that patterns of several files name as {family}."""
    return load("families", None, dict[str, str])


def filled(written: str, words: dict[str, str]) -> str:
    """The pattern with its families of words in place."""
    for name, family in words.items():
        written = written.replace(f"{{{name}}}", family)
    return written


def _decoded(text: str) -> bytes:
    """What a TOML file says, as `marshal` writes it: whoever reads that has lists of its own."""
    return marshal.dumps(msgspec.toml.decode(text))


def _read(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    held: dict[str, Any] = marshal.loads(finds().found(_decoded, text))
    return held


def load(
    subject: str,
    language: str | None,
    shape: type[T],
    compiled: Callable[[type, Any], Any] | None = None,
    written: dict[str, Any] | None = None,
) -> T:
    """Read `rules/<subject>/<language>.toml` (`rules/<subject>.toml` without a language) into `shape`.

    `shape` is a msgspec struct that forbids unknown fields; `compiled` makes what TOML has no type for; `written` is
    what the file holds, where the caller read it before and adds to it.
    """
    name = f"{subject}/{language}.toml" if language else f"{subject}.toml"
    try:
        if written is None:
            written = _read(name)
        with _ONE_AT_A_TIME:
            return msgspec.convert(written, shape, dec_hook=compiled, str_keys=True)
    except FileNotFoundError as error:
        raise RulesError(f"transform/rules/{name}: no such file") from error
    except msgspec.DecodeError as error:
        raise RulesError(f"transform/rules/{name}: {error}") from error
