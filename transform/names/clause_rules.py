"""What the words about a name, and its own, tell of it in its clause: the tables of `rules/parties/<language>.toml`."""

from __future__ import annotations

import re

import msgspec

from transform.rules import ANY, NEVER, NOWHERE, Pattern


class ActRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language shows that a name acts: what stands before and behind it; the file says what each is for."""

    port: Pattern
    tells: Pattern
    subject_before: Pattern = ANY
    subject_after: Pattern = ANY
    land_after: Pattern = ANY
    contrast: Pattern = NEVER
    neuter: Pattern = NEVER
    into_before: Pattern = NEVER
    handed_before: Pattern = NEVER
    dative: Pattern = NEVER
    from_before: Pattern = NEVER
    with_before: Pattern = NEVER
    genitive: Pattern = NEVER
    bought_before: Pattern = NEVER
    seller_after: Pattern = NEVER
    headed_before: Pattern = NEVER
    peers_before: Pattern = NEVER
    signing_before: Pattern = NEVER
    signing_after: Pattern = NEVER
    governed_after: Pattern = NEVER
    clause_before: Pattern = NEVER
    own_verb: Pattern = NEVER
    event_before: Pattern = NEVER
    estate_before: Pattern = NEVER


class BesideRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language shows that a name only stands beside the sides; the file says what each is for."""

    tells_that: Pattern = NEVER
    told_to: Pattern = NEVER
    venture_before: Pattern = NEVER
    owned_by: Pattern = NEVER
    founded_by: Pattern = NEVER
    said_of: Pattern = NEVER
    described: Pattern = NEVER
    arm_behind: Pattern = NEVER
    arm_alone: Pattern = NEVER
    beaten: Pattern = NEVER
    arm_before: Pattern = NEVER


class FrameRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands about the word between two sides (与) of a Chinese deal; the file says what each is for."""

    adverbs: Pattern = NEVER
    opens: Pattern = NEVER
    counted: Pattern = NEVER
    inland: Pattern = NEVER
    members: Pattern = NEVER
    at_event: Pattern = NEVER
    signs: Pattern = NEVER
    listed: Pattern = NEVER
    loose: str = ""
    lands: frozenset[str] = frozenset()
    own_noun: Pattern = NEVER
    sends: Pattern = NEVER


class JoinedRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language shows in what names of one clause stand to each other; the file says what each is for."""

    united: Pattern = NEVER
    sold_to: Pattern = NEVER
    buyer_before: Pattern = NEVER
    last_and: Pattern = NEVER
    #: before the name of a capital: its own government is meant, not the state
    run_by: Pattern = NEVER
    apposed: Pattern = NEVER
    a_kind: Pattern = NEVER
    describes: Pattern = NEVER
    owner: Pattern = NEVER
    goes_on: Pattern = NEVER
    made_up_of: Pattern = NEVER
    sign_together: Pattern = NEVER
    site_after: Pattern = NEVER
    two_lands: Pattern = NEVER
    whose: Pattern = NEVER
    trading: Pattern = NEVER
    #: before a name in brackets: `what` describes by its land a body or firm, and is no name itself
    bracketed: Pattern = re.compile(f"{NOWHERE}(?P<what>)")


class CaseRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the endings beside a name, or its own, tell of its case and number; the file says what each is for."""

    #: up to a quoted name that opens its sentence, alone or as the second of two, and how it then ends
    opens_before: Pattern = NEVER
    opens: Pattern = NEVER
    own_before: Pattern = NEVER
    with_before: Pattern = NEVER
    instrumental: Pattern = NEVER
    townsfolk: Pattern = NEVER
    feminine: Pattern = NEVER
    many: Pattern = NEVER
    maybe_many: Pattern = NEVER
    many_act: Pattern = NEVER
    ending: Pattern = NEVER
    home_before: Pattern = NEVER
    home_after: Pattern = NEVER


class LandNounRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a land or its body is called without its name ("the oblast"); the file says what each is for."""

    bare: Pattern = NEVER
    ours: Pattern = NEVER
    parted: Pattern = NEVER
    government: Pattern = NEVER
    kinds: frozenset[str] = frozenset()
    own_kind: Pattern = NEVER
    called_republic: Pattern = NEVER
    republic: Pattern = NEVER
    no_republic: Pattern = NEVER
    chinese: Pattern = NEVER
    its_body: Pattern = NEVER
    that: str = ""
    harbour: str = ""
    bank: str = ""
    town: str = ""
    of_government: Pattern = NEVER


class LookRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What only looks like a name, or like a part of one; the file says what each is for."""

    says_what: Pattern = NEVER
    whose: Pattern = NEVER
    possessive: Pattern = NEVER
    owner: Pattern = NEVER
    owner_before: Pattern = NEVER
    in_place: Pattern = NEVER
    at_fair: Pattern = NEVER
    fair: Pattern = NEVER
    who_speaks: Pattern = NEVER
    #: what a line of a digest is about, before its colon: no name
    label: Pattern = NEVER
    adverb: Pattern = NEVER
    abbreviated: Pattern = NEVER
    instrumental: Pattern = NEVER
    state_acts: Pattern = NEVER
    verbs: frozenset[str] = frozenset()
    land_noun: Pattern = NEVER
    adjective: Pattern = NEVER
    #: a bank's name of two words that any dictionary has («Волга-банк»)
    bank: Pattern = NEVER
    joint: Pattern = NEVER
    goes_on: Pattern = NEVER
    of_both: Pattern = NEVER
