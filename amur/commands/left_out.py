"""What loads left out because people have to mend it: corrections and parts of alerts.toml that can't be followed."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from warehouse.records import LoadReport


def left_out(loads: Iterable[LoadReport]) -> int:
    """Say what of people's corrections and of alerts.toml could not be followed; 1 where there is any, since only
    people mend it."""
    refused = dict.fromkeys(f"{what} refused: {one}" for load in loads for what, one in left_out_of(load))
    for one in refused:
        print(f"amur: {one}", file=sys.stderr)
    return int(bool(refused))


def left_out_of(load: LoadReport) -> list[tuple[str, str]]:
    """What a load could not follow, each with what it is."""
    return [
        *(("correction", one) for one in load.corrections_refused),
        *(("part of alerts.toml", one) for one in load.alerts_refused),
    ]
