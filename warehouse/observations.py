"""Sums up statistics when a snapshot is published: what several outlets state of one is one observation.

A reading that is far from customs' series, or several times its peers, or that its outlet corrected, is distrusted: it
becomes a doubt and is no part of the observation, so that a country's trade with all the world contradicts nobody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import duckdb
import msgspec

from warehouse import rows
from warehouse.cues import Cues
from warehouse.transaction import transaction

#: So many times off customs' series or its peers, a reading is of something else.
FAR = 3.0
#: A region's or a commodity's trade can't be more than the whole; rounding and flows told apart differently aside.
WHOLE = 1.2
#: Values of one statistic in one article that are no farther apart are roundings, or customs' yuan beside its dollars.
ROUNDED, POINTS = 1.02, 2.0
#: So near a power of ten, in powers, a reading is what its peers state but for the unit: some three percent.
SLIP = 0.013


def mark_stale(connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> None:
    """Have the statistics of these articles summed up anew: they lose a reading."""
    rows.given(connection, "stale_articles", id=article_ids)
    connection.execute(rows.statement("stale_observations"))


def draw(connection: duckdb.DuckDBPyConnection) -> None:
    """Sum up the statistics that loads touched since the last time, in a transaction of its own."""
    with transaction(connection):
        connection.execute(rows.statement("touched_observations"))
        if _count(connection, "touched_observation"):
            limits = {"far": FAR, "whole": WHOLE, "rounded": ROUNDED, "points": POINTS, "slip": SLIP}
            connection.execute(rows.statement("weigh_readings"), {**limits, "correcting": _correcting()})
            connection.execute("DELETE FROM store.observation WHERE observation IN (FROM touched_observation)")
            connection.execute(rows.statement("draw_observations"))
            _keep_doubts(connection)
            connection.execute("DELETE FROM store.stale_observation")
            connection.execute("DROP TABLE weighed_reading")
        connection.execute(
            "UPDATE store.counter SET next = (SELECT next FROM store.counter WHERE name = 'figure') "
            "WHERE name = 'observed'"
        )


@cache
def _correcting() -> str:
    """A pattern of the words by which an outlet corrects itself, in whichever language."""
    text = (resources.files("warehouse") / "correction_words.toml").read_text(encoding="utf-8")
    words = msgspec.convert(tomllib.loads(text), Cues)
    return rf"(?:^|[^\pL])(?:{'|'.join((*words.en, *words.ru))})|{'|'.join(words.zh)}"


def _keep_doubts(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the doubts about these statistics' readings up to date."""
    (at,) = connection.execute("SELECT max(loaded_at) FROM store.run").fetchone() or (None,)
    connection.execute(rows.statement("allay_doubts"), {"at": at})
    numbers = rows.Numbers(connection)
    doubtful = _count(connection, "weighed_reading WHERE reason IS NOT NULL")
    (first, *_) = numbers.take("doubt", doubtful) or (0,)
    if doubtful:
        connection.execute(rows.statement("raise_doubts"), {"first": first, "at": at})
        numbers.save()
    connection.execute(rows.statement("mark_gainsaid"))


def _count(connection: duckdb.DuckDBPyConnection, what: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(row[0]) if row else 0
