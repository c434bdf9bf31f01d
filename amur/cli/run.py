"""Commands that read the news: a pass, the demo, old material, a reading anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from amur.cli.given import GIVEN, settings

app = typer.Typer()
PANEL = "Run"


@app.command(rich_help_panel=PANEL)
def run(
    every: Annotated[bool, typer.Option("--all", help="Poll every feed now, also those that are not due")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only the closing table")] = False,
) -> None:
    """One whole pass: poll, screen, read, analyse, load, publish, alert.

    A run that was killed is finished first. Exit 0 when it ran (failed feeds are reported), 1 when it ran but could
    not follow all of corrections.toml or of the alert rules, 2 for bad settings or input, 3 when every feed failed.
    """
    from amur.commands import run as command

    raise typer.Exit(command.run(settings(), every=every, quiet=quiet))


@app.command(rich_help_panel=PANEL)
def demo(
    keep: Annotated[Path | None, typer.Option(help="Keep the demo's data in this folder")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only the tables")] = False,
) -> None:
    """The main job on a bundled three-language sample site served on loopback: no network, no services.

    Day one is polled in silence (old news alerts nobody), day two brings its new stories, edits, a correction and a
    denial, and a receiver on loopback shows the alerts that it got.
    """
    from amur.commands import demo as command

    raise typer.Exit(command.demo(settings(), keep=keep, quiet=quiet))


@app.command(rich_help_panel=PANEL)
def backfill(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="WARC, JSON Lines, batch or other folders")],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only the closing table")] = False,
) -> None:
    """Load old material in silence: WARC files, JSON Lines articles (also .gz), batch folders.

    It alerts nobody, but corrections by hand that it applies are told.

    A line is an article: {"title", "text", "published", "url", "publisher", "language"}. A title or a text is enough;
    what is known by its `url`, or else by its `id`, is loaded once.
    """
    from amur.commands import backfill as command

    raise typer.Exit(command.backfill(settings(), paths, quiet=quiet))


@app.command(rich_help_panel=PANEL)
def config() -> None:
    """Every setting, its value and where it comes from."""
    from amur.commands import config as command

    raise typer.Exit(command.config(settings(), GIVEN))


@app.command(rich_help_panel=PANEL)
def reanalyse(
    apply: Annotated[bool, typer.Option("--apply", help="Load the new readings; else only show them")] = False,
    limit: Annotated[int, typer.Option(help="Articles to show", min=0)] = 20,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress")] = False,
) -> None:
    """Read the kept articles again with today's rules: show what differs, then load it with `--apply`."""
    from amur.commands import reanalyse as command

    raise typer.Exit(command.reanalyse(settings(), apply=apply, limit=limit, quiet=quiet))
