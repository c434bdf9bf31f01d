"""A sum "by 15 February, 384,000 tonnes in all" counts from the opening that its paragraph told before."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from transform.figures.sentence.reading import Reading
from transform.numbers.quantities import Period
from transform.periods.calendar_words import Summed, calendar_of

#: So near a day stands the word for what began on it.
_BESIDE = 8
#: A sum counts from no opening longer ago than so many years.
_YEARS = 3


class SinceTold:
    """The day since which something runs, as the paragraph tells it; its sentences are heard in order."""

    def __init__(self, language: str) -> None:
        self._words = calendar_of(language).summed
        self._since: str | None = None
        self._paragraph = -2

    def counted(self, reading: Reading, periods: list[Period]) -> list[Period]:
        """The periods of a sentence, with days up to which is summed up as spans since the opening."""
        if reading.sentence.paragraph != self._paragraph:
            self._since, self._paragraph = None, reading.sentence.paragraph
        if self._words is None or not periods:
            return periods
        found = list(self._spanned(reading, periods, self._words))
        for period in periods:
            if period.role == "since" or (period.grain == "day" and _opens(reading, period)):
                self._since = period.first
        return found

    def _spanned(self, reading: Reading, periods: list[Period], words: Summed) -> Iterator[Period]:
        for period in periods:
            since, said = self._since, reading.folded[period.start : period.end]
            summed = (
                since is not None
                and since < period.last
                and int(period.last[:4]) - int(since[:4]) <= _YEARS
                and words.up_to.match(said)
                and not words.anew.search(said)
                and words.in_all.match(reading.folded, period.end)
            )
            if summed and since is not None:
                yield msgspec.structs.replace(period, first=since, grain="months", role="span")
            else:
                yield period


def _opens(reading: Reading, period: Period) -> bool:
    """Does a word for an opening stand right behind a day (11月16日正式开通)?"""
    return any(0 <= cue.start - period.end <= _BESIDE for cue in reading.cues["event"] if cue.label == "event")
