"""`amur feeds …`: the registry."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from amur.cli.given import settings

app = typer.Typer(no_args_is_help=True, help="The feeds: list, check, import and export (OPML).")


@app.command("list")
def list_feeds() -> None:
    """The registered feeds and what the last poll said of each."""
    from amur.commands import feeds as command

    raise typer.Exit(command.list_feeds(settings()))


@app.command("check")
def check(
    only: Annotated[list[str] | None, typer.Argument(metavar="FEED-ID…", help="Feeds to try; all when absent")] = None,
) -> None:
    """Try feeds now: reachable, kind, encoding, items, newest item's age, GUIDs, robots, what to fix."""
    from amur.commands import feeds as command

    raise typer.Exit(command.check(settings(), only or []))


@app.command("import")
def import_opml(
    opml: Annotated[Path, typer.Argument(help="OPML file")],
    write: Annotated[bool, typer.Option("--write", help="Append to the feeds file; else only print")] = False,
) -> None:
    """Add the feeds of an OPML file to the feeds file."""
    from amur.commands import feeds as command

    raise typer.Exit(command.import_opml(settings(), opml, write=write))


@app.command("export")
def export_opml(
    file: Annotated[Path | None, typer.Argument(help="OPML file to write; standard output when absent")] = None,
) -> None:
    """The feeds as OPML, on standard output or into a file."""
    from amur.commands import feeds as command

    raise typer.Exit(command.export_opml(settings(), file))
