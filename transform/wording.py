"""How a language hedges, joins and replaces numbers: the compiled form of `rules/amounts/`."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import msgspec

from transform import rules
from transform.records import Direction, Modifier
from transform.sieve import OneOf, Sieve


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that are a quantity by themselves: "doubled", "на треть"."""

    match: str
    value: Decimal
    unit: str
    direction: Direction | None = None


class AmountRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language hedges, joins and replaces numbers; regular expressions over lower-cased text."""

    range: tuple[str, ...]
    between: tuple[str, ...]
    between_and: tuple[str, ...]
    framed: tuple[str, ...]
    range_from: tuple[str, ...]
    pair_from: tuple[str, ...]
    change: str
    against: str
    follow: str
    definite: str
    compared: str
    vague: str
    factor: str
    ordinal: str
    year_lead: str
    month_lead: str
    per: str
    before: dict[Modifier, str]
    after: dict[Modifier, str]
    phrase: tuple[Phrase, ...]
    #: words that say in which money the next amounts are told ("в юанях"), by its code
    money: dict[str, str] = {}
    #: before a bare number: it is a part of what was counted last
    part: str = "(?!)"
    #: before a bare number: it is said of what was counted or priced last ("a year earlier there were")
    short: str = "(?!)"
    #: between a bare number and the whole that it is a part of: "40 of the 130 companies"
    out_of: str = "(?!)"
    #: behind a bare number, the same: "402 of them"
    part_of: str = "(?!)"
    #: before a bare number: it is money
    earned: str = "(?!)"
    numbered: str = "(?!)"
    #: between the ends of a move, with the date of the first: «с 63 в декабре до 54,7%»
    dated: str = "(?!)"
    #: behind a unit that nothing multiplies: its price is told, no amount («тысяча кубометров обходилась в …»)
    apiece: str = "(?!)"
    #: the noun by which anything is counted: piece, unit
    pieces: str = "(?!)"
    paced: str = "(?!)"
    occasions: str = "(?!)"
    #: between two numbers that share the second one's unit, and the word that says to which each belongs
    yoke: str = "(?!)"
    #: behind a bare number: what was counted before was surpassed by so many ("17 more than in 2018")
    more_than: str = "(?!)"
    #: before a bare number: what the percentage before it is set against
    set_off: str = "(?!)"
    #: before a bare number in brackets: a change told in percent nearby ("11,900 (plus 7%), Chery 8,300 (minus 31)")
    signed: str = "(?!)"
    in_order: str = "(?!)"


class Wording(msgspec.Struct, frozen=True):
    """The same, compiled."""

    range: re.Pattern[str]
    between: re.Pattern[str]
    between_and: re.Pattern[str]
    framed: re.Pattern[str]
    range_from: re.Pattern[str]
    pair_from: re.Pattern[str]
    change: re.Pattern[str]
    against: re.Pattern[str]
    follow: re.Pattern[str]
    definite: re.Pattern[str]
    compared: re.Pattern[str]
    vague: re.Pattern[str]
    factor: re.Pattern[str]
    ordinal: re.Pattern[str]
    year_lead: re.Pattern[str]
    month_lead: re.Pattern[str]
    per: re.Pattern[str]
    numbered: re.Pattern[str]
    paced: re.Pattern[str]
    occasions: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    phrases: OneOf
    table: tuple[Phrase, ...]
    spaced: bool
    money: dict[str, re.Pattern[str]]
    part: re.Pattern[str]
    short: re.Pattern[str]
    part_of: re.Pattern[str]
    out_of: re.Pattern[str]
    earned: re.Pattern[str]
    dated: re.Pattern[str]
    apiece: re.Pattern[str]
    pieces: re.Pattern[str]
    yoke: re.Pattern[str]
    more_than: re.Pattern[str]
    set_off: re.Pattern[str]
    signed: re.Pattern[str]
    in_order: re.Pattern[str]

    def in_money(self, text: str) -> str | None:
        """The code of the money that the words say amounts are told in, or None."""
        return next((code for code, form in self.money.items() if form.search(text)), None)


@cache
def wording(language: str) -> Wording:
    """The language's wording, compiled once."""
    own = rules.load("amounts", language, AmountRules)
    spaced = language != "zh"
    gap = (
        r"[\s(]*(?:a |an |the |в |на |за |из |с )?[\s(]*"
        if spaced
        else r"[\s（(]*(?:可|会|能|要)?(?:上涨|下降|增长|增加|减少|提高|降低|上升|下跌|缩短|便宜|涨|降|增|减)?"
        r"(?:了|达|到|为|有|至)?(?:人民币)?(?:[^，。；、0-9]{0,16}的)?\s*"
    )
    edge, stop = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")

    def ending(forms: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile(edge + "(?:" + "|".join(forms) + r")\s*$") if forms else re.compile("(?!)")

    def grouped(table: dict[Modifier, str]) -> str:
        return "|".join(f"(?P<{name}>{form})" for name, form in table.items())

    order: tuple[Modifier, ...] = ("at_least", "up_to", "under", "over", "about")
    before = {name: own.before[name] for name in order}
    phrases = [f"{edge}(?P<p{n}>{phrase.match}){stop}" for n, phrase in enumerate(own.phrase)]
    return Wording(
        re.compile("|".join(own.range)),
        ending(own.between),
        re.compile("|".join(own.between_and)),
        re.compile("|".join(own.framed) or "(?!)"),
        ending(own.range_from),
        ending(own.pair_from),
        re.compile(own.change),
        re.compile(own.against),
        re.compile(own.follow),
        re.compile(own.definite),
        re.compile(own.compared),
        re.compile(own.vague),
        re.compile(own.factor),
        re.compile(own.ordinal),
        re.compile(own.year_lead),
        re.compile(own.month_lead),
        re.compile(own.per),
        re.compile(own.numbered),
        re.compile(own.paced),
        re.compile(own.occasions),
        re.compile(f"{edge}(?:{grouped(before)}){gap}$"),
        re.compile(grouped(own.after)),
        Sieve().one_of(phrases),
        own.phrase,
        spaced,
        {code: re.compile(edge + f"(?:{form})" + stop) for code, form in own.money.items()},
        re.compile(own.part),
        re.compile(own.short),
        re.compile(own.part_of),
        re.compile(own.out_of),
        re.compile(own.earned),
        re.compile(own.dated),
        re.compile(own.apiece),
        re.compile(own.pieces),
        re.compile(own.yoke),
        re.compile(own.more_than),
        re.compile(own.set_off),
        re.compile(own.signed),
        re.compile(own.in_order),
    )
