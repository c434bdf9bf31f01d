"""Commands that keep the database: copies, restoring, compaction."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from amur.cli.given import settings

app = typer.Typer()
PANEL = "Keep"


@app.command(rich_help_panel=PANEL)
def backup(
    folder: Annotated[Path | None, typer.Argument(help="Folder of the copy; the home's `backups` when absent")] = None,
) -> None:
    """Copy the writer's database, checked, and print the copy's path."""
    from amur.commands import backup as command

    raise typer.Exit(command.backup(settings(), folder))


@app.command(rich_help_panel=PANEL)
def restore(source: Annotated[Path, typer.Argument(metavar="BACKUP", help="A file that `amur backup` made")]) -> None:
    """Put a backup in place and publish it; the database that it replaces is kept beside it."""
    from amur.commands import backup as command

    raise typer.Exit(command.restore(settings(), source))


@app.command(rich_help_panel=PANEL)
def compact() -> None:
    """Write the database anew without the room that old rows left."""
    from amur.commands import backup as command

    raise typer.Exit(command.compact(settings()))
