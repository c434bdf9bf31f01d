"""The way back from a fact to what the site sent: the batch that read the article, its archive, the raw response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from amur import batch
from amur.records import ReadArticle
from amur.settings import Settings
from ingest.archive import ArchivedResponse, last_kept


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where an article's text came from. `response` is None where no raw response is kept: `missing` says why."""

    batch_id: str
    fetched_at: datetime | None
    archive: Path | None = None
    response: ArchivedResponse | None = None
    missing: str = ""


def origin(settings: Settings, article_id: str, versions: Sequence[Mapping[str, Any]]) -> Origin:
    """The raw response that the newest of `versions` was read from (rows of `web_source.sql`, newest first).

    A reading with newer rules has a batch of its own, without responses: the batch that fetched this text is sought.
    """
    newest = versions[0]
    for version in versions:
        if version["content_hash"] == newest["content_hash"]:
            found = _in_batch(settings.batches / version["batch_id"], article_id, version)
            if found.response is not None:
                return found
    return _in_batch(settings.batches / newest["batch_id"], article_id, newest)


def _in_batch(folder: Path, article_id: str, version: Mapping[str, Any]) -> Origin:
    told = Origin(batch_id=folder.name, fetched_at=version["fetched_at"])
    if not folder.is_dir():
        return msgspec.structs.replace(told, missing=f"the batch's folder {folder} is not there any more")
    for shard in batch.shards(folder):
        for item in batch.read(shard / "articles.jsonl.gz", ReadArticle):
            if item.article.id == article_id and item.content_hash == version["content_hash"]:
                return _kept(told, shard, item)
    return msgspec.structs.replace(told, missing=f"the batch's folder {folder} does not hold the article")


def _kept(told: Origin, shard: Path, item: ReadArticle) -> Origin:
    """The page's response for a text off the page, the feed's for one that the feed carried."""
    if item.text_source == "file":
        return msgspec.structs.replace(told, missing=f"it came in by a backfill, from {item.remark}")
    off_page = item.text_source == "page"
    archive = shard / ("pages.warc.gz" if off_page else "feeds.warc.gz")
    response = last_kept(archive, **({"url": item.article.url} if off_page else {"feed_id": item.feed_id}))
    if response is None:
        return msgspec.structs.replace(told, missing=f"{archive} holds no response for it")
    return msgspec.structs.replace(told, archive=archive, response=response)
