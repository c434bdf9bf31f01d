"""Who may lend a bare number its unit: what its sentence, and the one before, told of money, goods or things."""

from __future__ import annotations

from collections.abc import Sequence

from transform.numbers.draft import Draft, grouped
from transform.numbers.nouns_before import noun_before
from transform.numbers.part_of import LENT, NEAR
from transform.numbers.quantities import Quantity
from transform.numbers.units import Unit
from transform.numbers.wording import Wording, wording

MILLION = 1_000_000
THOUSAND = 1000
MILLIARD = 1_000_000_000
#: Between a sum and the same in another money stand no more characters.
_RESTATED = 14
#: A number lends to none behind more others of its sentence.
_LOOK_BACK = 50


class Place:
    """How far a sentence has been read, and what may lend a bare number there its unit."""

    __slots__ = (
        "before", "counted", "drafts", "far", "following", "heard", "index", "language", "left", "lent", "low", "rate",
        "say", "spoken", "thing", "told",
    )  # fmt: skip

    def __init__(
        self,
        drafts: list[Draft],
        low: str,
        language: str,
        before: Sequence[Quantity],
        far: Quantity | None,
        spoken: str,
    ) -> None:
        self.drafts, self.low, self.language, self.say = drafts, low, language, wording(language)
        self.before, self.far, self.index = before, far, 0
        self.following: list[Draft | None] = [None] * len(drafts)
        for index in range(len(drafts) - 2, -1, -1):
            after = drafts[index + 1]
            self.following[index] = after if after.unit and after.kind in LENT else self.following[index + 1]
        self.lent = _first_sum([other for other in before if other.kind in LENT])
        self.told = next((other for other in reversed(before) if other.kind == "count"), None)
        self.heard = spoken
        #: the sentence before, where nothing was counted
        self.spoken = spoken if self.told is None else ""
        #: what a bare number of no scale counts: no sum of money is told so beside millions
        self.thing = next((other for other in reversed(before) if other.kind in ("count", "dimension")), None)
        #: the last numbers of the sentence that lend, count or are a percentage
        self.left: Draft | None = None
        self.counted: Draft | None = None
        self.rate: Draft | None = None

    @property
    def ahead(self) -> list[Draft]:
        """The numbers of the sentence before this one, as far back as one may lend."""
        return self.drafts[max(0, self.index - _LOOK_BACK) : self.index]

    def lead(self, draft: Draft, length: int) -> str:
        """The characters before a number."""
        return self.low[max(0, draft.start - length) : draft.start]

    def came_to(self, draft: Draft) -> bool:
        """Does a change come to the number, so that it is no percentage as that is ("rose 12% to 45.")?"""
        if draft.scale != 1 or draft.high is not None or draft.number.odd or draft.number.spelled:
            return False
        closed = self.say.closed.match(self.low, draft.end) is not None
        return closed and self.say.came_to.search(self.lead(draft, NEAR)) is not None

    def noun(self, draft: Draft) -> Unit | None:
        """The noun between the number that lends and this one."""
        return noun_before(self.low, self.left.end if self.left else 0, draft.start, self.language)

    def pass_by(self, draft: Draft) -> None:
        """Keep a number with its unit for those behind it."""
        if not draft.unit:
            return
        if draft.kind == "count":
            self.counted = draft
        by = self.say.by_so_much.match(self.low, max(0, draft.start - 3))
        self.rate = draft if draft.kind == "percent" and not by else None
        if draft.kind in LENT and not _restates(self.left, draft, self.low, self.say):
            self.left = draft


def giver_of(draft: Draft, at: Place) -> tuple[Draft | None, Quantity | None]:
    """Who lends the unit in the sentence, and who before it if nobody there: numbers told alike lend to one another."""
    giver, lends = at.left or at.following[at.index], lent_to(draft, at)
    goods = _of_things(at.ahead)
    if grouped(draft) and draft.scale == 1:
        giver = goods or (None if _sums(giver) and at.thing else giver)
        lends = at.thing if at.thing and lends is at.lent else lends
    held = goods or at.thing
    if held is not None and held.kind == "dimension" and _holds(draft, at):
        giver, lends = (goods, lends) if goods else (None, at.thing)
    if giver is None and draft.scale >= MILLION and at.lent is not None and at.lent.kind == "count":
        lends = next((q for q in reversed(at.before) if q.kind == "money" and q.scale >= MILLION), at.lent)
    if giver is not None and giver.kind == "count" and draft.value > giver.value * THOUSAND:
        giver = None  # 签约92家，金额3.2亿
    if giver is not None and giver.kind == "dimension" and draft.scale >= MILLIARD > giver.scale:
        giver = None  # «товаров получено на 92,3 млрд, а дорога перевезла 15,1 млн тонн»
    return giver, lends


def lent_to(draft: Draft, at: Place) -> Quantity | None:
    """What the sentences before lend a number: of things it counts no thousand times as many ("82,000 tonnes, three
    smelters. In 2023 it was 21,000"), but what was told before them.
    """
    if at.lent is None or at.lent.kind != "count" or draft.value <= at.lent.value * THOUSAND:
        return at.lent
    return next((q for q in reversed(at.before) if q.kind == "dimension"), at.lent)


def earned_from(at: Place) -> tuple[Draft | None, Quantity | None]:
    """Who lends a unit to what somebody earned: the money told last in the sentence, next in it or before it."""
    right = at.following[at.index]
    giver = next((one for one in reversed(at.ahead) if one.kind == "money" and one.unit), None)
    if giver is None and right is not None and right.kind == "money":
        giver = right
    return giver, next((q for q in reversed(at.before) if q.kind == "money"), None)


def far_money(draft: Draft, at: Place) -> Quantity | None:
    """What bare millions are of that nothing nearer names: the money told last, unless they tell a crowd."""
    if draft.scale < MILLION or at.say.crowd.search(at.lead(draft, NEAR)):
        return None
    return at.far


def _first_sum(before: Sequence[Quantity]) -> Quantity | None:
    """The last of the quantities before; of a sum told in two kinds of money the first («на 20 млрд юаней (222 …)»)."""
    if len(before) > 1:
        one, other = before[-2:]
        if one.kind == other.kind == "money" and one.unit != other.unit and other.start - one.end <= _RESTATED:
            return one
    return before[-1] if before else None


def _restates(left: Draft | None, draft: Draft, low: str, say: Wording) -> bool:
    """Is it the sum before it in another money, so that the first goes on lending ("20bn yuan, or 218bn rubles")?"""
    both = left is not None and left.kind == draft.kind == "money" and left.unit != draft.unit
    return left is not None and both and say.restated.fullmatch(low[left.end : draft.start].lstrip(")")) is not None


def _of_things(ahead: Sequence[Draft]) -> Draft | None:
    """The goods or things counted before a bare number in its sentence, nearest first; how far it is counts none."""
    return next(
        (one for one in reversed(ahead) if one.unit not in (None, "km") and one.kind in ("count", "dimension")), None
    )


def _holds(draft: Draft, at: Place) -> bool:
    """Does a bare number tell what a line or port takes ("31 million a year through it")?"""
    return draft.scale >= MILLION and at.say.paced.match(at.low, draft.end) is not None


def _sums(giver: Draft | Quantity | None) -> bool:
    """Is it money told in millions?"""
    return giver is not None and giver.kind == "money" and giver.scale >= MILLION


def lenders(
    before: Sequence[Quantity], last: Sequence[Quantity] | None, counted: Quantity | None, text: str, language: str
) -> Sequence[Quantity]:
    """The quantities that may lend a sentence their unit, from those of the one it goes on from, if any, `last`.

    A ratio told since takes none from the amount before it; a sentence "of these" is of what was counted last.
    """
    told: Sequence[Quantity]
    if last is None:
        told = ()
    elif all(quantity.kind in ("percent", "pp", "times") for quantity in last):
        told = (*before, *last)
    elif any(quantity.kind in ("count", "money") for quantity in last):
        told = last
    else:
        told = (*[quantity for quantity in before if quantity.kind == "count"][-1:], *last)
    parts = counted is not None and wording(language).of_these.match(text.lower()) is not None
    return (counted, *told) if counted and parts and all(q.kind != "count" for q in told) else told
