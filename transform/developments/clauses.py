"""What one clause tells of changes by the patterns of its language: which kind, when and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from transform.agreements.rules import deal_rules
from transform.agreements.status import plain, read_deal
from transform.developments.dates import MASKED, OLD_DAYS, age, told, when, when_set
from transform.developments.named_places import OF_STATES, place_of
from transform.developments.rules import DevelopmentRules, Kind
from transform.developments.signs import FROM_ABROAD, NOT_YET, OF_DEALS, OUTRIGHT
from transform.names.entity import EntityMention
from transform.names.gazetteer import gazetteer
from transform.records import PAIR, Development, DevelopmentKind
from transform.text.sentences import Sentence
from transform.text.sieve import OneOf

_SAID_ON = frozenset({"tariff", "quota"})
#: Behind a comma, what stands beside a change of what is allowed or paid may well be another matter.
_AFTER_RULE = "[,，]"
#: What a sentence about "it" may open: what the one before named.
OPENED = frozenset({"hub_opened", "facility", "route_opened", "border_crossing"})
#: Kinds that tell nothing where the words of the change themselves name a third country alone.
_ON_THE_SPOT = frozenset(
    {"hub_opened", "facility", "route_opened", "company_entry", "company_exit", "market_access", "ban", "ban_lifted"}
)
#: Kinds of which "has not", "no longer" tells that nothing has changed.
_DONE = frozenset({"hub_opened", "facility", "route_opened", "company_entry", "market_access", "ban_lifted"})
#: As many characters into a clause a pronoun is its subject.
_SUBJECT = 5
#: The verb of which a pronoun is the subject or the object stands no farther from it.
_BESIDE = 24
_HEAD = 40
#: A time that starts so early opens its clause.
_OPENS = 5
#: Codes of what is no third country but China's.
_OF_CHINA = frozenset({"HK", "MO"})


def _spot(text: str, seen: Seen, rules: DevelopmentRules) -> tuple[int, int] | None:
    """Where the clause tells a development of this kind: the span of its words, or None."""
    unless = seen.kind.unless
    for spot in _words_of(text, seen, rules.window):
        start, end = _part(text, spot, rules)
        if not unless.search(text, start, end) and not rules.asked.search(text, start, end):
            return spot
    return None


def _part(text: str, spot: tuple[int, int], rules: DevelopmentRules) -> tuple[int, int]:
    """The part of the clause between the marks around a spot: the whole clause where a language parts nothing."""
    marks = [match.span() for match in rules.part.finditer(text)]
    start = max((end for _, end in marks if end <= spot[0]), default=0)
    return start, min((first for first, _ in marks if first >= spot[1]), default=len(text))


def _words_of(text: str, seen: Seen, window: int) -> Iterator[tuple[int, int]]:
    """Where words of the kind stand: those that need no object first."""
    yield from seen.sure
    yield from seen.alone
    for start, end in seen.verbs:
        for thing in seen.kind.object.finditer(text, max(0, start - window), min(len(text), end + window)):
            if max(thing.start() - end, start - thing.end()) <= window:
                yield min(start, thing.start()), max(end, thing.end())


_Spans = list[tuple[int, int]]


class Seen(msgspec.Struct, frozen=True):
    """Where words of a kind stand in a clause: those that need no object, verbs, and what means nothing else."""

    kind: Kind
    alone: _Spans
    verbs: _Spans
    sure: _Spans


class Clause(msgspec.Struct, frozen=True):
    """A clause of a sentence, with the kinds of which it holds words; `again` are those said on by a pronoun."""

    sentence: Sentence
    start: int
    end: int
    #: plain, with turns of speech that only look like a change masked
    bare: str
    kinds: tuple[Seen, ...]
    again: frozenset[DevelopmentKind]

    @property
    def text(self) -> str:
        """The clause as it stands in the sentence."""
        return self.sentence.text[self.start : self.end]


def open_clause(
    sentence: Sentence,
    start: int,
    end: int,
    rules: DevelopmentRules,
    before: DevelopmentKind | None,
    above: tuple[str, ...],
) -> Clause:
    """Look which kinds a clause may tell: those of which it holds a stem or, where `stemless`, plain words.

    `before` is the last kind told in the paragraph: a duty or quota is said on by a pronoun. `above` is what stands
    before the clause, the last two sentences and its own: "it will open" means the first thing in the nearest of them
    that may open.
    """
    text = sentence.text[start:end]
    possible = {rules.kind_of_stem[index] for index in rules.stems.among(text)}
    if not (possible or rules.stemless or rules.pronoun.search(plain(text[:_HEAD]))):
        return Clause(sentence, start, end, "", (), frozenset())
    bare = rules.mask.sub(lambda match: MASKED * len(match.group()), plain(text))
    pronoun = rules.pronoun.search(bare[:_HEAD])
    meant = _meant(above, bare, rules) if pronoun and pronoun.start() < _SUBJECT else None
    again = set(_raised(above, bare, pronoun, rules) if pronoun else ())
    if pronoun is not None and before in _SAID_ON:
        again.add(before)
    if meant:
        again.add(meant)
    kinds = []
    for kind in rules.kinds:
        if meant and kind.kind in OPENED and kind.kind != meant:
            continue
        looked_at = kind.kind in possible or kind.kind in again
        said = _spans(kind.sure, bare)
        sure = [span for span in said if not _doubted(kind.kind, span, bare, rules)]
        if looked_at:
            doubted = set(said).difference(sure)
            alone = [span for span in _spans(kind.alone, bare) if span not in doubted]
            kinds.append(Seen(kind, alone, _spans(kind.verb, bare), sure))
        elif sure and rules.stemless:
            kinds.append(Seen(kind, [], [], sure))
    return Clause(sentence, start, end, bare, tuple(sorted(kinds, key=lambda seen: not seen.sure)), frozenset(again))


def _spans(pattern: OneOf, text: str) -> _Spans:
    return [match.span() for match in pattern.finditer(text)]


def _doubted(kind: DevelopmentKind, span: tuple[int, int], text: str, rules: DevelopmentRules) -> bool:
    """Does somebody only guess, want or deny what plain words tell, or do they themselves say that it is not done?"""
    undone = kind in _DONE and rules.undone.search(text, *span)
    return bool(undone or rules.doubted.search(text, 0, span[0]))


def pattern_signs(clause: Clause, rules: DevelopmentRules) -> Iterator[str]:
    """Which patterns of which kinds match, as signs ("tariff alone")."""
    for seen in clause.kinds:
        name, bare, verbs = seen.kind.kind, clause.bare, seen.verbs
        things = _spans(seen.kind.object, bare)
        if seen.alone:
            yield f"{name} alone"
        if seen.sure:
            yield f"{name} {OUTRIGHT}"
        if any(max(t[0] - v[1], v[0] - t[1]) <= rules.window for v in verbs for t in things):
            yield f"{name} verb by object"
        if verbs:
            yield f"{name} verb"
        if things:
            yield f"{name} object"
        if seen.kind.unless.search(bare):
            yield f"{name} unless"
        if name in clause.again:
            yield f"{name} said on"


def read_clause(clause: Clause, rules: DevelopmentRules, published: date | None) -> Iterator[Development]:
    """The change that the clause tells, by the first kind that fits, and a record beside it."""
    text, bare = clause.text, clause.bare
    read: list[tuple[int, int]] = []
    spots: list[tuple[int, int]] = []
    if rules.supposed.search(bare):
        return
    for seen in clause.kinds:
        kind = seen.kind
        spot = _spot(bare, seen, rules)
        again = kind.kind in clause.again
        if spot is None and again and seen.verbs and not kind.unless.search(bare):
            spot = seen.verbs[0]
        if spot is None:
            continue
        first, last = _part(bare, spot, rules)
        plain_words = spot in seen.sure and not any(start < spot[1] and spot[0] < end for start, end in spots)
        if kind.kind != "record" and not plain_words and any(start < last and first < end for start, end in read):
            continue  # another part of the clause may tell another change, and so may words that mean nothing else
        deal = read_deal(text, deal_rules(rules.language))
        if deal and re.search(_AFTER_RULE if kind.kind in OF_STATES else ",", text[spot[1] : deal.start]):
            deal = None  # "the duty falls to 5%, if the sides sign the protocol": the deal goes on from the change
        if deal and kind.kind != "record" and deal.status in NOT_YET:
            continue
        if deal and kind.kind in OF_DEALS:
            if not (opens := rules.opens_later.search(bare, deal.end)):
                continue
            spot = opens.span()
        mentions = gazetteer().find(text, rules.language)
        if _abroad(text, mentions, rules) and (
            kind.kind not in FROM_ABROAD or (kind.kind == "ban" and not _of_pair(mentions))
        ):
            return
        own = [one for one in mentions if spot[0] <= one.start < spot[1]]
        if spot in seen.sure and kind.kind in _ON_THE_SPOT and _abroad(text, own, rules):
            continue  # "a Chinese firm set up shop in Kazakhstan for its exports to Russia"
        found = told_at(clause.sentence, (clause.start, clause.end), bare, kind.kind, spot, rules, published, mentions)
        if found is None:
            return
        read.append((first, last))
        spots.append(spot)
        yield found


def told_at(
    sentence: Sentence,
    span: tuple[int, int],
    bare: str,
    kind: DevelopmentKind,
    spot: tuple[int, int],
    rules: DevelopmentRules,
    published: date | None,
    mentions: Sequence[EntityMention],
) -> Development | None:
    """The change that part of a sentence tells around a spot, with its day and place; None where it is history."""
    text = sentence.text[slice(*span)]
    moment = when(text, bare, spot, rules, published, lasts=kind in OF_STATES)
    if moment and published and age(moment, published) > OLD_DAYS and (kind != "record" or moment.start <= _OPENS):
        return None  # "In 2021 we had a record" is history too
    if kind == "record":
        moment = when_set(sentence.text, (span[0] + spot[0], span[0] + spot[1]), rules, published)
    # the word that joins the next clause is none of the quote; a blank stands behind it
    joints = rules.clause.finditer(f"{sentence.text} ")
    end = next((joint.start() for joint in joints if joint.start() < span[1] <= joint.end()), span[1])
    return Development(
        quote=sentence.text[span[0] : end],
        field=sentence.field,
        start=sentence.start + span[0],
        end=sentence.start + end,
        kind=kind,
        date=told(moment) if moment else None,
        place=place_of(text, mentions, kind, spot, rules),
    )


def _meant(above: Sequence[str], bare: str, rules: DevelopmentRules) -> DevelopmentKind | None:
    """The kind of the first thing that a text before a clause names and that the clause's verb may open."""
    for earlier in map(plain, reversed(above)):
        things = [
            (thing.start(), kind.kind)
            for kind in rules.kinds
            if kind.kind in OPENED and kind.verb.search(bare)
            for thing in kind.object.finditer(earlier)
            if not kind.unless.search(earlier, thing.start())
        ]
        if things:
            return min(things)[1]
    return None


def _raised(
    above: Sequence[str], bare: str, pronoun: re.Match[str], rules: DevelopmentRules
) -> frozenset[DevelopmentKind]:
    """The duty or quota that the sentence before is about, where a verb of such a change stands by the pronoun."""
    told = plain(" ".join(above[-2:]))
    start, end = max(0, pronoun.start() - _BESIDE), pronoun.end() + _BESIDE
    return frozenset(
        kind.kind
        for kind in rules.kinds
        if kind.kind in _SAID_ON and kind.object.search(told) and kind.verb.search(bare, start, end)
    )


def _abroad(text: str, mentions: Sequence[EntityMention], rules: DevelopmentRules) -> bool:
    """Does the clause speak of a third country, and not of both of the pair? What is only passed through is none."""
    countries = {
        "CN" if mention.entity.country in _OF_CHINA else mention.entity.country
        for mention in mentions
        if mention.entity.country and not rules.way.search(text[: mention.start])
    }
    return bool(countries - PAIR) and not countries.issuperset(PAIR)


def _of_pair(mentions: Sequence[EntityMention]) -> bool:
    """Does the clause name one of the two states itself ("no Russian copper")?"""
    return any(mention.entity.kind == "country" and mention.entity.country in PAIR for mention in mentions)
