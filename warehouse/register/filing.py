"""The keys under which an agreement is filed and a mention looks for it; what shares none is never compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, product

from transform.records import Party
from warehouse.register.article_deals import sums_few, two_in_plural
from warehouse.register.contradiction import TOTAL_WINDOW_DAYS
from warehouse.register.reading import FEW_DEALS, Reading
from warehouse.sides.likeness import beginnings
from warehouse.sides.name_meaning import MEANS, towns, understood
from warehouse.sides.names import fold_name
from warehouse.sides.sides import ACTORS, Side, sides

#: A list of forty signatories is not paired in full.
MOST_PARTIES = 8
#: Nor is a long list of goods.
MOST_SUBJECTS = 6
#: Nor are all its numbers.
MOST_NUMBERS = 2
#: Letters of a word that may tell a firm.
_TELLING = 5
#: What comes of talks, and talks that go on.
_AFTER_TALKS = ("signed", "negotiating")
_UP_TO_SIGNED = ("planned", *_AFTER_TALKS)
#: Papers of authorities, of which goods have one each; of contracts for coal there are hundreds.
_BY_GOODS = ("protocol", "intergovernmental")
#: So many quarters back a report looks for what it follows up on, and the news of a signing for its talks.
_FOLLOWED_QUARTERS, _PLANNED_QUARTERS = 8, 4


def filing_keys(reading: Reading, implied: tuple[Party, ...] = ()) -> set[str]:
    """Keys under which an agreement is filed that this mention belongs to."""
    if reading.total:
        fortnight = reading.reported_at.toordinal() // TOTAL_WINDOW_DAYS
        many = {f"total of {reading.count}"} if reading.count and reading.count > FEW_DEALS else set()
        return {f"total {fortnight}", f"total {fortnight + 1}"} | many
    parties = _keys_by_party(reading, implied)
    each = {key for keys in parties for key in keys}
    keys = {f"s {reading.story_id}"} | _told_keys(reading, each) | _pairs(parties) | _weeks("w", reading, each, (0,))
    keys |= _weeks("a", reading, _about(reading) | {reading.type}, (0,)) | _months(reading, (0,))
    if _names_unlisted(reading):
        keys |= _weeks("u", reading, each, (0,))
    keys.update(f"p {key}" for key in each | _words(reading))
    if len(parties) == 1:
        keys.update(f"alone {key}" for key in parties[0])
    return keys


def lookup_keys(reading: Reading, implied: tuple[Party, ...] = ()) -> set[str]:
    """Keys under which to look for the agreement of this mention; what shares none of them is never compared.

    A pair of parties is looked up as a pair: one busy company alone would bring thousands. With one party of two in
    common, the value, the day or the story must be too; what follows up on a deal, or recalls one, is looked up by
    each. A firm that no list has, which has few deals, is also looked up by its name alone, by its partner and the
    week, and so is its partner, and by how its name begins and the month. Whoever its sides are, a deal is looked
    up by what it is about and the week: each paper may write them as none has before.
    """
    if reading.total:
        # What sums up a few deals looks for each of them, what two sides signed in the plural for that deal.
        singly = sums_few(reading) or two_in_plural(reading)
        return filing_keys(reading) | (_pairs(_keys_by_party(reading, implied)) if singly else set())
    parties = _keys_by_party(reading, implied)
    each = {key for keys in parties for key in keys}
    keys = {f"s {reading.story_id}"} | _told_keys(reading, each)
    named = reading.sides
    lone = [ours for side, ours in zip(named, parties, strict=False) if side.concrete]
    if len(parties) == 1 or len(lone) == 1:
        # What a sentence is lent by the one before it may be wrong, and "Russian firms" are anybody: its own party
        # alone finds the deal too.
        keys.update(f"p {key}" for key in (lone or parties)[0])
    if reading.follows:
        keys.update(f"p {key}" for key in each | _words(reading))
    else:
        unlisted = [side for side in named[:MOST_PARTIES] if side.concrete and not side.known]
        keys.update(f"p {side.key}" for side in unlisted)
        # What a bracket calls it (顿河锻压机床厂（Donpressmash）) is how others write it, however long ago.
        keys.update(f"p {fold_name(side.called)}" for side in unlisted if side.called)
    if len(parties) > 1:
        keys |= _pairs(parties)
        keys.update(f"alone {key}" for key in each)
    if _names_unlisted(reading) or len(parties) > len(reading.parties):
        keys |= _weeks("w", reading, each, (-1, 0, 1))
    else:
        keys |= _weeks("u", reading, each, (-1, 0, 1))
    if not reading.parties:
        keys |= _weeks("a", reading, {reading.type}, (-1, 0, 1))
    return keys | _weeks("a", reading, _about(reading), (-1, 0, 1)) | _months(reading, (-1, 0, 1))


def _about(reading: Reading) -> frozenset[str]:
    """Its goods, work, places, forum and numbers, and what kind of paper it is in which branch."""
    kinds = {f"{reading.type} {sector}" for sector in reading.sectors}
    told = reading.goods | reading.topics.field | reading.entities | reading.events | reading.places
    return told | kinds | set(_numbers(reading))


def _numbers(reading: Reading) -> list[str]:
    """The numbers of three digits and more: two reports of a week that tell 6,000 cows tell one farm."""
    return sorted(f"#{number}" for number in reading.topics.numbers if len(number) > 2)[:MOST_NUMBERS]


def _months(reading: Reading, around: Sequence[int]) -> set[str]:
    """How the names of its unlisted firms begin, with a month of reports, and two of its subjects with a quarter."""
    month = reading.reported_at.toordinal() // 28
    begins = {one for side in reading.sides if side.concrete and not side.known for one in beginnings(side.name)}
    about = sorted(reading.goods | reading.entities)[:MOST_SUBJECTS] + _numbers(reading)
    back = _FOLLOWED_QUARTERS if reading.follows else _PLANNED_QUARTERS if reading.status in _AFTER_TALKS else 1
    quarters = {month // 3 + step for step in (range(-back, 2) if len(around) > 1 else around)}
    quarter = {f"pq {one}|{other} {when}" for one, other in combinations(about, 2) for when in quarters}
    unlisted = {key for side in reading.sides if side.concrete and not side.known for key in (side.key, *side.also)}
    quarter |= {f"pk {key} {month // 3 + step}" for key in unlisted for step in around}
    if reading.status in _UP_TO_SIGNED:
        # What was planned or is talked of may be told with a partner that each paper writes its own way.
        firms = {side.key for side in reading.sides if side.key.startswith(ACTORS)}
        in_branch = {f"pf {one} {sector}" for one in firms for sector in reading.sectors}
        quarter |= {f"{one} {when}" for one in in_branch for when in quarters}
    if reading.type in _BY_GOODS and (len(around) == 1 or (reading.follows and not reading.parties)):
        # "The protocol on oats took effect": what becomes of it is told without its sides, which everybody knows.
        goods = sorted(reading.goods)[:MOST_SUBJECTS]
        quarter |= {f"pg {reading.type} {one} {when}" for one in goods for when in quarters}
    if reading.made is not None:
        # "Since a 2022 contract": what is recalled by its year may be recalled months later, in another script.
        quarter |= {f"py {one} {reading.made}" for one in begins}
    return quarter | {f"pm {one} {month + step}" for one in begins for step in around}


def _words(reading: Reading) -> set[str]:
    """The words of its firms' names that say which they are: «Аврора» is «Тепличный комплекс Аврора»."""
    names = (fold_name(side.name) for side in reading.sides if side.concrete and not side.known)
    return {f"word {word}" for name in names for word in name.split() if len(word) >= _TELLING and not understood(word)}


def _names_unlisted(reading: Reading) -> bool:
    return any(not side.known for side in reading.sides)


def _keys_by_party(reading: Reading, implied: tuple[Party, ...]) -> list[set[str]]:
    """For each party the keys that it may be known by: its own, a firm's beside it, how it sounds."""
    named = reading.sides[:MOST_PARTIES]
    found = [{side.key, *_kin(side), *(side.also if not side.known else ())} for side in named]
    found += [{side.key} for side in sides(implied, ())[:MOST_PARTIES] if side.key not in {one.key for one in named}]
    return found


def _kin(side: Side) -> Iterable[str]:
    """A town and its port have one slug, a listed firm is written as none other is; a ministry signs for its state."""
    kind, _, slug = side.key.partition(":")
    if slug:
        yield f"~{slug}"
        yield fold_name(side.name)
        # The port of Murmansk and the firm that runs it: two of the list, and one to the papers.
        yield from (key for key in side.also if key.startswith(MEANS))
    if kind == "body":
        yield f"group {side.country}"


def _pairs(parties: Sequence[set[str]]) -> set[str]:
    found: set[str] = set()
    for index, ours in enumerate(parties):
        for theirs in parties[index + 1 :]:
            found.update(f"pp {min(a, b)}|{max(a, b)}" for a, b in product(ours, theirs))
    return found


def _told_keys(reading: Reading, parties: Iterable[str]) -> set[str]:
    """A party, or its town, with a value (two digits of it), and a party with a day of signing."""
    keys: set[str] = set()
    if reading.value is not None and reading.unit:
        homes = {town for side in reading.sides[:MOST_PARTIES] for town in towns(side.name)}
        keys.update(f"pv of {town} {reading.value:.1e} {reading.unit}" for town in homes)
    for party in parties:
        if reading.value is not None and reading.unit:
            keys.add(f"pv {party} {reading.value:.1e} {reading.unit}")
        if reading.signed_on:
            keys.add(f"pd {party} {reading.signed_on}")
    return keys


def _weeks(kind: str, reading: Reading, keys: Iterable[str], around: Iterable[int]) -> set[str]:
    """A party, or goods, with a week of reports: the other side may be written as none has it."""
    week = reading.reported_at.toordinal() // 7
    return {f"p{kind} {key} {week + step}" for key in keys for step in around}
