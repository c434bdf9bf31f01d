"""Nouns that are counted by a number which stands apart from them: before it, behind it, in the sentence before."""

from __future__ import annotations

import re

from transform.numbers.unit_rules import lexicon
from transform.numbers.units import Unit, code_of, unit_after

_BACK = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: What ends a clause, and how far behind its number a noun may stand.
_CLAUSE, _REACH = re.compile("[^.,;:!?()—–]*"), 70


def noun_before(low: str, begin: int, position: int, language: str) -> Unit | None:
    """The counted noun that was named before its number ("stocks of unsold cars exceeded 400 000"), nearest first."""
    words = lexicon(language)
    if not words.spaced:
        base = max(begin, position - 12)
        found = max(words.nouns.finditer(low, base, position), key=re.Match.end, default=None)
        if not found or not found.lastgroup or not words.counted.behind_noun.fullmatch(low, found.end(), position):
            return None
        return Unit(position, position, words.noun_codes[found.lastgroup], "count", noun=found.group())
    own, base = words.counted, max(begin, position - 120)
    of_another: Unit | None = None
    for step in reversed(list(_BACK.finditer(low, base, position))[base > 0 :]):
        word = step.group()
        noun = words.nouns.fullmatch(word) or ("-" in word and words.nouns.fullmatch(word.partition("-")[0])) or None
        if not noun or not noun.lastgroup or own.apiece.search(low, base, step.start()):
            continue
        if code := code_of(noun, words, low, step.start()):
            unit = Unit(position, position, code, "count", noun=word)
            if not own.of_another.search(low, base, step.start()):
                return unit
            of_another = of_another or unit  # "cars of Chinese brands numbered 689,000"
    return of_another


def subject_of(low: str, language: str) -> Unit | None:
    """The first noun of a sentence that can be counted ("The trains are real enough")."""
    for step in _BACK.finditer(low):
        noun = lexicon(language).nouns.fullmatch(step.group())
        if noun and (code := code_of(noun, lexicon(language), low, step.start())):
            return Unit(0, 0, code, "count", noun=step.group())
    return None


def noun_behind(low: str, position: int, language: str) -> Unit | None:
    """The first noun behind a number in its clause that can be counted ("27 more Russian beef and dairy producers")."""
    words = lexicon(language)
    for step in _BACK.finditer(low, position, _CLAUSE.match(low, position, position + _REACH).end()):  # type: ignore[union-attr]
        noun = words.nouns.fullmatch(step.group())
        if noun and (code := code_of(noun, words, low, step.start())):
            return Unit(position, position, code, "count", noun=step.group())
    return None


def leading_noun(low: str, position: int, language: str) -> Unit | None:
    """The counted noun that opens the clause of a number («Китайских продавцов на площадке 112 тысяч»)."""
    words = lexicon(language)
    opening = words.counted.opening.search(low, max(0, position - 90), position)
    if opening is None:
        return None
    noun = words.nouns.fullmatch(opening["noun"])
    if noun is None or not noun.lastgroup:
        unit = unit_after(f" {opening['noun']}", 0, language)
        return (
            Unit(position, position, unit.code, unit.kind, unit.factor) if unit and unit.kind == "dimension" else None
        )
    return Unit(position, position, words.noun_codes[noun.lastgroup], "count", noun=opening["noun"])
