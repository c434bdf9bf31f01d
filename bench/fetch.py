"""How fast we poll: first and second poll of 1,000 feeds beside the `reader` library, and how the time grows.

    python -m bench.fetch                        # our numbers, 100 to 10,000 feeds
    AMUR_BENCH_READER=PYTHON python -m bench.fetch   # with `reader`, from an environment of its own

Every run is a process of its own against one local server, so memory and caches are its own too.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.feed_site import ITEMS, urls
from ingest.records import Feed

SIZES = (100, 300, 1_000, 3_000, 10_000)
_PEER = """
import json, resource, sys, tempfile, time
from reader import make_reader
urls = json.load(sys.stdin)
with tempfile.TemporaryDirectory() as folder:
    reader = make_reader(folder + "/db.sqlite")
    for url in urls:
        reader.add_feed(url)
    times = []
    for _ in range(2):
        began, busy = time.perf_counter(), time.process_time()
        reader.update_feeds(workers=int(sys.argv[1]), scheduled=False)
        times += [time.perf_counter() - began, time.process_time() - busy]
    entries = reader.get_entry_counts().total
    print(json.dumps([*times, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, entries]))
"""


@contextmanager
def site() -> Iterator[int]:
    """The server's port, while it runs in a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", "bench.feed_site"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def _feeds(addresses: list[str]) -> list[Feed]:
    return [
        Feed(id=str(n), url=url, publisher="P", country="RU", language="en", timezone="Europe/Moscow")
        for n, url in enumerate(addresses)
    ]


async def two_polls(addresses: list[str]) -> tuple[list[float], int]:
    """Seconds of the first and the second poll, each with those of a core that it took, and the entries they gave."""
    from datetime import UTC, datetime

    from ingest.archive import Archive
    from ingest.fetch import Fetcher, FetchSettings
    from ingest.identity import identify
    from ingest.poll import poll
    from ingest.read_feed import read_feed
    from ingest.records import FeedState

    feeds = _feeds(addresses)
    states: dict[str, FeedState] = {}
    settings = FetchSettings(allow_networks=("127.0.0.0/8",), per_host_spacing_s=0.0, concurrency=64)
    times, entries = [], 0
    for _ in range(2):
        began, busy = time.perf_counter(), time.process_time()
        with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "raw.warc.gz") as archive:
            async with Fetcher(settings) as fetcher:
                async for result in poll(
                    feeds,
                    states,
                    fetcher=fetcher,
                    now=lambda: datetime.now(UTC),
                    reader=read_feed,
                    identify=identify,
                    archive=archive,
                ):
                    assert result.poll.state is not None
                    states[result.poll.feed_id] = result.poll.state
                    entries += len(result.entries)
        times += [time.perf_counter() - began, time.process_time() - busy]
    return times, entries


def two_steps(addresses: list[str]) -> tuple[list[float], int]:
    """The same of the step of `amur run`: shards of a batch, what they gave in its files."""
    from datetime import UTC, datetime

    from amur import batch
    from amur.plan import by_host
    from amur.poll import poll, polls_of
    from amur.records import PlannedFeed
    from amur.settings import Settings
    from ingest.records import FeedState

    feeds = _feeds(addresses)
    states: dict[str, FeedState | None] = {}
    times, entries = [], 0
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), allow_networks="127.0.0.0/8", per_host_spacing_s=0.0)
        for _ in range(2):
            path = batch.create(settings.batches, "run", datetime.now(UTC))
            batch.write(path / "feeds.jsonl.gz", feeds)
            for number, group in enumerate(by_host(feeds, settings.shard_size)):
                planned = (PlannedFeed(feed=feed, state=states.get(feed.id)) for feed in group)
                batch.write(path / f"shard-{number:03}" / "plan.jsonl.gz", planned)
            states.clear()  # a run holds them in its files only
            began, busy = time.perf_counter(), time.process_time()
            poll(batch.shards(path), settings)
            times += [time.perf_counter() - began, time.process_time() - busy]
            for made in (made for shard in batch.shards(path) for made in polls_of(shard)):
                states[made.feed_id] = made.state
                entries += made.entries_new
    return times, entries


def ours(addresses: list[str], how: str = "--one") -> list[float]:
    """Seconds and core seconds of the first and the second poll, memory MB, entries: of a process that polls twice."""
    return _run([sys.executable, "-m", "bench.fetch", how], addresses)


def peer(python: str, addresses: list[str], workers: int) -> list[float]:
    """The same of `reader`."""
    return _run([python, "-c", _PEER, str(workers)], addresses)


def _run(command: list[str], addresses: list[str]) -> list[float]:
    done = subprocess.run(command, input=json.dumps(addresses), capture_output=True, text=True, check=True)
    return [float(number) for number in json.loads(done.stdout.splitlines()[-1])]


def main() -> None:
    """Print the table."""
    if sys.argv[1:] in (["--one"], ["--step"]):
        addresses = json.load(sys.stdin)
        times, entries = asyncio.run(two_polls(addresses)) if "--one" in sys.argv else two_steps(addresses)
        memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps([*times, memory_mb, entries]))
        return
    sizes = [int(text) for text in sys.argv[1:]] or list(SIZES)
    print("| feeds | poller | first poll s | core s | second poll s | core s | memory MB |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    with site() as port:
        for size in sizes:
            _row(size, "amur", ours(urls(port, size)))
            _row(size, "amur, the step of a run", ours(urls(port, size), "--step"))
            python = os.environ.get("AMUR_BENCH_READER")
            if python and size <= 1_000:
                _row(size, "reader, 20 workers", peer(python, urls(port, size), 20))


def _row(size: int, name: str, numbers: list[float]) -> None:
    *seconds, memory_mb, entries = numbers
    assert entries == size * ITEMS, f"{name} lost entries: {entries} of {size * ITEMS}"
    print(f"| {size:,} | {name} | {' | '.join(f'{s:.2f}' for s in seconds)} | {memory_mb:.0f} |", flush=True)


if __name__ == "__main__":
    main()
