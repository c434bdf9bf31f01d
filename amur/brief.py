"""The day on one page: agreements, key figures, developments, contradictions, doubts, gaps; Markdown or HTML.

Every line carries the id of its row, the sentence that it was read in and a link to the page, so that a number leads
back to its source; `amur explain ID` goes on from there.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from amur.brief_figures import Reading, Row, Statistic, Topic, Value, conflicts, topics
from amur.errors import Refusal
from amur.pages import page, text
from amur.readable import amount, dated, day, moment, one_line, outlets, paper, rounded, spaced, words
from amur.said import Said, Sayings
from amur.statements import statement
from warehouse.readers.publish import open_snapshot

_PARTS = ("agreements", "figures", "developments", "conflicts", "values", "doubts")
#: Stages that undo what was told before: they open the page, so that nobody goes on with what no longer holds.
_UNDOING = frozenset({"denied", "ended"})
#: A page is for reading: so many rows of a part stand on it, the most told ones; it says how many more there are.
_MOST = {"undone": 40, "corrections": 40, "deals": 60, "totals": 20, "developments": 40, "doubts": 30}


class Deal(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement at the stage that the day brought; `before` is the stage that it had, empty where it is new.

    `stage_words` say what it is by now where that is another: "under negotiation, now signed". `type_set` and
    `value_set` say why people set it so; of a value that the sentence does not tell, `worth` says where it is told.
    """

    agreement_id: str
    stage: str
    stage_words: str
    before: str
    new: bool
    type: str
    type_set: str
    parties: str
    value: str
    usd: str
    value_set: str
    worth: Said | None
    facts: tuple[str, ...]
    told: str
    said: Said


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What changed in an agreement that was told before; `by_hand`: when people changed it, and why."""

    agreement_id: str
    parties: str
    changes: tuple[str, ...]
    by_hand: str
    said: Said


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A development: its kind, where and when."""

    kind: str
    where: str
    said: Said


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A reading that was declined, and why."""

    reason: str
    said: Said


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that the day lacks, and what it said."""

    feed_id: str
    what: str


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """All parts of one day; `earlier` and `later` are the nearest days with news.

    `left_out` says by part how many rows more there are than the page has room for.
    """

    day: date
    earlier: date | None
    later: date | None
    articles: int
    relevant: int
    publishers: int
    undone: tuple[Deal, ...]
    corrections: tuple[Correction, ...]
    deals: tuple[Deal, ...]
    totals: tuple[Deal, ...]
    topics: tuple[Topic, ...]
    developments: tuple[Change, ...]
    conflicts: tuple[Statistic, ...]
    doubts: tuple[Doubt, ...]
    gaps: tuple[Gap, ...]
    left_out: dict[str, int]


def gather(snapshot: Path, chosen: date | None = None) -> Brief:
    """The brief of a day; of the newest day with a relevant article where none is given.

    Raises Refusal where the snapshot has no relevant article yet, or nothing at all of that day.
    """
    with open_snapshot(snapshot) as connection:
        _rows(connection, "brief_news_day")
        days: list[date] = [row["day"] for row in _rows(connection, "brief_day")]
        if not days:
            raise Refusal("no relevant article has been loaded yet; run `amur run` or `amur backfill` first")
        on = chosen or days[0]
        earlier = next((one for one in days if one < on), None)
        later = next((one for one in reversed(days) if one > on), None)
        found = {part: _rows(connection, f"brief_{part}", day=on) for part in (*_PARTS, "worth")}
        found["corrections"] = _rows(connection, "told_corrections", None, on)
        set_by_hand = _rows(connection, "told_by_hand", None)
        ids = sorted({row["article_id"] for rows in found.values() for row in rows if row["article_id"]})
        sayings = Sayings(_rows(connection, "brief_articles", articles=ids))
        metrics = sorted({row["metric"] for row in found["figures"]} | {"turnover", "exports", "imports"})
        past = _rows(connection, "brief_history", day=on, metrics=metrics)
        gaps = _rows(connection, "brief_gaps", day=on, later=later)
        read = _rows(connection, "brief_read", day=on)[0]
    if not (on in days or read["articles"] or gaps or any(found[part] for part in (*_PARTS, "corrections"))):
        raise Refusal(f"there is no news of {on}; the newest day that has any is {days[0]}")
    worth: dict[str, list[Row]] = defaultdict(list)
    by_hand: dict[str, dict[str, str]] = defaultdict(dict)
    for row in found["worth"]:
        worth[row["agreement_id"]].append(row)
    for row in set_by_hand:
        by_hand[row["agreement_id"]][row["field"]] = row["reason"]
    undone = [row for row in found["agreements"] if row["stage"] in _UNDOING]
    standing = [row for row in found["agreements"] if row["stage"] not in _UNDOING]
    parts = {
        "undone": undone,
        "corrections": found["corrections"],
        "deals": [row for row in standing if row["kind"] != "total"],
        "totals": [row for row in standing if row["kind"] == "total"],
        "developments": found["developments"],
        "doubts": found["doubts"],
    }
    shown = {name: rows[: _MOST[name]] for name, rows in parts.items()}

    def deals(part: str) -> tuple[Deal, ...]:
        return tuple(
            _deal(row, worth[row["agreement_id"]], by_hand[row["agreement_id"]], sayings) for row in shown[part]
        )

    return Brief(
        day=on,
        earlier=earlier,
        later=later,
        **read,
        undone=deals("undone"),
        corrections=tuple(_correction(row, sayings) for row in shown["corrections"]),
        deals=deals("deals"),
        totals=deals("totals"),
        topics=topics(found["figures"], past, sayings, on),
        developments=tuple(_change(row, sayings) for row in shown["developments"]),
        conflicts=(*conflicts(found["conflicts"], sayings), *_differing(found["values"], sayings)),
        doubts=tuple(Doubt(reason=one_line(r["reason"]), said=sayings.of("doubt", r)) for r in shown["doubts"]),
        gaps=tuple(Gap(feed_id=row["feed_id"], what=_gap(row)) for row in gaps),
        left_out={name: len(rows) - len(shown[name]) for name, rows in parts.items()},
    )


def render(brief: Brief, format: str, *, served: bool = False) -> str:
    """The brief as `markdown` or `html`; a served page also links to the pages of its rows."""
    if format == "markdown":
        return text("brief.md.j2", brief=brief)
    if format == "html":
        return page("brief.html.j2", served=served, brief=brief)
    raise Refusal(f"--format {format}: choose markdown or html")


def write_brief(snapshot: Path, path: Path, chosen: date | None = None) -> Path:
    """Write the HTML brief to a file, whole or not at all; returns its path."""
    shown = render(gather(snapshot, chosen), "html")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(shown, encoding="utf-8")
    return temporary.replace(path)


def party_names(parties: list[dict[str, Any]]) -> str:
    """The sides with their countries: "Rosatom (RU), CNNC (CN)"."""
    names = [f"{one_line(one['name'])}{' (' + one['country'] + ')' if one['country'] else ''}" for one in parties]
    return ", ".join(names) or "parties not named"


def _rows(connection: duckdb.DuckDBPyConnection, name: str, *listed: object, **named: object) -> list[Row]:
    cursor = connection.execute(statement(name), listed or named)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _deal(row: Row, worth: list[Row], by_hand: dict[str, str], sayings: Sayings) -> Deal:
    stages = words().stages
    if row["kind"] == "total":
        kind = f"{row['count'] or 'several'} agreements"
    else:
        kind = paper(row["type"])
    told = (
        ("signed_on", f"signed on {day(row['signed_on'])}" if row["signed_on"] else ""),
        ("place", one_line(row["place"])),
        ("event", one_line(row["event"])),
        ("sectors", ", ".join(spaced(sector) for sector in row["sectors"])),
    )
    facts = [f"{shown} {_set(by_hand, column)}".rstrip() for column, shown in told if shown]
    return Deal(
        agreement_id=row["agreement_id"],
        stage=row["stage"],
        stage_words=", now ".join(stages.get(one, one) for one in dict.fromkeys((row["stage"], row["stage_now"]))),
        before=stages.get(row["stage_before"] or "", row["stage_before"] or ""),
        new=row["is_new"],
        type=kind,
        type_set=_set(by_hand, "type") if row["kind"] != "total" else "",
        parties=party_names(row["parties"]),
        value=amount(row["value"], row["unit"]),
        usd=rounded(row["value_usd"], "USD") if row["unit"] != "USD" else "",
        value_set=_set(by_hand, "value", "unit"),
        worth=_told_elsewhere(row, worth, sayings),
        facts=tuple(facts),
        told=f"told by {outlets(row)}",
        said=sayings.of("mention", row),
    )


def _set(by_hand: dict[str, str], *columns: str) -> str:
    """That people set one of these columns, and why; empty where they did not."""
    reasons = dict.fromkeys(one_line(by_hand[column]) for column in columns if column in by_hand)
    return f"(set by hand: {'; '.join(reasons)})" if reasons else ""


def _told_elsewhere(row: Row, worth: list[Row], sayings: Sayings) -> Said | None:
    """Where a value is told that the quoted sentence lacks, in its own article before another; None where it has it."""

    def far(told: Row) -> int:
        if told["article_id"] != row["article_id"]:
            return 2
        return 0 if told["field"] == row["field"] and row["start"] <= told["start"] < row["end"] else 1

    nearest = min(worth, key=far, default=None)
    if nearest is None or not far(nearest):
        return None
    return sayings.of("mention" if nearest["figure_id"] is None else "figure", nearest)


def changes(row: Row) -> tuple[str, ...]:
    """What a correction changed: "value: 860 million CNY → 680 million CNY"."""
    told = []
    if row["stage_changed"]:
        said = words().stages
        told.append(f"stage: {said.get(row['old_stage'], row['old_stage'])} → {said.get(row['stage'], row['stage'])}")
    if row["value_changed"]:
        before, now = amount(row["old_value"], row["old_unit"]), amount(row["value"], row["unit"])
        told.append(f"value: {before or 'none'} → {now or 'none'}")
    if row["signed_on_changed"]:
        told.append(f"signed on: {day(row['old_signed_on']) or 'none'} → {day(row['signed_on']) or 'none'}")
    return tuple(told)


def _correction(row: Row, sayings: Sayings) -> Correction:
    return Correction(
        agreement_id=row["agreement_id"],
        parties=f"{paper(row['type'])}: {party_names(row['parties'])}",
        changes=changes(row),
        by_hand=f"{moment(row['recorded_at'])}: {one_line(row['reason'])}" if row["reason"] else "",
        said=sayings.of("mention", row),
    )


def _differing(rows: list[Row], sayings: Sayings) -> tuple[Statistic, ...]:
    """The values of agreements that articles differ on, each told once with all its outlets."""
    told: dict[str, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        label = f"Value of {row['agreement_id']}, {paper(row['type'])}: {party_names(row['parties'])}"
        said = sayings.of("mention" if row["figure_id"] is None else "figure", row)
        told[label][amount(row["value"], row["unit"])].append(said)
    return tuple(
        Statistic(
            label=label,
            period="",
            readings=tuple(
                Reading(values=(Value(shown=value, usd="", doubt=""),), source="", said=said[0], also=tuple(said[1:]))
                for value, said in values.items()
            ),
        )
        for label, values in told.items()
    )


def _change(row: Row, sayings: Sayings) -> Change:
    where = ", ".join(part for part in (one_line(row["place"]), dated(row["date"], row["date_grain"])) if part)
    return Change(kind=spaced(row["kind"]), where=where, said=sayings.of("development", row))


def _gap(row: Row) -> str:
    parts = []
    if row["outcome"] in {"soft_failure", "hard_failure"}:
        parts.append(words().outcomes[row["outcome"]])
        if row["error"]:
            parts.append(one_line(row["error"]))
    if row["missed"]:
        parts.append(f"about {row['missed']} items came and went between two polls")
    return "; ".join(parts)
