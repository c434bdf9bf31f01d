"""The sample site is a good copy of the real world: valid bytes, honest HTTP, two days that differ as told."""

from __future__ import annotations

import gzip
import http.client
import signal
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, get_args
from urllib.parse import urlsplit

import feedparser
import pytest

from amur.sample.corpus import Day, SampleFeed, read_articles, read_feeds
from amur.sample.expected import read_expected
from amur.sample.render import feed_path, page_path
from amur.sample.server import SampleSite
from amur.sample.site import VISITS
from transform.records import Status


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture
def site() -> Iterator[SampleSite]:
    with SampleSite() as served:
        yield served


def get(url: str, method: str = "GET", **headers: str) -> Answer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    asked = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), headers=asked)
    response = connection.getresponse()
    answer = Answer(response.status, dict(response.getheaders()), response.read())
    connection.close()
    return answer


def feed(name: str) -> SampleFeed:
    return next(feed for feed in read_feeds() if feed.id == name)


def items(site: SampleSite, name: str) -> dict[str, feedparser.FeedParserDict]:
    """The items of a feed by title."""
    return {entry.title: entry for entry in feedparser.parse(get(site.feed_url(feed(name))).body).entries}


def test_there_are_enough_articles_feeds_and_languages_and_half_matters_to_nobody() -> None:
    articles = read_articles(2)
    assert len(read_articles(1)) >= 45
    assert len(articles) >= 60
    assert {feed.language for feed in read_feeds()} == {"en", "ru", "zh"}
    assert {feed.format for feed in read_feeds()} == {"rss", "rss_full", "atom", "rdf", "sitemap"}
    assert {feed.encoding for feed in read_feeds()} == {"utf-8", "windows-1251", "gb18030"}
    irrelevant = sum(not article.head.relevant for article in articles)
    assert 0.4 <= irrelevant / len(articles) <= 0.6


def test_every_article_is_at_home_in_its_feed() -> None:
    feeds = {feed.id: feed for feed in read_feeds()}
    articles = read_articles(2)
    ids = {article.id for article in articles}
    for article in articles:
        owner = feeds[article.head.feed]
        assert article.id.startswith(owner.language), article.id
        assert set(article.head.also_in) <= feeds.keys()
        assert {block.text for block in article.blocks if block.kind == "read"} <= ids, article.id
        assert 2 <= len(article.paragraphs) <= 8, article.id
        assert bool(article.head.facts) == (article.head.relevant and article.head.copy_of is None), article.id
    paths = Counter(page_path(feeds[article.head.feed], article) for article in articles)
    assert max(paths.values()) == 1


def test_each_day_ends_after_its_last_article_and_begins_after_the_day_before() -> None:
    for article in read_articles(2):
        assert article.updated <= VISITS[2], article.id
        assert (article.head.published <= VISITS[1]) == (article.head.day == 1), article.id
    assert all(article.updated <= VISITS[1] for article in read_articles(1))


@pytest.mark.parametrize("day", [1, 2])
def test_every_feed_and_page_is_valid_in_the_encoding_that_it_declares(site: SampleSite, day: int) -> None:
    site.day = 1 if day == 1 else 2
    encodings = {feed.site: feed.encoding for feed in read_feeds()}
    for path in site.paths():
        resource = site.resource(path)
        assert resource is not None
        if path == "/robots.txt":
            continue
        encoding = encodings.get(path.split("/")[1], "utf-8")
        text = resource.body.decode(encoding)
        head = text[:400].lower()
        assert f'encoding="{encoding}"' in head or f'charset="{encoding}"' in head or f"charset={encoding}" in head
        assert "\ufffd" not in text
        assert "{{" not in text


@pytest.mark.parametrize("name", [feed.id for feed in read_feeds()])
def test_every_feed_is_well_formed_and_its_links_open(site: SampleSite, name: str) -> None:
    declared = feed(name)
    for day in (1, 2):
        site.day = 1 if day == 1 else 2
        answer = get(site.feed_url(declared))
        body = answer.body.decode(declared.encoding)
        root = ET.fromstring(body.partition("?>")[2].strip())
        if declared.format == "sitemap":
            links = [loc.text or "" for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        else:
            parsed = feedparser.parse(answer.body, response_headers={"content-type": answer.headers["Content-Type"]})
            assert not parsed.bozo, parsed.get("bozo_exception")
            links = [entry.link for entry in parsed.entries]
        expected = [a for a in read_articles(site.day) if name in (a.head.feed, *a.head.also_in)]
        assert len(links) == len(expected) >= 2
        for link in links:
            assert get(link).status == 200


def test_the_full_text_feed_carries_the_whole_text(site: SampleSite) -> None:
    entry = items(site, "delovaya-liniya")["Доля юаня в расчётах с Китаем превысила две трети"]
    assert "до 12 дней" in entry.content[0].value
    assert "до 12 дней" not in entry.summary


def test_pages_come_in_a_template_of_their_own_with_their_address_and_date(site: SampleSite) -> None:
    feeds = {feed.id: feed for feed in read_feeds()}
    skeletons = {}
    for article in read_articles(1):
        owner = feeds[article.head.feed]
        url = f"{site.base_url}{page_path(owner, article)}"
        html = get(url).body.decode(owner.encoding)
        assert f'<link rel="canonical" href="{url}"' in html
        assert article.head.published.isoformat() in html
        skeletons[owner.site] = html.partition("<body>")[2][:80]
    assert len(set(skeletons.values())) == len(skeletons) == 8


def test_the_server_answers_304_to_who_holds_the_version_by_tag_or_by_date(site: SampleSite) -> None:
    url = site.feed_url(feed("liaodong-daily"))
    first = get(url)
    by_tag = get(url, If_None_Match=f'"other", W/{first.headers["ETag"]}')
    by_date = get(url, If_Modified_Since=first.headers["Last-Modified"])
    assert (by_tag.status, by_tag.body, by_tag.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (by_date.status, by_date.body) == (304, b"")
    assert get(url, If_Modified_Since="yesterday").status == 200
    site.day = 2
    assert get(url, If_None_Match=first.headers["ETag"]).status == 200
    assert get(url, If_Modified_Since=first.headers["Last-Modified"]).status == 200


def test_the_server_compresses_when_asked_and_knows_what_it_sends(site: SampleSite) -> None:
    url = site.feed_url(feed("vostochny-vestnik"))
    plain, packed = get(url), get(url, Accept_Encoding="br, gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["Content-Type"] == "application/rss+xml"
    assert get(f"{site.base_url}/vestnik/").headers["Content-Type"] == "text/html; charset=windows-1251"
    head = get(url, method="HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(plain.body)))


def test_the_server_has_robots_a_404_and_a_log(site: SampleSite) -> None:
    robots = get(f"{site.base_url}/robots.txt")
    assert b"Disallow: /search" in robots.body
    assert get(f"{site.base_url}/liaodong/nothing.html").status == 404
    assert site.requests == [("GET", "/robots.txt", 200), ("GET", "/liaodong/nothing.html", 404)]


def test_the_feeds_file_lists_every_feed_of_the_site(site: SampleSite, tmp_path: Path) -> None:
    rows = tomllib.loads(site.feeds_file(tmp_path / "feeds.toml").read_text(encoding="utf-8"))["feed"]
    assert [row["id"] for row in rows] == [feed.id for feed in read_feeds()]
    assert {row["kind"] for row in rows} == {"feed", "sitemap"}
    for row in rows:
        assert row.keys() >= {"url", "publisher", "country", "language", "timezone", "interval", "content", "note"}
        assert get(row["url"]).status == 200


def test_the_index_leads_to_every_outlet_and_feed(site: SampleSite) -> None:
    index = get(f"{site.base_url}/").body.decode()
    for declared in read_feeds():
        assert f'href="{site.feed_url(declared)}"' in index
        assert get(f"{site.base_url}/{declared.site}/").status == 200


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_the_site_can_be_served_to_a_browser_from_a_shell() -> None:
    command = [sys.executable, "-m", "amur.sample", "--day", "2", "--port", "0"]
    # Where tests run in the background Ctrl-C is ignored, by the children too.
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=_heed_ctrl_c) as shell:
        assert shell.stdout is not None
        said = shell.stdout.readline()
        try:
            assert said.startswith("Day 2: http://127.0.0.1:")
            assert get(said.split()[2]).status == 200
        finally:
            shell.send_signal(signal.SIGINT)
        assert shell.wait(timeout=30) == 0


def test_day_two_adds_news_and_keeps_what_day_one_said(site: SampleSite) -> None:
    before = set(site.paths())
    site.day = 2
    assert before < set(site.paths())
    with pytest.raises(ValueError, match="days 1 and 2"):
        site.day = 3  # type: ignore[assignment]


def test_day_two_edits_a_headline_and_a_body_at_the_same_address(site: SampleSite) -> None:
    url = f"{site.base_url}/dline/2023/10/24/ugol-kitay.html"
    first = get(url).body.decode()
    site.day = 2
    second = get(url).body.decode()
    assert "на 12%" in first
    assert "на 12,6%" in second
    assert "29 млн т" in second
    assert "29 млн т" not in first


def test_day_two_touches_only_the_articles_that_say_so() -> None:
    first, second = ({article.id: article for article in read_articles(day)} for day in (1, 2))
    changed = {name for name in first if first[name] != second[name]}
    assert changed == {"en-mining-trucks", "en-shenyang-conference", "ru-coal-rails", "zh-ecommerce"}
    assert {name for name in changed if first[name].title != second[name].title} == changed - {"en-shenyang-conference"}
    assert all(second[name].updated > first[name].updated for name in changed)


def test_day_two_corrects_the_trucks_contract_in_place_and_in_a_notice(site: SampleSite) -> None:
    url = f"{site.base_url}/freightwire/2023/10/longjiang-mining-trucks.html"
    assert "a contract worth 860 million yuan" in get(url).body.decode()
    site.day = 2
    assert "a contract worth 680 million yuan" in get(url).body.decode()
    notice = get(f"{site.base_url}/freightwire/2023/10/correction-longjiang-contract.html").body.decode()
    assert "Longjiang to supply 120 mining trucks to Vostok-Ugol" in notice


def test_day_two_changes_one_guid_and_decorates_its_link_with_utm(site: SampleSite) -> None:
    title = "Благовещенск и Хэйхэ построят парк электронной торговли"
    first = items(site, "vostochny-vestnik")[title]
    site.day = 2
    second = items(site, "vostochny-vestnik")[title]
    assert first.id != second.id
    assert second.link.startswith(f"{first.link}?utm_source=")
    assert get(second.link).status == 200


def test_items_of_the_main_feed_repeat_in_the_section_feed_under_other_guids(site: SampleSite) -> None:
    main, section = items(site, "delovaya-liniya"), items(site, "delovaya-liniya-vostok")
    assert section.keys() < main.keys()
    for title, entry in section.items():
        assert entry.link == main[title].link
        assert entry.id != main[title].id


def test_syndicated_copies_have_the_same_text_on_three_outlets() -> None:
    articles = {article.id: article for article in read_articles(2)}
    original = articles["en-timber-contract"]
    copies = [article for article in articles.values() if article.head.copy_of == original.id]
    assert len({article.head.feed for article in [original, *copies]}) == 3
    assert all(copy.paragraphs == original.paragraphs for copy in copies)


def test_the_shenyang_conference_is_told_in_three_languages_with_all_its_figures() -> None:
    articles = {article.id: " ".join(article.paragraphs) for article in read_articles(1)}
    for language, figures in {
        "en": ["800", "40", "82.3 percent", "42.64 billion yuan", "$5.83 billion", "55 containers", "$21.18 billion"],
        "ru": ["800", "40", "82,3%", "42,64 млрд юаней", "5,83 млрд долларов", "55 контейнеров", "21,18 млрд долларов"],
        "zh": ["近800家", "40家", "82.3%", "426.4亿元", "58.3亿美元", "55个集装箱", "211.8亿美元"],
    }.items():
        told = articles[f"{language}-shenyang-conference"]
        assert [figure for figure in figures if figure not in told] == []


def test_feed_addresses_stand_under_their_outlets() -> None:
    assert feed_path(feed("delovaya-liniya-vostok")) == "/dline/export/vostok.atom"


def test_what_a_reader_finds_is_said_in_the_words_of_the_articles() -> None:
    expected = read_expected()
    days: tuple[Day, Day] = (1, 2)
    told = {(article.id, day): article for day in days for article in read_articles(day)}
    quotes = [(figure.article, figure.day, figure.quote) for figure in expected.figure]
    quotes += [(change.article, change.day, change.quote) for change in expected.development]
    for name, day, quote in quotes:
        assert quote in " ".join(told[name, day].paragraphs), (name, quote)
        assert told[name, day].head.relevant, name
    for none in expected.no_figure:
        assert none.quote in " ".join(told[none.article, none.day].paragraphs), none
    for deal in expected.agreement:
        for stage in deal.stages:
            assert all(told[name, stage.day].head.relevant for name in stage.articles), deal.key
    assert not any(told[name, 2].head.relevant for name in expected.not_deals)


def test_the_deals_pass_through_every_status_of_the_contract() -> None:
    statuses = {stage.status for deal in read_expected().agreement for stage in deal.stages}
    assert statuses == set(get_args(Status))


def test_day_two_deserves_one_alert_for_each_new_stage_and_correction() -> None:
    expected = read_expected()
    due = {
        (deal.key, "correction" if stage.corrects else stage.status)
        for deal in expected.agreement
        for stage in deal.stages
        if stage.day == 2
    }
    assert {(alert.agreement, alert.what) for alert in expected.alert} == due
    assert len(expected.alert) == len(due) == 10
