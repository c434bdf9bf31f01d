"""`amur status`: freshness, silent feeds, failures, queue, versions."""

from __future__ import annotations

from importlib.metadata import version

from rich.text import Text

from amur import batch
from amur.by_hand import last_load
from amur.commands.left_out import left_out_of
from amur.commands.query import limits, print_table
from amur.commands.terminal import terminal
from amur.settings import Settings
from warehouse.readers.query import run_query

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
QUEUE = """
SELECT channel, kind, state, count(*) AS messages, min(created_at) AS oldest
FROM alert_message
GROUP BY ALL
ORDER BY ALL
"""
TROUBLED = """
SELECT feed_id, standing, failures, last_ok_at, newest_entry_at, entries_missed, median_ms,
    coalesce(last_error, last_notes) AS remark
FROM feed_health
WHERE standing <> 'well'
ORDER BY standing, failures DESC, feed_id
"""
SEEN = """
SELECT
    count(*) AS feeds,
    count(*) FILTER (standing = 'well') AS well,
    sum(entries_new) AS entries,
    sum(entries_missed) AS probably_missed,
    round(avg(seen_within_hour_pct), 1) AS seen_within_hour_pct
FROM feed_health
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
        ("Feeds: what they gave, what was probably missed, the share seen within an hour", SEEN),
        ("Feeds that are failing, lying, stale, silent, slow or losing items", TROUBLED),
    ):
        answer = run_query(
            settings.snapshot, sql, limits=limits(settings)
        )  # before the title: nothing may be loaded yet
        console.print(f"[bold]{title}")
        print_table(answer)
    last = last_load(settings)
    for what, refused in left_out_of(last) if last else ():
        console.print(Text(f"{what} refused: {refused}", "red"))
    return 0
