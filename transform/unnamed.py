"""Sides without a name of their own, told by their land: "Ural companies", "a Harbin trader", "a mill in Rizhao"."""

from __future__ import annotations

from collections.abc import Iterator

from transform.gazetteer import gazetteer
from transform.named import LAND, Name
from transform.nominative import nominative
from transform.party_rules import PartyRules

_NATIONS = {"Chinese": "CN", "Russian": "RU"}


def unnamed(text: str, rules: PartyRules) -> Iterator[Name]:
    """The groups and the single firms that a text tells by a land of the pair and a noun, as they are written."""
    for pattern in (rules.group_of_land, rules.one_of_land):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if (first := match.start("land")) >= 0:
                start, country = _land(text, first, match.end("land"), rules)
            else:
                _, country = _land(text, *match.span("where"), rules)
            if country:
                told = nominative(text[start:end]) if rules.language == "ru" else text[start:end]
                yield Name(start, end, told, "group", country, None, True)


def _land(text: str, start: int, end: int, rules: PartyRules) -> tuple[int, str | None]:
    """Where the land's name begins, without a sentence's first word before it, and CN or RU; None for another land."""
    last = text[start:end].split()[-1]
    if last in _NATIONS:
        return end - len(last), _NATIONS[last]
    for mention in gazetteer().find(text[start:end], rules.language, kinds=LAND):
        if start + mention.end == end and mention.entity.country in _NATIONS.values():
            return start + mention.start, mention.entity.country
    return start, None
