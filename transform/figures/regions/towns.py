"""The town whose own a figure of trade is: its province's is another number."""

from __future__ import annotations

from transform.figures.measured.metric import SAID_BEFORE
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.names.entity import METONYMS, EntityMention

#: Houses of one town. The others that are listed answer for a customs district, which is a province or most of one
#: (General Administration of Customs, list of directly subordinate customs; Federal Customs Service).
_OF_TOWN = {
    "body:heihe-customs": "place:heihe",
    "body:suifenhe-customs": "place:suifenhe",
    "body:ergun-customs": "place:ergun",
    "body:nansha-customs": "place:nansha",
}
_TRADE = frozenset(("turnover", "exports", "imports"))


def town_of(reading: Reading, shared: Shared) -> str | None:
    """The gazetteer's id of the town by which a figure of trade has its region; None where its province is named, or
    the customs of all of it tell the number.
    """
    region = shared.region
    if shared.metric not in _TRADE or region is None or region in METONYMS:
        return None
    here = [one for one in reading.entities if one.entity.region == region]
    if any(one.entity.kind == "body" and one.entity.id not in _OF_TOWN for one in here):
        return None
    why = shared.why["region"]
    told = [one for one in here if not _is_dateline(reading, one)]
    if why.startswith("“"):
        told = [one for one in told if why == f"“{reading.folded[one.start : one.end]}”"]
    elif why == SAID_BEFORE:
        return None
    towns = {one.entity.id if one.entity.kind == "place" else _OF_TOWN.get(one.entity.id) for one in told}
    return towns.pop() if len(towns) == 1 else None


def _is_dateline(reading: Reading, one: EntityMention) -> bool:
    """Does it only say where the article was written ("HARBIN, 20 Nov. — Trade with Russia …")?"""
    return one.start == 0 and reading.folded[one.end :].lstrip()[:1] in tuple(",-–—(")
