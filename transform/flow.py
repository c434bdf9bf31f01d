"""Who ships, pays or invests in whom."""

from __future__ import annotations

from functools import cache

import msgspec

from transform.cue import Cue
from transform.firm import DEALT, ONE_WAY, OVER_THERE, OWNED
from transform.groups import Group
from transform.lexicon import Lexicon
from transform.loans import way_of_loan
from transform.nations_goods import FROM, INTO
from transform.reading import Reading
from transform.records import Flow, Metric
from transform.rules import load
from transform.sides import Side
from transform.taken import paid_one_way
from transform.travellers import travellers

_FIRMS = frozenset(("company", "body", "bank", "group"))
_PLACES = frozenset(("region", "place", "port", "crossing"))
#: Nobody ships what is made or levied.
FLOWLESS: frozenset[Metric] = frozenset(("tariff", "production"))
#: Who invests in whom is left to the weights of all signs.
_WEIGHED: frozenset[Metric] = frozenset(("investment", "companies", "projects"))
#: Evidence farther than this many steps yields to the usual way of the goods.
_WEAK = 4.5
#: Evidence farther than this is none.
_FAINT = 7.0
_TURNED: dict[Flow | None, Flow | None] = {"CN>RU": "RU>CN", "RU>CN": "CN>RU"}


class Usual(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Flows of goods as a rule: `firm` ones hardly ever go the other way."""

    firm: dict[Flow, tuple[str, ...]]
    loose: dict[Flow, tuple[str, ...]]


@cache
def _usual() -> dict[str, tuple[Flow, bool]]:
    rules = load("figures/usual", None, Usual)
    known = {slug: (flow, False) for flow, slugs in rules.loose.items() for slug in slugs}
    return known | {slug: (flow, True) for flow, slugs in rules.firm.items() for slug in slugs}


def usual_flow(goods: str | None) -> Flow | None:
    """The way that these goods go between the two countries as a rule."""
    found = _usual().get(goods or "")
    return found[0] if found else None


def turns(reading: Reading, cue: Cue) -> bool:
    """Do goods go back on the way told before? What "went the other way" with no amount before it only fell or rose."""
    if cue.label != "trend":
        return cue.label == "reverse"
    start, _ = reading.clause(cue.start)
    return reading.numbers(start, cue.start) > 0


def find_flow(
    reading: Reading,
    lexicon: Lexicon,
    sides: list[Side],
    group: Group,
    metric: Metric,
    goods: str | None,
    standing: Flow | None,
    before: Flow | None,
    invested: Flow | None = None,
    *,
    same_goods: bool = False,
    metric_said: bool = True,
    reporter: str | None = None,
    home: str | None = None,
    crossing: bool = False,
    first_freight: bool = False,
) -> tuple[Flow | None, str]:
    """The flow of a group and why.

    `standing` is the one that the text spoke of last and `before` the one before this sentence, which "the other way"
    turns; `same_goods` tells that `standing` was said of these goods, `metric_said` that the sentence itself names the
    metric, so that a bare "China" can be its subject. `reporter` is the side whose exports and imports these are,
    `home` the side that the article's province or language suggests, `invested` the flow of the investment or the
    firms spoken of in the same paragraph; `crossing` tells that it speaks of a border crossing,
    `first_freight` that this is freight of no goods and the first of its paragraph.
    """
    first, last = group.start, group.end
    folded = reading.folded
    if metric == "turnover":
        return "CN<>RU", "trade both ways"
    if metric == "people":
        return travellers(reading, lexicon, sides, group)
    if metric in FLOWLESS:
        return None, ""
    if metric == "agreements":
        return "CN<>RU", "agreements of both"
    if metric == "companies" and (owned := lexicon.traits.owned_by.match(folded, last)):
        return ("CN>RU" if owned["cn"] else "RU>CN"), OWNED
    if metric in _WEIGHED:
        for cue in reading.cues["course"]:
            if cue.end <= first and turns(reading, cue) and (back := _TURNED.get(invested)) is not None:
                return back, f"{cue.label} “{folded[cue.start : cue.end]}”"  # «Обратный поток — 30 млн долларов»
        return _of_both(reading, sides, first) or (invested, "as said before")
    if metric == "settlement":
        return (None, ONE_WAY) if paid_one_way(reading, lexicon, sides, first) else ("CN<>RU", "payments go both ways")
    if metric == "finance":
        return way_of_loan(reading, lexicon, sides, first, last)
    best, flow, why = 9.0, None, ""
    for cue in reading.cues["course"]:
        if cue.label == "trend" and not turns(reading, cue):
            continue
        if cue.label in ("inbound", "outbound") and any(
            verb.label in ("exports", "imports") and last <= verb.start < cue.start for verb in reading.cues["metric"]
        ):
            continue  # «вывоз упал на 4%, ввоз оттуда вырос»: it goes with the next verb
        cost = reading.distance(cue.start, cue.end, first, last, after=0.6, wall=2.5)
        if cost < best:
            found: Flow | None = (
                INTO.get(home or "") if cue.label == "inbound" else FROM.get(home or "") if cue.label == "outbound"
                else "CN>RU" if cue.label == "to_ru" else "RU>CN" if cue.label == "to_cn"
                else "CN<>RU" if cue.label == "two_way" else _TURNED.get(before)
            )  # fmt: skip
            if turns(reading, cue):
                cost -= 1.5
            if found is not None:
                best, flow = cost, found
                why = f"{cue.label} “{folded[cue.start : cue.end]}”"
    for side in sides:
        if side.country == "other":
            continue  # "Chinese customs" count, and ship nothing
        if side.role == "none" and _through(reading, lexicon, side.start):
            continue  # «через Забайкальск и Благовещенск»: it goes through there, either way
        told, weight = _told(reading, lexicon, side, metric)
        bare = side.role == "none" and side.country != "both"
        if bare and lexicon.spaced and side.start >= last:
            continue  # "slumped 64% after Beijing started to auction": the subject of another clause
        if told is None or (bare and (not metric_said or (group.unit_class == "ratio" and standing is not None))):
            continue
        cost = weight + reading.distance(side.start, side.end, first, last, after=0.6, wall=2.5)
        if cost < best:
            best, flow, why = cost, told, f"{side.role} “{folded[side.start : side.end]}”"
    firm = _usual().get(goods or "", ("CN<>RU", False))[1]
    named = any(cue.label == goods for cue in reading.cues["goods"])
    if metric == "contract_value" and firm and named and flow == "CN<>RU":
        return usual_flow(goods), DEALT
    if (
        best > _WEAK
        and flow != "CN<>RU"
        and not firm
        and reporter is not None
        and metric in ("exports", "imports")
        and metric_said
    ):
        far = not lexicon.spaced and reporter != lexicon.home
        return (FROM if metric == "exports" else INTO)[reporter], OVER_THERE if far else f"{metric} of {reporter}"
    if crossing and metric == "freight" and goods is None and flow is None:
        return "CN<>RU", "what crosses goes both ways"
    usual = usual_flow(goods)
    if usual is not None and best > _WEAK and flow != "CN<>RU" and not same_goods:
        return usual, "the usual way of these goods"
    if flow is not None and best < _FAINT:
        return flow, why
    if standing is None and home is not None and metric in ("exports", "imports") and metric_said:
        return (FROM if metric == "exports" else INTO)[home], f"{metric} of {home}"
    if metric == "freight" and metric_said and first_freight and group.unit_class != "ratio":
        return "CN<>RU", "freight without a direction"
    return standing, "as said before"


def _through(reading: Reading, lexicon: Lexicon, start: int) -> bool:
    """Does a place stand behind "through", or listed with one that does?"""
    way = max((c.end for c in reading.cues["compare"] if c.label == "way" and c.end <= start), default=-_LISTED)
    listed = any(joint.end() == start for joint in lexicon.listed.finditer(reading.folded, max(0, way), start))
    return start - way <= (_LISTED if listed else _NEXT)


#: So near behind "through" stands the first place, and the next ones listed with it.
_NEXT, _LISTED = 12, 48


def _of_both(reading: Reading, sides: list[Side], first: int) -> tuple[Flow, str] | None:
    """Both ways where the pair is named before a group, and neither nation alone ("80 Russia-China projects")."""
    before = [side for side in sides if side.start <= first and side.country in ("both", *FROM)]
    if not before or any(side.country != "both" or side.role != "none" for side in before):
        return None
    return "CN<>RU", f"“{reading.folded[before[0].start : before[0].end]}”"


def _told(reading: Reading, lexicon: Lexicon, side: Side, metric: Metric) -> tuple[Flow | None, float]:
    """What one naming tells of the goods' way, and how much weaker it is than a destination."""
    country = side.country
    if country == "both":
        return (
            ("CN<>RU", 0.3 if side.kind == "pair" else 0.6) if metric in ("freight", "contract_value") else (None, 0.0)
        )
    if side.role == "to":
        return INTO[country], 0.0
    if side.role == "from":
        return FROM[country], 0.0
    if side.kind in _FIRMS:
        return None, 0.0
    if metric == "freight" and side.kind in _PLACES:
        return None, 0.0  # what a town or port handles comes and goes
    if side.role == "owner":
        if metric == "imports" and (actors := lexicon.actors.match(reading.folded, side.end)):
            sold = any(cue.label == "exports" and 0 <= cue.start - actors.end() <= 1 for cue in reading.cues["metric"])
            # "Russian dealers bought": they are the buyers; "Chinese producers supplied": they are not
            return (FROM if sold else INTO)[country], 0.8
        possessive = reading.folded[side.end : side.end + 2] == "'s"
        beside = any(c.label == "imports" and 0 <= c.start - side.end <= 1 for c in reading.cues["metric"])
        if metric == "imports" and (possessive or beside):
            return INTO[country], 0.8
        return FROM[country], 0.8
    if side.role in ("with", "in"):
        return None, 0.0
    if metric == "imports":
        return INTO[country], 1.5
    if metric == "exports":
        return FROM[country], 1.5
    return None, 0.0
