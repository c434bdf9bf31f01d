"""Whether an aside recalls a deal that others told: it may join a row, and never makes one or tells a stage.

"Angara Pulp sold 450,000 tonnes to a trader in Xiamen" names one side of a deal and reads as none; its firm, its
place and its tonnage are those of one row.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from transform.records import Party
from warehouse.register.contradiction import contradiction
from warehouse.register.decision import Decision
from warehouse.register.known import Known
from warehouse.register.one_side import is_same
from warehouse.register.reading import Reading
from warehouse.register.scale import Scale
from warehouse.register.weighing import weighed
from warehouse.scripts import language_of
from warehouse.sides.name_meaning import towns
from warehouse.sides.names import alike
from warehouse.sides.sides import Side, sides
from warehouse.states import current_stage

#: What an aside scores at least that names two sides, one and what else tells the deal, or a rare one and its goods.
TWO, ONE, RARE = 3.5, 6.5, 7.5
#: So much less the next best row must score.
AHEAD = 2.0
#: What no other deal of a firm shares by chance.
_EXACT = frozenset(("numbers", "value", "term"))
_SIDE = frozenset(("side_one", "side_alone"))
_ABOUT = frozenset(("goods", "field"))
#: What tells a deal beside its goods or work.
_MORE = frozenset(("type", "worded"))


class Recalled(msgspec.Struct, frozen=True, kw_only=True):
    """An aside as a mention of the row that it recalls."""

    reading: Reading
    decision: Decision


def recalled(aside: Reading, candidates: Sequence[Known], implied: tuple[Party, ...] = ()) -> Recalled | None:
    """The one row that an aside recalls, if it does; its stage is the row's.

    `implied` are the sides of the article's one deal: "the contract for 2019" is theirs too.
    """
    fitting: list[tuple[float, Known, Scale]] = []
    for known in candidates:
        if known.readings and not known.total and not contradiction(aside, known):
            scale = weighed(aside, known, implied, whole=True)
            fitting.append((scale.points, known, scale))
    fitting.sort(key=lambda one: one[0], reverse=True)
    if not fitting or (len(fitting) > 1 and fitting[0][0] - fitting[1][0] < AHEAD):
        return None
    points, known, scale = fitting[0]
    named = _named(aside, known)
    if aside.article_id in known.articles or not _fits(aside, known, scale, named):
        return None
    stage = current_stage([(one.status, one.reported_at) for one in known.readings])
    theirs = {side.key for side, _ in named}
    parties = tuple(party for party in aside.parties if any(side.key in theirs for side in sides((party,), ())))
    parties = parties or aside.parties
    decision = Decision(
        action="recall", agreement_id=known.agreement_id, score=round(points, 2), evidence=tuple(scale.told)
    )
    return Recalled(reading=msgspec.structs.replace(aside, status=stage, parties=parties), decision=decision)


def _named(aside: Reading, known: Known) -> list[tuple[Side, Side]]:
    """The sides that it names, each with the row's name for it: one word in common of one script is none."""
    return [
        (side, other)
        for side in aside.sides
        if side.concrete
        for other in known.sides.values()
        if other.concrete
        and is_same(side, other)
        and (_certain(side, other) or language_of(side.name) != language_of(other.name))
    ]


def _fits(aside: Reading, known: Known, scale: Scale, named: Sequence[tuple[Side, Side]]) -> bool:
    """Does it tell enough beside the sides that it names? Names that are alike in two scripts are less sure."""
    found = scale.found.keys()
    if scale.opposed and not scale.same_value:
        return False
    exact = bool(_EXACT & found)
    if "lent_two" in found:
        return exact or ("made" in found and bool(aside.topics.years))
    certain = [side for side, other in named if _certain(side, other)]
    if "sides_two" in found:
        return scale.points >= (TWO if certain else ONE)
    if not _SIDE & found or scale.points < ONE:
        return False
    places = _elsewhere(aside, known)
    about = bool(_ABOUT & found)
    if not certain:
        # Alike in sound: only where the row has no name in this script yet.
        written = language_of(aside.quote)
        heard = all(language_of(side.name) != written for side in known.sides.values() if side.concrete)
        return heard and about and (exact or len(places) > 1)
    if exact or places or (about and _MORE & found):
        return True
    return about and scale.points >= RARE and any(not side.known for side in certain)


def _certain(side: Side, other: Side) -> bool:
    """Is it one name in one script, or one of the gazetteer's?"""
    return side.key == other.key or (language_of(side.name) == language_of(other.name) and alike(side.name, other.name))


def _elsewhere(aside: Reading, known: Known) -> set[str]:
    """The places of the deal that it names and that none of the sides it names is called after."""
    lands = {one for one in aside.entities & known.subjects if not one.startswith("commodity:")}
    named_after = {town for side in aside.sides for town in towns(side.name)}
    return {one for one in lands if one.rpartition(":")[2] not in named_after}
