"""The lines of a CSV file that people add to, each by its column's names and with where it stands."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from transform.rules import RulesError


def csv_lines(text: str, file: str, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each line behind "warehouse/FILE, line 12"; empty ones and those of a "#" are none.

    Raises RulesError where the first line does not name the columns, or another has more or fewer cells.
    """
    numbered = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line and line[0] != "#"]
    if not numbered or numbered[0][1].split(",") != list(columns):
        raise RulesError(f"warehouse/{file}: the columns must be {', '.join(columns)}")
    for number, line in numbered[1:]:
        where = f"warehouse/{file}, line {number}"
        try:
            # By itself: a quotation mark that is not closed must not swallow the lines below.
            (cells,) = csv.reader([line], strict=True)
        except csv.Error as error:
            raise RulesError(f"{where}: {error}; a line is {','.join(columns)}") from None
        if len(cells) != len(columns):
            raise RulesError(f"{where}: too many or too few cells; a line is {','.join(columns)}")
        yield where, dict(zip(columns, cells, strict=True))
