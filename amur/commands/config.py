"""`amur config`: every setting with its source."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from amur.commands.terminal import terminal
from amur.settings import Settings, sources


def config(settings: Settings, given: dict[str, Any]) -> int:
    """Print the settings."""
    table = Table("setting", "value", "from", "what it is")
    for row in sources(settings, given):
        table.add_row(*row)
    terminal().print(table)
    return 0
