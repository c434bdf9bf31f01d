"""Dates that tell no figure's time but what something is compared with, or where a change began."""

from __future__ import annotations

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.spans.earlier_times import find_markers
from transform.numbers.quantities import Period, Quantity
from transform.text.cue import Cue

#: Units of what compares by itself.
RATIOS = ("%", "times", "pp")
#: A span right after a number ("fell by 36.5% in January-August") dates it rather than one before.
RIGHT_AFTER = 5
DASHES = ("—", "–", "-")
#: So near before a date, or the number that it dates, stands a word of comparison, and the date behind its number.
_BEFORE, _BEHIND = 28, 12


def _counted_from(reading: Reading, lexicon: Lexicon, period: Period) -> bool:
    """Is a change counted from this date ("up 2% from 2022")?"""
    before = [q for q in reading.quantities if q.end <= period.start]
    if not before or before[-1].unit not in RATIOS:
        return False
    counted = before[-1].end
    for dated in reading.periods:  # "rose 12% | in January | from December"
        if 0 <= dated.start - counted <= RIGHT_AFTER and dated.end < period.start and period.last < dated.first:
            counted = dated.end
    for cue in reading.cues["turn"]:  # "a 22% | drop | from December"
        counted = cue.end if 0 <= cue.start - counted <= 1 and cue.end <= period.start else counted
    gap = reading.folded[counted : period.start]
    if gap.strip() in lexicon.traits.counted_to and reading.folded[before[-1].start] in "+-":
        return True  # "+17.2% to January-October 2024"
    came = not gap.strip() and reading.folded.startswith(lexicon.traits.came, period.start)
    return came or lexicon.from_date.fullmatch(gap.strip() + " ") is not None


def begins(reading: Reading, lexicon: Lexicon, place: int) -> bool:
    """Does a word by which a move begins stand right before the place (从|5万吨增至8万吨)?"""
    hedge = lexicon.traits.hedge.search(reading.folded, max(0, place - 24), place)
    place = hedge.start() if hedge else place  # the "than" of "took more than | 60 percent" compares nothing
    return lexicon.starting.search(reading.folded, max(0, place - 24), place) is not None


def begun_at(reading: Reading, place: int) -> bool:
    """Does a number follow at once, as after the date of where a move began (由去年的|18%)?"""
    start = place + 1 if reading.folded[place : place + 1] in reading.traits.particle else place
    each = reading.traits.of_each.match(reading.folded, place)
    start = each.end() if each else start
    blanks = {start, start + 1} if reading.folded[start : start + 1] == " " else {start}
    return any(quantity.start in blanks for quantity in reading.quantities)


def _of_start(reading: Reading, lexicon: Lexicon, period: Period) -> bool:
    """Does it date the amount that a change started from ("up a quarter from 1.59 million in April")?"""
    for place, quantity in enumerate(reading.quantities):
        if place and 0 <= period.start - quantity.end <= RIGHT_AFTER:
            one = reading.quantities[place - 1].end
            gap = reading.folded[one : quantity.start]
            # "fell to $1.5 billion that month from $1.9 billion in March"
            then = sum(c.end - c.start for c in reading.cues["earlier"] if one <= c.start and c.end <= quantity.start)
            return len(gap) - then <= lexicon.traits.start_gap and lexicon.starting.search(gap) is not None
    return False


def compared_periods(reading: Reading, lexicon: Lexicon) -> set[int]:
    """Indexes of the periods that only say what something is compared with ("than in 2023")."""
    markers = find_markers(reading, lexicon)
    return {
        index
        for index, period in enumerate(reading.periods)
        if period.role == "base"
        or any(marker.start < period.end and period.start < marker.end for marker in markers)
        or _counted_from(reading, lexicon, period)
        or _of_start(reading, lexicon, period)
        or _taken_of(reading, lexicon, period)
        or any(_told_by(reading, lexicon, cue, period) for cue in reading.cues["compare"])
    }


def _taken_of(reading: Reading, lexicon: Lexicon, period: Period) -> bool:
    """Is a ratio right behind it, in Chinese, of what was then (是上一年度的2.6倍, 只及9月的三分之二) or of a peak?"""
    if lexicon.spaced:
        return False
    after = next((q for q in reading.quantities if q.start >= period.end), None)
    if after is None:
        return False
    if not begun_at(reading, period.end):
        peak = lexicon.traits.peak_of.fullmatch(reading.folded, period.end, after.start)
        return peak is not None and after.unit in RATIOS
    part = after.unit in RATIOS and lexicon.traits.measured_by.search(reading.folded, 0, after.start) is not None
    return after.unit == "times" or part or begins(reading, lexicon, period.start)


def _told_by(reading: Reading, lexicon: Lexicon, cue: Cue, period: Period) -> bool:
    """Does a word of comparison hold the period, or stand before it or before the number that it dates?"""
    if cue.label == "way" or (period.role == "same" and period.start <= cue.start < period.end):
        return False  # "over the same period" is the time just told
    if cue.start < period.end and period.start < cue.end:
        return True
    if cue.end > period.start or reading.parted(cue.end, period.start) >= 1:
        return False
    between = [q for q in reading.quantities if cue.end <= q.start < period.start]
    if not between:
        return period.start - cue.end <= _BEFORE and not _told_already(reading, lexicon, cue, period)
    # "against 244.8 billion in 2024": the year belongs to the number that is compared.
    number = between[0]
    lead = reading.folded[cue.end : number.start]
    return (
        len(between) == 1
        and number.unit != "times"  # "more than | doubled | in 2024"
        and number.start - cue.end <= _BEFORE
        and period.start - number.end <= _BEHIND
        and not lexicon.reached.search(lead)
        and lead.strip() not in DASHES
    )


def comparison_over(reading: Reading, lexicon: Lexicon, compared: set[int], quantity: Quantity) -> bool:
    """Did a comparison end before the number ("up 17% from last year, carrying | 3 mt", "rose from 2016 to | 3 mt")?"""
    if quantity.unit in RATIOS:
        return False
    first = quantity.start
    reached = lexicon.reached.search(reading.folded, 0, first) is not None
    if _then_set_off(reading, compared, quantity.end, reached=reached):
        return True
    ends = [reading.periods[place].end for place in compared if reading.periods[place].end <= first]
    if not ends or any(max(ends) <= other.start < first for other in reading.quantities):
        return False
    between = reading.folded[max(ends) : first]
    came = lexicon.reached.search(between) is not None and reading.parted(max(ends), first) < 1
    return came or lexicon.traits.told_anew.match(between) is not None


def _then_set_off(reading: Reading, compared: set[int], last: int, *, reached: bool) -> bool:
    """Is a time set behind an amount that something came to ("fell to 7 mt | compared with June")?

    Whatever it came to where the words of comparing belong to the time («14 млрд | по сравнению с тем же периодом»).
    """
    return any(
        last <= cue.start <= reading.periods[place].start <= cue.end + 1
        and (reached or cue.start == reading.periods[place].start)
        and reading.numbers(last, cue.end) == 0
        for cue in reading.cues["compare"]
        for place in compared
        if reading.parted(last, reading.periods[place].start) < 1
    )


def _told_already(reading: Reading, lexicon: Lexicon, cue: Cue, period: Period) -> bool:
    """Does a word of comparison tell before a date what it compares with ("soared from a year earlier in May")?"""
    return lexicon.spaced and any(
        one.role == "base" and cue.start <= one.start and one.end <= period.start for one in reading.periods
    )
