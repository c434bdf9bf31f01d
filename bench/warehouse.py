"""Speed of the warehouse: loading, the register, publishing, the cookbook's questions and search at scale.

usage: python -m bench.warehouse [--articles N] [--figures N] [--mentions N] [--dlt PYTHON]

`--dlt` names the interpreter of a virtual environment that has dlt[duckdb]: the same figures are loaded by it too.
The sizes of the targets are 1,000,000 articles, 10,000,000 figures and 100,000 mentions.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from importlib import resources
from pathlib import Path

import msgspec

from transform.records import Agreement, Analysis, Figure, Party
from warehouse import rows
from warehouse.errors import QueryLimit
from warehouse.load import load
from warehouse.readers.publish import publish
from warehouse.readers.query import DEFAULT_LIMITS, answer, open_for_questions
from warehouse.records import ArticleRow, Batch
from warehouse.schema import open_writer

NOW = datetime(2026, 8, 20, tzinfo=UTC)
#: So many articles of a large file are loaded, with their agreements; the others are made in it.
LOADED = 10_000
WORDS = (
    "trade export soybean coal gas port yuan customs экспорт соя газ порт рубль таможня 大豆 天然气 口岸 贸易".split()
)

DLT = """
import json, sys, time
import dlt
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
pipeline = dlt.pipeline("figures", destination=dlt.destinations.duckdb(sys.argv[2]), dataset_name="store")
begun = time.perf_counter()
pipeline.run(rows, table_name="figure")
print(time.perf_counter() - begun)
"""


def articles(count: int, *, first: int, figures: int, mentions: int, dice: random.Random) -> tuple[ArticleRow, ...]:
    """Made-up articles a minute apart; companies follow a power law, so that some are very busy."""
    made = []
    for number in range(first, first + count):
        at = (datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=number * 10)).isoformat()
        made.append(
            ArticleRow(
                article_id=f"{number:016x}",
                url=f"https://example.org/{number}",
                publisher=f"Outlet {number % 40}",
                title=f"Headline {number}",
                text=". ".join(
                    f"Sentence {dice.randrange(10**9)} {' '.join(dice.choices(WORDS, k=8))}" for _ in range(8)
                ),
                language="en",
                published_at=at,
                fetched_at=at,
                content_hash=str(number),
                analysis=Analysis(
                    id=str(number),
                    language="en",
                    relevant=True,
                    relevance=0.9,
                    figures=tuple(_figure(number, place, dice) for place in range(figures)),
                    agreements=tuple(_agreement(number, dice) for _ in range(mentions)),
                ),
            )
        )
    return tuple(made)


def _figure(number: int, place: int, dice: random.Random) -> Figure:
    return Figure(
        quote=f"{place} billion yuan",
        field="text",
        start=place * 10,
        end=place * 10 + 14,
        value=Decimal(dice.randrange(10**12)),
        unit=dice.choice(("USD", "CNY", "RUB", "%", "t")),
        metric=dice.choice(("turnover", "exports", "imports", "freight")),
        flow=dice.choice(("CN>RU", "RU>CN", "CN<>RU")),
        commodity=dice.choice((None, "coal", "soybeans")),
        period_start="2024-01-01",
        period_end="2024-06-30",
        source="customs",
    )


def _agreement(number: int, dice: random.Random) -> Agreement:
    sides = (int(dice.paretovariate(0.9)) % 5000 for _ in range(2))
    russian, chinese = sides
    return Agreement(
        quote="They signed.",
        field="text",
        start=0,
        end=12,
        status=dice.choice(("signed", "planned")),
        type=dice.choice(("memorandum", "contract", "agreement")),
        parties=(Party(name=f"R{russian}", country="RU"), Party(name=f"C{chinese}", country="CN")),
        subjects=(dice.choice("abcdefgh"),),
    )


def batch(key: str, rows: tuple[ArticleRow, ...]) -> Batch:
    """A backfill, so that alerts are written but wait for nobody."""
    return Batch(batch_id=key, kind="backfill", started_at=NOW.isoformat(), articles=rows)


def clocked(work: Callable[[], object]) -> float:
    """Seconds that it took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def say(what: str, seconds: float, amount: str = "") -> None:
    print(f"{what:<58} {seconds:>9.3f} s  {amount}", flush=True)


def loading(folder: Path, dlt: str | None) -> None:
    """Facts a second in one large batch, in batches of 200, and by dlt."""
    dice = random.Random(1)
    connection = open_writer(folder / "amur.duckdb")
    load(connection, batch("warm", articles(20, first=0, figures=10, mentions=0, dice=dice)), now=NOW)
    made = articles(20_000, first=1_000, figures=10, mentions=0, dice=dice)
    seconds = clocked(lambda: load(connection, batch("large", made), now=NOW))
    say("load 200,000 figures of 20,000 articles in one batch", seconds, f"{200_000 / seconds:,.0f} facts/s")
    say("write its log into the file, which publishing does", clocked(lambda: connection.execute("CHECKPOINT")))
    small = [articles(20, first=100_000 + 20 * n, figures=10, mentions=0, dice=dice) for n in range(50)]
    seconds = clocked(lambda: [load(connection, batch(f"s{n}", one), now=NOW) for n, one in enumerate(small)])
    say("load 50 batches of 200 figures", seconds, f"{10_000 / seconds:,.0f} facts/s")
    connection.close()
    if dlt:
        path = folder / "figures.jsonl"
        with path.open("w", encoding="utf-8") as lines:
            for row in made:
                for one in row.analysis.figures:
                    lines.write(json.dumps({"article_id": row.article_id, **msgspec.to_builtins(one)}) + "\n")
        told = subprocess.run(
            [dlt, "-c", DLT, str(path), str(folder / "dlt.duckdb")],
            capture_output=True,
            text=True,
            cwd=folder,
            check=True,
        )
        seconds = float(told.stdout.strip().splitlines()[-1])
        say("dlt: load the same 200,000 figures", seconds, f"{200_000 / seconds:,.0f} facts/s")


def register(folder: Path, mentions: int) -> None:
    """The register's growth: equal parts of the mentions, one after the other."""
    dice = random.Random(2)
    connection = open_writer(folder / "register.duckdb")
    total, part = 0.0, mentions // 5
    for turn in range(5):
        made = articles(part, first=turn * part, figures=0, mentions=1, dice=dice)
        seconds = clocked(partial(load, connection, batch(f"r{turn}", made), now=NOW))
        total += seconds
        say(f"resolve mentions {turn * part:,} to {(turn + 1) * part:,}", seconds, f"{part / seconds:,.0f} mentions/s")
    found = connection.execute("SELECT count(*) FROM agreement").fetchone()
    connection.close()
    say(f"resolve {mentions:,} mentions into {found[0] if found else 0:,} agreements", total)


def scale(folder: Path, article_count: int, figure_count: int) -> None:
    """Publish a large file, and ask it every question of the cookbook."""
    home = folder / "large"
    connection = open_writer(home / "amur.duckdb")
    dice = random.Random(3)
    part = min(article_count, LOADED) // 4
    for turn in range(4):
        made = articles(part, first=turn * part, figures=2, mentions=2, dice=dice)
        load(connection, batch(f"g{turn}", made), now=NOW)
    connection.execute("RESET threads")
    text = (resources.files("bench") / "warehouse_scale.sql").read_text(encoding="utf-8")
    seconds = clocked(lambda: connection.execute(text.format(articles=article_count, figures=figure_count)))
    connection.execute(f"UPDATE store.figure SET observation = {rows.statement('observation_key')}")
    connection.execute("UPDATE store.counter SET next = 2000000000 WHERE name = 'figure'")
    connection.execute("CHECKPOINT")
    connection.close()
    say(f"make {article_count:,} articles, {figure_count:,} figures", seconds)
    say("first publish, with the index of all articles", clocked(lambda: publish(home)))
    size = (home / "published" / "amur.duckdb").stat().st_size / 1e6
    say(f"publish again, {size:,.0f} MB", clocked(lambda: publish(home)))
    snapshot = home / "published" / "amur.duckdb"
    with open_for_questions(snapshot, DEFAULT_LIMITS, searching=True) as reader:
        questions = sorted((resources.files("warehouse") / "cookbook").iterdir(), key=lambda file: file.name)
        asked = [(file.name, file.read_text(encoding="utf-8")) for file in questions]
        asked += [
            (f"search: {words}", f"SELECT * FROM search('{words}') LIMIT 20") for words in ("соя экспорт", "大豆")
        ]
        for name, sql in asked:
            try:
                best = min(clocked(partial(answer, reader, sql, DEFAULT_LIMITS)) for _ in range(2))
                say(name, best)
            except QueryLimit as error:
                say(name, float("nan"), str(error))


def main() -> None:
    """Run all of it in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--figures", type=int, default=10_000_000)
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--dlt", help="interpreter that has dlt[duckdb]")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        loading(folder, options.dlt)
        register(folder, options.mentions)
        scale(folder, options.articles, options.figures)


if __name__ == "__main__":
    main()
