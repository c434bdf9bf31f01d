"""The sides of a deal that a clause names, put together: lists, members, buyers, both states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from transform.agreements.bystanders import without_said_of, without_teller, without_thing_dealt
from transform.agreements.cast import party_of
from transform.agreements.side import before_name, is_side, may_act, may_share, stands
from transform.names.framed import Frame, framed
from transform.names.gazetteer import gazetteer
from transform.names.named import ACTORS, LAND, Name
from transform.names.party_names import names
from transform.names.party_rules import PartyRules
from transform.records import PAIR, Party

#: No deal of news has more named sides than this; what comes after is a list of something else.
_MOST = 8
_DOERS = ACTORS - {"group"} | {"organisation", "unknown"}
#: What follows on the sides with which an item opens.
_BEHIND_HEADS = re.compile(r"\s?[,:—–]|\s-\s")
_CAPITALS = frozenset(("RU-MOW", "CN-BJ"))


def find_parties(
    text: str,
    cue: tuple[int, int],
    rules: PartyRules,
    known: frozenset[str] = frozenset(),
    people: frozenset[str] = frozenset(),
) -> tuple[Party, ...]:
    """The sides that the clause names, in order, each once. `cue` spans the words that say that a deal is made.

    Firms and bodies are sides unless a preposition makes them a place or a subject matter; countries and regions only
    where they act or stand after "with", "between", "by". A name in a list shares the fate of the one before it.
    """
    frame = framed(text, cue[1], rules)
    if frame and not frame.missing:
        return distinct([party_of(name) for name in frame.names])
    found = _without_aliases(text, names(text, rules, known, people), rules)
    found = without_said_of(text, found, cue[0], rules)
    sides = _by_members(text, found, _sides(text, cue, found, rules), rules)
    chosen = [name for name, side in zip(found, sides, strict=True) if side] or _heads_of_item(text, found, rules)
    if frame:
        return distinct([party_of(name) for name in _completed(text, frame, chosen, cue[0], rules)])
    if len(chosen) < 2:
        chosen = _more(text, found, chosen, rules)
    elif sum(not name.group for name in chosen) >= 2:
        # Beside two named sides a group is rather whom the goods go to.
        chosen = [name for name in chosen if not name.group or _listed(text, name, chosen, rules)]
    chosen = without_teller(text, chosen, rules) or _provinces_joined(text, found, rules)
    chosen = without_thing_dealt(text, _with_buyer(text, found, chosen, rules), rules)
    if states := _both_states(text, chosen, rules):
        return states
    if len(chosen) > 2:
        chosen = [
            name
            for name in chosen
            if not (
                rules.credited.match(text, name.end)
                and "," in text[: name.start]
                and not rules.joined.last_and.search(text[: name.start])
            )
        ]
    return distinct([party_of(name) for name in _actors_first(text, _one_part(text, cue, chosen), rules)])


def _provinces_joined(text: str, found: list[Name], rules: PartyRules) -> list[Name]:
    """Two provinces or both states, between which a line runs, where nobody else is a side: the deal is theirs.

    "A protocol on trains between the Irkutsk Region and Inner Mongolia"; between two towns only a line runs. So is the
    paper that is called theirs («План мероприятий Омской области и Хэйлунцзяна подписан»).
    """
    for one, other in pairwise(found):
        both = {one.country, other.country} == PAIR and one.kind == other.kind in ("region", "country")
        theirs = rules.paper_of.search(text[: one.start]) and rules.conjunction.search(text[one.end : other.start])
        if both and (theirs or rules.ends_before.search(before_name(text, one))):
            return [one, other]
    return []


def _heads_of_item(text: str, found: list[Name], rules: PartyRules) -> list[Name]:
    """The two lands with which an item of a list opens: "4. Chuvashia and Anhui, 13 May: a memorandum on hops"."""
    one, other = found[:2] if len(found) > 1 else (None, None)
    if one is None or other is None or not one.start or any(map(str.isalpha, text[: one.start])):
        return []
    both = {one.country, other.country} == PAIR and one.kind in LAND and other.kind in LAND
    joined = rules.conjunction.fullmatch(text[one.end : other.start].strip()) is not None
    return [one, other] if both and joined and _BEHIND_HEADS.match(text, other.end) else []


def _with_buyer(text: str, found: list[Name], chosen: list[Name], rules: PartyRules) -> list[Name]:
    """The sides with whom they supply, where those that were sure are all of one country ("to sell coal to X")."""
    countries = {name.country for name in chosen if name.country}
    if rules.language != "en" or not chosen or len(countries) > 1:
        return chosen
    buyers = [
        name
        for name in found
        if name not in chosen
        and name.kind in _DOERS
        and (name.country in PAIR or (name.country is None and len(chosen) == 1))
        and name.country not in countries
        and rules.joined.sold_to.search(before_name(text, name))
    ]
    return sorted([*chosen, *buyers[:1]], key=lambda name: name.start)


def _without_aliases(text: str, found: Sequence[Name], rules: PartyRules) -> list[Name]:
    """The names without legal forms and what the text will call a side: 'X Co., Ltd. (the "Company")'."""
    aliases = [alias.span() for alias in rules.alias.finditer(text)] if rules.language != "zh" else []
    return [
        name
        for name in found
        if not any(start < name.start and name.end < end for start, end in aliases)
        and (rules.language != "en" or rules.legal.fullmatch(f" {name.text}") is None)
    ]


def _both_states(text: str, chosen: list[Name], rules: PartyRules) -> tuple[Party, ...]:
    """Both states, where their governments sign together, or a deal without sides is called after them both."""
    match = rules.governments.search(text)
    if match is None:
        return ()
    beside = [name for name in chosen if name.end <= match.start() or match.end() <= name.start]
    doers = [name for name in chosen if name.kind not in LAND]
    if (match["paper"] and (beside or doers)) or sum(name in beside for name in doers) >= 2:
        return ()
    if bodies := match.groupdict().get("bodies"):
        return (Party(name=bodies, country=None),)  # 两国海关: one of each, told in one word
    entities = [gazetteer().entity(state) for state in (("RU", "CN") if match["ru"] else ("CN", "RU"))]
    return tuple(Party(name=one.names[rules.language], country=one.id, id=one.id) for one in entities)


def _one_part(text: str, cue: tuple[int, int], chosen: list[Name]) -> list[Name]:
    """The sides on the cue's side of a colon or semicolon, where two or more stand there: it parts two statements."""
    for colon in re.finditer(r"[:;]\s", text):
        after = colon.end() <= cue[0]
        part = [name for name in chosen if (name.start >= colon.end()) == after]
        if len(part) >= 2 and (after or cue[1] <= colon.start()):
            return part
    return chosen


def _completed(text: str, frame: Frame, chosen: list[Name], cue: int, rules: PartyRules) -> list[Name]:
    """The named side of a frame after the first other doer before the words of signing: "X公司表示，已与Y签署".

    A land acts by its delegation: "赤塔市代表团来访，与Y签署".
    """
    others = [
        name
        for name in chosen
        if (name.kind not in LAND or rules.frame.sends.match(text, name.end))
        and (name.end <= frame.start or frame.end <= name.start < name.end <= cue)
    ]
    return [*others[:1], *frame.names]


def _actors_first(text: str, chosen: list[Name], rules: PartyRules) -> list[Name]:
    """Without the countries, where firms or bodies of their own are named ("Russia's Sber" is Sber).

    Nor with both capitals, which stand for the states whose bodies are named beside them, unless their own governments
    are told ("the governments of Moscow and Beijing").
    """
    doers = [name for name in chosen if name.kind not in LAND]
    capitals = [name for name in chosen if name.id in _CAPITALS]
    stand_for_states = {name.id for name in capitals} == _CAPITALS and not any(
        rules.joined.run_by.search(before_name(text, name)) for name in capitals
    )
    if len(doers) >= 2 and stand_for_states and any(name.kind == "body" for name in doers):
        return doers
    actors = [name for name in chosen if name.kind not in LAND or name.kind == "region"]
    return actors if len(actors) >= 2 else chosen


def distinct(parties: Sequence[Party]) -> tuple[Party, ...]:
    """The parties without repeats of one id or name."""
    kept: list[Party] = []
    seen: set[str] = set()
    for party in parties:
        keys = {party.name.casefold(), *((party.id,) if party.id else ())}
        if not keys & seen:
            kept.append(party)
        seen |= keys
    return tuple(kept[:_MOST])


def _sides(text: str, cue: tuple[int, int], found: list[Name], rules: PartyRules) -> list[bool]:
    sides: list[bool] = []
    no_sides = [_no_side(text, *pair, rules) for pair in pairwise(found)]
    for number, name in enumerate(found):
        before, after = before_name(text, name), text[name.end :]
        follows = found[number + 1] if number + 1 < len(found) else None
        if name in no_sides:
            sides.append(False)
            continue
        if number and name.group and found[number - 1].group and found[number - 1].end == name.start:
            sides.append(sides[-1])  # the halves of "signed by Chinese and Russian companies"
            continue
        if number and _owns(text, found[number - 1], name, rules):
            sides.append(False)
            continue
        if follows and rules.joined.describes.match(name.text) and text[name.end : follows.start] == " ":
            sides.append(False)
            continue
        if number and _states_acting(text, found[number - 1], name, rules):
            sides[-1] = True
            sides.append(True)
            continue
        if number and rules.chain.match(text[found[number - 1].end : name.start]):
            between = text[found[number - 1].end : name.start]
            whence = name.kind in LAND and rules.joined.a_kind.fullmatch(between)
            if whence or (rules.joined.apposed.fullmatch(between) and rules.attributive.match(after)):
                sides.append(False)  # "Gidrostroy, the Sakhalin-Kuril group, …": said of the one before
                continue
            apart = "," in between and found[number - 1].kind in LAND and name.kind not in LAND and not sides[-1]
            if rules.conjunction.search(between) and "(" not in between[-2:] and not apart:
                sides.append(sides[-1] and may_share(name, before, after, cue, rules))
                continue
        sides.append(is_side(text, name, before, after, cue, rules))
    return sides


def _no_side(text: str, owner: Name, owned: Name, rules: PartyRules) -> Name | None:
    """Of an owner and what it owns, who is no side: the owner of a firm ("Rosatom's TVEL"), the site of an owner
    ("Novatek's Arctic LNG 2 plant")."""
    if owned.kind in LAND or rules.owned.match(text[owner.end : owned.start]) is None:
        return None
    return owned if rules.joined.site_after.match(text, owned.end) else owner


def _owns(text: str, one: Name, name: Name, rules: PartyRules) -> bool:
    """Is the Russian name the owner of the one before: «Амурскому ГПЗ „Газпрома“», «ТВЭЛ (компания „Росатома“)»?"""
    if rules.language != "ru" or one.kind in LAND or one.group or text[name.start : name.end] == name.text:
        return False
    return rules.joined.owner.fullmatch(text, one.end, name.start) is not None


def _by_members(text: str, found: list[Name], sides: list[bool], rules: PartyRules) -> list[bool]:
    """The sides with those that brackets tell in the stead of their group: "Chinese buyers (Sinochem, CNOOC)"."""
    for number, name in enumerate(found):
        if not sides[number] or not (name.group or rules.joined.united.search(name.text)):
            continue
        inside = _members(text, number, found, rules)
        if len(inside) > 1:
            sides = [side or at in inside for at, side in enumerate(sides)]
            sides[number] = False
    return sides


def _listed(text: str, group: Name, chosen: list[Name], rules: PartyRules) -> bool:
    """Does a group end the list of those who act ("A, B and three Russian banks signed")?"""
    before = [name for name in chosen if name.end <= group.start and not name.group]
    if any(one.start >= group.end and rules.acts.peers_before.search(text[group.start : one.start]) for one in chosen):
        return False  # «китайские партнёры из COFCO»: the next name tells whose they are
    if not before or rules.joined.goes_on.match(text, group.end) is None:
        return False
    between = text[before[-1].end : group.start]
    return rules.chain.match(between) is not None and rules.conjunction.search(between) is not None


def _members(text: str, number: int, found: list[Name], rules: PartyRules) -> list[int]:
    """Which names tell the members of a group: those in brackets behind it or listed after "consisting of"."""
    name = found[number]
    if text[name.end : name.end + 2] == " (":
        edge = text.find(")", name.end)
        return [other for other, one in enumerate(found) if name.end < one.start and one.end <= edge]
    listed = rules.joined.made_up_of.match(text, name.end)
    if listed is None or number + 1 == len(found):
        return []
    inside = [number + 1]
    for other in range(number + 2, len(found)):
        if rules.chain.match(text[found[other - 1].end : found[other].start]) is None:
            break
        inside.append(other)
    return inside


def _states_acting(text: str, one: Name, other: Name, rules: PartyRules) -> bool:
    """Do two Russian stretches of land, one of each country, act together («Москва и Пекин согласовывают …»)?"""
    if rules.joined.two_lands.fullmatch(text[one.end : other.start]) is None or one.country == other.country:
        return False
    both = (one, other)
    acting = all(side.kind in LAND and side.country in PAIR and stands(side) for side in both)
    as_written = all(text[side.start : side.end] == side.text for side in both)
    apart = (
        rules.joined.sign_together.match(text, other.end)
        or rules.excluded_before.search(before_name(text, one)) is None
    )
    return acting and as_written and bool(apart)


def _more(text: str, found: list[Name], chosen: list[Name], rules: PartyRules) -> list[Name]:
    """Other firms and bodies of the clause, where fewer than two were sure: a recipient, the subject of a relative."""
    no_sides = [_no_side(text, *pair, rules) for pair in pairwise(found)]
    return [
        name
        for name in found
        if name in chosen
        or (
            (
                name.kind in _DOERS
                or (name.group and rules.joined.buyer_before.search(text, max(0, name.start - 24), name.start))
            )
            and may_act(name, text[name.end :], rules)
            and not _recipient(before_name(text, name), rules)
            and not (name.kind == "unknown" and rules.joined.site_after.match(text, name.end))
            and name not in no_sides
        )
    ]


def _recipient(before: str, rules: PartyRules) -> bool:
    """Does the name stand after a preposition that makes no side of it, nor a buyer or seller ("sold to", "from")?"""
    found = rules.excluded_before.search(before)
    return found is not None and rules.joined.trading.match(found.group()) is None
