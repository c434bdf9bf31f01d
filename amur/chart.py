"""Small charts of a statistic's history, as SVG that stands inside the page: no script, no network, no colours of its
own (ink is the text's colour, so that they read in light, dark and print).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise

from amur.readable import rounded

#: Fewer points are no history.
LEAST_POINTS = 3
#: More than this many of a series' own steps between two points is a gap.
MOST_STEPS = 1.6
_WIDTH, _HEIGHT = 230, 54

Point = tuple[date, Decimal, str]


def history(points: Sequence[Point], label: str, unit: str) -> str | None:
    """The SVG of (end of period, value, source) points in order of time; None for fewer than three points.

    A point's source is `customs` (the reference series) or `articles` (what outlets state).
    """
    if len({point[0] for point in points}) < LEAST_POINTS:
        return None
    return _drawn(tuple((end.isoformat(), float(value), source) for end, value, source in points), label, unit)


def unbroken(ends: Sequence[date]) -> list[int]:
    """A number for each point, the same for those that a line may join: none is drawn over periods that nobody told.

    The shortest step between two points is the series' own.
    """
    steps = [(after - before).days for before, after in pairwise(ends)]
    own = min((step for step in steps if step), default=0)
    runs = [0]
    for step in steps:
        runs.append(runs[-1] + (step > MOST_STEPS * own))
    return runs


@cache
def _drawn(points: tuple[tuple[str, float, str], ...], label: str, unit: str) -> str:
    import altair as alt
    import vl_convert

    runs = unbroken([date.fromisoformat(end) for end, _, _ in points])
    rows = [
        {"end": end, "value": value, "source": source, "run": run}
        for (end, value, source), run in zip(points, runs, strict=True)
    ]
    x = alt.X("end:T", axis=None, scale=alt.Scale(padding=6))
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(zero=False, padding=8))
    drawn = alt.layer(
        alt.Chart({"values": rows})
        .mark_line(color="currentColor", strokeWidth=1.5, opacity=0.55)
        .encode(x=x, y=y, detail="run:N"),
        alt.Chart({"values": rows[:-1]}).mark_circle(color="currentColor", size=14, opacity=0.7).encode(x=x, y=y),
        alt.Chart({"values": rows[-1:]}).mark_circle(color="currentColor", size=48, opacity=1).encode(x=x, y=y),
    )
    chart = drawn.properties(width=_WIDTH, height=_HEIGHT, background="transparent", padding=0).configure_view(
        stroke=None
    )
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    first, last = points[0], points[-1]
    told = f"{label}: {_at(first, unit)}, {_at(last, unit)}"
    opening = f'<svg role="img" aria-label="{_attribute(told)}"'
    svg = re.sub(r"\s(?:aria-hidden|aria-roledescription|aria-label|role|pointer-events)=\"[^\"]*\"", "", svg)
    svg = re.sub(r'\s(?:class|xmlns:xlink)="[^"]*"', "", svg)
    return re.sub(r"^.*?<svg", opening, svg, count=1, flags=re.S)


def _at(point: tuple[str, float, str], unit: str) -> str:
    return f"{rounded(point[1], unit)} at {point[0]}"


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
