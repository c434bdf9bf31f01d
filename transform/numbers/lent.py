"""A unit said once serves the bare numbers near it: which of them ask for one, and from whom each takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from transform.numbers.asking import asks, opened_with, set_against
from transform.numbers.bare_numbers import Watch, lend, seen
from transform.numbers.draft import Draft, borrow, grouped
from transform.numbers.lenders import MILLION, THOUSAND, Place, earned_from, far_money, giver_of, lent_to
from transform.numbers.nouns_before import leading_noun
from transform.numbers.part_of import (
    ALIKE,
    NEAR,
    added_to,
    completes,
    goods_beside,
    in_order,
    is_out_of,
    is_part,
    measured_otherwise,
    moved_with,
    moves_to,
    of_them,
)
from transform.numbers.quantities import Quantity
from transform.numbers.told_short import of_size, percent_beside, shared_out, teller_of, told_short
from transform.numbers.units import Unit

_HUNDRED = Decimal(100)
#: What 份, 项 and 个 count where nothing is named behind them: 去年是313份.
_PAPERS = ("agreement", "project")
#: A word that leads a number stands no further before it.
_LED = 24
#: A change leads to no amount so many times what was told before.
_CHANGED = 3
#: So many numbers before it may make up a whole with a bare one.
_PARTS = 8


def share(
    drafts: list[Draft],
    low: str,
    language: str,
    before: Sequence[Quantity],
    far: Quantity | None = None,
    spoken: str = "",
    told: Mapping[str, Quantity] | None = None,
    watch: Watch | None = None,
) -> None:
    """A unit said once serves the bare numbers beside it; failing that, a noun before the number names it.

    Bare millions with neither are of the money told last, `far` before ("The department wants 20 billion in exports").
    What no rule knows is weighed where it is known what was `told` last of each kind, unless somebody watches.
    """
    if all(draft.unit is not None for draft in drafts):
        return
    at = Place(drafts, low, language, before, far, spoken)
    in_order(drafts, low, before, at.say)
    for index, draft in enumerate(drafts):
        at.index = index
        if draft.unit is None and not measured_otherwise(drafts, index, low, at.say):
            shown = seen(draft, at, told) if watch and told is not None else None
            for step in (_with_neighbour, _asked, _come_to, _of_whole, _gone_on):
                if draft.unit is None:
                    step(draft, at)
            if watch and shown:
                watch(draft, shown)
            elif draft.unit is None and told is not None:
                lend(draft, at, told)
        at.pass_by(draft)


def _with_neighbour(draft: Draft, at: Place) -> None:
    """A part of a number beside it, what is added to that or the other end of its move is of the same."""
    low, say, left = at.low, at.say, at.left
    after = at.drafts[at.index + 1] if at.index + 1 < len(at.drafts) else None
    if after is not None and (is_out_of(draft, after, low, say) or moves_to(draft, after, low, say)):
        borrow(draft, after, after.own)
    elif whole := completes(draft, at.drafts[max(0, at.index - _PARTS) : at.index]):
        borrow(draft, whole)
    elif (named := of_them(draft, left, low, at.language, say, at.spoken)) and not _too_many(named, draft, at):
        _name(draft, named)
    elif left is not None and goods_beside(draft, left, low, at.language, say):
        borrow(draft, left, left.own)
    elif left is not None and added_to(draft, left, low):
        borrow(draft, left)
    elif left is not None and moved_with(draft, left, low, say):
        borrow(draft, left, left.own * left.scale)
    elif rated := percent_beside(draft, at.ahead, low, say):
        borrow(draft, rated)
    elif not at.ahead and (part := shared_out(draft, at.before, at.heard, low, say)):
        borrow(draft, part)


def _asked(draft: Draft, at: Place) -> None:
    """A number that asks for a unit is of what a noun names, else of the money or goods told nearest."""
    low, say = at.low, at.say
    numbered = say.numbered.search(at.lead(draft, 120)) is not None and not say.part.search(at.lead(draft, NEAR))
    opened = opened_with(draft, low, at.language, say)
    if not (numbered or opened or asks(draft, low, say) or set_against(draft, at.left, at.rate, low, say)):
        return
    giver, lends = giver_of(draft, at)
    # Goods are not counted by the million where money was told ("imports of goods shrank to 33.26 billion").
    lender = giver or at.lent
    weighed = giver is not None and giver.kind == "dimension" and giver.scale == draft.scale
    many = not numbered and draft.scale >= MILLION and lender is not None and (lender.kind == "money" or weighed)
    earned = say.earned.search(at.lead(draft, NEAR)) is not None
    if earned:
        giver, lends = earned_from(at)
    if giver is at.left and giver is not None and not _of_size(draft, giver) and _of_size(draft, at.counted):
        giver = at.counted  # "412 trains ran with 41,800 TEU, against 356"
    if numbered and draft.scale < MILLION:
        giver, lends = (None if giver and giver.kind == "money" else giver), at.told  # money is never "numbered"
    named = opened or (None if many or earned else _noun(draft, at, numbered))
    beyond = named is not None and named.code in _FEW and draft.scale >= MILLION
    if named and (beyond or any(_is_brand(named, draft, one) for one in (at.left, at.thing))):
        named = None
    if named is None and giver is None and not many:
        named = leading_noun(low, draft.start, at.language)
    if named:
        _name(draft, named)
    elif draft.scale >= MILLION and (coined := say.in_money(low[(at.left.end if at.left else 0) : draft.start])):
        draft.unit, draft.kind, draft.shared = coined, "money", True
    elif giver and draft.scale == 1 and say.a_day.match(low, draft.end) and not say.a_day.match(low, giver.end):
        if giver.kind == "count" and draft.value < giver.value:
            borrow(draft, giver)  # «46,3 тыс. фур, или 218 в сутки»
    elif giver:
        alike = of_size(draft, giver) if draft.scale == 1 and not grouped(draft) else Decimal(1)
        size = giver.own * alike
        borrow(draft, giver, size)
        draft.scale *= alike
        draft.high = None if draft.high is None else draft.high * size
    elif lends := lends or far_money(draft, at):
        borrow(draft, lends)


def _noun(draft: Draft, at: Place, numbered: bool) -> Unit | None:
    """What was named before a number that is set against another or said to be a number of things."""
    lead = at.lead(draft, _LED)
    if not (numbered or at.say.against.search(lead)) or at.say.definite.search(lead):
        return None
    return at.noun(draft)


def _is_brand(named: Unit, draft: Draft, thing: Draft | Quantity | None) -> bool:
    """Is what they make or buy counted, and not they ("Chinese brands did worse: 288,000 against 412,000" cars)?"""
    others = thing is not None and thing.unit not in (None, *_TRADERS)
    return named.code in _TRADERS and thing is not None and others and _like(draft, thing)


def _too_many(named: Unit, draft: Draft, at: Place) -> bool:
    """Were goods told last, so that it is they and no firms of which there are thousands ("46,000 of them")?"""
    weighed = at.lent is not None and at.lent.kind == "dimension" and draft.value < at.lent.value
    return named.code in _TRADERS and grouped(draft) and at.left is None and weighed


#: Of these there are no millions: «экспорт товаров вырос до 47,15 млрд» tells money.
_FEW = (*_PAPERS, "company", "product")
#: Who makes and buys.
_TRADERS = ("company", "person")


def _come_to(draft: Draft, at: Place) -> None:
    """What a change came to is of what was told before it, if near it in size ("$92 a tonne … fell 4% to 88")."""
    if _new_share(draft, at) and at.rate:
        borrow(draft, at.rate)
        return
    giver = at.left or at.lent
    if giver is None or not at.came_to(draft):
        return
    scale = of_size(draft, giver)
    size = scale * (giver.own if isinstance(giver, Draft) else 1)
    if max(draft.value * size, giver.value) <= _CHANGED * min(draft.value * size, giver.value):
        borrow(draft, giver, size)
        draft.scale, draft.short = scale, True


def _new_share(draft: Draft, at: Place) -> bool:
    """Is it what a share came to ("the yuan's share rose by a third to 45")?"""
    if at.rate is None or at.left is not None or draft.scale != 1 or draft.value > _HUNDRED or draft.number.spelled:
        return False
    led = at.say.came_to.search(at.low, max(0, draft.start - NEAR), draft.start)
    if led is None or at.say.follow.match(at.low, draft.end) is None:
        return False
    return at.say.share_moves.search(at.low, max(0, led.start() - 2 * NEAR), led.start()) is not None


def _of_whole(draft: Draft, at: Place) -> None:
    """A part of what was counted is of the same: "of them 20", 其中12份, "more than 90 of the lorries"."""
    low, say, counted = at.low, at.say, at.counted
    whole = counted or at.told or (at.lent if grouped(draft) and at.left is None else None)
    if whole is None:
        return
    if draft.pieces and whole.unit in _PAPERS:
        borrow(draft, whole)
    elif counted is None or draft.start - counted.end <= 2 * NEAR:
        more = counted is not None and say.more_than.match(low, draft.end) is not None
        if more or is_part(draft, whole.value, low, say):
            borrow(draft, whole)


def _gone_on(draft: Draft, at: Place) -> None:
    """A number said short, or a range, is of what was told last: a count or price, or else a percentage."""
    low, say, rate = at.low, at.say, at.rate
    teller = teller_of(draft, at.left or lent_to(draft, at), at.told, low, say) if rate is None else None
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
    elif rate is not None and draft.value <= _HUNDRED and not at.came_to(draft) and told_short(draft, rate, low, say):
        borrow(draft, rate)
        draft.short = True


def _name(draft: Draft, named: Unit) -> None:
    draft.unit, draft.kind, draft.noun, draft.shared = named.code, named.kind, named.noun, True


def _end(draft: Draft) -> int:
    return draft.end


def _like(draft: Draft, thing: Draft | Quantity) -> bool:
    """Are two whole numbers in thousands of a size, as the parts of one market are?"""
    many = draft.value >= THOUSAND and thing.value >= THOUSAND
    return many and thing.value <= ALIKE * draft.value and draft.value <= ALIKE * thing.value


def _of_size(draft: Draft, thing: Draft | None) -> bool:
    """May the two tell of the same things at two times?"""
    return thing is not None and thing.value <= ALIKE * draft.value and draft.value <= ALIKE * thing.value
