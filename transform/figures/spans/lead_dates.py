"""The time of a headline's figures that only the lead tells («Экспорт вырос в 1,8 раза. Такой итог 2024 года …»)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from transform.figures.sentence.reading import Reading
from transform.figures.spans.earlier_times import Span
from transform.records import Figure, Metric

#: What is told of some time.
_DATED: frozenset[Metric] = frozenset(("turnover", "exports", "imports", "freight", "production"))


def dated_by_lead(figures: Sequence[Figure], lead: Span | None) -> list[Figure]:
    """The figures, of which the headline's without a time of their own are of the `lead`'s, if the body tells none."""
    if lead is None or any(figure.field == "text" and figure.metric in _DATED for figure in figures):
        return list(figures)
    return [_of_lead(figure, lead) for figure in figures]


def headed_by(title: Reading) -> Span | None:
    """The month that a headline opens with before a colon («Октябрь: нефть растёт», 7月进口一览：…), its story's."""
    first = title.periods[0] if title.periods else None
    if first is None or first.start or first.grain != "month" or len(title.periods) > 1:
        return None
    return (first.first, first.last) if _HEAD.match(title.folded, first.end) else None


#: What a headline calls its story by stands between its month and the colon, and is no longer.
_HEAD = re.compile(r"[^:：;；.,，。\d]{0,20}[:：]")


def _of_lead(figure: Figure, lead: Span) -> Figure:
    if figure.field != "title" or figure.metric not in _DATED or figure.period_start is not None:
        return figure
    basis = figure.basis or ("yoy" if figure.measure in ("change", "multiple") else None)
    return msgspec.structs.replace(figure, period_start=lead[0], period_end=lead[1], basis=basis)
