"""Rates and capacities: what a line, port or plant can take or make, which has no calendar span of its own."""

from __future__ import annotations

from transform.figures.goods.near_words import NO_GOODS
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.records import Metric
from transform.text.cue import Cue

#: What can be carried or made; and how many characters part it from the words for capacity.
CARRIED = frozenset(("bulk", "goods", "carriage"))
_BESIDE = 30


def is_rate(reading: Reading, group: Group) -> bool:
    """Is it a capacity or a yearly rate, which has no calendar span of its own?"""
    if group.unit == "bbl/d":
        return False
    for cue in reading.cues["rate"]:
        if cue.start >= group.end and reading.parted(group.end, cue.start) >= 1:
            continue
        if cue.label == "not" or any(q.start < cue.end and cue.start < q.end for q in reading.quantities):
            continue
        if reading.distance(cue.start, cue.end, group.start, group.end, after=0.2, wall=1.2) < 2.8:
            return True
    return False


def capacity(reading: Reading, group: Group, label: str = "able") -> Cue | None:
    """The words by which a group tells what something can take or make (or `hold`), beside it in its clause."""
    for cue in reading.cues["rate"]:
        if cue.label != label:
            continue
        first, last = min(cue.end, group.end), max(cue.start, group.start)
        if reading.parted(first, last) < 1 and last - first <= _BESIDE and reading.numbers(cue.end, group.start) == 0:
            return cue
    return None


def of_works(reading: Reading, able: Cue, group: Group, standing: Metric | None, *, works: bool) -> Metric:
    """Is it a plant's capacity or a line's, by the nearest word for either; else as told before, of cars a plant's.

    `works` tells that the paragraph spoke of a plant or mine before.
    """
    best = 99.0
    if standing != "freight" and any(
        cue.label not in NO_GOODS and 0 <= cue.start - group.end <= 1 for cue in reading.cues["goods"]
    ):
        standing = "production"  # «мощность — 150 тыс. т меди»
    made = works or standing == "production" or (group.unit == "vehicle" and standing != "freight")
    metric: Metric = "production" if made else "freight"
    for cue in (*reading.cues["hint"], *reading.cues["metric"]):
        if cue.label in ("production", "freight"):
            cost = reading.distance(cue.start, cue.end, able.start, able.end)
            if cost < best:
                best, metric = cost, cue.label  # type: ignore[assignment]
    return metric


def sown(reading: Reading, lexicon: Lexicon, group: Group) -> bool:
    """Are hectares of land on which something was sown or reaped, by a word near them in the sentence?"""
    before, behind = _SOWN if lexicon.spaced else _SOWN_ZH
    near = reading.folded[max(0, group.start - before) : group.end + behind]
    return any(word in near for word in lexicon.traits.sown)


#: So far before hectares and behind them stands the word for sowing.
_SOWN = 40, 24
_SOWN_ZH = 24, 6
