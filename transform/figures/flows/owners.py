"""Whose money is in what a figure counts, and whose goods a duty is laid on."""

from __future__ import annotations

from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.nations_goods import FROM
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.records import Metric

#: What may be called by whose money is in it.
_COUNTED: frozenset[Metric] = frozenset(("companies", "projects"))
#: So far behind "owned by" an owner's town may stand ("Jinghe Logistics of Jilin").
_NAME_OF = 40


def owner_told(reading: Reading, lexicon: Lexicon, sides: list[Side], group: Group, metric: Metric) -> str | None:
    """The country whose money it is, by the words right behind the group: "215 enterprises with Russian capital".

    Of an investment also by those right before it (俄方出资|35%).
    """
    traits = lexicon.traits
    for side in sides:
        put = traits.put_there.match(reading.folded, side.end) if side.country == "RU" else None
        if put and put.end() <= group.start and not _named_since(sides, put.end(), group.start):
            return "RU"  # 鞑靼斯坦|在鲁投资
        came = traits.put_from.match(reading.folded, side.end) if side.role == "from" else None
        paid = came is not None and metric == "investment" and side.country in FROM and came.end() <= group.start
        if came and paid and not _named_since(sides, came.end(), group.start):
            return side.country  # «партнёры из Хэйхэ| вложили»
    if metric in _COUNTED:
        told = traits.owned_by.match(reading.folded, group.end)
    elif metric == "investment" and len(group.members) == 1:
        if (owner := _owner_behind(reading, lexicon, sides, group)) is not None:
            return owner
        for side in sides:
            if side.country in FROM and traits.held_by.fullmatch(reading.folded, side.end, group.start):
                return side.country
        told = traits.put_by.match(reading.folded, group.end)
        told = told or traits.part_of_side.search(reading.folded, 0, group.start)
    else:
        return None
    return ("CN" if told["cn"] else "RU") if told else None


def _named_since(sides: list[Side], first: int, last: int) -> bool:
    """Does a side stand between, whose money it may be (…，中国|在鞑靼斯坦投资)?"""
    return any(first <= side.start < last for side in sides)


def _owner_behind(reading: Reading, lexicon: Lexicon, sides: list[Side], group: Group) -> str | None:
    """The country of the firm that owns a part, told right behind it ("49 percent owned by Jinghe of Jilin")."""
    told = lexicon.traits.owned_part.match(reading.folded, group.end)
    if told is None:
        return None
    named = (side for side in sides if told.end() <= side.start <= told.end() + _NAME_OF and side.country in FROM)
    owner = next(named, None)
    return owner.country if owner is not None and reading.parted(told.end(), owner.start) < 1 else None


def duty_laid_on(reading: Reading, lexicon: Lexicon, sides: list[Side], group: Group) -> str | None:
    """The one nation whose goods a clause lays a duty on ("duties of 12.5% on Chinese sheet")."""
    first, last = reading.clause(group.start)
    if (head := reading.folded.rfind(":", 0, group.start)) > reading.folded.rfind(";", 0, group.start):
        first = min(first, reading.clause(head - 1)[0])  # "rates on Russian coal came back: | 6% | for thermal grades"
    found = {
        side.country
        for side in sides
        if side.role in ("owner", "to")
        and side.country in FROM
        and first <= side.start < last
        and lexicon.traits.laid_on.search(reading.folded, first, side.start)
    }
    return found.pop() if len(found) == 1 else None
