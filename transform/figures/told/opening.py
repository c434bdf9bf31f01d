"""What an article as a whole is about, before its figures are read: goods, province, metric and flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from transform.figures.flows.flow import ToldBefore, find_flow
from transform.figures.flows.told_way import told_way
from transform.figures.goods.near_words import named_goods
from transform.figures.measured.metric import find_metric
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import CITIES, Side
from transform.figures.told.standing import Standing
from transform.names.entity import METONYMS


def open_topic(
    readings: Sequence[Reading], sides: Sequence[list[Side]], words: Lexicon, publisher: str | None = None
) -> Standing:
    """Start with what the title and the article as a whole are about, and where its outlet sits."""
    standing = Standing()
    standing.places.settle(publisher, words.language)
    title = [reading for reading in readings if reading.sentence.field == "title"]
    _open_goods(readings, title, standing)
    sites = {s.region for r, some in zip(readings, sides, strict=True) for s in some if _titled(r, s) and s.region}
    standing.topic_site = sites.pop() if len(sites) == 1 else None
    # A local report names its town once and leaves it out from then on.
    standing.house = _customs_house(title)
    standing.topic_region = (
        _topic_province(readings, sides)
        or _topic_town(readings, sides, words)
        or standing.house
        or _home(title, sides, standing)
        or _ours(readings, standing)
        or _hong_kong(readings, title)
    )
    standing.places.topic = HONG_KONG if standing.topic_region == HONG_KONG else standing.places.topic
    for reading, some in list(zip(readings, sides, strict=True))[:_OPENING]:
        if reading.sentence.paragraph > 0 or standing.topic_flow is not None:
            break
        _open_trade(reading, some, words, standing)
    return standing


#: So many sentences, headline and lead, tell what an article is about.
_OPENING = 4


def _open_goods(readings: Sequence[Reading], title: Sequence[Reading], standing: Standing) -> None:
    """Note the one kind of goods that the headline names, or that the article keeps naming where that names none."""
    goods = Counter(cue.label for reading in readings for cue in named_goods(reading))
    in_title = {cue.label for reading in title for cue in named_goods(reading)}
    if len(in_title) == 1:
        standing.topic_goods = in_title.pop()
        standing.goods_in_title = standing.one_topic = True
    elif goods and not in_title:
        slug, times = goods.most_common(1)[0]
        if slug is not None and times >= 3 and times * 10 >= 6 * sum(goods.values()):
            standing.topic_goods = slug


def _topic_province(readings: Sequence[Reading], sides: Sequence[list[Side]]) -> str | None:
    """The one province of headline or lead that the article names again, or that the headline is about."""
    named = Counter(region for some in sides for region in {s.region for s in some if _province(s) and s.region})
    for reading, some in list(zip(readings, sides, strict=True))[: _OPENING - 1]:
        if reading.sentence.paragraph > 0:
            return None
        outright = [s for s in some if _province(s) and s.kind == "region"]
        regions = {side.region for side in outright if side.region and side.role not in ("from", "to")}
        if len(regions) != 1:
            continue
        region = regions.pop()
        # "The province" said later speaks of it too.
        again = sum(1 for one in readings for cue in one.cues["here"] if cue.label == region[:2].lower())
        # Where a plant of the headline stands is no subject until the body goes on about it.
        subject = reading.sentence.field == "title" and any(s.region == region and s.role != "in" for s in some)
        if named[region] + again >= 2 or subject:
            return region
    return None


def _open_trade(reading: Reading, sides: list[Side], words: Lexicon, standing: Standing) -> None:
    """Note the total trade or the flow that a sentence of headline or lead tells, and in a headline whose it is."""
    end = len(reading.folded)
    whole = Group((), end, end, "ratio", "%")
    in_title = reading.sentence.field == "title"
    metric, _ = find_metric(reading, words, whole, None, 0.0)
    if metric == "turnover" and in_title:
        standing.topic_metric = metric
    if metric not in ("exports", "imports", "freight"):
        return
    noun = any(words.trade_noun.match(reading.folded, cue.start) for cue in reading.cues["metric"])
    # What a premier "brought from China" is no trade.
    outright = told_way(reading, words, sides, whole, metric) if noun else None
    standing.topic_told = outright is not None and in_title
    flow = outright or find_flow(reading, words, sides, whole, metric, standing.topic_goods, ToldBefore())[0]
    standing.topic_flow = flow if flow in ("CN>RU", "RU>CN") else None
    if standing.topic_flow and metric in ("exports", "imports") and in_title:
        standing.reporter = standing.topic_flow[:2] if metric == "exports" else standing.topic_flow[3:]


def _province(side: Side) -> bool:
    """Is it a province named outright, or a city that is one and no seat of government (Chongqing, St Petersburg)?"""
    return side.region not in METONYMS and not side.passing and (side.kind == "region" or side.region in CITIES)


def _titled(reading: Reading, side: Side) -> bool:
    """Does the headline tell of something in this town or province?"""
    in_title = reading.sentence.field == "title" and not side.passing
    return in_title and side.role == "in" and side.region not in CITIES


def _customs_house(title: Sequence[Reading]) -> str | None:
    """The province of the one local customs house whose results the headline tells."""
    houses = {
        mention.entity.region
        for reading in title
        for mention in reading.entities
        if mention.entity.customs and mention.entity.region
    } - METONYMS
    return houses.pop() if len(houses) == 1 else None


_LOCAL = frozenset(("region", "place", "port", "crossing"))
#: A town named so often is what a local story is about.
_OFTEN = 3
#: One without a rival is named less often.
_ALONE = 2


#: A land of its own among the names, and a province among the codes.
HONG_KONG = "CN-HK"


def _hong_kong(readings: Sequence[Reading], title: Sequence[Reading]) -> str | None:
    """Hong Kong, where the headline names it and no place else, and the body goes on about "the city"."""
    named = {mention.entity.id for one in title for mention in one.entities if mention.entity.kind in _LANDS}
    again = any(
        cue.label == "region" and "city" in one.folded[cue.start : cue.end]
        for one in readings
        for cue in one.cues["here"]
    )
    return HONG_KONG if again and "HK" in named and named <= {"HK", "RU", "CN"} else None


_LANDS = frozenset(("country", "region", "place"))


def _topic_town(readings: Sequence[Reading], sides: Sequence[list[Side]], words: Lexicon) -> str | None:
    """The province of the town that headline or lead names and the article keeps naming, or its customs house.

    A town across the border is who it trades with, and no rival.
    """
    told: Counter[str] = Counter()
    for some in sides:
        told.update(s.region for s in some if s.region and not s.passing and s.kind in {*_LOCAL, "body"})
    for reading, some in zip(readings, sides, strict=True):
        if reading.sentence.paragraph > 0:
            break
        here = [s for s in some if s.kind in _LOCAL and s.role not in ("from", "to") and not s.passing]
        towns = {s.region for s in here if s.region} - METONYMS
        if len(towns) == 1:
            town = next(iter(towns))
            rivals = [times for region, times in told.items() if region and region != town and region[:2] == town[:2]]
            most = all(told[town] > 2 * times for times in rivals)
            alone = words.spaced and not rivals and town not in CITIES
            return town if most and told[town] >= (_ALONE if alone else _OFTEN) else None
    return None


def _home(title: Sequence[Reading], sides: Sequence[list[Side]], standing: Standing) -> str | None:
    """The province of which a headline speaks as "the whole province" (2019年全区对俄贸易).

    The outlet's, or where that has none, the only one of China in which places are named.
    """
    if not any(cue.label == "cn" for one in title for cue in one.cues["here"]):
        return None
    return standing.places.here("cn") or _only_province(sides, "CN")


def _ours(readings: Sequence[Reading], standing: Standing) -> str | None:
    """The outlet's province, where it calls what it writes of its own («наш порт»)."""
    told = any(reading.traits.ours.search(reading.folded) for reading in readings)
    return standing.places.home if told else None


def _only_province(sides: Sequence[list[Side]], country: str) -> str | None:
    """The one province of a country that all its places lie in which the article names, two at least."""
    named = [s for some in sides for s in some if s.region and s.kind in _LOCAL and s.country == country]
    regions = {side.region for side in named} - METONYMS
    return regions.pop() if len(regions) == 1 and len(named) > 1 else None
