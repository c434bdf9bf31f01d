"""Whether a text tells of years long past, by the years, reigns and centuries that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from transform.names.gazetteer import LANGUAGES
from transform.rules import NOWHERE, load
from transform.screening.topics import Cues
from transform.text.sentences import Sentence

#: The first digit stands first in the pattern, so that nothing is tried at other characters.
_YEAR = re.compile(r"[12](?<!\d.)(?:(?<=1)[5-9]|(?<=2)0)\d\d(?!\d)")
#: Years so far behind publication are history; so many of them, and so few others, make a text that tells it.
LONG_PAST = 25
_OLD_YEARS = 3
_OTHER_YEARS = 0.25


@lru_cache(maxsize=2)  # asked of what is left without furniture, twice, and of its opening
def _years(text: str) -> list[int]:
    return list(map(int, _YEAR.findall(text)))


@cache
def _bygone() -> re.Pattern[str]:
    """How any of the languages tells a time of old without its year: 道光十七年, "in the 18th century"."""
    return re.compile("|".join(one for each in LANGUAGES for one in load("screening", each, Cues).bygone) or NOWHERE)


def tells_history(published: str | None, sentences: Sequence[Sentence]) -> bool:
    """Do the years that the sentences name lie long before publication?"""
    if not published or not published[:4].isdigit():
        return False
    edge = int(published[:4]) - LONG_PAST
    text = "\n".join([sentence.text for sentence in sentences])
    years = _years(text)
    dated = sum(1 for year in years if year < edge)
    old = dated + len(_bygone().findall(text))
    return old >= _OLD_YEARS and len(years) - dated <= _OTHER_YEARS * old
