"""The words by which a language tells of deals, from `rules/agreements/<language>.toml`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from transform.agreements.rule_file import Cues, DealFile, Denied, Force, Talks, Told
from transform.rules import Pattern, alternatives, expression, load
from transform.text.sieve import OneOf, Sieve
from transform.text.stems import Stems


class Cue(msgspec.Struct, frozen=True):
    """The two kinds of patterns of one status, compiled."""

    with_noun: OneOf
    alone: OneOf


class DealRules(msgspec.Struct, frozen=True):
    """All patterns of one language, compiled. Statuses are keyed as in the file.

    Nouns, cues, `begun`, `works`, `weak`, `talks_about`, `not_yet`, `exclude` and `mask` are for text that
    `status.masked` has folded.
    """

    language: str
    prefilter: Stems
    nouns: tuple[tuple[str, OneOf], ...]
    noun: OneOf
    faint: Pattern
    #: nouns of deals that yield to a more telling one
    plain: Pattern
    cues: dict[str, Cue]
    weak: Pattern
    talks_about: Pattern
    broken_off: Pattern
    still: Pattern
    yields: Pattern
    no_paper: Pattern
    overcome: Pattern
    before: Pattern
    differ: Pattern
    recalled: Pattern
    done: Pattern
    not_yet: Pattern
    since_when: Pattern
    begun: OneOf
    works: OneOf
    enters: Pattern
    relative: Pattern
    against: Pattern
    background: Pattern
    fresh: Pattern
    many: Pattern
    number: OneOf
    part: Pattern
    each: Pattern
    of_them: Pattern
    plural: Pattern
    number_words: dict[str, int]
    multiples: dict[str, int]
    exclude: OneOf
    mask: OneOf
    bare: Pattern
    anaphora: Pattern
    repeat: Pattern
    alike: Pattern
    another: Pattern
    provides: Pattern
    terms: Pattern
    orders: Pattern
    nameless: Pattern
    clause: Pattern
    lead: Pattern
    #: where the items of a list of deals are parted, by semicolons or by commas
    next_item: Pattern
    next_by_comma: Pattern
    among: Pattern
    item: Pattern
    one_more: Pattern
    one_like: Pattern
    same_side: Pattern
    dealt: Pattern
    speech: Pattern
    #: opens a sentence that recalls, whatever it tells
    recalls: Pattern
    heard: Pattern
    ran_out: Pattern
    of_event: Pattern
    place_adjective: Pattern
    aside: Pattern
    place_before: Pattern
    event: Pattern
    event_kinds: dict[str, Pattern]
    echoes: dict[str, Pattern]
    numbered: Pattern
    event_named: Pattern
    since: Pattern
    entry: Pattern
    same_day: Pattern
    undated: Pattern
    days_before: Pattern
    of_total: Pattern
    other_time: Pattern
    dated_deal: Pattern
    deal_dated: Pattern
    elsewhere: Pattern
    each_year: Pattern
    yearly: Pattern
    denied: Pattern
    bystander: Pattern


@cache
def deal_rules(language: str) -> DealRules:
    """The rules of `en`, `ru` or `zh`; any other language is read as English."""
    language = language if language in ("en", "ru", "zh") else "en"
    file = load("agreements", language, DealFile)
    edge = "" if language == "zh" else r"\b"
    nouns = {kind: [f"{edge}(?:{word}){edge}" for word in words] for kind, words in file.nouns.items()}
    noun = alternatives(tuple(word for words in file.nouns.values() for word in words))
    sieve = Sieve()

    def filled(pattern: str) -> str:
        pattern = pattern.replace("{noun}", f"(?:{noun})").replace("{gap}", file.gap)
        return pattern.replace("{plural}", f"(?:{file.counts.plural})").replace("ё", "е")

    def as_written(pattern: str, flags: int = 0) -> Pattern:
        return expression(pattern, f"agreements/{language}.toml", flags)

    def compiled(pattern: str) -> Pattern:
        return as_written(filled(pattern), re.IGNORECASE)

    def lower(pattern: str) -> Pattern:
        # For lower-cased text: a pattern that minds no case by itself is several times slower.
        return as_written(filled(pattern))

    def one_of(patterns: Sequence[str], flags: int = 0) -> OneOf:
        try:
            return sieve.one_of([filled(pattern) for pattern in patterns], flags)
        except re.error:
            for pattern in patterns:
                lower(pattern)
            raise

    def cue(cues: Cues | Told | Talks | Denied | Force) -> Cue:
        return Cue(one_of(cues.with_noun), one_of(cues.alone))

    return DealRules(
        language=language,
        prefilter=Stems(file.prefilter),
        nouns=tuple((kind, one_of(words)) for kind, words in nouns.items()),
        noun=one_of([word for words in nouns.values() for word in words]),
        plain=compiled(alternatives(file.scope.plain)),
        faint=lower(f"(?:{alternatives(file.scope.faint)})"),
        cues={name: cue(getattr(file, name)) for name in
              ("told", "mentioned", "planned", "negotiating", "ended", "unsigned", "denied", "in_force")},
        weak=lower(file.told.weak),
        talks_about=lower(file.negotiating.object),
        broken_off=lower(file.negotiating.broken_off),
        still=lower(file.negotiating.still),
        yields=lower(file.negotiating.yields),
        no_paper=lower(file.negotiating.no_paper),
        overcome=lower(file.negotiating.overcome),
        before=lower(file.negotiating.before),
        differ=lower(file.negotiating.differ),
        recalled=lower(file.denied.recalled),
        done=lower(file.told.done),
        not_yet=lower(file.in_force.not_yet),
        since_when=lower(file.in_force.since_when),
        begun=one_of(file.in_force.begun),
        works=one_of(file.in_force.works),
        enters=lower(file.in_force.enters),
        relative=compiled(alternatives(file.background.relative)),
        against=compiled(alternatives(file.background.against)),
        background=compiled(alternatives(file.background.cues)),
        fresh=compiled(alternatives(file.background.fresh)),
        many=compiled(file.counts.many),
        number=one_of([file.counts.number], re.IGNORECASE),
        part=compiled(file.counts.part),
        each=compiled(file.counts.each),
        of_them=compiled(file.counts.of_them),
        plural=compiled(file.counts.several),
        number_words=file.counts.words,
        multiples=file.counts.multiples,
        exclude=one_of(file.scope.exclude),
        mask=one_of(file.scope.mask),
        bare=compiled(file.scope.bare),
        # "The" at the start of a sentence is not "the" inside it.
        anaphora=as_written(file.scope.anaphora),
        repeat=compiled(file.scope.repeat),
        alike=compiled(file.scope.alike),
        another=compiled(file.scope.another),
        provides=compiled(file.scope.provides),
        terms=compiled(file.scope.terms),
        orders=compiled(file.scope.orders),
        nameless=compiled(file.scope.nameless),
        clause=compiled(file.scope.clause),
        lead=compiled(file.scope.lead),
        next_item=as_written(rf"[;；]\s*(?:{file.scope.last_item})?"),
        next_by_comma=as_written(rf",\s+(?:{file.scope.last_item})?"),
        among=compiled(file.scope.among),
        item=compiled(file.scope.item),
        one_more=compiled(file.scope.one_more),
        one_like=compiled(file.scope.one_like),
        same_side=compiled(file.scope.same_side),
        dealt=compiled(file.scope.dealt),
        speech=as_written(file.signing.speech),
        recalls=compiled(file.signing.recalls),
        heard=lower(file.signing.heard),
        ran_out=lower(file.signing.ran_out),
        of_event=compiled(file.signing.of_event),
        place_adjective=as_written(file.signing.place_adjective),
        aside=as_written(file.signing.aside),
        place_before=as_written(file.signing.place_before),
        event=as_written(file.signing.event),
        event_kinds={kind: compiled(f"{edge}(?:{words}){edge}") for kind, words in file.signing.event_kinds.items()},
        echoes={kind: compiled(f"{edge}(?:{words}){edge}") for kind, words in file.signing.echoes.items()},
        numbered=as_written(file.signing.numbered),
        event_named=as_written(file.signing.event_named),
        since=as_written(file.signing.since),
        entry=as_written(file.signing.entry),
        same_day=as_written(file.signing.same_day),
        undated=as_written(file.signing.undated),
        days_before=as_written(file.signing.days_before),
        of_total=as_written(file.signing.of_total),
        other_time=as_written(file.signing.other_time),
        dated_deal=as_written(file.signing.dated_deal),
        deal_dated=as_written(file.signing.deal_dated),
        elsewhere=as_written(file.signing.elsewhere),
        each_year=compiled(file.scope.each_year),
        yearly=compiled(file.scope.yearly),
        denied=compiled(file.scope.denied),
        bystander=compiled(file.scope.bystander),
    )  # fmt: skip
