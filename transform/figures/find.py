"""Figures of an article: every quantity of economic substance, typed, dated and attributed.

Steps, each pure: what stands in a sentence (`readings`, `sides`), which quantities speak of one thing (`resolve`), and
what each of them measures (`attribute` with `measure`, `metric`, `flow`, `scope`), where what a sentence leaves out is
taken from what the text spoke of last (`standing`, and `heard` from sentences without figures).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from transform.figures.attribute import Explain
from transform.figures.counted import with_counted
from transform.figures.duties_abroad import levied_abroad
from transform.figures.goods.near_words import passes_border
from transform.figures.measured.trifles import told_exactly
from transform.figures.others_trade import Next
from transform.figures.readings import QuantityFinder, read
from transform.figures.resolve import resolve
from transform.figures.revised import Watch
from transform.figures.sentence.introduced import introduced
from transform.figures.sentence.lexicon import Lexicon, lexicon
from transform.figures.sentence.pointed import with_pointed
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import find_sides
from transform.figures.sources.source import with_sources
from transform.figures.sources.teller import credited
from transform.figures.spans.compared_dates import compared_periods
from transform.figures.spans.lead_dates import dated_by_lead, headed_by
from transform.figures.spans.since_told import SinceTold
from transform.figures.told.heard import hear
from transform.figures.told.opening import open_topic
from transform.figures.told.sited import go_there, leave_sentence
from transform.figures.told.standing import Standing
from transform.figures.told.told_spans import keep_span
from transform.figures.told.whole import whole_of
from transform.numbers.quantities import Period
from transform.periods.days import publication_day
from transform.periods.find import find_periods
from transform.records import Article, Figure
from transform.text.sentences import Sentence


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
    readings = read(sentences, words, quantities, watch)
    firms = introduced(readings, words)
    sides = with_pointed(readings, [find_sides(reading, words, firms) for reading in readings], words)
    whole = whole_of(readings, sides, words)
    reference = publication_day(article.published)
    standing = open_topic(readings, sides, words, article.publisher)
    standing.today = reference.isoformat() if reference else None
    found: list[Figure] = []
    lead, opened = None, False
    since = SinceTold(language)
    behind: list[Next] = [*zip(readings, sides, strict=True), (None, [])]
    for bare, some, after in zip(readings, sides, behind[1:], strict=True):
        if bare.folded.count("|") > 1:
            # A line of quotes or of a menu ("Brent 35.6 | USD/CNY 7.149") speaks of nothing that the story does.
            continue
        periods = find_periods(bare.sentence.text, language, reference, standing.period(), standing.told())
        reading = _dated(bare, since.counted(bare, periods))
        _enter(standing, reading, words)
        standing.levied = levied_abroad(reading, some, words, before=standing.levied)
        told = resolve(reading, words, some, after, standing, whole, explain, watch) if reading.quantities else []
        kept = [figure for figure in told if not told_exactly(figure, reading.sentence, words)]
        found.extend(with_counted(kept, reading, words, explain))
        if not told:
            hear(reading, words, some, compared_periods(reading, words), standing)
        if periods:
            keep_span(reading, words, compared_periods(reading, words), standing)
        if bare.sentence.field == "title":
            standing.headed = headed_by(reading) or standing.headed
        if bare.sentence.field == "text" and not opened:
            lead, opened = None if told else standing.span, True
        standing.places.see(some, reading)
        leave_sentence(standing, some)
    stated = _first_statements(dated_by_lead(found, lead))
    return stated if watch is not None else with_sources(stated, sentences, language, explain=explain)


def _enter(standing: Standing, reading: Reading, words: Lexicon) -> None:
    """Let the text come to a sentence: where it then is, what it speaks of, and who tells it."""
    standing.enter(reading.sentence.paragraph, reading.sentence.text)
    go_there(standing, reading, words)
    standing.crossing = standing.crossing or passes_border(reading)
    standing.works = standing.works or any(cue.label == "production" for cue in reading.cues["hint"])
    by = credited(reading, words)
    if by is not None and by.entity.country in ("CN", "RU"):
        standing.teller = by.entity.country


def _dated(bare: Reading, periods: list[Period]) -> Reading:
    """The reading with its periods; a number inside one ("the first three quarters") counts nothing."""
    kept = [q for q in bare.quantities if not any(p.start <= q.start and q.end <= p.end for p in periods)]
    return msgspec.structs.replace(bare, periods=periods, quantities=kept, number_at=[q.start for q in kept])


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
