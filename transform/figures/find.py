"""Figures of an article: every quantity of economic substance, typed, dated and attributed.

Steps, each pure: what stands in a sentence (`reading`, `sides`), which quantities speak of one thing (`groups`), and
what each of them measures (`attribute` with `measure`, `metric`, `flow`, `scope`), where what a sentence leaves out is
taken from what the text spoke of last (`standing`, and `heard` from sentences without figures).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec

from transform.figures.attribute import Explain, attribute
from transform.figures.goods.apportion import apportion, mirrored
from transform.figures.goods.near_words import named_goods, passes_border
from transform.figures.measured.measure import Measured
from transform.figures.measured.metric import OF_DEAL
from transform.figures.measured.trifles import in_name, trifle
from transform.figures.nations_whole import nations_whole
from transform.figures.others_trade import Next, is_abroad
from transform.figures.revised import Watch, evidence_of, revise
from transform.figures.sentence.groups import Group, compared_with, group_quantities
from transform.figures.sentence.introduced import introduced
from transform.figures.sentence.lexicon import Lexicon, lexicon
from transform.figures.sentence.nations_goods import dealt
from transform.figures.sentence.reading import Reading, read_sentence
from transform.figures.sentence.shared import Shared
from transform.figures.sentence.sides import Side, find_sides
from transform.figures.sentence.turned import turned_already, turns
from transform.figures.sharing import share
from transform.figures.sources.source import with_sources
from transform.figures.sources.teller import credited
from transform.figures.spans.compared_dates import compared_periods
from transform.figures.spans.earlier_times import Span
from transform.figures.spans.since_told import SinceTold
from transform.figures.told.carried import narrowed
from transform.figures.told.heard import hear
from transform.figures.told.opening import open_topic
from transform.figures.told.sited import go_there, leave_sentence
from transform.figures.told.standing import Standing
from transform.figures.told.told_spans import keep_span
from transform.figures.told.whole import Whole, whole_of
from transform.names.gazetteer import gazetteer
from transform.numbers.amounts import find_quantities
from transform.numbers.lenders import MILLION, lenders
from transform.numbers.part_of import LENT
from transform.numbers.quantities import Period, Quantity
from transform.numbers.tabled import Unit as TableUnit
from transform.numbers.tabled import unit_above
from transform.numbers.wording import wording
from transform.periods.days import publication_day
from transform.periods.find import find_periods
from transform.records import Article, Figure
from transform.text.sentences import Sentence

QuantityFinder = Callable[[Sentence], list[Quantity]]


def find_figures(
    article: Article,
    sentences: Sequence[Sentence],
    language: str,
    *,
    quantities: QuantityFinder | None = None,
    explain: Explain | None = None,
    watch: Watch | None = None,
) -> tuple[Figure, ...]:
    """The figures of an article in text order; a value said again with nothing new is left out.

    `quantities` replaces the quantity finder; `explain` is told why each attribute has its value; `watch` is shown
    the evidence of each group, and what the rules read of it then stands as it is.
    """
    words = lexicon(language)
    names = gazetteer()
    reference = publication_day(article.published)
    readings: list[Reading] = []
    before: Sequence[Quantity] = ()
    above: TableUnit | None = None
    pieces: Quantity | None = None
    great: Quantity | None = None
    of_kind: dict[str, Quantity] = {}
    for sentence in _pieces(sentences):
        last = readings[-1] if readings and _goes_on(readings[-1].sentence, sentence, language) else None
        before = lenders(before, last.quantities if last else None, pieces, sentence.text, language)
        far = great if great and great.kind == "money" and sentence.text.rstrip()[-1:] in _PROSE else None
        spoken = last.sentence.text.lower() if last else ""
        if quantities:
            numbers = quantities(sentence)
        else:
            shown = partial(watch.number, sentence) if watch else None
            numbers = find_quantities(sentence.text, language, before, above, far, spoken, of_kind, shown)
        great = next((q for q in reversed(numbers) if q.kind in LENT and q.scale >= MILLION), great)
        pieces = next((q for q in reversed(numbers) if q.kind == "count" and q.unit != "item"), pieces)
        of_kind |= {q.kind: q for q in numbers if q.kind in _TOLD}
        above = unit_above(sentence.text, language, above, pieces, find_quantities)
        named = names.find(sentence.text, language)
        numbers = [q for q in numbers if q.unit and not (trifle(q, sentence.text, words) or in_name(q, named))]
        readings.append(read_sentence(sentence, words, numbers[:_NUMBERS], [], named))
    readings = narrowed(readings, words)
    firms = introduced(readings, words)
    sides = [find_sides(reading, words, firms) for reading in readings]
    whole = whole_of(readings, sides, words)
    standing = open_topic(readings, sides, words, article.publisher)
    standing.today = reference.isoformat() if reference else None
    found: list[Figure] = []
    since = SinceTold(language)
    behind: list[Next] = [*zip(readings, sides, strict=True), (None, [])]
    for bare, some, after in zip(readings, sides, behind[1:], strict=True):
        if bare.folded.count("|") > 1:
            # A line of quotes or of a menu ("Brent 35.6 | USD/CNY 7.149") speaks of nothing that the story does.
            continue
        periods = find_periods(bare.sentence.text, language, reference, standing.period(), standing.told())
        reading = _dated(bare, since.counted(bare, periods))
        standing.enter(reading.sentence.paragraph, reading.sentence.text)
        go_there(standing, reading, words)
        standing.crossing = standing.crossing or passes_border(reading)
        standing.works = standing.works or any(cue.label == "production" for cue in reading.cues["hint"])
        by = credited(reading, words)
        if by is not None and by.entity.country in ("CN", "RU"):
            standing.teller = by.entity.country
        if reading.quantities:
            told = _resolve(reading, words, some, after, standing, whole, explain, watch)
            found.extend(told)
        if not reading.quantities or not told:
            hear(reading, words, some, compared_periods(reading, words), standing)
        if periods:
            keep_span(reading, words, compared_periods(reading, words), standing)
        standing.places.see(some, reading)
        leave_sentence(standing, some)
    stated = _first_statements(found)
    return stated if watch is not None else with_sources(stated, sentences, language, explain=explain)


#: What is told last of these kinds may lend its unit long after.
_TOLD = frozenset((*LENT, "percent"))
#: A sentence that is told ends so; a line of a table, whose unit may stand anywhere, does not.
_PROSE = frozenset('.!?”"»')
#: A longer sentence, or more numbers in one, is a table that lost its lines.
_LONGEST = 1200
_NUMBERS = 60


def _goes_on(last: Sentence, sentence: Sentence, language: str) -> bool:
    """Does the sentence lean on what was told before: in its paragraph, or above where it is an item of a list?"""
    above = last.field == "text" and (
        _ITEM.match(sentence.text) is not None or wording(language).adds_up.match(sentence.text.lower()) is not None
    )
    return above or last.paragraph == sentence.paragraph


#: An item of a list has a bullet before it or a name and a colon, its head a unit in brackets.
_ITEM = re.compile(r"[•·] |(?:[—–-] )?[^\W\d_][^.:;!?\n]{0,30}: |[^:\n]{0,60}\([^()]*\)\s?: ")


def _dated(bare: Reading, periods: list[Period]) -> Reading:
    """The reading with its periods; a number inside one ("the first three quarters") counts nothing."""
    kept = [q for q in bare.quantities if not any(p.start <= q.start and q.end <= p.end for p in periods)]
    return msgspec.structs.replace(bare, periods=periods, quantities=kept, number_at=[q.start for q in kept])


def _pieces(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences, with those cut up that no one writes: time must not grow with the square of their length."""
    for sentence in sentences:
        text = sentence.text
        if len(text) <= _LONGEST:
            yield sentence
            continue
        start = 0
        while start < len(text):
            end = min(len(text), start + _LONGEST)
            if end < len(text):
                end = next((p for p in range(end, end - 200, -1) if text[p - 1] in " ,;，；、\n"), end)
            yield Sentence(
                field=sentence.field,
                start=sentence.start + start,
                end=sentence.start + end,
                text=text[start:end],
                paragraph=sentence.paragraph,
            )
            start = end


def _resolve(
    reading: Reading,
    words: Lexicon,
    sides: list[Side],
    after: Next,
    standing: Standing,
    whole: Whole,
    explain: Explain | None,
    watch: Watch | None,
) -> list[Figure]:
    compared = compared_periods(reading, words)
    figures: list[Figure] = []
    previous: Measured | None = None
    before = standing.flow
    dated: Span | None = None
    group: Group
    groups = group_quantities(reading, words)
    goods, metrics = apportion(reading, groups, "goods"), apportion(reading, groups, "metric")
    told: dict[int, Shared] = {}
    mirror = mirrored(reading, groups)
    last = 0
    for place, group in enumerate(groups):
        noise = reading.near("noise", group.start, group.end, within=1.6, label="noise")
        if noise is not None and not (words.spaced and reading.numbers(noise.end, group.start) > 0):
            continue  # «массой свыше 12 тонн вырос до 3,3 млн»: the first number is its own
        standing.of_all = nations_whole(reading, sides, groups, place, before=standing.of_all)
        standing.abroad = standing.of_all or is_abroad(
            reading, words, sides, groups, place, after, before=standing.abroad
        )
        if standing.abroad:
            continue
        back = [cue for cue in reading.cues["course"] if turns(reading, cue) and last <= cue.start < group.end]
        if place - 1 in told and any(not turned_already(reading, cue, told[place - 1], last, group) for cue in back):
            before = told[place - 1].flow
        shared = share(reading, words, sides, standing, group, before, goods.get(place), metrics.get(place))
        if watch is not None:
            watch.group(reading, group, shared, evidence_of(shared, reading, sides, group, standing, whole))
        else:
            shared = revise(shared, reading, sides, group, standing, whole, explained=explain is not None)
        last = group.end
        if mirror.get(place) in told:
            shared = told[mirror[place]]
        elif (one := compared_with(reading, words, groups, place)) in told:
            shared = told[one]
        elif reading.quantities[group.members[0]].short and group.unit in standing.shared:
            since = groups[place - 1].end if place else 0
            shared = _but_named(standing.shared[group.unit], reading, sides, since, group)
        standing.shared[group.unit] = told[place] = shared
        made, span, previous = attribute(
            reading,
            words,
            group,
            shared,
            standing,
            compared,
            previous,
            dated_here=dated,
            explain=explain,
            watch=watch,
        )
        figures.extend(made)
        standing.take_up(group, shared.metric, shared.flow, shared.region, shared.goods, span)
        if place in goods:
            standing.recent_goods = standing.goods = None  # one of a list, of which the text does not go on
        standing.dealt = shared.why["metric"] == OF_DEAL and dealt(reading)
        dated = span or dated
    last = reading.quantities[-1].end
    later = [side.region for side in sides if side.kind == "region" and side.start > last]
    if later:
        standing.region = later[-1]
    return figures


def _but_named(same: Shared, reading: Reading, sides: list[Side], since: int, group: Group) -> Shared:
    """What a number said short takes over, but of the one province or kind of goods told since: «…, лес — лишь 171»."""
    regions = {s.region for s in sides if s.kind == "region" and s.region and since <= s.start < group.start}
    if len(regions) == 1 and same.region is not None:
        same = msgspec.structs.replace(same, region=regions.pop())
    goods = {cue.label for cue in named_goods(reading) if since <= cue.start < group.start}
    if len(goods) == 1 and same.goods is not None:
        same = msgspec.structs.replace(same, goods=goods.pop())
    return same


def _first_statements(figures: list[Figure]) -> tuple[Figure, ...]:
    """Leave out what a title or a later sentence says again."""
    body = [figure for figure in figures if figure.field == "text"]
    kept: list[Figure] = []
    seen: set[tuple[object, ...]] = set()
    for figure in figures:
        if figure.field == "title":
            if any(_restates(other, figure) for other in body):
                continue
        else:
            key = (
                figure.value, figure.value_high, figure.unit, figure.measure, figure.direction, figure.metric,
                figure.flow, figure.period_start, figure.period_end, figure.commodity, figure.region, figure.basis,
            )  # fmt: skip
            if key in seen:
                continue
            seen.add(key)
        kept.append(figure)
    return tuple(kept)


def _restates(full: Figure, short: Figure) -> bool:
    """Is `short`, perhaps rounded, the value of `full`?"""
    if full.unit != short.unit or (full.value_high is None) != (short.value_high is None):
        return False
    return abs(full.value - short.value) * 50 <= abs(full.value)


__all__ = ["Explain", "find_figures"]
