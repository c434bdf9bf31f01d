"""Ports and airports of a town, of which it has one: порт Чжэнчжоу is «Чжэнчжоуский международный сухопутный порт»."""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.sides.name_meaning import MEANS, meant, towns

_STATIONS = frozenset(("harbour", "airport"))


def one_station(left: Iterable[str], right: Iterable[str]) -> bool:
    """Does a name of the one say all that a name of the other does, and is that a port or airport of a town?"""
    theirs = [told for name in right for told in _told(name)]
    return any(
        ours & other & _STATIONS and (ours <= other or other <= ours)
        for name in left
        for ours in _told(name)
        for other in theirs
    )


def two_stations(left: Iterable[str], right: Iterable[str]) -> bool:
    """Are both ports, or both airports, called after where they lie, wherever that is?"""
    return not _kinds(left).isdisjoint(_kinds(right))


def _kinds(names: Iterable[str]) -> set[str]:
    return {kind for name in names for told in _told(name) for kind in told & _STATIONS}


def _told(name: str) -> list[frozenset[str]]:
    """What the words of a name mean, where each is understood and a town is among them."""
    found = [frozenset(key.removeprefix(MEANS).split()) for key in meant(name) if key.startswith(MEANS)]
    lands = towns(name)
    return [one for one in found if one & lands]
