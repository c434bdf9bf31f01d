"""Every number of a sentence with its unit, as the contract counts them; what is no quantity stays out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

import msgspec

from transform import rules
from transform.numerals import Numeral, find_numerals, narrow, number_words, odd_after
from transform.quantities import Quantity
from transform.records import Direction, Modifier
from transform.units import Unit, counted, noun_before, unit_after, unit_before

_HUNDRED = Decimal(100)


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that are a quantity by themselves: "doubled", "на треть"."""

    match: str
    value: Decimal
    unit: str
    direction: Direction | None = None


class AmountRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language hedges, joins and replaces numbers; regular expressions over lower-cased text."""

    range: tuple[str, ...]
    between: tuple[str, ...]
    between_and: tuple[str, ...]
    framed: tuple[str, ...]
    range_from: tuple[str, ...]
    pair_from: tuple[str, ...]
    change: str
    against: str
    follow: str
    definite: str
    compared: str
    vague: str
    factor: str
    ordinal: str
    year_lead: str
    month_lead: str
    per: str
    before: dict[Modifier, str]
    after: dict[Modifier, str]
    phrase: tuple[Phrase, ...]


class Wording(msgspec.Struct, frozen=True):
    """The same, compiled."""

    range: re.Pattern[str]
    between: re.Pattern[str]
    between_and: re.Pattern[str]
    framed: re.Pattern[str]
    range_from: re.Pattern[str]
    pair_from: re.Pattern[str]
    change: re.Pattern[str]
    against: re.Pattern[str]
    follow: re.Pattern[str]
    definite: re.Pattern[str]
    compared: re.Pattern[str]
    vague: re.Pattern[str]
    factor: re.Pattern[str]
    ordinal: re.Pattern[str]
    year_lead: re.Pattern[str]
    month_lead: re.Pattern[str]
    per: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    phrases: re.Pattern[str]
    table: tuple[Phrase, ...]
    spaced: bool


@cache
def wording(language: str) -> Wording:
    """The language's wording, compiled once."""
    own = rules.load("amounts", language, AmountRules)
    spaced = language != "zh"
    gap = (
        r"[\s(]*(?:a |an |the |в |на |за |из |с )?[\s(]*"
        if spaced
        else r"[\s（(]*(?:了|达|到|为|有|至)?(?:人民币)?(?:[^，。；、0-9]{0,16}的)?\s*"
    )
    edge, stop = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")

    def ending(forms: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile(edge + "(?:" + "|".join(forms) + r")\s*$") if forms else re.compile("(?!)")

    def grouped(table: dict[Modifier, str]) -> str:
        return "|".join(f"(?P<{name}>{form})" for name, form in table.items())

    order: tuple[Modifier, ...] = ("at_least", "up_to", "under", "over", "about")
    before = {name: own.before[name] for name in order}
    phrases = "|".join(f"(?P<p{n}>{phrase.match})" for n, phrase in enumerate(own.phrase))
    return Wording(
        re.compile("|".join(own.range)),
        ending(own.between),
        re.compile("|".join(own.between_and)),
        re.compile("|".join(own.framed) or "(?!)"),
        ending(own.range_from),
        ending(own.pair_from),
        re.compile(own.change),
        re.compile(own.against),
        re.compile(own.follow),
        re.compile(own.definite),
        re.compile(own.compared),
        re.compile(own.vague),
        re.compile(own.factor),
        re.compile(own.ordinal),
        re.compile(own.year_lead),
        re.compile(own.month_lead),
        re.compile(own.per),
        re.compile(f"{edge}(?:{grouped(before)}){gap}$"),
        re.compile(grouped(own.after)),
        re.compile(f"{edge}(?:{phrases}){stop}"),
        own.phrase,
        spaced,
    )


class _Draft:
    """A number with what was found around it, before neighbours are considered."""

    __slots__ = (
        "direction", "end", "high", "kind", "modifier", "noun", "number", "own", "pair", "scale", "shared", "start",
        "unit", "value",
    )  # fmt: skip

    def __init__(self, number: Numeral) -> None:
        self.number = number
        self.start, self.end = number.start, number.end
        self.value = number.value
        self.high: Decimal | None = None
        self.scale = number.scale
        self.unit: str | None = None
        self.kind = "number"
        self.modifier: Modifier = "over" if number.odd else "exact"
        self.noun: str | None = None
        self.direction: Direction | None = None
        self.own = Decimal(1)
        self.shared = False
        self.pair: str | None = None


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


def find_quantities(text: str, language: str, before: Sequence[Quantity] = ()) -> list[Quantity]:
    """The quantities of `text`, left to right, none overlapping; offsets are code points into it.

    `before` are the quantities of the sentence before, in the same paragraph: a number that has neither a unit nor
    a neighbour with one takes theirs ("Trade came to 20.2 billion dollars. Of this, 10.4 billion was exports").
    """
    clean = narrow(text)
    low = clean.lower()
    if len(low) != len(clean):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in clean)
    say = wording(language)
    found: list[_Draft] = []
    if _worth(clean, low, language):
        drafts = _apart(
            [draft for number in find_numerals(clean, language) if (draft := _draft(number, clean, low, language))]
        )
        drafts = _without_tickers(_compounds(drafts, clean), clean)
        found = _ranges(drafts, low, say)
        if language == "ru":
            found = _framed_times(found, low)
    found = _with_phrases(found, low, language, say)
    _share(found, low, language, before)
    for draft in found:
        _modify(draft, low, say)
    return [_quantity(draft) for draft in found if draft.unit is not None]


def _draft(number: Numeral, text: str, low: str, language: str) -> _Draft | None:
    say = wording(language)
    draft = _Draft(number)
    start, end = number.start, number.end
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    prefix = unit_before(text, start, language)
    if not number.spelled and not prefix and (before.isalpha() and (before.isascii() or say.spaced)):
        return None  # F7, G20
    if before == "-" and not number.spelled and start > 1 and text[start - 2].isalpha() and not prefix and say.spaced:
        return None  # Су-57
    lead = low[max(0, start - 24) : start]
    if say.ordinal.search(lead) or number.value == 0:
        return None
    if (before and before in "▲▼↑↓") or (prefix and prefix.start and text[prefix.start - 1] == "/"):
        return None  # a market ticker: "USD/CNY 7.149", "▼0.46%"
    if not say.spaced:
        return _draft_zh(draft, text, prefix)
    odd = odd_after(text, end, language)
    if odd > end:
        draft.modifier, end = "over", odd
    suffix = unit_after(text, end, language)
    if prefix and not (suffix and suffix.kind == "money"):
        _take(draft, prefix)
        draft.start = prefix.start
        _regroup(draft, language)
        return _signed(draft, text)
    if suffix:
        if suffix.kind == "times":
            return _times(draft, suffix, low, language)
        if say.per.search(lead) and number.value in (1, 10, 100, 1000, 10000):
            return None
        _take(draft, suffix)
        draft.end = suffix.end
        return _signed(draft, text)
    year = not number.spelled and 1900 <= number.value <= 2100 and re.fullmatch(r"\d{4}", number.raw or "")
    if year and say.year_lead.search(lead):
        return None
    if after == "-" and not _number_follows(text, low, end + 1, language):
        return None
    if (after and after in "-–—") or after.isalpha() or say.month_lead.search(lead):
        return None if year else draft
    if number.spelled and (number.value == 1 or (number.value < 20 and say.definite.search(lead))):
        return None
    if say.vague.fullmatch(low, start, end) and not say.before.search(lead):
        return None
    if say.factor.search(lead):
        draft.unit, draft.kind = "times", "times"
        return draft
    noun = counted(text, end, language)
    if noun:
        if number.spelled and number.value < 10 and noun.code in ("person", "item"):
            return None
        _take(draft, noun)
        draft.end = noun.end
        _regroup(draft, language)
        return draft
    return None if year else draft


def _number_follows(text: str, low: str, position: int, language: str) -> bool:
    """Whether a number stands right behind a hyphen ("5-7", "$3-$4", "три-четыре")."""
    if text[position : position + 2].lstrip("$€£₽¥")[:1].isdigit():
        return True
    word = _LETTERS.match(low, position)
    return bool(word) and word is not None and word.group() in number_words(language).words


def _take(draft: _Draft, unit: Unit) -> None:
    draft.unit, draft.kind, draft.noun = unit.code, unit.kind, unit.noun
    factor = unit.factor
    if unit.small_factor != 1 and draft.number.scale == 1 and draft.value < 1000:
        factor = unit.small_factor
    draft.own = factor
    draft.value *= factor


_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")


def _regroup(draft: _Draft, language: str) -> None:
    """Read "$635,000" in a Russian text as English writes it: no price has three decimals, no crowd has any."""
    whole = draft.kind == "count" or (draft.kind == "money" and draft.start < draft.number.start)
    if language == "ru" and draft.scale == 1 and whole and _COMMA.fullmatch(draft.number.raw):
        draft.value *= 1000


def _signed(draft: _Draft, text: str) -> _Draft:
    before = text[draft.start - 1] if draft.start else ""
    if before and before in "+-−–" and (draft.start < 2 or text[draft.start - 2] in " (  ,;:/，（、"):
        draft.start -= 1
        draft.direction = "up" if before == "+" else "down"
    return draft


_WEEKLY = re.compile(r"\s+(?:a|per|every|each|in a)\s+(?:day|week|month|year|row)|\s+(?:champion|world|olympic)")
_IN_RU = re.compile(r"(?:^|\W)(в)\s+(?:почти |более чем |около |примерно |больше чем |не менее чем |без малого )?$")


def _times(draft: _Draft, unit: Unit, low: str, language: str) -> _Draft | None:
    if low[unit.end : unit.end + 1].isdigit() or (language == "en" and _WEEKLY.match(low, unit.end)):
        return None
    _take(draft, unit)
    draft.end = unit.end
    return draft


def _framed_times(drafts: list[_Draft], low: str) -> list[_Draft]:
    """Keep Russian factors only with their "в" ("в 2–3 раза"), which the quote then holds: "три раза" counts events."""
    kept: list[_Draft] = []
    for draft in drafts:
        if draft.unit == "times" and low[draft.start : draft.end].rstrip("а").endswith("раз"):
            base = max(0, draft.start - 24)
            lead = _IN_RU.search(low[base : draft.start])
            if not lead:
                continue
            draft.start = base + lead.start(1)
        kept.append(draft)
    return kept


_ZH_AFTER_CHENG = re.compile(r"成(?![立为功员本果交都品效长就份套分绩熟])")
_ZH_FEN = re.compile(r"\s?分之\s?")
_ZH_GROWN = re.compile(
    r"(?:增长|增加|增|提高|上升|扩大|激增|猛增|暴增|大增|飙升|高出|多出|多|上涨|涨|攀升|增幅|提升|增速|跃升|飞涨)"
    r"(?:了|达|约|近|超过|超|逾|将近|高达|接近)*$"
)
_ZH_DAILY = re.compile(r"(?:日均|每日|每天|日产|日输|日供|日加工)[^，。；]{0,8}$")
_ZH_MORE = re.compile(r"[余多来](?=.)")
_ZH_STOP = re.compile(
    r"元(?:旦|年|首|老|件|素|月)|人(?:民|均|类|工|大)|名(?:单|列)|位(?:列|居|于)|单(?:元|独|位)|张(?:家)"
)


def _draft_zh(draft: _Draft, text: str, prefix: Unit | None) -> _Draft | None:
    number = draft.number
    start, end = number.start, number.end
    if text[max(0, start - 3) : start] == "百分之":
        draft.start, draft.unit, draft.kind = start - 3, "%", "percent"
        return draft
    if number.spelled and start and text[start - 1] in "数几第若":
        return None
    cheng = _ZH_AFTER_CHENG.match(text, end)
    if cheng and number.spelled and 0 < number.value <= 10 and len(text[start:end]) == 1:
        draft.value *= 10
        draft.end = cheng.end()
        tail = number_words("zh").words.get(text[draft.end : draft.end + 1])
        if tail and text[draft.end + 1 : draft.end + 2] not in tuple("个家成年月日种"):
            draft.value += tail
            draft.end += 1
        draft.unit, draft.kind = "%", "percent"
        return draft
    more = _ZH_MORE.match(text, end)
    place = more.end() if more else end
    unit = unit_after(text, place, "zh")
    noun = counted(text, place, "zh")
    unit = unit or noun
    if unit and unit.kind == "count" and _ZH_STOP.match(text, place):
        unit = None
    if not unit and text[place : place + 1] in ("个", "项", "份", "個", "項"):
        named = noun_before(text, 0, start, "zh")
        if named:
            unit = Unit(place, place + 1, named.code, "count", noun=named.noun)
    if prefix and not (unit and unit.kind == "money"):
        _take(draft, prefix)
        draft.start = prefix.start
        if more:
            draft.modifier = "over"
        return _signed(draft, text)
    if not unit:
        return draft
    if more:
        draft.modifier = "over"
    lead = text[max(0, start - 12) : start]
    small = number.spelled and number.value < 10
    if unit.kind == "count" and small and (number.value == 1 or unit.code in ("item", "person", "vehicle")):
        return None
    if text[unit.end : unit.end + 1] == "级":
        return None
    if number.bare_scale and not (more or re.search("[近超逾过破达约]$", lead)):
        return None
    if lead.endswith(("每", "每一")) and number.value in (1, 10, 100, 1000, 10000) and unit.kind != "money":
        return None
    _take(draft, unit)
    draft.end = unit.end
    if draft.unit == "bbl" and _ZH_DAILY.search(lead):
        draft.unit = "bbl/d"
    if draft.unit == "times" and _ZH_GROWN.search(lead):
        draft.value += 1
    return _signed(draft, text)


def _apart(drafts: list[_Draft]) -> list[_Draft]:
    """Leave a sign that stands between two numbers to the first: "1€1"."""
    for last, draft in pairwise(drafts):
        if draft.start < last.end:
            draft.start, draft.unit, draft.kind, draft.own = draft.number.start, None, "number", Decimal(1)
            draft.end, draft.value = draft.number.end, draft.number.value
    return drafts


def _compounds(drafts: list[_Draft], text: str) -> list[_Draft]:
    """Join what is said in two steps: "3 млн 779,8 тыс.", "$12 billion 740 million"; and X分之Y."""
    joined: list[_Draft] = []
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


def _ranges(drafts: list[_Draft], low: str, say: Wording) -> list[_Draft]:
    """Join the two ends of a range; give both ends of a move the unit that is said once."""
    result: list[_Draft] = []
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


def _link(first: _Draft, second: _Draft, low: str, say: Wording) -> str:
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


def _one_unit(first: _Draft, second: _Draft) -> bool:
    if first.unit and second.unit:
        return first.unit == second.unit
    if first.unit and not second.unit:
        return first.kind == "money" and first.end == first.number.end
    return second.unit is not None or second.scale > 1


def _level(first: _Draft, second: _Draft) -> None:
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


def _with_phrases(drafts: list[_Draft], low: str, language: str, say: Wording) -> list[_Draft]:
    taken = [(draft.start, draft.end) for draft in drafts if draft.unit]
    extra: list[_Draft] = []
    for found in say.phrases.finditer(low):
        start, end = found.span()
        if not found.lastgroup or any(start < stop and begin < end for begin, stop in taken):
            continue
        phrase = say.table[int(found.lastgroup[1:])]
        draft = _Draft(Numeral(start, end, phrase.value, spelled=True))
        draft.unit, draft.kind = phrase.unit, "percent" if phrase.unit == "%" else phrase.unit
        draft.direction = phrase.direction
        extra.append(draft)
    if not extra:
        return drafts
    spans = [(draft.start, draft.end) for draft in extra]
    kept = [d for d in drafts if d.unit or not any(d.start < stop and begin < d.end for begin, stop in spans)]
    return sorted([*kept, *extra], key=lambda draft: draft.start)


#: Kinds whose unit may be left out when it was said nearby.
_LENT = ("money", "dimension", "count")


def _share(drafts: list[_Draft], low: str, language: str, before: Sequence[Quantity]) -> None:
    """A unit said once serves the bare numbers beside it; failing that, a noun before the number names it."""
    say = wording(language)
    for index, draft in enumerate(drafts):
        if draft.unit is not None:
            continue
        number = draft.number
        grouped = number.raw != "" and not number.raw.isdigit() and number.value >= 1000
        if (draft.scale < 1000 and not grouped) or not say.follow.match(low, draft.end):
            continue
        led = bool(say.against.search(low[max(0, draft.start - 24) : draft.start]))
        if grouped and not led and draft.scale == 1:
            continue
        left = next((other for other in reversed(drafts[:index]) if other.kind in _LENT and other.unit), None)
        named = noun_before(low, left.end if left else 0, draft.start, language) if led else None
        giver = left or next((other for other in drafts[index + 1 :] if other.kind in _LENT and other.unit), None)
        lent = next((other for other in reversed(before) if other.kind in _LENT), None)
        if named:
            draft.unit, draft.kind, draft.noun, draft.shared = named.code, "count", named.noun, True
        elif giver:
            draft.unit, draft.kind, draft.noun, draft.shared = giver.unit, giver.kind, giver.noun, True
            draft.value *= giver.own
            if draft.high is not None:
                draft.high *= giver.own
        elif lent:
            draft.unit, draft.kind, draft.noun, draft.shared = lent.unit, lent.kind, lent.noun, True


def _modify(draft: _Draft, low: str, say: Wording) -> None:
    if draft.modifier == "exact":
        before = say.before.search(low[max(0, draft.start - 32) : draft.start])
        if before and before.lastgroup and not _arrival(before, draft, low, say):
            draft.modifier = before.lastgroup  # type: ignore[assignment]
    if draft.modifier == "exact":
        after = say.after.match(low, draft.end)
        if after and after.lastgroup:
            draft.modifier = after.lastgroup  # type: ignore[assignment]


def _arrival(before: re.Match[str], draft: _Draft, low: str, say: Wording) -> bool:
    """Whether a bare "до" tells where a change arrived ("сократился на 63%, до 2,25 млн") rather than a ceiling."""
    if say.compared.fullmatch(before.group()) and low.startswith("на ", draft.start):
        return True  # "больше на треть" compares, "больше трети" hedges
    if before.group().strip() != "до":
        return False
    if draft.pair == "to" or low[max(0, draft.start - 8) : draft.start].rstrip()[:-2].rstrip()[-1:] in ("%", ",", ")"):
        return True
    return bool(say.change.search(low[max(0, draft.start - 140) : draft.start]))


def _plain(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _without_tickers(drafts: list[_Draft], text: str) -> list[_Draft]:
    """Leave out market quotes with their change: "Brent $69.36 -1.1%", "EUR/RUB 95.42 +0.31%"."""
    kept: list[_Draft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        signed = draft.kind == "percent" and draft.direction and text[draft.start - 1 : draft.start] == " "
        if last and signed and last.end == draft.start - 1 and last.scale == 1 and last.kind in ("number", "money"):
            kept.pop()
        else:
            kept.append(draft)
    return kept


def _quantity(draft: _Draft) -> Quantity:
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
    )
