"""What firms make or sell: the goods that their figures are of where no word tells."""

from __future__ import annotations

from functools import cache

from transform import rules
from transform.names.entity import EntityMention


@cache
def _goods() -> dict[str, str]:
    """Goods by the id of the firm."""
    told = rules.load("makers", None, dict[str, tuple[str, ...]])
    return {f"company:{firm}": label for label, firms in told.items() for firm in firms}


def made_by(mention: EntityMention) -> str | None:
    """The goods of the firm that is named, if it is known for one kind."""
    return _goods().get(mention.entity.id)
