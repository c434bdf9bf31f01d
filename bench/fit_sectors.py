"""Fit the weights by which the branches of a deal are told, from the deals of golden articles.

    python -m bench.fit_sectors [--write] [--hold FILE.jsonl …]

Files given with `--hold` are never fitted to; precision and recall of their branches are printed, by language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bench.fitting import Example, candidates, golden_in, parts_of, run
from transform.agreements.announcements import Unit
from transform.agreements.branches import SECTOR, SURE, BranchSigns
from transform.agreements.find import find_agreements
from transform.records import Article


def of_article(article: Article, expected: dict[str, Any]) -> Iterator[Example]:
    """Each branch that a clause may belong to in which one golden deal is told, with whether that deal does."""
    seen: list[tuple[Unit, BranchSigns]] = []
    find_agreements(*parts_of(article), article.language or "en", watch_branches=lambda *shown: seen.append(shown))
    for unit, signs in seen:
        golden = [one for some in golden_in(unit, expected["agreements"]) for one in some if "sectors" in one]
        if len(golden) != 1:
            continue
        yield from candidates(article.language or "en", signs, set(golden[0]["sectors"]))


def main(arguments: Iterable[str] | None = None) -> int:
    """Fit, print how large the table is and what it reaches on what was held back."""
    return run(__doc__, SECTOR, SURE, of_article, (), arguments)


if __name__ == "__main__":
    raise SystemExit(main())
