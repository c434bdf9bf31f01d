"""Where a fact was said: its sentence with the words marked, its article and outlet; the way back from any number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from amur.readable import one_line, web_link
from transform.records import Article
from transform.text.sentences import Sentence, sentences

_LONGEST = 420


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence in three pieces with the fact's own words in the middle; `url` is a web address or empty.

    `anchor` names the row ("figure-12") and is what `amur explain` takes.
    """

    anchor: str
    article_id: str
    before: str
    quote: str
    after: str
    language: str
    publisher: str
    url: str
    published: datetime | None = None


class Sayings:
    """Finds the sentences of facts; holds the day's articles and cuts each once."""

    def __init__(self, articles: list[dict[str, Any]]) -> None:
        self._articles = {row["article_id"]: row for row in articles}
        self._parts: dict[str, list[Sentence]] = {}

    def of(self, kind: str, row: Mapping[str, Any]) -> Said:
        """The saying of a fact's row (`article_id, quote, field, start`, `<kind>_id`)."""
        article = self._articles.get(row["article_id"], {})
        before, quote, after = self._pieces(article, row)
        return Said(
            anchor=f"{kind}-{row[f'{kind}_id']}",
            article_id=str(row["article_id"] or ""),
            before=before,
            quote=quote,
            after=after,
            language=article.get("language") or "und",
            publisher=one_line(article.get("publisher")) or "an outlet without a name",
            url=web_link(article.get("url")),
            published=article.get("published_at"),
        )

    def _pieces(self, article: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[str, str, str]:
        quote = str(row["quote"] or "")
        start, end = row["start"], row["end"]
        whole = article.get(row["field"] or "") or ""
        if start is None or whole[start:end] != quote:
            return "", one_line(quote), ""
        for part in self._cut(article):
            if part.field == row["field"] and part.start <= start < part.end:
                return _shortened(whole[part.start : start], quote, whole[end : max(part.end, end)])
        return "", one_line(quote), ""

    def _cut(self, row: Mapping[str, Any]) -> list[Sentence]:
        if row["article_id"] not in self._parts:
            article = Article(id=row["article_id"], title=row["title"], text=row["text"])
            self._parts[row["article_id"]] = sentences(article)
        return self._parts[row["article_id"]]


def _shortened(before: str, quote: str, after: str) -> tuple[str, str, str]:
    """The pieces on one line each, cut on both sides where a sentence has no end; blanks at the joints kept."""
    left, middle, right = _folded(before), one_line(quote), _folded(after)
    if len(left) > _LONGEST:
        left = f"… {left[-_LONGEST:]}"
    if len(right) > _LONGEST:
        right = f"{right[:_LONGEST]} …"
    return left.lstrip(), middle, right.rstrip()


def _folded(text: str) -> str:
    shown = one_line(text)
    if not shown:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{shown}{' ' if text[-1].isspace() else ''}"
