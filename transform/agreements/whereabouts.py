"""What names of places tell of where something happens: which kinds may, and which stand behind a preposition."""

from __future__ import annotations

from transform.agreements.rules import deal_rules

#: The kinds of names at which something may happen.
WHERE = frozenset({"place", "port", "crossing", "region"})
#: As far before a name its preposition stands, in characters.
_IN = 40


def after_in(text: str, start: int, language: str) -> bool:
    """Does a preposition of place stand before the name that begins there?"""
    return deal_rules(language).signing.place_before.search(text[max(0, start - _IN) : start]) is not None
