"""`amur status`: freshness, silent feeds, failures, queue, versions."""

from __future__ import annotations

from importlib.metadata import version

from amur import batch
from amur.commands.query import limits, print_table
from amur.commands.terminal import terminal
from amur.settings import Settings
from warehouse.query import run_query

LAST_RUN = """
SELECT batch_id, kind, started_at, loaded_at, feeds_failed, entries_new, articles_new, figures, agreements_new
FROM run ORDER BY load_number DESC LIMIT 1
"""
COUNTS = """
SELECT
    (SELECT count(*) FROM article) AS articles,
    (SELECT count(*) FROM article WHERE relevant) AS relevant,
    (SELECT count(*) FROM figure) AS figures,
    (SELECT count(*) FROM agreement) AS agreements,
    (SELECT count(*) FROM doubt) AS doubts
"""
QUEUE = "SELECT channel, state, count(*) AS alerts, min(created_at) AS oldest FROM alert GROUP BY ALL ORDER BY ALL"
TROUBLED = """
SELECT feed_id, last_outcome, failures, last_ok_at, newest_entry_at, entries_missed, last_error
FROM feed_health
WHERE last_outcome IN ('soft_failure', 'hard_failure') OR entries_missed > 0
    OR newest_entry_at < last_polled_at - INTERVAL 14 DAY
ORDER BY failures DESC, feed_id
"""


def status(settings: Settings) -> int:
    """Print the state of the house; exit status 0."""
    console = terminal()
    console.print(f"amur {version('amur')}, duckdb {version('duckdb')}, home {settings.home}")
    left = batch.unfinished(settings.batches)
    if left:
        names = ", ".join(path.name for path in left)
        console.print(f"unfinished: {names}; the next `amur run` finishes it")
    for title, sql in (
        ("Last load", LAST_RUN),
        ("Held", COUNTS),
        ("Alerts", QUEUE),
        ("Feeds failing, losing items, or silent for two weeks", TROUBLED),
    ):
        console.print(f"[bold]{title}")
        print_table(run_query(settings.snapshot, sql, limits=limits(settings)))
    return 0
