"""How a language writes the sides of a deal, from `rules/parties/<language>.toml`, compiled once."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from transform.names.clause_rules import (
    ActRules,
    BesideRules,
    CaseRules,
    FrameRules,
    JoinedRules,
    LandNounRules,
    LookRules,
)
from transform.rules import NEVER, NOWHERE, Pattern, alternatives, filled, load, pattern
from transform.text.sieve import NONE, OneOf, Sieve


class PartyRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"conjunction": "and"}):
    """All patterns of one language; the file says what each is for. `stop` are capitalised words that name nobody."""

    name: Pattern
    organisation: OneOf
    stop: frozenset[str]
    not_party: Pattern
    people: Pattern
    #: the outlet that told of something, with the words before its name: no side
    outlet: Pattern
    group: tuple[OneOf, ...]
    excluded_before: Pattern
    linked_before: Pattern
    ends_before: Pattern
    chain: Pattern
    conjunction: Pattern
    excluded_after: Pattern
    possessive: Pattern
    legal: Pattern
    points_back: Pattern
    turns: Pattern
    two_bodies: Pattern
    points_to_last: Pattern
    same_two: Pattern
    points_to_one: Pattern
    points_to_kind: Pattern
    speaks_for: Pattern
    speaker: Pattern
    alias: Pattern
    collective: Pattern
    denies_after: Pattern
    office: Pattern
    owned_before: Pattern
    owned_after: Pattern
    also: Pattern
    joint: Pattern
    left: Pattern
    right: Pattern
    described: Pattern
    one_of: Pattern
    official: Pattern
    nameless: Pattern
    adjectives: frozenset[str]
    attributive: Pattern
    organised: Pattern
    nation: Pattern
    tail: Pattern
    land_itself: Pattern
    #: the governments of both named together, and an adjective of both before a document (`paper`)
    governments: Pattern
    of_land: Pattern
    predicate: Pattern
    origin_before: Pattern
    origin_after: Pattern
    acts: ActRules
    #: a person's office, inside or before the name (Russian has its dictionary)
    #: the publisher's own body by its kind: 本关, 本会
    own_house: Pattern = NEVER
    person: Pattern = NEVER
    #: a person's whole name in `full` or `speaks`
    full_name: Pattern = re.compile(f"{NOWHERE}(?P<full>)(?P<speaks>)")
    #: how the sentence behind a deal says whose it is; Chinese marks the sides as `one` and `other`
    sides_after: Pattern = NEVER
    #: how the sentence behind a deal says which of its sides told of it ("… was disclosed by the supplier, X")
    told_by: Pattern = NEVER
    #: who tells of a deal and so rather is its side
    teller: Pattern = re.compile(f"{NOWHERE}(?P<side>)")
    #: after a third name: it only says what the others did
    credited: Pattern = NEVER
    #: a first word that means the subject of the sentence before
    last_one: Pattern = NEVER
    #: a body of the state by its name alone, where no table has it («… таможенное управление»)
    state_body: Pattern = NEVER
    #: (Chinese only) one of its kind, by its land behind the number: the `side`
    one_from: Pattern = re.compile(f"{NOWHERE}(?P<side>)")
    #: sides told by a noun and their `land` (or `where`); `name` is what they are called
    group_of_land: OneOf = NONE
    one_of_land: OneOf = NONE
    #: (Russian only) a single firm by the adjective of its land; before and behind a name in whose house it was denied
    land_firm: OneOf = NONE
    denies_before: Pattern = NEVER
    denied_there: Pattern = NEVER
    #: (Russian only) a body told by its `head`, what it is for, and `where` it is or `whose`
    body_of_land: OneOf = NONE
    #: bodies of two lands told by one `head`; `many` (Russian only) is a group that stays a plural
    pair_of_lands: OneOf = NONE
    #: before two provinces: the paper that is called after them both («План мероприятий»)
    paper_of: Pattern = NEVER
    #: behind two lands joined by a hyphen: the paper that is called after them
    paper_behind: Pattern = NEVER
    #: (Russian only) the same, told by the adjectives of their lands
    pair_of_epithets: OneOf = NONE
    #: the ministry of a nation by its adjective, or one of each of `one` and `other`, by its `short` name or by what
    #: the `rest` of it says; how it is listed, and how each adjective begins
    nation_ministry: OneOf = NONE
    ministry_of_nation: str = ""
    nations: dict[str, str] = {}
    #: (English only) two lands whose kind is told by one plural: its `head` without the ending
    pair_of_names: OneOf = NONE
    #: (Russian only) two bodies told by who heads them
    pair_of_heads: OneOf = NONE
    #: says who plays a part in the deal told before it: "The buyer is"
    role: Pattern = NEVER
    #: the next name is this one's own, and is the side in its stead
    owned: Pattern = NEVER
    #: a firm told only by its country and kind; a bare noun that means the last name which has it
    one_firm: Pattern = NEVER
    own_kind: Pattern = NEVER
    #: before a firm told by its town and kind: it is the one that was told before
    the_same: Pattern = NEVER
    #: a bare noun that may mean any firm
    any_firm: Pattern = NEVER
    #: behind a stretch of land: it is an attribute of the town named next ("the Urals city of Perm")
    seat_of: Pattern = NEVER
    #: behind a name, and the second one that a dash may join to it: a fair is called after both
    fair_of: Pattern = NEVER
    #: the two states themselves, who act: "the two governments"
    states: Pattern = NEVER
    #: leaders of both states, by name or office, who sign, look on or (Russian only) hold talks
    leaders: Pattern = NEVER
    #: from their names on: they only look on, or it is told how something was signed
    leaders_look_on: Pattern = NEVER
    #: says that a sentence does not go on about the paragraph's deal
    apart: Pattern = NEVER
    #: at the end of what `speaker` finds: it is surely no person that speaks
    gives_notice: Pattern = NEVER
    #: (Chinese only) who looks like a person by a surname
    surnamed: Pattern = NEVER
    #: (Chinese only) whose notice an article is, and what it is called from then on
    issuer: Pattern = NEVER
    issuer_noun: str = ""
    #: (Chinese only) what makes an attribute of the words before it; how a word ends that stands for a side
    particle: str = ""
    side_noun: tuple[str, ...] = ()
    #: (Chinese only) what no description of a name that follows goes beyond, and what it may hold behind a land
    bounds: Pattern = NEVER
    describes: Pattern = NEVER
    #: (Chinese only) how a name begins whose land stands before it, the land's short name there; the states by theirs
    of_russian_land: Pattern = NEVER
    short_russian: Pattern = NEVER
    short_states: dict[str, str] = {}
    #: (Chinese only) how a name begins that is told by its Russian sounds
    transliterated: Pattern = NEVER
    #: (Chinese only) "we": nobody else is meant where no speaker of theirs is named
    ours: Pattern = NEVER
    #: (Chinese only) a firm's head who speaks without its name; parks and ports, which may sign
    head_alone: Pattern = NEVER
    estate: Pattern = NEVER
    park: Pattern = NEVER
    harbour: Pattern = NEVER
    #: (Chinese only) what stands for a side behind 与: "that port"
    pointed: Pattern = NEVER
    #: (Chinese only) a name that begins with that of a place
    name_of_land: Pattern = NEVER
    #: (Chinese only) behind the name of a place: a firm by its branch
    firm_of_land: Pattern = NEVER
    #: (Chinese only) behind the name of a place and 和: the rest of a firm's name that begins with 和
    firm_with_he: Pattern = NEVER
    #: (Chinese only) whose body it is: "that province's"
    of_that_land: Pattern = NEVER
    #: a paper that states or their bodies sign, no firms
    state_paper: Pattern = NEVER
    #: how a sentence begins that tells a deal of its own, whose sides are not those told last
    new_deal: Pattern = NEVER
    #: who says of a deal in this way is one of its sides; before "the company": who tells something of it, of himself
    tells_with: Pattern = NEVER
    told_that: Pattern = NEVER
    #: the noun by which a stretch of land is called again: "the oblast"
    land_noun: Pattern = NEVER
    beside: BesideRules = BesideRules()
    #: (Chinese only) about the word between two sides
    frame: FrameRules = FrameRules()
    #: among the other names of the clause
    joined: JoinedRules = JoinedRules()
    #: a pronoun that rather means the subject of its own sentence
    reflexive: frozenset[str] = frozenset()
    #: of a land without its name
    land_nouns: LandNounRules = LandNounRules()
    #: by what it only looks like
    looks: LookRules = LookRules()
    #: (Russian only) by its case
    cases: CaseRules = CaseRules()
    #: (Russian only) behind a body's head: a service that no list holds; a minister, and what he heads; a ministry's
    #: short name, which is written with a capital
    service: Pattern = NEVER
    minister: Pattern = NEVER
    ministry: str = ""
    short_ministry: Pattern = NEVER
    #: (English only) what each of two bodies is called that are told by one plural, by its ending
    one_of_both: dict[str, str] = {}
    #: how the firms of each of the two states are called ("Chinese" companies), by its code
    of_nation: dict[str, str] = {}
    #: (English only) the adjectives of the two states, each with its code
    epithets: dict[str, str] = {}
    #: families of words that patterns name as {family}
    words: dict[str, str] = {}
    language: str = ""


@cache
def party_rules(language: str) -> PartyRules:
    """The rules of `en`, `ru` or `zh`; any other language is read as English. Case matters in names."""
    language = language if language in ("en", "ru", "zh") else "en"
    written = load("parties", language, dict)
    words: dict[str, str] = written.get("words", {})
    sieve = Sieve()

    def compiled(kind: type, written: Any) -> Any:
        if kind is OneOf:
            listed = [written] if isinstance(written, str) else written
            return sieve.one_of([filled(one, words) for one in listed])
        return _pattern(written, words)

    return load("parties", language, PartyRules, compiled, written | {"language": language})


def _pattern(written: str | list[str], words: dict[str, str]) -> Pattern:
    """A pattern from the file: one expression, or a list of which any may match.

    Each one's `name` group gets a name of its own, since one expression may use a name once.
    """
    if not isinstance(written, str):
        written = alternatives([one.replace("(?P<name>", f"(?P<name{number}>") for number, one in enumerate(written)])
    return pattern(re.Pattern, filled(written, words))
