"""`amur run`: one pass with bars, and a closing table that says what to ask next."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.table import Table

from amur.alerts.plan import alert_plan
from amur.commands.left_out import left_out
from amur.commands.terminal import terminal
from amur.errors import EveryFeedFailed
from amur.line import RunReport
from amur.line import run as run_line
from amur.progress import Bars, Lines, Progress, Silent
from amur.settings import Settings


def run(settings: Settings, *, every: bool, quiet: bool) -> int:
    """Exit status: 0 when the pass was made, 1 where it left corrections or alert rules of people out, 3 when every
    feed failed, 130 when it was stopped."""
    from ingest.feeds import read_feeds

    feeds = read_feeds(settings.feeds)
    missing = unset(settings)
    try:
        with shown(quiet) as progress:
            reports = run_line(settings, feeds, every=every, progress=progress)
    except KeyboardInterrupt:
        print("amur: stopped; the next `amur run` finishes what this one began", file=sys.stderr)
        return 130
    last = reports[-1]
    if not last.feeds:
        print("No feed is due yet; `amur run --all` polls every feed now.")
    for report in reports:
        if report.feeds or (report.delivery and report.delivery.sent + report.delivery.waiting):
            closing_table(report)
    for line in missing:
        print(line)
    status = left_out(report.load for report in reports)
    if last.every_feed_failed:
        raise EveryFeedFailed(f"all {last.feeds} feeds failed; `amur feeds check` tries each and says what to fix")
    return status


def unset(settings: Settings) -> list[str]:
    """What a run does without because nobody has set it, a line each."""
    lines = []
    if not settings.contact:
        lines.append("AMUR_CONTACT is not set: sites are not told whom they can write to.")
    if alert_plan(settings) is None:
        lines.append("AMUR_ALERT_TO is not set: nobody hears of what is new.")
    return lines


@contextmanager
def shown(quiet: bool) -> Iterator[Progress]:
    """Bars on a terminal, lines in a pipe, nothing when quiet."""
    if quiet:
        yield Silent()
    elif sys.stderr.isatty():
        with Bars() as bars:
            yield bars
    else:
        yield Lines()


def closing_table(report: RunReport, *, hint: bool = True) -> None:
    """Print what one pass did and what to ask next."""
    console = terminal()
    table = Table(title=f"Run {report.batch_id}", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    load = report.load
    rows = [
        ("feeds polled", report.feeds),
        ("feeds failed", len(report.failed)),
        ("new or changed entries", report.entries),
        ("kept for reading", report.kept),
        ("relevant articles", report.relevant),
        ("figures", load.figures),
        ("agreements new", load.agreements_new),
        ("agreements updated", load.agreements_updated),
        ("older agreements recalled", load.agreements_recalled),
        ("developments", load.developments),
    ]
    if report.delivery is not None:
        rows.append(("alerts sent", report.delivery.sent))
        rows.append(("alerts waiting", report.delivery.waiting))
    rows.append(("alerts suppressed", load.alerts_suppressed))
    for name, value in rows:
        table.add_row(name, f"{value:,}")
    console.print(table)
    for feed, reason in report.failed[:20]:
        console.print(f"[red]failed[/] {feed}: {reason}")
    if len(report.failed) > 20:
        console.print(f"… and {len(report.failed) - 20} more: amur feeds list")
    if hint:
        console.print(
            "Ask next: [bold]amur query 'SELECT * FROM agreement'[/], [bold]amur brief[/], [bold]amur status[/]"
        )
