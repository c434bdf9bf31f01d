"""What every document of the sample site shares: addresses, templates, bytes with a type and a date."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import cache

import jinja2
import msgspec

from amur.sample.corpus import SampleArticle, SampleFeed


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What one address answers with."""

    body: bytes
    content_type: str
    modified: datetime

    @property
    def etag(self) -> str:
        """A strong validator: the hash of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


def feed_path(feed: SampleFeed) -> str:
    """The path of a feed's document."""
    return f"/{feed.site}{feed.path}"


def page_path(feed: SampleFeed, article: SampleArticle) -> str:
    """The path of an article's page; `feed` is the feed that the article belongs to."""
    return f"/{feed.site}{article.head.path}"


def render(template: str, encoding: str, content_type: str, modified: datetime, /, **values: object) -> Resource:
    """A template filled in and encoded; a character that the encoding lacks becomes a numeric reference."""
    text = _templates().get_template(template).render(**values)
    return Resource(
        body=text.encode(encoding, errors="xmlcharrefreplace"),
        content_type=content_type,
        modified=modified.astimezone(UTC),
    )


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("amur.sample"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
