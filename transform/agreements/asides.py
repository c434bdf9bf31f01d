"""Sentences that name a firm and announce no deal: asides that may recall one which others told.

"The deal comes eight days after Angara Pulp sold 450,000 tonnes to a trader in Xiamen": no pattern of deals reads that,
and none should; but whoever knows the deal knows which is meant. The register looks for it, and forgets the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from transform.agreements.branches import subjects
from transform.agreements.cast import ORGANISED, party_of
from transform.agreements.implied_sides import Context
from transform.agreements.papers import deal_type
from transform.agreements.parties import distinct
from transform.agreements.rules import deal_rules
from transform.agreements.sectors import find_sectors
from transform.agreements.status import Deal, folded, read_deal
from transform.agreements.third_countries import of_third
from transform.names.origin import with_origins
from transform.names.party_rules import party_rules
from transform.records import PAIR, Agreement, Article
from transform.rules import load
from transform.text.cue import CueBook, fold
from transform.text.sentences import LONGEST, Sentence

_NAMED = ORGANISED | {"unknown", "port"}
#: A sentence with more names than this lists what it does not tell.
_MOST = 5


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    told: tuple[str, ...]


@cache
def _words(language: str) -> CueBook:
    return CueBook({"told": {"a deal": load("asides", language, _File).told}}, spaced=language != "zh")


def _spoken(text: str, language: str) -> list[int]:
    """Where a text speaks of a paper, of trade, of work given out."""
    return [cue.start for cue in _words(language).find(fold(text))["told"]]


def speaks_of_deals(text: str, language: str) -> bool:
    """Does it speak of a paper, of trade, of work given out?"""
    return bool(_spoken(text, language))


def find_asides(
    article: Article, sentences: Sequence[Sentence], language: str, told: Sequence[Agreement]
) -> tuple[Agreement, ...]:
    """The sentences of the body beside the deals that it tells, each with the firms that it names."""
    context = Context(sentences, party_rules(language), article.publisher)
    rules = deal_rules(language)
    spoken = _spoken(article.text, language)
    found = []
    for sentence in sentences:
        if sentence.field != "text" or len(sentence.text) > LONGEST or _told(sentence, told):
            continue
        if not any(sentence.start <= place < sentence.end for place in spoken):
            continue
        firms = [one for one in context.named(sentence.text) if one.kind in _NAMED]
        parties = context.settled(distinct([party_of(one) for one in firms]))
        if not parties and not (any(map(str.isdigit, sentence.text)) and rules.noun.search(folded(sentence.text))):
            continue  # "The contract for 2019 was for 1.8 million tonnes": of those who made the one told beside it
        # "Kazakhstan's wagon works signed a licence with Qiqihar": no deal of the pair is recalled
        apart = bool(parties) and not {one.country for one in parties} >= PAIR and of_third(sentence.text, rules)
        if len(parties) > _MOST or apart:
            continue
        deal = read_deal(sentence.text, rules)
        found.append(
            Agreement(
                quote=sentence.text,
                field="text",
                start=sentence.start,
                end=sentence.end,
                # What ends may have been signed long ago; the stage that is kept is the register's.
                status="ended" if deal and deal.status == "ended" else "signed",
                type=deal_type(sentence.text, Deal("signed", 0, len(sentence.text)), rules) or "agreement",
                new=False,
                parties=parties,
                sectors=find_sectors(sentence.text, language),
                subjects=subjects(sentence.text, parties, language),
            )
        )
    return with_origins(article, found, language)


def _told(sentence: Sentence, told: Sequence[Agreement]) -> bool:
    return any(one.field == "text" and one.start < sentence.end and sentence.start < one.end for one in told)
