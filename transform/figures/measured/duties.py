"""The least sum per unit that a duty told in percent may come to."""

from __future__ import annotations

from transform.figures.sentence.groups import Group
from transform.figures.sentence.reading import Reading
from transform.records import Metric

#: So near behind the rate of a duty stands the least of it.
_FLOOR = 40


def floor_of_duty(reading: Reading, group: Group, standing: Metric | None) -> bool:
    """Is a sum per unit the least of a duty told in percent ("20 percent, but not less than $100 a tonne")?"""
    rates = [q for q in reading.quantities if q.end <= group.start]
    said = [cue for cue in reading.cues["metric"] if cue.end <= group.start and cue.label in ("tariff", "price")]
    duty = said[-1].label == "tariff" if said else standing == "tariff"
    return bool(duty and rates and rates[-1].unit == "%" and group.start - rates[-1].end <= _FLOOR)
