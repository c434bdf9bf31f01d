"""The measurements of `bench/` run: each is small here, and what it prints is not judged."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from bench import warehouse
from bench.weights_file import write
from transform.weighed import ALWAYS, COLUMNS

FOLDER = Path(__file__).resolve().parents[1] / "bench"
NAMES = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_every_measurement_can_be_imported(name: str) -> None:
    """What it calls of the project is checked by mypy; here that its libraries are there."""
    module = import_module(f"bench.{name}")
    assert module.__doc__


def test_the_register_is_timed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    warehouse.register(tmp_path, 50)
    assert "resolve 50 mentions into " in capsys.readouterr().out


def test_every_question_of_the_cookbook_is_timed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    warehouse.scale(tmp_path, 200, 2_000)
    printed = capsys.readouterr().out
    questions = list((FOLDER.parent / "warehouse" / "cookbook").glob("*.sql"))
    assert len(questions) >= 20
    assert [file.name for file in questions if file.name not in printed] == []
    assert " nan " not in printed


def test_weights_are_written_loudest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.weights_file._FOLDER", tmp_path / "weights")
    write("colour", [("b", "", "red", 0.5), ("a", "c", "red", -2.0), (ALWAYS, "", "red", 0.1), ("a", "", "blue", 1.0)])
    lines = (tmp_path / "weights" / "colour.csv").read_text(encoding="utf-8").splitlines()
    assert lines == [",".join(COLUMNS), "a,,blue,1.0", f"{ALWAYS},,red,0.1", "a,c,red,-2.0", "b,,red,0.5"]
