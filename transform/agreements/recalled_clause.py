"""What a clause recalls beside the deal that its sentence tells.

"Chery, which signed a memorandum with Avtotor in 2023, has signed …"; "Two days after a contract for NPK, the two …".
"""

from __future__ import annotations

from datetime import date

import msgspec

from transform.agreements.newness import is_new
from transform.agreements.rules import DealRules
from transform.agreements.signing import moments
from transform.agreements.status import Deal, plain, read_deal
from transform.names.party_rules import PartyRules
from transform.text.sentences import Sentence


def told_apart(sentence: Sentence, rules: DealRules, sides: PartyRules, published: date | None) -> list[Sentence]:
    """The older deal that a clause recalls, and the one that the sentence tells; else the sentence.

    Each is as long as the sentence, with blanks for what is not its own: what is found keeps its place.
    """
    text = sentence.text
    if not rules.prefilter.any_in(text):
        return [sentence]
    if unrelated := rules.background.unrelated.search(text):
        start = unrelated.start("other")
        return [msgspec.structs.replace(sentence, text=" " * start + text[start:])]
    if parts := _behind_another(sentence, rules):
        return parts

    def as_news(part: str, deal: Deal) -> bool:
        return is_new(part, deal, moments(part, rules, published), rules, published)

    for clause in sides.beside.said_of.finditer(text):
        deal = read_deal(clause.group(), rules)
        if deal is None or deal.status != "signed" or not deal.own_noun or as_news(clause.group(), deal):
            continue
        rest = text[: clause.start()] + " " * len(clause.group()) + text[clause.end() :]
        told = read_deal(rest, rules)
        if told and (told.status != "signed" or as_news(rest, told)):
            # A Chinese clause stands before the name that it speaks of, up to a comma.
            behind = text.find("，", clause.end()) if clause.group()[-1] == "的" else clause.end()
            main = read_deal(text[: clause.start()], rules)
            start = main.end if main else 0
            recalled = " " * start + text[start:behind].ljust(len(text) - start)
            return [msgspec.structs.replace(sentence, text=part) for part in (recalled, rest)]
    return [sentence]


def _behind_another(sentence: Sentence, rules: DealRules) -> list[Sentence]:
    """The deal that the sentence opens with, and the one that it tells to have come after; none where it tells one."""
    text = sentence.text
    opening = rules.background.follows.search(plain(text))
    if opening is None:
        return []
    start, end = opening.span()
    rest = text[:start] + " " * (end - start) + text[end:]
    told = read_deal(rest, rules)
    if told is None or not told.own_noun:
        return []  # "After signing the contract on Monday, both sides hailed it"
    before = " " * start + text[start:end].ljust(len(text) - start)
    return [msgspec.structs.replace(sentence, text=part) for part in (before, rest)]
