"""Commands that ask the published snapshot: SQL, the brief, the page, how things stand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from amur.cli.given import settings

app = typer.Typer()
PANEL = "Ask"


@app.command(rich_help_panel=PANEL)
def query(
    sql: Annotated[str, typer.Argument(help="One SELECT, SHOW, DESCRIBE or EXPLAIN; `-` reads it from stdin")],
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv, json, markdown or parquet")] = "table",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write (parquet needs one)")] = None,
    rows: Annotated[
        int | None, typer.Option(help="Most rows to return; AMUR_QUERY_ROWS, or 10000, when absent")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(help="Longest time in seconds; AMUR_QUERY_TIMEOUT_S, or 30, when absent")
    ] = None,
) -> None:
    """Ask the published snapshot in SQL: read-only, no files, no network, bounded in rows, time and memory.

    `amur query "SHOW TABLES"` and `amur query "DESCRIBE figure"` tell what is there.
    """
    from amur.commands import query as command

    raise typer.Exit(command.query(settings(), sql, format=format, output=output, rows=rows, timeout=timeout))


@app.command(rich_help_panel=PANEL)
def shell() -> None:
    """Open the published snapshot in an SQL terminal, read-only (Harlequin)."""
    from amur.commands import query as command

    raise typer.Exit(command.shell(settings()))


@app.command(rich_help_panel=PANEL)
def brief(
    day: Annotated[
        str | None, typer.Option(help="The day in UTC, YYYY-MM-DD; the newest with news when absent")
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="markdown or html")] = "markdown",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file")] = None,
) -> None:
    """The day on one page: agreements, key figures, developments, contradictions, doubts, gaps."""
    from amur.commands import brief as command

    raise typer.Exit(command.brief(settings(), day=day, format=format, output=output))


@app.command(rich_help_panel=PANEL)
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to; made when absent")],
    format: Annotated[str, typer.Option("--format", "-f", help="all, parquet, csv or sqlite")] = "all",
) -> None:
    """Write the public tables and views as Parquet, CSV and one SQLite file."""
    from amur.commands import export as command

    raise typer.Exit(command.export(settings(), folder, format=format))


@app.command(rich_help_panel=PANEL)
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on", min=0, max=65535)] = 8470,
) -> None:
    """The web page: the brief, the register and the state of the feeds."""
    from amur.commands import serve as command

    raise typer.Exit(command.serve(settings(), host=host, port=port))


@app.command(rich_help_panel=PANEL)
def status() -> None:
    """How fresh the snapshot is, which feeds are silent or failing, what is queued, which versions run."""
    from amur.commands import status as command

    raise typer.Exit(command.status(settings()))


@app.command(rich_help_panel=PANEL)
def corrections(
    apply: Annotated[bool, typer.Option("--apply", help="Apply now what is new, instead of at the next load")] = False,
) -> None:
    """People's corrections of the register: which were applied, which wait, which can't be followed and why.

    They stand in `corrections.toml` of the home. Exit 2 where one can't be followed.
    """
    from amur.commands import corrections as command

    raise typer.Exit(command.corrections(settings(), apply=apply))
