"""Load old material in silence: files of articles, crawls, folders of both, and batch folders of another home."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from amur import batch
from amur.analyse import analyse, chunks
from amur.errors import Refusal
from amur.identity import key, url_id
from amur.load import announce, take_in
from amur.poll import Clock, real_clock
from amur.progress import Progress, Silent
from amur.records import ReadArticle
from amur.settings import Settings
from ingest.backfill import Backfilled, articles_from
from ingest.errors import BackfillError
from transform.records import Article
from transform.screening.deal_relevance import may_tell_one
from transform.screening.screen import glance
from warehouse.records import LoadReport

#: Articles in one batch: large enough to load fast, small enough that a killed backfill loses little.
BATCH = 5_000
SUFFIXES = (".jsonl", ".ndjson", ".warc", ".jsonl.gz", ".ndjson.gz", ".warc.gz")


class BackfillReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a backfill did. `dropped` counts articles by why they were not kept; `problems` are bad lines in words."""

    files: int
    articles: int
    kept: int
    dropped: tuple[tuple[str, int], ...]
    problems: tuple[str, ...]
    loads: tuple[LoadReport, ...]


def backfill(
    paths: Sequence[Path], settings: Settings, progress: Progress | None = None, clock: Clock = real_clock
) -> BackfillReport:
    """Read every path, keep what may matter, load it in order of publication, publish once.

    It alerts nobody, but corrections by hand are told. Doing it twice changes nothing. Raises Refusal for a path that
    is not there or holds nothing to read.
    """
    progress = progress or Silent()
    folders, files = sources(paths)
    loads = [_load_folder(folder, settings, clock) for folder in folders]

    problems: list[BackfillError] = []
    dropped: Counter[str] = Counter()
    kept: dict[str, Backfilled] = {}
    progress.begin("screen", None)
    seen = 0
    for file in files:
        for item in articles_from(file, on_problem=problems.append, now=clock()):
            seen += 1
            progress.advance("screen")
            verdict = glance(item.title, item.text, item.language)
            if not verdict.relevant and not may_tell_one(item.title, item.text, item.language):
                dropped[verdict.reasons[0] if verdict.reasons else "no reason"] += 1
            elif kept.setdefault(_id(item), item) is not item:
                dropped["an article of the same url or id came before it"] += 1
    progress.end("screen", f"{len(kept)} kept of {seen}")

    in_order = sorted(kept.values(), key=lambda item: (item.published or "", item.origin))
    progress.begin("analyse", len(kept))
    for part in chunks(in_order, BATCH):
        path = _batch(part, settings, clock)
        analyse(batch.shards(path)[0], settings, progress)
        loads.append((path, take_in(path, settings, now=clock())))
    progress.end("analyse", f"{sum(report.articles_relevant for _, report in loads)} relevant")
    reports = announce(loads, settings, old_news=True, now=clock()) if loads else []
    return BackfillReport(
        files=len(files),
        articles=seen,
        kept=len(kept),
        dropped=tuple(dropped.most_common()),
        problems=tuple(str(problem) for problem in problems),
        loads=tuple(reports),
    )


def sources(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Batch folders and files among the paths and the folders below them, in order."""
    folders: list[Path] = []
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise Refusal(f"{path}: no such file or folder")
        if path.is_file():
            files.append(path)
            continue
        batches = sorted(found.parent for found in path.rglob("batch.json"))
        inside = [file for file in sorted(path.rglob("*")) if file.name.endswith(SUFFIXES)]
        own = [file for file in inside if not any(folder in file.parents for folder in batches)]
        if not batches and not own:
            raise Refusal(f"{path}: nothing to read in it (wanted: {', '.join(SUFFIXES)} or batch folders)")
        folders.extend(batches)
        files.extend(own)
    return folders, files


def _load_folder(folder: Path, settings: Settings, clock: Clock) -> tuple[Path, LoadReport]:
    """Take a batch of another home into ours and load it as a backfill."""
    told = batch.info(folder)
    ours = settings.batches / told.batch_id
    if ours.resolve() != folder.resolve():
        partial = settings.batches / f".{told.batch_id}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(folder, partial, ignore=shutil.ignore_patterns("loaded.json"))
        batch.write_json(partial / "batch.json", msgspec.structs.replace(told, kind="backfill"))
        shutil.rmtree(ours, ignore_errors=True)
        partial.rename(ours)
    for shard in batch.shards(ours):
        analyse(shard, settings)
    return ours, take_in(ours, settings, now=clock())


def _batch(part: list[Backfilled], settings: Settings, clock: Clock) -> Path:
    path = batch.create(settings.batches, "backfill", clock())
    batch.write(path / "shard-000" / "articles.jsonl.gz", _articles(part, clock().isoformat()))
    return path


def _id(item: Backfilled) -> str:
    return url_id(item.url) if item.url else key(f"backfill:{item.id}")


def _articles(part: list[Backfilled], now: str) -> Iterator[ReadArticle]:
    for item in part:
        yield ReadArticle(
            article=Article(
                id=_id(item),
                url=item.url,
                title=item.title,
                text=item.text,
                published=item.published,
                language=item.language,
                publisher=item.publisher,
            ),
            entry_id=None,
            feed_id=None,
            canonical_url=item.canonical_url,
            # a crawl tells when it fetched a page, which dates one that bears no day
            published_source="file" if item.published or not item.fetched_at else "fetched",
            fetched_at=item.fetched_at or now,
            content_hash=key(f"{item.title}\n{item.text}"),
            text_source="file",
            remark=item.origin,
        )
