"""Sides that a clause takes from deals told before it: "with the same province", "with twelve Amur farms"."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from transform.agreements.announcements import Unit
from transform.agreements.cast import alike, compatriots, party_of
from transform.agreements.implied_sides import Context
from transform.agreements.joint_nouns import of_state
from transform.agreements.rules import DealRules
from transform.agreements.status import Deal, folded
from transform.agreements.told_deal import ToldDeal
from transform.names.gazetteer import gazetteer
from transform.names.named import LAND, name_at
from transform.records import PAIR, Agreement, Party
from transform.text.sentences import Sentence

#: So near behind a deal the next sentence begins, and so many paragraphs behind a sum one goes on about it.
_NEXT, _BEHIND_SUM = 2, 1


def with_the_same(parties: tuple[Party, ...], last: ToldDeal | None, text: str, deals: DealRules) -> tuple[Party, ...]:
    """A lone side that signs "with the same province": with the other country's side of the deal told last."""
    if last is None or deals.scope.same_side.search(folded(text)) is None:
        return parties
    told = last.agreement.parties
    # Whoever stood beside the same province before is not beside it now.
    own = tuple(one for one in parties if not any(alike(one, other) for other in told)) or parties
    if len(own) != 1 or {one.country for one in parties} != {own[0].country}:
        return parties
    others = [one for one in told if one.country not in (own[0].country, None)]
    return (*own, *others) if len(others) == 1 and own[0].country else parties


def behind_two_lands(last: ToldDeal | None, sentence: Sentence) -> bool:
    """Is the deal that its paragraph told last one of two lands or bodies?"""
    if last is None or last.paragraph != sentence.paragraph:
        return False
    return len(last.agreement.parties) == len(PAIR) and all(map(of_state, last.agreement.parties))


def only_opens(told: Agreement, ended: Agreement) -> bool:
    """Does a denial of nobody only open the news of an end («Завода не будет. X и Y расторгли договор»)?"""
    nobody = not any(party.country for party in told.parties)
    return told.status == "denied" and nobody and ended.status == "ended" and bool(ended.parties)


def announced_before(last: ToldDeal | None, unit: Unit, told: Agreement, deals: DealRules) -> tuple[Party, ...]:
    """The sides of a deal of which the sentence right before says only that it is one more; none where it says more.

    "X has struck its second Chinese deal in a week. Y gave it exclusive rights under an agreement signed on Monday."
    """
    if last is None or not 0 <= unit.start - last.agreement.end <= _NEXT:
        return ()
    known = last.agreement
    signed = known.status == told.status == "signed" and known.new and told.new and known.count == told.count == 1
    days = {known.signed_on, told.signed_on} - {None}
    if not signed or len(known.parties) != 1 or len(days) > 1:
        return ()
    others = tuple(one for one in told.parties if not alike(one, known.parties[0]))
    one_more = deals.scope.one_of_many.search(folded(known.quote)) is not None
    return (
        (*known.parties, *others) if one_more and len(others) == 1 and not compatriots(*known.parties, *others) else ()
    )


def who_goes_on(last: ToldDeal | None, text: str, deals: DealRules) -> tuple[Party, ...]:
    """Of the last deal's sides the one that talks "with a second bank, in Heihe": the other country's."""
    lands = {found.entity.country for found in gazetteer().find(text, deals.language)} - {None}
    sides = last.agreement.parties if last else ()
    own = tuple(one for one in sides if one.country not in lands)
    return own if lands and len(own) == 1 < len(sides) else ()


def at_home(told: Sequence[ToldDeal], unit: Unit, deal: Deal, parties: tuple[Party, ...], deals: DealRules) -> bool:
    """Did a side of a deal told before sign with nameless firms of its own country ("with twelve Amur farms")?

    Or of a third one ("in Fergana, where it has signed with three mills")?
    """
    if deal.status != "signed" or deals.scope.nameless.search(unit.text) is None:
        return False
    lands = {found.entity.country for found in gazetteer().find(unit.text, deals.language)} - {None}
    if lands and not lands & PAIR and not parties:
        return True
    return len(lands) == 1 and any(_home(one.agreement, parties, lands) for one in told)


def of_sum(told: Sequence[ToldDeal], unit: Unit, deal: Deal, parties: tuple[Party, ...], deals: DealRules) -> bool:
    """Does it say what else firms without a name agreed on, behind the sum of their deals? It is a part of that."""
    if parties or deal.status != "signed" or deals.counts.rest.match(unit.text) is None:
        return False
    near = (one for one in told if unit.sentence.paragraph - one.paragraph <= _BEHIND_SUM)
    return any(one.agreement.count != 1 and one.agreement.new for one in near)


def spells_out(lead: Agreement, agreement: Agreement, unit: Unit, deals: DealRules) -> bool:
    """Does it name both sides of the deal that the article's first sentence, right before it, has told without them?

    "Bryansk builders came home from Hefei with a contract. Bryanskselmash and Zoomlion yesterday sealed …".
    """
    if lead.start or unit.start - lead.end > _NEXT or deals.scope.another.match(unit.text):
        return False
    same = (lead.status, lead.new, lead.count) == (agreement.status, agreement.new, 1)
    same = same and agreement.count == 1 and (lead.type == agreement.type or "agreement" in (lead.type, agreement.type))
    lands = [one.country for one in agreement.parties]
    both = len(lands) == len(PAIR) and {*lands} <= {*PAIR, None} and lands[0] != lands[1]
    named = both and all(is_named(one, deals) and one.name in unit.text for one in agreement.parties)
    few = len(lead.parties) < len(PAIR) and not any(one.id for one in lead.parties)
    return same and named and (few or not any(is_named(one, deals) for one in lead.parties))


def is_named(party: Party, deals: DealRules) -> bool:
    """Is it a side by a name, and not just some firm of a kind ("a Qingdao maker", 俄罗斯一家面粉企业)?"""
    return party.id is not None or deals.scope.anybody.search(party.name) is None


def _home(known: Agreement, parties: tuple[Party, ...], lands: set[str | None]) -> bool:
    """Is one side of the deal of that country, and nobody named who is not?"""
    near = [one for one in known.parties if one.country in lands] or [one for one in known.parties if not one.country]
    others = [party for party in parties if party.country not in lands]
    theirs = all(any(may_be_one(party.name, one.name) for one in near) for party in others)
    return known.count == 1 and 0 < len(near) < len(known.parties) and theirs


def may_be_one(one: str, other: str) -> bool:
    """Is the one name the other, or a part of it ("Fengyuan", "Fengyuan Grain")?"""
    short, long = sorted((one, other), key=len)
    return short in long


def named_at_last(known: tuple[Party, ...], named: tuple[Party, ...]) -> tuple[Party, ...]:
    """A deal's two sides by the names that a later clause gives both; none where it names others.

    "A state insurer will sign with the central bank's arm. … China Re and RNRC have worked on the text since autumn."
    """
    if len(named) != len(known) or len({one.country for one in named}) != len(PAIR):
        return ()
    both = (zip(known, order, strict=True) for order in (named, named[::-1]))
    return named if any(all(_may_name(one, other) for one, other in pairs) for pairs in both) else ()


def with_its_names(known: tuple[Party, ...], told: tuple[Party, ...], deals: DealRules) -> tuple[Party, ...]:
    """A deal's two sides, of which one was some firm of a kind that the next clause names; none where it names others.

    "X is in talks with a Chinese tractor maker. The Rostov firm discusses a venture with Y."
    """
    lands = {one.country for one in known}
    if len(known) != len(PAIR) or len(lands) != len(PAIR) or not lands <= {*PAIR, None} or not told:
        return ()
    sides: list[Party] = []
    for side in known:
        nameless = not is_named(side, deals)
        same_land = {side.country, None} if nameless else {side.country}
        others = [one for one in told if one.country in same_land and not alike(one, side)]
        named = [one for one in others if is_named(one, deals)]
        if not nameless and not named:
            sides.append(side)
        elif nameless and len(named) == len(others) == 1:
            sides.append(named[0])
    return tuple(sides) if len(sides) == len(PAIR) and set(sides) != set(known) else ()


def _may_name(one: Party, other: Party) -> bool:
    """May the other be the name of a side, which is told by it too, or by its kind ("a Shandong chemical group")?"""
    by_kind = one.id is None and one.name.rpartition(" ")[2].islower() and not _foreign(one, other)
    return by_kind or alike(one, other)


def _described(one: Party) -> bool:
    """Is it told by what it is ("Karelian mill", "mill in Guangxi"), in a language that writes names with a capital?"""
    return one.name[:1].islower() or one.name.rpartition(" ")[2].islower()


def _foreign(one: Party, other: Party) -> bool:
    return None not in (one.country, other.country) and one.country != other.country


def by_their_parts(last: ToldDeal, sentence: Sentence, context: Context) -> tuple[Party, ...]:
    """The deal's sides with those that a later sentence of its paragraph names by their parts ("The buyer is Kolmar").

    A name takes the place of the description of a side, or that of the one side that the deal left out.
    """
    parties = last.agreement.parties
    if last.paragraph != sentence.paragraph or last.agreement.count != 1:
        return parties
    for role in context.rules.role.finditer(sentence.text):
        named = next((one for one in context.named(sentence.text) if one.end > role.end()), None)
        if named is None or named.start > role.end() or named.kind in LAND:
            continue
        if named.start < role.end() and named.id is None:
            named = name_at(sentence.text, role.end(), named.end, named.kind, context.rules)  # 买方为科尔马公司
        parties = _with_one(parties, party_of(named))
    return parties


def _with_one(parties: tuple[Party, ...], party: Party) -> tuple[Party, ...]:
    """The sides with one that had been described by what it is, or left out."""
    if any(alike(one, party) for one in parties):
        return parties
    described = [one for one in parties if one.id is None and _described(one) and not _foreign(one, party)]
    if len(described) == 1:
        party = msgspec.structs.replace(party, country=party.country or described[0].country)
        return tuple(party if one is described[0] else one for one in parties)
    if len(parties) != 1 or parties[0].country not in PAIR or parties[0].country == party.country:
        return parties
    return (*parties, msgspec.structs.replace(party, country=party.country or min(PAIR - {parties[0].country})))
