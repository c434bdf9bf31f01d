"""The words by which a language tells of changes, from `rules/developments/<language>.toml`, compiled once."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from transform.records import DevelopmentKind
from transform.rules import NEVER, Pattern, filled, load
from transform.rules.kept import compiled as compile_kept
from transform.text.sieve import NONE, OneOf, Sieve
from transform.text.stems import Stems


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind is told: a verb near an object, or words that need neither; `unless` takes it back.

    What is `sure`, which `alone` holds as well, means nothing else ("put a grain duty at zero"): it is read first, and
    no weights overrule it.
    """

    kind: DevelopmentKind
    stems: tuple[str, ...]
    object: OneOf
    verb: OneOf
    alone: OneOf
    unless: OneOf
    sure: OneOf = NONE


class DevelopmentRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All patterns of one language, which mind no case; the kinds in the order in which they are tried."""

    language: str
    #: the stems of all kinds, and of which kind each is
    stems: Stems
    kind_of_stem: tuple[DevelopmentKind, ...]
    clause: Pattern
    #: the verb nearest to a time tells whether it lies ahead or behind; without any, it lies ahead after `starting`
    ahead: Pattern
    #: of these the ones that mean nothing else
    will: Pattern
    starting: Pattern
    past: Pattern
    year_told: Pattern
    said: Pattern
    near_day: Pattern
    #: right before the day (the group `last`) until which a rule holds; not before that until which it does not yet
    until: Pattern
    seat: Pattern
    joined: Pattern
    #: what joins them beyond doubt, and what stands between them where a line's name is told
    dash: Pattern
    line: str
    of_town: Pattern
    #: between the names of two firms that act together
    together: Pattern
    #: before a place: it is the port that somebody gets access to, whatever ports the goods go on to
    let_into: Pattern
    #: before and behind a place: somebody speaks there; behind a seat of government: it says so itself
    speaks_before: Pattern
    speaks_behind: Pattern
    seat_speaks: Pattern
    mask: OneOf
    pronoun: Pattern
    supposed: OneOf
    window: int
    kinds: tuple[Kind, ...]
    #: families of words that patterns name as {family}; a family may name those before it
    words: dict[str, str] = {}
    #: what is `sure` is read in clauses without a stem of its kind too
    stemless: bool = False
    #: a headline that tells a first run, and the departure that the body then tells instead of an opening
    first_run: Pattern = NEVER
    departs: Pattern = NEVER
    #: when something opens, in the words of a signed deal
    opens_later: Pattern = NEVER
    #: a country after these is only passed through
    way: Pattern = NEVER
    #: what stands before words that mean nothing else where they are only guessed, wanted or denied
    doubted: Pattern = NEVER
    #: how a clause begins that only tells when what was told right before it opens
    sequel: Pattern = NEVER
    #: in words that tell of what is opened, let in or built: it is not
    undone: Pattern = NEVER
    #: marks between the parts of a clause, of which one may tell what another does not; what a part only asks
    part: Pattern = NEVER
    asked: Pattern = NEVER


@cache
def development_rules(language: str) -> DevelopmentRules:
    """The rules of `en`, `ru` or `zh`; any other language is read as English."""
    language = language if language in ("en", "ru", "zh") else "en"
    written = load("developments", language, dict)
    families = dict(reversed(written.get("words", {}).items()))
    sieve = Sieve()

    def compiled(kind: type, written: Any) -> Any:
        if kind is Stems:
            return Stems(written)
        try:
            if kind is not OneOf:
                return compile_kept(written, re.IGNORECASE)
            listed = [written] if isinstance(written, str) else written
            return sieve.one_of([filled(one, families).replace("ё", "е") for one in listed], re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"{str(written)[:60]} is no regular expression: {error}") from error

    return load("developments", language, DevelopmentRules, compiled, written | _by_kind(written["kinds"], language))


def _by_kind(kinds: dict[str, Any], language: str) -> dict[str, Any]:
    """What the rules hold beside what the file writes: the kinds in a row, and what is read off all of them."""
    return {
        "language": language,
        "kinds": [
            told | {"kind": kind, "alone": [*told["alone"], *told.get("sure", ())]} for kind, told in kinds.items()
        ],
        "stems": [stem for told in kinds.values() for stem in told["stems"]],
        "kind_of_stem": [kind for kind, told in kinds.items() for _ in told["stems"]],
    }
