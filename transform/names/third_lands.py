"""Which of the lands that a text names is a third country, or a union of them."""

from __future__ import annotations

from collections.abc import Sequence

from transform.names.entity import EntityMention

#: Names of lands, and of bodies and places that stand for one.
_LANDS = frozenset(("country", "group", "body", "region", "place"))
#: Lands of the pair, and the union of the groups and bodies that is neither's.
_OF_PAIR = frozenset(("CN", "RU", "HK", "MO"))
#: Lands of their own among the names, whose firms are China's side of a deal.
OF_CHINA = frozenset(("HK", "MO"))
_UNION = frozenset(("group:eu", "body:eu-commission"))
#: Lands of several countries, neither of the pair among them.
APART_LANDS = frozenset(("group:central-asia", "group:southeast-asia", "group:africa", "group:latin-america"))


def first_land(mentions: Sequence[EntityMention]) -> EntityMention | None:
    """The first land of some names in the order of their text."""
    return next((one for one in mentions if one.entity.kind in _LANDS), None)


def is_third(land: EntityMention) -> bool:
    """Is a land a third country or the European Union? What is of no one country is not."""
    return land.entity.id in _UNION or (land.entity.country or "CN") not in _OF_PAIR
