"""Fit the weights by which it is told where and on what occasion a deal was signed, from golden articles.

    python -m bench.fit_occasions event|deal_place [--write] [--hold FILE.jsonl …]

Files given with `--hold` are never fitted to; precision and recall of their candidates (none is one) are printed, by
language. Places are weighed beside the events that the weights tell, so events are fitted first. Golden deals without
the key, with a place that the gazetteer doesn't know or an event that is not found say nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from bench.fitting import Example, candidates, overlaps, parts_of, run
from transform.agreements.events import find_events
from transform.agreements.find import find_agreements
from transform.agreements.occasions import EVENT, PLACE, SURE, CandidateSigns
from transform.agreements.rules import deal_rules
from transform.names.gazetteer import gazetteer
from transform.records import Agreement, Article


def of_article(article: Article, expected: dict[str, Any], table: str) -> Iterator[Example]:
    """Each place or event that may be a deal's, and none, with whether the one golden deal there says so."""
    key = "place" if table == PLACE else "event"
    golden = [one for one in expected["agreements"] if key in one and one.get("field", "text") == "text"]
    if not golden:
        return
    language = article.language or "en"
    for deal, signs in _seen(article, table):
        told = [one for one in golden if deal.field == "text" and overlaps(one, deal)]
        if len(told) != 1:
            continue
        name = told[0][key]
        wanted = (place_id(name, language) if table == PLACE else event_key(name, language, signs)) if name else None
        if wanted in signs and (wanted or not name):
            yield from candidates(language, signs, {wanted})


def _seen(article: Article, table: str) -> list[tuple[Agreement, CandidateSigns]]:
    seen: list[tuple[Agreement, CandidateSigns]] = []

    def watch(name: str, deal: Agreement, signs: CandidateSigns) -> None:
        if name == table:
            seen.append((deal, signs))

    find_agreements(*parts_of(article), article.language or "en", watch_occasions=watch)
    return seen


def place_id(name: str, language: str) -> str | None:
    """The gazetteer's id of a golden place; None for one that it doesn't know."""
    entity = gazetteer().by_name(name, language)
    return entity.id if entity else None


def event_key(name: str, language: str, signs: CandidateSigns) -> str | None:
    """The key under which the reading knows a golden event; None for what it takes for none."""
    if name.casefold() in signs:
        return name.casefold()
    found = find_events(name, deal_rules(language))
    return max(found, key=lambda one: one.end - one.start).key if found else None


def main(arguments: Iterable[str] | None = None) -> int:
    """Fit, print how large the table is and what it reaches on what was held back."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", choices=(EVENT, PLACE), help="what to fit the weights of")
    # What follows the table is read as for every other fit.
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="--write, --hold FILE.jsonl …")
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    table: str = chosen.table
    return run(__doc__, table, SURE, lambda article, expected: of_article(article, expected, table), (), chosen.rest)


if __name__ == "__main__":
    raise SystemExit(main())
