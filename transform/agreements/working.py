"""A deal whose work has begun, told without its noun: what two sides made works now, as a later sentence explains.

"The accounts of bank X and bank Y have started to work. … The banks signed an agreement on this in September." Where
the later sentence leaves its sides to the first ("the insurers signed in January"), they are those of what works.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from transform.agreements.branches import subjects
from transform.agreements.implied_sides import Context
from transform.agreements.newness import gone_by
from transform.agreements.rules import DealRules
from transform.agreements.signing import moments
from transform.agreements.status import folded
from transform.records import Agreement, Party
from transform.text.sentences import Sentence


def with_working(
    sentences: Sequence[Sentence],
    told: list[Agreement],
    rules: DealRules,
    context: Context,
    published: date | None,
) -> list[Agreement]:
    """The deals told, with the news before them that the one which they only recall works now."""
    begun = _working(sentences, told, rules, context, published)
    if begun is None:
        return told
    recalled = msgspec.structs.replace(told[0], new=False)
    return [begun, recalled if recalled.parties else msgspec.structs.replace(recalled, parties=begun.parties)]


def _working(
    sentences: Sequence[Sentence],
    told: Sequence[Agreement],
    rules: DealRules,
    context: Context,
    published: date | None,
) -> Agreement | None:
    """The news that the one deal works which an article only recalls, from the sentence that opens it."""
    if len(told) != 1 or told[0].status != "signed":
        return None
    recalled = told[0]
    lead = next((one for one in sentences if one.field == "text"), None)
    if lead is None or lead.start == recalled.start:
        return None
    text = folded(lead.text)
    if not (_recalled(recalled, rules, published) or _is_its_paper(recalled, text, rules, published)):
        return None
    works = rules.in_force.works.search(text)
    if works is None or rules.in_force.not_yet.search(text):
        return None
    named = recalled.parties or context.parties(lead.text, works.span())
    # "The line of A and B opened, when the ship C cast off": C stands behind the words of opening.
    parties = tuple(one for one in named if lead.text.find(one.name) < works.end())
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


def _recalled(one: Agreement, rules: DealRules, published: date | None) -> bool:
    """Does it look back on a signing: told as older, or as of a month gone by, of whom the opening has named?"""
    if not one.new:
        return True
    if published is None or one.signed_on or any(party.name in one.quote for party in one.parties):
        return False
    return any(gone_by(when, published) for when in moments(one.quote, rules, published))


def _is_its_paper(one: Agreement, lead: str, rules: DealRules, published: date | None) -> bool:
    """Is it the paper of a month gone by on the very thing that works (航线协议由…于3月初签署)?"""
    paper = rules.in_force.its_paper.match(one.quote)
    if published is None or one.signed_on or paper is None or paper["of"] not in lead:
        return False
    return any(
        when.grain == "month" and when.last < published.isoformat() for when in moments(one.quote, rules, published)
    )


def _may_face(parties: Sequence[Party]) -> bool:
    """May they be of both countries, as far as their names tell?"""
    countries = [party.country for party in parties if party.country]
    return len(set(countries)) == len(countries) and {*countries} <= {"CN", "RU"}
