"""What people decided about the register and later reports, edits and readings anew must not undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from difflib import SequenceMatcher

import duckdb

from warehouse import rows
from warehouse.register.reading import Reading

#: So alike an edited sentence is to what it was: of a kind from which nobody reads another deal.
ALIKE = 0.6


def merged_into(connection: duckdb.DuckDBPyConnection, agreements: Collection[str]) -> dict[str, str]:
    """Those of the agreements that were merged, each with the one that it stands in now."""
    if not agreements:
        return {}
    return dict(connection.execute(rows.statement("merged_into"), [list(agreements)]).fetchall())


def parted(connection: duckdb.DuckDBPyConnection) -> set[frozenset[str]]:
    """Pairs of agreements that people split, as they stand now; those that they made one again are none."""
    pairs = connection.execute(rows.statement("parted_agreements")).fetchall()
    now = merged_into(connection, {one for pair in pairs for one in pair})
    return {frozenset((now.get(one, one), now.get(other, other))) for one, other in pairs}


def kept_by_hand(connection: duckdb.DuckDBPyConnection, readings: Sequence[Reading], at: datetime) -> dict[int, str]:
    """The mentions of edited articles whose earlier version people put in an agreement, each with that agreement.

    Of what an article told and tells, the sentences that are most alike are taken for each other.
    """
    told = defaultdict(list)
    for article, *before in connection.execute(rows.statement("placed_by_hand"), {"at": at}).fetchall():
        told[article].append(before)
    pairs = []
    for reading in readings:
        for old, agreement, quote, status, start, by_hand in told[reading.article_id]:
            alike = SequenceMatcher(None, quote, reading.quote, autojunk=False).ratio()
            near = alike, status == reading.status, -abs(start - reading.start)
            pairs.append((near, reading.mention_id, old, agreement if by_hand else None))
    taken: set[int] = set()
    kept = {}
    for near, new, old, agreement in sorted(pairs, key=lambda pair: pair[0], reverse=True):
        if near[0] >= ALIKE and taken.isdisjoint((new, old)):
            taken |= {new, old}
            if agreement:
                kept[new] = agreement
    return kept
