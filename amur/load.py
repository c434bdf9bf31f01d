"""Load a batch into the warehouse in one transaction, and publish the snapshot that readers open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from amur import batch
from amur.alerts.feed import write_feed
from amur.alerts.findings import tell_findings
from amur.alerts.plan import plan_of
from amur.alerts.reading import read_alert_file
from amur.by_hand import people_say
from amur.identity import extractor_version
from amur.records import ReadArticle, ScreenedEntry
from amur.settings import Settings
from ingest.records import Feed, Poll
from transform.records import Analysis
from warehouse import checkpoint
from warehouse.load import load as load_batch
from warehouse.readers.publish import publish
from warehouse.records import ArticleRow, Batch, EntryRow, LoadReport
from warehouse.schema import open_writer

#: A long backfill has the database for minutes; what a run polled waits for it rather than fail.
LOCK_WAIT_S = 600.0


def load(path: Path, settings: Settings, *, now: datetime) -> LoadReport:
    """Load all shards of the batch and publish; a batch that is loaded already is published again, no more."""
    report = take_in(path, settings, now=now)
    old_news = batch.info(path).kind in ("backfill", "reanalysis")
    (told,) = announce([(path, report)], settings, old_news=old_news, now=now)
    return told


def take_in(path: Path, settings: Settings, *, now: datetime) -> LoadReport:
    """Load a batch without publishing; it counts as unfinished until it is announced."""
    file, batch_rows, by_hand = read_alert_file(settings), gather(path), people_say(settings)
    connection = open_writer(settings.database, wait_s=LOCK_WAIT_S)
    try:
        return load_batch(
            connection,
            batch_rows,
            now=now,
            plan=plan_of(settings, file, now),
            by_hand=by_hand,
            alerts_refused=file.refused if file else (),
        )
    finally:
        checkpoint.close(connection)


def announce(
    loads: Sequence[tuple[Path, LoadReport]], settings: Settings, *, old_news: bool, now: datetime
) -> list[LoadReport]:
    """Publish what was loaded, ask the rules that ask in SQL, and mark the batches as finished; the reports.

    The last one tells also which of those rules could not be asked.

    The mark comes last: whoever is killed before it is followed by a run that does this again, and what a backfill
    brought is never taken for news.
    """
    publish(settings.home)
    found = tell_findings(settings, loads[-1][1].batch_id, old_news=old_news, now=now)
    if found.changed:
        publish(settings.home)
    write_feed(settings)
    reports = [report for _, report in loads]
    refused = tuple(dict.fromkeys((*reports[-1].alerts_refused, *found.refused)))
    reports[-1] = msgspec.structs.replace(reports[-1], alerts_refused=refused)
    for (path, _), report in zip(loads, reports, strict=True):
        batch.write_json(path / "loaded.json", report)
    return reports


def gather(path: Path) -> Batch:
    """Everything that the batch's shards hold, as the warehouse takes it."""
    told = batch.info(path)
    polls: list[Poll] = []
    entries: list[EntryRow] = []
    articles: list[ArticleRow] = []
    for shard in batch.shards(path):
        polls.extend(batch.read(shard / "polls.jsonl.gz", Poll))
        read = list(batch.read(shard / "articles.jsonl.gz", ReadArticle))
        unread = {item.entry_id: item.remark for item in read if item.again}
        screened = batch.read(shard / "screened.jsonl.gz", ScreenedEntry)
        entries.extend(EntryRow(entry=item.entry, screened=_said(item, unread)) for item in screened)
        facts = batch.read(shard / "facts.jsonl.gz", Analysis)
        articles.extend(_row(item, analysis) for item, analysis in zip(read, facts, strict=True))
    return Batch(
        batch_id=told.batch_id,
        kind=told.kind,
        extractor_version=extractor_version(),
        feeds=tuple(batch.read(path / "feeds.jsonl.gz", Feed)),
        started_at=told.started_at,
        polls=tuple(polls),
        entries=tuple(entries),
        articles=tuple(articles),
    )


def _said(item: ScreenedEntry, unread: dict[str | None, str]) -> str:
    """The verdict in words; `retry N: why` where the page should be asked for again."""
    if item.entry.entry_id in unread:
        return f"retry {item.tries + 1}: {unread[item.entry.entry_id]}"
    return f"{item.verdict}: {'; '.join(item.reasons)}"


def _row(item: ReadArticle, analysis: Analysis) -> ArticleRow:
    article = item.article
    return ArticleRow(
        article_id=article.id,
        url=article.url,
        canonical_url=item.canonical_url,
        publisher=article.publisher,
        title=article.title,
        text=article.text,
        published_at=article.published,
        published_source=item.published_source,
        fetched_at=item.fetched_at,
        feed_id=item.feed_id,
        entry_id=item.entry_id,
        content_hash=item.content_hash,
        language=analysis.language,
        analysis=analysis,
    )
