"""Texts whose figures alone are annotated, and what each of these must be read as, in one form.

`tests/cards/figures_*.txt` are index cards of one phenomenon each, `tests/golden/figures/*.txt` whole pieces of news.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from transform.records import Article

CARDS = Path(__file__).parent / "cards"
TEXTS = Path(__file__).parent / "golden" / "figures"
NAMES = ("measure", "direction", "metric", "flow", "region", "commodity", "period", "basis")


class Line(NamedTuple):
    """Where a figure stands in the text, what it looks like, and what it must be read as, by attribute."""

    start: int
    end: int
    quote: str
    asked: dict[str, str]


def cards(language: str) -> Iterator[tuple[Article, list[Line]]]:
    """Each index card's article with its lines."""
    return annotated(CARDS / f"figures_{language}.txt")


def annotated(path: Path) -> Iterator[tuple[Article, list[Line]]]:
    """Each article of a file with its lines, in the order of its text.

    ValueError names the line that can't be used.
    """
    article, lines = None, list[Line]()
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            if row.startswith("@"):
                if article is not None:
                    yield article, lines
                published, title, text = (part.strip() for part in row[1:].split("|", 2))
                text = text.replace(r"\n", "\n")  # paragraphs, and the lines of a table
                article = Article(id=f"{path.stem}:{number}", title=title, text=text, published=published)
                lines = []
            elif row and not row.startswith("#"):
                if article is None:
                    raise ValueError("a line of a figure before the first article (@…)")
                lines.append(_line(row, article.text, lines[-1].end if lines else 0))
        except ValueError as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
    if article is not None:
        yield article, lines


def _line(row: str, text: str, after: int) -> Line:
    quote, wanted = row.split(" => ")
    start = text.index(quote, after)  # not found: it isn't there, or not behind the line before
    while quote[0].isdigit() and text[start - 1 : start].isdigit():
        start = text.index(quote, start + 1)  # "6 percent" does not stand in "86 percent"
    asked = dict(zip(NAMES, wanted.split(), strict=True))
    return Line(start, start + len(quote), quote, {name: value for name, value in asked.items() if value != "?"})
