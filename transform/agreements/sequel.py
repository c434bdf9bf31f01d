"""What a clause that only goes on about the deal told last does to it: says it again, dates or ends it."""

from __future__ import annotations

from datetime import date

import msgspec

from transform.agreements.announcements import Unit
from transform.agreements.cast import alike
from transform.agreements.older import ONCE
from transform.agreements.papers import deal_count, deal_type
from transform.agreements.rules import DealRules
from transform.agreements.shared_sides import is_named, may_be_one, named_at_last, with_its_names
from transform.agreements.signing import moments, occasion, signed_on
from transform.agreements.spoken_of import is_town_of, names_nobody, said
from transform.agreements.status import Deal, folded, masked, read_deal
from transform.agreements.told_deal import ToldDeal
from transform.names.party_rules import PartyRules
from transform.records import Agreement, Party

#: As many sides a deal has as a rule.
_PAIR = 2
#: So many paragraphs behind a deal a quotation is rather of it.
_TALK = 2
#: So near behind a deal the next sentence may say when it will be signed.
_NEXT = 24
#: Papers over a venture that are called after it.
_PLAIN = ("agreement", "contract")


class Sequel:
    """Tells a clause that goes on about the last deal from one that tells a deal of its own."""

    def __init__(self, deals: DealRules, sides: PartyRules, published: date | None) -> None:
        self.deals, self.sides, self.published = deals, sides, published

    def goes_on(self, last: ToldDeal, unit: Unit) -> bool:
        """Does the clause speak of the deal told just before, by a pronoun or a bare noun?"""
        near = last.paragraph == unit.sentence.paragraph
        return near and self.deals.scope.anaphora.match(unit.text) is not None

    def may_inherit(self, last: ToldDeal, unit: Unit) -> bool:
        """May the clause leave its noun, or say only "the second document", since the deal before it names it?"""
        near = 0 <= unit.sentence.paragraph - last.paragraph <= 1
        return self.goes_on(last, unit) or (near and self.of_that_kind(unit))

    def repeats(self, unit: Unit) -> bool:
        """Does the clause open with words for telling a deal again?"""
        return self.deals.scope.repeat.match(unit.text) is not None

    def of_that_kind(self, unit: Unit) -> bool:
        """Does the clause open with another document of the kind told before, or leave its noun ("signed one with")?"""
        if self.deals.scope.one_like.search(folded(unit.text)) is not None:
            return True
        another = self.deals.scope.another.match(unit.text)
        return another is not None and self.deals.scope.faint.search(folded(another.group())) is not None

    def lends_type(self, last: ToldDeal, unit: Unit) -> bool:
        """Is the clause's deal of the last one's type? A venture is founded once: "another document" is none of it."""
        return last.typed and not (last.agreement.type == "joint_venture" and self.of_that_kind(unit))

    def taken_up(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> Agreement | None:
        """The last deal as the clause leaves it; None where the clause tells a deal of its own."""
        known = last.agreement
        if self._provides(last, unit, deal) or self._for_it(last, unit, deal, parties):
            return known
        if self._next_talks(last, unit, deal, parties) or self._first_with(last, unit, deal, parties):
            return known
        if self._others_told(last, unit, deal) or self._won_for_it(last, unit, deal, parties):
            return known
        if self._spoken_of(last, unit, deal, parties) or self._on_terms(last, unit, deal, parties):
            return known
        if self._still_apart(last, unit, deal, parties) or self._founds_it(last, unit, deal, parties):
            return known
        if self._denied_again(last, unit, deal, parties):
            return msgspec.structs.replace(known, parties=parties)
        if not parties and self._runs(last, unit, deal):
            return known
        if not parties and self._ends_there(last, unit, deal):
            return msgspec.structs.replace(known, status="ended")
        if not parties and self._what_they_found(last, unit, deal):
            return msgspec.structs.replace(known, type="joint_venture") if known.type in _PLAIN else known
        if not parties and self.goes_on(last, unit) and self._stands_there(last, unit, deal):
            return msgspec.structs.replace(known, status="in_force")
        if deal.status == known.status and self._said_before(last, unit, deal, parties):
            return self.merged(known, unit)
        if not parties and deal.status == "denied" and self._talked_over_there(last, unit):
            return known
        came_to_nothing = not parties and deal.status == "denied"
        if came_to_nothing and (self._why(last, unit, deal) or self._once(last, unit) or self._given_up(last, unit)):
            return known
        if self._led_there(last, unit, deal, parties) or self._by_the_way(last, unit, deal, parties):
            return known
        if self._on_the_way(last, unit, deal) and (named := named_at_last(known.parties, parties)):
            return msgspec.structs.replace(known, parties=named)
        if self._same_talks(last, unit, deal) and (named := with_its_names(known.parties, parties, self.deals)):
            kind = deal_type(unit.text, deal, self.deals) if known.type == "agreement" else None
            return msgspec.structs.replace(known, parties=named, type=kind or known.type)
        if not parties and (self._when(last, unit, deal) or self._on_the_way(last, unit, deal)):
            if known.status == "signed":
                known = msgspec.structs.replace(known, status="planned", signed_on=None)
            return self.merged(known, unit)
        return None

    def _provides(self, last: ToldDeal, unit: Unit, deal: Deal) -> bool:
        """Is what is ended, refused, planned or talked over in it a matter that the paper told last provides for?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and last.agreement.status in ("signed", "planned")
        opening = self.deals.scope.provides.match(unit.text)
        if not near or opening is None or deal.status == "signed":
            return False
        papers = self.deals.noun.finditer(folded(unit.text[opening.end() :]))
        return all(self.deals.scope.faint.fullmatch(paper.group()) for paper in papers)

    def _for_it(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Is it an order that a side of the last deal placed with somebody nameless ("the buyer has ordered tanks")?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and deal.status == last.agreement.status == "signed"
        named = any(party.id or party.name[:1].isupper() for party in parties)
        return near and not named and self.deals.scope.orders.search(unit.text) is not None

    def _others_told(self, last: ToldDeal, unit: Unit, deal: Deal) -> bool:
        """Does it say that another outlet told of "the document" before, whether or not it was true?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and deal.status == "signed"
        told = last.agreement.status in ("signed", "in_force", "denied", "ended")
        return near and told and self.deals.scope.others_told.search(folded(unit.text)) is not None

    def _won_for_it(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Does it say that a side of the contract that is planned, or talked over, won the tender for it?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and deal.status == "signed"
        own = all(any(alike(party, one) for one in last.agreement.parties) for party in parties)
        ahead = last.agreement.status in ("planned", "negotiating")
        return near and ahead and own and self.deals.scope.tender.search(folded(unit.text)) is not None

    def _on_terms(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Does it only say on what terms the last deal would end ("either side may terminate the contract")?"""
        near = unit.sentence.paragraph - last.paragraph <= _TALK and deal.status in ("ended", "denied")
        if not near or last.agreement.status not in ("signed", "planned", "in_force"):
            return False
        names = [one.name for one in last.agreement.parties]
        own = all(any(may_be_one(party.name, name) for name in names) for party in parties)
        return own and self.deals.scope.terms.search(unit.text) is not None

    def _runs(self, last: ToldDeal, unit: Unit, deal: Deal) -> bool:
        """Does it only say for how long the deal will run whose signing was just told ("It is valid for two years")?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and last.agreement.status in ("signed", "planned")
        new = near and last.agreement.new and deal.status == "in_force"
        return new and self.deals.scope.runs.match(unit.text) is not None

    def _spoken_of(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Does somebody only speak of the last deal, or of deals at large, in a quotation that names no side or day?"""
        words, known = said(unit.text), last.agreement
        if words is None or not known.new or not deal.status == known.status == "signed":
            return False
        if unit.sentence.paragraph - last.paragraph > _TALK or self.sides.also.search(words):
            return False
        other = deal_type(words, deal, self.deals) not in (None, "agreement", known.type)
        several = deal_count(words, self.deals) not in (None, 1)
        others = tuple(party for party in parties if not is_town_of(party, known.parties))
        return not (other or several or moments(words, self.deals, self.published)) and names_nobody(words, others)

    def _ends_there(self, last: ToldDeal, unit: Unit, deal: Deal) -> bool:
        """Does the sentence that recalls a deal go on to say that it came to nothing ("…, but the paper lapsed")?"""
        if last.agreement.start < unit.sentence.start or last.agreement.status != "signed" or last.agreement.new:
            return False
        bare = self.deals.scope.bare.sub("", unit.text)
        return deal.status in ("ended", "denied") and self.deals.noun.search(folded(bare)) is None

    def _on_the_way(self, last: ToldDeal, unit: Unit, deal: Deal) -> bool:
        """Does it tell how far the contract is that was just said to be planned (its terms are being discussed)?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and self.deals.scope.another.match(unit.text) is None
        return near and deal.status == "negotiating" and last.agreement.status == "planned"

    def _same_talks(self, last: ToldDeal, unit: Unit, deal: Deal) -> bool:
        """Does it tell of talks right behind others, in one paragraph?"""
        near = last.paragraph == unit.sentence.paragraph and 0 <= unit.start - last.agreement.end <= _NEXT
        return near and deal.status == last.agreement.status == "negotiating"

    def _still_apart(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Does it only say, of both sides of the talks told last or of one, what they have not agreed on yet?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and last.agreement.status == "negotiating"
        if not near or deal.own_noun or deal.status not in ("negotiating", "denied"):
            return False
        own = all(any(alike(party, one) for one in last.agreement.parties) for party in parties)
        return own and self.deals.negotiating.differ.search(folded(unit.text)) is not None

    def _founds_it(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Does it say when the paper will be signed that sets up the venture just told as planned?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and last.agreement.type == "joint_venture"
        if not near or deal.status != "planned" or last.agreement.status not in ("planned", "negotiating"):
            return False
        own = all(any(alike(party, one) for one in last.agreement.parties) for party in parties)
        return own and self.deals.scope.founding.search(folded(unit.text)) is not None

    def _denied_again(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Does it name who was just said, as some firm of a town, to have denied a deal ("A Rostov bank")?"""
        beside = last.paragraph == unit.sentence.paragraph and unit.start - last.agreement.end <= _NEXT
        if not beside or not deal.status == last.agreement.status == "denied" or len(last.agreement.parties) != 1:
            return False
        who = last.agreement.parties[0]
        return not is_named(who, self.deals) and any(party.country in (who.country, None) for party in parties)

    def _talked_over_there(self, last: ToldDeal, unit: Unit) -> bool:
        """Does the sentence tell of talks, and this only that no paper has come of them yet?"""
        beside = last.paragraph == unit.sentence.paragraph
        talks = (beside or last.agreement.start >= unit.sentence.start) and last.agreement.status == "negotiating"
        return talks and self.deals.negotiating.no_paper.match(folded(unit.text)) is not None

    def _why(self, last: ToldDeal, unit: Unit, deal: Deal) -> bool:
        """Does it only say what the sides of the deal, or of the talks, told last could not agree on?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and unit.start > last.agreement.start
        return near and not deal.own_noun and self.deals.negotiating.differ.search(folded(unit.text)) is not None

    def _given_up(self, last: ToldDeal, unit: Unit) -> bool:
        """Does it say of the plan just told to be given up that it was never signed, and why?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and last.agreement.status == "ended"
        return near and self.deals.scope.another.match(unit.text) is None

    def _once(self, last: ToldDeal, unit: Unit) -> bool:
        """Does it recall in what month the deal came to nothing that has just been told as signed after all?"""
        beside = last.paragraph == unit.sentence.paragraph and last.agreement.status == "signed"
        return beside and last.agreement.new and self._past(unit)

    def _past(self, unit: Unit) -> bool:
        """Does it tell a day or month gone by, none of these days, and name no paper of its own?"""
        named = self.deals.noun.search(folded(self.deals.scope.bare.sub("", unit.text)))
        if self.published is None or named:
            return False
        told = [one for one in moments(unit.text, self.deals, self.published) if one.grain in ("month", "day")]
        days = [(self.published - date.fromisoformat(one.last)).days for one in told]
        return bool(days) and min(days) >= ONCE

    def _led_there(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Does it look back on the talks that led to the deal, or the end, that its article has told?"""
        if deal.status != "negotiating" or last.agreement.status in ("planned", "negotiating"):
            return False
        others = any(not any(alike(party, one) for one in last.agreement.parties) for party in parties)
        text = folded(unit.text)
        unsigned = self.deals.unsigned.with_noun.search(text)  # "but the protocol is yet to be signed"
        looks_back = self.deals.negotiating.before.search(text) or (len(parties) < _PAIR and self._past(unit))
        return not others and unsigned is None and bool(looks_back)

    def _by_the_way(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Is it a small matter, agreed on without a paper, in the talks that its paragraph tells?"""
        beside = last.paragraph == unit.sentence.paragraph and last.agreement.status == "negotiating"
        agreed = deal.status == "signed" and not deal.own_noun and not parties
        return beside and agreed and self.deals.told.weak.search(folded(unit.text)) is not None

    def _what_they_found(self, last: ToldDeal, unit: Unit, deal: Deal) -> bool:
        """Does the clause right behind say that those two, by a pronoun, will set up a venture: what they signed?"""
        near = last.paragraph == unit.sentence.paragraph and unit.start - last.agreement.end <= _NEXT
        if not near or deal.status != "planned" or last.agreement.status not in ("signed", "planned"):
            return False
        venture = deal_type(unit.text, deal, self.deals) == "joint_venture"
        return venture and self.sides.points_back.match(unit.text) is not None

    def _stands_there(self, last: ToldDeal, unit: Unit, deal: Deal) -> bool:
        """Does the sentence only say that the old deal told last still stands ("It remains in force")?"""
        if deal.status != "in_force":
            return False
        # "It was renewed in 2017 and is in force" tells a deal of its own.
        return not deal.own_noun and not any(letter.isdigit() for letter in unit.text)

    def _next_talks(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Are they the talks that the two who have just signed will hold ("they will discuss a contract by August")?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and last.agreement.new
        if not near or last.agreement.status != "signed" or deal.status != "negotiating":
            return False
        own = all(any(alike(party, one) for one in last.agreement.parties) for party in parties)
        return own and self.deals.negotiating.to_come.search(folded(unit.text)) is not None

    def _first_with(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Does it say of the last deal that a side made none with its partner's kind before?"""
        near = unit.sentence.paragraph - last.paragraph <= 1 and deal.status == last.agreement.status == "signed"
        others = [one for one in parties if not any(alike(one, side) for side in last.agreement.parties)]
        return near and len(others) <= 1 and self.deals.scope.first_with.search(unit.text) is not None

    def _when(self, last: ToldDeal, unit: Unit, deal: Deal) -> bool:
        """Does the next sentence say when what is talked over or agreed on will be signed («Договор подпишут …»)?"""
        if deal.status != "planned" or not (last.agreement.status == "negotiating" or self._only_agreed(last)):
            return False
        if unit.sentence.paragraph != last.paragraph or unit.start - last.agreement.end > _NEXT:
            return False
        opening = self.deals.scope.anaphora.match(unit.text)
        bare = self.deals.scope.bare.sub("", unit.text[opening.end() :] if opening else unit.text)
        return bare != unit.text and self.deals.noun.search(folded(bare)) is None

    def _only_agreed(self, last: ToldDeal) -> bool:
        """Was the deal told as agreed on, or won by tender, which a paper may still have to follow?"""
        told = read_deal(last.agreement.quote, self.deals) if last.agreement.status == "signed" else None
        if told is None:
            return False
        text, weak, won = folded(last.agreement.quote), self.deals.told.weak, self.deals.told.won
        return weak.match(text, told.start) is not None or won.match(masked(text, self.deals), told.start) is not None

    def _said_before(self, last: ToldDeal, unit: Unit, deal: Deal, parties: tuple[Party, ...]) -> bool:
        """Does the clause only say again, or go on about, the deal that was told last?"""
        if self.deals.scope.another.match(unit.text) or self.deals.counts.part.match(unit.text):
            return False  # "The contract is one of 14 that the delegation signed" tells their sum
        if deal.status == "signed" and self.deals.scope.other_paper.search(folded(unit.text)):
            return False  # "It has nothing to do with the coal contract signed two days before"
        others = any(not any(alike(party, one) for one in last.agreement.parties) for party in parties)
        if others and self.deals.scope.one_like.search(folded(unit.text)):
            return False  # "It also signed one with Y"
        if self.repeats(unit):
            return True
        if len(parties) >= 2:
            return False
        if self.goes_on(last, unit) and not deal.own_noun:
            return True
        # "The sides agreed to run more trains", a paragraph below their protocol, is what it says.
        below = unit.sentence.paragraph - last.paragraph == 1 and not self.sides.also.search(unit.text)
        if below and not (parties or deal.own_noun) and self.sides.points_back.match(unit.text):
            return True
        if deal.status == "negotiating" and not parties and not deal.own_noun:
            return True
        if deal.status == "denied" and not parties:
            return True
        near = unit.sentence.paragraph - last.paragraph <= 1 and not self.deals.background.cues.search(unit.text)
        bare = self.deals.scope.bare.sub("", unit.text)
        return near and not parties and bare != unit.text and self.deals.noun.search(folded(bare)) is None

    def merged(self, known: Agreement, unit: Unit) -> Agreement:
        """The deal with what a sentence that goes on about it adds to its first statement."""
        changes: dict[str, object] = {}
        where = occasion(unit.text, Deal("signed", 0, len(unit.text)), self.deals)
        if known.place is None and where.place:
            changes |= {"place": where.place, "place_id": where.place_id}
        if known.signed_on is None and self.published and known.status == "signed":
            periods = moments(unit.text, self.deals, self.published)
            deal = read_deal(unit.text, self.deals, inherited=True) or Deal("signed", 0, 0)
            if deal.status == "signed" and (day := signed_on(unit.text, periods, deal, self.deals, self.published)):
                changes["signed_on"] = day
        return msgspec.structs.replace(known, **changes) if changes else known
