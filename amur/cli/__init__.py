"""The command `amur`. Each subcommand imports what it needs when it runs, so that `amur --help` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from amur.cli import alerts, ask, feeds, keep, run, texts
from amur.cli.given import GIVEN, hoist
from warehouse.readers.lean import without_pandas

app = typer.Typer(
    name="amur",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Watches the news of China-Russia trade in English, Russian and Chinese.\n\n"
        "Try `amur demo` first, then `amur run` and `amur query 'SELECT * FROM agreement'`. "
        "`--home` and `--feeds` may stand before or after any subcommand."
    ),
)


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"amur {version('amur')}")
        raise typer.Exit


@app.callback()
def everywhere(
    home: Annotated[  # taken out of the arguments by `hoist` before they are read; here for `--help`
        Path | None, typer.Option(help="Folder of the data; AMUR_HOME, or data, when absent")
    ] = None,
    feeds_file: Annotated[
        Path | None, typer.Option("--feeds", help="The register of feeds; AMUR_FEEDS, or Amur's own, when absent")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version and exit")
    ] = False,
) -> None:
    """What every subcommand takes."""


for group in (run, texts, ask, keep):
    app.add_typer(group.app)
for name, registry in (("alerts", alerts.app), ("feeds", feeds.app)):
    app.add_typer(registry, name=name, rich_help_panel="Alerts and feeds")


def main() -> None:
    """Run the command that was typed; a refusal is one line on standard error and its exit status."""
    without_pandas()
    obey(sys.argv[1:])


def obey(arguments: list[str]) -> None:
    """Run the command with these arguments; ends with SystemExit, as a process does."""
    GIVEN.clear()
    try:
        app(args=hoist(arguments), prog_name="amur")
    except Exception as error:
        from amur.commands import refusal
        from ingest.unseen import shown

        told = refusal(error)
        if told is None:
            raise
        print(f"amur: {shown(told.text)}", file=sys.stderr)  # it may quote an article
        sys.exit(told.exit_code)
