"""Sums told by an adjective of what is paid with them: «двухмиллиардный контракт», «полумиллиардный рублёвый заём»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from transform.numbers.digits import ONE, Numeral, number_words
from transform.numbers.draft import Draft
from transform.numbers.quantities import Quantity
from transform.numbers.wording import Wording

#: Behind the noun the money is named no further («миллиардный кредит банка в юанях»).
_BEHIND = 48
#: The count before the scale is no longer: «двухсотпятидесяти».
_AHEAD = 24


def sums(
    low: str, language: str, say: Wording, ahead: Sequence[Draft], before: Sequence[Quantity], far: Quantity | None
) -> Iterator[Draft]:
    """The sums whose money a word beside them tells, else what was told before: here (`ahead`), `before` or `far`."""
    if say.sum_adjective is None:
        return
    for found in say.sum_adjective.form.finditer(low):
        count = say.sum_adjective.count.search(low, max(0, found.start() - _AHEAD), found.start())
        many = _value(count["count"].rstrip("-"), language, say) if count else None
        if count is None or many is None:
            continue
        if not count["count"] and not found["money"] and found["scale"] == say.sum_adjective.rank:
            continue  # «миллионный заказ маркетплейса» is the last of a million
        scale = number_words(language).scales[found["scale"]]
        draft = Draft(Numeral(count.start(), found.end("number"), many * scale, scale, spelled=True))
        told = found["money"]
        named = next((code for code, form in say.sum_adjective.money.items() if told and form.match(told)), None)
        if named is not None:
            draft.end = found.end("money")
        named = named or say.in_money(low[found.end() : found.end() + _BEHIND])
        if named is None:
            last = [one for one in ahead if one.kind == "money" and one.end <= draft.start]
            giver = last[-1] if last else next((one for one in reversed(before) if one.kind == "money"), far)
            named, draft.shared = (giver.unit if giver else None), True
        if named is not None:
            draft.unit, draft.kind = named, "money"
            yield draft


def _value(written: str, language: str, say: Wording) -> Decimal | None:
    """How many millions: none written is one, «полу» a half; None where the letters are another word's."""
    if not written:
        return ONE
    if written[0].isdigit():
        return Decimal(written.replace(number_words(language).decimal, "."))
    half = say.sum_adjective is not None and written == say.sum_adjective.half
    return Decimal("0.5") if half else number_words(language).words.get(written)
