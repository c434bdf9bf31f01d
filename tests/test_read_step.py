"""The read step of a run: the pages of all shards at the same time, by leave of each site and at its pace."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from fault_server import HOSTS, Answer, FaultServer
from poller import START

from amur import batch
from amur.analyse import analyse_all
from amur.read import read
from amur.records import ReadArticle, ScreenedEntry
from amur.settings import Settings
from ingest.page import read_page
from ingest.records import Entry, Page
from transform.analyse import analyse
from transform.records import Analysis, Article

PROSE = "<p>Trade between the two regions grew by a tenth, the customs house said on Tuesday in a long statement.</p>"
PAGE = Answer(body=f"<html><body><article>{PROSE * 8}</article></body></html>", content_type="text/html")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def screened(home: Path, *groups: list[str]) -> list[Path]:
    """The shards of a new batch; each of a group's URLs is the page of a kept entry."""
    path = batch.create(home / "batches", "run", START)
    for number, urls in enumerate(groups):
        entries = (
            ScreenedEntry(
                entry=Entry(entry_id=url, feed_id=f"feed {number}", url=url, title=f"Story at {url}", summary="Lead."),
                publisher="Test", country="RU", content="page", verdict="keep",
            )
            for url in urls
        )  # fmt: skip
        batch.write(path / f"shard-{number:03}/screened.jsonl.gz", entries)
    return batch.shards(path)


def polite(home: Path, spacing_s: float = 0.0) -> Settings:
    return Settings(home=home, allow_networks="127.0.0.0/8", per_host_spacing_s=spacing_s, retries=0)


def articles(shard: Path) -> list[ReadArticle]:
    return list(batch.read(shard / "articles.jsonl.gz", ReadArticle))


def apart(server: FaultServer, host: str) -> list[float]:
    """Seconds between the requests that a host got."""
    times = [visit.at for visit in server.visits() if visit.host == host]
    return [later - earlier for earlier, later in itertools.pairwise(times)]


def test_pages_of_all_shards_are_read_at_the_same_time_with_each_hosts_spacing(
    server: FaultServer, tmp_path: Path
) -> None:
    groups = [[server.on(f"/{n}", PAGE, host=host) for n in range(3)] for host in HOSTS[:4]]
    shards = screened(tmp_path, *groups)
    read(shards, polite(tmp_path, 0.2), clock=lambda: START)
    assert [[made.text_source for made in articles(shard)] for shard in shards] == [["page"] * 3] * 4
    for host in HOSTS[:4]:
        assert min(apart(server, host)) >= 0.1
    visits = {host: [visit.at for visit in server.visits() if visit.host == host] for host in HOSTS[:4]}
    assert max(map(min, visits.values())) < min(map(max, visits.values()))  # no shard waited for another to end


def test_a_host_that_pages_of_several_shards_are_on_keeps_its_spacing_and_is_asked_for_leave_once(
    server: FaultServer, tmp_path: Path
) -> None:
    groups = [[server.on(f"/{number}", PAGE)] for number in range(4)]
    read(screened(tmp_path, *groups), polite(tmp_path, 0.2), clock=lambda: START)
    assert len(server.visits("/robots.txt")) == 1
    assert len(apart(server, HOSTS[0])) == 4
    assert min(apart(server, HOSTS[0])) >= 0.1


def test_a_shard_that_was_read_is_not_read_again_and_a_killed_one_leaves_no_articles(
    server: FaultServer, tmp_path: Path
) -> None:
    shards = screened(tmp_path, [server.on("/one", PAGE)], [server.on("/other", PAGE)], [])
    read(shards[:1], polite(tmp_path), clock=lambda: START)

    def dies() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(shards, polite(tmp_path), clock=dies)  # type: ignore[arg-type]
    assert not articles(shards[1])
    read(shards, polite(tmp_path), clock=lambda: START)
    assert [len(articles(shard)) for shard in shards] == [1, 1, 0]
    assert len(server.visits("/one")) == 1


TITLE = "Uralmet orders excavators from Longsheng of Harbin"
LEAD = (
    "Russian steelmaker Uralmet signed a contract with Longsheng Machinery for forty excavators worth 310 million yuan."
)
SORRY = (
    "Sorry, the page that you are looking for could not be found. It may have been moved or removed by our editors. "
    "Please use the search form, or return to the front page and read what readers liked best this evening."
)
OTHER = "Soybean shipments through Manzhouli doubled within twelve months, according to railway officials there. " * 4


def told_by_feed(home: Path, url: str) -> list[Path]:
    (shard,) = screened(home, [url])
    (item,) = batch.read(shard / "screened.jsonl.gz", ScreenedEntry)
    entry = msgspec.structs.replace(item.entry, title=TITLE, summary=LEAD)
    batch.write(shard / "screened.jsonl.gz", [msgspec.structs.replace(item, entry=entry)])
    return [shard]


def page_of(text: str) -> Answer:
    return Answer(body=f"<html><body><article><p>{text}</p></article></body></html>", content_type="text/html")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (page_of(SORRY), "it has nothing of what the feed tells"),
        (Answer(status=302, headers={"Location": "/"}), "it leads to the front page"),
    ],
)
def test_what_a_site_shows_in_place_of_an_article_is_not_taken_for_it(
    server: FaultServer, tmp_path: Path, answer: Answer, why: str
) -> None:
    server.on("/", page_of(OTHER))
    shards = told_by_feed(tmp_path, server.on("/2025/deal.html", answer))
    read(shards, polite(tmp_path), clock=lambda: START)
    (made,) = articles(shards[0])
    assert (made.article.text, made.text_source, made.again) == (LEAD, "summary", True)
    assert made.remark == f"the page is not this article: {why}"


def test_a_page_that_breaks_off_is_kept_and_asked_for_again(server: FaultServer, tmp_path: Path) -> None:
    whole = page_of(f"{LEAD} {OTHER}</p><p>{OTHER}</p><p>{OTHER}")
    cut = replace(whole, cut=len(whole.body) // 2)
    shards = told_by_feed(tmp_path, server.on("/2025/deal.html", cut))
    read(shards, polite(tmp_path), clock=lambda: START)
    (made,) = articles(shards[0])
    assert made.article.text.startswith(LEAD)
    assert made.again
    assert "the page is not all there: connection closed after" in made.remark


@pytest.mark.parametrize(("status", "again"), [(202, True), (403, True), (404, True), (410, False), (451, False)])
def test_a_page_that_is_refused_today_is_asked_for_again_and_one_that_is_gone_is_not(
    server: FaultServer, tmp_path: Path, status: int, again: bool
) -> None:
    (shard,) = screened(tmp_path, [server.on("/deal", Answer(body=PAGE.body, status=status))])
    read([shard], polite(tmp_path), clock=lambda: START)
    (made,) = articles(shard)
    assert (made.text_source, made.again) == ("summary", again)


def test_a_page_that_trips_the_reader_harms_no_other(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(body: bytes, **more: Any) -> Page:
        if more["url"].endswith("/1"):
            raise RuntimeError("no page has been like this one")
        return read_page(body, **more)

    monkeypatch.setattr("amur.read.read_page", trips)
    (shard,) = screened(tmp_path, [server.on(f"/{n}", PAGE) for n in (1, 2)])
    read([shard], polite(tmp_path), clock=lambda: START)
    tripped, good = articles(shard)
    assert (tripped.text_source, good.text_source) == ("summary", "page")
    assert tripped.again
    assert "no page has been like this one" in tripped.remark


def test_an_article_that_trips_the_reader_is_kept_without_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(article: Article) -> Analysis:
        if article.id == "1":
            raise RuntimeError("no text has been like this one")
        return analyse(article)

    monkeypatch.setattr("amur.analyse.analyse_article", trips)
    both = [Article(id=one, title="", text="Rosneft and CNPC signed a contract in Harbin.") for one in ("1", "2")]
    tripped, good = analyse_all(both, polite(tmp_path))
    assert (tripped.id, tripped.relevant, len(good.agreements)) == ("1", False, 1)
    assert "no text has been like this one" in tripped.reasons[0]


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("paywall", "Trade grew by a tenth. Subscribe to continue reading. Already a subscriber? Log in to read."),
        ("consent", "Before you continue: we use cookies to show you what we think that you like to see here."),
        ("captcha", "Checking your browser before accessing the site. Are you human? Solve the captcha."),
        ("empty", ""),
    ],
)
def test_a_wall_is_never_taken_for_the_article_and_its_title_and_lead_stay(
    server: FaultServer, tmp_path: Path, kind: str, says: str
) -> None:
    body = f"<html><body><main><p>{says}</p></main></body></html>"
    (shard,) = screened(tmp_path, [server.on("/wall", Answer(body=body, content_type="text/html"))])
    read([shard], polite(tmp_path), clock=lambda: START)
    (made,) = articles(shard)
    assert (made.article.text, made.text_source) == ("Lead.", "summary")
    assert made.remark == f"the page is no article: {kind}"
    assert made.again == (kind != "paywall")


@pytest.mark.parametrize("published", ["2026-12-01T16:03:00+00:00", "2026-12-01T16:00:00+00:00"])
def test_an_articles_days_are_its_outlets_not_those_of_utc(server: FaultServer, tmp_path: Path, published: str) -> None:
    """Just after midnight in Beijing it is the day before by UTC: "December 2" was last year's and told nobody."""
    entry = Entry(
        entry_id="1", feed_id="f", url=server.on("/deal", PAGE), title="签约", published_at=published,
        published_source="feed", content="中国北方粮食公司12月2日在哈尔滨与俄罗斯西伯利亚农业公司签署大豆供货合同。",
    )  # fmt: skip
    told = ScreenedEntry(
        entry=entry, publisher="Test", country="CN", content="feed", verdict="keep", timezone="Asia/Shanghai"
    )
    path = batch.create(tmp_path / "batches", "run", START)
    batch.write(path / "shard-000/screened.jsonl.gz", [told])
    read(batch.shards(path), polite(tmp_path), clock=lambda: START)
    [made] = articles(path / "shard-000")
    assert made.article.published is not None
    assert datetime.fromisoformat(made.article.published) == datetime.fromisoformat(published)
    [deal] = analyse(made.article, screen=False).agreements
    assert (deal.signed_on, deal.new) == ("2026-12-02", True)
