"""Level, change, share or factor, and which way it went."""

from __future__ import annotations

import re

import msgspec

from transform.comparison import begins
from transform.cue import Cue
from transform.groups import unit_class
from transform.lexicon import Lexicon
from transform.quantities import Quantity
from transform.reading import Reading
from transform.records import Direction, Measure

_PLUS = re.compile(r"[+＋▲]\s?$")
#: A dash between words is no sign: the minus stands alone before its digit.
_MINUS = re.compile(r"(?:(?:^|[\s(（,，:：])[-−–▼]|－)$")
#: Beyond this many steps a word of rise or fall says nothing about a number.
_REACH = 6.0
#: "by 15-20%" wants such a word and looks further for it.
_REACH_BY = 9.0
#: So near a word of rise or fall an amount after "by" is what something changed by.
_NEAR_BY = 3.0
#: Within so many steps the word belongs to the number whatever follows.
_CLOSE = 0.5


#: A dash stands for the verb told before: «выручка — лишь на 8%».
_ELLIPSIS = re.compile(r"\s[—–-]\s(?:[^\W\d]+\s){0,2}$")


class Measured(msgspec.Struct, frozen=True):
    """How a number measures, with the reason in words."""

    measure: Measure
    direction: Direction | None
    why: str


def _signed(text: str, quantity: Quantity) -> Direction | None:
    before = text[max(0, quantity.start - 3) : quantity.start]
    first = text[quantity.start]
    if first in "+＋▲" or _PLUS.search(before):
        return "up"
    if first in "-−–▼－" or (first.isdigit() and _MINUS.search(before)):
        return "down"
    return None


def _bounds(reading: Reading, cue: Cue, first: int, last: int) -> bool:
    """Is "more than" a limit on the number itself rather than a comparison? «больше на 5%» is none."""
    between = reading.folded[cue.end : last].lstrip()
    than = reading.folded.endswith(reading.traits.than, cue.start, cue.end)
    by = between.startswith(tuple(f"{word} " for word in reading.traits.amount_of_change))
    return cue.start < last and first - cue.end <= 4 and (than or not by)


#: "388 firms (+52)"
_IN_BRACKETS = re.compile(r"[(（][+＋−]")


def _rate_of_change(reading: Reading, first: int) -> Direction | None:
    """ "Growth slowed to 4%", 增速回落至4%: the direction of the rate, whichever way the rate itself went."""
    for cue in reversed(reading.cues["rates"]):
        if cue.end <= first and reading.parted(cue.end, first) < 1:
            return "up" if cue.label == "up" else "down"
    return None


def _turn(reading: Reading, first: int, last: int, *, by: bool) -> tuple[float, Direction | None, str, int]:
    """The nearest word of rise or fall: steps off, direction, word, place."""
    best: tuple[float, Direction | None, str, int] = (_REACH_BY if by else _REACH, None, "", len(reading.folded))
    for cue in reading.cues["turn"]:
        if cue.label == "not" or (cue.label.startswith("bound") and _bounds(reading, cue, first, last)):
            continue
        if cue.start >= last and reading.traits.up_from.match(reading.folded, cue.end):
            continue  # "8 percent, up from 5" says where a share stood before
        if cue.label == "above_up" and not by:
            continue  # «превысили 5 млн» hedges, «на 5% превысили» compares
        cost = reading.distance(cue.start, cue.end, first, last, after=0.3)
        if cost < best[0]:
            direction: Direction = "up" if cue.label.endswith("up") else "down"
            best = (cost, direction, reading.folded[cue.start : cue.end], cue.start)
    return best


def measure(reading: Reading, lexicon: Lexicon, index: int, previous: Measured | None) -> Measured:
    """Type the quantity at `index`; `previous` is what the quantity before it in the sentence came to."""
    quantity = reading.quantities[index]
    first, last = quantity.start, quantity.end
    folded = reading.folded
    left = folded[max(0, first - 24) : first]
    kind = unit_class(quantity.unit or "")
    led = any(lexicon.amount_of_change.search(text) for text in (left, folded[max(0, first - 24) : first + 3]))
    cost, direction, word, at = _turn(reading, first, last, by=led)
    if quantity.unit == "times":
        if left.endswith(lexicon.traits.particle):
            return Measured("multiple", "up", "a factor of what it was")  # 回落到……，还是去年的一倍半
        if direction is None and previous is not None and previous.measure in ("change", "multiple"):
            direction = previous.direction
        return Measured("multiple", direction or "up", f"a factor, “{word}”")
    if quantity.unit == "pp":
        inside = [cue for cue in reading.cues["turn"] if first <= cue.start < last and cue.label != "not"]
        if inside:
            direction = "up" if inside[-1].label.endswith("up") else "down"  # "five points less"
        return Measured("change", direction or "up", f"percentage points, “{word}”")
    if kind != "ratio":
        by = lexicon.amount_of_change.search(left) is not None
        clear = at < first and reading.parted(at, first) == 0 and reading.numbers(at, first) == 0
        close = cost < (_NEAR_BY if clear else 1.0) and by if lexicon.spaced else _adjoins(reading, lexicon, first)
        if direction and close:
            return Measured("change", direction, f"an amount of change after “{word}”")
        if direction and lexicon.traits.added.search(left):
            return Measured("change", direction, f"“{word}” an amount")
        if kind == "money" and cost < _NEAR_BY and direction and _moved(reading, lexicon, first, last):
            return Measured("change", direction, f"“{word}” an amount of money")
        if _IN_BRACKETS.search(reading.sentence.text, max(0, first - 3), first + 1):
            return Measured("change", _signed(reading.sentence.text, quantity), "a sign in brackets")
        if room := lexicon.traits.room.match(folded, last):
            return Measured("change", "up" if room["up"] else "down", "how far a price goes or may go")
        if apart := _set_off(reading, last):
            return Measured("change", apart, "an amount by which two differ")
        return Measured("level", None, "an amount")
    signed = _signed(reading.sentence.text, quantity)
    if signed:
        return Measured("change", signed, "a signed percentage")
    if (
        led
        and previous is not None
        and previous.measure == "change"
        and at >= last
        and reading.parted(last, at) >= 1
        and _ELLIPSIS.search(left)
    ):
        return Measured("change", previous.direction, "as the change before it")  # «объём — на 25%, выручка — на 8%: …»
    if behind := lexicon.traits.move_behind.match(folded, last):
        return Measured("change", "up" if behind["up"] else "down", "a rise or fall of so much")
    if lexicon.traits.parts.search(folded[first:last]) and lexicon.traits.of_all.search(left):
        return Measured("share", None, "a part of a whole")
    edge = _dated(reading, lexicon, first)
    reached = any(lexicon.reached.search(text) for text in (left, folded[max(0, edge - 24) : edge]))
    by = led and not reached  # 涨到了2.5%
    moved = direction and at < last and reading.parted(at, first) < 1 and reading.numbers(at, first) == 0
    if (
        lexicon.spaced
        and not (by or moved or _set_off(reading, last))
        and lexicon.traits.parts.search(folded[first:last])
    ):
        return Measured("share", None, "a part of a whole")
    if not by and _amounts_to(reading, lexicon, first):
        return Measured("share", None, "what a share amounts to")
    if not by and cost > _CLOSE and lexicon.traits.taken_of.match(folded, last):
        return Measured("share", None, "a percentage of something")
    if previous is not None and previous.measure == "share" and not by and _of_date(reading, first):
        return Measured("share", None, "what the share before it is set against")
    if any(cue.label == "share" and 0 <= first - cue.end <= 1 for cue in reading.cues["share"]):
        return Measured("share", None, "a word for a share right before it")
    if direction and by:
        return Measured("change", direction, f"“{word}” by a percentage")
    bounded = any(
        (cue.label.startswith("bound") and 0 <= first - cue.end <= 1)
        or (cue.label.startswith("bound") and cue.start == first)
        for cue in reading.cues["turn"]
    )
    if bounded and any(cue.label == "share" and cue.end <= first for cue in reading.cues["share"]):
        return Measured("share", None, "a share against a bound")
    before = reading.quantities[index - 1] if index else None
    after = reading.quantities[index + 1] if index + 1 < len(reading.quantities) else None
    if before is not None and before.unit == "pp":
        return Measured("share", None, "a share reached by points")
    begun = begins(reading, lexicon, first)
    dated = not lexicon.spaced and begins(reading, lexicon, edge)
    since = before.end if before is not None else 0
    anew = previous is None or any(since <= cue.start and cue.end <= first for cue in reading.cues["share"])
    if (dated or (begun and anew)) and after is not None and after.unit == "%":
        rate = _rate_of_change(reading, first)
        if lexicon.reached.search(folded[last : _dated(reading, lexicon, after.start)]):
            return Measured("change" if rate else "share", rate, "where a percentage began")
    if previous is not None and begun:
        return Measured(previous.measure, previous.direction, "where the percentage before it began")
    share = reading.near("share", first, last, within=_REACH)
    share_cost = reading.distance(share.start, share.end, first, last, after=0.3) if share is not None else _REACH
    if quantity.pair == "to" and previous is not None and previous.measure == "share" and not by:
        return Measured("share", None, "where the share before it went")
    if reached:
        rate = _rate_of_change(reading, first)
        if rate is not None:
            return Measured("change", rate, "a rate of change reached")
    if reached and not (previous and previous.measure == "change" and cost > 1):
        return Measured("share", None, "a percentage reached")
    if previous is not None and previous.measure == "share" and at < reading.quantities[index - 1].end and not by:
        return Measured("share", None, "as the share before it")
    if share is not None and share_cost <= cost:
        return Measured("share", None, f"“{folded[share.start : share.end]}”")
    if direction:
        return Measured("change", direction, f"“{word}” beside a percentage")
    if previous is not None and previous.measure == "change" and share is None:
        return Measured("change", previous.direction, "as the percentage before it")
    return Measured("share", None, "a percentage without a word of change")


def _amounts_to(reading: Reading, lexicon: Lexicon, first: int) -> bool:
    """Does a verb right before a number say how much the share is that was spoken of before it?"""
    verb = lexicon.traits.amounts_to.search(reading.folded, max(0, first - 40), first)
    return verb is not None and any(
        cue.label == "share" and cue.end <= verb.start() and reading.numbers(cue.end, first) == 0
        for cue in reading.cues["share"]
    )


def _moved(reading: Reading, lexicon: Lexicon, first: int, last: int) -> bool:
    """Is it by so much that a price moved ("up $9 from a month ago")?"""
    before = lexicon.traits.moved_by.search(reading.folded, max(0, first - 24), first)
    return before is not None and lexicon.traits.moved_to.match(reading.folded, last) is not None


def _set_off(reading: Reading, last: int) -> Direction | None:
    """Which way a comparison right behind an amount points: "2,100 tonnes less than in December"."""
    for cue in reading.cues["turn"]:
        if 0 <= cue.start - last <= 1 and cue.label != "not" and reading.folded[last : cue.start] not in ("，", ","):
            than = reading.traits.than_then.match(reading.folded, cue.end - 4)
            if cue.label.startswith("bound") or (than is not None and reading.numbers(cue.end, than.end()) == 0):
                return "up" if cue.label.endswith("up") else "down"
    return None


def _dated(reading: Reading, lexicon: Lexicon, first: int) -> int:
    """Where the date right before a number starts (由|去年同期的71%升至|今年的80%), else the number."""
    date = lexicon.traits.date_of.search(reading.folded, max(0, first - 12), first)
    return date.start() if date else first


def _of_date(reading: Reading, first: int) -> bool:
    """Does a number belong to an earlier date right before it: 高于去年同期的|46%?"""
    return reading.folded[first - 1 : first] in reading.traits.particle


def _adjoins(reading: Reading, lexicon: Lexicon, first: int) -> bool:
    """Does a word of rise or fall stand right before the number, where no space tells words apart?"""
    return any(
        cue.label in ("up", "down")
        and cue.end <= first
        and lexicon.traits.adjoining.fullmatch(reading.folded, cue.end, first) is not None
        for cue in reading.cues["turn"]
    )
