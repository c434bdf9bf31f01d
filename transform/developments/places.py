"""Where each development of an article happens, weighed among the places that its sentence and those before name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cached_property

import msgspec

from transform.agreements.whereabouts import WHERE, after_in
from transform.developments.named_places import BUILT, is_in_firm, is_spoken_at, line_of, town_of
from transform.developments.rules import development_rules
from transform.names.entity import EntityMention
from transform.names.gazetteer import gazetteer
from transform.names.named import QUOTES
from transform.records import Development
from transform.text.nearby import TITLE, Nearby
from transform.text.sentences import Sentence
from transform.weighed import likeliest

#: The rules' table.
PLACE = "place"
#: Where a development is told to be, where so much of the odds of all places, and of none, is that one's.
SURE = 0.4
#: The same for a place that the development's own sentence does not name.
SURE_ELSEWHERE = 0.6
#: More places than so many in one sentence are many, and more mentions of one are often.
_MANY, _OFTEN = 2, 4

#: The signs that speak for and against each place, by its gazetteer id; None stands for no place.
PlaceSigns = Mapping[str | None, Set[str]]
#: Is shown a development and its signs; the weights are fitted to them.
WatchPlaces = Callable[[Development, PlaceSigns], None]


def with_places(
    developments: Sequence[Development],
    sentences: Sequence[Sentence],
    language: str,
    *,
    watch: WatchPlaces | None = None,
) -> tuple[Development, ...]:
    """The developments where they happen; what its clause tells of the place, by a rule, is one sign among others.

    A place is called as the clause calls it, else by its name in the gazetteer; a route by both its ends where its
    sentence joins them.
    """
    told = _Told(sentences, language)
    placed: list[Development] = []
    for one in developments:
        signs = told.signs(one)
        if watch is not None:
            watch(one, signs)
        chosen = likeliest(PLACE, signs, SURE)
        if chosen is not None and "here" not in signs[chosen]:
            chosen = likeliest(PLACE, signs, SURE_ELSEWHERE)
        if chosen != told.known(one.place):
            name = gazetteer().entity(chosen).names.get(language) if chosen else None
            one = msgspec.structs.replace(one, place=name)
        if one.kind == "route_opened" and chosen is not None and (line := told.line(one, chosen)):
            one = msgspec.structs.replace(one, place=line)
        placed.append(one)
    return tuple(placed)


class _Told:
    """The places that an article names, sentence by sentence."""

    def __init__(self, sentences: Sequence[Sentence], language: str) -> None:
        self._sentences = sentences
        self._nearby = Nearby(sentences)
        self._language = language
        self._rules = development_rules(language)

    @cached_property
    def _named(self) -> list[list[EntityMention]]:
        return [[self._in_town(one, mention) for mention in self._found(one)] for one in self._sentences]

    def _found(self, sentence: Sentence) -> list[EntityMention]:
        found = gazetteer().find(sentence.text, self._language, kinds=WHERE)
        return [mention for mention in found if not is_spoken_at(sentence.text, mention, self._rules)]

    def _in_firm(self, number: int, mention: EntityMention) -> bool:
        return is_in_firm(self._sentences[number].text, mention, self._rules)

    def _in_town(self, sentence: Sentence, mention: EntityMention) -> EntityMention:
        """A port, crossing or bridge is where the town is that it is called after."""
        town = town_of(sentence.text[mention.start : mention.end], mention.entity, self._rules)
        return EntityMention(mention.start, mention.end, town)

    @cached_property
    def _often(self) -> Counter[str]:
        return Counter(mention.entity.id for some in self._named for mention in some)

    def known(self, place: str | None) -> str | None:
        """The gazetteer's id of a place that a rule told; what it doesn't know stands for itself."""
        entity = gazetteer().by_name(place, self._language) if place else None
        return entity.id if entity else place

    def line(self, one: Development, place: str) -> str | None:
        """The line with this place on it that a development's sentence tells."""
        here = self._nearby.holding(one)
        return None if here is None else line_of(self._sentences[here].text, self._named[here], place, self._rules)

    def signs(self, one: Development) -> dict[str | None, set[str]]:
        """What speaks for each place that the sentences up to the development's name, and for none."""
        ruled = self.known(one.place)
        signs: dict[str | None, set[str]] = {None: {"none"}}
        here = self._nearby.holding(one)
        if here is None:
            return signs
        own = min(len({mention.entity.id for mention in self._named[here]}), _MANY)
        last: str | None = None
        for name, number in self._nearby.around(here):
            if name == "next":
                continue
            for order, mention in enumerate(self._named[number]):
                if number == here and one.kind in BUILT and self._in_firm(number, mention):
                    continue
                some = signs.setdefault(mention.entity.id, set())
                some.update(self._of_mention(name, mention, self._sentences[number], one))
                rule = "this" if mention.entity.id == ruled else "other" if ruled else "none"
                some.add(f"{name}: rule {rule}")
                if number == here:
                    some.update(_of_clause(order, self._sentences[here].start + mention.start, one))
                else:
                    some |= {f"{name}: own {own}", f"{one.kind}: {name}, own {own}"}
                    last = mention.entity.id if name != TITLE else last
        if last is not None:
            signs[last] |= {"last", f"last: own {own}"}
        if ruled in signs and ruled is not None:
            signs[ruled] |= {"rule", f"rule: {one.kind}"}
        rule = "some" if ruled else "none"
        signs[None] |= {f"none: {one.kind}", f"none: rule {rule}", f"none: {one.kind}, rule {rule}", f"none: own {own}"}
        return signs

    def _of_mention(self, name: str, mention: EntityMention, sentence: Sentence, one: Development) -> Iterator[str]:
        """How a sentence that is `name` to the development's names a place, and what kind of place it is."""
        way = "in" if after_in(sentence.text, mention.start, self._language) else "named"
        kind, country = mention.entity.kind, mention.entity.country
        yield from (name, f"{name}: {kind}", f"{name}: {way}", f"{name}: {kind}, {way}", f"{name}: {country}")
        yield from (
            f"{one.kind}: {name}",
            f"{one.kind}: {kind}",
            f"{one.kind}: {name}, {way}",
            f"{one.kind}: {country}",
        )
        often = min(self._often[mention.entity.id], _OFTEN)
        yield from (f"often {often}", f"{name}: often {often}")
        if sentence.text[max(0, mention.start - 1)] in QUOTES:
            yield "quoted"
        if sentence.text[mention.start].islower():
            yield "adjective"
        if sentence.text[mention.start : mention.end].isupper():
            yield "dateline"


def _of_clause(order: int, start: int, one: Development) -> Iterator[str]:
    """How a place stands to the development's clause; `order` counts those of its sentence from 0."""
    turn = "later" if order else "first"
    yield from (f"here: {turn}", f"{one.kind}: here, {turn}")
    yield "here: in the clause" if one.start <= start < one.end else "here: outside"
