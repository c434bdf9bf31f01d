"""`amur eval`: the reading against golden files, by language, with floors that only rise."""

from __future__ import annotations

import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import msgspec
from rich.table import Table

from amur.commands.terminal import terminal
from amur.errors import Refusal
from amur.score import Golden, Score
from transform.analyse import analyse
from transform.records import ENCODER, Article


def evaluate(gold: list[Path], *, floors: bool, misses: int) -> int:
    """Exit status: 0, or 1 where a score is below its floor."""
    scores = scored(gold)
    console = terminal()
    console.print(_table(scores))
    for miss in scores["all"].misses[:misses]:
        print(miss)
    below = below_floors(scores) if floors else []
    for line in below:
        print(f"amur: below its floor: {line}", file=sys.stderr)
    return 1 if below else 0


def scored(gold: list[Path]) -> dict[str, Score]:
    """The score of each language of these files, and of "all"."""
    scores: dict[str, Score] = {}
    for path in gold:
        for golden in read_golden(path):
            article = msgspec.convert(golden.article, Article, strict=False)
            analysis = msgspec.json.decode(ENCODER.encode(analyse(article)))
            language = golden.article.get("language") or analysis["language"]
            for name in (language, "all"):
                scores.setdefault(name, Score()).add(golden, analysis)
    return scores


def read_golden(path: Path) -> list[Golden]:
    """Golden articles of a file; raises Refusal naming file and line."""
    rows = []
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                rows.append(msgspec.json.decode(line, type=Golden))
            except msgspec.DecodeError as error:
                raise Refusal(f"{path}, line {number}: not a golden article: {error}") from error
    return rows


def _table(scores: dict[str, Score]) -> Table:
    names = [*sorted(name for name in scores if name != "all"), "all"]
    tables = {name: scores[name].table() for name in names}
    table = Table("score", *names, title=f"{scores['all'].counts['articles']} articles", title_justify="left")
    for row in dict.fromkeys(key for columns in tables.values() for key in columns):
        cells = (tables[name].get(row) for name in names)
        table.add_row(row, *("" if cell is None else _cell(row, cell) for cell in cells))
    return table


def _cell(name: str, value: float) -> str:
    return f"{value:.0f}" if name.startswith("noise.") else f"{value:.3f}"


def below_floors(scores: dict[str, Score]) -> list[str]:
    """Each score that is below its floor in `floors.toml`, with language, value and floor."""
    floors = tomllib.loads(files("amur").joinpath("floors.toml").read_text(encoding="utf-8"))
    found = []
    for language, score in scores.items():
        table = score.table()
        for name, floor in floors.get("every", {}).items() | floors.get(language, {}).items():
            value = table.get(name)
            if value is not None and (value > floor if name.startswith("noise.") else value < floor):
                found.append(f"{language} {name} {value:.3f}, floor {floor}")
    return sorted(found)
