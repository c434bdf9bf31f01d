"""Who is who in a sentence: every naming of China, Russia and third countries, with the part it plays.

A side is named by country ("China"), adjective ("Russian coal") or something that lies in it (Heihe, Gazprom).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

import msgspec

from transform.figures.sentence.firm_places import before_firm, has_works_over_there, in_quotes, named_after
from transform.figures.sentence.introduced import mentions_of
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.side_roles import Role, role_of, sells
from transform.names.entity import Entity
from transform.names.gazetteer import gazetteer
from transform.records import PAIR
from transform.text.cue import Cue

Country = Literal["CN", "RU", "both", "other"]
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


class _Sides(msgspec.Struct):
    """The namings found so far in a sentence; what one of them covers hides the names inside it."""

    reading: Reading
    lexicon: Lexicon
    found: list[Side] = []
    hidden: list[tuple[int, int]] = []

    def hides(self, start: int, end: int) -> bool:
        """Does a stretch overlap what was found?"""
        return any(first < end and start < last for first, last in self.hidden)

    def role(self, start: int, end: int) -> Role:
        return role_of(self.reading.folded, start, end, self.lexicon)

    def add(self, side: Side) -> None:
        self.found.append(side)
        self.hidden.append((side.start, side.end))


def find_sides(reading: Reading, lexicon: Lexicon, firms: dict[str, str] | None = None) -> list[Side]:
    """Namings in text order; a listed phrase ("China and Russia") or a firm's name hides the names inside it.

    `firms` are those that the article itself tells the country of.
    """
    told = _Sides(reading, lexicon)
    _find_firms(told, firms or {})
    _find_words(told)
    _find_places(told)
    sides = _with_shared_role(reading, lexicon, sorted(told.found, key=lambda side: side.start))
    if not lexicon.spaced:
        sides = _with_chinese_roles(reading, lexicon, sides)
    return _pairs(reading.folded, _routed(reading.folded, _marked(reading.folded, sides, lexicon), lexicon), lexicon)


def _find_firms(told: _Sides, firms: dict[str, str]) -> None:
    """Add firms and bodies: those that the gazetteer lists and those that the article introduces."""
    for mention in told.reading.entities:
        start, end, entity = mention.start, mention.end, mention.entity
        if entity.kind in _NAMED and entity.country is not None:
            told.add(Side(start, end, _country(entity.country), told.role(start, end), entity.kind, entity.region))
    for start, end, country in mentions_of(told.reading, firms) if firms else ():
        if not told.hides(start, end):
            told.add(Side(start, end, _country(country), told.role(start, end), "company"))


def _find_words(told: _Sides) -> None:
    """Add the listed words for a nation or for both, but for those that are a part of another name."""
    reading, lexicon = told.reading, told.lexicon
    for cue in reading.cues["side"]:
        if cue.label == "both" and lexicon.places.severed.match(reading.folded, cue.start):
            told.hidden.append((cue.start, cue.start + 1))
            if any(other.start == cue.start + 1 for other in reading.cues["side"]):
                continue
            cue = Cue(cue.start + 1, cue.start + 2, "ru", cue.group)
        if cue.label == "trap":
            told.hidden.append((cue.start, cue.end))
            continue
        if any(first <= cue.start and cue.end <= last for first, last in told.hidden) or _of_place(reading, cue):
            continue
        role = told.role(cue.start, cue.end)
        if role == "in" and any(m.start == cue.start and m.entity.region in CITIES for m in reading.entities):
            continue  # "in Moscow" is the city, not its government
        firm = before_firm(reading.sentence.text, cue.start, cue.end, lexicon.places)
        told.add(Side(cue.start, cue.end, _LABELS[cue.label], role, "company" if firm else "word"))


def _find_places(told: _Sides) -> None:
    """Add countries, provinces, towns, ports and crossings; a place in a firm's name stands for the firm."""
    reading, lexicon = told.reading, told.lexicon
    for mention in reading.entities:
        start, end, entity = mention.start, mention.end, mention.entity
        if entity.kind == "company" and entity.region and _works_at(reading, lexicon, start, end):
            told.add(Side(start, end, _country(entity.region[:2]), "none", "port", entity.region))
            continue
        if entity.kind not in _PLACED or told.hides(start, end):
            continue
        if entity.kind == "crossing":
            if town := _town(reading.folded[start:end], lexicon) or _end_of(entity, reading.folded[start:end], lexicon):
                told.add(Side(start, end, _country(town[:2]), "none", "crossing", town))
            continue
        if entity.country is None or (entity.country not in PAIR and entity.kind != "country"):
            continue
        if entity.kind == "country":
            if any(q.start < end and start < q.end for q in reading.quantities):
                continue
        elif _dateline(reading, start, end, lexicon) or (
            lexicon.language == "ru" and named_after(reading.folded, start, end)
        ):
            continue
        told.add(_placed(told, start, end, entity))


def _works_at(reading: Reading, lexicon: Lexicon, start: int, end: int) -> bool:
    """Is it a port's or terminal's own firm that its clause begins with and tells a number of ("… Port handled …")?"""
    _, closes = reading.clause(end)
    opens = start <= _OPENING or reading.folded[start - 1] in _COMMAS or reading.folded[start - 2] in _COMMAS
    named = lexicon.places.port_firm.search(reading.folded, start, end)
    return named is not None and opens and reading.numbers(end, closes) > 0


#: What opens a sentence stands no further from its head: a bracket, «в ».
_OPENING = 2
_COMMAS = ",，"


def _placed(told: _Sides, start: int, end: int, place: Entity) -> Side:
    """The naming that a place is: of itself, or of the firm whose name or seat it is."""
    text, places = told.reading.sentence.text, told.lexicon.places
    role, country = told.role(start, end), _country(place.country)
    named = place.kind != "country" and (
        told.lexicon.of_name.match(text, end) is not None or in_quotes(text, start, end, places)
    )
    if named or before_firm(text, start, end, places):
        # "Shandong Yulin Chemical" is a firm, and its figures are not Shandong's
        return Side(start, end, country, role, "company")
    kind = "place" if place.region in CITIES else place.kind
    if kind == "place" and role == "in" and f"port:{place.id.partition(':')[2]}" in gazetteer().entities:
        kind = "port"  # "at Vanino"
    return Side(start, end, country, role, kind, place.region)


def _country(code: str | None) -> Country:
    return "CN" if code == "CN" else "RU" if code == "RU" else "other"


def _with_shared_role(reading: Reading, lexicon: Lexicon, sides: list[Side]) -> list[Side]:
    """The sides, where what is listed shares the preposition ("to Dalian and Qingdao")."""
    sides = sides.copy()
    for place, (one, two) in enumerate(pairwise(sides)):
        listed = lexicon.listed.fullmatch(reading.folded, one.end, max(one.end, two.start)) is not None
        if listed and one.role in ("to", "from", "in") and two.role == "none" and one.country == two.country:
            sides[place + 1] = msgspec.structs.replace(two, role=one.role)
    return sides


def _with_chinese_roles(reading: Reading, lexicon: Lexicon, sides: list[Side]) -> list[Side]:
    """The sides, with the roles that no preposition tells in Chinese."""
    counted = {quantity.end for quantity in reading.quantities}
    goods = {cue.start for cue in reading.cues["goods"] if cue.label != "trap"}

    def role(side: Side) -> Role:
        if side.role == "to" and sells(reading, lexicon, side.start, side.end):
            return "from"
        attribute = (
            (side.kind == "word" and side.end - side.start == 1)  # 俄线, 俄企: a letter for the state before a noun
            or (side.kind in ("word", "country") and side.start in counted)  # 23个中国品种
            or not goods.isdisjoint((side.end, side.end + 1))
        )
        return "owner" if side.role == "none" and attribute else side.role

    return [msgspec.structs.replace(side, role=role(side)) for side in sides]


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
            or lexicon.traits.put_there.match(folded, side.end)
            or has_works_over_there(
                folded, side.end, _works_over_there(folded, side, sides, lexicon), lexicon.traits.based_in
            )
        )
        else side
        for side in sides
    ]


def _works_over_there(folded: str, side: Side, sides: list[Side], lexicon: Lexicon) -> list[int]:
    there = (one for one in sides if one.region and one.country not in (side.country, "both", "other"))
    return [one.start for one in there if lexicon.traits.works_behind.match(folded, one.end)]


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


def crossing_ends(name: str, lexicon: Lexicon | None) -> set[str]:
    """The provinces of both towns by which a crossing or a line over the border is called."""
    pieces = re.split(r"\s?[—–-]\s?", name) if lexicon else []
    named = (
        (m.entity.region for one in pieces for m in gazetteer().find(one.title(), lexicon.language)) if lexicon else ()
    )
    return {region for region in named if region}


def _end_of(crossing: Entity, name: str, lexicon: Lexicon) -> str | None:
    """The province of the end by which alone a crossing is called, if its word is no town's («пункт … Пограничный»)."""
    for town in crossing.id.partition(":")[2].split("-"):
        place = gazetteer().entities.get(f"place:{town}")
        end = place.names.get(lexicon.language, "").lower() if place else ""
        if place is not None and place.region and end.endswith(f" {name.split()[-1]}"):
            return place.region
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
