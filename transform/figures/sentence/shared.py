"""What the figures of one group have in common."""

from __future__ import annotations

import msgspec

from transform.records import Flow, Metric


class Shared(msgspec.Struct, frozen=True):
    """What the members of a group have in common, with the reasons."""

    metric: Metric
    flow: Flow | None
    goods: str | None
    region: str | None
    rate: bool
    capacity: bool
    why: dict[str, str]
