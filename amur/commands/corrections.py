"""`amur corrections`: how each of people's corrections of the register stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

from rich.text import Text

from amur.by_hand import people_say
from amur.commands.terminal import terminal
from amur.readable import day, one_line
from amur.settings import Settings
from warehouse.corrections import State, foretold, standing, without_table
from warehouse.errors import SnapshotMissing
from warehouse.readers.publish import open_snapshot
from warehouse.register.correction_file import Corrections, Listed
from warehouse.schema import refuse_anew

_SHOWN = {
    "applied": "applied", "new": "will be applied at the next load, or by `amur corrections --apply`", "waits": "waits"
}  # fmt: skip


def corrections(settings: Settings, *, apply: bool = False) -> int:
    """Print a line for each correction; exit status 0, or 2 where one can't be followed.

    With `apply` those that are new are applied first, by the load of a batch without articles. Raises DatabaseGone
    where the database that they are for is no more.
    """
    refuse_anew(settings.database)
    console = terminal()
    found = people_say(settings)
    refused = list(found.refused)
    stand, gone = _standing(settings, found)
    if apply and any(state == "new" for _, state, _ in stand):
        _apply(settings)
        stand, gone = _standing(settings, found)
    elif not apply:
        stand = foretold(settings.snapshot, found, stand, datetime.now(UTC))
    for one, state, why in stand:
        if state == "refused":
            refused.append(f"{one.where}, {why}")
        else:
            console.print(Text(f"{one.where}: {_SHOWN[state]}{f': {why}' if why else ''}"))
    for agreement, kind, reason, made_on in gone:
        said = f"{agreement}, {kind} of {day(made_on)} ({one_line(reason)})"
        console.print(
            Text(f"{said}: applied, and stays so although no file holds it now; to undo it, add its opposite")
        )
    for line in refused:
        console.print(Text(f"{line}: refused", "red"))
    if not stand and not gone and not refused:
        console.print(f"no corrections; {settings.corrections} may hold some")
    return 2 if refused else 0


def _standing(
    settings: Settings, found: Corrections
) -> tuple[list[tuple[Listed, State, str]], list[tuple[str, str, str, date]]]:
    """Each correction with how it stands and why; and those whose table is gone."""
    try:
        with open_snapshot(settings.snapshot) as connection:
            return [*standing(connection, found, datetime.now(UTC))], without_table(connection, found)
    except SnapshotMissing:
        return [(one, "waits", "nothing is published yet") for one in found.listed], []


def _apply(settings: Settings) -> None:
    from amur import batch
    from amur.load import load
    from amur.poll import real_clock

    now = real_clock()
    load(batch.create(settings.batches, "backfill", now), settings, now=now)
