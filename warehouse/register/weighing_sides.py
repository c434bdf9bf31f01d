"""Weighs the sides of a mention against an agreement's: the same, one under two spellings, of one kind, or another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import msgspec

from transform.records import PAIR, Party
from warehouse.register.known import Known
from warehouse.register.one_side import (
    another_land,
    is_its_owner,
    is_same,
    lies_in,
    named_after,
    on_one_land,
    same_side,
)
from warehouse.register.reading import Reading
from warehouse.register.scale import Scale
from warehouse.register.two_sides import (
    AS_GOOD,
    is_spelling,
    likeness_of,
    may_be_two,
    opposed,
    unlike,
    unlisted_beside,
)
from warehouse.sides.naming import lands
from warehouse.sides.sides import Side, sides

#: Names less alike than this are not worth a word.
_LIKE = 0.3
#: From here on nothing else that differs makes it doubtful.
_SURE = 0.6
#: So many reports that put a side into one town make it a side of that town.
_OFTEN = 3
#: So many words in common can't be a turn of phrase.
WORDS_OF_REPORT = 8


class _Beside(msgspec.Struct, frozen=True):
    """The sides of a mention beside an agreement's: which they share, and which are left on either hand."""

    #: keys of the agreement's sides that the mention names, that the sentence before lends it, that are of one kind
    shared: list[str]
    inferred: list[str]
    groups: set[str]
    #: sides of the mention's that the agreement has not, and of the agreement's that the mention has not
    left: list[Side]
    missing: list[Side]
    #: of those left, the ones that may be a side of the agreement's under another name, and how much alike they are
    like: dict[Side, tuple[Side, float]]
    #: sides of one nation, one left on each hand, that are not alike
    apart: list[tuple[Side, Side]]
    #: what makes a faint likeness none: two sides here, two there
    others: list[tuple[Side, Side]]


def weigh_sides(reading: Reading, known: Known, implied: tuple[Party, ...], scale: Scale) -> None:
    """Add what speaks for and against one deal by its sides; `implied` are those that the sentence before lends."""
    beside = _beside(reading, known, implied)
    shared = _weigh_likeness(beside, scale)
    _weigh_common(reading, known, beside, shared, scale)
    _weigh_others(reading, known, beside, shared, scale)
    # Who stands on both hands under two spellings need be looked for nowhere else.
    found = {one for side, (other, degree) in beside.like.items() if degree >= AS_GOOD for one in (side, other)}
    scale.left = [one for one in beside.left if one not in found]
    scale.missing = [one for one in beside.missing if one not in found]


def _beside(reading: Reading, known: Known, implied: tuple[Party, ...]) -> _Beside:
    matched = [(side, same_side(side, known)) for side in reading.sides]
    shared = sorted({key for side, key in matched if key and side.concrete})
    left = [side for side, key in matched if not key and side.concrete]
    lenders = sides(implied, ()) if implied else ()
    inferred = sorted({key for side in lenders if (key := same_side(side, known))}.difference(shared))
    taken = [side for side, key in matched if key and side.concrete]
    like = _like(left, _free(known, shared, taken)) if left else {}
    likened = {one for one, _ in like.values()}
    missing = [one for one in _core(known) if one[0].concrete and not any(side.key in shared for side in one)]
    unlike = [side for side in left if side not in like]
    apart = _apart(unlike, [one for one in missing if likened.isdisjoint(one)])
    if shared:
        # "Zabaikalsk and Manzhouli signed": whose partner is the same, for the province signs whoever runs the town.
        apart = [(side, other) for side, other in apart if not (lies_in(side, other) or lies_in(other, side))]
    if {known.sides[key].country for key in shared} >= PAIR:
        # Whoever is of neither country besides is no partner: the agency that told of it, a continent, a make.
        apart = [(side, other) for side, other in apart if side.country and other.country]
    if apart:
        # An outlet tells a deal of a group's firm as the group's, or as that of "the chain, which belongs to it".
        told = {reading.quote, *(one.quote for one in known.readings)}
        apart = [(a, b) for a, b in apart if not is_its_owner(b, (reading.quote,)) and not is_its_owner(a, told)]
    elif elsewhere := _elsewhere(unlike, known, {known.sides[key].country for key in shared}):
        apart = [elsewhere]
    others: list[tuple[Side, Side]] = []
    if not (shared or inferred) and [degree < _SURE for _, degree in like.values()] == [True]:
        others = apart or _apart(unlike, [[side] for side in _seldom(known, likened)])
    return _Beside(
        shared=shared,
        inferred=inferred,
        groups={key for side, key in matched if key and not side.concrete} | _of_a_state(reading, known),
        left=left,
        missing=[side for one in missing for side in one],
        like=like,
        apart=apart,
        others=others,
    )


def _free(known: Known, shared: Sequence[str], taken: Sequence[Side]) -> list[Side]:
    """The agreement's sides that are none of those `taken`, nor their spellings."""
    free = (side for key, side in known.sides.items() if side.concrete and key not in shared)
    return [side for side in free if not any(is_spelling(side, one) for one in taken)]


def _weigh_likeness(beside: _Beside, scale: Scale) -> list[str]:
    """Weigh names that are partly alike; the sides in common, with those that are alike enough."""
    # Two sides here, two there, and one faint likeness between them: that is no side in common.
    as_good = 1.0 if beside.others else AS_GOOD
    for side, (one, degree) in beside.like.items():
        if degree >= as_good:
            scale.add("spelled", f"{side.name} as {one.name}")
        elif beside.others:
            here, there = beside.others[0]
            scale.add("half_like", f"{side.name} may be {one.name}, {here.name} not {there.name}")
        else:
            scale.add("like", f"{side.name} may be {one.name}", degree)
    return sorted({*beside.shared, *(one.key for one, degree in beside.like.values() if degree >= as_good)})


def _weigh_common(reading: Reading, known: Known, beside: _Beside, shared: list[str], scale: Scale) -> None:
    """Weigh the sides in common: named, lent by the sentence before, or of one kind at least."""
    inferred = beside.inferred
    if len(shared) >= 2:
        scale.add("sides_two", f"parties {', '.join(shared)}")
    elif shared and inferred:
        scale.add("side_and_lent", f"party {shared[0]}; by the sentence before, {', '.join(inferred)}")
    elif shared:
        alone = len(reading.sides) == 1 or len(known.sides) == 1
        scale.add("side_alone" if alone else "side_one", f"party {shared[0]}")
    elif len(inferred) >= 2:
        scale.add("lent_two", f"by the sentence before, parties {', '.join(inferred)}")
    elif inferred:
        scale.add("lent_one", f"by the sentence before, party {inferred[0]}")
    elif len(beside.groups) >= 2:
        scale.add("kinds_two", "parties of one kind")
    elif beside.groups:
        scale.add("kind_one", "a party of one kind")
    if unlisted := [key for key in shared if not known.sides[key].known]:
        scale.add("unlisted", f"{', '.join(unlisted)} seldom named", len(unlisted[:2]))
    if shared or beside.groups or inferred or beside.like:
        return
    states_only = len(beside.left) > 1 and bool(known.sides) and not any(side.concrete for side in known.sides.values())
    # "A county" may be any: it says nothing of another one.
    telling = any(not side.described or lands(side.name) for side in beside.left)
    if telling and (beside.missing or states_only):
        scale.add("no_side", "no party in common")


def _weigh_others(reading: Reading, known: Known, beside: _Beside, shared: list[str], scale: Scale) -> None:
    """Weigh what speaks of another deal: a side in the place of one that is not named."""
    lent = [(a, b) for a, b in beside.apart if a.key in reading.lent]
    apart = [(a, b) for a, b in beside.apart if a.key not in reading.lent]
    other = next(((a, b) for a, b in apart if opposed(a, b)), None)
    if other and shared and _reissued(reading, known):
        scale.add("reissued", f"the same report with {other[0].name} for {other[1].name}")
    elif other:
        scale.opposed = True
        trait = "other_partner" if shared else "other_side"
        if other[0].known and other[1].known and other[0].of_land is other[1].of_land:
            # Two that the gazetteer knows are two beyond doubt; but a town may have been taken for a side.
            trait = "other_known"
        scale.add(trait, f"with {other[0].name}, not {other[1].name}")
        lands_apart = {a.country: (a, b) for a, b in apart if opposed(a, b)}
        partner = next((pair for land, pair in lands_apart.items() if land != other[0].country), None)
        if partner and not shared:
            scale.add("other_side", f"nor with {partner[1].name}, but {partner[0].name}")
    elif shared and len(reading.sides) == 1 and (land := another_land(reading, beside.missing)):
        scale.opposed = True
        scale.add("other_side", f"with a side of {land[0]}, not {land[1]}")
    elif lent and not shared:
        scale.add("lent_other", f"perhaps with {lent[0][0].name}, not {lent[0][1].name}")
    elif any(unlisted_beside(a, b) for a, b in apart):
        scale.add("unlisted_other", "a firm that no list has, not the one known")
    elif any(unlike(a, b) for a, b in apart):
        scale.add("unlike", "names that don't sound alike")


def _core(known: Known) -> list[list[Side]]:
    """The sides that a third of its mentions name, each with its spellings: one that fewer name may be a slip.

    Kept until another mention comes in.
    """
    if known.core is None:
        least = len(known.readings)
        known.core = [one for one in _spelled(known) if sum(known.told[side.key] for side in one) * 3 >= least]
    return known.core


def _spelled(known: Known) -> list[list[Side]]:
    """The agreement's sides, each with its spellings; only those that came in since are compared."""
    for side in islice(known.sides.values(), known.compared, None):
        one = next((one for one in known.spelled if is_same(side, one[0])), None)
        if one is None:
            known.spelled.append([side])
        else:
            one.append(side)
    known.compared = len(known.sides)
    return known.spelled


def _seldom(known: Known, likened: set[Side]) -> list[Side]:
    """The sides of a nation for which no name is told often, since each report writes it otherwise."""
    nations = {side.country for one in _core(known) for side in one}
    return [
        side
        for side in known.sides.values()
        if side.concrete and side.country not in nations | {None} and known.told[side.key] and side not in likened
    ]


def _apart(left: Sequence[Side], missing: Sequence[Sequence[Side]]) -> list[tuple[Side, Side]]:
    """The sides of each hand that found none on the other, where their countries allow that they are one.

    A town may stand for a firm by whichever of its names is called after it ("TMK's contract with Dalian").
    """
    if not left or not missing:
        return []
    apart = ((side, one) for side in left for one in missing if not any(named_after(other, side) for other in one))
    return [(side, other) for side, one in apart for other in one if may_be_two(side, other)]


def _elsewhere(left: Sequence[Side], known: Known, shared: set[str | None]) -> tuple[Side, Side] | None:
    """A side left over, and the agreement's of its nation, which every report that tells a town puts into another.

    Each calls it in its own way ("the inland port of Xi'an", 西安自贸港), so that no name of it is told often.
    """
    for side in left:
        if not side.country or side.country in shared:
            continue
        told = [one for one in known.sides.values() if one.concrete and one.country == side.country]
        told = [one for one in told if on_one_land(one, one)]
        often = sum(known.told[one.key] for one in told) >= _OFTEN and len(told) > 1
        if often and all(on_one_land(side, one) is False and on_one_land(told[0], one) for one in told):
            return side, told[0]
    return None


def _like(left: Sequence[Side], theirs: Sequence[Side]) -> dict[Side, tuple[Side, float]]:
    """The sides left over that may be one under names which are partly alike, and how much."""
    found: dict[Side, tuple[Side, float]] = {}
    for side in left:
        degree, other = max(
            ((likeness_of(side, one), one) for one in theirs), key=lambda pair: pair[0], default=(0.0, side)
        )
        if degree >= _LIKE and all(other != one for one, _ in found.values()):
            found[side] = (other, degree)
    return found


def _of_a_state(reading: Reading, known: Known) -> set[str]:
    """States on the one hand whose bodies stand on the other: "China and Russia signed" what their ministries did."""
    both = (reading.states & known.bodies) | (reading.bodies & known.states)
    return {f"group {state}" for state in both}


def _reissued(reading: Reading, known: Known) -> bool:
    """Is it an outlet's own report word for word, names aside? Then it corrects a name."""
    return len(reading.topics.words) >= WORDS_OF_REPORT and reading.report in known.reports
