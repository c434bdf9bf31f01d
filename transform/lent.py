"""A unit said once serves the bare numbers near it: who lends it, and which numbers ask for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from transform.digits import number_words
from transform.draft import Draft, take
from transform.neighbours import grouped
from transform.part_of import ALIKE, LENT, added_to, completes, goods_beside, is_out_of, is_part, moved_with, of_them
from transform.quantities import Quantity
from transform.units import Unit, counted, leading_noun, noun_before, unit_after
from transform.wording import Wording, wording

_HUNDRED = Decimal(100)
#: Smaller bare numbers are ranks and days.
_LEAST = 10
#: What 份, 项 and 个 count where nothing is named behind them: 去年是313份.
_PAPERS = ("agreement", "project")
MILLION = 1_000_000
_NEAR = 60
#: So many numbers before it may make up a whole with a bare one.
_PARTS = 8


def share(
    drafts: list[Draft], low: str, language: str, before: Sequence[Quantity], far: Quantity | None = None
) -> None:
    """A unit said once serves the bare numbers beside it; failing that, a noun before the number names it.

    Bare millions with neither are of the money told last, `far` before ("The department wants 20 billion in exports").
    """
    say = wording(language)
    following: list[Draft | None] = [None] * len(drafts)
    for index in range(len(drafts) - 2, -1, -1):
        after = drafts[index + 1]
        following[index] = after if after.unit and after.kind in LENT else following[index + 1]
    lent = _first_sum([other for other in before if other.kind in LENT])
    told = next((other for other in reversed(before) if other.kind == "count"), None)
    #: what a bare number of no scale counts: no sum of money is told so beside millions
    thing = next((other for other in reversed(before) if other.kind in ("count", "dimension")), None)
    left: Draft | None = None
    counted: Draft | None = None
    rate: Draft | None = None
    for place, (draft, right) in enumerate(zip(drafts, following, strict=True)):
        if draft.unit is None and (one := drafts[place + 1 : place + 2]) and is_out_of(draft, one[0], low, say):
            draft.unit, draft.kind, draft.noun, draft.shared = one[0].unit, one[0].kind, one[0].noun, True
            draft.value *= one[0].own
        if draft.unit is None and (made_up := completes(draft, drafts[max(0, place - _PARTS) : place])):
            draft.unit, draft.kind, draft.noun, draft.shared = made_up.unit, made_up.kind, made_up.noun, True
        if draft.unit is None and (named := of_them(draft, left, low, language, say)):
            draft.unit, draft.kind, draft.noun, draft.shared = named.code, "count", named.noun, True
        if draft.unit is None and left is not None and goods_beside(draft, left, low, language, say):
            draft.unit, draft.kind, draft.shared = left.unit, left.kind, True
            draft.value *= left.own
        if draft.unit is None and left is not None and added_to(draft, left, low):
            draft.unit, draft.kind, draft.noun, draft.shared = left.unit, left.kind, left.noun, True
        if draft.unit is None and left is not None and moved_with(draft, left, low, say):
            draft.unit, draft.kind, draft.shared = left.unit, left.kind, True
            draft.value *= left.own * left.scale
        if draft.unit is None and (rated := _percent_beside(draft, drafts[:place], low, say)):
            draft.unit, draft.kind, draft.shared = rated.unit, rated.kind, True
        numbered = draft.unit is None and say.numbered.search(low[max(0, draft.start - 120) : draft.start])
        opened = _opened(draft, low, language, say)
        if draft.unit is None and (
            numbered or opened or _asks(draft, low, say) or _set_against(draft, left, rate, low, say)
        ):
            led = bool(say.against.search(low[max(0, draft.start - 24) : draft.start]))
            giver, lends = left or right, lent
            if grouped(draft) and draft.scale == 1:
                giver = _of_things(draft, drafts[:place]) or (None if _sums(giver) and thing else giver)
                lends = thing or lent
            goods = _of_things(draft, drafts[:place]) or thing
            if goods is not None and goods.kind == "dimension" and _holds(draft, low, say):
                giver, lends = (goods, lends) if isinstance(goods, Draft) else (None, goods)
            # Goods are not counted by the million where money was told ("imports of goods shrank to 33.26 billion").
            lender = giver or lent
            many = not numbered and draft.scale >= MILLION and lender is not None and lender.kind == "money"
            if giver is None and draft.scale >= MILLION and lent is not None and lent.kind == "count":
                lends = next((q for q in reversed(before) if q.kind == "money" and q.scale >= MILLION), lent)
            if say.earned.search(low[max(0, draft.start - _NEAR) : draft.start]):
                sums = [d for d in drafts if d.kind == "money" and d.unit and d.start < draft.start]
                giver = sums[-1] if sums else right if right is not None and right.kind == "money" else None
                lends = next((q for q in reversed(before) if q.kind == "money"), lent)
            named = (
                None
                if many or not (led or numbered) or say.definite.search(low[max(0, draft.start - 24) : draft.start])
                else noun_before(low, left.end if left else 0, draft.start, language)
            )
            if opened:
                named = opened
            if (
                named
                and named.code == "company"
                and thing is not None
                and thing.unit != "company"
                and _like(draft, thing)
            ):
                named = None  # "Chinese brands did worse: 288,000 against 412,000" cars
            if named is None and giver is None and not many:
                named = leading_noun(low, draft.start, language)
            coined = say.in_money(low[(left.end if left else 0) : draft.start]) if draft.scale >= MILLION else None
            if named:
                draft.unit, draft.kind, draft.noun, draft.shared = named.code, named.kind, named.noun, True
            elif coined:
                draft.unit, draft.kind, draft.shared = coined, "money", True
            elif giver:
                draft.unit, draft.kind, draft.noun, draft.shared = giver.unit, giver.kind, giver.noun, True
                size = giver.own * (_of_size(draft, giver) if draft.scale == 1 and not grouped(draft) else 1)
                draft.value *= size
                draft.high = None if draft.high is None else draft.high * size
            elif lends:
                draft.unit, draft.kind, draft.noun, draft.shared = lends.unit, lends.kind, lends.noun, True
            elif (
                far and draft.scale >= MILLION and not say.crowd.search(low[max(0, draft.start - _NEAR) : draft.start])
            ):
                draft.unit, draft.kind, draft.shared = far.unit, far.kind, True
        if draft.unit is None and say.part_of.match(low, draft.end) and grouped(draft):
            named = noun_before(low, left.end if left else 0, draft.start, language)
            if named:
                draft.unit, draft.kind, draft.noun, draft.shared = named.code, "count", named.noun, True
        whole = counted or told
        if draft.unit is None and draft.pieces and whole is not None and whole.unit in _PAPERS:
            draft.unit, draft.kind, draft.noun, draft.shared = whole.unit, whole.kind, whole.noun, True
        near = counted is None or draft.start - counted.end <= 2 * _NEAR
        more = counted is not None and near and say.more_than.match(low, draft.end) is not None
        if draft.unit is None and whole is not None and near and (more or is_part(draft, whole.value, low, say)):
            draft.unit, draft.kind, draft.noun, draft.shared = whole.unit, whole.kind, whole.noun, True
        if (
            draft.unit is None
            and rate is None
            and (teller := _teller(draft, left or lent, told, low, say)) is not None
            and _told_short(draft, teller, low, say)
        ):
            scale, draft.short = _of_size(draft, teller), True
            draft.unit, draft.kind, draft.noun, draft.shared = teller.unit, teller.kind, teller.noun, True
            draft.value *= scale * (teller.own if isinstance(teller, Draft) else 1)
        near_by = [d for d in (left, rate) if d is not None]
        if draft.unit is None and draft.high is not None and near_by:
            lender_of_range = max(near_by, key=_end)
            scale = _of_size(draft, lender_of_range) * lender_of_range.own
            draft.unit, draft.kind, draft.noun = lender_of_range.unit, lender_of_range.kind, lender_of_range.noun
            draft.value, draft.high, draft.shared = draft.value * scale, draft.high * scale, True
        if draft.unit is None and rate is not None and _told_short(draft, rate, low, say) and draft.value <= _HUNDRED:
            draft.unit, draft.kind, draft.shared, draft.short = rate.unit, rate.kind, True, True
        if draft.unit and draft.kind == "count":
            counted = draft
        if draft.unit:
            by = low[max(0, draft.start - 3) : draft.start + 3].strip().startswith("на ")
            rate = draft if draft.kind == "percent" and not by else None
        if draft.unit and draft.kind in LENT and not _restates(left, draft, low):
            left = draft


def _first_sum(before: Sequence[Quantity]) -> Quantity | None:
    """The last of the quantities before; of a sum told in two kinds of money the first («на 20 млрд юаней (222 …)»)."""
    if len(before) > 1:
        one, other = before[-2:]
        if one.kind == other.kind == "money" and one.unit != other.unit and other.start - one.end <= _RESTATED:
            return one
    return before[-1] if before else None


#: Between a sum and the same in another money stand no more characters.
_RESTATED = 14


#: Between a sum and the same in another money.
_OR = re.compile(r"(?:,? or | ?\()(?:about |some |around |roughly |nearly |approximately )?")


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


def _teller(
    draft: Draft, nearest: Draft | Quantity | None, told: Quantity | None, low: str, say: Wording
) -> Draft | Quantity | None:
    """What a bare number may go on about: of things that "there were", what was counted and no money."""
    lead = low[max(0, draft.start - _NEAR) : draft.start]
    if told is not None and nearest is not None and nearest.kind == "money" and say.there.search(lead):
        return told
    return nearest


def _restates(left: Draft | None, draft: Draft, low: str) -> bool:
    """Is it the sum before it in another money, so that the first goes on lending ("20bn yuan, or 218bn rubles")?"""
    both = left is not None and left.kind == draft.kind == "money" and left.unit != draft.unit
    return left is not None and both and _OR.fullmatch(low[left.end : draft.start].lstrip(")")) is not None


def _opened(draft: Draft, low: str, language: str, say: Wording) -> Unit | None:
    """What a bare number counts that its clause opens with: «Принято поездов: 186», «Число магазинов выросло с 34»."""
    if draft.unit is not None or draft.scale != 1 or draft.value < 3 or not say.follow.match(low, draft.end):
        return None
    return leading_noun(low, draft.start, language)


def headed(drafts: list[Draft], low: str, language: str, before: Sequence[Quantity]) -> None:
    """Give the bare numbers of a list the unit that its head has in brackets («Лидеры (тыс. тонн): А — 12, Б — 9»)."""
    head = _HEAD.search(low) if language == "ru" else None
    if head is None:
        return
    scale = number_words(language).scales.get(head["scale"] or head["scaled"] or "", Decimal(1))
    told = f" {(head['unit'] or head['bare']).strip()}"
    unit = unit_after(told, 0, language) or counted(told, 0, language)
    by_piece = unit is not None and wording(language).pieces.fullmatch(unit.noun or "") is not None
    pieces = next((one for one in reversed(before) if one.kind == "count"), None) if by_piece else None
    for draft in drafts if unit else ():
        if unit and draft.unit is None and draft.start >= head.end() and _ITEM.search(low, head.end(), draft.start):
            draft.value *= scale
            draft.scale *= scale
            take(draft, unit)
            draft.shared = True
            if pieces:
                draft.unit, draft.noun = pieces.unit, pieces.noun


#: The unit of a list's numbers, and what stands before each of them.
_HEAD = re.compile(
    r"(?:[(,]\s?(?:в )?(?:(?P<scale>тыс|млн|млрд|тысяч|миллион\w*|миллиард\w*)\.?\s)?(?P<unit>[^(),:\d]{1,20})\)"
    r"|,\s(?:в )?(?P<scaled>тыс|млн|млрд|тысяч\w*|миллион\w*|миллиард\w*)\.?\s(?P<bare>[^(),:\d]{1,20}))\s?:"
)
_ITEM = re.compile(r"(?:[—–:-]|\()\s?$")


def _end(draft: Draft) -> int:
    return draft.end


def _percent_beside(draft: Draft, ahead: Sequence[Draft], low: str, say: Wording) -> Draft | None:
    """The percentage that a bare number goes on from: "55.8 per cent, against 57.9", "(plus 7%), Geely (minus 31)"."""
    if draft.scale != 1 or draft.value > _HUNDRED:
        return None
    lead = low[max(0, draft.start - 24) : draft.start]
    if say.signed.search(lead) and say.follow.match(low, draft.end):
        return next((one for one in reversed(ahead) if one.kind == "percent"), None)
    last = ahead[-1] if ahead else None
    if last is not None and last.kind == "percent" and _next_holder(draft, ahead, low, say):
        return last
    broken = draft.value != draft.value.to_integral_value()
    near = last is not None and last.kind == "percent" and draft.start - last.end <= _NEAR
    return last if broken and near and say.set_off.search(lead) and say.follow.match(low, draft.end) else None


def _next_holder(draft: Draft, ahead: Sequence[Draft], low: str, say: Wording) -> bool:
    """Is a bare number the share of the next one named ("Alibaba 48 percent, MegaFon 24, Mail.ru 15")?"""
    last = ahead[-1]
    gap = low[last.end : draft.start]
    if not say.holder.fullmatch(gap) or not _ENDS.match(low, draft.end):
        return False
    return draft.value > 1 and draft.value + sum(one.value for one in ahead if one.kind == "percent") <= _HUNDRED


#: What follows on the share of a holder.
_ENDS = re.compile(r"\s?(?:[,.;)]|and\b|$)")


def _of_things(draft: Draft, ahead: Sequence[Draft]) -> Draft | None:
    """The goods or things counted before a bare number in its sentence, nearest first."""
    return next((other for other in reversed(ahead) if other.unit and other.kind in ("count", "dimension")), None)


def _holds(draft: Draft, low: str, say: Wording) -> bool:
    """Does a bare number tell what a line or port takes ("31 million a year through it")?"""
    return draft.scale >= MILLION and say.paced.match(low, draft.end) is not None


def _like(draft: Draft, thing: Quantity) -> bool:
    """Are two whole numbers in thousands of a size, as the parts of one market are?"""
    many = draft.value >= _THOUSAND and thing.value >= _THOUSAND
    return many and thing.value <= ALIKE * draft.value and draft.value <= ALIKE * thing.value


def _sums(giver: Draft | Quantity | None) -> bool:
    """Is it money told in millions?"""
    return giver is not None and giver.kind == "money" and giver.scale >= MILLION


def _told_short(draft: Draft, teller: Draft | Quantity, low: str, say: Wording) -> bool:
    """Whether a bare number goes on about what was counted or priced last: «Годом ранее их было 448», «брали 3,2»."""
    if draft.scale != 1 or draft.number.odd or not say.follow.match(low, draft.end):
        return False
    broken = draft.value != draft.value.to_integral_value()
    if not broken and (1900 <= draft.value < 2100 or (draft.value < _LEAST and teller.kind not in _SMALL)):
        return False
    lead = low[max(0, draft.start - _NEAR) : draft.start]
    if teller.kind == "money" and say.there.search(lead):
        return False  # "terminals, of which there were 310"
    if teller.kind != "count" and not broken and draft.number.spelled and not say.only.search(lead):
        return False
    return bool(say.short.search(lead)) or (
        (broken or teller.kind in _SMALL or (teller.scale >= _THOUSAND and _of_size(draft, teller) > 1))
        and isinstance(teller, Draft)
        and draft.start - teller.end <= _NEAR
        and bool(say.dash.search(lead))
    )


#: Kinds of which few are told.
_SMALL = ("count", "percent")
_THOUSAND = 1000


def _of_size(draft: Draft, teller: Draft | Quantity) -> Decimal:
    """The scale that a number said short shares with what it follows, if that makes them of a size."""
    scale = Decimal(teller.scale)
    own = teller.own if isinstance(teller, Draft) and teller.own else 1
    mantissa = Decimal(teller.value) / own / scale
    return scale if mantissa and draft.value <= ALIKE * mantissa and mantissa <= ALIKE * draft.value else Decimal(1)


def _set_against(draft: Draft, left: Draft | None, rate: Draft | None, low: str, say: Wording) -> bool:
    """Whether a small bare number is what a count was before: "180 lorries, against 140 a month earlier"."""
    if left is None or left.kind not in ("count", "dimension") or draft.scale != 1 or not say.spaced:
        return False
    if rate is not None and rate.start > left.end and draft.value <= _HUNDRED and say.dash.search(low[: draft.start]):
        return False  # «3,3 млн тонн со ставкой 4%, сверх неё — 50»
    far = draft.start - left.end
    if draft.value < _LEAST or 1900 <= draft.value < 2100 or far > 2 * _NEAR:
        return False
    if far > _NEAR and say.short.search(low[max(0, draft.start - _NEAR) : draft.start]):
        return False
    led = say.against.search(low[max(0, draft.start - 24) : draft.start])
    return bool(led and say.follow.match(low, draft.end))


def _asks(draft: Draft, low: str, say: Wording) -> bool:
    """Whether a bare number is an amount whose unit was left out: it has a scale or groups, and no noun behind it."""
    number = draft.number
    thousands = grouped(draft)
    if draft.value >= _LEAST and not number.spelled and say.paced.match(low, draft.end):
        return True
    if (draft.scale < 1000 and not thousands) or not say.follow.match(low, draft.end):
        return False
    led = bool(say.against.search(low[max(0, draft.start - 24) : draft.start]))
    return draft.scale > 1 or led or (say.spaced and thousands)
