"""What speaks for each span that a figure may cover: those its sentence names, those spoken of before, and none."""

from __future__ import annotations

from collections.abc import Iterator
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
from transform.figures.spans.figure_dates import dates_figures, dates_next, falls_due
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


def span_signs(told: Told, read: Span | None, lexicon: Lexicon, standing: Standing) -> dict[Span | None, set[str]]:
    """The signs of each span; None is a figure without one. `read` is the span that the rules give it."""
    found: Candidates[Span] = Candidates()
    found.setdefault(read, set())
    reading, metric, unit_class = told.reading, told.shared.metric, told.group.unit_class
    measure = told.measured.measure
    nearest: tuple[float, Span] | None = None
    moved = _moved(told, lexicon)
    for place, period in enumerate(reading.periods):
        own = period.first, period.last
        if measure in ("change", "multiple") and own != read and (place in told.compared or period.role == "base"):
            continue  # a change never covers what it is measured against
        if own != read and period.grain == "month" and lexicon.traits.no_date.match(reading.folded, period.end):
            continue
        if own != read and period.role == "until" and period.relative:
            continue  # a season that ended in June dates nothing
        if own != read and falls_due(reading, period):
            continue
        if own != read and of_bracket(reading, period, told.quantity.start, told.quantity.end):
            continue
        if own != read and place in told.compared and _measured(reading, period, told.quantity):
            continue
        if own != read and dates_next(reading, period, told.quantity.end):
            continue
        found.add(own, *_of_period(told, lexicon, place, period, moved))
        distance = reading.distance(period.start, period.end, told.quantity.start, told.quantity.end)
        if nearest is None or distance < nearest[0]:
            nearest = distance, own
        if period.so_far is not None:
            found.add((period.first, period.so_far), "this year so far", f"this year so far, {metric}, {measure}")
    named = {(period.first, period.last) for period in reading.periods}
    if nearest is not None:
        found.add(nearest[1], "nearest", f"nearest, {measure}")
    first = told.quantity is reading.quantities[told.group.members[0]]
    order = "first" if first else "later"
    carried: dict[str, Span | None] = {
        "text's": standing.span, "month": standing.month, "article's": standing.topic_span,
        "group's": told.base, "number's before": told.before, "paragraph's": standing.paragraph_span,
        "opening's": standing.opening_span,
    }  # fmt: skip
    paragraph = "dated" if standing.dated else "undated"
    same = {
        cue.label for cue in reading.cues["earlier"] if cue.label.startswith("same") and cue.end <= told.quantity.start
    }
    for name, before in carried.items():
        if before is not None:
            found[before].update(f"{name}, beside {label}" for label in same)
            found.add(
                before, name, f"{name}, {metric}", f"{name}, {unit_class}", f"{name}, {measure}, {order}",
                f"{name}, {min(2, len(named))} named", f"{name}, {moved}",
                f"{name}, {min(2, len(named))} named, paragraph {paragraph}, {'begun' if standing.begun else 'begins'}",
            )  # fmt: skip
    against = {cue.label for cue in reading.cues["earlier"]} | {cue.label for cue in reading.cues["compare"]}
    for name in ("group's", "text's"):
        before = carried[name]
        if before is not None:
            found.add(
                years_before(before, 1), f"a year before the {name}", f"a year before the {name}, {measure}, {order}",
                f"a year before the {name}, {moved}",
                *(f"a year before the {name}, beside {label}" for label in against),
            )  # fmt: skip
    short = "a rate" if told.shared.rate else "a capacity" if told.shared.capacity else "an amount"
    planned = reading.near("plan", told.group.start, told.group.end, within=4.0) is not None
    opens, _ = reading.clause(told.quantity.start)
    new = "anew" if lexicon.anew.search(reading.folded, opens, told.quantity.start) else "not anew"
    tenses = _tenses(told, lexicon)
    spans = [span for span in found if span is not None]
    for span, signs in found.items():
        if span is None:
            continue
        inside, age, long = "named" if span in named else "carried", _age(span, standing.today), _length(span)
        ahead = standing.today is not None and span[1] > standing.today
        signs |= {
            f"{inside}, {long}",
            f"{inside}, {long}, {metric}",
            f"{inside}, {age}",
            f"{long}, {age}",
            f"{inside}, {long}, {age}",
            f"{age}, {metric}",
            *(f"{inside}, {sign}" for sign in _among(span, spans)),
            f"{inside}, {'ends ahead' if ahead else 'is over'}, {'planned' if planned else 'told'}",
        }
    found.add(
        None, "none", f"none, {metric}", f"none, {metric}, {measure}", f"none, {unit_class}",
        f"none, {metric}, {short}", f"none, {'planned' if planned else 'told'}",
        f"none, group {'dated' if told.base else 'undated'}, {order}",
        f"none, text {'dated' if standing.span else 'undated'}, {metric}",
        f"none, paragraph {paragraph}, {metric}", f"none, {told.group.unit}", f"none, {moved}",
        *(f"none, {name}" for name in ("unit_price", "rate", "event") if reading.cues.get(name)),
        *(f"none, event {cue.label}" for cue in reading.cues["event"]),
        *(f"none, {name}" for name in ("works", "crossing") if getattr(standing, name)),
        *(f"none, {tense}, {metric}" for tense in tenses),
    )  # fmt: skip
    power = size(told.quantity)
    seat = f"of {told.shared.region[:2] if told.shared.region else 'no province'}"
    found.surround(
        named, f"{min(2, len(named))} named", short, f"counted {new}, {metric}", *tenses, *_spoken(told),
        f"{told.group.unit} of size {power}", f"{unit_class} of size {power}, {metric}", seat, f"{seat}, {metric}",
    )  # fmt: skip
    return found
