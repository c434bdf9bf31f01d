"""One mention a deal, where one sentence tells several: of one side with two others, or of one pair on two goods."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import msgspec

from transform.agreements.papers import deal_type
from transform.agreements.rules import deal_rules
from transform.agreements.status import Deal
from transform.records import Party
from warehouse.register.article_deals import FEW
from warehouse.register.reading import Reading
from warehouse.sides.sides import Side, sides
from warehouse.topics import join_places, other_goods, paper_joins, topics

#: A sentence with more "and" than this is a list of something else.
_MOST_JOINED = 8


def unfold(reading: Reading) -> list[Reading]:
    """One mention a deal, where one sentence tells several of one side: "X signed memorandums with Y and Z"."""
    named = [(party, side) for party in reading.parties for side in sides((party,), ())]
    if reading.count == len(named) > 1 and _of_one_nation([side for _, side in named]):
        return [msgspec.structs.replace(reading, parties=(party,), count=1) for party, _ in named]
    if reading.count != 1 and len(named) < 3 and (each := _by_goods(reading)):
        return each
    if len(named) == 2 and (both := _by_papers(reading)):
        return both
    if not 3 <= len(named) <= FEW + 1 or not all(side.concrete for _, side in named):
        return [reading]
    glosses = {party: gloss for party, _ in named if (gloss := _gloss(reading, party))}
    if reading.count == 1 and len(glosses) < len(named) - 1:
        return [reading]
    by_country: dict[str | None, list[Party]] = defaultdict(list)
    for party, side in named:
        by_country[side.country].append(party)
    nameless, first = by_country.pop(None, []), named[0][1].country
    if first is None and len(nameless) == 1 and len(by_country) == 1:
        by_country[None], nameless = nameless, []  # the one that is named first and the others, all of one nation
    if len(by_country) != 2 or (nameless and (first is None or len(by_country[first]) > 1)):
        return [reading]
    # Whose nation is not told stands among the partners of the one that is named first.
    for nation in by_country.keys() - {first}:
        by_country[nation] += nameless
    few, many = sorted(by_country.values(), key=len)
    pairwise = deal_rules(reading.language).counts.pairwise.search(reading.quote) is not None
    if pairwise and not nameless and len(few) == len(many) and reading.count in (None, len(many)):
        # A、B分别与C、D签署: the first with the first, the second with the second
        return [msgspec.structs.replace(reading, parties=pair, count=1) for pair in zip(few, many, strict=True)]
    if len(few) != 1 or (reading.count not in (None, len(many)) and not glosses.keys() >= set(many)):
        return [reading]
    return [
        msgspec.structs.replace(
            _glossed(reading, glosses[other]) if glosses.keys() >= set(many) else reading,
            parties=tuple(one for one in reading.parties if one in (few[0], other)),
            count=1,
        )
        for other in many
    ]


def _gloss(reading: Reading, party: Party) -> tuple[int, int] | None:
    """Where a partner stands with what was agreed with it in brackets: "Rosgosstrakh (rail freight, a memorandum)".

    A capital opens another name of the firm's, or where it is from.
    """
    found = re.search(rf"{re.escape(party.name)}[»”\"]? \((?=[a-zа-яё])[^()]{{3,}}\)", reading.quote)
    return found.span() if found else None


def _glossed(reading: Reading, span: tuple[int, int]) -> Reading:
    """The mention of one partner and its matter; a kind of paper that another's matter tells is none of its own."""
    quote = reading.quote[slice(*span)]
    told = deal_type(quote, Deal("signed", 0, len(quote)), deal_rules(reading.language))
    start, end = (reading.start + at for at in span)
    return msgspec.structs.replace(reading, quote=quote, start=start, end=end, type=told or "agreement")


def _of_one_nation(named: Sequence[Side]) -> bool:
    """Are they all partners of one nation, of a side that the sentence leaves out ("one with X and one with Y")?"""
    return len({side.country for side in named}) == 1 and all(side.country and side.concrete for side in named)


def _by_papers(reading: Reading) -> list[Reading]:
    """Two mentions for two papers of one pair of two kinds, or on other goods: "a contract on A and a loan for B"."""
    joins = paper_joins(reading.quote, reading.language) if reading.count in (1, 2) else []
    if len(joins) != 1 or reading.status not in ("signed", "planned"):
        return []
    first, second = _cut(reading, joins)
    kinds = [deal_type(part.quote, Deal("signed", 0, 0), deal_rules(reading.language)) for part in (first, second)]
    if kinds[0] is None and first.topics.goods:
        kinds[0] = "contract"  # "900,000 tonnes of fertilizer, and a memorandum on a blending plant"
    if kinds[1] is None and second.topics.goods:
        kinds[1] = kinds[0]  # "a protocol on linseed cake, on the same day as one for chickpeas"
    if None in kinds or (kinds[0] == kinds[1] and not other_goods(first.topics.goods, second.topics.goods)):
        return []
    return [msgspec.structs.replace(part, type=kind) for part, kind in zip((first, second), kinds, strict=True)]


def _by_goods(reading: Reading) -> list[Reading]:
    """One mention each for "two protocols, on A and on B"; a bare plural counts where each goods has its protocol."""
    count = reading.count or (2 if reading.type == "protocol" else 0)
    joins = join_places(reading.quote, reading.language)
    if not 2 <= count <= FEW or len(joins) > _MOST_JOINED:
        return []
    found = [parts for cuts in combinations(joins, count - 1) if _on_other_goods(reading, parts := _cut(reading, cuts))]
    return found[0] if len(found) == 1 else []


def _cut(reading: Reading, cuts: Sequence[tuple[int, int]]) -> list[Reading]:
    """The mention cut at these places; the sum that it tells is the first one's."""
    edges = [0, *(edge for cut in cuts for edge in cut), len(reading.quote)]
    return [
        msgspec.structs.replace(
            reading,
            quote=reading.quote[begin:end],
            start=reading.start + begin,
            end=reading.start + end,
            count=1,
            value=reading.value if begin == 0 else None,
            unit=reading.unit if begin == 0 else None,
        )
        for begin, end in zip(edges[::2], edges[1::2], strict=True)
    ]


def _on_other_goods(reading: Reading, parts: Sequence[Reading]) -> bool:
    goods = [topics(part.quote, part.language, reading.parties).goods for part in parts]
    return all(goods) and all(other_goods(one, other) for one, other in combinations(goods, 2))
