"""`amur export`: the public views as files."""

from __future__ import annotations

import sys
from pathlib import Path

from amur.errors import Refusal
from amur.settings import Settings
from warehouse.readers.export import FORMATS
from warehouse.readers.export import export as write_views


def export(settings: Settings, folder: Path, *, format: str) -> int:
    """Write the views and say where; exit status 0."""
    if format not in ("all", *FORMATS):
        raise Refusal(f"--format {format}: choose one of {', '.join(('all', *FORMATS))}")
    files = write_views(settings.snapshot, folder, FORMATS if format == "all" else (format,))
    print(f"amur: {len(files)} files written to {folder}", file=sys.stderr)
    return 0
