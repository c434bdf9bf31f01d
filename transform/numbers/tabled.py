"""The head of a table tells the unit of the bare numbers in its lines ("Arrivals, 2023 (tonnes; change on 2022)")."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache

import msgspec

from transform.numbers.draft import Draft
from transform.numbers.quantities import Quantity
from transform.numbers.wording import wording

#: What stands in brackets at the end of a heading: a unit, and behind it how the changes are told.
_HEAD = re.compile(r"\((?P<parts>[^()]{1,80})\)\s?[:.]?$")
#: Behind the year that a heading is of, its last part is a unit ("January–May 2026, billion yuan"; 2026年1—5月，亿元).
_DATED = re.compile(r"[^.;:!?\n]{0,80}(?:19|20)\d\d[^.;:!?\n]{0,24}[,，]\s?(?P<parts>[^\W\d][^,，;:!?\d]{1,28}):?$")
_ENDS = (")", "):", ") :", ").")
_PART = re.compile(r"[^\W\d][^(),;:\d]{0,28}")
_LONGEST = 160
#: The span may stand before the unit ("By brand (January–June, units, change on the year)").
_PARTS = 2
_TRIED = 10


class Unit(msgspec.Struct, frozen=True):
    """The unit of a table's numbers, and what one of them stands for."""

    unit: str
    kind: str
    noun: str | None
    factor: Decimal


Reader = Callable[[str, str], Sequence[Quantity]]


@cache
def _row(language: str) -> re.Pattern[str]:
    """A line of a table: a name, and behind it a number or the word that there was none."""
    nil = wording(language).nil.pattern
    return re.compile(rf"(?:[•·*—–-]\s?)?[^\W\d_][^\n.:;!?]{{0,48}}?(?:(?::| [—–-]+| \.{{2,}}|)\s|：)\W?(?:\d|{nil})")


def unit_above(text: str, language: str, above: Unit | None, counted: Quantity | None, read: Reader) -> Unit | None:
    """The unit under which the next line stands: told by this one where it is a head, kept where it is a line.

    `counted` is what the text counted last, which a table "in units" is of.
    """
    if len(text) > _LONGEST:
        return None
    bracket = _HEAD.search(text) if text.endswith(_ENDS) else None
    head = bracket or _DATED.fullmatch(text)
    units = (_unit(part, language, read) for part in re.split("[;,]", head["parts"])[:_PARTS]) if head else ()
    one = next(filter(None, units), None)
    if one is None or (bracket is None and one.kind == "count"):
        return above if above is not None and _row(language).match(text) else None
    named = counted if counted is not None and one.unit == "item" else one
    return Unit(named.unit or "", one.kind, named.noun, one.value / _TRIED)


def _unit(part: str, language: str, read: Reader) -> Quantity | None:
    """What a part of a heading's bracket says the numbers are told in."""
    unit = wording(language).in_units.sub("", part.strip(), count=1)
    told = read(f"{_TRIED} {unit}", language) if _PART.fullmatch(unit) else ()
    return told[0] if len(told) == 1 and told[0].kind in ("dimension", "money", "count") else None


def give(drafts: Sequence[Draft], low: str, above: Unit | None, language: str) -> None:
    """Give the bare numbers of a table's line the unit of its head."""
    if above is None or _row(language).match(low) is None:
        return
    for draft in drafts:
        if draft.unit is None and _LEAD.search(low, 0, draft.start):
            draft.unit, draft.kind, draft.noun, draft.own = above.unit, above.kind, above.noun, above.factor
            draft.value *= above.factor
            draft.high = None if draft.high is None else draft.high * above.factor
            draft.shared = True


#: What stands before a number of a table's line that has no unit of its own.
_LEAD = re.compile(r"(?:[:(;—–]|\.{2,}|\d{4}:|^[^\d:;]{1,50})\s?$")
