"""Loads a batch in one transaction: all of it or nothing, and a second time nothing.

Order inside the transaction: feeds and polls, entries, articles (which are new, changed, known), stories, register,
facts, alerts, the run's line. Nothing here reads a clock: `now` is given, and time never steps back in the tables.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import duckdb
import msgspec

from ingest.records import Poll
from transform.records import Agreement
from warehouse import checkpoint, corrections, facts, feeds, intake, merged_rows, rows
from warehouse.errors import LoadFailed, WarehouseError
from warehouse.intake import Fresh
from warehouse.old_news import why_old
from warehouse.outbox import late, news
from warehouse.records import AgreementRow, AlertPlan, Batch, LoadReport
from warehouse.register import people, register, register_rows
from warehouse.register.correction_file import Corrections
from warehouse.register.placing import resolve
from warehouse.register.reading import Reading
from warehouse.register.unfolding import unfold
from warehouse.stories import stories
from warehouse.stories.shared_deals import shared_stories
from warehouse.transaction import undo


def load(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    *,
    now: datetime,
    plan: AlertPlan | None = None,
    by_hand: Corrections | None = None,
    alerts_refused: Sequence[str] = (),
) -> LoadReport:
    """Load a batch and say what changed.

    `plan` tells which rules and channels want each new stage; without it every stage gets one row for channel
    `none`. `by_hand` are people's corrections; the report tells which can't be followed, and `alerts_refused`, what is
    wrong in their rules for alerts. Raises LoadFailed, with the transaction rolled back and the file as it was. The
    connection is left with one thread.
    """
    # A batch is a million small records that all live until the end: the collector would look at them in vain.
    collecting = gc.isenabled()
    gc.disable()
    # Its statements are short: a second thread costs them more than it brings, a third of a small batch's time; and
    # starting and stopping it each time a quarter.
    connection.execute("SET threads = 1")
    with suppress(duckdb.Error, OSError):  # what is not folded is kept; a full disk stops this batch
        checkpoint.checkpoint_long(connection)
    connection.begin()
    try:
        report = _load(connection, batch, now, plan, by_hand or Corrections(), alerts_refused)
        connection.commit()
    except BaseException as error:
        undo(connection)
        if isinstance(error, WarehouseError) or not isinstance(error, Exception):
            raise
        raise LoadFailed(f"batch {batch.batch_id}: nothing was loaded: {type(error).__name__}: {error}") from error
    finally:
        if collecting:
            gc.enable()
    return report


def _load(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    now: datetime,
    plan: AlertPlan | None,
    by_hand: Corrections,
    alerts_refused: Sequence[str],
) -> LoadReport:
    hashes = [intake.analysis_digest(row) for row in batch.articles]
    digest = intake.batch_digest(batch, hashes)
    at = _never_back(connection, now)
    if done := _loaded_before(connection, batch.batch_id, digest):
        return msgspec.structs.replace(done, already_loaded=True, alerts_refused=tuple(alerts_refused))

    counts: Counter[str] = Counter()
    counts["feeds"] = feeds.save_feeds(connection, batch.feeds)
    counts["polls"], counts["feeds_failed"] = feeds.save_polls(connection, batch.batch_id, batch.polls)
    counts["entries_new"], counts["entries_changed"] = feeds.save_entries(connection, batch, at)

    numbers = rows.Numbers(connection)
    fresh = intake.fresh_articles(connection, batch, hashes, at, counts)
    told = _save_articles(connection, batch, fresh, at, numbers, counts)
    # What was due before comes before what is new, and both before what people correct: in the order it happened.
    if plan:
        counts.update(late.take_up(connection, batch.batch_id, plan, at, numbers))
    if told:
        counts.update(news.enqueue(connection, batch.batch_id, told, plan, at, numbers))

    corrected, refused = corrections.apply(connection, by_hand, at, numbers)
    counts.update(news.enqueue_by_hand(connection, batch.batch_id, corrected, plan, at, numbers))
    said = {"corrections_refused": refused, "alerts_refused": tuple(alerts_refused)}
    report = msgspec.convert({"batch_id": batch.batch_id, **counts, **said}, LoadReport)
    _save_run(connection, batch, digest, report, at, numbers)
    return report


def _loaded_before(connection: duckdb.DuckDBPyConnection, batch_id: str, digest: str) -> LoadReport | None:
    """What the batch's last load changed, where it held the very same."""
    held = connection.execute(
        "SELECT digest, report FROM store.run WHERE batch_id = ? ORDER BY load_number DESC LIMIT 1", [batch_id]
    ).fetchone()
    return msgspec.json.decode(held[1], type=LoadReport) if held and held[0] == digest else None


def _save_articles(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    fresh: list[Fresh],
    at: datetime,
    numbers: rows.Numbers,
    counts: Counter[str],
) -> news.News | None:
    """Write articles with their stories, facts and agreements; returns what is worth telling of these."""
    old = [item.row.article_id for item in fresh if item.known_before]
    recalls = facts.recalled(connection, old)
    before = facts.supersede(connection, old, at)
    found = facts.gather(connection, fresh, batch.extractor_version, at, numbers)
    fresh, keys = stories.assign(connection, fresh, found, at, numbers)
    fresh, placed, known = _into_register(connection, fresh, before, recalls, at, numbers)

    facts.save_articles(connection, fresh, batch)
    stories.save_keys(connection, fresh, keys)
    counts.update(facts.save_facts(connection, fresh, found))
    facts.save_mentions(connection, placed, {item.row.article_id: item for item in fresh}, batch.extractor_version, at)
    counts["mentions"] = len(placed)
    counts["mentions_unattached"] = sum(item.decision.agreement_id is None for item in placed)
    return _keep_register(connection, batch, fresh, placed, known, before, at, counts) if placed or before else None


def _save_run(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    digest: str,
    report: LoadReport,
    at: datetime,
    numbers: rows.Numbers,
) -> None:
    """Write the batch's line among the runs."""
    (number,) = numbers.take("load", 1)
    numbers.save()
    connection.execute(
        "INSERT INTO store.run VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number, batch.batch_id, batch.kind, rows.moment(batch.started_at) or at, at, batch.extractor_version,
            digest, msgspec.json.encode(report).decode(),
        ],
    )  # fmt: skip


def _keep_register(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    fresh: Sequence[Fresh],
    placed: Sequence[register.Placed],
    known: register.Register,
    before: Mapping[str, frozenset[str]],
    at: datetime,
    counts: Counter[str],
) -> news.News:
    """Write the register's changed rows, why they changed and new stages; returns what is worth telling of it."""
    touched = {item.decision.agreement_id: None for item in placed if item.decision.agreement_id}
    touched.update({one: None for ids in before.values() for one in ids})
    merges = [one for one in known.gone.values() if one.gone in known.held]
    merged_rows.write_merges(connection, merges, at)
    touched.update({one: None for merged in merges for one in (merged.into, merged.gone)})
    changed = register_rows.write_rows(connection, known, list(touched), at)
    counts.update(_counted(old, new) for old, new in changed)
    register_rows.write_trace(connection, known, placed, at)
    stages = register_rows.write_stages(connection, placed, at)
    counts["stages_new"] = len(stages)
    return news.News(
        register=known, placed=placed, stages=stages, changed=changed, silent=_silence(connection, batch, fresh, at)
    )


def _counted(old: AgreementRow | None, new: AgreementRow) -> str:
    """Where the report counts a changed row; one that was only recalled so far is new once it is told as news."""
    if new.kind == "background":
        return "agreements_recalled"
    return "agreements_new" if old is None or old.kind == "background" else "agreements_updated"


def _into_register(
    connection: duckdb.DuckDBPyConnection,
    fresh: list[Fresh],
    before: Mapping[str, frozenset[str]],
    recalls: Mapping[str, frozenset[str]],
    at: datetime,
    numbers: rows.Numbers,
) -> tuple[list[Fresh], list[register.Placed], register.Register]:
    """Resolve every mention; articles that report one agreement as news within days become one story."""
    told = [
        one for item in fresh for reading in _readings(item, item.row.analysis.agreements) for one in unfold(reading)
    ]
    asides = [one for item in fresh for one in _readings(item, item.row.analysis.asides)]
    ours = numbers.take("mention", len(told) + len(asides))
    numbered = [
        msgspec.structs.replace(one, mention_id=number) for one, number in zip((*told, *asides), ours, strict=True)
    ]
    readings, asides = numbered[: len(told)], numbered[len(told) :]
    if not numbered and not before:
        return fresh, [], register.Register()
    known = register.read_known(connection, readings, before, at, asides)
    spoke = {article: ids - recalls.get(article, frozenset()) for article, ids in before.items()}
    known.parted = people.parted(connection)
    kept = people.kept_by_hand(connection, readings, at) if before else {}
    placed = resolve(known, readings, spoke, numbers.peek("agreement"), asides, kept)
    numbers.take("agreement", sum(item.decision.action == "create" for item in placed))
    adopted = shared_stories(known, placed, {item.row.article_id for item in fresh if not item.known_before})
    fresh = [msgspec.structs.replace(item, story_id=adopted.get(item.row.article_id, item.story_id)) for item in fresh]
    return fresh, placed, known


def _readings(item: Fresh, told: Sequence[Agreement]) -> list[Reading]:
    """The article's mentions, not numbered yet, each with the one text: a page may tell thousands."""
    text = f"{item.row.title}\n{item.row.text}"
    return [
        Reading(
            mention_id=0,
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
            text=text,
        )
        for found in told
    ]


def _silence(
    connection: duckdb.DuckDBPyConnection, batch: Batch, fresh: Sequence[Fresh], at: datetime
) -> dict[str, str]:
    """Articles whose news alerts nobody, each with the reason."""
    first_polls = {poll.feed_id: poll for poll in batch.polls if poll.first_poll}
    edited = {item.entry.entry_id for item in batch.entries if item.entry.changed}
    read_late = [item.row for item in fresh if item.row.entry_id not in edited]
    left = feeds.of_first_polls(connection, batch.batch_id, read_late)
    silent = {}
    for item in fresh:
        # By its own clock: a load's time never steps back, not even after a clock that ran years ahead.
        key, age = item.row.article_id, ((rows.moment(item.row.fetched_at) or at) - item.reported_at).days
        first = key in left or (item.row.feed_id in first_polls and not _since(first_polls[item.row.feed_id], item))
        if reason := why_old(batch.kind, item.row.feed_id if first else None, age):
            silent[key] = reason
    return silent


def _since(poll: Poll, item: Fresh) -> bool:
    """Did the article come out after the first poll, of which this one only fetches the rest?"""
    began = rows.moment(poll.state.first_polled_at) if poll.state else None
    at = rows.moment(poll.polled_at)
    return bool(began and at and item.published and at > began and item.published > began)


def _never_back(connection: duckdb.DuckDBPyConnection, now: datetime) -> datetime:
    """`now` as naive UTC, but never before the last load: a clock that steps back must not reorder history."""
    row = connection.execute("SELECT max(loaded_at) FROM store.run").fetchone()
    at = now.astimezone(UTC).replace(tzinfo=None)
    return max(at, row[0]) if row and row[0] else at
