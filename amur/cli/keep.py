"""Commands that keep the database: copies, restoring, compaction, retention."""

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
    """Put a backup in place and publish it; the database that it replaces is kept beside it.

    What was told since stays told, and what was forgotten or purged stays so. The next `amur run` loads the batches
    that are newer than the backup; move those that are not wanted out of the home's `batches` before.
    """
    from amur.commands import backup as command

    raise typer.Exit(command.restore(settings(), source))


@app.command(rich_help_panel=PANEL)
def compact() -> None:
    """Write the database anew without the room that old rows left, and publish it."""
    from amur.commands import backup as command

    raise typer.Exit(command.compact(settings()))


@app.command(rich_help_panel=PANEL)
def purge(
    before: Annotated[str, typer.Option(help="Drop what is from before this day (UTC), YYYY-MM-DD")],
    apply: Annotated[bool, typer.Option("--apply", help="Drop it; without this the command only counts")] = False,
) -> None:
    """Drop old articles that did not matter, with their entries and polls; they never come back as new.

    Relevant articles, figures, agreements and alerts stay.
    """
    from amur.commands import retention as command

    raise typer.Exit(command.purge(settings(), before, apply=apply))


@app.command(rich_help_panel=PANEL)
def forget(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE-ID…", help="As in the view `article`")],
    reason: Annotated[str, typer.Option(help="Why; it is kept with the article's key, and `amur explain` tells it")],
) -> None:
    """Drop articles with all that was read in them, for good: a page that must not be kept.

    The register is drawn anew from the other reports, its earlier states, stages and messages too, and articles with
    the same text are named: they stay until they are named here themselves. Its raw response stays in the batches, and
    it stays in backups, until they are removed; `amur restore` drops it from what it puts in place. `amur compact`
    writes the database without the room that it took.
    """
    from amur.commands import retention as command

    raise typer.Exit(command.forget(settings(), articles, reason))
