"""The shape of `rules/agreements/<language>.toml`, the words by which a language tells of deals."""

from __future__ import annotations

import msgspec

from transform.rules import NOWHERE


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of one status: `with_noun` speak of a deal only beside a deal's noun, `alone` by themselves."""

    with_noun: tuple[str, ...]
    alone: tuple[str, ...]


class Denied(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As `Cues`; `recalled` tells of a denial, or of what came to nothing, in a time gone by."""

    recalled: str
    with_noun: tuple[str, ...]
    alone: tuple[str, ...]


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As `Cues`; `weak` are those that a plan to sign outweighs."""

    weak: str
    with_noun: tuple[str, ...]
    alone: tuple[str, ...]
    #: signed already, whatever a plan before it says
    done: str = NOWHERE


class Talks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As `Cues`, with the things that talks must be about."""

    with_noun: tuple[str, ...]
    alone: tuple[str, ...]
    object: str
    #: talks that came to nothing
    broken_off: str
    #: talked over still, whatever a plan before it says
    still: str = NOWHERE
    #: work on a paper, which a plan to sign it outweighs
    yields: str = NOWHERE
    #: a clause that says only that no paper has come of them yet begins so
    no_paper: str = NOWHERE
    #: a clause that says that talks had come to nothing before what is signed now; one that looks back on those that
    #: led to it; one that says only what the sides differ in
    overcome: str = NOWHERE
    before: str = NOWHERE
    differ: str = NOWHERE


class Force(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As `Cues`, with the words that put the entry into force into the future."""

    with_noun: tuple[str, ...]
    alone: tuple[str, ...]
    not_yet: str
    #: what is first done under a deal
    begun: tuple[str, ...]
    #: what two sides made works now, as an article opens that later recalls their deal
    works: tuple[str, ...]
    #: enters into force, today or on a day to come
    enters: str = NOWHERE
    #: a signing of another year, of a paper under which something moves: it is recalled
    since_when: str = NOWHERE


class Background(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words by which an older deal is told, and words that say that it is today's after all.

    `relative` are clauses that only identify something by the deal, whatever its date; `against` is what its price or
    tonnage is compared with, of another time than the deal's ("$34 below last year").
    """

    relative: tuple[str, ...]
    against: tuple[str, ...]
    cues: tuple[str, ...]
    fresh: tuple[str, ...]


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many deals a sentence covers: `number` has a group of that name, `many` says that nobody counted."""

    many: str
    number: str
    plural: str
    several: str
    words: dict[str, int]
    multiples: dict[str, int]
    #: the part of a total that is the pair's; says that one side has a deal with each of those named
    part: str = NOWHERE
    each: str = NOWHERE
    #: goes on about some of the deals of a sum
    of_them: str = NOWHERE


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is no deal of trade (`exclude`), what only looks like a cue (`mask`), and how a text goes on about one."""

    exclude: tuple[str, ...]
    mask: tuple[str, ...]
    bare: str
    anaphora: str
    repeat: str
    #: says that another paper is of the kind of the one told before; opens a sentence on one beside it
    alike: str
    another: str
    #: opens a sentence on what the paper told before provides
    provides: str
    #: on what terms the deal told before would end
    terms: str
    #: a side of the deal told before, by its role in it, orders something for the deal
    orders: str
    #: with several whom nobody names
    nameless: str
    faint: tuple[str, ...]
    plain: tuple[str, ...]
    clause: str
    lead: str
    #: before the last item of a list of deals that `lead` brings in
    last_item: str
    #: how a clause singles one deal out of a sum told before it
    among: str = NOWHERE
    #: opens each of the deals that a sentence tells one by one behind their sum ("One covers A, the other B")
    item: str = NOWHERE
    #: behind a sum of deals: what a firm does under one of them
    dealt: str = NOWHERE
    #: opens a clause that leaves noun and verb to the deal before it ("and another with Y")
    one_more: str = NOWHERE
    #: says that its noun is that of the deal before it ("signed one with Y")
    one_like: str = NOWHERE
    #: a side that the deal before it had ("with the same province")
    same_side: str = NOWHERE
    #: behind a sum, and before it: it is paid or traded every year or month
    each_year: str = NOWHERE
    yearly: str = NOWHERE
    denied: str = NOWHERE  #: before a sum that is told to be wrong
    bystander: str = NOWHERE  #: after a third country's name: it is only an onlooker


class Signing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where, when and on what occasion: `since` makes a date a start or a term, `entry` is the coming into force.

    A date beyond a word of `speech` is that of the statement; words of `same_day` point at the meeting's day.
    """

    speech: str
    recalls: str
    #: somebody told of talks or of a plan: beside a time gone by, it is recalled
    heard: str
    #: it ended by itself, by nobody's act
    ran_out: str
    place_before: str
    event: str
    since: str
    entry: str
    #: by kind of event, the words for one in an article that names it elsewhere
    event_kinds: dict[str, str]
    #: what sends a reader elsewhere in the article for event and place ("there", "at the ceremony")
    echoes: dict[str, str]
    #: before an event's name: which of its kind it is, told with it
    numbered: str = NOWHERE
    #: an event's noun and the name that follows on it
    event_named: str = NOWHERE
    #: behind the name of a place: the event that is called after it; a place that is only an adjective of one
    of_event: str = NOWHERE
    place_adjective: str = NOWHERE
    same_day: str = NOWHERE
    #: words for a deal that tell of no signing ("under its contract with"): no day in the clause is that of it
    undated: str = NOWHERE
    #: opens a sentence: it was so many `days` before the day told last ("two days earlier")
    days_before: str = NOWHERE
    #: opens a sentence that tells parts of a total told before, of the same day
    of_total: str = NOWHERE
    #: in a clause without a date: it tells of another time than the deal before ("five days earlier")
    other_time: str = NOWHERE
    #: an inserted clause that tells who said it, and when: no day in it is the deal's
    aside: str = NOWHERE
    #: after a date: it only says which deal is meant
    dated_deal: str = NOWHERE
    #: before a date: it is that of the signing of a deal that came into force or ended later
    deal_dated: str = NOWHERE
    #: between the words of signing and a date, in either order: the date is that of something else
    elsewhere: str = NOWHERE


class DealFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language's file of deals: what a sentence of deals has (`prefilter`), nouns by type, then cues by stage."""

    prefilter: tuple[str, ...]
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
