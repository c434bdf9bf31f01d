"""Changes on the ground or in the rules that an article reports: routes, crossings, duties, bans, arrivals, records."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from transform.days import publication_day
from transform.deal_rules import deal_rules
from transform.development_rules import DevelopmentRules, Kind, development_rules
from transform.gazetteer import EntityMention, gazetteer
from transform.named import canonical
from transform.party_rules import party_rules
from transform.periods import find_periods
from transform.quantities import Period
from transform.records import Article, Development, DevelopmentKind
from transform.status import plain, read_deal
from transform.text import Sentence

_LONGEST = 2_000
_OLD_DAYS = 550
"""What happened longer ago than this is history, not a change (a ban of New Year is still news next year)."""
#: A clause that announces a deal on one of these announces no opening.
_OF_DEALS = frozenset({"facility", "route_opened", "hub_opened", "company_entry", "border_crossing"})
#: What a deal that is not signed would change is no change.
_NOT_YET = frozenset({"planned", "negotiating", "denied"})
_PAIR = frozenset({"CN", "RU"})
#: What third countries do to the trade of the pair.
_FROM_ABROAD = frozenset({"sanction", "settlement", "ban"})
_SAID_ON = frozenset({"tariff", "quota"})
#: What a sentence about "it" may open: what the one before named.
_OPENED = frozenset({"hub_opened", "facility", "route_opened", "border_crossing"})
#: As many characters into a clause a pronoun is its subject.
_SUBJECT = 5
#: The verb of which a pronoun is the subject or the object stands no farther from it.
_BESIDE = 24
_MASKED = "\u00b7"
_HEAD = 40
_HALF_YEAR = 180
_WHERE = frozenset({"place", "port", "crossing", "region"})


def _spot(text: str, kind: Kind, rules: DevelopmentRules) -> tuple[int, int] | None:
    """Where the clause tells a development of this kind: the span of its words, or None."""
    for spot in _words_of(text, kind, rules.window):
        start, end = _part(text, spot, rules)
        if not kind.unless.search(text, start, end) and not rules.asked.search(text, start, end):
            return spot
    return None


def _part(text: str, spot: tuple[int, int], rules: DevelopmentRules) -> tuple[int, int]:
    """The part of the clause between the marks around a spot: the whole clause where a language parts nothing."""
    marks = [match.span() for match in rules.part.finditer(text)]
    start = max((end for _, end in marks if end <= spot[0]), default=0)
    return start, min((first for first, _ in marks if first >= spot[1]), default=len(text))


def _words_of(text: str, kind: Kind, window: int) -> Iterator[tuple[int, int]]:
    """Where words of the kind stand: those that need no object first."""
    yield from (alone.span() for alone in kind.alone.finditer(text))
    for verb in kind.verb.finditer(text):
        for thing in kind.object.finditer(text, max(0, verb.start() - window), min(len(text), verb.end() + window)):
            apart = max(thing.start() - verb.end(), verb.start() - thing.end())
            if apart <= window:
                yield min(verb.start(), thing.start()), max(verb.end(), thing.end())


def _clauses(text: str, rules: DevelopmentRules) -> Iterator[tuple[int, int]]:
    cuts = [0, *(match.end() for match in rules.clause.finditer(text)), len(text)]
    for start, end in itertools.pairwise(cuts):
        while start < end and text[start].isspace():
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",;，；"):
            end -= 1
        if end > start:
            yield start, end


def find_developments(article: Article, sentences: Sequence[Sentence], language: str) -> tuple[Development, ...]:
    """The developments that the body tells, in order, one of a kind a sentence; deals are left to the agreements.

    `date` is an ISO day, month or year, as exact as the text. History (over a year ago) is left out.
    """
    rules = development_rules(language)
    published = publication_day(article.published)
    found: list[Development] = []
    paragraph = -1
    first_run = rules.first_run.search(article.title) is not None
    above: tuple[str, ...] = ()
    for sentence in sentences:
        if sentence.field == "title" or len(sentence.text) > _LONGEST or sentence.text.rstrip().endswith(("?", "？")):
            continue
        seen: set[tuple[DevelopmentKind, str | None]] = set()
        kinds: set[DevelopmentKind] = set()
        before = found[-1].kind if found and paragraph == sentence.paragraph else None
        above = above if paragraph == sentence.paragraph else ()
        paragraph = sentence.paragraph
        for start, end in _clauses(sentence.text, rules):
            for development in _read(sentence, start, end, rules, published, before, (*above, sentence.text[:start])):
                # "A line opened in May, and a second one opens on June 3" tells two.
                told = (development.kind, development.date)
                if found and development.date and _dates_last(found[-1], development, sentence, rules):
                    found[-1] = msgspec.structs.replace(found[-1], date=development.date)
                    continue
                if development.kind not in kinds or (development.date and told not in seen):
                    seen.add(told)
                    kinds.add(development.kind)
                    found.append(development)
                    first_run = first_run and development.kind != "route_opened"
        if first_run and not kinds and (departs := rules.departs.search(sentence.text)):
            found.append(_departure(sentence, departs.span(), rules, published))
            first_run = False
        above = (*above[-1:], sentence.text)
    return tuple(found)


def _dates_last(last: Development, again: Development, sentence: Sentence, rules: DevelopmentRules) -> bool:
    """Does a later clause only date the opening that the sentence told ("is to open a line; it starts in May")?"""
    same = last.kind == again.kind and last.kind in _OPENED and last.date is None
    return (
        same
        and sentence.start <= last.start
        and again.start >= last.end
        and rules.pronoun.match(again.quote) is not None
    )


def _departure(
    sentence: Sentence, spot: tuple[int, int], rules: DevelopmentRules, published: date | None
) -> Development:
    """The opening of a route that a headline tells, as the body has it: the first vessel's or train's departure."""
    when = _when(sentence.text, sentence.text, spot, rules, published)
    return Development(
        quote=sentence.text,
        field=sentence.field,
        start=sentence.start,
        end=sentence.end,
        kind="route_opened",
        date=_told(when) if when else None,
        place=_place(sentence.text, gazetteer().find(sentence.text, rules.language), spot, rules),
    )


def _read(
    sentence: Sentence,
    start: int,
    end: int,
    rules: DevelopmentRules,
    published: date | None,
    before: DevelopmentKind | None,
    above: tuple[str, ...],
) -> Iterator[Development]:
    """The change that the clause tells, by the first kind that fits, and a record beside it.

    `before` is the last kind told in the paragraph: a duty or quota is said on by a pronoun. `above` is what stands
    before the clause, the last two sentences and its own: "it will open" means the first thing in the nearest of them
    that may open.
    """
    text = sentence.text[start:end]
    told: list[tuple[int, int]] = []
    possible = {rules.kind_of_stem[index] for index in rules.stems.among(text)}
    if not possible and not rules.pronoun.search(plain(text[:_HEAD])):
        return
    bare = rules.mask.sub(lambda match: _MASKED * len(match.group()), plain(text))
    if rules.supposed.search(bare):
        return
    pronoun = rules.pronoun.search(bare[:_HEAD])
    meant = _meant(above, bare, rules) if pronoun and pronoun.start() < _SUBJECT else None
    raised = _raised(above, bare, pronoun, rules) if pronoun else frozenset()
    for kind in rules.kinds:
        if meant and kind.kind in _OPENED and kind.kind != meant:
            continue
        again = (
            kind.kind == meant
            or kind.kind in raised
            or (kind.kind == before and before in _SAID_ON and pronoun is not None)
        )
        if kind.kind not in possible and not again:
            continue
        spot = _spot(bare, kind, rules)
        if spot is None and again and (verb := kind.verb.search(bare)) and not kind.unless.search(bare):
            spot = verb.span()
        if spot is None:
            continue
        first, last = _part(bare, spot, rules)
        if kind.kind != "record" and any(start < last and first < end for start, end in told):
            continue  # another part of the clause may tell another change
        deal = read_deal(text, deal_rules(rules.language))
        if deal and "," in text[spot[1] : deal.start]:
            deal = None  # "the duty falls to 5%, if the sides sign the protocol": the deal goes on from the change
        if deal and kind.kind != "record" and deal.status in _NOT_YET:
            continue
        if deal and kind.kind in _OF_DEALS:
            if not (opens := rules.opens_later.search(bare, deal.end)):
                continue
            spot = opens.span()
        mentions = gazetteer().find(text, rules.language)
        if _abroad(text, mentions, rules) and (
            kind.kind not in _FROM_ABROAD or (kind.kind == "ban" and not _of_pair(mentions))
        ):
            return
        when = _when(text, bare, spot, rules, published)
        if when and published and _age(when, published) > _OLD_DAYS:
            if kind.kind != "record":
                return
            when = None  # "the most since 2017": an old day is what a record is measured against
        told.append((first, last))
        yield Development(
            quote=text,
            field=sentence.field,
            start=sentence.start + start,
            end=sentence.start + end,
            kind=kind.kind,
            date=_told(when) if when else None,
            place=_place(text, mentions, spot, rules),
        )


def _meant(above: Sequence[str], bare: str, rules: DevelopmentRules) -> DevelopmentKind | None:
    """The kind of the first thing that a text before a clause names and that the clause's verb may open."""
    for earlier in map(plain, reversed(above)):
        things = [
            (thing.start(), kind.kind)
            for kind in rules.kinds
            if kind.kind in _OPENED and kind.verb.search(bare)
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
        mention.entity.country
        for mention in mentions
        if mention.entity.country and not rules.way.search(text[: mention.start])
    }
    return bool(countries - _PAIR) and not countries.issuperset(_PAIR)


def _of_pair(mentions: Sequence[EntityMention]) -> bool:
    """Does the clause name one of the two states itself ("no Russian copper")?"""
    return any(mention.entity.kind == "country" and mention.entity.country in _PAIR for mention in mentions)


def _when(
    text: str, bare: str, spot: tuple[int, int], rules: DevelopmentRules, published: date | None
) -> Period | None:
    if published is None:
        return None
    periods = [
        p
        for p in find_periods(text, rules.language, published)
        if (p.grain in ("day", "weeks", "month", "year") or p.role == "since") and _MASKED not in bare[p.start : p.end]
    ]
    # "From July 1": what counts is the day on which it starts.
    periods = [msgspec.structs.replace(p, last=p.first, grain="day") if p.role == "since" else p for p in periods]
    # "The ban, in place since 1997, was lifted on July 25": how long it stood dates no change.
    dated = [p for p in periods if p.role != "since" or _age(p, published) <= _OLD_DAYS] or periods
    nearest = min(dated, key=lambda p: max(p.start - spot[1], spot[0] - p.end, 0), default=None)
    if nearest and _age(nearest, published) > _OLD_DAYS:
        # "The levy, scrapped in May 2022, returned on January 1": the day told last is the change's own.
        days = [p for p in dated if p.grain == "day" and p.start > nearest.end and _age(p, published) <= _OLD_DAYS]
        # "The line, agreed on in 2014, is due to open in 2027": so is one that lies ahead.
        ahead = [p for p in dated if p.future and p.start > nearest.end]
        nearest = ahead[0] if ahead else days[-1] if days else nearest
    if nearest and nearest.relative and _age(nearest, published) > _HALF_YEAR and rules.ahead.search(text):
        return _next_year(nearest)
    return nearest


def _next_year(when: Period) -> Period:
    """The same days a year later ("from July 1" told in June)."""
    first, last = (f"{int(day[:4]) + 1}{day[4:]}" for day in (when.first, when.last))
    return msgspec.structs.replace(when, first=first.replace("-02-29", "-02-28"), last=last.replace("-02-29", "-02-28"))


def _age(when: Period, published: date) -> int:
    return (published - date.fromisoformat(when.last)).days


def _told(when: Period) -> str:
    """The date as exactly as it was told: a day, a month, a year."""
    return {"month": when.first[:7], "weeks": when.first[:7], "year": when.first[:4]}.get(when.grain, when.first)


def _place(text: str, mentions: Sequence[EntityMention], spot: tuple[int, int], rules: DevelopmentRules) -> str | None:
    """The place nearest to the words that tell the change, rather after "in" than elsewhere."""
    # An adjective ("шанхайская") tells where someone is from.
    places = [m for m in mentions if m.entity.kind in _WHERE and not text[m.start].islower()]
    if not places:
        return None
    before = deal_rules(rules.language).place_before
    best = min(
        places,
        key=lambda m: (
            not before.search(text[max(0, m.start - 40) : m.start]),
            max(m.start - spot[1], spot[0] - m.end, 0),
        ),
    )
    surface = text[best.start : best.end]
    return canonical(surface, party_rules(rules.language), best.entity.names)
