"""Who ships, pays or invests in whom."""

from __future__ import annotations

from functools import cache

import msgspec

from transform.figures.flows.loans import way_of_loan
from transform.figures.flows.owners import duty_laid_on, owner_told
from transform.figures.flows.travellers import travellers
from transform.figures.measured.metric_outright import way_by_phrase
from transform.figures.measured.taken import paid_one_way
from transform.figures.sentence.firm import BOTH, BOUND, DEALT, LAID_ON, ONE_WAY, OVER_THERE, OWNED, PHRASE
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.nations_goods import FROM, INTO
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.figures.sentence.turned import heads_next, turns, words_of
from transform.records import Flow, Metric
from transform.rules import load
from transform.text.cue import Cue

_FIRMS = frozenset(("company", "body", "bank", "group"))
_NATIONS = frozenset(("word", "country"))
_PLACES = frozenset(("region", "place", "port", "crossing"))
#: "Supply", and how many characters behind it stands where to.
_SENT, _BEHIND = frozenset(("exports", "imports", "freight")), 60
#: Nobody ships what is made or levied.
FLOWLESS: frozenset[Metric] = frozenset(("tariff", "production"))
#: Who invests in whom is left to the weights of all signs.
_WEIGHED: frozenset[Metric] = frozenset(("investment", "companies", "projects"))
#: Evidence farther than this many steps yields to the usual way of the goods.
_WEAK = 4.5
#: Evidence farther than this is none.
_FAINT = 7.0
#: No words tell a way that are farther off than this; those for the way back may be farther by so much.
_NOWHERE, _TURN = 9.0, 1.5
_COURSES: dict[str, Flow | None] = {"to_ru": "CN>RU", "to_cn": "RU>CN", "two_way": "CN<>RU"}
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


class ToldBefore(msgspec.Struct, frozen=True, kw_only=True):
    """What the text told of the way of goods before a group of figures, and what the article suggests of it."""

    #: the way that the text spoke of last, and whether it did of these goods
    standing: Flow | None = None
    same_goods: bool = False
    #: the way told before this sentence, which "the other way" turns
    last: Flow | None = None
    #: the way of the investment or the firms spoken of in the same paragraph
    invested: Flow | None = None
    #: the side whose exports and imports these are, and the one that the article's province or language suggests
    reporter: str | None = None
    home: str | None = None
    #: the paragraph speaks of a border crossing
    crossing: bool = False
    #: freight of no goods, and the first of its paragraph
    first_freight: bool = False


class _Way(msgspec.Struct, frozen=True):
    """A flow with the reason for it, and how many steps off the words stand that tell it."""

    cost: float
    flow: Flow | None = None
    why: str = ""


def find_flow(
    reading: Reading,
    lexicon: Lexicon,
    sides: list[Side],
    group: Group,
    metric: Metric,
    goods: str | None,
    told: ToldBefore,
    *,
    metric_said: bool = True,
) -> tuple[Flow | None, str]:
    """The flow of a group and why; `metric_said` tells that the sentence itself names the metric, so that a bare
    "China" can be its subject.
    """
    if metric not in FLOWLESS and (phrased := way_by_phrase(reading, lexicon, group)) is not None:
        return phrased, PHRASE
    if (fixed := _by_metric(reading, lexicon, sides, group, metric, told)) is not None:
        return fixed
    if metric == "contract_value" and (bound := _bound_for(reading, sides)) is not None:
        return bound, BOUND
    bare_told = metric_said and not (group.unit_class == "ratio" and told.standing is not None)
    way = _by_course(reading, group, told, both=metric not in ("exports", "imports"))
    way = _by_sides(reading, lexicon, sides, group, metric, way, bare_told=bare_told)
    usual, firm = _usual().get(goods or "", (None, False))
    named = any(cue.label == goods for cue in reading.cues["goods"])
    if metric == "contract_value" and firm and named and way.flow == "CN<>RU":
        return usual, DEALT
    doubtful = way.cost > _WEAK and way.flow != "CN<>RU"
    traded = metric in ("exports", "imports") and metric_said
    if doubtful and traded and not firm and told.reporter is not None:
        far = not lexicon.spaced and told.reporter != lexicon.home
        return trade_of(told.reporter, metric), OVER_THERE if far else f"{metric} of {told.reporter}"
    if told.crossing and metric == "freight" and goods is None and way.flow is None:
        return "CN<>RU", "what crosses goes both ways"
    if doubtful and usual is not None and not told.same_goods:
        return usual, "the usual way of these goods"
    if way.flow is not None and way.cost < _FAINT:
        return way.flow, way.why
    if told.standing is None and told.home is not None and traded:
        return trade_of(told.home, metric), f"{metric} of {told.home}"
    if metric == "freight" and metric_said and told.first_freight and group.unit_class != "ratio":
        return "CN<>RU", "freight without a direction"
    return told.standing, "as said before"


def trade_of(side: str, metric: Metric) -> Flow:
    """The way of a side's exports, or of its imports."""
    return (FROM if metric == "exports" else INTO)[side]


def _by_metric(
    reading: Reading, lexicon: Lexicon, sides: list[Side], group: Group, metric: Metric, told: ToldBefore
) -> tuple[Flow | None, str] | None:
    """The flow of what is no trade in goods, which its metric tells; None of goods."""
    if metric == "turnover":
        return "CN<>RU", "trade both ways"
    if metric == "people":
        return travellers(reading, lexicon, sides, group)
    if metric == "tariff" and (whose := duty_laid_on(reading, lexicon, sides, group)) is not None:
        return FROM[whose], LAID_ON
    if metric in FLOWLESS:
        return None, ""
    if metric == "agreements":
        return "CN<>RU", "agreements of both"
    if metric in _WEIGHED and (owner := owner_told(reading, lexicon, sides, group, metric)) is not None:
        return FROM[owner], OWNED
    if metric in _WEIGHED:
        for cue in reading.cues["course"]:
            if cue.end <= group.start and turns(reading, cue) and (back := _TURNED.get(told.invested)) is not None:
                return back, words_of(reading, cue)  # «Обратный поток — 30 млн долларов»
        return _of_both(reading, sides, group.start) or (told.invested, "as said before")
    if metric == "settlement":
        one_way = paid_one_way(reading, lexicon, sides, group.start)
        return (None, ONE_WAY) if one_way else ("CN<>RU", "payments go both ways")
    if metric == "finance":
        return way_of_loan(reading, lexicon, sides, group.start, group.end)
    return None


def _bound_for(reading: Reading, sides: list[Side]) -> Flow | None:
    """The way of a deal's goods where the sentence tells the one country that they are shipped to.

    "To supply soybeans to Russia", but not "during his visit to Russia".
    """
    sent = [cue.end for cue in reading.cues["metric"] if cue.label in _SENT]
    bound = {
        INTO.get(side.country)
        for side in sides
        if side.role == "to" and side.kind in _NATIONS and any(0 <= side.start - end <= _BEHIND for end in sent)
    }
    return bound.pop() if len(bound) == 1 else None


def _by_course(reading: Reading, group: Group, told: ToldBefore, *, both: bool) -> _Way:
    """The way of the nearest word for a direction ("to Russia", "in the opposite direction", "both ways" if `both`)."""
    way = _Way(_NOWHERE)
    ways = {**_COURSES, "inbound": INTO.get(told.home or ""), "outbound": FROM.get(told.home or "")}
    for cue in reading.cues["course"]:
        if (cue.label == "trend" and not turns(reading, cue)) or _of_next_verb(reading, group, cue):
            continue
        if cue.label == "two_way" and not both:
            continue
        turned = turns(reading, cue) or (cue.label in _COURSES and reading.folded[: cue.end].endswith("bound"))
        if turned and heads_next(reading, group, cue):
            continue
        cost = reading.distance(cue.start, cue.end, group.start, group.end, after=0.6, wall=2.5)
        flow = ways.get(cue.label, _TURNED.get(told.last))
        if cost < way.cost and flow is not None:
            sure = cue.label == "two_way" and reading.traits.spaced
            why = BOTH + words_of(reading, cue) if sure else words_of(reading, cue)
            way = _Way(cost - _TURN if turns(reading, cue) else cost, flow, why)
    return way


def _of_next_verb(reading: Reading, group: Group, cue: Cue) -> bool:
    """Does "there" go with a verb behind the group («вывоз упал на 4%, ввоз оттуда вырос»)?"""
    return cue.label in ("inbound", "outbound") and any(
        verb.label in ("exports", "imports") and group.end <= verb.start < cue.start for verb in reading.cues["metric"]
    )


def _by_sides(
    reading: Reading,
    lexicon: Lexicon,
    sides: list[Side],
    group: Group,
    metric: Metric,
    way: _Way,
    *,
    bare_told: bool,
) -> _Way:
    """The way that the naming of a side tells, where it is nearer than `way`; `bare_told` lets a bare "China" tell."""
    for side in sides:
        if side.country == "other":
            continue  # "Chinese customs" count, and ship nothing
        if side.role == "none" and _through(reading, lexicon, side.start):
            continue  # «через Забайкальск и Благовещенск»: it goes through there, either way
        flow, weight = _told(reading, lexicon, side, metric)
        bare = side.role == "none" and side.country != "both"
        if bare and ((lexicon.spaced and side.start >= group.end) or not bare_told):
            continue  # "slumped 64% after Beijing started to auction": the subject of another clause
        cost = weight + reading.distance(side.start, side.end, group.start, group.end, after=0.6, wall=2.5)
        if flow is not None and cost < way.cost:
            way = _Way(cost, flow, f"{side.role} “{reading.folded[side.start : side.end]}”")
    return way


def _through(reading: Reading, lexicon: Lexicon, start: int) -> bool:
    """Does a place stand behind "through", or listed with one that does?"""
    way = max((c.end for c in reading.cues["compare"] if c.label == "way" and c.end <= start), default=None)
    if way is None or start - way > _LISTED:
        return False
    return start - way <= _NEXT or any(
        joint.end() == start for joint in lexicon.listed.finditer(reading.folded, way, start)
    )


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
