"""Keeps out of a process of ours what DuckDB and pyarrow load unasked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType


class _Absent:
    """A finder for which pandas is not installed."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Nothing, so that the next finder is asked; raises ModuleNotFoundError for pandas."""
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def without_pandas() -> None:
    """Have this process go without pandas, for as long as it lives.

    Where it is installed, DuckDB and pyarrow load it to ask of a value whether it is one of its own, half a second for
    some questions and files; none ever is. Who looks for it with `importlib.util.find_spec` is refused as well.
    """
    sys.meta_path.insert(0, _Absent())
