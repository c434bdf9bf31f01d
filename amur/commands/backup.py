"""`amur backup`, `amur restore`, `amur compact`: the writer's database kept safe and small."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from amur import batch
from amur.alerts.feed import write_feed
from amur.errors import Refusal
from amur.settings import Settings
from warehouse import backup as kept
from warehouse.readers.publish import publish
from warehouse.schema import refuse_anew


def backup(settings: Settings, folder: Path | None) -> int:
    """Copy the database and print the copy's path; exit status 0."""
    there(settings)
    print(kept.backup(settings.home, now=datetime.now(UTC), folder=folder))
    return 0


def restore(settings: Settings, source: Path) -> int:
    """Put a backup in place; print where the database that it replaces went, and what is newer than the backup.

    Batches that it lacks are loaded by the next run, before anything is polled: so every agreement gets the number back
    under which it was told. Where nobody knows what was told, that is left to a person.
    """
    lost = batch.lost(settings.batches, kept.loaded(source))

    def reopen(told_kept: bool) -> None:
        """Before the backup is in place: a restore that is killed then leaves nothing that no run would load."""
        for path in lost if told_kept else ():
            batch.reopen(path)

    done = kept.restore(settings.home, source, now=datetime.now(UTC), ready=reopen)
    write_feed(settings)
    before = f"; the database before it is kept at {done.aside}" if done.aside else ""
    print(f"{source} is in place and published{before}")
    if lost and done.told_kept:
        print(f"batches newer than it: {len(lost)}; the next `amur run` loads them again and tells nothing twice")
    elif lost:
        print(
            f"batches newer than it: {len(lost)}; `amur backfill {settings.batches}` loads them again, "
            "but nothing is left that says what was told since: what is still news may be told again"
        )
    return 0


def compact(settings: Settings) -> int:
    """Give back the room that superseded rows take, and publish; print the sizes."""
    there(settings)
    before, after = kept.compact(settings.home)
    publish(settings.home)
    print(f"{before:,} bytes before, {after:,} after")
    return 0


def there(settings: Settings) -> None:
    """Refuse where nothing has been loaded yet; raises DatabaseGone where something was."""
    refuse_anew(settings.database)
    if not settings.database.exists():
        raise Refusal(f"{settings.database}: no database yet; run `amur run` first")
