"""What a text is about, by its words: trade, the two sides, or one of the matters that compete with trade.

The words are `rules/screening/<language>.toml`; all of a language are looked for in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import ahocorasick_rs
import msgspec

from transform.names.alias import spellings
from transform.rules import NOWHERE, RulesError, load
from transform.text.folding import fold

#: Fields of a language file that name what a text is about instead of trade.
RIVALS = ("sport", "culture", "military", "diplomacy", "tourism", "science", "crime", "macro", "history")
TRADE, STRONG, DEAL, BOTH, CHINA, RUSSIA, FIRST_RIVAL = range(7)
TOPICS = ("trade", "strong", "deal", "both", "china", "russia", *RIVALS)


def numbers_of(*rivals: str) -> frozenset[int]:
    """The numbers of some of the rival matters."""
    return frozenset(FIRST_RIVAL + RIVALS.index(one) for one in rivals)


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words by topic.

    `deal` are those by which sides agree, order, build or open something; `both` are those by which a text means
    the two countries that it named before; `china` and `russia` stand for a side without naming the country: leaders,
    money.
    """

    trade: tuple[str, ...]
    strong: tuple[str, ...]
    deal: tuple[str, ...]
    both: tuple[str, ...]
    china: tuple[str, ...]
    russia: tuple[str, ...]
    sport: tuple[str, ...]
    culture: tuple[str, ...]
    military: tuple[str, ...]
    diplomacy: tuple[str, ...]
    tourism: tuple[str, ...]
    science: tuple[str, ...]
    crime: tuple[str, ...]
    macro: tuple[str, ...]
    history: tuple[str, ...]
    #: words that tell of today; where a language lists them, a text of old years without any tells history
    present: tuple[str, ...] = ()
    #: patterns of times of old that are told without a year
    bygone: tuple[str, ...] = ()
    #: right before a land: a trade with somebody else is only compared with it ("ahead of")
    compared: tuple[str, ...] = ()
    #: patterns of business in learning, culture and sport: an institute that two seats of learning found together,
    #: whose teaching is sold; films, books, shows and the rights in them
    business: tuple[str, ...] = ()
    #: a body whose name tells of culture while it sees to travel too
    of_travel: tuple[str, ...] = ()
    #: travel as business: how many flights, sailings and guests there are, who brings them, what is built for them
    trips: tuple[str, ...] = ()
    #: patterns of the two's trade as a whole, and of a sum beside it
    turnover: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    #: patterns of what stands right before a land that goods only pass through on their way
    way: tuple[str, ...] = ()
    #: patterns of what stands right before a land that goods go around ("bypassing")
    around: tuple[str, ...] = ()


def tells_today(text: str, language: str) -> bool:
    """Has the text a word that tells of today, or does its language list none?"""
    words = _present(language)
    return not words or any(word in text for word in words)


@cache
def _present(language: str) -> tuple[str, ...]:
    return load("screening", language, Cues).present


def tells_business(text: str, language: str) -> bool:
    """Does a text of learning, culture or sport tell of business: an institute founded, a film made or sold?"""
    return _business(language).search(fold(text)) is not None


def without_travel_bodies(folded: str, language: str) -> str:
    """A folded text without what bodies are called that see to travel and, by their names, to culture."""
    return _of_travel(language).sub("", folded)


@cache
def _of_travel(language: str) -> re.Pattern[str]:
    return re.compile("|".join(load("screening", language, Cues).of_travel) or NOWHERE)


def tells_trips(text: str, language: str) -> bool:
    """Does a text of travel tell of its business: how many flights or guests there are, who brings them?"""
    return _trips(language).search(fold(text)) is not None


@cache
def _trips(language: str) -> re.Pattern[str]:
    return re.compile("|".join(load("screening", language, Cues).trips) or NOWHERE)


@cache
def _business(language: str) -> re.Pattern[str]:
    return re.compile("|".join(load("screening", language, Cues).business) or NOWHERE)


@cache
def ways(language: str) -> re.Pattern[str]:
    """What stands right before a land that goods only pass through: "via", «через территорию», 取道."""
    return _right_before(load("screening", language, Cues).way)


@cache
def detours(language: str) -> re.Pattern[str]:
    """What stands right before a land that goods go around: "bypassing", «в обход», 绕过."""
    return _right_before(load("screening", language, Cues).around)


def _right_before(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words)})\s?$" if words else NOWHERE)


class _Words(msgspec.Struct, frozen=True):
    automaton: ahocorasick_rs.AhoCorasick
    topics: list[tuple[int, ...]]
    #: whether letters may follow (`export*`)
    open_ended: list[bool]
    spaced: bool


@cache
def _words(language: str, only: str | None = None) -> _Words:
    cues = load("screening", language, Cues)
    topics: dict[tuple[str, bool], set[int]] = {}
    for number, topic in enumerate(TOPICS):
        if only not in (None, topic):
            continue
        for cue in getattr(cues, topic):
            if "*" in cue[:-1]:
                raise RulesError(
                    f"transform/rules/screening/{language}.toml: {topic}: only the last character may be *"
                )
            for written in spellings(cue.rstrip("*"), language) if language == "zh" else (cue.rstrip("*"),):
                topics.setdefault((fold(written), cue.endswith("*")), set()).add(number)
    return _Words(
        ahocorasick_rs.AhoCorasick([cue for cue, _ in topics]),
        [tuple(sorted(found)) for found in topics.values()],
        [language == "zh" or open_ended for _, open_ended in topics],
        language != "zh",
    )


def find_cues(folded: str, language: str, only: str | None = None) -> Iterable[tuple[int, tuple[int, ...]]]:
    """Where the folded text holds words of which topics, as numbers into `TOPICS`."""
    words = _words(language, only)
    spaced, open_ended, topics = words.spaced, words.open_ended, words.topics
    last = len(folded)
    for pattern, start, end in words.automaton.find_matches_as_indexes(folded, overlapping=True):
        if spaced:
            if start and folded[start - 1].isalnum():
                continue
            if not open_ended[pattern] and end < last and folded[end].isalnum():
                continue
        yield start, topics[pattern]
