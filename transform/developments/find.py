"""Changes on the ground or in the rules that an article reports: routes, crossings, duties, bans, arrivals, records.

The patterns of each clause are read first (`clauses`); then all signs of the sentence (`signs`) are
weighed, and they decide which kinds of change it tells.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence, Set
from datetime import date
from typing import Protocol

import msgspec

from transform.agreements.sentence_signs import told_in
from transform.agreements.status import plain
from transform.developments.clauses import OPENED, Clause, open_clause, pattern_signs, read_clause, told_at
from transform.developments.places import with_places
from transform.developments.rules import DevelopmentRules, development_rules
from transform.developments.signs import ABROAD, CHANGES, OUTRIGHT, Signs, excluded, signs_of
from transform.names.gazetteer import gazetteer
from transform.periods.days import publication_day
from transform.records import Article, Development, DevelopmentKind
from transform.text.sentences import LONGEST, Sentence
from transform.weighed import odds

#: Where patterns read a change of some kind, it stands unless the odds for it are less: than the first where nothing
#: else is likely, than the second where another kind is as likely as not. What is told in plain words stands anyway.
DOUBTED, RIVALLED = 0.15, 0.25
#: Where patterns read none, the likeliest kind is told if its odds are no less than the first, and a further one beside
#: what is told already if no less than the second.
SURE, BESIDE = 0.4, 0.6
#: The same for a sentence that tells no time: it rather says how things stand ("the duty is 20%").
UNDATED_SURE = 0.7
#: A shorter body is a teaser, which leaves to the headline what happened.
_TEASER = 400
#: A change of which the signs are so sure is told beside a deal too, signed or not, and beside one told in words that
#: mean nothing else.
CERTAIN = 0.8
#: What stands between two sentences is no longer than a full stop and two blanks.
_GAP = 3


class Watch(Protocol):
    """Is shown the signs of each sentence with the changes read by patterns; the weights are fitted to them."""

    def __call__(self, sentence: Sentence, signs: Signs, read: Sequence[Development]) -> None: ...


def _clauses(text: str, rules: DevelopmentRules) -> Iterator[tuple[int, int]]:
    cuts = [0, *(match.end() for match in rules.clause.finditer(text)), len(text)]
    for start, end in itertools.pairwise(cuts):
        while start < end and text[start].isspace():
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",;，；"):
            end -= 1
        if end > start:
            yield start, end


def find_developments(
    article: Article, sentences: Sequence[Sentence], language: str, *, watch: Watch | None = None, weigh: bool = True
) -> tuple[Development, ...]:
    """The developments that the body tells, in order, one of a kind a sentence; deals are left to the agreements.

    Of a teaser the headline is read too, for what the teaser does not tell.
    `date` is an ISO day, month or year, as exact as the text. History (over a year ago) is left out. Without `weigh`
    only the development's own clause tells where it happens.
    """
    rules = development_rules(language)
    published = publication_day(article.published)
    found: list[Development] = []
    paragraph = -1
    first_run = rules.first_run.search(article.title) is not None
    title = told_in(article.title, CHANGES, language).labels()
    above: tuple[str, ...] = ()
    named: set[str] = set()
    number = -1
    body = [one for one in sentences if one.field == "text"]
    headline = [one for one in sentences if one.field == "title"] if len(article.text) < _TEASER else []
    for sentence in (*body, *headline):
        if len(sentence.text) > LONGEST or sentence.text.rstrip().endswith(("?", "？")):
            continue
        number += 1
        if paragraph != sentence.paragraph:
            above, named = (), set()
        before = found[-1].kind if found and paragraph == sentence.paragraph else None
        paragraph = sentence.paragraph
        clauses = [
            open_clause(sentence, start, end, rules, before, (*above, sentence.text[:start]))
            for start, end in _clauses(sentence.text, rules)
        ]
        read: list[Development] = []
        for clause in clauses:
            _take_in(list(read_clause(clause, rules, published)), read, sentence, rules)
        patterns = frozenset(sign for clause in clauses for sign in pattern_signs(clause, rules))
        words = told_in(sentence.text, CHANGES, language)
        if watch is not None or patterns or words.speaks():
            signs = signs_of(sentence, words, rules, published, title, named, patterns, number)
            if watch is not None:
                watch(sentence, signs, read)
            else:
                read = _weighed(read, signs, sentence, rules, published)
                if len(clauses) > 1:
                    read = [*read, *_beside(read, clauses, rules, published, title, named, number)]
                    read.sort(key=lambda one: one.start)
                if ABROAD in signs.words:
                    read = [one for one in read if one.kind != "tariff"]
        if watch is None and read and above and _goes_on(found, read[0], sentence, rules):
            found[-1] = _as_one(found[-1], read.pop(0), article.text)
        told = {one.kind for one in found} if sentence.field == "title" else ()
        found.extend(one for one in read if one.kind not in told)
        first_run = first_run and not any(one.kind == "route_opened" for one in read)
        if first_run and not read and (departs := rules.departs.search(sentence.text)):
            whole = 0, len(sentence.text)
            if departure := _told(sentence, whole, "route_opened", departs.span(), rules, published):
                found.append(departure)
            first_run = False
        above, named = (*above[-1:], sentence.text), {one for one in words.labels() if one.startswith("thing ")}
    return with_places(found, sentences, language) if weigh and watch is None else tuple(found)


def _take_in(told: list[Development], read: list[Development], sentence: Sentence, rules: DevelopmentRules) -> None:
    """Add to what a sentence tells what one more clause does: one of a kind, or of a kind and a day."""
    for development in told:
        if read and _dates_last(read[-1], development, rules):
            read[-1] = _as_one(read[-1], development, sentence.text, sentence.start)
            continue
        # "A line opened in May, and a second one opens on June 3" tells two.
        same = [one for one in read if one.kind == development.kind]
        if not same or (development.date and all(one.date != development.date for one in same)):
            read.append(development)


def _weighed(
    read: list[Development], signs: Signs, sentence: Sentence, rules: DevelopmentRules, published: date | None
) -> list[Development]:
    """What a sentence tells by all signs: what was read, unless they speak against it, and what they speak for."""
    likely = odds("development", signs.all)
    sure = UNDATED_SURE if published and "undated" in signs.words else SURE
    able = [kind for kind, odd in likely.items() if odd >= sure and not excluded(kind, signs, odd >= CERTAIN)]
    able.sort(key=lambda kind: -likely[kind])
    rival = able[0] if able and likely[able[0]] >= 0.5 else None
    kept = [
        one
        for one in read
        if f"{one.kind} {OUTRIGHT}" in signs.patterns
        or likely.get(one.kind, 1.0) >= (DOUBTED if rival in (None, one.kind) else RIVALLED)
    ]
    told = {one.kind for one in read}
    # Words that mean one thing have told what the sentence is about.
    plain = any(f"{one.kind} {OUTRIGHT}" in signs.patterns for one in kept)
    for kind in able:
        span = 0, len(sentence.text)
        if kind in told or (kept and likely[kind] < (CERTAIN if plain else BESIDE)):
            continue
        if one := _told(sentence, span, kind, span, rules, published):  # type: ignore[arg-type]
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _beside(
    read: Sequence[Development],
    clauses: Sequence[Clause],
    rules: DevelopmentRules,
    published: date | None,
    title: Set[str],
    above: Set[str],
    number: int,
) -> Iterator[Development]:
    """What clauses tell for themselves beside what the sentence does: "A bank left, and the duty goes up on May 1".

    The signs of several changes in one sentence speak against each other; those of each clause alone don't.
    """
    told = {one.kind for one in read}
    for clause in clauses:
        words = told_in(clause.text, CHANGES, rules.language)
        patterns = frozenset(pattern_signs(clause, rules))
        if not (patterns or words.speaks()):
            continue
        alone = msgspec.structs.replace(
            clause.sentence,
            start=clause.sentence.start + clause.start,
            end=clause.sentence.start + clause.end,
            text=clause.text,
        )
        signs = signs_of(alone, words, rules, published, title, above, patterns, number)
        sure = CERTAIN if published and "undated" in signs.words else BESIDE
        for kind, odd in odds("development", signs.all).items():
            if odd < sure or kind in told or excluded(kind, signs, odd >= CERTAIN):
                continue
            if one := _told(alone, (0, len(alone.text)), kind, (0, len(alone.text)), rules, published):  # type: ignore[arg-type]
                told.add(one.kind)
                yield one


def _told(
    sentence: Sentence,
    span: tuple[int, int],
    kind: DevelopmentKind,
    spot: tuple[int, int],
    rules: DevelopmentRules,
    published: date | None,
) -> Development | None:
    mentions = gazetteer().find(sentence.text, rules.language)
    if spot == span:
        # By all signs, and so by no words of its own: its day stands by a verb of that kind, if there is one.
        verb = next(one.verb.search(plain(sentence.text[slice(*span)])) for one in rules.kinds if one.kind == kind)
        spot = (verb.start(), verb.end()) if verb else spot
    return told_at(sentence, span, sentence.text, kind, spot, rules, published, mentions)


def _dates_last(last: Development, again: Development, rules: DevelopmentRules) -> bool:
    """Does what is told next only date the opening told before ("is to open a line; it starts in May")?"""
    if again.date is None or not OPENED.issuperset((last.kind, again.kind)):
        return False
    if rules.sequel.match(again.quote):
        return last.date is None or last.date < again.date
    return last.kind == again.kind and last.date is None and rules.pronoun.match(again.quote) is not None


def _goes_on(found: Sequence[Development], again: Development, sentence: Sentence, rules: DevelopmentRules) -> bool:
    """Does a sentence only date what the one right before it opened ("builds a plant. Production starts in May")?"""
    return (
        bool(found)
        and 0 <= sentence.start - found[-1].end <= _GAP
        and again.start == sentence.start
        and again.kind == found[-1].kind
        and rules.sequel.match(again.quote) is not None
        and _dates_last(found[-1], again, rules)
    )


def _as_one(last: Development, again: Development, text: str, start: int = 0) -> Development:
    """One change told in two breaths, with the day of the second; `text` starts at `start`."""
    return msgspec.structs.replace(
        last, quote=text[last.start - start : again.end - start], end=again.end, date=again.date
    )
