"""A change told at the head of a text in a sentence of both countries makes it relevant, however little else it says.

"Cainiao opened a sorting centre in the Moscow region", «С 3 июля China Eastern начнёт летать из Сианя в Казань»:
short notes of a route, a warehouse or a ban have few words of trade.
"""

from __future__ import annotations

from collections.abc import Sequence

from transform.developments.find import find_developments
from transform.names.gazetteer import gazetteer
from transform.records import PAIR, Article, Development, DevelopmentKind
from transform.screening.deal_relevance import matters, of_others
from transform.screening.history import tells_history
from transform.screening.parts import NO_THIRD
from transform.screening.topics import numbers_of
from transform.text.sentences import Sentence

#: Paragraphs in which a short note tells its change.
_OPENING = 3
#: Changes that are business wherever they are told. Records are set in all things, sanctions fall on all, borders are
#: closed to travellers and for a plague, and skaters are "cleared" too.
_KINDS: frozenset[DevelopmentKind] = frozenset((
    "route_opened", "hub_opened", "company_entry", "company_exit", "facility", "ban", "ban_lifted", "quota", "tariff",
    "port_access", "settlement",
))  # fmt: skip
#: Matters in which things open, close and are banned too.
_APART = numbers_of("sport", "culture", "military", "crime")
REASON = "tells a change between China and Russia"


def changing(article: Article, parts: Sequence[Sentence], language: str) -> Development | None:
    """The first change that a sentence of the opening tells which names both countries and no third; else None."""
    if of_others(article.title, language) or matters(article.title, language) & _APART:
        return None
    opening = [part for part in parts if part.paragraph < _OPENING and _of_both(part.text, language)]
    if not opening or tells_history(article.published, parts):
        return None
    for development in find_developments(article, opening, language, weigh=False):
        if development.kind in _KINDS:
            return development
    return None


def _of_both(text: str, language: str) -> bool:
    """Does it name both countries, or something of each, no third and no matter apart from trade?"""
    named = {country for mention in gazetteer().find(text, language) for country in mention.entity.countries}
    return named - NO_THIRD == PAIR and not matters(text, language) & _APART
