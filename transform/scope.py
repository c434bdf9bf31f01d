"""When a figure holds: its calendar span."""

from __future__ import annotations

from datetime import date

import msgspec

from transform.comparison import RATIOS, RIGHT_AFTER, Timed, against, back_then, begins
from transform.cue import Cue
from transform.earlier_times import Span, years_before
from transform.lexicon import Lexicon
from transform.moves import arrival, began_at, end_of_move
from transform.quantities import Period, Quantity
from transform.reading import Reading
from transform.year_apart import TERMS, moved_from, of_bracket, of_last_year, year_after, year_after_bracket

#: A shorter span is a fair or a visit; days told from one to another may be fewer, and weeks dated are a span.
_DAYS, _SHORTEST = 20, {"days": 5, "weeks": 0}
_TERMS_AND_YEARS = TERMS | {"year"}
#: So near a number the season stands that it is told of.
_BESIDE = 40
#: The weight of the weakest boundary behind which a date may begin another clause («53% — в январе было 46%»).
_DASH = 0.6
#: A boundary of this weight ends what was told: a semicolon.
_NEW_CLAUSE = 4.0
#: Words for plans stand no more characters before what is planned; a date no more behind the word of signing.
_PLANNED_BEFORE = 54
_SIGNED = 44
#: A word by which something runs to a time stands no further before it.
_RUNS = 6
#: Roles that date no figure: what is compared with, when a story plays, how long something runs.
_UNDATED = ("base", "season", "until")


def _days(period: Period) -> int:
    return (date.fromisoformat(period.last) - date.fromisoformat(period.first)).days + 1


def dates_figures(reading: Reading, lexicon: Lexicon, period: Period, *, firms: bool = False) -> bool:
    """Can the period be the span of a figure: no single day, no day of a deed, no "that month"?

    Of `firms` their founding is what a span dates.
    """
    if period.grain == "day" or period.role in _UNDATED:
        return False
    if period.role == "since" and lexicon.traits.from_day.match(reading.folded, period.start, period.end):
        return False  # "from July 1" is when something begins to hold
    before = max(0, period.start - _RUNS)
    if period.grain == "year" and lexicon.traits.paper_of.search(reading.folded, before, period.start):
        return False  # «соглашение от 2014 года»: when a paper was signed
    if period.grain == "month" and lexicon.traits.no_date.match(reading.folded, period.end):
        return False
    if lexicon.traits.no_date_after.search(reading.folded, before, period.start):
        return False
    if lexicon.traits.nothing.match(reading.folded, period.end):
        return False  # «(в 2019 году поставок не было)»
    for cue in reading.cues["earlier"]:
        if (
            cue.label.startswith("same")
            and cue.start <= period.start + (4 if lexicon.spaced else 0)
            and period.end <= cue.end
            and not period.future
            and period.role != "same"
        ):
            return False
    if 0 < _days(period) < _SHORTEST.get(period.grain, _DAYS):
        return False
    for cue in reading.cues["event"] if not firms else ():
        if cue.label == "deal":
            continue
        gap = period.start - cue.end if lexicon.spaced else cue.start - period.end
        if cue.label == "noun":
            of_deal = lexicon.spaced and 0 <= period.start - cue.end <= 1 and reading.folded[period.start].isdigit()
            beside = (
                period.grain == "month" and 0 <= cue.start - period.end <= 1
            )  # "July delivery" is a kind of contract
            if beside or of_deal:
                return False
        elif (0 <= gap <= (14 if lexicon.spaced else 2) and not _another_dates(reading, lexicon, cue, period)) or (
            lexicon.spaced and _done_then(reading, cue, period)
        ):
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
    today: str | None = None,
) -> Timed:
    """The span of the quantity at `index`.

    `base` is the span of its group's head, `standing` what the text spoke of last; both may be None. `amount` is
    true of a level or share, which may be what something is compared with; `gap` is where the group's member before
    it ends; `month` is the last single month spoken of, which "that month" means.
    """
    quantity = reading.quantities[index]
    first, last = quantity.start, quantity.end
    if _joined(reading, lexicon, index):  # 上年同期为249万吨和|19.2亿美元
        one = find_period(reading, lexicon, index - 1, compared, base, standing, amount=amount, gap=gap, month=month)
        return msgspec.structs.replace(one, sure=one.compared)
    if amount and (whose := of_last_year(reading, first, base or standing)) is not None:
        return Timed(whose, True, "of last year", True, sure=True)
    if amount:
        set_against = against(reading, lexicon, index, base or standing)
        if set_against is not None:
            return set_against
    elif (then := back_then(reading, lexicon, index, base or standing)) is not None:
        return then
    if lexicon.traits.size.search(reading.folded[first:last]) and quantity.unit not in RATIOS:
        return Timed(None, True, "a size")
    if (arrived := arrival(reading, lexicon, index)) is not None:
        return Timed((arrived.first, arrived.last), True, "when the change had come about")
    if lexicon.spaced and (quantity.pair == "to" or lexicon.reached.search(reading.folded[:first])):
        for p in reading.periods:
            if (
                p.role == "span"
                and p.grain != "day"
                and 0 <= p.start - last <= RIGHT_AFTER
                and reading.parted(last, p.start) < 1
                and not dates_next(reading, p, last)
            ):
                return Timed((p.first, p.last), True, "when the move had ended")
    if (later := moved_from(reading, lexicon, index, standing)) is not None:
        return Timed(later, True, "a year after the start of the move", sure=True)
    best, found = 14.0, None
    for place, period in enumerate(reading.periods):
        if place in compared and 0 <= first - period.end <= 1 and begins(reading, lexicon, period.start):
            span = (period.first, period.last)
            return Timed(span, True, f"began “{reading.folded[period.start : period.end]}”", True, sure=True)
        if (
            place in compared
            and amount
            and reading.folded[period.end : first] in lexicon.traits.particle
            and quantity.unit not in RATIOS
        ):
            return Timed(
                (period.first, period.last), True, "what it is compared with", True
            )  # 超过去年全年的|39亿千瓦时
        if _in_season(reading, period, first, last):
            return Timed(None, True, "only a season is told")
        if place in compared or not dates_figures(reading, lexicon, period, firms=quantity.unit == "company"):
            continue
        if period.role == "deadline" and quantity.pair == "from":
            continue  # "from 150,000 cars to 200,000 by 2027"
        if quantity.unit != "agreement" and _of_signing(reading, lexicon, period, first, last):
            continue
        if period.start < last and first < period.end:
            continue
        if of_bracket(reading, period, first, last):
            continue
        follows = lexicon.traits.dated_after and 0 <= period.start - last <= RIGHT_AFTER
        if base is not None and gap is not None and not (gap <= period.start < first or follows) and not amount:
            continue
        if dates_next(reading, period, last):
            continue
        if period.role == "since" and any(last <= c.start and c.end <= period.start for c in reading.cues["rate"]):
            continue  # "45,000 tonnes a year from July"
        if quantity.unit not in RATIOS and _starts(reading, lexicon, period, last):
            return Timed(None, True, "when a rate begins", sure=True)
        cost = reading.distance(period.start, period.end, first, last, after=0.4, wall=2.0)
        if period.role == "since":
            cost += 1.0
        if follows:
            cost -= 1.0
        if cost < best:
            best, found = cost, period
    if found is not None and found.end <= first and reading.parted(found.end, first) >= _NEW_CLAUSE:
        found = _resumed(reading, compared, found)
    if found is not None and not (base is not None and best > 5.0):
        if found.role == "same" and (began := began_at(quantity, (found.first, found.last))) is not None:
            return Timed(began, True, "where a move began", True)
        if (
            quantity.pair
            and found.grain == "months"
            and found.role != "since"
            and (moved := end_of_move(reading, quantity, found))
        ):
            return moved
        if quantity.pair == "from" and found.grain in _TERMS_AND_YEARS and found.end <= first:
            year = years_before((found.first, found.last), 1)
            return Timed(year, True, "a year before the end of the move", True, sure=True)
        apart = reading.parted(min(found.end, last), max(found.start, first))
        named_by = f"“{reading.folded[found.start : found.end]}”"
        own = reading.folded[found.end : first] in lexicon.traits.particle  # 2022年的|46万吨
        sure = own or _of_deal(reading, lexicon, quantity, found)
        return Timed((found.first, found.last), True, named_by, apart=apart, sure=sure)
    if (began := began_at(quantity, base or standing)) is not None:
        return Timed(began, base is not None, "where a move began", True)
    if base is not None:
        return Timed(base, True, "as the figure it stands with")
    for cue in reading.cues["earlier"]:
        told = [p for p in reading.periods if p.grain == "month" and p.role == "span" and p.end <= cue.start]
        near = bool(told) and reading.numbers(told[-1].end, cue.start) == 0
        month = (told[-1].first, told[-1].last) if near else month  # 4月开通，当月收付……
        if cue.label == "same_month" and cue.end <= first and month and reading.numbers(cue.end, first) < 2:
            return Timed(month, True, f"“{reading.folded[cue.start : cue.end]}”")
    if (later := year_after(reading, compared, standing, today)) is not None:
        return Timed(later, True, "as what it is compared with, a year later", sure=True)
    if (later := year_after_bracket(reading, last)) is not None and standing in (None, later):
        return Timed(later, True, "as what it is compared with, a year later", sure=True)
    if standing is None:
        # A sentence's only span serves its first number even across a boundary: "grew 2.3 times: from … to … in 2025".
        named = [p for i, p in enumerate(reading.periods) if i not in compared and dates_figures(reading, lexicon, p)]
        if named:
            latest = max(named, key=lambda period: period.last)
            return Timed((latest.first, latest.last), True, f"“{reading.folded[latest.start : latest.end]}”")
    if (why := _provided(reading, lexicon, quantity)) is not None:
        return Timed(None, False, why)
    return Timed(standing, False, "as said before")


def _joined(reading: Reading, lexicon: Lexicon, index: int) -> bool:
    """Are weight and worth told in one breath, so that what dates the one dates the other?"""
    if lexicon.spaced or not index:
        return False
    one, other = reading.quantities[index - 1 : index + 1]
    if one.unit == other.unit or one.unit in RATIOS or other.unit in RATIOS:
        return False
    return lexicon.listed.fullmatch(reading.folded, one.end, other.start) is not None


def _resumed(reading: Reading, compared: set[int], last: Period) -> Period:
    """What a new clause goes on about: of "X in 2024, while it was Y in 2023; …" the time that was told first."""
    for place, period in enumerate(reading.periods):
        if period.end > last.start:
            break
        if (
            place not in compared
            and period.role not in _UNDATED
            and period.grain != "day"
            and period.last >= last.last
            and reading.parted(period.end, last.start) < _NEW_CLAUSE
        ):
            return period
    return last


def _another_dates(reading: Reading, lexicon: Lexicon, cue: Cue, period: Period) -> bool:
    """Does another date, in a clause of its own, tell when it was done ("opened in 2019, and last year it took")?"""
    return (
        lexicon.spaced
        and any(cue.end <= one.start and one.end < period.start for one in reading.periods)
        and reading.parted(cue.end, period.start) > 0
    )


def _done_then(reading: Reading, cue: Cue, period: Period) -> bool:
    """Does a date follow on what was signed ("signed a loan in Khabarovsk in August"), or on what holds since then?"""
    meant_for = reading.traits.meant_for
    if reading.folded.endswith(meant_for, 0, period.start) or reading.folded.startswith(meant_for, period.start):
        return False  # "renewed its supply contract with Sinoagri for 2023": what it provides for
    near = 0 <= period.start - cue.end <= _SIGNED
    holds = cue.label == "sign" or period.role == "since"  # «разрешён к ввозу в КНР с ноября 2019 года»
    return holds and near and _nothing_between(reading, cue.end, period.start)


def _nothing_between(reading: Reading, start: int, end: int) -> bool:
    return reading.parted(start, end) < 1 and reading.numbers(start, end) == 0


def _of_signing(reading: Reading, lexicon: Lexicon, period: Period, first: int, last: int) -> bool:
    """Is it when a deal was signed over the number ("signed a 10-bcm contract in February 2022")?"""
    if period.grain not in ("month", "day", "weeks"):
        return False
    if not lexicon.spaced and lexicon.signing.search(reading.folded, period.end, first):
        return reading.numbers(period.end, first) == 0
    for cue in reading.cues["event"]:
        if cue.label == "sign" and cue.end <= first and reading.parted(cue.end, first) < 1:
            if last <= period.start and reading.parted(last, period.start) < 1:
                return True
            if period.end <= cue.start:
                return True  # "In March they signed a contract for 200 trains"
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
        if cue.end <= first and _nothing_between(reading, cue.end, first) and first - cue.end <= _PLANNED_BEFORE:
            return "what is planned"
    return None


def _in_season(reading: Reading, period: Period, first: int, last: int) -> bool:
    """Does a season date the number beside it ("1,200 tonnes last winter")? Elsewhere it tells when a story plays."""
    if period.role != "season":
        return False
    start, end = (last, period.start) if period.start >= last else (period.end, first)
    return 0 <= end - start <= _BESIDE and reading.parted(start, end) < 1 and reading.numbers(start, end) == 0


def _of_deal(reading: Reading, lexicon: Lexicon, quantity: Quantity, period: Period) -> bool:
    """Is it the year for which a deal provides the goods ("a contract for 2023", "10,000 tonnes during 2021")?"""
    return (
        lexicon.spaced
        and quantity.kind in ("dimension", "count")
        and period.grain in ("year", "years")
        and period.role == "span"
        and any(cue.label in ("deal", "noun") for cue in reading.cues["event"])
        and not any(cue.label == "rate" for cue in reading.cues["rate"])
        and (
            lexicon.traits.provided_in.search(reading.folded, 0, period.start)
            or lexicon.traits.provided.match(reading.folded, period.start)
        )
        is not None
    )


def _starts(reading: Reading, lexicon: Lexicon, period: Period, last: int) -> bool:
    """Does a rate behind a number begin then ("45,000 tonnes a year from July")?"""
    return (
        period.start >= last
        and period.role in ("span", "since", "this_year")
        and period.grain in ("day", "month", "quarter", "half", "year")
        and any(
            c.label == "rate"
            and last <= c.start
            and c.end <= period.start
            and lexicon.traits.begins.match(reading.folded, c.end)
            for c in reading.cues["rate"]
        )
        and _nothing_between(reading, last, period.start)
    )


def dates_next(reading: Reading, period: Period, last: int) -> bool:
    """Does a period after a clause's end date the number that follows it rather than the one before?"""
    if period.start < last or reading.parted(last, period.start) < _DASH:
        return False
    after = next((q.start for q in reading.quantities if q.start >= period.end), None)
    return after is not None and after - period.end < period.start - last + 24 and reading.parted(period.end, after) < 1
