"""`amur query` and `amur shell`: SQL on the published snapshot."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from amur.answers import FORMATS, short, text, write_parquet
from amur.commands.terminal import terminal
from amur.errors import Refusal
from amur.settings import LONGEST_QUERY_S, Settings
from warehouse.errors import QueryLimit
from warehouse.readers.apart import ask_apart
from warehouse.readers.query import Limits, QueryResult, run_query

#: At least so many seconds an answer may be written for, however long its question took.
_LEAST_S = 0.1


def query(
    settings: Settings, sql: str, *, format: str, output: Path | None, rows: int | None, timeout: float | None
) -> int:
    """Answer one question; exit status 0."""
    if format not in FORMATS:
        raise Refusal(f"--format {format}: choose one of {', '.join(FORMATS)}")
    if format == "parquet" and output is None:
        raise Refusal("--format parquet needs --output FILE")
    if rows is not None and rows < 1:
        raise Refusal(f"--rows {rows}: at least 1")
    if timeout is not None and not 0 < timeout <= LONGEST_QUERY_S:
        raise Refusal(f"--timeout {timeout:g}: more than 0 seconds, {LONGEST_QUERY_S} at the most")
    allowed = limits(settings, rows, timeout)
    result = ask_apart(settings.snapshot, _sql(sql), limits=allowed)
    if format == "parquet" and output is not None:
        write_parquet(result, output)
    elif output is not None:
        output.write_text(_told(result, "csv" if format == "table" else format, allowed), encoding="utf-8")
    else:
        sys.stdout.write(_told(result, format, allowed))
    if output is not None:
        print(f"{counted(len(result.rows))} written to {output}", file=sys.stderr)
    if result.cut:
        print(f"amur: cut at {counted(len(result.rows))}; --rows N or AMUR_QUERY_ROWS allows more", file=sys.stderr)
    return 0


def _told(result: QueryResult, format: str, allowed: Limits) -> str:
    """The answer as text, in what is left of its time: a table of long texts takes longer to draw than to find."""

    def stop(*_: object) -> None:
        raise QueryLimit(
            f"{allowed.too_long} while its answer was written as {format}; ask for less or, sooner, as csv"
        )

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, max(allowed.timeout_s - result.elapsed_ms / 1000, _LEAST_S))
    try:
        if format != "table":
            return text(result, format)
        console = terminal()
        with console.capture() as drawn:
            print_table(result, console)
        return drawn.get()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def limits(settings: Settings, rows: int | None = None, timeout: float | None = None) -> Limits:
    """What a question may use, by the settings."""
    return Limits(
        rows=rows or settings.query_rows,
        timeout_s=timeout or settings.query_timeout_s,
        memory=settings.query_memory,
    )


def show(settings: Settings, sql: str) -> None:
    """Print the answer to one of our own questions as a table."""
    print_table(run_query(settings.snapshot, sql, limits=limits(settings)))


def print_table(result: QueryResult, console: Console | None = None) -> None:
    """A table; where its columns are too many for the line, a few lines a row instead: name and value, no empty ones.

    In a pipe a line is as wide as the table needs, so that nothing is cut.
    """
    console = console or terminal()
    table = Table()
    for name in result.columns:
        table.add_column(Text(name))
    rows = [[short(value) for value in row] for row in result.rows]
    for row in rows:
        table.add_row(*map(Text, row))
    if len(result.columns) > 2 and _crowded(console, table, len(result.columns)):
        for row in rows:
            console.print(Padding(_record(result.columns, row), (0, 0, 1, 0)))
    else:
        console.print(table)
    console.print(f"{counted(len(result.rows))}, {result.elapsed_ms} ms", style="dim")


def counted(rows: int) -> str:
    """How many rows, in words."""
    return f"{rows:,} row{'' if rows == 1 else 's'}"


def _crowded(console: Console, table: Table, columns: int) -> bool:
    """Would the columns be so narrow that words break?"""
    return Measurement.get(console, console.options, table).maximum >= console.width and console.width < 15 * columns


def _record(columns: Sequence[str], row: Sequence[str]) -> Text:
    """One row as a paragraph, opened by its first value and, where it has one, its headline."""
    cells = dict(zip(columns, row, strict=True))
    headline = cells.get("title", "")
    told = [(name, value) for name, value in cells.items() if value and name != "title"]
    if not told:
        return Text(headline, "bold")
    text = Text.assemble((told[0][1], "bold cyan"), "  " if headline else "", (headline, "bold"), "\n")
    for number, (name, value) in enumerate(told[1:]):
        text.append(" · " if number else "  ", "dim")
        text.append(f"{name} ", "dim")
        text.append(value)
    return text


def _sql(sql: str) -> str:
    return sys.stdin.read() if sql == "-" else sql


def shell(settings: Settings) -> int:
    """Open Harlequin on the snapshot, read-only, with `search` at hand; its exit status."""
    import subprocess
    from tempfile import TemporaryDirectory

    from warehouse.readers.publish import open_snapshot

    if not (sys.stdin.isatty() and sys.stdout.isatty()):  # Harlequin would wait for its keys for ever
        raise Refusal("`amur shell` needs a terminal; `amur query 'SELECT …'`, or `amur query - < FILE`, does without")
    with open_snapshot(settings.snapshot):
        pass
    with TemporaryDirectory() as folder:
        opening = Path(folder) / "opening.sql"
        opening.write_text(shell_opening(), encoding="utf-8")
        harlequin = str(Path(sys.executable).with_name("harlequin"))
        return subprocess.call([harlequin, "--read-only", "--init-path", str(opening), str(settings.snapshot)])


def shell_opening() -> str:
    """What a terminal runs on the snapshot before the first question: dates in UTC, and the words of `search`."""
    from warehouse.readers.search import extension

    return f"LOAD '{extension()}';\nSET TimeZone = 'UTC';\n"
