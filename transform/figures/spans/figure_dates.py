"""Which of the times that a sentence names can date its figures, or a certain one of them."""

from __future__ import annotations

from datetime import date

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.numbers.quantities import Period, Quantity
from transform.text.cue import Cue

#: A shorter span is a fair or a visit; days told from one to another may be fewer, and weeks dated are a span.
_DAYS, _SHORTEST = 20, {"days": 5, "weeks": 0}
#: So near a number the season stands that it is told of.
_BESIDE = 40
#: The weight of the weakest boundary behind which a date may begin another clause («53% — в январе было 46%»).
_DASH = 0.6
#: A date stands no more characters behind the word of signing.
_SIGNED = 44
#: A word by which something runs to a time stands no further before it.
_RUNS = 6
#: Words by which money falls due at a time are no longer.
_DUE = 28
#: Words by which somebody spoke at a time are no longer.
_SPOKE = 40
#: Words by which figures came out at a time are no longer.
_OUT = 70
#: Roles that date no figure: what is compared with, when a story plays, how long something runs.
UNDATED = ("base", "season", "until")


def dates_figures(reading: Reading, lexicon: Lexicon, period: Period, *, firms: bool = False) -> bool:
    """Can the period be the span of a figure: no single day, no day of a deed, no "that month"?

    Of `firms` their founding is what a span dates.
    """
    traits, start = lexicon.traits, period.start
    if period.grain == "day" or period.role in UNDATED:
        return False
    if period.role == "since" and traits.from_day.match(reading.folded, start, period.end):
        return False  # "from July 1" is when something begins to hold
    before = max(0, start - _RUNS)
    if period.grain == "year" and traits.paper_of.search(reading.folded, before, start):
        return False  # «соглашение от 2014 года»: when a paper was signed
    if period.grain == "month" and traits.no_date.match(reading.folded, period.end):
        return False
    if period.grain == "year" and traits.by_then.match(reading.folded, period.end):
        return False
    if traits.no_date_after.search(reading.folded, before, start):
        return False
    if falls_due(reading, period) or spoken_then(reading, period) or _came_out(reading, period):
        return False
    if traits.nothing.match(reading.folded, period.end):
        return False  # «(в 2019 году поставок не было)»
    if _same_again(reading, lexicon, period) or 0 < _days(period) < _SHORTEST.get(period.grain, _DAYS):
        return False
    return firms or not any(_of_deed(reading, lexicon, cue, period) for cue in reading.cues["event"])


def falls_due(reading: Reading, period: Period) -> bool:
    """Is money to be paid back then ("8 billion due in 2033")? It was not lent in that time."""
    traits, text = reading.traits, reading.folded
    before = traits.due_before.search(text, max(0, period.start - _DUE), period.start)
    # "190,000 tonnes are due in April": they arrive then
    return bool(before or traits.due_behind.match(text, period.end)) and any(
        quantity.kind == "money" for quantity in reading.quantities
    )


def spoken_then(reading: Reading, period: Period) -> bool:
    """Did somebody speak then ("said in May that …")? It dates nothing of what was said."""
    traits, text = reading.traits, reading.folded
    behind = traits.spoke_behind.match(text, period.end)
    return (
        behind is not None and traits.spoke_before.search(text, max(0, period.start - _SPOKE), period.start) is not None
    )


def _days(period: Period) -> int:
    return (date.fromisoformat(period.last) - date.fromisoformat(period.first)).days + 1


def _same_again(reading: Reading, lexicon: Lexicon, period: Period) -> bool:
    """Is it a part of "that month", "the same period", whose time was told before?"""
    slack = 4 if lexicon.spaced else 0
    return (
        period.role != "same"
        and not period.future
        and any(
            cue.label.startswith("same") and cue.start <= period.start + slack and period.end <= cue.end
            for cue in reading.cues["earlier"]
        )
    )


def _of_deed(reading: Reading, lexicon: Lexicon, cue: Cue, period: Period) -> bool:
    """Does it tell when a deal was signed or something opened, or of which time a contract is?"""
    if cue.label == "deal":
        return False
    if cue.label == "noun":
        of_deal = lexicon.spaced and 0 <= period.start - cue.end <= 1 and reading.folded[period.start].isdigit()
        # "July delivery" is a kind of contract
        return of_deal or (period.grain == "month" and 0 <= cue.start - period.end <= 1)
    gap = period.start - cue.end if lexicon.spaced else cue.start - period.end
    beside = 0 <= gap <= (14 if lexicon.spaced else 2) and not _another_dates(reading, lexicon, cue, period)
    return beside or (lexicon.spaced and _done_then(reading, cue, period))


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
    return holds and near and nothing_between(reading, cue.end, period.start)


def nothing_between(reading: Reading, start: int, end: int) -> bool:
    """Do two places stand in one clause with no number between them?"""
    return reading.parted(start, end) < 1 and reading.numbers(start, end) == 0


def of_signing(reading: Reading, lexicon: Lexicon, period: Period, first: int, last: int) -> bool:
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


def in_season(reading: Reading, period: Period, first: int, last: int) -> bool:
    """Does a season date the number beside it ("1,200 tonnes last winter")? Elsewhere it tells when a story plays."""
    if period.role != "season":
        return False
    start, end = (last, period.start) if period.start >= last else (period.end, first)
    return 0 <= end - start <= _BESIDE and reading.parted(start, end) < 1 and reading.numbers(start, end) == 0


def of_deal(reading: Reading, lexicon: Lexicon, quantity: Quantity, period: Period) -> bool:
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


def starts_then(reading: Reading, lexicon: Lexicon, period: Period, last: int) -> bool:
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
        and nothing_between(reading, last, period.start)
    )


def another_time(reading: Reading, period: Period, last: int) -> bool:
    """Is it when figures came out ("data published last month"), or told in a clause about something else behind a
    number ("…, whose engine shop opened in September")?
    """
    if _came_out(reading, period):
        return True
    return period.start >= last and reading.traits.told_aside.search(reading.folded, last, period.start) is not None


def _came_out(reading: Reading, period: Period) -> bool:
    return reading.traits.came_out.search(reading.folded, max(0, period.start - _OUT), period.start) is not None


def dates_next(reading: Reading, period: Period, last: int) -> bool:
    """Does a period after a clause's end date the number that follows it rather than the one before?"""
    if period.start < last or reading.parted(last, period.start) < _DASH:
        return False
    after = next((q.start for q in reading.quantities if q.start >= period.end), None)
    return after is not None and after - period.end < period.start - last + 24 and reading.parted(period.end, after) < 1
