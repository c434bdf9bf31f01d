"""Rows of signs as a sparse matrix. Rows may be many and long, so that only numbers are kept of them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable

import numpy as np
from scipy.sparse import csr_matrix

#: What a row counts by sign.
Row = dict[str, float]


class Book:
    """The signs of rows as the columns of a matrix: those that stand in so many rows at least."""

    def __init__(self, seldom: int) -> None:
        self._seldom = seldom
        self.names: list[str] = []
        self._columns: dict[str, int] = {}

    def learn(self, rows: Iterable[Row]) -> csr_matrix:
        """The matrix of rows, with a column for each sign that is not seldom, in the order of their names."""
        every: dict[str, int] = {}
        matrix = _matrix(rows, lambda sign: every.setdefault(sign, len(every)), every)
        often = np.bincount(matrix.indices, minlength=len(every))
        self.names = sorted(sign for sign, column in every.items() if often[column] >= self._seldom)
        self._columns = {sign: column for column, sign in enumerate(self.names)}
        return matrix[:, [every[sign] for sign in self.names]]

    def rows(self, rows: Iterable[Row]) -> csr_matrix:
        """The matrix of rows by the columns learned; other signs are left out."""
        return _matrix(rows, self._columns.get, self._columns)


def _matrix(rows: Iterable[Row], column: Callable[[str], int | None], columns: dict[str, int]) -> csr_matrix:
    places, values, ends = array("i"), array("d"), array("i", [0])
    for row in rows:
        for sign, value in row.items():
            place = column(sign)
            if place is not None:
                places.append(place)
                values.append(value)
        ends.append(len(places))
    matrix = csr_matrix((np.array(values), np.array(places), np.array(ends)), (len(ends) - 1, len(columns)))
    matrix.sort_indices()
    return matrix
