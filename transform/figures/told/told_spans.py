"""The spans that sentences name, kept for the figures that follow whatever was measured then."""

from __future__ import annotations

from collections.abc import Set

from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.spans.figure_dates import dates_figures
from transform.figures.told.standing import Standing

#: Roles of spans that what follows may be of.
_ROLES = frozenset(("span", "ytd", "this_year", "since"))


def keep_span(reading: Reading, words: Lexicon, compared: Set[int], standing: Standing) -> None:
    """Keep the first span of a sentence that has begun and that nothing is compared with (`compared`: places).

    Where none was told before, the figures that follow a sentence without any are of its span.
    """
    for place, period in enumerate(reading.periods):
        if place in compared or period.role not in _ROLES or not dates_figures(reading, words, period):
            continue
        span = period.first, period.last
        if not standing.ahead(span):
            standing.paragraph_span = span
            standing.opening_span = standing.opening_span or span
            # "Trade grew in the first six months, customs said. It totalled 85.4 billion yuan."
            opens = reading.sentence.paragraph <= 0 or period.grain != "month"
            if standing.span is None and not reading.quantities and opens:
                standing.span = span
            return
