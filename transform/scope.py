"""When a figure holds: its calendar span, and the span that it is compared with."""

from __future__ import annotations

import calendar
import re
from datetime import date

import msgspec

from transform.lexicon import Lexicon
from transform.quantities import Period, Quantity
from transform.reading import Reading

Span = tuple[str, str]


class Timed(msgspec.Struct, frozen=True):
    """The span of a figure, whether its own sentence names it, and the reason."""

    span: Span | None
    named: bool
    why: str
    compared: bool = False
    #: weight of the boundaries between the figure and the words that date it
    apart: float = 0.0


def years_before(span: Span, years: int) -> Span:
    """The same days that many years earlier; the last day of February follows the leap year."""
    ends = []
    for written in span:
        day = date.fromisoformat(written)
        last = day.day == calendar.monthrange(day.year, day.month)[1]
        year = max(1, day.year - years)
        length = calendar.monthrange(year, day.month)[1]
        ends.append(date(year, day.month, length if last else min(day.day, length)).isoformat())
    return ends[0], ends[1]


def month_before(span: Span) -> Span | None:
    """The month before a span of one month."""
    first, last = date.fromisoformat(span[0]), date.fromisoformat(span[1])
    if (first.year, first.month) != (last.year, last.month) or first.day != 1:
        return None
    year, month = (first.year - 1, 12) if first.month == 1 else (first.year, first.month - 1)
    return date(year, month, 1).isoformat(), date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def _counted_from(reading: Reading, lexicon: Lexicon, period: Period) -> bool:
    """Is a change counted from this date ("up 2% from 2022")?"""
    before = [q for q in reading.quantities if q.end <= period.start]
    if not before or before[-1].unit not in ("%", "times", "pp"):
        return False
    gap = reading.folded[before[-1].end : period.start]
    head = reading.folded[period.start : period.start + 5]
    return bool(lexicon.from_date.fullmatch(gap.strip() + " ") or (not gap.strip() and head.startswith("from ")))


def begins(reading: Reading, lexicon: Lexicon, place: int) -> bool:
    """Does a word by which a move begins stand right before the place (从|5万吨增至8万吨)?"""
    return lexicon.starting.search(reading.folded, max(0, place - 24), place) is not None


def begun_at(reading: Reading, place: int) -> bool:
    """Does a number follow at once, as after the date of where a move began (由去年的|18%)?"""
    start = place + 1 if reading.folded[place : place + 1] == "的" else place
    return any(quantity.start == start for quantity in reading.quantities)


def _of_start(reading: Reading, lexicon: Lexicon, period: Period) -> bool:
    """Does it date the amount that a change started from ("up a quarter from 1.59 million in April")?"""
    for place, quantity in enumerate(reading.quantities):
        if place and 0 <= period.start - quantity.end <= _RIGHT_AFTER:
            gap = reading.folded[reading.quantities[place - 1].end : quantity.start]
            return len(gap) <= lexicon.start_gap and lexicon.starting.search(gap) is not None
    return False


class Marker(msgspec.Struct, frozen=True):
    """Words that point at an earlier span ("a year earlier", "the same months of 2024"); `year` where they name it."""

    start: int
    end: int
    month: bool
    year: int | None
    span: Span | None


_YEAR = re.compile(r"(?:19|20)\d\d")


def _markers(reading: Reading) -> list[Marker]:
    found = []
    for period in reading.periods:
        if period.role == "base" and not _basis_only(reading, period):
            text = reading.folded[period.start : period.end]
            named = _YEAR.search(text)
            month = any(
                c.label == "month" and c.start < period.end and period.start < c.end for c in reading.cues["earlier"]
            )
            year = int(named.group()) if named else None
            found.append(Marker(period.start, period.end, month, year, (period.first, period.last)))
    for cue in reading.cues["earlier"]:
        if cue.label.startswith("same"):
            continue
        if any(cue.start < marker.end and marker.start < cue.end for marker in found):
            continue
        beside = next(
            (p for p in reading.periods if (p.grain in ("year", "years") and 0 <= p.start - cue.end <= 12)
             or (p.grain in ("year", "years") and p.start < cue.end and cue.start < p.end)),
            None,
        )  # fmt: skip
        year = (
            int(beside.first[:4])
            if beside and beside.start >= cue.start and _YEAR.search(reading.folded[beside.start : beside.end])
            else None
        )
        found.append(Marker(cue.start, cue.end, cue.label == "month", year, None))
    return sorted(found, key=lambda marker: marker.start)


def _basis_only(reading: Reading, period: Period) -> bool:
    """ "Year on year" says what a change is measured against and dates nothing."""

    def over(name: str) -> bool:
        return any(
            c.start < period.end and period.start < c.end and not c.label.startswith("same") for c in reading.cues[name]
        )

    return over("basis") and not over("earlier")


def _pointed(marker: Marker, base: Span | None) -> Span | None:
    """The span that a marker points at, seen from the span of what is compared."""
    if base is None:
        return marker.span
    if marker.month:
        return month_before(base) or marker.span
    if marker.year is not None:
        return years_before(base, int(base[1][:4]) - marker.year)
    return years_before(base, 1)


def compared_periods(reading: Reading, lexicon: Lexicon) -> set[int]:
    """Indexes of the periods that only say what something is compared with ("than in 2023")."""
    found: set[int] = set()
    markers = _markers(reading)
    for index, period in enumerate(reading.periods):
        if period.role == "base" or any(m.start < period.end and period.start < m.end for m in markers):
            found.add(index)
            continue
        if _counted_from(reading, lexicon, period) or _of_start(reading, lexicon, period):
            found.add(index)
        if not lexicon.spaced and begun_at(reading, period.end):
            after = next(q for q in reading.quantities if q.start >= period.end)
            if after.unit == "times" or begins(reading, lexicon, period.start):
                found.add(index)  # 是上一年度的2.6倍, 由去年的18%
        for cue in reading.cues["compare"]:
            if cue.label == "way":
                continue
            if cue.start < period.end and period.start < cue.end:
                found.add(index)
            elif cue.end <= period.start and reading.parted(cue.end, period.start) < 1:
                between = [q for q in reading.quantities if cue.end <= q.start < period.start]
                near = period.start - cue.end <= 28
                # "against 244.8 billion in 2024": the year belongs to the number that is compared.
                own = (
                    len(between) == 1
                    and between[0].start - cue.end <= 28
                    and period.start - between[0].end <= 12
                    and not lexicon.reached.search(reading.folded[cue.end : between[0].start])
                )
                if (near and not between) or own:
                    found.add(index)
    return found


_RATIOS = ("%", "times", "pp")
_FROM_DAY = re.compile(r"from [a-z.]+ \d{1,2}\b")
#: A span right after a number ("fell by 36.5% in January-August") dates it rather than one before.
_RIGHT_AFTER = 5
#: A shorter span is a fair or a visit.
_DAYS = 20
#: Grains of what statistics sum up, and how far behind a figure they are set against it.
_TERMS = frozenset(("months", "quarter", "half"))
_AGAINST = 60
#: So near behind an amount a span is its own.
_OWN = 24
_MOVE_OVER = re.compile(r"(?:from|с|со|从|自) ?")


def _days(period: Period) -> int:
    return (date.fromisoformat(period.last) - date.fromisoformat(period.first)).days + 1


def dates_figures(reading: Reading, lexicon: Lexicon, period: Period) -> bool:
    """Can the period be the span of a figure: no single day, no day of a deed, no "that month"?"""
    if period.grain == "day" or period.role == "base":
        return False
    if period.role == "since" and _FROM_DAY.match(reading.folded, period.start, period.end):
        return False  # "from July 1" is when something begins to hold
    for cue in reading.cues["earlier"]:
        if (
            cue.label.startswith("same")
            and cue.start <= period.start + (4 if lexicon.spaced else 0)
            and period.end <= cue.end
        ):
            return False
    if 0 < _days(period) < _DAYS and period.role not in ("ytd", "since"):
        return False
    for cue in reading.cues["event"]:
        gap = period.start - cue.end if lexicon.spaced else cue.start - period.end
        if cue.label == "noun":
            of_deal = lexicon.spaced and 0 <= period.start - cue.end <= 1 and reading.folded[period.start].isdigit()
            if 0 <= cue.start - period.end <= 1 or of_deal:
                return False
        elif 0 <= gap <= (14 if lexicon.spaced else 2):
            return False
    return True


def find_period(
    reading: Reading,
    lexicon: Lexicon,
    index: int,
    compared: set[int],
    base: Span | None,
    standing: Span | None,
    *,
    amount: bool,
    gap: int | None,
    month: Span | None = None,
) -> Timed:
    """The span of the quantity at `index`.

    `base` is the span of its group's head, `standing` what the text spoke of last; both may be None. `amount` is
    true of a level or share, which may be what something is compared with; `gap` is where the group's member before
    it ends; `month` is the last single month spoken of, which "that month" means.
    """
    quantity = reading.quantities[index]
    first, last = quantity.start, quantity.end
    if amount:
        against = _against(reading, lexicon, index, base or standing)
        if against is not None:
            return against
    if (arrived := _arrival(reading, lexicon, index)) is not None:
        return Timed((arrived.first, arrived.last), True, "when the change had come about")
    best, found = 14.0, None
    for place, period in enumerate(reading.periods):
        if place in compared and 0 <= first - period.end <= 1 and begins(reading, lexicon, period.start):
            span = (period.first, period.last)
            return Timed(span, True, f"began “{reading.folded[period.start : period.end]}”", True)
        if place in compared or not dates_figures(reading, lexicon, period):
            continue
        if period.start < last and first < period.end:
            continue
        if period.start >= last and _of_bracket(reading, last, period.start):
            continue
        follows = lexicon.dated_after and 0 <= period.start - last <= _RIGHT_AFTER
        if base is not None and gap is not None and not (gap <= period.start < first or follows) and not amount:
            continue
        if period.start >= last and reading.parted(last, period.start) >= 1 and _dates_next(reading, period, last):
            continue
        cost = reading.distance(period.start, period.end, first, last, after=0.4, wall=2.0)
        if period.role == "since":
            cost += 1.0
        if follows:
            cost -= 1.0
        if cost < best:
            best, found = cost, period
    if found is not None and not (base is not None and best > 5.0):
        if quantity.pair and found.grain == "months" and (moved := _end_of_move(reading, quantity, found)):
            return moved
        apart = reading.parted(min(found.end, last), max(found.start, first))
        return Timed((found.first, found.last), True, f"“{reading.folded[found.start : found.end]}”", apart=apart)
    if base is not None:
        return Timed(base, True, "as the figure it stands with")
    for cue in reading.cues["earlier"]:
        if cue.label == "same_month" and cue.end <= first and month and reading.numbers(cue.end, first) < 2:
            return Timed(month, True, f"“{reading.folded[cue.start : cue.end]}”")
    if (later := _year_after(reading, compared, standing, last)) is not None:
        return Timed(later, True, "as what it is compared with, a year later")
    if standing is None:
        # A sentence's only span serves its first number even across a boundary: "grew 2.3 times: from … to … in 2025".
        named = [p for i, p in enumerate(reading.periods) if i not in compared and dates_figures(reading, lexicon, p)]
        if named:
            latest = max(named, key=lambda period: period.last)
            return Timed((latest.first, latest.last), True, f"“{reading.folded[latest.start : latest.end]}”")
    return Timed(standing, False, "as said before")


def _year_after(reading: Reading, compared: set[int], standing: Span | None, last: int) -> Span | None:
    """The span of a figure that is set against months of the year before: "14% against 9% in January-May last year"."""
    for place in sorted(compared):
        period = reading.periods[place]
        span = (period.first, period.last)
        if period.role == "span" and period.grain in _TERMS and last <= period.start <= last + _AGAINST:
            later = years_before(span, -1)
            if standing is None or (standing[0][:4] == later[0][:4] and standing != later):
                return later
    return None


def _arrival(reading: Reading, lexicon: Lexicon, index: int) -> Period | None:
    """The span of the end of a move that a change sums up: "grew 2.3 times: from 410 tonnes in … to 940 in 2025"."""
    ends = reading.quantities[index + 1 : index + 3]
    if reading.quantities[index].unit not in _RATIOS or len(ends) < 2 or ends[0].unit != ends[1].unit:
        return None
    if not lexicon.starting.search(reading.folded[: ends[0].start]):
        return None
    if not lexicon.reached.search(reading.folded[: ends[1].start]):
        return None
    between = [p for p in reading.periods if ends[0].end <= p.start and p.end <= ends[1].start]
    after = [p for p in reading.periods if 0 <= p.start - ends[1].end <= _OWN]
    return after[0] if between and after else None


def _end_of_move(reading: Reading, quantity: Quantity, period: Period) -> Timed | None:
    """The first or last month of "from April to August the price rose from 128 to 151 dollars"."""
    text = reading.folded[period.start : period.end]
    if not _MOVE_OVER.match(text):
        return None
    first = date.fromisoformat(period.first if quantity.pair == "from" else period.last).replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return Timed((first.isoformat(), last.isoformat()), True, f"an end of “{text}”")


def _dates_next(reading: Reading, period: Period, last: int) -> bool:
    """Does a period after a clause's end date the number that follows it rather than the one before?"""
    after = next((q.start for q in reading.quantities if q.start >= period.end), None)
    return after is not None and after - period.end < period.start - last + 24 and reading.parted(period.end, after) < 1


def _against(reading: Reading, lexicon: Lexicon, index: int, base: Span | None) -> Timed | None:
    """The span of an amount that something is compared with: "against 69.52 billion a year earlier"."""
    quantity = reading.quantities[index]
    first, last = quantity.start, quantity.end
    before = reading.quantities[index - 1].end if index else 0
    after = reading.quantities[index + 1].start if index + 1 < len(reading.quantities) else len(reading.folded)
    clause_start, clause_end = reading.clause(first)
    gap_before = reading.folded[before:first]
    opened = max(
        (
            cue.end
            for cue in reading.cues["compare"]
            if cue.label != "way"
            and before <= cue.start
            and cue.end <= first
            and first - cue.end <= 40
            and reading.parted(cue.end, first) < 1
            and not (cue.end < first and lexicon.reached.fullmatch(reading.folded[cue.end : first].lstrip() or "-"))
        ),
        default=None,
    )
    if opened is None and quantity.unit in ("%", "times") and lexicon.starting.search(reading.folded[:first]):
        opened = first
    markers = _markers(reading)
    if opened is not None and any(
        opened <= m.end <= first and m.start >= before and reading.parted(m.end, first) for m in markers
    ):
        opened = None  # "more than a year earlier and worth $7.1bn": what was compared ended before the number
    opens = opened is not None
    for marker in markers:
        if not (before <= marker.start and marker.end <= after):
            continue
        follows = marker.start >= last and not reading.folded[last : marker.start].strip()
        adjacent = 0 <= first - marker.end <= 3 or follows
        leads = index == 0 or before < clause_start
        heads = leads and clause_start <= marker.start <= clause_start + 4 and marker.end <= first <= clause_end
        # "In the same period of 2024, deliveries came to 1.1 billion kWh"
        heads = heads or (
            index == 0 and marker.start <= 4 and marker.end <= first and not opened and _alone(reading, first)
        )
        if adjacent or opens or heads:
            text = reading.folded[marker.start : marker.end]
            return Timed(_pointed(marker, base), True, f"“{text}”", True)
    if opens or _bracketed(reading, first):
        for place in (1, -1):
            for period in reading.periods:
                if period.grain == "day":
                    continue
                near = (
                    ((before if opened is None else opened) <= period.start and period.end <= first)
                    if place < 0
                    else (
                        last <= period.start
                        and period.end <= after
                        and period.start - last <= 24
                        and reading.parted(last, period.start) < 1
                    )
                )
                if near and (place > 0 or first - period.end <= 12):
                    span = (period.first, period.last)
                    return Timed(span, True, f"compared with “{reading.folded[period.start : period.end]}”", True)
    if index and quantity.unit not in _RATIOS and len(gap_before) <= lexicon.start_gap:
        last_one = reading.quantities[index - 1]
        fell = last_one.unit in _RATIOS or (last_one.unit == quantity.unit and "from" in gap_before)
        if fell and lexicon.starting.search(gap_before):
            return _started(reading, last, base)
    return None


def _started(reading: Reading, last: int, base: Span | None) -> Timed | None:
    """The span of the amount that a change started from: the one named behind it, else a year before."""
    for period in reading.periods:
        if 0 <= period.start - last <= _RIGHT_AFTER and period.role != "base":
            text = reading.folded[period.start : period.end]
            return Timed((period.first, period.last), True, f"a change started from it in “{text}”", True)
    return None if base is None else Timed(years_before(base, 1), True, "what a change started from", True)


def _alone(reading: Reading, first: int) -> bool:
    """Does no span of its own stand before the number?"""
    return all(period.role == "base" for period in reading.periods if period.end <= first)


def _of_bracket(reading: Reading, last: int, start: int) -> bool:
    """Does a span after a number stand with another number in brackets ("1,240 tonnes (412 in 2024)")?"""
    opened = reading.folded.rfind("(", last, start)
    return opened >= 0 and ")" not in reading.folded[opened:start] and reading.numbers(opened, start) > 0


def _bracketed(reading: Reading, first: int) -> bool:
    return reading.folded[max(0, first - 1) : first] in ("(", "（")
