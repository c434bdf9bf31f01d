"""The feed documents of the sample site: RSS 2.0, Atom, RDF 1.0 and a news sitemap, each with its outlet's habits."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from amur.sample.corpus import Day, SampleArticle, SampleFeed
from amur.sample.render import Resource, feed_path, page_path, render

TEMPLATES: Mapping[str, tuple[str, str]] = {
    "rss": ("feed_rss.xml", "application/rss+xml"),
    "rss_full": ("feed_rss.xml", "text/xml; charset=utf-8"),
    "atom": ("feed_atom.xml", "application/atom+xml"),
    "rdf": ("feed_rdf.xml", "application/rdf+xml"),
    "sitemap": ("feed_sitemap.xml", "application/xml"),
}
TAGS = {"paragraph": "p", "heading": "h3", "photo": "figcaption"}


def feed_document(
    feed: SampleFeed, owners: Mapping[str, SampleFeed], items: Sequence[SampleArticle], base_url: str, day: Day
) -> Resource:
    """A feed with `items`; `owners` are all feeds by id, for an item may live on another feed's page."""
    template, content_type = TEMPLATES[feed.format]
    modified = max(article.updated for article in items)
    return render(
        template,
        feed.encoding,
        content_type,
        modified,
        feed=feed,
        home=f"{base_url}/{feed.site}/",
        address=f"{base_url}{feed_path(feed)}",
        encoding=feed.encoding,
        modified=feed_date(feed, modified),
        items=[_item(feed, owners[article.head.feed], article, base_url, day) for article in items],
    )


def feed_date(feed: SampleFeed, moment: datetime) -> str:
    """A moment as the feed writes it: with an offset, with a zone's name, or naive in the outlet's zone."""
    local = moment.astimezone(ZoneInfo(feed.timezone))
    match feed.dates:
        case "rfc822":
            return format_datetime(local)
        case "msk":
            return format_datetime(local).replace("+0300", "MSK")
        case "local":
            return f"{local:%Y-%m-%d %H:%M:%S}"
        case "iso":
            return local.isoformat()
        case "iso_z":
            return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _item(feed: SampleFeed, owner: SampleFeed, article: SampleArticle, base_url: str, day: Day) -> dict[str, object]:
    edits = article.head.day2
    link = f"{base_url}{page_path(owner, article)}"
    number = int(hashlib.sha256(article.id.encode()).hexdigest()[:6], 16)
    guids = {"link": link, "number": str(number), "tag": f"tag:{owner.site}.example,2023:{number}"}
    if day == 2 and edits.link_query:
        link = f"{link}?{edits.link_query}"
    return {
        "title": article.title,
        "link": link,
        "guid": edits.guid if day == 2 and edits.guid else guids[feed.guid],
        "summary": article.summary,
        "author": article.head.author,
        "section": article.head.section,
        "published": feed_date(feed, article.head.published),
        "updated": feed_date(feed, article.updated),
        "html": _full_text(article) if feed.format == "rss_full" else None,
    }


def _full_text(article: SampleArticle) -> Markup:
    lines = [
        f"<{TAGS[block.kind]}>{escape(block.text)}</{TAGS[block.kind]}>"
        for block in article.blocks
        if block.kind in TAGS
    ]
    # The text is escaped, so it cannot hold the "]]>" that would end the section early.
    return Markup("<![CDATA[" + "\n".join(lines) + "]]>")
