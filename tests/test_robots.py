"""Pages are fetched by leave of robots.txt, at the pace it asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fault_server import Answer, FaultServer
from poller import LOOPBACK

from ingest.archive import Archive, read_warc
from ingest.fetch import Fetcher, FetchSettings
from ingest.pages import PageFetch, fetch_pages
from ingest.robots import Robots

RULES = "User-agent: *\nDisallow: /private/\n\nUser-agent: amur\nDisallow: /not-for-amur/\nCrawl-delay: 0.05\n"


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def robots_txt(server: FaultServer, body: str | bytes = RULES, **more) -> None:
    server.on("/robots.txt", Answer(body=body, content_type="text/plain", **more))


def pages(server: FaultServer, *paths: str, archive: Archive | None = None, **settings) -> dict[str, PageFetch]:
    async def main() -> dict[str, PageFetch]:
        async with Fetcher(FetchSettings(**(LOOPBACK | settings))) as fetcher:
            done = fetch_pages(
                [server.url(path) for path in paths], fetcher=fetcher, robots=Robots(fetcher), archive=archive
            )
            return {page.url.removeprefix(server.url("")): page async for page in done}

    return asyncio.run(main())


def test_what_robots_forbids_to_us_is_not_fetched_and_the_rest_is(server):
    robots_txt(server)
    for path in ("/a", "/not-for-amur/b", "/private/c"):
        server.on(path, Answer(body="<p>page</p>", content_type="text/html"))
    done = pages(server, "/a", "/not-for-amur/b", "/private/c", "/a")
    assert done["/a"].response is not None
    assert "robots.txt forbids" in (done["/not-for-amur/b"].error or "")
    assert not done["/not-for-amur/b"].again
    assert done["/private/c"].response is not None  # the group for everyone does not bind whoever has their own
    assert not server.visits("/not-for-amur/b")
    assert len(server.visits("/robots.txt")) == 1
    assert len(server.visits("/a")) == 1


def test_the_crawl_delay_spaces_requests(server):
    robots_txt(server)
    for n in range(4):
        server.on(f"/{n}", Answer(body="x"))
    pages(server, *(f"/{n}" for n in range(4)))
    times = sorted(visit.at for visit in server.visits() if visit.path != "/robots.txt")
    assert times[-1] - times[0] >= 3 * 0.05 * 0.7


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_file_allows_everything(server, status):
    robots_txt(server, "", status=status)
    server.on("/a", Answer(body="x"))
    assert pages(server, "/a")["/a"].response is not None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_unreachable_robots_file_forbids_everything_for_now(server, status):
    robots_txt(server, "", status=status)
    server.on("/a", Answer(body="x"))
    done = pages(server, "/a", retries=0)["/a"]
    assert "robots.txt is unreachable" in (done.error or "")
    assert done.again
    assert not server.visits("/a")


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><html><body>Disallow: /</body></html>",
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /other",
        b"\xff\xfe\x00junk",
        "",
    ],
)
def test_odd_robots_files_do_not_shut_us_out(server, body):
    robots_txt(server, body)
    server.on("/a", Answer(body="x"))
    assert pages(server, "/a")["/a"].response is not None


def test_a_huge_robots_file_is_read_as_far_as_the_standard_asks(server):
    robots_txt(server, "User-agent: *\nDisallow: /no\n" + "# filler\n" * 200_000)
    server.on("/no", Answer(body="x"))
    assert "forbids" in (pages(server, "/no")["/no"].error or "")


def test_each_page_has_its_answer_or_its_reason_and_answers_are_kept(server, tmp_path):
    server.on("/gone", Answer(status=410))
    server.on("/busy", Answer(status=503, headers={"Retry-After": "9"}))
    server.on("/good", Answer(body="<p>好</p>", content_type="text/html"))
    with Archive(tmp_path / "pages.warc.gz") as archive:
        done = pages(server, "/gone", "/busy", "/good", archive=archive)
    assert "HTTP 410" in (done["/gone"].error or "")
    assert not done["/gone"].again
    assert done["/busy"].again
    assert done["/good"].response is not None
    assert [kept.url for kept in read_warc(tmp_path / "pages.warc.gz")] == [server.url("/good")]


def test_sitemaps_named_in_robots_are_told(server):
    robots_txt(server, "Sitemap: https://a.example/news.xml\n")

    async def main() -> tuple[str, ...]:
        async with Fetcher(FetchSettings(**LOOPBACK)) as fetcher:
            return await Robots(fetcher).sitemaps(server.url("/x"))

    assert asyncio.run(main()) == ("https://a.example/news.xml",)
