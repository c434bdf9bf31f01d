"""The agreements that an article announces or recalls: one mention for each announcing sentence or list item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import Protocol

import msgspec

from transform.days import publication_day
from transform.deal_branches import branches, subjects
from transform.deal_cast import alike
from transform.deal_context import Context
from transform.deal_rules import DealRules, deal_rules
from transform.deal_sequel import Sequel, ToldDeal
from transform.deal_signs import DEALS, Signs, likely, signs_of
from transform.deal_type import deal_count, deal_type, with_each
from transform.deal_units import Unit, one_of_sum, talks_of_firms, told_by_one_clause, units_of
from transform.deal_working import working
from transform.gazetteer import gazetteer
from transform.origin import with_origins
from transform.party_rules import PartyRules, party_rules
from transform.records import Agreement, AgreementType, Article, Party
from transform.sectors import find_sectors
from transform.sentence_signs import Told, told_in
from transform.signing import clause_around, clause_of, enters_later, is_new, moments, occasion, signed_on
from transform.status import Deal, folded, read_deal
from transform.text import BULLETS, Sentence
from transform.told_days import ToldDays

LONGEST = 2_000
"""A longer "sentence" is page furniture or a table, which announces nothing."""
_SOON = 30
"""So near behind the sides' colon a deal's noun says what they made."""
_HEADING = 24  #: a stretch as short without a full stop and without sides is a heading ("一、合同签署概况")
#: Of two papers one of which is signed or works, the other may be no more than planned or talked over.
_APART = [{done, ahead} for done in ("signed", "in_force") for ahead in ("planned", "negotiating", "denied")]
_ITEM = re.compile(rf"^\s*(?:[{BULLETS}*–—-]|\(?\d{{1,2}}[.)、．]|[①-⑳])\s*")
_CLOSING = ' »”"』」'
_PAIR = frozenset({"CN", "RU"})
#: Deals of a trade, which the article is mostly about; a memorandum is often about trade at large.
_GOODS = ("contract", "loan", "joint_venture")
#: The sign that a sentence names a paper: a contract, a protocol.
_PAPER = "thing paper"
_FEW = 5
"""More deals than this at once are a total, whose sides are not those of the deal told before."""
#: In a list item or an ellipsis the sides stand before this.
_AFTER_SIDES = re.compile(r"[:：]\s|\s[—–-]\s")


class Watch(Protocol):
    """Is shown the signs of each sentence of the body; the weights of deals are fitted to them."""

    def __call__(self, sentence: Sentence, signs: Signs) -> None: ...


class _Reader:
    """Reads one article's sentences in order; what a pronoun stands for is looked up in what was read before."""

    def __init__(
        self, article: Article, sentences: Sequence[Sentence], language: str, weigh: bool, watch: Watch | None
    ) -> None:
        self.deals: DealRules = deal_rules(language)
        self.sides: PartyRules = party_rules(language)
        self.published = publication_day(article.published)
        self.texts = [sentence.text for sentence in sentences]
        self.title = article.title
        self.context = Context(sentences, self.sides)
        self.told: list[ToldDeal] = []
        self.list_lead: Deal | None = None
        self.sequel = Sequel(self.deals, self.sides, self.published)
        self.days = ToldDays(self.deals, self.published)
        self.weigh, self.watch = weigh, watch
        self.headline = told_in(article.title, DEALS, language).labels() if weigh else set()
        #: the last sentence's paragraph, its words of deals, and whether it tells one
        self.above: tuple[int, set[str], bool] = -1, set(), False

    def read(self, sentence: Sentence) -> None:
        """Add what the sentence tells."""
        if len(sentence.text) > LONGEST:
            return
        if self.list_lead and not _ITEM.match(sentence.text):
            self.list_lead = None
        found: list[tuple[Unit, Deal]] = []
        # A question announces nothing; its answer may.
        asked = sentence.text.rstrip(_CLOSING).endswith(("?", "？"))
        listed, summed = self.list_lead is not None, self._total_before(sentence)
        for unit in () if asked else units_of(sentence, self.deals, self.context, listed=listed, summed=summed):
            deal = self._deal(unit)
            if deal:
                found.append((unit, deal))
        if self.weigh and sentence.field == "text":
            words = told_in(sentence.text, DEALS, self.deals.language)
            if self.watch is not None:
                self.watch(sentence, self._signs(sentence, words))
            elif not (found or asked) and words.speaks() and (weighed := self._weighed(sentence, words)):
                found.append(weighed)
            self.above = sentence.paragraph, words.labels(), bool(found)
        for unit, deal in found:
            self._add(unit, deal)
        if sentence.text[-1:] in ":：" and (self.deals.lead.search(sentence.text) or self._total_before(sentence)):
            self.list_lead = found[-1][1] if found else Deal("signed", 0, 0)
        self.context.remember(sentence)
        self.days.hear(sentence.text)

    def _signs(self, sentence: Sentence, words: Told) -> Signs:
        paragraph, above, told = self.above
        if paragraph != sentence.paragraph:
            above, told = set(), False
        return signs_of(sentence, words, self.deals.language, self.published, self.headline, above, told=told)

    def _weighed(self, sentence: Sentence, words: Told) -> tuple[Unit, Deal] | None:
        """The deal that no pattern found in a sentence but all its signs speak for; what only goes on tells none."""
        signs = self._signs(sentence, words)
        status = likely(signs)
        if status is None or self.deals.exclude.search(folded(sentence.text)):
            return None
        unit = Unit(sentence, sentence.start, sentence.end, sentence.text, True)
        deal = Deal(status, *signs.spot)
        governments, named = self.sides.governments, self.context.parties(unit.text, signs.spot)
        # "The departments concerned of both countries", with no word for a paper, only work together.
        sides = len(named) if _PAPER in signs.words else sum(not governments.search(one.name) for one in named)
        last = self.told[-1] if self.told else None
        if last is not None and sentence.paragraph == last.paragraph:
            return (unit, deal) if sides >= 2 else None
        total = deal_count(unit.text, self.deals)
        return (unit, deal) if sides or (total and total > 1) else None

    def _total_before(self, sentence: Sentence) -> bool:
        """Was a sum of deals told just before, whose list this opens ("Some of those made public:")?"""
        last = self.told[-1] if self.told else None
        return last is not None and last.agreement.count != 1 and sentence.paragraph - last.paragraph <= 1

    def _shared_day(self, unit: Unit) -> str | None:
        """The day of signing that the clause leaves to what was told before."""
        last = self.told[-1] if self.told else None
        beside = last is not None and last.paragraph == unit.sentence.paragraph
        next_to = last is not None and unit.start - last.agreement.end <= 1
        told = last.agreement if last else None
        return self.days.shared(unit.sentence.text, unit.text, told, beside=beside, next_to=next_to)

    def _own_deal(self, text: str) -> Deal | None:
        rules = self.deals
        return told_by_one_clause(text, rules) or read_deal(text, rules) or talks_of_firms(text, rules, self.context)

    def _deal(self, unit: Unit) -> Deal | None:
        deal = self._own_deal(unit.text)
        if deal is None and self.told and self.sequel.may_inherit(self.told[-1], unit):
            deal = read_deal(unit.text, self.deals, inherited=True)
        if deal is None and (edge := self._headed(unit.text)):
            deal = Deal("signed", edge, edge)
        if deal is None and (self.list_lead or not unit.first) and self.deals.exclude.search(folded(unit.text)) is None:
            status = self.list_lead.status if self.list_lead else "signed"
            mark = _AFTER_SIDES.search(unit.text)
            edge = mark.start() if mark else len(unit.text)
            named = self.deals.noun.search(folded(unit.text)) is not None
            if not unit.first or named or len(self.context.parties(unit.text, (edge, edge))) >= 2:
                deal = Deal(status, edge, edge)
        if deal is None and self._total_before(unit.sentence):
            deal = one_of_sum(unit.text, self.deals, self.context)
        return deal

    def _headed(self, text: str) -> int | None:
        """Where a deal's noun follows on its two sides and a colon or dash: "X and Y: a memorandum on …"."""
        mark = _AFTER_SIDES.search(text)
        if mark is None or self.deals.exclude.search(folded(text)):
            return None
        noun = self.deals.noun.search(folded(text[mark.end() : mark.end() + _SOON]))
        sides = self.context.parties(text[: mark.start()], (mark.start(), mark.start())) if noun else ()
        whole = len(sides) >= 2 and text[: mark.start()].endswith(sides[-1].name)
        return mark.start() if whole else None

    def _add(self, unit: Unit, deal: Deal) -> None:
        rules, sequel, last = self.deals, self.sequel, self.told[-1] if self.told else None
        if entry := enters_later(unit.text, deal, rules, self.published):
            deal = msgspec.structs.replace(deal, status="signed", participle=True)
        parties = self._sides(unit.text, deal)
        if last and (taken_up := sequel.taken_up(last, unit, deal, parties)):
            last.agreement, last.paragraph = taken_up, unit.sentence.paragraph
            return
        if not parties and len(unit.text) < _HEADING and unit.text[-1:].isalnum():
            return
        if deal.status == "negotiating" and not (parties or deal.own_noun or self.sides.collective.search(unit.text)):
            return
        if not parties and unit.text[-1:] in ":：" and not rules.number.search(unit.text):
            return  # a list's lead-in; its items tell the deals
        if self._foreign(unit, parties) or sequel.at_home(self.told, unit, deal, parties):
            return
        kind = deal_type(unit.text, deal, rules) or ("contract" if deal.dealt else None)
        back = last is not None and (sequel.goes_on(last, unit) or sequel.repeats(unit) or sequel.of_that_kind(unit))
        back = back or (last is not None and not unit.first and rules.one_more.match(unit.text) is not None)
        # "The two are still discussing an agreement on …" after what they signed: another paper, of its own type.
        other = last is not None and deal.own_noun and {deal.status, last.agreement.status} in _APART
        other = other and rules.alike.search(unit.text) is None
        if kind in (None, "agreement") and last and back and sequel.lends_type(last, unit) and not other:
            kind = last.agreement.type
        if deal.status == "denied" and kind in (None, "agreement") and (meant := self._meant_above(unit)):
            kind = meant
        if kind == "contract" and not parties and (venture := self._venture_meant(unit)):
            kind = venture
        count = deal_count(clause_of(unit.text, deal, rules), rules)
        near = self._near(unit) if count is not None and count <= _FEW and kind != "intergovernmental" else ()
        bare = rules.anaphora.match(unit.text) is not None or rules.bare.search(unit.text) is not None
        # "X denied that any contract had been concluded": that of which the paragraph has just told.
        again = back or bare or (deal.status == "denied" and len(parties) == 1)
        again = again and (count is None or count <= _FEW)
        parties = self.context.resolved(unit.text, unit.sentence, parties, near, again)
        parties = self.sequel.with_the_same(self.told, unit.text, self._paired(unit.text, parties))
        parties = self.context.settled(self.context.lent(unit.text, unit.sentence, parties))
        periods = [one for one in moments(unit.text, rules, self.published) if entry is None or one.end <= entry.start]
        day = (
            signed_on(unit.text, periods, deal, self.deals, self.published)
            if self.published and deal.status in ("signed", "in_force")
            else None
        )
        same_day = rules.same_day.match(unit.sentence.text) is not None  # "a memorandum concluded the same day"
        if day is None and deal.status == "signed" and (same_day or not deal.participle):
            day = self._shared_day(unit)
        where = occasion(unit.text, deal, rules)
        new = is_new(unit.text, deal, periods, rules, self.published)
        agreement = Agreement(
            quote=unit.text,
            field=unit.sentence.field,
            start=unit.start,
            end=unit.end,
            status=deal.status,
            type=kind or "agreement",
            new=new and not sequel.as_old(last, unit, deal, periods, parties),
            count=with_each(count, unit.text, len(parties), rules),
            parties=parties,
            sectors=self._branches(unit, deal, parties, kind, count),
            signed_on=day,
            place=where.place,
            place_id=where.place_id,
            event=where.event,
            subjects=subjects(unit.text, parties, rules.language),
        )
        self.told.append(ToldDeal(agreement, unit.sentence.paragraph, kind is not None))

    def _venture_meant(self, unit: Unit) -> AgreementType | None:
        """What "the contract" is, said barely in an article that has told of nothing but one contract on a venture."""
        if {one.agreement.type for one in self.told} != {"joint_venture"}:
            return None
        rest = self.deals.bare.sub("", unit.text)
        own = self.deals.noun.search(folded(rest)) or self.deals.cues["told"].alone.search(folded(rest))
        return "joint_venture" if rest != unit.text and own is None else None

    def _meant_above(self, unit: Unit) -> AgreementType | None:
        """What "no such agreement", said barely, denies: what the sentence before it in its paragraph names."""
        rest = self.deals.bare.sub("", unit.text)
        above = self.context.spoken(unit.sentence)[-1:]
        told = bool(above and self.told) and self.told[-1].agreement.quote in above[0]
        if rest == unit.text or self.deals.noun.search(folded(rest)) or not above or told:
            return None
        return deal_type(above[0], Deal("denied", 0, 0), self.deals)

    def _sides(self, text: str, deal: Deal) -> tuple[Party, ...]:
        """The sides that the unit names; those of the clause with the words of signing, where it names two."""
        start, clause = clause_around(text, deal, self.deals)
        sides = self.context.parties(clause, (deal.start - start, deal.end - start)) if clause not in (text, "") else ()
        if len(sides) >= 2:
            return sides
        whole = self.context.parties(text, (deal.start, deal.end))
        # "The accord is in force; X's hall still lacks a roof": one side alone of the next clause is none of it.
        edge = start + len(clause) if deal.own_noun and clause.rstrip().endswith((";", "；")) else len(text)
        return () if [text.find(one.name) >= edge for one in whole] == [True] else whole

    def _foreign(self, unit: Unit, parties: tuple[Party, ...]) -> bool:
        """Is it a deal with a third country that has no bearing on the pair?"""
        mentioned = {
            mention.entity.country
            for mention in gazetteer().find(unit.text, self.deals.language)
            if mention.entity.country in _PAIR or not self.deals.bystander.match(unit.text, mention.end)
        } - {None}
        if mentioned <= _PAIR or mentioned.issuperset(_PAIR):
            return False
        return bool(parties) and all(party.country for party in parties)

    def _paired(self, text: str, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """A lone side of an older deal ("the previous contract with X"), with who made the last one with it."""
        if len(parties) != 1 or self.deals.background.search(text) is None:
            return parties
        one, at = parties[0], text.find(parties[0].name)
        if at < 0 or self.sides.linked_before.search(text[:at]) is None:
            return parties
        for told in reversed(self.told):
            others = [two for two in told.agreement.parties if not alike(two, one)]
            if len(others) == 1 and len(told.agreement.parties) == 2:
                return (*others, one)
        return parties

    def _near(self, unit: Unit) -> tuple[Party, ...]:
        """The sides of the last deal of the paragraph; those of all the article's deals for "the two companies"."""
        for told in reversed(self.told):
            if told.paragraph == unit.sentence.paragraph and len(told.agreement.parties) >= 2:
                return told.agreement.parties
        pairs = [told.agreement.parties for told in self.told if len(told.agreement.parties) >= 2]
        # Far from its names "the pair" is whom the whole article is about.
        return pairs[0] if len(set(pairs)) == 1 and self.sides.points_back.search(unit.text) else ()

    def _branches(
        self, unit: Unit, deal: Deal, parties: tuple[Party, ...], kind: AgreementType | None, count: int | None
    ) -> tuple[str, ...]:
        """The clause's branches, else those of the paragraph's last deal, of what was just said, or of the headline."""
        found = branches(unit.text, deal, parties, self.deals)
        near = self.told and self.told[-1].paragraph == unit.sentence.paragraph
        if not found and self.told and (self.sequel.goes_on(self.told[-1], unit) or (near and not parties)):
            found = self.told[-1].agreement.sectors
        if not found and (count is None or count > _FEW or kind == "roadmap"):
            return ()
        for earlier in self.context.spoken(unit.sentence)[-2:][::-1]:
            found = found or find_sectors(earlier, self.deals.language)
        return found or find_sectors(self.title, self.deals.language) or (self.topic if kind in _GOODS else ())

    @cached_property
    def topic(self) -> tuple[str, ...]:
        """The branch that most sentences of the article speak of."""
        told = Counter(chain.from_iterable(find_sectors(text, self.deals.language) for text in self.texts))
        return (max(told, key=told.__getitem__),) if told else ()


def find_agreements(
    article: Article,
    sentences: Sequence[Sentence],
    language: str,
    *,
    weigh: bool = True,
    watch: Watch | None = None,
) -> tuple[Agreement, ...]:
    """The deals that the article tells, in order; the headline's only where the body tells none.

    Offsets are code points into the article's field; every quote is exactly that slice. Without `weigh`, and with
    `watch`, only what the patterns find is told.
    """
    reader = _Reader(article, sentences, language, weigh, watch)
    for sentence in sentences:
        if sentence.field == "text":
            reader.read(sentence)
    if not reader.told:
        for sentence in sentences:
            if sentence.field == "title":
                reader.read(sentence)
    found = [told.agreement for told in reader.told]
    if begun := working(sentences, found, reader.context, reader.deals):
        found.insert(0, begun)
    return with_origins(article, found, language)
