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
    nothing_between,
    of_deal,
    of_signing,
    starts_then,
)
from transform.figures.spans.moves import arrival, before_its_end, began_at, end_of_move
from transform.figures.spans.year_apart import (
    TERMS,
    moved_from,
    of_bracket,
    of_last_year,
    year_after,
    year_after_bracket,
)
from transform.numbers.quantities import Period, Quantity

_TERMS_AND_YEARS = TERMS | {"year"}
#: In so many steps a time dates a number; beside a group's head, whose span the number else shares, in fewer.
_REACH, _REACH_IN_GROUP = 14.0, 5.0
#: A boundary of this weight ends what was told: a semicolon.
_NEW_CLAUSE = 4.0
#: So near behind a number stand the words since when it is counted.
_BEHIND = 40
#: A Chinese verb before 至 or 到 is no longer (下降至).
_VERB = 2
#: No more than a preposition stands before the time with which a part of a sentence opens.
_OPENS = 4
#: A blank and a preposition part a number from the words right behind it.
_NEXT = 6
#: Words for plans stand no more characters before what is planned.
_PLANNED_BEFORE = 54


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
    if month is not None and (said := _that_month_behind(reading, quantity.end)) is not None:
        return Timed(month, True, f"“{said}”", sure=True)
    left = any(_of_beginning(reading, lexicon, period, quantity.start) for period in reading.periods)
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
        timed = _left_open(reading, lexicon, quantity, compared, standing, month, today)
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
    if compared and 0 <= first - period.end <= 1 and begins(reading, lexicon, period.start):
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
    if another_time(reading, period, last) or _of_beginning(reading, lexicon, period, first):
        return False
    if period.role == "deadline" and quantity.pair == "from":
        return False  # "from 150,000 cars to 200,000 by 2027"
    if quantity.unit != "agreement" and of_signing(reading, lexicon, period, first, last):
        return False
    if lexicon.spaced and period.start >= last and reading.parted(last, period.start) >= _NEW_CLAUSE:
        return False  # «перевезено 9840 ДФЭ; за I квартал …»: the next part's
    if (period.start < last and first < period.end) or of_bracket(reading, period, first, last):
        return False
    if period.role == "since" and any(last <= c.start and c.end <= period.start for c in reading.cues["rate"]):
        return False  # "45,000 tonnes a year from July"
    return not dates_next(reading, period, last)


def _of_beginning(reading: Reading, lexicon: Lexicon, period: Period, first: int) -> bool:
    """Does it date the amount where a move to the number began ("rose from 19 billion in 2011 to | 21 billion")?"""
    reached = lexicon.reached.search(reading.folded[period.end : first].lstrip()) if period.end < first else None
    if reached is None or reached.start() > (0 if lexicon.spaced else _VERB):
        return False
    return any(
        0 <= period.start - q.end <= RIGHT_AFTER and lexicon.starting.search(reading.folded[: q.start])
        for q in reading.quantities
    )


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
    own = own or (found.grain == "event" and apart < _NEW_CLAUSE)  # "since the war began"
    own = own or (found.role == "since" and _in_all(reading, lexicon, found, quantity))
    return Timed(span, True, named_by, apart=apart, sure=own or of_deal(reading, lexicon, quantity, found))


def _that_month_behind(reading: Reading, last: int) -> str | None:
    """The words for the month told before that stand right behind a number ("$0.5 billion that month and …")."""
    for cue in reading.cues["earlier"]:
        between = reading.folded[last : cue.start].strip() if last <= cue.start <= last + _NEXT else ","
        if cue.label == "same_month" and (not between or between.isalpha()):
            return reading.folded[cue.start : cue.end]
    return None


def _left_open(
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
        left = [p for p in reading.periods if not _of_beginning(reading, lexicon, p, first)]
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


def _head(reading: Reading, lexicon: Lexicon, compared: set[int], first: int) -> Period | None:
    """The time at the head of a sentence, before all its numbers, where no other is told before the one at `first`."""
    told = [p for i, p in enumerate(reading.periods) if i not in compared and p.end <= first]
    told = [period for period in told if dates_figures(reading, lexicon, period)]
    alone = len({(period.first, period.last) for period in told}) == 1
    return told[0] if alone and told[0].end <= reading.quantities[0].start else None


def _next_part_dated(reading: Reading, quantity: Quantity) -> bool:
    """Does a part of the sentence behind a semicolon have a time of its own, right at its head?"""
    return any(
        period.start >= quantity.end
        and period.role == "span"
        and reading.parted(quantity.end, period.start) >= _NEW_CLAUSE
        and len(reading.folded[quantity.end : period.start].rpartition(";")[2].strip()) <= _OPENS
        for period in reading.periods
    )


def _in_all(reading: Reading, lexicon: Lexicon, since: Period, quantity: Quantity) -> bool:
    """Is it the sum of all since a time ("since July 2019 … 1.8 mt in all", 自2019年7月……以来，累计|180万吨)?"""
    first, last = quantity.start, quantity.end
    in_all = lexicon.traits.in_all
    before = since.end <= first and in_all.search(reading.folded, since.end, first) is not None
    return before or in_all.match(reading.folded, last) is not None


def _since_untold(reading: Reading, lexicon: Lexicon, first: int, last: int) -> bool:
    """Is it counted since a day that is told by no date ("since the bridge opened"), and no record since then?"""
    for since in lexicon.traits.since_untold.finditer(reading.folded):
        start, end = since.span("since")
        if start < 0 or any(period.start < end and start < period.end for period in reading.periods):
            continue
        if end <= first and reading.parted(end, first) < _NEW_CLAUSE:
            return True
        if 0 <= start - last <= _BEHIND and reading.parted(last, start) < 1 and reading.numbers(last, start) == 0:
            return True
    return False


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
    if last.end > first or reading.parted(last.end, first) < _NEW_CLAUSE:
        return last
    for place, period in enumerate(reading.periods):
        if period.end > last.start:
            break
        if (
            place not in compared
            and period.role not in UNDATED
            and period.grain != "day"
            and period.last >= last.last
            and reading.parted(period.end, last.start) < _NEW_CLAUSE
        ):
            return period
    return last


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
