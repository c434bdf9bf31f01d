"""Firms that no list holds, by the words that bring them in: "Heilongjiang's Longteng", "the Harbin firm Longyuan"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.names.gazetteer import gazetteer

_LAND = frozenset(("country", "region", "place"))


def introduced(readings: Sequence[Reading], lexicon: Lexicon) -> dict[str, str]:
    """The country of each firm that the article calls a land's own, by its first word; firms of lists are left out."""
    brought = lexicon.introduced
    if brought is None:
        return {}
    found: dict[str, str] = {}
    for reading in readings:
        text = reading.sentence.text
        for mention in reading.entities:
            if mention.entity.kind not in _LAND or mention.entity.country not in ("CN", "RU"):
                continue
            match = brought.match(text, mention.end)
            name = (match["of_kind"] or match["own"]) if match else None
            if name and not gazetteer().find(name, lexicon.language) and not lexicon.title.match(name):
                found[name.split()[0]] = mention.entity.country
    return found


def mentions_of(reading: Reading, firms: dict[str, str]) -> list[tuple[int, int, str]]:
    """Where a sentence names these firms, with their country."""
    text = reading.sentence.text
    return [
        (match.start(), match.end(), country)
        for name, country in firms.items()
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]
