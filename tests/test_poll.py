"""What a poll concludes and remembers: intervals, hints, backoff, staleness, order; one feed harms no other."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import random
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from fault_server import HOSTS, Answer, FaultServer, Visit
from hypothesis import given
from hypothesis import strategies as st
from poller import LOOPBACK, START, Poller, feed, item, numbered, rss, titles

import ingest.poll
from ingest.archive import read_warc
from ingest.fetch import Fetcher, FetchSettings, Response
from ingest.hosts import Hosts
from ingest.identity import identify
from ingest.lanes import in_lanes
from ingest.plan import PlanSettings, due, learned_interval, moment, retry_delay, stamp
from ingest.poll import LARGE_BODY, poll
from ingest.read_feed import read_feed
from ingest.records import FeedState

ONE = feed("http://a.example/feed")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def state(**more) -> FeedState:
    return FeedState(**({"feed_id": "one", "declared_url": ONE.url, "first_polled_at": stamp(START)} | more))


def test_never_polled_feeds_come_first_then_the_longest_overdue():
    feeds = [feed(f"http://a.example/{n}", n) for n in ("later", "new", "overdue", "just")]
    states = {
        name: state(
            feed_id=name, declared_url=f"http://a.example/{name}", next_poll_at=stamp(START + timedelta(hours=h))
        )
        for name, h in (("later", 1), ("overdue", -5), ("just", 0))
    }
    assert [one.id for one in due(feeds, states, START)] == ["new", "overdue", "just"]


def test_another_url_in_the_feeds_file_starts_afresh(server):
    poller = Poller(feed(server.on("/a", Answer(body=numbered(1), headers={"ETag": '"a"'}))))
    poller.poll()
    poller.feeds = (feed(server.on("/b", Answer(body=numbered(2, 1)))),)
    assert due(poller.feeds, poller.states, START) == list(poller.feeds)
    result = poller.poll()
    assert "if-none-match" not in server.visits("/b")[0].headers
    assert titles(result.entries) == ["Trade story number 2"]  # its entries are still known


def test_the_interval_follows_the_rate_of_news_within_bounds():
    plan = PlanSettings()
    busy = learned_interval(ONE, state(new_per_hour=30.0, window_size=30, interval_s=3600), plan)
    calm = learned_interval(ONE, state(new_per_hour=0.05, window_size=30, interval_s=3600), plan)
    assert busy < 3600 < calm
    interval, steps = 3600, 0
    while (
        after := learned_interval(ONE, state(new_per_hour=30.0, window_size=30, interval_s=interval), plan)
    ) != interval:
        interval, steps = after, steps + 1
    assert interval == 900  # a quarter of what is declared
    assert steps > 1  # one busy hour is no habit
    dead = learned_interval(ONE, state(new_per_hour=0.0, window_size=30, interval_s=86_400), plan)
    assert dead == plan.max_interval_s


@given(
    st.one_of(st.none(), st.floats(0, 10_000)), st.integers(60, 30 * 86_400), st.integers(0, 500),
    st.one_of(st.none(), st.integers(1, 10**9)), st.booleans(),
)  # fmt: skip
def test_an_interval_always_lies_in_its_bounds(rate, declared, window, hint, missed):
    one = msgspec.structs.replace(ONE, interval_s=declared)
    plan = PlanSettings()
    seconds = learned_interval(one, state(new_per_hour=rate, window_size=window, hint_s=hint), plan, missed=missed)
    assert min(declared, plan.min_interval_s) <= seconds <= max(declared, plan.max_interval_s)


@given(st.integers(1, 10_000), st.booleans(), st.integers(60, 30 * 86_400))
def test_backoff_grows_and_never_becomes_never(failures, hard, declared):
    one = msgspec.structs.replace(ONE, interval_s=declared)
    plan = PlanSettings()
    first, later = (retry_delay(one, n, plan, hard=hard) for n in (failures, failures + 1))
    assert 0 < first <= later <= plan.max_probe_s


@pytest.mark.parametrize(
    ("head", "headers", "hint"),
    [
        ("<ttl>120</ttl>", {}, 7200),
        ("", {"Cache-Control": "public, max-age=5400"}, 5400),
        ("<ttl>30</ttl>", {"Cache-Control": "max-age=5400"}, 5400),
        ("", {"Cache-Control": "max-age=soon, no-cache"}, None),
    ],
)
def test_the_publishers_wish_is_heard(server, head, headers, hint):
    poller = Poller(feed(server.on("/f", Answer(body=rss(item(1), head=head), headers=headers))))
    poller.poll()
    assert poller.state.hint_s == hint


def test_a_hint_delays_and_a_loss_overrides_it():
    plan = PlanSettings()
    eager = state(new_per_hour=20.0, window_size=30, interval_s=3600)
    hinted = msgspec.structs.replace(eager, hint_s=86_400)
    assert learned_interval(ONE, eager, plan) < learned_interval(ONE, hinted, plan) == 3600
    assert learned_interval(ONE, hinted, plan, missed=True) == 1800


def test_a_feed_whose_newest_item_is_old_is_called_stale_at_every_poll(server):
    old = item(1, date=START - timedelta(days=3270))
    poller = Poller(feed(server.on("/f", Answer(body=rss(old), headers={"ETag": '"1"'}), Answer(status=304))))
    for expected in ("ok", "not_modified"):
        result = poller.poll()
        assert result.poll.outcome == expected
        assert "stale: newest item 2017-12-11" in result.poll.notes


def test_soft_failures_back_off_and_one_success_forgets_them(server):
    url = server.on("/f", *[Answer(status=500)] * 6, Answer(body=numbered(1)))
    poller = Poller(feed(url), retries=0)
    waits = []
    for _ in range(3):
        now = poller.now
        assert poller.poll().poll.outcome == "soft_failure"
        waits.append(moment(poller.state.next_poll_at) - now)
    assert waits == sorted(waits)
    for _ in range(3):
        poller.poll()
    assert poller.poll().poll.outcome == "ok"
    assert poller.state.failures == 0


def test_one_busy_hour_does_not_make_the_rate_of_news():
    with FaultServer() as server:
        counts = [*range(1, 25), 44]
        url = server.on("/f", *(Answer(body=numbered(*range(count, -1, -1))) for count in counts))
        poller = Poller(feed(url))
        for _ in counts:
            poller.poll()
    assert 1 < poller.state.new_per_hour < 5


class Says:
    """A fetcher that has one answer."""

    def __init__(self, answer: Response) -> None:
        self.answer, self.settings, self.hosts = answer, FetchSettings(), Hosts()

    async def get(self, url: str, **_: object) -> Response:
        return self.answer


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_move_to_a_weaker_scheme_is_never_remembered(scheme):
    one, target = feed("https://a.example/f"), f"{scheme}://b.example/f"
    answer = Response(
        url=one.url, final_url=target, status=200, headers=(), body=numbered(1).encode(), redirects=((301, target),)
    )

    async def polled(state: FeedState | None) -> FeedState | None:
        states = {} if state is None else {one.id: state}
        results = poll([one], states, fetcher=Says(answer), now=START, reader=read_feed, identify=identify)
        (made,) = [result async for result in results]
        return made.poll.state

    after = None
    for _ in range(4):
        after = asyncio.run(polled(after))
    assert after.url == (target if scheme == "https" else None)


def test_reasons_are_for_people(server):
    feeds = [
        feed(server.on("/403", Answer(status=403)), "403"),
        feed(server.on("/410", Answer(status=410)), "410"),
        feed("http://127.0.0.1:1/", "closed"),
        feed(server.on("/302", Answer(status=302)), "302"),
        feed(server.on("/304", Answer(status=304)), "304"),
    ]
    results = Poller(*feeds, retries=0).poll_all()
    reasons = {feed_id: result.poll.error for feed_id, result in results.items()}
    assert reasons["403"] == "HTTP 403: the server refuses us (often a bot guard)"
    assert reasons["410"] == "HTTP 410: gone for good, says the server"
    assert reasons["closed"].startswith("no connection")
    assert reasons["302"] == "HTTP 302: a redirect without a target"
    assert reasons["304"] == "HTTP 304 although nothing conditional was asked"
    assert results["302"].poll.http_status == 302


def test_one_feed_that_trips_the_reader_harms_no_other(server):
    def trips(body, content_type, one, fetched_at, url):
        if one.id == "bad":
            raise RecursionError("too deep")
        return read_feed(body, content_type, one, fetched_at, url)

    feeds = [feed(server.on(f"/{name}", Answer(body=numbered(1))), name) for name in ("bad", "good")]

    async def main():
        async with Fetcher(FetchSettings(**LOOPBACK)) as fetcher:
            results = poll(feeds, {}, fetcher=fetcher, now=START, reader=trips, identify=identify)
            return {result.poll.feed_id: result.poll async for result in results}

    polls = asyncio.run(main())
    assert polls["good"].outcome == "ok"
    assert polls["bad"].outcome == "soft_failure"
    assert "RecursionError" in polls["bad"].error


def test_a_large_body_is_read_in_a_thread_and_its_failure_comes_back(server):
    threads = {}

    def noting(body, *rest):
        threads[len(body) > LARGE_BODY] = threading.current_thread() is threading.main_thread()
        return read_feed(body, *rest)

    feeds = [
        feed(server.on("/good", Answer(body=numbered(1))), "good"),
        feed(server.on("/bad", Answer(body="no" * LARGE_BODY)), "bad"),
    ]

    async def main():
        async with Fetcher(FetchSettings(**LOOPBACK)) as fetcher:
            results = poll(feeds, {}, fetcher=fetcher, now=START, reader=noting, identify=identify)
            return {result.poll.feed_id: result.poll async for result in results}

    polls = asyncio.run(main())
    assert polls["good"].entries_new == 1
    assert polls["bad"].error.startswith("not a feed")
    assert threads == {False: True, True: False}


def test_raw_answers_are_archived_once_for_each_new_body(server, tmp_path: Path):
    url = server.on("/f", Answer(body=numbered(1)), Answer(body=numbered(1)), Answer(body=numbered(2, 1)))
    poller = Poller(feed(url), archive=tmp_path / "raw.warc.gz")
    outcomes = [poller.poll().poll.outcome for _ in range(3)]
    assert outcomes == ["ok", "unchanged", "ok"]
    assert [kept.feed_id for kept in read_warc(tmp_path / "raw.warc.gz")] == ["one", "one"]


def test_gdelt_is_asked_once_in_five_seconds(server, monkeypatch):
    assert ingest.poll.GDELT_SPACING_S == 5.0
    monkeypatch.setattr(ingest.poll, "GDELT_SPACING_S", 0.2)
    said = Answer(body='{"articles": []}', content_type="application/json")
    lists = [server.on(f"/doc/{n}", said) for n in range(6)]
    Poller(*(feed(url, f"g{n}", kind="gdelt") for n, url in enumerate(lists))).poll_all()
    times = [visit.at for visit in server.visits()]
    assert len(times) == 6
    # What the service asks for is the least: jitter makes it longer, never shorter.
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.2 - 0.015


def test_gdelt_is_not_asked_again_within_the_five_seconds_after_a_failure(server):
    url = server.on("/doc/x", Answer(status=502))
    result = Poller(feed(url, kind="gdelt"), retries=2).poll()
    assert result.poll.outcome == "soft_failure"
    assert len(server.visits()) == 1


def test_a_slow_host_delays_its_own_feeds_only(server):
    server.on("/slow", Answer(body=numbered(1), delay_s=0.5))
    feeds = [feed(server.url("/slow", HOSTS[0]), "slow")]
    for n in range(20):
        server.on(f"/{n}", Answer(body=numbered(n)), host=HOSTS[1])
        feeds.append(feed(server.url(f"/{n}", HOSTS[1]), f"fast{n}"))
    results = Poller(*feeds).poll_all()
    assert list(results)[-1] == "slow"


def test_a_reader_that_leaves_early_leaves_nothing_running():
    started = []

    async def work(number: int) -> int:
        started.append(number)
        await asyncio.sleep(0)
        return number

    async def main() -> int:
        lanes = in_lanes(range(1000), host=lambda n: str(n % 10), work=work, per_host=2)
        async for number in lanes:
            first = number
            break
        await lanes.aclose()
        return first

    assert asyncio.run(main()) in range(10)
    assert len(started) < 1000


def test_what_work_raises_comes_out_of_the_lanes():
    async def work(number: int) -> int:
        if number == 3:
            raise ZeroDivisionError
        return number

    async def main() -> list[int]:
        return [number async for number in in_lanes(range(5), host=str, work=work)]

    with pytest.raises(ZeroDivisionError):
        asyncio.run(main())


def test_a_day_of_polls_loses_and_doubles_nothing(server):
    """Forty documents of 12 items: they come singly, in bursts, with edits, failures and truncations."""
    chance = random.Random(7)
    published = 12
    documents: list[Answer] = []
    shown: set[int] = set()
    for number in range(40):
        published += chance.choice([0, 0, 1, 1, 2, 5])
        window = range(published - 1, published - 13, -1)
        body = rss(
            *(item(n, title=f"Story {n}" + (" (updated)" if n % 9 == 0 and number > 20 else "")) for n in window)
        )
        shown |= set(window)
        fault = chance.random()
        if fault < 0.1:
            documents.append(Answer(status=chance.choice([500, 502, 403])))
        elif fault < 0.2:
            documents.append(Answer(body="<html>please wait</html>", headers={"ETag": '"wait"'}))
        elif fault < 0.3:
            documents.append(Answer(body=body, cut=len(body) * 2 // 3))
        documents.append(Answer(body=body, headers={"ETag": f'"{published}"'}))

    def answer(visit: Visit) -> Answer:
        now = documents[min(len(server.visits("/f")) - 1, len(documents) - 1)]
        etag = now.headers.get("ETag")
        if etag and visit.headers.get("if-none-match") == etag and now.status == 200:
            return Answer(status=304)
        return now

    poller = Poller(feed(server.on("/f", answer)), retries=0)
    new: list[str] = []
    for _ in documents:
        result = poller.poll(after=timedelta(minutes=36))
        new += [entry.entry_id for entry in result.entries if not entry.changed]
    assert len(new) == len(set(new)) == len(shown)
    assert sum(outcome.failures for outcome in poller.states.values()) == 0


def test_recorded_polls_of_real_feeds_lose_and_double_nothing(server, shared):
    """Eight feeds as they were seen 28 to 32 times over three days, replayed in order."""
    for folder in sorted((shared / "real" / "feeds" / "polls").iterdir()):
        bodies = [gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.gz"))]
        one = feed(server.on(f"/{folder.name}", *(Answer(body=body) for body in bodies)), timezone="Asia/Shanghai")
        poller = Poller(one)
        new: list[str] = []
        links: set[str | None] = set()
        for _ in bodies:
            result = poller.poll(after=timedelta(hours=2))
            assert result.poll.outcome in ("ok", "unchanged"), (folder.name, result.poll.error)
            new += [entry.entry_id for entry in result.entries if not entry.changed]
            links |= {entry.url for entry in result.entries}
        everything = {entry.url for body in bodies for entry in read_feed(body, None, one, START, one.url).entries}
        assert len(new) == len(set(new)) == len(links), folder.name
        assert links == everything, folder.name
