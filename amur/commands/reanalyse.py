"""`amur reanalyse`: today's rules over kept articles, the difference shown before it is applied."""

from __future__ import annotations

from rich.text import Text

from amur.commands.left_out import left_out
from amur.commands.run import shown
from amur.commands.terminal import terminal
from amur.reanalyse import reanalyse as read_again
from amur.settings import Settings


def reanalyse(settings: Settings, *, apply: bool, limit: int, quiet: bool) -> int:
    """Print the difference, and load it with `apply`; exit status 0, or 1 where people's corrections were refused."""
    with shown(quiet) as progress:
        report = read_again(settings, apply=apply, progress=progress)
    console = terminal()
    for difference in report.differences[:limit]:
        console.print(Text(f"{difference.article_id} {difference.title}", "bold"))
        for line in difference.lines:
            console.print(Text(f"  {line}", "green" if line.startswith("+") else "red"))
    if len(report.differences) > limit:
        console.print(f"… and {len(report.differences) - limit} more articles; --limit shows more")
    counts = ", ".join(f"{count} {name}" for name, count in sorted(report.counts.items())) or "nothing differs"
    console.print(f"{len(report.differences)} of {report.articles} articles read otherwise: {counts}")
    if report.load is not None:
        waiting = report.load.alerts_pending
        heard = f"alerts of what people corrected: {waiting}" if waiting else "nobody was alerted"
        console.print(f"applied: {report.load.articles_changed} articles have a new reading; {heard}")
    elif report.differences:
        console.print("nothing was changed; `amur reanalyse --apply` loads these readings")
    return left_out([report.load] if report.load else [])
