"""Digits in every notation, and the number words of a language: what `transform.numbers.numerals` is built from."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import msgspec

from transform import rules
from transform.rules import NEVER

#: More digits than any trade figure has: such a run is a serial number, not an amount.
_LONGEST = 24
#: Full-width forms as Chinese outlets (and some agencies) set them; one character for one, so offsets hold.
_WIDE = str.maketrans("０１２３４５６７８９．％＋－～＄", "0123456789.%+-~$")
_WIDE_SEEN = re.compile("[０-９．％＋－～＄]")
#: Blanks that group digits, of every width.
SPACES = " \u00a0\u2007\u2009\u202f"
#: A run of digits, grouped by one kind of separator, with its decimals.
DIGITS = (
    r"(?P<head>[0-9]{1,3})(?P<sep>[,.'’，" + SPACES + r"])(?P<groups>[0-9]{3}(?:(?P=sep)[0-9]{3})*)(?![0-9])"
    r"(?P<tail>[.,][0-9]+(?![0-9]))?|(?P<plain>[0-9]+)(?P<part>[.,·][0-9]+)?"
)
ZERO, ONE = Decimal(0), Decimal(1)


class NumeralRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language's way with numbers: under each value (a decimal string such as "1e6") its forms, space-separated."""

    decimal: str
    half: tuple[str, ...]
    odd: tuple[str, ...]
    articles: tuple[str, ...]
    words: dict[str, str]
    scales: dict[str, str]
    glued: dict[str, str]
    singular: dict[str, str]
    #: what stands right before a number, or behind the letter, that makes a letter a blank apart a scale ("$5.1 m")
    apart_before: re.Pattern[str] = NEVER
    apart_after: re.Pattern[str] = NEVER
    #: what may stand between the parts of a number, with {blank} for a blank
    joints: tuple[str, ...] = ()
    #: abbreviated scales that take a full stop, and those of them that never end a sentence by it
    dotted: frozenset[str] = frozenset()
    always_dotted: frozenset[str] = frozenset()
    #: case endings that are hung on digits (ordinals have others)
    endings: re.Pattern[str] = NEVER
    #: (Chinese only) the decimal point; what stands between a number and its scale in talk (两个亿), and adds nothing;
    #: what makes it a little more; which characters make a number, and digits with their scale
    point: str = ""
    piece: str = ""
    more: frozenset[str] = frozenset()
    character: str = ""
    #: (Chinese only) what looks like the rest of a number behind its scale and is a year: 80亿|2033年到期
    year: re.Pattern[str] = NEVER
    tail: re.Pattern[str] = NEVER
    #: before the article of a scale: a half or a `quarter` of it ("half a million")
    part_before: re.Pattern[str] = NEVER


class NumberWords(msgspec.Struct, frozen=True):
    """The same, turned round for reading: each form with its value."""

    decimal: str
    articles: frozenset[str]
    words: dict[str, Decimal]
    scales: dict[str, Decimal]
    glued: dict[str, Decimal]
    singular: dict[str, Decimal]


class Numeral(msgspec.Struct, frozen=True):
    """A number and where it stands. `scale` is the last multiplier said (1 without one).

    `spelled` is True when no digit was used; `odd` when a word says that it is a little more; `bare_scale` when only
    a scale was said ("тысячу", "千亿"); `high` is the greater of two guesses in one breath (两三百, "2 or 3 hundred").
    """

    start: int
    end: int
    value: Decimal
    scale: Decimal = ONE
    spelled: bool = False
    odd: bool = False
    bare_scale: bool = False
    raw: str = ""
    high: Decimal | None = None


def _by_form(table: dict[str, str]) -> dict[str, Decimal]:
    return {form: Decimal(value) for value, forms in table.items() for form in forms.split()}


@cache
def numeral_rules(language: str) -> NumeralRules:
    """A language's way with numbers, as its file has it."""
    return rules.load("numerals", language, NumeralRules, rules.pattern)


@cache
def number_words(language: str) -> NumberWords:
    """The language's number words and traits, read once."""
    loaded = numeral_rules(language)
    return NumberWords(
        loaded.decimal,
        frozenset(loaded.articles),
        _by_form(loaded.words),
        _by_form(loaded.scales),
        _by_form(loaded.glued),
        _by_form(loaded.singular),
    )


def narrow(text: str) -> str:
    """The text with full-width digits and signs in ASCII, of the same length."""
    return text.translate(_WIDE) if _WIDE_SEEN.search(text) else text


def digits_value(match: re.Match[str], decimal: str, scaled: bool) -> Decimal | None:
    """What a run of digits says in a language whose decimal mark is `decimal`; None for a serial number."""
    if match.end() - match.start() > _LONGEST:
        return None
    head, sep, groups = match.group("head", "sep", "groups")
    if head is None:
        plain, part = match.group("plain", "part")
        return Decimal(f"{plain}.{part[1:]}") if part else Decimal(plain)
    tail = match.group("tail")
    whole = groups.replace(sep, "")
    if len(groups) > 3:
        return Decimal(f"{head}{whole}" + (f".{tail[1:]}" if tail else ""))
    fraction = sep in ",." and (head.startswith("0") or sep == decimal or (sep == "." and scaled and not tail))
    if fraction and not tail:
        return Decimal(f"{head}.{groups}")
    return Decimal(f"{head}{whole}" + (f".{tail[1:]}" if tail else ""))
