"""Groups articles into stories: which tell the same news, in one language or several; and which copy another's text.

Within a language, copies and rewrites share words (prints.py). Across languages, articles of one story state the
same statistics within a few days, or report the same agreement as news (shared_deals.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import msgspec
import numpy as np
import pyarrow as pa

from warehouse import rows
from warehouse.facts import Facts
from warehouse.intake import Fresh
from warehouse.stories.prints import COPIED, SHARED, Ints, contained, sketches, taken
from warehouse.stories.story_pairs import FACTS_WINDOW, WINDOW, Pair, pairs

#: Facts of an article that are compared, the first ones: what it is about stands on top.
MOST_FACTS = 8

__all__ = ["FACTS_WINDOW", "WINDOW", "Keys", "assign", "save_keys", "story_id"]


class Keys(msgspec.Struct, frozen=True):
    """What articles are recognised by: beside each article's place, in order, one key (negative: a fact)."""

    owners: Ints
    hashes: Ints


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An article in the warehouse that shares keys with one of the load; its own, the smallest first."""

    article_id: str
    story_id: str
    published_at: datetime
    hashes: tuple[int, ...]


def assign(
    connection: duckdb.DuckDBPyConnection,
    fresh: Sequence[Fresh],
    found: Facts,
    at: datetime,
    numbers: rows.Numbers,
) -> tuple[list[Fresh], Keys]:
    """Give every article its story, that of an article that tells the same, else a new one; and mark the copies."""
    keys = _keys(connection, fresh, found)
    held = _held(connection, fresh, keys)
    everything = _Told(fresh, held, keys)
    near = everything.pairs()
    copies = _Copies(connection, at)
    fresh_numbers = iter(numbers.take("story", sum(not item.story_id for item in fresh)))
    result = list(fresh)
    for place in sorted(range(len(fresh)), key=lambda one: fresh[one].reported_at):
        item = fresh[place]
        number = next(fresh_numbers) if not item.story_id else 0
        like = everything.same(place, near[place]) if place in near else None
        if like is not None and not item.known_before:
            other = everything.article_id(like.other)
            if like.copied:
                item = msgspec.structs.replace(item, copy_of=copies.original(item, other))
            story = result[like.other].story_id if like.other < len(fresh) else held[like.other - len(fresh)].story_id
            item = msgspec.structs.replace(item, story_id=item.story_id or story)
        result[place] = item if item.story_id else msgspec.structs.replace(item, story_id=story_id(number))
    copies.save()
    return result, keys


def save_keys(connection: duckdb.DuckDBPyConnection, fresh: Sequence[Fresh], keys: Keys) -> None:
    """Keep what later articles recognise these by."""
    owners = pa.array(keys.owners)
    columns = {
        "hash": pa.array(keys.hashes),
        "story_id": pa.array([item.story_id for item in fresh], pa.string()).take(owners),
        "article_id": pa.array([item.row.article_id for item in fresh], pa.string()).take(owners),
        "published_at": pa.array([item.reported_at for item in fresh], pa.timestamp("us")).take(owners),
    }
    kinds = {"hash": "int", "story_id": "text", "article_id": "text", "published_at": "moment"}
    rows.insert(connection, "story_key", kinds, columns)


def story_id(number: int) -> str:
    """`S` and the running number."""
    return f"S{number:07d}"


class _Like(msgspec.Struct, frozen=True):
    """The place of an article that tells the same, and whether ours copies its text."""

    other: int
    copied: bool


class _Told:
    """The load's articles and, after them, those of the warehouse that are near: by place, with their keys."""

    def __init__(self, fresh: Sequence[Fresh], held: Sequence[Held], keys: Keys) -> None:
        self._fresh, self._held = fresh, held
        beside = np.array([key for one in held for key in one.hashes], np.int64)
        whose = np.repeat(np.arange(len(held)), [len(one.hashes) for one in held]) + len(fresh)
        self._owners = np.concatenate([keys.owners, whose.astype(np.int64)])
        self._hashes = np.concatenate([keys.hashes, beside])
        words = self._hashes >= 0
        self._words_of_all: list[int] = self._hashes[words].tolist()
        self._edges = np.searchsorted(self._owners[words], np.arange(len(fresh) + len(held) + 1)).tolist()

    def pairs(self) -> dict[int, list[Pair]]:
        """For each place of the load's the articles that it may tell the same as, the most alike first."""
        published = [self._published(place) for place in range(len(self._fresh) + len(self._held))]
        return pairs(self._owners, self._hashes, np.array(published, "datetime64[s]"), len(self._fresh))

    def article_id(self, place: int) -> str:
        ours = len(self._fresh)
        return self._fresh[place].row.article_id if place < ours else self._held[place - ours].article_id

    def same(self, place: int, near: Sequence[Pair]) -> _Like | None:
        """The article that shares most of our words, else the one that states what we do; None without either."""
        words = self._words(place)
        for pair in near:
            if not pair.words:
                break
            theirs = self._words(pair.other)
            if contained(words, theirs) >= SHARED:
                return _Like(pair.other, self._later_taken(place, pair.other, words, theirs) >= COPIED)
        return next((_Like(pair.other, False) for pair in near if pair.same_facts), None)

    def _later_taken(self, place: int, other: int, ours: list[int], theirs: list[int]) -> float:
        """How much of the later text stands in the earlier: who writes more than was there copies nobody."""
        later = self._published(place) >= self._published(other)
        return taken(ours, theirs) if later else taken(theirs, ours)

    def _published(self, place: int) -> datetime:
        ours = len(self._fresh)
        return self._fresh[place].reported_at if place < ours else self._held[place - ours].published_at

    def _words(self, place: int) -> list[int]:
        """The hashes of a place's words, smallest first."""
        return self._words_of_all[self._edges[place] : self._edges[place + 1]]


class _Copies:
    """Finds the first text that copies go back to; one that came in later than its copies takes their place."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, at: datetime) -> None:
        self._connection, self._at = connection, at
        self._first: dict[str, str] = {}
        self._demoted: dict[str, str] = {}

    def original(self, item: Fresh, copied: str) -> str | None:
        """The article that this one copies; None where this one was first."""
        first = self._first.get(copied) or self._held_original(copied) or copied
        first = self._demoted.get(first, first)
        ours = item.row.article_id
        if (published := self._published(first)) is not None and item.reported_at < published:
            self._demoted[first] = ours
            return None
        self._first[ours] = first
        return first

    def save(self) -> None:
        """Point earlier copies at the text that proved to be older."""
        if self._demoted:
            rows.given(self._connection, "demoted", copy=list(self._demoted), original=list(self._demoted.values()))
            self._connection.execute(rows.statement("keep_earlier_copies"), {"at": self._at})
            self._connection.execute(rows.statement("demote_originals"))

    def _held_original(self, article: str) -> str | None:
        found = self._connection.execute(
            "SELECT copy_of FROM store.article WHERE article_id = ? AND superseded_at IS NULL", [article]
        ).fetchone()
        return str(found[0]) if found and found[0] else None

    def _published(self, article: str) -> datetime | None:
        found = self._connection.execute(
            "SELECT least(published_at, fetched_at) FROM store.article WHERE article_id = ? AND superseded_at IS NULL",
            [article],
        ).fetchone()
        return found[0] if found else None


def _keys(connection: duckdb.DuckDBPyConnection, fresh: Sequence[Fresh], found: Facts) -> Keys:
    """The words' and the facts' keys of every article, article by article."""
    owners, hashes = sketches([f"{item.row.title}\n{item.row.text}" for item in fresh])
    figures = found.tables["figure"]
    if not figures.num_rows:
        return Keys(owners, hashes)
    # Arrow makes floats of wide decimals fifty times as fast as DuckDB.
    figures = figures.append_column("amount", figures["value"].cast(pa.float64()))
    told = rows.ask(connection, "story_facts", figures).fetchnumpy()["key"]
    whose = np.repeat(np.arange(len(found.counts["figure"])), found.counts["figure"])
    telling = ~np.ma.getmaskarray(told)
    whose, told = whose[telling], np.ma.getdata(told)[telling].astype(np.int64)
    leading = np.arange(len(whose)) - np.searchsorted(whose, whose) < MOST_FACTS
    owners, hashes = np.concatenate([owners, whose[leading]]), np.concatenate([hashes, told[leading]])
    order = np.argsort(owners, kind="stable")
    return Keys(owners[order], hashes[order])


def _held(connection: duckdb.DuckDBPyConnection, fresh: Sequence[Fresh], keys: Keys) -> list[Held]:
    """The articles in the warehouse that share a key with one of ours, within the window."""
    if not len(keys.hashes):
        return []
    days = [item.reported_at for item in fresh]
    window = {"first": min(days) - WINDOW, "last": max(days) + WINDOW}
    near = rows.ask(connection, "story_prints", pa.table({"hash": pa.array(keys.hashes)}), window).fetchall()
    return [
        Held(article_id=article, story_id=story, published_at=published, hashes=tuple(sorted(values)))
        for story, article, published, values in near
    ]
