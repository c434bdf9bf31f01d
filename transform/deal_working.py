"""A deal whose work has begun, told without its noun: what two sides made works now, as a later sentence explains.

"The accounts of bank X and bank Y have started to work. … The banks signed an agreement on this in September." Where
the later sentence leaves its sides to the first ("the insurers signed in January"), they are those of what works.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from transform.deal_branches import subjects
from transform.deal_context import Context
from transform.deal_rules import DealRules
from transform.records import Agreement, Party
from transform.status import folded
from transform.text import Sentence


def with_working(
    sentences: Sequence[Sentence], told: list[Agreement], rules: DealRules, context: Context
) -> list[Agreement]:
    """The deals told, with the news before them that the one which they only recall works now."""
    begun = _working(sentences, told, rules, context)
    if begun is None:
        return told
    recalled = told[0]
    return [begun, recalled if recalled.parties else msgspec.structs.replace(recalled, parties=begun.parties)]


def _working(
    sentences: Sequence[Sentence], told: Sequence[Agreement], rules: DealRules, context: Context
) -> Agreement | None:
    """The news that the one deal works which an article only recalls, from the sentence that opens it."""
    if len(told) != 1 or told[0].status != "signed" or told[0].new:
        return None
    recalled = told[0]
    lead = next((one for one in sentences if one.field == "text"), None)
    if lead is None or lead.start == recalled.start:
        return None
    text = folded(lead.text)
    works = rules.works.search(text)
    if works is None or rules.not_yet.search(text):
        return None
    parties = recalled.parties or context.parties(lead.text, works.span())
    if len(parties) < 2 or not _may_face(parties) or not any(party.name in lead.text for party in parties):
        return None
    return Agreement(
        quote=lead.text,
        field="text",
        start=lead.start,
        end=lead.end,
        status="in_force",
        type=recalled.type,
        parties=parties,
        sectors=recalled.sectors,
        subjects=subjects(lead.text, parties, rules.language),
    )


def _may_face(parties: Sequence[Party]) -> bool:
    """May they be of both countries, as far as their names tell?"""
    countries = [party.country for party in parties if party.country]
    return len(set(countries)) == len(countries) and {*countries} <= {"CN", "RU"}
