"""What speaks for each span that a figure may cover: those its sentence names, those spoken of before, and none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from transform.figures.evidence.candidates import Candidates, in_clause
from transform.figures.evidence.group_signs import nearness, size
from transform.figures.measured.measure import Measured
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.shared import Shared
from transform.figures.spans.compared_dates import RATIOS, begins
from transform.figures.spans.earlier_times import Span, years_before
from transform.figures.spans.figure_dates import (
    another_time,
    dates_figures,
    dates_next,
    falls_due,
    in_season,
    spoken_then,
)
from transform.figures.spans.year_apart import of_bracket
from transform.figures.told.standing import Standing
from transform.numbers.quantities import Period, Quantity

#: Longest spans told apart by name, in days.
_LENGTHS = ((1, "a day"), (27, "days"), (31, "a month"), (92, "a quarter"), (184, "half a year"), (364, "months"),
            (366, "a year"))  # fmt: skip
#: So near behind a number a span is its own.
_BESIDE = 6
#: What opens a sentence has no more characters before it.
_OPENS = 3
#: Groups of cues that tell whether an amount has a time at all: a plan, a price or a stake often has none.
_SPEAKING = ("metric", "hint", "plan", "event", "finance", "market", "rate", "actor", "compare", "share", "turn")


class Told(msgspec.Struct, frozen=True):
    """What is known of a figure when its span is chosen."""

    reading: Reading
    quantity: Quantity
    group: Group
    shared: Shared
    measured: Measured
    #: the span of the group's head, and of the sentence's figure before it
    base: Span | None
    before: Span | None
    #: places of the periods that only tell what something is compared with
    compared: frozenset[int]


#: Months since a span ended are told apart up to so many each.
_AGES = (0, 1, 2, 3, 6, 12, 24)
#: So many spans to choose from are told apart.
_MANY = 4


def _age(span: Span, today: str | None) -> str:
    """How long before publication a span ended, in months."""
    if today is None:
        return "unknown age"
    months = 12 * (int(today[:4]) - int(span[1][:4])) + int(today[5:7]) - int(span[1][5:7])
    if months < 0:
        return "ahead"
    return next((f"up to {longest} months old" for longest in _AGES if months <= longest), "older")


def _among(span: Span, spans: list[Span]) -> Iterator[str]:
    """How a span stands to the others that there are to choose from."""
    latest = all(span[1] >= other[1] for other in spans)
    within = any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans)
    holds = any(other != span and span[0] <= other[0] and other[1] <= span[1] for other in spans)
    yield "latest" if latest else "not the latest"
    yield f"{'within' if within else 'not within'} one, {'holds' if holds else 'holds not'} another"
    yield f"one of {min(_MANY, len(spans))} spans"


@lru_cache(maxsize=256)
def _length(span: Span) -> str:
    days = (date.fromisoformat(span[1]) - date.fromisoformat(span[0])).days + 1
    return next((name for longest, name in _LENGTHS if days <= longest), "years")


def _of_period(told: Told, lexicon: Lexicon, place: int, period: Period, moved: str) -> Iterator[str]:
    reading, first, last = told.reading, told.quantity.start, told.quantity.end
    ahead = period.end <= first
    where = "before" if ahead else "after"
    near = nearness(reading.distance(period.start, period.end, first, last))
    joined = reading.parted(min(period.end, last), max(period.start, first)) < 1
    between = reading.numbers(period.end, first) if ahead else reading.numbers(last, period.start)
    yield "named"
    yield f"named, {where}, {near}"
    yield f"named, {where}, {told.measured.measure}, {near}"
    yield f"named, {where}, {min(2, between)} numbers between"
    yield f"named, {where}, {'in' if joined else 'beyond'} the clause"
    yield f"named as {period.role} {period.grain}"
    yield f"named as {period.role} {period.grain}, {told.shared.metric}"
    yield f"named as {period.role}, {moved}"
    if period.start <= _OPENS:
        yield f"opens the sentence as {period.grain}"
    for cue in reading.cues["event"]:
        if reading.parted(min(period.end, cue.end), max(period.start, cue.start)) < 1:
            yield f"named as {period.grain} beside {cue.label}"
    yield f"named, {told.shared.metric}"
    if place in told.compared:
        yield "named to compare with"
        yield f"named to compare with, {where}, {told.measured.measure}"
    if not dates_figures(reading, lexicon, period, firms=told.quantity.unit == "company"):
        yield "a date of something else"
    if 0 <= period.start - last <= _BESIDE:
        yield "right behind the number"


def _spoken(told: Told) -> Iterator[str]:
    """The words of the clause, and the nearest before the number, that tell whether an amount has a time at all."""
    first = told.quantity.start
    yield from in_clause(told.reading, first, _SPEAKING)
    for name in _SPEAKING:
        before = [cue.label for cue in told.reading.cues[name] if cue.end <= first]
        if before:
            yield f"nearest {name} before {before[-1]}"


def _tenses(told: Told, lexicon: Lexicon) -> list[str]:
    """The forms of verbs in the clause and the sentence: what was done has a time, what a works can do has none."""
    text = told.reading.folded
    opens, closes = told.reading.clause(told.quantity.start)
    clause = [f"{name} in the clause" for name, verb in lexicon.tenses.items() if verb.search(text, opens, closes)]
    sentence = [f"{name} in the sentence" for name, verb in lexicon.tenses.items() if verb.search(text)]
    return [*(clause or ["no verb in the clause"]), *sentence] if lexicon.tenses else []


def _moved(told: Told, lexicon: Lexicon) -> str:
    """Is it where a move began or ended ("from 5.2 to 8.4 million")?"""
    if told.quantity.pair == "from" or begins(told.reading, lexicon, told.quantity.start):
        return "where a move began"
    ended = told.quantity.pair == "to" or lexicon.reached.search(told.reading.folded[: told.quantity.start])
    return "where a move ended" if ended else "no move"


def _measured(reading: Reading, period: Period, quantity: Quantity) -> bool:
    """Is it what a change before the number is measured against (比2022年增长4.8倍，货值|115亿美元)?"""
    return any(q.unit in RATIOS and period.end <= q.start and q.end <= quantity.start for q in reading.quantities)


def _dates_something_else(told: Told, read: Span | None, lexicon: Lexicon, place: int, period: Period) -> bool:
    """Can the time not be the figure's? What the rules read (`read`) always can, but for what a change is against."""
    if (period.first, period.last) == read:
        return False
    reading, quantity = told.reading, told.quantity
    compared = place in told.compared
    return (
        # a change never covers what it is measured against
        (told.measured.measure in ("change", "multiple") and (compared or period.role == "base"))
        or (period.grain == "month" and lexicon.traits.no_date.match(reading.folded, period.end) is not None)
        # a season that ended in June dates nothing
        or (period.role == "until" and period.relative)
        or falls_due(reading, period)
        or spoken_then(reading, period)
        or another_time(reading, period, quantity.end)
        or of_bracket(reading, period, quantity.start, quantity.end)
        or (compared and _measured(reading, period, quantity))
        or dates_next(reading, period, quantity.end)
    )


def span_signs(told: Told, read: Span | None, lexicon: Lexicon, standing: Standing) -> dict[Span | None, set[str]]:
    """The signs of each span; None is a figure without one. `read` is the span that the rules give it."""
    signs = _SpanSigns(told, lexicon, standing)
    signs.found.setdefault(read, set())
    signs.name([one for one in enumerate(told.reading.periods) if not _dates_something_else(told, read, lexicon, *one)])
    signs.carry_on()
    signs.describe()
    signs.leave_out()
    signs.surround()
    return _of_season(told, signs.found)


def _of_season(told: Told, found: dict[Span | None, set[str]]) -> dict[Span | None, set[str]]:
    """A number beside its season ("against 70 percent in spring") is of that or of none, not of the month spoken of."""
    first, last = told.quantity.start, told.quantity.end
    seasons = {(p.first, p.last) for p in told.reading.periods if in_season(told.reading, p, first, last)}
    return {span: found[span] for span in found if span is None or span in seasons} if seasons else found


class _SpanSigns:
    """Gathers the signs; `named` are the spans that the sentence names, the others were spoken of before."""

    def __init__(self, told: Told, lexicon: Lexicon, standing: Standing) -> None:
        self._told, self._lexicon, self._standing = told, lexicon, standing
        self._reading, self._group = told.reading, told.group
        self._metric, self._measure = told.shared.metric, told.measured.measure
        self._moved, self._tenses = _moved(told, lexicon), _tenses(told, lexicon)
        self._order = "first" if told.quantity is told.reading.quantities[told.group.members[0]] else "later"
        self._paragraph = "dated" if standing.dated else "undated"
        self._short = "a rate" if told.shared.rate else "a capacity" if told.shared.capacity else "an amount"
        planned = told.reading.near("plan", told.group.start, told.group.end, within=4.0) is not None
        self._planned = "planned" if planned else "told"
        self.named: set[Span | None] = {(period.first, period.last) for period in told.reading.periods}
        self.found: Candidates[Span] = Candidates()

    def name(self, periods: Sequence[tuple[int, Period]]) -> None:
        """What the sentence says of the spans that it names: of its periods with their places."""
        first, last = self._told.quantity.start, self._told.quantity.end
        for place, period in periods:
            signs = _of_period(self._told, self._lexicon, place, period, self._moved)
            self.found.add((period.first, period.last), *signs)
            if period.so_far is not None:
                so_far = "this year so far"
                self.found.add((period.first, period.so_far), so_far, f"{so_far}, {self._metric}, {self._measure}")
        if periods:
            _, nearest = min(periods, key=lambda one: self._reading.distance(one[1].start, one[1].end, first, last))
            self.found.add((nearest.first, nearest.last), "nearest", f"nearest, {self._measure}")

    def carry_on(self) -> None:
        """From where in the text each span comes that was spoken of before, and each a year before such a one."""
        standing, told = self._standing, self._told
        carried: dict[str, Span | None] = {
            "text's": standing.span, "month": standing.month, "article's": standing.topic_span,
            "group's": told.base, "number's before": told.before, "paragraph's": standing.paragraph_span,
            "opening's": standing.opening_span,
        }  # fmt: skip
        earlier = self._reading.cues["earlier"]
        same = {cue.label for cue in earlier if cue.label.startswith("same") and cue.end <= told.quantity.start}
        some = f"{min(2, len(self.named))} named"
        begun = "begun" if standing.begun else "begins"
        for name, before in carried.items():
            if before is not None:
                self.found.add(
                    before, name, f"{name}, {self._metric}", f"{name}, {self._group.unit_class}",
                    f"{name}, {self._measure}, {self._order}", f"{name}, {some}", f"{name}, {self._moved}",
                    f"{name}, {some}, paragraph {self._paragraph}, {begun}",
                    *(f"{name}, beside {label}" for label in same),
                )  # fmt: skip
        against = {cue.label for cue in (*earlier, *self._reading.cues["compare"])}
        for name in ("group's", "text's"):
            if (before := carried[name]) is not None:
                ago = f"a year before the {name}"
                self.found.add(
                    years_before(before, 1), ago, f"{ago}, {self._measure}, {self._order}", f"{ago}, {self._moved}",
                    *(f"{ago}, beside {label}" for label in against),
                )  # fmt: skip

    def describe(self) -> None:
        """How long each span is, how long ago it was and how it stands to the others."""
        today = self._standing.today
        spans = [span for span in self.found if span is not None]
        for span in spans:
            inside, age, long = "named" if span in self.named else "carried", _age(span, today), _length(span)
            ahead = today is not None and span[1] > today
            self.found[span] |= {
                f"{inside}, {long}",
                f"{inside}, {long}, {self._metric}",
                f"{inside}, {age}",
                f"{long}, {age}",
                f"{inside}, {long}, {age}",
                f"{age}, {self._metric}",
                *(f"{inside}, {sign}" for sign in _among(span, spans)),
                f"{inside}, {'ends ahead' if ahead else 'is over'}, {self._planned}",
            }

    def leave_out(self) -> None:
        """What speaks for no span."""
        metric, standing, cues = self._metric, self._standing, self._reading.cues
        self.found.add(
            None, "none", f"none, {metric}", f"none, {metric}, {self._measure}", f"none, {self._group.unit_class}",
            f"none, {metric}, {self._short}", f"none, {self._planned}",
            f"none, group {'dated' if self._told.base else 'undated'}, {self._order}",
            f"none, text {'dated' if standing.span else 'undated'}, {metric}",
            f"none, paragraph {self._paragraph}, {metric}", f"none, {self._group.unit}", f"none, {self._moved}",
            *(f"none, {name}" for name in ("unit_price", "rate", "event") if cues.get(name)),
            *(f"none, event {cue.label}" for cue in cues["event"]),
            *(f"none, {name}" for name in ("works", "crossing") if getattr(standing, name)),
            *(f"none, {tense}, {metric}" for tense in self._tenses),
        )  # fmt: skip

    def surround(self) -> None:
        """What the sentence says around all of them."""
        shared, quantity, metric = self._told.shared, self._told.quantity, self._metric
        opens, _ = self._reading.clause(quantity.start)
        new = "anew" if self._lexicon.anew.search(self._reading.folded, opens, quantity.start) else "not anew"
        power = size(quantity)
        seat = f"of {shared.region[:2] if shared.region else 'no province'}"
        self.found.surround(
            self.named, f"{min(2, len(self.named))} named", self._short, f"counted {new}, {metric}", *self._tenses,
            *_spoken(self._told), f"{self._group.unit} of size {power}",
            f"{self._group.unit_class} of size {power}, {metric}", seat, f"{seat}, {metric}",
        )  # fmt: skip
