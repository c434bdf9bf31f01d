"""Writes articles and their facts: many rows a statement, old versions kept with the time they ceased to hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import duckdb

from transform.records import Development, Doubt, Figure
from warehouse import rates, reconcile, rows
from warehouse.intake import Fresh
from warehouse.matching import Reading
from warehouse.records import Batch

if TYPE_CHECKING:
    from warehouse.register import Placed
    from warehouse.stories import Print


_ARTICLE = {
    "article_id": "text", "version": "int", "url": "text", "canonical_url": "text", "publisher": "text",
    "title": "text", "text": "text", "language": "text", "published_at": "moment", "published_source": "text",
    "fetched_at": "moment", "feed_id": "text", "entry_id": "text", "relevant": "bool", "relevance": "float",
    "reasons": "texts", "story_id": "text", "content_hash": "text", "analysis_hash": "text",
    "extractor_version": "text", "batch_id": "text", "recorded_at": "moment",
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
    "source": "text", "value_usd": "decimal", "usd_source": "text",
}  # fmt: skip
_DEVELOPMENT = {"development_id": "int", **_WHOSE, **_STANDS, "kind": "text", "date": "date", "place": "text"}
_DOUBT = {"doubt_id": "int", **_WHOSE, **_STANDS, "reason": "text"}
_MENTION = {
    "mention_id": "int", "agreement_id": "text", **_WHOSE, "reported_at": "moment", **_STANDS, "status": "text",
    "type": "text", "new": "bool", "count": "int", "parties": "parties", "sectors": "texts", "subjects": "texts",
    "signed_on": "date", "place": "text", "place_id": "text", "event": "text", "value": "decimal", "unit": "text",
}  # fmt: skip


#: The key of the statistic that a figure states; null where it states none that can be compared.
_COMPUTED = {"figure": {"observation": rows.statement("observation_key")}}


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
    for table in ("article", "figure", "agreement_mention", "development", "doubt"):
        connection.execute(
            f"UPDATE store.{table} SET superseded_at = ? FROM superseded_ids AS s "
            f"WHERE store.{table}.article_id = s.id AND superseded_at IS NULL",
            [at],
        )
    connection.execute("DELETE FROM store.story_key WHERE article_id IN (SELECT id FROM superseded_ids)")
    return {article: frozenset(agreements) for article, agreements in spoke.items()}


def save_articles(connection: duckdb.DuckDBPyConnection, fresh: Sequence[Fresh], batch: Batch) -> None:
    """Write the articles' new versions."""
    columns: dict[str, list[Any]] = {
        name: [getattr(item.row, name) for item in fresh]
        for name in (
            "article_id", "url", "canonical_url", "publisher", "title", "text", "language", "published_source",
            "feed_id", "entry_id", "content_hash",
        )
    }  # fmt: skip
    columns |= {name: [getattr(item, name) for item in fresh] for name in ("version", "story_id", "analysis_hash")}
    columns |= {
        "published_at": [item.published for item in fresh],
        "fetched_at": [rows.moment(item.row.fetched_at) or item.at for item in fresh],
        "relevant": [item.row.analysis.relevant for item in fresh],
        "relevance": [item.row.analysis.relevance for item in fresh],
        "reasons": [list(item.row.analysis.reasons) for item in fresh],
        "extractor_version": [batch.extractor_version] * len(fresh),
        "batch_id": [batch.batch_id] * len(fresh),
        "recorded_at": [item.at for item in fresh],
    }
    rows.insert(connection, "article", _ARTICLE, columns)


def save_facts(
    connection: duckdb.DuckDBPyConnection,
    fresh: Sequence[Fresh],
    extractor_version: str,
    at: datetime,
    numbers: rows.Numbers,
) -> dict[str, int]:
    """Write figures, developments and doubts; returns how many of each. A value beyond reason becomes a doubt."""
    figures: list[tuple[Figure, ...]] = []
    doubts: list[tuple[Doubt, ...]] = []
    in_usd: list[tuple[Decimal | None, str | None]] = []
    implied = rates.ImpliedRates(connection)
    for item in fresh:
        said = item.row.analysis
        kept = tuple(filter(_fits, said.figures))
        figures.append(kept)
        doubts.append(said.doubts)
        if len(kept) < len(said.figures):
            doubts[-1] += tuple(_beyond_reason(one) for one in said.figures if not _fits(one))
        day = item.reported_at.date()
        found = reconcile.doubts(kept, day)
        doubts[-1] += tuple(found)
        in_usd.extend(rates.in_usd(kept, day, in_doubt={(one.field, one.start) for one in found}, implied=implied))
    converted: dict[str, Sequence[Any]] = {
        "value_usd": [value for value, _ in in_usd],
        "usd_source": [source for _, source in in_usd],
    }
    developments = [item.row.analysis.developments for item in fresh]
    whose = (fresh, extractor_version, at, numbers)
    return {
        "figures": _save(connection, "figure", _FIGURE, figures, *whose, converted),
        "developments": _save(connection, "development", _DEVELOPMENT, developments, *whose, {}),
        "doubts": _save(connection, "doubt", _DOUBT, doubts, *whose, {}),
    }


def draw_observations(connection: duckdb.DuckDBPyConnection, at: datetime) -> None:
    """Sum up anew the statistics that this load's figures, new or superseded, belong to."""
    connection.execute(rows.statement("touched_observations"), {"at": at})
    redraw_observations(connection)


def redraw_observations(connection: duckdb.DuckDBPyConnection) -> None:
    """Sum up anew the statistics of the temporary table `touched_observation`."""
    connection.execute("DELETE FROM store.observation WHERE observation IN (FROM touched_observation)")
    connection.execute(rows.statement("draw_observations"))


def save_mentions(
    connection: duckdb.DuckDBPyConnection,
    placed: Sequence[Placed],
    fresh: Mapping[str, Fresh],
    extractor_version: str,
    at: datetime,
) -> None:
    """Write the mentions with the agreement that each was resolved to."""
    readings = [item.reading for item in placed]
    columns: dict[str, list[Any]] = {
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
        "extractor_version": [extractor_version] * len(readings),
        "recorded_at": [at] * len(readings),
    }
    rows.insert(connection, "agreement_mention", _MENTION, columns)


def save_prints(connection: duckdb.DuckDBPyConnection, prints: Sequence[tuple[Print, str]]) -> None:
    """Keep what later copies of these articles are recognised by."""
    counts = [len(one.hashes) for one, _ in prints]
    rows.insert(
        connection,
        "story_key",
        {"hash": "int", "story_id": "text", "article_id": "text", "published_at": "moment"},
        {
            "hash": [value for one, _ in prints for value in one.hashes],
            "story_id": rows.repeat([story for _, story in prints], counts),
            "article_id": rows.repeat([one.article_id for one, _ in prints], counts),
            "published_at": rows.repeat([one.published_at for one, _ in prints], counts),
        },
    )


def day(text: str | None) -> date | None:
    """An ISO date, or None where the text is none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _fits(figure: Figure) -> bool:
    return rows.storable(figure.value) and (figure.value_high is None or rows.storable(figure.value_high))


def _beyond_reason(figure: Figure) -> Doubt:
    return Doubt(
        quote=figure.quote, field=figure.field, start=figure.start, end=figure.end, reason="value is beyond reason"
    )


def _save(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    kinds: Mapping[str, str],
    found: Sequence[tuple[Figure, ...]] | Sequence[tuple[Development, ...]] | Sequence[tuple[Doubt, ...]],
    fresh: Sequence[Fresh],
    extractor_version: str,
    at: datetime,
    numbers: rows.Numbers,
    columns: Mapping[str, Sequence[Any]],
) -> int:
    """Write facts of one kind, `found` article by article; columns that are not given are the record's own."""
    counts = [len(ones) for ones in found]
    facts = [one for ones in found for one in ones]
    filled: dict[str, Sequence[Any]] = {
        f"{table}_id": numbers.take(table, len(facts)),
        "article_id": rows.repeat([item.row.article_id for item in fresh], counts),
        "article_version": rows.repeat([item.version for item in fresh], counts),
        "story_id": rows.repeat([item.story_id for item in fresh], counts),
        "extractor_version": [extractor_version] * len(facts),
        "recorded_at": [at] * len(facts),
        **columns,
    }
    for name in kinds:
        if name not in filled:
            filled[name] = list(map(attrgetter(name), facts))
    return rows.insert(connection, table, kinds, filled, _COMPUTED.get(table))
