"""The sample site's articles and feeds, read from their data files.

An article is one file, `articles/<language>-<subject>.md`: a TOML head between two `+++` lines (`FrontMatter`), then
paragraphs with a blank line between them. `## ` opens a heading, `[photo] ` a caption, `[read] ` names an article to
read also. What follows the line `=== day 2 ===` replaces the body on day two.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from importlib.resources import files
from typing import Literal

import msgspec

Day = Literal[1, 2]
BlockKind = Literal["paragraph", "heading", "photo", "read"]
SEPARATOR = "=== day 2 ==="


class SampleError(ValueError):
    """A data file of the sample site is wrong: says which file and what."""


class SampleFeed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One feed of one outlet; `site` is the folder that holds the outlet's pages, `path` is relative to it."""

    id: str
    site: str
    publisher: str
    country: str
    language: Literal["en", "ru", "zh"]
    timezone: str
    format: Literal["rss", "rss_full", "atom", "rdf", "sitemap"]
    path: str
    encoding: Literal["utf-8", "windows-1251", "gb18030"]
    content: Literal["page", "feed"]
    dates: Literal["rfc822", "msk", "local", "iso", "iso_z"]
    guid: Literal["link", "number", "tag"]
    page_date: str
    tagline: str
    quirk: str


class Block(msgspec.Struct, frozen=True):
    """A piece of a body: a paragraph, a heading, a photo's caption, or the id of an article to read also."""

    kind: BlockKind
    text: str


class DayTwo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What day two changes in an article of day one; `link_query` is what its feed then adds to the link."""

    title: str | None = None
    updated: datetime | None = None
    guid: str | None = None
    link_query: str | None = None


class FrontMatter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of an article's file. `feed` is the feed that carries it; `also_in` repeats the item in others.

    `facts` says in plain English what a careful reader would note. `copy_of` makes a syndicated copy: the body is
    the other article's, under this outlet's own headline, address and template.
    """

    feed: str
    title: str
    published: datetime
    day: Day
    path: str
    relevant: bool
    about: str
    summary: str = ""
    author: str = ""
    section: str = ""
    facts: list[str] = []
    also_in: list[str] = []
    copy_of: str | None = None
    day2: DayTwo = DayTwo()


class SampleArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article as the site shows it on one day."""

    id: str
    head: FrontMatter
    title: str
    updated: datetime
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text that a reader takes in: no captions, headings or links."""
        return tuple(block.text for block in self.blocks if block.kind == "paragraph")

    @property
    def summary(self) -> str:
        """What the feed says of it: the editor's summary, else the first paragraph."""
        return self.head.summary or self.paragraphs[0]


def read_feeds() -> tuple[SampleFeed, ...]:
    """The feeds of the site, in the order of `outlets.toml`."""
    rows = tomllib.loads(_text("outlets.toml"))["feed"]
    return tuple(msgspec.convert(row, SampleFeed) for row in rows)


def read_articles(day: Day) -> tuple[SampleArticle, ...]:
    """The articles that the site shows on a day, newest first, with the edits of that day."""
    names = sorted(entry.name for entry in files(__package__).joinpath("articles").iterdir())
    files_read = {name[:-3]: _read_file(name) for name in names if name.endswith(".md")}
    shown = [
        _as_of(day, name, head, _body(files_read, name, day))
        for name, (head, _) in files_read.items()
        if head.day <= day
    ]
    return tuple(sorted(shown, key=lambda article: (article.head.published, article.id), reverse=True))


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _read_file(name: str) -> tuple[FrontMatter, str]:
    text = _text(f"articles/{name}")
    try:
        _, head, body = text.split("+++\n", 2)
        front = msgspec.convert(tomllib.loads(head), FrontMatter)
    except (ValueError, msgspec.ValidationError) as error:
        raise SampleError(f"amur/sample/articles/{name}: {error}") from error
    if front.published.tzinfo is None:
        raise SampleError(f"amur/sample/articles/{name}: published has no UTC offset")
    return front, body.strip()


def _body(files_read: dict[str, tuple[FrontMatter, str]], name: str, day: Day) -> str:
    head, body = files_read[name]
    if head.copy_of is not None:
        original = files_read[head.copy_of][1].partition(SEPARATOR)[0].strip()
        body = f"{original}\n\n{body}".strip()
    first, _, second = body.partition(SEPARATOR)
    return second.strip() if day == 2 and second else first.strip()


def _as_of(day: Day, name: str, head: FrontMatter, body: str) -> SampleArticle:
    edited = head.day2 if day == 2 else DayTwo()
    return SampleArticle(
        id=name,
        head=head,
        title=edited.title or head.title,
        updated=edited.updated or head.published,
        blocks=tuple(_block(part.strip()) for part in body.split("\n\n") if part.strip()),
    )


def _block(part: str) -> Block:
    for mark, kind in _MARKS.items():
        if part.startswith(mark):
            return Block(kind, part.removeprefix(mark).strip())
    return Block("paragraph", " ".join(part.split("\n")))


_MARKS: dict[str, BlockKind] = {"## ": "heading", "[photo] ": "photo", "[read] ": "read"}
