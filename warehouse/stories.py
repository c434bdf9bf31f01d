"""Groups articles into stories: which tell the same news, in one language or several.

Copies and rewrites share whole sentences; across languages, two articles are one story when they report the same
agreement as news within a few days.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

import duckdb
import msgspec
import pyarrow as pa

from warehouse import rows
from warehouse.intake import Fresh

#: Sentences kept as an article's print, the smallest hashes first: the same ones from every copy.
PRINT_SIZE = 12
#: Share of the shorter print that two articles must have in common.
SHARED = 0.5
WINDOW = timedelta(days=5)
#: Bytes of a sentence without spaces and punctuation, under which it says nothing ("Read also").
SHORTEST = 30
_SENTENCE = re.compile(r"[.!?。！？\n]+")


class Print(msgspec.Struct, frozen=True, kw_only=True):
    """What an article is recognised by: hashes of its sentences."""

    article_id: str
    published_at: datetime
    hashes: tuple[int, ...]


class HeldPrint(msgspec.Struct, frozen=True, kw_only=True):
    """A print in the warehouse, with the story it belongs to."""

    story_id: str
    article_id: str
    published_at: datetime
    hashes: tuple[int, ...]


def fingerprint(article_id: str, published_at: datetime, title: str, text: str) -> Print:
    """The print of an article; short sentences ("Read also") say nothing and are left out."""
    sentences = ("".join(part.split()).encode() for part in _SENTENCE.split(f"{title}\n{text}".casefold()))
    hashes = {
        int.from_bytes(blake2b(sentence, digest_size=8).digest(), "big", signed=True)
        for sentence in sentences
        if len(sentence) >= SHORTEST
    }
    return Print(article_id=article_id, published_at=published_at, hashes=tuple(sorted(hashes)[:PRINT_SIZE]))


def same_story(ours: Print, held: Mapping[int, Sequence[HeldPrint]]) -> str | None:
    """The story of the article that shares most of this one's sentences, if enough of them."""
    shared: Counter[str] = Counter()
    prints: dict[str, HeldPrint] = {}
    for value in ours.hashes:
        for other in held.get(value, ()):
            if abs(other.published_at - ours.published_at) <= WINDOW:
                shared[other.article_id] += 1
                prints[other.article_id] = other
    for article, count in shared.most_common(3):
        if count >= SHARED * min(len(ours.hashes), len(prints[article].hashes)):
            return prints[article].story_id
    return None


def assign(
    connection: duckdb.DuckDBPyConnection, fresh: Sequence[Fresh], numbers: rows.Numbers
) -> tuple[list[Fresh], list[Print]]:
    """Give every article its story: that of the articles whose sentences it shares, else a new one."""
    prints = [fingerprint(item.row.article_id, item.reported_at, item.row.title, item.row.text) for item in fresh]
    sought = sorted({value for one in prints for value in one.hashes})
    connection.register("incoming_hashes", pa.table({"hash": pa.array(sought, pa.int64())}))
    held: dict[int, list[HeldPrint]] = defaultdict(list)
    for story, article, published, values in connection.execute(rows.statement("story_prints")).fetchall():
        one = HeldPrint(story_id=story, article_id=article, published_at=published, hashes=tuple(values))
        for value in values:
            held[value].append(one)
    fresh_numbers = iter(numbers.take("story", sum(not item.story_id for item in fresh)))
    result: dict[int, Fresh] = {}
    for index in sorted(range(len(fresh)), key=lambda i: fresh[i].reported_at):
        item, ours = fresh[index], prints[index]
        story = item.story_id
        if not story:
            number = next(fresh_numbers)
            story = same_story(ours, held) or story_id(number)
        one = HeldPrint(story_id=story, article_id=ours.article_id, published_at=ours.published_at, hashes=ours.hashes)
        for value in ours.hashes:
            held[value].append(one)
        result[index] = msgspec.structs.replace(item, story_id=story)
    return [result[index] for index in range(len(fresh))], prints


def story_id(number: int) -> str:
    """`S` and the running number."""
    return f"S{number:07d}"
