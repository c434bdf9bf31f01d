"""The HTML of the sample site: an outlet's article pages and its front page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from amur.sample.corpus import SampleArticle, SampleFeed
from amur.sample.render import Resource, feed_path, page_path, render

MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": tuple("January February March April May June July August September October November December".split()),
    "ru": tuple("января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()),
    "zh": tuple(str(month) for month in range(1, 13)),
}
#: How many other articles of the outlet a page links to.
RELATED = 4


def article_page(outlet: SampleFeed, article: SampleArticle, own: Sequence[SampleArticle], base_url: str) -> Resource:
    """An article in its outlet's template; `own` are the outlet's articles, newest first."""
    links = {other.id: (other.title, f"{base_url}{page_path(outlet, other)}") for other in own}
    url = links[article.id][1]
    author = article.head.author or outlet.publisher
    return render(
        f"page_{outlet.site}.html",
        outlet.encoding,
        f"text/html; charset={outlet.encoding}",
        # The related links change whenever the outlet publishes, so a page is as new as the outlet's newest article.
        max(other.updated for other in own),
        outlet=outlet,
        article=article,
        url=url,
        home=f"{base_url}/{outlet.site}/",
        feed_url=f"{base_url}{feed_path(outlet)}",
        author=author,
        date=page_date(outlet, article.head.published),
        updated=page_date(outlet, article.updated) if article.updated != article.head.published else None,
        published_iso=article.head.published.isoformat(),
        updated_iso=article.updated.isoformat(),
        linked_data=_linked_data(outlet, article, author, url),
        links=links,
        related=[links[other.id] for other in own if other.id != article.id][:RELATED],
    )


def front_page(outlet: SampleFeed, own: Sequence[SampleArticle], base_url: str) -> Resource:
    """The list of an outlet's articles, newest first."""
    return render(
        "front.html",
        outlet.encoding,
        f"text/html; charset={outlet.encoding}",
        max(article.updated for article in own),
        outlet=outlet,
        feed_url=f"{base_url}{feed_path(outlet)}",
        articles=[
            (article.title, f"{base_url}{page_path(outlet, article)}", page_date(outlet, article.head.published))
            for article in own
        ],
    )


def page_date(outlet: SampleFeed, moment: datetime) -> str:
    """A moment as the outlet prints it, in its own zone and language."""
    local = moment.astimezone(ZoneInfo(outlet.timezone))
    return outlet.page_date.format(
        day=local.day,
        dd=f"{local.day:02}",
        mm=f"{local.month:02}",
        month=MONTHS[outlet.language][local.month - 1],
        year=local.year,
        time=f"{local:%H:%M}",
    )


def _linked_data(outlet: SampleFeed, article: SampleArticle, author: str, url: str) -> Markup:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.head.published.isoformat(),
        "dateModified": article.updated.isoformat(),
        "author": {"@type": "Person" if article.head.author else "Organization", "name": author},
        "publisher": {"@type": "Organization", "name": outlet.publisher},
        "mainEntityOfPage": url,
        "inLanguage": outlet.language,
    }
    return Markup(json.dumps(data, ensure_ascii=False).replace("</", "<\\/"))
