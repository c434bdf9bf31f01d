"""How two sides stand to each other: certainly two, one under two spellings, or how much alike."""

from __future__ import annotations

from functools import lru_cache

from warehouse.register.one_side import (
    begin_alike,
    is_same,
    land_of,
    named_after,
    names_of,
    of_its_name,
    of_one_group,
    on_one_land,
    share_a_key,
    told_otherwise,
)
from warehouse.scripts import language_of
from warehouse.sides.likeness import abbreviates, cut_short, likeness
from warehouse.sides.naming import without_town
from warehouse.sides.schools import school_and_works
from warehouse.sides.sides import Side
from warehouse.sides.stations import two_stations

#: How alike a firm and "a company of Fuyuan" are, where the firm is called after that town.
_OF_ONE_LAND = 0.4
#: From here on a side is the same: of the gazetteer's firms one in two is as alike in two scripts, of pairs of
#: different firms four in a thousand.
AS_GOOD = 0.5
#: How alike two Chinese names are at most that Pinyin tells apart (湘汇, Jianghai).
_FAINT = 0.3


@lru_cache(maxsize=65536)
def opposed(left: Side, right: Side) -> bool:
    """Two sides of one country that are certainly not one: both known, or both written in one script."""
    if (left.known and right.known) or school_and_works(names_of(left), names_of(right)):
        return True
    if left.described or right.described:
        # "A Tver firm" is no firm of Kazan; where nobody says where the other is from, nobody knows.
        return on_one_land(left, right) is False
    if _lands_apart(left, right) or _stations_apart(left, right):
        return True
    ours, theirs = ({language_of(name) for name in (side.name, side.called) if name} for side in (left, right))
    alike = share_a_key(left, right) or cut_short(left.name, right.name) or begin_alike(left.name, right.name)
    return bool(ours & theirs) and not alike


def _lands_apart(left: Side, right: Side) -> bool:
    """Do they act for two lands: a town or province, and the office or zone of another?"""
    ours, theirs = (land_of(side) for side in (left, right))
    return bool(ours and theirs) and not ours & theirs and on_one_land(left, right) is False


def _stations_apart(left: Side, right: Side) -> bool:
    """Are they the ports or airports of two towns or provinces, of which a list may have the one only?"""
    return on_one_land(left, right) is False and two_stations(names_of(left), names_of(right))


@lru_cache(maxsize=65536)
def may_be_two(left: Side, right: Side) -> bool:
    """May these be two sides of one nation, neither a description nor a land that stands for the other?"""
    if left.country and right.country and left.country != right.country:
        return False
    if named_after(left, right) or named_after(right, left) or of_one_group(left, right) or one_by_name(left, right):
        return False
    return not (left.described or right.described) or on_one_land(left, right) is False


@lru_cache(maxsize=65536)
def one_by_name(left: Side, right: Side) -> bool:
    """May the town be told for the province that is called after it, which English papers seldom call a region?"""
    return of_its_name(left, right) or of_its_name(right, left)


@lru_cache(maxsize=65536)
def likeness_of(left: Side, right: Side) -> float:
    if one_by_name(left, right):
        return _OF_ONE_LAND
    if (left.known and right.known) or (left.country and right.country and left.country != right.country):
        return 0.0
    if left.described or right.described:
        return _OF_ONE_LAND if on_one_land(left, right) else 0.0
    pairs = [(ours, theirs) for ours in names_of(left) for theirs in names_of(right)]
    # In one script a firm is written in one way, or by its initials: only across scripts is a name partly alike.
    written = [(ours, theirs) for ours, theirs in pairs if language_of(ours) == language_of(theirs)]
    short = [pair for pair in written if abbreviates(*pair) or abbreviates(*pair[::-1])]
    degree = max((likeness(*pair) for pair in (short if written else pairs)), default=0.0)
    if any(without_town(*pair) or without_town(*pair[::-1]) for pair in written):
        degree = max(degree, AS_GOOD)
    return min(degree, _FAINT) if told_otherwise(left, right) else degree


@lru_cache(maxsize=65536)
def is_spelling(left: Side, right: Side) -> bool:
    """Is it another spelling of a side that has been found already, and so no third one?"""
    return is_same(left, right) or likeness_of(left, right) >= AS_GOOD


def unlike(left: Side, right: Side) -> bool:
    """Two firms that no list has, of one country, in two scripts, with nothing in common."""
    return not left.known and not right.known and bool(left.country) and left.country == right.country


def unlisted_beside(left: Side, right: Side) -> bool:
    """A firm that no list has and a known one, of one country, of which the list has another name in that script."""
    if left.known == right.known or not left.country or left.country != right.country:
        return False
    listed, other = (left, right) if left.known else (right, left)
    scripts = {language_of(name) for name in names_of(other)} - {"zh"}
    return any(language_of(name) in scripts for name in names_of(listed))
