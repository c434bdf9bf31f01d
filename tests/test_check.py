"""`amur feeds check`'s engine: what is said of feeds that are well, ill, moved, doubled or gone."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fault_server import Answer, FaultServer
from poller import LOOPBACK, START, feed, item, numbered, rss

from ingest.check import FeedCheck, check_feeds
from ingest.fetch import Fetcher, FetchSettings
from ingest.records import Feed


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def check(*feeds: Feed) -> dict[str, FeedCheck]:
    async def main() -> dict[str, FeedCheck]:
        async with Fetcher(FetchSettings(**(LOOPBACK | {"retries": 0}))) as fetcher:
            return {found.feed_id: found async for found in check_feeds(feeds, fetcher, now=lambda: START)}

    return asyncio.run(main())


def only(feed: Feed) -> FeedCheck:
    return check(feed)[feed.id]


def test_a_healthy_feed_needs_nothing(server):
    found = only(feed(server.on("/f", Answer(body=numbered(3, 2, 1), headers={"ETag": '"1"'}))))
    assert (found.reachable, found.kind, found.encoding, found.items) == (True, "rss", "utf-8", 3)
    assert found.guid_quality == "good"
    assert found.newest_age_s == timedelta(hours=45).total_seconds()
    assert found.advice == ()


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(status=404), "HTTP 404"),
        (Answer(body="<html><body>hello</body></html>"), "is no feed"),
        (Answer(body=rss()), "holds no item"),
        (Answer(body=rss(item(1, date=START - timedelta(days=400)))), "400 days old"),
        (Answer(body=rss("<item><title>A</title><link>https://a.example/</link></item>")), "tells no dates"),
        (Answer(body=numbered(1)), "no validators"),
        (Answer(body=numbered(*range(9)), cut=1500), "cut off"),
        (Answer(body=rss(item(1), "<item></item>")), "1 items can't be used"),
        (Answer(raw=b"junk\r\n\r\n"), "can't be reached now"),
    ],
)
def test_what_is_wrong_is_said(server, answer, says):
    found = only(feed(server.on("/f", answer)))
    assert any(says in advice for advice in found.advice), found.advice


def test_moved_and_doubled_feeds_are_told_where_to(server):
    server.on("/new", Answer(body=numbered(1)))
    server.on("/old", Answer(status=301, headers={"Location": "/new"}))
    assert any(f"write {server.url('/new')}" in advice for advice in only(feed(server.url("/old"))).advice)
    both = check(feed(server.url("/old"), "old"), feed(server.url("/new"), "new"))
    assert any("leads to the feed 'new'" in advice for advice in both["old"].advice)


@pytest.mark.parametrize("quality", ["missing", "repeated", "changing"])
def test_guids_are_judged_on_two_fetches(server, quality):
    salt = itertools.count()

    def answer(_: object) -> Answer:
        guids = {"missing": "", "repeated": "same", "changing": f"{next(salt)}-{{n}}"}[quality]
        items = (item(n, guid=guids.format(n=n) or "#").replace("<guid>#</guid>", "") for n in range(4))
        return Answer(body=rss(*items))

    found = only(feed(server.on("/f", answer)))
    assert found.guid_quality == quality
    assert any(f"GUIDs are {quality}" in advice for advice in found.advice)


def test_pages_that_robots_forbids_are_noticed(server):
    server.on("/robots.txt", Answer(body="User-agent: *\nDisallow: /news/", content_type="text/plain"))
    url = server.on("/f", Answer(body=rss(f"<item><title>A</title><link>{server.url('/news/1')}</link></item>")))
    found = only(feed(url))
    assert found.robots == "robots.txt forbids it"
    assert any('set content = "feed"' in advice for advice in found.advice)


def test_a_private_address_is_said_to_be_the_reason():
    found = only(feed("http://10.0.0.1/feed"))
    assert not found.reachable
    assert "private" in found.advice[0]
