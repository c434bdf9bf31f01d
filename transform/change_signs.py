"""What speaks for each kind of change that a sentence may tell: signs, as words that a person can read in the weights.

What happens ("open", "forbid") and to what ("crossing", "duty") stand in `rules/changes`; a sign says which of them
stand side by side ("close > crossing"), which patterns of a kind match ("tariff alone"), and what else the sentence
holds: deals, days, firms, third countries. Nothing is decided here: `developments` adds up what the signs weigh.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Set
from datetime import date
from functools import cache

import msgspec

from transform.cue import Cue, CueBook, fold
from transform.deal_rules import deal_rules
from transform.development_rules import DevelopmentRules
from transform.gazetteer import gazetteer
from transform.periods import find_periods
from transform.rules import load
from transform.status import plain, read_deal
from transform.text import Sentence

#: Words that turn what happens around: they are joined with it rather than with what it happens to.
_TURNS = ("want", "deny", "past")
_CLAUSE = re.compile(r"[,;:，；：—]|\s-\s| and | but | while | и | а | но ")
#: Characters that weigh as much as one step away, in a script of words and in one without spaces.
_STEP, _STEP_UNSPACED = 18, 6
#: So near, in steps, two words stand side by side.
_BESIDE = 1.2
#: Another clause is as far as so many steps; what follows rather is what it happens to than what stands before.
_ACROSS, _BEFORE = 3.0, 0.3
#: A pronoun so early in a sentence is its subject or object.
_HEAD = 40
#: A clause that announces a deal on one of these announces no opening.
OF_DEALS = frozenset({"facility", "route_opened", "hub_opened", "company_entry", "border_crossing"})
#: What a deal that is not signed would change is no change.
NOT_YET = frozenset({"planned", "negotiating", "denied"})
#: What third countries do to the trade of the pair.
FROM_ABROAD = frozenset({"sanction", "settlement", "ban"})
_PAIR = (None, "CN", "RU")
#: How long ago something was, in days, up to which name.
_AGES = ((8, "a week"), (62, "two months"), (183, "half a year"), (550, "a year and a half"))


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    event: dict[str, tuple[str, ...]]
    thing: dict[str, tuple[str, ...]]


class _Words(msgspec.Struct, frozen=True):
    book: CueBook
    step: int


@cache
def _words(language: str) -> _Words:
    language = language if language in ("en", "ru", "zh") else "en"
    file = load("changes", language, _File)
    spaced = language != "zh"
    book = CueBook({"event": file.event, "thing": file.thing}, spaced=spaced)
    return _Words(book, _STEP if spaced else _STEP_UNSPACED)


class Told(msgspec.Struct, frozen=True):
    """The words of change in one text, with the places where its clauses part."""

    events: list[Cue]
    things: list[Cue]
    cuts: list[int]
    step: int

    def clause(self, place: int) -> int:
        """The number of the clause at a place."""
        return bisect_left(self.cuts, place)

    def labels(self) -> set[str]:
        """Which words there are, wherever they stand."""
        return {f"{cue.group} {cue.label}" for cue in (*self.events, *self.things)}


def told_in(text: str, language: str) -> Told:
    """Look for words of change."""
    words = _words(language)
    folded = fold(text)
    cues = words.book.find(folded)
    return Told(cues["event"], cues["thing"], [match.start() for match in _CLAUSE.finditer(folded)], words.step)


def _of_words(told: Told) -> Iterator[str]:
    """What happens to what: by its clause, by which stands first, and by what stands nearest."""
    yield from told.labels()
    happens = [cue for cue in told.events if cue.label not in _TURNS]
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
            if other.label in _TURNS and told.clause(other.start) == clause:
                yield f"{event.label} with {other.label}"
    if happens:
        yield f"first event {happens[0].label}"
    if told.things:
        yield f"first thing {told.things[0].label}"


def _of_rest(sentence: Sentence, rules: DevelopmentRules, published: date | None) -> Iterator[str]:
    """What else a sentence holds: whom and where it names, deals, days, numbers."""
    text = sentence.text
    for mention in gazetteer().find(text, rules.language):
        entity = mention.entity
        yield f"{entity.kind} {entity.country}" if entity.country else entity.kind
        yield f"has {entity.kind}"
        if entity.country not in _PAIR:
            yield "third country"
    deal = read_deal(text, deal_rules(rules.language))
    yield f"deal {deal.status if deal else None}"
    dated = False
    for period in find_periods(text, rules.language, published) if published else ():
        dated = True
        days = (published - date.fromisoformat(period.last)).days if published else 0
        age = "ahead" if period.future or days < 0 else next((name for most, name in _AGES if days <= most), "old")
        yield f"date {period.grain}"
        yield f"date {age}"
        yield f"date {period.grain} {period.role} {age}"
    if not dated:
        yield "undated"
    yield f"numbers {min(3, len(re.findall(r'[0-9]+', text)))}"
    if "%" in text:
        yield "percent"
    yield "lead" if sentence.paragraph <= 0 else "later"
    yield f"lang {rules.language}"
    if rules.supposed.search(plain(text)):
        yield "supposed"
    yield f"long {min(4, len(text) // (30 if rules.language == 'zh' else 80))}"


class Signs(msgspec.Struct, frozen=True):
    """The signs of one sentence, by how much they are to be trusted: `patterns` were written for texts already seen."""

    words: frozenset[str]
    title: frozenset[str]
    patterns: frozenset[str]
    #: what the sentence names, to which a pronoun of the next may point back
    named: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Every sign."""
        return self.words | self.title | self.patterns


def signs_of(
    sentence: Sentence,
    rules: DevelopmentRules,
    published: date | None,
    title: Set[str],
    above: Set[str],
    patterns: frozenset[str],
) -> Signs:
    """All signs of a sentence; `title` and `above` are the words of change in the headline and the sentence before."""
    told = told_in(sentence.text, rules.language)
    words = {*_of_words(told), *_of_rest(sentence, rules, published)}
    if rules.pronoun.search(plain(sentence.text[:_HEAD])):
        words |= {"pronoun", *(f"it: {one}" for one in above)}
    named = frozenset(sign for sign in told.labels() if sign.startswith("thing "))
    return Signs(frozenset(words), frozenset(f"title {one}" for one in title), patterns, named)


def excluded(kind: str, signs: Signs) -> bool:
    """Does a sentence hold what no sum of signs outweighs: a deal, third countries alone, words that take it back?"""
    words = signs.words
    if any(f"deal {status}" in words for status in NOT_YET) or (kind in OF_DEALS and "deal None" not in words):
        return True
    if (
        "third country" in words
        and kind not in FROM_ABROAD
        and not any(sign.endswith((" CN", " RU")) for sign in words)
    ):
        return True
    return f"{kind} unless" in signs.patterns
