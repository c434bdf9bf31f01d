"""What became of an agreement that earlier briefs and alerts name and no row of the register tells now."""

from __future__ import annotations

from datetime import datetime

import msgspec

from amur.readable import day
from amur.settings import Settings
from warehouse.readers.publish import open_snapshot
from warehouse.register.people import merged_into


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """`merged_into`: the agreement that it stands in now; `untold_since`: when the last report of it went."""

    merged_into: str | None
    untold_since: datetime | None

    @property
    def told(self) -> str:
        """In words, for one that was not merged."""
        since = f"no report tells it since {day(self.untold_since)}: what told it was edited or is forgotten"
        return since if self.untold_since else "no such agreement"


def gone(settings: Settings, agreement: str) -> Gone:
    """What the newest snapshot knows of it."""
    with open_snapshot(settings.snapshot) as connection:
        (since,) = connection.execute(
            "SELECT max(recorded_at) FROM store.agreement "
            "WHERE agreement_id = ? AND superseded_at IS NULL AND mentions = 0",
            [agreement],
        ).fetchone() or (None,)
        return Gone(merged_into=merged_into(connection, [agreement]).get(agreement), untold_since=since)
