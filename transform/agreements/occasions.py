"""Where and on what occasion each deal of an article was signed, weighed among the events and places that it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set

import msgspec

from transform.agreements.event_signs import DealEvents
from transform.agreements.place_signs import DealPlaces
from transform.agreements.told_deal import ToldDeal
from transform.records import Agreement
from transform.text.sentences import Sentence
from transform.weighed import likeliest

#: The rules' tables.
EVENT, PLACE = "event", "deal_place"
#: A place or event is told where so much of the odds of all, and of none, is that one's.
SURE = 0.4

#: The signs that speak for and against each candidate, by its id; None stands for none.
CandidateSigns = Mapping[str | None, Set[str]]
#: Is shown the table's name, a deal and its signs; the weights are fitted to them.
WatchOccasions = Callable[[str, Agreement, CandidateSigns], None]


def with_occasions(
    deals: Sequence[ToldDeal], sentences: Sequence[Sentence], language: str, watch: WatchOccasions | None = None
) -> tuple[Agreement, ...]:
    """The agreements with event and place of signing; a place that a later sentence adds stays where none is told."""
    told = [one.agreement for one in deals]
    events = DealEvents(told, sentences, language)
    places = DealPlaces(told, sentences, language, events)
    found: list[Agreement] = []
    for one, deal in zip(told, deals, strict=True):
        signs = events.signs(one)
        event = likeliest(EVENT, signs, SURE)
        wheres = places.signs(one, event, deal.spot)
        place = likeliest(PLACE, wheres, SURE)
        if watch is not None:
            watch(EVENT, one, signs)
            watch(PLACE, one, wheres)
        if event is not None:
            one = msgspec.structs.replace(one, event=events.called(event, one, deal.spot))
        if place is not None:
            one = msgspec.structs.replace(one, place=places.called(place), place_id=place)
        found.append(one)
    return tuple(found)
