"""Whether two names tell one side of a deal: by key, by sound, by meaning, by the land that acts through it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from transform.names.gazetteer import gazetteer
from transform.names.named import LAND
from warehouse.register.known import Known
from warehouse.register.reading import Reading
from warehouse.scripts import language_of
from warehouse.sides.initials import said_otherwise
from warehouse.sides.likeness import likeness, one_name
from warehouse.sides.name_meaning import MEANS, SHORT, towns, understood
from warehouse.sides.names import SHORTEST, fold_name, numbered_apart
from warehouse.sides.naming import is_parent, of_one_land
from warehouse.sides.side_words import side_words
from warehouse.sides.sides import Side
from warehouse.sides.stations import one_station

#: How alike the rest of two names is that may be one, which two papers transcribed (Haiyu, Khaiyuy).
_LIKE = 0.5
#: Letters of a word that tells a firm.
_TELLING = 4


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
    if side.key in other.also or other.key in side.also:
        return True
    if _are_two(side, other):
        return False
    if _share_a_key(side, other) or _one_station(side, other):
        return True
    if _bears_its_name(side, other) or _bears_its_name(other, side):
        return False
    return _one_name(side, other) and not told_otherwise(side, other)


def share_a_key(side: Side, other: Side) -> bool:
    """Do they sound or mean the same, or is the one the other cut short (浙能)? Two long names may be cut alike."""
    return not _are_two(side, other) and _share_a_key(side, other)


def _share_a_key(side: Side, other: Side) -> bool:
    return any(
        key.removeprefix(SHORT) in (side.key, other.key)
        if key.startswith(SHORT)
        else key.startswith(MEANS)
        or ((len(key) > SHORTEST or _one_name(side, other)) and not told_otherwise(side, other))
        for key in side.also & other.also
    )


def begin_alike(left: str, right: str) -> bool:
    """Do both begin with one word that tells which firm it is (Kede CNC, Kede Numerical Control)?"""
    ours, theirs = (fold_name(name).split() for name in (left, right))
    if not ours or ours[:1] != theirs[:1] or numbered_apart(left, right):
        return False
    return len(ours[0]) >= _TELLING and not understood(ours[0]) and not towns(ours[0])


def _are_two(side: Side, other: Side) -> bool:
    """Are they firms called by what they make, of two towns (Harbin Cement, Dalian Cement), numbers or names besides?

    Names that mean the same or tell one land are one firm's, translated by the one and transcribed by the other.
    """
    if numbered_apart(side.name, other.name):
        return True
    one_land = on_one_land(side, other)
    if one_land is False and not (side.known or other.known):
        return True
    if one_land or any(key.startswith(MEANS) for key in side.also & other.also):
        return False
    return _of_one_trade(side.name, other.name)


@lru_cache(maxsize=65536)
def _of_one_trade(left: str, right: str) -> bool:
    """Do two names in one script share what the firms make, and nothing else (Ural Cement, Baikal Cement)?"""
    if language_of(left) != language_of(right) or language_of(left) == "zh":
        return False
    ours, theirs = (fold_name(name).split() for name in (left, right))
    mine, yours = ([word for word in one if word not in other] for one, other in ((ours, theirs), (theirs, ours)))
    shared = set(ours) & set(theirs)
    if not (shared and mine and yours and all(map(understood, shared))):
        return False
    return likeness(" ".join(mine), " ".join(yours)) < _LIKE


def _one_station(side: Side, other: Side) -> bool:
    """Are they the port or airport of one town, called so by the one and more by the other?"""
    return (not side.known or not other.known or side.of_land != other.of_land) and one_station(
        names_of(side), tuple(names_of(other))
    )


def told_otherwise(side: Side, other: Side) -> bool:
    """Are both Chinese, and said with other consonants in each pair of their names?"""
    return {side.country, other.country} <= {"CN", None} and said_otherwise(names_of(side), tuple(names_of(other)))


def _one_name(side: Side, other: Side) -> bool:
    return any(one_name(ours, theirs) for ours in names_of(side) for theirs in names_of(other))


def _bears_its_name(firm: Side, land: Side) -> bool:
    """Is the one a town or province and the other a firm with a name of its own, which may begin with that town's?"""
    return _is_land(land) and not firm.known


def _is_land(land: Side) -> bool:
    """Is it a town or province?"""
    return land.known and land.of_land and not land.key.startswith("port:")


def named_after(firm: Side, land: Side) -> bool:
    """May the land that a sentence names stand for a firm that is called after it (the Kamchatka contract)?

    "The port authority of Xi'an" is read as Xi'an now and then; a listed firm is called after it by any of its names.
    """
    if not _is_land(land) or (firm.known and firm.of_land):
        return False
    return any(land.key.rpartition(":")[2] in towns(name) for name in names_of(firm))


def lies_in(town: Side, province: Side) -> bool:
    """Is the one a town and the other the province in which it lies?"""
    if not (_is_land(town) and _is_land(province)):
        return False
    listed = gazetteer().entities.get(town.key)
    return listed is not None and listed.region == province.key


def of_its_name(town: Side, province: Side) -> bool:
    """Is the one a town and the other the province that is called after it ("Tomsk" for the Tomsk Region)?"""
    return lies_in(town, province) and gazetteer().entity(province.key).names["en"].startswith(
        gazetteer().entity(town.key).names["en"]
    )


def on_one_land(left: Side, right: Side) -> bool | None:
    """Do two names tell firms of one land ("a Fuyuan trader")? None where they don't tell."""
    found = [of_one_land(ours, theirs) for ours in names_of(left) for theirs in names_of(right)]
    return True if True in found else False if False in found else None


def of_one_group(left: Side, right: Side) -> bool:
    """Is the one a group and the other a firm of its, either of which a report may name?"""
    groups = side_words().groups
    return right.key in groups.get(left.key, ()) or left.key in groups.get(right.key, ())


def is_its_owner(side: Side, quotes: Iterable[str]) -> bool:
    """Does a sentence name this side as the owner of another?"""
    return any(is_parent(name, quote) for name in names_of(side) for quote in quotes)


def land_of(side: Side) -> frozenset[str]:
    """The land that acts by this side, a port's aside."""
    if side.known:
        return frozenset({side.key}) if side.of_land and not side.key.startswith("port:") else frozenset()
    listed = gazetteer().entities
    return frozenset(key for key in side.also if key in listed and listed[key].kind in LAND)


def names_of(side: Side) -> Iterable[str]:
    """What a side is called: as written, in brackets, and what the gazetteer calls it in each language."""
    listed = gazetteer().entities.get(side.key)  # none where people took it out of the list since
    if not side.known or not side.concrete or listed is None:
        return (side.name, side.called) if side.called else (side.name,)
    return (side.name, *listed.names.values())


def another_land(reading: Reading, missing: Iterable[Side]) -> tuple[str, str] | None:
    """A land that a sentence names without its side, and the side that acts for another of that nation."""
    for side in (one for one in missing if land_of(one)):
        named = [gazetteer().entity(one) for one in reading.subjects if one in gazetteer().entities]
        towns_there = [land.names["en"] for land in named if land.region and land.country == side.country]
        if towns_there and not any(of_one_land(town, name) for town in towns_there for name in names_of(side)):
            return towns_there[0], side.name
    return None
