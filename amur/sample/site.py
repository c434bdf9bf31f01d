"""The bytes of the sample site on one day: feeds, pages, front pages, an index and robots.txt, keyed by path."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from amur.sample.corpus import Day, read_articles, read_feeds
from amur.sample.feeds import feed_document
from amur.sample.pages import article_page, front_page
from amur.sample.render import Resource, feed_path, page_path, render

#: When a reader comes by on each day: after the day's last article.
VISITS: Mapping[Day, datetime] = {
    1: datetime(2023, 10, 25, 4, 0, tzinfo=UTC),
    2: datetime(2023, 10, 26, 10, 0, tzinfo=UTC),
}
ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /print/\n\nSitemap: {base_url}/zabgazeta/sitemap-news.xml\n"


def build_site(base_url: str, day: Day) -> dict[str, Resource]:
    """Everything that the site serves on a day, by path; links are absolute under `base_url` (no slash at its end)."""
    feeds = {feed.id: feed for feed in read_feeds()}
    articles = read_articles(day)
    site: dict[str, Resource] = {}
    for feed in feeds.values():
        items = [article for article in articles if feed.id in (article.head.feed, *article.head.also_in)]
        site[feed_path(feed)] = feed_document(feed, feeds, items, base_url, day)
    # The first feed of a site speaks for the outlet.
    outlets = {feed.site: feed for feed in reversed(feeds.values())}
    for outlet in outlets.values():
        own = [article for article in articles if feeds[article.head.feed].site == outlet.site]
        site[f"/{outlet.site}/"] = front_page(outlet, own, base_url)
        site |= {page_path(outlet, article): article_page(outlet, article, own, base_url) for article in own}
    site["/"] = render(
        "index.html",
        "utf-8",
        "text/html; charset=utf-8",
        VISITS[day],
        day=day,
        feeds=[(feed, f"{base_url}/{feed.site}/", f"{base_url}{feed_path(feed)}") for feed in feeds.values()],
    )
    opened = min(article.head.published for article in articles)
    robots = ROBOTS.format(base_url=base_url).encode()
    site["/robots.txt"] = Resource(
        body=robots, content_type="text/plain; charset=utf-8", modified=opened.astimezone(UTC)
    )
    return site
