"""Writes articles and their facts: many rows a statement, old versions kept with the time they ceased to hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import duckdb
import msgspec
import pyarrow as pa

from transform.records import Agreement, Doubt, Figure
from warehouse import observations, rates, reconcile, rows
from warehouse.intake import Fresh
from warehouse.records import Batch
from warehouse.register.reading import Reading

if TYPE_CHECKING:
    from warehouse.register.register import Placed


_ARTICLE = {
    "article_id": "text", "version": "int", "url": "text", "canonical_url": "text", "publisher": "text",
    "title": "text", "text": "text", "language": "text", "published_at": "moment", "published_source": "text",
    "fetched_at": "moment", "feed_id": "text", "entry_id": "text", "relevant": "bool", "relevance": "float",
    "reasons": "texts", "story_id": "text", "content_hash": "text", "analysis_hash": "text",
    "extractor_version": "text", "batch_id": "text", "recorded_at": "moment", "copy_of": "text",
}  # fmt: skip
_STANDS = {"quote": "text", "field": "text", "start": "int", "end": "int"}
_WHOSE = {
    "article_id": "text", "article_version": "int", "story_id": "text", "extractor_version": "text",
    "recorded_at": "moment",
}  # fmt: skip
_FIGURE = {
    "figure_id": "int", **_WHOSE, **_STANDS, "value": "decimal", "value_high": "decimal", "unit": "text",
    "modifier": "text", "measure": "text", "direction": "text", "metric": "text", "flow": "text", "region": "text",
    "commodity": "text", "period_start": "date", "period_end": "date", "basis": "text", "equivalent": "text",
    "source": "text", "value_usd": "decimal", "usd_source": "text", "place": "text", "counted": "text",
}  # fmt: skip
_DEVELOPMENT = {
    "development_id": "int", **_WHOSE, **_STANDS, "kind": "text", "date": "date", "date_grain": "text", "place": "text",
}  # fmt: skip
#: How exactly a date is told, by the length of its text.
_GRAIN = {4: "year", 7: "month", 10: "day"}
_DOUBT = {"doubt_id": "int", **_WHOSE, "figure_id": "int", **_STANDS, "reason": "text"}
_MENTION = {
    "mention_id": "int", "agreement_id": "text", **_WHOSE, "reported_at": "moment", **_STANDS, "status": "text",
    "type": "text", "new": "bool", "count": "int", "parties": "parties", "sectors": "texts", "subjects": "texts",
    "signed_on": "date", "place": "text", "place_id": "text", "event": "text", "value": "decimal", "unit": "text",
}  # fmt: skip


_LARGEST = Decimal(10) ** rows.LARGEST_EXPONENT

#: The key of the statistic that a figure states; null where it states none that can be compared. `of_deal` comes beside
#: the columns that are kept.
_COMPUTED = {"figure": {"observation": f"CASE WHEN NOT of_deal THEN {rows.statement('observation_key')} END"}}
#: What a contract is to bring of its goods.
_VOLUMES = frozenset(("exports", "imports", "freight", "production"))


def recalled(connection: duckdb.DuckDBPyConnection, articles: Sequence[str]) -> dict[str, frozenset[str]]:
    """By article the agreements that its current version recalls by asides alone: it told nothing of them."""
    if not articles:
        return {}
    rows.given(connection, "superseded_ids", id=articles)
    found: dict[str, set[str]] = defaultdict(set)
    for article, agreement in connection.execute(rows.statement("recalled_agreements")).fetchall():
        found[article].add(agreement)
    return {article: frozenset(agreements) for article, agreements in found.items()}


def supersede(
    connection: duckdb.DuckDBPyConnection, articles: Sequence[str], at: datetime
) -> dict[str, frozenset[str]]:
    """End the current version of these articles and all its facts; returns the agreements that each spoke of."""
    if not articles:
        return {}
    rows.given(connection, "superseded_ids", id=articles)
    spoke: dict[str, set[str]] = defaultdict(set)
    for article, agreement in connection.execute(
        "SELECT article_id, agreement_id FROM store.agreement_mention AS m SEMI JOIN superseded_ids AS s "
        "ON m.article_id = s.id WHERE m.superseded_at IS NULL AND m.agreement_id IS NOT NULL"
    ).fetchall():
        spoke[article].add(agreement)
    observations.mark_stale(connection, articles)
    for table in ("article", "figure", "agreement_mention", "development", "doubt"):
        connection.execute(
            f"UPDATE store.{table} SET superseded_at = ? FROM superseded_ids AS s "
            f"WHERE store.{table}.article_id = s.id AND superseded_at IS NULL",
            [at],
        )
    connection.execute("DELETE FROM store.story_key WHERE article_id IN (SELECT id FROM superseded_ids)")
    return {article: frozenset(agreements) for article, agreements in spoke.items()}


class Facts(msgspec.Struct, frozen=True):
    """The facts of a load in columns, by table; and how many each article has. Their stories are not known yet."""

    tables: dict[str, pa.Table]
    counts: dict[str, Sequence[int]]


def save_articles(connection: duckdb.DuckDBPyConnection, fresh: Sequence[Fresh], batch: Batch) -> None:
    """Write the articles' new versions."""
    columns: dict[str, rows.Column] = {
        name: [getattr(item.row, name) for item in fresh]
        for name in (
            "article_id", "url", "canonical_url", "publisher", "title", "text", "language", "published_source",
            "feed_id", "entry_id", "content_hash",
        )
    }  # fmt: skip
    columns |= {
        name: [getattr(item, name) for item in fresh] for name in ("version", "story_id", "analysis_hash", "copy_of")
    }
    columns |= {
        "published_at": [item.published for item in fresh],
        "fetched_at": [rows.moment(item.row.fetched_at) or item.at for item in fresh],
        "relevant": [item.row.analysis.relevant for item in fresh],
        "relevance": [item.row.analysis.relevance for item in fresh],
        "reasons": [list(item.row.analysis.reasons) for item in fresh],
        "extractor_version": rows.alike(batch.extractor_version, len(fresh), "text"),
        "batch_id": rows.alike(batch.batch_id, len(fresh), "text"),
        "recorded_at": [item.at for item in fresh],
    }
    rows.insert(connection, "article", _ARTICLE, columns)


def gather(
    connection: duckdb.DuckDBPyConnection,
    fresh: Sequence[Fresh],
    extractor_version: str,
    at: datetime,
    numbers: rows.Numbers,
) -> Facts:
    """Figures, developments and doubts of these articles as columns. A value beyond reason becomes a doubt.

    A doubt about a figure that is kept names it.
    """
    figures: list[tuple[Figure, ...]] = []
    doubts: list[tuple[Doubt, ...]] = []
    doubted: list[int | None] = []
    first = numbers.peek("figure")
    in_usd: list[tuple[Decimal | None, str | None]] = []
    of_deal: list[bool] = []
    implied = rates.ImpliedRates(connection)
    all_fit = _all_fit([one for item in fresh for one in item.row.analysis.figures])
    for item in fresh:
        said = item.row.analysis
        kept = said.figures if all_fit else tuple(filter(_fits, said.figures))
        day = item.reported_at.date()
        found = reconcile.doubts(kept, day)
        beyond = () if all_fit else tuple(_beyond_reason(one) for one in said.figures if not _fits(one))
        declined = (*said.doubts, *beyond)
        doubts.append((*declined, *(doubt for _, doubt in found)))
        doubted += [*[None] * len(declined), *(first + place for place, _ in found)]
        in_usd += rates.in_usd(kept, day, in_doubt={place for place, _ in found}, implied=implied)
        of_deal += [_is_of_deal(one, said.agreements, day) for one in kept]
        figures.append(kept)
        first += len(kept)
    changes = [item.row.analysis.developments for item in fresh]
    converted: dict[str, rows.Column] = {
        "value_usd": [value for value, _ in in_usd],
        "usd_source": [source for _, source in in_usd],
    }
    told: dict[str, tuple[Mapping[str, str], Sequence[tuple[Any, ...]], Mapping[str, rows.Column]]] = {
        "figure": (_FIGURE, figures, converted),
        "development": (_DEVELOPMENT, changes, _dated(one.date for ones in changes for one in ones)),
        "doubt": (_DOUBT, doubts, {"figure_id": doubted}),
    }
    tables = {
        table: _columns(table, kinds, ones, fresh, extractor_version, at, numbers, given)
        for table, (kinds, ones, given) in told.items()
    }
    tables["figure"] = tables["figure"].append_column("of_deal", pa.array(of_deal, pa.bool_()))
    return Facts(tables, {table: list(map(len, ones)) for table, (_, ones, _) in told.items()})


def _is_of_deal(figure: Figure, deals: Sequence[Agreement], day: date) -> bool:
    """Is it what one deal is to bring ("signed a contract for 205,000 tonnes in 2026")? The two lands' trade of that
    time is another number; a time that is over is told of trade.
    """
    ahead = figure.period_end is not None and figure.period_end >= day.isoformat()
    counted = (
        figure.measure == "level" and figure.metric in _VOLUMES and (figure.unit == "TEU" or not _is_money(figure))
    )
    return (
        ahead
        and counted
        and any(one.field == figure.field and one.start <= figure.start and figure.end <= one.end for one in deals)
    )


def _is_money(figure: Figure) -> bool:
    return len(figure.unit) == 3 and figure.unit.isupper()


def save_facts(connection: duckdb.DuckDBPyConnection, fresh: Sequence[Fresh], found: Facts) -> dict[str, int]:
    """Write what was gathered, now that the articles' stories are known; returns how many of each."""
    stories = [item.story_id for item in fresh]
    counts = {}
    for table, kinds in (("figure", _FIGURE), ("development", _DEVELOPMENT), ("doubt", _DOUBT)):
        incoming = found.tables[table]
        if incoming.num_rows:
            incoming = incoming.append_column("story_id", rows.repeat(stories, found.counts[table], "text"))
        counts[f"{table}s"] = rows.append(connection, table, kinds, incoming, _COMPUTED.get(table))
    return counts


def save_mentions(
    connection: duckdb.DuckDBPyConnection,
    placed: Sequence[Placed],
    fresh: Mapping[str, Fresh],
    extractor_version: str,
    at: datetime,
) -> None:
    """Write the mentions with the agreement that each was resolved to."""
    readings = [item.reading for item in placed]
    columns: dict[str, rows.Column] = {
        name: [getattr(one, name) for one in readings] for name in _MENTION if name in Reading.__struct_fields__
    }
    whose = [fresh[one.article_id] for one in readings]
    columns |= {
        "agreement_id": [item.decision.agreement_id for item in placed],
        "story_id": [item.story_id for item in whose],
        "article_version": [item.version for item in whose],
        "parties": [[{"name": p.name, "country": p.country, "id": p.id} for p in one.parties] for one in readings],
        "sectors": [list(one.sectors) for one in readings],
        "subjects": [list(one.subjects) for one in readings],
        "signed_on": [one.signed_on.isoformat() if one.signed_on else None for one in readings],
        "extractor_version": rows.alike(extractor_version, len(readings), "text"),
        "recorded_at": rows.alike(at, len(readings), "moment"),
    }
    rows.insert(connection, "agreement_mention", _MENTION, columns)


def _dated(told: Iterable[str | None]) -> dict[str, rows.Column]:
    """The first days of times told by day, month or year ("2023-03"), and which of these each is."""
    texts = list(told)
    return {
        "date": [f"{text}-01-01"[:10] if text else None for text in texts],
        "date_grain": [_GRAIN.get(len(text)) if text else None for text in texts],
    }


def day(text: str | None) -> date | None:
    """An ISO date, or None where the text is none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _all_fit(figures: Sequence[Figure]) -> bool:
    """True for nearly every batch, quickly; False is for `_fits` to look into."""
    values = [one.value for one in figures]
    values += filter(None, [one.value_high for one in figures])
    try:
        return not values or (min(values) > -_LARGEST and max(values) < _LARGEST)
    except InvalidOperation:
        return False


def _fits(figure: Figure) -> bool:
    return rows.storable(figure.value) and (figure.value_high is None or rows.storable(figure.value_high))


def _beyond_reason(figure: Figure) -> Doubt:
    return Doubt(
        quote=figure.quote, field=figure.field, start=figure.start, end=figure.end, reason="value is beyond reason"
    )


def _columns(
    table: str,
    kinds: Mapping[str, str],
    found: Sequence[tuple[Any, ...]],
    fresh: Sequence[Fresh],
    extractor_version: str,
    at: datetime,
    numbers: rows.Numbers,
    given: Mapping[str, rows.Column],
) -> pa.Table:
    """Facts of one kind, `found` article by article; columns that are not given are the record's own."""
    counts = [len(ones) for ones in found]
    facts = [one for ones in found for one in ones]
    filled: dict[str, rows.Column] = {
        f"{table}_id": numbers.take(table, len(facts)),
        "article_id": rows.repeat([item.row.article_id for item in fresh], counts, "text"),
        "article_version": rows.repeat([item.version for item in fresh], counts, "int"),
        "extractor_version": rows.alike(extractor_version, len(facts), "text"),
        "recorded_at": rows.alike(at, len(facts), "moment"),
        **given,
    }
    for name in kinds:
        if name not in filled and name != "story_id":
            filled[name] = list(map(attrgetter(name), facts))
    return rows.table(kinds, filled)
