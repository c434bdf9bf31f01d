"""Bare numbers that no rule knows the unit of: whose they take, if anyone's, chosen by weights (`weights/unit.csv`).

"Last year's fair drew 187", «годом раньше ушло 140»: what lends a unit is a number told beside it, before it or long
before it, or a noun near it. Each that might has signs, and so has leaving the number out, which most bare numbers are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

import msgspec

from transform.numbers.draft import Draft, grouped
from transform.numbers.lenders import Place
from transform.numbers.nouns_before import leading_noun, noun_before, noun_behind, subject_of
from transform.numbers.quantities import Quantity
from transform.numbers.told_short import of_size
from transform.numbers.units import Unit
from transform.weighed import choose_among

#: Below this a bare number is left out; chosen on writers that neither rules nor weights had seen.
SURE = 0.7
#: More numbers in a sentence are a table.
_NUMBERS = 60
_THOUSAND = 1000
#: So many units of the sentences before are offered.
_BEFORE = 3
#: What bears on a number stands no more characters before it; so many letters of a word tell which it is.
_NEAR, _STEM = 60, 6
#: Upper bounds of how much more a number is than what lends to it, in powers of ten.
_RATIOS = ((-2.5, "tiny"), (-1.0, "less"), (-0.15, "part"), (0.15, "like"), (1.0, "more"), (2.5, "much"))
#: What is never told in thousands or millions.
_RATES = ("percent", "pp", "times")
#: Numbers below this may be ranks, those in this range years.
_SMALL, _YEARS = 12, range(1900, 2100)
_WORD = re.compile(r"[^\W\d_]+")
#: Cues of the rules before a number that tell how it came to be bare.
_CUES = ("against", "short", "dash", "only", "there", "numbered", "earned", "set_off", "signed")


class Offer(msgspec.Struct, frozen=True):
    """A unit that a bare number may take; one of what it counts comes to `factor` of the contract's."""

    unit: str
    factor: Decimal


class Seen(msgspec.Struct, frozen=True):
    """A bare number before any rule gave it a unit: its place, its value, and the signs of what it may take."""

    start: int
    end: int
    value: Decimal
    signs: dict[Offer | None, set[str]]


#: Is shown a number that had no unit, with the unit that rules gave it, while weights are left out.
Watch = Callable[[Draft, Seen], None]


class Lender(msgspec.Struct):
    """Who offers a unit, and what speaks for taking it."""

    kind: str
    noun: str | None
    signs: set[str]


def lend(draft: Draft, at: Place, told: Mapping[str, Quantity]) -> None:
    """Give a bare number the unit that its signs speak for, if they do. `told` has what was told last of each kind."""
    if not _weighable(draft, at):
        return
    lenders = lenders_of(draft, at, told)
    chosen = choose_among("unit", signs_of(draft, at, lenders))
    if chosen.label is None or chosen.sure < SURE:
        return
    lender, factor = lenders[chosen.label], chosen.label.factor
    draft.unit, draft.kind, draft.noun, draft.shared = chosen.label.unit, lender.kind, lender.noun, True
    draft.short = at.left is None
    draft.value *= factor
    draft.scale *= factor
    draft.high = None if draft.high is None else draft.high * factor


def seen(draft: Draft, at: Place, told: Mapping[str, Quantity]) -> Seen | None:
    """What a bare number may take, for those who fit the weights; None where it is never weighed."""
    if not _weighable(draft, at):
        return None
    return Seen(draft.start, draft.end, draft.value, signs_of(draft, at, lenders_of(draft, at, told)))


def _weighable(draft: Draft, at: Place) -> bool:
    """May it be a figure? Not where it counts what no list has («1,9 тыс. мест»), nor in a table that lost its lines,
    nor where a summary may be cut off before its unit ("soared 55% to 6.2"). Chinese tells what it counts.
    """
    of_things = draft.scale == _THOUSAND and at.say.follow.match(at.low, draft.end) is None
    cut_off = draft.scale == 1 and not at.low[draft.end :].strip()
    return at.say.spaced and not of_things and not cut_off and len(at.drafts) <= _NUMBERS


def lenders_of(draft: Draft, at: Place, told: Mapping[str, Quantity]) -> dict[Offer, Lender]:
    """The units on offer, nearest first."""
    found: dict[Offer, Lender] = {}
    came_to = at.came_to(draft)
    for role, giver in _givers(draft, at, told):
        if (draft.scale > 1 or came_to) and giver.kind in _RATES:
            continue
        if isinstance(giver, Unit):
            offer, ratio = Offer(giver.code, Decimal(1)), None
        else:
            own = giver.own if isinstance(giver, Draft) else Decimal(1)
            factor = own * (of_size(draft, giver) if draft.scale == 1 and not grouped(draft) else 1)
            offer, ratio = Offer(giver.unit or "", factor), _ratio(draft.value * factor, giver.value)
        lender = found.setdefault(offer, Lender(giver.kind, giver.noun, set()))
        lender.signs |= {f"role {role}", f"role {role}, {giver.kind}"}
        if ratio:
            lender.signs |= {ratio, f"{ratio} than {role}", f"{ratio}, {giver.kind}"}
    return found


def _givers(draft: Draft, at: Place, told: Mapping[str, Quantity]) -> Iterator[tuple[str, Draft | Quantity | Unit]]:
    ahead = [one for one in at.ahead if one.unit]
    if ahead:
        yield "left", ahead[-1]
    right = next((one for one in at.drafts[at.index + 1 :] if one.unit), None)
    if right and right.kind in _RATES and "(" in at.low[draft.end : right.start]:
        right = None  # "exports: 9.3 (+4%)": what stands in brackets is a change of the number
    if right and at.say.follow.match(at.low, draft.end):  # but not "2.2 million shares for $5 million"
        yield "right", right
    units: dict[str | None, Quantity] = {}
    for quantity in reversed(at.before):
        units.setdefault(quantity.unit, quantity)
    for place, quantity in enumerate(list(units.values())[:_BEFORE]):
        yield f"before {place}", quantity
    for kind, quantity in told.items():
        if quantity.unit not in units:
            yield f"far {kind}", quantity
    low, language = at.low, at.language
    nouns = {
        "noun": noun_before(low, ahead[-1].end if ahead else 0, draft.start, language),
        "leading": leading_noun(low, draft.start, language),
        "subject": subject_of(at.spoken, language) if at.spoken else None,
        "behind": noun_behind(low, draft.end, language),
    }
    yield from ((role, unit) for role, unit in nouns.items() if unit)


def _ratio(value: Decimal, other: Decimal) -> str | None:
    if value <= 0 or other <= 0:
        return None
    power = math.log10(value / other)
    return next((name for bound, name in _RATIOS if power <= bound), "huge")


def signs_of(draft: Draft, at: Place, lenders: Mapping[Offer, Lender]) -> dict[Offer | None, set[str]]:
    """The signs of each offer, and of None: taking none."""
    around = set(_around(draft, at))
    signs: dict[Offer | None, set[str]] = {None: {f"none, {sign}" for sign in around}}
    for offer, lender in lenders.items():
        own = {f"kind {lender.kind}", f"unit {offer.unit}", "scaled" if offer.factor != 1 else "not scaled"}
        of_kind = (f"{lender.kind}, {sign}" for sign in around)
        signs[offer] = {*lender.signs, *own, *(f"some, {sign}" for sign in around), *of_kind}
    return signs


def _around(draft: Draft, at: Place) -> Iterator[str]:
    """What stands around a number, and how it is written."""
    low, say = at.low, at.say
    lead, tail = at.lead(draft, _NEAR), low[draft.end : draft.end + _NEAR]
    before, after = _WORD.findall(lead)[-1:], _WORD.findall(tail)[:1]
    yield f"before {before[0][:_STEM] if before else '-'}"
    yield f"after {after[0][:_STEM] if after else '-'}"
    yield f"mark before {_mark(lead.rstrip()[-1:])}"
    yield f"mark after {_mark(tail.lstrip()[:1])}"
    if tail[:1].isalpha():
        yield "letters attached"
    if lead[-1:] in ("-", "/", ".", ":"):
        yield f"hung on {lead[-1:]}"
    if say.follow.match(low, draft.end):
        yield "closed"
    yield from (name for name in _CUES if getattr(say, name).search(lead))
    form = _form(draft)
    power = math.floor(math.log10(draft.value)) if draft.value > 0 else -1
    yield form
    yield f"size {power}"
    yield f"{form} of size {power}"
    yield "scale" if draft.scale > 1 else "no scale"
    if draft.value <= _SMALL and form in ("plain", "spelled"):
        yield "small"
    if form == "plain" and draft.value in _YEARS:
        yield "like a year"
    if draft.high is not None:
        yield "a range"
    if not at.index:
        yield "first"
    known = sum(one.unit is not None for one in at.drafts)
    yield f"{min(3, known)} with units"
    yield f"{min(4, len(at.drafts) - known)} bare"


def _mark(char: str) -> str:
    return "word" if char.isalnum() else char or "-"


def _form(draft: Draft) -> str:
    if draft.number.spelled:
        return "spelled"
    if grouped(draft):
        return "grouped"
    return "plain" if draft.value == draft.value.to_integral_value() else "broken"
