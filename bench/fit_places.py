"""Fit the weights by which it is told where a development happens, from golden articles and cards that tell it.

    python -m bench.fit_places [--write] [--hold FILE.jsonl …]

Files given with `--hold` are never fitted to; precision and recall of their candidates (none is
one) are printed, by language. Golden
developments without the key `place`, or with a place that the gazetteer doesn't know, say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bench.fit_developments import cards
from bench.fitting import Example, candidates, overlaps, parts_of, run
from transform.developments.find import find_developments
from transform.developments.places import PLACE, SURE, PlaceSigns, with_places
from transform.names.gazetteer import gazetteer
from transform.records import Article, Development

_LINE = re.compile(r"\s*[—–-]\s*|至|到|、|, | and | и ")


def of_article(article: Article, expected: dict[str, Any]) -> Iterator[Example]:
    """Each place where a development may be, and none, with whether the golden development says so."""
    golden = [one for one in expected["developments"] if "place" in one and one.get("field", "text") == "text"]
    if not golden:
        return
    for one, signs in _seen(article):
        told = [golden_one for golden_one in golden if _same(golden_one, one)]
        if len(told) == 1:
            yield from _examples(article, signs, told[0]["place"])


def of_cards() -> Iterator[Example]:
    """The developments of the cards that tell a place, where as many are read."""
    for article, developments in cards():
        seen = _seen(article)
        for wanted, (_, signs) in zip(developments, seen, strict=False):
            place = wanted.split(maxsplit=2)[2]
            if len(seen) == len(developments) and place != "-":
                yield from _examples(article, signs, place)


def _seen(article: Article) -> list[tuple[Development, PlaceSigns]]:
    language = article.language or "en"
    plain, parts = parts_of(article)
    seen: list[tuple[Development, PlaceSigns]] = []
    found = find_developments(plain, parts, language, weigh=False)
    with_places(found, parts, language, watch=lambda *shown: seen.append(shown))
    return seen


def _examples(article: Article, signs: PlaceSigns, place: str | None) -> Iterator[Example]:
    language = article.language or "en"
    # A line ("Dalian - Novorossiysk") is where it starts.
    names = (place, _LINE.split(place)[0]) if place else ()
    entity = next((known for name in names if (known := gazetteer().by_name(name, language))), None)
    wanted = entity.id if entity else None
    if wanted in signs and (wanted or not place):
        yield from candidates(language, signs, {wanted})


def _same(golden: dict[str, Any], one: Development) -> bool:
    return bool(golden["kind"] == one.kind and one.field == "text" and overlaps(golden, one))


def main(arguments: Iterable[str] | None = None) -> int:
    """Fit, print how large the table is and what it reaches on what was held back."""
    return run(__doc__, PLACE, SURE, of_article, of_cards(), arguments)


if __name__ == "__main__":
    raise SystemExit(main())
