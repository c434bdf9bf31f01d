"""The command `amur`. Each subcommand imports what it needs when it runs, so that `amur --help` answers at once."""

from __future__ import annotations

import sys

import typer

from amur.cli import alerts, ask, feeds, keep, run, texts
from amur.cli.given import GIVEN, hoist

app = typer.Typer(
    name="amur",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Watches the news of China-Russia trade in English, Russian and Chinese.\n\n"
        "Try `amur demo` first, then `amur run` and `amur query 'SELECT * FROM agreement'`. "
        "`--home DIR` and `--feeds FILE` may stand before or after any subcommand."
    ),
)
for group in (run, texts, ask, keep):
    app.add_typer(group.app)
for name, registry in (("alerts", alerts.app), ("feeds", feeds.app)):
    app.add_typer(registry, name=name, rich_help_panel="Alerts and feeds")


def main() -> None:
    """Run the command; a refusal is one line on standard error and its exit status."""
    GIVEN.clear()
    try:
        app(args=hoist(sys.argv[1:]), prog_name="amur")
    except Exception as error:
        from amur.commands import refusal

        told = refusal(error)
        if told is None:
            raise
        print(f"amur: {told.text}", file=sys.stderr)
        sys.exit(told.exit_code)
