"""When and where a deal was signed."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from transform.agreements.rules import DealRules
from transform.agreements.status import Deal, plain
from transform.names.gazetteer import gazetteer
from transform.names.named import canonical
from transform.names.party_rules import party_rules
from transform.numbers.quantities import Period
from transform.periods.days import find_days
from transform.periods.find import find_periods

#: So few characters lie between the words of signing and the month that is theirs.
_BESIDE = 5

#: No event at which a deal is signed lasts longer, in days.
_LONGEST_FORUM = 31
#: A day without its year that lies so far back is rather one to come.
_LONG_AGO = 240
_NEXT_CLAUSE = re.compile("[,;，；、]")
#: So far before a time stand the words that make it a start.
_BEFORE = 60
#: Further than this many characters from the words of signing, a place is where something else is.
_NEAR = 90


class Occasion(msgspec.Struct, frozen=True):
    """Where a deal was signed; `place_id` is an ISO 3166-2 code or a gazetteer id."""

    place: str | None = None
    place_id: str | None = None


def moments(text: str, rules: DealRules, published: date | None) -> list[Period]:
    """The dates in a clause that may be the deal's own: no terms, starts ("since March"), nor what is compared with."""
    if published is None:
        return []
    text = uncompared(text, rules)
    found = find_periods(text, rules.language, published)
    found += [
        day
        for day in find_days(text, rules.language, published)
        if all(day.end <= known.start or day.start >= known.end for known in found)
    ]
    return [period for period in found if not begins(text, period, rules)]


def begins(text: str, when: Period, rules: DealRules) -> bool:
    """Is the time a start or a term ("since March", "January 1 to June 30"), and not that of the paper named before?"""
    if when.grain == "days" and (date.fromisoformat(when.last) - date.fromisoformat(when.first)).days > _LONGEST_FORUM:
        return True
    before = text[max(0, when.start - _BEFORE) : when.start]
    return rules.signing.since.search(before) is not None and rules.signing.of_paper.search(before) is None


def uncompared(text: str, rules: DealRules) -> str:
    """The text without what its price or tonnage is compared with ("than in 2023"), blanked out; the same length."""
    return rules.background.against.sub(lambda match: " " * len(match.group()), plain(text))


def signed_on(text: str, periods: list[Period], deal: Deal, rules: DealRules, published: date) -> str | None:
    """The day of signing: the told day nearest to the words of signing and not after publication."""
    # "On May 17, as it said on Thursday, the firm signed …": what is inserted dates the statement.
    text = rules.signing.aside.sub(lambda match: " " * len(match.group()), text)
    days = [
        p
        for p in periods
        if p.grain == "day"
        and p.first == p.last
        and p.last <= published.isoformat()
        and not text[p.start : p.end].isspace()
        and not starts_later(text, p, deal, rules, published)
        and not rules.signing.speech.search(text[min(p.end, deal.end) : max(p.start, deal.start)])
    ]
    if deal.status == "in_force" and rules.signing.entry.search(plain(text)):
        # "The contract took effect on December 1": only "signed on May 8, it took effect …" tells when it was signed.
        days = [p for p in days if dates_deal(text, p, rules)]
    if not days:
        return None
    days = [p for p in days if p.end > _LINE or _DATELINE.match(text, p.end) is None] or days
    # A day among the words of signing (与Y10日签约，10月1日上线) is theirs.
    nearest = min(days, key=lambda p: apart(p, deal))
    # "The link that they agreed in May to build came into service on Tuesday": the month beside the words of signing
    # is theirs, and the day further off another matter's.
    months = [p for p in periods if p.grain == "month" and p.last < nearest.first]
    if any(apart(p, deal) <= _BESIDE < apart(nearest, deal) for p in months):
        return None
    # "Listed plants on Thursday, putting into effect the protocol signed with Y in February": so is the one behind what
    # is only spoken of, from which a comma parts the day.
    behind = any(deal.end <= p.start <= deal.end + _NEAR and "," not in text[deal.end : p.start] for p in months)
    if deal.participle and behind and "," in text[nearest.end : deal.start]:
        return None
    # "The first cars left on Wednesday under the contract that X made with Y": nor is the day ahead of what only
    # identifies the deal.
    named = rules.background.relative.search(plain(text))
    if named and nearest.end <= named.start() <= deal.start:
        return None
    return nearest.first


#: "BEIJING, Sept 3 (Wire) - Gazprom signed … on Tuesday": the day of the report, where another is told.
_LINE = 60
_DATELINE = re.compile(r"\s?(?:\([^)]{2,40}\)|/[^/]{2,20}/)\s?[—–./-]|\s?[—–]\s|\s-\s")


def dates_deal(text: str, when: Period, rules: DealRules) -> bool:
    """Do the words beside a time say that the deal is of it ("signed on May 8", 6月28日签署的)?"""
    signing = rules.signing
    return bool(signing.deal_dated.search(text[: when.start]) or signing.dated_deal.match(text, when.end))


def to_come(text: str, when: Period, rules: DealRules, published: date) -> bool:
    """Is it a time to come? So is a day without its year that would be most of a year ago."""
    first = date.fromisoformat(when.first)
    yearless = rules.signing.year_told.search(text[when.start : when.end]) is None
    return first > published or (yearless and (published - first).days > _LONG_AGO)


def starts_later(text: str, when: Period, deal: Deal, rules: DealRules, published: date) -> bool:
    """Is it the day to come, in a clause behind that of signing, of what starts then (双方签约，10月1日上线)?"""
    behind = when.end > deal.end and _NEXT_CLAUSE.search(text, deal.start, when.start)
    return when.grain == "day" and bool(behind) and to_come(text, when, rules, published)


def apart(when: Period, deal: Deal) -> int:
    """Characters between a time and the words of signing."""
    return max(0, when.start - deal.end, deal.start - when.end)


def clause_around(text: str, deal: Deal, rules: DealRules) -> tuple[int, str]:
    """The part of the text, cut at semicolons and "but", in which the words of signing stand, and where it starts."""
    cuts = [0, *(match.end() for match in rules.scope.clause.finditer(text)), len(text)]
    start = max(cut for cut in cuts if cut <= deal.start)
    return start, text[start : min((cut for cut in cuts if cut >= deal.end), default=len(text))]


def clause_of(text: str, deal: Deal, rules: DealRules) -> str:
    """The part of the text in which the words of signing stand."""
    return clause_around(text, deal, rules)[1]


def occasion(text: str, deal: Deal, rules: DealRules) -> Occasion:
    """The place that the clause names nearest to the words of signing, in the nominative."""
    place = place_id = None
    nearest = _NEAR
    for mention in gazetteer().find(text, rules.language, kinds=("place", "region", "port", "crossing", "country")):
        if mention.entity.kind == "country" or not rules.signing.place_before.search(
            text[max(0, mention.start - 40) : mention.start]
        ):
            continue
        surface = text[mention.start : mention.end]
        if rules.signing.of_event.match(text, mention.end) or rules.signing.place_adjective.search(surface):
            continue
        apart = max(mention.start - deal.end, deal.start - mention.end)
        if apart < nearest:
            nearest = apart
            place = canonical(surface, party_rules(rules.language), mention.entity.names)
            place_id = mention.entity.id
    return Occasion(place, place_id)
