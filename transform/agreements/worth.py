"""What a deal is worth: the sum told in its own clause, or in a sentence soon after that tells of no other deal.

The figures are read by then, with what each of them measures, so that a price per tonne or the cost of a plant
beside the deal isn't taken for the deal's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import msgspec

from transform.agreements.cast import alike
from transform.agreements.rules import deal_rules
from transform.agreements.status import folded
from transform.periods.days import publication_day
from transform.records import Agreement, Article, Figure

_NOT_ITS_OWN = frozenset({"price", "tariff", "turnover", "settlement", "production"})
"""Sums that a clause may tell beside its deal: of one unit of the goods, of the trade as a whole."""

_LEAST = 10_000
"""A smaller sum is the price of one unit ("1.1 million tonnes at $273"), never what a deal is worth."""

_BESIDE = 60
"""So many characters before a sum may say that it is yearly."""

_SOON = 500
"""Further than this many characters after the deal, a sum is another story's."""


def with_values(
    article: Article,
    agreements: Sequence[Agreement],
    asides: Sequence[Agreement],
    figures: Sequence[Figure],
    language: str,
) -> tuple[Agreement, ...]:
    """The agreements with `value` and `unit`, an ISO 4217 code, where the article tells them.

    What it tells of others in passing (`asides`) has sums of its own.
    """
    sums = [one for one in figures if one.measure == "level" and _is_money(one) and one.value >= _LEAST]
    sums = [one for one in sums if not _each_year(article, one, language)]
    taken_back = [one for one in sums if _told_wrong(article, one, language)]
    published = publication_day(article.published)
    found = []
    for deal, next_deal in pairwise([*agreements, None]):
        assert deal is not None
        wrong = [one for one in taken_back if one.field == deal.field]
        here = [one for one in sums if one.field == deal.field and one not in wrong]
        end = deal.end + _SOON
        if next_deal is not None and next_deal.field == deal.field:
            end = min(end, next_deal.start)
        others = [one for one in asides if one.field == deal.field and _is_of_others(one, deal)]
        free = [one for one in here if not any(other.start <= one.start < other.end for other in others)]
        own = (
            _set_right(deal, here, wrong)
            or _inside(deal, here, published)
            or _soon_after(article, deal, end, free, language)
            or _set_right_after(deal, end, free, wrong)
        )
        found.append(msgspec.structs.replace(deal, value=own.value, unit=own.unit) if own else deal)
    return tuple(found)


def set_right(
    article: Article, asides: Sequence[Agreement], figures: Sequence[Figure], language: str
) -> tuple[Agreement, ...]:
    """The asides of an article that tells no deal, with the sum that a correction sets against a wrong one behind them.

    "In our report on X's contract with Y we misstated its value. It is $84 million, not $48 million."
    """
    sums = [one for one in figures if one.measure == "level" and _is_money(one) and one.value >= _LEAST]
    wrong = [one for one in sums if _told_wrong(article, one, language)]
    found = []
    for aside in asides:
        here = [[one for one in ours if one.field == aside.field] for ours in (sums, wrong)]
        own = _set_right_after(aside, aside.end + _SOON, *here)
        found.append(msgspec.structs.replace(aside, value=own.value, unit=own.unit) if own else aside)
    return tuple(found)


def _is_of_others(aside: Agreement, deal: Agreement) -> bool:
    """Does it name two, and none of the deal's sides ("The priciest is X's contract with Y")?"""
    return len(aside.parties) >= 2 and not any(alike(one, side) for one in aside.parties for side in deal.parties)


def _is_money(figure: Figure) -> bool:
    return len(figure.unit) == 3 and figure.unit.isupper() and figure.unit != "TEU"


def _each_year(article: Article, figure: Figure, language: str) -> bool:
    """Is it paid every year or month, or by each side ("$3 million a year", "each")? The deal is worth many of it."""
    text, rules = folded(article.text if figure.field == "text" else article.title), deal_rules(language)
    before = text[max(0, figure.start - _BESIDE) : figure.start]
    return bool(rules.scope.each_year.match(text, figure.end) or rules.scope.yearly.search(before))


def _told_wrong(article: Article, figure: Figure, language: str) -> bool:
    """Is it the sum that a correction takes back ("worth 34 million yuan, not 340 million")?"""
    text = folded(article.text if figure.field == "text" else article.title)
    return bool(deal_rules(language).scope.denied.search(text[max(0, figure.start - _BESIDE) : figure.start]))


def _set_right(deal: Agreement, sums: Sequence[Figure], wrong: Sequence[Figure]) -> Figure | None:
    """The sum that the deal's own clause sets against a wrong one: the first of that money before it."""
    taken_back = next((one for one in wrong if deal.start <= one.start < deal.end), None)
    if taken_back is None:
        return None
    told = [one for one in sums if deal.start <= one.start < taken_back.start and one.unit == taken_back.unit]
    return told[0] if told else None


def _set_right_after(deal: Agreement, end: int, sums: Sequence[Figure], wrong: Sequence[Figure]) -> Figure | None:
    """The sum that a sentence between the deal and `end` sets against a wrong one of that money right behind it."""
    for taken_back in wrong:
        for one in sums:
            beside = one not in wrong and 0 < taken_back.start - one.end < _BESIDE and one.unit == taken_back.unit
            if beside and deal.end <= one.start < end and one.metric not in _NOT_ITS_OWN:
                return one
    return None


def _traded(figure: Figure, published: date | None) -> bool:
    """Is it what was shipped in a time that is over ("signed a memorandum; such trade was $3 billion last year")?"""
    over = figure.period_end is not None and published is not None and figure.period_end < published.isoformat()
    return over and figure.metric in ("exports", "imports")


def _inside(deal: Agreement, sums: Sequence[Figure], published: date | None) -> Figure | None:
    own = [
        one
        for one in sums
        if deal.start <= one.start < deal.end and one.metric not in _NOT_ITS_OWN and not _traded(one, published)
    ]
    return next((one for one in own if one.metric == "contract_value"), own[0] if own else None)


def _soon_after(article: Article, deal: Agreement, end: int, sums: Sequence[Figure], language: str) -> Figure | None:
    """The sum of a contract, or the money of a loan, told before `end`; in the next paragraph only beside its noun."""
    for one in sums:
        if not deal.end <= one.start < end or one.period_start:
            continue
        if one.metric == "contract_value" or (one.metric == "finance" and deal.type == "loan"):
            between, rules = article.text[deal.end : one.start], deal_rules(language)
            if rules.counts.number.search(between) or (deal.count != 1 and rules.counts.of_them.search(between)):
                return None  # what other deals, counted apart, or some of the sum come to
            paragraphs = between.split("\n\n")
            named = len(paragraphs) == 2 and rules.noun.search(folded(paragraphs[1]))
            return one if len(paragraphs) == 1 or named else None
    return None
