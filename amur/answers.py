"""A query's answer in the form that was asked for: a table to look at, or CSV, JSON, Markdown, Parquet to keep."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from amur.errors import Refusal
from ingest.unseen import CONTROL, HIDDEN, shown
from warehouse.readers.query import QueryResult, to_arrow

FORMATS = ("table", "csv", "json", "markdown", "parquet")


def text(result: QueryResult, format: str) -> str:
    """The answer as CSV (lines end as those of other commands do), JSON (a list of objects) or a Markdown table."""
    if format == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(map(shown, result.columns))
        writer.writerows([_csv(value) for value in row] for row in result.rows)
        return out.getvalue()
    if format == "json":
        rows = [{name: as_json(value) for name, value in zip(result.columns, row, strict=True)} for row in result.rows]
        return _json(rows, indent=1) + "\n"
    if format == "markdown":
        lines = [_line(map(short, result.columns)), _line(["---"] * len(result.columns))]
        return "\n".join([*lines, *(_line([short(value) for value in row]) for row in result.rows)]) + "\n"
    raise Refusal(f"--format {format}: choose one of {', '.join(FORMATS)}")


def write_parquet(result: QueryResult, path: Path) -> None:
    """Write the answer as Parquet, whole or not at all; a path that can't be written is a refusal."""
    import pyarrow.parquet

    temporary = path.with_name(f".{path.name}.new")
    try:
        with temporary.open("wb") as out:
            pyarrow.parquet.write_table(to_arrow(result), out)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Refusal(f"{path}: {error.strerror or error}") from error


def short(value: Any) -> str:
    """A value for a person's eyes: lists joined, parties as "Rosatom (RU)", decimals without empty places."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}" if value else "0"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")
    if isinstance(value, (list, tuple)):
        return ", ".join(short(item) for item in value)
    if isinstance(value, dict):
        if value.keys() == {"name", "country", "id"}:
            return f"{short(value['name'])} ({value['country']})" if value["country"] else short(value["name"])
        return ", ".join(f"{name}: {short(item)}" for name, item in value.items() if item is not None)
    return " ".join(shown(str(value)).split())


def _json(value: Any, indent: int | None = None) -> str:
    """As JSON, in which characters that nobody sees are spelled out."""
    told = json.dumps(value, ensure_ascii=False, indent=indent)
    return HIDDEN.sub(_escaped, CONTROL.sub(_escaped, told))


def _escaped(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


def _line(cells: Any) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _csv(value: Any) -> Any:
    if isinstance(value, (list, tuple, dict)):
        return _json(as_json(value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return shown(value) if isinstance(value, str) else value


def as_json(value: Any) -> Any:
    """A value as JSON can say it: whole decimals as integers, times as ISO 8601, what is no number as null."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral() else float(value)
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {str(name): as_json(item) for name, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has neither infinity nor "not a number"
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
