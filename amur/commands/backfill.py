"""`amur backfill`: old material in silence."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.table import Table

from amur.backfill import backfill as load_all
from amur.commands.left_out import left_out
from amur.commands.run import shown
from amur.commands.terminal import terminal
from amur.settings import Settings

#: Bad lines shown; the rest is counted.
SHOWN = 20


def backfill(settings: Settings, paths: list[Path], *, quiet: bool) -> int:
    """Exit status: 0, or 1 where lines or people's corrections could not be read (the others were taken)."""
    with shown(quiet) as progress:
        report = load_all(paths, settings, progress)
    console = terminal()
    table = Table(title="Backfill", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    loads = [load for load in report.loads if not load.already_loaded]
    for name, value in (
        ("files", report.files),
        ("articles read", report.articles),
        ("kept for analysis", report.kept),
        ("batches loaded before", len(report.loads) - len(loads)),
        ("already known", sum(load.articles_unchanged for load in loads)),
        ("relevant", sum(load.articles_relevant for load in loads)),
        ("figures", sum(load.figures for load in loads)),
        ("agreements new", sum(load.agreements_new for load in loads)),
        ("agreements updated", sum(load.agreements_updated for load in loads)),
        ("older agreements recalled", sum(load.agreements_recalled for load in loads)),
        ("alerts suppressed", sum(load.alerts_suppressed for load in loads)),
        ("lines not read", len(report.problems)),
    ):
        table.add_row(name, f"{value:,}")
    console.print(table)
    for reason, count in report.dropped[:8]:
        console.print(f"dropped {count:,}: {reason}")
    for problem in report.problems[:SHOWN]:
        print(f"amur: {problem}", file=sys.stderr)
    if len(report.problems) > SHOWN:
        print(f"amur: … and {len(report.problems) - SHOWN} more", file=sys.stderr)
    return max(left_out(report.loads), int(bool(report.problems)))
