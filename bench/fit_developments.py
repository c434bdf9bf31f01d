"""Fit the weights by which a sentence's kinds of change are told, from golden texts and the cards of developments.

    python -m bench.fit_developments [--write] [--hold FILE.jsonl …]

Texts that no pattern was written after count more than others, since there the patterns err as they will on new ones;
files given with `--hold` are never fitted to, and precision and recall on them are printed, by language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bench.fitting import Example, golden_in, parts_of, run
from bench.golden import ROOT
from bench.sentences import alone, sentences
from transform.developments.find import SURE, find_developments
from transform.developments.signs import Signs
from transform.records import Article, Development
from transform.text.sentences import Sentence

CARDS = ROOT / "tests" / "development_cards.toml"
#: What a sign of the headline and of the patterns counts beside one of the sentence's words.
OF_TITLE, OF_PATTERN = 0.4, 0.2
#: So many sentences one of a card counts for, since few cards show the same thing.
OF_CARDS = 4


def _row(signs: Signs) -> dict[str, float]:
    return {
        **dict.fromkeys(signs.words, 1.0),
        **dict.fromkeys(signs.title, OF_TITLE),
        **dict.fromkeys(signs.patterns, OF_PATTERN),
    }


def _seen(article: Article) -> list[tuple[Sentence, Signs, Sequence[Development]]]:
    seen: list[tuple[Sentence, Signs, Sequence[Development]]] = []
    find_developments(*parts_of(article), article.language or "en", watch=lambda *shown: seen.append(shown))
    return seen


def of_article(article: Article, expected: dict[str, Any]) -> Iterator[Example]:
    """Every sentence of a golden article."""
    for sentence, signs, _ in _seen(article):
        wanted, allowed = golden_in(sentence, expected["developments"])
        told = frozenset(one["kind"] for one in wanted)
        optional = frozenset(one["kind"] for one in allowed) - told
        yield Example(article.language or "en", _row(signs), told, optional)


def cards() -> Iterator[tuple[Article, list[str]]]:
    """Each card as an article, with the developments that it should tell, as it writes them."""
    for number, card in enumerate(tomllib.loads(CARDS.read_text("utf-8"))["card"]):
        yield Article(
            id=f"card {number}", title="", text=card["text"], language=card["language"],
            published=card.get("published", "2025-06-20"),
        ), card["developments"]  # fmt: skip


def of_cards() -> Iterator[Example]:
    """The sentences of the cards; a card of several is left out where patterns alone don't read it as it says."""
    for article, developments in cards():
        wanted = [one.split()[0] for one in developments]
        seen = _seen(article)
        read: list[list[str]] = [[one.kind for one in found] for _, _, found in seen]
        if len(seen) == 1:
            read = [wanted]
        elif [kind for kinds in read for kind in kinds] != wanted:
            continue
        for (_, signs, _), kinds in zip(seen, read, strict=True):
            yield Example(article.language or "en", _row(signs), frozenset(kinds), frozenset(), OF_CARDS)


def of_sentences(*, held: bool = False) -> Iterator[Example]:
    """The golden sentences that are fitted to, or those that are held back."""
    for one in sentences(held=held):
        seen = _seen(one.article)
        if len(seen) == 1:
            yield Example(one.article.language or "en", alone(_row(seen[0][1])), one.changes, frozenset())


def main(arguments: Iterable[str] | None = None) -> int:
    """Fit, print how large the table is and what it reaches on what was held back."""
    return run(__doc__, "development", SURE, of_article, (*of_cards(), *of_sentences()), arguments)


if __name__ == "__main__":
    raise SystemExit(main())
