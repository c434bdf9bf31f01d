"""Whether a clause tells of an older deal than the one told before it, which is no news beside that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from transform.agreements.announcements import Unit
from transform.agreements.newness import gone_by, in_month_gone_by
from transform.agreements.rules import DealRules
from transform.agreements.signing import moments, signed_on
from transform.agreements.status import Deal, folded
from transform.agreements.told_deal import ToldDeal
from transform.numbers.quantities import Period
from transform.records import Agreement, Party

#: What came to nothing, or was signed, so many days ago is not what was signed this week.
ONCE = 10
#: What ran out later than so many days ago may be news.
_JUST = 100


class Older:
    """Tells a clause about an older deal by the rules of its language and the day of publication."""

    def __init__(self, deals: DealRules, published: date | None) -> None:
        self._deals, self._published = deals, published

    def as_old(
        self, last: ToldDeal | None, unit: Unit, deal: Deal, periods: Sequence[Period], parties: tuple[Party, ...]
    ) -> bool:
        """Was it signed, or did it run out, "a week later" than the old deal of its paragraph, or did it end once?"""
        if last is not None and deal.status == "ended" and self._ended_before(last.agreement, unit, periods, parties):
            return True
        if last is not None and self._signed_before(last.agreement, unit, deal, periods):
            return True
        if last is None or last.paragraph != unit.sentence.paragraph:
            return False
        if any(one.grain in ("day", "month") for one in periods):
            return False
        # "Their larch contract of the same week ran out after a year"
        ran_out = deal.status == "ended" and self._deals.signing.ran_out.search(folded(unit.text)) is not None
        old = last.agreement.status == "signed" and not last.agreement.new and (deal.status == "signed" or ran_out)
        return old and self._deals.signing.other_time.search(folded(unit.text)) is not None

    def _signed_before(self, known: Agreement, unit: Unit, deal: Deal, periods: Sequence[Period]) -> bool:
        """Was it signed well before the signing that the article has told as news: days, or in a month gone by?"""
        if self._published is None or not (known.new and deal.status == known.status == "signed"):
            return False
        day = signed_on(unit.text, list(periods), deal, self._deals, self._published)
        if day is not None and known.signed_on:
            return (date.fromisoformat(known.signed_on) - date.fromisoformat(day)).days >= ONCE
        if day is not None or not in_month_gone_by(unit.text, periods, deal, self._deals, self._published):
            return False
        theirs = moments(known.quote, self._deals, self._published)
        return not any(gone_by(one, self._published) for one in theirs)

    def _ended_before(
        self, known: Agreement, unit: Unit, periods: Sequence[Period], parties: tuple[Party, ...]
    ) -> bool:
        """Did another deal of the sides whose news was just told end, and no day says when ("…, which ran out")?"""
        if not known.new or known.status not in ("signed", "planned", "negotiating"):
            return False
        if self._published is None or not periods or self._deals.signing.ran_out.search(folded(unit.text)) is None:
            return False
        late = any((self._published - date.fromisoformat(one.last)).days < _JUST for one in periods)
        return not late and {party.name for party in parties} <= {party.name for party in known.parties}
