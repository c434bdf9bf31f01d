"""Which branches of the economy a deal belongs to, by the words of its sentence."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from transform.deal_rules import Pattern, alternatives
from transform.rules import load

#: The contract's slugs; the rules must cover each.
SECTORS = (
    "energy", "agriculture", "manufacturing", "logistics", "e-commerce", "finance", "technology", "mining",
    "automotive", "construction", "forestry", "fisheries", "aerospace", "telecom", "nuclear", "health", "education",
    "tourism", "services",
)  # fmt: skip


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sectors: dict[str, tuple[str, ...]]
    hidden_by: dict[str, tuple[str, ...]]


class _Rules(msgspec.Struct, frozen=True):
    sectors: tuple[tuple[str, Pattern], ...]
    hidden_by: dict[str, tuple[str, ...]]


@cache
def _rules(language: str) -> _Rules:
    file = load("sectors", language if language in ("en", "ru", "zh") else "en", _File)
    # Matched on lower-cased text: a pattern that minds no case by itself is several times slower.
    return _Rules(
        tuple((slug, re.compile(alternatives(words).lower())) for slug, words in file.sectors.items()),
        file.hidden_by,
    )


@lru_cache(maxsize=64)
def find_sectors(text: str, language: str) -> tuple[str, ...]:
    """The slugs whose words the text has, in the order of `SECTORS`.

    A narrower sector hides the wider one that its words suggest as well: a reactor is nuclear, not energy.
    """
    rules = _rules(language)
    low = text.lower()
    found = {slug for slug, pattern in rules.sectors if pattern.search(low)}
    hidden = {wide for wide, narrow in rules.hidden_by.items() if found.intersection(narrow)}
    return tuple(slug for slug in SECTORS if slug in found - hidden)
