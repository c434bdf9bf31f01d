"""Loads a batch in one transaction: all of it or nothing, and a second time nothing.

Order inside the transaction: feeds and polls, entries, articles (which are new, changed, known), stories, register,
facts, alerts, the run's line. Nothing here reads a clock: `now` is given, and time never steps back in the tables.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import duckdb
import msgspec
import pyarrow as pa

from warehouse import facts, feeds, outbox, register, rows, stories
from warehouse.errors import LoadFailed, WarehouseError
from warehouse.facts import Fresh
from warehouse.matching import Reading
from warehouse.records import AlertPlan, ArticleRow, Batch, LoadReport


def load(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    *,
    now: datetime,
    plan: AlertPlan | None = None,
) -> LoadReport:
    """Load a batch and say what changed.

    `plan` tells which rules and channels want each new stage; without it every stage gets one row for channel
    `none`. Raises LoadFailed, with the transaction rolled back and the file as it was.
    """
    connection.begin()
    try:
        report = _load(connection, batch, now, plan)
        connection.commit()
    except BaseException as error:
        connection.rollback()
        if isinstance(error, WarehouseError) or not isinstance(error, Exception):
            raise
        raise LoadFailed(f"batch {batch.batch_id}: nothing was loaded: {type(error).__name__}: {error}") from error
    return report


def _load(connection: duckdb.DuckDBPyConnection, batch: Batch, now: datetime, plan: AlertPlan | None) -> LoadReport:
    hashes = [_digest(row) for row in batch.articles]
    digest = _batch_digest(batch, hashes)
    at = _never_back(connection, now)
    held = connection.execute(
        "SELECT digest, report FROM store.run WHERE batch_id = ? ORDER BY load_number DESC LIMIT 1", [batch.batch_id]
    ).fetchone()
    if held and held[0] == digest:
        return msgspec.structs.replace(msgspec.json.decode(held[1], type=LoadReport), already_loaded=True)

    counts: Counter[str] = Counter()
    counts["feeds"] = feeds.save_feeds(connection, batch.feeds)
    counts["polls"], counts["feeds_failed"] = feeds.save_polls(connection, batch.batch_id, batch.polls)
    counts["entries_new"], counts["entries_changed"] = feeds.save_entries(connection, batch, at)

    fresh = _sort_articles(connection, batch, hashes, at, counts)
    old = [item.row.article_id for item in fresh if item.known_before]
    before = facts.supersede(connection, old, at)
    fresh, prints = _into_stories(connection, fresh)
    fresh, placed, known = _into_register(connection, fresh, before, at)

    facts.save_articles(connection, fresh, batch)
    facts.save_prints(connection, list(zip(prints, (item.story_id for item in fresh), strict=True)))
    counts.update(facts.save_facts(connection, fresh, batch.extractor_version, at))
    facts.save_mentions(connection, placed, {item.row.article_id: item for item in fresh}, batch.extractor_version, at)
    counts["mentions"] = len(placed)
    counts["mentions_unattached"] = sum(item.decision.agreement_id is None for item in placed)

    touched = {item.decision.agreement_id: None for item in placed if item.decision.agreement_id}
    touched.update({one: None for ids in before.values() for one in ids})
    changed = register.write_rows(connection, known, list(touched), at)
    counts["agreements_new"] = sum(row is None for row, _ in changed)
    counts["agreements_updated"] = sum(row is not None for row, _ in changed)
    register.write_trace(connection, known, placed, at)
    stages = register.write_stages(connection, placed, at)
    counts["stages_new"] = len(stages)
    silence = _silence(batch, fresh, at)
    counts.update(outbox.enqueue(connection, batch.batch_id, known, stages, changed, placed, silence, plan, at))

    report = msgspec.convert({"batch_id": batch.batch_id, **counts}, LoadReport)
    (number,) = rows.take(connection, "load", 1)
    connection.execute(
        "INSERT INTO store.run VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number, batch.batch_id, batch.kind, rows.moment(batch.started_at) or at, at, batch.extractor_version,
            digest, msgspec.json.encode(report).decode(),
        ],
    )  # fmt: skip
    return report


def _sort_articles(
    connection: duckdb.DuckDBPyConnection, batch: Batch, hashes: Sequence[str], at: datetime, counts: Counter[str]
) -> list[Fresh]:
    """Those articles that say something new, each with its next version; the others are counted."""
    latest = {row.article_id: (row, digest) for row, digest in zip(batch.articles, hashes, strict=True)}
    rows.given(connection, "incoming_ids", id=list(latest))
    purged = {
        row[0]
        for row in connection.execute(
            "SELECT key FROM store.tombstone SEMI JOIN incoming_ids AS i ON store.tombstone.key = i.id "
            "WHERE store.tombstone.kind = 'article'"
        ).fetchall()
    }
    held: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for found in connection.execute(rows.statement("held_articles")).fetchall():
        held[found[0]].append(found[1:])
    fresh = []
    for key, (row, digest) in latest.items():
        versions = held.get(key, [])
        fetched = rows.moment(row.fetched_at) or at
        if key in purged:
            continue
        current = next((item for item in versions if item[5]), None)
        if current and (current[1], current[2]) == (row.content_hash, digest):
            counts["articles_unchanged"] += 1
            continue
        # An older version replayed is not an edit back to it.
        if any(item[1] == row.content_hash and not item[5] and fetched <= item[4] for item in versions):  # type: ignore[operator]
            counts["articles_unchanged"] += 1
            continue
        counts["articles_changed" if current else "articles_new"] += 1
        counts["articles_relevant"] += row.analysis.relevant
        fresh.append(
            Fresh(
                row=row,
                analysis_hash=digest,
                version=max((int(str(item[0])) for item in versions), default=0) + 1,
                at=at,
                published=rows.moment(row.published_at),
                story_id=str(current[3]) if current else "",
                known_before=bool(current),
            )
        )
    return fresh


def _into_stories(connection: duckdb.DuckDBPyConnection, fresh: list[Fresh]) -> tuple[list[Fresh], list[stories.Print]]:
    """Give every article its story: that of the articles whose sentences it shares, else a new one."""
    prints = [
        stories.fingerprint(item.row.article_id, item.reported_at, item.row.title, item.row.text) for item in fresh
    ]
    sought = sorted({value for one in prints for value in one.hashes})
    connection.register("incoming_hashes", pa.table({"hash": pa.array(sought, pa.int64())}))
    held: dict[int, list[stories.HeldPrint]] = defaultdict(list)
    for story, article, published, values in connection.execute(rows.statement("story_prints")).fetchall():
        one = stories.HeldPrint(story_id=story, article_id=article, published_at=published, hashes=tuple(values))
        for value in values:
            held[value].append(one)
    numbers = iter(rows.take(connection, "story", sum(not item.story_id for item in fresh)))
    result: dict[int, Fresh] = {}
    for index in sorted(range(len(fresh)), key=lambda i: fresh[i].reported_at):
        item, ours = fresh[index], prints[index]
        story = item.story_id
        if not story:
            number = next(numbers)
            story = stories.same_story(ours, held) or stories.story_id(number)
        one = stories.HeldPrint(
            story_id=story, article_id=ours.article_id, published_at=ours.published_at, hashes=ours.hashes
        )
        for value in ours.hashes:
            held[value].append(one)
        result[index] = msgspec.structs.replace(item, story_id=story)
    return [result[index] for index in range(len(fresh))], prints


def _into_register(
    connection: duckdb.DuckDBPyConnection, fresh: list[Fresh], before: Mapping[str, frozenset[str]], at: datetime
) -> tuple[list[Fresh], list[register.Placed], register.Register]:
    """Resolve every mention; articles that report one agreement as news within days become one story."""
    count = sum(len(item.row.analysis.agreements) for item in fresh)
    numbers = iter(rows.take(connection, "mention", count))
    readings = [reading for item in fresh for reading in _readings(item, numbers)]
    if not readings and not before:
        return fresh, [], register.Register()
    known = register.read_known(connection, readings, before, at)
    placed = register.resolve(known, readings, before, rows.peek(connection, "agreement"))
    rows.take(connection, "agreement", sum(item.decision.action == "create" for item in placed))
    adopted = register.shared_stories(known, placed, {item.row.article_id for item in fresh if not item.known_before})
    fresh = [msgspec.structs.replace(item, story_id=adopted.get(item.row.article_id, item.story_id)) for item in fresh]
    return fresh, placed, known


def _readings(item: Fresh, numbers: Iterator[int]) -> list[Reading]:
    return [
        Reading(
            mention_id=next(numbers),
            article_id=item.row.article_id,
            story_id=item.story_id,
            publisher=item.row.publisher or "",
            language=item.row.language,
            title=item.row.title,
            url=item.row.url,
            reported_at=item.reported_at,
            quote=found.quote,
            field=found.field,
            start=found.start,
            end=found.end,
            status=found.status,
            type=found.type,
            new=found.new,
            count=found.count,
            parties=found.parties,
            sectors=found.sectors,
            subjects=found.subjects,
            signed_on=facts.day(found.signed_on),
            place=found.place,
            place_id=found.place_id,
            event=found.event,
            value=found.value if rows.storable(found.value) else None,
            unit=found.unit,
        )
        for found in item.row.analysis.agreements
    ]


#: News that was published longer ago than this when it was read is recorded, not told.
OLD_NEWS_DAYS = 14


def _silence(batch: Batch, fresh: Sequence[Fresh], at: datetime) -> dict[str, str]:
    """Articles whose news alerts nobody, each with the reason."""
    first_polls = {poll.feed_id for poll in batch.polls if poll.first_poll}
    silent = {}
    for item in fresh:
        key, age = item.row.article_id, (at - item.reported_at).days
        if batch.kind == "backfill":
            silent[key] = "backfill: old news"
        elif batch.kind == "reanalysis":
            silent[key] = "re-analysis of kept articles"
        elif item.row.feed_id in first_polls:
            silent[key] = f"first poll of {item.row.feed_id}"
        elif age > OLD_NEWS_DAYS:
            silent[key] = f"published {age} days before it was read"
    return silent


def _never_back(connection: duckdb.DuckDBPyConnection, now: datetime) -> datetime:
    """`now` as naive UTC, but never before the last load: a clock that steps back must not reorder history."""
    row = connection.execute("SELECT max(loaded_at) FROM store.run").fetchone()
    at = now.astimezone(UTC).replace(tzinfo=None)
    return max(at, row[0]) if row and row[0] else at


def _digest(row: ArticleRow) -> str:
    return hashlib.blake2b(_ENCODE(row.analysis), digest_size=8).hexdigest()


_ENCODE = msgspec.msgpack.Encoder().encode


def _batch_digest(batch: Batch, hashes: Sequence[str]) -> str:
    """Changes when anything does that the load would write."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(_ENCODE((batch.kind, batch.extractor_version, batch.feeds, batch.polls, batch.entries)))
    for row, one in zip(batch.articles, hashes, strict=True):
        digest.update(f"{row.article_id}\0{row.content_hash}\0{one}\n".encode())
    return digest.hexdigest()
