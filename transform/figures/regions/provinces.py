"""Where a figure holds: the province or federal subject that it speaks of, when narrower than the country."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from transform.figures.regions.places_told import Places
from transform.figures.sentence.firm import HERE, NATIONWIDE, OWN_NOUN, SEVERAL, WORKS_THERE
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side, crossing_ends
from transform.names.entity import METONYMS
from transform.records import PAIR, Metric
from transform.text.cue import Cue

#: Twice the largest trade of a province with the other country (Shandong, Guangdong, Moscow; customs of both, 2024).
_MOST_OF_PROVINCE = {"USD": 100 * 10**9, "EUR": 90 * 10**9, "CNY": 700 * 10**9, "RUB": 8 * 10**12}
_TOO_FAR = 8.0
#: What speaks of the whole country: its name, or an authority of no province (中国海关公布，8月……).
_NATIONAL = frozenset(("word", "country", "body"))
#: The end that a figure of trade speaks of less.
_OTHER_END: dict[Metric, str] = {"exports": "to", "imports": "from"}
#: The end that a town's own figure of trade has ("vegetable exports from Heihe").
_OWN_END: dict[Metric, str] = {"exports": "from"}
_MOVED: frozenset[Metric] = frozenset(("exports", "imports", "freight"))
#: What stands or works in the place that a sentence names.
_SITED: frozenset[Metric] = frozenset(("investment", "companies", "production", "projects", "people"))
#: What a works at a place takes in or makes.
_WORKED: frozenset[Metric] = frozenset(("freight", "production"))
#: Words for the nation, and those by which a text turns from a province to it (全国来看).
_NATION = ("nation", "nationwide")
#: Words beside which a place may be told, but which tell none.
_NO_PLACE = ("crossing", "whole", "works")
#: What a town's delegation signs is not the town's figure.
_OF_ALL: frozenset[Metric] = frozenset(("agreements", "contract_value", "finance", "settlement", "tariff"))


class _Asked(msgspec.Struct, frozen=True):
    """A figure whose province is asked for, at [first, last) of its sentence, and what the text told before it."""

    reading: Reading
    sides: list[Side]
    first: int
    last: int
    places: Places
    #: what holds where nothing is named
    said: str | None
    metric: Metric
    words: Lexicon | None

    def cost(self, start: int, end: int) -> float | None:
        """How many steps off a word stands; None where another clause behind the figure has it, or a part of it."""
        if start >= self.last and (
            self.reading.parted(self.last, start) >= 1 or of_part(self.reading, self.last, start)
        ):
            return None
        return self.reading.distance(start, end, self.first, self.last, after=1.0)


class _Found(msgspec.Struct, frozen=True):
    """A word for a place: how many steps off it is, what it tells, and why."""

    cost: float
    region: str | None
    why: str


def find_region(
    reading: Reading,
    sides: list[Side],
    first: int,
    last: int,
    places: Places,
    said: str | None,
    metric: Metric,
    words: Lexicon | None = None,
) -> tuple[str | None, str]:
    """ISO 3166-2 code of the province that a figure speaks of; `said` is what holds where nothing is named.

    `words` tell who takes part from either side, which names no nation, and whether words have blanks between.
    """
    if metric == "companies" and (own := _in_own_noun(sides, first, last)) is not None:
        return own, OWN_NOUN
    if words and metric in _SITED and (letter := _put_into(reading, sides, first, words)) is not None:
        return letter, WORKS_THERE
    if metric in _OF_ALL and {side.country for side in sides if side.kind == "region"} >= {"CN", "RU"}:
        return None, "of provinces on both sides"
    asked = _Asked(reading, sides, first, last, places, said, metric, words)
    listed = _listed(reading, sides)
    found = [
        *(_by_side(asked, side, listed) for side in sides if not side.passing),
        *(_by_here(asked, cue) for cue in reading.cues["here"]),
    ]
    near = [one for one in found if one is not None and one.cost < _TOO_FAR]
    if near:
        best = min(near, key=lambda one: one.cost)
        return best.region, best.why
    if said is not None and _named_anew(reading, sides, last, said):
        return None, ""
    if said is not None and metric in _MOVED and _whole_end(sides, said):
        return None, "to or from the nation"
    return said, "as said before"


def _in_own_noun(sides: list[Side], first: int, last: int) -> str | None:
    """The province by which firms are counted ("17 Yiwu-registered firms")."""
    return next((side.region for side in sides if side.region and first <= side.start and side.end <= last), None)


def _put_into(reading: Reading, sides: list[Side], first: int, words: Lexicon) -> str | None:
    """The province into which a Russian land's firms put money, by its letter (鞑靼斯坦在|鲁|投资企业共11家)."""
    for side in sides:
        put = words.traits.put_there.match(reading.folded, side.end) if side.country == "RU" else None
        if put is not None and put.end() <= first:
            return next((region for letter, region in words.traits.letters.items() if letter in put.group()), None)
    return None


def _by_side(asked: _Asked, side: Side, listed: set[int]) -> _Found | None:
    """The province that a side lies in, or none of a nation's; `listed` are those told together with others."""
    cost = asked.cost(side.start, side.end)
    weight = _weight_of_nation(asked, side) if side.region is None else _weight_of_place(side, asked)
    if cost is None or weight is None:
        return None
    if side.start in listed:
        return _Found(weight + cost, None, SEVERAL)
    if side.country == "both" and side.end <= asked.first and _of_pair(asked.reading, side):
        return _Found(weight + cost, None, NATIONWIDE)
    if _works_there(side, asked):
        return _Found(weight + cost, side.region, WORKS_THERE)
    region, about = side.region, asked.said or asked.places.topic
    if side.kind == "crossing" and about in crossing_ends(asked.reading.folded[side.start : side.end], asked.words):
        region = about  # the Blagoveshchensk-Heihe line, in a bulletin of Heihe
    return _Found(weight + cost, region, f"“{asked.reading.folded[side.start : side.end]}”")


def _of_pair(reading: Reading, side: Side) -> bool:
    """Is the pair told as both ends of a trade ("traffic between China and Russia")?"""
    return reading.traits.trade_between.search(reading.folded, 0, side.start) is not None


def _works_there(side: Side, asked: _Asked) -> bool:
    """Does what takes in or makes the goods stand in the place ("a terminal at Zabaikalsk that can pass …")?"""
    there = asked.metric in _WORKED and side.role == "in" and side.region is not None
    folded, traits = asked.reading.folded, asked.reading.traits
    return there and bool(traits.works_at.search(folded, 0, side.start) or traits.works_behind.match(folded, side.end))


def _by_here(asked: _Asked, cue: Cue) -> _Found | None:
    """The place that "the province", "the nation" or "here" speaks of."""
    reading, said, cost = asked.reading, asked.said, asked.cost(cue.start, cue.end)
    if cost is None or cue.label in _NO_PLACE:
        return None
    if any(side.start <= cue.start and cue.end <= side.end for side in asked.sides):
        return None
    if any(share.end == cue.start for share in reading.cues["share"]):
        return None  # 占全国: the whole that a share is taken of
    cost += 0.3
    if reading.traits.of.fullmatch(reading.folded, asked.last, max(asked.last, cue.start)):
        if cue.label == "nation" and said is not None:
            return None  # "nine tenths of the nation's imports": the province's part in them
        cost = 0.0  # "62 percent of the region's exports"
    word = reading.folded[cue.start : cue.end]
    if cue.label in _NATION:
        return _Found(cost, None, NATIONWIDE if cue.label == "nationwide" else f"“{word}”")
    told = said or asked.places.topic
    if (pointed := _pointed_at(asked, cue)) is not None:
        return _Found(cost, pointed, HERE)
    if cue.label == "cn":
        told = asked.places.here("cn")
    elif cue.label == "ru":
        told = asked.places.of_kind(word)
    return None if told is None else _Found(cost, told, f"“{word}”")


def _pointed_at(asked: _Asked, cue: Cue) -> str | None:
    """The province that 当地 speaks of, "here" at a sentence's head, or what the outlet calls its own («наш порт»)."""
    reading, places = asked.reading, asked.places
    if cue.label == "last":
        return _last_named(asked.sides, cue.start) or asked.said or places.topic
    if cue.label != "region":
        return None
    if cue.start <= _OPENS and reading.traits.there_heads.match(reading.folded):
        return places.before
    ours = any(one.end() == cue.end for one in reading.traits.ours.finditer(reading.folded))
    return places.home if ours else None


def _weight_of_nation(asked: _Asked, side: Side) -> float | None:
    """How much farther off than it stands a nation counts, or an authority of no province; None where it is no subject
    of the figure.
    """
    reading, said, words = asked.reading, asked.said, asked.words
    within = side.role == "in" and side.kind in ("word", "country") and (said or "")[:2] == side.country
    if side.country == "other" or side.kind not in _NATIONAL or not (within or side.role == "none"):
        return None
    if asked.first <= side.start and side.end <= asked.last:
        return None  # "214,000 Russians": who is counted
    if side.country == "both" and any(c.start == side.start for c in reading.cues["course"]):
        return None  # "lorries both ways": how it goes, and no nation
    if side.country == "both" and said and reading.traits.mutual.match(reading.folded, side.start):
        return None  # «Взаимный оборот вырос»: of the province told before and its partner
    if asked.words and asked.words.spaced and reading.folded.endswith(reading.traits.meant_for, 0, side.start):
        return None  # "cars for Russia": who gets them
    if side.kind == "body" and reading.traits.local_body.search(reading.folded, max(0, side.start - 1), side.start):
        return None
    if (
        (said or asked.metric in _SITED)
        and words
        and side.kind == "word"
        and reading.folded[side.start : side.end] in words.partners
    ):
        return None  # 中方出资占60%: who holds it, wherever it stands
    if said and words and not words.spaced and _trades_with(side, said, asked.first, asked.metric):
        return None
    if _partner_of_here(reading, side, said or asked.places.topic) or (said and _part_of_here(reading, side, said)):
        return None
    return 0.5 if side.country == "both" else 2.0 if side.kind == "body" else 1.0


def _weight_of_place(side: Side, asked: _Asked) -> float | None:
    """The same of a province, or of what lies in one; None where the place tells nothing of such a figure."""
    metric = asked.metric
    if _works_there(side, asked):
        return 0.3
    if side.kind == "region":
        if metric == "price" and side.role != "none":
            return None
        if side.role == _OTHER_END.get(metric):
            return 1.2  # "from Amur Region to Heilongjiang": exports are the sender's
        return 0.3 if side.role in ("to", "from") else -0.5
    if side.kind in ("crossing", "body") or (side.kind == "port" and side.role == "in" and metric in _MOVED):
        return 0.5  # "at Vanino": what a port town loads and unloads is its own
    if metric in _OF_ALL or (side.region in METONYMS and side.role != "in"):
        return None
    own_end = side.kind == "place" and side.role == _OWN_END.get(metric)
    other = (side.role in ("to", "from") and not own_end) or (side.role in ("in", "with") and metric not in _SITED)
    return None if other else 0.0


def _listed(reading: Reading, sides: list[Side]) -> set[int]:
    """Where provinces of one country are named in one breath: a figure is of neither alone."""
    named = [side for side in sides if side.region and not side.passing]
    return {
        side.start
        for one, two in pairwise(named)
        if one.region != two.region
        and one.country == two.country
        and one.role == two.role
        and reading.traits.one_breath.fullmatch(reading.folded, one.end, max(one.end, two.start))
        for side in (one, two)
    }


def _last_named(sides: list[Side], place: int) -> str | None:
    """The province named last before a place of the sentence, which 当地 speaks of."""
    named = [side.region for side in sides if side.region and side.end <= place and side.region not in METONYMS]
    return named[-1] if named else None


def _partner_of_here(reading: Reading, side: Side, about: str | None) -> bool:
    """Is the nation whom "the region" before it in its clause trades with ("trade between the region and China")?"""
    ours = {"cn": "CN", "ru": "RU", "region": (about or "")[:2], "last": (about or "")[:2]}
    return any(
        ours.get(cue.label, "") in PAIR - {side.country or ""}
        and side.start - cue.end > 0
        and reading.parted(cue.end, side.start) < 1
        and reading.numbers(cue.end, side.start) == 0
        for cue in reading.cues["here"]
    )


def _part_of_here(reading: Reading, side: Side, said: str) -> bool:
    """Is it the other nation's share of what the province trades («доля Китая — 38%», "China's share was 38%")?"""
    return side.country not in (said[:2], "both") and any(
        cue.label == "share" and (0 <= side.start - cue.end <= 1 or 0 <= cue.start - side.end <= 3)
        for cue in reading.cues["share"]
    )


def _trades_with(side: Side, said: str, first: int, metric: Metric) -> bool:
    """Is it the other country that the province spoken of trades with (这里验放出口俄罗斯的包裹), and no subject?"""
    counted = metric == "companies" and 0 <= first - side.end <= _COUNTED  # 俄罗斯展商|315家
    return side.country not in (said[:2], "both") and side.role == "none" and side.start > _OPENS and not counted


#: What opens a sentence has no more characters before it; between a nation and the number of its firms stand no more.
_OPENS, _COUNTED = 3, 4


def _whole_end(sides: list[Side], said: str) -> bool:
    """Does "to China" tell that goods go to the nation, and not to the Chinese province spoken of before?"""
    return any(
        side.country == said[:2] and side.role in ("to", "from") and side.kind in ("word", "country") for side in sides
    )


def _named_anew(reading: Reading, sides: list[Side], last: int, said: str) -> bool:
    """Must the sentence name the province for a number further on ("…, and Anhui's own trade, $610 million")?"""
    return any(
        side.region == said and side.role == "owner" and side.start >= last and reading.number_at[-1] > side.end
        for side in sides
    )


def of_part(reading: Reading, last: int, start: int) -> bool:
    """Is only a part of the figure that ends at `last` told of a word ("of which 2bn was Omsk Region's")?"""
    parts = (cue.end for cue in reading.cues["share"] if cue.label == "part" and last <= cue.start and cue.end <= start)
    return any(reading.number_at[-1] >= end for end in parts)


def of_nations(reading: Reading, group: Group) -> bool:
    """Is it more than any one province trades with the other country, whose name the sentence leaves out?"""
    members = [reading.quantities[index] for index in group.members]
    return any(q.value >= _MOST_OF_PROVINCE[q.unit] for q in members if q.unit in _MOST_OF_PROVINCE)
