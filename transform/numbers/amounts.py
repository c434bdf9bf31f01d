"""Every number of a sentence with its unit, as the contract counts them; what is no quantity stays out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from transform.numbers import tabled
from transform.numbers.bare_numbers import Watch
from transform.numbers.counting import read_number
from transform.numbers.digits import Numeral, narrow, number_words
from transform.numbers.draft import Draft
from transform.numbers.headed import headed
from transform.numbers.lent import share
from transform.numbers.neighbours import apart, compounds, framed_times, ranges, without_tickers, yoked
from transform.numbers.numerals import find_numerals
from transform.numbers.quantities import Quantity
from transform.numbers.sum_adjectives import sums
from transform.numbers.wording import Wording, wording


@cache
def _triggers(language: str) -> frozenset[str]:
    words = number_words(language)
    return frozenset(words.words) | frozenset(words.scales) | frozenset(words.singular)


_DIGIT = re.compile("[0-9０-９]")
_LETTERS = re.compile(r"[^\W\d_]+")


def _worth(text: str, low: str, language: str) -> bool:
    """Whether any number can be in the text at all: the cheap look that spares most sentences the rest."""
    if _DIGIT.search(text):
        return True
    triggers = _triggers(language)
    if language == "zh":
        return any(char in triggers for char in text)
    return not triggers.isdisjoint(_LETTERS.findall(low))


def find_quantities(
    text: str,
    language: str,
    before: Sequence[Quantity] = (),
    above: tabled.Unit | None = None,
    far: Quantity | None = None,
    spoken: str = "",
    told: Mapping[str, Quantity] | None = None,
    watch: Watch | None = None,
) -> list[Quantity]:
    """The quantities of `text`, left to right, none overlapping; offsets are code points into it.

    `before` are the quantities of the sentence before, in the same paragraph: a number that has neither a unit nor
    a neighbour with one takes theirs ("Trade came to 20.2 billion dollars. Of this, 10.4 billion was exports").
    `above` is the unit that the head of a table tells, `far` the money that bare millions are of if nothing nearer is,
    `spoken` the sentence before in small letters, `told` what the text told last of each kind. `watch` is shown the
    bare numbers while rules alone give them units.
    """
    clean = narrow(text)
    low = clean.lower()
    if len(low) != len(clean):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in clean)
    say = wording(language)
    found: list[Draft] = []
    if _worth(clean, low, language):
        numbers = find_numerals(clean, language)
        drafts = apart([draft for number in numbers if (draft := read_number(number, clean, low, language))])
        drafts = without_tickers(compounds(drafts, clean, say), clean)
        found = ranges(drafts, low, say)
        yoked(found, low, say)
        headed(found, low, language, before)
        tabled.give(found, low, above, language)
        found = framed_times(found, low, say)
    found = _with_phrases(found, low, language, say)
    for draft in found:
        if draft.unit == "bbl" and say.daily.search(low, 0, draft.start):
            draft.unit = "bbl/d"
    share(found, low, language, before, far, spoken, told, watch)
    if told_so := list(sums(low, language, say, found, before, far)):
        found = sorted([*found, *told_so], key=lambda draft: draft.start)
    for draft in found:
        _modify(draft, low, say)
    return [_quantity(draft) for draft in found if draft.unit is not None]


def _with_phrases(drafts: list[Draft], low: str, language: str, say: Wording) -> list[Draft]:
    """The drafts with those that words alone make ("doubled", "на треть"), where no number with a unit stands."""
    taken = [draft for draft in drafts if draft.unit]
    starts = [draft.start for draft in taken]
    extra: list[Draft] = []
    for found in say.phrases.finditer(low):
        start, end = found.span()
        near = bisect_left(starts, end) - 1
        if not found.lastgroup or (near >= 0 and _covered(taken[near], start, end)):
            continue
        phrase = say.table[int(found.lastgroup[1:])]
        draft = Draft(Numeral(start, end, phrase.value, spelled=True, high=phrase.high))
        draft.unit, draft.kind = phrase.unit, "percent" if phrase.unit == "%" else phrase.unit
        draft.direction = phrase.direction
        if not say.spaced and (inner := say.before.search(found.group()[:-2])) and inner.lastgroup:
            draft.modifier = inner.lastgroup  # type: ignore[assignment]
        extra.append(draft)
    if not extra:
        return drafts
    merged: list[Draft] = []
    for draft in sorted([*drafts, *extra], key=lambda draft: (draft.start, draft.unit is None)):
        if merged and merged[-1].end > draft.start:
            # A number inside the words gives way to them: "four out of every five tonnes".
            if draft.unit is None or draft.number.end <= merged[-1].end:
                continue
            merged.pop()
        merged.append(draft)
    return merged


def _covered(draft: Draft, start: int, end: int) -> bool:
    """Does a number with its unit stand where words begin, and is it no part of them ("one dollar in four")?"""
    return draft.end > start and (draft.start < start or (draft.start == start and draft.end >= end))


def _modify(draft: Draft, low: str, say: Wording) -> None:
    if draft.modifier == "exact":
        before = say.before.search(low[max(0, draft.start - 32) : draft.start])
        if before and before.lastgroup and not _arrival(before, draft, low, say) and not _of_before(before, draft, say):
            draft.modifier = before.lastgroup  # type: ignore[assignment]
    if draft.modifier == "exact":
        after = say.after.match(low, draft.end)
        if after and after.lastgroup:
            draft.modifier = after.lastgroup  # type: ignore[assignment]


def _of_before(before: re.Match[str], draft: Draft, say: Wording) -> bool:
    """Does the bound stand before an amount of an earlier time, with which another one is compared?"""
    return draft.kind in ("money", "dimension", "count") and say.of_before.search(before.group()) is not None


def _arrival(before: re.Match[str], draft: Draft, low: str, say: Wording) -> bool:
    """Whether a bare "до" tells where a change arrived ("сократился на 63%, до 2,25 млн") rather than a ceiling."""
    if draft.kind == "dimension" and say.carries.fullmatch(before.group().strip()):
        return True
    if say.compared.fullmatch(before.group()) and say.by.match(low, draft.start):
        return True  # «больше на треть» and «больше в два раза» compare, «больше трети» hedges
    if say.arrives.fullmatch(before.group().strip()) is None:
        return False
    if draft.pair == "to" or say.arriving.match(low, draft.end):
        return True
    led = low[max(0, draft.start - 140) : draft.start]
    return say.ceiling.search(led) is None and say.change.search(led) is not None


def _plain(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _quantity(draft: Draft) -> Quantity:
    return Quantity(
        start=draft.start,
        end=draft.end,
        value=_plain(draft.value),
        value_high=None if draft.high is None else _plain(draft.high),
        unit=draft.unit,
        kind=draft.kind,
        modifier=draft.modifier,
        shared_unit=draft.shared,
        noun=draft.noun,
        direction=draft.direction,
        pair=draft.pair,
        scale=draft.scale,
        short=draft.short,
    )
