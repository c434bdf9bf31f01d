"""Seats of learning and works: the university of a town is never its plant, bank or port."""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.sides.name_meaning import known_words

_LEARNING = frozenset(("university", "polytechnic"))
_WORKS = frozenset((
    "airline", "airport", "bank", "factory", "harbour", "mill", "mine", "railway", "refinery", "shipyard", "smelter",
))  # fmt: skip


def school_and_works(left: Iterable[str], right: Iterable[str]) -> bool:
    """Is one of them a seat of learning by its names, and the other, which is none, a works of some kind?"""
    ours, theirs = (frozenset(word for name in names for word in known_words(name)) for names in (left, right))
    return _teaches(ours, theirs) or _teaches(theirs, ours)


def _teaches(school: frozenset[str], works: frozenset[str]) -> bool:
    learned = bool(school & _LEARNING) and not school & _WORKS
    return learned and bool(works & _WORKS) and not works & _LEARNING
