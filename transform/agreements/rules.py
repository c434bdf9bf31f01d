"""The words by which a language tells of deals, from `rules/agreements/<language>.toml`, compiled once.

A `OneOf` is for text that `status.masked` or `status.folded` made lower case, with ё as е; a `Pattern` minds no case.
In either, {noun} stands for any noun of a deal, {plural} for several, {gap} for some words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from transform.rules import NEVER, NOWHERE, Pattern, alternatives, families, filled, load
from transform.rules.kept import compiled as compile_kept
from transform.text.sieve import NONE, OneOf, Sieve
from transform.text.stems import Stems


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of one status: `with_noun` speak of a deal only beside a deal's noun, `alone` by themselves."""

    with_noun: OneOf
    alone: OneOf


class Denied(Cues, frozen=True, forbid_unknown_fields=True):
    """As `Cues`; `recalled` tells of a denial, or of what came to nothing, in a time gone by.

    `dated` are words of denial beside which a time is that of the denial ("denied in June").
    """

    recalled: OneOf
    dated: OneOf


class Told(Cues, frozen=True, forbid_unknown_fields=True):
    """As `Cues`; `weak` are those that a plan to sign outweighs.

    `won`: a tender won, whose contract the next sentence may say is still to be signed.
    """

    weak: OneOf
    won: OneOf = NONE
    #: signed already, whatever a plan before it says
    done: OneOf = NONE


class Talks(Cues, frozen=True, forbid_unknown_fields=True):
    """As `Cues`, with the things that talks must be about."""

    object: OneOf
    #: talks that came to nothing
    broken_off: OneOf
    #: talked over still, whatever a plan before it says
    still: OneOf = NONE
    #: work on a paper, which a plan to sign it outweighs
    yields: OneOf = NONE
    #: a clause that says only that no paper has come of them yet begins so
    no_paper: OneOf = NONE
    #: a clause that says that talks had come to nothing before what is signed now; one that looks back on those that
    #: led to it; one that says only what the sides differ in
    overcome: OneOf = NONE
    before: OneOf = NONE
    differ: OneOf = NONE
    #: talks that have not begun
    to_come: OneOf = NONE
    #: a clause about one term of a deal (its price, its route); one that says what the talks turn on
    term: OneOf = NONE
    crux: OneOf = NONE


class Force(Cues, frozen=True, forbid_unknown_fields=True):
    """As `Cues`, with the words that put the entry into force into the future."""

    not_yet: OneOf
    #: what is first done under a deal
    begun: OneOf
    #: what two sides made works now, as an article opens that later recalls their deal
    works: OneOf
    #: how a sentence begins that only recalls by which paper of a month gone by it works: `of` what it is
    its_paper: Pattern = NEVER
    #: enters into force, today or on a day to come
    enters: OneOf = NONE
    #: a signing of another year, of a paper under which something moves: it is recalled
    since_when: OneOf = NONE


class Background(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words by which an older deal is told, and words that say that it is today's after all.

    `relative` are clauses that only identify something by the deal, whatever its date; `against` is what its price or
    tonnage is compared with, of another time than the deal's ("$34 below last year"); `long_over` says of an end that
    it is no news ("lapsed long ago"); `follows` opens a sentence with the deal that another comes after ("Two days
    after a contract for NPK, …").
    """

    relative: Pattern
    against: Pattern
    cues: Pattern
    fresh: Pattern
    long_over: Pattern
    follows: Pattern
    #: points at the year or season that the sentence before names ("that year", "тогда же")
    that_time: Pattern
    #: says that the paper has nothing to do with the `other`, signed before it
    unrelated: Pattern = re.compile(f"{NOWHERE}(?P<other>)")


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many deals a sentence covers: `number` has a group of that name, `many` says that nobody counted."""

    many: Pattern
    number: Pattern
    plural: str
    several: Pattern
    words: dict[str, int]
    multiples: dict[str, int]
    #: the part of a total that is the pair's; says that one side has a deal with each of those named
    part: Pattern = NEVER
    each: Pattern = NEVER
    #: the first of one country with the first of the other, the second with the second
    pairwise: Pattern = NEVER
    #: behind a sum: it is worth so much that the deals of all lands at a forum are summed up
    of_all: Pattern = NEVER
    #: goes on about some of the deals of a sum
    of_them: Pattern = NEVER
    #: opens a sentence behind a sum on what else firms without a name agreed on
    rest: Pattern = NEVER


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is no deal of trade (`exclude`), what only looks like a cue (`mask`), and how a text goes on about one."""

    exclude: OneOf
    mask: OneOf
    bare: Pattern
    anaphora: Pattern
    repeat: Pattern
    #: says that another paper is of the kind of the one told before; opens a sentence on one beside it
    alike: Pattern
    another: Pattern
    #: says of another paper than the one told before that it was signed
    other_paper: Pattern
    #: opens a clause on the paper of one year, where another year's of the same two has been told
    of_a_year: OneOf
    #: opens a sentence on what the paper told before provides
    provides: Pattern
    #: for how long the deal told before will run
    runs: Pattern
    #: on what terms the deal told before would end
    terms: Pattern
    #: a tender was won: what is planned still is the contract that comes of it
    tender: OneOf
    #: names the paper by which the venture told before is set up
    founding: OneOf
    #: a side of the deal told before, by its role in it, orders something for the deal
    orders: Pattern
    #: another outlet told of the deal, which it names by no more than its paper
    others_told: OneOf
    #: says that a side of the deal told before made none with one of that kind until then
    first_with: Pattern
    #: with several whom nobody names
    nameless: Pattern
    faint: Pattern
    plain: Pattern
    clause: Pattern
    lead: Pattern
    #: parts a clause from the next, and ends neither
    dangling: Pattern
    #: what parts the items of a list of deals that `lead` brings in, by semicolons or by commas
    next_item: Pattern
    next_by_comma: Pattern
    #: opens a clause that says of the paper named before it when and by whom it was signed
    which: Pattern = NEVER
    #: how a clause singles one deal out of a sum told before it
    among: Pattern = NEVER
    #: opens each of the deals that a sentence tells one by one behind their sum ("One covers A, the other B")
    item: Pattern = NEVER
    #: behind a sum of deals: what a firm does under one of them
    dealt: Pattern = NEVER
    #: a name of no firm in particular ("a Khabarovsk veneer maker")
    anybody: Pattern = NEVER
    #: a name as only a firm has one, where nobody says of which country it is
    firm: Pattern = NEVER
    #: says that the sides leave something undone
    undone: Pattern = NEVER
    #: opens a clause on a side of the deal told before it ("The same firm will also take …")
    same_firm: Pattern = NEVER
    #: opens a clause that leaves noun and verb to the deal before it ("and another with Y")
    one_more: Pattern = NEVER
    #: says that its noun is that of the deal before it ("signed one with Y")
    one_like: Pattern = NEVER
    #: a side that the deal before it had ("with the same province")
    same_side: Pattern = NEVER
    #: behind a sum, and before it: it is paid or traded every year or month, or paid by each side
    each_year: Pattern = NEVER
    yearly: Pattern = NEVER
    denied: Pattern = NEVER  #: before a sum that is told to be wrong
    bystander: Pattern = NEVER  #: after a third country's name: it is only an onlooker
    passage: Pattern = NEVER  #: before it: goods only pass there
    #: opens a clause without a verb that tells with whom there is which paper («С „Х“ — контракт на …»)
    with_each: Pattern = NEVER
    #: only announces that one more deal with the other country was made ("its second Chinese deal in a week")
    one_of_many: Pattern = NEVER
    third_state: Pattern = NEVER  #: a state told as a side, that opens a sentence
    third_firm: Pattern = NEVER  #: after a third country's name: a firm of it that nobody names


class Signing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where, when and on what occasion: `since` makes a date a start or a term, `entry` is the coming into force.

    A date beyond a word of `speech` is that of the statement; words of `same_day` point at the meeting's day.
    """

    speech: Pattern
    recalls: Pattern
    #: somebody told of talks or of a plan: beside a time gone by, it is recalled
    heard: OneOf
    #: it ended by itself, by nobody's act
    ran_out: OneOf
    place_before: Pattern
    event: Pattern
    since: Pattern
    entry: Pattern
    #: by kind of event, the words for one in an article that names it elsewhere
    event_kinds: dict[str, Pattern]
    #: what sends a reader elsewhere in the article for event and place ("there", "at the ceremony")
    echoes: dict[str, Pattern]
    #: before an event's name: which of its kind it is, told with it
    numbered: Pattern = NEVER
    #: an event's noun and the name that follows on it
    event_named: Pattern = NEVER
    #: behind the name of a place: the event that is called after it; a place that is only an adjective of one
    of_event: Pattern = NEVER
    place_adjective: Pattern = NEVER
    #: before the name of a place, and behind it: what the deal is about will be built there
    built_before: Pattern = NEVER
    built_behind: Pattern = NEVER
    same_day: Pattern = NEVER
    #: opens a sentence on the day after the one told last
    next_day: Pattern = NEVER
    #: a bare verb right behind a `day`, which lies ahead where it can
    coming: Pattern = NEVER
    #: in the words of a day: they tell its year
    year_told: Pattern = NEVER
    #: words for a deal that tell of no signing ("under its contract with"): no day in the clause is that of it
    undated: Pattern = NEVER
    #: opens a sentence: it was so many `days` before the day told last ("two days earlier")
    days_before: Pattern = NEVER
    #: opens a clause: the day before that of the deal told last, or before that of the report
    eve: Pattern = NEVER
    #: opens a sentence that tells parts of a total told before, of the same day
    of_total: Pattern = NEVER
    #: in a clause without a date: it tells of another time than the deal before ("five days earlier")
    other_time: Pattern = NEVER
    #: an inserted clause that tells who said it, and when: no day in it is the deal's
    aside: Pattern = NEVER
    #: after a date: it only says which deal is meant
    dated_deal: Pattern = NEVER
    #: before a date: it is that of the signing of a deal that came into force or ended later
    deal_dated: Pattern = NEVER
    #: before a date: a paper is of it, and nothing begins then («по контракту с „Х“ от»)
    of_paper: Pattern = NEVER
    #: between the words of signing and a date, in either order: the date is that of something else
    elsewhere: Pattern = NEVER


class DealRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language's file of deals: what a sentence of deals has (`prefilter`), nouns by type, then cues by stage."""

    prefilter: Stems
    gap: str
    nouns: dict[str, tuple[str, ...]]
    told: Told
    mentioned: Cues
    planned: Cues
    negotiating: Talks
    ended: Cues
    unsigned: Cues
    denied: Denied
    in_force: Force
    background: Background
    counts: Counts
    scope: Scope
    signing: Signing
    language: str
    #: the nouns' patterns by type, and those of all types
    types: dict[str, OneOf]
    noun: OneOf


@cache
def deal_rules(language: str) -> DealRules:
    """The rules of `en`, `ru` or `zh`; any other language is read as English."""
    language = language if language in ("en", "ru", "zh") else "en"
    written = load("agreements", language, dict)
    words = _words(written)
    sieve = Sieve()

    def compiled(kind: type, written: Any) -> Any:
        if kind is Stems:
            return Stems(written)
        listed = [filled(one, words) for one in ([written] if isinstance(written, str) else written)]
        try:
            if kind is OneOf:
                return sieve.one_of([one.replace("ё", "е") for one in listed])
            return compile_kept(alternatives(listed), re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"{str(written)[:60]} is no regular expression: {error}") from error

    edge = "" if language == "zh" else r"\b"
    types = {name: [f"{edge}(?:{one}){edge}" for one in listed] for name, listed in written["nouns"].items()}
    more = {"language": language, "types": types, "noun": [one for listed in types.values() for one in listed]}
    return load("agreements", language, DealRules, compiled, written | more)


def _words(file: dict[str, Any]) -> dict[str, str]:
    """What patterns of the file name in braces, by those names: families of words, and the file's own."""
    noun = alternatives(one for listed in file["nouns"].values() for one in listed)
    named = {**families(), "noun": f"(?:{noun})", "gap": file["gap"], "plural": f"(?:{file['counts']['plural']})"}
    return {name: written.replace("ё", "е") for name, written in named.items()}
