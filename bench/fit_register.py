"""Fit the weights by which the register knows two mentions for one deal, from the project's labelled events.

    python -m bench.fit_register [--write] [--without NAME]

Reads `tests/events/*.jsonl`, `tests/events_of_our_own.toml` and the sample site, each article as a run would, and sets
every mention of a labelled deal beside every deal told before it: is it this one? A second pass takes the firms'
entries in the gazetteer away, so that the weights hold for names that no list has. Logistic regression by accelerated
descent from zero; a trait may only speak for or against as it does now, and weights are drawn towards zero. The result
is the same on every run. `--write` puts it in `warehouse/weights.toml`; `--without` leaves one file out,
to try the weights on it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec
import numpy as np

from amur.sample.corpus import read_articles, read_feeds
from amur.sample.expected import read_expected
from tests.warehouse_batches import read_row
from warehouse.load import load
from warehouse.records import Batch
from warehouse.register import article_deals, register, scale, weighing
from warehouse.register.contradiction import contradiction
from warehouse.register.known import Known
from warehouse.register.reading import Reading
from warehouse.schema import open_writer
from warehouse.sides import sides

ROOT = Path(__file__).resolve().parents[1]
EVENTS = ROOT / "tests" / "events"
OUR_OWN, SAMPLE = "events_of_our_own", "sample"
WEIGHTS = ROOT / "warehouse" / "weights.toml"
NOW = datetime(2026, 8, 1, tzinfo=UTC)
#: Steps of descent, how strongly weights are drawn to zero, and the least and largest weight.
STEPS, DRAW, LEAST, LARGEST = 4000, 0.00003, 0.1, 9.0
#: How far below even odds a mention joins: a row too many is told as a second alert. Tried by leaving files out.
LENIENCE = 2.2
#: What a pair without the gazetteer's firms counts beside one with them.
UNLISTED_WEIGHT = 0.7
#: What is set by hand: no labelled article is edited, few are reissued; names partly
#: alike were counted among the gazetteer's, which are many more.
BY_HAND = ("edited", "beside", "reissued", "like", "spelled", "numbers_other", "lent_other", "named_beside")
#: What counts at least so much against one deal: labelled events have few firms with two partners in one week, few
#: agencies with two protocols on one day, few forums at which two pairs of firms sign alike, and the news has many.
STRICTER = {"other_partner": -3.8, "other_known": -8.0, "goods_other": -6.0, "other_side": -4.0}

Row = tuple[dict[str, float], bool, float]


def labelled(without: str | None) -> Iterator[tuple[list[dict[str, Any]], list[Reading]]]:
    """By file of events its lines and its mentions, as the register has them."""
    for name, lines in files():
        if name == without:
            continue
        with tempfile.TemporaryDirectory() as folder:
            store = open_writer(Path(folder) / "amur.duckdb")
            articles = tuple(read_row(line["article"], screen=name != OUR_OWN) for line in lines)
            load(store, Batch(batch_id="b", kind="backfill", started_at=NOW.isoformat(), articles=articles), now=NOW)
            ids = {row[0] for row in store.execute("SELECT DISTINCT agreement_id FROM agreement_mention").fetchall()}
            held = register.read_known(store, [], {"": frozenset(ids - {None})}, NOW.replace(tzinfo=None))
            yield lines, [reading for known in held.known.values() for reading in known.readings]
            store.close()


def files() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every file of events by name: articles and what they mention; an empty quote is any mention that is news."""
    for file in sorted(EVENTS.glob("*.jsonl")):
        yield file.stem, [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    reports = tomllib.loads((ROOT / "tests" / f"{OUR_OWN}.toml").read_text("utf-8"))["report"]
    lines = []
    for one in sorted(reports, key=lambda one: str(one["published"])):
        article = {name: one[name] for name in ("id", "title", "text", "language", "publisher", "published")}
        article["url"] = f"https://example.org/{one['id']}"
        lines.append({"article": article, "mentions": [{"quote": "", "event": deal} for deal in one["deals"]]})
    yield OUR_OWN, lines
    yield SAMPLE, _sample()


def _sample() -> list[dict[str, Any]]:
    """The sample site's second day: an article is of the deals of which it tells a stage as news, and no others."""
    stages: dict[str, list[dict[str, str]]] = defaultdict(list)
    for deal in read_expected().agreement:
        for stage in deal.stages:
            for name in stage.articles:
                stages[name].append({"quote": "", "event": deal.key, "status": stage.status})
    feeds = {feed.id: feed for feed in read_feeds()}
    return [
        {
            "article": {
                "id": one.id,
                "title": one.title,
                "text": "\n\n".join(one.paragraphs),
                "language": feeds[one.head.feed].language,
                "publisher": feeds[one.head.feed].publisher,
                "published": one.head.published.astimezone(UTC).isoformat(),
                "url": f"https://example.org/{one.id}",
            },
            "mentions": stages[one.id],
        }
        for one in sorted(read_articles(2), key=lambda one: (one.head.published, one.id))
    ]


def told_of(lines: list[dict[str, Any]], readings: Iterable[Reading]) -> list[tuple[Reading, str]]:
    """The mentions of labelled deals in order of publication, each with its deal."""
    by_article: dict[str, list[tuple[str, str, str | None]]] = {
        line["article"]["id"]: [(one["quote"], one["event"], one.get("status")) for one in line["mentions"]]
        for line in lines
    }
    found = []
    for reading in readings:
        deals = [
            deal
            for quote, deal, status in by_article[reading.article_id]
            if (_one_sentence(quote, reading.quote) if quote else reading.new and status in (None, reading.status))
        ]
        if deals:
            found.append((reading, deals[0]))
    return sorted(found, key=lambda pair: (pair[0].reported_at, pair[0].article_id, pair[0].mention_id))


def _one_sentence(left: str, right: str) -> bool:
    run = SequenceMatcher(None, left, right, autojunk=False).find_longest_match(0, len(left), 0, len(right))
    return run.size >= 0.5 * min(len(left), len(right))


@contextmanager
def unlisted() -> Iterator[None]:
    """As if the gazetteer had no firms."""

    def forget() -> None:
        for cached in (sides._side, sides.sides):
            cached.cache_clear()

    forget()
    with mock.patch.object(sides, "_listed", dict):
        yield
    forget()


def _nameless(reading: Reading) -> Reading:
    def listed(one: str | None) -> bool:
        return bool(one) and str(one).startswith(("company:", "bank:"))

    parties = tuple(msgspec.structs.replace(party, id=None) if listed(party.id) else party for party in reading.parties)
    subjects = tuple(one for one in reading.subjects if not listed(one))
    return msgspec.structs.replace(reading, parties=parties, subjects=subjects)


def rows(told: list[tuple[Reading, str]], weight: float) -> Iterator[Row]:
    """Each mention beside each deal told before it: what was found, whether they are one, what the pair counts."""
    implied = article_deals.implied_parties([reading for reading, _ in told])
    known: dict[str, Known] = defaultdict(lambda: Known(""))
    for reading, deal in told:
        if not reading.total:
            for other, held in known.items():
                if not held.total and not contradiction(reading, held):
                    found = weighing.weighed(reading, held, implied.get(reading.mention_id, ()), whole=True).found
                    yield found, other == deal, weight
        known[deal].add(reading)


def fit(labels: list[Row], signs: dict[str, float]) -> tuple[float, dict[str, float]]:
    """The points to join at and the weights that tell the rows apart best."""
    names = list(signs)
    place = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(labels), len(names)))
    for number, (found, _, _) in enumerate(labels):
        for name, amount in found.items():
            if name in place:
                table[number, place[name]] = amount
    same = np.array([one for _, one, _ in labels], dtype=float)
    counts = np.array([weight for _, _, weight in labels])
    sign = np.array(list(signs.values()))
    table = np.column_stack((table, np.ones(len(labels))))
    share = counts / counts.sum()
    draw = np.array([*[DRAW] * len(names), 0.0])
    least = np.array([*np.where(sign > 0, LEAST, -LARGEST), -2 * LARGEST])
    most = np.array([*np.where(sign > 0, LARGEST, -LEAST), 2 * LARGEST])
    step = 1 / (float(np.max(np.linalg.eigvalsh(table.T @ (table * share[:, None])))) / 4 + DRAW)
    weights = ahead = np.zeros(len(names) + 1)
    for turn in range(STEPS):
        slope = table.T @ (share * (1 / (1 + np.exp(-(table @ ahead))) - same)) + draw * ahead
        moved = np.clip(ahead - step * slope, least, most)
        ahead, weights = moved + turn / (turn + 3) * (moved - weights), moved
    bias, weights = float(weights[-1]), weights[:-1]
    return round(-bias - LENIENCE, 2), {
        name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)
    }


def main(arguments: Iterable[str] | None = None) -> int:
    """Print the weights and how many pairs they tell apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--without")
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    held = scale.weights().weight
    signs = {name: -1.0 if name in AGAINST else 1.0 for name in held if name not in BY_HAND}
    labels: list[Row] = []
    for lines, readings in labelled(chosen.without):
        told = told_of(lines, readings)
        labels += rows(told, 1.0)
        with unlisted():
            labels += rows([(_nameless(reading), deal) for reading, deal in told], UNLISTED_WEIGHT)
    join, weights = fit(labels, signs)
    weights |= {name: min(weights[name], points) for name, points in STRICTER.items()}
    right = sum(
        (sum(weights.get(name, 0.0) * amount for name, amount in found.items()) >= join) is same
        for found, same, _ in labels
    )
    print(f"{len(labels)} pairs, {sum(same for _, same, _ in labels)} of one deal, {right} told apart; join {join}")
    for name, weight in weights.items():
        print(f"{name:16} {weight:6.2f}")
    if chosen.write:
        text = re.sub(r"^join = .*$", f"join = {join}", WEIGHTS.read_text("utf-8"), flags=re.MULTILINE)
        for name, weight in weights.items():
            head, table, rest = text.partition("[weight]\n")
            text = head + table + re.sub(rf"^{name} = .*$", f"{name} = {weight}", rest, count=1, flags=re.MULTILINE)
        WEIGHTS.write_text(text, "utf-8")
    return 0


#: Traits that speak against one deal; the others speak for it.
AGAINST = frozenset(
    (
        "unlike", "half_like", "unlisted_other", "no_side", "other_partner", "other_known", "other_side", "value_other",
        "signed_apart", "type_other", "goods_other", "field_other", "sectors_other", "another", "stage_back",
        "same_article",
    )
)  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
