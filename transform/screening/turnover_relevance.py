"""The sum of the two's trade, told in a text on something else, makes it relevant: a visit, an article by a president.

"Trade between Russia and China stands at some thirty billion dollars" is what readers of a minister's visit look for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from transform.names.gazetteer import gazetteer
from transform.records import PAIR, Article
from transform.rules import NOWHERE, load
from transform.screening.history import tells_history
from transform.screening.parts import NO_THIRD
from transform.screening.topics import BOTH, CHINA, RUSSIA, Cues, find_cues, numbers_of
from transform.text.folding import fold
from transform.text.sentences import Sentence

#: Paragraphs in which a story of a visit tells it; what stands further down is an aside.
_OPENING = 8
#: A match or a trial in the headline is what a story is about, whatever is said of trade beside it.
_ELSEWHERE = numbers_of("sport", "crime")
#: So near before a land stand the words that compare with it.
_BEFORE = 32
REASON = "tells how much China and Russia trade"


def telling_turnover(article: Article, parts: Sequence[Sentence], language: str) -> Sentence | None:
    """The first sentence of the opening that tells a sum of trade between the two and names no third; else None.

    One that says "the two countries" does where the headline names both and no third.
    """
    opening = [part for part in parts if part.paragraph < _OPENING and _sums_trade(fold(part.text), language)]
    if not opening or tells_history(article.published, parts) or _topics(article.title, language) & _ELSEWHERE:
        return None
    title = _meant(article.title, language)
    for part in opening:
        named = _named(part.text, language, compared=False)
        if named == PAIR or (title == PAIR and named <= PAIR and _says_both(part.text, language)):
            return part
    return None


def _sums_trade(folded: str, language: str) -> bool:
    """Has it a word for the two's trade and a sum? Looked for apart, so that no long text is walked again and again."""
    words, sums = _turnover(language)
    return words.search(folded) is not None and sums.search(folded) is not None


@cache
def _turnover(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    cues = load("screening", language, Cues)
    return re.compile("|".join(cues.turnover) or NOWHERE), re.compile("|".join(cues.sums) or NOWHERE)


def _named(text: str, language: str, *, compared: bool = True) -> set[str]:
    """Of which lands it names something; unless `compared`, without those that a trade is only compared with."""
    only = None if compared else _compared(language)
    return {
        land
        for mention in gazetteer().find(text, language)
        if only is None or only.search(text, max(0, mention.start - _BEFORE), mention.start) is None
        for land in mention.entity.countries
    } - NO_THIRD


@cache
def _compared(language: str) -> re.Pattern[str]:
    cues = load("screening", language, Cues)
    return re.compile(f"(?:{'|'.join(cues.compared)})$" if cues.compared else NOWHERE, re.IGNORECASE)


def _meant(title: str, language: str) -> set[str]:
    """The lands of a headline, those that only their leaders or money stand for included."""
    topics = _topics(title, language)
    sides = {land for land, topic in (("CN", CHINA), ("RU", RUSSIA)) if topic in topics}
    return _named(title, language) | sides


def _says_both(text: str, language: str) -> bool:
    return BOTH in _topics(text, language)


def _topics(text: str, language: str) -> set[int]:
    return {topic for _, topics in find_cues(fold(text), language) for topic in topics}
