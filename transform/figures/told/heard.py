"""What a sentence without figures tells the ones after it: metric, span, province, goods and flow."""

from __future__ import annotations

import re
from collections.abc import Set

from transform.figures.flows.flow import ToldBefore, find_flow
from transform.figures.goods.near_words import listed, named_goods
from transform.figures.measured.metric import SAID_AS
from transform.figures.regions.provinces import find_region
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.figures.spans.figure_dates import dates_figures
from transform.figures.told.reporter import reporter_in
from transform.figures.told.standing import COUNTED, RUNNING, Standing, within
from transform.names.entity import EntityMention
from transform.records import Metric

#: Labels of cues that name no metric to go on with.
_UNHEARD = COUNTED | {"owed", "trap", "stake", "held", "pair_exports", "pair_imports"}
_HALVES = ("exports", "imports")
#: A line this short is a heading: its period covers what stands under it.
_HEADING = 60

_WORD = re.compile(r"\w")


def hear(reading: Reading, words: Lexicon, sides: list[Side], compared: Set[int], standing: Standing) -> None:
    """Keep what the sentence says that the next ones are of; `compared` are the places of periods compared with."""
    standing.asked = reading.folded.endswith("?")
    # 五问：费用呢？ What a question asks after may be told by a weaker word.
    weaker = standing.asked and not words.spaced and not reading.cues["metric"]
    heard = [cue.label for cue in reading.cues["hint" if weaker else "metric"]]
    metrics = [label for label in heard if label not in _UNHEARD]
    _hear_span(reading, words, metrics, compared, standing)
    if metrics:
        _hear_metric(reading, words, metrics, standing)
    _hear_goods(reading, standing)
    _hear_place(reading, standing)
    _hear_region(reading, sides, standing)
    _hear_flow(reading, words, sides, standing)


def _hear_span(reading: Reading, words: Lexicon, metrics: list[str], compared: Set[int], standing: Standing) -> None:
    """A heading or a sentence on trade dates what follows, unless it tells an event or looks ahead."""
    own = [
        p
        for place, p in enumerate(reading.periods)
        if (place not in compared or words.traits.reports.search(reading.folded, 0, p.start)) and p.role != "since"
    ]
    spans = {(p.first, p.last) for p in own if dates_figures(reading, words, p)}
    heading = len(reading.folded) <= _HEADING or reading.folded.endswith(":")
    running = any(label in RUNNING for label in metrics)
    told = heading or running or standing.span is None or standing.paragraph <= 0
    whole = next((one for one in spans if all(within(other, one) for other in spans)), None)
    if whole and told and not reading.cues["event"] and not standing.ahead(whole):
        # "2015: the tally. Customs released its tables for December": the month only ends the headline's year
        ends = standing.paragraph <= 0 and standing.span == (f"{whole[1][:4]}-01-01", whole[1])
        standing.span = standing.span if ends else whole  # "in December and the whole of 2023"


def _hear_metric(reading: Reading, words: Lexicon, metrics: list[str], standing: Standing) -> None:
    """The next figures measure what a sentence names ("Trade itself is a slower train. It …")."""
    # "Purchases hardly moved by comparison. They came to …": what opens a sentence is what it is about.
    opens = _opening_trade(reading)
    last = opens if opens and words.spaced and metrics[-1] in RUNNING else metrics[-1]
    metric: Metric = SAID_AS.get(last) or last  # type: ignore[assignment]
    standing.metric = metric
    standing.recent = {"": metric}
    if metric == "turnover":  # it speaks no more of one half of the trade told before
        standing.by_class = {name: told for name, told in standing.by_class.items() if told not in _HALVES}


def _hear_goods(reading: Reading, standing: Standing) -> None:
    """The next figures are of the goods that a sentence names last, but of none of a list of several.

    `naming` keeps those that a sentence names alone.
    """
    goods = named_goods(reading)
    if reading.traits.mostly.search(reading.folded):
        standing.naming = None
        return  # "Coal accounted for most shipments" tells what the total before was made of
    if goods:
        several = listed(reading, goods[-1])
        standing.recent_goods = None if several else goods[-1].label
        standing.goods = None if several else standing.goods
        standing.of_turnover = False
    named = {cue.label for cue in goods}
    standing.naming = named.pop() if len(named) == 1 and "services" not in named else None


def _hear_place(reading: Reading, standing: Standing) -> None:
    """A province that is all of a heading, or that a sentence calls "the oblast", is what its paragraph is about."""
    for mention in reading.entities:
        if mention.entity.kind == "region" and not _WORD.search(_around(reading, mention)):
            standing.region, standing.region_read = mention.entity.region, True  # "TUVA.": the paragraph is about it
    for cue in reading.cues["here"]:
        if cue.label == "ru" and (subject := standing.places.of_kind(reading.folded[cue.start : cue.end])):
            standing.region, standing.region_read = subject, True  # "China is the oblast's first partner"


def _hear_region(reading: Reading, sides: list[Side], standing: Standing) -> None:
    """A sentence without figures may say of which province its paragraph's next ones are."""
    end = len(reading.folded)
    named = {side.region for side in sides if side.region}
    if not named and {cue.label for cue in reading.cues["here"]} in ({"whole"}, {"nationwide"}):
        standing.region, standing.region_read = None, True  # "And Russia as a whole?"
        return
    if len(named) > 1 or any(side.kind not in _SUBJECTS for side in sides if side.region):
        return
    region, why = find_region(reading, sides, end, end, standing.places, None, "turnover")
    if region is not None and why:
        standing.region, standing.region_read = region, True


_SUBJECTS = frozenset(("region", "word", "country"))


def _hear_flow(reading: Reading, words: Lexicon, sides: list[Side], standing: Standing) -> None:
    """What leads a list in turns the way too («Структура экспорта в КНР:»), also where it tells the way alone."""
    told = [cue.label for cue in reading.cues["metric"] if cue.label not in ("trap", "pair_exports", "pair_imports")]
    ways = {side.role for side in sides if side.country in ("CN", "RU")} & {"from", "to"}
    alone = not told and len(ways) == 1 and len(reading.folded) <= _LEAD
    heads = reading.folded.endswith((":", ")", "?")) or (len(reading.folded) <= _LEAD and reading.folded[-1:].isalnum())
    opens = _opening_trade(reading)
    leads = opens is not None or (bool(told) and told[-1] in ("exports", "imports") and (heads or bool(ways)))
    if not words.spaced or not (alone or leads):
        return
    end = len(reading.folded)
    whole = Group((), end, end, "ratio", "%")
    metric: Metric = "exports" if alone else opens or told[-1]  # type: ignore[assignment]
    reporter, home = reporter_in(reading, words, sides, standing), (standing.topic_region or words.home)[:2] or None
    flow, _ = find_flow(reading, words, sides, whole, metric, None, ToldBefore(reporter=reporter, home=home))
    if flow not in ("CN>RU", "RU>CN"):
        return
    standing.flow, standing.flow_goods = flow, None
    if alone and (side := reporter or home):
        standing.metric = "exports" if flow[:2] == side else "imports"
        standing.recent = {"": standing.metric}


#: A line that tells nothing but a way is no longer («Отдельные товары из России»).
_LEAD = 48


def _around(reading: Reading, mention: EntityMention) -> str:
    """What a sentence holds besides the mention."""
    return reading.folded[: mention.start] + reading.folded[mention.end :]


def _opening_trade(reading: Reading) -> str | None:
    """Exports or imports, where the sentence begins with that word and so is about it."""
    cues = reading.cues["metric"]
    return next((cue.label for cue in cues if cue.start == 0 and cue.label in ("exports", "imports")), None)
