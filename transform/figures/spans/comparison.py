"""The span of an amount that a figure is compared with, as words and dates of an earlier time tell it."""

from __future__ import annotations

import re

import msgspec

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.spans.compared_dates import DASHES, RATIOS, RIGHT_AFTER
from transform.figures.spans.earlier_times import Marker, Span, find_markers, pointed, years_before
from transform.figures.spans.set_against import set_against

#: A dash and a short word between a time and its number: «годом раньше — в 1,9 млрд».
_PUT = re.compile(r" [—–-] [^\W\d]{1,2} ")
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
    if _came_to(reading, lexicon, markers, index):
        return None
    opened = _opened(reading, lexicon, markers, index)
    told = _at_marker(reading, lexicon, markers, index, opened, base) or _at_date(reading, index, opened)
    if told is not None:
        return told
    if index and set_against(reading, lexicon, index, first if opened is None else opened):
        then = _started(reading, reading.quantities[index].end, base)
        return None if then is None else msgspec.structs.replace(then, sure=True)
    return _started(reading, reading.quantities[index].end, base) if _starts(reading, lexicon, index) else None


def _came_to(reading: Reading, lexicon: Lexicon, markers: list[Marker], index: int) -> bool:
    """Did it come to the number from a time named before ("against June it fell to | 7 mt", 较上月降至|7吨)?"""
    first, (before, _) = reading.quantities[index].start, _between(reading, index)
    if reading.quantities[index].unit in RATIOS or lexicon.reached.search(reading.folded, before, first) is None:
        return False
    times = [(m.start, m.end) for m in markers] + [(p.start, p.end) for p in reading.periods if p.grain != "day"]
    return any(
        before <= start and end < first and reading.parted(start, first) < 1 and cue.start <= start <= cue.end + 1
        for start, end in times
        for cue in reading.cues["compare"]
        if cue.label != "way"
    )


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
    if reading.folded[marker.end : first].strip() not in DASHES:
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
