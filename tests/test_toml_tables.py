"""A file of TOML is taken apart into tables, and what is wrong in one spoils none of the others."""

from __future__ import annotations

import pytest

from warehouse.toml_tables import tables

RULE = '[[rule]]\nname = "a"\nsql = """\nSELECT\n[1, 2]\n"""\n[rule.repeat]\nevery = "4h"\n'


def read(text: str) -> list[tuple[int, list[str] | None]]:
    """Line and keys of each table; None where it can't be read."""
    return [(one.line, None if one.found is None else sorted(one.found)) for one in tables(text.encode())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, [])]),
        ("a = 1\n[b]\nc = 2\n", [(1, ["a"]), (2, ["b"])]),
        (RULE, [(1, ["rule"])]),
        (RULE + "[broken\n" + RULE, [(1, ["rule"]), (9, None), (10, ["rule"])]),
        ("[a]\nx = [\n  [1],\n]\n", [(1, ["a"])]),
        ("[a]\nx = [\n[b]\ny = 2\n", [(1, None), (3, ["b"])]),
        ('[a]\nx = """\n' + RULE + "[c]\n", [(1, None), (3, ["rule"]), (11, ["c"])]),
        ("[channel]\n[channel.b]\nx\n[channel.c]\n", [(1, ["channel"]), (2, None), (4, ["channel"])]),
        ("[a]\r\nx = 1\r\n[b]\r\n", [(1, ["a"]), (3, ["b"])]),
    ],
)
def test_each_table_is_read_for_itself(text: str, found: list[tuple[int, list[str] | None]]) -> None:
    assert read(text) == found


def test_what_can_t_be_read_is_told_with_its_line() -> None:
    _, wrong, latin = tables(b"a = 1\n[b]\n\nc = \n[d]\ne = '\xe9'\n")
    assert (wrong.line, wrong.at, wrong.why) == (2, 4, "Invalid value")
    assert (latin.line, latin.at, latin.why) == (5, None, "a letter is not written in UTF-8")
