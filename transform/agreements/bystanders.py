"""Names that stand beside a deal's sides as if they were sides: who tells of it, what is dealt in, who is spoken of."""

from __future__ import annotations

from itertools import pairwise

from transform.names.named import Name
from transform.names.party_rules import PartyRules
from transform.records import PAIR


def without_teller(text: str, chosen: list[Name], rules: PartyRules) -> list[Name]:
    """The sides without who only tells of a deal that two others of both countries made ("X says that A and B …")."""
    for name in chosen:
        told = rules.beside.tells_that.match(text, name.end)
        others = [one for one in chosen if told and one.start >= told.end()]
        if len(others) >= 2 and {one.country for one in others} >= PAIR:
            return others
    return chosen


def without_said_of(text: str, found: list[Name], cue: int, rules: PartyRules) -> list[Name]:
    """The names without those in what a relative clause says of a name ("Avtotor, which used to build BMWs, signed").

    What it says of a paper tells of the sides ("a contract, by which Sinopec will build a plant, …"). Nor is whose arm
    a firm is a side beside it ("Yiwu Pay, CCC's payment arm, signed"), nor who lost the tender that it won.
    """
    behind = {name.end + extra for name in found for extra in (0, 1)}  # a quotation mark may close the name
    said = [
        clause.span()
        for clause in rules.beside.said_of.finditer(text)
        if clause.start() in behind and clause.end() <= cue
    ]
    said += [clause.span() for clause in rules.beside.described.finditer(text) if clause.start() in behind]
    said += [(clause.start("who"), clause.end("who") + 1) for clause in rules.beside.beaten.finditer(text)]
    owners = [
        owner
        for one, owner in pairwise(name for name in found if name.kind != "country")
        if rules.beside.arm_before.fullmatch(text, one.end, owner.start)
        or (text[one.end : owner.start] == ", " and rules.beside.arm_behind.match(text, owner.end))
    ]
    arms = {arm.span("owner") for arm in rules.beside.arm_alone.finditer(text)}
    owners += [name for name in found if (name.start, name.end) in arms]
    return [
        name
        for name in found
        if name not in owners and not any(start <= name.start and name.end <= end for start, end in said)
    ]


def without_thing_dealt(text: str, chosen: list[Name], rules: PartyRules) -> list[Name]:
    """The sides without what two of them found or sell each other a part of.

    "The venture CRAIC"; "X was founded by A and B"; "Novatek will sell CNOOC 10% of Arctic LNG 2".
    """
    if len(chosen) <= len(PAIR):
        return chosen
    founders = rules.beside.founded_by.search(text)
    return [
        name
        for name in chosen
        if not (
            rules.beside.venture_before.search(text, max(0, name.start - 60), name.start)
            or rules.beside.owned_by.match(text, name.end)
            or (founders and name.end <= founders.start())
        )
    ]
