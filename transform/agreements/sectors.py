"""Which branches of the economy a deal belongs to, by the words of its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import ahocorasick_rs
import msgspec

from transform.rules import Pattern, load
from transform.rules.kept import compiled

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
    """Patterns by the letters that they open with, so that one pass over a text finds the few to be tried.

    `loose` are those that open with no letter.
    """

    heads: ahocorasick_rs.AhoCorasick
    by_head: tuple[tuple[tuple[str, Pattern], ...], ...]
    loose: tuple[tuple[str, Pattern], ...]
    hidden_by: dict[str, tuple[str, ...]]


#: What may stand before a pattern's first letter without moving it, the letters, and what makes the last optional.
_HEAD = re.compile(r"(?:\\b|\(\?<[!=][^)]*\))*(?P<head>[^\W\d_]+)(?P<optional>[?*{])?")


def _branches(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern that stand in no bracket."""
    depth, start = 0, 0
    for at, char in enumerate(pattern):
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            yield pattern[start:at]
            start = at + 1
    yield pattern[start:]


@cache
def _rules(language: str) -> _Rules:
    file = load("sectors", language if language in ("en", "ru", "zh") else "en", _File)
    by_head: dict[str, list[tuple[str, Pattern]]] = {}
    loose: list[tuple[str, Pattern]] = []
    for slug, words in file.sectors.items():
        # Matched on lower-cased text: a pattern that minds no case by itself is several times slower.
        for branch in (branch for word in words for branch in _branches(word.lower())):
            found = _HEAD.match(branch)
            head = found["head"][: -1 if found["optional"] else None] if found else ""
            (by_head.setdefault(head, []) if head else loose).append((slug, compiled(branch)))
    return _Rules(
        ahocorasick_rs.AhoCorasick(list(by_head)),
        tuple(tuple(patterns) for patterns in by_head.values()),
        tuple(loose),
        file.hidden_by,
    )


@lru_cache(maxsize=64)
def find_sectors(text: str, language: str) -> tuple[str, ...]:
    """The slugs whose words the text has, in the order of `SECTORS`.

    A narrower sector hides the wider one that its words suggest as well: a reactor is nuclear, not energy.
    """
    rules = _rules(language)
    low = text.lower()
    found = {slug for slug, pattern in rules.loose if pattern.search(low)}
    for head, start, _ in rules.heads.find_matches_as_indexes(low, overlapping=True):
        found.update(slug for slug, pattern in rules.by_head[head] if slug not in found and pattern.match(low, start))
    hidden = {wide for wide, narrow in rules.hidden_by.items() if found.intersection(narrow)}
    return tuple(slug for slug in SECTORS if slug in found - hidden)
