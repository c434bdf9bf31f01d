"""Bare numbers that go on about what was counted, priced or shared out last: «Годом ранее их было 448»."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from transform.numbers.draft import Draft
from transform.numbers.part_of import ALIKE, LEAST, NEAR
from transform.numbers.quantities import Quantity
from transform.numbers.wording import Wording

_HUNDRED = Decimal(100)


def teller_of(
    draft: Draft, nearest: Draft | Quantity | None, told: Quantity | None, low: str, say: Wording
) -> Draft | Quantity | None:
    """What a bare number may go on about: of things that "there were", what was counted and no money, nor of a number
    of the size of what was counted a sum in millions («96 проектов на 1 трлн рублей. Годом ранее было 87»).
    """
    lead = low[max(0, draft.start - NEAR) : draft.start]
    if told is not None and nearest is not None and nearest.kind == "money":
        beyond = nearest.scale >= _MILLION and of_size(draft, nearest) == 1
        if say.there.search(lead) or (beyond and of_size(draft, told) == told.scale and told.value >= LEAST):
            return told
    return nearest


def told_short(draft: Draft, teller: Draft | Quantity, low: str, say: Wording) -> bool:
    """Whether a bare number goes on about what was counted or priced last: «Годом ранее их было 448», «брали 3,2»."""
    if draft.scale != 1 or draft.number.odd or not say.follow.match(low, draft.end):
        return False
    broken = draft.value != draft.value.to_integral_value()
    if not broken and (1900 <= draft.value < 2100 or (draft.value < LEAST and teller.kind not in _SMALL)):
        return False
    lead = low[max(0, draft.start - NEAR) : draft.start]
    if teller.kind == "money" and say.there.search(lead):
        return False  # "terminals, of which there were 310"
    if teller.kind != "count" and not broken and draft.number.spelled and not say.only.search(lead):
        return False
    return bool(say.short.search(lead)) or (
        (broken or teller.kind in _SMALL or (teller.scale >= _THOUSAND and of_size(draft, teller) > 1))
        and isinstance(teller, Draft)
        and draft.start - teller.end <= NEAR
        and bool(say.dash.search(lead))
    )


#: Kinds of which few are told.
_SMALL = ("count", "percent")
_THOUSAND = 1000
_MILLION = 1_000_000


def of_size(draft: Draft, teller: Draft | Quantity) -> Decimal:
    """The scale that a number said short shares with what it follows, if that makes them of a size."""
    scale = Decimal(teller.scale)
    own = teller.own if isinstance(teller, Draft) and teller.own else 1
    mantissa = Decimal(teller.value) / own / scale
    return scale if mantissa and draft.value <= ALIKE * mantissa and mantissa <= ALIKE * draft.value else Decimal(1)


def percent_beside(draft: Draft, ahead: Sequence[Draft], low: str, say: Wording) -> Draft | None:
    """The percentage that a bare number goes on from: "55.8 per cent, against 57.9", "(plus 7%), Geely (minus 31)"."""
    if draft.scale != 1 or draft.value > _HUNDRED:
        return None
    lead = low[max(0, draft.start - 24) : draft.start]
    if say.signed.search(lead) and say.follow.match(low, draft.end):
        return next((one for one in reversed(ahead) if one.kind == "percent"), None)
    last = ahead[-1] if ahead else None
    if last is not None and last.kind == "percent" and _next_holder(draft, ahead, low, say):
        return last
    if say.another.search(lead) and say.follow.match(low, draft.end):
        return _share_before(draft, ahead, low, say)
    broken = draft.value != draft.value.to_integral_value()
    near = last is not None and last.kind == "percent" and draft.start - last.end <= NEAR
    return last if broken and near and say.set_off.search(lead) and say.follow.match(low, draft.end) else None


def _share_before(draft: Draft, ahead: Sequence[Draft], low: str, say: Wording) -> Draft | None:
    """The share told last, also of a number behind it ("41% of 2.3 million tonnes"), that leaves enough of a whole."""
    for one, whole in zip(reversed(ahead), (None, *reversed(ahead)), strict=False):
        if one.kind != "percent":
            continue
        of = whole is None or (whole is ahead[-1] and say.out_of.fullmatch(low, one.end, whole.start) is not None)
        return one if of and draft.value > 1 and one.value + draft.value <= _HUNDRED else None
    return None


def shared_out(draft: Draft, before: Sequence[Quantity], spoken: str, low: str, say: Wording) -> Quantity | None:
    """The share of the sentence before, from which a bare number goes on: "Timber accounted for another 12"."""
    last = before[-1] if before else None
    if last is None or last.kind != "percent" or draft.scale != 1 or draft.number.odd or draft.value <= 1:
        return None
    if draft.value + last.value > _HUNDRED or not say.share_told.search(spoken):
        return None
    led = say.share_led.search(low[max(0, draft.start - NEAR) : draft.start]) and say.closed.match(low, draft.end)
    return last if led or (say.share_opens.match(low[: draft.start]) and say.share_left.match(low, draft.end)) else None


def _next_holder(draft: Draft, ahead: Sequence[Draft], low: str, say: Wording) -> bool:
    """Is a bare number the share of the next one named ("Alibaba 48 percent, MegaFon 24, Mail.ru 15")?"""
    last = ahead[-1]
    gap = low[last.end : draft.start]
    if not say.holder.fullmatch(gap) or not say.closed.match(low, draft.end):
        return False
    return draft.value > 1 and draft.value + sum(one.value for one in ahead if one.kind == "percent") <= _HUNDRED
