"""The goods that the words around a group of numbers name."""

from __future__ import annotations

from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.text.cue import Cue

#: Goods that carry other goods.
CARRIERS = frozenset(("ships", "aircraft", "vehicles"))
#: Words that stand for goods of any kind, or for something else.
NO_GOODS = frozenset(("trap", "general"))
_LIST_GAP = 40


def find_goods(reading: Reading, group: Group) -> tuple[str | None, str]:
    """The goods that the words around a group name."""
    best, slug, why = 8.0, None, ""
    chosen: Cue | None = None
    parted_at = _shared_before(reading, group)
    for cue in reading.cues["goods"]:
        if cue.label == "trap" or (cue.label in CARRIERS and group.unit_class == "bulk"):
            continue  # ships carry tonnes, they are not counted in them
        if cue.end <= parted_at:
            best, slug, why = min((best, slug, why), (7.9, None, "the whole that a share is taken of"))
            continue  # "shoes made up 24% of $33 billion of exports": the goods are the share's
        if cue.start >= group.end and reading.parted(group.end, cue.start) >= 1:
            continue
        if _of_bracket(reading, cue, group.end):
            continue
        cost = reading.distance(cue.start, cue.end, group.start, group.end, after=0.1, wall=3.0)
        if cue.end <= group.start:
            # Goods named before another number are that one's.
            cost += 1.5 * reading.numbers(cue.end, group.start)
        if cue.start in reading.in_name:
            # 中国石油 may well speak of gas.
            cost += 1.5
        if cost < best:
            best, slug, why = (
                cost,
                None if cue.label == "general" else cue.label,
                f"“{reading.folded[cue.start : cue.end]}”",
            )
            chosen = cue
    if chosen is not None and slug is not None and listed(reading, chosen):
        return None, "several goods"
    return slug, why


def _of_bracket(reading: Reading, cue: Cue, last: int) -> bool:
    """Do brackets behind a number have goods with a number of their own («1,87 млрд (автомобилей — втрое меньше)»)?"""
    opened = reading.folded.find("(", last, max(last, cue.start))
    closed = reading.folded.find(")", cue.end)
    return (
        opened >= 0
        and closed >= 0
        and ")" not in reading.folded[opened : cue.start]
        and (reading.numbers(opened, cue.start) == 0 and reading.numbers(cue.end, closed) > 0)
    )


def listed(reading: Reading, chosen: Cue) -> bool:
    """Are other goods named in one breath with these ("cars, onions and tools")?"""
    named = [cue for cue in reading.cues["goods"] if cue.label not in NO_GOODS]
    breath, reached = {chosen}, [chosen]
    while reached:
        one = reached.pop()
        for cue in named:
            if cue in breath:
                continue
            first, last = sorted((one, cue), key=lambda each: each.start)
            gap = reading.folded[first.end : last.start]
            if len(gap) <= _LIST_GAP and reading.traits.one_breath.fullmatch(gap):
                if cue.label != chosen.label:
                    return True
                breath.add(cue)  # "fridges, sofas and lorries": goods of one kind lead on to those of another
                reached.append(cue)
    return False


def _shared_before(reading: Reading, group: Group) -> int:
    """Where the words end by which a percentage is taken of the amount that the group is; 0 if of none."""
    if group.unit_class == "ratio":
        return 0
    before = [q for q in reading.quantities if q.end <= group.start]
    if not before or before[-1].unit != "%":
        return 0
    for cue in reversed(reading.cues["share"]):
        if cue.label == "share" and cue.end <= before[-1].start:
            gap = reading.folded[before[-1].end : group.start]
            whole = reading.traits.of.match(gap) and reading.parted(cue.end, group.start) < 1
            return cue.end if whole else 0
    return 0


def passes_border(reading: Reading) -> bool:
    """Does the sentence speak of a border crossing, by name or by a word for one?"""
    return any(mention.entity.kind == "crossing" for mention in reading.entities) or any(
        cue.label == "crossing" for cue in reading.cues["here"]
    )


def named_goods(reading: Reading) -> list[Cue]:
    """The cues that name goods, without traps and wholes; lorries at a crossing carry goods and are none."""
    goods = [cue for cue in reading.cues["goods"] if cue.label not in NO_GOODS]
    carriers = any(cue.label == "vehicles" for cue in goods) and passes_border(reading)
    return [cue for cue in goods if cue.label != "vehicles"] if carriers else goods
