"""Pages are fetched by leave of robots.txt, at the pace it asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fault_server import HOSTS, Answer, FaultServer
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
    assert times[-1] - times[0] >= 3 * 0.05 * 0.95


@pytest.mark.parametrize("asked", ["Crawl-delay: 86400", "Request-rate: 1/3600s"])
def test_a_delay_of_hours_is_capped_at_half_a_minute(server, asked):
    robots_txt(server, f"User-agent: *\n{asked}\n")

    async def main() -> float:
        async with Fetcher(FetchSettings(**LOOPBACK)) as fetcher:
            return (await Robots(fetcher).verdict(server.url("/a"))).crawl_delay_s

    assert asyncio.run(main()) == 30.0


def leads_to(server: FaultServer, path: str, host: str = HOSTS[1]) -> Answer:
    return Answer(status=302, headers={"Location": server.url(path, host)})


def test_a_page_that_redirects_to_another_host_is_fetched_by_leave_of_that_host(server):
    robots_txt(server, "User-agent: *\nAllow: /\n")
    server.on("/robots.txt", Answer(body=RULES), host=HOSTS[1])
    server.on("/good", leads_to(server, "/there"))
    server.on("/bad", leads_to(server, "/not-for-amur/there"))
    server.on("/there", Answer(body="x"), host=HOSTS[1])
    server.on("/not-for-amur/there", Answer(body="x"), host=HOSTS[1])
    done = pages(server, "/good", "/bad")
    assert done["/good"].response is not None
    assert "robots.txt forbids" in (done["/bad"].error or "")
    assert HOSTS[1] in (done["/bad"].error or "")
    assert not server.visits("/not-for-amur/there")
    assert [visit.host for visit in server.visits("/robots.txt")] == list(HOSTS[:2])


def test_a_page_that_redirects_within_its_host_is_asked_for_again(server):
    robots_txt(server)
    server.on("/a", leads_to(server, "/not-for-amur/b", HOSTS[0]))
    server.on("/not-for-amur/b", Answer(body="x"))
    assert "robots.txt forbids" in (pages(server, "/a", per_host_concurrency=1)["/a"].error or "")
    assert not server.visits("/not-for-amur/b")


def test_the_crawl_delay_of_a_host_behind_redirects_spaces_the_requests_to_it(server):
    server.on("/robots.txt", Answer(body="User-agent: *\nCrawl-delay: 0.1\n"), host=HOSTS[1])
    for n in range(4):
        server.on(f"/{n}", leads_to(server, f"/{n}"), host=HOSTS[0])
        server.on(f"/{n}", Answer(body="x"), host=HOSTS[1])
    pages(server, *(f"/{n}" for n in range(4)))
    times = sorted(visit.at for visit in server.visits() if visit.host == HOSTS[1] and visit.path != "/robots.txt")
    assert len(times) == 4
    assert times[-1] - times[0] >= 3 * 0.1 * 0.7


def test_hosts_whose_robots_files_and_pages_redirect_to_each_other_do_not_wait_for_ever(server):
    for here, there in ((HOSTS[0], HOSTS[1]), (HOSTS[1], HOSTS[0])):
        server.on("/robots.txt", leads_to(server, "/robots-of-both", there), host=here)
        server.on("/a", leads_to(server, "/b", there), host=here)
    server.on("/robots-of-both", Answer(body="User-agent: *\nDisallow:\n"))
    server.on("/b", Answer(body="x"))
    assert pages(server, "/a", per_host_concurrency=1, deadline_s=3.0)["/a"].response is not None


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
