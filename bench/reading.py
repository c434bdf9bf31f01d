"""How fast articles are read, on one core.

    python -m bench.reading [--seconds N]

Prints one row a measure: relevant full articles and irrelevant full texts that name both countries through `analyse`,
headlines through `glance`, all from `tests/golden`; where `../shared/real` lies beside the project, real news
that is dropped, most of which names neither; then the milliseconds that the worst texts take. `bench.peers` sets the
reading of numbers beside other readers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from transform.analyse import analyse
from transform.records import Article
from transform.screening.screen import glance

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden"
REAL = Path(__file__).resolve().parents[2] / "shared" / "real" / "background"
#: Real news of three languages, mostly of neither country.
NEWS = {"en": "en_bbc_cnn_guardian_2022", "ru": "ru_nerel_wikinews", "zh": "zh_cctv_fulltext_2022_26"}
#: A shorter text is a headline and its summary, and so many are enough to measure.
_FULL, _MOST = 300, 2_000
T = TypeVar("T")
#: Texts of 100,000 characters that a slow pattern would choke on.
WORST = {
    "100 KB of digits": "1234567890" * 10_000,
    "100 KB of one word": "million " * 12_500,
    "100 KB of 年": "年" * 100_000,
    "100 KB of a deal": "China's Ao and Russia's Bo signed a contract worth 3 billion yuan. " * 1_500,
}


def pace(work: Callable[[T], object], rows: Sequence[T], seconds: float) -> float:
    """Rows a second, over as many whole rounds as fill the time; a first round warms up and does not count."""
    for row in rows:
        work(row)
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        for row in rows:
            work(row)
        done += len(rows)
    return done / (time.perf_counter() - began)


def _golden() -> tuple[list[Article], list[Article]]:
    relevant: list[Article] = []
    irrelevant: list[Article] = []
    for language in ("en", "ru", "zh"):
        for line in (GOLDEN / f"{language}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            wanted = row["expected"]["relevant"]
            (relevant if wanted else irrelevant).append(msgspec.convert(row["article"], Article))
    return relevant, irrelevant


def _news(name: str, language: str) -> list[Article]:
    """The first full texts of a file of real news, where it is there; a headline alone is none."""
    path = REAL / f"{name}.jsonl.gz"
    found: list[Article] = []
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if len(text := row.get("text") or "") >= _FULL and len(found) < _MOST:
                    title, day = row.get("title") or "", row.get("date")
                    found.append(Article(id=str(row["id"]), title=title, text=text, published=day, language=language))
    return found


def main(arguments: Iterable[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0)
    seconds = parser.parse_args(list(arguments) if arguments is not None else None).seconds
    relevant, irrelevant = _golden()
    titles = [(article.title, article.language) for article in relevant + irrelevant]
    print(f"{'relevant articles/s':24} {pace(analyse, relevant, seconds):10,.0f}")
    print(f"{'irrelevant texts/s':24} {pace(analyse, irrelevant, seconds):10,.0f}")
    for language, name in NEWS.items():
        dropped = [article for article in _news(name, language) if not analyse(article).relevant]
        if dropped:
            print(f"{f'real {language} texts dropped/s':24} {pace(analyse, dropped, seconds):10,.0f}")
    print(f"{'headlines/s':24} {pace(lambda row: glance(row[0], '', row[1]), titles, seconds):10,.0f}")
    for name, text in WORST.items():
        article = Article(id="worst", title="China Russia trade", text=text, published="2024-10-14")
        analyse(msgspec.structs.replace(article, text=text[:400]), screen=False)  # loads what tells the language
        began = time.perf_counter()
        analyse(article, screen=False)
        print(f"{name:24} {1000 * (time.perf_counter() - began):10,.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
