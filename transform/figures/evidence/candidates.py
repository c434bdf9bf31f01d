"""Candidates of an attribute (goods, provinces, spans) with what speaks for each, and what surrounds them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import TypeVar

from transform.figures.evidence.group_signs import size, spelled
from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.told.standing import Standing
from transform.figures.told.whole import Whole
from transform.text.cue import Cue

T = TypeVar("T")
#: So many kinds of goods or provinces that an article names are told apart.
_MANY = 4


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


def _last_before(reading: Reading, group: Group, name: str) -> Cue | None:
    """The last word of a kind before a group that is no part of a firm's name."""
    cues = reversed(reading.cues[name])
    return next((cue for cue in cues if cue.end <= group.start and cue.start not in reading.in_name), None)


def beside(reading: Reading, group: Group, shared: Shared) -> list[str]:
    """The nearest words before a group for what is measured, closer than its metric; and whether it is a capacity."""
    found = []
    for name in ("metric", "hint"):
        cue = _last_before(reading, group, name)
        found.append(f"beside {cue.label}" if cue else f"beside no {name}")
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
    if cue := _last_before(reading, group, "metric"):
        yield f"word {spelled(reading, cue, whole.view.words)}"


def in_clause(reading: Reading, place: int, names: Iterable[str]) -> Iterator[str]:
    """The words of these groups in the clause of a place."""
    first, last = reading.clause(place)
    for name in names:
        yield from (f"{name} {cue.label} in the clause" for cue in reading.cues[name] if first <= cue.start < last)
