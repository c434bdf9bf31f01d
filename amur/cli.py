"""The command `amur`. Each subcommand imports what it needs when it runs, so that `amur --help` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

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
alerts_app = typer.Typer(no_args_is_help=True, help="The outbox: list, test, send, retry, release.")
feeds_app = typer.Typer(no_args_is_help=True, help="The feeds: list, check, import and export (OPML).")
app.add_typer(alerts_app, name="alerts", rich_help_panel="Alerts and feeds")
app.add_typer(feeds_app, name="feeds", rich_help_panel="Alerts and feeds")

RUN, ASK, TEXT, KEEP = "Run", "Ask", "Read texts", "Keep"
#: What the options before or after a subcommand set; `main` fills it.
GIVEN: dict[str, Any] = {}


def settings() -> Any:
    """The settings of this call."""
    from amur.settings import load_settings

    return load_settings(**GIVEN)


@app.command(rich_help_panel=RUN)
def run(
    every: Annotated[bool, typer.Option("--all", help="Poll every feed now, also those that are not due")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only the closing table")] = False,
) -> None:
    """One whole pass: poll, screen, read, analyse, load, publish, alert.

    A run that was killed is finished first. Exit 0 when it ran (failed feeds are reported), 2 for bad settings or
    input, 3 when every feed failed.
    """
    from amur.commands import run as command

    raise typer.Exit(command.run(settings(), every=every, quiet=quiet))


@app.command(rich_help_panel=RUN)
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


@app.command(rich_help_panel=TEXT)
def analyze(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines articles; standard input when absent")] = None,
    no_screen: Annotated[bool, typer.Option("--no-screen", help="Read the facts of irrelevant articles too")] = False,
) -> None:
    """Read facts out of articles: JSON Lines in (`id`, `title`, `text`, `published` …), analyses out, one a line.

    A bad line is an error on standard error that names it; the others go on, and the exit status is 1.
    """
    from amur.commands import analyze as command

    raise typer.Exit(command.analyze(file, screen=not no_screen))


@app.command(rich_help_panel=TEXT)
def explain(
    what: Annotated[str, typer.Argument(metavar="FILE|URL|ID", help="An article's file, URL or id; an agreement's id")],
    html: Annotated[Path | None, typer.Option(help="Write the explanation as a page to this file")] = None,
) -> None:
    """Why an article was kept or dropped, and each figure under its sentence; or how an agreement came together."""
    from amur.commands import explain as command

    raise typer.Exit(command.explain(settings(), what, html=html))


@app.command("eval", rich_help_panel=TEXT)
def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl…", help="Golden files: article and expected")],
    floors: Annotated[bool, typer.Option("--floors", help="Exit 1 where a score is below its floor")] = False,
    misses: Annotated[int, typer.Option(help="Also list the first N misses")] = 0,
) -> None:
    """Score the reading against golden files, by language."""
    from amur.commands import evaluate as command

    raise typer.Exit(command.evaluate(gold, floors=floors, misses=misses))


@app.command(rich_help_panel=ASK)
def query(
    sql: Annotated[str, typer.Argument(help="One SELECT, SHOW, DESCRIBE or EXPLAIN; `-` reads it from stdin")],
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv, json, markdown or parquet")] = "table",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write (parquet needs one)")] = None,
    rows: Annotated[int | None, typer.Option(help="Most rows to return")] = None,
    timeout: Annotated[float | None, typer.Option(help="Longest time in seconds")] = None,
) -> None:
    """Ask the published snapshot in SQL: read-only, no files, no network, bounded in rows, time and memory.

    `amur query "SHOW TABLES"` and `amur query "DESCRIBE figure"` tell what is there.
    """
    from amur.commands import query as command

    raise typer.Exit(command.query(settings(), sql, format=format, output=output, rows=rows, timeout=timeout))


@app.command(rich_help_panel=ASK)
def shell() -> None:
    """Open the published snapshot in an SQL terminal, read-only (Harlequin)."""
    from amur.commands import query as command

    raise typer.Exit(command.shell(settings()))


@app.command(rich_help_panel=ASK)
def brief(
    day: Annotated[str | None, typer.Option(help="The day, YYYY-MM-DD; the newest with news when absent")] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="markdown or html")] = "markdown",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file")] = None,
) -> None:
    """The day on one page: agreements, key figures, developments, contradictions, doubts, gaps."""
    from amur.commands import brief as command

    raise typer.Exit(command.brief(settings(), day=day, format=format, output=output))


@app.command(rich_help_panel=ASK)
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to; made when absent")],
    format: Annotated[str, typer.Option("--format", "-f", help="all, parquet, csv or sqlite")] = "all",
) -> None:
    """Write the public tables and views as Parquet, CSV and one SQLite file."""
    from amur.commands import export as command

    raise typer.Exit(command.export(settings(), folder, format=format))


@app.command(rich_help_panel=ASK)
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on")] = 8470,
) -> None:
    """The web page: the brief, the register and the state of the feeds."""
    from amur.commands import serve as command

    raise typer.Exit(command.serve(settings(), host=host, port=port))


@app.command(rich_help_panel=ASK)
def status() -> None:
    """How fresh the snapshot is, which feeds are silent or failing, what is queued, which versions run."""
    from amur.commands import status as command

    raise typer.Exit(command.status(settings()))


@app.command(rich_help_panel=RUN)
def backfill(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="WARC, JSON Lines, batch or other folders")],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only the closing table")] = False,
) -> None:
    """Load old material in silence: WARC files, JSON Lines articles (also .gz), batch folders. Alerts nobody."""
    from amur.commands import backfill as command

    raise typer.Exit(command.backfill(settings(), paths, quiet=quiet))


@app.command(rich_help_panel=RUN)
def config() -> None:
    """Every setting, its value and where it comes from."""
    from amur.commands import config as command

    raise typer.Exit(command.config(settings(), GIVEN))


@app.command(rich_help_panel=RUN)
def reanalyse(
    apply: Annotated[bool, typer.Option("--apply", help="Load the new readings; else only show them")] = False,
    limit: Annotated[int, typer.Option(help="Articles to show")] = 20,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress")] = False,
) -> None:
    """Read the kept articles again with today's rules: show what differs, then load it with `--apply`."""
    from amur.commands import reanalyse as command

    raise typer.Exit(command.reanalyse(settings(), apply=apply, limit=limit, quiet=quiet))


@app.command(rich_help_panel=KEEP)
def backup(
    folder: Annotated[Path | None, typer.Argument(help="Folder of the copy; the home's `backups` when absent")] = None,
) -> None:
    """Copy the writer's database, checked, and print the copy's path."""
    from amur.commands import backup as command

    raise typer.Exit(command.backup(settings(), folder))


@app.command(rich_help_panel=KEEP)
def restore(source: Annotated[Path, typer.Argument(metavar="BACKUP", help="A file that `amur backup` made")]) -> None:
    """Put a backup in place and publish it; the database that it replaces is kept beside it."""
    from amur.commands import backup as command

    raise typer.Exit(command.restore(settings(), source))


@app.command(rich_help_panel=KEEP)
def compact() -> None:
    """Write the database anew without the room that old rows left."""
    from amur.commands import backup as command

    raise typer.Exit(command.compact(settings()))


@alerts_app.command("list")
def alerts_list(
    state: Annotated[str | None, typer.Option(help="Only pending, sent, suppressed or dead")] = None,
    limit: Annotated[int, typer.Option(help="Newest N")] = 50,
) -> None:
    """Alerts with their state, newest first."""
    from amur.commands import alerts as command

    raise typer.Exit(command.list_alerts(settings(), state=state, limit=limit))


@alerts_app.command("test")
def alerts_test(
    to: Annotated[str | None, typer.Option(help="Apprise URLs instead of AMUR_ALERT_TO")] = None,
) -> None:
    """Send one message marked as a test to every channel, and say how each answered."""
    from amur.commands import alerts as command

    raise typer.Exit(command.test(settings(), to=to))


@alerts_app.command("send")
def alerts_send(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent, send nothing")] = False,
    wait: Annotated[float, typer.Option(help="Seconds to go on trying what failed")] = 8.0,
) -> None:
    """Deliver what is pending and due."""
    from amur.commands import alerts as command

    raise typer.Exit(command.send_alerts(settings(), dry_run=dry_run, wait_s=wait))


@alerts_app.command("check")
def alerts_check(
    days: Annotated[int, typer.Option(help="Agreements first told in the last N days of the data")] = 31,
) -> None:
    """Check the rules file, and show what each rule would have told in the last month."""
    from amur.commands import alert_check as command

    raise typer.Exit(command.check(settings(), days=days))


@alerts_app.command("channels")
def alerts_channels() -> None:
    """The channels, what waits for each, and which are parked because their address refuses for good."""
    from amur.commands import alerts as command

    raise typer.Exit(command.channel_list(settings()))


@alerts_app.command("unpark")
def alerts_unpark(
    channel: Annotated[list[str], typer.Argument(help="Names of parked channels")],
) -> None:
    """Let a parked channel's messages go again, once its address is mended."""
    from amur.commands import alerts as command

    raise typer.Exit(command.unpark(settings(), channel))


@alerts_app.command("ack")
def alerts_acknowledge(
    alert_id: Annotated[list[str], typer.Argument(help="Ids of alerts that people have seen")],
) -> None:
    """Acknowledge alerts: nothing repeats or escalates them any more."""
    from amur.commands import alerts as command

    raise typer.Exit(command.acknowledge(settings(), alert_id))


@alerts_app.command("schema")
def alerts_schema() -> None:
    """The JSON Schema of the signed webhook's body."""
    from amur.commands import alerts as command

    raise typer.Exit(command.schema())


@alerts_app.command("retry")
def alerts_retry(
    alert_id: Annotated[list[str] | None, typer.Argument(help="Alert ids; every dead one when absent")] = None,
) -> None:
    """Put dead alerts back into the queue."""
    from amur.commands import alerts as command

    raise typer.Exit(command.retry(settings(), alert_id or []))


@alerts_app.command("release")
def alerts_release(
    alert_id: Annotated[list[str], typer.Argument(help="Ids of suppressed alerts")],
) -> None:
    """Send alerts that were suppressed (first poll, backfill) after all."""
    from amur.commands import alerts as command

    raise typer.Exit(command.release(settings(), alert_id))


@feeds_app.command("list")
def feeds_list() -> None:
    """The registered feeds and what the last poll said of each."""
    from amur.commands import feeds as command

    raise typer.Exit(command.list_feeds(settings()))


@feeds_app.command("check")
def feeds_check(
    only: Annotated[list[str] | None, typer.Argument(metavar="FEED-ID…", help="Feeds to try; all when absent")] = None,
) -> None:
    """Try feeds now: reachable, kind, encoding, items, newest item's age, GUIDs, robots, what to fix."""
    from amur.commands import feeds as command

    raise typer.Exit(command.check(settings(), only or []))


@feeds_app.command("import")
def feeds_import(
    opml: Annotated[Path, typer.Argument(help="OPML file")],
    write: Annotated[bool, typer.Option("--write", help="Append to the feeds file; else only print")] = False,
) -> None:
    """Add the feeds of an OPML file to the feeds file."""
    from amur.commands import feeds as command

    raise typer.Exit(command.import_opml(settings(), opml, write=write))


@feeds_app.command("export")
def feeds_export() -> None:
    """The feeds as OPML on standard output."""
    from amur.commands import feeds as command

    raise typer.Exit(command.export_opml(settings()))


def hoist(arguments: list[str]) -> list[str]:
    """Take `--home` and `--feeds` out of the arguments wherever they stand, into GIVEN."""
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name not in ("--home", "--feeds"):
            rest.append(word)
            if word == "--":
                rest.extend(words)
            continue
        if not equals:
            value = next(words, "")
        if not value:
            raise SystemExit(f"amur: {name} needs a path")
        GIVEN[name[2:]] = Path(value)
    return rest


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
