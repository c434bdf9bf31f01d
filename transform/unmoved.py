"""The way of what is told beside the movement of goods: owed, lying in stores, or sold in the market."""

from __future__ import annotations

from transform.firm import OWED, RETAIL, STOCK
from transform.flow import usual_flow
from transform.records import Flow


def way_beside(metric_why: str, goods: str | None) -> tuple[Flow | None, str] | None:
    """What is owed or in stock went no way, what dealers sold came the usual one; None for all else."""
    if metric_why in (OWED, STOCK):
        return None, metric_why
    if metric_why == RETAIL and (way := usual_flow(goods)) is not None:
        return way, RETAIL
    return None
