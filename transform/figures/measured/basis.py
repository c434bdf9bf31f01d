"""Against what a change is measured: the year before, the month before, the quarter before."""

from __future__ import annotations

from transform.figures.measured.measure import Measured
from transform.figures.measured.metric_outright import around
from transform.figures.measured.percentages import RATE_LEFT, RATE_REACHED
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.spans.earlier_times import Span, days_month_before, month_before, quarter_before, years_before
from transform.numbers.quantities import Period, Quantity
from transform.records import Basis, Metric

#: Metrics whose changes are told against the year before where nothing else is said.
_YEARLY: frozenset[Metric] = frozenset(
    ("turnover", "exports", "imports", "freight", "other", "production", "settlement", "price", "companies", "people",
     "investment", "projects")
)  # fmt: skip

#: What drifts from day to day, so that a stretch of time tells from when to when it moved.
_DRIFTS: frozenset[Metric] = frozenset(("price", "finance"))

#: Words that are farther off name no basis.
_REACH = 5.0
#: So far before a change it begins what it is set against.
_AHEAD = 24
OTHER_YARDSTICK = "against something else than a time"
#: So near behind a change the date stands that it is measured against.
_BESIDE = 16


def explicit_basis(reading: Reading, first: int, last: int) -> tuple[Basis | None, str, float]:
    """The basis that words beside the change name, and how many steps off they stand."""
    best, basis, why = _REACH, None, ""
    for cue in reading.cues["basis"]:
        cost = reading.distance(cue.start, cue.end, first, last, after=0.2, wall=2.0)
        if cost < best:
            named = None if cue.label == "none" else cue.label
            best, basis, why = cost, named, f"“{reading.folded[cue.start : cue.end]}”"
    return basis, why, best  # type: ignore[return-value]


def _quarter(span: Span) -> bool:
    first, last = span
    return first[:4] == last[:4] and int(last[5:7]) - int(first[5:7]) == 2 and int(last[5:7]) % 3 == 0


def _opens(reading: Reading, period: Period, words: Lexicon) -> bool:
    """Does the date open its clause as what is compared with («К маю объём снизился на 9%»)?"""
    begins, _ = reading.clause(period.start)
    said = words.traits.compared_with.match(reading.folded, begins)
    return said is not None and period.start <= said.end() < period.end


def _named_yearly(reading: Reading, period: Period) -> bool:
    """Is the date words for the year before, whichever year they were counted from («годом раньше»)?"""
    return any(c.label == "yoy" and c.start < period.end and period.start < c.end for c in reading.cues["basis"])


def _than(reading: Reading, end: int, period: Period, words: Lexicon) -> bool:
    """Does a comma part a change only from what it is set against («на 12% больше, чем в июне»)?"""
    return words.versus.search(reading.folded, end, period.start) is not None


def find_basis(
    reading: Reading,
    index: int,
    measured: Measured,
    metric: Metric,
    span: Span | None,
    compared: set[int],
    words: Lexicon,
    today: str | None = None,
) -> tuple[Basis | None, str]:
    """What a change is measured against, from words beside it, the date it is compared with, or custom."""
    if measured.measure not in ("change", "multiple"):
        return None, ""
    quantity = reading.quantities[index]
    beside = quantity.start, quantity.end
    other = _other_yardstick(reading, words, quantity)
    if other and not _dated(reading, quantity, other):
        return None, OTHER_YARDSTICK
    basis, why, nearest = explicit_basis(reading, *beside)
    if not compared and basis != "yoy" and (stretch := _moved_over(reading, words, quantity, metric)) is not None:
        return stretch
    if metric == "tariff" or span is None:
        return basis, why
    if measured.why in (RATE_REACHED, RATE_LEFT) and metric in _YEARLY and not _rate_of_month(reading):
        return "yoy", "growth is told against a year before"  # "growth slowed to 4% in July from 11% in June"
    if basis == "mom" and _quarter(span):
        basis = "qoq"  # 环比 of a quarter
    if basis == "qoq" and not _quarter(span):
        basis, why, nearest = None, "", _REACH  # "than in the first" may be a week or a half-year
    for place in compared:
        period = reading.periods[place]
        cost = _cost(reading, quantity, period, words)
        told = _against(reading, quantity, span, period, beside=cost < 0) if cost < nearest else None
        if told is not None:
            (basis, why), nearest = told, cost
    if not why:
        basis, why = _as_before(reading, quantity, span)
    if why:
        return basis, why
    if other:
        return _record_then(reading, quantity, span, other)
    if today is not None and int(span[0][:4]) > int(today[:4]) + 1:
        return None, "aimed at, years ahead"
    if words.traits.since.match(reading.folded, quantity.end) or _since_years_ago(reading, span):
        return None, "counted from a day"
    if metric == "price" and quantity.kind == "money" and not compared and reading.near("compare", *beside, within=2.5):
        return None, "against another price"  # 比印尼煤贵6美元
    return ("yoy", "trade is measured against a year before") if metric in _YEARLY else (None, "")


def _as_before(reading: Reading, quantity: Quantity, span: Span) -> tuple[Basis | None, str]:
    """The basis of the change before it in one breath ("fell 0.4% on the month, while shipments back rose | 1.9%")."""
    told = [cue for cue in reading.cues["basis"] if cue.end <= quantity.start]
    if not told or told[-1].label != "mom" or span[0][:7] != span[1][:7]:
        return None, ""
    first, last = told[-1].end, quantity.end + _BESIDE
    dated = any(first <= one.start < last for one in reading.periods)
    changed = any(one.unit in ("%", "pp", "times") and one.end <= first for one in reading.quantities)
    if dated or not changed or ";" in reading.folded[first : quantity.start]:
        return None, ""
    return "mom", f"as the change before it, “{reading.folded[told[-1].start : first]}”"


def _other_yardstick(reading: Reading, words: Lexicon, quantity: Quantity) -> tuple[int, int] | None:
    """Where words set a change against a plan, a record or what another land or firm did, and not against a time."""
    traits, folded = words.traits, reading.folded
    named = {one.start: one.end for one in reading.entities}
    if than := traits.than_other.match(folded, quantity.end):
        if than.end() in named:
            return quantity.end, named[than.end()]
        if noun := traits.yardstick.match(folded, than.end()):
            return quantity.end, noun.end()
    for than in traits.other_before.finditer(folded, max(0, quantity.start - _AHEAD), quantity.start):
        noun = traits.yardstick.match(folded, than.end(), quantity.start)
        end = named.get(than.end(), 0) or (noun.end() if noun else 0)
        if end and traits.other_to.fullmatch(folded, end, quantity.start):
            return than.start(), quantity.start
    return None


def _dated(reading: Reading, quantity: Quantity, words: tuple[int, int]) -> bool:
    """Does a time stand in the words that a change is set against, up to the end of their clause?"""
    start, end = words
    if start >= quantity.end:
        end = max(end, reading.clause(end)[1])
    times = [(one.start, one.end) for one in reading.periods]
    times += [(cue.start, cue.end) for name in ("basis", "earlier") for cue in reading.cues[name]]
    return any(first < end and start < last for first, last in times)


def _record_then(reading: Reading, quantity: Quantity, span: Span, words: tuple[int, int]) -> tuple[Basis | None, str]:
    """The basis where what a change is set against was at a time that lies so far before ("the record of 2023")."""
    end = max(words[1], reading.clause(words[1])[1])
    then = (one for one in reading.periods if words[0] <= one.start < end)
    told = [said for period in then if (said := _against(reading, quantity, span, period))]
    return told[0] if told else (None, OTHER_YARDSTICK)


def _moved_over(
    reading: Reading, words: Lexicon, quantity: Quantity, metric: Metric
) -> tuple[Basis | None, str] | None:
    """The basis that the stretch is over which a price or a debt moved ("за май подешевела на 6%"), with its reason.

    Trade "за май" is told against a year before, and over years it is counted from no such basis.
    """
    text = around(reading.folded, quantity.start, quantity.end)
    if metric not in _DRIFTS:
        return (None, "counted over years") if words.traits.over_years.search(text) else None
    moved = words.traits.moved_over.search(text)
    if moved is None or moved.lastgroup is None:
        return None
    told = moved.lastgroup.removesuffix("_behind")
    return (None if told == "none" else told), f"over “{moved[moved.lastgroup]}”"  # type: ignore[return-value]


def _rate_of_month(reading: Reading) -> bool:
    """Do words beside the dates say that growth is told from month to month or otherwise than by years?"""
    return any(
        cue.label != "yoy" and not any(p.start < cue.end and cue.start < p.end for p in reading.periods)
        for cue in reading.cues["basis"]
    )


def _since_years_ago(reading: Reading, span: Span) -> bool:
    """Is the figure's span told as running since a day years ago («с 2021 года», "since the war began")?"""
    return int(span[1][:4]) - int(span[0][:4]) > 1 and any(
        period.role == "since" and (period.first, period.last) == span for period in reading.periods
    )


def _cost(reading: Reading, quantity: Quantity, period: Period, words: Lexicon) -> float:
    """How many steps off a date stands that a change may be compared with.

    "Less than in July" compares with what follows, 比7月少 with what stands before.
    """
    gap = quantity.start - period.end
    if gap > 0 and reading.numbers(period.start, quantity.start) == 0 and _opens(reading, period, words):
        return -1.0
    cost = reading.distance(period.start, period.end, quantity.start, quantity.end, after=0, wall=1.5)
    if (period.start < quantity.start) == words.spaced:
        nearer = not words.spaced and _of_next(reading, quantity, period)
        return _REACH if nearer else cost + 2.0
    near = words.spaced and period.role == "span" and 0 <= period.start - quantity.end <= _BESIDE
    if near and (reading.parted(quantity.end, period.start) < 1 or _than(reading, quantity.end, period, words)):
        return -1.0  # "2.3 times what it took a year earlier and 43 percent more than in February"
    return cost


def _of_next(reading: Reading, quantity: Quantity, period: Period) -> bool:
    """Is the next change, and not this one, told against the date between them (增长7.4%，较5月放慢2.3个百分点)?"""
    return any(
        one.start >= period.end and one.unit in ("%", "pp", "times") and reading.parted(period.end, one.start) < 1
        for one in reading.quantities
        if one.start > quantity.start
    )


def _against(
    reading: Reading, quantity: Quantity, span: Span, period: Period, *, beside: bool = False
) -> tuple[Basis | None, str] | None:
    """The basis by how far a date lies before the figure's span, and why; None where that tells nothing.

    `beside` tells that the date stands right behind a change that is set against it.
    """
    other = (period.first, period.last)
    text = reading.folded[period.start : period.end]
    if other in (month_before(span), days_month_before(span)):
        return "mom", f"against the month before, “{text}”"
    if other == quarter_before(span):
        return "qoq", f"against the quarter before, “{text}”"
    if other == years_before(span, 1):
        return "yoy", f"against a year before, “{text}”"
    if int(span[0][:4]) - int(period.first[:4]) > 1 and not _named_yearly(reading, period):
        return None, "against a year further back"
    months = other[1] < span[0] and month_before(other) is not None and month_before(span) is not None
    if months and (quantity.unit == "times" or beside):
        return None, "against some other month"
    return None
