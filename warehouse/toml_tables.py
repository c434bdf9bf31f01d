"""A file of TOML taken apart into its tables, so that what is wrong in one spoils none of the others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import msgspec

#: The header of one table of several.
_ARRAY = re.compile(r"\s*\[\[\s*([^\[\]]*?)\s*\]\]")


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table with the number of its first line; `found` is what it says, None where that can't be read: `why`.

    `at` is the line of what can't be read, where it is known.
    """

    line: int
    text: str
    found: dict[str, Any] | None = None
    why: str = ""
    at: int | None = None


def tables(raw: bytes) -> Iterator[Table]:
    """The tables of a file's bytes, in order; what stands before the first header is one as well.

    A line that begins with "[" may stand inside a string of several lines, and then begins no table; a table of
    `[[rule]]` goes on at `[rule.repeat]`.
    """
    lines = raw.decode("utf-8-sig", errors="surrogateescape").replace("\r\n", "\n").split("\n")
    right = _read(lines, 0, len(lines)).found is not None
    starts = [number for number, line in enumerate(lines) if not number or line.lstrip().startswith("[")]
    while starts:
        first, *starts = starts
        table, rest = _one(lines, first, starts, right)
        starts = starts[rest:]
        yield table


def _one(lines: list[str], first: int, starts: list[int], right: bool) -> tuple[Table, int]:
    """The table that begins at a line, and how many of the next lines that look like headers are its own.

    Where the whole file is `right` it goes on until it can be read, and else as long as a string is open.
    """
    owner = _ARRAY.match(lines[first])
    part = re.compile(rf"\s*\[+\s*{re.escape(owner[1])}\s*\.") if owner else None
    found, inside = (_read(lines, first, (*starts, len(lines))[0]), 0), False
    for number, end in enumerate((*starts, len(lines))):
        table = _read(lines, first, end)
        if table.found is None and (right or _is_open(lines[first:end])):
            inside = True
        elif table.found is None and inside:
            break
        else:
            found, inside = (table, number), False
            if part is None or number == len(starts) or not part.match(lines[end]):
                break
    return found


def _read(lines: list[str], first: int, end: int) -> Table:
    text = "\n".join(lines[first:end])
    whole = Table(line=first + 1, text=text)
    try:
        text.encode()
        return msgspec.structs.replace(whole, found=tomllib.loads("\n" * first + text + "\n"))
    except UnicodeEncodeError:
        return msgspec.structs.replace(whole, why="a letter is not written in UTF-8")
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits, thousands of brackets
        said = re.fullmatch(r"(.*) \(at line (\d+), column \d+\)", str(error), flags=re.DOTALL)
        why, at = (said[1], int(said[2])) if said else (str(error), None)
        return msgspec.structs.replace(whole, why=why, at=at)


def _is_open(lines: list[str]) -> bool:
    """Does a string of several lines begin here that does not end?"""
    text = "\n".join(lines)
    return any(text.count(mark) % 2 for mark in ('"""', "'''"))
