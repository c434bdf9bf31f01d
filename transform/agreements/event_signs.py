"""On what occasion a deal was signed: what speaks for each event that its article names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from transform.agreements.events import EventMention, echoes_of, find_events
from transform.agreements.rules import deal_rules
from transform.agreements.whereabouts import after_in
from transform.records import Agreement
from transform.text.nearby import TITLE, Nearby
from transform.text.sentences import Sentence

#: More events than so many in one sentence or article are many, and more mentions of one are often.
_MANY, _OFTEN = 2, 4

#: From where to where a deal's words of signing stand in the article's field.
Spot = tuple[int, int]


class DealEvents:
    """The events that an article names, sentence by sentence, and its deals."""

    def __init__(self, deals: Sequence[Agreement], sentences: Sequence[Sentence], language: str) -> None:
        self._sentences = sentences
        self.nearby = Nearby(sentences)
        self.rules = deal_rules(language)
        #: the sentences that tell deals, by number
        self.telling = {self.nearby.holding(one) for one in deals}
        self._echoes: dict[int, frozenset[str]] = {}

    @cached_property
    def named(self) -> list[list[EventMention]]:
        """The events of each sentence."""
        return [find_events(one.text, self.rules) for one in self._sentences]

    @cached_property
    def _often(self) -> Counter[str]:
        return Counter(one.key for some in self.named for one in some if one.whole)

    def echoes(self, number: int) -> frozenset[str]:
        """The kinds of words by which a sentence sends the reader elsewhere for event or place."""
        if number not in self._echoes:
            self._echoes[number] = echoes_of(self._sentences[number].text, self.named[number], self.rules)
        return self._echoes[number]

    def called(self, key: str, deal: Agreement, spot: Spot | None) -> str:
        """The event's longest name in the body, with the number of its first mention.

        Where the article tells several numbers, it is that of the mention nearest to the deal, if that has one. `spot`
        is where the deal's words of signing stand.
        """
        named = [(number, one) for number, some in enumerate(self.named) for one in some if one.key == key]
        bodies = [one.name for number, one in named if self._sentences[number].field == "text"]
        name = max(bodies, key=len, default=named[0][1].name)
        if len({one.number for _, one in named if one.number}) < 2:
            return f"{named[0][1].number}{name}"
        here = self.nearby.holding(deal)
        own = [one for number, one in named if number == here]
        if own and here is not None:
            first, last = (at - self._sentences[here].start for at in spot or (deal.start, deal.end))
            near = min(reversed(own), key=lambda one: max(first - one.end, one.start - last, 0))
        else:
            near = next((one for number, one in reversed(named) if here is None or number < here), named[0][1])
        return f"{near.number}{name}"

    def signs(self, deal: Agreement) -> dict[str | None, set[str]]:
        """What speaks for each event that the sentences up to the deal's name, by its key, and for none."""
        signs: dict[str | None, set[str]] = {None: {"none"}}
        here = self.nearby.holding(deal)
        if here is None:
            return signs
        echoes = self.echoes(here)
        own = min(len({one.key for one in self.named[here] if one.whole}), _MANY)
        of, age = min(len(self._often), _MANY), "new" if deal.new else "old"
        last: str | None = None
        for name, number in self.nearby.around(here):
            if name == "next":
                continue
            for order, one in enumerate(self.named[number]):
                some = signs.setdefault(one.key, set())
                some.update(self._of_mention(name, one, number, deal))
                sort = "named" if one.whole else "noun"
                some |= {f"{name}, {sort}: own {own}", f"{sort}: of {of}"}
                if number == here:
                    start = self._sentences[here].start + one.start
                    some.add(f"{sort} in the clause" if deal.start <= start < deal.end else f"{sort} outside")
                    some.add(f"{sort} {'later' if order else 'first'}")
                    continue
                if number in self.telling:
                    some |= {"of another deal", f"{name} of another deal"}
                if one.whole:
                    last = one.key if name != TITLE else last
                    some |= {f"echo {echo}" for echo in echoes} | {f"{name}: echo {echo}" for echo in echoes}
                    some.add("echoed" if echoes & one.kinds else f"{name}: not echoed")
        if last is not None:
            signs[last] |= {"last", f"last: own {own}", f"last: {age}"}
        signs[None] |= {
            f"none: own {own}",
            f"none: of {of}",
            f"none: {deal.status}",
            f"none: {age}",
            f"none: {age}, of {of}",
            f"none: {'echo' if echoes else 'no echo'}, of {of}",
            f"none: {'one' if deal.count == 1 else 'many'}, of {of}",
            *(f"none: echo {echo}, own {own}" for echo in echoes),
        }
        return signs

    def _of_mention(self, name: str, one: EventMention, number: int, deal: Agreement) -> Iterator[str]:
        """How a sentence that is `name` to the deal's names an event, and what kind of event it is."""
        sort = "named" if one.whole else "noun"
        way, age = f"{name}, {sort}", "new" if deal.new else "old"
        often = min(self._often[one.key], _OFTEN)
        before = after_in(self._sentences[number].text, one.start, self.rules.language)
        yield from (sort, way, f"{deal.status}: {way}", f"{age}: {way}", f"{way}: {'in' if before else 'not in'}")
        yield from (f"{sort}: often {often}", f"{way}: often {often}")
        for kind in one.kinds:
            yield from (f"{sort}: {kind}", f"{way}: {kind}")
