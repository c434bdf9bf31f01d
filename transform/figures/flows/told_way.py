"""The way that a clause names outright: "China sold 1.2 million tonnes of steel to Russia", usual or not."""

from __future__ import annotations

from collections.abc import Sequence

from transform.figures.sentence.groups import Group, unit_class
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.nations_goods import BACK, FROM, INTO
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.side_roles import preposition
from transform.figures.sentence.sides import Side
from transform.records import Flow, Metric
from transform.text.cue import Cue

#: Exports go to whom they are told to go, imports come from where they are told to come.
_ROLE: dict[Metric | None, str] = {"exports": "to", "imports": "from"}
#: Which way the goods go that a nation owns the trade of, and those told to go to it or to come from it.
_OWNED: dict[Metric | None, dict[str, Flow]] = {"exports": FROM, "imports": INTO}
_BEHIND: dict[Metric | None, dict[str, Flow]] = {"exports": INTO, "imports": FROM}
#: The other way's trade; an adjective before the noun ("Chinese exports") begins no farther off.
_OTHER_WAY: dict[Metric | None, Metric] = {"exports": "imports", "imports": "exports"}
_NEXT = 14
#: Whose preposition is less sure than a place's.
_FIRMS = ("company", "bank", "group", "body")
_NATIONS = frozenset(("word", "country"))
_PLACES = _NATIONS | {"place", "region", "port", "crossing"}
#: Between an owner and the noun for its trade: "China's imports".
_OWNS = ("'s ", "’s ", "s' ")


def told_way(
    reading: Reading, words: Lexicon, sides: Sequence[Side], group: Group, metric: Metric | None
) -> Flow | None:
    """The flow by the one nation in the group's clause that owns its trade ("Russia's imports"), else by the one that
    stands behind its preposition; else None.
    """
    role = _ROLE.get(metric)
    if role is not None and (made := _made_in(reading, words, sides, group)) is not None:
        return made
    if group.unit_class == "ratio" and (part := _part_of(reading, words, sides, group, metric)) is not None:
        return part
    first, last = reading.clause(group.start)
    head = reading.folded.rfind(":", 0, group.start)
    if head > 0 and not reading.folded[head + 1 : group.start].strip():
        first, _ = reading.clause(head - 1)  # «Импорт Китая из России: | 9,6 млрд»
    nouns = [
        cue.start
        for cue in reading.cues["metric"]
        if cue.label == metric and words.trade_noun.match(reading.folded, cue.start)
    ]
    told = {
        _OWNED.get(metric, {}).get(side.country)
        for side in sides
        if side.kind in ("word", "country")
        and first <= side.start < last
        and any(reading.folded[side.end : noun] in _OWNS for noun in nouns)
    } or {
        _BEHIND.get(metric, {}).get(side.country)
        for side in sides
        if side.role == role
        and side.kind in ("word", "country")
        and first <= side.start < last
        and words.prepositions.get(reading.folded[: side.start].rstrip().removesuffix(" the").rpartition(" ")[2])
        == role
    }
    if metric in _OWNED and not told:
        told = {
            FROM.get(side.country)
            for side in sides
            if side.role == "from" and first <= side.start < last and _sent_from(reading, words, side)
        }
    if metric == "exports" and not told:
        told = _between_places([side for side in sides if not _acts(reading, words, side)], first, last)
    if words.spaced and not told:
        told = _back_to(reading, words, sides, group, metric)
    if words.spaced and metric == "imports" and not told:
        told = _bought_there(reading, sides, first, group.start)
    if words.spaced and not told:
        told = _goods_of(reading, words, sides, metric, first, last) or _carried(
            reading, words, sides, group, metric, first
        )
    return told.pop() if len(told) == 1 else None


def _part_of(
    reading: Reading, words: Lexicon, sides: Sequence[Side], group: Group, metric: Metric | None
) -> Flow | None:
    """The way of the trade that a nation has a part in: it sells of what is imported and buys of what is exported
    ("Russia's share of those imports was 22 percent"). Who takes of what is made gets it.
    """
    since = reading.folded.rfind(";", 0, group.start) + 1
    told = max((one.end for one in reading.quantities if one.end <= group.start), default=0)
    if told > since and any(cue.label in _OWNED and told <= cue.start < group.start for cue in reading.cues["metric"]):
        since = told  # "…, and China's exports rose by | 5%" is told of something else
    for side in reversed(sides):
        if not (since <= side.start and side.end <= group.start):
            continue
        if metric in _BEHIND and words.traits.has_part.match(reading.folded, side.end):
            return _sent_on(reading, sides, side, group) or _BEHIND[metric].get(side.country)
        if metric in _BEHIND and _accounts_for(reading, words, sides, side, group):
            return _BEHIND[metric].get(side.country)
        if metric == "production" and words.traits.takes.fullmatch(reading.folded, side.end, group.start):
            return INTO.get(side.country)
    return None


def _sent_on(reading: Reading, sides: Sequence[Side], part: Side, group: Group) -> Flow | None:
    """The way of what goes to the other nation, in which one has its part ("Russia's share in supplies to China")."""
    _, last = reading.clause(group.start)
    to = [one.country for one in sides if part.end <= one.start < last and one.role == "to" and one.country in FROM]
    return INTO[to[0]] if to and to[0] is not None and to[0] != part.country else None


def _accounts_for(reading: Reading, words: Lexicon, sides: Sequence[Side], side: Side, group: Group) -> bool:
    """Is the share right behind it a nation's, of a trade that goes to or comes from no other land ("Russia accounted
    for 34% of its exports")? Of "exports to China" it would be the seller's.
    """
    if side.kind not in _NATIONS or not words.traits.accounts.fullmatch(reading.folded, side.end, group.start):
        return False
    _, last = reading.clause(group.end)
    behind = [other for other in sides if group.end <= other.start < last]
    return words.taken.of_named.match(reading.folded, group.end) is not None and not any(
        other.role in ("to", "from") or other.country == "other" for other in behind
    )


def _back_to(
    reading: Reading, words: Lexicon, sides: Sequence[Side], group: Group, metric: Metric | None
) -> set[Flow | None]:
    """The way back, where a sentence told of the trade with a nation one way and goes on with the other way's noun
    ("imports from China fell 17% to $604 million, exports rose to $233 million").
    """
    if metric not in _OTHER_WAY:
        return set()
    nouns = [cue for cue in reading.cues["metric"] if cue.end <= group.start and _for_trade(reading, words, cue)]
    if not nouns or nouns[-1].label != metric:
        return set()
    own = nouns[-1]
    if any(side.country in FROM and own.start - _NEXT <= side.start < group.end for side in sides):
        return set()  # it has a nation of its own
    other = _OTHER_WAY[metric]
    before = [cue for cue in nouns[:-1] if cue.label == other][-1:]
    ways = {
        _BEHIND[other].get(side.country)
        for cue in before
        for side in sides
        if side.kind in _NATIONS
        and side.role == _ROLE[other]
        and words.prepositions.get(reading.folded[cue.end : side.start].strip()) == _ROLE[other]
    }
    return {BACK[way] for way in ways if way in BACK}


def _for_trade(reading: Reading, words: Lexicon, cue: Cue) -> bool:
    """Is a cue a noun for trade one way ("imports", "shipments to Russia", "its purchases")?"""
    if words.trade_noun.match(reading.folded, cue.start):
        return True
    return words.traits.dealings.match(reading.folded, cue.start) is not None


def _bought_there(reading: Reading, sides: Sequence[Side], first: int, number: int) -> set[Flow | None]:
    """Where goods come from that were bought in a place behind the verb («закупила в Хэйлунцзяне удобрений на»)."""
    bought = [cue.end for cue in reading.cues["market"] if cue.label == "buy" and first <= cue.start < number]
    return {
        FROM.get(side.country)
        for side in sides
        if bought and side.role == "in" and side.kind in _PLACES and bought[-1] <= side.start < number
    }


def _goods_of(
    reading: Reading, words: Lexicon, sides: Sequence[Side], metric: Metric | None, first: int, last: int
) -> set[Flow | None]:
    """Where goods come from that a clause tells the price or imports of by their nation ("Chinese tyres worth
    $37 million were unloaded"); before a word of buying or pricing they may be the buyer's ("Chinese crude purchases",
    "Chinese coal prices"), before one for a firm they are none ("a Chinese furniture maker").
    """
    if metric not in ("imports", "price"):
        return set()
    ends = {cue.start: cue.end for cue in reading.cues["goods"] if cue.label != "trap"}
    bought = {cue.start for cue in reading.cues["metric"] if cue.label in ("imports", "exports")}
    named = {side: ends.get(side.end + 1) for side in sides if side.role == "owner" and first <= side.start < last}
    return {
        FROM.get(side.country)
        for side, end in named.items()
        if side.kind == "word"
        and end
        and end + 1 not in bought
        and not words.traits.of_trade.match(reading.folded, end)
    }


def _carried(
    reading: Reading, words: Lexicon, sides: Sequence[Side], group: Group, metric: Metric | None, first: int
) -> set[Flow | None]:
    """The way of what is carried, by the places before the number ("Boxes from China were | 33,700 TEU", "the rate from
    Ningbo eased to | $4,300"); none where it goes both ways, nor from where it only goes on ("from
    Vladivostok inland").
    """
    if metric not in ("freight", "price"):
        return set()
    kinds = _NATIONS if metric == "freight" else _PLACES
    before = [
        side
        for side in sides
        if side.kind in kinds
        and not _acts(reading, words, side)
        and first <= side.start
        and side.end <= group.start
        and reading.numbers(side.end, group.start) == 0
        and not words.traits.way_on.match(reading.folded, side.end)
    ]
    if any(cue.label == "two_way" and first <= cue.start < group.start for cue in reading.cues["course"]):
        return set()
    ways = {"from": FROM, "to": INTO}
    return {ways[side.role].get(side.country) for side in before if side.role in ways}


def _between_places(sides: Sequence[Side], first: int, last: int) -> set[Flow | None]:
    """Where to goods go that a clause names both ends of ("growers in Dongning trucked tomatoes to Primorye")."""
    named = [side for side in sides if first <= side.start < last and side.country in ("CN", "RU") and not side.passing]
    to = {side.country for side in named if side.role == "to" and side.kind not in _FIRMS}
    sent = {side.country for side in named if side.role not in ("to", "with")}
    return {INTO.get(country) for country in to} if len(to) == len(sent) == 1 and to != sent else set()


def _made_in(reading: Reading, words: Lexicon, sides: Sequence[Side], group: Group) -> Flow | None:
    """From the nation whose goods an amount is right before them ("Russian converters bought 96,000 tonnes of
    Chinese PVC"); its trade may go either way ("of Chinese imports") unless the other nation gets it.
    """
    if any(unit_class(reading.quantities[last].unit or "") == "ratio" for last in group.members[-1:]):
        return None  # "8 million tonnes, or 19.6 per cent of China's crude imports"
    for side in sides:
        beside = side.start > group.end and reading.folded[group.end : side.start] in words.traits.made_in
        if beside and side.role == "owner":
            known = not _its_trade(reading, words, side) or _of_other_side(reading, sides, group, side)
            return FROM.get(side.country) if known else None
    return None


def _of_other_side(reading: Reading, sides: Sequence[Side], group: Group, goods: Side) -> bool:
    """Does a clause begin with the other nation or its own, so that "Chinese imports" are what these get from China?"""
    first, _ = reading.clause(group.start)
    own = reading.folded[goods.end : goods.end + 2] in ("'s", "’s")
    before = {side.country for side in sides if first <= side.start < group.start and side.role in ("none", "owner")}
    return not own and len(before) == 1 and not before <= {goods.country, "both", "other"}


def _its_trade(reading: Reading, words: Lexicon, side: Side) -> bool:
    """Does a word for the trade of its nation stand behind a side ("of China's 2024 imports", "of Chinese imports")?"""
    return any(
        0 <= cue.start - side.end <= _NEXT
        and words.trade_noun.match(reading.folded, cue.start)
        and reading.parted(side.end, cue.start) == 0
        for cue in reading.cues["metric"]
    )


def _acts(reading: Reading, words: Lexicon, side: Side) -> bool:
    """Are they buyers by name only, to whom no preposition sends anything ("Russian farmers sold China …")?"""
    buyers = words.spaced and side.role == "to" and words.buyers.match(reading.folded, side.end) is not None
    return buyers and preposition(reading.folded, side.start, words) is None


def _sent_from(reading: Reading, words: Lexicon, side: Side) -> bool:
    """Does nothing but a preposition part the noun for what is sent from who sends it («поставки из Китая»)?

    Of what is earned from somewhere the goods went there ("export revenue from China").
    """
    earned = any(
        cue.label in ("to_ru", "to_cn") and cue.start < side.start and side.end <= cue.end
        for cue in reading.cues["course"]
    )
    return not earned and any(
        cue.end <= side.start
        and (
            reading.folded[cue.start : cue.end] in words.traits.neutral
            or words.trade_noun.match(reading.folded, cue.start)
        )
        and words.prepositions.get(reading.folded[cue.end : side.start].strip()) == "from"
        for cue in reading.cues["metric"]
    )
