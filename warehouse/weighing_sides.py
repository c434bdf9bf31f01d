"""Weighs the sides of a mention against an agreement's: the same, one under two spellings, of one kind, or another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from transform.gazetteer import gazetteer
from transform.records import Party
from warehouse.initials import said_otherwise
from warehouse.likeness import abbreviates, cut_short, likeness, one_name
from warehouse.matching import WORDS_OF_REPORT, Known, Reading
from warehouse.name_meaning import MEANS, SHORT, towns
from warehouse.names import SHORTEST
from warehouse.naming import of_one_land
from warehouse.scale import Scale
from warehouse.scripts import language_of
from warehouse.sides import Side, sides
from warehouse.stations import one_station

#: Names less alike than this are not worth a word.
_LIKE = 0.3
#: How alike a firm and "a company of Fuyuan" are, where the firm is called after that town.
_OF_ONE_LAND = 0.4
#: From here on a side is the same: of the gazetteer's firms one in two is as alike in two scripts, of pairs of
#: different firms four in a thousand.
_AS_GOOD = 0.5
#: From here on nothing else that differs makes it doubtful.
_SURE = 0.6
#: How alike two Chinese names are at most that Pinyin tells apart (湘汇, Jianghai).
_FAINT = 0.3


def weigh_sides(reading: Reading, known: Known, implied: tuple[Party, ...], scale: Scale) -> None:
    ours = reading.sides
    matched = [(side, same_side(side, known)) for side in ours]
    shared = sorted({key for side, key in matched if key and side.concrete})
    groups = {key for side, key in matched if key and not side.concrete} | _of_a_state(reading, known)
    left = [side for side, key in matched if not key and side.concrete]
    missing = [one for one in _core(known) if one[0].concrete and not any(side.key in shared for side in one)]
    lenders = sides(implied, ()) if implied else ()
    inferred = sorted({key for side in lenders if (key := same_side(side, known))}.difference(shared))
    like = _like(left, [side for key, side in known.sides.items() if side.concrete and key not in shared])
    likened = {one for one, _ in like.values()}
    left_apart = [side for side in left if side not in like] if like else left
    apart = _apart(left_apart, [side for one in missing if likened.isdisjoint(one) for side in one])
    others: list[tuple[Side, Side]] = []
    if like and not (shared or inferred) and [degree < _SURE for _, degree in like.values()] == [True]:
        others = apart or _apart(left_apart, _seldom(known, likened))
    # Two sides here, two there, and one faint likeness between them: that is no side in common.
    faint = bool(others)
    as_good = 1.0 if faint else _AS_GOOD
    if like:
        shared = sorted({*shared, *(one.key for one, degree in like.values() if degree >= as_good)})
    for side, (one, degree) in like.items():
        if degree >= as_good:
            scale.add("spelled", f"{side.name} as {one.name}")
        elif faint:
            scale.add("half_like", f"{side.name} may be {one.name}, {others[0][0].name} not {others[0][1].name}")
        else:
            scale.add("like", f"{side.name} may be {one.name}", degree)
    if len(shared) >= 2:
        scale.add("sides_two", f"parties {', '.join(shared)}")
    elif shared and inferred:
        scale.add("side_and_lent", f"party {shared[0]}; by the sentence before, {', '.join(inferred)}")
    elif shared:
        alone = len(ours) == 1 or len(known.sides) == 1
        scale.add("side_alone" if alone else "side_one", f"party {shared[0]}")
    elif len(inferred) >= 2:
        scale.add("lent_two", f"by the sentence before, parties {', '.join(inferred)}")
    elif inferred:
        scale.add("lent_one", f"by the sentence before, party {inferred[0]}")
    elif len(groups) >= 2:
        scale.add("kinds_two", "parties of one kind")
    elif groups:
        scale.add("kind_one", "a party of one kind")
    if unlisted := [key for key in shared if not known.sides[key].known]:
        scale.add("unlisted", f"{', '.join(unlisted)} seldom named", len(unlisted[:2]))
    states_only = len(left) > 1 and bool(known.sides) and not any(side.concrete for side in known.sides.values())
    if not (shared or groups or inferred or like) and left and (missing or states_only):
        scale.add("no_side", "no party in common")
    lent = [(a, b) for a, b in apart if a.key in reading.lent]
    apart = [(a, b) for a, b in apart if a.key not in reading.lent] if lent else apart
    other = next(((a, b) for a, b in apart if _opposed(a, b)), None)
    if other and shared and _reissued(reading, known):
        scale.add("reissued", f"the same report with {other[0].name} for {other[1].name}")
    elif other:
        scale.opposed = True
        trait = "other_partner" if shared else "other_side"
        if other[0].known and other[1].known and other[0].of_land is other[1].of_land:
            # Two that the gazetteer knows are two beyond doubt; but a town may have been taken for a side.
            trait = "other_known"
        scale.add(trait, f"with {other[0].name}, not {other[1].name}")
    elif shared and len(ours) == 1 and (land := another_land(reading, (side for one in missing for side in one))):
        scale.opposed = True
        scale.add("other_side", f"with a side of {land[0]}, not {land[1]}")
    elif lent and not shared:
        scale.add("lent_other", f"perhaps with {lent[0][0].name}, not {lent[0][1].name}")
    elif apart and any(_unlisted_beside(a, b) for a, b in apart):
        scale.add("unlisted_other", "a firm that no list has, not the one known")
    elif apart and any(_unlike(a, b) for a, b in apart):
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
    """The agreement's sides, each with its spellings; kept until another comes in."""
    if known.compared != len(known.sides):
        known.compared = len(known.sides)
        known.spelled = []
        for side in known.sides.values():
            one = next((one for one in known.spelled if is_same(side, one[0])), None)
            if one is None:
                known.spelled.append([side])
            else:
                one.append(side)
    return known.spelled


def _seldom(known: Known, likened: set[Side]) -> list[Side]:
    """The sides of a nation for which no name is told often, since each report writes it otherwise."""
    nations = {side.country for one in _core(known) for side in one}
    return [
        side
        for side in known.sides.values()
        if side.concrete and side.country not in nations | {None} and known.told[side.key] and side not in likened
    ]


def _apart(left: Sequence[Side], missing: Sequence[Side]) -> list[tuple[Side, Side]]:
    """The sides of each hand that found none on the other, where their countries allow that they are one."""
    return [(a, b) for a in left for b in missing if _two(a, b)]


@lru_cache(maxsize=65536)
def _two(left: Side, right: Side) -> bool:
    """May these be two sides of one nation, neither a description nor a land that stands for the other?"""
    if left.country and right.country and left.country != right.country:
        return False
    if _named_after(left, right) or _named_after(right, left):
        return False
    return not (left.described or right.described) or _of_one_land(left, right) is False


def _like(left: Sequence[Side], theirs: Sequence[Side]) -> dict[Side, tuple[Side, float]]:
    """The sides left over that may be one under names which are partly alike, and how much."""
    found: dict[Side, tuple[Side, float]] = {}
    for side in left:
        degree, other = max(
            ((_degree(side, one), one) for one in theirs), key=lambda pair: pair[0], default=(0.0, side)
        )
        if degree >= _LIKE and all(other != one for one, _ in found.values()):
            found[side] = (other, degree)
    return found


@lru_cache(maxsize=65536)
def _degree(left: Side, right: Side) -> float:
    if (left.known and right.known) or (left.country and right.country and left.country != right.country):
        return 0.0
    if left.described or right.described:
        return _OF_ONE_LAND if _of_one_land(left, right) else 0.0
    pairs = [(ours, theirs) for ours in _names(left) for theirs in _names(right)]
    # In one script a firm is written in one way, or by its initials: only across scripts is a name partly alike.
    written = [(ours, theirs) for ours, theirs in pairs if language_of(ours) == language_of(theirs)]
    short = [pair for pair in written if abbreviates(*pair) or abbreviates(*pair[::-1])]
    degree = max((likeness(*pair) for pair in (short if written else pairs)), default=0.0)
    return min(degree, _FAINT) if _said_otherwise(left, right) else degree


def _of_one_land(left: Side, right: Side) -> bool | None:
    found = [of_one_land(ours, theirs) for ours in _names(left) for theirs in _names(right)]
    return True if True in found else False if False in found else None


def _unlike(left: Side, right: Side) -> bool:
    """Two firms that no list has, of one country, in two scripts, with nothing in common."""
    return not left.known and not right.known and bool(left.country) and left.country == right.country


def _unlisted_beside(left: Side, right: Side) -> bool:
    """A firm that no list has and a known one, of one country, of which the list has another name in that script."""
    if left.known == right.known or not left.country or left.country != right.country:
        return False
    listed, other = (left, right) if left.known else (right, left)
    scripts = {language_of(name) for name in _names(other)} - {"zh"}
    return any(language_of(name) in scripts for name in _names(listed))


def _of_a_state(reading: Reading, known: Known) -> set[str]:
    """States on the one hand whose bodies stand on the other: "China and Russia signed" what their ministries did."""
    both = (reading.states & known.bodies) | (reading.bodies & known.states)
    return {f"group {state}" for state in both}


def _reissued(reading: Reading, known: Known) -> bool:
    """Is it an outlet's own report word for word, names aside? Then it corrects a name."""
    return len(reading.topics.words) >= WORDS_OF_REPORT and reading.report in known.reports


def same_side(side: Side, known: Known) -> str | None:
    """The agreement's party that this is, or may be under another spelling."""
    if side.key in known.sides:
        return side.key
    for key, other in known.sides.items():
        if is_same(side, other):
            return key
    return None


@lru_cache(maxsize=65536)
def is_same(side: Side, other: Side) -> bool:
    """Are these one side, or may they be under two spellings?"""
    if side.known and other.known:
        # A corridor and the firm that runs it: one name, two ids.
        slug = side.key.partition(":")[2]
        return (bool(slug) and slug == other.key.partition(":")[2]) or _one_station(side, other)
    if side.country and other.country and side.country != other.country:
        return False
    if side.key in other.also or other.key in side.also or _share_a_key(side, other) or _one_station(side, other):
        return True
    if _bears_its_name(side, other) or _bears_its_name(other, side):
        return False
    return _one_name(side, other) and not _said_otherwise(side, other)


def _share_a_key(side: Side, other: Side) -> bool:
    """Do they sound or mean the same, or is the one the other cut short (浙能)? Two long names may be cut alike."""
    return any(
        key.removeprefix(SHORT) in (side.key, other.key)
        if key.startswith(SHORT)
        else key.startswith(MEANS)
        or ((len(key) > SHORTEST or _one_name(side, other)) and not _said_otherwise(side, other))
        for key in side.also & other.also
    )


def _one_station(side: Side, other: Side) -> bool:
    """Are they the port or airport of one town, called so by the one and more by the other?"""
    return (not side.known or not other.known or side.of_land != other.of_land) and one_station(
        _names(side), tuple(_names(other))
    )


def _said_otherwise(side: Side, other: Side) -> bool:
    """Are both Chinese, and said with other consonants in each pair of their names?"""
    return {side.country, other.country} <= {"CN", None} and said_otherwise(_names(side), tuple(_names(other)))


def _one_name(side: Side, other: Side) -> bool:
    return any(one_name(ours, theirs) for ours in _names(side) for theirs in _names(other))


def _bears_its_name(firm: Side, land: Side) -> bool:
    """Is the one a town or province and the other a firm with a name of its own, which may begin with that town's?"""
    return land.known and land.of_land and not land.key.startswith("port:") and not firm.known


def _named_after(firm: Side, land: Side) -> bool:
    """May the land that a sentence names stand for a firm that is called after it (the Kamchatka contract)?"""
    return _bears_its_name(firm, land) and land.key.rpartition(":")[2] in towns(firm.name)


def _lands_apart(left: Side, right: Side) -> bool:
    """Do they act for two lands: a town or province, and the office or zone of another?"""
    ours, theirs = (_land_of(side) for side in (left, right))
    return bool(ours and theirs) and not ours & theirs and _of_one_land(left, right) is False


def another_land(reading: Reading, missing: Iterable[Side]) -> tuple[str, str] | None:
    """A land that a sentence names without its side, and the side that acts for another of that nation."""
    for side in (one for one in missing if _land_of(one)):
        named = [gazetteer().entity(one) for one in reading.subjects if one in gazetteer().entities]
        towns_there = [land.names["en"] for land in named if land.region and land.country == side.country]
        if towns_there and not any(of_one_land(town, name) for town in towns_there for name in _names(side)):
            return towns_there[0], side.name
    return None


def _land_of(side: Side) -> frozenset[str]:
    """The land that acts by this side, a port's aside."""
    if side.known:
        return frozenset({side.key}) if side.of_land and not side.key.startswith("port:") else frozenset()
    return frozenset(key for key in side.also if key in gazetteer().entities)


def _names(side: Side) -> Iterable[str]:
    """What a side is called: as written, in brackets, and what the gazetteer calls it in each language."""
    if not side.known or not side.concrete:
        return (side.name, side.called) if side.called else (side.name,)
    return (side.name, *gazetteer().entity(side.key).names.values())


@lru_cache(maxsize=65536)
def _opposed(left: Side, right: Side) -> bool:
    """Two sides of one country that are certainly not one: both known, or both written in one script."""
    if left.known and right.known:
        return True
    if left.described or right.described:
        # "A Tver firm" is no firm of Kazan; where nobody says where the other is from, nobody knows.
        return _of_one_land(left, right) is False
    if _lands_apart(left, right):
        return True
    ours, theirs = ({language_of(name) for name in (side.name, side.called) if name} for side in (left, right))
    return bool(ours & theirs) and not (_share_a_key(left, right) or cut_short(left.name, right.name))
