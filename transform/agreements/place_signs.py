"""Where a deal was signed: what speaks for each place that its article names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from transform.agreements.event_signs import DealEvents, Spot
from transform.agreements.events import EventMention
from transform.agreements.whereabouts import WHERE, after_in
from transform.names.entity import EntityMention
from transform.names.gazetteer import gazetteer
from transform.names.named import QUOTES, canonical
from transform.names.nominative import is_adjective
from transform.names.party_rules import party_rules
from transform.records import Agreement
from transform.text.nearby import TITLE
from transform.text.sentences import Sentence

#: More places than so many in one sentence are many, and more mentions of one are often.
_MANY, _OFTEN = 2, 4
#: How far from the words of signing a place stands, in characters, and what sets them apart.
_STEPS = (2, 10, 30, 80)
_MARKS = ",;，；、—–"
#: So near a place stands the day of signing; so near the start of the body the place where it was written.
_DAY, _OPENS = 12, 20
#: As far before a place it may say that something is to be built there.
_BUILT = 140
#: So many characters behind its town tell a Chinese firm.
_SHORT = 2


class DealPlaces:
    """The places that an article names, sentence by sentence."""

    def __init__(
        self, deals: Sequence[Agreement], sentences: Sequence[Sentence], language: str, events: DealEvents
    ) -> None:
        self._sentences = sentences
        self._language = language
        self._events = events
        parties = {party.name for one in deals for party in one.parties}
        self._sides = [name for name in sorted(parties) if " " in name or language == "zh"]
        self._by_surface: dict[str, list[str]] = {}

    @cached_property
    def _named(self) -> list[list[EntityMention]]:
        return [self._in(one.text, some) for one, some in zip(self._sentences, self._events.named, strict=True)]

    def _in(self, text: str, events: Sequence[EventMention]) -> list[EntityMention]:
        """The places of a sentence, also those in the names of listed events ("Harbin fair").

        In any other event's name a region or an adjective may only tell whose it is («Байкальский форум»,
        龙江木业博览会).
        """
        found = [
            one
            for one in gazetteer().find(text, self._language, kinds=WHERE)
            if not any(event.whole and event.start <= one.start < event.end for event in events)
            or not (one.entity.kind == "region" or self._adjective(text[one.start : one.end]))
        ]
        found = [one for one in found if not (self._built_there(text, one) or self._calls_side(text, one))]
        for event in events:
            if event.listed:
                # Without its last letter an event's name is none, and what is left may name a place.
                inside = gazetteer().find(text[event.start : event.end - 1], self._language, kinds=WHERE)
                found += [EntityMention(event.start + one.start, event.start + one.end, one.entity) for one in inside]
        return sorted(found, key=lambda one: one.start)

    def _calls_side(self, text: str, one: EntityMention) -> bool:
        """Does a short Chinese name of a side begin with it (大连海洋 for 大连海洋公司)?"""
        short = text[one.start : one.end + _SHORT] if self._language == "zh" else ""
        more = len(short) == one.end - one.start + _SHORT
        return more and any(side.startswith(short) and not text.startswith(side, one.start) for side in self._sides)

    def _built_there(self, text: str, one: EntityMention) -> bool:
        """Will only what the deal is about stand there ("to build a mill in Khabarovsk", 在阿穆尔州建厂)?"""
        signing = self._events.rules.signing
        before = signing.built_before.search(text[max(0, one.start - _BUILT) : one.start])
        return before is not None or signing.built_behind.match(text, one.end) is not None

    @cached_property
    def _often(self) -> Counter[str]:
        return Counter(one.entity.id for some in self._named for one in some)

    def called(self, place: str) -> str:
        """The place as the body calls it first, rather than as a dateline, an adjective or the title does."""
        named = [
            (sentence.field != "text" or surface.isupper(), surface, one.entity.names)
            for sentence, some in zip(self._sentences, self._named, strict=True)
            for one in some
            if one.entity.id == place and not self._adjective(surface := sentence.text[one.start : one.end])
        ]
        if not named:
            return gazetteer().entity(place).names.get(self._language, place)
        _, surface, names = min(named, key=lambda told: told[0])
        return canonical(surface.title() if surface.isupper() else surface, party_rules(self._language), names)

    def _adjective(self, surface: str) -> bool:
        """Does it only tell where something is from («харбинская»), or is it a name in Latin letters?"""
        if self._language != "ru":
            return surface.islower()
        return all(map(is_adjective, surface.split())) or surface.isascii()

    def signs(self, deal: Agreement, event: str | None, spot: Spot | None) -> dict[str | None, set[str]]:
        """What speaks for each place that the sentences up to the deal's name, by its gazetteer id, and for none.

        `event` is the key of the deal's own.
        """
        signs: dict[str | None, set[str]] = {None: {"none"}}
        here = self._events.nearby.holding(deal)
        if here is None:
            return signs
        own = min(len({one.entity.id for one in self._named[here]}), _MANY)
        echoes = self._events.echoes(here)
        occasion, age = "an event" if event else "no event", "new" if deal.new else "old"
        last: str | None = None
        for name, number in self._events.nearby.around(here):
            if name == "next":
                continue
            for order, one in enumerate(self._named[number]):
                some = signs.setdefault(one.entity.id, set())
                some.update(self._of_mention(name, one, number, deal.status, event))
                if number == here:
                    start = self._sentences[here].start + one.start
                    within = deal.start <= start < deal.end
                    some |= {"in the clause" if within else "outside", "later" if order else "first"}
                    if within and spot is not None:
                        some.update(self._of_spot(one, spot, self._sentences[here]))
                else:
                    some |= {f"{name}: own {own}", f"{deal.status}: {name}, own {own}", f"{name}: {age}"}
                    some |= {f"{name}: echo {echo}" for echo in echoes}
                    if number in self._events.telling:
                        some.add(f"{name} of another deal")
                    last = one.entity.id if name != TITLE else last
        if last is not None:
            signs[last] |= {"last", f"last: own {own}", f"last: {occasion}", *(f"last: echo {echo}" for echo in echoes)}
        signs[None] |= {
            f"none: {deal.status}",
            f"none: {age}",
            f"none: {occasion}",
            f"none: {deal.status}, {age}, {occasion}",
            f"none: own {own}",
            f"none: own {own}, {occasion}",
            f"none: {'day' if deal.signed_on else 'no day'}",
            *(f"none: echo {echo}" for echo in echoes),
            *(f"none: echo {echo}, {occasion}" for echo in echoes),
        }
        return signs

    def _of_mention(self, name: str, one: EntityMention, number: int, status: str, event: str | None) -> Iterator[str]:
        """How a sentence that is `name` to the deal's names a place, and what kind of place it is."""
        sentence, occasion = self._sentences[number], "an event" if event else "no event"
        text, surface = sentence.text, sentence.text[one.start : one.end]
        way = "in" if after_in(text, one.start, self._language) else "named"
        kind, often = one.entity.kind, min(self._often[one.entity.id], _OFTEN)
        yield from (name, kind, f"{name}: {kind}", f"{name}: {way}", f"{name}: {kind}, {way}")
        yield from (f"{name}: {one.entity.country}", f"often {often}", f"{name}: often {often}")
        yield from (
            f"{status}: {name}",
            f"{status}: {name}, {way}",
            f"{name}, {occasion}",
            f"{name}, {occasion}: {way}",
        )
        around = self._events.named[number]
        if event and any(other.key == event for other in around):
            yield from ("beside the event", *(f"beside the event: {sign}" for sign in (name, way, kind)))
        within = any(other.start <= one.start < other.end for other in around)
        if within or self._events.rules.signing.of_event.match(text, one.end):
            yield from ("of an event", f"of an event: {name}", f"of an event: {occasion}")
        if self._of_side(text, one):
            yield from ("of a side", f"of a side: {name}")
        if sentence.field == "text" and sentence.start + one.start < _OPENS:
            yield from ("opens", f"opens: {way}", f"opens: {occasion}")
        if text[max(0, one.start - 1)] in QUOTES:
            yield "quoted"
        if self._adjective(surface):
            yield from ("adjective", f"adjective: {name}")
        if surface.isupper():
            yield from ("dateline", f"dateline: {occasion}")

    def _of_spot(self, one: EntityMention, spot: Spot, sentence: Sentence) -> Iterator[str]:
        """How far from the words of signing a place of their sentence stands, before or after them."""
        text, first, last = sentence.text, spot[0] - sentence.start, spot[1] - sentence.start
        turn = "before" if one.end <= first else "after"
        apart = max(one.start - last, first - one.end, 0)
        far = next((step for step in _STEPS if apart <= step), "far")
        between = text[one.end : first] if turn == "before" else text[last : one.start]
        way = "in" if after_in(text, one.start, self._language) else "named"
        yield from (f"{turn} the signing", f"{turn}, {far}", f"{turn}, {way}, {far}")
        yield f"{turn}, {way}, {'apart' if any(mark in between for mark in _MARKS) else 'together'}"
        if any(map(str.isdigit, text[max(0, one.start - _DAY) : one.end + _DAY])):
            yield from ("beside a number", f"beside a number: {way}")

    def _of_side(self, text: str, one: EntityMention) -> bool:
        """Is it only a part of the name of a deal's side?"""
        sides = self._sides_with(text[one.start : one.end])
        return any(text.find(side, max(0, one.end - len(side)), one.start + len(side)) >= 0 for side in sides)

    def _sides_with(self, surface: str) -> list[str]:
        """The sides in whose names it stands. A page may name thousands, and each place many times."""
        if surface not in self._by_surface:
            self._by_surface[surface] = [side for side in self._sides if surface in side]
        return self._by_surface[surface]
