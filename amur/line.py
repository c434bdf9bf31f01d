"""One whole pass, from the feeds that are due to the alerts that were sent.

The command, the DAGs and the tests call these same functions; a DAG calls them one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from amur import batch, mend
from amur.alerts.deliver import Delivery, deliver
from amur.analyse import analyse
from amur.load import load
from amur.plan import plan
from amur.poll import Clock, poll, polls_of, real_clock
from amur.progress import Progress, Silent
from amur.read import read
from amur.records import PlannedFeed
from amur.screen import screen
from amur.settings import Settings
from ingest.records import Feed
from warehouse.records import BatchKind, LoadReport


class RunReport(msgspec.Struct, frozen=True, kw_only=True):
    """What one pass did: the closing table's numbers, and the feeds that failed with their reasons."""

    batch_id: str
    feeds: int
    failed: tuple[tuple[str, str], ...]
    entries: int
    kept: int
    relevant: int
    load: LoadReport
    delivery: Delivery | None = None

    @property
    def every_feed_failed(self) -> bool:
        """True when feeds were polled and none answered."""
        return self.feeds > 0 and len(self.failed) == self.feeds


def run(
    settings: Settings,
    feeds: Sequence[Feed],
    *,
    kind: BatchKind = "run",
    every: bool = False,
    progress: Progress | None = None,
    clock: Clock = real_clock,
) -> list[RunReport]:
    """Finish what killed runs left, then make one pass over the feeds that are due; a report for each batch."""
    reports = [finish(path, settings, progress, clock) for path in mend.left(settings.batches)]
    path = plan(settings, feeds, now=clock(), kind=kind, every=every)
    return [*reports, finish(path, settings, progress, clock)]


def finish(path: Path, settings: Settings, progress: Progress | None = None, clock: Clock = real_clock) -> RunReport:
    """Do what is still undone of a planned batch: poll, screen, read, analyse, load, publish, alert."""
    progress = progress or Silent()
    shards = batch.shards(path)

    progress.begin("poll", _planned(shards))
    poll(shards, settings, progress, clock)
    feeds, failed = _polled(shards)
    answered = "every feed answered" if feeds else "no feed was due"
    progress.end("poll", f"{len(failed)} failed" if failed else answered)

    progress.begin("screen", None)
    screened = [screen(shard, settings) for shard in shards]
    kept = sum(item.verdict == "keep" for rows in screened for item in rows)
    progress.end("screen", f"{kept} kept of {sum(map(len, screened))} new or changed entries")

    progress.begin("read", kept)
    read(shards, settings, progress, clock)
    progress.end("read", f"{kept} articles")

    progress.begin("analyse", kept)
    analyses = [analysis for shard in shards for analysis in analyse(shard, settings, progress)]
    relevant = sum(analysis.relevant for analysis in analyses)
    progress.end("analyse", f"{relevant} relevant")

    progress.begin("load", 1)
    report = load(path, settings, now=clock())
    progress.end("load", f"{report.figures} figures, {report.agreements_new} new agreements")

    progress.begin("alert", None)
    delivery = deliver(settings, clock=clock)
    progress.end("alert", f"{delivery.sent} sent")
    return RunReport(
        batch_id=path.name,
        feeds=feeds,
        failed=failed,
        entries=sum(map(len, screened)),
        kept=kept,
        relevant=relevant,
        load=report,
        delivery=delivery,
    )


def shard_steps(shard: Path, settings: Settings) -> None:
    """All that one shard needs before the load: what a mapped task does."""
    poll([shard], settings)
    screen(shard, settings)
    read([shard], settings)
    analyse(shard, settings)


def _planned(shards: Sequence[Path]) -> int:
    return sum(sum(1 for _ in batch.read(shard / "plan.jsonl.gz", PlannedFeed)) for shard in shards)


def _polled(shards: Sequence[Path]) -> tuple[int, tuple[tuple[str, str], ...]]:
    """How many feeds were polled, and those that failed with their reasons."""
    count, failed = 0, []
    for made in (made for shard in shards for made in polls_of(shard)):
        count += 1
        if made.outcome in ("soft_failure", "hard_failure"):
            failed.append((made.feed_id, made.error or made.outcome))
    return count, tuple(failed)
