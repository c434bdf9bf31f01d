"""A unit said once serves the bare numbers near it: who lends it to which."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from transform.asking import asks, opened_with, set_against
from transform.draft import Draft, borrow, grouped
from transform.nouns_before import leading_noun, noun_before
from transform.part_of import (
    ALIKE,
    LENT,
    NEAR,
    added_to,
    completes,
    goods_beside,
    is_out_of,
    is_part,
    moved_with,
    moves_to,
    of_them,
)
from transform.quantities import Quantity
from transform.told_short import of_size, percent_beside, teller_of, told_short
from transform.units import Unit
from transform.wording import Wording, wording

_HUNDRED = Decimal(100)
#: What 份, 项 and 个 count where nothing is named behind them: 去年是313份.
_PAPERS = ("agreement", "project")
MILLION = 1_000_000
_THOUSAND = 1000
#: A word that leads a number stands no further before it.
_LED = 24
#: So many numbers before it may make up a whole with a bare one.
_PARTS = 8


def share(
    drafts: list[Draft],
    low: str,
    language: str,
    before: Sequence[Quantity],
    far: Quantity | None = None,
    spoken: str = "",
) -> None:
    """A unit said once serves the bare numbers beside it; failing that, a noun before the number names it.

    Bare millions with neither are of the money told last, `far` before ("The department wants 20 billion in exports").
    """
    if all(draft.unit is not None for draft in drafts):
        return
    at = _Place(drafts, low, language, before, far)
    at.spoken = spoken if at.told is None else ""
    for index, draft in enumerate(drafts):
        at.index = index
        for step in (_with_neighbour, _asked, _of_whole, _gone_on):
            if draft.unit is None:
                step(draft, at)
        at.pass_by(draft)


class _Place:
    """How far a sentence has been read, and what may lend a bare number there its unit."""

    __slots__ = (
        "before", "counted", "drafts", "far", "following", "index", "language", "left", "lent", "low", "rate", "say",
        "spoken", "thing", "told",
    )  # fmt: skip

    def __init__(
        self, drafts: list[Draft], low: str, language: str, before: Sequence[Quantity], far: Quantity | None
    ) -> None:
        self.drafts, self.low, self.language, self.say = drafts, low, language, wording(language)
        self.before, self.far, self.index, self.spoken = before, far, 0, ""
        self.following: list[Draft | None] = [None] * len(drafts)
        for index in range(len(drafts) - 2, -1, -1):
            after = drafts[index + 1]
            self.following[index] = after if after.unit and after.kind in LENT else self.following[index + 1]
        self.lent = _first_sum([other for other in before if other.kind in LENT])
        self.told = next((other for other in reversed(before) if other.kind == "count"), None)
        #: what a bare number of no scale counts: no sum of money is told so beside millions
        self.thing = next((other for other in reversed(before) if other.kind in ("count", "dimension")), None)
        #: the last numbers of the sentence that lend, count or are a percentage
        self.left: Draft | None = None
        self.counted: Draft | None = None
        self.rate: Draft | None = None

    @property
    def ahead(self) -> list[Draft]:
        """The numbers of the sentence before this one."""
        return self.drafts[: self.index]

    def lead(self, draft: Draft, length: int) -> str:
        """The characters before a number."""
        return self.low[max(0, draft.start - length) : draft.start]

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


def _with_neighbour(draft: Draft, at: _Place) -> None:
    """A part of a number beside it, what is added to that or the other end of its move is of the same."""
    low, say, left = at.low, at.say, at.left
    after = at.drafts[at.index + 1] if at.index + 1 < len(at.drafts) else None
    if after is not None and (is_out_of(draft, after, low, say) or moves_to(draft, after, low, say)):
        borrow(draft, after, after.own)
    elif whole := completes(draft, at.drafts[max(0, at.index - _PARTS) : at.index]):
        borrow(draft, whole)
    elif named := of_them(draft, left, low, at.language, say, at.spoken):
        _name(draft, named)
    elif left is not None and goods_beside(draft, left, low, at.language, say):
        borrow(draft, left, left.own)
    elif left is not None and added_to(draft, left, low):
        borrow(draft, left)
    elif left is not None and moved_with(draft, left, low, say):
        borrow(draft, left, left.own * left.scale)
    elif rated := percent_beside(draft, at.ahead, low, say):
        borrow(draft, rated)


def _asked(draft: Draft, at: _Place) -> None:
    """A number that asks for a unit is of what a noun names, else of the money or goods told nearest."""
    low, say = at.low, at.say
    numbered = say.numbered.search(at.lead(draft, 120)) is not None
    opened = opened_with(draft, low, at.language, say)
    if not (numbered or opened or asks(draft, low, say) or set_against(draft, at.left, at.rate, low, say)):
        return
    giver, lends = _giver(draft, at)
    # Goods are not counted by the million where money was told ("imports of goods shrank to 33.26 billion").
    lender = giver or at.lent
    weighed = giver is not None and giver.kind == "dimension" and giver.scale == draft.scale
    many = not numbered and draft.scale >= MILLION and lender is not None and (lender.kind == "money" or weighed)
    earned = say.earned.search(at.lead(draft, NEAR)) is not None
    if earned:
        giver, lends = _earned(at)
    if giver is at.left and giver is not None and not _of_size(draft, giver) and _of_size(draft, at.counted):
        giver = at.counted  # "412 trains ran with 41,800 TEU, against 356"
    if numbered and draft.scale < MILLION:
        giver, lends = (None if giver and giver.kind == "money" else giver), at.told  # money is never "numbered"
    named = opened or (None if many or earned else _noun(draft, at, numbered))
    if named and any(_is_brand(named, draft, one) for one in (at.left, at.thing)):
        named = None
    if named is None and giver is None and not many:
        named = leading_noun(low, draft.start, at.language)
    if named:
        _name(draft, named)
    elif draft.scale >= MILLION and (coined := say.in_money(low[(at.left.end if at.left else 0) : draft.start])):
        draft.unit, draft.kind, draft.shared = coined, "money", True
    elif giver:
        alike = of_size(draft, giver) if draft.scale == 1 and not grouped(draft) else Decimal(1)
        size = giver.own * alike
        borrow(draft, giver, size)
        draft.scale *= alike
        draft.high = None if draft.high is None else draft.high * size
    elif lends := lends or _far(draft, at):
        borrow(draft, lends)


def _giver(draft: Draft, at: _Place) -> tuple[Draft | None, Quantity | None]:
    """Who lends the unit in the sentence, and who before it if nobody there: numbers told alike lend to one another."""
    giver, lends = at.left or at.following[at.index], at.lent
    goods = _of_things(at.ahead)
    if grouped(draft) and draft.scale == 1:
        giver = goods or (None if _sums(giver) and at.thing else giver)
        lends = at.thing or at.lent
    held = goods or at.thing
    if held is not None and held.kind == "dimension" and _holds(draft, at):
        giver, lends = (goods, lends) if goods else (None, at.thing)
    if giver is None and draft.scale >= MILLION and at.lent is not None and at.lent.kind == "count":
        lends = next((q for q in reversed(at.before) if q.kind == "money" and q.scale >= MILLION), at.lent)
    if giver is not None and giver.kind == "count" and draft.value > giver.value * _THOUSAND:
        giver = None  # 签约92家，金额3.2亿
    return giver, lends


def _earned(at: _Place) -> tuple[Draft | None, Quantity | None]:
    """Who lends a unit to what somebody earned: the money told last in the sentence, next in it or before it."""
    right = at.following[at.index]
    giver = next((one for one in reversed(at.ahead) if one.kind == "money" and one.unit), None)
    if giver is None and right is not None and right.kind == "money":
        giver = right
    return giver, next((q for q in reversed(at.before) if q.kind == "money"), None)


def _noun(draft: Draft, at: _Place, numbered: bool) -> Unit | None:
    """What was named before a number that is set against another or said to be a number of things."""
    lead = at.lead(draft, _LED)
    if not (numbered or at.say.against.search(lead)) or at.say.definite.search(lead):
        return None
    return at.noun(draft)


def _is_brand(named: Unit, draft: Draft, thing: Draft | Quantity | None) -> bool:
    """Is what they make or buy counted, and not they ("Chinese brands did worse: 288,000 against 412,000" cars)?"""
    others = thing is not None and thing.unit not in (None, *_TRADERS)
    return named.code in _TRADERS and thing is not None and others and _like(draft, thing)


#: Who makes and buys.
_TRADERS = ("company", "person")


def _far(draft: Draft, at: _Place) -> Quantity | None:
    """What bare millions are of that nothing nearer names: the money told last, unless they tell a crowd."""
    if draft.scale < MILLION or at.say.crowd.search(at.lead(draft, NEAR)):
        return None
    return at.far


def _of_whole(draft: Draft, at: _Place) -> None:
    """A part of what was counted is of the same: "of them 20", 其中12份, "more than 90 of the lorries"."""
    low, say, counted = at.low, at.say, at.counted
    if say.part_of.match(low, draft.end) and grouped(draft) and (named := at.noun(draft)):
        _name(draft, named)
        return
    whole = counted or at.told
    if whole is None:
        return
    if draft.pieces and whole.unit in _PAPERS:
        borrow(draft, whole)
    elif counted is None or draft.start - counted.end <= 2 * NEAR:
        more = counted is not None and say.more_than.match(low, draft.end) is not None
        if more or is_part(draft, whole.value, low, say):
            borrow(draft, whole)


def _gone_on(draft: Draft, at: _Place) -> None:
    """A number said short, or a range, is of what was told last: a count or price, or else a percentage."""
    low, say, rate = at.low, at.say, at.rate
    teller = teller_of(draft, at.left or at.lent, at.told, low, say) if rate is None else None
    near_by = [one for one in (at.left, rate) if one is not None]
    if teller is not None and told_short(draft, teller, low, say):
        size = of_size(draft, teller)
        borrow(draft, teller, size * (teller.own if isinstance(teller, Draft) else 1))
        draft.scale, draft.short = size, True
    elif draft.high is not None and near_by:
        lender = max(near_by, key=_end)
        scale = of_size(draft, lender) * lender.own
        borrow(draft, lender, scale)
        draft.high *= scale
    elif rate is not None and draft.value <= _HUNDRED and told_short(draft, rate, low, say):
        borrow(draft, rate)
        draft.short = True


def _name(draft: Draft, named: Unit) -> None:
    draft.unit, draft.kind, draft.noun, draft.shared = named.code, named.kind, named.noun, True


def _end(draft: Draft) -> int:
    return draft.end


def _first_sum(before: Sequence[Quantity]) -> Quantity | None:
    """The last of the quantities before; of a sum told in two kinds of money the first («на 20 млрд юаней (222 …)»)."""
    if len(before) > 1:
        one, other = before[-2:]
        if one.kind == other.kind == "money" and one.unit != other.unit and other.start - one.end <= _RESTATED:
            return one
    return before[-1] if before else None


#: Between a sum and the same in another money stand no more characters.
_RESTATED = 14


def _restates(left: Draft | None, draft: Draft, low: str, say: Wording) -> bool:
    """Is it the sum before it in another money, so that the first goes on lending ("20bn yuan, or 218bn rubles")?"""
    both = left is not None and left.kind == draft.kind == "money" and left.unit != draft.unit
    return left is not None and both and say.restated.fullmatch(low[left.end : draft.start].lstrip(")")) is not None


def _of_things(ahead: Sequence[Draft]) -> Draft | None:
    """The goods or things counted before a bare number in its sentence, nearest first."""
    return next((other for other in reversed(ahead) if other.unit and other.kind in ("count", "dimension")), None)


def _holds(draft: Draft, at: _Place) -> bool:
    """Does a bare number tell what a line or port takes ("31 million a year through it")?"""
    return draft.scale >= MILLION and at.say.paced.match(at.low, draft.end) is not None


def _like(draft: Draft, thing: Draft | Quantity) -> bool:
    """Are two whole numbers in thousands of a size, as the parts of one market are?"""
    many = draft.value >= _THOUSAND and thing.value >= _THOUSAND
    return many and thing.value <= ALIKE * draft.value and draft.value <= ALIKE * thing.value


def _of_size(draft: Draft, thing: Draft | None) -> bool:
    """May the two tell of the same things at two times?"""
    return thing is not None and thing.value <= ALIKE * draft.value and draft.value <= ALIKE * thing.value


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
