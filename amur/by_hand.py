"""What people correct in the register: the file that every home reads, and the home's own beside it."""

from __future__ import annotations

from importlib import resources

import msgspec

from amur.settings import Settings
from warehouse.errors import SnapshotMissing
from warehouse.readers.publish import open_snapshot
from warehouse.records import LoadReport
from warehouse.register.correction_file import Corrections, read


def people_say(settings: Settings) -> Corrections:
    """All corrections, with what can't be read among the refused: none of them may keep the news from being loaded."""
    everywhere = read(
        resources.files("warehouse").joinpath("corrections.toml").read_bytes(),
        "warehouse/corrections.toml",
        everywhere=True,
    )
    path = settings.corrections
    try:
        return everywhere.and_of(read(path.read_bytes(), str(path)))
    except FileNotFoundError:
        return everywhere
    except OSError as error:
        return everywhere.and_of(Corrections(refused=(f"{path}: can't be read: {error.strerror}",)))


def last_load(settings: Settings) -> LoadReport | None:
    """What the newest published load says, among it what it could not follow; None where there is none."""
    try:
        with open_snapshot(settings.snapshot) as connection:
            row = connection.execute("SELECT report FROM store.run ORDER BY load_number DESC LIMIT 1").fetchone()
    except SnapshotMissing:
        return None
    return msgspec.json.decode(row[0], type=LoadReport) if row else None
