"""What becomes of a mention that the register was asked about."""

from __future__ import annotations

from typing import Literal

import msgspec


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a mention: `attach` to `agreement_id`, `create` a new one, or `leave` it unattached.

    `rivals` are agreements that it fits nearly as well: perhaps they are one. `close` are those that it did not join
    though little was wanting: a reader should know. `nearest` is the one that it fits best where it founds a row.
    """

    action: Literal["attach", "create", "leave", "recall"]
    agreement_id: str | None = None
    score: float = 0.0
    evidence: tuple[str, ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()
    rivals: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    nearest: str | None = None
