"""What is recorded of each deal that an article tells: its kind, sides, day, branches, and whether it is news."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from transform.agreements.announcements import Unit
from transform.agreements.branches import Branches, WatchBranches, subjects
from transform.agreements.cast import alike
from transform.agreements.deal_sides import DealSides
from transform.agreements.implied_sides import Context
from transform.agreements.newness import enters_later, is_new, signs_later
from transform.agreements.older import Older
from transform.agreements.papers import deal_count, deal_type, with_each
from transform.agreements.rules import DealRules, deal_rules
from transform.agreements.sequel import Sequel
from transform.agreements.shared_sides import (
    announced_before,
    at_home,
    by_their_parts,
    is_named,
    of_sum,
    only_opens,
    spells_out,
)
from transform.agreements.signing import clause_of, moments, signed_on
from transform.agreements.status import Deal, folded, plain
from transform.agreements.third_countries import denied_at_home, of_others
from transform.agreements.told_days import ToldDays
from transform.agreements.told_deal import FEW, ToldDeal
from transform.names.gazetteer import gazetteer
from transform.names.party_rules import PartyRules, party_rules
from transform.numbers.quantities import Period
from transform.periods.days import publication_day
from transform.records import PAIR, Agreement, AgreementType, Article, Party
from transform.text.sentences import Sentence

_HEADING = 24  #: a stretch as short without a full stop and without sides is a heading ("一、合同签署概况")
#: Of two papers one of which is signed or works, the other may be no more than planned or talked over.
_APART = [{done, ahead} for done in ("signed", "in_force") for ahead in ("planned", "negotiating", "denied")]
#: So many deals only a forum brings.
_FORUM = 100
#: So near behind a deal the next sentence begins.
_NEXT = 2
#: As the gazetteer's ids of firms begin.
_FIRMS = ("company:", "bank:")


class Record:
    """The deals that an article has told so far; what a pronoun stands for is looked up in what was read before."""

    def __init__(
        self, article: Article, sentences: Sequence[Sentence], language: str, watch: WatchBranches | None
    ) -> None:
        self.deals: DealRules = deal_rules(language)
        self.sides: PartyRules = party_rules(language)
        self.article = article
        self.published = publication_day(article.published)
        self.branches = Branches(sentences, language, watch)
        self.context = Context(sentences, self.sides, article.publisher)
        self.told: list[ToldDeal] = []
        self.sequel = Sequel(self.deals, self.sides, self.published)
        self.whose = DealSides(self.deals, self.context, self.sequel, self.told)
        self.older = Older(self.deals, self.published)
        self.days = ToldDays(self.deals, self.published)

    @property
    def last(self) -> ToldDeal | None:
        """The deal told last."""
        return self.told[-1] if self.told else None

    def quote(self, unit: Unit) -> str:
        """The unit as the article writes it."""
        text: str = getattr(self.article, unit.sentence.field)
        return text[unit.start : unit.end]

    def hear(self, sentence: Sentence) -> None:
        """Take note of a sentence, whatever it tells."""
        self.context.remember(sentence)
        self.days.hear(sentence.text)
        if (last := self.last) and sentence.start >= last.agreement.end:
            sides = self.context.settled(by_their_parts(last, sentence, self.context))
            last.agreement = msgspec.structs.replace(last.agreement, parties=sides)

    def total_before(self, sentence: Sentence) -> bool:
        """Was a sum of deals told just before, whose list this opens ("Some of those made public:")?"""
        last = self.last
        return last is not None and last.agreement.count != 1 and sentence.paragraph - last.paragraph <= 1

    def in_digest(self) -> bool:
        """Has the article told the sum of deals of an occasion, or two deals of other sides each, as news?"""
        signed = [one.agreement for one in self.told if one.agreement.new and one.agreement.status == "signed"]
        single = [one.parties for one in signed if one.count == 1 and len(one.parties) > 1]
        sides = {frozenset(party.name for party in parties) for parties in single}
        return any(one.count != 1 for one in signed) or len(sides) > 1

    def sides_before(self, sentence: Sentence) -> tuple[Party, ...]:
        """Whose the deal is that its paragraph told last before a sentence that may have been passed over."""
        told = (one for one in self.told if one.paragraph == sentence.paragraph and one.agreement.end <= sentence.start)
        last = max(told, key=lambda one: one.agreement.end, default=None)
        return last.agreement.parties if last is not None and last.agreement.count == 1 else ()

    def face(self, head: Party) -> None:
        """Let whoever has several papers face the one side that the deal told last names."""
        last = self.last
        if last and len(last.agreement.parties) == 1 and not alike(head, last.agreement.parties[0]):
            sides = self.context.settled((head, *last.agreement.parties))
            last.agreement = msgspec.structs.replace(last.agreement, parties=sides)

    def has_told(self, parties: Sequence[Party]) -> bool:
        """Has the article told a deal of all these sides?"""
        return any(
            all(any(alike(party, one) for one in told.agreement.parties) for party in parties) for told in self.told
        )

    def few_before(self, sentence: Sentence) -> Agreement | None:
        """The sum of a few deals that was told just before, some of which may have been told one by one since."""
        whole = next((one for one in reversed(self.told) if not one.item), None)
        if whole is None or self.told[-1].paragraph < sentence.paragraph - 1 or whole.agreement.count in (None, 1):
            return None
        return whole.agreement if whole.agreement.count <= FEW else None

    def few_in(self, sentence: Sentence) -> Agreement | None:
        """The sum of a few deals of both sides that the sentence has just told."""
        last = self.last
        if last is None or last.item or not sentence.start <= last.agreement.start < sentence.end:
            return None
        few = last.agreement.count is not None and 1 < last.agreement.count <= FEW
        return last.agreement if few and len(last.agreement.parties) == len(PAIR) else None

    def names_sides(self, sentence: Sentence) -> bool:
        """Does it say whose the deal right before it is, whose own sentence named no two sides? The deal is theirs."""
        last = self.last
        behind = last is not None and last.paragraph >= sentence.paragraph - 1
        if last is None or not behind or sentence.start - last.agreement.end > _NEXT or last.agreement.count != 1:
            return False
        known = last.agreement
        if told := self.context.tellers(sentence.text):
            return self._told_by(last, told)
        some = any(not is_named(one, self.deals) for one in known.parties)
        nameless = len(known.parties) < len(PAIR) or (some and not any(one.id for one in known.parties))
        both = self.context.named_after(sentence.text) if nameless else ()
        kept = [one for one in known.parties if one.name in known.quote and (one.id or one.name[:1].isupper())]
        kept = [one for one in kept if is_named(one, self.deals)]
        if not both or any(not any(alike(one, side) for side in both) for one in kept):
            return False
        unit = Unit(sentence, sentence.start, sentence.end, sentence.text, True)
        last.agreement = self.sequel.merged(msgspec.structs.replace(known, parties=self.context.settled(both)), unit)
        return True

    def _told_by(self, last: ToldDeal, tellers: Sequence[Party]) -> bool:
        """Give the deal told last the sides that told of it; what describes one of them ("a Qingdao maker") yields."""
        nations = {one.country for one in tellers}
        named = [
            one for one in last.agreement.parties if one.id or one.name[:1].isupper() or one.country not in nations
        ]
        sides = (*named, *(one for one in tellers if not any(alike(one, side) for side in named)))
        if not {one.country for one in sides} >= PAIR:
            return False
        last.agreement = msgspec.structs.replace(last.agreement, parties=self.context.settled(sides))
        return True

    def add_item(self, unit: Unit, whole: Agreement) -> None:
        """Record one of the deals that were summed up: signed as they all were."""
        deal = Deal(whole.status, 0, 0, own_noun=False)
        own = deal_type(unit.text, deal, self.deals)
        before = self.last.agreement if self.last and self.last.item else whole
        kind = own if own not in (None, "agreement") else before.type if whole.type == "agreement" else whole.type
        parties = self._of_item(unit, deal, whole, before)
        agreement = msgspec.structs.replace(
            whole,
            quote=self.quote(unit),
            field=unit.sentence.field,
            start=unit.start,
            end=unit.end,
            type=kind,
            count=1,
            parties=parties,
            signed_on=self._day_of_item(unit) or whole.signed_on,
            sectors=self.branches.of(unit, parties, kind, 1, whole.sectors) or whole.sectors,
            subjects=subjects(unit.text, parties, self.deals.language),
        )
        self.told.append(ToldDeal(agreement, unit.sentence.paragraph, typed=True, item=True))

    def _day_of_item(self, unit: Unit) -> str | None:
        """The one past day that an item names: that of its signing."""
        days = {one.first for one in moments(unit.text, self.deals, self.published) if one.grain == "day"}
        past = [day for day in days if self.published and day <= self.published.isoformat()]
        return past[0] if len(days) == len(past) == 1 else None

    def _of_item(self, unit: Unit, deal: Deal, whole: Agreement, before: Agreement) -> tuple[Party, ...]:
        """Whose one of the deals summed up is: both whom it names, else whose all of them are.

        Of whom the sum only says that they are of both states (中俄海关), the item before may have the names.
        """
        named = self.whose.named(unit.text, deal)
        if len(named) == len(PAIR) and {one.country for one in named} == PAIR:
            return named
        return whole.parties if any(one.country for one in whole.parties) else before.parties

    def add(self, unit: Unit, deal: Deal, sides: tuple[Party, ...] = ()) -> None:
        """Record the deal that a clause tells, unless it only goes on about the last, or is nobody's or no news.

        `sides` are whose it is where that is known already.
        """
        last = self.last
        entry = enters_later(unit.text, deal, self.deals, self.published)
        if entry:
            deal = msgspec.structs.replace(deal, status="signed", participle=True)
        if signs_later(unit.text, deal, self.deals, self.published):
            deal = msgspec.structs.replace(deal, status="planned")
        named = sides or self.whose.named(unit.text, deal)
        if last and (taken_up := self.sequel.taken_up(last, unit, deal, named)):
            last.agreement, last.paragraph = taken_up, unit.sentence.paragraph
            return
        if self._says_little(unit, deal, named):
            return
        if of_others(unit, deal, named, self.deals) or denied_at_home(deal, named):
            return
        if at_home(self.told, unit, deal, named, self.deals) or of_sum(self.told, unit, deal, named, self.deals):
            return
        back = last is not None and self._goes_back(last, unit)
        kind = self._kind(unit, deal, named, back)
        # What leaves its verb ("contracts for fish, honey and timber") is one clause.
        counted = unit.text if deal.start == deal.end else clause_of(unit.text, deal, self.deals)
        count = deal_count(counted, self.deals)
        parties = self.whose.resolved(unit, deal, named, kind, count, back)
        before = last.agreement.sectors if last else ()
        text = unit.text
        periods = [one for one in moments(text, self.deals, self.published) if entry is None or one.end <= entry.start]
        new = is_new(text, deal, periods, self.deals, self.published)
        agreement = Agreement(
            quote=self.quote(unit),
            field=unit.sentence.field,
            start=unit.start,
            end=unit.end,
            status=deal.status,
            type=kind or "agreement",
            new=new and not self.older.as_old(last, unit, deal, periods, parties) and not self._of_old_time(unit, deal),
            count=with_each(count, text, parties, self.deals),
            parties=parties,
            sectors=self.branches.of(unit, parties, kind or "agreement", count, before),
            signed_on=self._day(unit, deal, periods),
            subjects=subjects(text, parties, self.deals.language),
        )
        if last and (both := announced_before(last, unit, agreement, self.deals)):
            agreement = msgspec.structs.replace(agreement, parties=both)
            self.told.remove(last)
        elif last and unit.start - last.agreement.end <= _NEXT and only_opens(last.agreement, agreement):
            self.told.remove(last)
        before_it = last is not None and not last.agreement.parties and self._came_before(last)
        if last and (before_it or (len(self.told) == 1 and spells_out(last.agreement, agreement, unit, self.deals))):
            last.agreement = msgspec.structs.replace(last.agreement, parties=parties)
        spot = unit.start + deal.start, unit.start + deal.end
        of_all = self._of_all_lands(agreement)
        self.told.append(ToldDeal(agreement, unit.sentence.paragraph, kind is not None, spot=spot, of_all=of_all))

    def _came_before(self, told: ToldDeal) -> bool:
        """Is it what the next one came after ("Two days after a contract for fertiliser, …")? Its day is its own."""
        return self.deals.background.follows.fullmatch(plain(told.agreement.quote)) is not None

    def _of_all_lands(self, deal: Agreement) -> bool:
        """Does it sum up the deals of all lands at a forum ("1,060 for 6.5 trillion rubles"), with China unnamed?"""
        if deal.parties or (deal.count or 0) < _FORUM or self.deals.counts.of_all.search(deal.quote) is None:
            return False
        return not gazetteer().names_which(deal.quote, self.deals.language, ("CN",))

    def _says_little(self, unit: Unit, deal: Deal, named: tuple[Party, ...]) -> bool:
        """Is it a heading, the lead-in of a list, or talk of nobody about nothing, or about a term of what was told?"""
        whose = named or deal.own_noun or self.sides.collective.search(unit.text) or self.sequel.of_that_kind(unit)
        if deal.status == "negotiating" and (not whose or self._of_what_was_told(unit, deal)):
            return True
        heading = len(unit.text) < _HEADING and unit.text[-1:].isalnum()
        # a list's lead-in; its items tell the deals
        lead_in = unit.text[-1:] in ":：" and not self.deals.counts.number.search(unit.text)
        return not named and (heading or lead_in)

    def _of_what_was_told(self, unit: Unit, deal: Deal) -> bool:
        """Are the talks about a term of the deal told just before, whoever settles it, or is it what they turn on?"""
        if self.last is None or unit.sentence.paragraph - self.last.paragraph > 1:
            return False
        talks, low = self.deals.negotiating, folded(unit.text)
        return bool(talks.crux.search(low) or (not deal.own_noun and talks.term.search(low)))

    def _goes_back(self, last: ToldDeal, unit: Unit) -> bool:
        """Does the clause speak of the deal told last, or leave its noun to it?"""
        sequel = self.sequel
        if sequel.goes_on(last, unit) or sequel.repeats(unit) or sequel.of_that_kind(unit):
            return True
        return not unit.first and self.deals.scope.one_more.match(unit.text) is not None

    def _kind(self, unit: Unit, deal: Deal, named: tuple[Party, ...], back: bool) -> AgreementType | None:
        """The deal's kind by its own noun, else by what it goes back to; None where nothing tells it."""
        last = self.last
        kind = deal_type(unit.text, deal, self.deals) or ("contract" if deal.dealt else None)
        # "The two are still discussing an agreement on …" after what they signed: another paper, of its own type.
        other = last is not None and deal.own_noun and {deal.status, last.agreement.status} in _APART
        other = other and self.deals.scope.alike.search(unit.text) is None
        # A paragraph later only a paper of the same stage is like it, and no talks.
        reach = 1 if last is not None and last.agreement.status == deal.status else 0
        beside = last is not None and unit.sentence.paragraph - last.paragraph <= reach
        like = beside and last is not None and last.agreement.type != "joint_venture"
        back = back or (like and self.deals.scope.alike.search(unit.text) is not None)  # «об аналогичной сделке с …»
        if kind in (None, "agreement") and last and back and self.sequel.lends_type(last, unit) and not other:
            kind = last.agreement.type
        if deal.status == "denied" and kind in (None, "agreement") and (meant := self._meant_above(unit)):
            kind = meant
        return (self._venture_meant(unit) or kind) if kind == "contract" and not named else kind

    def _of_old_time(self, unit: Unit, deal: Deal) -> bool:
        """Was it signed in a year long gone by, which the sentence before names?"""
        return deal.status in ("signed", "ended", "in_force") and self.days.of_old_time(unit.text)

    def _day(self, unit: Unit, deal: Deal, periods: list[Period]) -> str | None:
        """The day of signing: its own, else the one that the clause leaves to what was told before."""
        day = None
        if deal.participle and self.deals.signing.undated.fullmatch(folded(unit.text[deal.start : deal.end])):
            return None
        if self.published and deal.status in ("signed", "in_force"):
            day = signed_on(unit.text, periods, deal, self.deals, self.published)
            day = (day and self.days.the_eve(unit.text, self.last.agreement if self.last else None)) or day
        # "a memorandum concluded the same day"
        same_day = self.deals.signing.same_day.match(unit.sentence.text) is not None
        if day is None and deal.status == "signed" and (same_day or not deal.participle):
            day = self._shared_day(unit)
        return day

    def _shared_day(self, unit: Unit) -> str | None:
        """The day of signing that the clause leaves to what was told before."""
        last = self.last
        beside = last is not None and last.paragraph == unit.sentence.paragraph and not self._came_before(last)
        next_to = last is not None and unit.start - last.agreement.end <= 1
        told = last.agreement if last else None
        return self.days.shared(unit.sentence.text, unit.text, told, beside=beside, next_to=next_to)

    def _venture_meant(self, unit: Unit) -> AgreementType | None:
        """What "the contract" is, said barely in an article that has told of nothing but one contract on a venture."""
        if {one.agreement.type for one in self.told} != {"joint_venture"}:
            return None
        rest = self.deals.scope.bare.sub("", unit.text)
        own = self.deals.noun.search(folded(rest)) or self.deals.told.alone.search(folded(rest))
        return "joint_venture" if rest != unit.text and own is None else None

    def _meant_above(self, unit: Unit) -> AgreementType | None:
        """What "no such agreement", said barely, denies: what the sentence before it in its paragraph names."""
        rest = self.deals.scope.bare.sub("", unit.text)
        above = self.context.spoken(unit.sentence)[-1:]
        told = bool(above and self.told) and self.told[-1].agreement.quote in above[0]
        if rest == unit.text or self.deals.noun.search(folded(rest)) or not above or told:
            return None
        return deal_type(above[0], Deal("denied", 0, 0), self.deals)
