"""What has a name of its own: lands, places, firms, bodies and goods; and where a text names it."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal[
    "country", "region", "place", "port", "crossing", "corridor", "body", "bank", "company", "group", "event",
    "commodity",
]  # fmt: skip

#: The two capitals, which stand for their states' governments.
METONYMS = frozenset(("CN-BJ", "RU-MOW"))
#: The General Administration of Customs and the Federal Customs Service; houses are called after their towns.
_CUSTOMS = frozenset(("body:gacc", "body:fcs"))


class Entity(msgspec.Struct, frozen=True):
    """Something with a name of its own: `id` is an ISO code or a stable slug (`company:gazprom`).

    `country` is ISO 3166-1 alpha-2, `region` ISO 3166-2; `code` holds the HS chapters of a commodity (`12|1201`) and
    the two countries that a crossing, a pipeline or a fair joins (`CN|RU`), of a country the one like whose firms
    Russian names its own.
    """

    id: str
    kind: Kind
    country: str | None
    region: str | None
    names: dict[str, str]
    code: str | None = None

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries whose side the entity stands for: none, one, or the two that it joins."""
        if self.country is not None:
            return (self.country,)
        return tuple(self.code.split("|")) if self.code is not None and self.kind != "commodity" else ()

    @property
    def customs(self) -> bool:
        """Is it the customs of a country, or a customs house?"""
        return self.kind == "body" and (self.id in _CUSTOMS or self.id.endswith("-customs"))


class EntityMention(msgspec.Struct, frozen=True):
    """Where a text names an entity: code points, end exclusive."""

    start: int
    end: int
    entity: Entity
