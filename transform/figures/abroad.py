"""Which figures are third countries', or all countries' together, and so beside the story."""

from __future__ import annotations

from collections.abc import Sequence

from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading, masked
from transform.figures.sentence.sides import Side


def foreign(reading: Reading, words: Lexicon, sides: list[Side], group: Group) -> bool:
    """Does a group speak of a third country's trade, or of all countries', which is beside the story?

    `sides` are those `but_hong_kong`.
    """
    # A land in the words for a time ("since the war in Ukraine began") trades nothing either.
    dated = {side.start for side in sides if any(p.start <= side.start < p.end for p in reading.periods)}
    sides = [s for s in sides if s.start not in dated and not _only_speaks(reading, s)]
    if _bought_elsewhere(reading, sides, group):
        return True
    start, end = group.start, group.end
    pair, other = 99.0, 99.0
    alone = True
    for side in sides:
        cost = reading.distance(side.start, side.end, start, end, after=0.3, wall=4.0)
        if side.country != "other":
            pair = min(pair, cost)
            alone = False
        elif not (_passing(reading, side) or _aside(reading, words, side, end) or _shared(reading, side, start)):
            other = min(other, cost)
    return other < pair and (other < _BESIDE_STORY or (alone and sides[0].end <= start and other < _FAR))


def goes_on_abroad(reading: Reading, sides: Sequence[Side], groups: Sequence[Group], place: int) -> bool:
    """Is the group a part of what the one before it told of all countries ("…, exports 19 trillion, imports 15")?"""
    start = groups[place - 1].end
    end = groups[place + 1].start if place + 1 < len(groups) else len(reading.folded)
    if any(side.country != "other" and start <= side.start < end for side in sides):
        return False
    first = groups[place].start
    return any(cue.label in ("exports", "imports") and start <= cue.start < first for cue in reading.cues["metric"])


def but_hong_kong(reading: Reading, sides: Sequence[Side]) -> list[Side]:
    """The sides without Hong Kong, where China's trade is financed, listed and analysed, and without a union of lands
    whose rules bind Russia.
    """
    there = {one.start for one in reading.entities if one.entity.country == "HK"}
    rule = reading.traits.union_rule
    return [side for side in sides if side.start not in there and rule.match(reading.folded, side.end) is None]


def _bought_elsewhere(reading: Reading, sides: list[Side], group: Group) -> bool:
    """Does a third country buy from one of the two, the other out of it ("India bought 6m tonnes of Russian oil")?"""
    if len({side.country for side in sides} - {"other"}) != 1 or any(side.country == "both" for side in sides):
        return False
    buyers = [side for side in sides if side.country == "other" and side.end <= group.start and side.role != "from"]
    if not buyers or buyers[-1].role in ("to", "in", "with"):
        return False
    end = buyers[-1].end
    return any(
        cue.label == "imports" and 0 <= cue.start - end <= _VERB and reading.parted(end, group.start) < 1
        for cue in reading.cues["metric"]
    )


def _only_speaks(reading: Reading, side: Side) -> bool:
    """Does somebody in a third country only tell the figure ("traders in Singapore put the discount at $8")?"""
    if side.country != "other":
        return False
    first, last = max(0, side.start - _VOICE), min(len(reading.folded), side.end + _VOICE)
    near = masked(reading.folded[first:last], [(side.start - first, side.end - first)])
    told = reading.traits.voice.search(near)
    # "traders in Hanoi said 12,000 tonnes arrived there" is of Vietnam after all.
    there = reading.traits.there
    return told is not None and not (
        there.search(reading.folded, first + told.end()) or there.search(reading.folded, 0, first + told.start())
    )


#: As far around a place as the words for who speaks there and that he does.
_VOICE = 60
#: Between a buyer and its verb stand no more characters: 印度今年头7个月|购买.
_VERB = 14
#: A third country farther than this from a number is not what it speaks of, unless the sentence names nobody else.
_BESIDE_STORY = 3.0
_FAR = 9.0


def _aside(reading: Reading, words: Lexicon, side: Side, last: int) -> bool:
    """Does a third country behind a number only mark a time, a place or a whole ("before the invasion of Ukraine")?"""
    if side.start < last:
        return False
    if words.traits.reason.match(reading.folded, last) is not None:
        return True
    return side.role == "none" and (
        reading.parted(last, side.start) >= 1
        or side.start - last > _NEXT
        or reading.traits.part_of.match(reading.folded, last) is not None
    )


_NEXT = 12
_SHARED_IN = 24


def _shared(reading: Reading, side: Side, first: int) -> bool:
    """Is it the whole that one of the two has a share of ("Russia's share in China's overall trade")?"""
    told = [cue.end for cue in reading.cues["share"] if cue.label == "share"]
    told += [quantity.end for quantity in reading.quantities if quantity.unit == "%"]
    return side.end <= first and any(
        0 <= side.start - end <= _SHARED_IN and reading.traits.part_of.match(reading.folded, end) is not None
        for end in told
    )


def _passing(reading: Reading, side: Side) -> bool:
    """A third country on the way or in a comparison: "via Kazakhstan", "more than Germany"."""
    return any(cue.label == "way" and _on_way(reading, cue.end, side.start) for cue in reading.cues["compare"]) or any(
        cue.label == "compare"
        and 0 <= side.start - cue.end <= 6
        and reading.parted(cue.end, side.start) < 1  # not 同期，中美贸易额
        for cue in reading.cues["compare"]
    )


def _on_way(reading: Reading, way: int, start: int) -> bool:
    return (
        0 <= start - way <= _NEXT or reading.traits.second.fullmatch(reading.folded, way, max(way, start)) is not None
    )
