"""The span of a number that no time of its clause dates: "that month", a year apart, what a sentence began with."""

from __future__ import annotations

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.spans.compared_dates import RATIOS
from transform.figures.spans.comparison import Timed
from transform.figures.spans.earlier_times import Span
from transform.figures.spans.figure_dates import dates_figures, nothing_between
from transform.figures.spans.moves import of_beginning
from transform.figures.spans.year_apart import year_after, year_after_bracket
from transform.numbers.quantities import Period, Quantity

#: A boundary of this weight ends what was told: a semicolon.
NEW_CLAUSE = 4.0
#: So near behind a number stand the words since when it is counted.
_BEHIND = 40
#: A blank and a preposition part a number from the words right behind it.
_NEXT = 6
#: Words for plans stand no more characters before what is planned.
_PLANNED_BEFORE = 54


def left_open(
    reading: Reading,
    lexicon: Lexicon,
    quantity: Quantity,
    compared: set[int],
    standing: Span | None,
    month: Span | None,
    today: str | None,
) -> Timed:
    """The span of a number that no time of its clause dates: "that month", a year apart, or what was told before."""
    first = quantity.start
    for cue in reading.cues["earlier"]:
        told = [p for p in reading.periods if p.grain == "month" and p.role == "span" and p.end <= cue.start]
        if told and (not lexicon.spaced or reading.numbers(told[-1].end, cue.start) == 0):
            month = told[-1].first, told[-1].last  # 4月开通，当月收付……
        if cue.label == "same_month" and cue.end <= first and month and reading.numbers(cue.end, first) < 2:
            return Timed(month, True, f"“{reading.folded[cue.start : cue.end]}”")
    later = year_after(reading, compared, standing, today)
    if later is None and (apart := year_after_bracket(reading, quantity.end)) is not None:
        later = apart if standing in (None, apart) else None
    if later is not None:
        return Timed(later, True, "as what it is compared with, a year later", sure=True)
    if _since_untold(reading, lexicon, first, quantity.end):
        return Timed(None, True, "since a day that is not told", sure=True)
    if standing is None:
        # A sentence's only span serves its first number even across a boundary: "grew 2.3 times: from … to … in 2025".
        left = [p for p in reading.periods if not of_beginning(reading, lexicon, p, first)]
        told = [reading.periods[place] for place in compared]
        named = [p for p in left if p not in told and dates_figures(reading, lexicon, p)]
        if named:
            latest = max(named, key=lambda period: period.last)
            return Timed((latest.first, latest.last), True, f"“{reading.folded[latest.start : latest.end]}”")
    if (why := _provided(reading, lexicon, quantity)) is not None:
        return Timed(None, False, why)
    if (head := _head(reading, lexicon, compared, first)) is not None:
        return Timed((head.first, head.last), False, f"“{reading.folded[head.start : head.end]}” at the head")
    return Timed(standing, False, "as said before")


def that_month_behind(reading: Reading, last: int) -> str | None:
    """The words for the month told before that stand right behind a number ("$0.5 billion that month and …")."""
    for cue in reading.cues["earlier"]:
        between = reading.folded[last : cue.start].strip() if last <= cue.start <= last + _NEXT else ","
        if cue.label == "same_month" and (not between or between.isalpha()):
            return reading.folded[cue.start : cue.end]
    return None


def _head(reading: Reading, lexicon: Lexicon, compared: set[int], first: int) -> Period | None:
    """The time at the head of a sentence, before all its numbers, where no other is told before the one at `first`."""
    told = [p for i, p in enumerate(reading.periods) if i not in compared and p.end <= first]
    told = [period for period in told if dates_figures(reading, lexicon, period)]
    alone = len({(period.first, period.last) for period in told}) == 1
    return told[0] if alone and told[0].end <= reading.quantities[0].start else None


def _since_untold(reading: Reading, lexicon: Lexicon, first: int, last: int) -> bool:
    """Is it counted since a day that is told by no date ("since the bridge opened"), and no record since then?"""
    for since in lexicon.traits.since_untold.finditer(reading.folded):
        start, end = since.span("since")
        if start < 0 or any(period.start < end and start < period.end for period in reading.periods):
            continue
        if end <= first and reading.parted(end, first) < NEW_CLAUSE:
            return True
        if 0 <= start - last <= _BEHIND and reading.parted(last, start) < 1 and reading.numbers(last, start) == 0:
            return True
    return False


def _provided(reading: Reading, lexicon: Lexicon, quantity: Quantity) -> str | None:
    """Why an amount is only provided for or planned, so that no span spoken of before is its own; else nothing."""
    first = quantity.start
    if quantity.unit not in RATIOS and any(
        c.label in ("deal", "sign") and c.end <= first for c in reading.cues["event"]
    ):
        return "what a deal provides for"
    if quantity.unit not in RATIOS and lexicon.terms.search(reading.folded, 0, first):
        return "what a deal provides for"
    for cue in reading.cues["plan"] if lexicon.spaced else ():
        if cue.end <= first and nothing_between(reading, cue.end, first) and first - cue.end <= _PLANNED_BEFORE:
            return "what is planned"
    return None
