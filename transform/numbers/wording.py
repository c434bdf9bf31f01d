"""How a language hedges, joins and replaces numbers: the compiled form of `rules/amounts/`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import msgspec

from transform import rules
from transform.records import Direction, Modifier
from transform.rules import NEVER, NOWHERE, Pattern
from transform.text.sieve import OneOf, Sieve


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that are a quantity by themselves: "doubled", "на треть"."""

    match: str
    value: Decimal
    unit: str
    direction: Direction | None = None
    high: Decimal | None = None


class SoManyOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A share told by two small counts, the `words` for which begin with one."""

    match: str
    words: tuple[str, ...]

    def phrases(self) -> Iterator[Phrase]:
        """Every such share, in percent: six of ten is 60."""
        for whole, all_ in enumerate(self.words, 1):
            for part, some in enumerate(self.words[: whole - 1], 1):
                value = (Decimal(100 * part) / whole).quantize(Decimal("0.01"))
                like = self.match.replace("like", f"like{part}of{whole}")
                yield Phrase(like.replace("{whole}", all_).replace("{part}", some), value, "%")


class Inverted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a number is told behind what it counts, as a guess: «тонн двести», «раза в три»."""

    #: how words end that a number may stand behind
    counted: Pattern
    #: how its scales end
    scale: Pattern
    #: before the word: it belongs to another number
    taken: Pattern
    #: behind the number: it counts something else («раз в две недели»)
    time: Pattern
    #: the kind of unit before a preposition: «процентов на», «раза в»
    by: dict[str, str]


class SumAdjective(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a sum is told by an adjective of what is paid with it: «полумиллиардный рублёвый контракт»."""

    #: the adjective from its scale on and what it stands before, with the money told between (`number`, `money`)
    form: Pattern
    #: up to the scale: how many of it
    count: Pattern
    #: the count that is a half
    half: str
    #: the scale that tells a rank, where neither a count nor its money stands beside it
    rank: str
    #: the adjectives of money, by its code
    money: dict[str, Pattern]


class Plain(msgspec.Struct, frozen=True, kw_only=True):
    """Regular expressions over lower-cased text."""

    change: Pattern
    against: Pattern
    follow: Pattern
    definite: Pattern
    compared: Pattern
    vague: Pattern
    factor: Pattern
    #: around a few firms or people: they are who told it ("panel of | five forwarders", "three traders | said")
    asked: Pattern = NEVER
    says: Pattern = NEVER
    #: before a number: another moves by it
    by_how_much: Pattern = NEVER
    #: opens a paragraph that adds to what the one above told ("That takes the nine-month figure to 842,000")
    adds_up: Pattern = NEVER
    ordinal: Pattern
    year_lead: Pattern
    month_lead: Pattern
    per: Pattern
    #: before a small number (in the text as written): it ends a name ("Arctic LNG | 2 sent six cargoes")
    ends_name: Pattern = NEVER
    #: before a bare number: it is a part of what was counted last
    part: Pattern = NEVER
    #: before a bare number: it is said of what was counted or priced last ("a year earlier there were")
    short: Pattern = NEVER
    #: between a bare number and the whole that it is a part of: "40 of the 130 companies"
    out_of: Pattern = NEVER
    #: behind a bare number, the same: "402 of them"
    part_of: Pattern = NEVER
    #: before a number of what was named right before ("vehicles, of which 31,000 left")
    of_which: Pattern = NEVER
    #: before a bare number: it is money
    earned: Pattern = NEVER
    numbered: Pattern = NEVER
    #: between the ends of a move, with the date of the first: «с 63 в декабре до 54,7%»
    dated: Pattern = NEVER
    #: behind a unit that nothing multiplies: its price is told, no amount («тысяча кубометров обходилась в …»)
    apiece: Pattern = NEVER
    #: the noun by which anything is counted: piece, unit
    pieces: Pattern = NEVER
    paced: Pattern = NEVER
    #: the same of a shorter time than a year, which is not told by how long ago it was
    a_day: Pattern = NEVER
    occasions: Pattern = NEVER
    #: between two numbers that share the second one's unit, and the word that says to which each belongs
    yoke: Pattern = NEVER
    #: behind a bare number: what was counted before was surpassed by so many ("17 more than in 2018")
    more_than: Pattern = NEVER
    #: behind a number: a measure that no figure is told in, as days and litres; from there to a number set against it
    unlisted: Pattern = NEVER
    #: before such a number: it is a stretch of time, which nothing is set against
    stretch: Pattern = NEVER
    moved_from: Pattern = NEVER
    #: before a bare number: what the percentage before it is set against
    set_off: Pattern = NEVER
    #: before a bare number: a change by so many per cent or times came to it ("rose 12% | to 45")
    came_to: Pattern = NEVER
    #: before a bare number in brackets: a change told in percent nearby ("11,900 (plus 7%), Chery 8,300 (minus 31)")
    signed: Pattern = NEVER
    in_order: Pattern = NEVER
    inverted: Inverted | None = None
    sum_adjective: SumAdjective | None = None
    #: before bare millions: people, and no money that was told before
    crowd: Pattern = NEVER
    #: behind the name of a money: papers that are counted and no sum ("26 yuan bonds")
    paper: Pattern = NEVER
    #: before goods or what carries them: a port let them through, and no bound was passed
    carries: Pattern = NEVER
    #: between a percentage and a bare number that is the next holder's share
    holder: Pattern = NEVER
    #: before a bare number: it is one more share («41% — ячмень, ещё | 17 — овёс»)
    another: Pattern = NEVER
    #: a name for cars, of which only thousands are counted: «2023 Geely» is a year, «Omoda 5 и Jaecoo 7» are models
    make: Pattern = NEVER
    #: in the sentence before: a share of something was told
    share_told: Pattern = NEVER
    #: up to what it changed by: a share that is the subject of its clause
    share_moves: Pattern = NEVER
    #: before a bare number: it is the next one's share
    share_led: Pattern = NEVER
    #: all that stands before a bare number, and what follows on it: the same
    share_opens: Pattern = NEVER
    share_left: Pattern = NEVER
    #: opens a sentence about parts of what the text counted last
    of_these: Pattern = NEVER
    #: between a sum and a bare number that it moved to or from
    moved: Pattern = NEVER
    #: from before a bare amount of change up to what it came to
    moves_to: Pattern = NEVER
    #: between goods that are weighed and a bare number that weighs the next ones, and what is named behind it
    beside: Pattern = NEVER
    named_behind: Pattern = NEVER
    #: before a bare number: things are counted and no money
    there: Pattern = NEVER
    #: a factor that is one only behind its preposition: its word, and what leads to its number
    factor_word: Pattern = NEVER
    factor_led: Pattern = NEVER
    #: before such a number: growth came to it ("рост составил 2,8 раза")
    factor_grown: Pattern = NEVER
    #: the character before a plus or minus, which is no dash between two words
    before_sign: Pattern = re.compile(r"[\s(（,，:：;、/]")
    #: a factor's word that may count occasions as well ("times"), told by what follows it
    occasion: Pattern = NEVER
    #: before barrels: so many flow in a day
    daily: Pattern = NEVER
    #: before "up to": what is asked or let through at most, wherever prices were said to move
    ceiling: Pattern = NEVER
    #: behind a number that "up to" leads to: things came or will come to it
    arriving: Pattern = NEVER
    #: behind the ends of a range, which no move is
    ranged: Pattern = NEVER
    #: in what hedges: it bounds an amount of an earlier time
    of_before: Pattern = NEVER
    #: the hedge that also tells where a change arrived; before the amount by which two are compared
    arrives: Pattern = NEVER
    by: Pattern = NEVER
    #: before a number in words that tells a part or a sum; before one that a dash leads to
    only: Pattern = NEVER
    dash: Pattern = NEVER
    #: between a numerator and its denominator, which stands first (三分之一)
    fraction: Pattern = NEVER
    #: between the two steps in which a number is told ("12 billion | 740 million")
    in_two_steps: Pattern = re.compile(r"[\s.]+")
    #: between the ends of a move, at its end; before a range that it opens with a word
    until: Pattern = NEVER
    range_opens: Pattern = NEVER
    #: before a percentage, from so near: by so much something moved
    by_so_much: Pattern = NEVER
    #: between a sum and the same in another money
    restated: Pattern = re.compile(r" ?\(")
    #: behind a number that nothing else is told of
    closed: Pattern = re.compile(r"\s?(?:[,.;)]|$)")
    #: the head of a list that tells its `scale` and `unit` in brackets, or `scaled` and `bare` behind a comma
    list_head: Pattern = NEVER
    #: in the head of a table: before the unit; in its lines: there was nothing
    in_units: Pattern = NEVER
    nil: Pattern = NEVER


class AmountRules(Plain, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a language hedges, joins and replaces numbers, as its file has it."""

    range: tuple[str, ...]
    between: tuple[str, ...]
    between_and: tuple[str, ...]
    framed: tuple[str, ...]
    range_from: tuple[str, ...]
    pair_from: tuple[str, ...]
    #: what may stand between a hedge and its number
    gap: str
    before: dict[Modifier, str]
    after: dict[Modifier, str]
    phrase: tuple[Phrase, ...]
    so_many_of: SoManyOf | None = None
    #: words that say in which money the next amounts are told ("в юанях"), by its code
    money: dict[str, str] = {}


class Wording(Plain, frozen=True, kw_only=True):
    """The same, ready to search for."""

    range: Pattern
    between: Pattern
    between_and: Pattern
    framed: Pattern
    range_from: Pattern
    pair_from: Pattern
    before: Pattern
    after: Pattern
    phrases: OneOf
    table: tuple[Phrase, ...]
    spaced: bool
    money: dict[str, Pattern]

    def in_money(self, text: str) -> str | None:
        """The code of the money that the words say amounts are told in, or None."""
        return next((code for code, form in self.money.items() if form.search(text)), None)


@cache
def wording(language: str) -> Wording:
    """The language's wording, compiled once."""
    own = rules.load("amounts", language, AmountRules, rules.pattern)
    spaced = language != "zh"
    edge, stop = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")

    def ending(forms: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile(edge + "(?:" + "|".join(forms) + r")\s*$") if forms else NEVER

    def grouped(table: dict[Modifier, str]) -> str:
        return "|".join(f"(?P<{name}>{form})" for name, form in table.items())

    order: tuple[Modifier, ...] = ("at_least", "up_to", "under", "over", "about")
    before = {name: own.before[name] for name in order}
    table = (*own.phrase, *(own.so_many_of.phrases() if own.so_many_of else ()))
    phrases = [f"{edge}(?P<p{n}>{phrase.match}){stop}" for n, phrase in enumerate(table)]
    return Wording(
        **{name: getattr(own, name) for name in Plain.__struct_fields__},
        range=re.compile("|".join(own.range)),
        between=ending(own.between),
        between_and=re.compile("|".join(own.between_and)),
        framed=re.compile("|".join(own.framed) or NOWHERE),
        range_from=ending(own.range_from),
        pair_from=ending(own.pair_from),
        before=re.compile(f"{edge}(?:{grouped(before)}){own.gap}$"),
        after=re.compile(grouped(own.after)),
        phrases=Sieve().one_of(phrases),
        table=table,
        spaced=spaced,
        money={code: re.compile(edge + f"(?:{form})" + stop) for code, form in own.money.items()},
    )
