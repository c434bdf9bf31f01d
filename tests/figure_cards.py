"""The index cards of figures in `tests/cards`: short texts, and what each of their figures must be read as."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from transform.records import Article

CARDS = Path(__file__).parent / "cards"
NAMES = ("measure", "direction", "metric", "flow", "region", "commodity", "period", "basis")


def cards(language: str) -> Iterator[tuple[Article, list[tuple[str, dict[str, str]]]]]:
    """Each card's article with its lines: a quote and the attributes that the line asks for."""
    article, lines = None, []
    for number, row in enumerate((CARDS / f"figures_{language}.txt").read_text(encoding="utf-8").splitlines()):
        if row.startswith("@"):
            if article is not None:
                yield article, lines
            published, title, text = (part.strip() for part in row[1:].split("|", 2))
            text = text.replace(r"\n", "\n")  # the lines of a table
            article = Article(id=f"{language}:{number}", title=title, text=text, published=published)
            lines = []
        elif row and not row.startswith("#"):
            quote, wanted = row.split(" => ")
            asked = dict(zip(NAMES, wanted.split(), strict=True))
            lines.append((quote, {name: value for name, value in asked.items() if value != "?"}))
    if article is not None:
        yield article, lines
