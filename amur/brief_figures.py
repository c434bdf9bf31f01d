"""The day's figures as a reader wants them: by topic, one line a statistic, every outlet's reading beneath it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from amur.chart import LEAST_POINTS, Point, history
from amur.readable import amount, one_line, period, region, rounded, spaced, town, words
from amur.said import Said, Sayings

Row = dict[str, Any]
#: A snapshot of an earlier program has no `place`, and its figures no `counted`.
_STATISTIC = ("metric", "flow", "region", "place", "commodity", "period_start", "period_end")
_THIRDS = {Decimal("33.33"): "a third", Decimal("66.67"): "two thirds"}
#: A page is for reading: so many statistics of a topic stand on it, and so many readings of a statistic.
MOST_STATISTICS = 25
MOST_READINGS = 8
_MONEY_MEASURES = {"level": 0, "change": 1, "multiple": 2, "share": 3}


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A value in words, rounded in dollars, and why it is doubted; the latter two may be empty."""

    shown: str
    usd: str
    doubt: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What one sentence states, and who else says the very same.

    `also` holds a saying of each other outlet, and those of the sentence's further values.
    """

    values: tuple[Value, ...]
    source: str
    said: Said
    also: tuple[Said, ...] = ()


class Statistic(msgspec.Struct, frozen=True, kw_only=True):
    """One statistic of one period; `chart` is SVG made here, never text of an article. `left_out` counts readings."""

    label: str
    period: str
    readings: tuple[Reading, ...]
    left_out: int = 0
    chart: str | None = None
    chart_note: str = ""


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A group of statistics under one heading; `left_out` counts those for which a page has no room."""

    name: str
    statistics: tuple[Statistic, ...]
    left_out: int = 0


def topics(rows: list[Row], past: list[Row], sayings: Sayings, on: date) -> tuple[Topic, ...]:
    """The figures of the day by topic: what has a history first, then the most told; levels before shares."""
    grouped: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[tuple(row.get(name) for name in _STATISTIC)].append(row)
    series = _series(past)
    found: dict[str, list[tuple[Any, list[Row]]]] = defaultdict(list)
    for key, readings in grouped.items():
        readings.sort(key=lambda row: (row["doubt"] is not None, _MONEY_MEASURES[row["measure"]], row["figure_id"]))
        first = readings[0]
        told = len({row["article_id"] for row in readings if row["doubt"] is None})
        rank = (not _points(first, series, on), -told, -(first["value_usd"] or 0), str(key))
        found[_topic(first)].append((rank, readings))
    return tuple(
        Topic(
            name=name,
            statistics=tuple(
                _statistic(readings, series, sayings, on)
                for _, readings in sorted(found[topic], key=lambda pair: pair[0])[:MOST_STATISTICS]
            ),
            left_out=max(0, len(found[topic]) - MOST_STATISTICS),
        )
        for topic, name in words().topics.items()
        if topic in found
    )


def _statistic(readings: list[Row], series: dict[tuple[Any, ...], list[Row]], sayings: Sayings, on: date) -> Statistic:
    chart, note = _chart(readings[0], _points(readings[0], series, on))
    told = _told(readings, sayings)
    return Statistic(
        label=label(readings[0]),
        period=period(readings[0]),
        readings=told[:MOST_READINGS],
        left_out=max(0, len(told) - MOST_READINGS),
        chart=chart,
        chart_note=note,
    )


def conflicts(rows: list[Row], sayings: Sayings) -> tuple[Statistic, ...]:
    """The statistics that articles disagree on, each with all its readings."""
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["conflict"]].append(row)
    return tuple(
        Statistic(label=label(group[0]), period=period(group[0]), readings=_alike(group, sayings))
        for group in grouped.values()
    )


def reading(row: Row, sayings: Sayings) -> Reading:
    """A figure's row as a reading of its own."""
    foreign = row["value_usd"] is not None and row["unit"] != "USD"
    usd = rounded(row["value_usd"], "USD") if foreign else ""
    told = Value(shown=value(row), usd=usd, doubt=one_line(row.get("doubt")))
    return Reading(values=(told,), source=one_line(row["source"]), said=sayings.of("figure", row))


def _by_value(rows: list[Row], sayings: Sayings) -> list[list[Reading]]:
    alike: dict[str, list[Reading]] = defaultdict(list)
    for row in rows:
        alike[value(row)].append(reading(row, sayings))
    return list(alike.values())


def _alike(rows: list[Row], sayings: Sayings) -> tuple[Reading, ...]:
    """The values of a statistic that outlets differ on, each told once with all its outlets."""
    return tuple(
        msgspec.structs.replace(same[0], also=_article_by_article([one.said for one in same])[1:])
        for same in _by_value(rows, sayings)
    )


def _told(rows: list[Row], sayings: Sayings) -> tuple[Reading, ...]:
    """Readings of one statistic: equal values told once with all their outlets, values of one sentence together."""
    sentences: dict[tuple[str, str], list[list[Reading]]] = defaultdict(list)
    for same in _by_value(rows, sayings):
        first = same[0].said
        sentences[first.article_id, first.before + first.quote + first.after].append(same)
    return tuple(
        Reading(
            values=tuple(same[0].values[0] for same in group),
            source=group[0][0].source,
            said=group[0][0].said,
            also=_article_by_article([one.said for same in group for one in same])[1:],
        )
        for group in sentences.values()
    )


def _article_by_article(said: list[Said]) -> tuple[Said, ...]:
    """The sayings with those of one article together, in the order in which the articles come up."""
    articles = list(dict.fromkeys(one.article_id for one in said))
    return tuple(sorted(said, key=lambda one: articles.index(one.article_id)))


def value(row: Row) -> str:
    """A figure in words: "up 29.5% on a year earlier", "over 81.4 billion CNY", "3 to 5 million t", "2.1 times"."""
    said = words()
    shown = _third(row) or amount(row["value"], row["unit"])
    if row["value_high"] is not None:
        shown = f"{amount(row['value'], None)} to {amount(row['value_high'], row['unit'])}"
    parts = [said.modifiers[row["modifier"]], shown]
    if row["measure"] == "share":
        parts.append("(share)")
    elif row["direction"]:
        parts.insert(0, row["direction"])
    if row.get("counted"):
        parts.append(f"in {row['counted']}")
    if row["basis"]:
        parts.append(said.basis[row["basis"]])
    return " ".join(part for part in parts if part)


def _third(row: Row) -> str:
    """A third where the sentence says it in words ("на треть", 三分之一), not in digits as 33.33%."""
    if row["unit"] != "%" or any(letter.isdecimal() for letter in row["quote"]):
        return ""
    return _THIRDS.get(row["value"].quantize(Decimal("0.01")), "")


def label(row: Row) -> str:
    """What a figure is about: "Exports, Liaoning, soybeans, Russia to China"; "Trade turnover, Jixi, Heilongjiang"."""
    said = words()
    parts = [said.metrics[row["metric"]], town(row.get("place")), region(row["region"]), spaced(row["commodity"])]
    if row["flow"] and not (row["metric"] == "turnover" and row["flow"] == "CN<>RU"):
        parts.append(said.flows[row["flow"]])
    return ", ".join(part for part in parts if part)


def _topic(row: Row) -> str:
    topic = words().topic_of[row["metric"]]
    # So many tonnes of what no list has are goods as well, and no trade of the two countries.
    counted = row["measure"] == "level" and (row["unit"] == "TEU" or row["unit"].upper() != row["unit"])
    if topic == "trade" and (row["commodity"] or counted):
        return "goods"
    return "regions" if topic == "trade" and row["region"] else topic


def _series(past: Iterable[Row]) -> dict[tuple[Any, ...], list[Row]]:
    series: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in past:
        series[_series_key(row)].append(row)
    return series


def _series_key(row: Row) -> tuple[Any, ...]:
    """What makes two values points of one line: same statistic, same unit, periods of one length.

    Periods of several months compare only with the same months of other years. Customs names China's side alone, so
    the flow says which of exports and imports is meant.
    """
    start, end = row["period_start"], row["period_end"]
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    whole = start.day == 1 and _next_day(end).day == 1
    length: object = (months, start.month if months > 1 else 0) if whole else ("days", (end - start).days)
    metric = "turnover" if row["metric"] == "turnover" else "trade" if row["metric"] in {"exports", "imports"} else ""
    flow = row["flow"] or ("CN<>RU" if metric == "turnover" else None)
    return (metric or row["metric"], flow, row["region"], row.get("place"), row["commodity"], row["unit"], length)


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _points(row: Row, series: dict[tuple[Any, ...], list[Row]], on: date) -> list[Point]:
    """The history that a level closes, in order of time; empty where there is none to draw.

    A plan for a year to come is no point of a history, nor is what is in doubt.
    """
    start, end = row["period_start"], row["period_end"]
    if row["measure"] != "level" or start is None or end is None or end > on or row["doubt"] is not None:
        return []
    ends: dict[date, Point] = {}
    for point in series.get(_series_key(row), ()):
        ends.setdefault(point["period_end"], (point["period_end"], point["value"], point["source"]))
    ends.setdefault(end, (end, row["value"], "articles"))
    return sorted(ends.values(), key=lambda point: point[0]) if len(ends) >= LEAST_POINTS else []


def _chart(row: Row, points: list[Point]) -> tuple[str | None, str]:
    drawn = history(points, label(row), row["unit"])
    if drawn is None:
        return None, ""
    first, last = points[0], points[-1]
    by = " and ".join(
        name
        for source, name in (("customs", "China's customs"), ("articles", "articles"))
        if any(point[2] == source for point in points)
    )
    return drawn, (
        f"{ending(first[0], row)}: {rounded(first[1], row['unit'])}; {ending(last[0], row)}: "
        f"{rounded(last[1], row['unit'])} ({len(points)} points, {by})"
    )


def ending(end: date, row: Row) -> str:
    """The period of a history's point, of as many months as the row's: "2009", "Sep 2009", "Jan–Sep 2009"."""
    first, last = row["period_start"].replace(day=1), row["period_end"].replace(day=1)
    if (first.month, last.month) == (1, 12):
        return str(end.year)
    return f"{end:%b} {end.year}" if first == last else f"{first:%b}–{end:%b} {end.year}"
