"""Finds which articles are worth comparing: those of a few days that share several keys, counted for all at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from warehouse.stories.prints import Ints

#: How far apart two articles of one story are published; and two that only state the same statistics.
WINDOW = timedelta(days=5)
FACTS_WINDOW = timedelta(days=3)
#: A key is followed to so many articles before: the thirtieth copy is like the twenty-ninth.
MOST_FOLLOWED = 24
#: Fewer common runs of words are chance.
FEWEST_WORDS = 2


class Pair(msgspec.Struct, frozen=True):
    """The place of another article, how many keys of words it shares with ours, and whether it states the same."""

    other: int
    words: int
    same_facts: bool


def pairs(owners: Ints, hashes: Ints, published: npt.NDArray[Any], ours: int) -> dict[int, list[Pair]]:
    """By place the articles worth comparing with, most common words first; places from `ours` on only stand beside.

    `published` is the time of each place. Of two of ours the later looks to the earlier.
    """
    facts_told = np.bincount(owners[hashes < 0], minlength=len(published))
    place, key = _in_common(owners, hashes, published)
    time = published[place]
    window = np.where(key < 0, np.timedelta64(FACTS_WINDOW), np.timedelta64(WINDOW))
    found = []
    first = np.arange(len(key))
    for step in range(1, MOST_FOLLOWED + 1):
        # A key's articles stand in order of time: what is too far or another key's at one step is so at the next.
        first = first[: np.searchsorted(first, len(key) - step)]
        first = first[key[first + step] == key[first]]
        first = first[time[first + step] - time[first] <= window[first]]
        if not len(first):
            break
        near = first[place[first + step] != place[first]]
        found.append((place[near + step], place[near], key[near] < 0))
    if not found:
        return {}
    later, earlier, of_facts = (np.concatenate(parts) for parts in zip(*found, strict=True))
    # A text of ours that is older than the one beside it looks there all the same.
    later, earlier = np.where(later < ours, later, earlier), np.where(later < ours, earlier, later)
    return _counted(later, earlier, of_facts, facts_told, ours)


def _in_common(owners: Ints, hashes: Ints, published: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """The keys that stand there more than once, in order, and beside each whose it is, in order of time.

    They are few, and only these make pairs. Numbers of one word are sorted many times as fast as pairs of numbers.
    """
    order_in_time = np.argsort(published, kind="stable")
    turn = np.empty_like(order_in_time)
    turn[order_in_time] = np.arange(len(published))
    order = np.argsort(hashes)
    ordered = hashes[order]
    again = ordered[1:] == ordered[:-1]
    common = np.zeros(len(order), np.bool_)
    common[1:] = again
    common[:-1] |= again
    order, ordered = order[common], ordered[common]
    rank = np.cumsum(np.diff(ordered, prepend=ordered[:1]) != 0)
    together = np.sort(rank * len(published) + turn[owners[order]])
    return order_in_time[together % len(published)], ordered


def _counted(
    later: Ints, earlier: Ints, of_facts: npt.NDArray[np.bool_], facts_told: Ints, ours: int
) -> dict[int, list[Pair]]:
    """The pairs that share enough of their words or of their facts; `facts_told` is how many each place has."""
    places = len(facts_told)
    told = np.sort(2 * (later * places + earlier) + of_facts)
    first = np.flatnonzero(np.diff(told >> 1, prepend=-1))
    pair = told[first] >> 1
    facts = np.add.reduceat(told & 1, first)
    words = np.diff(first, append=len(told)) - facts
    place, other = pair // places, pair % places
    left, right = facts_told[place], facts_told[other]
    same = same_news(facts, np.minimum(left, right), np.maximum(left, right))
    telling = np.flatnonzero(((words >= FEWEST_WORDS) | same) & (place < ours))
    best_first = telling[np.lexsort((other[telling], ~same[telling], -words[telling]))]
    found: dict[int, list[Pair]] = defaultdict(list)
    for one, *near in zip(*(column[best_first].tolist() for column in (place, other, words, same)), strict=True):
        found[one].append(Pair(*near))
    return found


def same_news(shared: Ints, fewest: Ints, most: Ints) -> npt.NDArray[np.bool_]:
    """True where two articles state the same statistics: half of all that either does, or most of a short one's.

    One or two common numbers alone stand in the background of every report on the subject.
    """
    return (shared > 0) & ((2 * shared >= most) | ((shared >= 3) & (5 * shared >= 3 * fewest)))
