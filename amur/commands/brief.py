"""`amur brief`: the day on one page."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from amur.brief import gather, render, write_brief
from amur.errors import Refusal
from amur.settings import Settings


def brief(settings: Settings, *, day: str | None, format: str, output: Path | None) -> int:
    """Print or write the brief; exit status 0."""
    try:
        chosen = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise Refusal(f"--day {day}: not a date such as 2023-10-24") from error
    if output is not None and format == "html":
        print(write_brief(settings.snapshot, output, chosen), file=sys.stderr)
        return 0
    page = render(gather(settings.snapshot, chosen), format)
    if output is not None:
        output.write_text(page, encoding="utf-8")
    else:
        sys.stdout.write(page)
    return 0
