"""The spans of what moved from one amount to another: of where it began and of where it came to."""

from __future__ import annotations

import calendar
from datetime import date

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.spans.compared_dates import RATIOS, RIGHT_AFTER
from transform.figures.spans.comparison import Timed
from transform.figures.spans.earlier_times import Span, years_before
from transform.numbers.quantities import Period, Quantity

#: So near behind an amount a span is its own.
_OWN = 24
#: A Chinese verb before 至 or 到 is no longer (下降至).
_VERB = 2


def began_at(quantity: Quantity, span: Span | None) -> Span | None:
    """A year before the months over which an amount is told to have moved ("the price slid from $412 to $307")."""
    if quantity.pair != "from" or span is None:
        return None
    return years_before(span, 1)


def before_its_end(reading: Reading, lexicon: Lexicon, quantity: Quantity, period: Period) -> Span | None:
    """The month in which a move began, a year back where it would else lie behind its end: "from 115 dollars a tonne
    in January to 89 in December", told at the end of January.
    """
    ends = next((one for one in reading.periods if one.start >= period.end), None)
    after = next((one for one in reading.quantities if one.start >= quantity.end), None)
    if (
        ends is None
        or after is None
        or not (period.grain == ends.grain == "month" and period.role == ends.role == "span")
    ):
        return None
    if not period.relative or ends.last >= period.first or ends.start < quantity.end:
        return None
    # "from $115 in January to $89 in December", 由1月的115美元跌至12月的89美元
    left = any(lexicon.starting.search(reading.folded[:place]) for place in (quantity.start, period.start))
    came = any(lexicon.reached.search(reading.folded[:place]) for place in (after.start, ends.start))
    return years_before((period.first, period.last), 1) if left and came else None


def arrival(reading: Reading, lexicon: Lexicon, index: int) -> Period | None:
    """The span of the end of a move that a change sums up: "grew 2.3 times: from 410 tonnes in … to 940 in 2025"."""
    ends = reading.quantities[index + 1 : index + 3]
    if reading.quantities[index].unit not in RATIOS or len(ends) < 2 or ends[0].unit != ends[1].unit:
        return None
    if not lexicon.starting.search(reading.folded[: ends[0].start]):
        return None
    if not lexicon.reached.search(reading.folded[: ends[1].start]):
        return None
    between = [p for p in reading.periods if ends[0].end <= p.start and p.end <= ends[1].start]
    after = [p for p in reading.periods if 0 <= p.start - ends[1].end <= _OWN]
    return after[0] if between and after else None


def end_of_move(reading: Reading, quantity: Quantity, period: Period) -> Timed | None:
    """The first or last month of "from April to August the price rose from 128 to 151 dollars"."""
    text = reading.folded[period.start : period.end]
    if not reading.traits.span_from.match(text):
        return None
    first = date.fromisoformat(period.first if quantity.pair == "from" else period.last).replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return Timed((first.isoformat(), last.isoformat()), True, f"an end of “{text}”")


def of_beginning(reading: Reading, lexicon: Lexicon, period: Period, first: int) -> bool:
    """Does it date the amount where a move to the number began ("rose from 19 billion in 2011 to | 21 billion")?"""
    reached = lexicon.reached.search(reading.folded[period.end : first].lstrip()) if period.end < first else None
    if reached is None or reached.start() > (0 if lexicon.spaced else _VERB):
        return False
    return any(
        0 <= period.start - q.end <= RIGHT_AFTER and lexicon.starting.search(reading.folded[: q.start])
        for q in reading.quantities
    )
