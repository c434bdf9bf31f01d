"""The branches of trade that a deal belongs to, and what its clause names beside its sides."""

from __future__ import annotations

import re

from transform.deal_rules import DealRules
from transform.gazetteer import gazetteer
from transform.named import ACTORS
from transform.records import Party
from transform.sectors import find_sectors, narrowed, yields
from transform.status import Deal

#: Firms' names are quoted, and tell less of a deal's branch than its other words.
_QUOTED = re.compile(r"«[^»]*»")


def branches(text: str, deal: Deal, parties: tuple[Party, ...], rules: DealRules) -> tuple[str, ...]:
    """The branches by the clause's own words, else by its names: "Gazprom" alone still speaks of energy."""
    if own := _content(text, deal, parties, rules):
        return own
    plain = text
    for mention in gazetteer().find(text, rules.language, kinds=ACTORS):
        plain = plain[: mention.start] + " " * (mention.end - mention.start) + plain[mention.end :]
    bare = _QUOTED.sub(lambda match: " " * len(match.group()), plain)
    found = find_sectors(bare, rules.language) or find_sectors(plain, rules.language)
    # "An assembly contract with Kamaz": whose works they are tells more than that they are works.
    return narrowed(found or find_sectors(text, rules.language), text, rules.language)


def subjects(text: str, parties: tuple[Party, ...], language: str) -> tuple[str, ...]:
    """Goods, places and other entities, by their ids, that the clause names beside its parties."""
    sides = {party.id for party in parties}
    seen: dict[str, None] = {}
    for mention in gazetteer().find(text, language):
        if mention.entity.id not in sides and mention.entity.kind != "country":
            seen.setdefault(mention.entity.id)
    return tuple(seen)


def _content(text: str, deal: Deal, parties: tuple[Party, ...], rules: DealRules) -> tuple[str, ...]:
    """The branches that the words between the marks around the deal tell, without those of its sides' names."""
    if not rules.content.pattern:
        return ()
    marks = [match.span() for match in rules.content.finditer(text)]
    start = max((end for _, end in marks if end <= deal.start), default=0)
    end = min((first for first, _ in marks if first >= deal.end), default=len(text))
    content = nameless = text[start:end]
    for party in parties:
        nameless = nameless.replace(party.name, " " * len(party.name))
    found = find_sectors(nameless, rules.language)
    return found if found and not yields(found, rules.language) else find_sectors(content, rules.language)
