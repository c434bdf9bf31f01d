"""What numbers are to one another: parts of one, ends of a range or a move, lenders and borrowers of a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from transform.draft import Draft
from transform.quantities import Quantity
from transform.units import noun_before
from transform.wording import Wording, wording

_HUNDRED = Decimal(100)
_ZH_FEN = re.compile(r"\s?分之\s?")


def apart(drafts: list[Draft]) -> list[Draft]:
    """Leave a sign that stands between two numbers to the first: "1€1"."""
    for last, draft in pairwise(drafts):
        if draft.start < last.end:
            draft.start, draft.unit, draft.kind, draft.own = draft.number.start, None, "number", Decimal(1)
            draft.end, draft.value = draft.number.end, draft.number.value
    return drafts


def compounds(drafts: list[Draft], text: str) -> list[Draft]:
    """Join what is said in two steps: "3 млн 779,8 тыс.", "$12 billion 740 million"; and X分之Y."""
    joined: list[Draft] = []
    for draft in drafts:
        last = joined[-1] if joined else None
        if last:
            gap = text[last.number.end : draft.number.start]
            if _ZH_FEN.fullmatch(gap) and last.value:
                last.value = (draft.number.value * _HUNDRED / last.number.value).quantize(Decimal("0.01")).normalize()
                last.end, last.unit, last.kind = draft.number.end, "%", "percent"
                last.number = draft.number
                continue
            blank = gap.replace(".", "").replace("and", "").strip() == "" and 0 < len(gap) <= 5 and "\n" not in gap
            if (
                blank
                and last.scale >= 1000
                and draft.number.value < last.scale
                and last.end == last.number.end
                and draft.start == draft.number.start
                and (draft.scale > 1 or draft.unit)
                and (draft.unit is None or last.unit is None)
            ):
                last.value += draft.value
                last.end = draft.end
                if draft.unit:
                    last.unit, last.kind, last.noun, last.own = draft.unit, draft.kind, draft.noun, draft.own
                    last.value = (last.value - draft.value) * draft.own + draft.value
                last.number = draft.number
                last.scale = draft.scale
                continue
        joined.append(draft)
    return joined


def ranges(drafts: list[Draft], low: str, say: Wording) -> list[Draft]:
    """Join the two ends of a range; give both ends of a move the unit that is said once."""
    result: list[Draft] = []
    for draft in drafts:
        last = result[-1] if result else None
        if last and last.high is None and _one_unit(last, draft):
            link = _link(last, draft, low, say)
            if link:
                _level(last, draft)
                if link != "move" and last.value < draft.value:
                    last.high, last.end = draft.value, draft.end
                    last.unit, last.kind, last.noun = draft.unit or last.unit, draft.kind, draft.noun
                    last.shared = False
                    if link == "framed":
                        last.start = _frame(last.start, low)
                    continue
                if link != "dash":
                    last.pair, draft.pair = "from", "to"
        result.append(draft)
    return result


def _link(first: Draft, second: Draft, low: str, say: Wording) -> str:
    """How two numbers hang together: `dash` ("5–7"), `framed` ("от 5 до 7"), `move` ("с 5 до 7"), or not at all."""
    gap = low[first.end : second.start]
    if len(gap) > 12:
        return ""
    lead = low[max(0, first.start - 14) : first.start]
    moving = bool(say.pair_from.search(lead))
    if say.framed.fullmatch(gap):
        return "move" if moving else "framed" if say.range_from.search(lead) else ""
    if say.between_and.fullmatch(gap) and say.between.search(lead):
        return "dash"
    link = say.range.fullmatch(gap)
    if not link and moving and not say.spaced and gap.endswith(("至", "到")):
        return "move"
    if not link:
        return ""
    if not link.group().strip().isalpha() or not moving:
        return "dash"
    # "prices from 10 to 12" is a range, "rose from 10 to 12" a move.
    return "move" if say.change.search(low[max(0, first.start - 90) : first.start]) else "dash"


def _frame(start: int, low: str) -> int:
    """Where "от" before a range begins: the contract's quotes hold it."""
    return start - 3 if low[max(0, start - 3) : start] == "от " else start


def _one_unit(first: Draft, second: Draft) -> bool:
    if first.unit and second.unit:
        return first.unit == second.unit
    if first.unit and not second.unit:
        return first.kind == "money" and first.end == first.number.end
    return second.unit is not None or second.scale > 1


def _level(first: Draft, second: Draft) -> None:
    """Give the end that lacks them the other's unit and scale ("5–7 млн", "$3-4 billion")."""
    alone = first.scale == 1 and second.scale > 1 and first.value < second.number.value
    open_ended = first.unit is None or first.end == first.number.end
    if alone and open_ended and first.number.value * second.scale <= second.number.value * 20:
        first.value *= second.scale
        first.scale = second.scale
    if first.unit is None and second.unit:
        first.value *= second.own
        first.unit, first.kind, first.shared, first.noun = second.unit, second.kind, True, second.noun
    elif second.unit is None and first.unit:
        second.unit, second.kind, second.shared = first.unit, first.kind, True


def without_tickers(drafts: list[Draft], text: str) -> list[Draft]:
    """Leave out market quotes with their change: "Brent $69.36 -1.1%", "EUR/RUB 95.42 +0.31%"."""
    kept: list[Draft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        signed = draft.kind == "percent" and draft.direction and text[draft.start - 1 : draft.start] == " "
        if last and signed and last.end == draft.start - 1 and last.scale == 1 and last.kind in ("number", "money"):
            kept.pop()
        else:
            kept.append(draft)
    return kept


_IN_RU = re.compile(r"(?:^|\W)(в)\s+(?:почти |более чем |около |примерно |больше чем |не менее чем |без малого )?$")


def framed_times(drafts: list[Draft], low: str) -> list[Draft]:
    """Keep Russian factors only with their "в" ("в 2–3 раза"), which the quote then holds: "три раза" counts events."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.unit == "times" and low[draft.start : draft.end].rstrip("а").endswith("раз"):
            base = max(0, draft.start - 24)
            lead = _IN_RU.search(low[base : draft.start])
            if not lead:
                continue
            draft.start = base + lead.start(1)
        kept.append(draft)
    return kept


#: Kinds whose unit may be left out when it was said nearby.
_LENT = ("money", "dimension", "count")
#: Smaller bare numbers are ranks and days.
_LEAST = 10
_MILLION = 1_000_000
_NEAR = 60


def share(drafts: list[Draft], low: str, language: str, before: Sequence[Quantity]) -> None:
    """A unit said once serves the bare numbers beside it; failing that, a noun before the number names it."""
    say = wording(language)
    following: list[Draft | None] = [None] * len(drafts)
    for index in range(len(drafts) - 2, -1, -1):
        after = drafts[index + 1]
        following[index] = after if after.unit and after.kind in _LENT else following[index + 1]
    lent = next((other for other in reversed(before) if other.kind in _LENT), None)
    told = next((other for other in reversed(before) if other.kind == "count"), None)
    left: Draft | None = None
    counted: Draft | None = None
    rate: Draft | None = None
    for draft, right in zip(drafts, following, strict=True):
        numbered = draft.unit is None and say.numbered.search(low[max(0, draft.start - 120) : draft.start])
        if draft.unit is None and (numbered or _asks(draft, low, say) or _set_against(draft, left, low, say)):
            led = bool(say.against.search(low[max(0, draft.start - 24) : draft.start]))
            giver, lends = left or right, lent
            # Goods are not counted by the million where money was told ("imports of goods shrank to 33.26 billion").
            lender = giver or lent
            many = draft.scale >= _MILLION and lender is not None and lender.kind == "money"
            if say.earned.search(low[max(0, draft.start - _NEAR) : draft.start]):
                sums = [d for d in drafts if d.kind == "money" and d.unit and d.start < draft.start]
                giver = sums[-1] if sums else right if right is not None and right.kind == "money" else None
                lends = next((q for q in reversed(before) if q.kind == "money"), lent)
            named = (
                None
                if many or not (led or numbered)
                else noun_before(low, left.end if left else 0, draft.start, language)
            )
            coined = say.in_money(low[(left.end if left else 0) : draft.start]) if draft.scale >= _MILLION else None
            if named:
                draft.unit, draft.kind, draft.noun, draft.shared = named.code, "count", named.noun, True
            elif coined:
                draft.unit, draft.kind, draft.shared = coined, "money", True
            elif giver:
                draft.unit, draft.kind, draft.noun, draft.shared = giver.unit, giver.kind, giver.noun, True
                draft.value *= giver.own
                draft.high = None if draft.high is None else draft.high * giver.own
            elif lends:
                draft.unit, draft.kind, draft.noun, draft.shared = lends.unit, lends.kind, lends.noun, True
        whole = counted or told
        near = counted is None or draft.start - counted.end <= 2 * _NEAR
        if draft.unit is None and whole is not None and near and _is_part(draft, whole.value, low, say):
            draft.unit, draft.kind, draft.noun, draft.shared = whole.unit, whole.kind, whole.noun, True
        if (
            draft.unit is None
            and rate is None
            and (teller := left or lent) is not None
            and _told_short(draft, teller, low, say)
        ):
            scale, draft.short = _of_size(draft, teller), True
            draft.unit, draft.kind, draft.noun, draft.shared = teller.unit, teller.kind, teller.noun, True
            draft.value *= scale * (teller.own if isinstance(teller, Draft) else 1)
        if draft.unit is None and rate is not None and _told_short(draft, rate, low, say) and draft.value <= _HUNDRED:
            draft.unit, draft.kind, draft.shared, draft.short = rate.unit, rate.kind, True, True
        if draft.unit and draft.kind == "count":
            counted = draft
        if draft.unit:
            by = low[max(0, draft.start - 3) : draft.start + 3].strip().startswith("на ")
            rate = draft if draft.kind == "percent" and not by else None
        if draft.unit and draft.kind in _LENT:
            left = draft


def _told_short(draft: Draft, teller: Draft | Quantity, low: str, say: Wording) -> bool:
    """Whether a bare number goes on about what was counted or priced last: «Годом ранее их было 448», «брали 3,2»."""
    if draft.scale != 1 or draft.number.odd or not say.follow.match(low, draft.end):
        return False
    broken = draft.value != draft.value.to_integral_value()
    if not broken and (1900 <= draft.value < 2100 or (draft.value < _LEAST and teller.kind != "count")):
        return False
    lead = low[max(0, draft.start - _NEAR) : draft.start]
    if teller.kind != "count" and not broken and draft.number.spelled:
        return False
    return bool(say.short.search(lead)) or (
        (broken or teller.kind == "percent")
        and isinstance(teller, Draft)
        and draft.start - teller.end <= _NEAR
        and bool(_DASH.search(lead))
    )


_DASH = re.compile(r"[^\W\d]\s[—–-]\s$")


def _of_size(draft: Draft, teller: Draft | Quantity) -> Decimal:
    """The scale that a number said short shares with what it follows, if that makes them of a size."""
    scale = Decimal(teller.scale)
    mantissa = (teller.number.value if isinstance(teller, Draft) else teller.value) / scale
    return scale if mantissa and draft.value <= _ALIKE * mantissa and mantissa <= _ALIKE * draft.value else Decimal(1)


#: Numbers told in the same thousands or millions differ by no more than so many times.
_ALIKE = 12


def _is_part(draft: Draft, whole: Decimal | float, low: str, say: Wording) -> bool:
    """Whether a bare number is a part of what was counted: "258 agreements, of them 20 with Chinese firms"."""
    if draft.scale != 1 or not 1 < draft.value < whole or 1900 <= draft.value < 2100:
        return False
    if say.part_of.match(low, draft.end):
        return True
    return bool(say.part.search(low[max(0, draft.start - 60) : draft.start]) and say.follow.match(low, draft.end))


def _set_against(draft: Draft, left: Draft | None, low: str, say: Wording) -> bool:
    """Whether a small bare number is what a count was before: "180 lorries, against 140 a month earlier"."""
    if left is None or left.kind not in ("count", "dimension") or draft.scale != 1 or not say.spaced:
        return False
    if draft.value < _LEAST or 1900 <= draft.value < 2100 or draft.start - left.end > _NEAR:
        return False
    led = say.against.search(low[max(0, draft.start - 24) : draft.start])
    return bool(led and say.follow.match(low, draft.end))


def _asks(draft: Draft, low: str, say: Wording) -> bool:
    """Whether a bare number is an amount whose unit was left out: it has a scale or groups, and no noun behind it."""
    number = draft.number
    grouped = number.raw != "" and not number.raw.isdigit() and number.value >= 1000
    if draft.value >= _LEAST and not number.spelled and say.paced.match(low, draft.end):
        return True
    if (draft.scale < 1000 and not grouped) or not say.follow.match(low, draft.end):
        return False
    return draft.scale > 1 or bool(say.against.search(low[max(0, draft.start - 24) : draft.start]))
