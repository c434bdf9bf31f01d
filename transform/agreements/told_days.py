"""The time of a signing that its own sentence leaves out: the day of the meeting, that of the deal told just before,
one so many days before it, or a year long gone by."""

from __future__ import annotations

from datetime import date, timedelta

from transform.agreements.newness import NEWS_DAYS
from transform.agreements.rules import DealRules
from transform.agreements.signing import moments
from transform.agreements.status import plain
from transform.periods.find import find_periods
from transform.records import Agreement


class ToldDays:
    """What an article has said so far of days; its sentences are heard in order."""

    def __init__(self, rules: DealRules, published: date | None) -> None:
        self._rules = rules
        self._published = published
        self._unread: list[str] = []
        self._before = ""
        self._last: str | None = None
        self._alike = False

    def hear(self, text: str) -> None:
        """Take note of a sentence; its days are looked for only when a deal points at them."""
        self._unread.append(text)
        self._before = text

    def of_old_time(self, clause: str) -> bool:
        """Does it tell of "that year", which the sentence before names and which is long over?"""
        then = self._rules.background.that_time.search(plain(clause)) if self._published else None
        if then is None or self._published is None:
            return False
        own = find_periods(clause, self._rules.language, self._published)
        if any(one.end <= then.start() or then.end() <= one.start for one in own):
            return False
        told = moments(self._before, self._rules, self._published)[-1:]
        return any((self._published - date.fromisoformat(one.last)).days > NEWS_DAYS for one in told)

    def shared(self, sentence: str, clause: str, last: Agreement | None, *, beside: bool, next_to: bool) -> str | None:
        """The day that the clause shares with what was told before, or None.

        `last` is the deal before, `beside` tells that it stands in the same paragraph, `next_to` right before.
        """
        if self._rules.signing.same_day.match(sentence) and (meeting := self._last_day()):
            return meeting if self._may_be(clause, meeting) else None
        if next_to and last and last.signed_on and self._rules.signing.next_day.match(clause):
            return (date.fromisoformat(last.signed_on) + timedelta(days=1)).isoformat()  # …合同，次日又与…
        if self._rules.signing.next_day.match(sentence) and (told := self._last_day()):
            after = (date.fromisoformat(told) + timedelta(days=1)).isoformat()
            return after if self._may_be(clause, after) else None
        if (before := self._rules.signing.days_before.match(sentence)) and (told := self._last_day()):
            days = self._rules.counts.words.get((before.groupdict().get("days") or "").lower(), 1)
            return (date.fromisoformat(told) - timedelta(days=days)).isoformat()
        # A list goes on after a semicolon, which ends a sentence in Chinese.
        goes_on = last is not None and last.quote.endswith(("；", ";")) and next_to
        of_total = self._rules.signing.of_total.match(sentence) is not None
        self._alike = part = of_total or (goes_on and self._alike) or (beside and self._undated(clause))
        return last.signed_on if part and last is not None and last.status == "signed" else None

    def the_eve(self, clause: str, last: Agreement | None) -> str | None:
        """The day before the deal told last, where a clause opens with «Накануне» and that one is days old itself."""
        if self._published is None or last is None or last.signed_on is None:
            return None
        told = date.fromisoformat(last.signed_on)
        old = told < self._published - timedelta(days=1) and self._rules.signing.eve.match(clause)
        return (told - timedelta(days=1)).isoformat() if old else None

    def _may_be(self, clause: str, day: str) -> bool:
        """Does the clause name no month that was over by then ("on the same day in December", told in February)?"""
        if self._published is None:
            return True
        months = find_periods(clause, self._rules.language, self._published)
        return all(one.grain != "month" or one.last >= day for one in months)

    def _undated(self, clause: str) -> bool:
        """Does a clause name no time of its own, so that it goes on in that of the deal before?"""
        if self._published is None or self._rules.signing.other_time.search(clause):
            return False
        # "A roadmap to 2027": how far a paper reaches does not date it.
        past = self._published.isoformat()
        return all(period.first > past for period in find_periods(clause, self._rules.language, self._published))

    def _last_day(self) -> str | None:
        """The last past day told so far: what was signed "after the meeting" or "the same day" was signed then."""
        while self._published is not None and self._unread:
            told = moments(self._unread.pop(), self._rules, self._published)
            days = [p.first for p in told if p.grain == "day" and p.first == p.last]
            past = [day for day in days if day <= self._published.isoformat()]
            if past:
                self._last = past[-1]
                self._unread.clear()
        return self._last
