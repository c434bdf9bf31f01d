"""A unit that the head of a list has in brackets: the numbers of its items are told in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from transform.numbers.digits import number_words
from transform.numbers.draft import Draft, take
from transform.numbers.quantities import Quantity
from transform.numbers.units import counted, unit_after
from transform.numbers.wording import wording


def headed(drafts: list[Draft], low: str, language: str, before: Sequence[Quantity]) -> None:
    """Give the bare numbers of a list the unit that its head has in brackets («Лидеры (тыс. тонн): А — 12, Б — 9»)."""
    say = wording(language)
    head = say.list_head.search(low)
    if head is None:
        return
    scale = number_words(language).scales.get(head["scale"] or head["scaled"] or "", Decimal(1))
    told = f" {(head['unit'] or head['bare']).strip()}"
    unit = unit_after(told, 0, language) or counted(told, 0, language)
    by_piece = unit is not None and say.pieces.fullmatch(unit.noun or "") is not None
    pieces = next((one for one in reversed(before) if one.kind == "count"), None) if by_piece else None
    for draft in drafts if unit else ():
        if unit and draft.unit is None and draft.start >= head.end() and _ITEM.search(low, head.end(), draft.start):
            draft.value *= scale
            draft.scale *= scale
            take(draft, unit)
            draft.shared = True
            if pieces:
                draft.unit, draft.noun = pieces.unit, pieces.noun


#: What stands before each number of the list.
_ITEM = re.compile(r"(?:[—–:-]|\()\s?$")
