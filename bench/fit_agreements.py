"""Fit the weights by which sentences that no pattern knows tell a deal of some status, from golden articles and cards.

    python -m bench.fit_agreements [--write] [--hold FILE.jsonl …]

Texts that no pattern was written after count more than others; files given with `--hold` are never fitted to, and
precision and recall on them are printed, by language, for all sentences as though there were no patterns.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from bench.fitting import Example, golden_in, parts_of, run
from bench.golden import ROOT
from transform.agreements.find import find_agreements
from transform.agreements.signs import DEAL, SURE, Signs
from transform.records import Article, Status
from transform.text.sentences import Sentence

CARDS = ROOT / "tests" / "agreement_cards.toml"
#: What a sign of the headline and of the sentence before counts beside one of the sentence's own.
OF_TITLE, OF_BEFORE = 0.4, 0.3
_STATUSES = frozenset(get_args(Status))


def _row(signs: Signs) -> dict[str, float]:
    return {
        **dict.fromkeys(signs.words, 1.0),
        **dict.fromkeys(signs.title, OF_TITLE),
        **dict.fromkeys(signs.before, OF_BEFORE),
    }


def of_article(article: Article, expected: dict[str, Any]) -> Iterator[Example]:
    """Every sentence of a golden article; the status is learned from those that tell one deal."""
    seen: list[tuple[Sentence, Signs]] = []
    find_agreements(*parts_of(article), article.language or "en", watch=lambda *shown: seen.append(shown))
    for sentence, signs in seen:
        wanted, allowed = golden_in(sentence, expected["agreements"])
        statuses = frozenset(one["status"] for one in wanted if one.get("status"))
        told = (statuses if len(statuses) == 1 else frozenset()) | ({DEAL} if wanted else frozenset())
        optional = frozenset() if len(statuses) == 1 else _STATUSES
        if allowed and not wanted:
            optional |= {DEAL}
        yield Example(article.language or "en", _row(signs), told, optional)


def of_cards() -> Iterator[Example]:
    """The sentences of the cards that patterns alone read as they say."""
    for number, card in enumerate(tomllib.loads(CARDS.read_text("utf-8"))["card"]):
        language = card["language"]
        article = Article(
            id=f"card {number}", title="", text=card["text"], language=language,
            published=card.get("published", "2025-06-20"),
        )  # fmt: skip
        seen: list[tuple[Sentence, Signs]] = []
        found = find_agreements(*parts_of(article), language, watch=lambda *shown, seen=seen: seen.append(shown))
        if [deal.status for deal in found] != [one.split()[0] for one in card["deals"]]:
            continue
        for sentence, signs in seen:
            told = {deal.status for deal in found if deal.start < sentence.end and sentence.start < deal.end}
            labels = frozenset(told | {DEAL}) if len(told) == 1 else frozenset({DEAL} if told else ())
            yield Example(language, _row(signs), labels, frozenset() if len(told) == 1 else _STATUSES)


def main(arguments: Iterable[str] | None = None) -> int:
    """Fit, print how large the table is and what it reaches on what was held back."""
    return run(__doc__, "deal", SURE, of_article, of_cards(), arguments)


if __name__ == "__main__":
    raise SystemExit(main())
