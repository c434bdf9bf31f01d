"""Who is who in a sentence: every naming of China, Russia and third countries, with the part it plays.

A side is named by country ("China"), adjective ("Russian coal") or something that lies in it (Heihe, Gazprom).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

import msgspec

from transform.cue import Cue
from transform.firm_places import before_firm, in_quotes, named_after
from transform.gazetteer import gazetteer
from transform.introduced import mentions_of
from transform.lexicon import Lexicon
from transform.reading import Reading

Country = Literal["CN", "RU", "both", "other"]
Role = Literal["to", "from", "in", "with", "owner", "none"]

_LABELS: dict[str, Country] = {"cn": "CN", "ru": "RU", "both": "both", "other": "other"}


_NAMED = frozenset(("company", "body", "bank", "group"))
_PLACED = frozenset(("country", "region", "place", "port", "crossing"))
#: Cities that are regions of their own: a place of signing far more often than the subject of a figure.
CITIES = frozenset(("CN-BJ", "CN-SH", "CN-TJ", "CN-CQ", "RU-MOW", "RU-SPE", "RU-SEV", "CN-HK"))


class Side(msgspec.Struct, frozen=True):
    """A mention of one side: `kind` is the gazetteer's kind, or `word` for a listed word."""

    start: int
    end: int
    country: Country
    role: Role
    kind: str
    region: str | None = None
    #: the place only tells where another one lies or whose branch something is
    passing: bool = False


def _preposition(folded: str, start: int, lexicon: Lexicon, *, far: bool) -> str | None:
    """The preposition that governs the name at `start`; `far` lets the listed words stand between."""
    if not lexicon.spaced:
        start -= max((len(word) for word in lexicon.skipped if folded.endswith(word, 0, start)), default=0)
        match = lexicon.preposition.search(folded, max(0, start - 3), start)
        return match.group() if match else None
    words = folded[max(0, start - 48) : start].split()
    bared = [word.strip("«\"'“„(") for word in words[-4:]]
    for place in range(len(bared) - 1, max(-1, len(bared) - 4), -1):
        bare = bared[place]
        if place and f"{bared[place - 1]} {bare}" in lexicon.no_way:
            return None
        if bare in lexicon.prepositions:
            return bare
        if place and f"{bared[place - 1]} {bare}" in lexicon.prepositions:
            return f"{bared[place - 1]} {bare}"
        if not far or (bare not in lexicon.skipped and not lexicon.places.between.search(bare)):
            return None
    return None


def _role(folded: str, start: int, end: int, lexicon: Lexicon) -> Role:
    name, places = folded[start:end], lexicon.places
    adjective = places.adjective.search(name) is not None or folded[end : end + 2] == "'s"
    if lexicon.supplied.match(folded, end):
        return "to"  # "China's biggest oil supplier" sells to China
    word = _preposition(folded, start, lexicon, far=True)
    if word is not None and folded[end : end + 2] != "'s":
        role = lexicon.prepositions[word]
        if role == "from" and adjective and lexicon.customers.match(folded, end):
            return "to"  # "revenue from Russian customers": the money comes from where the goods went
        if not lexicon.spaced or (name[-1:] <= "z" and word not in places.off):
            return role  # type: ignore[return-value]
        if role == "to" and places.locative.search(name):
            return "in"
        if role == "to" and adjective and word in places.into:
            if places.locative_adjective.search(name):
                return "in"
            noun = folded[end : end + 24].split()[:1]
            if word in places.onto and not lexicon.buyers.match(folded, end) and lexicon.skipped.isdisjoint(noun):
                return "owner"  # «пошлина на китайские машины»: theirs, not sent to them
        if role == "from" and word in places.off and places.instrumental.search(name):
            return "owner" if adjective else "in"
        return role  # type: ignore[return-value]
    if (adjective or not lexicon.spaced) and (
        lexicon.buyers.match(folded, end) or lexicon.market_of.match(folded, end)
    ):
        return "to"
    if places.dative.fullmatch(folded, start, end):
        return "to"
    return "owner" if adjective else "none"


def find_sides(reading: Reading, lexicon: Lexicon, firms: dict[str, str] | None = None) -> list[Side]:
    """Namings in text order; a listed phrase ("China and Russia") or a firm's name hides the names inside it.

    `firms` are those that the article itself tells the country of.
    """
    folded = reading.folded
    sides: list[Side] = []
    hidden: list[tuple[int, int]] = []
    for mention in reading.entities:
        entity = mention.entity
        if entity.kind not in _NAMED or entity.country is None:
            continue
        named: Country = "CN" if entity.country == "CN" else "RU" if entity.country == "RU" else "other"
        role = _role(folded, mention.start, mention.end, lexicon)
        sides.append(Side(mention.start, mention.end, named, role, entity.kind, entity.region))
        hidden.append((mention.start, mention.end))
    for start, end, country_of in mentions_of(reading, firms) if firms else ():
        if not any(first < end and start < last for first, last in hidden):
            owner: Country = "CN" if country_of == "CN" else "RU"
            sides.append(Side(start, end, owner, _role(folded, start, end, lexicon), "company", None))
            hidden.append((start, end))
    for cue in reading.cues["side"]:
        if cue.label == "both" and lexicon.places.severed.match(folded, cue.start):
            hidden.append((cue.start, cue.start + 1))
            if any(other.start == cue.start + 1 for other in reading.cues["side"]):
                continue
            cue = Cue(cue.start + 1, cue.start + 2, "ru", cue.group)
        if cue.label == "trap":
            hidden.append((cue.start, cue.end))
            continue
        if any(first <= cue.start and cue.end <= last for first, last in hidden) or _of_place(reading, cue):
            continue
        role = _role(folded, cue.start, cue.end, lexicon)
        if role == "in" and any(m.start == cue.start and m.entity.region in CITIES for m in reading.entities):
            continue  # "in Moscow" is the city, not its government
        firm = before_firm(reading.sentence.text, cue.start, cue.end, lexicon.places)
        sides.append(Side(cue.start, cue.end, _LABELS[cue.label], role, "company" if firm else "word"))
        hidden.append((cue.start, cue.end))
    for mention in reading.entities:
        entity = mention.entity
        if entity.kind == "crossing":
            town = _town(folded[mention.start : mention.end], lexicon)
            if town is not None and not any(f < mention.end and mention.start < t for f, t in hidden):
                country: Country = "CN" if town[:2] == "CN" else "RU"
                sides.append(Side(mention.start, mention.end, country, "none", "crossing", town))
                hidden.append((mention.start, mention.end))
            continue
        if entity.kind not in _PLACED or not entity.country:
            continue
        if any(first < mention.end and mention.start < last for first, last in hidden):
            continue
        if entity.kind == "country" and any(
            q.start < mention.end and mention.start < q.end for q in reading.quantities
        ):
            continue
        if entity.country in ("CN", "RU"):
            named = "CN" if entity.country == "CN" else "RU"
        elif entity.kind == "country":
            named = "other"
        else:
            continue
        if entity.kind != "country" and _dateline(reading, mention.start, mention.end, lexicon):
            continue
        if lexicon.language == "ru" and entity.kind != "country" and named_after(folded, mention.start, mention.end):
            continue
        role = _role(folded, mention.start, mention.end, lexicon)
        after = entity.kind != "country" and (
            lexicon.of_name.match(reading.sentence.text, mention.end) is not None
            or in_quotes(reading.sentence.text, mention.start, mention.end, lexicon.places)
        )
        if after or before_firm(reading.sentence.text, mention.start, mention.end, lexicon.places):
            # "Shandong Yulin Chemical" is a firm, and its figures are not Shandong's
            sides.append(Side(mention.start, mention.end, named, role, "company", None))
            continue
        kind = "place" if entity.region in CITIES else entity.kind
        sides.append(Side(mention.start, mention.end, named, role, kind, entity.region))
    sides.sort(key=lambda side: side.start)
    for place, (one, two) in enumerate(pairwise(sides)):
        # "to Dalian and Qingdao": what is listed shares the preposition
        listed = lexicon.listed.fullmatch(folded, one.end, max(one.end, two.start)) is not None
        if listed and one.role in ("to", "from", "in") and two.role == "none" and one.country == two.country:
            sides[place + 1] = msgspec.structs.replace(two, role=one.role)
    if not lexicon.spaced:
        # 俄线, 俄企: a letter for the state before a noun is an attribute.
        sides = [
            msgspec.structs.replace(side, role="owner")
            if side.role == "none" and side.kind == "word" and side.end - side.start == 1
            else side
            for side in sides
        ]
        counted = {quantity.end for quantity in reading.quantities}
        sides = [
            msgspec.structs.replace(side, role="owner")
            if side.role == "none" and side.kind in ("word", "country") and side.start in counted
            else side  # 23个中国品种
            for side in sides
        ]
        sides = [
            msgspec.structs.replace(side, role="from") if side.role == "to" and _sells(reading, lexicon, side) else side
            for side in sides
        ]
        goods = {cue.start for cue in reading.cues["goods"] if cue.label != "trap"}
        sides = [
            msgspec.structs.replace(side, role="owner")
            if side.role == "none" and not goods.isdisjoint((side.end, side.end + 1))
            else side
            for side in sides
        ]
    return _pairs(folded, _routed(folded, _marked(folded, sides, lexicon), lexicon), lexicon)


def _of_place(reading: Reading, cue: Cue) -> bool:
    """Is the word only a part of a province's or town's name (莫斯科|州, 俄|滨海边疆区)?"""
    return any(
        m.start <= cue.start and cue.end <= m.end and m.end - m.start > cue.end - cue.start
        for m in reading.entities
        if m.entity.kind in ("region", "place") and m.entity.region not in CITIES
    )


def _routed(folded: str, sides: list[Side], lexicon: Lexicon) -> list[Side]:
    """The sides, the ends of a route with the way that it goes («поезд Чэнду — Москва»)."""
    routed = sides.copy()
    for place, (one, two) in enumerate(pairwise(sides)):
        if (
            {one.country, two.country} == {"CN", "RU"}
            and one.role == two.role == "none"
            and _DASH.fullmatch(folded, one.end, two.start)
            and lexicon.places.route.search(folded, 0, one.start)
        ):
            routed[place] = msgspec.structs.replace(one, role="from")
            routed[place + 1] = msgspec.structs.replace(two, role="to")
    return routed


#: Between the ends of a route.
_DASH = re.compile(r"\s?[—–-]\s?")


def _marked(folded: str, sides: list[Side], lexicon: Lexicon) -> list[Side]:
    """The sides, with those marked that only say where another place lies or whose branch it is."""
    return [
        msgspec.structs.replace(side, passing=True)
        if side.region
        and side.kind in ("place", "region", "port")
        and (
            lexicon.traits.beside.search(folded, max(0, side.start - 40), side.start)
            or lexicon.traits.branch.match(folded, side.end)
        )
        else side
        for side in sides
    ]


def _sells(reading: Reading, lexicon: Lexicon, side: Side) -> bool:
    """Is it the one whom a buyer asks (向俄企采购), not one to whom goods are sent (向俄企供应采购的设备)?"""
    if not reading.folded[: side.start].endswith(lexicon.asked):
        return False
    bought = [cue.start for cue in reading.cues["market"] if cue.label == "buy" and cue.start >= side.end]
    sent = [cue.start for cue in reading.cues["metric"] if cue.label == "exports" and cue.start >= side.end]
    return (
        bool(bought)
        and bought[0] - side.end <= _ASKED
        and reading.parted(side.end, bought[0]) < 1
        and not (sent and sent[0] < bought[0])
    )


#: So near behind the one asked stands the verb.
_ASKED = 24


#: Between the towns on both ends of a crossing.
_ENDS = re.compile(r"\s[—–-]\s")


def _town(name: str, lexicon: Lexicon) -> str | None:
    """The province of the town that a crossing is called by, the first of two: 满洲里口岸, "Zabaikalsk-Manzhouli"."""
    pieces = [*_ENDS.split(name), *lexicon.places.crossing.split(name)]  # «Кани-Курган — Хэйхэ» is not of Kurgan
    for piece in pieces:
        for mention in gazetteer().find(piece.title(), lexicon.language) if piece and piece != name else ():
            if mention.entity.kind == "place" and mention.entity.region:
                return mention.entity.region
    return None


def _pairs(folded: str, sides: list[Side], lexicon: Lexicon) -> list[Side]:
    """Add "both" where two namings of opposite sides are joined ("between ports of China and Vladivostok")."""
    pairs = [
        Side(one.start, two.end, "both", "none", "pair")
        for one, two in pairwise(sides)
        if {one.country, two.country} == {"CN", "RU"}
        and one.role in ("none", "owner", "in", "with")
        and two.role in ("none", "owner", "in", "with")
        and two.start - one.end < 24
        and lexicon.places.joined.fullmatch(folded, one.end, two.start)
    ]
    return sorted([*sides, *pairs], key=lambda side: side.start) if pairs else sides


def _dateline(reading: Reading, start: int, end: int, lexicon: Lexicon) -> bool:
    """Is the name the place that a report was filed from ("SHENYANG, Oct 24 -", 哈尔滨8月8日电)?"""
    if reading.sentence.paragraph > 0:
        return False
    if start == 0 and reading.sentence.text[:end].isupper():
        return True
    after = reading.folded[end : end + 24]
    return lexicon.places.filed.match(after) is not None and start <= 12
