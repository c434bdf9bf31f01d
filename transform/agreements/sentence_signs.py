"""Signs of a sentence: which listed words stand side by side, whom it names, which days; others weigh them.

Two tables of words use them: of changes (`rules/changes`) and of deals (`rules/deals`). Each lists what happens
(`event`) and to what (`thing`) under the same heads in every language, so that what is learned from texts of one holds
for the others.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

import msgspec

from transform.names.entity import EntityMention
from transform.numbers.quantities import Period
from transform.periods.find import find_periods
from transform.rules import load
from transform.text.cue import Cue, CueBook, fold
from transform.text.sentence_rules import CLAUSES
from transform.text.sentences import Sentence

#: Words that turn what happens around: they are joined with it rather than with what it happens to.
TURNS = ("want", "deny", "past")
_CLAUSE = re.compile("|".join((r"[,;:，；：—]|\s-\s", *(f" {word} " for word in CLAUSES))))
#: Characters that weigh as much as one step away, in a script of words and in one without spaces.
_STEP, _STEP_UNSPACED = 18, 6
#: So near, in steps, two words stand side by side.
_BESIDE = 1.2
#: Another clause is as far as so many steps; what follows rather is what it happens to than what stands before.
_ACROSS, _BEFORE = 3.0, 0.3
_PAIR = (None, "CN", "RU")
#: How long ago something was, in days, up to which name.
_AGES = ((8, "a week"), (62, "two months"), (183, "half a year"), (550, "a year and a half"))
OLD = "old"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    event: dict[str, tuple[str, ...]]
    thing: dict[str, tuple[str, ...]]


class _Words(msgspec.Struct, frozen=True):
    book: CueBook
    step: int


@cache
def _words(subject: str, language: str) -> _Words:
    language = language if language in ("en", "ru", "zh") else "en"
    file = load(subject, language, _File)
    spaced = language != "zh"
    book = CueBook({"event": file.event, "thing": file.thing}, spaced=spaced)
    return _Words(book, _STEP if spaced else _STEP_UNSPACED)


class Told(msgspec.Struct, frozen=True):
    """The listed words of one text, which is folded."""

    text: str
    events: list[Cue]
    things: list[Cue]
    step: int

    def clause(self, place: int) -> int:
        """The number of the clause at a place."""
        return bisect_left(_cuts(self.text), place)

    def speaks(self) -> bool:
        """Is anything said to happen to something?"""
        return bool(self.events and self.things)

    def labels(self) -> set[str]:
        """Which words there are, wherever they stand."""
        return {f"{cue.group} {cue.label}" for cue in (*self.events, *self.things)}


def told_in(text: str, subject: str, language: str) -> Told:
    """Look for the words of `changes` or `deals`."""
    words = _words(subject, language)
    folded = fold(text)
    cues = words.book.find(folded)
    return Told(folded, cues["event"], cues["thing"], words.step)


@lru_cache(maxsize=64)  # asked of each word that happens, in deals and in changes
def _cuts(folded: str) -> list[int]:
    """The places where the clauses of a text part."""
    return [match.start() for match in _CLAUSE.finditer(folded)]


def word_signs(told: Told) -> Iterator[str]:
    """What happens to what: by its clause, by which stands first, and by what stands nearest."""
    yield from told.labels()
    happens = [cue for cue in told.events if cue.label not in TURNS]
    for event in happens:
        clause = told.clause(event.start)
        nearest: tuple[float, set[str]] = math.inf, set()
        for thing in told.things:
            if thing.start < event.end and event.start < thing.end:
                continue
            follows = thing.start >= event.end
            steps = (thing.start - event.end if follows else event.start - thing.end) / told.step
            together = told.clause(thing.start) == clause
            if together:
                yield f"{event.label} {'>' if follows else '<'} {thing.label}"
                yield f"{event.label} & {thing.label} in clause"
                if steps < _BESIDE:
                    yield f"{event.label} by {thing.label}"
            far = steps + (0 if together else _ACROSS) + (0 if follows else _BEFORE)
            if far < nearest[0]:
                nearest = far, {thing.label}
            elif far == nearest[0]:
                nearest[1].add(thing.label)
        for label in nearest[1]:
            yield f"{event.label} nearest {label}"
        for other in told.events:
            if other.label in TURNS and told.clause(other.start) == clause:
                yield f"{event.label} with {other.label}"
    if happens:
        yield f"first event {happens[0].label}"
    if told.things:
        yield f"first thing {told.things[0].label}"


def age_of(period: Period, published: date | None) -> str:
    """Whether a time lies ahead of the day of publication, up to how long ago it was, or that it is old."""
    days = (published - date.fromisoformat(period.last)).days if published else 0
    if period.future or days < 0:
        return "ahead"
    return next((name for most, name in _AGES if days <= most), OLD)


def around_signs(
    sentence: Sentence, mentions: list[EntityMention], language: str, published: date | None
) -> Iterator[str]:
    """Whom and where a sentence names, its days, how long it is and where it stands."""
    for mention in mentions:
        entity = mention.entity
        yield f"{entity.kind} {entity.country}" if entity.country else entity.kind
        yield f"has {entity.kind}"
        if entity.country not in _PAIR:
            yield "third country"
    dated = False
    for period in find_periods(sentence.text, language, published) if published else ():
        dated = True
        age = age_of(period, published)
        yield f"date {period.grain}"
        yield f"date {age}"
        yield f"date {period.grain} {period.role} {age}"
    if not dated:
        yield "undated"
    yield "lead" if sentence.paragraph <= 0 else "later"
    yield f"lang {language}"
    yield f"long {min(4, len(sentence.text) // (30 if language == 'zh' else 80))}"
