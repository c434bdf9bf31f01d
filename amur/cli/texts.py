"""Commands that read texts given to them and change nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from amur.cli.given import settings

app = typer.Typer()
PANEL = "Read texts"


@app.command(rich_help_panel=PANEL)
def analyze(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines articles; standard input when absent")] = None,
    no_screen: Annotated[bool, typer.Option("--no-screen", help="Read the facts of irrelevant articles too")] = False,
) -> None:
    """Read facts out of articles: JSON Lines in (`id`, `title`, `text`, `published` …), analyses out, one a line.

    A bad line is an error on standard error that names it; the others go on, and the exit status is 1. So it is where
    `published` is no ISO 8601 date: that article is read as if none were told.
    """
    from amur.commands import analyze as command

    raise typer.Exit(command.analyze(file, screen=not no_screen))


@app.command(rich_help_panel=PANEL)
def explain(
    what: Annotated[
        str, typer.Argument(metavar="FILE|URL|ID", help="An article's file, URL or id; figure-12; A000001; S0000026")
    ],
    html: Annotated[Path | None, typer.Option(help="Write the explanation as a page to this file")] = None,
    raw: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what the site sent to this file, - for the terminal")
    ] = None,
) -> None:
    """Why an article was kept or dropped, and each figure under its sentence; or how an agreement came together.

    Of an article of the snapshot it also tells the page, when it was fetched, the batch and the raw response, which
    `--raw FILE` takes out: `amur explain figure-12 --raw page.html`.
    """
    from amur.commands import explain as command

    raise typer.Exit(command.explain(settings(), what, html=html, raw=raw))


@app.command("eval", rich_help_panel=PANEL)
def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl…", help="Golden files: article and expected")],
    floors: Annotated[bool, typer.Option("--floors", help="Exit 1 where a score is below its floor")] = False,
    misses: Annotated[int, typer.Option(help="Also list the first N misses", min=0)] = 0,
) -> None:
    """Score the reading against golden files, by language."""
    from amur.commands import evaluate as command

    raise typer.Exit(command.evaluate(gold, floors=floors, misses=misses))
