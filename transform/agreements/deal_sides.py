"""Whose a deal is: the sides that its clause names, and those that it leaves to what was told before."""

from __future__ import annotations

from collections.abc import Sequence

from transform.agreements.announcements import Unit
from transform.agreements.cast import NOUN, alike
from transform.agreements.implied_sides import Context
from transform.agreements.rules import DealRules
from transform.agreements.sequel import Sequel
from transform.agreements.shared_sides import who_goes_on, with_the_same
from transform.agreements.signing import clause_around
from transform.agreements.status import Deal, folded
from transform.agreements.told_deal import FEW, ToldDeal
from transform.records import AgreementType, Party

#: As the gazetteer's ids of firms begin.
_FIRMS = ("company:", "bank:")
#: So near behind a deal, with the mark of its line, the next item of its list begins.
_NEXT = 6


class DealSides:
    """Finds the sides of each deal of an article; `told` are those told so far, a list that grows."""

    def __init__(self, deals: DealRules, context: Context, sequel: Sequel, told: Sequence[ToldDeal]) -> None:
        self.deals = deals
        self.sides = context.rules
        self.context = context
        self.sequel = sequel
        self.told = told

    def named(self, text: str, deal: Deal) -> tuple[Party, ...]:
        """The sides that the unit names; those of the clause with the words of signing, where it names two."""
        start, clause = clause_around(text, deal, self.deals)
        sides = self.context.parties(clause, (deal.start - start, deal.end - start)) if clause not in (text, "") else ()
        if len(sides) >= 2:
            return sides
        whole = self.context.parties(text, (deal.start, deal.end))
        # "The accord is in force; X's hall still lacks a roof": one side alone of the next clause is none of it.
        edge = start + len(clause) if deal.own_noun and clause.rstrip().endswith((";", "；")) else len(text)
        return () if [text.find(one.name) >= edge for one in whole] == [True] else whole

    def resolved(
        self,
        unit: Unit,
        deal: Deal,
        named: tuple[Party, ...],
        kind: AgreementType | None,
        count: int | None,
        back: bool,
    ) -> tuple[Party, ...]:
        """The sides: those named, and those that the clause leaves to what was told before."""
        last = self.told[-1] if self.told else None
        # "Another is going to and fro between the two agencies", "a like document is under discussion": the same two.
        same = deal.own_noun or self.sides.points_back.search(unit.text) is not None
        if deal.status == "negotiating" and not (named or same) and self.sequel.of_that_kind(unit):
            return who_goes_on(last, unit.text, self.deals)
        text, few = unit.text, count is None or count <= FEW
        near = self._near(unit) if count is not None and few and kind != "intergovernmental" else ()
        scope = self.deals.scope
        bare = scope.anaphora.match(text) is not None or scope.bare.search(text) is not None
        bare = bare or scope.of_a_year.search(folded(text)) is not None
        # "X denied that any contract had been concluded": that of which the paragraph has just told.
        again = few and (back or bare or (deal.status == "denied" and len(named) == 1))
        parties = self.context.resolved(text, unit.sentence, named, near, again)
        if kind == "intergovernmental" and not named:
            # Firms named before the governments' papers sign none of them, nor does what only looks like a name.
            parties = tuple(one for one in parties if one.id and not one.id.startswith(_FIRMS))
        parties = with_the_same(self._paired(text, parties), last, text, self.deals)
        parties = tuple(self._as_told(text, one) for one in parties)
        return self.context.settled(self.context.lent(text, unit.sentence, parties))

    def _paired(self, text: str, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """A lone side of an older deal ("the previous contract with X"), with who made the last one with it."""
        if len(parties) != 1 or self.deals.background.cues.search(text) is None:
            return parties
        one, at = parties[0], text.find(parties[0].name)
        if at < 0 or self.sides.linked_before.search(text[:at]) is None:
            return parties
        for told in reversed(self.told):
            others = [two for two in told.agreement.parties if not alike(two, one)]
            if len(others) == 1 and len(told.agreement.parties) == 2:
                return (*others, one)
        return parties

    def _as_told(self, text: str, party: Party) -> Party:
        """The party; for "the same Harbin firm" the one of its country that the article's last deal names."""
        spot = folded(text).find(folded(party.name[:NOUN]))
        if spot <= 0 or party.id or self.sides.the_same.search(text, 0, spot) is None:
            return party
        for told in reversed(self.told):
            same = [one for one in told.agreement.parties if one.country == party.country]
            if len(same) == 1:
                return same[0]
        return party

    def _near(self, unit: Unit) -> tuple[Party, ...]:
        """The sides of the last deal of the paragraph; those of all the article's deals for "the two companies"."""
        if self.sides.same_two.search(unit.text):
            last = self.told[-1].agreement if self.told else None
            near = last.parties if last and unit.start - last.end <= _NEXT and len(last.parties) >= 2 else ()
            if near := near or self.context.told_right_before(unit.sentence):
                return near
        for told in reversed(self.told):
            if told.paragraph == unit.sentence.paragraph and len(told.agreement.parties) >= 2:
                return told.agreement.parties
        pairs = [told.agreement.parties for told in self.told if len(told.agreement.parties) >= 2]
        # Far from its names "the pair" is whom the whole article is about, and "that contract" the one that it tells.
        scope = self.deals.scope
        meant = self.sides.points_back.search(unit.text) or scope.bare.match(unit.text)
        meant = meant or scope.of_a_year.search(folded(unit.text))
        return pairs[0] if len(set(pairs)) == 1 and meant else ()
