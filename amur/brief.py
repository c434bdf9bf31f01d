"""The day on one page: agreements, key figures, developments, contradictions, doubts, gaps; Markdown or HTML.

Every line links to the page it was read on and carries the row's id, so that a number leads back to its sentence.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

from amur.errors import Refusal
from warehouse.publish import open_snapshot

PARTS = ("agreements", "figures", "developments", "conflicts", "doubts", "gaps")
_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))

Row = dict[str, Any]


def gather(snapshot: Path, day: date | None = None) -> dict[str, Any]:
    """The rows of each part for a day; the newest day with a relevant article where none is given.

    Raises Refusal where the snapshot has no relevant article yet.
    """
    with open_snapshot(snapshot) as connection:

        def rows(name: str, **parameters: object) -> list[Row]:
            sql = files("amur").joinpath("sql", f"brief_{name}.sql").read_text(encoding="utf-8")
            cursor = connection.execute(sql, parameters)
            columns = [column[0] for column in cursor.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

        chosen = day or rows("day")[0]["day"]
        if chosen is None:
            raise Refusal("no relevant article has been loaded yet; run `amur run` or `amur backfill` first")
        found: dict[str, Any] = {"day": chosen}
        for part in PARTS:
            found[part] = rows(part) if part == "gaps" else rows(part, day=chosen)
        return found


def render(found: dict[str, Any], format: str) -> str:
    """The brief as `markdown` or `html`."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("amur", "templates"),
        autoescape=format == "html",
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"amount": amount, "period": period, "plain": plain}
    name = {"html": "brief.html.j2", "markdown": "brief.md.j2"}.get(format)
    if name is None:
        raise Refusal(f"--format {format}: choose markdown or html")
    return environment.get_template(name).render(found)


def write_brief(snapshot: Path, path: Path, day: date | None = None) -> Path:
    """Write the HTML brief to a file, whole or not at all; returns its path."""
    page = render(gather(snapshot, day), "html")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(page, encoding="utf-8")
    return temporary.replace(path)


def amount(value: Decimal | float | None, unit: str | None = None) -> str:
    """A value as people read it: 42640000000, CNY → "42.64 billion CNY"; 82.3, % → "82.3%"."""
    if value is None:
        return ""
    number = Decimal(str(value))
    scale = next(((size, name) for size, name in _SCALES if abs(number) >= size), None)
    shown = f"{(number / scale[0]).normalize():f} {scale[1]}" if scale else f"{_tidy(number):,f}"
    if unit == "%":
        return f"{shown}%"
    return f"{shown} {unit or ''}".strip()


def _tidy(number: Decimal) -> Decimal:
    return number.to_integral() if number == number.to_integral() else number.normalize()


def period(row: Row) -> str:
    """A period in short: 2023-09 for a month, 2023 for a year, else both ends."""
    start, end = row.get("period_start"), row.get("period_end")
    if not start or not end:
        return ""
    first, last = str(start), str(end)
    if first[5:] == "01-01" and last[5:] == "12-31" and first[:4] == last[:4]:
        return first[:4]
    if first[:7] == last[:7] and first[8:] == "01" and int(last[8:]) >= 28:
        return first[:7]
    if first[8:] == "01" and int(last[8:]) >= 28:
        return f"{first[:7]} to {last[:7]}"
    return first if first == last else f"{first} to {last}"


def plain(text: str | None) -> str:
    """Text on one line with Markdown's marks escaped: an article's words never become markup."""
    folded = " ".join((text or "").split())
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>#|" else mark for mark in folded)
