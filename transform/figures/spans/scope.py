"""When a figure holds: its calendar span."""

from __future__ import annotations

import msgspec

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.spans.compared_dates import RATIOS, RIGHT_AFTER, begins, comparison_over
from transform.figures.spans.comparison import Timed, against, back_then
from transform.figures.spans.earlier_times import Span, years_before
from transform.figures.spans.figure_dates import (
    UNDATED,
    another_time,
    dates_figures,
    dates_next,
    in_season,
    of_deal,
    of_signing,
    starts_then,
)
from transform.figures.spans.moves import arrival, before_its_end, began_at, end_of_move, of_beginning
from transform.figures.spans.untold import NEW_CLAUSE, left_open, that_month_behind
from transform.figures.spans.year_apart import (
    TERMS,
    moved_from,
    of_bracket,
    of_last_year,
)
from transform.numbers.quantities import Period, Quantity

_TERMS_AND_YEARS = TERMS | {"year"}
#: In so many steps a time dates a number; beside a group's head, whose span the number else shares, in fewer.
_REACH, _REACH_IN_GROUP = 14.0, 5.0
#: No more than a preposition stands before the time with which a part of a sentence opens.
_OPENS = 4


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
    today: str | None = None,
) -> Timed:
    """The span of the quantity at `index`.

    `base` is the span of its group's head, `standing` what the text spoke of last; both may be None. `amount` is
    true of a level or share, which may be what something is compared with; `gap` is where the group's member before
    it ends; `month` is the last single month spoken of, which "that month" means.
    """
    quantity = reading.quantities[index]
    if _joined(reading, lexicon, index):  # 上年同期为249万吨和|19.2亿美元
        one = find_period(reading, lexicon, index - 1, compared, base, standing, amount=amount, gap=gap, month=month)
        return msgspec.structs.replace(one, sure=one.compared)
    if (told := _set_apart(reading, lexicon, index, base, standing, amount=amount)) is not None:
        return told
    if month is not None and (said := that_month_behind(reading, quantity.end)) is not None:
        return Timed(month, True, f"“{said}”", sure=True)
    left = any(of_beginning(reading, lexicon, period, quantity.start) for period in reading.periods)
    base = None if left else base
    best, found = _REACH, None
    for place, period in enumerate(reading.periods):
        if (told := _at_once(reading, lexicon, quantity, period, place in compared, amount=amount)) is not None:
            return told
        if place in compared or not _may_date(reading, lexicon, quantity, period):
            continue
        follows = lexicon.traits.dated_after and 0 <= period.start - quantity.end <= RIGHT_AFTER
        inside = gap is None or gap <= period.start < quantity.start
        if base is not None and not (inside or follows or amount):
            continue
        if quantity.unit not in RATIOS and starts_then(reading, lexicon, period, quantity.end):
            return Timed(None, True, "when a rate begins", sure=True)
        cost = reading.distance(period.start, period.end, quantity.start, quantity.end, after=0.4, wall=2.0)
        cost += (period.role == "since") - follows
        if cost < best:
            best, found = cost, period
    if found is not None and (base is None or best <= _REACH_IN_GROUP):
        timed = _dated(reading, lexicon, quantity, _resumed(reading, compared, found, quantity.start))
    elif (began := began_at(quantity, base or standing)) is not None:
        return Timed(began, base is not None, "where a move began", True)
    elif base is not None:
        timed = Timed(base, True, "as the figure it stands with")
    else:
        timed = left_open(reading, lexicon, quantity, compared, standing, month, today)
        if lexicon.spaced and timed.span is not None and _next_part_dated(reading, quantity):
            timed = msgspec.structs.replace(timed, sure=True)
    over = left or (amount and not timed.compared and comparison_over(reading, lexicon, compared, quantity))
    return msgspec.structs.replace(timed, sure=True) if over else timed


def _set_apart(
    reading: Reading, lexicon: Lexicon, index: int, base: Span | None, standing: Span | None, *, amount: bool
) -> Timed | None:
    """The span of what is compared with, or comes out of a move, or no span of a size; else None."""
    quantity, last_told = reading.quantities[index], base or standing
    first, last = quantity.start, quantity.end
    opens, closes = reading.clause(first)
    peaked = lexicon.traits.peaked.search(reading.folded, opens, closes)
    if peaked and not any(opens <= period.start < closes for period in reading.periods):
        return Timed(None, True, "at a peak, or in several years, of which no time is told", sure=True)
    if amount and (whose := of_last_year(reading, first, last_told)) is not None:
        return Timed(whose, True, "of last year", True, sure=True)
    compare = against if amount else back_then
    if (then := compare(reading, lexicon, index, last_told)) is not None:
        return then
    if lexicon.traits.size.search(reading.folded[first:last]) and quantity.unit not in RATIOS:
        return Timed(None, True, "a size")
    if (arrived := arrival(reading, lexicon, index)) is not None:
        return Timed((arrived.first, arrived.last), True, "when the change had come about")
    if lexicon.spaced and (quantity.pair == "to" or lexicon.reached.search(reading.folded[:first])):
        for p in reading.periods:
            behind = p.role == "span" and p.grain != "day" and 0 <= p.start - last <= RIGHT_AFTER
            apart = dates_next(reading, p, last) or of_bracket(
                reading, p, first, last
            )  # "(first half of 2024: 61,900)"
            if behind and reading.parted(last, p.start) < 1 and not apart:
                return Timed((p.first, p.last), True, "when the move had ended")
    if (later := moved_from(reading, lexicon, index, standing)) is not None:
        return Timed(later, True, "a year after the start of the move", sure=True)
    return None


def _at_once(
    reading: Reading, lexicon: Lexicon, quantity: Quantity, period: Period, compared: bool, *, amount: bool
) -> Timed | None:
    """The span of a number right behind a time that it is surely of, none if that is a season; else None."""
    first = quantity.start
    near = 0 <= first - period.end <= 1 or lexicon.traits.of_each.fullmatch(reading.folded, period.end, first)
    if compared and near and begins(reading, lexicon, period.start):
        span = before_its_end(reading, lexicon, quantity, period) or (period.first, period.last)
        return Timed(span, True, f"began “{reading.folded[period.start : period.end]}”", True, sure=True)
    own = reading.folded[period.end : first] in lexicon.traits.particle  # 超过去年全年的|39亿千瓦时
    level = amount and own and quantity.unit not in RATIOS
    if compared and (level or (quantity.unit == "%" and _pace_then(reading, period, quantity))):
        return Timed((period.first, period.last), True, "what it is compared with", True)
    if in_season(reading, period, first, quantity.end):
        return Timed(None, True, "only a season is told")
    return None


def _pace_then(reading: Reading, period: Period, quantity: Quantity) -> bool:
    """Is it the pace of the time compared with (增速比去年同期的|40.6%慢, 去年同期的增幅为|2.9%)?"""
    particle, first = reading.traits.particle, quantity.start
    for cue in reading.cues["rates"]:
        if cue.end <= period.start and reading.folded[period.end : first] in particle:
            return reading.parted(cue.end, first) < 1
        if period.end < cue.start and cue.end <= first <= cue.end + 1:
            return reading.folded[period.end : cue.start] in particle
    return False


def _may_date(reading: Reading, lexicon: Lexicon, quantity: Quantity, period: Period) -> bool:
    """May the time be that of the number: of no deed, of no other number, and not told within it?"""
    first, last = quantity.start, quantity.end
    if not dates_figures(reading, lexicon, period, firms=quantity.unit == "company"):
        return False
    if another_time(reading, period, last) or of_beginning(reading, lexicon, period, first):
        return False
    if period.role == "deadline" and quantity.pair == "from":
        return False  # "from 150,000 cars to 200,000 by 2027"
    if quantity.unit != "agreement" and of_signing(reading, lexicon, period, first, last):
        return False
    if lexicon.spaced and period.start >= last and reading.parted(last, period.start) >= NEW_CLAUSE:
        return False  # «перевезено 9840 ДФЭ; за I квартал …»: the next part's
    if (period.start < last and first < period.end) or of_bracket(reading, period, first, last):
        return False
    if period.role == "since" and any(last <= c.start and c.end <= period.start for c in reading.cues["rate"]):
        return False  # "45,000 tonnes a year from July"
    return not dates_next(reading, period, last)


def _dated(reading: Reading, lexicon: Lexicon, quantity: Quantity, found: Period) -> Timed:
    """The span of a number by the time that dates it: an end of a move has its own part of it."""
    first, last = quantity.start, quantity.end
    span = (found.first, found.last)
    if found.role == "same" and (began := began_at(quantity, span)) is not None:
        return Timed(began, True, "where a move began", True)
    if (earlier := before_its_end(reading, lexicon, quantity, found)) is not None:
        return Timed(earlier, True, "where a move began", True, sure=True)
    months = quantity.pair and found.grain == "months" and found.role != "since"
    if months and (moved := end_of_move(reading, quantity, found)):
        return moved
    if quantity.pair == "from" and found.grain in _TERMS_AND_YEARS and found.end <= first:
        return Timed(years_before(span, 1), True, "a year before the end of the move", True, sure=True)
    apart = reading.parted(min(found.end, last), max(found.start, first))
    named_by = f"“{reading.folded[found.start : found.end]}”"
    own = reading.folded[found.end : first] in lexicon.traits.particle  # 2022年的|46万吨
    own = own or (found.grain == "event" and apart < NEW_CLAUSE)  # "since the war began"
    own = own or (found.role == "since" and _in_all(reading, lexicon, found, quantity))
    return Timed(span, True, named_by, apart=apart, sure=own or of_deal(reading, lexicon, quantity, found))


def _next_part_dated(reading: Reading, quantity: Quantity) -> bool:
    """Does a part of the sentence behind a semicolon have a time of its own, right at its head?"""
    return any(
        period.start >= quantity.end
        and period.role == "span"
        and reading.parted(quantity.end, period.start) >= NEW_CLAUSE
        and len(reading.folded[quantity.end : period.start].rpartition(";")[2].strip()) <= _OPENS
        for period in reading.periods
    )


def _in_all(reading: Reading, lexicon: Lexicon, since: Period, quantity: Quantity) -> bool:
    """Is it the sum of all since a time ("since July 2019 … 1.8 mt in all", 自2019年7月……以来，累计|180万吨)?"""
    first, last = quantity.start, quantity.end
    in_all = lexicon.traits.in_all
    before = since.end <= first and in_all.search(reading.folded, since.end, first) is not None
    return before or in_all.match(reading.folded, last) is not None


def _joined(reading: Reading, lexicon: Lexicon, index: int) -> bool:
    """Are weight and worth told in one breath, so that what dates the one dates the other?

    Where spaces part words, two that leave their units to the sentence before ("it was 5.2 million | and 704 million").
    """
    if not index:
        return False
    one, other = reading.quantities[index - 1 : index + 1]
    if one.unit == other.unit or one.unit in RATIOS or other.unit in RATIOS:
        return False
    if lexicon.spaced:
        both = one.shared_unit and other.shared_unit
        return both and reading.traits.list_end.fullmatch(reading.folded, one.end, other.start) is not None
    return lexicon.listed.fullmatch(reading.folded, one.end, other.start) is not None


def _resumed(reading: Reading, compared: set[int], last: Period, first: int) -> Period:
    """What a new clause goes on about: of "X in 2024, while it was Y in 2023; …" the time that was told first."""
    if last.end > first or reading.parted(last.end, first) < NEW_CLAUSE:
        return last
    for place, period in enumerate(reading.periods):
        if period.end > last.start:
            break
        if (
            place not in compared
            and period.role not in UNDATED
            and period.grain != "day"
            and period.last >= last.last
            and reading.parted(period.end, last.start) < NEW_CLAUSE
        ):
            return period
    return last
