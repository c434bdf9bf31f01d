"""The units of a language and the nouns that it counts, from `rules/units/<language>.toml`, compiled once."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import get_args

import msgspec

from transform import rules
from transform.records import Language
from transform.rules import NEVER, NOWHERE, Pattern
from transform.rules.kept import compiled

#: What may stand between a number and its unit: blanks of every width, and the line break of a wrapped text.
BLANKS = " \u00a0\u2007\u2009\u202f\n"


class UnitRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One unit: `factor` folds a multiple in; `small_factor` only where the number is below 1,000.

    `needs` is a regular expression that the text nearby must hold for the form to mean this unit; without it the
    form means `otherwise`, where that is given, or nothing.
    """

    code: str
    kind: str
    factor: Decimal = Decimal(1)
    small_factor: Decimal = Decimal(1)
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    needs: str = ""
    otherwise: str = ""


class CountRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns (space-separated) that are counted under one code; `needs` as in a unit."""

    code: str
    nouns: str
    needs: str = ""


class CountedRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language writes a number and what it counts; the file says what each is for."""

    #: what `~` in a noun stands for
    case: str = ""
    #: is the first noun what is counted, rather than the last of several?
    first_noun: bool = False
    epithet: Pattern = NEVER
    many: Pattern = NEVER
    adjective: Pattern = NEVER
    in_money: Pattern = NEVER
    some_of: Pattern = NEVER
    behind_noun: Pattern = NEVER
    of_another: Pattern = NEVER
    apiece: Pattern = NEVER
    opening: Pattern = NEVER
    #: what is told of those that were counted before it ("seventy processors | employ")
    verb: Pattern = NEVER
    classifier: str = NOWHERE


class UnitRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language's units."""

    unit: tuple[UnitRule, ...]
    count: tuple[CountRule, ...] = ()
    plain_words: bool = False
    stops: str = ""
    links: str = ""
    counted: CountedRules = CountedRules()


class Lexicon(msgspec.Struct, frozen=True):
    """The compiled rules of one language.

    Forms are kept by their first character (`after`) and last one (`before`), longest first: most numbers are
    followed by something else and are done with after one look.
    """

    after: dict[str, re.Pattern[str]]
    before: dict[str, list[tuple[str, UnitRule]]]
    by_group: dict[str, UnitRule]
    #: forms that stand for several units, with all of them
    rivals: dict[str, tuple[UnitRule, ...]]
    nouns: re.Pattern[str]
    noun_codes: dict[str, str]
    noun_needs: dict[str, str]
    #: codes of a noun that stands under several, with what each needs
    noun_choice: dict[str, list[tuple[str, str]]]
    stops: frozenset[str]
    links: frozenset[str]
    spaced: bool
    counted: CountedRules
    #: a measure word and its noun, where no blank parts words
    classified: re.Pattern[str]


_MARKS = {"~": r"\w{0,4}", " ": f"[{BLANKS}]{{1,2}}", "?": "?"}


def _form(form: str, spaced: bool) -> str:
    """A form of the data files as a regular expression; a letter at its edge wants a word's edge in spaced scripts."""
    body = "".join(_MARKS.get(char) or re.escape(char) for char in form)
    closed = (form[-1] in "~?" or form[-1].isalnum()) and (spaced or form[-1].isascii())
    return body + (r"(?![^\W\d_])(?![0-9²³])" if closed and not form.endswith("m3") else "")


def _by_head(units: tuple[UnitRule, ...], spaced: bool) -> dict[str, re.Pattern[str]]:
    """The forms that follow a number, as one pattern for each first character, longest form first."""
    heads: dict[str, list[tuple[int, str]]] = {}
    for number, unit in enumerate(units):
        for forms, flag in ((unit.after, "(?i:"), (unit.exact, "(?:")):
            for form in forms:
                for head in {form[0].lower(), form[0].upper()} if flag == "(?i:" else {form[0]}:
                    listed = heads.setdefault(head, [])
                    listed.append(
                        (len(form.replace("?", "")), f"(?P<u{number}_{len(listed)}>{flag}{_form(form, spaced)}))")
                    )
    return {
        head: compiled("|".join(form for _size, form in sorted(listed, key=lambda pair: -pair[0])))
        for head, listed in heads.items()
    }


def _by_form(units: tuple[UnitRule, ...]) -> dict[str, tuple[UnitRule, ...]]:
    """The units of each form that needs words nearby."""
    found: dict[str, tuple[UnitRule, ...]] = {}
    for unit in units:
        for form in unit.after if unit.needs else ():
            found[form.lower()] = (*found.get(form.lower(), ()), unit)
    return found


def _by_tail(units: tuple[UnitRule, ...]) -> dict[str, list[tuple[str, UnitRule]]]:
    """The forms that precede a number, under their last character, longest first; "Rbs?" stands for two."""
    tails: dict[str, list[tuple[str, UnitRule]]] = {}
    for unit in units:
        for form in unit.before:
            for plain in {form.replace("?", ""), re.sub(r".\?", "", form)}:
                tails.setdefault(plain[-1], []).append((plain, unit))
    return {tail: sorted(listed, key=lambda pair: -len(pair[0])) for tail, listed in tails.items()}


@cache
def lexicon(language: str) -> Lexicon:
    """The units of `language` with those that all languages share, compiled once."""
    own, shared = (rules.load("units", name, UnitRules, rules.pattern) for name in (language, "common"))
    units = own.unit + shared.unit
    nouns: list[str] = []
    choice: dict[str, list[tuple[str, str]]] = {}
    for index, count in enumerate(own.count):
        listed = sorted(count.nouns.split(), key=len, reverse=True)
        for form in listed:
            choice.setdefault(form, []).append((count.code, count.needs))
        nouns.append(f"(?P<c{index}>" + "|".join(form.replace("~", own.counted.case) for form in listed) + ")")
    all_nouns = "|".join(nouns) or NOWHERE
    return Lexicon(
        _by_head(units, own.plain_words),
        _by_tail(units),
        {f"u{number}": unit for number, unit in enumerate(units)},
        {form: some for form, some in _by_form(units).items() if len(some) > 1},
        compiled(all_nouns, re.I),
        {f"c{index}": count.code for index, count in enumerate(own.count)},
        {f"c{index}": count.needs for index, count in enumerate(own.count)},
        {form: some for form, some in choice.items() if len(some) > 1},
        frozenset(own.stops.split()),
        frozenset(own.links.split()),
        own.plain_words,
        own.counted,
        re.compile(own.counted.classifier.replace("NOUN", all_nouns)),
    )


@cache
def currencies() -> frozenset[str]:
    """The codes of the money that is known in any language."""
    known = (unit for language in get_args(Language) for unit in lexicon(language).by_group.values())
    return frozenset(unit.code for unit in known if unit.kind == "money")
