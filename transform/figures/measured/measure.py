"""How a number measures: a level or a change of it, and which way it went; percentages have a file of their own."""

from __future__ import annotations

import re
from functools import cached_property

import msgspec

from transform.figures.sentence.groups import unit_class
from transform.figures.sentence.lexicon import Lexicon
from transform.figures.sentence.reading import Reading
from transform.numbers.quantities import Quantity
from transform.numbers.wording import wording
from transform.records import Direction, Measure
from transform.text.cue import Cue

_PLUS = re.compile(r"[+＋▲]\s?$")
_WIDE_MINUS = "－"
_MINUS = f"-−–▼{_WIDE_MINUS}"
#: "388 firms (+52)"
_IN_BRACKETS = re.compile(r"[(（][+＋−]")
#: As far before a number as the words that say how it is meant.
_LEAD = 24
#: Beyond this many steps a word of rise or fall says nothing about a number.
REACH = 6.0
#: "by 15-20%" wants such a word and looks further for it.
_REACH_BY = 9.0
#: So near a word of rise or fall an amount after "by" is what something changed by.
_NEAR_BY = 3.0


class Measured(msgspec.Struct, frozen=True):
    """How a number measures, with the reason in words."""

    measure: Measure
    direction: Direction | None
    why: str


class _Turn(msgspec.Struct, frozen=True):
    """The word of rise or fall nearest to a number: how many steps off, which way it points, and where it stands."""

    cost: float
    direction: Direction | None
    word: str
    at: int


class Stated(msgspec.Struct, frozen=True, dict=True):
    """A number as its sentence states it, with what the rules ask about it."""

    reading: Reading
    lexicon: Lexicon
    index: int
    #: how the number before it in the sentence measured
    previous: Measured | None
    #: "by" or its like stands right before the number
    led: bool
    turn: _Turn

    @property
    def quantity(self) -> Quantity:
        return self.reading.quantities[self.index]

    @property
    def before(self) -> Quantity | None:
        return self.reading.quantities[self.index - 1] if self.index else None

    @property
    def left(self) -> str:
        return self.reading.folded[max(0, self.quantity.start - _LEAD) : self.quantity.start]

    def after(self, measure: Measure) -> Measured | None:
        """How the number before it measured, if it measured so."""
        return self.previous if self.previous is not None and self.previous.measure == measure else None

    @cached_property
    def edge(self) -> int:
        """Where the date right before the number starts, else the number."""
        return dated(self.reading, self.lexicon, self.quantity.start)

    @cached_property
    def reached(self) -> bool:
        """Is it a level that something came to ("rose to 12 percent")?"""
        before_date = self.reading.folded[max(0, self.edge - _LEAD) : self.edge]
        return any(self.lexicon.reached.search(text) for text in (self.left, before_date))

    @cached_property
    def by(self) -> bool:
        """Is it the size of a change, and none that something came to (涨到了2.5%)?"""
        return self.led and not self.reached


def state(reading: Reading, lexicon: Lexicon, index: int, previous: Measured | None) -> Stated:
    """The quantity at `index`; `previous` is how the one before it in the sentence measured."""
    quantity = reading.quantities[index]
    led = leads_by(reading.folded, quantity.start, lexicon)
    hedge = wording(lexicon.language).after.match(reading.folded, quantity.end)
    turn = _turn(reading, quantity.start, quantity.end, by=led, hedged=hedge.end() if hedge else 0)
    return Stated(reading, lexicon, index, previous, led, turn)


def leads_by(folded: str, first: int, lexicon: Lexicon) -> bool:
    """Does "by" or its like stand right before a number, or open it («на треть»)?"""
    opening = max(0, first - _LEAD)
    return any(lexicon.amount_of_change.search(folded[opening:end]) for end in (first, first + 3))


def sign_of(text: str, quantity: Quantity, language: str) -> Direction | None:
    """Which way the sign of a number points, if it has one."""
    before = text[max(0, quantity.start - 3) : quantity.start]
    first = text[quantity.start]
    if first in "+＋▲" or _PLUS.search(before):
        return "up"
    if first in _MINUS or (first.isdigit() and _minus_before(before, language)):
        return "down"
    return None


def _minus_before(before: str, language: str) -> bool:
    """Do the characters before a digit end in a minus, and in no dash between two words?"""
    if before[-1:] == _WIDE_MINUS:
        return True
    alone = len(before) == 1 or wording(language).before_sign.match(before, len(before) - 2)
    return before[-1:] in _MINUS and before != "" and bool(alone)


def _bounds(reading: Reading, cue: Cue, first: int, last: int) -> bool:
    """Is "more than" a limit on the number itself rather than a comparison? «больше на 5%» is none."""
    between = reading.folded[cue.end : last].lstrip()
    than = reading.folded.endswith(reading.traits.than, cue.start, cue.end)
    by = between.startswith(tuple(f"{word} " for word in reading.traits.amount_of_change))
    return cue.start < last and first - cue.end <= 4 and (than or not by)


def _turn(reading: Reading, first: int, last: int, *, by: bool, hedged: int) -> _Turn:
    """The word of rise or fall that a number goes with; one without direction where none is near enough.

    Up to `hedged` words behind the number only hedge it (八成|多).
    """
    best = _Turn(_REACH_BY if by else REACH, None, "", len(reading.folded))
    for cue in reading.cues["turn"]:
        if cue.label == "not" or (cue.label.startswith("bound") and _bounds(reading, cue, first, last)):
            continue
        if last <= cue.start and cue.end <= hedged:
            continue
        if cue.start >= last and reading.traits.up_from.match(reading.folded, cue.end):
            continue  # "8 percent, up from 5" says where a share stood before
        if cue.label == "above_up" and not by:
            continue  # «превысили 5 млн» hedges, «на 5% превысили» compares
        cost = reading.distance(cue.start, cue.end, first, last, after=0.3)
        if cost < best.cost:
            best = _Turn(cost, way(cue), reading.folded[cue.start : cue.end], cue.start)
    return best


def way(cue: Cue) -> Direction:
    """Which way a word of rise or fall points."""
    return "up" if cue.label.endswith("up") else "down"


def factor(stated: Stated) -> Measured:
    """How many times as large: up, unless it falls or goes on about a fall."""
    if stated.left.endswith(stated.lexicon.traits.particle):
        return Measured("multiple", "up", "a factor of what it was")  # 回落到……，还是去年的一倍半
    goes_on = stated.after("change") or stated.after("multiple")
    direction = stated.turn.direction or (goes_on.direction if goes_on else None)
    return Measured("multiple", direction or "up", f"a factor, “{stated.turn.word}”")


def points(stated: Stated) -> Measured:
    """Percentage points, which are always a change."""
    first, last = stated.quantity.start, stated.quantity.end
    inside = [cue for cue in stated.reading.cues["turn"] if first <= cue.start < last and cue.label != "not"]
    direction = way(inside[-1]) if inside else stated.turn.direction  # "five points less"
    return Measured("change", direction or "up", f"percentage points, “{stated.turn.word}”")


def amount(stated: Stated) -> Measured:
    """Money, goods, persons: by how much they changed where the words beside say so, else how much there is."""
    reading, lexicon, turn = stated.reading, stated.lexicon, stated.turn
    first, last = stated.quantity.start, stated.quantity.end
    if turn.direction:
        if _changed_by(stated):
            return Measured("change", turn.direction, f"an amount of change after “{turn.word}”")
        if lexicon.traits.added.search(stated.left):
            return Measured("change", turn.direction, f"“{turn.word}” an amount")
        money = unit_class(stated.quantity.unit or "") == "money"
        if money and turn.cost < _NEAR_BY and _moved(reading, lexicon, first, last):
            return Measured("change", turn.direction, f"“{turn.word}” an amount of money")
    if _IN_BRACKETS.search(reading.sentence.text, max(0, first - 3), first + 1):
        return Measured(
            "change", sign_of(reading.sentence.text, stated.quantity, lexicon.language), "a sign in brackets"
        )
    if room := lexicon.traits.room.match(reading.folded, last):
        return Measured("change", "up" if room["up"] else "down", "how far a price goes or may go")
    if apart := set_off(reading, last):
        return Measured("change", apart, "an amount by which two differ")
    if joined := _joined(stated):
        return Measured("change", joined, "told in one breath with an amount of change")
    return Measured("level", None, "an amount")


def _joined(stated: Stated) -> Direction | None:
    """Which way an amount moved that "and" joins to one of change («на 73 поезда | и 9000 TEU больше»)."""
    reading, lexicon, index = stated.reading, stated.lexicon, stated.index
    place = index + 1 if lexicon.spaced else index - 1
    if not 0 <= place < len(reading.quantities):
        return None
    other, here = reading.quantities[place], stated.quantity
    gap = (here.end, other.start) if lexicon.spaced else (other.end, here.start)
    comma = any(mark in reading.folded[gap[0] : gap[1]] for mark in ",，")
    if comma or other.unit == here.unit or not reading.traits.in_list.fullmatch(reading.folded, *gap):
        return None
    if lexicon.spaced:
        return set_off(reading, other.end)
    beside = state(reading, lexicon, place, None)
    return beside.turn.direction if _changed_by(beside) else None


def _changed_by(stated: Stated) -> bool:
    """Does an amount stand behind "by" near a word of rise or fall, or right behind one where no space parts words?"""
    reading, lexicon, turn, first = stated.reading, stated.lexicon, stated.turn, stated.quantity.start
    if not lexicon.spaced:
        return _adjoins(reading, lexicon, first)
    if turn.at < first and ")" in reading.folded[turn.at : first]:
        return False  # «986 тыс. тонн (на 4,6% больше) на 2,76 млрд»: it closed with its bracket
    clear = turn.at < first and reading.parted(turn.at, first) == 0 and reading.numbers(turn.at, first) == 0
    return turn.cost < (_NEAR_BY if clear else 1.0) and lexicon.amount_of_change.search(stated.left) is not None


def _moved(reading: Reading, lexicon: Lexicon, first: int, last: int) -> bool:
    """Is it by so much that a price moved ("up $9 from a month ago")?"""
    before = lexicon.traits.moved_by.search(reading.folded, max(0, first - 24), first)
    return before is not None and lexicon.traits.moved_to.match(reading.folded, last) is not None


def set_off(reading: Reading, last: int) -> Direction | None:
    """Which way a comparison right behind an amount points: "2,100 tonnes less than in December"."""
    for cue in reading.cues["turn"]:
        if 0 <= cue.start - last <= 1 and cue.label != "not" and reading.folded[last : cue.start] not in ("，", ","):
            than = reading.traits.than_then.match(reading.folded, cue.end - 4)
            if cue.label.startswith("bound") or (than is not None and reading.numbers(cue.end, than.end()) == 0):
                return way(cue)
    return None


def dated(reading: Reading, lexicon: Lexicon, first: int) -> int:
    """Where the date right before a number starts (由|去年同期的71%升至|今年的80%), else the number."""
    date = lexicon.traits.date_of.search(reading.folded, max(0, first - 12), first)
    return date.start() if date else first


def _adjoins(reading: Reading, lexicon: Lexicon, first: int) -> bool:
    """Does a word of rise or fall stand right before the number, where no space tells words apart?"""
    return any(
        cue.label in ("up", "down")
        and cue.end <= first
        and lexicon.traits.adjoining.fullmatch(reading.folded, cue.end, first) is not None
        for cue in reading.cues["turn"]
    )
