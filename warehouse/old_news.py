"""Why the news of an article alerts nobody: it came in with a backfill, a first poll or too late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import duckdb

from warehouse import rows

#: News that was published longer ago than this when it was read is recorded, not told.
OLD_NEWS_DAYS = 14


def why_old(kind: str, first_poll_of: str | None, age_days: int) -> str | None:
    """The reason for news that a batch of this kind brought at this age, by the first poll of a feed; None if fresh."""
    if kind == "backfill":
        return "backfill: old news"
    if kind == "reanalysis":
        return "re-analysis of kept articles"
    if first_poll_of:
        return f"first poll of {first_poll_of}"
    return f"published {age_days} days before it was read" if age_days > OLD_NEWS_DAYS else None


def mark_parts(connection: duckdb.DuckDBPyConnection, agreements: Sequence[str]) -> None:
    """Let each stage of agreements that were one be old news by its own reports: where all of them are."""
    told: dict[tuple[str, str], list[str | None]] = defaultdict(list)
    for agreement, stage, *came in connection.execute(rows.statement("how_told"), [list(agreements)]).fetchall():
        told[agreement, stage].append(why_old(*came))
    for (agreement, stage), reasons in told.items():
        connection.execute(
            "UPDATE store.agreement_stage SET silent = ? WHERE agreement_id = ? AND stage = ?",
            [reasons[0] if all(reasons) else None, agreement, stage],
        )
