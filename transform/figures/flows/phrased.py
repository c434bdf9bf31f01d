"""Which way goes what a whole turn of phrase about a number tells of."""

from __future__ import annotations

from collections.abc import Sequence

from transform.figures.flows.told_way import told_way
from transform.figures.goods.near_words import passes_border
from transform.figures.measured.metric_outright import REACH, way_by_phrase
from transform.figures.sentence.firm import PHRASE
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.nations_goods import FROM, INTO
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.records import Flow, Metric

#: Goods go from whose exports they are, and to whose imports.
_TRADE: dict[Metric, dict[str, Flow]] = {"exports": FROM, "imports": INTO}
#: So few characters before a side tell that it was paid.
_PAID = 12


def way_of_phrase(
    reading: Reading,
    words: Lexicon,
    sides: Sequence[Side],
    group: Group,
    metric: Metric,
    goods: str | None,
    read: Flow | None,
    home: str | None,
) -> tuple[Flow | None, str] | None:
    """The flow with its reason, or None where the phrase leaves it open.

    Trade "turned over" and cargo that passed a bridge go both ways, what a budget collects goes none; what was bought
    or sold is the trade of the last one before the number that can be the subject, else of `home` where no one way was
    `read` of it.
    """
    if (way := way_by_phrase(reading, words, group)) is not None:
        return way, PHRASE
    if metric == "turnover":
        return "CN<>RU", PHRASE
    if metric == "other":
        return None, PHRASE
    first, last = reading.clause(group.start)
    near = [side for side in sides if first <= side.start < last]
    if metric == "freight":
        led = any(side.role in ("to", "from") for side in near) or any(
            first <= cue.start < last and cue.label != "two_way" for cue in reading.cues["course"]
        )
        return None if led or goods or not passes_border(reading) else ("CN<>RU", PHRASE)
    if metric not in _TRADE:
        return None
    if (told := told_way(reading, words, sides, group, metric)) is not None:
        return told, PHRASE
    since = max(group.start - REACH, reading.folded.rfind(";", 0, group.start))
    before = [side for side in sides if since <= side.start < group.start and _may_trade(reading, words, side, metric)]
    if not before and read in FROM.values():
        return read, PHRASE
    whose = before[-1].country if before else home
    traded = _TRADE[metric].get(whose or "")
    return (traded, PHRASE) if traded else None


def _may_trade(reading: Reading, words: Lexicon, side: Side, metric: Metric) -> bool:
    """Can it be whose trade it is: the subject, or an owner? "Russian nickel" that lands is no import of Russia's.

    Nor does who was paid ("China paid Russia $2 billion for …") import.
    """
    if side.country not in FROM or side.passing:
        return False
    if metric == "imports" and words.traits.paid_to.search(reading.folded, max(0, side.start - _PAID), side.start):
        return False
    own = reading.folded[side.end : side.end + 2] in ("'s", "’s")
    return side.role == "none" or own or (side.role == "owner" and metric == "exports")
