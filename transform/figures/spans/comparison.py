"""What a figure is compared with: the amounts and spans at which words and dates of an earlier time point."""

from __future__ import annotations

import re

import msgspec

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.spans.earlier_times import Marker, Span, find_markers, pointed, years_before
from transform.figures.spans.set_against import set_against
from transform.numbers.quantities import Period
from transform.text.cue import Cue

#: Units of what compares by itself.
RATIOS = ("%", "times", "pp")
#: A span right after a number ("fell by 36.5% in January-August") dates it rather than one before.
RIGHT_AFTER = 5

#: A dash and a short word between a time and its number: «годом раньше — в 1,9 млрд».
_PUT = re.compile(r" [—–-] [^\W\d]{1,2} ")
_DASHES = ("—", "–", "-")
#: A clause that opens with its date has at most a conjunction before it («тогда как год назад …»).
_LEADING = 10


class Timed(msgspec.Struct, frozen=True):
    """The span of a figure, whether its own sentence names it, and the reason."""

    span: Span | None
    named: bool
    why: str
    compared: bool = False
    #: weight of the boundaries between the figure and the words that date it
    apart: float = 0.0
    #: beyond doubt: no weighing may change it
    sure: bool = False


def _counted_from(reading: Reading, lexicon: Lexicon, period: Period) -> bool:
    """Is a change counted from this date ("up 2% from 2022")?"""
    before = [q for q in reading.quantities if q.end <= period.start]
    if not before or before[-1].unit not in ("%", "times", "pp"):
        return False
    counted = before[-1].end
    for dated in reading.periods:  # "rose 12% | in January | from December"
        if 0 <= dated.start - counted <= RIGHT_AFTER and dated.end < period.start and period.last < dated.first:
            counted = dated.end
    gap = reading.folded[counted : period.start]
    if gap.strip() in lexicon.traits.counted_to and reading.folded[before[-1].start] in "+-":
        return True  # "+17.2% to January-October 2024"
    came = not gap.strip() and reading.folded.startswith(lexicon.traits.came, period.start)
    return came or lexicon.from_date.fullmatch(gap.strip() + " ") is not None


def begins(reading: Reading, lexicon: Lexicon, place: int) -> bool:
    """Does a word by which a move begins stand right before the place (从|5万吨增至8万吨)?"""
    return lexicon.starting.search(reading.folded, max(0, place - 24), place) is not None


def begun_at(reading: Reading, place: int) -> bool:
    """Does a number follow at once, as after the date of where a move began (由去年的|18%)?"""
    start = place + 1 if reading.folded[place : place + 1] in reading.traits.particle else place
    return any(quantity.start == start for quantity in reading.quantities)


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
    found: set[int] = set()
    markers = find_markers(reading, lexicon)
    for index, period in enumerate(reading.periods):
        if period.role == "base" or any(m.start < period.end and period.start < m.end for m in markers):
            found.add(index)
            continue
        if _counted_from(reading, lexicon, period) or _of_start(reading, lexicon, period):
            found.add(index)
        if not lexicon.spaced and begun_at(reading, period.end):
            after = next(q for q in reading.quantities if q.start >= period.end)
            part = after.unit in RATIOS and lexicon.traits.measured_by.search(reading.folded, 0, after.start)
            if after.unit == "times" or part or begins(reading, lexicon, period.start):
                found.add(index)  # 是上一年度的2.6倍, 只及9月的三分之二, 由去年的18%
        for cue in reading.cues["compare"]:
            if cue.label == "way" or (period.role == "same" and period.start <= cue.start < period.end):
                continue  # "over the same period" is the time just told
            if cue.start < period.end and period.start < cue.end:
                found.add(index)
            elif cue.end <= period.start and reading.parted(cue.end, period.start) < 1:
                between = [q for q in reading.quantities if cue.end <= q.start < period.start]
                near = period.start - cue.end <= 28
                # "against 244.8 billion in 2024": the year belongs to the number that is compared.
                own = (
                    len(between) == 1
                    and between[0].unit != "times"  # "more than | doubled | in 2024"
                    and between[0].start - cue.end <= 28
                    and period.start - between[0].end <= 12
                    and not lexicon.reached.search(reading.folded[cue.end : between[0].start])
                    and reading.folded[cue.end : between[0].start].strip() not in _DASHES
                )
                if (near and not between and not _told_already(reading, lexicon, cue, period)) or own:
                    found.add(index)
    return found


def _told_already(reading: Reading, lexicon: Lexicon, cue: Cue, period: Period) -> bool:
    """Does a word of comparison tell before a date what it compares with ("soared from a year earlier in May")?"""
    return lexicon.spaced and any(
        one.role == "base" and cue.start <= one.start and one.end <= period.start for one in reading.periods
    )


def against(reading: Reading, lexicon: Lexicon, index: int, base: Span | None) -> Timed | None:
    """The span of an amount that something is compared with: "against 69.52 billion a year earlier"."""
    first = reading.quantities[index].start
    clause_start, _ = reading.clause(first)
    if reading.quantities[index].unit in RATIOS and lexicon.traits.measured_by.search(
        reading.folded, clause_start, first
    ):
        return None  # 不及去年同期的|一半: what is measured is of the time told before
    markers = find_markers(reading, lexicon)
    if (then := _when(reading, lexicon, markers, first, base)) is not None:
        return then
    opened = _opened(reading, lexicon, markers, index)
    told = _at_marker(reading, lexicon, markers, index, opened, base) or _at_date(reading, index, opened)
    if told is not None:
        return told
    if index and set_against(reading, lexicon, index, first if opened is None else opened):
        then = _started(reading, reading.quantities[index].end, base)
        return None if then is None else msgspec.structs.replace(then, sure=True)
    return _started(reading, reading.quantities[index].end, base) if _starts(reading, lexicon, index) else None


def _between(reading: Reading, index: int) -> tuple[int, int]:
    """Where the number before this one ends, and where the next one starts."""
    before = reading.quantities[index - 1].end if index else 0
    after = reading.quantities[index + 1].start if index + 1 < len(reading.quantities) else len(reading.folded)
    return before, after


def _opened(reading: Reading, lexicon: Lexicon, markers: list[Marker], index: int) -> int | None:
    """Where the words end that say that something is compared with the number ("against", "than", "from")."""
    quantity, (before, _) = reading.quantities[index], _between(reading, index)
    first = quantity.start
    ends = (
        cue.end
        for cue in reading.cues["compare"]
        if cue.label != "way"
        and before < cue.end <= first  # "three | times the | 13% of 2022"
        and first - cue.end <= 40
        and not any(p.role == "same" and p.start <= cue.start < p.end for p in reading.periods)
        and reading.parted(cue.end, first) < 1
        and not (cue.end < first and lexicon.reached.fullmatch(reading.folded[cue.end : first].lstrip() or "-"))
    )
    opened = max(ends, default=None)
    if opened is None and quantity.unit in ("%", "times") and lexicon.starting.search(reading.folded[:first]):
        opened = first
    ended = opened is not None and any(
        opened <= m.end <= first and m.start >= before and reading.parted(m.end, first) for m in markers
    )
    return None if ended else opened  # "more than a year earlier and worth $7.1bn": it ended before the number


def _at_marker(
    reading: Reading, lexicon: Lexicon, markers: list[Marker], index: int, opened: int | None, base: Span | None
) -> Timed | None:
    """The span that words of an earlier time tell ("a year earlier"), beside the number or where its clause opens."""
    first, last = reading.quantities[index].start, reading.quantities[index].end
    before, after = _between(reading, index)
    clause_start, clause_end = reading.clause(first)
    for marker in markers:
        if not (before <= marker.start and marker.end <= after):
            continue
        follows = marker.start >= last and not reading.folded[last : marker.start].strip()
        gap = reading.folded[marker.end : first]
        beside = first >= marker.end and (len(gap) <= 3 or _PUT.fullmatch(gap) is not None)
        adjacent = (beside and not _measured_by(reading, marker, first)) or follows
        leads = index == 0 or before < clause_start
        heads = leads and clause_start <= marker.start <= clause_start + _LEADING and marker.end <= first <= clause_end
        # "In the same period of 2024, deliveries came to 1.1 billion kWh"
        alone = index == 0 and marker.start <= 4 and marker.end <= first and _alone(reading, first)
        # "up from 21%; five years ago it was under 10%"
        behind = marker.start >= last and reading.parted(last, marker.start) >= 1
        if adjacent or (opened is not None and not behind) or heads or alone:
            text = reading.folded[marker.start : marker.end]
            return Timed(pointed(marker, base), True, f"“{text}”", True, sure=adjacent and not lexicon.spaced)
    return None


def _at_date(reading: Reading, index: int, opened: int | None) -> Timed | None:
    """The span of a date that is compared with, behind the number, else between the words of comparison and it."""
    first, last = reading.quantities[index].start, reading.quantities[index].end
    before, after = _between(reading, index)
    if opened is None and not _bracketed(reading, first):
        return None
    dates = [one for one in reading.periods if one.grain != "day" and one.role not in ("season", "until")]
    behind = (
        one
        for one in dates
        if last <= one.start <= last + 24 and one.end <= after and reading.parted(last, one.start) < 1
    )
    since = before if opened is None else opened
    ahead = (one for one in dates if since <= one.start and one.end <= first <= one.end + 12)
    for period in (*behind, *ahead):
        text = reading.folded[period.start : period.end]
        return Timed((period.first, period.last), True, f"compared with “{text}”", True)
    return None


def _starts(reading: Reading, lexicon: Lexicon, index: int) -> bool:
    """Is it the amount from which a change started ("fell to 1.5 from 1.9")?"""
    quantity, (before, _) = reading.quantities[index], _between(reading, index)
    first = quantity.start
    gap = reading.folded[before:first]
    dates = sum(p.end - p.start for p in reading.periods if before <= p.start and p.end <= first)
    if index and len(gap) - dates <= lexicon.traits.start_gap and lexicon.starting.search(gap):
        last_one = reading.quantities[index - 1]
        same = last_one.unit == quantity.unit and any(word in gap for word in lexicon.traits.came)
        if same or (last_one.unit in RATIOS and quantity.unit not in RATIOS):
            return True
    return any(one.unit == quantity.unit for one in reading.quantities[:index]) and (
        lexicon.came_from.search(gap) is not None
    )


def _when(reading: Reading, lexicon: Lexicon, markers: list[Marker], first: int, base: Span | None) -> Timed | None:
    """The span of an amount that a clause tells of the time just named: «…, чем годом ранее, когда ввезли 57 тыс.»"""
    lead = lexicon.back_when.search(reading.folded, 0, first)
    if lead is None:
        return None
    near = [m for m in markers if 0 <= lead.start() - m.end <= _THAN]
    if near:
        told = reading.folded[near[-1].start : near[-1].end]
        return Timed(pointed(near[-1], base), True, f"“{told}”", True, sure=True)
    for period in reading.periods:
        if 0 <= lead.start() - period.end <= 1 and period.grain != "day":
            told = reading.folded[period.start : period.end]
            return Timed((period.first, period.last), True, f"“{told}”", True, sure=True)
    return None


def back_then(reading: Reading, lexicon: Lexicon, index: int, base: Span | None) -> Timed | None:
    """The earlier span with which a clause opens that tells a change then ("a year earlier it had grown 5%")."""
    first = reading.quantities[index].start
    opens, _ = reading.clause(first)
    markers = find_markers(reading, lexicon)
    if (then := _when(reading, lexicon, markers, first, base)) is not None:
        return then
    if reading.folded[opens:first].rstrip().endswith(lexicon.set_behind) and (then := _dated_behind(reading, index)):
        return then
    for marker in markers:
        lead = reading.folded[opens : marker.start].strip(" ,，")
        if marker.start < opens or marker.end > first or (lead and lead not in lexicon.turns):
            continue
        if lexicon.versus.match(reading.folded, marker.start):
            continue  # 比去年同期
        if reading.numbers(marker.end, first) == 0 and not lexicon.set_off.match(reading.folded, marker.end):
            text = reading.folded[marker.start : marker.end]
            return Timed(pointed(marker, base), True, f"“{text}”", True)
    return None


def _dated_behind(reading: Reading, index: int) -> Timed | None:
    """The earlier span told right behind a change that the one before is set against: "up 3% after 12.3% in 2023"."""
    last = reading.quantities[index].end
    for period in reading.periods:
        if 0 <= period.start - last <= RIGHT_AFTER and period.role == "span" and period.grain != "day":
            told = reading.folded[period.start : period.end]
            return Timed((period.first, period.last), True, f"“{told}”", True, sure=True)
    return None


def _started(reading: Reading, last: int, base: Span | None) -> Timed | None:
    """The span of the amount that a change started from: the one named behind it, else a year before."""
    for period in reading.periods:
        if 0 <= period.start - last <= RIGHT_AFTER and period.role not in ("base", "season"):
            text = reading.folded[period.start : period.end]
            return Timed((period.first, period.last), True, f"a change started from it in “{text}”", True)
    return None if base is None else Timed(years_before(base, 1), True, "what a change started from", True)


def _measured_by(reading: Reading, marker: Marker, first: int) -> bool:
    """Does the marker end a comparison that a dash parts from its result («вдвое больше прошлогоднего — 5,8 млн»)?"""
    if reading.folded[marker.end : first].strip() not in _DASHES:
        return False
    return any(
        q.unit in RATIOS
        and 0 <= marker.start - q.end <= _THAN
        and _OPENED.isdisjoint(reading.folded[q.end : marker.start])
        for q in reading.quantities
    )


#: So near behind a change stands what it is measured by: «вдвое больше прошлогоднего»; «54% (год назад — 56%)» is none.
_THAN, _OPENED = 12, frozenset("(;,")


def _alone(reading: Reading, first: int) -> bool:
    """Does no span of its own stand before the number?"""
    return all(period.role == "base" for period in reading.periods if period.end <= first)


def _bracketed(reading: Reading, first: int) -> bool:
    return reading.folded[max(0, first - 1) : first] in ("(", "（")
