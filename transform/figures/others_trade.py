"""Which figures are third countries' trade, or a whole that the pair has a part of, by how the sentence is built."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.figures.abroad import but_hong_kong, foreign, goes_on_abroad
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading, masked
from transform.figures.sentence.sides import Side
from transform.records import PAIR

_TRADE = frozenset(("exports", "imports", "turnover"))
_LANDS = frozenset(("country", "word"))
#: Where a sentence begins to speak of another.
_STOP = re.compile("[;:]")
_COMMAS = ",，"
#: Words for the way stand no more characters before a land's name.
_WAY = 24
#: Goods open a sentence so near its head, and their seller stands so near behind them ("Coal imports from | Oman").
_OPENS, _FROM = 48, 8
#: The part of who buys, and of who is named for a seller ("China's biggest supplier").
_BUYER = frozenset(("to", "in", "owner"))
#: The part of who sells.
_SELLER = frozenset(("none", "owner", "from"))
#: Words of comparing stand right before whom they compare with.
_BESIDE = 2
#: What tells a whole's parts stands no more characters behind it.
_PARTS = 160
#: With these an owner's name ends.
_OWNS = ("'", "’")

#: A sentence, None where the text ends, and who is who in it.
Next = tuple[Reading | None, list[Side]]


def is_abroad(
    reading: Reading, words: Lexicon, sides: list[Side], groups: list[Group], place: int, after: Next, *, before: bool
) -> bool:
    """Is the group at a place beside the story? `after` is the next sentence, `before` whether the last group was."""
    goes_on = before and (
        (all(side.country == "other" for side in sides) and words.goes_on.match(reading.folded) is not None)
        or (place > 0 and goes_on_abroad(reading, sides, groups, place))
    )
    named, group = but_hong_kong(reading, sides), groups[place]
    return goes_on or foreign(reading, words, named, group) or _of_others(reading, named, group, *after)


def _of_others(
    reading: Reading, sides: Sequence[Side], group: Group, after: Reading | None, sides_after: Sequence[Side]
) -> bool:
    """Is a group a third country's or all countries' together?"""
    if group.unit_class in ("count", "carriage"):
        return False
    return (
        _named_beside(reading, sides, group)
        or _between_others(reading, sides, group)
        or _they_trade(reading, sides, group)
        or _from_others(reading, sides, group)
        or _mostly_to_others(reading, sides, group)
        or _is_whole(reading, sides, group)
        or _parted_next(reading, sides, group, after, sides_after)
    )


def _named_beside(reading: Reading, sides: Sequence[Side], group: Group) -> bool:
    """Does a third country stand right before the number, though only compared ("ahead of Belarus with | 26%")?"""
    last = next((side for side in reversed(sides) if side.end <= group.start), None)
    if last is None or not _is_third(reading, last):
        return False
    own = reading.traits.its_own.fullmatch(reading.folded, last.end, group.start)
    if own is None:
        return False
    # "China overtook Germany with 55%" tells China's share, "China overtook Germany's 55%" Germany's.
    overtaken = reading.traits.overtaken.search(reading.folded, max(0, last.start - _WAY), last.start) is not None
    return not overtaken or own.group().startswith(_OWNS)


def _between_others(reading: Reading, sides: Sequence[Side], group: Group) -> bool:
    """Does a third country trade with one of the two, the other out of it ("Qatar shipped China | 15.2 mt")?"""
    first = max((q.end for q in reading.quantities if q.end <= group.start), default=0)
    first = max((stop.end() for stop in _STOP.finditer(reading.folded, first, group.start)), default=first)
    here = [side for side in sides if first <= side.start < reading.clause(group.start)[1]]
    if not here or not _is_third(reading, here[0]) or here[0].role not in ("none", "owner"):
        return False
    start, end = here[0].start, here[0].end
    pair = [side for side in here if side.country != "other"]
    if end > group.start or len({side.country for side in pair}) > 1 or any(side.country == "both" for side in pair):
        return False
    if any(cue.start < start <= cue.end + _BESIDE for cue in reading.cues["compare"]):
        return False
    actor = next((side.start for side in pair if side.start < group.start), None)
    if actor is None:  # not "when Ukrainian supplies ended, importers paid | 14,200 yuan"
        return reading.parted(end, group.start) < 1 and bool(_trades(reading, end, group.start))
    return any(
        reading.parted(place, actor) < 1 and not _next_clause(reading, end, place)
        for place in _trades(reading, end, actor)
    )


def _they_trade(reading: Reading, sides: Sequence[Side], group: Group) -> bool:
    """Is it of those named before a colon ("Germans object: they sell | a third of their cars in China")?"""
    stop = max((one.start() for one in _STOP.finditer(reading.folded, 0, group.start)), default=-1)
    if stop < 0 or reading.traits.they.match(reading.folded, stop + 1) is None:
        return False
    before = [side for side in sides if side.end <= stop]
    behind = {side.country for side in sides if side.start > stop}
    return bool(before) and all(_is_third(reading, side) for side in before) and len(behind & PAIR) == 1


def _from_others(reading: Reading, sides: Sequence[Side], group: Group) -> bool:
    """Does a sentence go on about goods from a third country ("Imports from Oman, a big seller to China, …")?

    The sentence or a clause of it begins with them, and names neither before the number a seller of the pair nor
    another trade.
    """
    first = max((stop.end() for stop in _STOP.finditer(reading.folded, 0, group.start)), default=0)
    here = [side for side in sides if first <= side.start < group.start]
    place = next((at for at in reversed(range(len(here))) if _sends(reading, here[at])), None)
    if place is None:
        return False
    opens = here[place - 1].end if place else first
    sold = [cue for cue in _trades(reading, opens, here[place].start) if here[place].start - cue <= _FROM]
    if not sold or (place and reading.parted(opens, sold[-1]) < 1) or (not place and sold[-1] - first > _OPENS):
        return False
    buyers = [side for side in here[place + 1 :] if side.country != "other"]
    return all(side.role in _BUYER and side.country != "both" for side in buyers) and (
        len({side.country for side in buyers}) < 2
    )


def _mostly_to_others(reading: Reading, sides: Sequence[Side], group: Group) -> bool:
    """Is it all that one of the two sells, and goes to others ("it exports | 900,000 tonnes, mainly to Turkey")?"""
    before = [side for side in sides if side.end <= group.start]
    behind = [side for side in sides if side.start >= group.end]
    if len({side.country for side in before}) != 1 or before[0].country not in PAIR or before[0].role not in _SELLER:
        return False
    if not behind or any(side.country != "other" for side in behind):
        return False
    mostly = reading.traits.mostly_to.match(reading.folded, group.end, behind[0].start)
    return mostly is not None and bool(_trades(reading, before[0].end, group.end))


def _sends(reading: Reading, side: Side) -> bool:
    """Do goods come from a third country, and not by way of it?"""
    return side.role == "from" and side.country == "other" and (side.kind == "word" or _is_third(reading, side))


def _next_clause(reading: Reading, start: int, end: int) -> bool:
    """Does one comma part them ("Ukrainian drones hit a port, but exports fell")? An apposition has two."""
    return sum(reading.folded.count(comma, start, end) for comma in _COMMAS) == 1


def _is_third(reading: Reading, side: Side) -> bool:
    """Is it a third country, and not only one that the goods pass?"""
    if side.country != "other" or not any(
        one.start <= side.start < one.end and one.entity.kind in ("country", "group") for one in reading.entities
    ):
        return False
    return reading.traits.passed.search(reading.folded, max(0, side.start - _WAY), side.start) is None


def _is_whole(reading: Reading, sides: Sequence[Side], group: Group) -> bool:
    """Is it what the number before is a part of ("Russia had 33% of the | 12.9 million tonnes China bought")?"""
    ahead = [quantity for quantity in reading.quantities if quantity.end <= group.start]
    if not ahead or not reading.traits.of_whole.fullmatch(reading.folded, ahead[-1].end, group.start):
        return False
    if reading.traits.dealt_whole.match(reading.folded, group.end):
        return False
    if not _trades(reading, reading.clause(group.start)[0], len(reading.folded)):
        return False
    of = {side.country for side in sides if ahead[-1].end <= side.start} & PAIR
    by = {side.country for side in sides if side.end <= ahead[-1].start and side.kind != "region"} & PAIR
    return len(of) == 1 and bool(by - of)


def _parted_next(
    reading: Reading, sides: Sequence[Side], group: Group, after: Reading | None, sides_after: Sequence[Side]
) -> bool:
    """Is the partner's part of it told next ("China bought | 88 mt of soybeans; Russia provides 1% of that")?"""
    first, _ = reading.clause(group.start)
    named = [side for side in sides if side.start < group.start]
    before = {side.country for side in named}
    if len(before) != 1 or not before <= PAIR or any(side.kind not in _LANDS for side in named):
        return False
    if not _trades(reading, first, group.end):
        return False
    partner = "RU" if "CN" in before else "CN"
    return _tells_part(reading, sides, partner, group.end) or (
        after is not None
        and all(side.country != partner for side in sides)
        and not any(quantity.start >= group.end for quantity in reading.quantities)
        and _tells_part(after, sides_after, partner, 0)
    )


def _trades(reading: Reading, start: int, end: int) -> list[int]:
    """Where the words for trade between two places end."""
    cues = (*reading.cues["metric"], *reading.cues["hint"])
    return [cue.end for cue in cues if cue.label in _TRADE and start <= cue.start < end]


def _tells_part(reading: Reading, sides: Sequence[Side], partner: str, start: int) -> bool:
    spans = [
        (side.start, side.end)
        for side in sides
        if side.country == partner and side.start >= start and side.kind in _LANDS
    ]
    if not spans or any(
        start <= quantity.start < spans[0][0] and quantity.unit not in ("%", "times") for quantity in reading.quantities
    ):
        return False
    return reading.traits.parted.match(masked(reading.folded, spans), start, start + _PARTS) is not None
