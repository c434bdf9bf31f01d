"""Golden sentences: each alone, with the kinds of change and the statuses of deals that it tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from transform.records import Article

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "golden" / "sentences"
#: What all are news of.
PUBLISHED = "2025-06-20"
#: Of so many sentences one is held back.
HELD = 3
#: Signs of where in its article a sentence stands, which one that stands alone does not know.
_PLACES = frozenset(("lead", "later"))


class GoldenSentence(msgspec.Struct, frozen=True):
    """One sentence, as an article of its own, and what it tells."""

    article: Article
    changes: frozenset[str]
    deals: frozenset[str]


def sentences(*, held: bool) -> Iterator[GoldenSentence]:
    """Those that are held back, or the others; ValueError names the line that can't be read."""
    for path in sorted(FOLDER.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            if (number % HELD == HELD - 1) == held:
                yield _read(path, number, line)


def _read(path: Path, number: int, line: str) -> GoldenSentence:
    told, bar, text = line.partition(" | ")
    changes, semicolon, deals = told.partition(" ; ")
    if not (bar and semicolon and text.strip()):
        raise ValueError(f"{path.name}, line {number + 1}: not “changes ; deals | sentence”: {line!r}")
    name = f"{path.stem}-{number + 1}"
    article = Article(id=name, title="", text=text, language=path.stem[:2], published=PUBLISHED)
    return GoldenSentence(article, _labels(changes), _labels(deals))


def _labels(written: str) -> frozenset[str]:
    return frozenset(written.split()) - {"-"}


def alone(row: dict[str, float]) -> dict[str, float]:
    """The signs without those of where a sentence stands."""
    return {sign: counts for sign, counts in row.items() if sign not in _PLACES and not sign.startswith("place ")}
