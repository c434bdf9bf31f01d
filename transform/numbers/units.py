"""Units beside a number: what follows it, what precedes it, and which noun it counts."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TypeAlias, get_args

import msgspec

from transform import rules
from transform.records import Language
from transform.rules import NEVER, NOWHERE

#: What may stand between a number and its unit: blanks of every width, and the line break of a wrapped text.
BLANKS = " \u00a0\u2007\u2009\u202f\n"
#: How many words may stand between a number and the noun it counts ("60 large Chinese truck makers").
_REACH = 5
_WORD = re.compile(rf"[»”]?[{BLANKS}]{{1,2}}[«“]?(?P<word>[^\W_]+(?:[-–'’][^\W_]+)*)")


Pattern: TypeAlias = re.Pattern[str]


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


class Unit(msgspec.Struct, frozen=True):
    """A unit found at `start:end`; `noun` is the counted noun as written."""

    start: int
    end: int
    code: str
    kind: str
    factor: Decimal = Decimal(1)
    small_factor: Decimal = Decimal(1)
    noun: str | None = None


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
#: How far around a number the word may stand that a form needs.
_NEAR = 60


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
        head: re.compile("|".join(form for _size, form in sorted(listed, key=lambda pair: -pair[0])))
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
        re.compile(all_nouns, re.I),
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


def _near(needs: str, text: str, position: int) -> bool:
    return not needs or bool(re.search(needs, text[max(0, position - _NEAR) : position + _NEAR], re.I))


def unit_after(text: str, position: int, language: str) -> Unit | None:
    """The unit that starts within two characters behind `position`."""
    words = lexicon(language)
    here, size = position, len(text)
    while here < size and here < position + 2 and text[here] in BLANKS:
        here += 1
    if here == position and text[here : here + 1] in ("-", "‑") and text[here + 1 : here + 2].isalpha():
        here += 1
    quoted = here > position and text[here : here + 1] in ("«", "“")  # «3,9 млн „кубов“»
    here += quoted
    pattern = words.after.get(text[here : here + 1])
    found = pattern.match(text, here) if pattern else None
    if not found or not found.lastgroup or (quoted and text[found.end() : found.end() + 1] not in ("»", "”")):
        return None
    unit = words.by_group[found.lastgroup.partition("_")[0]]
    rivals = words.rivals.get(found.group().lower(), ())
    unit = next((rival for rival in rivals if _near(rival.needs, text, position)), unit)
    if (
        text[position : position + 1] in ("-", "‑")
        and unit.kind == "dimension"
        and words.counted.adjective.search(found.group())
    ):
        return None  # «30-тонный экскаватор»: what it is like, not how much of it
    if unit.kind == "money" and text[position - 1].isdigit() and words.counted.in_money.search(found.group()):
        return None  # «19 юаневых кредитов»: how they are told, not how much
    code = unit.code if _near(unit.needs, text, position) else unit.otherwise
    return Unit(position, found.end() + quoted, code, unit.kind, unit.factor, unit.small_factor) if code else None


def unit_before(text: str, position: int, language: str) -> Unit | None:
    """The currency sign, code or word that ends within two characters before `position`."""
    last = position - 1
    while last >= 0 and last > position - 3 and text[last] in BLANKS:
        last -= 1
    if last < 0:
        return None
    for form, unit in lexicon(language).before.get(text[last], ()):
        start = last + 1 - len(form)
        if start < 0 or not text.startswith(form, start):
            continue
        if form[0].isascii() and form[0].isalpha() and start and _WESTERN.match(text[start - 1]):
            continue
        if not _near(unit.needs, text, position):
            continue
        return Unit(start, position, unit.code, unit.kind)
    return None


def may_mean(sign: str, code: str, language: str) -> bool:
    """May a sign before a number stand for that money (¥ for yuan as for yen)?"""
    return any(form == sign and unit.code == code for form, unit in lexicon(language).before.get(sign[-1:], ()))


_WESTERN = re.compile("[A-Za-zА-Яа-яёЁ]")


def unit_beyond(text: str, position: int, language: str) -> Unit | None:
    """The money or measure behind one adjective: "160 миллиардов дополнительных рублей", "5 million extra barrels"."""
    step = _WORD.match(text, position)
    if not step:
        return None
    word, words = step.group("word").casefold(), lexicon(language)
    if word not in words.links and not words.counted.many.search(word):
        return None
    unit = unit_after(text, step.end(), language)
    return unit if unit and unit.kind in ("money", "dimension") else None


def counted(text: str, position: int, language: str) -> Unit | None:
    """The noun that a number ending at `position` counts, with adjectives between; None where none follows."""
    words = lexicon(language)
    if not words.spaced:
        found = words.classified.match(text, position)
        if not found or not found.lastgroup:
            return None
        return Unit(found.start(), found.end(), words.noun_codes[found.lastgroup], "count", noun=found[found.lastgroup])
    if text[position : position + 1] in ("»", "”"):
        return None  # «по „Силе Сибири — 2“ контракта нет»
    own, best, here = words.counted, None, position
    for _step in range(_REACH):
        step = _WORD.match(text, here)
        if not step:
            break
        word = step.group("word")
        low = word.casefold()
        if here == position and (some := own.some_of.match(text, here)):
            if text[some.end() :].lstrip()[:1].isdigit():
                break  # "40 of the 130 companies"
            here = some.end()
            unit = unit_after(text, here, language)
            if unit and unit.kind == "dimension":
                return unit
            continue
        noun = words.nouns.fullmatch(low)
        if not noun and "-" in low:
            noun = words.nouns.fullmatch(low.rpartition("-")[2])
        if noun and noun.lastgroup and (code := code_of(noun, words, text, position)):
            if best and own.verb.fullmatch(low):
                break
            stop = step.end()
            stop += text[stop : stop + 1] in ("»", "”") and not {"«", "“"}.isdisjoint(text[position:stop])
            best = Unit(position, stop, code, "count", noun=word)
            if own.first_noun:
                break
        elif best or low.isdigit() or low in words.stops or not (own.epithet.fullmatch(low) or low in words.links):
            break
        here = step.end()
    return best


def code_of(noun: re.Match[str], words: Lexicon, text: str, position: int) -> str | None:
    """What the noun counts here: of several codes the first whose needed word stands near."""
    group = noun.lastgroup or ""
    some = words.noun_choice.get(noun.group().lower(), [(words.noun_codes[group], words.noun_needs[group])])
    return next((code for code, needs in some if _near(needs, text, position)), None)
