"""The agreements that an article announces or recalls: one mention for each announcing sentence or list item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from transform.agreements.announcements import (
    COLON,
    ITEM,
    Unit,
    clauses_of,
    items_of_sum,
    one_of_sum,
    papers_counted,
    talks_of_firms,
    told_by_one_clause,
    units_of,
)
from transform.agreements.branches import WatchBranches
from transform.agreements.joint_nouns import of_state
from transform.agreements.occasions import WatchOccasions, with_occasions
from transform.agreements.papers import deal_count
from transform.agreements.recalled_clause import told_apart
from transform.agreements.record import Record
from transform.agreements.rules import DealRules
from transform.agreements.sentence_signs import Told, told_in
from transform.agreements.shared_sides import behind_two_lands
from transform.agreements.signs import DEALS, Signs, likely, signs_of
from transform.agreements.status import Deal, folded, read_deal
from transform.agreements.third_countries import of_third
from transform.agreements.working import with_working
from transform.names.origin import with_origins
from transform.names.third_lands import OF_CHINA
from transform.numbers.amounts import find_quantities
from transform.records import PAIR, Agreement, Article, Party
from transform.text.sentences import LONGEST, Sentence

#: As long a heading of a digest's line is.
_HEADING = 40
#: So near behind the sides' colon a deal's noun says what they made.
_SOON = 30
#: Where another clause begins.
_COMMA = re.compile("[,，;；]")
_CLOSING = ' »”"』」'
#: The sign that a sentence names a paper: a contract, a protocol.
_PAPER = "thing paper"
#: In a list item or an ellipsis the sides stand before this.
_AFTER_SIDES = re.compile(r"[:：]\s|\s[—–-]\s")


class Watch(Protocol):
    """Is shown the signs of each sentence of the body; the weights of deals are fitted to them."""

    def __call__(self, sentence: Sentence, signs: Signs) -> None: ...


class _Reader:
    """Reads one article's sentences in order and finds the clauses that tell deals, which `record` keeps."""

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        language: str,
        weigh: bool,
        watch: Watch | None,
        watch_branches: WatchBranches | None,
    ) -> None:
        self.record = Record(article, sentences, language, watch_branches)
        self.deals, self.context = self.record.deals, self.record.context
        self.list_lead: Deal | None = None
        #: whose papers the items are that a sentence counts and tells one by one
        self.head: Party | None = None
        self.weigh, self.watch = weigh, watch
        self.headline = told_in(article.title, DEALS, language).labels() if weigh else set()
        #: the last sentence's paragraph, its words of deals, and whether it tells one
        self.above: tuple[int, set[str], bool] = -1, set(), False
        #: the sentences read: what an article says again word for word, as beneath a picture, tells no second deal
        self.said: set[tuple[str, str]] = set()
        #: sentences that tell no deal by themselves
        self.plain: list[Sentence] = []

    def read(self, sentence: Sentence) -> None:
        """Add what the sentence tells."""
        if len(sentence.text) > LONGEST or (sentence.field, sentence.text) in self.said:
            return
        self.said.add((sentence.field, sentence.text))
        item = ITEM.match(sentence.text)
        if not item:
            self.list_lead = self.head = None
        elif self.list_lead is None and self._opens_list(sentence, item.end()):
            self.list_lead = Deal("signed", 0, 0)
        whole = self.record.few_before(sentence)
        if whole and (items := items_of_sum(sentence, self.deals)):
            for unit in items:
                self.record.add_item(unit, whole)
            self.record.hear(sentence)
            return
        if self.record.names_sides(sentence):
            self.record.hear(sentence)
            return
        found: list[tuple[Unit, Deal]] = []
        # A question announces nothing; its answer may.
        asked = sentence.text.rstrip(_CLOSING).endswith(("?", "？"))
        listed, summed = self.list_lead is not None, self.record.total_before(sentence)
        parts = [] if asked else told_apart(sentence, self.deals, self.record.sides, self.record.published)
        for part in parts:
            for unit in units_of(part, self.deals, self.context, listed=listed, summed=summed):
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
        if not (found or asked):
            self.plain.append(sentence)
        if self.list_lead is None and (head := self._counted_out(sentence, [unit for unit, _ in found])):
            self.head, self.list_lead = head, Deal("signed", 0, 0)
        items = papers_counted(sentence, self.deals) if found and not item else []
        for unit, deal in found:
            self.record.add(unit, deal)
            if self.head and (listed or not unit.first):
                self.record.face(self.head)
            if items and (few := self.record.few_in(sentence)):
                for paper in items:
                    self.record.add_item(paper, few)
                break
        if sentence.text[-1:] in ":：" and (
            self.deals.scope.lead.search(sentence.text) or self.record.total_before(sentence)
        ):
            self.list_lead = found[-1][1] if found else Deal("signed", 0, 0)
        self.record.hear(sentence)

    def read_digest(self) -> None:
        """Add the deals that a digest tells without a word for them: "Guolian will take cod from Norebo".

        What the firms of a deal that it has told will bring each other goes on about that one.
        """
        if not self.record.in_digest():
            return
        for sentence in self.plain:
            sides: tuple[Party, ...] = ()
            for unit in clauses_of(sentence, self.deals):
                if not sides and self.deals.scope.same_firm.match(unit.text):
                    sides = self.record.sides_before(sentence)
                alone = not of_third(unit.text, self.deals)
                deal = one_of_sum(unit.text, self.deals, self.context, by_sides=alone)
                if deal is None and not sides:
                    continue
                deal = deal or Deal("signed", len(unit.text), len(unit.text), own_noun=False, dealt=True)
                named = tuple(self.context.parties(unit.text, (deal.start, deal.end)))
                if len(named) == 1:
                    # "… takes cod from X and prawns from Y": who takes them goes without saying.
                    named = (*(one for one in sides if one.country != named[0].country), *named)
                # 两家机构 are anybody.
                new = len(named) > 1 and any(one.country in PAIR for one in named) and not self.record.has_told(named)
                sides = named if new else ()
                if new:
                    self.record.add(unit, deal, sides)
        self.record.told.sort(key=lambda one: one.agreement.start)

    def _counted_out(self, sentence: Sentence, units: Sequence[Unit]) -> Party | None:
        """Whose papers it counts before it tells the first of them (A带回两份文件：一是…；), or each of them."""
        colon = COLON.search(sentence.text)
        lead = colon and self.deals.scope.lead.search(sentence.text[: colon.end()])
        if not (colon and lead):
            return None
        heads = self.context.parties(sentence.text[: colon.start()], (colon.start(), colon.start()))
        if ITEM.match(sentence.text[colon.end() :]):
            return heads[-1] if heads else None
        # "X signed two papers: a contract with Y on coal, a memorandum with Z on a mill"
        each = len(units) > 1 and all(unit.start - sentence.start >= colon.start() for unit in units)
        return heads[0] if each and len(heads) == 1 else None

    def _opens_list(self, sentence: Sentence, start: int) -> bool:
        """Is it the first line of a list of papers, each of somebody, whose sum a sentence of its own has told?"""
        paper = self.deals.noun.match(folded(sentence.text[start:]))
        if paper is None or self.deals.scope.faint.fullmatch(paper.group()) or not self.record.total_before(sentence):
            return False
        spot = start + paper.start(), start + paper.end()
        return bool(self.context.parties(sentence.text, spot))

    def _signs(self, sentence: Sentence, words: Told) -> Signs:
        paragraph, above, told = self.above
        if paragraph != sentence.paragraph:
            above, told = set(), False
        return signs_of(sentence, words, self.deals.language, self.record.published, self.headline, above, told=told)

    def _weighed(self, sentence: Sentence, words: Told) -> tuple[Unit, Deal] | None:
        """The deal that no pattern found in a sentence but all its signs speak for; what only goes on tells none."""
        signs = self._signs(sentence, words)
        status = likely(signs)
        if status is None or self.deals.scope.exclude.search(folded(sentence.text)):
            return None
        unit = Unit(sentence, sentence.start, sentence.end, sentence.text, True)
        if self.record.last is not None and self.record.sequel.repeats(unit):
            return None  # "Under the plan it would also sell seats to Haikou" goes on about it
        deal = Deal(status, *signs.spot)
        governments, named = self.record.sides.governments, self.context.parties(unit.text, signs.spot)
        # "The departments concerned of both countries", with no word for a paper, only work together.
        sides = len(named) if _PAPER in signs.words else sum(not governments.search(one.name) for one in named)
        last = self.record.last
        nameless = not any(one.id or one.name[:1].isupper() for one in named)
        if status == "denied" and nameless and last is not None and last.agreement.status == "signed":
            return None  # "the signature took the regional government by surprise" denies nothing
        if last is not None and sentence.paragraph == last.paragraph:
            return (unit, deal) if sides >= 2 else None
        total = deal_count(unit.text, self.deals)
        return (unit, deal) if sides or (total and total > 1) else None

    def _own_deal(self, text: str) -> Deal | None:
        rules = self.deals
        return told_by_one_clause(text, rules) or read_deal(text, rules) or talks_of_firms(text, rules, self.context)

    def _deal(self, unit: Unit) -> Deal | None:
        deal = self._own_deal(unit.text)
        if deal is None and (last := self.record.last) and self.record.sequel.may_inherit(last, unit):
            deal = read_deal(unit.text, self.deals, inherited=True)
        if deal is None and (edge := self._headed(unit)):
            deal = Deal("signed", edge, edge)
        excluded = self.deals.scope.exclude
        if deal is None and (self.list_lead or not unit.first) and excluded.search(folded(unit.text)) is None:
            status = self.list_lead.status if self.list_lead else "signed"
            mark = _AFTER_SIDES.search(unit.text)
            edge = mark.start() if mark else len(unit.text)
            named = self.deals.noun.search(folded(unit.text)) is not None or self.head is not None
            named = named or self._of_same_two(unit) or (self.list_lead is not None and self._tells_price(unit.text))
            if not unit.first or named or len(self.context.parties(unit.text, (edge, edge))) >= 2:
                deal = Deal(status, edge, edge)
        if deal is None and self.record.total_before(unit.sentence):
            deal = one_of_sum(unit.text, self.deals, self.context) or self._paper_of_sum(unit.text)
        return deal

    def _paper_of_sum(self, text: str) -> Deal | None:
        """The paper that a line of a digest names under its heading, with both sides ("Coal: a roadmap between …")."""
        colon = COLON.search(text, 0, _HEADING)
        if colon is None or self.deals.scope.exclude.search(folded(text)):
            return None
        noun = self.deals.noun.search(folded(text[colon.end() : colon.end() + _SOON]))
        spot = colon.end(), colon.end()
        if noun is None or read_deal(text, self.deals, inherited=True) is not None:
            return None
        sides = [party.country for party in self.context.parties(text, spot)]
        return Deal("signed", *spot) if len(sides) == len(set(sides)) == len(PAIR) and PAIR & {*sides} else None

    def _of_same_two(self, unit: Unit) -> bool:
        """Is it an item of a list that begins with the sides of the one before it ("the same two: 1,200 engines")?"""
        mark = ITEM.match(unit.text)
        return self.record.sides.same_two.match(unit.text, mark.end() if mark else 0) is not None

    def _tells_price(self, text: str) -> bool:
        """Does an item of a list open with one side and tell what it paid or earned ("* X: pumps, $43 million")?"""
        mark = ITEM.match(text)
        colon = COLON.search(text, mark.end() if mark else 0)
        if mark is None or colon is None:
            return False
        sides = self.context.parties(text[: colon.start()], (colon.start(), colon.start()))
        alone = len(sides) == 1 and sides[0].id is not None and not of_state(sides[0])
        priced = (one.kind == "money" for one in find_quantities(text, self.deals.language))
        return alone and text[: colon.start()].endswith(sides[0].name) and any(priced)

    def _headed(self, unit: Unit) -> int | None:
        """Where a deal's noun follows on its two sides and a colon or dash: "X and Y: a memorandum on …".

        One side is enough behind "with", and a land behind the deal of another («С Хэганом утвердили план. С Цзямусы —
        протокол»).
        """
        text = unit.text
        mark = _AFTER_SIDES.search(text)
        if mark is None or self.deals.scope.exclude.search(folded(text)):
            return None
        noun = self.deals.noun.search(folded(text[mark.end() : mark.end() + _SOON]))
        sides = self.context.parties(text[: mark.start()], (mark.start(), mark.start())) if noun else ()
        with_one = len(sides) == 1 and self.deals.scope.with_each.match(text) is not None
        with_one = with_one and (not of_state(sides[0]) or behind_two_lands(self.record.last, unit.sentence))
        whole = with_one or (len(sides) >= 2 and text[: mark.start()].endswith(sides[-1].name))
        return mark.start() if whole else None


def find_agreements(
    article: Article,
    sentences: Sequence[Sentence],
    language: str,
    *,
    weigh: bool = True,
    watch: Watch | None = None,
    watch_branches: WatchBranches | None = None,
    watch_occasions: WatchOccasions | None = None,
) -> tuple[Agreement, ...]:
    """The deals that the article tells, in order; the headline's only where the body tells none.

    Offsets are code points into the article's field; every quote is exactly that slice. Without `weigh`, and with
    `watch`, only what the patterns find is told.
    """
    reader = _Reader(article, sentences, language, weigh, watch, watch_branches)
    for sentence in sentences:
        if sentence.field == "text":
            reader.read(sentence)
    reader.read_digest()
    if not reader.record.told:
        for sentence in sentences:
            if sentence.field == "title":
                reader.read(sentence)
    told = [one for one in reader.record.told if not one.of_all]
    found = list(with_occasions(told, sentences, language, watch_occasions))
    found = with_working(sentences, found, reader.deals, reader.context, reader.record.published)
    return tuple(one for one in with_origins(article, found, language) if not _made_abroad(one, reader.deals))


def _made_abroad(deal: Agreement, rules: DealRules) -> bool:
    """Is it a third country's with one of the pair, or with nobody known to be of it?

    The other may be named only behind ("…, replacing Chinese material").
    """
    nations = {"CN" if party.country in OF_CHINA else party.country for party in deal.parties}
    if nations <= {None, *PAIR} or nations >= PAIR or (None in nations and nations & PAIR):
        return False
    last = max(deal.quote.find(party.name) + len(party.name) for party in deal.parties)
    comma = _COMMA.search(deal.quote, last)
    return of_third(deal.quote[: comma.start()] if comma else deal.quote, rules)
