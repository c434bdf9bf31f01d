"""The terminal: as wide as it is; a pipe or a file gets lines as wide as they need, so that nothing is cut."""

from __future__ import annotations

import sys

from rich.console import Console


def terminal() -> Console:
    """The console on standard output."""
    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=240)
