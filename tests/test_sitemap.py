"""Sitemaps are feeds too: capped, newest first, never in circles."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

from ingest.read_feed import read_feed
from ingest.reading import MAX_ENTRIES
from ingest.records import Feed
from ingest.sitemap import MAX_SITEMAPS, unseen

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEED = Feed(
    id="map", url="https://example.com/sitemap.xml", publisher="x", country="RU", language="ru",
    timezone="Europe/Moscow", kind="sitemap",
)  # fmt: skip
OPEN = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
)


def url(number: int, inner: str = "") -> str:
    return f"<url><loc>https://example.com/{number}</loc>{inner}</url>"


def test_a_news_sitemap_gives_title_date_and_language() -> None:
    news = (
        "<news:news><news:publication><news:name>Газета</news:name><news:language>ru</news:language></news:publication>"
        "<news:publication_date>2026-11-24T09:00:00+03:00</news:publication_date><news:title>Новость</news:title></news:news>"
        "<image:image><image:title>Подпись</image:title></image:image>"
    )
    reading = read_feed((OPEN + url(1, news) + "</urlset>").encode(), None, FEED, NOW)
    assert reading.kind == "sitemap"
    assert reading.title == "Газета"
    entry = reading.entries[0]
    assert (entry.title, entry.language, entry.published_source) == ("Новость", "ru", "feed")
    assert entry.published_at == "2026-11-24T06:00:00+00:00"


def test_fifty_thousand_urls_are_capped_to_the_newest_and_the_cut_is_counted() -> None:
    days = [f"2026-{1 + n % 11:02}-{1 + n % 28:02}" for n in range(50_000)]
    body = OPEN + "".join(url(n, f"<lastmod>{day}</lastmod>") for n, day in enumerate(days)) + "</urlset>"
    reading = read_feed(body.encode(), None, FEED, NOW)
    assert len(reading.entries) == MAX_ENTRIES
    assert any("48000 of 50000" in note for note in reading.notes)
    assert {entry.published_raw for entry in reading.entries} == set(sorted(days, reverse=True)[:MAX_ENTRIES])


def test_an_index_names_its_children_newest_first_without_circles() -> None:
    children = "".join(
        f"<sitemap><loc>{loc}</loc><lastmod>{day}</lastmod></sitemap>"
        for loc, day in (
            ("https://example.com/old.xml", "2020-01-01"),
            ("https://example.com/new.xml", "2026-11-24"),
            ("https://example.com/sitemap.xml", "2026-11-24"),
            ("https://example.com/new.xml", "2026-11-24"),
            ("javascript:x", "2026-11-24"),
        )
    )
    body = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{children}</sitemapindex>'
    reading = read_feed(body.encode(), None, FEED, NOW)
    assert reading.kind == "sitemap_index"
    assert reading.entries == ()
    assert reading.sitemaps == ("https://example.com/new.xml", "https://example.com/old.xml")
    assert any("2 sitemaps point back" in note for note in reading.notes)
    assert len(reading.dropped) == 1


def test_a_long_index_is_capped() -> None:
    children = "".join(f"<sitemap><loc>https://example.com/{n}.xml</loc></sitemap>" for n in range(500))
    reading = read_feed(f"<sitemapindex>{children}</sitemapindex>".encode(), None, FEED, NOW)
    assert len(reading.sitemaps) == MAX_SITEMAPS
    assert any("450 of 500" in note for note in reading.notes)
    ends = [link.rpartition("/")[2] for link in reading.sitemaps[:4]]
    assert ends == [
        "0.xml",
        "499.xml",
        "1.xml",
        "498.xml",
    ]  # the newest are at the one or the other


def test_sitemaps_that_point_at_each_other_are_followed_once() -> None:
    seen = {"https://e.com/a.xml"}
    todo, cycles = unseen(("https://e.com/a.xml", "https://e.com/b.xml"), seen)
    assert (todo, cycles) == (("https://e.com/b.xml",), 1)
    assert unseen(("https://e.com/a.xml", "https://e.com/b.xml"), seen) == ((), 2)


def test_gzipped_and_plain_text_sitemaps_are_read() -> None:
    packed = gzip.compress((OPEN + url(1) + "</urlset>").encode())
    assert read_feed(packed, "application/x-gzip", FEED, NOW).entries[0].url == "https://example.com/1"
    lines = read_feed(b"https://example.com/a\nhttps://example.com/b\n", "text/plain", FEED, NOW)
    assert [entry.url for entry in lines.entries] == ["https://example.com/a", "https://example.com/b"]


def test_a_cut_sitemap_keeps_its_whole_urls() -> None:
    body = OPEN + url(1, "<lastmod>2026-11-01</lastmod>") + "<url><loc>https://example.com/tw"
    reading = read_feed(body.encode(), None, FEED, NOW)
    assert reading.truncated
    assert [entry.url for entry in reading.entries] == ["https://example.com/1"]
