"""What a sum is said to be, and what a percentage is taken of: a loan, a part of what is made or traded."""

from __future__ import annotations

from collections.abc import Sequence

from transform.figures.sentence.firm import SIZE
from transform.figures.sentence.groups import Group
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.figures.sentence.sides import Side
from transform.records import Metric

#: So near before a number a word governs it even if another is the subject; of money the noun stands right before.
RIGHT_BEFORE = 12
#: The metrics of trade.
TRADE: tuple[Metric, ...] = ("turnover", "exports", "imports")
#: So near before a part of what is made stands the word by which it is sold ("sell no less than a fifth").
_SOLD_OF = 18


def part_of_firm(reading: Reading, lexicon: Lexicon, group: Group) -> bool:
    """Is it a part of a firm that a word of buying or holding before it tells («купит 30% Hebei Wenfeng»)?"""
    return lexicon.taken.of_firm.match(reading.sentence.text, group.end) is not None and any(
        cue.label == "stake" and 0 <= group.start - cue.end <= RIGHT_BEFORE for cue in reading.cues["metric"]
    )


def yearly(reading: Reading, end: int) -> bool:
    """Does a word for interest stand right behind a percentage («под 9% годовых»)?"""
    return any(cue.label == "interest" and 0 <= cue.start - end <= 1 for cue in reading.cues["finance"])


def of_what(reading: Reading, lexicon: Lexicon, group: Group) -> tuple[Metric, str] | None:
    """The metric of what a percentage is taken of: "66% of the ingredients imported", "84 percent of that market"."""
    if (taken := lexicon.taken.of_named.match(reading.folded, group.end)) is None:
        return None
    named = lexicon.whole.search(reading.folded, *taken.span())
    if named is None:
        return None
    words = " ".join(named.group().split())  # a line may break between them
    return lexicon.wholes[words], f"of “{words}”"  # type: ignore[return-value]


def sent_on(reading: Reading, group: Group) -> str:
    """The words by which a part of what is made goes abroad ("60% of the output going to China"); else nothing.

    "Sales of" tell only what is sold.
    """
    for cue in reading.cues["metric"]:
        if cue.label != "exports" or reading.folded[cue.start : cue.end].endswith(" of"):
            continue
        behind = group.end <= cue.start and reading.parted(group.end, cue.start) == 0
        # «в Китай уходило 60% добычи», "sells about a quarter of its output"
        if behind or 0 <= group.start - cue.end <= _SOLD_OF:
            return f"“{reading.folded[cue.start : cue.end]}”"
    return ""


def taken_by_buyers(reading: Reading, lexicon: Lexicon, group: Group, whole: str) -> bool:
    """Do buyers abroad take a part of what a maker sells ("China took 46% of its sales")? Of a market they do not."""
    return any(word in whole for word in lexicon.traits.made) and any(
        cue.label == "imports"
        and 0 <= group.start - cue.end <= RIGHT_BEFORE
        and not any(verb.start == cue.start for verb in reading.cues["share"])  # "took just 2%" names no buyer
        for cue in reading.cues["metric"]
    )


def paid_for(reading: Reading, lexicon: Lexicon, group: Group) -> tuple[Metric, str] | None:
    """What a sum is said to be right behind it, or what it was paid for: bonds."""
    for sum_ in (reading.quantities[index] for index in group.members):
        named = lexicon.sized.match(reading.folded, sum_.end) if lexicon.sized and sum_.kind == "money" else None
        told_so = named and lexicon.traits.sum_adjective.match(reading.folded, sum_.start, sum_.end)
        if named and (told_so or lexicon.opens_size.search(reading.folded, 0, sum_.start)):
            return lexicon.sizes[" ".join(named["noun"].split())], SIZE  # type: ignore[return-value]
    for cue in reading.cues["metric"]:
        if (
            cue.label == "finance"
            and cue.start > group.end
            and lexicon.taken.called.fullmatch(reading.folded, group.end, cue.start)
        ):
            return "finance", f"of “{reading.folded[cue.start : cue.end]}”"  # «6 млрд — кредит банка»
    if taken := lexicon.taken.money_of.match(reading.folded, group.end):
        for cue in reading.cues["metric"]:
            if cue.label == "finance" and taken.start() <= cue.start and cue.end <= taken.end():
                return "finance", f"of “{reading.folded[cue.start : cue.end]}”"
    return None


def paid_one_way(reading: Reading, lexicon: Lexicon, sides: Sequence[Side], first: int) -> bool:
    """Does a sentence tell payments for exports or for imports by that noun (俄出口结算中), and no trade of the pair?

    Money runs against the goods then, so that who pays whom is told by neither. Another clause before the number at
    `first` may speak of all payments again («…, а в расчётах с Китаем на нацвалюты приходится 90%»).
    """
    if any(side.country == "both" for side in sides):
        return False
    cues = [cue for cue in reading.cues["metric"] if cue.label != "trap"]
    if any(cue.label == "turnover" for cue in cues):
        return False
    told = max((cue.start for cue in cues if cue.label == "settlement" and cue.end <= first), default=0)
    for cue in cues:
        if cue.label in ("exports", "imports", "settlement") and reading.parted(cue.end, told) < _ANEW:
            noun = lexicon.trade_noun.search(reading.folded, cue.start, cue.end)
            if noun and (
                cue.label == "settlement"
                or any(c.label == "settlement" and abs(c.start - cue.end) <= _PAID_NEAR for c in cues)
            ):
                return True
    return False


#: A boundary of this weight, as before "but" and "while", begins to tell of something else.
_ANEW = 2.5
#: So near a word for trade stands the word for paying.
_PAID_NEAR = 20
