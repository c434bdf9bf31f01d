"""Fit the weights by which it is told whom an article credits for a figure, from golden articles that tell it.

    python -m bench.fit_sources [--write] [--hold FILE.jsonl …]

Files given with `--hold` are never fitted to; precision and recall of their candidates (nobody is
one) are printed, by language. Golden figures
without the key `source` say nothing, neither do those whose source the article names otherwise than they, nor those
told to have none whose sentence credits somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bench.fitting import Example, candidates, overlaps, parts_of, run
from transform.figures.find import find_figures
from transform.figures.sources.source import NOBODY_HERE, SOURCE, SURE, SourceSigns, with_sources
from transform.records import Article, Figure

#: What a name may have before it and behind it, or not.
_BESIDE = re.compile(r"^(?:the|its|a) | (?:data|figures|records|statistics)$")


def _folded(name: str) -> str:
    return _BESIDE.sub("", re.sub(r"[\W_]+", " ", name).casefold().strip().replace("ё", "е"))


def _named(source: str, names: Iterable[str | None]) -> str | None:
    """The name that a golden source is told by: the same, or the longest that is a part of it or has it as a part."""
    wanted = _folded(source)
    alike = [name for name in names if name and (wanted in _folded(name) or _folded(name) in wanted)]
    return max(alike, key=lambda name: (_folded(name) == wanted, len(name)), default=None)


def of_article(article: Article, expected: dict[str, Any]) -> Iterator[Example]:
    """Each who may be credited for a figure, and nobody, with whether the golden figure says so."""
    golden = [one for one in expected["figures"] if "source" in one and one.get("field", "text") == "text"]
    if not golden:
        return
    language = article.language or "en"
    plain, parts = parts_of(article)
    seen: list[tuple[Figure, SourceSigns]] = []
    with_sources(find_figures(plain, parts, language), parts, language, watch=lambda *shown: seen.append(shown))
    for figure, signs in seen:
        wanted = next((one for one in golden if overlaps(one, figure)), None)
        if wanted is None or figure.field != "text":
            continue
        source = _named(wanted["source"], signs) if wanted["source"] else None
        # Annotators who tell few sources leave out some that the sentence itself credits.
        if source is None and (wanted["source"] or NOBODY_HERE not in signs[None]):
            continue
        yield from candidates(language, signs, {source})


def main(arguments: Iterable[str] | None = None) -> int:
    """Fit, print how large the table is and what it reaches on what was held back."""
    return run(__doc__, SOURCE, SURE, of_article, (), arguments)


if __name__ == "__main__":
    raise SystemExit(main())
