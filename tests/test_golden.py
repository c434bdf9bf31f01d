"""The golden articles: what is read of them stays above its floor, and the floors are of scores that exist."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from amur.commands.evaluate import below_floors, read_golden, scored
from amur.score import Score

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*.jsonl"))


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return scored(FILES)


def test_the_reading_stays_above_its_floors(scores: dict[str, Score]) -> None:
    assert below_floors(scores) == []


def test_every_floor_is_of_a_score_that_is_counted(scores: dict[str, Score]) -> None:
    floors = tomllib.loads(files("amur").joinpath("floors.toml").read_text(encoding="utf-8"))
    for language, rows in floors.items():
        for name in rows:
            tables = [score.table() for key, score in scores.items() if language in ("every", key)]
            assert tables, language
            assert all(name in table for table in tables), name


@pytest.mark.parametrize("folder", [GOLDEN, GOLDEN / "learned"], ids=["golden", "learned"])
def test_irrelevant_articles_are_part_of_every_golden_file(folder: Path) -> None:
    """Without them screening would not be tried."""
    for path in sorted(folder.glob("*.jsonl")):
        rows = read_golden(path)
        assert len(rows) >= 15
        assert any(not row.expected["relevant"] for row in rows), path
