"""Units beside a number: what follows it, what precedes it, and which noun it counts."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from transform.numbers.unit_rules import BLANKS, Lexicon, lexicon

#: How many words may stand between a number and the noun it counts ("60 large Chinese truck makers").
_REACH = 5
_WORD = re.compile(rf"[»”]?[{BLANKS}]{{1,2}}[«“]?(?P<word>[^\W_]+(?:[-–'’][^\W_]+)*)")


class Unit(msgspec.Struct, frozen=True):
    """A unit found at `start:end`; `noun` is the counted noun as written."""

    start: int
    end: int
    code: str
    kind: str
    factor: Decimal = Decimal(1)
    small_factor: Decimal = Decimal(1)
    noun: str | None = None


#: How far around a number the word may stand that a form needs.
_NEAR = 60


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
