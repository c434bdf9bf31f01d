"""What numbers are to one another: parts of one, ends of a range or a move."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from transform.numbers.draft import Draft, grouped
from transform.numbers.part_of import ALIKE
from transform.numbers.wording import Wording

_HUNDRED = Decimal(100)
#: The two steps of one number stand no farther apart.
_STEP = 5
#: So far before a factor stands what it is the growth of.
_TOLD = 60


def apart(drafts: list[Draft]) -> list[Draft]:
    """Leave a sign that stands between two numbers to the first: "1€1"."""
    for last, draft in pairwise(drafts):
        if draft.start < last.end:
            draft.start, draft.unit, draft.kind, draft.own = draft.number.start, None, "number", Decimal(1)
            draft.end, draft.value = draft.number.end, draft.number.value
    return drafts


def compounds(drafts: list[Draft], text: str, say: Wording) -> list[Draft]:
    """Join what is said in two steps: "3 млн 779,8 тыс.", "$12 billion 740 million", "5 rubles 60 kopecks"; X分之Y."""
    joined: list[Draft] = []
    for draft in drafts:
        last = joined[-1] if joined else None
        if last:
            gap = text[last.number.end : draft.number.start]
            if say.fraction.fullmatch(gap) and last.value:
                last.value = (draft.number.value * _HUNDRED / last.number.value).quantize(Decimal("0.01")).normalize()
                last.end, last.unit, last.kind = draft.number.end, "%", "percent"
                last.number = draft.number
                continue
            if last.unit == draft.unit and draft.kind == "money" and draft.own < last.own and last.scale == 1:
                coins = text[last.end : draft.start]
                if not coins.strip(" ,") and draft.value < last.own:
                    last.value, last.end = last.value + draft.value, draft.end
                    continue
            blank = len(gap) <= _STEP and "\n" not in gap and say.in_two_steps.fullmatch(gap) is not None
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
        if (
            last
            and last.high is None
            and not _day(last, low, say)
            and any(fit(last, draft, low, say) for fit in (_one_unit, _bare_frame, _bare_percent))
        ):
            link = _link(last, draft, low, say)
            if link:
                _level(last, draft)
                if link != "move" and last.value < draft.value:
                    last.high, last.end = draft.value, draft.end
                    last.unit, last.kind, last.noun = draft.unit or last.unit, draft.kind, draft.noun
                    last.shared = False
                    if link == "framed":
                        last.start = _frame(last.start, low, say)
                    continue
                if link != "dash":
                    last.pair, draft.pair = "from", "to"
        result.append(draft)
    return result


#: A greater number is no day of a month.
_LAST_DAY = 31


def _day(draft: Draft, low: str, say: Wording) -> bool:
    """Is it a day, which no range of amounts begins with ("rose on January 1 to 667,400 rubles")?"""
    dated = draft.unit is None and draft.scale == 1 and draft.value <= _LAST_DAY
    return dated and say.month_lead.search(low[max(0, draft.start - 24) : draft.start]) is not None


#: The ends of a range that no unit tells to be one differ by less.
_ALIKE = 3


def _bare_frame(first: Draft, second: Draft, low: str, say: Wording) -> bool:
    """Are they the ends of a range whose unit was left out («сейчас — от 1350 до 1400»)?"""
    if first.unit or second.unit or first.scale != 1 or not 2 <= first.value < second.value:
        return False
    near = second.value <= _ALIKE * first.value and not 1900 <= second.value < 2100
    links = ("framed", "dash") if say.spaced and near else ("framed",)
    return _link(first, second, low, say) in links and say.follow.match(low, second.end) is not None


def _bare_percent(first: Draft, second: Draft, low: str, say: Wording) -> bool:
    """Is it where a percentage moved to, without its sign («сжалась с 14% до 5»)?"""
    bare = second.unit is None and second.scale == 1 and second.value <= _HUNDRED
    moved = first.kind == "percent" and bare and _link(first, second, low, say) == "move"
    return moved and say.spaced and say.follow.match(low, second.end) is not None


def yoked(drafts: list[Draft], low: str, say: Wording) -> None:
    """Give a bare number the unit of the one that it is joined to: «155 и 170 процентов»."""
    for draft, after in reversed(list(pairwise(drafts))):
        if draft.unit is None and after.unit and say.yoke.fullmatch(low, draft.end, after.start):
            in_order = say.in_order.search(low, max(0, draft.start - _IN_ORDER), after.end + _IN_ORDER)
            if (after.kind in ("percent", "pp") and draft.scale == 1) or (
                in_order and after.kind in ("money", "dimension")
            ):
                draft.value *= after.scale if draft.scale == 1 else 1
                draft.value *= after.own
                draft.unit, draft.kind, draft.noun, draft.shared = after.unit, after.kind, after.noun, True


#: "Respectively" stands no further from the numbers.
_IN_ORDER = 40


#: The date of where a move began is no longer than this.
_DATED = 36


def _link(first: Draft, second: Draft, low: str, say: Wording) -> str:
    """How two numbers hang together: `dash` ("5–7"), `framed` ("от 5 до 7"), `move` ("с 5 до 7"), or not at all."""
    gap = low[first.end : second.start]
    lead = low[max(0, first.start - 20) : first.start]
    moving = bool(say.pair_from.search(lead))
    if moving and first.unit is None and len(gap) <= _DATED and say.dated.fullmatch(gap):
        return "move"
    if len(gap) > 12:
        return ""
    if say.framed.fullmatch(gap):
        return "move" if moving else "framed" if say.range_from.search(lead) else ""
    if say.between_and.fullmatch(gap) and say.between.search(lead):
        return "dash"
    link = say.range.fullmatch(gap)
    if not link and moving and say.until.search(gap):
        return "move"
    if not link:
        return ""
    if not link.group().strip().isalpha() or not moving:
        return "" if _by_and_to(first, second, link.group(), lead, say) else "dash"
    if not say.spaced:
        return "dash" if say.ranged.match(low, second.end) else "move"
    # "prices from 10 to 12" is a range, "rose from 10 to 12" a move.
    return "move" if say.change.search(low[max(0, first.start - 90) : first.start]) else "dash"


def _by_and_to(first: Draft, second: Draft, link: str, lead: str, say: Wording) -> bool:
    """Is it by how much something moved and to what ("moved up $14 to $246")?"""
    if not (link.strip().isalpha() and first.kind == second.kind == "money" and first.unit and second.unit):
        return False
    if second.value > _ALIKE * first.value and say.by_how_much.search(lead):
        return True  # "rose by $15 to $492": no range is so wide
    moved = max((match.end() for match in say.change.finditer(lead)), default=-1)
    return moved == len(lead.rstrip())


def _frame(start: int, low: str, say: Wording) -> int:
    """Where the word that opens a range («от») begins: the contract's quotes hold it."""
    opened = say.range_opens.search(low, max(0, start - 3), start)
    return opened.start() if opened else start


def _one_unit(first: Draft, second: Draft, low: str, say: Wording) -> bool:
    if say.fraction.search(low, first.start, first.end) and not say.fraction.search(low, second.start, second.end):
        return False  # 提高三分之一至45: no range begins with a part
    if first.unit and second.unit:
        return first.unit == second.unit
    if first.unit and not second.unit:
        return first.kind in ("money", "percent") and first.end == first.number.end
    return second.unit is not None or second.scale > 1 or (grouped(first) and grouped(second))


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
        mantissa = first.number.value / first.scale
        if second.scale == 1 and second.value <= ALIKE * mantissa and mantissa <= ALIKE * second.value:
            second.value *= first.scale  # "from $1.9 billion to 2.4"
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


def framed_times(drafts: list[Draft], low: str, say: Wording) -> list[Draft]:
    """Keep Russian factors only with their "в" ("в 2–3 раза"), which the quote then holds: "три раза" counts events."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.unit == "times" and say.factor_word.search(low, draft.start, draft.end):
            lead = say.factor_led.search(low, max(0, draft.start - 24), draft.start)
            if lead:
                draft.start = lead.start()
            elif not say.factor_grown.search(low, max(0, draft.start - _TOLD), draft.start):
                continue
        kept.append(draft)
    return kept
