"""Candidates of an attribute (goods, provinces, spans) with what speaks for each, and what surrounds them all."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TypeVar

from transform.evidence import size, spelled
from transform.groups import Group
from transform.reading import Reading
from transform.shared import Shared
from transform.standing import Standing
from transform.whole import Whole

T = TypeVar("T")
#: So many kinds of goods or provinces that an article names are told apart.
_MANY = 4
#: Groups of cues whose words in the clause tell whose figure it is.
_SPEAKING = ("hint", "share", "finance", "market", "plan", "rate", "event", "actor", "compare")


class Candidates(dict[T | None, set[str]]):
    """The signs of each candidate; None stands for leaving it out."""

    def __missing__(self, candidate: T | None) -> set[str]:
        self[candidate] = signs = set[str]()
        return signs

    def add(self, candidate: T | None, *signs: str) -> None:
        """Note what speaks for or against one."""
        self[candidate].update(signs)

    def surround(self, named: Set[T | None], *signs: str) -> None:
        """Note what tells whether one that the sentence names, one spoken of before, or none is meant."""
        told: dict[str, set[str]] = {}
        for candidate, found in self.items():
            kind = "none" if candidate is None else "named" if candidate in named else "carried"
            if kind not in told:
                told[kind] = {f"{kind}, {sign}" for sign in signs}
            found |= told[kind]


def beside(reading: Reading, group: Group, shared: Shared) -> list[str]:
    """The nearest words before a group for what is measured, closer than its metric; and whether it is a capacity."""
    found = []
    for name in ("metric", "hint"):
        before = [
            cue.label for cue in reading.cues[name] if cue.end <= group.start and cue.start not in reading.in_name
        ]
        found.append(f"beside {before[-1]}" if before else f"beside no {name}")
    if shared.capacity:
        found.append("a capacity")
    elif shared.rate:
        found.append("a rate")
    return found


def surroundings(reading: Reading, group: Group, standing: Standing, whole: Whole, metric: str) -> Iterator[str]:
    """How large an amount is, how much the article names, and the word that the amount hangs on."""
    power = size(reading.quantities[group.members[0]])
    yield f"{group.unit} of size {power}"
    yield f"{group.unit_class} of size {power}, {metric}"
    provinces = f"{min(_MANY, len(whole.regions))} provinces"
    yield provinces
    yield f"{provinces}, {metric}"
    yield f"{min(_MANY, len(whole.goods))} kinds of goods"
    yield "an outlet of a province" if standing.places.home else "an outlet of no province"
    words = [cue for cue in reading.cues["metric"] if cue.end <= group.start and cue.start not in reading.in_name]
    if words:
        yield f"word {spelled(reading, words[-1], whole.view.words)}"


def in_clause(reading: Reading, group: Group) -> Iterator[str]:
    """The words of the amount's clause that speak of more than what is measured."""
    first, last = reading.clause(group.start)
    for name in _SPEAKING:
        yield from (f"{name} {cue.label} in the clause" for cue in reading.cues[name] if first <= cue.start < last)
