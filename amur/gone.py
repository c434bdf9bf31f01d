"""What became of an agreement or an article that earlier briefs and alerts name and no table holds now."""

from __future__ import annotations

from datetime import datetime

import msgspec

from amur.identity import url_id
from amur.readable import day, one_line
from amur.settings import Settings
from ingest.links import canonical, web_link
from warehouse.readers.publish import open_snapshot
from warehouse.register.people import merged_into
from warehouse.retention import PURGED


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """`merged_into`: the agreement that it stands in now; `untold_since`: when the last report of it went; `dropped`:
    when and why all that told it was forgotten.
    """

    merged_into: str | None
    untold_since: datetime | None
    dropped: str | None = None

    @property
    def told(self) -> str:
        """In words, for one that was not merged."""
        if self.dropped:
            return f"no report tells it any more: {self.dropped}"
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
        into = merged_into(connection, [agreement]).get(agreement)
    return Gone(merged_into=into, untold_since=since, dropped=dropped(settings, agreement, "agreement"))


def dropped(settings: Settings, what: str, kind: str = "article") -> str | None:
    """When and why an article, by its id or address, or an agreement was dropped for good; None where it was not."""
    url = web_link(what)
    with open_snapshot(settings.snapshot) as connection:
        found = connection.execute(
            "SELECT purged_at, reason FROM store.tombstone WHERE kind = ? AND list_contains(?, key) "
            "ORDER BY purged_at DESC LIMIT 1",
            [kind, [what, url_id(canonical(url))] if url else [what]],
        ).fetchone()
    if found is None:
        return None
    at, reason = found
    return f"{'purged' if reason == PURGED else 'forgotten'} on {day(at)}: {one_line(reason)}"
