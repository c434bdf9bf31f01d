"""What `amur query` prints: a table where it fits the line, a short paragraph a row where it doesn't."""

from __future__ import annotations

import json
import math
import sys
import time
from datetime import datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import typer
from rich.console import Console
from rich.text import Text

from amur.answers import short, text, write_parquet
from amur.cli import app
from amur.commands import query
from amur.commands.terminal import terminal
from amur.errors import Refusal
from amur.settings import Settings, load_settings
from warehouse.errors import QueryLimit
from warehouse.readers.query import QueryResult, to_arrow

COLUMNS = ("agreement_id", "stage", "parties", "place", "value", "first_reported_at", "mentions", "publishers", "title")
SIDES = [
    {"name": "Rosatom", "country": "RU", "id": "company:rosatom"},
    {"name": "三江粮油", "country": None, "id": None},
]
ROW = (
    "A000001",
    "signed",
    SIDES,
    None,
    Decimal("680000000.000"),
    datetime.fromisoformat("2026-08-01T09:15"),
    2,
    1,
    "A long deal",
)


def shown(monkeypatch: pytest.MonkeyPatch, columns: tuple[str, ...], row: tuple[object, ...], width: int) -> str:
    console = Console(width=width, record=True, file=StringIO())
    monkeypatch.setattr(query, "terminal", lambda: console)
    query.print_table(QueryResult(columns=columns, types=("",) * len(columns), rows=(row,)))
    return console.export_text()


def test_a_row_too_wide_for_the_line_is_told_in_a_paragraph_without_its_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    told = " ".join(shown(monkeypatch, COLUMNS, ROW, 100).split())
    assert told.startswith("A000001 A long deal stage signed · parties Rosatom (RU), 三江粮油 · value 680,000,000 · ")
    assert "first_reported_at 2026-08-01 09:15" in told
    assert "place" not in told


def test_a_row_that_fits_stays_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "│ A000001 " in shown(monkeypatch, COLUMNS, ROW, 240)
    assert "│ A000001 " in shown(monkeypatch, COLUMNS[:2], ROW[:2], 30)


STEERING = "Soy \x1b[31mred\x1b]0;title\x07 \x9b2J\x00\u202etxt"


def test_a_headline_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    answer = QueryResult(columns=("title", STEERING), types=("", ""), rows=((STEERING, {"name": STEERING}),))
    query.print_table(answer)
    terminal().print(Text(STEERING, "bold"))
    for format in ("csv", "markdown", "json"):
        sys.stdout.write(text(answer, format))
    told = capsys.readouterr().out
    assert "red]0;title" in told
    assert {one for one in told if not one.isprintable()} == {"\n"}
    assert json.loads(text(answer, "json"))[0]["title"] == STEERING


def test_numbers_beyond_64_bits_and_what_is_no_number_are_answered() -> None:
    huge = 2**64 + 1
    answer = QueryResult(
        columns=("sum", "ratio", "none"), types=("HUGEINT", "DOUBLE", "DOUBLE"), rows=((huge, math.inf, math.nan),)
    )
    assert json.loads(text(answer, "json"), parse_constant=pytest.fail) == [{"sum": huge, "ratio": None, "none": None}]
    assert to_arrow(answer).column("sum").to_pylist() == [huge]


def test_rows_are_counted_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\n1 row, " in shown(monkeypatch, COLUMNS[:2], ROW[:2], 30)
    assert query.counted(12_345) == "12,345 rows"


@pytest.mark.parametrize(("rows", "timeout"), [(0, None), (-1, None), (None, 0.0), (None, -2.0)])
def test_a_limit_that_allows_nothing_is_refused(rows: int | None, timeout: float | None) -> None:
    with pytest.raises(Refusal, match=r"--rows|--timeout"):
        query.query(load_settings(), "SELECT 1", format="table", output=None, rows=rows, timeout=timeout)


@pytest.mark.parametrize("format", ["table", "markdown", "json"])
def test_the_time_of_a_question_bounds_what_is_written_of_it(monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    answer = QueryResult(columns=("a", "b"), types=("", ""), rows=(("x y " * 1_000, ["x"] * 1_000),) * 5_000)
    monkeypatch.setattr(query, "ask_apart", lambda *_, **__: answer)
    monkeypatch.setattr(query, "_LEAST_S", 0.001)
    before = time.process_time()
    with pytest.raises(QueryLimit, match=rf"longer than 0\.001 s and was stopped .* as {format}"):
        query.query(load_settings(), "SELECT 1", format=format, output=None, rows=None, timeout=0.001)
    assert time.process_time() - before < 2.0


def test_parquet_that_cannot_be_written_is_refused_by_the_name_given(tmp_path: Path) -> None:
    answer = QueryResult(columns=("a",), types=("INTEGER",), rows=((1,),))
    with pytest.raises(Refusal, match=r"/nowhere/x\.parquet: No such file"):
        write_parquet(answer, tmp_path / "nowhere" / "x.parquet")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Refusal, match=r"/folder: "):
        write_parquet(answer, tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_help_names_the_limits_that_hold_when_none_is_given() -> None:
    options = typer.main.get_command(app).commands["query"].params  # type: ignore[attr-defined]
    told = {option.name: getattr(option, "help", "") for option in options}
    assert f"or {Settings.model_fields['query_rows'].default}," in told["rows"]
    assert f"or {Settings.model_fields['query_timeout_s'].default:g}," in told["timeout"]


def test_values_are_written_for_eyes() -> None:
    assert short({"low": 1, "high": None}) == "low: 1"
    assert short(datetime.fromisoformat("2026-08-01T09:15:07")) == "2026-08-01 09:15:07"
