"""Level, change, share or factor, and which way it went."""

from __future__ import annotations

from transform.figures.figure_span import costs_money
from transform.figures.measured.measure import Measured, Stated, amount, factor, leads_by, points, state
from transform.figures.measured.percentages import percentage
from transform.figures.sentence.groups import unit_class
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.records import Metric


def how_measured(reading: Reading, words: Lexicon, index: int, metric: Metric, previous: Measured | None) -> Measured:
    """How the figure at `index` measures; a rate of duty or interest is a level.

    `previous` is how the number before it in the sentence did.
    """
    quantity, folded = reading.quantities[index], reading.folded
    if costs_money(reading, metric, quantity):
        return Measured("level", None, "what money costs")
    unit, first = quantity.unit, quantity.start
    fee = metric == "tariff" or (metric == "price" and unit == "%" and not words.spaced)
    rate = fee and unit != "times" and _is_rate(folded, first, words)
    if rate and not words.traits.dearer.match(folded, quantity.end):
        return Measured("level", None, "a rate of duty")
    unmoved = not words.spaced and unit == "%" and not words.traits.duty_moved.search(folded[:first])
    if metric == "tariff" and unmoved:
        return Measured("level", None, "a rate of duty")
    measured = _by_unit(state(reading, words, index, previous))
    if metric == "tariff" and unit == "%" and measured.measure == "share":
        return Measured("level", None, "a duty is a share of no whole")
    return measured


def _is_rate(text: str, at: int, words: Lexicon) -> bool:
    """Is a percentage of a duty its rate rather than what was added to it?"""
    moved = words.traits.duty_moved.search(text[:at])
    if any(form.search(text[:at]) for form in (words.starting, words.reached)):
        return True
    if words.rate_of.search(text[:at]) and moved is None:
        return True  # "a duty of 20%", but "a further increase of 20%"
    return words.traits.by_needed and not (moved or leads_by(text, at, words))


def _by_unit(stated: Stated) -> Measured:
    unit = stated.quantity.unit or ""
    if unit == "times":
        return factor(stated)
    if unit == "pp":
        return points(stated)
    return percentage(stated) if unit_class(unit) == "ratio" else amount(stated)
