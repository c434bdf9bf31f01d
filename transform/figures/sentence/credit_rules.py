"""What stands in `rules/credits/<language>.toml`: the words by which a text says whose a number or a word is."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from transform.rules import NEVER, load, pattern


class CreditRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language's words of crediting, as its file has them."""

    #: words before the name of whom a text credits, beside it, and behind it for what it gives out
    lead: tuple[str, ...]
    said: tuple[str, ...]
    data: tuple[str, ...]
    #: more of these, which do not tell whose exports and imports a sentence counts
    lead_too: tuple[str, ...]
    said_too: tuple[str, ...]
    data_too: tuple[str, ...]
    person: re.Pattern[str]
    common: re.Pattern[str]
    #: what stands before or behind a name and is no part of it
    beside: re.Pattern[str]
    #: words by which something was heard of nobody in particular, up to the next name («据了解,»)
    told: re.Pattern[str] = NEVER
    #: right before a person's name: who takes part in talks tells no number by that
    talks: re.Pattern[str] = NEVER
    #: a firm without its name ("the company"): what it says, whom the sentence is about says
    itself: re.Pattern[str] = NEVER
    #: between the names of two that a sentence is about, so that it tells of neither what it alone says
    both: re.Pattern[str] = NEVER
    #: names of gatherings, at which numbers are told but which tell none themselves
    gathering: re.Pattern[str] = NEVER


@cache
def credit_rules(language: str) -> CreditRules:
    """The language's words of crediting."""
    return load("credits", language, CreditRules, pattern)
