"""`amur purge` and `amur forget`: what need not, or must not, be kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from amur.alerts.feed import write_feed
from amur.commands.backup import there
from amur.errors import Refusal
from amur.settings import Settings
from warehouse import checkpoint, retention
from warehouse.readers.publish import publish
from warehouse.schema import open_writer


def purge(settings: Settings, before: str, *, apply: bool) -> int:
    """Drop what is old and irrelevant, or count it; exit status 0."""
    try:
        day = datetime.combine(date.fromisoformat(before), time(), UTC)
    except ValueError as error:
        raise Refusal(f"--before {before}: not a date such as 2023-10-24") from error
    now = datetime.now(UTC)
    there(settings)
    connection = open_writer(settings.database)
    try:
        gone = retention.purge(connection, older_than=day, now=now, dry_run=not apply)
    finally:
        checkpoint.close(connection)
    counts = f"{gone.articles:,} articles, {gone.entries:,} entries, {gone.polls:,} polls from before {day.date()}"
    if not apply:
        print(f"would drop {counts}; `amur purge --before {day.date()} --apply` does")
        return 0
    publish(settings.home)
    print(f"dropped {counts}; `amur compact` gives back their room")
    return 0


def forget(settings: Settings, articles: Sequence[str], reason: str) -> int:
    """Drop these articles and all their facts; exit status 1 where one of them is not there.

    Refuses an empty reason: it is all that will be known of them.
    """
    if not reason.strip():
        raise Refusal('--reason: say why, such as "court order"; it is all that stays of the page')
    there(settings)
    connection = open_writer(settings.database)
    try:
        gone = retention.forget(connection, articles, reason=reason, now=datetime.now(UTC))
    finally:
        checkpoint.close(connection)
    publish(settings.home)
    write_feed(settings)
    missing = len(set(articles)) - gone.articles
    print(f"forgot {gone.articles} articles" + (f"; {missing} of those named are not there" if missing else ""))
    if gone.copies:
        print("copies of them that are still kept: " + " ".join(gone.copies))
    return 1 if missing else 0
