"""When a figure of a group holds: what its clause, its order in a list or its kind says of its time."""

from __future__ import annotations

import re

import msgspec

from transform.figures.measured.measure import Measured
from transform.figures.measured.metric_outright import around
from transform.figures.measured.percentages import RATE_LEFT
from transform.figures.measured.rates import capacity
from transform.figures.measured.taken import yearly
from transform.figures.sentence.firm import IN_ORDER
from transform.figures.sentence.groups import Group, unit_class
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.spans.compared_dates import RATIOS, begins
from transform.figures.spans.comparison import Timed
from transform.figures.spans.dealt_spans import dealt_span
from transform.figures.spans.earlier_times import Span
from transform.figures.spans.paid_spans import paid_span
from transform.figures.spans.scope import find_period
from transform.figures.told.standing import Standing
from transform.numbers.quantities import Quantity
from transform.records import Metric

#: How a span is told that stands right beside its number, which is then no rate that is planned (2022年的46万吨).
_BESIDE = ("“", "began ")
#: Metrics whose figures go on about the period spoken of before.
_DATED: frozenset[Metric] = frozenset(
    ("turnover", "exports", "imports", "freight", "other", "production", "settlement")
)
#: What is lent or put into a firm in a told month.
_LENT: frozenset[Metric] = frozenset(("finance", "investment"))
#: So near a number stands the word for those who come, or for their coming.
_CAME = 40
#: So near the sum stands the word for a line.
_NEAR = 4.0
#: So much money is no rate of a duty but what was collected.
_COLLECTED = 10_000_000
#: Words by which a duty was set stand no farther from its rate.
_SET = 70
#: So far before a price the word for its mean may stand.
_MEAN = 90
#: Between a word for interest and its percentage stand no more characters.
_RIGHT = 4
#: Between that word and the rate of one term after the other («Ставка на три года — 6%, на семь — | 7%»).
_OF_TERMS = re.compile(r"[^.;:()%\d]{0,48}?[—–-]\s(?:[\d.,]+\s?%,[^.;:()%\d]{2,32}?[—–-]\s)*")


def timed(
    reading: Reading,
    words: Lexicon,
    group: Group,
    index: int,
    shared: Shared,
    standing: Standing,
    compared: set[int],
    base: Span | None,
    dated_here: Span | None,
    measured: Measured,
) -> Timed:
    """The span that the words around the figure at `index` tell, `base` being that of the group's head."""
    quantity, metric = reading.quantities[index], shared.metric
    listed = standing.planned if standing.listing and dated_here is None else None
    told = find_period(
        reading,
        words,
        index,
        compared,
        base,
        dated_here or listed or standing.span,
        amount=measured.measure in ("level", "share") or measured.why == RATE_LEFT,
        month=standing.month,
        today=standing.today,
        gap=reading.quantities[index - 1].end if index != group.members[0] else None,
    )
    if listed is not None and not told.named and told.span == listed:
        told = msgspec.structs.replace(told, sure=True)  # the time at the head of a list
    if quantity.unit in RATIOS and words.traits.measured_by.search(reading.folded, 0, quantity.start):
        told = msgspec.structs.replace(told, sure=True)
    if (dealt := dealt_span(reading, index)) is not None:
        told = Timed(dealt, True, IN_ORDER, sure=True)
    if measured.measure == "change" and _follows(reading, words, quantity, told.span, standing.span):
        told = Timed(standing.span, True, "follows from the amounts of two times", sure=True)
    if capacity(reading, group, "hold") is not None:
        told = Timed(None, True, "what a store can hold", sure=True)
    if (
        metric == "tariff"
        and quantity.unit == "%"
        and words.traits.taxed_at.search(around(reading.folded, quantity.start, quantity.end, _SET))
    ):
        told = Timed(None, True, "a rate by which something is taxed", sure=True)
    if metric == "investment" and measured.measure == "share":
        told = Timed(None, True, "a stake", sure=True)
    if metric == "price" and not told.named and standing.dated and _mean(reading, words, group):
        told = msgspec.structs.replace(told, sure=True)
    if metric in _LENT and unit_class(quantity.unit or "") == "money":
        if metric == "finance" and _line(reading, group):
            told = Timed(None, True, "what may be drawn", sure=True)
        elif _paid(reading, words, group) and (paid := paid_span(reading, group, compared, standing.today)):
            told = Timed(paid, True, "when money changed hands", sure=True)
    return told


def undated(
    reading: Reading,
    words: Lexicon,
    group: Group,
    index: int,
    shared: Shared,
    standing: Standing,
    told: Timed,
    dated_here: Span | None,
    measured: Measured,
) -> bool:
    """Has a figure of its kind no span, whatever its clause tells: a contract's value, a rate, a plan, a capacity?"""
    quantity, metric = reading.quantities[index], shared.metric
    if metric == "contract_value" and not (_summed(reading, group) and told.named):
        return True
    if group.unit_class == "extent" or (metric == "investment" and measured.measure == "share"):
        return True
    if metric == "tariff" and quantity.unit == "%" and _was_set(reading, quantity, words, told.span, standing.today):
        return True
    aimed = _targeted(told.span, standing) and words.reached.search(reading.folded[: quantity.start])
    if (shared.capacity and not aimed) or costs_money(reading, metric, quantity):
        return True
    rate = shared.rate and not _average(reading, quantity.start, words)
    if rate and (told.apart >= 1 or not told.named):
        return True
    if not told.named and not _inherits(reading, words, quantity, shared, standing, dated_here):
        return metric != "price" or not standing.dated or not _mean(reading, words, group)
    return rate and _planned(reading, group, told)


def _inherits(
    reading: Reading, words: Lexicon, quantity: Quantity, shared: Shared, standing: Standing, dated_here: Span | None
) -> bool:
    """Does a figure of the metric go on in the time spoken of before?"""
    metric, unit = shared.metric, quantity.unit or ""
    if metric in _DATED or shared.why["metric"] == "direct":
        return True
    if metric == "people":
        return unit == "%" or _visit(reading, quantity, words)
    if metric == "tariff":
        return unit_class(unit) == "money" and quantity.value >= _COLLECTED
    return metric == "price" and (dated_here is not None or (shared.why["metric"] == "mean" and standing.dated))


def _was_set(reading: Reading, quantity: Quantity, words: Lexicon, span: Span | None, today: str | None) -> bool:
    """Is a month told in which a duty was set ("rose to 10 percent in July"), or since when? It holds ever since."""
    if span is None:
        return False
    since = (one for one in reading.periods if one.role == "since" and (one.first, one.last) == span)
    if not words.spaced and today is not None and span[0] <= today and next(since, None) is not None:
        return True
    if span[0][:7] != span[1][:7]:
        return False
    return words.traits.duty_set.search(around(reading.folded, quantity.start, quantity.end, _SET)) is not None


def _planned(reading: Reading, group: Group, told: Timed) -> bool:
    """Is a rate only planned for, with neither its time right beside it nor a whole year that it is told of?"""
    if told.sure and told.why.startswith(_BESIDE):
        return False
    if reading.near("plan", group.start, group.end, within=4.0) is None:
        return False
    return not _whole_year(told) or reading.near("rate", group.start, group.end, within=3.0, label="rate") is not None


def _summed(reading: Reading, group: Group) -> bool:
    """Is an amount of money told with its change, so that it is a statistic and not one deal?"""
    return {unit_class(reading.quantities[index].unit or "") for index in group.members} == {"money", "ratio"}


def costs_money(reading: Reading, metric: Metric, quantity: Quantity) -> bool:
    """Does a word for interest stand right beside a percentage ("at a coupon of 6%", «6% годовых»)?"""
    if metric != "finance" or quantity.unit != "%":
        return False
    told = [cue for cue in reading.cues["finance"] if cue.label == "interest" and cue.end <= quantity.start]
    beside = any(quantity.start - cue.end <= _RIGHT for cue in told) or yearly(reading, quantity.end)
    return beside or any(_OF_TERMS.fullmatch(reading.folded, cue.end, quantity.start) for cue in told)


def _targeted(span: Span | None, standing: Standing) -> bool:
    """Does the span lie ahead, so that a capacity is what is aimed at by then?"""
    return span is not None and standing.today is not None and span[0] > standing.today


def _average(reading: Reading, first: int, words: Lexicon) -> bool:
    """Is it told as the average of some time? "An average of 55,700 tonnes a day" is of that time's span."""
    return words.traits.averaged.search(reading.folded, max(0, first - 60), first) is not None


def _mean(reading: Reading, words: Lexicon, group: Group) -> bool:
    """Is a price the mean of the time that its paragraph tells of ("the average landed price was | $10.90")?"""
    before = words.traits.mean_price.search(reading.folded, max(0, group.start - _MEAN), group.start)
    return before is not None or words.traits.mean_behind.match(reading.folded, group.end) is not None


def _whole_year(timed: Timed) -> bool:
    """Does the clause itself name the year that is looked ahead to ("plans to sell 1.2 billion kWh this year")?"""
    span = timed.span
    return timed.named and timed.apart < 1 and span is not None and (span[0][4:], span[1][4:]) == ("-01-01", "-12-31")


def _visit(reading: Reading, quantity: Quantity, words: Lexicon) -> bool:
    """Are those counted on the way, so that they came within the span spoken of?"""
    near = f"{(quantity.noun or '').casefold()} {reading.folded[max(0, quantity.start - _CAME) : quantity.end + _CAME]}"
    return any(noun in near for noun in words.traits.visitors)


def _paid(reading: Reading, words: Lexicon, group: Group) -> bool:
    """Did money change hands, lent, raised, drawn or paid for a firm?"""
    return words.traits.paid_over.search(around(reading.folded, group.start, group.end)) is not None


def _line(reading: Reading, group: Group) -> bool:
    """Is it a credit or swap line, which holds whenever it is drawn?"""
    return reading.near("finance", group.start, group.end, within=_NEAR, label="line") is not None


def _follows(reading: Reading, words: Lexicon, quantity: Quantity, span: Span | None, last: Span | None) -> bool:
    """Is a change told to follow from an earlier amount and the one before it ("In 2021 it was 3.97 billion, so …")?"""
    earlier = span is not None and last is not None and span[1] < last[0]
    return earlier and words.traits.hence.search(reading.folded, 0, quantity.start) is not None


def began(reading: Reading, words: Lexicon, group: Group, index: int) -> bool:
    """Is it where a move began ("from 163,000 in 2024 to 88,000 in 2025"), so that the text goes on from its end?"""
    quantity = reading.quantities[index]
    ended = any(reading.quantities[later].unit == quantity.unit for later in group.members if later > index)
    return ended and (quantity.pair == "from" or begins(reading, words, quantity.start))
